"""What the supplies page, the duty guide and the duty log show, as frozen facts that are handed over; all masked."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import datetime


@dataclass(frozen=True, slots=True, kw_only=True)
class StockRow:
    """One batch of an item. total: of all its batches, None but on the first of them. state: low, expired, short, none
    or empty. expiry: the last good day, or empty."""

    item: str
    name: str
    spec: str
    unit: str
    batch: str
    expiry: str
    quantity: int
    total: int | None = None
    short: int = 0
    state: str = ""


@dataclass(frozen=True, slots=True)
class Amount:
    """So many of something, by its name."""

    item: str
    name: str
    quantity: int
    unit: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class HolderCard:
    """Whose badge was held up. post, duty: of the shift they are on duty at, empty when they are not. got: in this
    shift. kit: what is still to be handed out of the post's kit; missing: what there is too little of.
    holds: what is to be given back."""

    number: str
    name: str
    post: str = ""
    duty: str = ""
    got: tuple[Amount, ...] = ()
    kit: tuple[Amount, ...] = ()
    missing: tuple[Amount, ...] = ()
    holds: tuple[Amount, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class MoveRow:
    """A move of today. change: its code. who: masked. is_undone: it was taken back."""

    id: str
    at: datetime
    change: str
    what: str
    who: str
    is_undone: bool


@dataclass(frozen=True, slots=True)
class HeldRow:
    """Something to be given back that somebody still has."""

    holder: str
    name: str
    what: Amount
    since: datetime


@dataclass(frozen=True, slots=True, kw_only=True)
class Supplies:
    """The whole page. refusal: why the last thing was not written down, as a code. done: the change that was, with what
    it was about. awaits_lead: a lead may let the quota be passed over now. undoable: the newest move of this station
    that can be taken back, or empty. alerts: low, expired, short -> of how many items."""

    rows: tuple[StockRow, ...] = ()
    moves: tuple[MoveRow, ...] = ()
    held: tuple[HeldRow, ...] = ()
    holder: HolderCard | None = None
    refusal: str = ""
    done: str = ""
    what: str = ""
    awaits_lead: bool = False
    undoable: str = ""
    alerts: dict[str, int] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Guide:
    """A post's duty guide (岗位指南). name: of the post."""

    post: str
    name: str
    text: str
    version: int


@dataclass(frozen=True, slots=True)
class LogRow:
    """One line of the duty log. about: incident or disinfection. texts: under the names of the form's fields."""

    id: str
    at: datetime
    about: str
    texts: dict[str, str]


@dataclass(frozen=True, slots=True)
class DutyLog:
    """Today's duty log, newest first. missing: fields that the last entry needs still; done: it was written.

    undoable: the newest that was written here and can be taken back, or empty.
    """

    rows: tuple[LogRow, ...]
    undoable: str = ""
    missing: tuple[str, ...] = ()
    done: bool = False
