"""The banner of troubles above a page; noticing them and their end is done elsewhere."""

from __future__ import annotations

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QFrame, QHBoxLayout, QLabel

from station.ui import words
from station.ui.theme import UNIT
from station.ui.view import Trouble


class Banner(QFrame):
    """What is wrong, one sentence each, while it lasts; nothing waits for it."""

    def __init__(self) -> None:
        super().__init__()
        self.setObjectName("banner")
        self.troubles: list[Trouble] = []
        self._text = QLabel()
        self._text.setTextFormat(Qt.TextFormat.PlainText)
        self._text.setWordWrap(True)
        layout = QHBoxLayout(self)
        layout.setContentsMargins(2 * UNIT, UNIT, 2 * UNIT, UNIT)
        layout.addWidget(self._text)
        self.hide()

    def set(self, trouble: Trouble, on: bool) -> None:
        """A trouble begins or ends."""
        if on and trouble not in self.troubles:
            self.troubles.append(trouble)
        elif not on and trouble in self.troubles:
            self.troubles.remove(trouble)
        self.retranslate()

    def retranslate(self) -> None:
        """Say it all in the language of now."""
        self._text.setText("\n".join(words.trouble(trouble) for trouble in self.troubles))
        self.setVisible(bool(self.troubles))
