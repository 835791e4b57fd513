"""One move of stock as its journal entry tells it: what, how many, of which batch, who and why; summing is `books`'.

A move is one document (单据): its lines stand or fall together, and whoever undoes it undoes all of them.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date, datetime, timedelta
from enum import StrEnum
from typing import Any, Final

from checkpoint.journal import Body
from checkpoint.passages import Arrived

STOCK: Final = "stock"
"""Kind of the entries that tell of supplies."""
MOST: Final = 10_000_000
"""Of one batch nobody moves more at once; a balance must not hang on one who writes so."""
MOST_DETAIL: Final = 200
"""Characters of one text; what is longer was not written by this program."""
MOST_LINES: Final = 200
UNDONE_WITHIN: Final = timedelta(days=1)
"""A move older than this is set right by a count, not by undoing it."""


class Change(StrEnum):
    """What an entry of kind `stock` says (domain 2.8)."""

    RECEIVED = "received"
    ISSUED = "issued"
    RETURNED = "returned"
    WASTED = "wasted"
    SENT = "sent"
    COUNTED = "counted"
    UNDONE = "undone"
    CARRIED = "carried"


class Source(StrEnum):
    """Where supplies came from: 调拨, 采购, 捐赠."""

    ALLOTTED = "allotted"
    PURCHASED = "purchased"
    DONATED = "donated"


SIGN: Final = {
    Change.RECEIVED: 1,
    Change.RETURNED: 1,
    Change.ISSUED: -1,
    Change.WASTED: -1,
    Change.SENT: -1,
}
"""Whether a move adds to a balance or takes from it; a count says what there is."""
DETAILS: Final = (
    *("source", "donor", "document", "second", "holder", "holder_name", "duty", "reason", "approved_by"),
    "other_site",
)
"""What a move's `details` may say. second: the second name of a receipt. holder: volunteer_no of who has it, with the
masked name. duty: the shift that it was handed out for. approved_by: the lead who let a quota be passed over."""

Batch = tuple[str, str, str]
"""(item, batch, expiry): what is kept and counted apart."""


@dataclass(frozen=True, slots=True)
class Line:
    """So many of one batch. item: id of a StockItem. expiry: natural day, or empty. Of a count: how many there are."""

    item: str
    batch: str
    expiry: str
    quantity: int

    @property
    def key(self) -> Batch:
        """The batch that it is about."""
        return self.item, self.batch, self.expiry


@dataclass(frozen=True, slots=True, kw_only=True)
class Move:
    """One entry of kind `stock` that this program understands. details: texts under the names of DETAILS.

    amends: the move that it undoes.
    """

    id: str
    station: str
    epoch: str
    seq: int
    site: str
    gate: str
    change: Change
    at: datetime
    scanned_at: datetime
    corrected: bool
    received_at: datetime | None
    operator: str
    shift: str
    lines: tuple[Line, ...] = ()
    details: Mapping[str, str] = field(default_factory=dict)
    amends: str | None = None

    @property
    def order(self) -> tuple[datetime, str, str, int]:
        """Where it stands among all moves: corrected time first, then the journal's own order."""
        return self.scanned_at, self.station, self.epoch, self.seq

    @property
    def journal(self) -> tuple[str, str]:
        """(station, epoch) of the journal that it stands in."""
        return self.station, self.epoch


def move_of(arrived: Arrived) -> Move | None:
    """The move that an entry tells of; None when it is none, is forgotten, or a newer program wrote it."""
    entry = arrived.entry
    if entry.kind != STOCK or entry.body is None:
        return None
    try:
        return _move(arrived, entry.body)
    except (KeyError, ValueError, TypeError):
        return None


def _move(arrived: Arrived, body: Body) -> Move:
    """Raises KeyError, ValueError, TypeError where the body is not what this program writes."""
    entry, change = arrived.entry, Change(body["change"])
    if change is Change.UNDONE and not entry.amends:
        raise ValueError("amends")
    return Move(
        id=entry.id,
        station=entry.station,
        epoch=entry.epoch,
        seq=entry.seq,
        site=text_of(body["site"]),
        gate=text_of(body.get("gate", "")),
        change=change,
        at=entry.at,
        scanned_at=arrived.scanned_at,
        corrected=arrived.corrected,
        received_at=arrived.received_at,
        operator=entry.operator,
        shift=entry.shift,
        lines=_lines(body, change),
        details=_details(body.get("details", {})),
        amends=entry.amends,
    )


def text_of(value: object) -> str:
    """A body's text. Raises TypeError, ValueError for what this program never writes."""
    if not isinstance(value, str):
        raise TypeError(f"{type(value).__name__} where text belongs")
    if len(value) > MOST_DETAIL:
        raise ValueError("too long")
    return value


def count_of(value: object, least: int = 0, most: int = MOST) -> int:
    """A body's number. Raises TypeError, ValueError for what this program never writes."""
    if not isinstance(value, int) or isinstance(value, bool):
        raise TypeError(f"{type(value).__name__} where a number belongs")
    if not least <= value <= most:
        raise ValueError("out of range")
    return value


def line_of(value: Mapping[str, Any], least: int) -> Line:
    """One line of a body. least: the smallest quantity that makes sense."""
    expiry = text_of(value.get("expiry", ""))
    if expiry:
        date.fromisoformat(expiry)
    batch = text_of(value.get("batch", ""))
    return Line(text_of(value["item"]), batch, expiry, count_of(value["quantity"], least))


def _lines(body: Body, change: Change) -> tuple[Line, ...]:
    if change in {Change.UNDONE, Change.CARRIED}:
        return ()
    lines = body["lines"]
    if not isinstance(lines, list) or not 1 <= len(lines) <= MOST_LINES:
        raise ValueError("lines")
    return tuple(line_of(line, 0 if change is Change.COUNTED else 1) for line in lines)


def _details(value: object) -> dict[str, str]:
    if not isinstance(value, dict):
        raise TypeError("details")
    return {name: text_of(text) for name, text in value.items() if name in DETAILS}


def body_of(change: Change, site: str, gate: str, lines: Sequence[Line], **details: str) -> dict[str, Any]:
    """What the entry of a move says; empty details are left out."""
    return {
        "change": change.value,
        "site": site,
        "gate": gate,
        "lines": [
            {"item": one.item, "batch": one.batch, "expiry": one.expiry, "quantity": one.quantity} for one in lines
        ],
        "details": {name: text[:MOST_DETAIL] for name, text in details.items() if text},
    }
