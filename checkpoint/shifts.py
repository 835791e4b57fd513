"""A shift at a station: who began it, who joined and left, who handed it over; pure, from journal entries alone.

The shift that is running is read from the station's own journal, so an unfinished one survives a restart (domain 2.7).
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, replace
from datetime import datetime
from enum import StrEnum
from typing import Any, Final

from checkpoint.journal import Entry

SHIFT: Final = "shift"
"""Kind of the entries that tell of shifts."""


class Change(StrEnum):
    """What an entry of kind `shift` says."""

    BEGAN = "began"
    JOINED = "joined"
    LEFT = "left"
    HANDED_OVER = "handed_over"
    ENDED = "ended"


class SignedBy(StrEnum):
    """How somebody showed who they are."""

    BADGE = "badge"
    PIN = "pin"


@dataclass(frozen=True, slots=True)
class Operator:
    """Somebody on duty at the station. number: volunteer_no; name: masked."""

    number: str
    name: str


@dataclass(frozen=True, slots=True)
class Shift:
    """A shift that runs. label: what ledgers and the bar call it. operators: in the order in which they came.

    acting: whose name stands on entries: whoever signed in last.
    """

    label: str
    began_at: datetime
    operators: tuple[Operator, ...]

    @property
    def acting(self) -> Operator:
        """Who acts now."""
        return self.operators[-1]


def running(entries: Iterable[Entry]) -> Shift | None:
    """The shift that these entries leave running, oldest entry first; what can't be understood is passed over."""
    shift: Shift | None = None
    for entry in entries:
        if entry.kind == SHIFT and entry.body is not None:
            try:
                shift = after(shift, entry.body, entry.at)
            except (KeyError, ValueError, TypeError):
                continue
    return shift


def after(shift: Shift | None, body: Any, at: datetime) -> Shift | None:
    """The shift after one more entry. Raises KeyError, ValueError, TypeError for a body of another kind."""
    match Change(body["change"]):
        case Change.BEGAN:
            return Shift(body["shift"], at, (_operator(body),))
        case Change.HANDED_OVER:
            return Shift(body["next_shift"], at, (Operator(body["incoming"], body["incoming_name"]),))
        case Change.ENDED:
            return None
        case Change.JOINED:
            joined = _operator(body)
            return shift and replace(shift, operators=(*_without(shift, joined.number), joined))
        case Change.LEFT:
            left = shift and _without(shift, str(body["operator"]))
            return replace(shift, operators=left) if shift and left else shift


def _operator(body: Any) -> Operator:
    return Operator(str(body["operator"]), str(body["name"]))


def _without(shift: Shift, number: str) -> tuple[Operator, ...]:
    return tuple(one for one in shift.operators if one.number != number)


def label_of(local: datetime) -> str:
    """What a shift that begins then is called: `2022-12-05 22:30`, local time."""
    return f"{local:%Y-%m-%d %H:%M}"
