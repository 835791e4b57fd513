"""Remembers what was done last, and for how long it can be taken back; taking it back is done elsewhere."""

from __future__ import annotations

from datetime import UTC, datetime
from typing import Final

from PySide6.QtCore import QObject, QTimer, Signal, Slot

from station.ui.view import Card

LONGEST_MS: Final = 24 * 3600 * 1000


class Undoing(QObject):
    """Signals: changed(whether something can be taken back), asked(attempt)."""

    changed = Signal(bool)
    asked = Signal(str)

    def __init__(self, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self.attempt = ""
        self.card: Card | None = None
        self._timer = QTimer(self, singleShot=True)
        self._timer.timeout.connect(self.end)

    def after(self, card: Card) -> None:
        """This was done last."""
        self.card = card
        self._timer.stop()
        self.attempt = card.attempt if card.undo_until is not None else ""
        if card.undo_until is not None:
            left_ms = round((card.undo_until - datetime.now(UTC)).total_seconds() * 1000)
            self._timer.start(max(0, min(left_ms, LONGEST_MS)))
        self.changed.emit(bool(self.attempt))

    @Slot()
    def end(self) -> None:
        """It is too late."""
        self.attempt = ""
        self.changed.emit(False)

    def ask(self) -> None:
        """Take it back, if there is something."""
        if self.attempt:
            self.asked.emit(self.attempt)
