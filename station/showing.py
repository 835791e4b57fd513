"""Turns what the desk and the logbook know into what the pages show; it computes nothing and paints nothing."""

from __future__ import annotations

from datetime import date
from typing import Any

from checkpoint.days import Passage
from checkpoint.gate import Outcome, actions_for
from station.desk import Shown
from station.ui.view import Card, Day, Row

MOST_ROWS = 500
"""The day page shows the newest of a busy day's rows; the export has them all."""

_OPEN = {Outcome.PENDING, Outcome.HELD}

_FIGURES = (
    "in",
    "out",
    "persons",
    "inside_at_end",
    "turned_away",
    "held",
    "pending",
    "cancelled",
    "manual",
    "open_flags",
    "peak_minute_count",
    "unsynced",
)


def card(shown: Shown) -> Card:
    """The verdict panel's card."""
    passage, verdict = shown.recorded.passage, shown.verdict
    return Card(
        attempt=passage.id,
        light=verdict.light,
        reason=verdict.reason,
        outcome=passage.outcome,
        direction=passage.direction,
        at=passage.at,
        actions=verdict.actions,
        name=passage.name,
        building=passage.building,
        category=passage.category,
        since=verdict.since,
        revocation=shown.revocation,
    )


def row(passage: Passage, gate: str) -> Row:
    """One line of a list. gate: the name to show."""
    return Row(
        attempt=passage.id,
        at=passage.scanned_at,
        gate=gate,
        direction=passage.direction,
        light=passage.light,
        outcome=passage.outcome,
        reason=passage.reason,
        name=passage.name,
        building=passage.building,
        category=passage.category,
        operator=passage.operator,
        flag=passage.flag,
        synced=passage.received_at is not None,
        actions=actions_for(passage.light, passage.reason) if passage.outcome in _OPEN else (),
    )


def day(chosen: date, report: dict[str, Any], passages: list[Passage], gates: dict[str, str]) -> Day:
    """The day page's content."""
    newest = passages[: -MOST_ROWS - 1 : -1]
    return Day(
        day=chosen,
        figures={name: int(report[name]) for name in _FIGURES},
        rows=tuple(row(passage, gates.get(passage.gate, passage.gate)) for passage in newest),
        total=len(passages),
    )
