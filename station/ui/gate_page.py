"""The gate page: camera and verdict side by side, the day's figures and the last passages below; it only shows."""

from __future__ import annotations

from dataclasses import replace
from zoneinfo import ZoneInfo

from PySide6.QtCore import QPointF, Qt, Signal, Slot
from PySide6.QtGui import QMouseEvent
from PySide6.QtWidgets import QFrame, QGridLayout, QHBoxLayout, QLabel, QVBoxLayout, QWidget

from station.ui.banner import Banner
from station.ui.camera_view import CameraView
from station.ui.face import NOT_RECORDED
from station.ui.rows import ROW_HEIGHT, Rows
from station.ui.sides import Sides
from station.ui.theme import UNIT
from station.ui.verdict import VerdictPanel
from station.ui.view import Row, Status, Trouble


class GatePage(QWidget):
    """Camera or side page, verdict, figures, last passages."""

    def __init__(self, zone: ZoneInfo, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setObjectName("page")
        self.camera, self.verdict, self.rows = CameraView(), VerdictPanel(zone), Rows(zone)
        self.figures = Figures()
        self.banner = Banner()
        self.sides = Sides(self.camera, zone)
        self._last: tuple[Row, ...] = ()
        self._hides_people = False
        self._build()
        self.retranslate()

    def _build(self) -> None:
        top = QHBoxLayout()
        top.setSpacing(2 * UNIT)
        # What opens or warns takes its room from the camera's picture: the verdict never moves or shrinks.
        seen = QVBoxLayout()
        seen.setSpacing(UNIT)
        seen.addWidget(self.banner)
        seen.addWidget(self.sides, 1)
        top.addLayout(seen, 1)
        top.addWidget(self.verdict, 1)
        listed = _panel(self.rows)
        bottom = QHBoxLayout()
        bottom.setSpacing(2 * UNIT)
        bottom.addWidget(self.figures)
        bottom.addWidget(listed, 1)
        self._listed = listed
        layout = QVBoxLayout(self)
        layout.setContentsMargins(2 * UNIT, 2 * UNIT, 2 * UNIT, 2 * UNIT)
        layout.setSpacing(2 * UNIT)
        layout.addLayout(top, 1)
        layout.addLayout(bottom)

    def set_scale(self, scale: float) -> None:
        """Be that much larger than at 1280 x 800."""
        # Room for the heading and five passages; all the rest is the camera's and the verdict's.
        for panel in (self.figures, self._listed):
            panel.setFixedHeight(round(6 * ROW_HEIGHT * scale) + 2 * UNIT + 2)
        self.figures.setFixedWidth(round(336 * scale))
        self.verdict.set_scale(scale)
        self.rows.set_scale(scale)

    def show_status(self, status: Status) -> None:
        """Show the day's figures and which way the lane goes."""
        self.figures.show_status(status)
        self.verdict.show_direction(status.direction)
        self.verdict.show_looking(status.looks_at_codes)

    def show_rows(self, rows: tuple[Row, ...]) -> None:
        """Show the last passages."""
        self._last = rows
        self.rows.show_rows(tuple(map(_nameless, rows)) if self._hides_people else rows)

    @Slot(bool)
    def hide_people(self, on: bool) -> None:
        """Show no names and buildings, while nobody is here; or show them again."""
        self._hides_people = on
        self.show_rows(self._last)

    def show_trouble(self, trouble: Trouble, on: bool) -> None:
        """Show or take away a banner."""
        self.banner.set(trouble, on)
        if trouble in NOT_RECORDED and on:
            self.verdict.show_unrecorded(trouble)
        elif not on:
            self.verdict.end_unrecorded(trouble)

    def show_printed(self, where: str, *, failed: bool = False) -> None:
        """Say where what was printed is, a printer's name or a file's path: on the open page, else on the card."""
        text = self.tr("It could not be printed.") if failed else self.tr("Printed: {where}").format(where=where)
        if self.sides.open_page is not None:
            self.sides.say(text, is_fault=failed)
        else:
            self.verdict.add(text)

    def retranslate(self) -> None:
        """Say it all in the language of now."""
        for part in (self.sides, self.verdict, self.rows, self.figures, self.banner):
            part.retranslate()


class Figures(QFrame):
    """How many are inside, and the day so far. Signals: chosen(name), the figure whose passages are wanted."""

    chosen = Signal(str)

    def __init__(self) -> None:
        super().__init__()
        self.setCursor(Qt.CursorShape.PointingHandCursor)
        self.setObjectName("panel")
        self._names = {name: _label("figure_name") for name in ("inside", "in", "out", "turned_away")}
        self.values = {name: _label("inside" if name == "inside" else "figure") for name in self._names}
        layout = QGridLayout(self)
        layout.setContentsMargins(2 * UNIT, UNIT, UNIT, UNIT)
        layout.setVerticalSpacing(0)
        layout.addWidget(self._names["inside"], 0, 0, 1, 3)
        layout.addWidget(self.values["inside"], 1, 0, 1, 3)
        layout.setRowStretch(2, 1)
        for column, name in enumerate(("in", "out", "turned_away")):
            layout.addWidget(self._names[name], 3, column)
            layout.addWidget(self.values[name], 4, column)

    def show_status(self, status: Status) -> None:
        """Show these figures."""
        shown = {
            "inside": status.inside,
            "in": status.entered,
            "out": status.left,
            "turned_away": status.turned_away,
        }
        for name, value in shown.items():
            self.values[name].setText(f"{value:,}")

    def mousePressEvent(self, event: QMouseEvent) -> None:  # noqa: N802
        """A figure is pressed: the one nearest to where."""
        place = event.position()
        near = min(
            self.values, key=lambda name: (QPointF(self.values[name].geometry().center()) - place).manhattanLength()
        )
        self.chosen.emit("inside_at_end" if near == "inside" else near)

    def retranslate(self) -> None:
        """Say it all in the language of now."""
        self._names["inside"].setText(self.tr("Inside now"))
        self._names["in"].setText(self.tr("In today"))
        self._names["out"].setText(self.tr("Out today"))
        self._names["turned_away"].setText(self.tr("Turned away"))


def _nameless(row: Row) -> Row:
    return replace(row, name="", building="")


def _panel(content: QWidget) -> QFrame:
    panel = QFrame()
    panel.setObjectName("panel")
    layout = QVBoxLayout(panel)
    layout.setContentsMargins(UNIT, UNIT, UNIT, UNIT)
    layout.addWidget(content)
    return panel


def _label(name: str) -> QLabel:
    label = QLabel()
    label.setObjectName(name)
    label.setTextFormat(Qt.TextFormat.PlainText)
    return label
