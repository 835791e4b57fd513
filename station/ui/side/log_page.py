"""The duty log: an incident or a disinfection written down in a few keys, and today's list; counting is not here."""

from __future__ import annotations

from typing import Final
from zoneinfo import ZoneInfo

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QListWidget

from checkpoint.dutylog import INCIDENTS
from station.ui import supply_words, words
from station.ui.field_grid import FieldGrid
from station.ui.keys import UNDO
from station.ui.side.page import SidePage, button, label, line
from station.ui.supply_view import DutyLog, LogRow
from station.ui.view import Field

FORMS: Final[dict[str, tuple[Field, ...]]] = {
    "incident": (
        Field("type", True, "choice", INCIDENTS),
        Field("place", False),
        Field("action", True),
        Field("called_120", False, "choice", ("yes", "no")),
        Field("handed_to", False),
    ),
    "disinfection": (
        Field("place", True),
        Field("agent", True),
        Field("concentration", False),
        Field("area", False),
        Field("person", True),
    ),
}
"""What each asks for (domain 1, rows 9 and 16)."""


class LogPage(SidePage):
    """Signals: written(about, values), undo_asked(entry)."""

    written = Signal(str, object)
    undo_asked = Signal(str)

    def __init__(self, zone: ZoneInfo) -> None:
        super().__init__()
        self.zone, self.about = zone, "incident"
        self.shown = DutyLog(())
        self._is_sent = False
        self.kinds = {"incident": button("1", "quiet_button"), "disinfection": button("2", "quiet_button")}
        self.kinds["incident"].clicked.connect(lambda: self.press(0))
        self.kinds["disinfection"].clicked.connect(lambda: self.press(1))
        self.grid = FieldGrid(3, supply_words.field, supply_words.choice)
        self.grid.entered.connect(self.send)
        self.save, self.undoing = button("⇧F12"), button(UNDO, "quiet_button")
        self.save.clicked.connect(self.send)
        self.undoing.clicked.connect(self.undo)
        self.list = QListWidget()
        self.list.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        self.list.setWordWrap(True)
        self.list.setObjectName("log_list")
        self.list.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self._empty = label("soft")
        self._empty.setAlignment(Qt.AlignmentFlag.AlignTop)
        self.inner.addLayout(line(*self.kinds.values()))
        self.inner.addWidget(self.grid)
        self.inner.addWidget(self.said)
        self.inner.addLayout(line(self.save, self.undoing))
        self.inner.addWidget(self._empty, 1)
        self.inner.addWidget(self.list, 1)
        self.retranslate()

    def opened(self) -> None:
        """Nothing is written yet: 1 and 2 say of what."""
        self._begin(self.about)
        self.setFocus()
        self.say("")

    def _begin(self, about: str) -> None:
        self.about, self._is_sent = about, False
        self.grid.ask(FORMS[about])
        self.retranslate()

    def press(self, number: int) -> bool:
        """1: an incident; 2: a disinfection."""
        if number > 1:
            return False
        self._begin(("incident", "disinfection")[number])
        self.grid.begin()
        return True

    def send(self) -> None:
        """Hand over what was written, once."""
        if not self._is_sent:
            self._is_sent = True
            self.written.emit(self.about, self.grid.values())

    def undo(self) -> None:
        """Take back what was written down here last."""
        if self.shown.undoable:
            self.undo_asked.emit(self.shown.undoable)

    def try_again(self) -> None:
        """What was handed over was not recorded."""
        self._is_sent = False

    def show_log(self, shown: DutyLog) -> None:
        """Show today's log; what is missing is said beside the fields."""
        self.shown, self._is_sent, self.is_told = shown, False, True
        if shown.done:
            self._begin(self.about)
            self.setFocus()
        self.grid.mark(shown.missing)
        self._say()

    def _say(self) -> None:
        names = words.listed(supply_words.field(name) for name in self.shown.missing)
        text = self.tr("Needed: {names}").format(names=names) if names else self.tr("Written down.")
        self.say(text if names or self.shown.done else "", is_fault=bool(names))
        self.list.clear()
        for row in self.shown.rows:
            self.list.addItem(self._text(row))
        self._empty.setText(self.tr("Nothing has been written down today.") if self.is_told else "")
        self._empty.setVisible(not self.shown.rows)
        self.list.setVisible(bool(self.shown.rows))
        self.undoing.setVisible(bool(self.shown.undoable))

    def _text(self, row: LogRow) -> str:
        texts, parts = row.texts, [f"{row.at.astimezone(self.zone):%H:%M}"]
        if row.about == "incident":
            called = self.tr("120 called") if texts.get("called_120") == "yes" else ""
            parts += [
                supply_words.choice(texts.get("type", "")),
                texts.get("place", ""),
                texts.get("action", ""),
                called,
            ]
            parts.append(self.tr("to {whom}").format(whom=texts["handed_to"]) if texts.get("handed_to") else "")
        else:
            parts += [self.tr("Disinfected"), *(texts.get(name, "") for name in ("place", "agent", "concentration"))]
            parts += [texts.get("area", ""), texts.get("person", "")]
        return "  ".join(part for part in parts if part)

    def retranslate(self) -> None:
        """Say it all in the language of now."""
        super().retranslate()
        self.title.setText(self.tr("Duty log"))
        self.kinds["incident"].say(self.tr("Incident"))
        self.kinds["disinfection"].say(self.tr("Disinfection"))
        for name, made in self.kinds.items():
            made.setObjectName("plain_button" if name == self.about else "quiet_button")
        self.save.say(self.tr("Write down"))
        self.undoing.say(self.tr("Take back the last"))
        self.grid.retranslate()
        self._say()
