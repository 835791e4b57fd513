"""The board's table: draws its lines, keeps what is selected while they change, says where keys lead; acts are none."""

from __future__ import annotations

from typing import Final
from zoneinfo import ZoneInfo

from PySide6.QtCore import QModelIndex, QPersistentModelIndex, QRect, QRectF, Qt, Signal
from PySide6.QtGui import QColor, QKeyEvent, QPainter
from PySide6.QtWidgets import (
    QAbstractItemView,
    QHeaderView,
    QStyle,
    QStyledItemDelegate,
    QStyleOptionViewItem,
    QTableView,
)

from station.ui.duty.painting import TONES, Span, Tones, paint_bars, paint_hours, paint_now, paint_status
from station.ui.duty.rows import COLUMNS, ROW_ROLE, BoardModel, Heading, Line, key_of
from station.ui.duty_view import Board, BoardRow
from station.ui.theme import UNIT

ROW_HEIGHT: Final = 32
_WIDTHS: Final = {"name": 96, "team": 120, "status": 152, "came": 72, "left": 72, "minutes": 84}
_ONLY_LISTED: Final = ("team", "came", "left", "minutes")
"""Columns that make room where the day is looked at instead of read."""
_STATUS, _DAY = COLUMNS.index("status"), COLUMNS.index("day")


class BoardTable(QTableView):
    """Signals: selected(), another line or none; stepped(days); turned(1 or -1) to the next tile or the one before."""

    selected = Signal()
    stepped = Signal(int)
    turned = Signal(int)

    def __init__(self, zone: ZoneInfo) -> None:
        super().__init__()
        self.rows = BoardModel(zone)
        self.setModel(self.rows)
        self._drawing = _Drawing(self)
        self.setItemDelegate(self._drawing)
        self.span: Span | None = None
        self.tones: Tones = TONES["light"]
        self._header = _Header(self)
        self.setHorizontalHeader(self._header)
        self.is_timeline, self._scale = False, 1.0
        self._kept = ("", "")
        self._dress()

    def _dress(self) -> None:
        self.setSelectionBehavior(QAbstractItemView.SelectionBehavior.SelectRows)
        self.setSelectionMode(QAbstractItemView.SelectionMode.SingleSelection)
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self.setVerticalScrollMode(QAbstractItemView.ScrollMode.ScrollPerItem)
        self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.setShowGrid(False)
        self.setWordWrap(False)
        self.verticalHeader().hide()
        self.selectionModel().currentRowChanged.connect(self._chose)
        self.set_timeline(False)

    # --- what is shown ---

    def show_lines(self, lines: list[Line], board: Board) -> None:
        """Show these lines; who was selected stays selected, where it was on the screen."""
        self.span = Span(board.starts, board.ends, board.now)
        kept, at = self._kept, self.verticalScrollBar().value()
        if not self.rows.set_lines(lines, board):
            self.viewport().update()
            self._header.viewport().update()
            return
        self.clearSpans()
        for number, line in enumerate(lines):
            if isinstance(line, Heading):
                self.setSpan(number, 0, 1, len(COLUMNS))
        self.verticalScrollBar().setValue(at)
        if kept == ("", ""):
            self._go_to_now(board)
        else:
            self.select(kept)

    def _go_to_now(self, board: Board) -> None:
        """To the first shift that is not over yet: nobody comes to read what was."""
        ahead = (number for number, line in enumerate(self.rows.lines) if line.ends > board.now)
        place = next(ahead, None)
        if place is not None:
            self.setCurrentIndex(self.rows.index(place, 0))
            self.scrollTo(self.rows.index(place, 0), QAbstractItemView.ScrollHint.PositionAtTop)

    def select(self, key: tuple[str, str]) -> bool:
        """Select the line of that shift and number; False when it is not among those shown."""
        found = next((number for number, line in enumerate(self.rows.lines) if key_of(line) == key), None)
        if found is not None:
            self.setCurrentIndex(self.rows.index(found, 0))
        return found is not None

    @property
    def line(self) -> Line | None:
        """The line that is selected, or None."""
        place = self.currentIndex().row()
        return self.rows.lines[place] if 0 <= place < len(self.rows.lines) else None

    @property
    def row(self) -> BoardRow | None:
        """The volunteer at a shift that is selected, or None."""
        return self.line if isinstance(self.line, BoardRow) else None

    def _chose(self, current: QModelIndex) -> None:
        if current.isValid():
            self._kept = key_of(self.rows.lines[current.row()])
        self.selected.emit()

    # --- looks ---

    def set_timeline(self, on: bool) -> None:
        """Make room for the day, or for words."""
        self.is_timeline = on
        for name in _ONLY_LISTED:
            self.setColumnHidden(COLUMNS.index(name), on)
        self.setColumnHidden(_DAY, not on)
        fixed, stretched = (_STATUS, _DAY) if on else (_DAY, _STATUS)
        self._header.setSectionResizeMode(fixed, QHeaderView.ResizeMode.Interactive)
        self._header.setSectionResizeMode(stretched, QHeaderView.ResizeMode.Stretch)
        self.set_scale(self._scale)

    def set_scale(self, scale: float) -> None:
        """Be that much larger than at 1280 x 800."""
        self._scale = scale
        self.verticalHeader().setDefaultSectionSize(round(ROW_HEIGHT * scale))
        self._header.setFixedHeight(round(ROW_HEIGHT * scale))
        for name, width in _WIDTHS.items():
            self.setColumnWidth(COLUMNS.index(name), round(width * scale))

    def keyPressEvent(self, event: QKeyEvent) -> None:  # noqa: N802
        """Left and right go through the days, everything else through the rows, Home and End to the first and last."""
        key = Qt.Key(event.key())
        step = {Qt.Key.Key_Left: -1, Qt.Key.Key_Right: 1}.get(key)
        if step is not None:
            self.stepped.emit(step)
        elif key in {Qt.Key.Key_Home, Qt.Key.Key_End}:
            self.setCurrentIndex(self.rows.index(0 if key == Qt.Key.Key_Home else len(self.rows.lines) - 1, 0))
        else:
            super().keyPressEvent(event)

    def focusNextPrevChild(self, forward: bool) -> bool:  # noqa: N802
        """Tab goes from tile to tile: there is nothing else on the page to go to."""
        self.turned.emit(1 if forward else -1)
        return True


class _Drawing(QStyledItemDelegate):
    """Draws a status with its sign, a day as bars, a shift as a heading."""

    def __init__(self, table: BoardTable) -> None:
        super().__init__(table)
        self._table = table

    def paint(
        self, painter: QPainter, option: QStyleOptionViewItem, index: QModelIndex | QPersistentModelIndex
    ) -> None:
        line = index.data(ROW_ROLE)
        rect, column = option.rect, index.column()
        if column == _DAY and not isinstance(line, Heading):
            self._under(painter, option, index)
            self._draw_day(painter, QRectF(rect), line)
        elif isinstance(line, Heading):
            painter.fillRect(rect, QColor(self._table.tones.page))
            super().paint(painter, option, index)
        elif column == _STATUS:
            self._under(painter, option, index)
            self._draw_status(painter, rect, line, str(index.data(Qt.ItemDataRole.DisplayRole)))
        else:
            super().paint(painter, option, index)

    def _under(
        self, painter: QPainter, option: QStyleOptionViewItem, index: QModelIndex | QPersistentModelIndex
    ) -> None:
        """The cell as the style sheet has it, without a text."""
        self.initStyleOption(option, index)
        option.text = ""
        style = self._table.style()
        style.drawControl(QStyle.ControlElement.CE_ItemViewItem, option, painter, self._table)

    def _draw_status(self, painter: QPainter, rect: QRect, row: BoardRow, text: str) -> None:
        tones, side = self._table.tones, rect.height() * 0.62
        box = QRectF(rect.left() + UNIT, rect.center().y() - side / 2, side, side)
        paint_status(painter, row.status, box, tones)
        painter.setPen(QColor(tones.ink))
        words = rect.adjusted(round(side) + 2 * UNIT, 0, 0, 0)
        cut = painter.fontMetrics().elidedText(text, Qt.TextElideMode.ElideRight, words.width())
        painter.drawText(words, Qt.AlignmentFlag.AlignVCenter | Qt.AlignmentFlag.AlignLeft, cut)

    def _draw_day(self, painter: QPainter, rect: QRectF, row: BoardRow) -> None:
        span, tones = self._table.span, self._table.tones
        if span is None:
            return
        box = _day_box(rect)
        paint_hours(painter, box, span, self._table.rows.zone, tones, named=False)
        inset = rect.height() * 0.14
        paint_bars(painter, row.bars, box.adjusted(0, inset, 0, -inset), span, tones)
        paint_now(painter, box, span, tones)


class _Header(QHeaderView):
    """Headings, and above the day its hours."""

    def __init__(self, table: BoardTable) -> None:
        super().__init__(Qt.Orientation.Horizontal, table)
        self._table = table
        self.setDefaultAlignment(Qt.AlignmentFlag.AlignLeft | Qt.AlignmentFlag.AlignVCenter)
        self.setHighlightSections(False)
        self.setMinimumSectionSize(24)

    def paintSection(self, painter: QPainter, rect: QRect, section: int) -> None:  # noqa: N802
        """One heading."""
        painter.save()
        super().paintSection(painter, rect, section)
        painter.restore()
        if section == _DAY and self._table.span is not None:
            box, zone = _day_box(QRectF(rect)), self._table.rows.zone
            paint_hours(painter, box, self._table.span, zone, self._table.tones, named=True)


def _day_box(rect: QRectF) -> QRectF:
    """Where in a cell the day lies."""
    return rect.adjusted(3 * UNIT, 0, -3 * UNIT, 0)
