"""Retention at a station: by its own days and by central's order, and nothing of it is left in the file's bytes."""

from __future__ import annotations

import os
import sqlite3
from datetime import date, timedelta
from pathlib import Path

import pytest

from checkpoint.gate import Direction
from checkpoint.journal import stamp
from checkpoint.policy import Policy
from checkpoint.retention import PASSAGES, purge_id
from checkpoint.roster import Document, Hold, Purge
from checkpoint.wire import Receipt
from station.clock import DeviceClock
from station.lane import Lane
from station.retention import forget_expired, forget_prints
from station.settings import Settings
from station.store import engine
from station.store.store import Store
from tests.harness.gate import Station, identity, station_at
from tests.harness.made import R1, R3, SITE, ZONE, Pen, at, items, roster, text_of
from tests.store.test_answers import answer
from tests.store.test_peers import peer

IN, OUT = Direction.IN, Direction.OUT


def told(gate: Station, *documents: Document) -> None:
    """The roster says so."""
    version = int(gate.store.mark("roster_version") or 0) + 1
    gate.store.apply_roster(items(documents, version), version)


def remembered(gate: Station) -> list[bool]:
    return [entry.body is not None for chain in gate.store.epochs() for entry in gate.store.entries(*chain)]


def forget(gate: Station) -> int:
    return forget_expired(gate.store, gate.logbook, gate.clock.now())


def order(moment: str) -> Purge:
    return Purge(id=purge_id(SITE, PASSAGES), site=SITE, before=stamp(at(moment)))


@pytest.fixture
def gate(tmp_path: Path) -> Station:
    made = Station(tmp_path / "a")
    made.show(text_of(R1), "07:00", IN)
    made.store.settle(made.store.epoch, [answer(1)])
    made.store.apply_peers([peer(Pen("st2", gate="G2").attempt("3", IN, at("07:30")))], 1)
    made.show(text_of(R1), "08:00", OUT)
    made.clock.to("12:00")
    return made


def test_an_order_of_central_reaches_own_and_other_stations_entries_and_waits_for_unsent_ones(gate: Station) -> None:
    told(gate, order("07:30"))
    assert (forget(gate), remembered(gate)) == (1, [False, True, True])
    told(gate, order("09:00"))
    assert (forget(gate), remembered(gate)) == (1, [False, True, False]), "what central does not have stays"
    gate.store.settle(gate.store.epoch, [answer(2, "08:00")])
    assert (forget(gate), remembered(gate)) == (1, [False, False, False])
    assert gate.store.fault() is None
    assert gate.logbook.figures(gate.clock.now()).inside == 0
    gate.close()


def test_an_order_for_another_site_or_one_that_cannot_be_read_forgets_nothing(gate: Station) -> None:
    told(gate, Purge(id=purge_id("S9", PASSAGES), site="S9", before=stamp(at("23:00"))))
    assert forget(gate) == 0
    told(gate, Purge(id=purge_id(SITE, PASSAGES), site=SITE, before="tomorrow"))
    assert forget(gate) == 0
    gate.close()


def test_what_is_under_a_hold_stays_and_goes_when_the_hold_is_over(gate: Station) -> None:
    told(gate, order("23:00"), Hold(id="h", site=SITE, since="2022-12-05", until="2022-12-05", reason="案件"))
    assert (forget(gate), remembered(gate)) == (0, [True, True, True])
    told(gate, Hold(id="h", site=SITE, since="2022-12-06"))
    assert (forget(gate), remembered(gate)) == (2, [False, True, False])
    gate.close()


def test_the_days_figures_outlive_its_passages_and_are_those_that_were_printed(gate: Station) -> None:
    gate.store.settle(gate.store.epoch, [answer(2, "08:00")])
    day = at("07:00").astimezone(ZONE).date()
    printed = gate.logbook.report(day)
    assert (printed["in"], printed["out"], printed["inside_at_end"]) == (2, 1, 1)
    gate.clock.to("00:01", "2022-12-19")
    assert (forget(gate), gate.logbook.passages(day)) == (3, [])
    assert gate.logbook.report(day) == printed
    gate.close()


def test_of_a_week_that_is_over_one_day_is_counted_at_a_time_and_none_is_forgotten_uncounted(tmp_path: Path) -> None:
    days = [f"2022-12-0{number}" for number in (5, 6, 7)]
    with station_at(tmp_path / "a") as gate:
        for day, way, clock in [(day, *one) for day in days for one in ((IN, "07:00"), (OUT, "08:00"))]:
            gate.clock.to(clock, day)
            gate.show(text_of(R1, end="2049-12-31"), way=way)
        told = [
            Receipt(seq=one.seq, state="stored", received_at=stamp(one.at), scanned_at=stamp(one.at))
            for one in gate.store.unsent(10)
        ]
        gate.store.settle(gate.store.epoch, told)
        printed = [gate.logbook.report(date.fromisoformat(day)) for day in days]
        gate.clock.to("12:00", "2022-12-27")
        for number in range(3):
            assert forget(gate) == 2
            kept = [gate.store.kept_figures(SITE, day) for day in days]
            assert kept == [*printed[: number + 1], *([None] * (2 - number))]
        assert (forget(gate), gate.store.fault()) == (0, None)


@pytest.mark.parametrize("days", [-400, 400])
def test_a_clock_that_was_a_year_off_neither_loses_a_passage_early_nor_keeps_it_for_ever(
    tmp_path: Path, days: int
) -> None:
    with station_at(tmp_path / "a") as gate:
        gate.clock.skew = timedelta(days=days)
        gate.show(text_of(R1), "07:00", IN)
        gate.clock.skew = timedelta()
        gate.store.settle(gate.store.epoch, [answer(1, "07:00")])
        assert (forget(gate), remembered(gate)) == (0, [True])
        gate.clock.to("00:01", "2022-12-19")
        assert (forget(gate), remembered(gate)) == (1, [False])


@pytest.mark.parametrize("measured", [timedelta(), timedelta(days=-400)])
def test_a_clock_that_is_set_a_year_ahead_forgets_nothing_early_where_central_has_said_the_time(
    tmp_path: Path, measured: timedelta
) -> None:
    with station_at(tmp_path / "a") as gate:
        gate.show(text_of(R1), "07:00", IN)
        gate.store.settle(gate.store.epoch, [answer(1, "07:00")])
        lane = Lane(gate.store, Settings(operator="gd1"), gate.clock)  # type: ignore[arg-type]
        gate.clock.skew = -measured
        gate.clock.measured(measured // timedelta(milliseconds=1))
        gate.clock.skew = timedelta(days=400)
        assert (lane.forget_expired(), remembered(gate)) == (0, [True])
        gate.clock.to("00:01", "2022-12-19")
        assert (lane.forget_expired(), remembered(gate)) == (1, [False])


def test_a_central_whose_clock_runs_two_years_ahead_makes_no_gate_forget_who_is_inside(tmp_path: Path) -> None:
    with station_at(tmp_path / "a") as gate:
        gate.show(text_of(R1), "07:00", IN)
        gate.store.settle(gate.store.epoch, [answer(1, "07:00")])
        lane = Lane(gate.store, Settings(operator="gd1"), gate.clock)  # type: ignore[arg-type]
        gate.clock.measured(731 * 86_400_000)
        assert (lane.forget_expired(), remembered(gate), gate.store.inside(SITE)) == (0, [True], 1)


def test_an_event_that_is_over_takes_its_passages_along(tmp_path: Path) -> None:
    over = Policy(event="疫情防控", event_begins="2022-11-01", event_ends="2022-12-05")
    with station_at(tmp_path / "a", policy=over) as gate:
        gate.show(text_of(R1), "07:00", IN)
        gate.store.settle(gate.store.epoch, [answer(1)])
        gate.clock.to("23:59")
        assert forget(gate) == 0
        gate.clock.to("00:00", "2022-12-06")
        assert forget(gate) == 1


def test_what_is_forgotten_stands_nowhere_in_the_bytes_of_the_file_once_it_is_closed(tmp_path: Path) -> None:
    """On a file that is not encrypted, so that its bytes can be read; the station's own is opened the same way."""
    path = tmp_path / "plain.db"

    def connect() -> sqlite3.Connection:
        connection = sqlite3.connect(path, isolation_level=None, check_same_thread=False)
        engine.set_up(connection)
        return connection

    store = Store(connect, sqlite3)
    store.enrol(identity())
    store.apply_roster(items(roster()), 20)
    from station.desk import Desk
    from station.logbook import Logbook

    desk = Desk(store, DeviceClock(), operator="gd1")
    shown = [desk.show(text_of(one, end="2049-12-31"), method="scan").recorded for one in (R1, R3) * 20]
    numbers = {one.passage.number or "" for one in shown}
    salts = {one.entry.salt or "" for one in shown}
    store.settle(store.epoch, [answer(seq) for seq in range(1, 41)])
    assert all(found(path, text) for text in numbers | salts)
    logbook = Logbook(store, desk.place)
    while forget_expired(store, logbook, DeviceClock().now() + timedelta(days=15)):
        pass
    assert not any(found(path, text) for text in numbers | salts)
    assert store.fault() is None
    store.close()


def test_pages_given_out_as_files_are_gone_after_a_day(tmp_path: Path) -> None:
    now = at("12:00")
    for name, hours in (("old.pdf", 25), ("new.pdf", 23), ("other.txt", 99)):
        (tmp_path / name).write_bytes(b"x")
        then = (now - timedelta(hours=hours)).timestamp()
        os.utime(tmp_path / name, (then, then))
    assert forget_prints(tmp_path, now) == 1
    assert sorted(one.name for one in tmp_path.iterdir()) == ["new.pdf", "other.txt"]
    assert forget_prints(tmp_path / "nowhere", now) == 0


def found(path: Path, text: str) -> bool:
    return any(text.encode() in one.read_bytes() for one in path.parent.glob(f"{path.name}*"))
