"""A plain list of texts in columns, one of which stretches; what stands in it is its owner's."""

from __future__ import annotations

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QAbstractItemView, QHeaderView, QTableWidget, QTableWidgetItem


class TextList(QTableWidget):
    """A table of texts that stretches one column and asks for nothing."""

    def __init__(self, columns: int, stretched: int) -> None:
        super().__init__(0, columns)
        self.setObjectName("supply_list")
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

    def put(self, row: int, texts: tuple[str, ...]) -> None:
        """Put texts into a row."""
        for column, text in enumerate(texts):
            made = QTableWidgetItem(text)
            made.setToolTip(text)
            self.setItem(row, column, made)
