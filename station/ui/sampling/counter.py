"""What is seen from two metres away: how many of how many are in the tube, or what is to be shown next, drawn."""

from __future__ import annotations

from typing import Final

from PySide6.QtCore import QPointF, QRectF, Qt
from PySide6.QtGui import QColor, QFontMetricsF, QPainter, QPaintEvent, QPen
from PySide6.QtWidgets import QSizePolicy, QWidget

from station.ui.theme import font

LARGEST: Final = 200
"""Pixels of the figures at 1280 x 800; they are no larger where there is room for it."""
_BARS: Final = (1, 3, 4, 7, 9, 10, 12, 15, 16, 18, 21, 22)
"""Where lines stand on a drawn label, of 24."""


class Counter(QWidget):
    """`7 / 10`, as large as there is room for, and below it a ring for each place in the tube, filled where taken."""

    def __init__(self) -> None:
        super().__init__()
        self.setMinimumHeight(88)
        self.setSizePolicy(QSizePolicy.Policy.Ignored, QSizePolicy.Policy.Ignored)
        self.count, self.pool, self.scale = 0, 10, 1.0

    def show_count(self, count: int, pool: int) -> None:
        """So many of so many."""
        self.count, self.pool = count, pool
        self.setAccessibleName(self.text)
        self.update()

    @property
    def text(self) -> str:
        """What it says."""
        return self.tr("{count} / {pool}").format(count=self.count, pool=self.pool)

    def paintEvent(self, _event: QPaintEvent) -> None:  # noqa: N802
        """The figures, then the rings."""
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        ink = self.palette().color(self.foregroundRole())
        ring = min(self.height() * 0.2, 32 * self.scale)
        box = QRectF(0, 0, self.width(), self.height() - ring * 1.5)
        pixels = round(min(LARGEST * self.scale, box.height() * 0.98))
        while pixels > 12 and QFontMetricsF(font(pixels)).horizontalAdvance(self.text) > box.width():
            pixels -= 4
        painter.setFont(font(pixels))
        painter.setPen(ink)
        # The font's line is half as high again as its figures: they are set by their own height.
        figures = QFontMetricsF(painter.font()).tightBoundingRect(self.text)
        wide = QFontMetricsF(painter.font()).horizontalAdvance(self.text)
        painter.drawText(
            QPointF((box.width() - wide) / 2, (box.height() - figures.height()) / 2 - figures.y()), self.text
        )
        self._rings(painter, ring, ink)
        painter.end()

    def _rings(self, painter: QPainter, side: float, ink: QColor) -> None:
        """Those taken are filled: how many are missing is seen without reading."""
        step = min(side * 1.5, self.width() / max(self.pool, 1))
        side = min(side, step * 0.8)
        left = (self.width() - step * self.pool) / 2
        for number in range(self.pool):
            place = QRectF(left + step * number + (step - side) / 2, self.height() - side - 2, side, side)
            painter.setPen(QPen(ink, max(2.0, side * 0.1)))
            painter.setBrush(ink if number < self.count else Qt.BrushStyle.NoBrush)
            painter.drawEllipse(place.adjusted(1, 1, -1, -1))


class Wanted(QWidget):
    """A box or a tube with its label, drawn in lines: what to hold before the camera, understood without reading."""

    def __init__(self) -> None:
        super().__init__()
        self.setMinimumSize(120, 88)
        self.setSizePolicy(QSizePolicy.Policy.Ignored, QSizePolicy.Policy.Ignored)
        self.what = "box"

    def show_wanted(self, what: str) -> None:
        """box or tube."""
        self.what = what
        self.update()

    def paintEvent(self, _event: QPaintEvent) -> None:  # noqa: N802
        """The thing, and the label on it."""
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        side = min(self.width(), self.height()) * 0.95
        box = QRectF(0, 0, side, side)
        box.moveCenter(QRectF(self.rect()).center())
        ink = self.palette().color(self.foregroundRole())
        painter.setPen(QPen(ink, side * 0.025, Qt.PenStyle.SolidLine, Qt.PenCapStyle.RoundCap))
        (_draw_box if self.what == "box" else _draw_tube)(painter, box)
        painter.end()


def _draw_box(painter: QPainter, box: QRectF) -> None:
    wide, tall = box.width(), box.height()
    painter.drawRoundedRect(QRectF(box.x() + wide * 0.08, box.y() + tall * 0.3, wide * 0.84, tall * 0.62), 6, 6)
    painter.drawRoundedRect(QRectF(box.x() + wide * 0.02, box.y() + tall * 0.18, wide * 0.96, tall * 0.14), 6, 6)
    painter.drawArc(QRectF(box.x() + wide * 0.32, box.y() + tall * 0.02, wide * 0.36, tall * 0.32), 0, 180 * 16)
    _draw_label(painter, QRectF(box.x() + wide * 0.3, box.y() + tall * 0.46, wide * 0.4, tall * 0.28))


def _draw_tube(painter: QPainter, box: QRectF) -> None:
    wide, tall = box.width(), box.height()
    painter.drawRoundedRect(QRectF(box.x() + wide * 0.31, box.y() + tall * 0.02, wide * 0.38, tall * 0.14), 6, 6)
    left, right, top, bottom = (
        box.x() + wide * 0.35,
        box.x() + wide * 0.65,
        box.y() + tall * 0.16,
        box.y() + tall * 0.82,
    )
    painter.drawLine(QPointF(left, top), QPointF(left, bottom))
    painter.drawLine(QPointF(right, top), QPointF(right, bottom))
    painter.drawArc(QRectF(left, bottom - wide * 0.15, right - left, wide * 0.3), 180 * 16, 180 * 16)
    _draw_label(painter, QRectF(left + wide * 0.05, box.y() + tall * 0.34, right - left - wide * 0.1, tall * 0.34))


def _draw_label(painter: QPainter, box: QRectF) -> None:
    painter.save()
    pen = QPen(painter.pen())
    pen.setWidthF(max(1.0, box.width() / 40))
    pen.setCapStyle(Qt.PenCapStyle.FlatCap)
    painter.setPen(pen)
    for at in _BARS:
        x = box.x() + box.width() * at / 23
        painter.drawLine(QPointF(x, box.y()), QPointF(x, box.bottom()))
    painter.restore()
