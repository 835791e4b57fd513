"""Turns what the duty desk knows into what its pages show: lights, offers and rows; it computes nothing."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from datetime import datetime
from typing import Final

from checkpoint.duty import board as boards
from checkpoint.duty.board import Names
from checkpoint.duty.deeds import Act, Deed, Plan, standing
from checkpoint.duty.record import Record, Status
from checkpoint.duty.rules import Code
from checkpoint.gate import Light
from checkpoint.roster import Shift
from station.duties.checking import Result, Told
from station.duties.leading import filled
from station.ui.duty_view import BoardRow, ShiftChoice, TimelineBar


def light(told: Told) -> Light:
    """Green: done and nothing to know; red: refused; amber: something is asked, or has to be looked at."""
    if told.result is Result.REFUSED:
        # Who is here already or comes too early is not turned away from duty.
        return Light.AMBER if told.codes and _LOOKED_AT.issuperset(told.codes) else Light.RED
    is_plain = told.result is not Result.ASKED and not told.codes
    return Light.GREEN if is_plain else Light.AMBER


_LOOKED_AT: Final = frozenset({Code.ALREADY_ON_DUTY, Code.TOO_EARLY})


def offers(told: Told) -> tuple[str, ...]:
    """What can be done with a card now."""
    case = told.case
    may = {
        "answer": told.result is Result.ASKED,
        "check_out": Code.ALREADY_ON_DUTY in told.codes,
        "undo": told.result in {Result.CHECKED_IN, Result.CHECKED_OUT},
        "override": told.may_override,
        "suspend": bool(case and case.badge) and Code.BADGE_SUSPENDED not in told.codes,
        "walk_in": bool(told.choices),
        "replace": bool(told.choices),
    }
    return tuple(name for name, holds in may.items() if holds)


def newest(deeds: Sequence[Deed]) -> dict[tuple[str, str], str]:
    """(shift, volunteer) -> the newest entry about them that can be taken back."""
    found = {}
    for deed in standing(deeds):
        if deed.plan is not None and deed.act not in {Act.ASKED, Act.REFUSED}:
            found[deed.plan.shift, deed.who.number] = deed.id
    return found


def choices(shifts: Iterable[tuple[Plan, Shift]], records: Iterable[Record], names: Names) -> tuple[ShiftChoice, ...]:
    """Planned shifts, each with how many of its places nobody takes; records: at least theirs."""
    taken = filled(records)
    return tuple(
        ShiftChoice(
            shift=plan.shift,
            begins=plan.begins,
            ends=plan.ends,
            post=names.posts.get(plan.post, plan.post),
            places_left=shift.heads - taken.get(plan.shift, 0),
        )
        for plan, shift in shifts
    )


def row(record: Record, names: Names, now: datetime, undo: str) -> BoardRow:
    """A record as the board shows it. undo: the newest entry about it that can be taken back."""
    who, plan = record.who, record.plan
    chain = [f"{one.name} ({one.number})" if one else "" for one in (record.replaces, record.replaced_by)]
    return BoardRow(
        shift=plan.shift,
        number=who.number,
        name=who.name,
        team=names.teams.get(who.team, who.team),
        post=names.posts.get(plan.post, plan.post),
        begins=plan.begins,
        ends=plan.ends,
        status=record.status.value,
        marks=tuple(boards.marks(record)),
        codes=tuple(dict.fromkeys((*record.refusals, *sorted(flag.value for flag in record.flags)))),
        came_at=record.came_at,
        left_at=record.left_at,
        minutes=record.credited,
        sources=tuple(source.value for source in record.minutes),
        late_min=record.late_min,
        early_min=record.early_min,
        replaces=chain[0],
        replaced_by=chain[1],
        is_rostered=record.is_rostered,
        board_at=record.board_at,
        close_at=record.close_at,
        confirm_until=record.confirm_until if record.status is Status.UNSIGNED else None,
        bars=tuple(TimelineBar(bar.begins, bar.ends, bar.kind) for bar in boards.bars(record, now)),
        actions=_actions(record, now),
        remarks=record.remarks,
        undo=undo,
    )


def _actions(record: Record, now: datetime) -> tuple[str, ...]:
    came, is_over = bool(record.stints), now >= record.plan.ends
    is_gone = record.status in {Status.ABSENT, Status.EXCUSED}
    actions = {
        "confirm_out": came and record.stints[-1].ended is None,
        "absent": not came and not is_gone and now >= record.plan.begins,
        "excused": not came and record.status is not Status.EXCUSED,
        "replace": not came and record.replaced_by is None and not is_over,
        "waive_late": record.is_late,
        "waive_early": record.is_early,
        "overtime": came and not record.is_overtime,
        "back_entry": not came and is_over,
        "reinstate": Code.BORROWED.value in record.refusals,
    }
    return tuple(name for name, holds in actions.items() if holds)
