"""The parts of the duty desk's page and where they stand; what they do for one another is the page's."""

from __future__ import annotations

from zoneinfo import ZoneInfo

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QFrame, QHBoxLayout, QSizePolicy, QStackedWidget, QVBoxLayout

from station.ui.duty import duty_words
from station.ui.duty.act_form import ActForm
from station.ui.duty.card_panel import CardPanel
from station.ui.duty.foot import Foot
from station.ui.duty.head import Head
from station.ui.duty.painting import TONES
from station.ui.duty.rows import TILES
from station.ui.duty.table import BoardTable
from station.ui.figure_tiles import FigureTiles
from station.ui.page import WatchingPage
from station.ui.side.page import button, label
from station.ui.theme import UNIT, restyle

GROUP, TYPE, WAY = "⇧F8", "F2", "F6"
"""Keys below the card, beside those of the head and the digits."""
_WIDE = {WAY: 9, GROUP: 11, TYPE: 9}
"""How wide each is beside the others: the time that runs down is never cut."""
WORRIES = frozenset({"missing", "unsigned", "refused"})
"""Figures that somebody should see to, when there is any."""


class DutyParts(WatchingPage):
    """Head and tiles above, the board with a lead's keys at the left, camera and card or form at the right."""

    def __init__(self, zone: ZoneInfo) -> None:
        super().__init__()
        self.setObjectName("page")
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self.zone = zone
        self.said, self._empty = label("said"), label("idle_hint")
        self._empty.setWordWrap(True)
        self._empty.setAlignment(Qt.AlignmentFlag.AlignCenter)
        self.said.setWordWrap(True)
        self.head = Head(zone)
        self.calls = {key: button(key, "quiet_button") for key in (WAY, GROUP, TYPE)}
        self.tiles, self.table, self.foot = FigureTiles(TILES, WORRIES, duty_words.figure), BoardTable(zone), Foot()
        self.card, self.form = CardPanel(zone), ActForm(zone)
        self.camera.setMinimumSize(200, 96)
        self._listed, self._side = QStackedWidget(), QStackedWidget()
        self._build()
        self.say("")

    def _build(self) -> None:
        self._listed.addWidget(self._empty)
        self._listed.addWidget(self.table)
        listed = QFrame()
        listed.setObjectName("panel")
        inner = QVBoxLayout(listed)
        inner.setContentsMargins(UNIT, UNIT, UNIT, UNIT)
        inner.addWidget(self._listed)
        board = QVBoxLayout()
        board.setSpacing(UNIT)
        board.addWidget(self.banner)
        board.addWidget(self.said)
        board.addWidget(listed, 1)
        board.addWidget(self.foot)
        self._side.addWidget(self.card)
        self._side.addWidget(self.form)
        side = QVBoxLayout()
        side.setSpacing(UNIT)
        side.addWidget(self.camera, 1)
        side.addWidget(self._side, 3)
        calls = QHBoxLayout()
        calls.setSpacing(UNIT)
        for key, button_ in self.calls.items():
            # What they say changes each second: their places do not.
            button_.setSizePolicy(QSizePolicy.Policy.Ignored, QSizePolicy.Policy.Fixed)
            button_.tighten()
            calls.addWidget(button_, _WIDE[key])
        side.addLayout(calls)
        middle = QHBoxLayout()
        middle.setSpacing(2 * UNIT)
        middle.addLayout(board, 17)
        middle.addLayout(side, 10)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(2 * UNIT, UNIT, 2 * UNIT, UNIT)
        layout.setSpacing(UNIT)
        layout.addWidget(self.head)
        layout.addWidget(self.tiles)
        layout.addLayout(middle, 1)

    def say(self, text: str, *, is_fault: bool = False) -> None:
        """Say something above the list; empty: nothing."""
        self.said.setText(text)
        self.said.setVisible(bool(text))
        self.said.setProperty("state", "fault" if is_fault and text else "")
        restyle(self.said)

    def set_scale(self, scale: float) -> None:
        """Be that much larger than at 1280 x 800."""
        self.tiles.set_scale(scale)
        self.table.set_scale(scale)
        self.card.set_scale(scale)
        self.foot.set_scale(scale)

    def set_zone(self, zone: ZoneInfo) -> None:
        """Show times as they are at the site."""
        self.zone = self.head.zone = self.card.zone = self.form.zone = self.table.rows.zone = zone

    def set_theme(self, name: str) -> None:
        """Wear this theme."""
        super().set_theme(name)
        self.table.tones = TONES[name]
        self.table.viewport().update()

    def retranslate(self) -> None:
        """Say it all in the language of now."""
        for part in (self.banner, self.head, self.tiles, self.table.rows, self.card, self.form, self.camera):
            part.retranslate()
