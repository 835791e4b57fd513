"""The day: passages, flags, figures and ledger, whatever the order in which entries arrive."""

from __future__ import annotations

import random
from datetime import date, timedelta
from typing import Any
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given
from hypothesis import strategies as st

from checkpoint import days, journal
from checkpoint.days import Arrived, Passage
from checkpoint.gate import Action, Direction, Outcome, Reason
from tests.harness.made import SITE, ZONE, Pen, arrived, at

IN, OUT = Direction.IN, Direction.OUT
DAY = date(2022, 12, 5)


def report(*pens: Pen, day: date = DAY) -> dict[str, Any]:
    return days.report(days.fold(arrived(*pens)), day, ZONE)


def times(passages: list[Passage]) -> list[str]:
    return [f"{passage.scanned_at.astimezone(ZONE):%H:%M}" for passage in passages if passage.passed]


def flags(passages: list[Passage]) -> list[str]:
    return [passage.flag for passage in passages if passage.flag]


def test_s1_a_cancelled_second_showing_counts_as_an_attempt_only() -> None:
    pen = Pen()
    pen.attempt("1", IN, at("07:00:00"))
    again = pen.attempt("1", IN, at("07:00:20"), outcome=Outcome.PENDING, reason=Reason.NO_PRIOR_EXIT, suppressed=1)
    pen.decide(again, Action.CANCEL, at("07:00:25"))
    pen.attempt("1", OUT, at("12:00:00"))
    figures = report(pen)
    wanted = {
        "passages": 2,
        "attempts": 3,
        "cancelled": 1,
        "suppressed_reads": 1,
        "in": 1,
        "out": 1,
        "inside_at_end": 0,
    }
    assert {name: figures[name] for name in wanted} == wanted
    assert flags(days.fold(arrived(pen))) == []


def test_s4_people_turned_away_are_counted_by_reason_and_no_passage_is() -> None:
    pen = Pen()
    for minute, reason in enumerate((Reason.EXPIRED, Reason.REVOKED, Reason.FORGED, Reason.UNKNOWN_CODE)):
        when = at("08:00") + timedelta(minutes=minute)
        shown = pen.attempt(None, IN, when, outcome=Outcome.PENDING, reason=reason)
        pen.decide(shown, Action.CANCEL if reason is Reason.UNKNOWN_CODE else Action.TURN_AWAY, when)
    figures = report(pen)
    assert figures["turned_away"] == 3
    assert figures["passages"] == 0
    assert figures["turned_away_by_reason"] == {"expired": 1, "forged": 1, "revoked": 1}


def s5() -> tuple[Pen, Pen]:
    """Two gates that could not see each other from 09:00 to 12:00."""
    south, north = Pen("g1", gate="G1"), Pen("g2", gate="G2")
    south.attempt("1", IN, at("07:30"))
    south.attempt("1", OUT, at("09:05"))
    south.attempt("91", IN, at("09:10"), category="visitor")
    guest = south.attempt("2", IN, at("10:00"), outcome=Outcome.PENDING, reason=Reason.NOT_THIS_COMMUNITY)
    south.decide(guest, Action.ADMIT_VISITOR, at("10:01"))
    back = north.attempt("1", IN, at("09:40"), outcome=Outcome.PENDING, reason=Reason.NO_PRIOR_EXIT)
    north.decide(back, Action.PRESUME_EXIT, at("09:40:10"))
    north.attempt("1", OUT, at("10:30"))
    north.attempt("2", OUT, at("11:00"), reason=Reason.NO_PRIOR_ENTRY)
    return south, north


def test_s5_flags_raised_apart_clear_when_the_journals_meet() -> None:
    south, north = s5()
    before = Pen("g1", gate="G1")
    before.attempt("1", IN, at("07:30"))
    assert flags(days.fold(arrived(before, north))) == ["no_prior_exit", "no_prior_entry"]
    merged = days.fold(arrived(south, north))
    assert times(merged) == ["07:30", "09:05", "09:10", "09:40", "10:00", "10:30", "11:00"]
    assert flags(merged) == []
    figures = report(south, north)
    assert (figures["in"], figures["out"], figures["inside_at_end"]) == (4, 3, 1)
    assert set(days.inside(merged)) == {(SITE, "91")}
    assert figures["presumed_exits"] == 1


def test_s8_a_night_shift_falls_into_two_days() -> None:
    pen = Pen()
    pen.attempt("0", IN, at("20:00"))
    for number, (way, clock) in enumerate([(IN, "23:10"), (OUT, "23:50")]):
        pen.attempt(str(number), way, at(clock))
    for number, (way, clock) in enumerate(
        [
            (IN, "00:20"),
            (IN, "02:00"),
            *((OUT, late) for late in ("05:10", "05:30", "06:00", "06:40", "07:15", "07:50")),
        ]
    ):
        pen.attempt(str(10 + number), way, at(clock, "2022-12-06"))
    night = [one for one in days.fold(arrived(pen)) if one.scanned_at >= at("22:30")]
    assert (sum(one.direction is IN for one in night), sum(one.direction is OUT for one in night)) == (3, 7)
    second = report(pen, day=date(2022, 12, 6))
    assert (second["in"], second["out"]) == (2, 6)


@st.composite
def journals(draw: st.DrawFn) -> list[Pen]:
    """Two or three stations' journals of a busy hour with few people, so that much collides."""
    pens = [Pen(f"s{number}", gate=f"G{number}") for number in range(draw(st.integers(2, 3)))]
    for number in range(draw(st.integers(1, 14))):
        pen = draw(st.sampled_from(pens))
        when = at("08:00") + timedelta(seconds=draw(st.integers(0, 20)) * 30)
        outcome = draw(st.sampled_from([Outcome.PASSED, Outcome.PASSED, Outcome.PENDING]))
        shown = pen.attempt(
            draw(st.sampled_from(["1", "2", None])),
            draw(st.sampled_from(Direction)),
            when,
            outcome=outcome,
            mark=number,
        )
        if outcome is Outcome.PENDING and draw(st.booleans()):
            pen.decide(shown, draw(st.sampled_from([Action.ADMIT, Action.CANCEL, Action.PRESUME_EXIT])), when)
    return pens


@given(journals(), st.randoms(use_true_random=False))
def test_the_order_of_arrival_changes_nothing(pens: list[Pen], chance: random.Random) -> None:
    arrivals = arrived(*pens)
    expected = days.fold(arrivals)
    chance.shuffle(arrivals)
    assert days.fold(arrivals) == expected
    assert days.report(days.fold(arrivals), DAY, ZONE) == days.report(expected, DAY, ZONE)


@given(journals())
def test_figures_hang_together(pens: list[Pen]) -> None:
    figures = report(*pens)
    assert figures["passages"] == figures["in"] + figures["out"]
    outcomes = sum(figures[name] for name in ("passages", "pending", "cancelled", "turned_away", "held"))
    assert figures["attempts"] == outcomes
    assert 0 <= figures["inside_at_end"] <= figures["in"]


def test_a_corrected_time_decides_the_order_and_is_marked() -> None:
    pen = Pen()
    entry = pen.attempt("1", IN, at("14:47:00"))
    moved, corrected = days.corrected_time(entry.at, timedelta(seconds=-2820))
    [passage] = days.fold([Arrived(entry, moved, corrected)])
    assert (passage.at, passage.scanned_at, passage.corrected) == (at("14:47:00"), at("14:00:00"), True)
    assert days.ledger([passage], ZONE, {})[0]["time_source"] == "corrected"


def test_a_clock_right_within_two_seconds_is_not_corrected() -> None:
    assert days.corrected_time(at("14:00"), timedelta(seconds=2)) == (at("14:00"), False)
    assert days.corrected_time(at("14:00"), timedelta(seconds=-3)) == (at("14:00") - timedelta(seconds=3), True)


def test_what_is_forgotten_is_no_passage_any_more() -> None:
    pen = Pen()
    entry = journal.forgotten(pen.attempt("1", IN, at("07:00")))
    assert days.fold([Arrived(entry, entry.at)]) == []


def test_a_decision_about_nothing_known_is_passed_over() -> None:
    pen, other = Pen(), Pen("s2")
    other.decide(pen.attempt("1", IN, at("07:00"), outcome=Outcome.PENDING), Action.ADMIT, at("07:01"))
    assert days.fold(arrived(other)) == []


def test_the_last_of_two_decisions_stands() -> None:
    pen = Pen()
    shown = pen.attempt("1", IN, at("07:00"), outcome=Outcome.HELD)
    pen.decide(shown, Action.TURN_AWAY, at("07:05"))
    pen.decide(shown, Action.ADMIT, at("07:09"))
    assert [passage.outcome for passage in days.fold(arrived(pen))] == [Outcome.PASSED]


def test_an_entry_of_a_newer_program_never_breaks_the_day() -> None:
    pen = Pen()
    pen.write("hovercraft", {"eels": 1}, at("07:00"))
    pen.attempt("1", IN, at("07:01"), colour_of_hat="red")
    pen.write(days.ATTEMPT, {"site": SITE, "gate": "G1", "direction": "sideways"}, at("07:02"))
    pen.write(days.DECISION, {"outcome": "levitated"}, at("07:03"), amends=pen.entries[1].id)
    folded = days.fold(arrived(pen))
    assert [passage.id for passage in folded] == [pen.entries[1].id]


def test_a_day_runs_from_midnight_to_midnight_where_the_site_is() -> None:
    start, end = days.bounds(DAY, ZONE)
    assert (start, end - start) == (at("00:00"), timedelta(days=1))
    berlin = ZoneInfo("Europe/Berlin")
    assert [
        days.bounds(day, berlin)[1] - days.bounds(day, berlin)[0] for day in (date(2026, 3, 29), date(2026, 10, 25))
    ] == [timedelta(hours=23), timedelta(hours=25)]
    assert days.day_of(at("00:00"), ZONE) == DAY


def test_an_empty_day_has_a_report() -> None:
    figures = days.report([], DAY, ZONE)
    assert (figures["in"], figures["peak_minute"], figures["inside_at_end"]) == (0, None, 0)


def test_the_earliest_of_equal_peak_minutes_is_named() -> None:
    pen = Pen()
    for clock in ("09:00:01", "08:00:01", "08:00:59", "09:00:30"):
        pen.attempt(clock, IN, at(clock))
    assert (report(pen)["peak_minute"], report(pen)["peak_minute_count"]) == ("08:00", 2)


def test_a_gate_that_hardly_scans_is_named() -> None:
    busy, idle = Pen("b", gate="G1"), Pen("i", gate="G2")
    for number in range(days.LESS_USED):
        busy.attempt(str(number), IN, at("08:00"))
    idle.attempt("99", IN, at("08:00"))
    figures = report(busy, idle)
    assert (figures["gates_active"], figures["gates_below_10"]) == (2, ["G2"])


@pytest.mark.parametrize(("value", "shown"), [("normal", "normal"), (374, "37.4"), (None, "")])
def test_a_ledger_has_a_text_in_every_column(value: object, shown: str) -> None:
    pen = Pen()
    pen.attempt("1", IN, at("07:00"), temperature=value)
    [row] = days.ledger(days.fold(arrived(pen)), ZONE, {"G1": "南口"})
    assert set(row) == set(days.LEDGER)
    assert all(isinstance(cell, str) for cell in row.values())
    assert (row["gate"], row["temperature"]) == ("南口", shown)


def test_two_journals_with_one_id_tell_the_same_day_whichever_comes_first() -> None:
    pens = Pen("s1"), Pen("s2")
    shown = pens[0].attempt("1", IN, at("07:00"))
    pens[1].write(days.ATTEMPT, dict(shown.body or {}) | {"direction": "out"}, at("08:00"), id_=shown.id)
    assert days.fold(arrived(*pens)) == days.fold(arrived(*reversed(pens)))
    assert [passage.direction for passage in days.fold(arrived(*pens))] == [IN]


def test_a_minute_that_comes_twice_when_clocks_go_back_is_two_minutes() -> None:
    pen, first = Pen(), at("08:30", "2026-10-25")
    for number, when in enumerate((first, first + timedelta(hours=1))):
        pen.attempt(str(number), IN, when)
    figures = days.report(days.fold(arrived(pen)), date(2026, 10, 25), ZoneInfo("Europe/Berlin"))
    assert (figures["peak_minute"], figures["peak_minute_count"]) == ("02:30", 1)


def test_what_cannot_be_understood_is_named_and_what_can_be_or_is_forgotten_is_not() -> None:
    pen = Pen()
    shown = pen.attempt("1", IN, at("07:00"), outcome=Outcome.PENDING)
    pen.decide(shown, Action.ADMIT, at("07:01"))
    pen.write("hovercraft", {"eels": 1}, at("07:02"))
    strange = pen.write(days.ATTEMPT, dict(shown.body or {}) | {"reason": "sleepwalking"}, at("07:03"))
    undecided = pen.write(days.DECISION, {"outcome": "levitated"}, at("07:04"), amends=shown.id)
    assert days.not_understood(arrived(pen)) == [strange, undecided]
    gone = journal.forgotten(strange)
    assert days.not_understood([Arrived(gone, gone.at)]) == []
    assert report(pen)["attempts"] == 1


ANYTHING = st.recursive(
    st.none() | st.booleans() | st.integers(-(2**53), 2**53) | st.text(st.characters(codec="utf-8"), max_size=8),
    lambda inner: st.lists(inner, max_size=2) | st.dictionaries(st.sampled_from("ab"), inner, max_size=2),
    max_leaves=4,
)
FIELDS = ["site", "gate", "lane", "direction", "light", "reason", "outcome", "category", "method", "subject", "pass"]
FIELDS += ["name", "building", "temperature", "suppressed", "policy", "action"]


@given(st.dictionaries(st.sampled_from(FIELDS), ANYTHING), st.dictionaries(st.sampled_from(FIELDS), ANYTHING))
def test_no_body_that_a_journal_can_hold_stops_the_day(attempt: dict[str, Any], decision: dict[str, Any]) -> None:
    pen = Pen()
    good = pen.attempt("1", IN, at("07:00"), outcome=Outcome.PENDING)
    odd = pen.write(days.ATTEMPT, dict(good.body or {}) | attempt, at("07:01"))
    for shown in (good, odd):
        pen.write(days.DECISION, {"outcome": "passed"} | decision, at("07:02"), amends=shown.id)
    folded = days.fold(arrived(pen))
    assert good.id in {passage.id for passage in folded}
    assert (odd.id in {passage.id for passage in folded}) == (odd not in days.not_understood(arrived(pen)))
    assert days.report(folded, DAY, ZONE)["attempts"] == len(days.ledger(folded, ZONE, {}))


@given(st.sampled_from([Action.ADMIT, Action.CANCEL, Action.TURN_AWAY]))
def test_a_decision_that_arrives_before_its_attempt_counts_all_the_same(action: Action) -> None:
    pen = Pen()
    shown = pen.attempt("1", IN, at("07:00"), outcome=Outcome.PENDING)
    assert report(pen)["pending"] == 1
    pen.decide(shown, action, at("07:01"))
    assert days.fold(reversed(arrived(pen))) == days.fold(arrived(pen))
    assert report(pen)["pending"] == 0


def test_s6_a_scan_of_a_fast_clock_stands_at_its_true_time_in_the_ledger() -> None:
    fast, right = Pen("g2", gate="G2"), Pen("g1")
    late = fast.attempt("1", IN, at("14:47:00"))
    right.attempt("1", OUT, at("14:10:00"))
    when, corrected = days.corrected_time(late.at, -timedelta(seconds=2820))
    rows = days.ledger(days.fold([*arrived(right), Arrived(late, when, corrected)]), ZONE, {})
    assert [(row["time"], row["time_source"]) for row in rows] == [("14:00:00", "corrected"), ("14:10:00", "device")]


def test_s8_the_evenings_part_of_a_night_shift_stands_in_its_own_day() -> None:
    pen = Pen()
    pen.attempt("1", IN, at("23:10"))
    pen.attempt("1", OUT, at("23:50"))
    pen.attempt("2", IN, at("00:00", "2022-12-06"))
    assert [(report(pen)[name]) for name in ("in", "out", "inside_at_end")] == [1, 1, 0]
    assert report(pen, day=date(2022, 12, 6))["in"] == 1
