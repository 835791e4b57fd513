"""Retention at central: by class and site, whole days, with figures, holds, orders and a certificate; chains stay."""

from __future__ import annotations

import errno
import json
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

import pytest

from central import certificate, daily, intake, reports, retention
from central.__main__ import main
from central.store.stations import StationRow
from central.store.store import Store
from checkpoint.gate import Action, Direction, Outcome
from checkpoint.journal import Entry, first_fault, moment, to_wire
from checkpoint.roster import Hold, from_data
from tests.central.conftest import Joined
from tests.central.test_intake import raw
from tests.harness.made import SITE, ZONE, Pen, at

DAY = timedelta(days=1)
FIRST = at("12:00")
MONTH_ON = FIRST + 14 * DAY
IN, OUT = Direction.IN, Direction.OUT


def take(store: Store, station: StationRow, entries: list[Entry], now: datetime) -> None:
    intake.take(store, station, "e1", now, [raw(to_wire(one)) for one in entries], now)


@pytest.fixture
def station(store: Store, joined: Joined) -> StationRow:
    """A station that wrote two passages, a decision, some duty and supplies a day, on two days."""
    made_ = joined()
    pen = Pen(made_.id)
    for day in range(2):
        noon = FIRST + day * DAY
        entries = [
            pen.attempt("1", IN, noon, name="张*"),
            pen.attempt("2", OUT, noon, name="欧阳**", outcome=Outcome.PENDING),
        ]
        entries.append(pen.decide(entries[1], Action.TURN_AWAY, noon))
        entries += [pen.write("duty", {"who": "V1"}, noon), pen.write("stock", {"item": "mask"}, noon)]
        take(store, made_, entries, noon)
    return made_


def kinds(store: Store, station: StationRow) -> list[str]:
    """Kinds of the entries that are remembered still."""
    journal = store.journal(station.id, "e1")
    assert first_fault(journal) is None
    return [one.kind for one in journal if one.body is not None]


def report(store: Store, day: datetime) -> dict[str, Any]:
    return reports.report(store, reports.site_of(store, SITE), day.astimezone(ZONE).date())


def test_passages_go_after_their_days_with_their_decisions_and_service_and_supplies_stay(
    store: Store, station: StationRow
) -> None:
    printed = report(store, FIRST)
    assert (printed["in"], printed["turned_away"]) == (1, 1)
    # A fortnight, the day itself counted: the first day is over, the second is not.
    retention.forget(store, MONTH_ON)
    assert kinds(store, station) == ["duty", "stock", "attempt", "attempt", "decision", "duty", "stock"]
    assert report(store, FIRST) == printed | {"late_entries": 0}
    retention.forget(store, MONTH_ON + 4 * 366 * DAY)
    assert kinds(store, station) == ["duty", "duty"]
    retention.forget(store, MONTH_ON + 11 * 366 * DAY)
    assert kinds(store, station) == []


def test_a_site_that_left_the_roster_is_forgotten_as_any_other(store: Store, station: StationRow) -> None:
    store.put([], removed=[("site", SITE)])
    retention.forget(store, FIRST + 59 * DAY)
    assert kinds(store, station).count("attempt") == 4, "it may have left by mistake"
    retention.forget(store, FIRST + 61 * DAY)
    assert kinds(store, station).count("attempt") == 0
    retention.forget(store, MONTH_ON + 11 * 366 * DAY)
    assert kinds(store, station) == []


def test_the_stations_are_ordered_to_forget_the_same_and_an_order_never_goes_back(
    store: Store, station: StationRow
) -> None:
    retention.forget(store, MONTH_ON)
    retention.forget(store, MONTH_ON - 3 * DAY)
    before = {data["id"]: moment(data["before"]) for data in store.data_of("purge")}
    assert before[f"{SITE}/passages"] == at("00:00", "2022-12-06")


def test_what_is_held_stays_with_its_order_and_goes_when_the_hold_ends(store: Store, station: StationRow) -> None:
    store.put([Hold(id="h", site=SITE, since="2022-12-05", until="2022-12-05")])
    retention.forget(store, MONTH_ON + DAY)
    assert kinds(store, station).count("attempt") == 2
    store.put([], removed=[("hold", "h")])
    retention.forget(store, MONTH_ON + DAY)
    assert kinds(store, station).count("attempt") == 0


def test_what_comes_after_its_day_was_forgotten_goes_too_and_the_figures_say_how_many(
    store: Store, station: StationRow
) -> None:
    retention.forget(store, MONTH_ON)
    late = Pen(station.id, epoch="e2").attempt("9", IN, FIRST + timedelta(hours=1))
    intake.take(store, station, "e2", None, [raw(to_wire(late))], MONTH_ON)
    retention.forget(store, MONTH_ON + timedelta(hours=1))
    assert report(store, FIRST)["late_entries"] == 1
    assert all(one.body is None for one in store.journal(station.id, "e2"))


def test_a_clock_that_runs_ahead_for_an_hour_forgets_nothing_and_ends_no_forgetting(
    store: Store, station: StationRow
) -> None:
    assert daily.once(store, FIRST + DAY)
    kept, ordered = kinds(store, station), store.data_of("purge")
    ahead = datetime(2024, 12, 4, 23, 30, tzinfo=UTC)
    for minutes in (0, 30, 60):
        assert not daily.once(store, ahead + timedelta(minutes=minutes))
    right = [daily.once(store, FIRST + DAY + timedelta(hours=hours)) for hours in (1, 24, 48, 49, 72)]
    assert right == [False, False, True, False, True]
    assert (kinds(store, station), store.data_of("purge")) != (kept, [])
    assert kinds(store, station) == kept
    assert [data["id"] for data in store.data_of("purge")] == [data["id"] for data in ordered]
    assert max(moment(data["before"]) for data in store.data_of("purge")) < FIRST


@pytest.mark.parametrize("off", [1, 7])
def test_an_office_that_is_open_once_a_week_forgets_when_it_is(store: Store, station: StationRow, off: int) -> None:
    assert all(daily.once(store, FIRST + week * off * DAY) for week in range(4))
    assert kinds(store, station).count("attempt") == (4 if off == 1 else 0)


def test_a_central_that_was_off_for_long_forgets_once_its_clock_has_gone_on_for_a_day(
    store: Store, station: StationRow
) -> None:
    assert daily.once(store, FIRST)
    on = [daily.once(store, MONTH_ON + hours * timedelta(hours=1)) for hours in (0, 12, 24, 36, 48)]
    assert (on, kinds(store, station).count("attempt")) == ([False, False, False, False, True], 0)


def test_what_could_not_be_forgotten_is_tried_again_on_the_same_day(
    store: Store, station: StationRow, monkeypatch: pytest.MonkeyPatch
) -> None:
    def full(*_: object) -> None:
        raise OSError(errno.ENOSPC, "No space left on device")

    with monkeypatch.context() as disk:
        disk.setattr(retention, "forget", full)
        with pytest.raises(OSError, match="No space"):
            daily.once(store, FIRST + DAY)
    assert [daily.once(store, FIRST + DAY + hours * timedelta(hours=1)) for hours in (1, 2)] == [True, False]


def test_once_a_day_is_once_a_day_in_however_many_processes(store: Store, station: StationRow) -> None:
    assert [daily.once(store, MONTH_ON), daily.once(store, MONTH_ON), daily.once(store, MONTH_ON + DAY)] == [
        True,
        False,
        True,
    ]


def test_texts_kept_aside_are_forgotten_with_the_passages_and_their_reasons_stay(
    store: Store, station: StationRow
) -> None:
    take(store, station, [Pen("another").attempt("1", IN, FIRST, name="王秀兰")], FIRST)
    retention.forget(store, MONTH_ON + DAY)
    [aside] = store.refused(station.id)
    assert (aside.raw, aside.reason) == ("", "it was written by another station")


@pytest.mark.one_database
def test_a_purge_leaves_a_certificate_that_central_signed_and_no_name_in_any_byte(
    store: Store, station: StationRow, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    site = reports.site_of(store, SITE)
    wanted = certificate.Purged(site, FIRST.date() + DAY, ("passages", "supplies"), "event over", ("甲", "乙"))
    path = Path(str(store._engine.url.database))
    held = "欧阳**"
    assert any(held.encode() in one.read_bytes() for one in path.parent.glob("central.db*"))
    said = certificate.purge(store, wanted, datetime.now(UTC))
    assert (said["entries"], said["destroyed"], said["kept_by_holds"]) == (8, 8, 0)
    assert {(one["kind"], one["first"], one["last"]) for one in said["journals"]} == {
        ("attempt", 1, 7),
        ("decision", 3, 8),
        ("stock", 5, 10),
    }
    assert said["chains"][0]["hash"] == store.journal(station.id, "e1")[-1].hash
    assert certificate.is_genuine(json.loads(json.dumps(said)), store.own_keys().public.sign)
    assert not certificate.is_genuine(said | {"destroyed": 7}, store.own_keys().public.sign)
    assert not any(held.encode() in one.read_bytes() for one in path.parent.glob("central.db*"))
    assert kinds(store, station) == ["duty", "duty"]


def test_what_comes_for_a_time_that_was_purged_goes_too_and_an_order_of_a_clock_that_was_ahead_is_none(
    store: Store, station: StationRow
) -> None:
    site, now = reports.site_of(store, SITE), at("20:00", "2022-12-06")
    wanted = certificate.Purged(site, FIRST.date() + DAY, ("passages", "supplies"), "event over", ("甲", "乙"))
    certificate.purge(store, wanted, now)
    told = {data["id"]: moment(data["before"]) for data in store.data_of("purge")}
    assert told == dict.fromkeys((f"{SITE}/passages", f"{SITE}/supplies"), at("00:00", "2022-12-07"))
    pen = Pen(station.id, epoch="e2")
    late = [pen.attempt("9", IN, FIRST, name="王秀兰"), pen.write("stock", {}, FIRST), pen.write("duty", {}, FIRST)]
    intake.take(store, station, "e2", None, [raw(to_wire(one)) for one in late], now)
    retention.order(store, site, {"service": MONTH_ON})
    retention.forget(store, now + timedelta(hours=1))
    assert [one.kind for one in store.journal(station.id, "e2") if one.body is not None] == ["duty"]
    assert report(store, FIRST)["late_entries"] == 1
    store.put([Hold(id="h", site=SITE, since="2022-12-05", until="2022-12-05")])
    other = Pen(station.id, epoch="e3").attempt("9", IN, FIRST)
    intake.take(store, station, "e3", None, [raw(to_wire(other))], now)
    retention.forget(store, now + timedelta(hours=2))
    assert store.journal(station.id, "e3")[0].body is not None, "a hold goes before an order"


@pytest.mark.one_database
def test_the_commands_hold_purge_and_print_in_three_languages(
    store: Store, station: StationRow, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    place = ["--data", str(tmp_path), "--database", str(store._engine.url.database)]
    words = ["purge", *place, "--site", SITE, "--until", "2022-12-06", "--reason", "结束"]
    words += ["--to", str(tmp_path / "c.txt")]
    assert main([*words, "--approved-by", "甲", "甲"]) == 3
    assert main(["hold", *place, "--site", SITE, "--since", "2022-12-06", "--reason", "案件 7"]) == 0
    assert main([*words, "--approved-by", "甲", "乙", "--dry-run"]) == 0
    assert json.loads(capsys.readouterr().out.partition("\n")[2])["kept_by_holds"] == 3
    assert main([*words, "--approved-by", "甲", "乙"]) == 0
    assert "销毁证明" in (tmp_path / "c.txt").read_text("utf-8")
    [hold] = [from_data("hold", data) for data in store.data_of("hold")]
    assert main(["hold", *place, "--end", hold.id]) == 0
    for language, word in (("zh_TW", "銷毀"), ("en", "Certificate of destruction")):
        assert main([*words, "--approved-by", "甲", "乙", "--language", language]) == 0
        assert word in capsys.readouterr().out
    assert kinds(store, station) == ["duty", "stock", "duty", "stock"]
    assert main(["forget", *place]) == 0
    assert kinds(store, station) == ["duty", "duty"], "three years are long over"
