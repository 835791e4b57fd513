"""The working side of the duty guide and the duty log, as plain functions for a worker's thread; it knows no Qt."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime

from checkpoint import days, dutylog, masking
from checkpoint.dutylog import LOG, About, Logged
from checkpoint.roster import Post
from station.desk import Desk
from station.shifts import ShiftDesk
from station.ui.supply_view import DutyLog, Guide, LogRow


class LogLane:
    """Guides and the duty log of one station. Call it from the desk's thread."""

    def __init__(self, desk: Desk, shifts: ShiftDesk) -> None:
        self._desk, self._shifts = desk, shifts

    # --- duty guide ---

    def guides(self) -> tuple[Guide, ...]:
        """The duty guides (岗位指南) of all posts that have one."""
        posts = self._desk.store.documents(Post)
        return tuple(Guide(one.id, one.name, one.guide, one.guide_version) for one in posts if one.guide.strip())

    # --- duty log ---

    def duty_log(self) -> DutyLog:
        """Today's duty log."""
        return DutyLog(self._log_rows())

    def log(self, about: str, values: Mapping[str, str]) -> DutyLog:
        """Write an incident or a disinfection down; what is needed still comes back instead."""
        kind, texts = About(about), dict(values)
        missing = dutylog.missing(kind, texts)
        if missing:
            return DutyLog(self._log_rows(), missing=missing)
        if "person" in texts:
            texts["person"] = self._person(texts["person"])
        place = self._desk.place
        self._desk.note(LOG, dutylog.body_of(kind, place.site.id, place.gate.id, texts))
        return DutyLog(self._log_rows(), done=True)

    def undo_log(self, id_: str) -> DutyLog:
        """Take an entry of the duty log back, if it is of today and from this station."""
        if id_ in {one.id for one in self._log_rows()}:
            place = self._desk.place
            self._desk.note(LOG, {"about": About.UNDONE.value, "site": place.site.id}, amends=id_)
        return DutyLog(self._log_rows())

    def _person(self, typed: str) -> str:
        shift = self._shifts.shift
        on_duty = {one.number: one.name for one in shift.operators} if shift else {}
        return on_duty.get(typed.strip()) or masking.name(typed)

    def between(self, start: datetime, end: datetime) -> tuple[Logged, ...]:
        """What was written down in [start, end] at this gate."""
        place = self._desk.place
        held = dutylog.fold(self._desk.store.told(LOG), place.site.id)
        return tuple(one for one in held if start <= one.scanned_at <= end and one.gate == place.gate.id)

    def _log_rows(self) -> tuple[LogRow, ...]:
        place = self._desk.place
        held = dutylog.fold(self._desk.store.told(LOG), place.site.id)
        start, end = days.bounds(days.day_of(self._desk.clock.now(), place.zone), place.zone)
        today = dutylog.within(held, start, end)
        return tuple(LogRow(one.id, one.scanned_at, one.about.value, dict(one.texts)) for one in reversed(today))
