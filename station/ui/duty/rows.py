"""The board's rows as a table: shifts as headings, under each whoever is on it; attendance is computed elsewhere."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import Any, Final
from zoneinfo import ZoneInfo

from PySide6.QtCore import QAbstractTableModel, QModelIndex, QPersistentModelIndex, Qt

from station.ui.duty import duty_words
from station.ui.duty_view import Board, BoardRow, Stray

Index = QModelIndex | QPersistentModelIndex
COLUMNS: Final = ("name", "team", "status", "came", "left", "minutes", "day")
ROW_ROLE: Final = Qt.ItemDataRole.UserRole
PRESENT: Final = frozenset({"on_duty", "done", "unsigned"})
TILES: Final[dict[str, Callable[[BoardRow], bool]]] = {
    "expected": lambda row: row.is_rostered,
    "present": lambda row: row.status in PRESENT,
    "rate": lambda row: row.is_rostered and row.status not in PRESENT,
    "late": lambda row: "late" in row.marks and row.status in PRESENT,
    "early": lambda row: "early" in row.marks and row.status in PRESENT,
    "missing": lambda row: row.status == "missing",
    "absent": lambda row: row.status == "absent",
    "excused": lambda row: row.status == "excused",
    "replacements": lambda row: bool(row.replaces) and row.status in PRESENT,
    "unsigned": lambda row: row.status == "unsigned",
    "refused": lambda row: row.status == "refused",
}
"""Tile -> whether a row is one of those it counts; `rate` opens those whose place nobody of the roster has taken."""


@dataclass(frozen=True, slots=True)
class Heading:
    """A shift above its people. rows: all of them, whatever tile is open; places_left: of the planned heads."""

    shift: str
    post: str
    begins: datetime
    ends: datetime
    rows: tuple[BoardRow, ...]
    places_left: int = 0

    @property
    def key(self) -> tuple[str, str]:
        """As a row's: (shift, nobody)."""
        return self.shift, ""


Line = Heading | BoardRow


def key_of(line: Line) -> tuple[str, str]:
    """What no two lines share."""
    return line.key if isinstance(line, Heading) else (line.shift, line.number)


def lines_of(board: Board, tile: str = "") -> list[Line]:
    """The lines of a board: of one tile, or all of them (empty), also shifts that nobody is on and who came to none."""
    rows: dict[str, list[BoardRow]] = {}
    for row in board.rows:
        rows.setdefault(row.shift, []).append(row)
    left = {one.shift: one.places_left for one in board.shifts}
    headings = [_heading_of(own, left.get(shift, 0)) for shift, own in rows.items()]
    if not tile:
        empty = [one for one in board.shifts if one.shift not in rows]
        headings += [Heading(one.shift, one.post, one.begins, one.ends, (), one.places_left) for one in empty]
        headings.sort(key=lambda one: (one.begins, one.shift))
        headings += [_heading_of([_row_of(stray) for stray in board.strays])] if board.strays else []
    lines: list[Line] = []
    for heading in headings:
        shown = [row for row in heading.rows if not tile or TILES[tile](row)]
        if shown or not heading.rows:
            lines += [heading, *shown]
    return lines


def _heading_of(rows: Sequence[BoardRow], places_left: int = 0) -> Heading:
    first = rows[0]
    return Heading(first.shift, first.post, first.begins, first.ends, tuple(rows), places_left)


def _row_of(stray: Stray) -> BoardRow:
    """Somebody who was refused and is on no shift, as a row under one of none."""
    no_shift = {"shift": "", "post": "", "team": "", "begins": stray.at, "ends": stray.at}
    return BoardRow(number=stray.number, name=stray.name, status="refused", codes=stray.codes, **no_shift)  # type: ignore[arg-type]


class BoardModel(QAbstractTableModel):
    """Lines as a table of words."""

    def __init__(self, zone: ZoneInfo) -> None:
        super().__init__()
        self.zone = zone
        self.now = datetime.min.replace(tzinfo=UTC)
        self.day = self.now.date()
        self.lines: Sequence[Line] = ()

    def set_lines(self, lines: Sequence[Line], board: Board) -> bool:
        """Show these of a board; True when lines came or went, so that what was selected has to be found again."""
        is_same = [key_of(line) for line in lines] == [key_of(line) for line in self.lines]
        self.now, self.day = board.now, board.day
        if is_same:
            self.lines = lines
            if lines:
                self.dataChanged.emit(self.index(0, 0), self.index(len(lines) - 1, len(COLUMNS) - 1))
            return False
        self.beginResetModel()
        self.lines = lines
        self.endResetModel()
        return True

    def retranslate(self) -> None:
        """Say it all in the language of now."""
        self.headerDataChanged.emit(Qt.Orientation.Horizontal, 0, len(COLUMNS) - 1)
        if self.lines:
            self.dataChanged.emit(self.index(0, 0), self.index(len(self.lines) - 1, len(COLUMNS) - 1))

    def rowCount(self, parent: Index | None = None) -> int:  # noqa: N802
        """How many lines there are."""
        return 0 if parent is not None and parent.isValid() else len(self.lines)

    def columnCount(self, _parent: Index | None = None) -> int:  # noqa: N802
        """How many columns there are."""
        return len(COLUMNS)

    def headerData(self, section: int, orientation: Qt.Orientation, role: int = 0) -> Any:  # noqa: N802
        """A column's heading."""
        if orientation is not Qt.Orientation.Horizontal or role != Qt.ItemDataRole.DisplayRole:
            return None
        headings = {
            "name": self.tr("Name"),
            "team": self.tr("Team"),
            "status": self.tr("Status"),
            "came": self.tr("In"),
            "left": self.tr("Out"),
            "minutes": self.tr("Minutes"),
        }
        return headings.get(COLUMNS[section], "")

    def data(self, index: Index, role: int = 0) -> Any:
        """A cell's words; under ROW_ROLE the line itself, for whoever draws it."""
        line, column = self.lines[index.row()], COLUMNS[index.column()]
        if role == ROW_ROLE:
            return line
        if role in {Qt.ItemDataRole.DisplayRole, Qt.ItemDataRole.ToolTipRole}:
            return self._heading(line, column) if isinstance(line, Heading) else self._text(line, column, role)
        if role == Qt.ItemDataRole.TextAlignmentRole and column == "minutes":
            return Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignVCenter
        return None

    def _heading(self, line: Heading, column: str) -> str:
        if column != "name":
            return ""
        if not line.shift:
            return self.tr("Refused, and on no shift")
        here = sum(row.status in PRESENT for row in line.rows)
        planned = sum(row.is_rostered for row in line.rows)
        text = self.tr("{time}  {post}  ·  {here} of {planned} here")
        span = duty_words.span(line.begins, line.ends, self.zone)
        begins = line.begins.astimezone(self.zone)
        if begins.date() != self.day:
            span = f"{begins:%m-%d} {span}"
        said = text.format(time=span, post=line.post, here=here, planned=planned)
        short = self.tr("%n places open", "", line.places_left)
        return f"{said}  ·  {short}" if line.places_left > 0 else said

    def _text(self, row: BoardRow, column: str, role: int) -> str:
        match column:
            case "name":
                is_tip = role == Qt.ItemDataRole.ToolTipRole
                return f"{row.name} ({row.number})" if is_tip or not row.name else row.name
            case "team":
                return row.team
            case "status":
                return duty_words.said_of(row, self.now)
            case "came":
                return duty_words.clock(row.came_at, self.zone)
            case "left":
                return duty_words.clock(row.left_at, self.zone)
            case "minutes":
                return str(row.minutes) if row.minutes else ""
        return ""
