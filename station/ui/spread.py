"""A day at a glance: people by category, which can be pressed, and by quarter of an hour; counting is not here."""

from __future__ import annotations

from datetime import datetime
from typing import Final
from zoneinfo import ZoneInfo

from PySide6.QtCore import QRectF, Qt, Signal
from PySide6.QtGui import QColor, QPainter, QPaintEvent
from PySide6.QtWidgets import QFrame, QHBoxLayout, QPushButton, QWidget

from station.ui import words
from station.ui.theme import UNIT
from station.ui.view import Day

QUARTERS: Final = 96
HEIGHT: Final = 56


class Spread(QFrame):
    """Signals: chosen("category:" and its code, or empty for all)."""

    chosen = Signal(str)

    def __init__(self, zone: ZoneInfo) -> None:
        super().__init__()
        self.setObjectName("panel")
        self.zone = zone
        self.categories: dict[str, QPushButton] = {}
        self._day: Day | None = None
        self.bars = Bars()
        line = QHBoxLayout(self)
        line.setContentsMargins(UNIT, 0, UNIT, 0)
        self._line = QHBoxLayout()
        self._line.setSpacing(0)
        line.addLayout(self._line)
        line.addWidget(self.bars, 1)

    def show_day(self, day: Day) -> None:
        """Show this day's spread."""
        self._day = day
        for code, count in day.categories.items():
            if code not in self.categories:
                made = QPushButton()
                made.setObjectName("tile")
                made.setCheckable(True)
                made.setFocusPolicy(Qt.FocusPolicy.NoFocus)
                made.clicked.connect(lambda checked=False, code=code: self._pick(code, on=checked))
                self._line.addWidget(made)
                self.categories[code] = made
            self.categories[code].setText(f"{words.category_name(code)}  {count:,}")
        for code, made in self.categories.items():
            made.setVisible(code in day.categories)
            made.setChecked(day.part == f"category:{code}")
        self.bars.show_quarters(day.minutes)

    def unpick(self) -> None:
        """No category is picked."""
        for made in self.categories.values():
            made.setChecked(False)

    def _pick(self, code: str, *, on: bool) -> None:
        self.chosen.emit(f"category:{code}" if on else "")

    def retranslate(self) -> None:
        """Say it all in the language of now."""
        self.bars.setToolTip(self.tr("People in each quarter of an hour"))
        self.bars.setAccessibleName(self.bars.toolTip())
        if self._day is not None:
            self.show_day(self._day)


class Bars(QWidget):
    """People in each quarter of an hour as bars over the day, the highest with its number."""

    def __init__(self) -> None:
        super().__init__()
        self.setFixedHeight(HEIGHT)
        self.setMinimumWidth(24 * UNIT)
        self.quarters: tuple[tuple[datetime, int], ...] = ()

    def show_quarters(self, quarters: tuple[tuple[datetime, int], ...]) -> None:
        """Show these; beginnings are local times."""
        self.quarters = quarters
        self.update()

    def paintEvent(self, _event: QPaintEvent) -> None:  # noqa: N802
        """Bars from midnight to midnight, with hours below."""
        painter = QPainter(self)
        ink = self.palette().color(self.foregroundRole())
        soft = QColor(ink)
        soft.setAlpha(110)
        foot, wide = self.height() - 2 * UNIT, self.width() / QUARTERS
        painter.setPen(soft)
        small = painter.font()
        small.setPixelSize(12)
        painter.setFont(small)
        for hour in range(0, 24, 3):
            painter.drawText(QRectF(hour * 4 * wide, foot, 6 * UNIT, 2 * UNIT), f"{hour:02d}:00")
        most = max((count for _, count in self.quarters), default=0)
        for begins, count in self.quarters:
            place = begins.hour * 4 + begins.minute // 15
            tall = max(2.0, (foot - 2 * UNIT) * count / most) if count else 0.0
            painter.fillRect(QRectF(place * wide, foot - tall, max(1.0, wide - 1), tall), ink)
            if count == most:
                painter.drawText(QRectF(place * wide - 2 * UNIT, 0, 5 * UNIT + wide, 2 * UNIT), f"{count:,}")
