"""The keys below the table's panel: what each would do now; judging is done elsewhere."""

from __future__ import annotations

from typing import Final

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QGridLayout, QSizePolicy, QWidget

from station.ui.key_button import KeyButton
from station.ui.keys import UNDO
from station.ui.sampling import sampling_words
from station.ui.sampling_view import MemberRow, Sampling, TubeRow
from station.ui.side.page import button
from station.ui.theme import UNIT, restyle

KEYS: Final = ("seal", "remove", "replace", "void", "single", "close_box", "send", "receive", "resolve")
"""What the digits do, from 1."""
LETTERS: Final = {"F2": "find", "F4": "type", UNDO: "undo"}
_IN_A_LINE: Final = 6


class Foot(QWidget):
    """Signals: pressed(name of what is to be done)."""

    pressed = Signal(str)

    def __init__(self) -> None:
        super().__init__()
        self._can: frozenset[str] = frozenset()
        self._given = 0
        self._is_single = self._is_sealed = False
        self.keys = {name: button(str(number), "foot_button") for number, name in enumerate(KEYS, 1)}
        self.keys |= {name: button(key, "foot_button") for key, name in LETTERS.items()}
        grid = QGridLayout(self)
        grid.setContentsMargins(0, 0, 0, 0)
        grid.setSpacing(UNIT // 2)
        for number, (name, key) in enumerate(self.keys.items()):
            key.clicked.connect(lambda _on=False, name=name: self.pressed.emit(self.meant(name)))
            key.setSizePolicy(QSizePolicy.Policy.Ignored, QSizePolicy.Policy.Fixed)
            key.tighten()
            grid.addWidget(key, *divmod(number, _IN_A_LINE))
        self.retranslate()

    def show_sampling(self, shown: Sampling, tube: TubeRow | None, member: MemberRow | None) -> None:
        """What can be done now. tube, member: what is marked in the list."""
        about = tube or shown.tube
        can = {
            "seal": shown.tube is not None and shown.tube.count > 0,
            "remove": member is not None,
            "replace": member is not None,
            "void": about is not None and about.state in {"open", "sealed", "sent"},
            "single": shown.box is not None,
            "close_box": shown.box is not None,
            "send": any(box.waiting for box in shown.boxes) or (tube is not None and tube.state == "sealed"),
            "receive": any(box.away for box in shown.boxes) or (tube is not None and tube.state == "sent"),
            "resolve": bool(shown.conflicts),
            "amend": tube is not None and tube.state in {"sealed", "sent"} and tube.is_own and not tube.is_full,
            "undo": bool(shown.undoable),
            "find": True,
            "type": True,
        }
        self._can = frozenset(name for name, is_on in can.items() if is_on)
        self._is_single = shown.is_single
        self._is_sealed = tube is not None and not tube.in_conflict and "amend" in self._can
        self.retranslate()

    def give_away(self, digits: int) -> None:
        """So many digits, from 1, are the panel's answers now: no key stands in sight twice."""
        self._given = digits
        self.retranslate()

    @property
    def offered(self) -> frozenset[str]:
        """The names of what can be done here now."""
        return self._can - {self.meant(name) for name in KEYS[: self._given]}

    def meant(self, name: str) -> str:
        """What a key does now: with a sealed tube marked that is not full, the last one adds somebody to it."""
        return "amend" if name == "resolve" and self._is_sealed else name

    def set_scale(self, scale: float) -> None:
        """Be that much larger than at 1280 x 800."""
        for key in self.keys.values():
            key.setFixedHeight(round(40 * scale))

    def retranslate(self) -> None:
        """Say it all in the language of now."""
        offered = self.offered
        for name, key in self.keys.items():
            meant = self.meant(name)
            _dim(key, meant not in offered)
            key.say(sampling_words.key("back" if name == "single" and self._is_single else meant))


def _dim(key: KeyButton, on: bool) -> None:
    if key.property("dim") != on:
        key.setProperty("dim", on)
        restyle(key, *key.findChildren(QWidget))
