"""The working side of the duty guide and the duty log, as plain functions for a worker's thread; it knows no Qt."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from datetime import datetime

from checkpoint import days, dutylog
from checkpoint.dutylog import LOG, About, Logged
from checkpoint.roster import Post
from station.desk import Desk
from station.storeroom import named
from station.ui.supply_view import DutyLog, Guide, LogRow


class LogLane:
    """Guides and the duty log of one station. Call it from the desk's thread."""

    def __init__(self, desk: Desk) -> None:
        self._desk = desk

    # --- duty guide ---

    def guides(self) -> tuple[Guide, ...]:
        """The duty guides (岗位指南) of all posts that have one."""
        posts = self._desk.store.documents(Post)
        return tuple(Guide(one.id, one.name, one.guide, one.guide_version) for one in posts if one.guide.strip())

    # --- duty log ---

    def duty_log(self) -> DutyLog:
        """Today's duty log."""
        return self._shown()

    def log(self, about: str, values: Mapping[str, str]) -> DutyLog:
        """Write an incident or a disinfection down; what is needed still comes back instead."""
        kind, texts = About(about), dict(values)
        missing = dutylog.missing(kind, texts)
        if missing:
            return replace(self._shown(), missing=missing)
        if "person" in texts:
            texts["person"] = named(self._desk.store, texts["person"])
        place = self._desk.place
        self._desk.note(LOG, dutylog.body_of(kind, place.site.id, place.gate.id, texts))
        return replace(self._shown(), done=True)

    def undo_log(self, id_: str) -> DutyLog:
        """Take back what was written down here today."""
        if id_ in {one.id for one in self._own(self._today())}:
            place = self._desk.place
            self._desk.note(LOG, {"about": About.UNDONE.value, "site": place.site.id}, amends=id_)
        return self._shown()

    def between(self, start: datetime, end: datetime) -> tuple[Logged, ...]:
        """What was written down in [start, end] at this gate."""
        return tuple(
            one for one in self._log() if start <= one.scanned_at <= end and one.gate == self._desk.place.gate.id
        )

    def _log(self) -> list[Logged]:
        return dutylog.fold(self._desk.store.told(LOG), self._desk.place.site.id)

    def _today(self) -> list[Logged]:
        zone = self._desk.place.zone
        return dutylog.within(self._log(), *days.bounds(days.day_of(self._desk.clock.now(), zone), zone))

    def _own(self, log: list[Logged]) -> list[Logged]:
        return [one for one in log if one.station == self._desk.store.station]

    def _shown(self) -> DutyLog:
        today = self._today()
        own = self._own(today)
        rows = tuple(LogRow(one.id, one.scanned_at, one.about.value, dict(one.texts)) for one in reversed(today))
        return DutyLog(rows, undoable=own[-1].id if own else "")
