"""Judges one showing at a gate: `judge(standing, policy, now) -> Verdict`, pure; reading and recording are elsewhere.

The rules are the domain's 2.1. Nothing here is final for a person: amber and red always leave a human the last word
(PIPL 24), so a verdict carries the actions that its card offers.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime, time, timedelta
from enum import StrEnum
from typing import Final

from checkpoint.passes import Credential, Genuineness, Pass, PassKind
from checkpoint.policy import NO_LIMIT, FieldUse, Policy, UnknownPass


class Direction(StrEnum):
    """Which way a lane goes. A lane is fixed; nothing toggles by itself."""

    IN = "in"
    OUT = "out"


class Light(StrEnum):
    """Green passed, amber look, red stop."""

    GREEN = "green"
    AMBER = "amber"
    RED = "red"


class Reason(StrEnum):
    """Why a card has its light, as a code; the words for it are the screens'."""

    OK = "ok"
    NO_PRIOR_ENTRY = "no_prior_entry"
    NO_PRIOR_EXIT = "no_prior_exit"
    POSSIBLE_SHARED = "possible_shared_pass"
    OUTINGS_USED = "outings_used"
    OUTSIDE_HOURS = "outside_hours"
    OUT_TOO_LONG = "out_too_long"
    OVERSTAYED = "overstayed"
    UNKNOWN_PERSON = "unknown_person"
    NOT_THIS_COMMUNITY = "not_this_community"
    EXPIRED = "expired"
    NOT_YET_VALID = "not_yet_valid"
    REVOKED = "revoked"
    FORGED = "forged"
    UNKNOWN_KEY = "unknown_key"
    UNKNOWN_CODE = "unknown_code"
    FEVER = "fever"
    TEMPERATURE_MISSING = "temperature_missing"
    CODE_UNCHECKED = "code_unchecked"
    CODE_YELLOW = "code_yellow"
    CODE_RED = "code_red"
    CODE_EXPIRED = "code_expired"
    HOST_REFUSED = "host_refused"
    NOT_REGISTERED = "not_registered"
    """They would not say who they are or whom they visit."""
    CERTIFICATE_EXPIRED = "certificate_expired"


class VisualCheck(StrEnum):
    """What a guide saw on somebody's own phone (目视核验; domain, section 3: row 11). No code of theirs is read."""

    GREEN = "green"
    YELLOW = "yellow"
    RED = "red"
    EXPIRED = "expired"
    """Expired, not loading, or none to show."""


class Outcome(StrEnum):
    """What became of a showing (domain, section 3: rows 30 to 32)."""

    PASSED = "passed"
    PENDING = "pending"
    """Shown amber or red and not decided yet."""
    TURNED_AWAY = "turned_away"
    HELD = "held"
    CANCELLED = "cancelled"


class Action(StrEnum):
    """What a guide may press on a card."""

    PRESUME_EXIT = "presume_exit"
    """补记离开(推定): let pass; the missing exit is marked as presumed and never counted as a scan."""
    SUSPECT_SHARED = "suspect_shared"
    """疑似借码: turn away, the pass may be lent."""
    ADMIT = "admit"
    """人工核实后放行: let pass after looking."""
    ADMIT_VISITOR = "admit_visitor"
    """登记为访客: let pass as a visitor."""
    TURN_AWAY = "turn_away"
    HOLD = "hold"
    CANCEL = "cancel"
    CODE_GREEN = "code_green"
    CODE_YELLOW = "code_yellow"
    CODE_RED = "code_red"
    CODE_EXPIRED = "code_expired"
    MEASURE = "measure"
    """A temperature was taken after the code was shown."""
    NOTE_PLATE = "note_plate"
    """The plate of an emergency vehicle that is through already."""
    NOTE_HEADS = "note_heads"
    """How many people sit in a vehicle whose pass was shown."""
    UNDO = "undo"
    """Takes back what was done last about this showing; the entry that did it stays (domain, section 2)."""


DECIDES: Final[dict[Action, Outcome]] = {
    Action.PRESUME_EXIT: Outcome.PASSED,
    Action.SUSPECT_SHARED: Outcome.TURNED_AWAY,
    Action.ADMIT: Outcome.PASSED,
    Action.ADMIT_VISITOR: Outcome.PASSED,
    Action.TURN_AWAY: Outcome.TURNED_AWAY,
    Action.HOLD: Outcome.HELD,
    Action.CANCEL: Outcome.CANCELLED,
}
"""What those actions make of a showing that settle it by themselves."""

SEEN: Final[dict[Action, VisualCheck]] = {
    Action.CODE_GREEN: VisualCheck.GREEN,
    Action.CODE_YELLOW: VisualCheck.YELLOW,
    Action.CODE_RED: VisualCheck.RED,
    Action.CODE_EXPIRED: VisualCheck.EXPIRED,
}
"""Actions that say what was seen on a phone; what follows from it is judged."""


@dataclass(frozen=True, slots=True)
class LastPassage:
    """The holder's newest passage at this site, by whichever gate. valid_to: end of the visit that it began, if any."""

    direction: Direction
    at: datetime
    gate: str
    valid_to: datetime | None = None


@dataclass(frozen=True, slots=True)
class OutingsSoFar:
    """What the outing rules need. used: outings of the days that count. last: when the newest of them began."""

    used: int = 0
    last: datetime | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Standing:
    """All that is known when somebody comes: frozen facts, read from the store in one go.

    credential: what their code is; None for somebody who was found without a code. accepted_here: communities whose
    passes this gate takes. accepted_by: communities the pass names by its scope. known: the roster holds the person.
    revoked: reason of revocation or None. temperature: tenths of a degree. gate: where this is. local: time of day
    there. outings: of a resident, else None. is_peak: queue-peak mode.
    """

    direction: Direction
    accepted_here: frozenset[str]
    credential: Credential | None = None
    accepted_by: frozenset[str] = frozenset()
    known: bool = False
    revoked: str | None = None
    last: LastPassage | None = None
    temperature: int | None = None
    visual: VisualCheck | None = None
    gate: str = ""
    local: time = time(12)
    outings: OutingsSoFar | None = None
    is_peak: bool = False


@dataclass(frozen=True, slots=True)
class Verdict:
    """The answer. since: when the earlier event that it speaks of happened (entry without exit, end of validity)."""

    light: Light
    reason: Reason
    outcome: Outcome
    actions: tuple[Action, ...] = ()
    since: datetime | None = None


_STOPPED: Final = (Action.TURN_AWAY, Action.ADMIT, Action.CANCEL)
_LOOKED_AT: Final = (Action.ADMIT, Action.TURN_AWAY, Action.CANCEL)
_SEEN_BY_EYE: Final = (*SEEN, Action.CANCEL)
_OFFERED: Final = {
    Reason.NO_PRIOR_EXIT: (Action.PRESUME_EXIT, Action.SUSPECT_SHARED, Action.CANCEL),
    Reason.NOT_THIS_COMMUNITY: (Action.ADMIT_VISITOR, Action.TURN_AWAY, Action.CANCEL),
    Reason.UNKNOWN_CODE: (Action.CANCEL, Action.TURN_AWAY),
    Reason.POSSIBLE_SHARED: (Action.SUSPECT_SHARED, Action.ADMIT, Action.CANCEL),
    Reason.OUTINGS_USED: (Action.TURN_AWAY, Action.ADMIT, Action.CANCEL),
    Reason.OUTSIDE_HOURS: (Action.TURN_AWAY, Action.ADMIT, Action.CANCEL),
    Reason.CODE_UNCHECKED: _SEEN_BY_EYE,
    Reason.CODE_YELLOW: _LOOKED_AT,
    Reason.CODE_RED: _LOOKED_AT,
    Reason.FEVER: _LOOKED_AT,
}


def actions_for(light: Light, reason: Reason) -> tuple[Action, ...]:
    """What a card of that light and reason offers, the likeliest first; nothing on a green one."""
    if light is Light.GREEN:
        return ()
    return _OFFERED.get(reason, _STOPPED if light is Light.RED else _LOOKED_AT)


def judge(standing: Standing, policy: Policy, now: datetime) -> Verdict:
    """The verdict for one showing. Never raises: whatever is shown gets one clear card.

    policy: as it holds on this day (`Policy.on`).
    """
    credential = standing.credential
    pass_ = credential.pass_ if credential else None
    if credential is not None and (credential.genuineness is not Genuineness.GENUINE or pass_ is None):
        return _not_genuine(credential.genuineness)
    return (
        _invalid(standing, pass_, now)
        or _unwell(standing, policy)
        or _foreign(standing, policy)
        or _unchecked(standing, policy)
        or _going_out(standing, policy)
        or _odd(standing, policy, now)
        or _leaving(standing, pass_, now)
        or _moving(standing, policy, now)
    )


def _not_genuine(genuineness: Genuineness) -> Verdict:
    match genuineness:
        case Genuineness.FORGED:
            return _red(Reason.FORGED)
        case Genuineness.UNKNOWN_KEY:
            return _red(Reason.UNKNOWN_KEY)
    return _red(Reason.UNKNOWN_CODE)


def _invalid(standing: Standing, pass_: Pass | None, now: datetime) -> Verdict | None:
    if standing.revoked is not None:
        return _red(Reason.REVOKED)
    if pass_ is None:
        return None
    dated = _out_of_date(pass_, now)
    return None if dated is None or _is_leaving(standing) else _red(*dated)


def _out_of_date(pass_: Pass, now: datetime) -> tuple[Reason, datetime] | None:
    """Why the pass is not good at this moment, and which end of its time says so."""
    # The last minute that a pass names is still good, hence whole minutes on both sides.
    minute = now.replace(second=0, microsecond=0)
    if minute > pass_.valid_to:
        return Reason.EXPIRED, pass_.valid_to
    if minute < pass_.valid_from:
        return Reason.NOT_YET_VALID, pass_.valid_from
    return None


def _leaving(standing: Standing, pass_: Pass | None, now: datetime) -> Verdict | None:
    """Green for somebody inside on the way out with a pass of another day or after their visit; the card says so."""
    if not _is_leaving(standing) or standing.last is None:
        return None
    if standing.last.valid_to is not None and now > standing.last.valid_to:
        return _green(Reason.OVERSTAYED, standing.last.valid_to)
    dated = _out_of_date(pass_, now) if pass_ else None
    return None if dated is None else _green(*dated)


def _is_leaving(standing: Standing) -> bool:
    """Somebody inside on the way out: neither a date nor a community keeps a person in."""
    inside = standing.last is not None and standing.last.direction is Direction.IN
    return standing.direction is Direction.OUT and inside


def _unwell(standing: Standing, policy: Policy) -> Verdict | None:
    """Red and held: what was measured or seen is judged also in a queue peak, and on the way out."""
    if standing.temperature is not None and standing.temperature >= policy.temperature_limit:
        return _held(Reason.FEVER)
    if standing.visual is VisualCheck.RED:
        return _held(Reason.CODE_RED)
    return _held(Reason.CODE_YELLOW) if standing.visual is VisualCheck.YELLOW else None


def _held(reason: Reason) -> Verdict:
    return Verdict(Light.RED, reason, Outcome.HELD, actions_for(Light.RED, reason))


def _unchecked(standing: Standing, policy: Policy) -> Verdict | None:
    """Amber while a check that the profile requires is not made; nobody is checked on the way out or in a peak."""
    if standing.direction is Direction.OUT or standing.is_peak:
        return None
    if standing.visual is VisualCheck.EXPIRED:
        return _amber(Reason.CODE_EXPIRED)
    if policy.visual_check is FieldUse.REQUIRED and standing.visual is None:
        return _amber(Reason.CODE_UNCHECKED)
    if policy.temperature is FieldUse.REQUIRED and standing.temperature is None:
        return _amber(Reason.TEMPERATURE_MISSING)
    return None


def _going_out(standing: Standing, policy: Policy) -> Verdict | None:
    """Amber for a resident who may not go out by the pass rules, at this hour or any more."""
    rule, so_far = policy.outings, standing.outings
    if standing.direction is Direction.IN or so_far is None:
        return None
    if not rule.is_open(standing.local):
        return _amber(Reason.OUTSIDE_HOURS)
    if rule.most != NO_LIMIT and so_far.used >= rule.most:
        return _amber(Reason.OUTINGS_USED, so_far.last)
    return None


def _odd(standing: Standing, policy: Policy, now: datetime) -> Verdict | None:
    """What the holder's last passage makes odd; in a queue peak it is only said, and found on the list later."""
    last = standing.last
    if last is None:
        return None
    is_near = timedelta() <= now - last.at < timedelta(seconds=policy.shared_s)
    if last.gate != standing.gate and standing.gate and is_near:
        reason = Reason.POSSIBLE_SHARED
    elif standing.direction is Direction.IN and last.direction is Direction.IN:
        reason = Reason.NO_PRIOR_EXIT
    else:
        return None
    return _green(reason, last.at) if standing.is_peak else _amber(reason, last.at)


def _foreign(standing: Standing, policy: Policy) -> Verdict | None:
    if _is_leaving(standing):
        return None
    if not standing.accepted_here & standing.accepted_by:
        return _amber(Reason.NOT_THIS_COMMUNITY)
    if standing.known or policy.unknown_pass is UnknownPass.PASS:
        return None
    if policy.unknown_pass is UnknownPass.STOP:
        return _red(Reason.UNKNOWN_PERSON)
    return _amber(Reason.UNKNOWN_PERSON)


def _moving(standing: Standing, policy: Policy, now: datetime) -> Verdict:
    last, minutes = standing.last, policy.outings.minutes
    if standing.direction is Direction.OUT and (last is None or last.direction is Direction.OUT):
        return _green(Reason.NO_PRIOR_ENTRY)
    since = _out_since(standing)
    if since is not None and minutes != NO_LIMIT and now - since > timedelta(minutes=minutes):
        return _green(Reason.OUT_TOO_LONG, since)
    return _green(Reason.OK)


def _out_since(standing: Standing) -> datetime | None:
    """When a resident who is coming back went out."""
    last = standing.last
    if standing.direction is Direction.OUT or standing.outings is None or last is None:
        return None
    return last.at if last.direction is Direction.OUT else None


def _green(reason: Reason, since: datetime | None = None) -> Verdict:
    return Verdict(Light.GREEN, reason, Outcome.PASSED, since=since)


def _amber(reason: Reason, since: datetime | None = None) -> Verdict:
    return Verdict(Light.AMBER, reason, Outcome.PENDING, actions_for(Light.AMBER, reason), since)


def _red(reason: Reason, since: datetime | None = None) -> Verdict:
    return Verdict(Light.RED, reason, Outcome.PENDING, actions_for(Light.RED, reason), since)


def category_of(kind: PassKind) -> str:
    """The category of person (domain, section 3: row 23) that a kind of pass registers."""
    return "resident" if kind is PassKind.HOUSEHOLD else kind.name.lower()
