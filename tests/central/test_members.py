"""Who was in which tube is forgotten at central some days after the tube was handed over; counts and states stay."""

from __future__ import annotations

import json
from datetime import datetime
from pathlib import Path
from typing import Any

import pytest

from central import reports, retention
from central.__main__ import main
from central.store.store import Store
from checkpoint.journal import first_fault, moment
from checkpoint.roster import Hold
from checkpoint.sampling.acts import KINDS, MEMBER, TUBE, Change
from checkpoint.sampling.books import Books, State
from checkpoint.sampling.folding import fold
from tests.central.conftest import Joined, join
from tests.central.test_reports import push
from tests.checkpoint.test_sampling import Table, ten
from tests.harness.made import SITE, at

HANDED = "2022-12-05"
OVER, BEFORE = at("00:00", "2022-12-19"), at("23:59", "2022-12-18")
"""From when on names of tubes that were handed over on that day are gone, and when they are not yet."""


@pytest.fixture
def table(store: Store, joined: Joined) -> Table:
    """A table at central: a tube that was sent, one that is sealed still, and a void one."""
    made = Table(joined().id)
    box = made.box()
    for code, subjects in (("A-0001", ten()), ("A-0002", ten(11)), ("A-0003", ten(21)[:3])):
        tube = made.tube(box, code)
        made.add(tube, *subjects)
        if code == "A-0003":
            made.void(tube, 3)
        else:
            made.seal(tube, 10)
        if code == "A-0001":
            made.send(tube)
    hand_over(store, made, at("12:00"))
    return made


def hand_over(store: Store, table: Table, now: datetime) -> None:
    """Everything that the table wrote is at central."""
    [station] = [one for one in store.stations() if one.id == table.pen.station]
    push(store, station, table.pen.entries, now)


def books(store: Store) -> Books:
    return fold(store.arrivals(SITE, at("00:00", "2022-01-01"), at("00:00", "2024-01-01"), KINDS), SITE)


def told(found: Books) -> dict[str, tuple[State, int]]:
    return {one.code: (one.state, one.count) for one in found.tubes.values()}


def named(found: Books) -> dict[str, int]:
    return {one.code: len(one.members) for one in found.tubes.values()}


def test_names_go_a_fortnight_after_the_hand_over_and_every_count_and_state_stays(store: Store, table: Table) -> None:
    before = told(books(store))
    assert retention.forget(store, BEFORE).bodies == 0
    assert retention.forget(store, OVER).bodies == 13
    assert told(books(store)) == before
    assert named(books(store)) == {"A-0001": 0, "A-0002": 10, "A-0003": 0}
    assert first_fault(store.journal(table.pen.station, "e1")) is None
    assert retention.forget(store, OVER).bodies == 0


def test_what_nobody_ever_handed_over_goes_after_two_months(store: Store, table: Table) -> None:
    retention.forget(store, at("12:00", "2023-02-02"))
    assert named(books(store))["A-0002"] == 10
    table.pen.write(MEMBER, {"change": "of a newer program", "site": SITE, "name": "张*"}, table.time)
    hand_over(store, table, at("13:00"))
    retention.forget(store, at("12:00", "2023-02-04"))
    assert not any(one.body for one in store.journal(table.pen.station, "e1") if one.kind == MEMBER)
    assert told(books(store))["A-0002"] == (State.SEALED, 10)


def test_somebody_who_was_taken_out_or_moved_goes_with_their_tube_and_is_never_back_in_it(
    store: Store, joined: Joined
) -> None:
    table = Table(joined().id, "23:59")
    box = table.box()
    wrong, right = table.tube(box, "A-0001"), table.tube(box, "A-0002", 1)
    moved, gone = table.add(wrong, "1"), table.add(right, "2")
    table.act(MEMBER, Change.REMOVED, gone[0], tube=right, reason="not_sampled")
    table.time = at("00:05", "2022-12-06")
    table.act(MEMBER, Change.MOVED, named=moved, tube=right)
    table.seal(right, 1)
    table.void(wrong, 0)
    table.time = at("08:00", "2022-12-07")
    table.send(right)
    hand_over(store, table, at("12:00", "2022-12-07"))
    assert retention.forget(store, at("12:00", "2022-12-20")).bodies == 0, "it is of the tube that it was moved to"
    assert retention.forget(store, at("12:00", "2022-12-21")).bodies == 4


def test_what_a_hold_keeps_stays_until_it_ends(store: Store, table: Table) -> None:
    store.put([Hold(id="h", site=SITE, since=HANDED, until=HANDED)])
    assert retention.forget(store, OVER).bodies == 0
    store.put([], removed=[("hold", "h")])
    assert retention.forget(store, OVER).bodies == 13


def test_stations_are_told_how_much_is_gone_here_and_never_more_than_that(store: Store, table: Table) -> None:
    retention.forget(store, OVER)
    assert ordered(store) == at("00:00"), "a sealed tube of that day waits still"
    table.time = at("08:00", "2022-12-06")
    table.send(*(one.id for one in books(store).tubes.values() if one.state is State.SEALED))
    hand_over(store, table, at("12:00", "2022-12-06"))
    retention.forget(store, at("00:00", "2022-12-20"))
    assert ordered(store) == at("00:00", "2022-12-07")


def ordered(store: Store) -> datetime:
    [order] = [data for data in store.data_of("purge") if data["id"] == f"{SITE}/sampling"]
    return moment(order["before"])


@pytest.mark.one_database
def test_the_end_of_an_event_destroys_them_with_a_certificate_and_leaves_the_tubes(
    store: Store, table: Table, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    place = ["--data", str(tmp_path), "--database", str(store._engine.url.database)]
    words = ["purge", *place, "--site", SITE, "--until", HANDED, "--reason", "结束", "--also", "sampling"]
    assert main([*words, "--approved-by", "甲", "乙", "--to", str(tmp_path / "c.json")]) == 0
    assert "采样人员记录" in capsys.readouterr().out
    said: dict[str, Any] = json.loads((tmp_path / "c.json").read_text("utf-8"))
    assert [(one["kind"], one["entries"]) for one in said["journals"]] == [(MEMBER, 23)]
    assert set(named(books(store)).values()) == {0}
    assert ordered(store) == at("00:00", "2022-12-06")


def test_only_the_sites_own_tubes_are_over(store: Store, table: Table) -> None:
    other = Table(join(store, "H1", "other").id)
    tube = other.tube(other.box())
    other.add(tube, "1")
    other.act(TUBE, Change.SEALED, tube, count=1)
    hand_over(store, other, at("12:00"))
    retention.forget(store, OVER)
    assert store.remembered("other", at("00:00"), OVER, (MEMBER,))
    assert reports.site_of(store, SITE).id == SITE
