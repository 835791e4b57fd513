"""Shows the camera's newest picture with a viewfinder; reading codes from it is not its business."""

from __future__ import annotations

from PySide6.QtCore import QPointF, QRectF, Qt
from PySide6.QtGui import QColor, QImage, QPainter, QPainterPath, QPaintEvent, QPen
from PySide6.QtWidgets import QWidget

from station.ui.theme import font

_RADIUS = 16


class CameraView(QWidget):
    """The picture, mirrored like a mirror so that people move their pass the right way."""

    def __init__(self, parent: QWidget | None = None, *, mirror: bool = True) -> None:
        super().__init__(parent)
        self.setMinimumSize(480, 200)
        # The whole area is painted each time: nothing behind it needs to be drawn at thirty frames a second.
        self.setAttribute(Qt.WidgetAttribute.WA_OpaquePaintEvent)
        self.mirror = mirror
        self.preparing = False
        self._image = QImage()
        self._corner = QColor("#eef1f4")

    def show_frame(self, image: QImage) -> None:
        """Show this picture from now on."""
        self._image = image
        self.update()

    def set_page_colour(self, colour: str) -> None:
        """The colour around the rounded corners."""
        self._corner = QColor(colour)
        self.update()

    def retranslate(self) -> None:
        """Say it in the language of now."""
        self.update()

    def paintEvent(self, _event: QPaintEvent) -> None:  # noqa: N802
        """The picture fills the area, cut at its edges rather than squeezed."""
        painter = QPainter(self)
        painter.fillRect(self.rect(), self._corner)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        path = QPainterPath()
        path.addRoundedRect(QRectF(self.rect()), _RADIUS, _RADIUS)
        painter.setClipPath(path)
        painter.fillRect(self.rect(), QColor("#05070a"))
        if self._image.isNull():
            self._say_waiting(painter)
        else:
            self._draw(painter)
        self._viewfinder(painter)
        painter.end()

    def _draw(self, painter: QPainter) -> None:
        wide, tall = self._image.width(), self._image.height()
        factor = max(self.width() / wide, self.height() / tall)
        target = QRectF(0, 0, wide * factor, tall * factor)
        target.moveCenter(QPointF(self.width() / 2, self.height() / 2))
        painter.save()
        if self.mirror:
            painter.translate(self.width(), 0)
            painter.scale(-1, 1)
        painter.drawImage(target, self._image)
        painter.restore()

    def _say_waiting(self, painter: QPainter) -> None:
        painter.setPen(QColor("#a9b4c0"))
        painter.setFont(font(18))
        painter.drawText(self.rect(), Qt.AlignmentFlag.AlignCenter, self._waiting())

    def _waiting(self) -> str:
        if self.preparing:
            return self.tr("Making up a community for the demo, about ten seconds…")
        return self.tr("Waiting for the camera…")

    def _viewfinder(self, painter: QPainter) -> None:
        """Four corners where the pass is to be held."""
        side = min(self.width(), self.height()) * 0.68
        box = QRectF(0, 0, side, side)
        box.moveCenter(QPointF(self.width() / 2, self.height() / 2))
        reach = side * 0.14
        pen = QPen(QColor(255, 255, 255, 225), 4)
        pen.setCapStyle(Qt.PenCapStyle.RoundCap)
        painter.setPen(pen)
        for corner, across, down in (
            (box.topLeft(), 1, 1),
            (box.topRight(), -1, 1),
            (box.bottomRight(), -1, -1),
            (box.bottomLeft(), 1, -1),
        ):
            painter.drawLine(corner, corner + QPointF(reach * across, 0))
            painter.drawLine(corner, corner + QPointF(0, reach * down))
