"""Ties the side pages to the lane: their questions go to the desk's thread, the answers to the pages; no rules."""

from __future__ import annotations

import logging
from datetime import datetime
from pathlib import Path
from typing import Any, Final
from zoneinfo import ZoneInfo

from PySide6.QtCore import QObject, Signal, Slot

from station.threads import Answer, Worker
from station.ui.view import Ask, CameraName, Card
from station.ui.window import Window

log = logging.getLogger(__name__)


_ASKED: Final = {Ask.TEMPERATURE: "measure", Ask.PLATE: "note_plate", Ask.HEADS: "note_heads"}
"""What the lane does with a card's line, by what the card asked for."""


class Tending(QObject):
    """Signals: carded(Card), a side page made an entry; changed(), the status has changed; camera_chosen(source)."""

    carded = Signal(object)
    changed = Signal()
    camera_chosen = Signal(str)

    def __init__(self, window: Window, desk: Worker, prints: Path) -> None:
        super().__init__()
        self._window, self._sides, self._desk, self._prints = window, window.gate.sides, desk, prints
        self._lane: Any = None
        self._camera = ""
        self._errands = Worker("errands")
        self._errands.answered.connect(self.take_errand)
        self._connect()

    def _connect(self) -> None:
        sides = self._sides
        sides.people_asked.connect(self.find)
        self._window.pages.sampling.then(lambda page: page.people_asked.connect(self.find))
        sides.person_picked.connect(self.pick)
        sides.household_asked.connect(self.find_home)
        sides.form_asked.connect(self.ask_form)
        sides.registered.connect(self.register)
        sides.refused.connect(self.turn_away)
        sides.visits_asked.connect(self.ask_visits)
        sides.leaving.connect(self.let_leave)
        sides.leaving_together.connect(self.let_leave_together)
        sides.shift_asked.connect(self.ask_shift)
        sides.signed.connect(self.sign_with_pin)
        sides.handing_over.connect(self.begin_handover)
        sides.handover_stopped.connect(self.stop_handover)
        sides.cameras_asked.connect(self.ask_cameras)
        sides.camera_chosen.connect(self.choose_camera)
        window = self._window
        window.decided.connect(self.decide)
        window.entered.connect(self.take_entered)
        window.seen.connect(self.take_seen)
        window.emergency_asked.connect(self.let_emergency)
        window.undo_asked.connect(self.undo)
        window.head_added.connect(self.add_head)
        window.peak_asked.connect(self.set_peak)
        window.print_asked.connect(self.print)

    def meet(self, lane: Any, camera: str) -> None:
        """The lane is open."""
        self._lane, self._camera = lane, camera

    def stop(self) -> None:
        """End the thread."""
        self._errands.stop()

    def _ask(self, name: str, function: str, *args: Any) -> None:
        if self._lane is not None:
            self._desk.ask(f"side_{name}", getattr(self._lane, function), *args)

    # --- about the card that is shown ---

    @Slot(str, str)
    def decide(self, attempt: str, action: str) -> None:
        """A guide pressed an action on a card."""
        self._tell("decide", "decide", attempt, action)

    @Slot(str, str, str)
    def take_entered(self, attempt: str, asked: str, text: str) -> None:
        """A card's line was filled in: a temperature, a plate or a number of people."""
        self._tell("entered", _ASKED[Ask(asked)], attempt, text)

    @Slot(str)
    def take_seen(self, seen: str) -> None:
        """What was seen on somebody's phone."""
        self._tell("show", "see", seen)

    @Slot()
    def let_emergency(self) -> None:
        """An emergency vehicle goes through."""
        self._tell("show", "emergency")

    @Slot(str)
    def undo(self, attempt: str) -> None:
        """Take back what was done last."""
        self._tell("undo", "decide", attempt, "undo")

    @Slot(str)
    def add_head(self, attempt: str) -> None:
        """One more came through with them."""
        self._tell("entered", "add_head", attempt)

    @Slot(bool)
    def set_peak(self, on: bool) -> None:
        """Queue-peak mode on or off."""
        self._tell("peak", "set_peak", on)
        if self._lane is not None:
            self.changed.emit()

    @Slot(object)
    def compare(self, said: Any) -> None:
        """Today's figures as central has them."""
        self._tell("compare", "compare", said)

    def _tell(self, name: str, function: str, *args: Any) -> None:
        """Ask the desk for what the lane itself takes back."""
        if self._lane is not None:
            self._desk.ask(name, getattr(self._lane, function), *args)

    # --- about somebody without a code, the shift, the station ---

    @Slot(str)
    def find(self, text: str) -> None:
        """Whom that means; looked for on a thread that no scan waits for."""
        self._look("find", text)

    @Slot(str)
    def find_home(self, attempt: str) -> None:
        """Who lives with the one whose card that is."""
        self._look("household", attempt)

    def _look(self, function: str, text: str) -> None:
        if self._lane is not None:
            self._errands.ask("side_finding", getattr(self._lane, function), text)

    @Slot(str, str)
    def pick(self, subject: str, method: str) -> None:
        """This one comes without a code."""
        self._ask("card", "admit", subject, method)

    @Slot(str, str)
    def ask_form(self, category: str, attempt: str) -> None:
        """The fields for somebody of that category."""
        self._ask("form", "form", category, attempt)

    @Slot(str, object, str)
    def register(self, category: str, values: Any, attempt: str) -> None:
        """Somebody was written down."""
        self._ask("registered", "register", category, values, attempt)

    @Slot(str, str)
    def turn_away(self, category: str, attempt: str) -> None:
        """Somebody would not be written down."""
        self._ask("registered", "turn_away", category, attempt)

    @Slot()
    def ask_visits(self) -> None:
        """Who is inside on a visit."""
        self._ask("visits", "visits")

    @Slot(str, bool)
    def let_leave(self, subject: str, presumed: bool) -> None:
        """Somebody leaves without a code."""
        self._ask("card", "leave", subject, presumed)
        self._ask("visits", "visits")

    @Slot(str)
    def let_leave_together(self, employer: str) -> None:
        """All couriers of a company leave."""
        self._ask("card", "leave_together", employer)
        self._ask("visits", "visits")

    @Slot()
    def ask_shift(self) -> None:
        """The shift as it runs."""
        self._ask("duty", "duty")

    def sign(self, text: str) -> None:
        """A badge was held up while the shift page is open."""
        self._ask("duty", "sign", text)

    @Slot(str, str)
    def sign_with_pin(self, number: str, pin: str) -> None:
        """Number and PIN were typed."""
        self._ask("duty", "sign_with_pin", number, pin)

    @Slot(str)
    def begin_handover(self, notes: str) -> None:
        """The next signatures are those of a handover."""
        self._ask("duty", "begin_handover", notes)

    @Slot()
    def stop_handover(self) -> None:
        """No handover after all."""
        self._ask("duty", "stop_handover")

    def sweep(self, now: datetime) -> None:
        """Throw away what was printed into files long ago."""
        from station.retention import forget_prints

        self._errands.ask("sweep", forget_prints, self._prints, now)

    @Slot()
    def ask_cameras(self) -> None:
        """Which cameras there are; looked for on a thread that nobody waits for."""
        self._errands.ask("cameras", _cameras, self._camera)

    @Slot(str)
    def choose_camera(self, source: str) -> None:
        """Watch that camera from now on."""
        self._camera = source
        self.camera_chosen.emit(source)
        self.ask_cameras()

    @Slot(str, object)
    def print(self, what: str, of: Any) -> None:
        """Print a temporary pass, a handover sheet or the notice."""
        if self._lane is None:
            return
        # Loaded here, because a window that opens waits for whatever is loaded before it.
        from station.ui import printing

        language = self._window.language
        if what == "ticket":
            self._give_out(printing.ticket_of(of, self._lane.site_name, ZoneInfo(self._lane.zone_name)), "pass", of)
        elif what == "sheet":
            self._give_out(printing.page_of(self._lane.sheet_html(of, language)), "handover", None)
        else:
            self._give_out(printing.page_of(self._lane.notice(language)), "notice", None)

    def _give_out(self, document: Any, name: str, card: Card | None) -> None:
        from station.ui import printing

        number = card.attempt[:12] if card else ""
        try:
            said = printing.give_out(document, f"{name}-{number}" if number else name, self._prints, ticket=bool(card))
        except OSError as error:
            log.warning("nothing was printed: %s", error.strerror)
            self._window.gate.show_printed("", failed=True)
            return
        self._window.gate.show_printed(said)

    # --- answered ---

    def take(self, answer: Answer) -> bool:
        """What the desk's thread has done for a side page; False when it was for somebody else."""
        if not answer.name.startswith("side_"):
            return False
        value, name = answer.value, answer.name.removeprefix("side_")
        if answer.error is None:
            getattr(self, f"_took_{name}")(value)
        elif name in {"card", "registered"}:
            # Nothing was recorded: what was written stands there still and can be sent again.
            self._sides.try_again()
        return True

    def _took_finding(self, finding: Any) -> None:
        self._sides.pages["find"].tell(lambda page: page.show_finding(finding))
        self._window.pages.sampling.tell(lambda page: page.finder.show_finding(finding))

    def _took_card(self, card: Card | None) -> None:
        if card is not None:
            if self._sides.open_name == "find":
                self._sides.close_page()
            self.carded.emit(card)

    def _took_form(self, form: Any) -> None:
        self._sides.form.show_form(form)

    def _took_registered(self, done: Any) -> None:
        if isinstance(done, tuple):
            self._sides.form.show_faults(done)
            return
        self._sides.close_page()
        self.carded.emit(done)

    def _took_visits(self, visits: Any) -> None:
        self._sides.visits.show_visits(visits)

    def _took_duty(self, duty: Any) -> None:
        self._sides.shift.show_duty(duty)
        self.changed.emit()

    @Slot(object)
    def take_errand(self, answer: Answer) -> None:
        """The cameras are known, or who was meant."""
        self.take(answer)
        if answer.name == "cameras":
            self._sides.settings.show_cameras(*(answer.value or ((), self._camera)))


def _cameras(setting: str) -> tuple[tuple[CameraName, ...], str]:
    """(the cameras of this computer, which of them a setting means)."""
    from station.scanner.camera import list_cameras
    from station.scanner.devices import source_meant

    return tuple(CameraName(device.source, device.name) for device in list_cameras()), source_meant(setting)
