"""Ties the supplies page, the duty guide and the duty log to the lane: questions go to the desk's thread; no rules."""

from __future__ import annotations

import logging
from collections import deque
from pathlib import Path
from typing import TYPE_CHECKING, Any

from PySide6.QtCore import QObject, Signal, Slot

from station.threads import Answer, Worker
from station.ui.window import Window

if TYPE_CHECKING:
    from station.ui.supply.supply_page import SupplyPage

log = logging.getLogger(__name__)


class Supplying(QObject):
    """Signals: changed(), an entry was written; passed_on(text, method, suppressed), a code that is no badge."""

    changed = Signal()
    passed_on = Signal(str, str, int)

    def __init__(self, window: Window, desk: Worker, prints: Path) -> None:
        super().__init__()
        self._window, self._desk, self._prints = window, desk, prints
        self._sides = window.gate.sides
        self._lane: Any = None
        self._scanned: deque[tuple[str, str, int]] = deque()
        """Codes that the desk has not answered for yet, in the order in which they were shown."""
        self._connect()

    def _connect(self) -> None:
        sides, pages = self._sides, self._window.pages
        pages.supplies_asked.connect(self.ask_supplies)
        pages.supplies.then(self._connect_page)
        sides.guides_asked.connect(self.ask_guides)
        sides.log_asked.connect(self.ask_log)
        sides.logged.connect(self.write_log)
        sides.log_undone.connect(self.undo_log)

    def _connect_page(self, page: SupplyPage) -> None:
        page.kit_asked.connect(self.hand_out_kit)
        page.handed_out.connect(self.hand_out)
        page.written.connect(self.write)
        page.undo_asked.connect(self.undo)
        page.print_asked.connect(self.print)
        page.stopped.connect(self.stop_waiting)

    def meet(self, lane: Any) -> None:
        """The lane is open."""
        self._lane = lane

    @property
    def takes_badges(self) -> bool:
        """Whether a code that is shown now is for the supplies page."""
        return self._window.pages.is_at_supplies

    def scan(self, text: str, method: str, suppressed: int) -> None:
        """A code was shown while the supplies page is open."""
        if self._lane is not None:
            self._scanned.append((text, method, suppressed))
            self._ask("scanned", "scan", text, self._window.supplies.reason)

    def _ask(self, name: str, function: str, *args: Any) -> None:
        if self._lane is not None:
            self._desk.ask(f"supply_{name}", getattr(self._lane.supplies, function), *args)

    def _ask_log(self, name: str, function: str, *args: Any) -> None:
        if self._lane is not None:
            self._desk.ask(f"supply_{name}", getattr(self._lane.log, function), *args)

    @Slot()
    def ask_supplies(self) -> None:
        """The page is open."""
        self._ask("shown", "supplies")

    @Slot()
    def hand_out_kit(self) -> None:
        """The holder gets their kit."""
        self._ask("moved", "hand_out_kit")

    @Slot(str)
    def hand_out(self, item: str) -> None:
        """The holder gets one of that."""
        self._ask("moved", "hand_out", item)

    @Slot(str, object)
    def write(self, way: str, values: Any) -> None:
        """A form of the page was filled in."""
        self._ask("moved", "write", way, values)

    @Slot(str)
    def undo(self, move: str) -> None:
        """Take that move back."""
        self._ask("moved", "undo", move)

    @Slot()
    def stop_waiting(self) -> None:
        """No lead after all."""
        self._ask("shown", "stop_waiting")

    @Slot()
    def ask_guides(self) -> None:
        """The duty guides of the posts here."""
        self._ask_log("guides", "guides")

    @Slot()
    def ask_log(self) -> None:
        """Today's duty log."""
        self._ask_log("log", "duty_log")

    @Slot(str, object)
    def write_log(self, about: str, values: Any) -> None:
        """An incident or a disinfection was written down."""
        self._ask_log("log", "log", about, values)

    @Slot(str)
    def undo_log(self, id_: str) -> None:
        """Take an entry of the duty log back."""
        self._ask_log("log", "undo_log", id_)

    @Slot()
    def print(self) -> None:
        """Print today's donations."""
        self._ask("donations", "donations", self._window.language)

    # --- answered ---

    def take(self, answer: Answer) -> bool:
        """What the desk's thread has done for these pages; False when it was for somebody else."""
        if not answer.name.startswith("supply_"):
            return False
        scanned = self._scanned.popleft() if answer.name == "supply_scanned" else None
        if scanned is not None and answer.error is None and answer.value is None:
            # Somebody at the gate shows their pass: that is never lost on a page about something else.
            self._window.pages.open_gate()
            self.passed_on.emit(*scanned)
        elif answer.error is None:
            getattr(self, f"_took_{answer.name.removeprefix('supply_')}")(answer.value)
        else:
            # What was written stands there still and can be sent again.
            self._window.pages.supplies.tell(lambda page: page.show_not_recorded())
            self._sides.pages["log"].tell(lambda page: page.try_again())
        return True

    def _took_shown(self, supplies: Any) -> None:
        self._window.supplies.show_supplies(supplies)

    def _took_moved(self, supplies: Any) -> None:
        self._window.supplies.show_supplies(supplies)
        self.changed.emit()

    _took_scanned = _took_moved

    def _took_guides(self, guides: Any) -> None:
        self._sides.guide.show_guides(guides)

    def _took_log(self, duty_log: Any) -> None:
        self._sides.log.show_log(duty_log)
        self.changed.emit()

    def _took_donations(self, page: str) -> None:
        # Loaded here, because a window that opens waits for whatever is loaded before it.
        from station.ui import printing

        try:
            said = printing.give_out(printing.page_of(page), "donations", self._prints)
        except OSError as error:
            log.warning("nothing was printed: %s", error.strerror)
            self._window.supplies.show_printed("")
            return
        self._window.supplies.show_printed(said)
