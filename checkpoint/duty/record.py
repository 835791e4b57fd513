"""One volunteer at one shift, as attendance has it: status, stints, minutes, the replacement chain and what is odd."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date, datetime
from enum import StrEnum
from typing import Final
from zoneinfo import ZoneInfo

from checkpoint.duty.deeds import Plan, Who
from checkpoint.duty.minutes import Source, Stint, Window


class Status(StrEnum):
    """How it stands with somebody at a shift."""

    EXPECTED = "expected"
    ON_DUTY = "on_duty"
    DONE = "done"
    """已签退, also when a lead confirmed it or made a back-entry."""
    UNSIGNED = "unsigned"
    """未签退: on the board from an hour after the end; nothing is credited until a lead confirms."""
    MISSING = "missing"
    """未到: nobody has decided yet what it is."""
    ABSENT = "absent"
    EXCUSED = "excused"
    REFUSED = "refused"


PRESENT: Final = frozenset({Status.ON_DUTY, Status.DONE, Status.UNSIGNED})
"""实到: they came and were let on duty."""


class Flag(StrEnum):
    """What is odd about a record and wants a look."""

    BORROWED = "possible_borrowed"
    TWO_SITES = "two_sites"
    DOUBLE_SHIFT = "double_shift"
    BADGE_TWICE = "badge_twice"
    """Checked in at two gates without having left the first."""
    NO_CHECK_IN = "no_check_in"
    LATE_OUT = "out_after_close"
    """Checked out after the shift was closed: a lead has to say when it really was."""
    LONG_DAY = "long_day"
    SHORT_REST = "short_rest"
    CAPPED = "day_capped"


@dataclass(frozen=True, slots=True, kw_only=True)
class Record:
    """One volunteer at one shift. Moments are UTC; late_min, early_min: whole minutes, 0 within the grace.

    window: what is credited at most. is_rostered: counts among 应到. due_at: when they had to be there; who was asked
    in later is not late for the begin. replaces, replaced_by, approved_by, approved_at: the replacement chain. waived:
    late, early, what a lead does not hold against them. opened: id of the check-in that is open or was last. board_at,
    close_at, confirm_until: when a forgotten check-out comes on the board, is closed, and becomes a supervisor's; None
    unless the check-out is missing. refusals: why they were refused, each once. confirmed_by: the leads and witnesses
    behind it. leader: whom a group came in with. means: how they came. remarks: leads' reasons, in order.
    """

    plan: Plan
    who: Who
    status: Status
    window: Window
    is_rostered: bool = False
    is_walk_in: bool = False
    replaces: Who | None = None
    replaced_by: Who | None = None
    approved_by: str = ""
    approved_at: datetime | None = None
    stints: tuple[Stint, ...] = ()
    minutes: Mapping[Source, int] = field(default_factory=dict)
    due_at: datetime | None = None
    late_min: int = 0
    early_min: int = 0
    waived: frozenset[str] = frozenset()
    is_overtime: bool = False
    opened: str = ""
    board_at: datetime | None = None
    close_at: datetime | None = None
    confirm_until: datetime | None = None
    is_closed: bool = False
    refusals: tuple[str, ...] = ()
    flags: frozenset[Flag] = frozenset()
    confirmed_by: tuple[str, ...] = ()
    leader: str = ""
    means: str = ""
    remarks: tuple[str, ...] = ()

    @property
    def key(self) -> tuple[str, str]:
        """(shift, volunteer_no): what no two records share."""
        return self.plan.shift, self.who.number

    @property
    def came_at(self) -> datetime | None:
        """签到."""
        return self.stints[0].began if self.stints else None

    @property
    def left_at(self) -> datetime | None:
        """签退; None while on duty or unknown."""
        return self.stints[-1].ended if self.stints else None

    @property
    def credited(self) -> int:
        """Minutes in all; reports say by source what they are made of."""
        return sum(self.minutes.values())

    @property
    def is_present(self) -> bool:
        """Counts among 实到."""
        return self.status in PRESENT

    @property
    def is_open(self) -> bool:
        """On duty as far as anybody knows, and not closed."""
        return bool(self.stints) and self.stints[-1].ended is None and not self.is_closed

    @property
    def is_late(self) -> bool:
        """迟到, and no lead waived it."""
        return self.late_min > 0 and "late" not in self.waived

    @property
    def is_early(self) -> bool:
        """早退, and no lead waived it."""
        return self.early_min > 0 and "early" not in self.waived

    def day(self, zone: ZoneInfo) -> date:
        """The natural day that it is booked to: the one on which the shift begins."""
        return self.plan.begins.astimezone(zone).date()
