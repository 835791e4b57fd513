"""The signs of the verdicts, drawn as shapes so that no font decides how they look; where they stand is the pages'."""

from __future__ import annotations

from functools import cache
from typing import Final

from PySide6.QtCore import QPointF, QRectF, QSize, QSizeF, Qt
from PySide6.QtGui import QColor, QPainter, QPainterPath, QPaintEvent, QPen, QPixmap
from PySide6.QtWidgets import QWidget

from checkpoint.gate import Light
from station.ui.theme import VERDICT

PLAIN: Final = "plain"
"""The look of a card that nothing came of: no colour, a struck-through ring."""


def paint(painter: QPainter, look: str, box: QRectF, colour: QColor, hole: QColor) -> None:
    """Draw a verdict's sign into a square: a tick in a disc, an exclamation mark in a triangle, a bar in an octagon."""
    painter.setRenderHint(QPainter.RenderHint.Antialiasing)
    painter.setPen(Qt.PenStyle.NoPen)
    painter.setBrush(colour)
    {Light.GREEN: _tick, Light.AMBER: _exclamation, Light.RED: _bar, PLAIN: _struck}[look](painter, box, hole)


def _pen(colour: QColor, width: float) -> QPen:
    return QPen(colour, width, Qt.PenStyle.SolidLine, Qt.PenCapStyle.RoundCap, Qt.PenJoinStyle.RoundJoin)


def _at(box: QRectF, x: float, y: float) -> QPointF:
    return QPointF(box.x() + box.width() * x, box.y() + box.height() * y)


def _tick(painter: QPainter, box: QRectF, hole: QColor) -> None:
    painter.drawEllipse(box)
    painter.setPen(_pen(hole, box.width() * 0.11))
    painter.setBrush(Qt.BrushStyle.NoBrush)
    painter.drawPolyline([_at(box, 0.27, 0.53), _at(box, 0.44, 0.70), _at(box, 0.74, 0.33)])


def _exclamation(painter: QPainter, box: QRectF, hole: QColor) -> None:
    path = QPainterPath(_at(box, 0.5, 0.04))
    path.lineTo(_at(box, 0.98, 0.92))
    path.lineTo(_at(box, 0.02, 0.92))
    path.closeSubpath()
    painter.drawPath(path)
    painter.setPen(_pen(hole, box.width() * 0.1))
    painter.drawLine(_at(box, 0.5, 0.37), _at(box, 0.5, 0.62))
    painter.drawPoint(_at(box, 0.5, 0.79))


def _bar(painter: QPainter, box: QRectF, hole: QColor) -> None:
    near, far = 0.29, 0.71
    corners = [(near, 0), (far, 0), (1, near), (1, far), (far, 1), (near, 1), (0, far), (0, near)]
    painter.drawPolygon([_at(box, x, y) for x, y in corners])
    painter.setPen(_pen(hole, box.width() * 0.14))
    painter.drawLine(_at(box, 0.27, 0.5), _at(box, 0.73, 0.5))


def _struck(painter: QPainter, box: QRectF, _hole: QColor) -> None:
    width = box.width() * 0.1
    painter.setPen(_pen(painter.brush().color(), width))
    painter.setBrush(Qt.BrushStyle.NoBrush)
    painter.drawEllipse(box.adjusted(width / 2, width / 2, -width / 2, -width / 2))
    painter.drawLine(_at(box, 0.2, 0.8), _at(box, 0.8, 0.2))


class Sign(QWidget):
    """A verdict's sign in the panel's ink."""

    def __init__(self, side: int, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setFixedSize(side, side)
        self._look = ""

    def set_side(self, side: int) -> None:
        """Be that large, pixels."""
        self.setFixedSize(side, side)

    def show_look(self, look: str) -> None:
        """Show the sign of a light, or `PLAIN`, or none for an empty look."""
        self._look = look
        self.update()

    def sizeHint(self) -> QSize:  # noqa: N802
        """As large as it was made."""
        return self.size()

    def paintEvent(self, _event: QPaintEvent) -> None:  # noqa: N802
        """The sign in the ink of its light, cut out in the background's colour."""
        if not self._look:
            return
        ink = self.palette().color(self.foregroundRole()).name()
        background, ink = VERDICT[Light(self._look)] if self._look != PLAIN else ("", ink)
        painter = QPainter(self)
        paint(painter, self._look, QRectF(self.rect()).adjusted(2, 2, -2, -2), QColor(ink), QColor(background))
        painter.end()


class Invitation(QWidget):
    """A pass with a code on it, drawn in lines: what to hold before the camera, understood without reading."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setMinimumSize(120, 120)

    def paintEvent(self, _event: QPaintEvent) -> None:  # noqa: N802
        """A card with the three squares of a code, in the text's colour."""
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        side = min(self.width(), self.height()) * 0.95
        card = QRectF(0, 0, side * 0.74, side)
        card.moveCenter(QRectF(self.rect()).center())
        ink = self.palette().color(self.foregroundRole())
        painter.setPen(_pen(ink, side * 0.03))
        painter.drawRoundedRect(card, side * 0.07, side * 0.07)
        code = QRectF(0, 0, side * 0.46, side * 0.46)
        code.moveCenter(_at(card, 0.5, 0.42))
        for x, y in ((0.0, 0.0), (0.64, 0.0), (0.0, 0.64)):
            square = QRectF(_at(code, x, y), QSizeF(code.width() * 0.36, code.height() * 0.36))
            painter.drawRect(square)
            painter.fillRect(square.adjusted(*(_inner(square) * sign for sign in (1, 1, -1, -1))), ink)
        for x, y in ((0.66, 0.66), (0.84, 0.66), (0.66, 0.84), (0.84, 0.84), (0.46, 0.3), (0.46, 0.62)):
            painter.fillRect(QRectF(_at(code, x, y), QSizeF(code.width() * 0.1, code.height() * 0.1)), ink)
        painter.drawLine(_at(card, 0.22, 0.82), _at(card, 0.78, 0.82))
        painter.end()


def _inner(square: QRectF) -> float:
    return square.width() * 0.32


@cache
def pixmap(light: Light, side: int) -> QPixmap:
    """The sign in its own colour, for lists."""
    made = QPixmap(side, side)
    made.fill(Qt.GlobalColor.transparent)
    painter = QPainter(made)
    background, ink = VERDICT[light]
    paint(painter, light, QRectF(1, 1, side - 2, side - 2), QColor(background), QColor(ink))
    painter.end()
    return made
