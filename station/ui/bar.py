"""The bar that is always in sight: where, which way, who, what time, and how central stands; it computes nothing."""

from __future__ import annotations

from datetime import datetime
from zoneinfo import ZoneInfo

from PySide6.QtCore import Qt, QTimer
from PySide6.QtWidgets import QFrame, QHBoxLayout, QLabel, QPushButton, QVBoxLayout, QWidget

from checkpoint.gate import Direction
from station.ui import words
from station.ui.theme import UNIT
from station.ui.view import Link, Status

CLOCK_WRONG_MS = 60_000
"""A clock this far from central's is worth a word."""


class Bar(QFrame):
    """Site and gate, direction, operator and shift, link, clock."""

    def __init__(self, zone: ZoneInfo, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setObjectName("bar")
        self.zone = zone
        self._status: Status | None = None
        self._place, self._gate = _elided("place"), _elided("gate")
        self._demo, self._operator, self._clock, self._chip = (
            _named("demo"),
            _named("soft"),
            _named("clock"),
            _named("chip"),
        )
        self.direction = QPushButton()
        self.direction.setObjectName("direction")
        self.direction.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        self._build()
        self._ticker = QTimer(self, interval=1_000)
        self._ticker.timeout.connect(self.tick)
        self._ticker.start()
        self.tick()
        self.retranslate()

    def _build(self) -> None:
        where = QVBoxLayout()
        where.setSpacing(0)
        where.addWidget(self._place)
        where.addWidget(self._gate)
        layout = QHBoxLayout(self)
        layout.setContentsMargins(3 * UNIT, UNIT, 3 * UNIT, UNIT)
        layout.setSpacing(2 * UNIT)
        layout.addLayout(where, 1)
        layout.addWidget(self._demo, 0, Qt.AlignmentFlag.AlignVCenter)
        layout.addWidget(self.direction)
        layout.addStretch(1)
        layout.addWidget(self._operator)
        layout.addWidget(self._chip, 0, Qt.AlignmentFlag.AlignVCenter)
        layout.addWidget(self._clock)

    def show_status(self, status: Status) -> None:
        """Show this from now on."""
        self._status = status
        self._refresh()

    def tick(self) -> None:
        """The clock goes on."""
        self._clock.setText(f"{datetime.now(self.zone):%H:%M:%S}")

    def retranslate(self) -> None:
        """Say it all in the language of now."""
        self._demo.setText(self.tr("Demo: made-up people"))
        self._refresh()

    def _refresh(self) -> None:
        status = self._status
        self._demo.setVisible(status is not None and status.demo)
        self.direction.setVisible(status is not None)
        self._chip.setVisible(status is not None)
        if status is None:
            return
        self._place.set_text(status.site)
        self._gate.set_text(self.tr("{gate} · lane {lane}").format(gate=status.gate, lane=status.lane))
        arrow = "→" if status.direction is Direction.IN else "←"
        self.direction.setText(f"{arrow}  {words.direction(status.direction)}   F6")
        _set(self.direction, "way", status.direction.value)
        self._operator.setText("\n".join(part for part in (status.operator, status.shift) if part))
        self._chip.setText(self._link(status))
        self._chip.setToolTip(self._last_sync(status))
        _set(self._chip, "state", status.link.value)

    def _link(self, status: Status) -> str:
        parts = [words.link(status.link)]
        if status.unsent:
            parts.append(self.tr("{count} unsent").format(count=status.unsent))
        if status.refused:
            parts.append(self.tr("{count} kept aside").format(count=status.refused))
        if status.clock_offset_ms is not None and abs(status.clock_offset_ms) >= CLOCK_WRONG_MS:
            parts.append(self.tr("clock {minutes} min off").format(minutes=abs(status.clock_offset_ms) // 60_000))
        return " · ".join(parts)

    def _last_sync(self, status: Status) -> str:
        if status.link is Link.NOT_ENROLLED or status.last_sync is None:
            return self.tr("Not synced yet")
        return self.tr("Last synced {time}").format(time=words.moment(status.last_sync, self.zone))


class _Elided(QLabel):
    """A line that is cut with dots rather than pushing its neighbours away."""

    def set_text(self, text: str) -> None:
        self.setToolTip(text)
        self._cut()

    def _cut(self) -> None:
        shown = self.fontMetrics().elidedText(self.toolTip(), Qt.TextElideMode.ElideRight, max(self.width(), 160))
        if shown != self.text():
            self.setText(shown)

    def resizeEvent(self, _event: object) -> None:  # noqa: N802
        self._cut()


def _elided(name: str) -> _Elided:
    label = _Elided()
    label.setObjectName(name)
    label.setTextFormat(Qt.TextFormat.PlainText)
    label.setMinimumWidth(160)
    return label


def _named(name: str) -> QLabel:
    label = QLabel()
    label.setObjectName(name)
    label.setTextFormat(Qt.TextFormat.PlainText)
    return label


def _set(widget: QWidget, name: str, value: str) -> None:
    """Set a property that the style sheet asks for, and have it look again."""
    if widget.property(name) != value:
        widget.setProperty(name, value)
        widget.style().unpolish(widget)
        widget.style().polish(widget)
