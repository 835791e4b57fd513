"""What the duty pages show, as frozen facts: cards, the attendance board and its timeline; it computes nothing.

Everything is masked. Codes stay codes here; the words are the pages'. Moments are UTC; a page turns them to the
site's zone.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import date, datetime
from typing import Any

from checkpoint.gate import Light


@dataclass(frozen=True, slots=True, kw_only=True)
class ShiftChoice:
    """A shift to choose. places_left: of its planned heads, how many nobody fills; may be negative."""

    shift: str
    begins: datetime
    ends: datetime
    post: str
    places_left: int


@dataclass(frozen=True, slots=True, kw_only=True)
class DutyCard:
    """What became of a badge shown at the duty desk; committed before it is handed over.

    entry: id given back with an answer, an override, a suspension or an undo. result: checked_in, checked_out, asked,
    refused. codes: what stands against it, most serious first; warns: what to know (`duty.rules.Code`). number:
    volunteer_no; name: masked; team, post: names. asks: what is to be answered (phone_end, health, confidential, guide)
    before duty begins; guide: the post's duty guide, paragraphs parted by blank lines. minutes: credited so far, after
    a check-out, and hours as printed. offers: what can be done now: answer, check_out, undo (anybody); override,
    suspend, walk_in, replace (a lead's). choices: shifts that run now, with walk_in and replace. undo_until: when a
    slip can no longer be taken back without a lead. group_until: until when members of the leader's team follow.
    kit: (name, how many) of what was handed out with the check-in; kit_missing: of what there was too little of.
    """

    entry: str
    light: Light
    result: str
    at: datetime
    number: str = ""
    name: str = ""
    team: str = ""
    post: str = ""
    shift: str = ""
    begins: datetime | None = None
    ends: datetime | None = None
    codes: tuple[str, ...] = ()
    warns: tuple[str, ...] = ()
    asks: tuple[str, ...] = ()
    guide: str = ""
    minutes: int | None = None
    hours: str = ""
    late_min: int = 0
    early_min: int = 0
    offers: tuple[str, ...] = ()
    choices: tuple[ShiftChoice, ...] = ()
    undo_until: datetime | None = None
    group_until: datetime | None = None
    by_group: bool = False
    kit: tuple[tuple[str, int], ...] = ()
    kit_missing: tuple[tuple[str, int], ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class LeadState:
    """Who acts as lead at the duty desk. name: masked, empty while nobody has signed. until: signed off by itself then.

    refusal: why the last signature was not taken (`shifts.Refusal`, or not_a_lead), or empty.
    """

    number: str = ""
    name: str = ""
    role: str = ""
    until: datetime | None = None
    refusal: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Acted:
    """What became of a lead's act. wrong: `leading.Wrong`, empty when it is written; entry: then its id, for an undo.

    codes: why a replacement or walk-in is not fit, or that the post was full. card: the check-in that followed.
    """

    entry: str = ""
    wrong: str = ""
    codes: tuple[str, ...] = ()
    card: DutyCard | None = None


@dataclass(frozen=True, slots=True)
class TimelineBar:
    """A stretch of somebody's day. kind: planned, served, open, unsigned, back_entry."""

    begins: datetime
    ends: datetime
    kind: str


@dataclass(frozen=True, slots=True, kw_only=True)
class BoardRow:
    """One volunteer at one shift. shift and number together name it in every act.

    status: `duty.record.Status`; marks: late, late_waived, early, early_waived, replacement, replaced, walk_in,
    overtime, closed, group; codes: of refusals and flags. replaces, replaced_by: `name (number)`, masked.
    confirm_until: of a forgotten check-out, when only a supervisor may still confirm it: what the countdown runs to.
    actions: what a lead may do with it: confirm_out, absent, excused, replace, waive_late, waive_early, overtime,
    back_entry, reinstate. undo: the newest entry about it that a lead can take back, or empty.
    """

    shift: str
    number: str
    name: str
    team: str
    post: str
    begins: datetime
    ends: datetime
    status: str
    marks: tuple[str, ...] = ()
    codes: tuple[str, ...] = ()
    came_at: datetime | None = None
    left_at: datetime | None = None
    minutes: int = 0
    sources: tuple[str, ...] = ()
    late_min: int = 0
    early_min: int = 0
    replaces: str = ""
    replaced_by: str = ""
    is_rostered: bool = True
    board_at: datetime | None = None
    close_at: datetime | None = None
    confirm_until: datetime | None = None
    bars: tuple[TimelineBar, ...] = ()
    actions: tuple[str, ...] = ()
    remarks: tuple[str, ...] = ()
    undo: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Stray:
    """Somebody who was refused and could be put down to no shift. number, name: empty where the badge said nobody."""

    at: datetime
    number: str
    name: str
    codes: tuple[str, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Board:
    """The attendance board of a natural day: its rows are those of the posts and teams that were asked for.

    figures: of the whole day; shown: of what was asked for; both as `duty.board.figures` names them (expected, present,
    replacements, rate in tenths of a per cent, late, early, missing, absent, excused, refused, unsigned, persons,
    person_times, minutes…). Rows of yesterday's shift that still runs come first. posts, teams: id -> name of all that
    the day has, for the filters. starts, ends: what the timeline spans. shifts: all that are planned
    and shown, also those that nobody is on. strays: the day's refusals of whoever was on none, oldest first.
    """

    day: date
    now: datetime
    figures: dict[str, Any]
    shown: dict[str, Any]
    rows: tuple[BoardRow, ...]
    starts: datetime
    ends: datetime
    posts: dict[str, str] = field(default_factory=dict)
    teams: dict[str, str] = field(default_factory=dict)
    shifts: tuple[ShiftChoice, ...] = ()
    strays: tuple[Stray, ...] = ()
    lead: LeadState = LeadState()
