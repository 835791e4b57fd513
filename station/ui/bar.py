"""The bar that is always in sight: where, which way, who, what time, and how central stands; it computes nothing."""

from __future__ import annotations

from datetime import datetime
from zoneinfo import ZoneInfo

from PySide6.QtCore import Qt, QTimer, Signal
from PySide6.QtGui import QMouseEvent, QResizeEvent
from PySide6.QtWidgets import QFrame, QHBoxLayout, QLabel, QVBoxLayout, QWidget

from station.ui import words
from station.ui.key_button import KeyButton
from station.ui.theme import UNIT, restyle
from station.ui.view import Link, Status

TRAY_KEY = "⇧F7"
"""Where more is said of what central keeps aside."""
MOST_WORRIES = 2
"""More would push the name of the gate away; the rest is told when the mouse rests there."""
CLOCK_WRONG_MS = 60_000
"""A clock this far from central's is worth a word."""


class _Chip(QLabel):
    """How this station stands with central. Signals: pressed()."""

    pressed = Signal()

    def __init__(self) -> None:
        super().__init__()
        self.setObjectName("chip")
        self.setTextFormat(Qt.TextFormat.PlainText)
        self.setCursor(Qt.CursorShape.PointingHandCursor)

    def mousePressEvent(self, _event: QMouseEvent) -> None:  # noqa: N802
        """It is pressed."""
        self.pressed.emit()


class Bar(QFrame):
    """Site and gate, direction, operator and shift, link, clock. Signals: unsent_chosen(), its count was pressed."""

    unsent_chosen = Signal()

    def __init__(self, zone: ZoneInfo, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setObjectName("bar")
        self.zone = zone
        self._status: Status | None = None
        self._has_lane = True
        self._place, self._gate = _elided("place"), _elided("gate")
        for line in (self._place, self._gate):
            # Its room is kept until somebody says where this is: nothing below the bar moves then.
            line.set_text(" ")
        self._demo, self._clock, self._chip = _named("demo"), _named("clock"), _Chip()
        self._chip.pressed.connect(self.unsent_chosen)
        self._peak = _named("peak")
        self._operator, self._shift = _elided("soft"), _elided("soft")
        self.direction = KeyButton("F6", cap_last=True)
        self.direction.setObjectName("direction")
        self._build()
        self._ticker = QTimer(self, interval=1_000)
        self._ticker.timeout.connect(self.tick)
        self._ticker.start()
        self.tick()
        self.retranslate()

    def _build(self) -> None:
        layout = QHBoxLayout(self)
        layout.setContentsMargins(2 * UNIT, UNIT // 2, 2 * UNIT, UNIT // 2)
        layout.setSpacing(2 * UNIT)
        layout.addWidget(self.direction)
        layout.addLayout(_stacked(self._place, self._gate), 3)
        layout.addWidget(self._peak, 0, Qt.AlignmentFlag.AlignVCenter)
        layout.addWidget(self._demo, 0, Qt.AlignmentFlag.AlignVCenter)
        layout.addLayout(_stacked(self._operator, self._shift), 2)
        layout.addWidget(self._chip, 0, Qt.AlignmentFlag.AlignVCenter)
        layout.addWidget(self._clock)

    def show_status(self, status: Status) -> None:
        """Show this from now on."""
        self._status = status
        self._refresh()

    def show_lane(self, on: bool) -> None:
        """Whether the page that is open has a lane that goes a way."""
        self._has_lane = on
        self._refresh()

    def set_scale(self, scale: float) -> None:
        """Be that much larger than at 1280 x 800."""
        self.direction.setFixedHeight(round(56 * scale))

    def tick(self) -> None:
        """The clock goes on."""
        self._clock.setText(f"{datetime.now(self.zone):%H:%M:%S}")

    def retranslate(self) -> None:
        """Say it all in the language of now."""
        self._demo.setText(self.tr("Demo: made-up people"))
        self._peak.setText(self.tr("Queue peak"))
        self._refresh()

    def _refresh(self) -> None:
        status = self._status
        self._demo.setVisible(status is not None and status.demo)
        self._peak.setVisible(status is not None and status.is_peak)
        self.direction.setVisible(status is not None and self._has_lane)
        self._chip.setVisible(status is not None)
        if status is None:
            return
        self._place.set_text(status.site)
        self._gate.set_text(self.tr("{gate} · lane {lane}").format(gate=status.gate, lane=status.lane))
        self.direction.say(words.way(status.direction))
        _set(self.direction, "way", status.direction.value)
        self._operator.set_text(self.tr("Guide {name}").format(name=status.operator) if status.operator else "")
        self._shift.set_text(self.tr("Shift {shift}").format(shift=status.shift) if status.shift else "")
        worries = self._worries(status)
        shown = " · ".join(worries[:MOST_WORRIES])
        if len(worries) > MOST_WORRIES:
            shown += f" +{len(worries) - MOST_WORRIES}"
        if status.refused or status.is_twice or status.has_parted:
            shown += f" {TRAY_KEY}"
        self._chip.setText("\n".join(part for part in (self._link(status), shown) if part))
        told = [*worries, self._portal(status), self._last_sync(status)]
        self._chip.setToolTip("\n".join(part for part in told if part))
        _set(self._chip, "state", "worry" if worries else status.link.value)

    def _link(self, status: Status) -> str:
        sent = self.tr("all sent") if status.link is Link.ONLINE else ""
        count = self.tr("{count} unsent").format(count=status.unsent) if status.unsent else sent
        return " · ".join(part for part in (words.link(status.link), count) if part)

    def _worries(self, status: Status) -> list[str]:
        """What somebody should see to, on a line of its own; what matters most comes first."""
        worries = []
        if status.is_twice:
            worries.append(self.tr("another computer uses this name"))
        elif status.has_parted:
            worries.append(self.tr("restored or copied"))
        if status.refused:
            worries.append(self.tr("{count} kept aside").format(count=status.refused))
        if status.why == "full":
            worries.append(self.tr("this computer's disk is full"))
        if status.link is Link.NOT_CENTRAL and status.why == "expired":
            worries.append(self.tr("check this computer's clock"))
        if status.clock_offset_ms is not None and abs(status.clock_offset_ms) >= CLOCK_WRONG_MS:
            worries.append(self._clock_off(abs(status.clock_offset_ms) // 60_000))
        if status.central is not None and status.central.differs:
            worries.append(self.tr("central counts otherwise"))
        return worries

    def _clock_off(self, minutes: int) -> str:
        """In the largest unit of which there are two or more: years are nothing that anybody reads in minutes."""
        if minutes < 2 * 60:
            return self.tr("clock {minutes} min off").format(minutes=minutes)
        if minutes < 2 * 24 * 60:
            return self.tr("clock {hours} h off").format(hours=minutes // 60)
        return self.tr("clock {days} days off").format(days=minutes // (24 * 60))

    def _portal(self, status: Status) -> str:
        if status.link is not Link.NOT_CENTRAL:
            return ""
        certificates = {
            "expired": self.tr(
                "Central's certificate is not good at this time. Is this computer's clock right? "
                "If it is, call the office."
            ),
            "untrusted": self.tr("Nobody vouches for the server at central's address. Call the office."),
            "other_key": self.tr("The server has another key than central had. Call the office."),
        }
        sign_in = self.tr("Does this network have a page to sign in to? If not, call the office.")
        return certificates.get(status.why, sign_in)

    def _last_sync(self, status: Status) -> str:
        if status.link is Link.NOT_ENROLLED or status.last_sync is None:
            return self.tr("Not synced yet")
        return self.tr("Last synced {time}").format(time=words.moment(status.last_sync, self.zone))


class _Elided(QLabel):
    """A line that is cut with dots rather than pushing its neighbours away."""

    def __init__(self) -> None:
        super().__init__()
        self._whole = ""
        self.setTextFormat(Qt.TextFormat.PlainText)
        self.setMinimumWidth(120)

    def set_text(self, text: str) -> None:
        self._whole = text
        self._cut()

    def _cut(self) -> None:
        shown = self.fontMetrics().elidedText(self._whole, Qt.TextElideMode.ElideRight, max(self.width(), 120))
        if shown != self.text():
            self.setText(shown)
        self.setVisible(bool(self._whole))

    def resizeEvent(self, _event: QResizeEvent) -> None:  # noqa: N802
        self._cut()


def _elided(name: str) -> _Elided:
    label = _Elided()
    label.setObjectName(name)
    return label


def _named(name: str) -> QLabel:
    label = QLabel()
    label.setObjectName(name)
    label.setTextFormat(Qt.TextFormat.PlainText)
    return label


def _stacked(*widgets: QWidget) -> QVBoxLayout:
    """One above the other, together in the middle."""
    layout = QVBoxLayout()
    layout.setSpacing(0)
    layout.addStretch(1)
    for widget in widgets:
        layout.addWidget(widget)
    layout.addStretch(1)
    return layout


def _set(widget: QWidget, name: str, value: str) -> None:
    """Set a property that the style sheet asks for, and have it look again."""
    if widget.property(name) != value:
        widget.setProperty(name, value)
        restyle(widget, *widget.findChildren(QWidget))
