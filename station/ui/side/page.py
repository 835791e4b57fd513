"""What every side page is: a titled panel that Escape closes; what it is about is the pages' own."""

from __future__ import annotations

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QFrame, QHBoxLayout, QLabel, QPushButton, QVBoxLayout, QWidget

from station.ui.key_button import KeyButton
from station.ui.theme import UNIT


class SidePage(QFrame):
    """Signals: left(), somebody is done with the page."""

    left = Signal()

    def __init__(self) -> None:
        super().__init__()
        self.setObjectName("panel")
        self.is_told = False
        """Whether an answer has come: before the first one nobody knows that there is nothing."""
        self.title = label("day_title")
        self.back = KeyButton("Esc", cap_last=True)
        self.back.setObjectName("quiet_button")
        self.back.clicked.connect(self.left)
        self.said = label("said")
        self.said.setWordWrap(True)
        self.said.hide()
        top = QHBoxLayout()
        top.addWidget(self.title, 1)
        top.addWidget(self.back)
        self.inner = QVBoxLayout(self)
        self.inner.setContentsMargins(2 * UNIT, UNIT, 2 * UNIT, UNIT)
        self.inner.setSpacing(UNIT)
        self.inner.addLayout(top)

    def opened(self) -> None:
        """The page has come up: its first field gets the focus."""

    def press(self, _number: int) -> bool:
        """The digit key of that number, from 0; False when it means nothing here."""
        return False

    def say(self, text: str, *, is_fault: bool = True) -> None:
        """Say something below the fields; empty: nothing."""
        self.said.setText(text)
        self.said.setVisible(bool(text))
        state = "fault" if is_fault and text else ""
        if self.said.property("state") != state:
            self.said.setProperty("state", state)
            self.said.style().unpolish(self.said)
            self.said.style().polish(self.said)

    def retranslate(self) -> None:
        """Say it all in the language of now."""
        self.back.say(self.tr("Close"))


def label(name: str) -> QLabel:
    """A plain text under a style's name."""
    made = QLabel()
    made.setObjectName(name)
    made.setTextFormat(Qt.TextFormat.PlainText)
    return made


def button(key: str, name: str = "plain_button") -> KeyButton:
    """A button with its key."""
    made = KeyButton(key)
    made.setObjectName(name)
    return made


def line(*widgets: QWidget, stretch: bool = True) -> QHBoxLayout:
    """Widgets side by side."""
    made = QHBoxLayout()
    made.setSpacing(UNIT)
    for widget in widgets:
        made.addWidget(widget, 0 if isinstance(widget, QPushButton) else 1)
    if stretch:
        made.addStretch(1)
    return made
