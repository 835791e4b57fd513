"""A day at a glance: people by category and what else there was, which can be pressed, and by quarter of an hour."""

from __future__ import annotations

from datetime import datetime
from typing import Final
from zoneinfo import ZoneInfo

from PySide6.QtCore import QRectF, Qt, Signal
from PySide6.QtGui import QColor, QMouseEvent, QPainter, QPaintEvent
from PySide6.QtWidgets import QFrame, QHBoxLayout, QPushButton, QSizePolicy, QWidget

from station.ui import words
from station.ui.theme import UNIT
from station.ui.view import Day

QUARTERS: Final = 96
HEIGHT: Final = 56
MORE: Final = ("held", "presumed_exits", "drop_offs")
"""Figures that are shown only on days that have any."""
MOST_COMPANIES: Final = 6
REACH: Final = 2
"""Quarters beside a bar in which a press still means it."""


class Spread(QFrame):
    """Signals: chosen(part of the day as `Day.part` names it, or empty for all). Counting is `days`'."""

    chosen = Signal(str)

    def __init__(self, zone: ZoneInfo) -> None:
        super().__init__()
        self.setObjectName("panel")
        self.zone = zone
        self.parts: dict[str, QPushButton] = {}
        self._day: Day | None = None
        self.bars = Bars()
        self.bars.chosen.connect(self.chosen)
        line = QHBoxLayout(self)
        line.setContentsMargins(UNIT, 0, UNIT, 0)
        self._line = QHBoxLayout()
        self._line.setSpacing(UNIT)
        line.addLayout(self._line)
        line.addWidget(self.bars, 1)

    def show_day(self, day: Day) -> None:
        """Show this day's spread."""
        self._day = day
        texts = self._texts(day)
        for part in texts:
            if part not in self.parts:
                self.parts[part] = self._button(part)
        for part, made in self.parts.items():
            made.setVisible(part in texts)
            made.setText(texts.get(part, ""))
            made.setChecked(day.part == part)
        self.bars.show_quarters(day.minutes)
        # What is in another's place is easier read than what is squeezed beside it.
        self.bars.setVisible(not any(part.startswith("company:") for part in texts))

    def _texts(self, day: Day) -> dict[str, str]:
        """Part -> what its button says; the companies only where couriers are looked at, or there would be no room."""
        texts = {f"category:{code}": (words.category_name(code), count) for code, count in day.categories.items()}
        texts |= {name: (self._more(name), day.figures[name]) for name in MORE if day.figures.get(name)}
        if day.part == "category:courier" or day.part.startswith("company:"):
            busiest = sorted(day.companies.items(), key=lambda one: -one[1])[:MOST_COMPANIES]
            texts |= {f"company:{name}": (name or "—", count) for name, count in busiest}
        texts |= self._picked(day)
        return {part: f"{name}  {count:,}" for part, (name, count) in texts.items()}

    def _more(self, name: str) -> str:
        return {
            "held": self.tr("Held"),
            "presumed_exits": self.tr("Presumed exits"),
            "drop_offs": self.tr("Drop-offs"),
        }[name]

    def _button(self, part: str) -> QPushButton:
        made = QPushButton()
        made.setObjectName("tile")
        made.setCheckable(True)
        made.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        made.setSizePolicy(QSizePolicy.Policy.Minimum, QSizePolicy.Policy.Fixed)
        made.clicked.connect(lambda checked=False: self.chosen.emit(part if checked else ""))
        self._line.addWidget(made)
        return made

    def _picked(self, day: Day) -> dict[str, tuple[str, int]]:
        """What was chosen elsewhere and has no button of its own: it gets one, so that it can be let go again."""
        kind, _, name = day.part.partition(":")
        match kind:
            case "shift":
                return {day.part: (self.tr("This shift"), day.total)}
            case "quarter":
                return {day.part: (self.tr("From {time}").format(time=name), day.total)}
        return {}

    def unpick(self) -> None:
        """No part is picked."""
        for made in self.parts.values():
            made.setChecked(False)

    def retranslate(self) -> None:
        """Say it all in the language of now."""
        self.bars.setToolTip(self.tr("People in each quarter of an hour"))
        self.bars.setAccessibleName(self.bars.toolTip())
        if self._day is not None:
            self.show_day(self._day)


class Bars(QWidget):
    """People in each quarter of an hour as bars over the day, the highest with its number.

    Signals: chosen("quarter:" and its local time), a quarter in which anybody passed was pressed.
    """

    chosen = Signal(str)

    def __init__(self) -> None:
        super().__init__()
        self.setMinimumWidth(24 * UNIT)
        self.quarters: tuple[tuple[datetime, int], ...] = ()
        self.set_scale(1.0)

    def set_scale(self, scale: float) -> None:
        """Be that much larger than at 1280 x 800, the hours and the number too."""
        self._line = round(2 * UNIT * scale)
        self._hour = round(6 * UNIT * scale)
        self._pixels = round(12 * scale)
        self.setFixedHeight(round(HEIGHT * scale))

    def show_quarters(self, quarters: tuple[tuple[datetime, int], ...]) -> None:
        """Show these; beginnings are local times."""
        self.quarters = quarters
        self.update()

    def mousePressEvent(self, event: QMouseEvent) -> None:  # noqa: N802
        """The nearest quarter in which anybody passed: a bar is too narrow to be hit."""
        at = event.position().x() / max(1, self.width()) * QUARTERS
        near = min(self.quarters, key=lambda one: abs(_place(one[0]) + 0.5 - at), default=None)
        if near is not None and abs(_place(near[0]) + 0.5 - at) <= REACH:
            self.chosen.emit(f"quarter:{near[0]:%H:%M}")

    def paintEvent(self, _event: QPaintEvent) -> None:  # noqa: N802
        """Bars from midnight to midnight, with hours below."""
        painter = QPainter(self)
        ink = self.palette().color(self.foregroundRole())
        soft = QColor(ink)
        soft.setAlpha(170)
        foot, wide = self.height() - self._line, self.width() / QUARTERS
        painter.setPen(soft)
        small = painter.font()
        small.setPixelSize(self._pixels)
        painter.setFont(small)
        for hour in range(0, 24, 3 if 12 * wide >= self._hour * 5 / 6 else 6):
            painter.drawText(QRectF(hour * 4 * wide, foot, self._hour, self._line), f"{hour:02d}:00")
        most = max((count for _, count in self.quarters), default=0)
        for begins, count in self.quarters:
            place = _place(begins)
            tall = max(2.0, (foot - self._line) * count / most) if count else 0.0
            painter.fillRect(QRectF(place * wide, foot - tall, max(1.0, wide - 1), tall), ink)
            if count == most:
                at = QRectF(place * wide - self._line, 0, self._hour + wide, self._line)
                painter.drawText(at, f"{count:,}")


def _place(begins: datetime) -> int:
    return begins.hour * 4 + begins.minute // 15
