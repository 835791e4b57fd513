"""Ties the sampling table's page to its lane: what is shown or pressed goes to the desk's thread; no rules."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, Final

from PySide6.QtCore import QObject, Signal, Slot

from checkpoint.gate import Light
from station.threads import Answer, Worker
from station.troubles import trouble_of
from station.ui.pages import TABLE
from station.ui.window import Window
from station.watching import Watching

if TYPE_CHECKING:
    from station.ui.sampling.page import SamplingPage
    from station.ui.sampling_view import Sampling

LINE: Final = "code128"
"""The symbology of a label, a line of bars, as a reading names it."""


class Pooling(QObject):
    """Signals: changed(), an entry was written."""

    changed = Signal()

    def __init__(self, window: Window, desk: Worker, watching: Watching) -> None:
        super().__init__()
        self._window, self._desk, self._watching = window, desk, watching
        self._lane: Any = None
        window.pages.table_asked.connect(self.look_again)
        window.pages.changed.connect(self._look_for)
        window.pages.sampling.then(self._meet_page)

    def _meet_page(self, page: SamplingPage) -> None:
        page.written.connect(self.write)
        page.typed.connect(self._window.typed)
        page.filled.connect(self._say_full)

    def meet(self, lane: Any) -> None:
        """The lane is open."""
        self._lane = lane

    @property
    def takes_codes(self) -> bool:
        """Whether what is shown now belongs to the table."""
        return self._lane is not None and self._window.pages.is_at_table

    @Slot()
    def look_again(self) -> None:
        """Something may be known that was not: another table's tubes, what was corrected, another day."""
        if self.takes_codes:
            self._ask("shown", "table")

    def scan(self, reading: Any) -> None:
        """A code was shown: a label, somebody's pass, a lead's badge."""
        method = "scan" if reading.source == "camera" else reading.source
        symbology = reading.symbology if reading.source == "camera" else ""
        self._ask("scanned", "scan", reading.text, method, symbology)

    @Slot(str, object)
    def write(self, way: str, values: Any) -> None:
        """Something was pressed or written on the page."""
        self._ask("written", "write", way, values)

    def _ask(self, name: str, function: str, *args: Any) -> None:
        if self._lane is not None:
            self._desk.ask(f"table_{name}", getattr(self._lane.sampling, function), *args)

    @Slot(str)
    def _look_for(self, key: str) -> None:
        """Labels are read only while the table's page is open: at a gate a line of bars is nothing."""
        self._watching.look_for_labels(key == TABLE)

    @Slot()
    def _say_full(self) -> None:
        self._window.sound(Light.AMBER)

    # --- answered ---

    def take(self, answer: Answer) -> bool:
        """What the desk's thread has done for the table; False when it was for somebody else."""
        if not answer.name.startswith("table_"):
            return False
        if answer.error is None:
            self._show(answer.value)
        elif answer.name != "table_shown":
            # What was shown or pressed is on no disk: that is a stop, to the eye and to the ear.
            self._window.sound(Light.RED)
            self._window.sampling.show_not_recorded(trouble_of(answer))
        return True

    def _show(self, shown: Sampling) -> None:
        if shown.card is not None:
            self._window.sound(shown.card.light)
        self._window.sampling.show_sampling(shown)
        if shown.done:
            self.changed.emit()
