"""Who may go on duty: the hard rule, what a lead may pass over, and what is only warned of."""

from __future__ import annotations

from datetime import datetime
from typing import Any

import msgspec
import pytest

from checkpoint.duty.rules import Candidate, Code, Verdict, is_asked, may_go_on_duty
from checkpoint.policy import DutyRules
from checkpoint.roster import Insurance
from tests.harness.made import ZONE, at
from tests.harness.serving import COVER, DAY_PLAN, NIGHT_PLAN, PEOPLE, POST, trained

V1 = PEOPLE[1][0]
LAPSED = Insurance(provider="示例保险", policy="P-0", valid_from="2021-01-01", valid_to="2022-12-04")


PERSON = {"is_minor", "consent", "insurance", "most_minutes_a_day"}


def judged(*, now: datetime | None = None, rules: DutyRules | None = None, **changes: Any) -> Verdict:
    person = {name: changes.pop(name) for name in list(changes) if name in PERSON}
    post = {name: changes.pop(name) for name in list(changes) if name in {"is_mandatory", "minors", "qualification"}}
    who = msgspec.structs.replace(V1, **person)
    facts: dict[str, Any] = {"plan": DAY_PLAN, "trainings": trained(V1), "post": msgspec.structs.replace(POST, **post)}
    candidate = Candidate(volunteer=who, **(facts | changes))
    return may_go_on_duty(candidate, rules or DutyRules(), now or at("07:50"), ZONE)


def test_whoever_is_trained_insured_expected_and_in_time_may() -> None:
    assert judged() == Verdict()


@pytest.mark.parametrize(
    ("changes", "stop"),
    [
        ({"trainings": trained(V1)[1:]}, Code.GENERAL_MISSING),
        ({"trainings": trained(V1)[:1]}, Code.POST_MISSING),
        ({"trainings": trained(V1, passed=False)}, Code.POST_FAILED),
        ({"trainings": trained(V1, expires="2022-12-04")}, Code.POST_EXPIRED),
        ({"qualification": "护士"}, Code.QUALIFICATION),
    ],
)
def test_no_lead_lets_somebody_untrained_stand_at_a_mandatory_post_and_at_another_with_a_reason(
    changes: dict[str, Any], stop: Code
) -> None:
    assert judged(**changes) == Verdict((stop,), (), may_override=False)
    assert judged(**changes, is_mandatory=False) == Verdict((stop,), (), may_override=True)


def test_training_counts_until_the_end_of_the_day_on_which_the_shift_begins() -> None:
    lasting = trained(V1, expires="2022-12-05")
    assert judged(trainings=lasting).is_good
    night = at("22:25")
    assert judged(plan=NIGHT_PLAN, trainings=lasting, now=night).is_good
    later = [msgspec.structs.replace(one, on="2022-12-06") for one in trained(V1)]
    assert judged(trainings=later).stops == (Code.GENERAL_MISSING, Code.POST_MISSING)


@pytest.mark.parametrize(
    ("changes", "stop", "may_override"),
    [
        ({"is_suspended": True}, Code.BADGE_SUSPENDED, False),
        ({"open_shift": "S6"}, Code.ALREADY_ON_DUTY, False),
        ({"is_minor": True, "consent": "C-1"}, Code.MINOR, False),
        ({"is_minor": True, "minors": True}, Code.NO_CONSENT, False),
        ({"is_unwell": True}, Code.UNWELL, False),
        ({"now": at("11:00")}, Code.OVER, False),
        ({"now": at("07:29:59")}, Code.TOO_EARLY, True),
        ({"is_expected": False}, Code.NOT_ON_ROSTER, True),
        ({"is_full": True}, Code.POST_FULL, True),
    ],
)
def test_what_else_stands_against_duty_and_whether_a_leads_reason_is_enough(
    changes: dict[str, Any], stop: Code, may_override: bool
) -> None:
    verdict = judged(**changes)
    assert (verdict.stops, verdict.may_override) == ((stop,), may_override)


def test_a_leads_reason_is_not_enough_when_anything_hard_stands_beside_it() -> None:
    verdict = judged(now=at("07:00"), trainings=[])
    assert Code.TOO_EARLY in verdict.stops
    assert not verdict.may_override


def test_a_minor_with_consent_may_stand_at_a_post_for_minors() -> None:
    assert judged(is_minor=True, consent="C-1", minors=True).is_good


@pytest.mark.parametrize(
    ("changes", "warning"),
    [
        ({"insurance": None}, Code.INSURANCE_MISSING),
        ({"insurance": LAPSED}, Code.INSURANCE_EXPIRED),
        ({"now": at("08:10:01")}, Code.LATE),
        ({"minutes_today": 301}, Code.LONG_DAY),
        ({"last_out": at("00:00")}, Code.SHORT_REST),
    ],
)
def test_what_is_only_warned_of_stops_nobody(changes: dict[str, Any], warning: Code) -> None:
    verdict = judged(**changes)
    assert (verdict.is_good, verdict.warns) == (True, (warning,))


def test_the_grace_is_not_late_and_the_limits_are_not_passed_at_their_last_minute() -> None:
    assert judged(now=at("08:10"), minutes_today=300, insurance=COVER, last_out=at("23:50", "2022-12-04")) == Verdict()


def test_a_volunteers_own_hours_a_day_go_before_the_sites_and_who_was_asked_in_late_is_not_late() -> None:
    assert judged(most_minutes_a_day=120).warns == (Code.LONG_DAY,)
    assert judged(most_minutes_a_day=720, minutes_today=400).is_good
    assert judged(now=at("09:05"), due_at=at("09:00")) == Verdict()


def test_the_phones_last_digits_are_asked_of_one_in_so_many_and_of_every_suspect_badge() -> None:
    rules = DutyRules(ask_phone_end=20)
    assert [is_asked(rules, roll, is_suspect=False) for roll in (0.0, 0.049, 0.05, 0.99)] == [True, True, False, False]
    assert is_asked(rules, 0.99, is_suspect=True)
    assert not is_asked(DutyRules(ask_phone_end=0), 0.0, is_suspect=False)
