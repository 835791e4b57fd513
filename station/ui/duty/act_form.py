"""What a lead says about a row: one small form beside the board, most of it filled in already; judging is elsewhere."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Final
from zoneinfo import ZoneInfo

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QFrame, QLineEdit, QVBoxLayout, QWidget

from station.ui.duty import duty_words
from station.ui.duty.rows import Heading, Line
from station.ui.duty_view import BoardRow, DutyCard
from station.ui.field_grid import FieldGrid
from station.ui.side.page import button, label, line
from station.ui.theme import UNIT, restyle
from station.ui.view import Field

_ASKED: Final = {
    "sign": (Field("number", True), Field("pin", True, "secret")),
    "type": (Field("number", True),),
    "replace": (Field("number", False),),
    "walk_in": (Field("number", False), Field("reason", True)),
    "confirm_out": (Field("until", True), Field("reason", True)),
    "overtime": (Field("until", True), Field("reason", True)),
    "back_entry": (Field("since", True), Field("until", True), Field("witness", True), Field("reason", True)),
    "waive": (Field("reason", True),),
    "override": (Field("reason", True),),
    "reinstate": (Field("reason", True),),
    "undo": (Field("reason", True),),
}
BY_BADGE: Final = frozenset({"sign", "replace", "walk_in"})
"""What a badge held up fills in: it is this form's, and nobody checks in by it."""


@dataclass(frozen=True, slots=True)
class Act:
    """What a lead is about to do. shift, number: the row that it is about; entry: the card; what: late or early."""

    name: str
    shift: str = ""
    number: str = ""
    entry: str = ""
    what: str = ""


class ActForm(QFrame):
    """Signals: sent(Act, values by field), left()."""

    sent = Signal(object, object)
    left = Signal()

    def __init__(self, zone: ZoneInfo) -> None:
        super().__init__()
        self.setObjectName("panel")
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self.zone = zone
        self.act = Act("")
        self.about: Line | DutyCard | None = None
        self._title, self._who, self._hint = label("day_title"), label("holder_small"), label("reason")
        self.said = label("said")
        for text in (self._title, self._who, self._hint, self.said):
            text.setWordWrap(True)
        self.grid = FieldGrid(2, self._name_of, str)
        self.grid.entered.connect(self.send)
        self.save, self.back = button("↵"), button("Esc", "quiet_button")
        self.save.clicked.connect(self.send)
        self.back.clicked.connect(self.left)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(2 * UNIT, UNIT, 2 * UNIT, 2 * UNIT)
        layout.setSpacing(UNIT)
        parts: tuple[QWidget, ...] = (self._title, self._who, self._hint, self.grid, self.said)
        for widget in parts:
            layout.addWidget(widget)
        layout.addStretch(1)
        layout.addLayout(line(self.save, self.back))
        self.say("")

    def open(self, act: Act, about: Line | DutyCard | None) -> None:
        """Ask what that act needs. about: whom or what it is about."""
        self.act, self.about = act, about
        self.say("")
        self.grid.ask(_ASKED[act.name], self._kept(act.name, about))
        self.retranslate()

    def begin(self) -> None:
        """Where a badge is the usual way, the fields wait for Tab or a click; else to the first of them."""
        if self.takes_badge:
            self.setFocus()
        else:
            self.grid.begin()

    def focusNextPrevChild(self, forward: bool) -> bool:  # noqa: N802
        """Tab goes from the form to its first field."""
        if self.hasFocus() and self.grid.fields:
            self.grid.begin()
            return True
        return super().focusNextPrevChild(forward)

    def press(self, digit: str) -> None:
        """A digit that nobody else wants begins the number that is typed in a badge's place."""
        field = self.grid.fields.get("number")
        if self.takes_badge and isinstance(field, QLineEdit):
            field.setFocus()
            field.insert(digit)

    @property
    def takes_badge(self) -> bool:
        """Whether a badge held up can fill this form in."""
        return self.act.name in BY_BADGE and not self.act.entry

    @property
    def wants_badge(self) -> bool:
        """Whether a badge held up now belongs to this form."""
        return self.isVisible() and self.takes_badge

    def values(self) -> Mapping[str, str]:
        """What stands in the fields."""
        return {name: text.strip() for name, text in self.grid.values().items()}

    def fill(self, values: Mapping[str, str]) -> None:
        """Put back what was written before somebody had to sign."""
        for name, text in values.items():
            field = self.grid.fields.get(name)
            if isinstance(field, QLineEdit):
                field.setText(text)

    def send(self) -> None:
        """Hand over what was written, unless something needed is missing."""
        values = self.values()
        missing = [field.name for field in _ASKED[self.act.name] if field.required and not values.get(field.name)]
        if self.act.name in {"replace", "walk_in"} and not (values.get("number") or self.act.entry):
            missing.insert(0, "number")
        self.grid.mark(missing)
        if not missing:
            self.sent.emit(self.act, values)

    def say(self, text: str) -> None:
        """Say what is wrong; empty: nothing."""
        self.said.setText(text)
        self.said.setVisible(bool(text))
        self.said.setProperty("state", "fault" if text else "")
        restyle(self.said)

    def _kept(self, name: str, about: Line | DutyCard | None) -> dict[str, str]:
        kept = {"reason": duty_words.usual_reason(name)}
        if isinstance(about, BoardRow | Heading):
            since, until = (duty_words.clock(at, self.zone) for at in (about.begins, about.ends))
            kept |= {"until": "" if name == "overtime" else until, "since": since}
        return kept

    # --- looks ---

    def _name_of(self, field: str) -> str:
        names = {
            "number": self.tr("Volunteer number"),
            "pin": self.tr("PIN"),
            "reason": self.tr("Reason"),
            "since": self.tr("From, like 08:00"),
            "until": self.tr("Until, like 11:00"),
            "witness": self.tr("Number of a second volunteer who saw it"),
        }
        return names[field]

    def retranslate(self) -> None:
        """Say it all in the language of now; what was written stays."""
        self.save.say(self.tr("Enter it"))
        self.back.say(self.tr("Never mind"))
        if not self.act.name:
            return
        hints = {
            "sign": self.tr("Lead: hold your badge up, or type number and PIN."),
            "type": self.tr("For somebody whose badge is not at hand. It counts as the lead's word."),
            "replace": self.tr("Stand-in: hold your badge up. The lead may also type the number."),
            "walk_in": self.tr("Walk-in: hold your badge up. The lead may also type the number."),
            "confirm_out": self.tr("When did they really leave?"),
            "overtime": self.tr("Until when does the time after the shift count?"),
            "back_entry": self.tr("When did they work? Two names answer for it."),
            "undo": self.tr("The newest entry about them at this shift is taken back."),
        }
        self._title.setText(duty_words.act(self.act.name))
        self._who.setText(self._whom())
        self._who.setVisible(bool(self._who.text()))
        self._hint.setText(hints.get(self.act.name, ""))
        self._hint.setVisible(bool(self._hint.text()))
        self.grid.retranslate()

    def _whom(self) -> str:
        about = self.about
        if about is None or self.act.name in {"sign", "type"}:
            return ""
        begins, ends = about.begins, about.ends
        span = duty_words.span(begins, ends, self.zone) if begins is not None and ends is not None else ""
        name = "" if isinstance(about, Heading) else about.name
        return "  ".join(part for part in (name, about.post, span) if part)
