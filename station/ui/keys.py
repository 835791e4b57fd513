"""The window's keys: function keys lead, digits and Escape decide, and a handheld scanner's typing is told apart.

A handheld scanner is a keyboard that types very fast. A digit therefore decides only when nothing else follows it
within a moment; a burst of characters is gathered and handed over as one code when it ends.
"""

from __future__ import annotations

import time

from PySide6.QtCore import QEvent, QObject, Qt, QTimer, Signal
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QAbstractSpinBox, QApplication, QComboBox, QLineEdit, QPlainTextEdit

BURST_MS = 50
"""Nobody types two characters within this time; scanners take 1 to 20 ms a character."""
SHORTEST = 6
"""A burst of fewer characters is no code."""


FIELDS = (QLineEdit, QPlainTextEdit, QComboBox, QAbstractSpinBox)
"""What takes characters for itself."""
UNDO = "⌫"
"""The name of the key that takes back what was done last: Backspace."""
FUNCTION_KEYS = {getattr(Qt.Key, f"Key_F{number}"): f"F{number}" for number in range(1, 13)}


class Keys(QObject):
    """Keys for the whole window, wherever its focus is.

    Signals: pressed("F1"…), chosen(number from 0), cancelled(), scanned(text). Characters are for the field that has
    the focus, and else for the gate.
    """

    pressed = Signal(str)
    chosen = Signal(int)
    cancelled = Signal()
    scanned = Signal(str)

    def __init__(self, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._typed = ""
        self._last_s = 0.0
        self._timer = QTimer(self, singleShot=True, interval=BURST_MS)
        self._timer.timeout.connect(self._ended)

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:  # noqa: N802
        """Takes function keys and Escape always, characters on the gate page; everything else goes its way."""
        if event.type() != QEvent.Type.KeyPress or not isinstance(event, QKeyEvent):
            return False
        if QApplication.activeModalWidget() is not None or QApplication.activePopupWidget() is not None:
            # A file dialog or a calendar is open and has the keys; at the gate there never is one.
            return False
        name = FUNCTION_KEYS.get(Qt.Key(event.key()))
        if name is not None or (event.key() == Qt.Key.Key_Escape and not self._typed):
            self._lead(name, is_held=event.isAutoRepeat())
            return True
        # A key comes to the window first and then to the field in it.
        is_typing = isinstance(watched, FIELDS) or isinstance(QApplication.focusWidget(), FIELDS)
        if event.key() == Qt.Key.Key_Backspace and not is_typing:
            self._lead(UNDO, is_held=event.isAutoRepeat())
            return True
        return not is_typing and self._take_character(event)

    def _lead(self, name: str | None, *, is_held: bool) -> None:
        # A key that a sleeve rests on must not cancel card after card.
        if is_held:
            return
        if name is None:
            self.cancelled.emit()
        else:
            self.pressed.emit(name)

    def _take_character(self, event: QKeyEvent) -> bool:
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
