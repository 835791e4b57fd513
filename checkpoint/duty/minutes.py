"""Minutes that duty is credited with: what of it lies within the plan; who served when is `attendance`'s to say.

Minutes are whole and never rounded up; printed hours are floored to a tenth (domain 2.6).
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime, timedelta
from enum import StrEnum
from typing import Final

MINUTE: Final = timedelta(minutes=1)


class Source(StrEnum):
    """Where minutes come from; they are never added up without saying so (domain 2.6)."""

    SCAN = "scan"
    LEAD_CONFIRMED = "lead_confirmed"
    BACK_ENTRY = "back_entry"


@dataclass(frozen=True, slots=True)
class Stint:
    """A stretch of duty. ended: None while it is open, or when nobody knows when it ended; then nothing is credited."""

    began: datetime
    ended: datetime | None = None
    source: Source = Source.SCAN
    confirmed_by: str = ""


@dataclass(frozen=True, slots=True)
class Window:
    """What is credited at most: the plan, or what a lead approved beyond it."""

    begins: datetime
    ends: datetime

    def widened(self, since: datetime, until: datetime) -> Window:
        """The window with approved overtime; it never gets narrower."""
        return Window(min(self.begins, since), max(self.ends, until))

    @property
    def minutes(self) -> int:
        """How long it is."""
        return whole(self.ends - self.begins)


def whole(span: timedelta) -> int:
    """Whole minutes of a span; a span that runs backwards has none."""
    return max(0, span // MINUTE)


def credited(stints: Iterable[Stint], window: Window) -> dict[Source, int]:
    """source -> minutes of these stints within the window; what two stints cover together counts once.

    The seconds of all stints are added up before minutes are made of them. What the sources lose by being floored one
    by one goes to none, so that their sum is never more than the overlap.
    """
    seconds: dict[Source, timedelta] = {}
    covered = window.begins
    for stint in sorted(stints, key=lambda one: (one.began, one.ended or one.began, one.source)):
        if stint.ended is None:
            continue
        begins, ends = max(stint.began, covered), min(stint.ended, window.ends)
        if ends > begins:
            seconds[stint.source] = seconds.get(stint.source, timedelta()) + (ends - begins)
            covered = ends
    return {source: whole(span) for source, span in sorted(seconds.items())}


def capped(minutes: dict[Source, int], left: int) -> dict[Source, int]:
    """The minutes with at most `left` in all; what was scanned is kept first."""
    kept = {}
    for source in Source:
        take = min(minutes.get(source, 0), left)
        left -= take
        if take:
            kept[source] = take
    return kept


def hours(minutes: int) -> str:
    """Minutes as printed: hours floored to a tenth, `598` -> `9.9`."""
    tenths = minutes // 6
    return f"{tenths // 10}.{tenths % 10}"
