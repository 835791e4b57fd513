"""S7 and S8 from their entries alone, and what must hold of any entries in any order."""

from __future__ import annotations

import random
from datetime import date, datetime, timedelta
from typing import Any

from hypothesis import given, settings
from hypothesis import strategies as st

from checkpoint.days import Arrived
from checkpoint.duty import board
from checkpoint.duty.attendance import fold, suspended
from checkpoint.duty.deeds import Act, Deed, Plan, deed_of
from checkpoint.duty.minutes import Source, hours
from checkpoint.duty.record import Flag, Record, Status
from checkpoint.journal import Entry
from checkpoint.policy import DutyRules
from tests.harness.made import SITE, ZONE, Pen, at
from tests.harness.serving import DAY_PLAN, NIGHT_PLAN, WHO, deed, deed_at, s7_pairs

RULES = DutyRules()


def deeds_of(*pens: Pen) -> list[Deed]:
    return [one for pen in pens for entry in pen.entries if (one := deed_of(Arrived(entry, entry.at)))]


def records(*pens: Pen, now: datetime, rules: DutyRules = RULES) -> dict[int, Record]:
    folded = fold(deeds_of(*pens), s7_pairs(), rules, now, ZONE)
    return {int(one.who.number[-4:]): one for one in folded}


def morning(a: Pen, b: Pen) -> None:
    """S7 as two stations of the site wrote it."""
    deed(a, Act.CHECK_IN, 1, "07:50")
    deed(a, Act.REFUSED, 7, "07:55", codes=["post_expired"])
    deed(b, Act.CHECK_IN, 6, "07:58")
    deed(b, Act.SUSPENDED, 8, "07:59", badge="b8", lead="990101-0100")
    deed(a, Act.CHECK_IN, 3, "08:00")
    deed(a, Act.CHECK_IN, 2, "08:17")
    deed(a, Act.REPLACEMENT, 5, "09:05", other=WHO[4], lead="990101-0100")
    deed(a, Act.CHECK_IN, 5, "09:05")
    deed(b, Act.CHECK_OUT, 3, "10:20")
    deed(a, Act.CHECK_OUT, 2, "11:00")
    deed(b, Act.CHECK_OUT, 5, "11:00")
    deed(b, Act.CHECK_OUT, 1, "11:05")


def test_s7_is_counted_to_the_minute_until_and_after_the_lead_confirms() -> None:
    a, b = Pen("s1"), Pen("s2", gate="G2")
    morning(a, b)
    held = records(a, b, now=at("11:59:59"))
    assert held[6].status is Status.ON_DUTY
    held = records(a, b, now=at("12:00"))
    assert {number: one.credited for number, one in held.items()} == {
        1: 180,
        2: 163,
        3: 140,
        4: 0,
        5: 115,
        6: 0,
        7: 0,
        8: 0,
    }
    assert (held[2].late_min, held[3].early_min, held[5].late_min) == (17, 40, 0)
    assert (held[4].status, held[4].replaced_by) == (Status.ABSENT, WHO[5])
    assert (held[5].replaces, held[5].approved_by, held[5].approved_at) == (WHO[4], "990101-0100", at("09:05"))
    assert (held[6].status, held[6].is_closed, held[6].close_at) == (Status.UNSIGNED, False, at("17:00"))
    assert held[6].confirm_until == at("12:00", "2022-12-07")
    assert (held[7].status, held[7].refusals) == (Status.REFUSED, ("post_expired",))
    assert (held[8].status, set(held[8].flags)) == (Status.REFUSED, {Flag.BORROWED})
    assert suspended(deeds_of(a, b)) == {"b8"}

    figures = board.figures(held.values())
    expected: dict[str, object] = {
        "expected": 7,
        "present": 5,
        "replacements": 1,
        "rate": 714,
        "late": 1,
        "early": 1,
        "absent": 1,
    }
    expected |= {"refused": 2, "unsigned": 1, "missing": 0, "minutes": 598, "hours": "9.9", "person_times": 4}
    assert {name: figures[name] for name in expected} == expected

    closed = records(a, b, now=at("17:00"))[6]
    assert (closed.status, closed.is_closed, closed.credited) == (Status.UNSIGNED, True, 0)

    deed(a, Act.CONFIRM_OUT, 6, "12:30", moment_=at("11:00"), lead="990101-0100", reason="忘记签退")
    held = records(a, b, now=at("17:00"))
    assert (held[6].status, held[6].minutes, held[6].remarks) == (
        Status.DONE,
        {Source.LEAD_CONFIRMED: 180},
        ("忘记签退",),
    )
    figures = board.figures(held.values())
    assert (figures["minutes"], figures["hours"], figures["persons"], figures["person_times"]) == (778, "12.9", 5, 5)
    assert figures["minutes_by_source"] == {"scan": 598, "lead_confirmed": 180, "back_entry": 0}


def test_somebody_who_is_not_there_half_an_hour_after_the_begin_is_missing_until_a_lead_says_what_it_is() -> None:
    pen = Pen()
    assert records(pen, now=at("08:29:59"))[4].status is Status.EXPECTED
    assert records(pen, now=at("08:30"))[4].status is Status.MISSING
    deed(pen, Act.EXCUSED, 4, "08:40", lead="990101-0100", reason="发烧")
    assert records(pen, now=at("09:00"))[4].status is Status.EXCUSED


def test_a_night_shift_is_booked_to_the_day_on_which_it_began() -> None:
    pen = Pen()
    for number, came, left in ((9, "22:25", "08:32"), (10, "22:30", "08:30")):
        deed(pen, Act.CHECK_IN, number, came, plan=NIGHT_PLAN)
        deed_at(pen, Act.CHECK_OUT, number, at(left, "2022-12-06"), plan=NIGHT_PLAN)
    folded = fold(deeds_of(pen), (), RULES, at("09:00", "2022-12-06"), ZONE)
    assert [(one.credited, one.day(ZONE), one.status) for one in folded] == [(600, date(2022, 12, 5), Status.DONE)] * 2
    assert all(Flag.LONG_DAY in one.flags for one in folded)


def test_a_days_cap_takes_from_the_later_shift() -> None:
    pen = Pen()
    afternoon = Plan(shift="S9", begins=at("13:00"), ends=at("17:00"), site=SITE)
    for plan, came, left in ((DAY_PLAN, "08:00", "11:00"), (afternoon, "13:00", "17:00")):
        deed(pen, Act.CHECK_IN, 1, came, plan=plan)
        deed(pen, Act.CHECK_OUT, 1, left, plan=plan)
    folded = fold(deeds_of(pen), (), DutyRules(day_cap_min=300), at("18:00"), ZONE)
    assert [one.credited for one in folded] == [180, 120]
    assert [Flag.CAPPED in one.flags for one in folded] == [False, True]


def test_the_same_badge_at_two_sites_at_once_and_at_two_gates_is_flagged() -> None:
    a, b = Pen("s1"), Pen("s2", gate="G2")
    there = Plan(shift="S20", begins=at("08:00"), ends=at("11:00"), site="990101001002-1")
    deed(a, Act.CHECK_IN, 1, "08:00")
    deed(b, Act.CHECK_IN, 1, "08:30")
    deed(b, Act.CHECK_IN, 1, "08:40", plan=there)
    far, here = fold(deeds_of(a, b), (), RULES, at("09:00"), ZONE)
    assert here.flags == {Flag.BADGE_TWICE, Flag.TWO_SITES}
    assert far.flags == {Flag.TWO_SITES}


def test_checking_out_after_the_shift_was_closed_credits_nothing_before_a_lead_confirms() -> None:
    pen = Pen()
    deed(pen, Act.CHECK_IN, 1, "08:00")
    deed(pen, Act.CHECK_OUT, 1, "17:00")
    late = records(pen, now=at("18:00"))[1]
    assert (late.credited, late.status, set(late.flags)) == (0, Status.UNSIGNED, {Flag.LATE_OUT})


def test_overtime_that_a_lead_approved_counts_and_nothing_else_beyond_the_plan() -> None:
    pen = Pen()
    deed(pen, Act.CHECK_IN, 1, "07:50")
    deed(pen, Act.CHECK_OUT, 1, "12:20")
    assert records(pen, now=at("13:00"))[1].credited == 180
    deed(pen, Act.OVERTIME, 1, "12:30", moment_=at("12:00"), lead="990101-0100", reason="换班人未到")
    assert records(pen, now=at("13:00"))[1].credited == 240


def test_a_back_entry_of_what_was_scanned_already_is_not_credited_twice() -> None:
    pen = Pen()
    deed(pen, Act.CHECK_IN, 1, "09:00")
    deed(pen, Act.CHECK_OUT, 1, "11:00")
    deed(pen, Act.BACK_ENTRY, 1, "13:00", since=at("08:00"), moment_=at("10:00"), lead="l", witness="w")
    held = records(pen, now=at("13:00"))[1]
    assert held.minutes == {Source.SCAN: 60, Source.BACK_ENTRY: 120}
    assert held.confirmed_by == ("l", "w")


def test_a_body_that_this_program_did_not_write_stops_nothing() -> None:
    pen = Pen()
    good = deed(pen, Act.CHECK_IN, 1, "08:00")
    assert good.body is not None
    wrongs: list[dict[str, object]] = [
        {},
        {"act": "levitate"},
        {"plan": {"shift": "S7", "begins": "then", "ends": "now"}},
        {"who": "me"},
        {"ticks": []},
        {"codes": {"a": 1}},
        {"reason": "x" * 5000},
    ]
    for wrong in wrongs:
        pen.write("duty", {**good.body, **wrong} if wrong else {}, at("08:05"))
    assert len(deeds_of(pen)) == 1


def test_hours_are_printed_floored_to_a_tenth() -> None:
    assert [hours(one) for one in (0, 5, 6, 598, 778, 600)] == ["0.0", "0.0", "0.1", "9.9", "12.9", "10.0"]


# --- any entries, in any order ---

MOMENTS = st.integers(min_value=-60, max_value=8 * 60)
ACTS = st.sampled_from([Act.CHECK_IN, Act.CHECK_OUT, Act.CONFIRM_OUT, Act.BACK_ENTRY, Act.SUSPENDED, Act.ABSENT])
STORY = st.lists(st.tuples(ACTS, st.integers(1, 3), MOMENTS, MOMENTS, MOMENTS, st.booleans()), max_size=14)


def told(story: list[tuple[Act, int, int, int, int, bool]]) -> tuple[Pen, Pen]:
    """Any story as two stations wrote it; the offsets are minutes and odd seconds from 08:00."""
    pens = Pen("s1"), Pen("s2", gate="G2")
    opened: Entry | None = None
    for act, number, *offsets, second in story:
        when, since, until = (at("08:00") + timedelta(minutes=one, seconds=one % 53) for one in offsets)
        more: dict[str, Any] = {"since": since, "moment_": until} if act in {Act.CONFIRM_OUT, Act.BACK_ENTRY} else {}
        entry = deed_at(pens[second], act, number, when, about=opened if act is Act.SUSPENDED else None, **more)
        opened = entry if act is Act.CHECK_IN else opened
    return pens


def folded(deeds: list[Deed], rules: DutyRules = RULES) -> list[Record]:
    return fold(deeds, s7_pairs(), rules, at("20:00"), ZONE)


@settings(max_examples=20, deadline=None)
@given(STORY, st.randoms(use_true_random=False))
def test_minutes_are_never_negative_never_beyond_the_plan_and_no_order_of_arrival_changes_anything(
    story: list[tuple[Act, int, int, int, int, bool]], rng: random.Random
) -> None:
    deeds = deeds_of(*told(story))
    first = folded(deeds)
    for record in first:
        assert all(one >= 0 for one in record.minutes.values())
        served = sum((one.ended - one.began for one in record.stints if one.ended), timedelta())
        assert 0 <= record.credited <= min(DAY_PLAN.ends - DAY_PLAN.begins, served) / timedelta(minutes=1)
    mixed = [*deeds, *deeds[:3]]
    rng.shuffle(mixed)
    assert folded(mixed) == first
    capped = folded(deeds, DutyRules(day_cap_min=100))
    assert all(one.credited <= 100 for one in capped)


@settings(max_examples=20, deadline=None)
@given(STORY, ACTS, MOMENTS)
def test_an_undo_restores_what_was_before_and_its_own_undo_brings_it_back(
    story: list[tuple[Act, int, int, int, int, bool]], act: Act, minute: int
) -> None:
    pens = told(story)
    before = folded(deeds_of(*pens))
    slip = deed_at(pens[0], act, 1, at("08:00") + timedelta(minutes=minute), since=at("08:00"), moment_=at("09:00"))
    slipped = folded(deeds_of(*pens))
    undo = deed(pens[1], Act.UNDO, 1, "19:00", about=slip)
    assert folded(deeds_of(*pens)) == before
    deed(pens[0], Act.UNDO, 1, "19:30", about=undo)
    assert folded(deeds_of(*pens)) == slipped
