"""Judges one showing at a gate: `judge(standing, policy, now) -> Verdict`, pure; reading and recording are elsewhere.

The rules are the domain's 2.1. Nothing here is final for a person: amber and red always leave a human the last word
(PIPL 24), so a verdict carries the actions that its card offers.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum
from typing import Final

from checkpoint.passes import Credential, Genuineness, Pass, PassKind
from checkpoint.policy import Policy, UnknownPass


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
    UNKNOWN_PERSON = "unknown_person"
    NOT_THIS_COMMUNITY = "not_this_community"
    EXPIRED = "expired"
    NOT_YET_VALID = "not_yet_valid"
    REVOKED = "revoked"
    FORGED = "forged"
    UNKNOWN_KEY = "unknown_key"
    UNKNOWN_CODE = "unknown_code"
    FEVER = "fever"


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


DECIDES: Final[dict[Action, Outcome]] = {
    Action.PRESUME_EXIT: Outcome.PASSED,
    Action.SUSPECT_SHARED: Outcome.TURNED_AWAY,
    Action.ADMIT: Outcome.PASSED,
    Action.ADMIT_VISITOR: Outcome.PASSED,
    Action.TURN_AWAY: Outcome.TURNED_AWAY,
    Action.HOLD: Outcome.HELD,
    Action.CANCEL: Outcome.CANCELLED,
}


@dataclass(frozen=True, slots=True)
class LastPassage:
    """The holder's newest passage at this site, by whichever gate."""

    direction: Direction
    at: datetime
    gate: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Standing:
    """All that is known when a code is shown: frozen facts, read from the store in one go.

    accepted_here: communities whose passes this gate takes. accepted_by: communities the pass names by its scope.
    known: the roster holds the person. revoked: reason of revocation or None. temperature: tenths of a degree.
    """

    credential: Credential
    direction: Direction
    accepted_here: frozenset[str]
    accepted_by: frozenset[str] = frozenset()
    known: bool = False
    revoked: str | None = None
    last: LastPassage | None = None
    temperature: int | None = None


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
_OFFERED: Final = {
    Reason.NO_PRIOR_EXIT: (Action.PRESUME_EXIT, Action.SUSPECT_SHARED, Action.CANCEL),
    Reason.NOT_THIS_COMMUNITY: (Action.ADMIT_VISITOR, Action.TURN_AWAY, Action.CANCEL),
    Reason.UNKNOWN_CODE: (Action.CANCEL, Action.TURN_AWAY),
    Reason.FEVER: _LOOKED_AT,
}


def actions_for(light: Light, reason: Reason) -> tuple[Action, ...]:
    """What a card of that light and reason offers, the likeliest first; nothing on a green one."""
    if light is Light.GREEN:
        return ()
    return _OFFERED.get(reason, _STOPPED if light is Light.RED else _LOOKED_AT)


def judge(standing: Standing, policy: Policy, now: datetime) -> Verdict:
    """The verdict for one showing. Never raises: whatever is shown gets one clear card."""
    pass_ = standing.credential.pass_
    if standing.credential.genuineness is not Genuineness.GENUINE or pass_ is None:
        return _not_genuine(standing.credential.genuineness)
    return (
        _invalid(standing, pass_, now)
        or _unwell(standing, policy)
        or _foreign(standing, policy)
        or _leaving(standing, pass_, now)
        or _moving(standing)
    )


def _not_genuine(genuineness: Genuineness) -> Verdict:
    match genuineness:
        case Genuineness.FORGED:
            return _red(Reason.FORGED)
        case Genuineness.UNKNOWN_KEY:
            return _red(Reason.UNKNOWN_KEY)
    return _red(Reason.UNKNOWN_CODE)


def _invalid(standing: Standing, pass_: Pass, now: datetime) -> Verdict | None:
    if standing.revoked is not None:
        return _red(Reason.REVOKED)
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


def _leaving(standing: Standing, pass_: Pass, now: datetime) -> Verdict | None:
    """Green for somebody inside on the way out with a pass of another day; the card says so."""
    dated = _out_of_date(pass_, now)
    if dated is None or not _is_leaving(standing):
        return None
    return Verdict(Light.GREEN, dated[0], Outcome.PASSED, since=dated[1])


def _is_leaving(standing: Standing) -> bool:
    """Somebody inside on the way out: neither a date nor a community keeps a person in."""
    inside = standing.last is not None and standing.last.direction is Direction.IN
    return standing.direction is Direction.OUT and inside


def _unwell(standing: Standing, policy: Policy) -> Verdict | None:
    if standing.temperature is None or standing.temperature < policy.temperature_limit:
        return None
    return Verdict(Light.RED, Reason.FEVER, Outcome.HELD, actions_for(Light.RED, Reason.FEVER))


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


def _moving(standing: Standing) -> Verdict:
    last = standing.last
    if standing.direction is Direction.IN and last is not None and last.direction is Direction.IN:
        return _amber(Reason.NO_PRIOR_EXIT, last.at)
    if standing.direction is Direction.OUT and (last is None or last.direction is Direction.OUT):
        return Verdict(Light.GREEN, Reason.NO_PRIOR_ENTRY, Outcome.PASSED)
    return Verdict(Light.GREEN, Reason.OK, Outcome.PASSED)


def _amber(reason: Reason, since: datetime | None = None) -> Verdict:
    return Verdict(Light.AMBER, reason, Outcome.PENDING, actions_for(Light.AMBER, reason), since)


def _red(reason: Reason, since: datetime | None = None) -> Verdict:
    return Verdict(Light.RED, reason, Outcome.PENDING, actions_for(Light.RED, reason), since)


def category_of(kind: PassKind) -> str:
    """The category of person (domain, section 3: row 23) that a kind of pass registers."""
    return "resident" if kind is PassKind.HOUSEHOLD else kind.name.lower()
