"""What the pages show, as frozen facts that `app` hands over; painting is left to the pages, words to translations.

Everything here is already masked: no page ever holds a full name, phone, room or number of a person.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import date, datetime
from enum import StrEnum
from typing import TYPE_CHECKING

from checkpoint.gate import Action, Direction, Light, Outcome, Reason

if TYPE_CHECKING:
    from checkpoint.handover import Sheet


class Ask(StrEnum):
    """What a card asks the guide to type."""

    NOTHING = ""
    TEMPERATURE = "temperature"
    PLATE = "plate"
    HEADS = "heads"


@dataclass(frozen=True, slots=True, kw_only=True)
class Card:
    """The verdict panel's content for one showing, committed before it is handed over.

    attempt: id of the entry, given back with a decision. since: the earlier moment that the reason speaks of.
    revocation: reason of a revocation (lost, moved, misused, other) or empty. name, building: masked, may be empty.
    ask: what the card has a line to type for. ticket: text of a temporary pass that can be printed, valid_to: its end.
    undo_until: until when what was done can be taken back. may_bring: others in the car may be counted with them.
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
    ask: Ask = Ask.NOTHING
    ticket: str = ""
    valid_to: datetime | None = None
    undo_until: datetime | None = None
    plate: str = ""
    heads: int = 1
    may_bring: bool = False


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
    """How this station stands with central. NOT_CENTRAL: somebody else answers in its place."""

    ONLINE = "online"
    OFFLINE = "offline"
    NOT_CENTRAL = "not_central"
    NOT_ENROLLED = "not_enrolled"
    REVOKED = "revoked"


@dataclass(frozen=True, slots=True)
class Compared:
    """A day's figures at central when everything had been sent, and so should have been this station's own.

    differs: they were not, twice in a row; once may be another gate's entry that was still on its way here.
    """

    day: str
    entered: int
    left: int
    inside: int
    differs: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class Status:
    """What is always in sight. refused: entries central keeps aside. clock_offset_ms: central's clock minus ours.

    visits: visitors who have not left; visits_late: those of them whose pass is over. looks_at_codes: the profile has
    visual checks. central: today's figures as central has them, None while it was not asked. is_twice: another
    computer writes as this station. has_parted: it goes on under a new epoch, and nobody has looked into that.
    lock_s: after so many seconds without anybody no names are shown; 0: never. samples: this site has sampling tables.
    why: of somebody else who answers: expired, untrusted or other_key, when it is central's certificate. full: what
    central says finds no room on this computer's disk.
    """

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
    visits: int = 0
    visits_late: int = 0
    is_peak: bool = False
    looks_at_codes: bool = False
    central: Compared | None = None
    is_twice: bool = False
    has_parted: bool = False
    lock_s: float = 180.0
    samples: bool = False
    why: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Day:
    """The day page: the chosen natural day, its figures (as `days.report` names them) and its rows, newest first.

    rows: at most a screenful of hundreds, of the part that was asked for; total: how many there are of them.
    part: name of the figure whose rows these are, or empty. categories: people by category. companies: couriers by
    company. minutes: people in each quarter of an hour, local. central: the same figures there when they were last
    compared, None while they were not; differs: they were others. is_guarded: a lead signs before it is exported.
    """

    day: date
    figures: dict[str, int]
    rows: tuple[Row, ...]
    total: int
    part: str = ""
    categories: dict[str, int] = field(default_factory=dict)
    minutes: tuple[tuple[datetime, int], ...] = ()
    companies: dict[str, int] = field(default_factory=dict)
    central: dict[str, int] | None = None
    differs: bool = False
    is_guarded: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class Found:
    """Somebody of the roster who may be the one meant. name, building, phone: masked."""

    subject: str
    name: str
    building: str
    phone: str
    category: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Finding:
    """The answer to what was typed. fault: code of what is wrong with it, with position and expected, or empty.

    is_number: an identity number was typed. is_household: these are the people of a home whose pass was shown.
    people: at most eight.
    """

    query: str
    people: tuple[Found, ...] = ()
    fault: str = ""
    position: int = 0
    expected: str = ""
    is_number: bool = False
    is_household: bool = False
    holder: str = ""


@dataclass(frozen=True, slots=True)
class Field:
    """A field of a form. kind: text, number, tick, choice, temperature. choices: codes."""

    name: str
    required: bool
    kind: str = "text"
    choices: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class Form:
    """What is asked of somebody of a category. attempt: the card that it settles; name: masked, when known already."""

    category: str
    categories: tuple[str, ...]
    fields: tuple[Field, ...]
    attempt: str = ""
    name: str = ""


@dataclass(frozen=True, slots=True)
class FieldFault:
    """What is wrong with a field of a form, as a code."""

    field: str
    code: str


@dataclass(frozen=True, slots=True, kw_only=True)
class VisitRow:
    """Somebody inside. is_late: the pass is over. employer: a courier's company, else empty."""

    subject: str
    name: str
    building: str
    category: str
    since: datetime
    valid_to: datetime | None
    tag: str
    plate: str
    heads: int
    is_late: bool
    employer: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class OnDuty:
    """The shift at this station. people: (number, masked name). sheet: what would be handed over, or None.

    refusal: why the last signature was not taken, as a code. outgoing: who has signed as the one who goes.
    """

    label: str
    people: tuple[tuple[str, str], ...]
    sheet: Sheet | None
    refusal: str = ""
    outgoing: str = ""
    handed_over: bool = False
    is_handing_over: bool = False


@dataclass(frozen=True, slots=True)
class CameraName:
    """A camera that can be chosen. source: what the settings keep."""

    source: str
    name: str


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
    RETIRING = "retiring"


class Carry(StrEnum):
    """Which way something goes on a stick."""

    OUT = "out"
    IN = "in"


@dataclass(frozen=True, slots=True)
class Carried:
    """What came of a stick. entries: copied, or settled by central. news: of roster and site. fault: code or empty."""

    way: Carry
    file: str = ""
    entries: int = 0
    news: int = 0
    fault: str = ""


@dataclass(frozen=True, slots=True)
class Leaving:
    """How far a station has got in leaving service. waiting: entries that central does not have.

    is_erased: nothing is left to be done; has_failed: its data could not be erased.
    """

    waiting: int
    is_erased: bool = False
    has_failed: bool = False
