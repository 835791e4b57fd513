"""The parts of the sampling table's page and where they stand; what they do for one another is the page's."""

from __future__ import annotations

from zoneinfo import ZoneInfo

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QFrame, QHBoxLayout, QSizePolicy, QStackedWidget, QVBoxLayout

from station.ui.figure_tiles import FigureTiles
from station.ui.page import WatchingPage
from station.ui.sampling import sampling_words
from station.ui.sampling.foot import Foot
from station.ui.sampling.lists import FIGURES, RowList
from station.ui.sampling.panel import TablePanel
from station.ui.sampling.table_form import TableForm
from station.ui.sampling_view import Sampling
from station.ui.side.find_page import FindPage
from station.ui.side.page import button, label
from station.ui.theme import UNIT, restyle

WORRIES, STOPS = frozenset({"again", "flagged", "no_phone"}), frozenset({"conflicts"})
"""Figures that somebody should see to, when there is any; and those before which nothing goes on."""
POOL = "F6"
"""The key that changes for how many persons the next box's tubes are."""


class TableParts(WatchingPage):
    """Figures above, panel and keys at the left, at the right camera, box and a list or form."""

    def __init__(self, zone: ZoneInfo) -> None:
        super().__init__()
        self.setObjectName("page")
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self.shown = Sampling()
        self.tiles = FigureTiles(FIGURES, WORRIES, sampling_words.figure, STOPS)
        self.panel, self.foot = TablePanel(zone), Foot()
        self.list, self.form, self.finder = RowList(zone), TableForm(), FindPage(at_table=True)
        self.back, self.kind = button("Esc"), button(POOL, "quiet_button")
        self._title, self.lead = label("day_title"), label("chip")
        self._box, self._tubes, self._nobody = label("holder_small"), label("holder_small"), label("idle_hint")
        self._told = label("said")
        for text in (self._nobody, self._told):
            text.setWordWrap(True)
        self._nobody.setAlignment(Qt.AlignmentFlag.AlignCenter)
        self.camera.setMinimumSize(200, 96)
        self._side, self._listed = QStackedWidget(), QStackedWidget()
        self._build()

    def _build(self) -> None:
        head = QHBoxLayout()
        head.setSpacing(2 * UNIT)
        for widget in (self.back, self._title):
            head.addWidget(widget)
        head.addWidget(self._box_panel(), 1)
        head.addWidget(self.lead)
        left = QVBoxLayout()
        left.setSpacing(UNIT)
        left.addWidget(self.banner)
        left.addWidget(self.panel, 1)
        left.addWidget(self.foot)
        right = QVBoxLayout()
        right.setSpacing(UNIT)
        right.addWidget(self.camera, 3)
        right.addWidget(self._side_panel(), 8)
        middle = QHBoxLayout()
        middle.setSpacing(2 * UNIT)
        middle.addLayout(left, 17)
        middle.addLayout(right, 10)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(2 * UNIT, UNIT, 2 * UNIT, UNIT)
        layout.setSpacing(UNIT)
        layout.addLayout(head)
        layout.addWidget(self.tiles)
        layout.addLayout(middle, 1)

    def _box_panel(self) -> QFrame:
        made = QFrame()
        made.setObjectName("panel")
        inner = QHBoxLayout(made)
        inner.setContentsMargins(2 * UNIT, 0, 0, 0)
        inner.setSpacing(2 * UNIT)
        inner.addWidget(self._box)
        inner.addWidget(self._tubes, 1)
        inner.addWidget(self.kind)
        return made

    def _side_panel(self) -> QStackedWidget:
        listed = QFrame()
        listed.setObjectName("panel")
        inner = QVBoxLayout(listed)
        inner.setContentsMargins(UNIT, UNIT, UNIT, UNIT)
        inner.addWidget(self._told)
        inner.addWidget(self._listed, 1)
        self._listed.addWidget(self._nobody)
        self._listed.addWidget(self.list)
        for page in (listed, self.form, self.finder):
            self._side.addWidget(page)
        # What stands there never changes how large it is, nor the camera above it.
        self._side.setSizePolicy(QSizePolicy.Policy.Ignored, QSizePolicy.Policy.Ignored)
        return self._side

    # --- looks ---

    def set_scale(self, scale: float) -> None:
        """Be that much larger than at 1280 x 800."""
        for part in (self.tiles, self.panel, self.foot, self.list):
            part.set_scale(scale)

    def set_zone(self, zone: ZoneInfo) -> None:
        """Show times as they are at the site."""
        self.panel.zone = self.list.zone = zone

    def say_box(self) -> None:
        """Which box is open, with how many tubes, and for how many persons a tube is."""
        box = self.shown.box
        self._box.setText(self.tr("Box {code}").format(code=box.code) if box else self.tr("No box is open"))
        self._tubes.setText(self.tr("{count} / {most} tubes").format(count=box.tubes, most=box.most) if box else "")
        self.kind.say(sampling_words.collected(box.pool if box else self.shown.pool))
        self.kind.setEnabled(box is None)

    def retranslate(self) -> None:
        """Say it all in the language of now."""
        self.back.say(self.tr("Back to the gate"))
        self._title.setText(self.tr("Sampling table"))
        for part in (self.banner, self.tiles, self.panel, self.foot, self.camera, self.list, self.form, self.finder):
            part.retranslate()
        self.say_box()
        self._say_list()
        self._say_lead()

    def _say_list(self) -> None:
        texts = {
            "members": self.tr("Nobody is in this tube yet."),
            "again": self.tr("Nobody is to be sampled again."),
            "conflicts": self.tr("No code is on two tubes."),
        }
        self._nobody.setText(texts.get(self.list.what, self.tr("No tube of that kind today.")))
        told = {
            "again": self.tr("Call them back: each is put into another tube."),
            "no_phone": self.tr("Ask for their phone number and tell the office: a pool of several needs it."),
            "flagged": self.tr("Somebody was added after the seal. The laboratory is told."),
            "conflicts": self.tr("One code on two tubes: keep both here. A lead marks the one that keeps it, then 9."),
        }
        self._told.setText(told.get(self.list.what, ""))
        self._told.setVisible(bool(self._told.text()) and bool(self.list.rows))
        self._told.setProperty("state", "fault" if self.list.what == "conflicts" else "")
        restyle(self._told)
        self._listed.setCurrentWidget(self.list if self.list.rows else self._nobody)

    def _say_lead(self) -> None:
        self.lead.setText(self.tr("Lead {name}").format(name=self.shown.lead) if self.shown.lead else "")
        self.lead.setVisible(bool(self.shown.lead))
        restyle(self.lead)
