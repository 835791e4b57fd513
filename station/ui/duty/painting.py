"""Draws the board's signs and somebody's day as bars: the plan behind, what was served before it, gaps and the hour."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Final
from zoneinfo import ZoneInfo

from PySide6.QtCore import QPointF, QRectF, Qt
from PySide6.QtGui import QBrush, QColor, QPainter, QPen

from checkpoint.gate import Light
from station.ui.duty_view import TimelineBar
from station.ui.symbols import PLAIN, paint

_SERVED: Final = frozenset({"served", "open", "back_entry"})


@dataclass(frozen=True, slots=True)
class Tones:
    """The board's colours in a theme, each with one meaning, beside a shape that means the same."""

    ink: str
    soft: str
    line: str
    page: str
    card: str
    now: str
    green: str
    amber: str
    red: str
    blue: str


LIGHT: Final = Tones(
    ink="#12171d",
    soft="#4c5865",
    line="#ccd3da",
    page="#eef1f4",
    card="#ffffff",
    now="#0a4f9e",
    green="#08703a",
    amber="#c77700",
    red="#b3141d",
    blue="#5b6fb5",
)
DARK: Final = Tones(
    ink="#f2f5f8",
    soft="#a9b4c0",
    line="#36404b",
    page="#0f1317",
    card="#1a2027",
    now="#7db8ff",
    green="#35b271",
    amber="#ffb81c",
    red="#ff6b6b",
    blue="#93a4e8",
)
TONES: Final = {"light": LIGHT, "dark": DARK}


def paint_status(painter: QPainter, status: str, box: QRectF, tones: Tones) -> None:
    """A status's sign: a tick for who is or was here, a triangle for what is open, a bar for who is not."""
    painter.save()
    hole = QColor(tones.card)
    match status:
        case "on_duty":
            paint(painter, Light.GREEN, box, QColor(tones.green), hole)
        case "done":
            paint(painter, Light.GREEN, box, QColor(tones.soft), hole)
        case "unsigned":
            paint(painter, Light.AMBER, box, QColor(tones.amber), hole)
        case "missing" | "refused":
            paint(painter, Light.RED, box, QColor(tones.red), hole)
        case "absent" | "excused":
            paint(painter, PLAIN, box, QColor(tones.red if status == "absent" else tones.soft), hole)
        case _:
            painter.setRenderHint(QPainter.RenderHint.Antialiasing)
            painter.setPen(QPen(QColor(tones.soft), box.width() * 0.1))
            painter.drawEllipse(box.adjusted(2, 2, -2, -2))
    painter.restore()


@dataclass(frozen=True, slots=True)
class Span:
    """What a timeline spans, and the moment that it was drawn for."""

    starts: datetime
    ends: datetime
    now: datetime

    def x(self, at: datetime, box: QRectF) -> float:
        """Where a moment lies in a box, kept inside it."""
        share = (at - self.starts) / max(self.ends - self.starts, timedelta(minutes=1))
        return box.left() + box.width() * min(1.0, max(0.0, share))

    def hours(self, zone: ZoneInfo, most: int) -> list[datetime]:
        """Full hours to mark, at most so many, in steps that people count in."""
        first = self.starts.astimezone(zone).replace(minute=0, second=0, microsecond=0)
        spanned = (self.ends - self.starts) / timedelta(hours=1)
        step = next((step for step in (1, 2, 3, 4, 6, 12) if spanned / step <= most), 24)
        first += timedelta(hours=-first.hour % step)
        marks = [first + timedelta(hours=step * number) for number in range(int(spanned / step) + 2)]
        return [mark for mark in marks if self.starts <= mark <= self.ends]


def gaps(bars: Sequence[TimelineBar], now: datetime) -> list[tuple[datetime, datetime]]:
    """The stretches of the plan, up to now, for which nobody stood there."""
    found = []
    served = sorted((bar.begins, bar.ends) for bar in bars if bar.kind in _SERVED or bar.kind == "unsigned")
    for plan in (bar for bar in bars if bar.kind == "planned"):
        at, until = plan.begins, min(plan.ends, now)
        for begins, ends in served:
            if begins > at:
                found.append((at, min(begins, until)))
            at = max(at, ends)
        found.append((at, until))
    return [(begins, ends) for begins, ends in found if begins < ends]


def paint_bars(painter: QPainter, bars: Sequence[TimelineBar], box: QRectF, span: Span, tones: Tones) -> None:
    """Somebody's day."""
    painter.save()
    painter.setRenderHint(QPainter.RenderHint.Antialiasing)
    for bar in bars:
        left, right = span.x(bar.begins, box), span.x(bar.ends, box)
        if bar.kind == "planned":
            painter.setPen(QPen(QColor(tones.soft), 1))
            painter.setBrush(QColor(tones.page))
            painter.drawRoundedRect(QRectF(left, box.top(), max(2.0, right - left), box.height()), 4, 4)
    for begins, ends in gaps(bars, span.now):
        left, right = span.x(begins, box), span.x(ends, box)
        painter.fillRect(QRectF(left, box.top() + 1, right - left, box.height() - 2), _hatch(tones.red))
    inner = box.adjusted(0, box.height() * 0.2, 0, -box.height() * 0.2)
    for bar in bars:
        left, right = span.x(bar.begins, box), span.x(bar.ends, box)
        stretch = QRectF(left, inner.top(), max(3.0, right - left), inner.height())
        if bar.kind == "unsigned":
            painter.fillRect(stretch, _hatch(tones.amber))
            painter.setPen(QPen(QColor(tones.amber), 2))
            painter.setBrush(Qt.BrushStyle.NoBrush)
            painter.drawRect(stretch)
        elif bar.kind in _SERVED:
            painter.fillRect(stretch, QColor(tones.blue if bar.kind == "back_entry" else tones.green))
    painter.restore()


def paint_hours(painter: QPainter, box: QRectF, span: Span, zone: ZoneInfo, tones: Tones, *, named: bool) -> None:
    """The full hours as fine lines, or as their names for a heading."""
    painter.save()
    marks = span.hours(zone, max(2, int(box.width() / 56)))
    for mark in marks:
        x = span.x(mark, box)
        painter.setPen(QPen(QColor(tones.line), 1))
        if named:
            painter.setPen(QColor(tones.soft))
            painter.drawText(QRectF(x - 28, box.top(), 56, box.height()), Qt.AlignmentFlag.AlignCenter, f"{mark:%H:%M}")
        else:
            painter.drawLine(QPointF(x, box.top()), QPointF(x, box.bottom()))
    painter.restore()


def paint_now(painter: QPainter, box: QRectF, span: Span, tones: Tones) -> None:
    """The hour that it is, over everything else."""
    if span.starts < span.now < span.ends:
        x = span.x(span.now, box)
        painter.save()
        painter.setPen(QPen(QColor(tones.now), 2))
        painter.drawLine(QPointF(x, box.top()), QPointF(x, box.bottom()))
        painter.restore()


def _hatch(colour: str) -> QBrush:
    return QBrush(QColor(colour), Qt.BrushStyle.BDiagPattern)
