"""The whole window of a station that was taken out of service: what to do at the gate now, and how far it has got.

Nothing of anybody stands here. Handing over and erasing are done elsewhere.
"""

from __future__ import annotations

from PySide6.QtCore import Signal, Slot
from PySide6.QtWidgets import QFrame, QVBoxLayout, QWidget

from station.ui import carry_words, sticks
from station.ui.side.page import button, label, line
from station.ui.theme import UNIT, restyle
from station.ui.view import Carried, Carry, Leaving


class LeavingPage(QWidget):
    """Signals: stick_asked("out" or "in", folder), language_asked(), close_asked(), nothing is left to be done."""

    stick_asked = Signal(str, str)
    language_asked = Signal()
    close_asked = Signal()

    def __init__(self) -> None:
        super().__init__()
        self.setObjectName("page")
        self._leaving, self._stick = Leaving(0), ""
        self._carried: Carried | None = None
        self._title, self._place, self._do = label("word"), label("gate"), label("day_title")
        self.state, self.said = label("told"), label("told")
        self.copy, self.take = button("4", "quiet_button"), button("5", "quiet_button")
        self.language, self.end = button("F9", "quiet_button"), button("Esc")
        for number, made in ((3, self.copy), (4, self.take)):
            made.clicked.connect(lambda _checked=False, number=number: self.press(number))
        self.language.clicked.connect(self.language_asked)
        self.end.clicked.connect(self.leave)
        self._build()
        self.retranslate()
        self.hide()

    def _build(self) -> None:
        panel = QFrame()
        panel.setObjectName("panel")
        told = QVBoxLayout(panel)
        told.setContentsMargins(6 * UNIT, 4 * UNIT, 6 * UNIT, 4 * UNIT)
        told.setSpacing(3 * UNIT)
        for text in (self._title, self._place, self._do, self.state, self.said):
            text.setWordWrap(True)
            told.addWidget(text)
        told.addStretch(1)
        told.addLayout(line(self.copy, self.take, self.end))
        told.addLayout(line(self.language))
        layout = QVBoxLayout(self)
        layout.setContentsMargins(2 * UNIT, 2 * UNIT, 2 * UNIT, 2 * UNIT)
        layout.addWidget(panel)
        self.said.hide()

    def show_place(self, place: str) -> None:
        """Which gate this is."""
        self._place.setText(place)

    def show_leaving(self, leaving: Leaving) -> None:
        """How far it has got."""
        self._leaving = leaving
        self.retranslate()

    @Slot(object)
    def show_carried(self, carried: Carried) -> None:
        """What came of a stick."""
        self._carried = carried
        self.retranslate()

    def press(self, number: int) -> bool:
        """4, 5: copy to a stick, take from one, while something waits."""
        way = {3: Carry.OUT, 4: Carry.IN}.get(number)
        if way is None or not self.copy.isVisibleTo(self):
            return False
        self._stick = sticks.choose(self)
        if self._stick:
            self.stick_asked.emit(way.value, self._stick)
        return True

    def leave(self) -> None:
        """Close the program, once everything is done."""
        if self._leaving.is_erased:
            self.close_asked.emit()

    def retranslate(self) -> None:
        """Say it all in the language of now."""
        leaving = self._leaving
        self._title.setText(self.tr("Out of service"))
        self._do.setText(
            self.tr(
                "This gate records nothing any more. Send people to another gate, or write them down on paper, "
                "and tell the lead."
            )
        )
        self.state.setText(self._state(leaving))
        is_fault = leaving.has_failed or bool(leaving.waiting)
        self.copy.setVisible(bool(leaving.waiting))
        self.take.setVisible(bool(leaving.waiting))
        self.end.setVisible(leaving.is_erased)
        self.copy.say(self.tr("Copy to a stick"))
        self.take.say(self.tr("Take from a stick"))
        self.language.say("中文 / English")
        self.end.say(self.tr("Close the program"))
        carried = self._carried if leaving.waiting else None
        self.said.setText(carry_words.said(carried, sticks.name_of(self._stick)) if carried else "")
        self.said.setVisible(carried is not None)
        _dress(self.state, is_fault=is_fault)
        if carried is not None:
            _dress(self.said, is_fault=bool(carried.fault))

    def _state(self, leaving: Leaving) -> str:
        if leaving.has_failed:
            return self.tr("Central has everything, but this computer's data could not be erased. Call the office.")
        if leaving.is_erased:
            return self.tr(
                "Central has everything that was written here, and all data on this computer was erased. "
                "With a new code from central it can become a station again."
            )
        if leaving.waiting:
            return self.tr(
                "Central does not have %n entries of this station yet. Leave the computer on and connected: "
                "nothing is erased before central has them. Without a network, copy them to a stick for central.",
                "",
                leaving.waiting,
            )
        return self.tr("Central has everything. The data on this computer is being erased…")


def _dress(text: QWidget, *, is_fault: bool) -> None:
    text.setProperty("state", "fault" if is_fault else "")
    restyle(text)
