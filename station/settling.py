"""Ties the tray page to the lane: its questions go to the desk's thread, the answers to the page; no rules."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from PySide6.QtCore import QObject, Signal, Slot

from station.threads import Answer, Worker
from station.ui.window import Window

if TYPE_CHECKING:
    from station.ui.side.tray_page import TrayPage


class Settling(QObject):
    """Signals: changed(), something is to be sent, or was seen to."""

    changed = Signal()

    def __init__(self, window: Window, desk: Worker) -> None:
        super().__init__()
        self._sides, self._desk = window.gate.sides, desk
        self._tray: Any = None
        self._sides.tray_asked.connect(self.ask)
        self._sides.pages["tray"].then(self._meet_page)

    def _meet_page(self, page: TrayPage) -> None:
        page.again_asked.connect(self.send_again)
        page.seen_to.connect(self.see_to)
        page.histories_seen.connect(self.see_to_histories)

    def meet(self, lane: Any) -> None:
        """The lane is open."""
        self._tray = lane.tray

    def take(self, answer: Answer) -> bool:
        """Take an answer of the desk's thread; False when it is for somebody else."""
        if not answer.name.startswith("tray"):
            return False
        if answer.error is None:
            self._sides.tray.show_tray(answer.value)
            if answer.name == "tray_changed":
                self.changed.emit()
        return True

    @Slot()
    def ask(self) -> None:
        """The page is open."""
        if self._tray is not None:
            self._desk.ask("tray", self._tray.tray)

    def look_again(self) -> None:
        """A round with central is over: what is open shows what came of it."""
        if self._sides.open_name == "tray":
            self.ask()

    @Slot(str, int)
    def send_again(self, epoch: str, seq: int) -> None:
        """Let central judge that one once more."""
        self._desk.ask("tray_changed", self._tray.send_again, epoch, seq)

    @Slot(str, int, str)
    def see_to(self, epoch: str, seq: int, note: str) -> None:
        """That one needs nothing more."""
        self._desk.ask("tray_changed", self._tray.see_to, epoch, seq, note)

    @Slot(str)
    def see_to_histories(self, note: str) -> None:
        """Somebody has looked into histories that parted."""
        self._desk.ask("tray_changed", self._tray.see_to_histories, note)
