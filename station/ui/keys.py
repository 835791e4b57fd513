"""The window's keys: function keys lead, digits and Escape decide, and a handheld scanner's typing is told apart.

A handheld scanner is a keyboard that types very fast. A digit therefore decides only when nothing else follows it
within a moment; a burst of characters is gathered and handed over as one code when it ends. In a field people write
what they like, so there only what can be nothing but a code is taken out again. What the characters mean is left to
`folding`.
"""

from __future__ import annotations

import time
from collections.abc import Callable
from dataclasses import dataclass, field

from PySide6.QtCore import QEvent, QObject, Qt, QTimer, Signal
from PySide6.QtGui import QInputMethodEvent, QKeyEvent
from PySide6.QtWidgets import QAbstractSpinBox, QApplication, QComboBox, QLineEdit, QPlainTextEdit, QWidget

from station.ui.folding import folded, is_pass_begun, is_scanned, pass_starts_at, temperature_in

BURST_MS = 50
"""Nobody types two characters within this time; scanners take 1 to 20 ms a character."""
BREAK_MS = 4 * BURST_MS
"""So long between two characters, and they do not belong together."""
PAUSES = 6
"""A scanner that has begun a pass may pause for this many times BURST_MS: a wireless one sends in pieces."""
SUFFIX_MS = 100
"""An Enter or Tab so soon after a code belongs to it, also the second one of CR and LF."""
LEAN_MS = 300
"""Shift alone is held for so long by somebody who looks for a key; a scanner's capitals are through by then."""
SHORTEST = 6
"""A burst of fewer characters is no code."""


FIELDS = (QLineEdit, QPlainTextEdit, QComboBox, QAbstractSpinBox)
"""What takes characters for itself."""
UNDO = "⌫"
"""The name of the key that takes back what was done last: Backspace."""
MORE = {"+", "=", "＋", "＝"}
"""One more: the plus key, also without its Shift, and as a Chinese input method writes it."""
FUNCTION_KEYS = {getattr(Qt.Key, f"Key_F{number}"): f"F{number}" for number in range(1, 13)}
TOUCHES = {QEvent.Type.KeyPress, QEvent.Type.MouseButtonPress, QEvent.Type.MouseMove, QEvent.Type.Wheel}
TOUCHES |= {QEvent.Type.TouchBegin, QEvent.Type.InputMethod}
"""By these somebody is here, whatever they mean."""
NOTICED = frozenset({*TOUCHES, QEvent.Type.KeyRelease})
"""Everything else goes its way unseen."""
SUFFIXES = {Qt.Key.Key_Return, Qt.Key.Key_Enter, Qt.Key.Key_Tab}


@dataclass(slots=True)
class _Burst:
    """Characters that came close together. into: the field with the focus, None at the gate; befores: as it was."""

    began_ms: float = 0.0
    text: str = ""
    into: QWidget | None = None
    befores: list[tuple[str, int]] = field(default_factory=list)
    pauses: int = 0

    def is_scanned(self, now_ms: float) -> bool:
        """Whether it was written into a field by a scanner: nothing but a code, and too fast for a hand."""
        return now_ms - self.began_ms <= BURST_MS * (len(self.text) + PAUSES) and is_scanned(self.text)


class Keys(QObject):
    """Keys for the whole window, wherever its focus is.

    Signals: pressed("F1"…), chosen(number from 0), cancelled(), added(), one more, scanned(text),
    measured(degrees Celsius as "36.5"), leaning(on), Shift alone is held down, or let go again,
    touched(), somebody is at keyboard or mouse.
    Characters are for the field that has the focus, and else for the gate; a scanned code never stays in a field.
    """

    pressed = Signal(str)
    chosen = Signal(int)
    cancelled = Signal()
    touched = Signal()
    added = Signal()
    scanned = Signal(str)
    measured = Signal(str)
    leaning = Signal(bool)

    def __init__(self, parent: QObject | None = None, clock: Callable[[], float] = time.monotonic) -> None:
        super().__init__(parent)
        self._clock = clock
        self._burst = _Burst()
        self._last_ms = self._stamped_ms = 0.0
        self._ended_ms = -float("inf")
        self._timer = QTimer(self, singleShot=True, interval=BURST_MS)
        self._timer.timeout.connect(self._pause)
        self._lean = QTimer(self, singleShot=True, interval=LEAN_MS)
        self._lean.timeout.connect(lambda: self.leaning.emit(True))

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:  # noqa: N802
        """Takes function keys and Escape always, characters on the gate page; everything else goes its way."""
        # Every event of the whole program comes by here, hundreds for each that counts: it is asked for its kind once.
        kind = event.type()
        if kind not in NOTICED:
            return False
        if kind in TOUCHES:
            self.touched.emit()
        if isinstance(event, QKeyEvent):
            self._notice_shift(event)
        is_key = kind == QEvent.Type.KeyPress and isinstance(event, QKeyEvent)
        if not is_key and not (kind == QEvent.Type.InputMethod and isinstance(event, QInputMethodEvent)):
            return False
        if QApplication.activeModalWidget() is not None or QApplication.activePopupWidget() is not None:
            # A file dialog or a calendar is open and has the keys; at the gate there never is one.
            return False
        if isinstance(event, QInputMethodEvent):
            return self._take_text(watched, event.commitString(), 0)
        assert isinstance(event, QKeyEvent)
        name = FUNCTION_KEYS.get(Qt.Key(event.key()))
        if name is not None and event.modifiers() & Qt.KeyboardModifier.ShiftModifier:
            name = f"⇧{name}"
        if name is not None or (event.key() == Qt.Key.Key_Escape and not self._burst.text):
            self._lead(name, is_held=event.isAutoRepeat())
            return True
        return self._take_key(watched, event)

    def _notice_shift(self, event: QKeyEvent) -> None:
        if event.key() != Qt.Key.Key_Shift:
            self._lean.stop()
        elif event.type() == QEvent.Type.KeyRelease:
            self._lean.stop()
            self.leaning.emit(False)
        elif not self._lean.isActive() and not event.isAutoRepeat():
            self._lean.start()

    def _lead(self, name: str | None, *, is_held: bool) -> None:
        # A key that a sleeve rests on must not cancel card after card.
        if is_held:
            return
        if name is None:
            self.cancelled.emit()
        else:
            self.pressed.emit(name)

    def _take_key(self, watched: QObject, event: QKeyEvent) -> bool:
        if event.key() in SUFFIXES:
            return self._take_suffix(watched)
        if event.key() == Qt.Key.Key_Backspace and _field_of(watched) is None:
            self._lead(UNDO, is_held=event.isAutoRepeat())
            return True
        text = event.text()
        held = event.modifiers() & (Qt.KeyboardModifier.ControlModifier | Qt.KeyboardModifier.AltModifier)
        if not text or not text.isprintable() or held:
            return False
        return self._take_text(watched, text, event.timestamp())

    def _take_suffix(self, watched: QObject) -> bool:
        """Whether an Enter or Tab belongs to a code and is nobody else's."""
        if self._now_ms() - self._ended_ms < SUFFIX_MS:
            self._ended_ms = self._now_ms()
            return True
        typed = self._burst.text
        if _field_of(watched) is not None:
            if not self._burst.is_scanned(self._now_ms()):
                # Written by hand, and the field's own now; the next key, Escape say, begins anew.
                self._timer.stop()
                self._burst = _Burst()
                return False
        elif len(typed) < 2:
            return False
        self._end()
        return True

    def _take_text(self, watched: QObject, text: str, stamp_ms: int) -> bool:
        """Gather the text; at the gate it is taken, in a field it is written and may be taken out again."""
        if not text:
            return False
        into = _field_of(watched)
        # A key comes to the window first and then to the field in it: in the field it counts.
        if into is not None and watched is not into:
            return False
        self._gather(text, into, stamp_ms)
        return into is None

    def _now_ms(self) -> float:
        return self._clock() * 1000

    def _gather(self, text: str, into: QWidget | None, stamp_ms: int) -> None:
        now_ms = self._now_ms()
        # When the window was busy, only the system's own stamps tell how fast the characters really came.
        gap_ms = stamp_ms - self._stamped_ms if stamp_ms and self._stamped_ms else now_ms - self._last_ms
        if gap_ms > BREAK_MS * (2 if is_pass_begun(self._burst.text) else 1) or into is not self._burst.into:
            self._burst = _Burst(now_ms, into=into)
        self._last_ms, self._stamped_ms = now_ms, stamp_ms
        self._ended_ms = -float("inf")
        if into is not None:
            self._burst.befores += [_written(into)] * len(text)
        self._burst.text += text
        self._burst.pauses = 0
        self._timer.start()

    def _pause(self) -> None:
        """Nothing came for a moment: the burst has ended, unless a pass was begun and is not whole."""
        self._burst.pauses += 1
        if is_pass_begun(self._burst.text) and self._burst.pauses < PAUSES:
            self._timer.start()
        else:
            self._end()

    def _end(self) -> None:
        self._timer.stop()
        burst, self._burst = self._burst, _Burst()
        typed = burst.text
        if burst.into is not None:
            if not burst.is_scanned(self._now_ms()):
                return
            _write(burst.into, *burst.befores[pass_starts_at(typed)])
        if burst.into is None and (degrees := temperature_in(typed)):
            self._ended_ms = self._now_ms()
            self.measured.emit(degrees)
        elif len(typed) >= SHORTEST:
            self._ended_ms = self._now_ms()
            self.scanned.emit(folded(typed[pass_starts_at(typed) :]))
        elif len(typed) == 1 and typed in "123456789":
            self.chosen.emit(int(typed) - 1)
        elif burst.into is None and typed in MORE:
            self.added.emit()


def _field_of(watched: QObject) -> QWidget | None:
    """The field that characters on their way to this object will reach, or None at the gate."""
    for one in (watched, QApplication.focusWidget()):
        if isinstance(one, FIELDS):
            # A text that is only read, a duty guide, has the focus for its arrow keys; it takes no characters.
            return None if isinstance(one, QPlainTextEdit) and one.isReadOnly() else one
    return None


def _line_of(into: QWidget) -> QLineEdit | None:
    if isinstance(into, QComboBox | QAbstractSpinBox):
        return into.lineEdit()
    return into if isinstance(into, QLineEdit) else None


def _written(into: QWidget) -> tuple[str, int]:
    """(what stands in a field, where its cursor is; for a list without a line: which row is chosen)."""
    if isinstance(into, QPlainTextEdit):
        return into.toPlainText(), into.textCursor().position()
    line = _line_of(into)
    if line is not None:
        return line.text(), line.cursorPosition()
    return "", into.currentIndex() if isinstance(into, QComboBox) else 0


def _write(into: QWidget, text: str, position: int) -> None:
    """Put a field back to how `_written` found it."""
    if isinstance(into, QPlainTextEdit):
        into.setPlainText(text)
        cursor = into.textCursor()
        cursor.setPosition(position)
        into.setTextCursor(cursor)
    elif (line := _line_of(into)) is not None:
        line.setText(text)
        line.setCursorPosition(position)
    elif isinstance(into, QComboBox):
        into.setCurrentIndex(position)
