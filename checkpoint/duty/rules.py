"""May this volunteer go on duty at this shift now? Pure; what is known is a `Candidate`, asking is the station's.

不培训不上岗，培训不合格不上岗: on a mandatory post nobody stands untrained, whatever a lead says (domain 1, row 20).
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from enum import StrEnum
from typing import Final
from zoneinfo import ZoneInfo

from checkpoint.duty.deeds import Plan
from checkpoint.policy import DutyRules
from checkpoint.roster import Insurance, Post, Training, Volunteer

GENERAL, POST = "general", "post"
"""Kinds of training."""


class Code(StrEnum):
    """What stands against duty, or is to be known before it. The words are the window's and `wording`'s."""

    UNKNOWN = "unknown_volunteer"
    NOT_A_BADGE = "not_a_badge"
    BADGE_INVALID = "badge_invalid"
    BADGE_REVOKED = "badge_revoked"
    BADGE_SUSPENDED = "badge_suspended"
    BORROWED = "possible_borrowed"
    WRONG_ANSWER = "wrong_answer"
    NO_SHIFT = "no_shift"
    NOT_ON_ROSTER = "not_on_roster"
    TOO_EARLY = "too_early"
    OVER = "shift_over"
    ALREADY_ON_DUTY = "already_on_duty"
    NOT_ON_DUTY = "not_on_duty"
    GENERAL_MISSING = "general_missing"
    GENERAL_FAILED = "general_failed"
    GENERAL_EXPIRED = "general_expired"
    POST_MISSING = "post_missing"
    POST_FAILED = "post_failed"
    POST_EXPIRED = "post_expired"
    QUALIFICATION = "qualification_missing"
    MINOR = "minor_not_allowed"
    NO_CONSENT = "no_consent"
    UNWELL = "unwell"
    POST_FULL = "post_full"
    LATE = "late"
    INSURANCE_MISSING = "insurance_missing"
    INSURANCE_EXPIRED = "insurance_expired"
    LONG_DAY = "long_day"
    SHORT_REST = "short_rest"


UNTRAINED: Final = frozenset(
    {
        *(Code.GENERAL_MISSING, Code.GENERAL_FAILED, Code.GENERAL_EXPIRED),
        *(Code.POST_MISSING, Code.POST_FAILED, Code.POST_EXPIRED, Code.QUALIFICATION),
    }
)
"""What only a post that is not mandatory lets a lead pass over."""
YIELDS: Final = frozenset({Code.NOT_ON_ROSTER, Code.TOO_EARLY, Code.POST_FULL})
"""What a lead may pass over with a reason at any post."""
COUNTED: Final = UNTRAINED | {
    *(Code.MINOR, Code.NO_CONSENT, Code.UNWELL, Code.BORROWED, Code.WRONG_ANSWER),
    *(Code.BADGE_REVOKED, Code.BADGE_SUSPENDED),
}
"""Refusals that make somebody one of 拒绝上岗; coming too early or while on duty elsewhere does not."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Candidate:
    """All that the rules need of somebody who wants to go on duty.

    post: None where the roster has no such post any more. is_expected: on the shift's roster, approved as a replacement
    or taken on as a walk-in. is_full: as many stand at the shift as were wanted; asked of who is not on its roster.
    open_shift: the shift at which they are on duty now, or empty. minutes_today: of duty on that day before this shift.
    last_out: when their duty of an earlier day ended. due_at: when they had to be there, if not at the begin.
    is_unwell: what the health tick said; None where nobody asked.
    """

    volunteer: Volunteer
    plan: Plan
    post: Post | None
    trainings: Sequence[Training] = ()
    is_expected: bool = True
    is_full: bool = False
    open_shift: str = ""
    is_suspended: bool = False
    minutes_today: int = 0
    last_out: datetime | None = None
    due_at: datetime | None = None
    is_unwell: bool | None = None


@dataclass(frozen=True, slots=True)
class Verdict:
    """stops: reasons against; warns: what to know. may_override: a lead's reason is enough to go on in spite of all."""

    stops: tuple[Code, ...] = ()
    warns: tuple[Code, ...] = ()
    may_override: bool = False

    @property
    def is_good(self) -> bool:
        """Nothing stands against it."""
        return not self.stops


def may_go_on_duty(who: Candidate, rules: DutyRules, now: datetime, zone: ZoneInfo) -> Verdict:
    """What stands against this duty now, most serious first."""
    day = who.plan.begins.astimezone(zone).date()
    stops = (*_badge(who), *_time(who, rules, now), *_fitness(who, day), *_room(who))
    is_mandatory = who.post is None or who.post.is_mandatory
    yields = YIELDS if is_mandatory else YIELDS | UNTRAINED
    return Verdict(stops, tuple(_warnings(who, rules, now, day)), bool(stops) and yields.issuperset(stops))


def _badge(who: Candidate) -> Iterable[Code]:
    if who.is_suspended:
        yield Code.BADGE_SUSPENDED
    if who.open_shift:
        yield Code.ALREADY_ON_DUTY


def _time(who: Candidate, rules: DutyRules, now: datetime) -> Iterable[Code]:
    if now < who.plan.begins - timedelta(minutes=rules.opens_min):
        yield Code.TOO_EARLY
    if now >= who.plan.ends:
        yield Code.OVER


def _fitness(who: Candidate, day: date) -> Iterable[Code]:
    post = who.post
    if post is None or post.needs_general:
        yield from _training(who.trainings, GENERAL, None, day)
    for course in post.courses if post else ():
        yield from _training(who.trainings, POST, course, day)
    if post and post.qualification and post.qualification not in who.volunteer.qualifications:
        yield Code.QUALIFICATION
    if who.volunteer.is_minor and not (post and post.minors):
        yield Code.MINOR
    if who.volunteer.is_minor and not who.volunteer.consent:
        yield Code.NO_CONSENT
    if who.is_unwell:
        yield Code.UNWELL


def _training(held: Sequence[Training], kind: str, course: str | None, day: date) -> Iterable[Code]:
    """Why this kind of training, and this course of it, does not hold on that day; any one that holds is enough."""
    until = [one for one in held if one.kind == kind and one.on <= day.isoformat()]
    about = [one for one in until if course is None or one.course == course]
    wrong = [_fault(one, kind, day) for one in about]
    if not wrong:
        yield Code(f"{kind}_missing")
    elif None not in wrong:
        # What expired was passed once: that says more than a test that was failed.
        yield min((code for code in wrong if code), key=lambda code: not code.endswith("_expired"))


def _fault(training: Training, kind: str, day: date) -> Code | None:
    if not training.passed:
        return Code(f"{kind}_failed")
    return Code(f"{kind}_expired") if training.expires and training.expires < day.isoformat() else None


def _room(who: Candidate) -> Iterable[Code]:
    if not who.is_expected:
        yield Code.NOT_ON_ROSTER
    if who.is_full:
        yield Code.POST_FULL


def _warnings(who: Candidate, rules: DutyRules, now: datetime, day: date) -> Iterable[Code]:
    if now > (who.due_at or who.plan.begins) + timedelta(minutes=rules.late_min):
        yield Code.LATE
    insurance = uninsured(who.volunteer.insurance, day)
    if insurance is not None:
        yield insurance
    planned = (who.plan.ends - who.plan.begins) // timedelta(minutes=1)
    most = who.volunteer.most_minutes_a_day or rules.long_day_min
    if most and who.minutes_today + planned > most:
        yield Code.LONG_DAY
    if who.last_out is not None and now - who.last_out < timedelta(minutes=rules.rest_min):
        yield Code.SHORT_REST


def uninsured(insurance: Insurance | None, day: date) -> Code | None:
    """What is wrong with somebody's accident cover on a day, or None."""
    if insurance is None or not insurance.valid_to:
        return Code.INSURANCE_MISSING
    is_covered = insurance.valid_from <= day.isoformat() <= insurance.valid_to
    return None if is_covered else Code.INSURANCE_EXPIRED


def is_asked(rules: DutyRules, roll: float, *, is_suspect: bool) -> bool:
    """Whether the last two digits of the phone are asked: always of a suspect badge, else of one in so many.

    roll: a chance number of [0, 1).
    """
    return is_suspect or (rules.ask_phone_end > 0 and roll * rules.ask_phone_end < 1)
