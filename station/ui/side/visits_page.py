"""Visitors, couriers and vehicles still inside: who is late, who leaves without a code; counting is done elsewhere."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import datetime
from typing import Final
from zoneinfo import ZoneInfo

from PySide6.QtCore import QModelIndex, QPersistentModelIndex, Qt, Signal
from PySide6.QtGui import QBrush, QColor, QPainter, QPen
from PySide6.QtWidgets import QStyle, QStyledItemDelegate, QStyleOptionViewItem, QTableWidgetItem

from station.ui import words
from station.ui.side.page import SidePage, button, label, line
from station.ui.text_list import TextList
from station.ui.view import VisitRow

COLUMNS: Final = ("name", "building", "since", "until", "tag")
LONGEST_COMPANY: Final = 5
LATE: Final = QColor("#ffe3a3")
ON_LATE: Final = QColor("#3a2800")


class _Shaded(QStyledItemDelegate):
    """Cells with a ground of their own, which a style sheet with a line under each cell leaves out."""

    def paint(
        self, painter: QPainter, option: QStyleOptionViewItem, index: QModelIndex | QPersistentModelIndex
    ) -> None:
        """The ground first, then the cell as ever; a marked row keeps its ground and gets a line above and below."""
        ground = index.data(Qt.ItemDataRole.BackgroundRole)
        if not isinstance(ground, QBrush):
            super().paint(painter, option, index)
            return
        plain = QStyleOptionViewItem(option)
        plain.state &= ~QStyle.StateFlag.State_Selected
        painter.fillRect(plain.rect, ground)
        super().paint(painter, plain, index)
        if option.state & QStyle.StateFlag.State_Selected:
            painter.setPen(QPen(ON_LATE, 2))
            for y in (plain.rect.top() + 1, plain.rect.bottom() - 1):
                painter.drawLine(plain.rect.left(), y, plain.rect.right(), y)


class VisitsPage(SidePage):
    """Signals: leaving(subject, presumed), leaving_together(company of couriers)."""

    leaving = Signal(str, bool)
    leaving_together = Signal(str)

    def __init__(self, zone: ZoneInfo) -> None:
        super().__init__()
        self.zone = zone
        self.visits: tuple[VisitRow, ...] = ()
        self.table = TextList(len(COLUMNS), 0, "", 0.3)
        self.table.setItemDelegate(_Shaded(self.table))
        self._empty = label("idle_hint")
        self.leaves, self.presumed = button("1"), button("2", "quiet_button")
        self.together = button("3", "quiet_button")
        self.together.clicked.connect(lambda: self.press(2))
        self.table.currentCellChanged.connect(self._offer)
        self.leaves.clicked.connect(lambda: self.press(0))
        self.presumed.clicked.connect(lambda: self.press(1))
        self.inner.addWidget(self._empty)
        self.inner.addWidget(self.table, 1)
        self.inner.addWidget(self.said)
        self.inner.addLayout(line(self.leaves, self.presumed, self.together))
        self.retranslate()

    def opened(self) -> None:
        """The list gets the focus, so that the arrow keys go through it."""
        self.table.setFocus()

    def show_visits(self, visits: tuple[VisitRow, ...]) -> None:
        """Show these, those first that end first; whoever was marked stays marked."""
        self.is_told = True
        self._fill(visits)

    def _fill(self, visits: tuple[VisitRow, ...]) -> None:
        marked = self.chosen
        self.visits = visits
        self.table.setRowCount(len(visits))
        for number, visit in enumerate(visits):
            self.table.put(number, self._texts(visit))
            if visit.is_late:
                _shade(self.table.item(number, column) for column in range(len(COLUMNS)))
        places = [number for number, one in enumerate(visits) if marked and one.subject == marked.subject]
        if visits:
            self.table.selectRow(places[0] if places else 0)
        self._empty.setText(self.tr("No visitor is inside.") if self.is_told else "")
        self._empty.setVisible(not visits)
        self.table.setVisible(bool(visits))
        for made in (self.leaves, self.presumed):
            made.setEnabled(bool(visits))
        self._offer()

    def _offer(self) -> None:
        """All of a company leave together where more than one of it is inside."""
        employer = self.chosen.employer if self.chosen else ""
        count = sum(one.employer == employer for one in self.visits) if employer else 0
        self.together.setVisible(count > 1)
        # A long name must not push the panel wider: the verdict beside it never moves.
        shown = employer if len(employer) <= LONGEST_COMPANY else f"{employer[: LONGEST_COMPANY - 1]}…"
        self.together.say(self.tr("All {count} of {company} leave").format(count=count, company=shown))

    @property
    def chosen(self) -> VisitRow | None:
        """Who is marked."""
        row = self.table.currentRow()
        return self.visits[row] if 0 <= row < len(self.visits) else None

    def press(self, number: int) -> bool:
        """1: they leave now; 2: they must have left; 3: all couriers of that company leave."""
        chosen = self.chosen
        if chosen is not None and number == 2 and not self.together.isHidden():
            self.leaving_together.emit(chosen.employer)
            return True
        if chosen is None or number > 1:
            return False
        self.leaving.emit(chosen.subject, number == 1)
        return True

    def _texts(self, visit: VisitRow) -> tuple[str, ...]:
        kind = visit.employer or (words.category(visit.category) if visit.category != "visitor" else "")
        people = f"×{visit.heads}" if visit.heads > 1 else ""
        who = " ".join(part for part in (visit.name or visit.plate or "—", people, kind) if part)
        until = f"{visit.valid_to.astimezone(self.zone):%H:%M}" if visit.valid_to else ""
        if visit.is_late:
            until = self.tr("{time} late").format(time=until)
        since = visit.since.astimezone(self.zone)
        is_today = since.date() == datetime.now(self.zone).date()
        return who, visit.building, f"{since:%H:%M}" if is_today else f"{since:%m-%d %H:%M}", until, visit.tag

    def retranslate(self) -> None:
        """Say it all in the language of now."""
        super().retranslate()
        self.title.setText(self.tr("Visitors inside"))
        self.leaves.say(self.tr("Leaves now"))
        self.presumed.say(self.tr("Must have left"))
        headings = (self.tr("Name"), self.tr("Building"), self.tr("Since"), self.tr("Until"), self.tr("Tag"))
        self.table.setHorizontalHeaderLabels(headings)
        self._fill(self.visits)


def _shade(cells: Iterable[QTableWidgetItem | None]) -> None:
    for cell in cells:
        if cell is not None:
            cell.setBackground(LATE)
            cell.setForeground(ON_LATE)
