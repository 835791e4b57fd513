"""A plain list of texts in columns, one of which stretches; what stands in it is its owner's."""

from __future__ import annotations

from PySide6.QtCore import Qt
from PySide6.QtGui import QResizeEvent
from PySide6.QtWidgets import QAbstractItemView, QHeaderView, QTableWidget, QTableWidgetItem


class TextList(QTableWidget):
    """A table of texts that stretches one column and asks for nothing. What is too long ends in dots, and is told when
    the mouse rests there."""

    def __init__(self, columns: int, stretched: int, name: str = "supply_list", widest: float = 0.45) -> None:
        super().__init__(0, columns)
        self._widest = widest
        self.setObjectName(name)
        self.setSelectionBehavior(QAbstractItemView.SelectionBehavior.SelectRows)
        self.setSelectionMode(QAbstractItemView.SelectionMode.SingleSelection)
        self.setEditTriggers(QAbstractItemView.EditTrigger.NoEditTriggers)
        self.setShowGrid(False)
        self.setWordWrap(False)
        self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.verticalHeader().hide()
        header = self.horizontalHeader()
        header.setSectionResizeMode(QHeaderView.ResizeMode.ResizeToContents)
        header.setSectionResizeMode(stretched, QHeaderView.ResizeMode.Stretch)
        header.setMinimumSectionSize(24)
        header.setHighlightSections(False)
        header.setDefaultAlignment(Qt.AlignmentFlag.AlignLeft)

    def resizeEvent(self, event: QResizeEvent) -> None:  # noqa: N802
        """No column but the stretched one takes more of the width than that: none is pushed out of sight."""
        self.horizontalHeader().setMaximumSectionSize(max(round(self.width() * self._widest), 24))
        super().resizeEvent(event)

    def put(self, row: int, texts: tuple[str, ...]) -> None:
        """Put texts into a row."""
        for column, text in enumerate(texts):
            made = QTableWidgetItem(text)
            made.setToolTip(text)
            self.setItem(row, column, made)
