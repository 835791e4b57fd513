"""What an entry of kind `duty` says, written and read; what follows from several of them is left to `attendance`.

A body carries the shift as it was planned then, so that minutes can be computed without the roster of that day. It
carries volunteer numbers and masked names, and never a phone or an identity number (domain 5.3).
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from enum import StrEnum
from typing import Any, Final

from checkpoint import masking
from checkpoint.journal import Body, moment, stamp
from checkpoint.passages import Arrived
from checkpoint.roster import Shift, Volunteer

DUTY: Final = "duty"
"""Kind of every entry about volunteers' duty."""
MOST_REASON: Final = 200
"""Characters of a reason that are kept."""
LONGEST_SHIFT: Final = timedelta(days=2)
LONGEST: Final = 400
"""Characters of any text of a body; what is longer was not written by this program."""


class Act(StrEnum):
    """What an entry of kind `duty` tells."""

    ASKED = "asked"
    """A badge was shown and something is asked before duty begins."""
    CHECK_IN = "check_in"
    CHECK_OUT = "check_out"
    REFUSED = "refused"
    CONFIRM_OUT = "confirm_out"
    """A lead says when somebody really left (`moment`), with a reason."""
    ABSENT = "absent"
    EXCUSED = "excused"
    """请假: the volunteer had told beforehand."""
    REPLACEMENT = "replacement"
    """A lead approves that `volunteer` serves in place of `other`."""
    WALK_IN = "walk_in"
    """A lead takes somebody on who is not on the shift's roster (临时)."""
    WAIVED = "waived"
    """因公: a late coming or an early leaving is not held against somebody. `what`: late or early."""
    OVERTIME = "overtime"
    """A lead approves that what lies before or after the planned shift counts: from `since` to `moment`."""
    BACK_ENTRY = "back_entry"
    """Worked without checking in: from `since` to `moment`, with two names (`lead` and `witness`)."""
    SUSPENDED = "suspended"
    """疑似借用: the badge is not taken any more; a check-in named in `amends` is void."""
    REINSTATED = "reinstated"
    """The badge is taken again."""
    UNDO = "undo"
    """The entry named in `amends` is taken back."""


class Means(StrEnum):
    """How somebody showed who they are."""

    SCAN = "scan"
    GROUP = "group"
    """By badge, in the two minutes after the team's leader."""
    TYPED = "typed"
    """A lead typed the volunteer's number."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Plan:
    """A shift as it was planned when an entry was written. begins, ends: UTC. All else: ids, as the roster has them."""

    shift: str
    begins: datetime
    ends: datetime
    post: str = ""
    project: str = ""
    site: str = ""

    @classmethod
    def of(cls, shift: Shift) -> Plan:
        """The plan of a roster shift. Raises ValueError when its times are none."""
        begins, ends = _sane(moment(shift.begins)), _sane(moment(shift.ends))
        return cls(shift=shift.id, begins=begins, ends=ends, post=shift.post, project=shift.project, site=shift.site)


@dataclass(frozen=True, slots=True)
class Who:
    """A volunteer as entries name them. number: volunteer_no; name: masked; team: its id; source: VOLUNTEER_SOURCES."""

    number: str
    name: str = ""
    team: str = ""
    source: str = ""

    @classmethod
    def of(cls, volunteer: Volunteer) -> Who:
        """As entries name a volunteer of the roster."""
        return cls(volunteer.id, masking.name(volunteer.name), volunteer.team, volunteer.source)


@dataclass(frozen=True, slots=True, kw_only=True)
class Deed:
    """One entry of kind `duty`, understood. at: corrected time. by: operator. lead, reason: of a lead's act.

    plan: None where the entry is about no shift. about: the entry that it amends. more: all else that the body says,
    texts and numbers, by name.
    """

    id: str
    station: str
    epoch: str
    seq: int
    at: datetime
    act: Act
    who: Who
    site: str
    gate: str = ""
    plan: Plan | None = None
    by: str = ""
    lead: str = ""
    lead_name: str = ""
    reason: str = ""
    about: str = ""
    means: str = Means.SCAN.value
    codes: tuple[str, ...] = ()
    badge: str = ""
    other: Who | None = None
    what: str = ""
    since: datetime | None = None
    moment: datetime | None = None
    leader: str = ""
    witness: str = ""
    ticks: Mapping[str, int] = field(default_factory=dict)
    corrected: bool = False

    @property
    def order(self) -> tuple[datetime, str, str, int]:
        """Where it stands among all deeds: corrected time first, then the journals' own order."""
        return self.at, self.station, self.epoch, self.seq


def body_of(
    act: Act,
    who: Who,
    *,
    site: str,
    gate: str = "",
    plan: Plan | None = None,
    other: Who | None = None,
    since: datetime | None = None,
    moment_: datetime | None = None,
    codes: Iterable[str] = (),
    ticks: Mapping[str, int] | None = None,
    **texts: str,
) -> dict[str, Any]:
    """The body of a duty entry; what is empty is left out, but never whom it is about.

    texts: any of `_TEXTS`. ticks: what was ticked or answered (`confidential`, `guide` with its version).
    """
    unknown = texts.keys() - _TEXTS
    if unknown:
        raise TypeError(f"a duty entry says nothing called {', '.join(sorted(unknown))}")
    body: dict[str, Any] = {"act": act.value, "site": site, "gate": gate, "who": _who_body(who)}
    body |= {"plan": _plan_body(plan) if plan else None, "other": _who_body(other) if other else None}
    body |= {"since": stamp(since) if since else "", "moment": stamp(moment_) if moment_ else ""}
    body |= {"codes": list(codes), "ticks": dict(ticks or {})}
    body |= {name: text.strip()[:MOST_REASON] for name, text in texts.items()}
    return {name: value for name, value in body.items() if value or name == "who"}


_TEXTS: Final = frozenset({"lead", "lead_name", "reason", "badge", "what", "leader", "witness", "means"})


def _who_body(who: Who) -> dict[str, str]:
    said = {"number": who.number, "name": who.name, "team": who.team, "source": who.source}
    return {name: text for name, text in said.items() if text}


def _plan_body(plan: Plan) -> dict[str, str]:
    ids = {"shift": plan.shift, "post": plan.post, "project": plan.project, "site": plan.site}
    return ids | {"begins": stamp(plan.begins), "ends": stamp(plan.ends)}


def deed_of(arrived: Arrived) -> Deed | None:
    """What a duty entry says; None for another kind, a forgotten body, and what a newer program wrote."""
    entry = arrived.entry
    if entry.kind != DUTY or entry.body is None:
        return None
    try:
        return _deed(arrived, entry.body)
    except (KeyError, ValueError, TypeError):
        return None


def _deed(arrived: Arrived, body: Body) -> Deed:
    """Raises KeyError, ValueError, TypeError where the body is not what this program writes."""
    entry = arrived.entry
    return Deed(
        id=entry.id,
        station=entry.station,
        epoch=entry.epoch,
        seq=entry.seq,
        at=arrived.scanned_at,
        corrected=arrived.corrected,
        act=Act(body["act"]),
        who=_who(body["who"]),
        site=_text(body["site"]),
        gate=_text(body.get("gate", "")),
        plan=_plan(body["plan"]) if "plan" in body else None,
        other=_who(body["other"]) if "other" in body else None,
        by=entry.operator,
        about=entry.amends or "",
        since=_moment(body, "since"),
        moment=_moment(body, "moment"),
        codes=tuple(_text(one) for one in _list(body.get("codes", []))),
        ticks={_text(name): _number(value) for name, value in _dict(body.get("ticks", {})).items()},
        **{name: _text(body[name]) for name in _TEXTS if name in body},
    )


def _text(value: object) -> str:
    if not isinstance(value, str) or len(value) > LONGEST:
        raise TypeError(f"{type(value).__name__} where a text of ordinary length belongs")
    return value


def _number(value: object) -> int:
    if not isinstance(value, int):
        raise TypeError(f"{type(value).__name__} where a number belongs")
    return int(value)


def _list(value: object) -> list[Any]:
    if not isinstance(value, list):
        raise TypeError("a list belongs here")
    return value


def _dict(value: object) -> dict[Any, Any]:
    if not isinstance(value, dict):
        raise TypeError("an object belongs here")
    return value


def _moment(body: Body, name: str) -> datetime | None:
    return _sane(moment(body[name])) if name in body else None


def _sane(at: datetime) -> datetime:
    """At the calendar's end there is no hour after: a report must not hang on one who writes so."""
    if not 2000 <= at.year <= 2200:
        raise ValueError("beyond any calendar of ours")
    return at


def _who(value: object) -> Who:
    said = _dict(value)
    return Who(*(_text(said.get(name, "")) for name in ("number", "name", "team", "source")))


def _plan(value: object) -> Plan:
    said = _dict(value)
    begins, ends = _sane(moment(said["begins"])), _sane(moment(said["ends"]))
    if not begins <= ends <= begins + LONGEST_SHIFT:
        raise ValueError("no shift lasts so")
    ids = {name: _text(said.get(name, "")) for name in ("post", "project", "site")}
    return Plan(shift=_text(said["shift"]), begins=begins, ends=ends, **ids)


def standing(deeds: Iterable[Deed]) -> list[Deed]:
    """The deeds that hold, in order: without undos, and without what they take back (an undo can be taken back too)."""
    gone: set[str] = set()
    ordered = sorted({deed.order: deed for deed in deeds}.values(), key=lambda deed: deed.order)
    for deed in reversed(ordered):
        if deed.act is Act.UNDO and deed.id not in gone:
            gone.add(deed.about)
    return [deed for deed in ordered if deed.act is not Act.UNDO and deed.id not in gone]
