"""The day page: a day's figures, its passages and the export; what is in them is computed elsewhere."""

from __future__ import annotations

from datetime import date
from typing import Final
from zoneinfo import ZoneInfo

from PySide6.QtCore import QDate, Qt, Signal
from PySide6.QtWidgets import (
    QDateEdit,
    QFileDialog,
    QFrame,
    QGridLayout,
    QHBoxLayout,
    QLabel,
    QPushButton,
    QVBoxLayout,
    QWidget,
)

from station.ui.rows import Rows
from station.ui.theme import UNIT
from station.ui.view import Day

_FIGURES: Final = (
    "in",
    "out",
    "persons",
    "inside_at_end",
    "turned_away",
    "pending",
    "open_flags",
    "peak_minute_count",
    "unsynced",
)


class DayPage(QWidget):
    """Signals: day_asked(date), export_asked(date, "csv" or "xlsx", path)."""

    day_asked = Signal(object)
    export_asked = Signal(object, str, str)

    def __init__(self, zone: ZoneInfo, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setObjectName("page")
        self._day: Day | None = None
        self._said_path = self._said_fault = ""
        self._title, self._said, self._total = _label("day_title"), _label("said"), _label("soft")
        self.chooser = QDateEdit()
        self.chooser.setCalendarPopup(True)
        self.chooser.setDisplayFormat("yyyy-MM-dd")
        self.chooser.dateChanged.connect(self._ask)
        self.csv, self.xlsx = _button(), _button()
        self.csv.clicked.connect(lambda: self.export("csv"))
        self.xlsx.clicked.connect(lambda: self.export("xlsx"))
        self._names = {name: _label("figure_name") for name in _FIGURES}
        self.values = {name: _label("figure") for name in _FIGURES}
        self.rows = Rows(zone)
        self._build()
        self.retranslate()

    def _build(self) -> None:
        top = QHBoxLayout()
        top.setSpacing(2 * UNIT)
        top.addWidget(self._title)
        top.addWidget(self.chooser)
        top.addStretch(1)
        top.addWidget(self._said)
        top.addWidget(self.csv)
        top.addWidget(self.xlsx)
        figures = QFrame()
        figures.setObjectName("panel")
        grid = QGridLayout(figures)
        grid.setContentsMargins(3 * UNIT, 2 * UNIT, 3 * UNIT, 2 * UNIT)
        for column, name in enumerate(_FIGURES):
            grid.addWidget(self._names[name], 0, column)
            grid.addWidget(self.values[name], 1, column)
        listed = QFrame()
        listed.setObjectName("panel")
        inner = QVBoxLayout(listed)
        inner.addWidget(self.rows)
        inner.addWidget(self._total)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(3 * UNIT, 2 * UNIT, 3 * UNIT, 2 * UNIT)
        layout.setSpacing(2 * UNIT)
        layout.addLayout(top)
        layout.addWidget(figures)
        layout.addWidget(listed, 1)

    def show_day(self, day: Day) -> None:
        """Show this day."""
        self._day = day
        self.chooser.blockSignals(True)
        self.chooser.setDate(QDate(day.day.year, day.day.month, day.day.day))
        self.chooser.blockSignals(False)
        for name in _FIGURES:
            self.values[name].setText(f"{day.figures.get(name, 0):,}")
        self.rows.show_rows(day.rows)
        self.retranslate()

    def show_exported(self, path: str) -> None:
        """Say where the file is."""
        self._said_path, self._said_fault = path, ""
        self.retranslate()

    def show_export_failed(self, sentence: str) -> None:
        """Say why there is no file."""
        self._said_path, self._said_fault = "", sentence
        self.retranslate()

    def export(self, ending: str) -> None:
        """Ask for a place, then for the export."""
        day = self._chosen()
        name = self.tr("passages-{day}").format(day=day.isoformat()) + f".{ending}"
        path, _ = QFileDialog.getSaveFileName(self, self.tr("Export the day's log"), name, f"*.{ending}")
        if path:
            self.export_asked.emit(day, ending, path if path.lower().endswith(f".{ending}") else f"{path}.{ending}")

    def retranslate(self) -> None:
        """Say it all in the language of now."""
        self._title.setText(self.tr("Day log"))
        self.csv.setText(self.tr("Export CSV  F4"))
        self.xlsx.setText(self.tr("Export Excel  F5"))
        names = {
            "in": self.tr("In"),
            "out": self.tr("Out"),
            "persons": self.tr("Persons"),
            "inside_at_end": self.tr("Inside at end"),
            "turned_away": self.tr("Turned away"),
            "pending": self.tr("Undecided"),
            "open_flags": self.tr("Open flags"),
            "peak_minute_count": self.tr("Peak minute"),
            "unsynced": self.tr("Not synced"),
        }
        for name, text in names.items():
            self._names[name].setText(text)
        self._say()
        self.rows.retranslate()

    def _say(self) -> None:
        if self._said_path:
            self._said.setText(self.tr("Written: {path}").format(path=self._said_path))
        elif self._said_fault:
            self._said.setText(self.tr("Not written: {reason}").format(reason=self._said_fault))
        day = self._day
        if day is not None and day.total > len(day.rows):
            self._total.setText(
                self.tr("The newest {shown} of {total}; the export has them all.").format(
                    shown=len(day.rows), total=day.total
                )
            )
        self._total.setVisible(day is not None and day.total > len(day.rows))

    def _chosen(self) -> date:
        chosen = self.chooser.date()
        return date(chosen.year(), chosen.month(), chosen.day())

    def _ask(self) -> None:
        self._said_path = self._said_fault = ""
        self._said.clear()
        self.day_asked.emit(self._chosen())


def _label(name: str) -> QLabel:
    label = QLabel()
    label.setObjectName(name)
    label.setTextFormat(Qt.TextFormat.PlainText)
    return label


def _button() -> QPushButton:
    button = QPushButton()
    button.setObjectName("plain_button")
    button.setCursor(Qt.CursorShape.PointingHandCursor)
    return button
