"""Two fields in which a lead who has no badge at hand types number and PIN; whether they hold is decided elsewhere."""

from __future__ import annotations

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QHBoxLayout, QLineEdit, QWidget

from station.ui.theme import UNIT


class LeadLine(QWidget):
    """Signals: signed(number, PIN)."""

    signed = Signal(str, str)

    def __init__(self) -> None:
        super().__init__()
        self.number, self.pin = QLineEdit(), QLineEdit()
        self.pin.setEchoMode(QLineEdit.EchoMode.Password)
        self.pin.setInputMethodHints(Qt.InputMethodHint.ImhDigitsOnly)
        self.number.returnPressed.connect(self.pin.setFocus)
        self.pin.returnPressed.connect(self._sign)
        layout = QHBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.setSpacing(UNIT)
        layout.addWidget(self.number, 1)
        layout.addWidget(self.pin, 1)
        layout.addStretch(2)
        self.hide()
        self.retranslate()

    def open(self) -> None:
        """Somebody may sign: empty fields, without the focus, since most hold a badge up."""
        self.clear()
        self.show()

    def close_line(self) -> None:
        """Nobody signs any more."""
        self.clear()
        self.hide()

    def clear(self) -> None:
        """Empty fields."""
        self.number.clear()
        self.pin.clear()

    def _sign(self) -> None:
        if self.number.text().strip() and self.pin.text():
            self.signed.emit(self.number.text().strip(), self.pin.text())

    def retranslate(self) -> None:
        """Say it all in the language of now."""
        self.number.setPlaceholderText(self.tr("Volunteer number"))
        self.pin.setPlaceholderText(self.tr("PIN, then Enter"))
