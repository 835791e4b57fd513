"""What is written at a sampling table: a count, a hand-over, a reason, a lead's number; checking is elsewhere."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Final

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QFrame, QVBoxLayout

from station.ui.field_grid import FieldGrid
from station.ui.sampling import sampling_words
from station.ui.side.page import button, label, line
from station.ui.theme import UNIT, restyle
from station.ui.view import Field

WAYS: Final[dict[str, tuple[Field, ...]]] = {
    "close_box": (Field("counted", True, "number"), Field("reason", False)),
    "send": (Field("what", True, "choice"), Field("to", True), Field("temperature", False, "number")),
    "receive": (Field("what", True, "choice"),),
    "amend": (Field("reason", True),),
    "void": (Field("reason", True),),
    "again": (Field("reason", True),),
    "replace": (Field("reason", True),),
    "sign": (Field("number", True), Field("pin", True, "secret")),
    "type": (Field("code", True),),
}
"""What each form asks for."""


class TableForm(QFrame):
    """One form at a time. Signals: sent(way, values), left()."""

    sent = Signal(str, object)
    left = Signal()

    def __init__(self) -> None:
        super().__init__()
        self.setObjectName("panel")
        self.way, self.code = "", ""
        self._choices: Mapping[str, str] = {}
        self._given: Mapping[str, str] = {}
        self._is_sent = False
        self._title, self._hint, self.said = label("day_title"), label("reason"), label("said")
        for text in (self._title, self._hint, self.said):
            text.setWordWrap(True)
        self.grid = FieldGrid(1, sampling_words.field, self._choice)
        self.grid.entered.connect(self.send)
        self.save, self.back = button("↵"), button("Esc", "quiet_button")
        self.save.clicked.connect(self.send)
        self.back.clicked.connect(self.left)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(2 * UNIT, UNIT, 2 * UNIT, 2 * UNIT)
        layout.setSpacing(UNIT)
        for widget in (self._title, self._hint, self.grid, self.said):
            layout.addWidget(widget)
        layout.addStretch(1)
        layout.addLayout(line(self.save, self.back))
        self.say("")

    def open_for(
        self, way: str, code: str = "", choices: Mapping[str, str] | None = None, given: Mapping[str, str] | None = None
    ) -> None:
        """Ask for what that way needs. code: what it is about. choices: of the field `what`, key -> words, the first of
        them chosen. given: what else goes with the answer."""
        self.way, self.code, self._choices, self._given, self._is_sent = way, code, choices or {}, given or {}, False
        fields = [
            Field(one.name, one.required, one.kind, tuple(self._choices)) if one.name == "what" else one
            for one in WAYS[way]
        ]
        self.grid.ask(tuple(fields), {"what": next(iter(self._choices), "")})
        self.say("")
        self.retranslate()
        self.grid.begin()

    def close_form(self) -> bool:
        """Ask for nothing any more; False when nothing was asked."""
        was_open = bool(self.way)
        self.way = ""
        self.grid.clear()
        return was_open

    def send(self) -> None:
        """Hand over what was written, once."""
        if self.way and not self._is_sent:
            self._is_sent = True
            self.sent.emit(self.way, self.grid.values() | dict(self._given))

    def show_refusal(self, code: str, count: int = 0) -> None:
        """It was not written down: say why, and where to set it right."""
        self._is_sent = False
        name = sampling_words.FIELD_OF.get(code, "")
        self.grid.mark([name] if name else [])
        self.say(sampling_words.refusal(code).format(count=count) if code else "")

    def say(self, text: str) -> None:
        """Say what is wrong; empty: nothing."""
        self.said.setText(text)
        self.said.setVisible(bool(text))
        self.said.setProperty("state", "fault" if text else "")
        restyle(self.said)

    def _choice(self, code: str) -> str:
        return self._choices.get(code, code)

    def retranslate(self) -> None:
        """Say it all in the language of now; what was written stays."""
        self.save.say(self.tr("Enter it"))
        self.back.say(self.tr("Never mind"))
        if not self.way:
            return
        hints = {
            "sign": self.tr("Lead: hold your badge up, or type number and PIN."),
            "close_box": self.tr("Count the tubes in the box. Void ones do not belong in it."),
            "send": self.tr("Both names are kept: yours and that of whoever takes them."),
            "amend": self.tr("A lead answers for it, and the tube is flagged."),
        }
        self._title.setText(sampling_words.form(self.way, self.code))
        self._hint.setText(hints.get(self.way, ""))
        self._hint.setVisible(bool(self._hint.text()))
        self.grid.retranslate()
