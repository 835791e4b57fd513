"""Who is suggested for a slot and in what order, and why everybody else is not."""

from __future__ import annotations

from typing import Any

import pytest

from checkpoint.duty.deeds import Plan
from checkpoint.duty.rules import UNTRAINED, Candidate, Code, may_go_on_duty
from checkpoint.matching import words
from checkpoint.matching.pool import Pool
from checkpoint.matching.slots import Area, Ground, Limits, Slot, Stop, Warn
from checkpoint.matching.suggestions import suggest
from checkpoint.policy import DutyRules
from checkpoint.roster import Available, Insurance, Post, Shift, Site
from checkpoint.wording import LANGUAGES
from tests.checkpoint.matching.made_pool import GATE, OPEN, booking, slot, taught, volunteer, weekly
from tests.harness.made import C1, C2, ZONE, at

COVERED = Insurance(valid_from="2022-01-01", valid_to="2022-12-31")


def test_closer_areas_come_first_whatever_else_speaks_for_the_others() -> None:
    pool = Pool(
        [
            volunteer(1, areas=("9901",), intentions=("open",), insurance=COVERED, available=(Available(),)),
            volunteer(2, areas=("990101002001",), intentions=("open",), insurance=COVERED),
            volunteer(3, areas=(C2,), intentions=("open",), insurance=COVERED),
            volunteer(4, areas=("990101001",)),
            volunteer(5, areas=("880101001001", C1)),
            volunteer(6, areas=()),
            volunteer(7, areas=("990102001001",)),
            volunteer(8, areas=(), team="t"),
        ],
        regions={"t": C1},
    )
    found = suggest(pool, slot())
    assert [(one.volunteer, one.area) for one in found.best] == [
        ("V5", Area.COMMUNITY),
        ("V8", Area.COMMUNITY),
        ("V3", Area.STREET),
        ("V4", Area.STREET),
        ("V2", Area.DISTRICT),
        ("V1", Area.WIDER),
        ("V6", Area.UNSTATED),
    ]
    assert (found.fitting, found.against) == (7, {Stop.OTHER_AREA: 1})


def test_of_one_area_intention_times_cover_and_rest_decide_then_load_then_number() -> None:
    everybody = [
        volunteer(1),
        volunteer(2, insurance=COVERED),
        volunteer(3, insurance=COVERED, available=(Available(),)),
        volunteer(4, intentions=("open",)),
        volunteer(5, insurance=COVERED),
        volunteer(6, insurance=COVERED),
        volunteer(7),
    ]
    booked = [booking(5, "08:00", 1, "2022-12-09"), booking(6, "23:00", 3, "2022-12-04")]
    found = suggest(Pool(everybody, booked=booked), slot())
    assert [one.volunteer for one in found.best] == ["V4", "V3", "V2", "V5", "V1", "V7", "V6"]
    assert {one.volunteer: one.warns for one in found.best}["V6"] == (Warn.SHORT_REST,)
    assert suggest(Pool(reversed(everybody), booked=booked[::-1]), slot()) == found


@pytest.mark.parametrize(
    ("who", "stop"),
    [
        ({"areas": ("990102",)}, Stop.OTHER_AREA),
        ({"intentions": ("gate",)}, Stop.OTHER_INTENTION),
        ({"available": (weekly("2"),)}, Stop.NOT_AVAILABLE),
        ({"is_minor": True, "consent": "x"}, Stop.MINOR),
        ({"most_minutes_a_day": 179}, Stop.HOURS),
        ({"most_minutes_a_day": 180, "intentions": ("open", "gate")}, None),
    ],
)
def test_each_reason_stands_by_itself(who: dict[str, Any], stop: Stop | None) -> None:
    found = suggest(Pool([volunteer(1, **who)]), slot())
    assert (found.against, found.fitting) == (({stop: 1}, 0) if stop else ({}, 1))


def test_a_minor_needs_a_post_that_takes_them_and_a_guardians_consent() -> None:
    post = Post(id="open", name="配送", needs_general=False, minors=True)
    pool = Pool([volunteer(1, is_minor=True), volunteer(2, is_minor=True, consent="C-1")])
    found = suggest(pool, slot(post=post))
    assert ([one.volunteer for one in found.best], found.against) == (["V2"], {Stop.NO_CONSENT: 1})


def test_a_qualification_is_asked_for_where_the_post_needs_one() -> None:
    post = Post(id="open", name="医疗", needs_general=False, qualification="护士")
    found = suggest(Pool([volunteer(1), volunteer(2, qualifications=("护士",))]), slot(post=post))
    assert [(one.volunteer, Ground.QUALIFIED in one.grounds) for one in found.best] == [("V2", True)]
    assert found.against == {Stop.QUALIFICATION: 1}


def test_nobody_is_in_two_places_nor_longer_than_their_day_allows() -> None:
    booked = [booking(1, "10:59", 2), booking(2, "11:00", 2), booking(3, "20:00", 10), booking(4, "06:00", 1.5)]
    pool = Pool([volunteer(number) for number in range(1, 6)], booked=booked)
    found = suggest(pool, slot())
    assert found.against == {Stop.BOOKED: 1, Stop.HOURS: 1}
    assert [(one.volunteer, one.minutes) for one in found.best] == [("V5", 0), ("V4", 90), ("V2", 120)]
    there = suggest(pool, slot("11:00", 2, shift="other 11:00"))
    assert there.against[Stop.ALREADY_THERE] == 1


@pytest.mark.parametrize(
    ("windows", "begins", "hours", "fits"),
    [
        ((weekly("1", "08:00", "11:00"),), "08:00", 3, True),
        ((weekly("1", "08:00", "10:59"),), "08:00", 3, False),
        ((weekly("1", "08:01", "12:00"),), "08:00", 3, False),
        ((weekly("1", "06:00", "09:30"), weekly("", "09:30", "12:00")), "08:00", 3, True),
        ((weekly("1", "06:00", "09:30"), weekly("", "09:31", "12:00")), "08:00", 3, False),
        ((weekly("1", "22:00", "09:00"),), "22:30", 10, True),
        ((weekly("2", "22:00", "09:00"),), "22:30", 10, False),
        ((weekly("12"),), "22:30", 10, True),
        ((weekly("1"),), "22:30", 10, False),
        ((weekly("7", "22:00", "06:00"),), "01:00", 5, True),
        ((weekly("1", "22:00", "06:00"),), "01:00", 5, False),
        ((weekly("", first="2022-12-05", last="2022-12-05"),), "08:00", 3, True),
        ((weekly("", last="2022-12-04"),), "08:00", 3, False),
        ((weekly("", first="2022-12-06"),), "08:00", 3, False),
        ((weekly("", "22:00", "09:00", last="2022-12-05"),), "22:30", 10, True),
        ((), "03:00", 3, True),
    ],
)
def test_stated_times_cover_the_slot_by_the_clock_at_the_site(
    windows: tuple[Available, ...], begins: str, hours: float, *, fits: bool
) -> None:
    found = suggest(Pool([volunteer(1, available=windows)]), slot(begins, hours))
    assert found.fitting == fits


@pytest.mark.parametrize(
    "trainings",
    [
        [],
        taught(1),
        taught(1, expires="2022-12-05"),
        taught(1, expires="2022-12-04"),
        taught(1, on="2022-12-06"),
        taught(1, passed=False),
        taught(1, "other"),
        taught(1)[:1],
        taught(1)[1:],
        [*taught(1, expires="2022-12-01"), *taught(1, "other", passed=False)],
    ],
)
def test_whoever_is_suggested_is_trained_by_the_same_rule_that_lets_them_go_on_duty(trainings: list[Any]) -> None:
    one, wanted = volunteer(1), slot(post=GATE)
    shift = Shift(
        id="S", project="P", site="s", post="gate", begins="2022-12-05T00:00:00.000Z", ends="2022-12-05T03:00:00.000Z"
    )
    asked = Candidate(volunteer=one, plan=Plan.of(shift), post=GATE, trainings=trainings)
    verdict = may_go_on_duty(asked, DutyRules(), at("08:00"), ZONE)
    untrained = [code for code in verdict.stops if code in UNTRAINED]
    found = suggest(Pool([one], trainings), wanted)
    assert [stop.value for stop in found.against] == [code.value for code in untrained[:1]]
    assert (found.fitting == 1) is (not untrained)
    assert {code.value for code in UNTRAINED} <= {stop.value for stop in Stop}
    assert Code.MINOR.value == Stop.MINOR.value


def test_a_sites_profile_says_how_long_a_day_may_be() -> None:
    rules = DutyRules(day_cap_min=240, long_day_min=120, rest_min=0)
    strict = slot(limits=Limits.of(rules))
    pool = Pool(
        [volunteer(1), volunteer(2, most_minutes_a_day=600)], booked=[booking(1, "12:00", 1.1), booking(2, "12:00", 2)]
    )
    found = suggest(pool, strict)
    assert found.against == {Stop.HOURS: 1}
    assert [(one.volunteer, Warn.LONG_DAY in one.warns) for one in found.best] == [("V2", True)]
    assert Limits.of(DutyRules()) == Limits()


def test_everybody_is_counted_once_and_every_reason_has_its_words() -> None:
    pool = Pool([volunteer(number, areas=(("990102",), (C1,))[number % 2]) for number in range(9)])
    found = suggest(pool, slot(post=GATE), limit=0)
    assert sum(found.against.values()) + found.fitting == 9
    for code in (*Stop, *Area, *Ground, *Warn):
        assert all(words.say(code, language, 5) for language in LANGUAGES)
    assert words.counts(found.against, "zh_CN") == "服务区域不符 5 人，未参加通用培训 4 人"
    assert words.counts({}, "en") == "the pool is empty"


def test_a_slot_is_what_its_shift_still_lacks() -> None:
    shift = Shift(
        id="S",
        project="P",
        site="s",
        post="gate",
        begins="2022-12-05T14:30:00.000Z",
        ends="2022-12-06T00:30:00.000Z",
        heads=3,
    )
    made = Slot.of(shift, OPEN, Site(id="s", name="s", community=C1), taken=1)
    assert (made.wanted, f"{made.day}", made.minutes, made.clock) == (2, "2022-12-05", 600, (1350, 1950))
    with pytest.raises(ValueError, match="ends before"):
        Slot.of(
            Shift(**{**{f: getattr(shift, f) for f in shift.__struct_fields__}, "ends": shift.begins}),
            OPEN,
            Site(id="s", name="s"),
            0,
        )
