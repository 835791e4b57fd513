"""One act at a sampling table as its journal entry tells it; their sum is `books`', what may be done `rules`'.

A tube is known by the id of the entry that opened it, and so are a box and a member: two tables that used one code
while apart have two tubes, and everything later names one of them. An act names what it is about in `amends`.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from enum import StrEnum
from sys import intern
from typing import Any, Final

from checkpoint.journal import Body
from checkpoint.passages import Arrived
from checkpoint.policy import POOLS

BOX: Final = "box"
TUBE: Final = "tube"
MEMBER: Final = "tube_member"
KINDS: Final = (BOX, TUBE, MEMBER)
"""Kinds of the entries that tell of sampling. Those of MEMBER alone name persons, and are forgotten first."""
MOST_TUBES: Final = 50
"""Tubes that a box takes (domain 2.5)."""
MOST_DETAIL: Final = 200
"""Characters of one text; what is longer was not written by this program."""
MOST_NAMED: Final = 200
"""Tubes or members that one act names at most."""
NOT_SAMPLED: Final = "not_sampled"
"""Why a member is taken out of an open tube: bound and not swabbed (domain 2.5)."""
UNDONE: Final = "undone"
"""Why a member is taken out who was bound by a slip: they are not to be sampled again for that."""
SCAN, TYPED = "scan", "typed"
"""How a member was found: by their pass, or by hand, as whoever comes without a phone."""


class Change(StrEnum):
    """What an act does. Of a box: opened, closed. Of a member: added, removed, replaced, moved. The rest of a tube.

    amended: one more was swabbed than was bound (样本已采，信息未采); its own MEMBER entry says who. It stays where the
    names are forgotten, so that a tube's count does.
    """

    OPENED = "opened"
    CLOSED = "closed"
    SEALED = "sealed"
    SENT = "sent"
    RECEIVED = "received"
    VOIDED = "voided"
    AMENDED = "amended"
    RESOLVED = "resolved"
    ADDED = "added"
    REMOVED = "removed"
    REPLACED = "replaced"
    MOVED = "moved"


OF: Final[Mapping[str, frozenset[Change]]] = {
    BOX: frozenset({Change.OPENED, Change.CLOSED}),
    TUBE: frozenset(
        {
            *(Change.OPENED, Change.SEALED, Change.SENT, Change.RECEIVED, Change.VOIDED),
            *(Change.AMENDED, Change.RESOLVED),
        }
    ),
    MEMBER: frozenset({Change.ADDED, Change.REMOVED, Change.REPLACED, Change.MOVED}),
}
"""Which changes an entry of a kind may tell of."""
NAMING: Final = frozenset(
    {Change.CLOSED, Change.SEALED, Change.VOIDED, Change.AMENDED, Change.ADDED, Change.REMOVED, Change.REPLACED}
)
"""Changes that are about one box, tube or member, which `amends` names."""
DETAILS: Final = (
    *("reason", "approved_by", "to", "by", "temperature", "name", "method", "kept"),
    "late",
)
"""What an act's `details` may say. approved_by: the lead who answers for it. to: whom the tubes were handed to, masked;
by: who handed them over or took them, a number; temperature: of the transport box, as read. name: a member's, masked.
method: SCAN or TYPED. kept: of a resolved conflict, the opening that keeps the code; empty for none. late: the member
was added after the seal."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Act:
    """One entry of the sampling kinds that this program understands.

    about: the id of the box, tube or member that it is about (`amends`), else empty. code: of a box or tube that was
    opened, or in conflict. box: opening of the box a tube belongs to. pool: persons that a tube is for. count: of a
    seal or void, how many are in it; of a closed box, how many tubes the program had. typed: of a closed box, how many
    tubes were counted by hand. subject: of a member, the number that gate entries use too. named: tubes sent or
    received, members moved, openings in conflict. details: texts under the names of DETAILS.
    """

    id: str
    kind: str
    change: Change
    station: str
    epoch: str
    seq: int
    site: str
    gate: str
    table: str
    at: datetime
    scanned_at: datetime
    corrected: bool
    received_at: datetime | None
    operator: str
    shift: str
    about: str = ""
    code: str = ""
    box: str = ""
    tube: str = ""
    pool: int = 0
    count: int = 0
    typed: int = 0
    short: bool = False
    subject: str = ""
    named: tuple[str, ...] = ()
    details: Mapping[str, str] = field(default_factory=dict)

    @property
    def order(self) -> tuple[datetime, str, str, int]:
        """Where it stands among all acts: corrected time first, then the journal's own order."""
        return self.scanned_at, self.station, self.epoch, self.seq

    @property
    def key(self) -> tuple[str, str, int]:
        """Its place in a journal, which no other has."""
        return self.station, self.epoch, self.seq

    def said(self, name: str) -> str:
        """A text of its details, or empty."""
        return self.details.get(name, "")


def act_of(arrived: Arrived) -> Act | None:
    """The act that an entry tells of; None when it is none, is forgotten, or a newer program wrote it."""
    entry = arrived.entry
    if entry.kind not in OF or entry.body is None:
        return None
    try:
        return _act(arrived, entry.body)
    except (KeyError, ValueError, TypeError):
        return None


def _act(arrived: Arrived, body: Body) -> Act:
    """Raises KeyError, ValueError, TypeError where the body is not what this program writes."""
    entry, change = arrived.entry, Change(body["change"])
    is_opening = change is Change.OPENED
    if change not in OF[entry.kind] or (change in NAMING and not entry.amends):
        raise ValueError(change)
    pool = _count(body["pool"]) if is_opening else 0
    subject = _text(body.get("subject", ""))
    if (is_opening and pool not in POOLS) or (change in {Change.ADDED, Change.REPLACED} and not subject):
        raise ValueError("pool or subject")
    return Act(
        id=intern(entry.id),
        kind=entry.kind,
        change=change,
        station=intern(entry.station),
        epoch=intern(entry.epoch),
        seq=entry.seq,
        site=intern(_text(body["site"])),
        gate=intern(_text(body.get("gate", ""))),
        table=intern(_text(body.get("table", ""))),
        at=entry.at,
        scanned_at=arrived.scanned_at,
        corrected=arrived.corrected,
        received_at=arrived.received_at,
        operator=intern(entry.operator),
        shift=entry.shift,
        about=intern(entry.amends or ""),
        code=_code(body["code"]) if is_opening or change is Change.RESOLVED else "",
        box=intern(_text(body.get("box", ""))),
        tube=intern(_text(body.get("tube", ""))),
        pool=pool,
        count=_count(body.get("count", 0)),
        typed=_count(body.get("typed", 0)),
        short=_flag(body.get("short", False)),
        subject=intern(subject),
        named=_named(body.get("named", [])),
        details=_details(body.get("details", {})),
    )


def _text(value: object) -> str:
    if not isinstance(value, str):
        raise TypeError(f"{type(value).__name__} where text belongs")
    if len(value) > MOST_DETAIL:
        raise ValueError("too long")
    return value


def _code(value: object) -> str:
    text = tidy(_text(value))
    if not text:
        raise ValueError("code")
    return text


def _count(value: object) -> int:
    if not isinstance(value, int) or isinstance(value, bool):
        raise TypeError(f"{type(value).__name__} where a number belongs")
    if not 0 <= value <= 9_999:
        raise ValueError("out of range")
    return value


def _flag(value: object) -> bool:
    if not isinstance(value, bool):
        raise TypeError(f"{type(value).__name__} where yes or no belongs")
    return value


def _named(value: object) -> tuple[str, ...]:
    if not isinstance(value, list) or len(value) > MOST_NAMED:
        raise ValueError("named")
    return tuple(_text(one) for one in value)


def _details(value: object) -> dict[str, str]:
    if not isinstance(value, dict):
        raise TypeError("details")
    return {name: intern(_text(text)) for name, text in value.items() if name in DETAILS}


def tidy(code: str) -> str:
    """A label as it is compared: what a scanner or a keyboard puts around it and small letters make no other code."""
    return code.strip().upper()


def body_of(change: Change, site: str, gate: str, table: str, **said: Any) -> dict[str, Any]:
    """What the entry of an act says; what is empty is left out. said: fields of Act, and texts of DETAILS."""
    facts = {name: value for name, value in said.items() if name not in DETAILS and value not in ("", None, ())}
    details = {name: str(said[name])[:MOST_DETAIL] for name in DETAILS if said.get(name)}
    if "named" in facts:
        facts["named"] = _list(facts["named"])
    told = {"change": change.value, "site": site, "gate": gate, "table": table, **facts}
    return told | ({"details": details} if details else {})


def _list(named: Sequence[str]) -> list[str]:
    return list(named)
