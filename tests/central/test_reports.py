"""A site's day as central has it: the same whatever came first, with wrong clocks put right (domain, S5 and S6)."""

from __future__ import annotations

import itertools
import shutil
from contextlib import closing
from datetime import date, datetime, timedelta
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any

import msgspec
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from central import intake, reports
from central.store.presences import Presence
from central.store.stations import StationRow
from central.store.store import Store
from checkpoint import days
from checkpoint.days import Arrived
from checkpoint.gate import Action, Direction, Outcome, Reason
from checkpoint.journal import Entry, to_wire
from checkpoint.policy import FieldUse
from tests.central.conftest import Joined, join
from tests.harness import made
from tests.harness.made import SITE, Pen, at

IN, OUT = Direction.IN, Direction.OUT
DAY = date(2022, 12, 5)


def push(
    store: Store, station: StationRow, entries: list[Entry], now: datetime, sent_at: datetime | None = None
) -> None:
    """Hand these over at that moment."""
    said = [msgspec.Raw(msgspec.json.encode(to_wire(entry))) for entry in entries]
    intake.take(store, station, "e1", sent_at or now, said, now)


def figures(store: Store, day: date = DAY) -> dict[str, object]:
    """The day's report."""
    return reports.report(store, reports.site_of(store, SITE), day)


@pytest.mark.parametrize("order", list(itertools.permutations(range(3))))
def test_two_gates_that_were_offline_give_one_day_whichever_comes_first(
    store: Store, joined: Joined, order: tuple[int, ...]
) -> None:
    one, two = joined("G1"), joined("G2")
    south, north = Pen(one.id, gate="G1"), Pen(two.id, gate="G2")
    south.attempt("1", IN, at("07:30"))
    south.attempt("1", OUT, at("09:05"))
    south.attempt("91", IN, at("09:10"), category="visitor")
    south.attempt("2", IN, at("10:00"), category="visitor")
    north.attempt("1", IN, at("09:40"))
    north.attempt("1", OUT, at("10:30"))
    north.attempt("2", OUT, at("11:00"))
    batches = [(one, south.entries[:1]), (two, north.entries), (one, south.entries)]
    for place in order:
        push(store, *batches[place], at("12:00"))
    push(store, one, south.entries, at("12:01"))  # The reply was lost.
    said = figures(store)
    assert (said["passages"], said["in"], said["out"], said["inside_at_end"]) == (7, 4, 3, 1)
    assert said["open_flags"] == 0
    passages = reports.passages(store, reports.site_of(store, SITE), DAY)
    clocks = [f"{one.scanned_at.astimezone(made.ZONE):%H:%M}" for one in passages]
    assert clocks == ["07:30", "09:05", "09:10", "09:40", "10:00", "10:30", "11:00"]
    assert all(one.received_at and one.received_at >= at("12:00") and not one.corrected for one in passages)


def test_a_clock_47_minutes_fast_is_put_right_and_marked(store: Store, joined: Joined) -> None:
    station, other = joined("G2"), joined("G1")
    fast = timedelta(seconds=2820)
    pen, right = Pen(station.id, gate="G2"), Pen(other.id)
    pen.attempt("1", IN, at("14:00") + fast)
    right.attempt("3", IN, at("14:30"))
    push(store, other, right.entries, at("15:00"))
    push(store, station, pen.entries, at("15:00"), sent_at=at("15:00") + fast)
    site = reports.site_of(store, SITE)
    first, second = reports.passages(store, site, DAY)
    assert (first.at, first.scanned_at, first.corrected) == (at("14:47"), at("14:00"), True)
    assert (second.gate, second.corrected) == ("G1", False)
    rows = reports.ledger(store, site, DAY)
    assert [(row["time"], row["time_source"], row["gate"], row["synced"]) for row in rows] == [
        ("14:00:00", "corrected", "北口", "yes"),
        ("14:30:00", "device", "南口", "yes"),
    ]
    assert {row.gate: row.offset_ms for row in store.stations()} == {"G1": 0, "G2": -2_820_000}
    assert figures(store)["corrected_times"] == 1


def test_a_decision_after_midnight_counts_for_the_showing_before_it(store: Store, joined: Joined) -> None:
    station = joined()
    pen = Pen(station.id)
    asked = pen.attempt("1", IN, at("23:59:50"), outcome=Outcome.PENDING, reason=Reason.NO_PRIOR_EXIT)
    pen.decide(asked, Action.ADMIT, at("00:00:10", "2022-12-06"))
    push(store, station, pen.entries, at("01:00", "2022-12-06"))
    assert figures(store)["in"] == 1
    assert figures(store, date(2022, 12, 6))["passages"] == 0


def test_who_came_in_before_retention_is_not_known_to_be_inside(store: Store, joined: Joined) -> None:
    station = joined()
    pen = Pen(station.id)
    pen.attempt("1", IN, at("07:00", "2022-11-01"))
    pen.attempt("3", IN, at("07:00", "2022-11-30"))
    push(store, station, pen.entries, at("12:00"))
    assert figures(store)["inside_at_end"] == 1


def test_who_was_inside_when_the_day_began_is_drawn_once_and_anew_when_something_older_arrives(
    store: Store, joined: Joined, monkeypatch: pytest.MonkeyPatch
) -> None:
    drawn: list[Presence] = []
    keep = Store.keep_presence

    def noted(own: Store, site: str, presence: Presence) -> None:
        drawn.append(presence)
        keep(own, site, presence)

    monkeypatch.setattr(Store, "keep_presence", noted)
    station = joined()
    pen = Pen(station.id)
    pen.attempt("1", IN, at("20:00", "2022-12-04"))
    asked = pen.attempt("3", IN, at("23:59", "2022-12-04"), outcome=Outcome.PENDING, reason=Reason.NO_PRIOR_EXIT)
    pen.attempt("1", OUT, at("08:00"))
    pen.decide(asked, Action.ADMIT, at("08:01"))
    pen.attempt("4", IN, at("09:00"))
    inside = []
    for place in (2, 0, 1, 4, 3):
        push(store, station, pen.entries[place : place + 1], at("12:00"))
        figures(store)
        inside.append(figures(store)["inside_at_end"])
    # The pending one counts from when the decision about it arrives, although that was written today.
    assert inside == [0, 0, 0, 1, 2]
    assert [len(one.inside) for one in drawn] == [0, 1, 1, 2]
    assert figures(store)["open_flags"] == 0


STEPS = st.lists(
    st.tuples(
        st.integers(1, 4).map(str),
        st.sampled_from([IN, OUT]),
        st.integers(0, 4 * 24 * 60),
        st.sampled_from([Outcome.PASSED, Outcome.PENDING]),
        st.none() | st.integers(0, 3000),
    ),
    max_size=14,
)


@settings(max_examples=12, deadline=None)
@given(steps=STEPS, order=st.randoms(use_true_random=False), days_asked=st.lists(st.integers(0, 4), max_size=12))
def test_a_report_is_the_same_as_one_over_all_entries_whatever_was_kept_on_the_way(
    blank: Path, steps: list[Any], order: Any, days_asked: list[int]
) -> None:
    with TemporaryDirectory() as folder, closing(Store(str(shutil.copy(blank, folder)))) as store:
        store.put(made.roster())
        station = join(store)
        pen = Pen(station.id)
        begin = at("00:00", "2022-12-01")
        for who, way, minute, outcome, decided_after in steps:
            when = begin + timedelta(minutes=minute)
            attempt = pen.attempt(who, way, when, outcome=outcome)
            if outcome is Outcome.PENDING and decided_after is not None:
                pen.decide(attempt, Action.ADMIT, when + timedelta(minutes=min(decided_after, 1000)))
        entries = list(pen.entries)
        order.shuffle(entries)
        for place, entry in enumerate(entries):
            push(store, station, [entry], at("12:00", "2022-12-06"))
            if place < len(days_asked):
                figures(store, date(2022, 12, 1 + days_asked[place]))
        whole = days.fold([Arrived(entry, entry.at) for entry in entries])
        for number in range(5):
            day = date(2022, 12, 1 + number)
            expected = days.report(whole, day, made.ZONE)
            assert {**figures(store, day), "site": ""} == {**expected, "site": ""}


def test_an_unknown_site_is_said_so(store: Store) -> None:
    with pytest.raises(LookupError, match="no site"):
        reports.site_of(store, "nowhere")


def test_children_vehicles_and_emergencies_are_counted_with_all_that_is_said_of_them(
    store: Store, joined: Joined
) -> None:
    pen = Pen(joined().id)
    pen.attempt("4", IN, at("08:00"), category="child", details={"guardian": "1"}, household="ab" * 16)
    pen.attempt(None, IN, at("08:01"), category="emergency", method="manual", heads=0, details={"plate": "京A00001"})
    visit = {"purpose": "family", "host": "3号楼", "phone": "138*****001"}
    pen.attempt("91", IN, at("08:02"), category="visitor", heads=3, valid_to="2022-12-05T14:00:00.000Z", details=visit)
    pen.attempt("77", IN, at("08:03"), category="courier", details={"employer": "甲快递"}, id_hash="ab" * 16)
    pen.attempt("78", IN, at("08:04"), category="vehicle", mode="peak", details={"plate": "京A12345"})
    push(store, store.stations()[0], pen.entries, at("12:00"))
    said = figures(store)
    assert (said["passages"], said["emergency"], said["visits"], said["visitors"]) == (5, 1, 1, 3)
    assert (said["vehicles_in"], said["couriers_by_employer"], said["in_peak"]) == (1, {"甲快递": 1}, 1)
    counted = {"child": 1, "courier": 1, "emergency": 0, "vehicle": 1, "visitor": 3}
    assert said["by_category"] == counted


def test_what_a_profile_hides_is_no_column_of_the_ledger(store: Store, joined: Joined) -> None:
    pen = Pen(joined().id)
    pen.attempt("91", IN, at("08:02"), category="visitor", details={"phone": "138*****001", "purpose": "family"})
    push(store, store.stations()[0], pen.entries, at("12:00"))
    site = reports.site_of(store, SITE)
    hiding = msgspec.structs.replace(site.policy, phone=FieldUse.HIDDEN, purpose=FieldUse.REQUIRED)
    [row] = reports.ledger(store, msgspec.structs.replace(site, policy=hiding), DAY)
    assert row["purpose"] == "family"
    assert not {"phone", "temperature", "visual_check"} & set(row)


@pytest.mark.parametrize(
    "body",
    [
        {"heads": "many"},
        {"heads": True},
        {"details": ["plate"]},
        {"details": {"plate": {"a": 1}}},
        {"details": {"plate": "x" * 500}},
        {"household": 7},
        {"valid_to": "tomorrow"},
        {"mode": None},
        {"category": "robot"},
        {"policy": "1"},
    ],
)
def test_no_body_whatever_stops_a_report(store: Store, joined: Joined, body: dict[str, Any]) -> None:
    pen = Pen(joined().id)
    pen.attempt("1", IN, at("08:00"))
    pen.attempt("3", IN, at("08:01"), **body)
    push(store, store.stations()[0], pen.entries, at("12:00"))
    assert figures(store)["passages"] in {1, 2}
    assert reports.ledger(store, reports.site_of(store, SITE), DAY)
