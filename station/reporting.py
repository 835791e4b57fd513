"""Ties the day page to the lane: figures, rows and exports, on a thread that no scan waits for; counts nothing."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

from PySide6.QtCore import QObject, Slot

from station.threads import Answer, Worker
from station.ui.view import Compared, Day
from station.ui.window import Window


class Reporting(QObject):
    """Answers the day page. central: today's figures there as they were last compared, None while they were not."""

    def __init__(self, window: Window) -> None:
        super().__init__()
        self._window = window
        self._lane: Any = None
        self.central: Compared | None = None
        self._worker = Worker("export")
        self._worker.answered.connect(self.take)
        window.day_asked.connect(self.bring_day)
        window.export_asked.connect(self.export)

    def meet(self, lane: Any) -> None:
        """The lane is open."""
        self._lane = lane

    def stop(self) -> None:
        """End the thread."""
        self._worker.stop()

    @Slot(object, str)
    def bring_day(self, day: Any, part: str) -> None:
        """The day page is open: bring that day's figures and rows."""
        if self._lane is not None:
            self._worker.ask("day", self._lane.day, day or self._lane.today(), part)

    @Slot(object, str, str)
    def export(self, day: Any, _format: str, path: str) -> None:
        """Write the day's log to a file."""
        if self._lane is not None:
            self._worker.ask("export", self._lane.export, day, path, self._window.language)

    @Slot(object)
    def take(self, answer: Answer) -> None:
        """The file is written, or it could not be; or a day's figures have come."""
        if answer.name == "day":
            if answer.error is None:
                self.show_figures(answer.value)
        elif answer.error is None:
            self._window.show_exported(str(answer.value))
        else:
            self._window.show_export_failed(str(answer.error))

    def show_figures(self, day: Day) -> None:
        """A day's figures, today's with central's beside them."""
        there = self.central
        if there is not None and day.day.isoformat() == there.day:
            central = {"in": there.entered, "out": there.left, "inside_at_end": there.inside}
            day = replace(day, central=central, differs=there.differs)
        self._window.show_day(day)
