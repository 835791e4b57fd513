"""A lead's keys below the board: what each would do for the row that is selected; judging is done elsewhere."""

from __future__ import annotations

from typing import Final

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QGridLayout, QSizePolicy, QWidget

from station.ui.duty import duty_words
from station.ui.duty.rows import Line
from station.ui.duty_view import BoardRow
from station.ui.key_button import KeyButton
from station.ui.keys import UNDO
from station.ui.side.page import button
from station.ui.theme import UNIT, restyle

KEYS: Final = ("absent", "excused", "replace", "confirm_out", "back_entry", "waive", "suspend", "walk_in", "sign")
"""What the digits do, from 1."""
_IN_PLACE: Final = {"back_entry": "overtime", "suspend": "reinstate"}
"""What a key does instead where its own act is not to be done and this one is."""
_IN_A_LINE: Final = 5


class Foot(QWidget):
    """Signals: pressed(number of the key, from 0), undo_pressed()."""

    pressed = Signal(int)
    undo_pressed = Signal()

    def __init__(self) -> None:
        super().__init__()
        self.line: Line | None = None
        self.has_badge = self.has_lead = self.can_undo = False
        self.undo = button(UNDO, "foot_button")
        self.undo.clicked.connect(self.undo_pressed)
        self.keys = {name: button(str(number), "foot_button") for number, name in enumerate(KEYS, 1)}
        grid = QGridLayout(self)
        grid.setContentsMargins(0, 0, 0, 0)
        grid.setSpacing(UNIT // 2)
        for number, key in enumerate(self.keys.values()):
            key.clicked.connect(lambda _on=False, number=number: self.pressed.emit(number))
        for number, key in enumerate((*self.keys.values(), self.undo)):
            key.setSizePolicy(QSizePolicy.Policy.Ignored, QSizePolicy.Policy.Fixed)
            key.tighten()
            grid.addWidget(key, *divmod(number, _IN_A_LINE))

    def show_line(self, line: Line | None, *, has_badge: bool, has_lead: bool, can_undo: bool) -> None:
        """What can be done now: about that line, about the badge of a card that is there, by a lead who has signed."""
        self.line, self.has_badge, self.has_lead, self.can_undo = line, has_badge, has_lead, can_undo
        self.retranslate()

    @property
    def offered(self) -> frozenset[str]:
        """What a lead may do with the row that is selected."""
        actions = self.line.actions if isinstance(self.line, BoardRow) else ()
        return frozenset("waive" if name.startswith("waive") else name for name in actions)

    def meant(self, name: str) -> str:
        """What a key does for the row that is selected."""
        other = _IN_PLACE.get(name, "")
        is_about_card = name == "suspend" and self.has_badge
        return other if other in self.offered and name not in self.offered and not is_about_card else name

    def _is_on(self, name: str) -> bool:
        if name == "sign":
            return True
        if name in {"suspend", "walk_in"}:
            return self.has_badge if name == "suspend" else self.line is not None
        return name in self.offered

    def set_scale(self, scale: float) -> None:
        """Be that much larger than at 1280 x 800."""
        for key in (*self.keys.values(), self.undo):
            key.setFixedHeight(round(36 * scale))

    def retranslate(self) -> None:
        """Say it all in the language of now."""
        for name, key in self.keys.items():
            meant = self.meant(name)
            _dim(key, not self._is_on(meant))
            key.say(duty_words.act("sign_off" if name == "sign" and self.has_lead else meant))
        _dim(self.undo, not self.can_undo)
        self.undo.say(duty_words.act("undo"))


def _dim(key: KeyButton, on: bool) -> None:
    if key.property("dim") != on:
        key.setProperty("dim", on)
        restyle(key, *key.findChildren(QWidget))
