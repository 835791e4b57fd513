"""The duty page's top line: the day, what of it is shown, who acts as lead; which rows that leaves is the page's."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Final
from zoneinfo import ZoneInfo

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QHBoxLayout, QWidget

from station.ui.duty import duty_words
from station.ui.duty_view import Board, LeadState
from station.ui.side.page import button, label
from station.ui.theme import UNIT

POST, TEAM, LOOK = "⇧F5", "⇧F6", "⇧F7"


class Head(QWidget):
    """Signals: pressed(key), left()."""

    pressed = Signal(str)
    left = Signal()

    def __init__(self, zone: ZoneInfo) -> None:
        super().__init__()
        self.zone = zone
        self.post = self.team = ""
        self.is_timeline = False
        self._board: Board | None = None
        self._lead = LeadState()
        self._title, self.lead_chip = label("day_title"), label("chip")
        self.back, self.filters = button("Esc"), {key: button(key, "quiet_button") for key in (POST, TEAM, LOOK)}
        self.back.clicked.connect(self.left)
        line = QHBoxLayout(self)
        line.setContentsMargins(0, 0, 0, 0)
        line.setSpacing(UNIT)
        line.addWidget(self.back)
        line.addWidget(self._title)
        line.addStretch(1)
        for key, made in self.filters.items():
            made.clicked.connect(lambda _on=False, key=key: self.pressed.emit(key))
            line.addWidget(made)
        line.addWidget(self.lead_chip)
        self.retranslate()

    def show_board(self, board: Board) -> None:
        """Name this board's day, posts and teams."""
        self._board = board
        self.retranslate()

    def show_lead(self, lead: LeadState) -> None:
        """Say who acts as lead."""
        self._lead = lead
        self.retranslate()

    @property
    def is_filtered(self) -> bool:
        """Whether not all posts and teams are shown."""
        return bool(self.post or self.team)

    def turn(self, key: str) -> None:
        """On to the next post or team, or to the other look."""
        board = self._board
        if key == POST:
            self.post = _next(board.posts if board else {}, self.post)
        elif key == TEAM:
            self.team = _next(board.teams if board else {}, self.team)
        else:
            self.is_timeline = not self.is_timeline
        self.retranslate()

    def show_all(self) -> None:
        """All posts and teams again."""
        self.post = self.team = ""
        self.retranslate()

    def retranslate(self) -> None:
        """Say it all in the language of now."""
        board, lead = self._board, self._lead
        every = self.tr("all")
        post = board.posts.get(self.post, self.post) if board else ""
        team = board.teams.get(self.team, self.team) if board else ""
        self.back.say(self.tr("Back to the gate"))
        self._title.setText(self.tr("Attendance {date}").format(date=f"{board.day:%Y-%m-%d}" if board else ""))
        self.filters[POST].say(self.tr("Post: {name}").format(name=_short(post) or every))
        self.filters[TEAM].say(self.tr("Team: {name}").format(name=_short(team) or every))
        self.filters[LOOK].say(self.tr("List") if self.is_timeline else self.tr("Timeline"))
        until = duty_words.clock(lead.until, self.zone)
        text = self.tr("Lead {name} until {time}").format(name=lead.name, time=until)
        self.lead_chip.setText(text if lead.name else self.tr("No lead has signed"))


MOST_LETTERS: Final = 8


def _short(name: str) -> str:
    return name if len(name) <= MOST_LETTERS else name[: MOST_LETTERS - 1] + "…"


def _next(names: Mapping[str, str], now: str) -> str:
    """The id after that one, by name; after the last, and where it is not known any more: all (empty)."""
    every = ["", *sorted((id_ for id_ in names if id_), key=lambda id_: (names[id_], id_))]
    return every[(every.index(now) + 1) % len(every)] if now in every else ""
