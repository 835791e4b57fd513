"""The day page: a day's figures, its passages and the export; what is in them is computed elsewhere."""

from __future__ import annotations

from contextlib import suppress
from datetime import date, datetime
from pathlib import Path
from zoneinfo import ZoneInfo

from PySide6.QtCore import QDate, QLocale, QPointF, Qt, Signal
from PySide6.QtGui import QHideEvent, QPainter, QPaintEvent, QPen
from PySide6.QtWidgets import QCalendarWidget, QDateEdit, QFileDialog, QFrame, QHBoxLayout, QLabel, QVBoxLayout

from station.ui import form_words
from station.ui.key_button import KeyButton
from station.ui.lead_line import LeadLine
from station.ui.page import Page
from station.ui.rows import LOGGED, Rows
from station.ui.spread import Spread
from station.ui.theme import UNIT, restyle
from station.ui.tiles import Tiles
from station.ui.view import Day


class DayPage(Page):
    """Signals: day_asked(date, figure whose rows are wanted), export_asked(date, "csv" or "xlsx", path), left(),
    signed(number, PIN) of a lead who lets it be exported, dropped(), no export after all.

    folder: where an export is proposed to go, or None.
    """

    day_asked = Signal(object, str)
    export_asked = Signal(object, str, str)
    signed = Signal(str, str)
    dropped = Signal()
    left = Signal()

    def __init__(self, zone: ZoneInfo) -> None:
        super().__init__()
        self.setObjectName("page")
        self._day: Day | None = None
        self._said_path = self._said_fault = self._refusal = self.part = self._wanted = ""
        self.folder: Path | None = None
        self.lead = LeadLine()
        self.lead.signed.connect(self.signed)
        self._title, self._said, self._total = _label("day_title"), _label("said"), _label("soft")
        self._said.setWordWrap(True)
        self.chooser = _Chooser(datetime.now(zone).date())
        self.chooser.dateChanged.connect(self._ask)
        self.back, self.csv, self.xlsx = _button("Esc"), _button("1"), _button("2")
        self.back.clicked.connect(self.left)
        self.csv.clicked.connect(lambda: self.export("csv"))
        self.xlsx.clicked.connect(lambda: self.export("xlsx"))
        self.tiles = Tiles()
        self.tiles.chosen.connect(self._open_part)
        self.spread = Spread(zone)
        self.spread.chosen.connect(self._open_part)
        self.rows = Rows(zone, LOGGED)
        self._build()
        self.retranslate()

    def _build(self) -> None:
        top = QHBoxLayout()
        top.setSpacing(2 * UNIT)
        for widget in (self.back, self._title, self.chooser):
            top.addWidget(widget)
        top.addStretch(1)
        top.addWidget(self.csv)
        top.addWidget(self.xlsx)
        listed = QFrame()
        listed.setObjectName("panel")
        inner = QVBoxLayout(listed)
        inner.setContentsMargins(UNIT, UNIT, UNIT, UNIT)
        inner.addWidget(self.rows, 1)
        inner.addWidget(self._total)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(2 * UNIT, 2 * UNIT, 2 * UNIT, 2 * UNIT)
        layout.setSpacing(2 * UNIT)
        layout.addLayout(top)
        layout.addWidget(self._said)
        layout.addWidget(self.lead)
        layout.addWidget(self.tiles)
        layout.addWidget(self.spread)
        layout.addWidget(listed, 1)

    def set_zone(self, zone: ZoneInfo) -> None:
        """Show times as they are at the site; so is the day that the page begins with."""
        self.rows.model.zone = zone
        if self._day is None:
            self._choose(datetime.now(zone).date())

    def _choose(self, day: date) -> None:
        """That day is in the box; nobody asked for it."""
        self.chooser.blockSignals(True)
        self.chooser.setDate(QDate(day.year, day.month, day.day))
        self.chooser.blockSignals(False)

    def set_scale(self, scale: float) -> None:
        """Be that much larger than at 1280 x 800."""
        self.rows.set_scale(scale)
        self.spread.bars.set_scale(scale)

    def show_day(self, day: Day) -> None:
        """Show this day; the figure that was picked stays picked."""
        self._day = day
        self._choose(day.day)
        self.tiles.show_figures(day.figures, day.central, differs=day.differs)
        self.spread.show_day(day)
        self.rows.show_rows(day.rows)
        self._say()

    def show_exported(self, path: str) -> None:
        """Say where the file is."""
        self._said_path, self._said_fault = path, ""
        self._say()

    def show_export_failed(self, sentence: str) -> None:
        """Say why there is no file."""
        self._said_path, self._said_fault = "", sentence
        self._say()

    @property
    def awaits_lead(self) -> bool:
        """Whether an export waits for a lead's badge or PIN."""
        return bool(self._wanted)

    def export(self, ending: str) -> None:
        """Ask for the export of the day that is shown; where the site has leads, one of them signs first."""
        if self._day is None:
            return
        self._said_path = self._said_fault = self._refusal = ""
        if self._day.is_guarded:
            self._wanted = ending
            self.lead.open()
            self._say()
        else:
            self._export(ending)

    def show_signed(self, refusal: str) -> None:
        """Somebody has signed: export what waits for it, or say why not. refusal: a code, or empty."""
        if not self.awaits_lead:
            # Somebody changed their mind meanwhile: the signature is for no other file.
            self.dropped.emit()
            return
        self._refusal = refusal
        if refusal:
            self.lead.clear()
            self._say()
            return
        ending = self._wanted
        self._close_lead()
        self._export(ending)

    def stop(self) -> bool:
        """No export after all; False when none was waiting."""
        was_waiting = self.awaits_lead
        if was_waiting:
            self._close_lead()
            self.dropped.emit()
        return was_waiting

    def _close_lead(self) -> None:
        self._wanted = self._refusal = ""
        self.lead.close_line()
        self.setFocus()
        self._say()

    def hideEvent(self, event: QHideEvent) -> None:  # noqa: N802
        """Another page is open: nobody signs for anything here any more."""
        super().hideEvent(event)
        self.stop()

    def _export(self, ending: str) -> None:
        """Ask for a place, then for the export."""
        day = self._chosen()
        name = self.tr("passages-{day}").format(day=day.isoformat()) + f".{ending}"
        path, _ = QFileDialog.getSaveFileName(self, self.tr("Export the day's log"), self._place(name), f"*.{ending}")
        if path:
            self.export_asked.emit(day, ending, path if path.lower().endswith(f".{ending}") else f"{path}.{ending}")
        else:
            self.dropped.emit()

    def _place(self, name: str) -> str:
        if self.folder is None:
            return name
        with suppress(OSError):
            self.folder.mkdir(parents=True, exist_ok=True)
        return str(self.folder / name)

    def retranslate(self) -> None:
        """Say it all in the language of now."""
        self.back.say(self.tr("Back to the gate"))
        self.chooser.speak()
        self._title.setText(self.tr("Day log"))
        self.csv.say(self.tr("Export CSV"))
        self.xlsx.say(self.tr("Export Excel"))
        self._say()
        self.lead.retranslate()
        self.tiles.retranslate()
        self.spread.retranslate()
        self.rows.retranslate()

    def _say(self) -> None:
        said = ""
        if self._said_path:
            said = self.tr("Written: {path}").format(path=self._said_path)
        elif self._said_fault:
            said = self.tr("Not written: {reason}").format(reason=self._said_fault)
        elif self.awaits_lead:
            asked = self.tr("A lead or a supervisor signs for an export: hold the badge up, or type number and PIN.")
            said = form_words.refusal(self._refusal) or asked
        self._said.setText(said)
        self._said.setVisible(bool(said))
        self._said.setProperty("state", "fault" if self._said_fault or self._refusal else "")
        restyle(self._said)
        day = self._day
        is_cut = day is not None and day.total > len(day.rows)
        if day is not None and is_cut:
            text = self.tr("The newest {shown} of {total}; the export has them all.")
            self._total.setText(text.format(shown=len(day.rows), total=day.total))
        self._total.setVisible(is_cut)

    def press(self, number: int) -> bool:
        """1: CSV; 2: Excel."""
        if number > 1 or self.awaits_lead:
            return False
        self.export(("csv", "xlsx")[number])
        return True

    def _open_part(self, name: str) -> None:
        """Ask for only the rows that make the figure of that name; empty: all."""
        self.part = name
        if not name or name in self.tiles.tiles:
            self.spread.unpick()
        elif self.tiles.picked:
            self.tiles.blockSignals(True)
            self.tiles.pick("")
            self.tiles.blockSignals(False)
        # Before any day was brought the page shows none: what today is, is not its to say.
        self.day_asked.emit(self._chosen() if self._day is not None else None, name)

    def _chosen(self) -> date:
        chosen = self.chooser.date()
        return date(chosen.year(), chosen.month(), chosen.day())

    def _ask(self) -> None:
        self._said_path = self._said_fault = ""
        self.stop()
        self._say()
        self.day_asked.emit(self._chosen(), self.part)


class _Chooser(QDateEdit):
    """The day, with a calendar behind a drawn arrow."""

    def __init__(self, day: date) -> None:
        super().__init__(QDate(day.year, day.month, day.day))
        self.setCalendarPopup(True)
        self.setDisplayFormat("yyyy-MM-dd")

    def speak(self) -> None:
        """Name months and weekdays in the language of now; Qt asks for it only when the widget is made."""
        for widget in (self, self.calendarWidget()):
            widget.setLocale(QLocale())
        # Three letters of a weekday are cut at this width; one is enough above a column.
        self.calendarWidget().setHorizontalHeaderFormat(QCalendarWidget.HorizontalHeaderFormat.SingleLetterDayNames)

    def paintEvent(self, event: QPaintEvent) -> None:  # noqa: N802
        """The style sheet leaves no arrow; without one nobody finds the calendar."""
        super().paintEvent(event)
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        painter.setPen(QPen(self.palette().color(self.foregroundRole()), 3))
        x, y = self.width() - 2.5 * UNIT, self.height() / 2 + 3
        painter.drawPolyline([QPointF(x - 7, y - 7), QPointF(x, y), QPointF(x + 7, y - 7)])
        painter.end()


def _label(name: str) -> QLabel:
    label = QLabel()
    label.setObjectName(name)
    label.setTextFormat(Qt.TextFormat.PlainText)
    return label


def _button(key: str) -> KeyButton:
    button = KeyButton(key)
    button.setObjectName("plain_button")
    return button
