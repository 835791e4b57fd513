"""The lists of the supplies page: what is there, what moved today, who has what; which rows there are is not theirs."""

from __future__ import annotations

from zoneinfo import ZoneInfo

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QAbstractItemView

from station.ui import supply_words
from station.ui.supply_view import HeldRow, MoveRow, StockRow
from station.ui.text_list import TextList


class StockList(TextList):
    """What is there, one row a batch; the row that is marked is the one that is acted on."""

    def __init__(self) -> None:
        super().__init__(5, 0)
        self.rows: tuple[StockRow, ...] = ()

    @property
    def chosen(self) -> StockRow | None:
        """The row that is marked."""
        row = self.currentRow()
        return self.rows[row] if 0 <= row < len(self.rows) else None

    def show_rows(self, rows: tuple[StockRow, ...]) -> None:
        """Show these; what was marked stays marked."""
        marked = self.chosen
        self.rows = rows
        self.setRowCount(len(rows))
        for number, one in enumerate(rows):
            name = f"{one.name} {one.spec}".strip() if one.total is not None else "〃"
            there = f"{one.quantity:,} {one.unit}".strip()
            if one.total is not None and one.total != one.quantity:
                there = f"{there} / {one.total:,}"
            self.put(number, (name, there, supply_words.state(one.state, one.short), one.expiry, one.batch))
        same = [n for n, one in enumerate(rows) if marked and _same(one, marked)]
        if rows:
            self.selectRow(same[0] if same else 0)

    def retranslate(self) -> None:
        """Say it all in the language of now."""
        self.setHorizontalHeaderLabels(
            (self.tr("Item"), self.tr("There"), self.tr("State"), self.tr("Good until"), self.tr("Batch"))
        )
        self.show_rows(self.rows)


def _same(one: StockRow, other: StockRow) -> bool:
    return (one.item, one.batch, one.expiry) == (other.item, other.batch, other.expiry)


class MoveList(TextList):
    """What moved today, newest first; what was taken back is struck through in words."""

    def __init__(self, zone: ZoneInfo) -> None:
        super().__init__(4, 2)
        self.zone = zone
        self.rows: tuple[MoveRow, ...] = ()
        self.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        self.setSelectionMode(QAbstractItemView.SelectionMode.NoSelection)

    def show_rows(self, rows: tuple[MoveRow, ...]) -> None:
        """Show these."""
        self.rows = rows
        self.setRowCount(len(rows))
        for number, one in enumerate(rows):
            change = supply_words.change(one.change)
            if one.is_undone:
                change = self.tr("{what} (undone)").format(what=change)
            self.put(number, (f"{one.at.astimezone(self.zone):%H:%M}", change, one.what, one.who))

    def retranslate(self) -> None:
        """Say it all in the language of now."""
        self.setHorizontalHeaderLabels((self.tr("Time"), self.tr("Move"), self.tr("What"), self.tr("Who")))
        self.show_rows(self.rows)


class HeldList(TextList):
    """Who has what that is to be given back, longest first."""

    def __init__(self, zone: ZoneInfo) -> None:
        super().__init__(3, 0)
        self.zone = zone
        self.rows: tuple[HeldRow, ...] = ()
        self.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        self.setSelectionMode(QAbstractItemView.SelectionMode.NoSelection)

    def show_rows(self, rows: tuple[HeldRow, ...]) -> None:
        """Show these."""
        self.rows = rows
        self.setRowCount(len(rows))
        for number, one in enumerate(rows):
            since = f"{one.since.astimezone(self.zone):%m-%d %H:%M}"
            self.put(number, (f"{one.name} {one.holder}", supply_words.amounts((one.what,)), since))

    def retranslate(self) -> None:
        """Say it all in the language of now."""
        self.setHorizontalHeaderLabels((self.tr("Not given back by"), self.tr("What"), self.tr("Since")))
        self.show_rows(self.rows)
