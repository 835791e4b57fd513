"""The strip of keys at the foot: what can be done from here and by which key; doing it is the window's."""

from __future__ import annotations

from typing import Final

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QFrame, QHBoxLayout, QWidget

from station.ui.key_button import KeyButton
from station.ui.language import NAMES
from station.ui.theme import UNIT, restyle

KEYS: Final = ("F1", "F2", "F3", "F7", "F8", "F9")


class Strip(QFrame):
    """Signals: pressed("F1"…), one of the keys was clicked."""

    pressed = Signal(str)

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setObjectName("keys")
        self.buttons = {key: KeyButton(key) for key in KEYS}
        self.language, self.theme, self.undecided = "", "", 0
        line = QHBoxLayout(self)
        line.setContentsMargins(2 * UNIT, UNIT // 2, 2 * UNIT, UNIT // 2)
        for button in self.buttons.values():
            button.clicked.connect(self._click)
            line.addWidget(button)
        line.insertStretch(4, 1)

    def show_page(self, key: str) -> None:
        """Mark the page that is open by its key."""
        for each in ("F1", "F3"):
            _mark(self.buttons[each], "here", each == key)

    def show_undecided(self, count: int) -> None:
        """So many cards wait for a decision; any at all are worth a colour."""
        if count == self.undecided:
            return
        self.undecided = count
        _mark(self.buttons["F7"], "worry", count > 0)
        self.retranslate()

    def retranslate(self) -> None:
        """Say it all in the language of now."""
        texts = {
            "F1": self.tr("Gate"),
            "F2": self.tr("Type a code"),
            "F3": self.tr("Day log"),
            "F7": self.tr("{count} undecided").format(count=self.undecided),
            "F8": self.tr("Dark") if self.theme == "dark" else self.tr("Light"),
            "F9": NAMES.get(self.language, ""),
        }
        for key, text in texts.items():
            self.buttons[key].say(text)

    def _click(self) -> None:
        button = self.sender()
        if isinstance(button, KeyButton):
            self.pressed.emit(button.key)


def _mark(button: KeyButton, name: str, on: bool) -> None:
    button.setProperty(name, "true" if on else "false")
    restyle(button, *button.findChildren(QWidget))
