"""The shift: who is on duty, signing in by badge or PIN, handing over with both signatures; counting is not here."""

from __future__ import annotations

from typing import Final

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QMouseEvent
from PySide6.QtWidgets import QGridLayout, QLabel, QLineEdit, QPlainTextEdit

from checkpoint.handover_words import say
from station.ui import form_words, words
from station.ui.side.page import SidePage, button, label, line
from station.ui.theme import UNIT
from station.ui.view import OnDuty

FIGURES: Final = ("in", "out", "turned_away", "held", "pending", "inside", "visits_open", "visits_late", "tags_out")


class _Figure(QLabel):
    """A number that can be pressed. Signals: pressed(its name)."""

    pressed = Signal(str)

    def __init__(self, name: str) -> None:
        super().__init__()
        self.setObjectName("holder_small")
        self.setCursor(Qt.CursorShape.PointingHandCursor)
        self._name = name

    def mousePressEvent(self, _event: QMouseEvent) -> None:  # noqa: N802
        """It is pressed."""
        self.pressed.emit(self._name)


class ShiftPage(SidePage):
    """Signals: signed(number, pin), handing_over(notes), stopped(), print_asked(Sheet), figure_chosen(name)."""

    figure_chosen = Signal(str)

    signed = Signal(str, str)
    handing_over = Signal(str)
    stopped = Signal()
    print_asked = Signal(object)

    def __init__(self) -> None:
        super().__init__()
        self.duty = OnDuty(label="", people=(), sheet=None)
        self.language = "en"
        self._people, self._what = label("holder_small"), label("reason")
        self._people.setWordWrap(True)
        self._what.setWordWrap(True)
        self._names: dict[str, QLabel] = {}
        self.figures: dict[str, _Figure] = {}
        grid = QGridLayout()
        grid.setVerticalSpacing(0)
        for number, name in enumerate(FIGURES):
            row, column = divmod(number, 5)
            self._names[name], self.figures[name] = label("figure_name"), _Figure(name)
            self.figures[name].pressed.connect(self.figure_chosen)
            grid.addWidget(self._names[name], 2 * row, column)
            grid.addWidget(self.figures[name], 2 * row + 1, column)
        self.notes = QPlainTextEdit()
        self.notes.setTabChangesFocus(True)
        self.notes.setFixedHeight(6 * UNIT)
        self.number, self.pin = QLineEdit(), QLineEdit()
        self.pin.setEchoMode(QLineEdit.EchoMode.Password)
        self.pin.setInputMethodHints(Qt.InputMethodHint.ImhDigitsOnly)
        self.number.returnPressed.connect(self.pin.setFocus)
        self.pin.returnPressed.connect(self._sign)
        self.over, self.printed = button("1"), button("2", "quiet_button")
        self.over.clicked.connect(lambda: self.press(0))
        self.printed.clicked.connect(lambda: self.press(1))
        for widget in (self._people, self._what, self.said):
            self.inner.addWidget(widget)
        self.inner.addLayout(grid)
        self.inner.addWidget(self.notes)
        self.inner.addStretch(1)
        self.inner.addLayout(line(self.number, self.pin, stretch=False))
        self.inner.addLayout(line(self.over, self.printed))
        self.retranslate()

    def speak(self, language: str) -> None:
        """Say it all in that language: what a handover's figures are called is no text of Qt's."""
        self.language = language
        self.retranslate()

    def opened(self) -> None:
        """No field has the focus: a badge is held up, and the digits are for the buttons."""
        self.number.clear()
        self.pin.clear()
        self.setFocus()

    def show_duty(self, duty: OnDuty) -> None:
        """Show the shift as it runs, and what came of the last signature."""
        self.duty, self.is_told = duty, True
        self.pin.clear()
        self.retranslate()

    def press(self, number: int) -> bool:
        """1: begin or stop the handover; 2: print the sheet."""
        if number == 0 and self.duty.is_handing_over:
            self.stopped.emit()
        elif number == 0 and self.duty.label:
            self.handing_over.emit(self.notes.toPlainText())
        elif number == 1 and self.duty.sheet is not None:
            self.print_asked.emit(self.duty.sheet)
        else:
            return False
        return True

    def _sign(self) -> None:
        if self.number.text().strip() and self.pin.text():
            self.signed.emit(self.number.text().strip(), self.pin.text())

    def retranslate(self) -> None:
        """Say it all in the language of now."""
        super().retranslate()
        duty = self.duty
        self.title.setText(self.tr("Shift {label}").format(label=duty.label) if duty.label else self.tr("Shift"))
        people = self.tr("On duty: {names}").format(names=words.listed(name for _, name in duty.people))
        nobody = self.tr("Nobody has signed in.") if self.is_told else ""
        self._people.setText(people if duty.people else nobody)
        self._what.setText(self._invitation())
        sheet = duty.sheet
        for name, shown in self.figures.items():
            self._names[name].setText(say(name, self.language))
            shown.setText(f"{sheet.figures.get(name, 0):,}" if sheet else "—")
        self.notes.setPlaceholderText(self.tr("For the next: incidents, equipment, open questions"))
        self.notes.setVisible(bool(duty.label))
        self.notes.setReadOnly(duty.is_handing_over)
        self.number.setPlaceholderText(self.tr("Volunteer number"))
        self.pin.setPlaceholderText(self.tr("PIN, then Enter"))
        self.over.say(self.tr("Stop the handover") if duty.is_handing_over else self.tr("Hand over"))
        self.over.setEnabled(bool(duty.label))
        self.printed.say(self.tr("Print the sheet"))
        self.printed.setEnabled(sheet is not None)
        self.say(form_words.refusal(duty.refusal))

    def _invitation(self) -> str:
        duty = self.duty
        if duty.handed_over:
            return self.tr("Handed over. Both have signed.")
        if duty.is_handing_over and duty.outgoing:
            return self.tr("{name} has signed. Now the one who comes: hold your badge up.").format(name=duty.outgoing)
        if duty.is_handing_over:
            return self.tr("The one who goes: hold your badge up.")
        return self.tr("Hold your badge up to sign in, or type number and PIN.")
