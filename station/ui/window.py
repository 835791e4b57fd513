"""The window: what comes to it is shown, what is pressed means something; how it looks is its parts'."""

from __future__ import annotations

from collections.abc import Callable
from functools import partial
from typing import TYPE_CHECKING, Final
from zoneinfo import ZoneInfo

from PySide6.QtCore import QTimer, Signal, Slot
from PySide6.QtGui import QCloseEvent, QPaintEvent
from PySide6.QtWidgets import QApplication, QWidget

from checkpoint.gate import Action, Direction, Light
from checkpoint.wording import LANGUAGES
from station.ui.face import NOT_RECORDED, is_decided
from station.ui.keys import UNDO, Keys
from station.ui.locking import Locking
from station.ui.sounds import Sounds
from station.ui.theme import PALETTES
from station.ui.undoing import Undoing
from station.ui.view import Card, Carried, Day, Leaving, Row, Status, Trouble
from station.ui.window_parts import WindowParts

if TYPE_CHECKING:
    from station.ui.leaving_page import LeavingPage

THEMES: Final = tuple(PALETTES)
LOAD_SOUNDS_AFTER_MS: Final = 700
"""After the first paint, which it must not hold up, and mostly the first frame; earlier than the first person."""


class Window(WindowParts):
    """The station's one window.

    Signals: decided(attempt, action), entered(attempt, what was asked for, text), seen(outcome), typed(text),
    scanned(text), emergency_asked(), undo_asked(attempt), head_added(attempt), one more came with them,
    peak_asked(on), direction_chosen("in" or "out"), language_chosen(name), theme_chosen(name),
    day_asked(date or None, figure), export_asked(date, ending, path), print_asked(what, of it),
    stick_asked("out" or "in", folder),
    painted(attempt) once for each card when it is on the screen, closed().
    What the side pages ask for they say themselves (`gate.sides`).
    """

    decided = Signal(str, str)
    entered = Signal(str, str, str)
    seen = Signal(str)
    typed = Signal(str)
    scanned = Signal(str)
    emergency_asked = Signal()
    undo_asked = Signal(str)
    head_added = Signal(str)
    peak_asked = Signal(bool)
    print_asked = Signal(str, object)
    direction_chosen = Signal(str)
    language_chosen = Signal(str)
    theme_chosen = Signal(str)
    day_asked = Signal(object, str)
    export_asked = Signal(object, str, str)
    stick_asked = Signal(str, str)
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
        super().__init__(zone, parent, mirror=mirror)
        self._direction = Direction.IN
        self._status: Status | None = None
        self._sounds = Sounds(self, on=sounds)
        self._is_painted = False
        self._keys = Keys(self)
        self._undoing = Undoing(self)
        self.locking = Locking(self.pages)
        self._connect()
        self.strip.show_page("F1")
        self.set_theme(theme if theme in THEMES else THEMES[0])
        self.set_scale()
        self.set_language(language if language in LANGUAGES else LANGUAGES[0])

    def _connect(self) -> None:
        self._connect_gate()
        self.pages.changed.connect(self.strip.show_page)
        # At the duty desk and at a sampling table the key turns something else.
        self.pages.changed.connect(lambda _key: self.bar.show_lane(not self.pages.has_own_keys))
        self.pages.day_asked.connect(self.day_asked)
        self.pages.day.then(lambda page: page.export_asked.connect(self.export_asked))
        self.leaving_page.then(self._meet_leaving)
        self.bar.direction.clicked.connect(self.turn)
        self.bar.unsent_chosen.connect(partial(self.pages.open_part, "unsynced"))
        self._keys.chosen.connect(self.choose)
        self._keys.cancelled.connect(self.cancel)
        self._keys.scanned.connect(self.scanned)
        self._keys.added.connect(self.add_head)
        self._keys.touched.connect(self.locking.touch)
        self.locking.locked.connect(self.hide_people)
        self.locking.touched.connect(self._ahead.touch)
        self._keys.measured.connect(self.gate.verdict.measure)
        self._keys.leaning.connect(self.strip.show_shifted)
        self._does = self._what_keys_do()
        self._undoing.asked.connect(self.undo_asked)
        self._undoing.changed.connect(self.strip.show_undo)
        for source in (self._keys, self.strip):
            source.pressed.connect(self.press)
        application = QApplication.instance()
        if isinstance(application, QApplication):
            application.installEventFilter(self._keys)

    def _meet_leaving(self, page: LeavingPage) -> None:
        page.show_place(self._place())
        page.language_asked.connect(self.next_language)
        page.close_asked.connect(self.close)
        page.stick_asked.connect(self.stick_asked)

    def _what_keys_do(self) -> dict[str, Callable[[], object]]:
        return self.pages.ways() | {
            "⇧F4": self.pages.refuse,
            "F6": self.turn,
            "F8": self.ask_emergency,
            "F9": self.next_language,
            "F11": self.turn_peak,
            UNDO: self.undo,
        }

    def _connect_gate(self) -> None:
        verdict, sides = self.gate.verdict, self.gate.sides
        verdict.decided.connect(self.decide)
        verdict.entered.connect(self.entered)
        verdict.seen.connect(self.seen)
        verdict.print_asked.connect(lambda card: self.print_asked.emit("ticket", card))
        verdict.painted.connect(self.painted)
        sides.typed.connect(self.typed)
        sides.theme_asked.connect(self.next_theme)
        sides.stick_asked.connect(self.stick_asked)
        sides.print_asked.connect(self.print_asked)

    # --- what is shown ---

    @Slot(object)
    def show_card(self, card: Card) -> None:
        """Show a verdict, with its sound when it is a new one."""
        before = self.gate.verdict.card
        if not is_decided(card) and (before is None or before.attempt != card.attempt):
            self._sounds.play(card.light)
        self.gate.verdict.show_card(card)
        self._undoing.after(card)

    @Slot()
    def clear_card(self) -> None:
        """Back to the invitation."""
        self.gate.verdict.clear()

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
        self.strip.show_visits(status.visits, status.visits_late)
        self.strip.show_peak(status.is_peak)
        self.pages.show_table(status.samples)
        self.strip.show_table(status.samples)
        self.locking.after_s = status.lock_s
        self._name_window()

    @Slot(object)
    def show_day(self, day: Day) -> None:
        """Show a day's log."""
        self.day.show_day(day)

    def sound(self, light: Light) -> None:
        """Play a verdict's sound."""
        self._sounds.play(light)

    def show_trouble(self, trouble: Trouble, on: bool) -> None:
        """Show or take away a banner. What could not be recorded is a stop, to the eye and to the ear."""
        if on and trouble in NOT_RECORDED:
            self._sounds.play(Light.RED)
        self.gate.show_trouble(trouble, on)
        self._holding.troubles = list(self.gate.banner.troubles)
        for page in self.pages.built:
            page.show_trouble(trouble, on)

    @property
    def is_leaving(self) -> bool:
        """Whether this station has left service, or is about to."""
        return self.leaving_page.built is not None and not self.leaving_page.built.isHidden()

    def show_leaving(self, leaving: Leaving) -> None:
        """This station leaves service: from now on nothing else is on the screen, and nobody's name anywhere."""
        self.pages.open_gate()
        self.clear_card()
        self.show_rows(())
        for part in (self.bar, self.pages, self.strip):
            part.hide()
        self.leaving.show_leaving(leaving)
        self.leaving.show()

    @Slot(object)
    def show_carried(self, carried: Carried) -> None:
        """Say what came of a stick, where one was asked for."""
        self.gate.sides.pages["settings"].tell(lambda page: page.show_carried(carried))
        self.leaving_page.tell(lambda page: page.show_carried(carried))

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
        if (self.is_leaving and key != "F9") or self.pages.press_key(key):
            return
        does = self._does.get(key)
        if does is not None and self.isVisible():
            does()

    @Slot(int)
    def choose(self, number: int) -> None:
        """A digit."""
        (self.leaving.press if self.is_leaving else self.pages.choose)(number)

    @Slot()
    def cancel(self) -> None:
        """Escape."""
        (self.leaving.leave if self.is_leaving else self.pages.leave)()

    @Slot(str, str)
    def decide(self, attempt: str, action: str) -> None:
        """A card's action; a visitor is written down first."""
        if action == Action.ADMIT_VISITOR:
            self.pages.open_form(attempt)
        else:
            self.decided.emit(attempt, action)

    @Slot()
    def ask_emergency(self) -> None:
        """An emergency vehicle: through at once."""
        self.pages.open_gate()
        self.emergency_asked.emit()

    @Slot()
    def turn_peak(self) -> None:
        """Queue-peak mode on or off."""
        self.peak_asked.emit(not (self._status is not None and self._status.is_peak))

    @Slot()
    def undo(self) -> None:
        """Take back what was done last."""
        if not self.pages.undo():
            self._undoing.ask()

    @Slot()
    def add_head(self) -> None:
        """One more came through with the resident who came last; nobody else has come since."""
        card, verdict = self._undoing.card, self.gate.verdict
        if self.pages.is_at_gate and card is not None and card.may_bring and verdict.is_free_for(card.attempt):
            self.head_added.emit(card.attempt)

    @Slot()
    def turn(self) -> None:
        """The lane is to go the other way."""
        other = Direction.OUT if self._direction is Direction.IN else Direction.IN
        self.direction_chosen.emit(other.value)

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

    # --- words ---

    def retranslate(self) -> None:
        """Say it all in the language of now."""
        super().retranslate()
        self._name_window()

    def _place(self) -> str:
        return f"{self._status.site} {self._status.gate}" if self._status else ""

    def _name_window(self) -> None:
        place = self._place()
        self.leaving_page.tell(lambda page: page.show_place(place))
        self.setWindowTitle(f"{place} — {self.tr('Station')}" if place else self.tr("Station"))

    def paintEvent(self, event: QPaintEvent) -> None:  # noqa: N802
        """The first paint: from now on there is time for what takes a while, as the sounds' libraries do."""
        super().paintEvent(event)
        if not self._is_painted:
            self._is_painted = True
            QTimer.singleShot(LOAD_SOUNDS_AFTER_MS, self._sounds, self._sounds.load)

    def closeEvent(self, event: QCloseEvent) -> None:  # noqa: N802
        """The window is closed: the program ends."""
        application = QApplication.instance()
        if isinstance(application, QApplication):
            application.removeEventFilter(self._keys)
        self.closed.emit()
        super().closeEvent(event)
