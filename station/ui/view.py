"""What the pages show, as frozen facts that `app` hands over; painting is left to the pages, words to translations.

Everything here is already masked: no page ever holds a full name, phone, room or number of a person.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime
from enum import StrEnum

from checkpoint.gate import Action, Direction, Light, Outcome, Reason


@dataclass(frozen=True, slots=True, kw_only=True)
class Card:
    """The verdict panel's content for one showing, committed before it is handed over.

    attempt: id of the entry, given back with a decision. since: the earlier moment that the reason speaks of.
    revocation: reason of a revocation (lost, moved, misused, other) or empty. name, building: masked, may be empty.
    """

    attempt: str
    light: Light
    reason: Reason
    outcome: Outcome
    direction: Direction
    at: datetime
    actions: tuple[Action, ...] = ()
    name: str = ""
    building: str = ""
    category: str = ""
    since: datetime | None = None
    revocation: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Row:
    """One line of the last passages and of the day's log. synced: central has it.

    actions: what may still be decided about it; empty when nothing is open.
    """

    attempt: str
    at: datetime
    gate: str
    direction: Direction
    light: Light
    outcome: Outcome
    reason: Reason
    name: str
    building: str
    category: str
    operator: str
    flag: str | None
    synced: bool
    actions: tuple[Action, ...] = ()

    @property
    def card(self) -> Card:
        """The card again, for deciding it after somebody else's card has come before it."""
        return Card(
            attempt=self.attempt,
            light=self.light,
            reason=self.reason,
            outcome=self.outcome,
            direction=self.direction,
            at=self.at,
            actions=self.actions,
            name=self.name,
            building=self.building,
            category=self.category,
        )


class Link(StrEnum):
    """How this station stands with central."""

    ONLINE = "online"
    OFFLINE = "offline"
    NOT_ENROLLED = "not_enrolled"
    REVOKED = "revoked"


@dataclass(frozen=True, slots=True, kw_only=True)
class Status:
    """What is always in sight. refused: entries central keeps aside. clock_offset_ms: central's clock minus ours."""

    site: str
    gate: str
    lane: str
    direction: Direction
    operator: str
    shift: str
    link: Link
    unsent: int
    refused: int = 0
    inside: int = 0
    entered: int = 0
    left: int = 0
    turned_away: int = 0
    last_sync: datetime | None = None
    clock_offset_ms: int | None = None
    demo: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class Day:
    """The day page: the chosen natural day, its figures (as `days.report` names them) and its rows, newest first.

    rows: at most a screenful of hundreds; total: how many the day has.
    """

    day: date
    figures: dict[str, int]
    rows: tuple[Row, ...]
    total: int


class Trouble(StrEnum):
    """What a banner says is wrong; each has one sentence of words and leaves the gate working."""

    CAMERA_MISSING = "camera_missing"
    CAMERA_FROZEN = "camera_frozen"
    CAMERA_BLACK = "camera_black"
    DISK_FULL = "disk_full"
    STORE_FAILED = "store_failed"
    NOT_READY = "not_ready"
    STORE_LOCKED = "store_locked"
    STORE_DAMAGED = "store_damaged"
    STORE_FUTURE = "store_future"
    STORE_KEY = "store_key"
    STORE_READ_ONLY = "store_read_only"
    DEMO_FAILED = "demo_failed"
    CLOCK_WRONG = "clock_wrong"
