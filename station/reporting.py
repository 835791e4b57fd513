"""Ties the day page to the lane: figures, rows and exports, on a thread that no scan waits for; counts nothing.

What else takes a second is done there too: forgetting, and reading the books of supplies and of tubes.
"""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING, Any

from PySide6.QtCore import QObject, QTimer, Signal, Slot

from station import tidying
from station.settings import Places
from station.threads import Answer, Worker
from station.ui.view import Compared, Day
from station.ui.window import Window

if TYPE_CHECKING:
    from station.ui.day_page import DayPage

READ_AHEAD_AFTER_MS = 3_000
"""After the first code could be judged: the first people come first."""

PUT_OFF_AT_MOST = 60
"""Minutes."""


class Reporting(QObject):
    """Answers the day page. central: today's figures there as they were last compared, None while they were not.

    Signals: passed_on(text, method, suppressed), a code that is no badge; changed(), an entry was written.
    """

    passed_on = Signal(str, str, int)
    changed = Signal()

    def __init__(self, window: Window, desk: Worker, where: Places) -> None:
        super().__init__()
        self._window, self._desk, self._where = window, desk, where
        self._lane: Any = None
        self._scanned = ("", "", 0)
        self._put_off = 0
        self.central: Compared | None = None
        self._worker = Worker("export")
        self._worker.answered.connect(self.take_own)
        window.day_asked.connect(self.bring_day)
        window.export_asked.connect(self.export)
        window.pages.day.then(self._meet_page)

    def _meet_page(self, page: DayPage) -> None:
        page.folder = self._where.exports
        page.signed.connect(self.sign_with_pin)
        page.dropped.connect(self.drop)

    def meet(self, lane: Any) -> None:
        """The lane is open."""
        self._lane = lane
        QTimer.singleShot(READ_AHEAD_AFTER_MS, self, self.read_ahead)

    @Slot()
    def read_ahead(self) -> None:
        """Read the books of supplies and of tubes before somebody opens their page and a scan waits for that."""
        if self._lane is not None:
            self._worker.ask("books", self._lane.supplies.room.read)
            self._worker.ask("tubes", self._lane.sampling.tubes.read)

    def stop(self) -> None:
        """End the thread."""
        self._worker.stop()

    def let_go(self) -> None:
        """Nothing of the lane is touched from here any more, when this returns."""
        self._lane = None
        self.stop()

    def tidy(self, now: Any) -> None:
        """Delete what lies too long in the station's own folders."""
        self._worker.ask("tidy", tidying.delete_old, tidying.folders(self._where), now)

    def forget(self, *, is_quiet: bool) -> None:
        """Let retention forget a little while nobody is at the gate, and after an hour in any case.

        A day's figures are counted before its passages go, which takes a second or more: a card would come later.
        """
        self._put_off = 0 if is_quiet else self._put_off + 1
        if self._lane is not None and (is_quiet or self._put_off > PUT_OFF_AT_MOST):
            self._worker.ask("forget", self._lane.forget_expired)
        if self._lane is not None and self._lane.sampling.tubes.wants_reading:
            self._worker.ask("tubes", self._lane.sampling.tubes.read)

    # --- figures ---

    @Slot(object, str)
    def bring_day(self, day: Any, part: str) -> None:
        """The day page is open: bring that day's figures and rows."""
        if self._lane is not None:
            self._worker.ask("day", self._lane.day, day or self._lane.today(), part)

    def show_figures(self, day: Day) -> None:
        """A day's figures, today's with central's beside them."""
        there = self.central
        if there is not None and day.day.isoformat() == there.day:
            central = {"in": there.entered, "out": there.left, "inside_at_end": there.inside}
            day = replace(day, central=central, differs=there.differs)
        self._window.show_day(day)

    # --- exports ---

    @property
    def takes_badges(self) -> bool:
        """Whether a code that is shown now may be the badge of somebody who signs for an export."""
        return self._window.pages.is_at_day and self._window.day.awaits_lead

    def scan(self, text: str, method: str, suppressed: int) -> None:
        """A code was shown while a lead is waited for."""
        self._scanned = (text, method, suppressed)
        self._desk.ask("export_signed", self._lane.exports.sign, text)

    @Slot(str, str)
    def sign_with_pin(self, number: str, pin: str) -> None:
        """A lead's number and PIN were typed."""
        if self._lane is not None:
            self._desk.ask("export_signed", self._lane.exports.sign_with_pin, number, pin)

    @Slot()
    def drop(self) -> None:
        """No export after all."""
        if self._lane is not None:
            self._desk.ask("export_dropped", self._lane.exports.drop)

    @Slot(object, str, str)
    def export(self, day: Any, _format: str, path: str) -> None:
        """Write the day's log to a file."""
        if self._lane is not None:
            self._worker.ask("export", self._lane.exports.write, day, path, self._window.language)

    # --- answered ---

    @Slot(object)
    def take_own(self, answer: Answer) -> None:
        """A file is written and waits for its entry, or could not be; a day's figures have come; some is forgotten."""
        if self._lane is None:
            return
        if answer.name == "day" and answer.error is None:
            self.show_figures(answer.value)
        elif answer.name == "books" and answer.error is None:
            self._desk.ask("books", self._lane.supplies.room.open_with, answer.value)
        elif answer.name == "tubes" and answer.error is None:
            self._desk.ask("tubes", self._lane.sampling.tubes.open_with, answer.value)
        elif answer.name == "forget":
            self._desk.ask("forget", self._lane.forget_moves, answer.value or 0)
        elif answer.name == "export" and answer.error is None:
            self._desk.ask("export_done", self._lane.exports.hand_over, answer.value)
        elif answer.name == "export":
            self._window.show_export_failed(str(answer.error))
            self.drop()

    def take(self, answer: Answer) -> bool:
        """What the desk's thread has done about an export; False when it was for somebody else."""
        if answer.name == "export_done":
            self._took_done(answer)
        elif answer.name == "export_signed" and answer.error is None:
            self._took_signed(answer.value)
        elif answer.name.startswith("export_") and answer.error is not None:
            self._window.show_export_failed(str(answer.error))
        return answer.name.startswith("export_")

    def _took_done(self, answer: Answer) -> None:
        if answer.error is None:
            self._window.show_exported(str(answer.value))
            self.changed.emit()
        else:
            self._window.show_export_failed(str(answer.error))

    def _took_signed(self, refusal: str | None) -> None:
        if refusal is None:
            # Somebody at the gate shows their pass meanwhile: that is never lost.
            self.passed_on.emit(*self._scanned)
        else:
            self._window.day.show_signed(refusal)
