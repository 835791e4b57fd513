"""The window: bar, gate page, day page, keys, themes and languages; everything it shows is handed to it."""

from __future__ import annotations

from typing import Final
from zoneinfo import ZoneInfo

from PySide6.QtCore import QTimer, Signal, Slot
from PySide6.QtGui import QCloseEvent, QImage, QResizeEvent
from PySide6.QtWidgets import QApplication, QMainWindow, QStackedWidget, QVBoxLayout, QWidget

from checkpoint.gate import Direction, Light
from checkpoint.wording import LANGUAGES
from station.ui import theme as themes
from station.ui.bar import Bar
from station.ui.day_page import DayPage
from station.ui.face import NOT_RECORDED, is_decided
from station.ui.gate_page import GatePage
from station.ui.keys import Keys
from station.ui.language import speak
from station.ui.sounds import Sounds
from station.ui.strip import Strip
from station.ui.view import Card, Day, Row, Status, Trouble

THEMES: Final = tuple(themes.PALETTES)
LOAD_SOUNDS_AFTER_MS: Final = 700
"""Later than the first paint and the first frame, earlier than the first person."""


class Window(QMainWindow):
    """The station's one window.

    Signals: decided(attempt, action), typed(text), scanned(text), direction_chosen("in" or "out"),
    language_chosen(name), theme_chosen(name), day_asked(date or None), export_asked(date, ending, path),
    painted(attempt) once for each card when it is on the screen, closed().
    """

    decided = Signal(str, str)
    typed = Signal(str)
    scanned = Signal(str)
    direction_chosen = Signal(str)
    language_chosen = Signal(str)
    theme_chosen = Signal(str)
    day_asked = Signal(object)
    export_asked = Signal(object, str, str)
    painted = Signal(str)
    closed = Signal()

    def __init__(
        self,
        *,
        zone: ZoneInfo,
        language: str = "zh_CN",
        theme: str = "light",
        sounds: bool = True,
        mirror: bool = True,
        parent: QWidget | None = None,
    ) -> None:
        super().__init__(parent)
        themes.load_font()
        self.setMinimumSize(1180, 720)
        self.resize(1280, 800)
        self.language, self.theme = "", ""
        self._scale = 1.0
        self._direction = Direction.IN
        self._status: Status | None = None
        self.bar, self.gate, self.day = Bar(zone), GatePage(zone), DayPage(zone)
        self.gate.camera.mirror = mirror
        self._sounds = Sounds(self, on=sounds)
        QTimer.singleShot(LOAD_SOUNDS_AFTER_MS, self._sounds, self._sounds.load)
        self._pages, self.strip = QStackedWidget(), Strip()
        self._keys = Keys(self)
        self._build()
        self._connect()
        self.strip.show_page("F1")
        self.set_theme(theme if theme in THEMES else THEMES[0])
        self.set_scale()
        self.set_language(language if language in LANGUAGES else LANGUAGES[0])

    # --- building ---

    def _build(self) -> None:
        self._pages.addWidget(self.gate)
        self._pages.addWidget(self.day)
        middle = QWidget()
        layout = QVBoxLayout(middle)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.setSpacing(0)
        layout.addWidget(self.bar)
        layout.addWidget(self._pages, 1)
        layout.addWidget(self.strip)
        self.setCentralWidget(middle)

    def _connect(self) -> None:
        self.gate.verdict.decided.connect(self.decided)
        self.gate.verdict.painted.connect(self.painted)
        self.gate.typed.connect(self.typed)
        self.gate.code_closed.connect(self.listen)
        self.gate.rows.chosen.connect(self.show_again)
        self.day.rows.chosen.connect(self.show_again)
        self.day.day_asked.connect(self.day_asked)
        self.day.export_asked.connect(self.export_asked)
        self.day.left.connect(self.open_gate)
        self.bar.direction.clicked.connect(self.turn)
        self._keys.chosen.connect(self.gate.verdict.press)
        self._keys.cancelled.connect(self.leave)
        self._keys.scanned.connect(self.scanned)
        self._does = {
            "F1": self.open_gate,
            "F2": self.open_code,
            "F3": self.open_day,
            "F4": self.export_csv,
            "F5": self.export_xlsx,
            "F6": self.turn,
            "F7": self.open_undecided,
            "F8": self.next_theme,
            "F9": self.next_language,
        }
        for source in (self._keys, self.strip):
            source.pressed.connect(self.press)
        application = QApplication.instance()
        if application is not None:
            application.installEventFilter(self._keys)

    # --- what is shown ---

    @Slot(object)
    def show_card(self, card: Card) -> None:
        """Show a verdict, with its sound when it is a new one."""
        before = self.gate.verdict.card
        if not is_decided(card) and (before is None or before.attempt != card.attempt):
            self._sounds.play(card.light)
        self.gate.verdict.show_card(card)

    @Slot(object)
    def show_again(self, row: Row) -> None:
        """Show the card of a row that waits for a decision, without a sound: nobody new has come."""
        self.open_gate()
        self.gate.verdict.show_card(row.card)

    @Slot()
    def clear_card(self) -> None:
        """Back to the invitation."""
        self.gate.verdict.clear()

    @Slot(QImage)
    def show_frame(self, image: QImage) -> None:
        """Show the camera's newest picture."""
        self.gate.camera.show_frame(image)

    def show_preparing(self) -> None:
        """Say that the demo is being made ready, until the first picture comes."""
        self.gate.camera.preparing = True
        self.gate.camera.update()

    @Slot(object)
    def show_rows(self, rows: tuple[Row, ...]) -> None:
        """Show the last passages, and how many of them wait for a decision."""
        self.gate.show_rows(rows)
        self.strip.show_undecided(sum(1 for row in rows if row.actions))

    @Slot(object)
    def show_status(self, status: Status) -> None:
        """Show what is always in sight."""
        self._status, self._direction = status, status.direction
        self.bar.show_status(status)
        self.gate.show_status(status)
        self._name_window()

    @Slot(object)
    def show_day(self, day: Day) -> None:
        """Show a day's log."""
        self.day.show_day(day)

    def set_zone(self, zone: ZoneInfo) -> None:
        """Show times as they are at the site."""
        self.bar.zone = self.gate.verdict.zone = zone
        for rows in (self.gate.rows, self.day.rows):
            rows.model.zone = zone
        self.retranslate()

    def show_trouble(self, trouble: Trouble, on: bool) -> None:
        """Show or take away a banner. What could not be recorded is a stop, to the eye and to the ear."""
        if on and trouble in NOT_RECORDED:
            self._sounds.play(Light.RED)
        self.gate.show_trouble(trouble, on)

    @Slot(str)
    def show_exported(self, path: str) -> None:
        """Say where the exported file is."""
        self.day.show_exported(path)

    @Slot(str)
    def show_export_failed(self, sentence: str) -> None:
        """Say why nothing was exported."""
        self.day.show_export_failed(sentence)

    # --- what people do ---

    @Slot(str)
    def press(self, key: str) -> None:
        """A function key: does what the strip below says."""
        does = self._does.get(key)
        if does is not None and self.isVisible():
            does()

    @Slot()
    def listen(self) -> None:
        """Characters are for the gate, unless another page or a field has them."""
        self._keys.on = self._pages.currentWidget() is self.gate and not self.gate.code.isVisible()

    @Slot()
    def open_gate(self) -> None:
        """Go to the gate page."""
        self._pages.setCurrentWidget(self.gate)
        self.strip.show_page("F1")
        self.gate.close_code()

    @Slot()
    def open_day(self) -> None:
        """Go to the day page."""
        self.gate.close_code()
        self._pages.setCurrentWidget(self.day)
        self.strip.show_page("F3")
        self.listen()
        self.day.setFocus()
        self.day_asked.emit(None)

    @Slot()
    def open_code(self) -> None:
        """Type a code by hand."""
        self.open_gate()
        self.gate.open_code()
        self.listen()

    @Slot()
    def leave(self) -> None:
        """Escape: close what is open, else cancel the card."""
        if self._pages.currentWidget() is self.day or self.gate.code.isVisible():
            self.open_gate()
        else:
            self.gate.verdict.cancel()

    @Slot()
    def turn(self) -> None:
        """The lane is to go the other way."""
        other = Direction.OUT if self._direction is Direction.IN else Direction.IN
        self.direction_chosen.emit(other.value)

    @Slot()
    def open_undecided(self) -> None:
        """Bring back the newest card that nobody has decided."""
        self.gate.rows.choose_newest_open()

    @Slot()
    def export_csv(self) -> None:
        """Export the day shown, on the day page only."""
        if self._pages.currentWidget() is self.day:
            self.day.export("csv")

    @Slot()
    def export_xlsx(self) -> None:
        """Export the day shown, on the day page only."""
        if self._pages.currentWidget() is self.day:
            self.day.export("xlsx")

    @Slot()
    def next_theme(self) -> None:
        """Light, dark, light…"""
        self.set_theme(THEMES[(THEMES.index(self.theme) + 1) % len(THEMES)])
        self.theme_chosen.emit(self.theme)

    @Slot()
    def next_language(self) -> None:
        """The next language; what is on the screen stays there."""
        self.set_language(LANGUAGES[(LANGUAGES.index(self.language) + 1) % len(LANGUAGES)])
        self.language_chosen.emit(self.language)

    # --- themes and languages ---

    def resizeEvent(self, event: QResizeEvent) -> None:  # noqa: N802
        """A larger window shows everything larger: it is read from further away."""
        super().resizeEvent(event)
        scale = themes.scale_of(self.width(), self.height())
        if scale != self._scale:
            self._scale = scale
            self.set_scale()

    def set_scale(self) -> None:
        """Bring everything to the scale of now."""
        self.setStyleSheet(themes.style_sheet(self.theme, self._scale))
        self.bar.set_scale(self._scale)
        self.gate.set_scale(self._scale)
        self.day.set_scale(self._scale)

    def set_theme(self, name: str) -> None:
        """Wear this theme."""
        self.theme = name
        self.setStyleSheet(themes.style_sheet(name, self._scale))
        self.gate.camera.set_page_colour(themes.PALETTES[name].page)
        self.strip.theme = name
        self.strip.retranslate()

    def set_language(self, name: str) -> None:
        """Speak this language from now on."""
        if name == self.language:
            return
        speak(name)
        self.language = self.strip.language = name
        self.retranslate()

    def retranslate(self) -> None:
        """Say it all in the language of now."""
        for part in (self.bar, self.gate, self.day, self.strip):
            part.retranslate()
        self._name_window()

    def _name_window(self) -> None:
        place = f"{self._status.site} {self._status.gate} — " if self._status else ""
        self.setWindowTitle(place + self.tr("Station"))

    def closeEvent(self, event: QCloseEvent) -> None:  # noqa: N802
        """The window is closed: the program ends."""
        application = QApplication.instance()
        if application is not None:
            application.removeEventFilter(self._keys)
        self.closed.emit()
        super().closeEvent(event)
