"""Keys on the gate page: digits and Escape decide, unless they are part of what a handheld scanner types.

A handheld scanner is a keyboard that types very fast. A digit therefore decides only when nothing else follows it
within a moment; a burst of characters is gathered and handed over as one code when it ends.
"""

from __future__ import annotations

import time

from PySide6.QtCore import QEvent, QObject, Qt, QTimer, Signal
from PySide6.QtGui import QKeyEvent

BURST_MS = 50
"""Nobody types two characters within this time; scanners take 1 to 20 ms a character."""
SHORTEST = 6
"""A burst of fewer characters is no code."""


class Keys(QObject):
    """Signals: chosen(number from 0), cancelled(), scanned(text)."""

    chosen = Signal(int)
    cancelled = Signal()
    scanned = Signal(str)

    def __init__(self, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self.on = True
        self._typed = ""
        self._last_s = 0.0
        self._timer = QTimer(self, singleShot=True, interval=BURST_MS)
        self._timer.timeout.connect(self._ended)

    def eventFilter(self, _watched: QObject, event: QEvent) -> bool:  # noqa: N802
        """Takes the characters typed on the gate page; everything else goes its way."""
        if not self.on or event.type() != QEvent.Type.KeyPress or not isinstance(event, QKeyEvent):
            return False
        if event.key() == Qt.Key.Key_Escape and not self._typed:
            self.cancelled.emit()
            return True
        if event.key() in {Qt.Key.Key_Return, Qt.Key.Key_Enter, Qt.Key.Key_Tab} and len(self._typed) > 1:
            self._ended()
            return True
        text = event.text()
        held = event.modifiers() & (Qt.KeyboardModifier.ControlModifier | Qt.KeyboardModifier.AltModifier)
        if not text or not text.isprintable() or held:
            return False
        self._gather(text)
        return True

    def _gather(self, text: str) -> None:
        now_s = time.monotonic()
        if now_s - self._last_s > 4 * BURST_MS / 1000:
            self._typed = ""
        self._typed += text
        self._last_s = now_s
        self._timer.start()

    def _ended(self) -> None:
        self._timer.stop()
        typed, self._typed = self._typed, ""
        if len(typed) >= SHORTEST:
            self.scanned.emit(typed)
        elif len(typed) == 1 and typed in "123456789":
            self.chosen.emit(int(typed) - 1)
