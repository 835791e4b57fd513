"""The lists of the sampling page: who is in the tube, today's tubes, who is to be sampled again, codes in conflict."""

from __future__ import annotations

from collections.abc import Callable
from typing import Final
from zoneinfo import ZoneInfo

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QHeaderView

from station.ui import words
from station.ui.sampling import sampling_words
from station.ui.sampling_view import MemberRow, Sampling, TubeRow
from station.ui.text_list import TextList

FIGURES: Final = (
    *("members", "persons", "open", "sealed", "sent", "received", "void"),
    *("no_phone", "again", "flagged", "conflicts"),
)
"""The tiles; each opens the rows that make it."""
HIDDEN: Final = "—"
"""In a name's place while nobody is here."""
TUBES: Final[dict[str, Callable[[TubeRow], bool]]] = {
    "persons": lambda row: row.state != "void",
    "open": lambda row: row.state == "open",
    "sealed": lambda row: row.state == "sealed",
    "sent": lambda row: row.state == "sent",
    "received": lambda row: row.state == "received",
    "void": lambda row: row.state == "void",
    "flagged": lambda row: row.is_flagged,
}
"""Tile -> whether a tube is one of those that it counts."""


class RowList(TextList):
    """One list for all of them. Signals: turned(step), Tab or a sideways arrow goes to the next tile."""

    turned = Signal(int)

    def __init__(self, zone: ZoneInfo) -> None:
        super().__init__(4, 1)
        self.zone, self.what = zone, "members"
        self.hides_people = False
        self.rows: tuple[MemberRow | TubeRow, ...] = ()
        self._shown = Sampling()

    @property
    def tube(self) -> TubeRow | None:
        """The tube that is marked."""
        row = self._marked
        return row if isinstance(row, TubeRow) else None

    @property
    def member(self) -> MemberRow | None:
        """Whoever of the open tube is marked."""
        row = self._marked
        return row if isinstance(row, MemberRow) and self.what == "members" else None

    @property
    def _marked(self) -> MemberRow | TubeRow | None:
        number = self.currentRow()
        return self.rows[number] if 0 <= number < len(self.rows) else None

    def show_sampling(self, shown: Sampling, what: str) -> None:
        """Show the rows of that tile. What was marked stays marked; of a tube's members the newest is."""
        before, was = self._marked, self.what
        self._shown, self.what = shown, what or "members"
        rows = _rows(shown, self.what)
        has_grown = len(rows) > len(self.rows) or was != self.what
        self.rows = rows
        self._name_columns()
        self.setRowCount(len(rows))
        for number, row in enumerate(rows):
            self.put(number, self._texts(number, row))
        same = next((number for number, row in enumerate(rows) if before is not None and _id(row) == _id(before)), -1)
        if rows:
            newest = len(rows) - 1 if self.what == "members" else 0
            self.selectRow(newest if same < 0 or (has_grown and self.what == "members") else same)
            self.scrollTo(self.currentIndex())

    def _texts(self, number: int, row: MemberRow | TubeRow) -> tuple[str, ...]:
        if isinstance(row, TubeRow):
            count, at = f"{row.count} / {row.pool}", words.moment(row.opened_at, self.zone)
            is_twice = self.what == "conflicts"
            return (row.table, count, row.code, at) if is_twice else (row.code, count, _stands(row))
        name = HIDDEN if self.hides_people else row.name
        if self.what in {"again", "no_phone"}:
            return name, sampling_words.reason(row.reason), row.tube
        return str(number + 1), name, _mark(row), words.moment(row.at, self.zone)

    def _name_columns(self) -> None:
        """Each kind of row has columns of its own, one of which takes the room that is left."""
        names, wide = {
            "members": (("", self.tr("Name"), "", self.tr("Time")), 2),
            "again": ((self.tr("Name"), self.tr("Why"), self.tr("Tube")), 1),
            "no_phone": ((self.tr("Name"), "", self.tr("Tube")), 1),
            "conflicts": ((self.tr("Table"), self.tr("Persons"), self.tr("Tube"), self.tr("Opened")), 0),
        }.get(self.what, ((self.tr("Tube"), self.tr("Persons"), self.tr("State")), 2))
        self.setColumnCount(len(names))
        self.setHorizontalHeaderLabels(names)
        header = self.horizontalHeader()
        for column in range(len(names)):
            mode = QHeaderView.ResizeMode.Stretch if column == wide else QHeaderView.ResizeMode.ResizeToContents
            header.setSectionResizeMode(column, mode)

    def set_scale(self, scale: float) -> None:
        """Ten people are seen at once, on a small screen too."""
        self.verticalHeader().setDefaultSectionSize(round(25 * scale))

    def retranslate(self) -> None:
        """Say it all in the language of now."""
        self.show_sampling(self._shown, self.what)

    def keyPressEvent(self, event: QKeyEvent) -> None:  # noqa: N802
        """Sideways arrows go from tile to tile."""
        step = {Qt.Key.Key_Left: -1, Qt.Key.Key_Right: 1}.get(Qt.Key(event.key()))
        self.turned.emit(step) if step is not None else super().keyPressEvent(event)

    def focusNextPrevChild(self, forward: bool) -> bool:  # noqa: N802
        """Tab, too."""
        self.turned.emit(1 if forward else -1)
        return True


def _rows(shown: Sampling, what: str) -> tuple[MemberRow | TubeRow, ...]:
    if what == "again":
        return shown.again
    if what == "no_phone":
        return shown.no_phone
    if what == "conflicts":
        return shown.conflicts
    if what in TUBES:
        return tuple(row for row in shown.tubes if TUBES[what](row))
    return shown.members


def _id(row: MemberRow | TubeRow) -> str:
    return row.tube if isinstance(row, TubeRow) else row.member


def _stands(row: TubeRow) -> str:
    """Its state with what else is to be known; of another table's tube, which table."""
    parts = [sampling_words.mark("conflict")] if row.in_conflict else [sampling_words.state(row.state)]
    parts += [sampling_words.mark(code) for code, on in (("flagged", row.is_flagged), ("short", row.is_short)) if on]
    parts += [sampling_words.reason(row.reason)] if row.state == "void" and row.reason else []
    return "  ".join([*parts, *([] if row.is_own else [row.table])])


def _mark(row: MemberRow) -> str:
    parts = [sampling_words.mark("flagged")] if row.late else []
    return "  ".join([*parts, *([sampling_words.reason(row.reason)] if row.reason else [])])
