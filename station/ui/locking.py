"""Goes back to the gate when nobody has been here for a while, and says so, for no name to stay (domain 5.4)."""

from __future__ import annotations

import time
from collections.abc import Callable
from typing import Final

from PySide6.QtCore import QObject, QTimer, Signal, Slot
from PySide6.QtWidgets import QAbstractSpinBox, QComboBox, QLineEdit, QPlainTextEdit, QWidget

from station.ui.pages import Pages

LOOK_EVERY_MS: Final = 5_000
UNFINISHED: Final = 5
"""What somebody has begun to write stays for so many times as long."""
_NOBODYS: Final = frozenset({"", "settings", "guide"})
"""Side pages on which nothing of a person stands."""
_WRITTEN: Final = frozenset({"form", "log", "shift", "tray"})
"""Side pages on which something may have been begun."""


class Locking(QObject):
    """Signals: locked(on), the names go, or may be seen again; touched(), somebody is here.

    after_s: seconds without anybody; 0: never.
    """

    locked = Signal(bool)
    touched = Signal()

    def __init__(self, pages: Pages, clock: Callable[[], float] = time.monotonic) -> None:
        super().__init__(pages)
        self._pages, self.clock = pages, clock
        self.after_s = 180.0
        self.is_locked = False
        self._touched_s = clock()
        self._timer = QTimer(self, interval=LOOK_EVERY_MS)
        self._timer.timeout.connect(self.look)
        self._timer.start()

    @Slot()
    def touch(self) -> None:
        """Somebody is here: a key, the mouse, a code."""
        self._touched_s = self.clock()
        self.touched.emit()
        if self.is_locked:
            self.is_locked = False
            self.locked.emit(False)

    @Slot()
    def look(self) -> None:
        """Lock when nobody has been here for so long. A card that waits for a decision stays, with its keys."""
        wait_s = self.after_s * (UNFINISHED if self._is_begun() else 1)
        is_over = self.after_s > 0 and self.clock() - self._touched_s >= wait_s
        if is_over and not self.is_locked:
            self.is_locked = True
            is_bare = self._pages.is_at_gate and self._pages.gate.sides.open_name in _NOBODYS
            # A sampling table stays one, without its names: the next label that is shown belongs to it.
            if not is_bare and not self._pages.is_at_table:
                self._pages.open_gate()
            self.locked.emit(True)

    def _is_begun(self) -> bool:
        """Whether something half written stands on the page that is open."""
        pages = self._pages
        if pages.is_at_gate:
            side = pages.gate.sides
            return side.open_name in _WRITTEN and side.open_page is not None and _has_writing(side.open_page)
        return not pages.is_at_day and _has_writing(pages)


def _has_writing(page: QWidget) -> bool:
    lines = [one.text() for one in page.findChildren(QLineEdit) if one.isVisibleTo(page) and not _is_part(one)]
    texts = [one.toPlainText() for one in page.findChildren(QPlainTextEdit) if one.isVisibleTo(page)]
    return any(text.strip() for text in lines + texts)


def _is_part(line: QLineEdit) -> bool:
    """The line of a list or of a number field shows what is chosen there, written or not."""
    return isinstance(line.parent(), QAbstractSpinBox | QComboBox)
