"""The lists of passages, the last ones at the gate and a day's on the day page; which rows there are is `app`'s."""

from __future__ import annotations

from typing import Any, Final
from zoneinfo import ZoneInfo

from PySide6.QtCore import QAbstractTableModel, QModelIndex, QPersistentModelIndex, QSize, Qt, Signal
from PySide6.QtGui import QResizeEvent
from PySide6.QtWidgets import QAbstractItemView, QHeaderView, QLabel, QStackedLayout, QTableView, QWidget

from checkpoint.gate import Outcome
from station.ui import words
from station.ui.symbols import pixmap
from station.ui.view import Row

Index = QModelIndex | QPersistentModelIndex
_SIGN_SIDE: Final = 22
LAST: Final = ("sign", "time", "direction", "name", "building", "outcome", "reason")
"""The columns of the last passages at the gate."""
LOGGED: Final = ("sign", "time", "direction", "name", "building", "outcome", "gate", "operator", "synced", "reason")
"""The columns of a day's log."""
_WIDTHS: Final = {
    "sign": 40,
    "time": 104,
    "direction": 80,
    "name": 136,
    "building": 112,
    "outcome": 144,
    "gate": 144,
    "operator": 112,
    "synced": 104,
}
ROW_HEIGHT: Final = 32


class RowModel(QAbstractTableModel):
    """Rows as a table of words."""

    def __init__(self, zone: ZoneInfo, columns: tuple[str, ...]) -> None:
        super().__init__()
        self.zone = zone
        self.columns = columns
        self.sign_side = _SIGN_SIDE
        self.rows: tuple[Row, ...] = ()

    def set_rows(self, rows: tuple[Row, ...]) -> None:
        """Show these rows from now on."""
        if rows == self.rows:
            return
        self.beginResetModel()
        self.rows = rows
        self.endResetModel()

    def retranslate(self) -> None:
        """Say it all in the language of now."""
        self.beginResetModel()
        self.endResetModel()

    def rowCount(self, parent: Index | None = None) -> int:  # noqa: N802
        """How many rows there are."""
        return 0 if parent is not None and parent.isValid() else len(self.rows)

    def columnCount(self, _parent: Index | None = None) -> int:  # noqa: N802
        """How many columns there are."""
        return len(self.columns)

    def headerData(self, section: int, orientation: Qt.Orientation, role: int = 0) -> Any:  # noqa: N802
        """A column's heading."""
        if orientation is not Qt.Orientation.Horizontal or role != Qt.ItemDataRole.DisplayRole:
            return None
        headings = {
            "time": self.tr("Time"),
            "direction": self.tr("Way"),
            "name": self.tr("Name"),
            "building": self.tr("Building"),
            "outcome": self.tr("Outcome"),
            "gate": self.tr("Gate"),
            "operator": self.tr("Guide"),
            "synced": self.tr("Synced"),
            "reason": self.tr("Reason"),
        }
        return headings.get(self.columns[section], "")

    def data(self, index: Index, role: int = 0) -> Any:
        """A cell's word or sign."""
        row, column = self.rows[index.row()], self.columns[index.column()]
        if role == Qt.ItemDataRole.DisplayRole:
            return self._text(row, column)
        if role == Qt.ItemDataRole.DecorationRole and column == "sign":
            return pixmap(row.light, self.sign_side)
        if role == Qt.ItemDataRole.ToolTipRole and column != "sign":
            return self._text(row, column)
        if role == Qt.ItemDataRole.AccessibleTextRole and column == "sign":
            return words.light(row.light)
        return None

    def _text(self, row: Row, column: str) -> str:
        match column:
            case "time":
                return words.moment(row.at, self.zone)
            case "direction":
                return words.way(row.direction)
            case "name":
                return row.name or "—"
            case "building":
                return row.building
            case "outcome":
                # What nobody has decided yet is found by its mark, however far down it is.
                mark = "● " if row.outcome is Outcome.PENDING else ""
                return mark + words.outcome(row.outcome)
            case "gate":
                return row.gate
            case "operator":
                return row.operator
            case "synced":
                return self.tr("Synced") if row.synced else self.tr("Waiting")
            case "reason":
                return words.short_reason(row)
        return ""


class Rows(QWidget):
    """A table of passages, or a friendly sentence when there are none. Signals: chosen(Row), one that is open still."""

    chosen = Signal(object)

    def __init__(self, zone: ZoneInfo, columns: tuple[str, ...] = LAST, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.model = RowModel(zone, columns)
        self.table = QTableView()
        self.table.setModel(self.model)
        self._dress()
        self._empty = QLabel()
        self._empty.setObjectName("idle_hint")
        self._empty.setAlignment(Qt.AlignmentFlag.AlignCenter)
        self._stack = QStackedLayout(self)
        self._stack.addWidget(self._empty)
        self._stack.addWidget(self.table)
        self._row_height, self._is_told = ROW_HEIGHT, False
        self.set_scale(1.0)
        self.retranslate()

    def _dress(self) -> None:
        table = self.table
        table.setSelectionMode(QAbstractItemView.SelectionMode.NoSelection)
        table.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        table.setShowGrid(False)
        table.setWordWrap(False)
        table.clicked.connect(self._choose)
        table.verticalHeader().hide()
        header = table.horizontalHeader()
        header.setDefaultAlignment(Qt.AlignmentFlag.AlignLeft | Qt.AlignmentFlag.AlignVCenter)
        header.setHighlightSections(False)
        header.setMinimumSectionSize(24)
        header.setSectionResizeMode(len(self.model.columns) - 1, QHeaderView.ResizeMode.Stretch)

    def set_scale(self, scale: float) -> None:
        """Be that much larger than at 1280 x 800."""
        self._row_height = round(ROW_HEIGHT * scale)
        self.model.sign_side = round(_SIGN_SIDE * scale)
        self.table.setIconSize(QSize(self.model.sign_side, self.model.sign_side))
        for number, column in enumerate(self.model.columns):
            if column in _WIDTHS:
                self.table.setColumnWidth(number, round(_WIDTHS[column] * scale))
        self._fit()

    def resizeEvent(self, event: QResizeEvent) -> None:  # noqa: N802
        """Whole rows only: half a name at the edge is no name."""
        super().resizeEvent(event)
        self._fit()

    def _fit(self) -> None:
        self.table.horizontalHeader().setFixedHeight(self._row_height)
        room = self.height() - self._row_height
        self.table.verticalHeader().setDefaultSectionSize(room // max(1, room // self._row_height))

    def show_rows(self, rows: tuple[Row, ...]) -> None:
        """Show these rows."""
        self.model.set_rows(rows)
        if not self._is_told:
            self._is_told = True
            self.retranslate()
        self._stack.setCurrentIndex(1 if rows else 0)

    def choose_newest_open(self) -> bool:
        """Choose the newest row that waits for a decision; False when there is none."""
        waiting = next((row for row in self.model.rows if row.actions), None)
        if waiting is not None:
            self.chosen.emit(waiting)
        return waiting is not None

    def _choose(self, index: QModelIndex) -> None:
        row = self.model.rows[index.row()]
        if row.actions:
            self.chosen.emit(row)

    def retranslate(self) -> None:
        """Say it all in the language of now."""
        # Before any rows were brought, empty ones too, nobody knows who has come through.
        self._empty.setText(self.tr("Nobody has come through yet.") if self._is_told else "")
        self.model.retranslate()
