"""The window's pages and the ways between them; what a page shows is its own, what a key means is the window's."""

from __future__ import annotations

from collections.abc import Callable
from functools import partial
from typing import Final

from PySide6.QtCore import Signal, Slot
from PySide6.QtWidgets import QStackedWidget

from station.ui.day_page import DayPage
from station.ui.duty.page import DutyPage
from station.ui.gate_page import GatePage
from station.ui.keys import UNDO
from station.ui.sampling.page import SamplingPage
from station.ui.supply.supply_page import SupplyPage
from station.ui.view import Row

KEYS: Final = {
    "find": "F2",
    "form": "F4",
    "visits": "F5",
    "shift": "F10",
    "settings": "F12",
    "guide": "⇧F1",
    "log": "⇧F12",
    "tray": "⇧F7",
}
"""The key of each side page; the gate itself is F1, the day's log F3."""
DUTY: Final = "⇧F3"
"""The key of the duty desk's page."""
TABLE: Final = "⇧F2"
"""The key of the sampling table's page, where the site has one."""


class Pages(QStackedWidget):
    """Gate, day and duty page, one at a time, and on the gate page the side pages.

    Signals: changed(key of the page that is open now), day_asked(date or None, figure), supplies_asked(),
    table_asked().
    """

    changed = Signal(str)
    day_asked = Signal(object, str)
    supplies_asked = Signal()
    table_asked = Signal()

    def __init__(
        self, gate: GatePage, day: DayPage, supplies: SupplyPage, duty: DutyPage, sampling: SamplingPage
    ) -> None:
        super().__init__()
        self.gate, self.day, self.supplies, self.duty, self.sampling = gate, day, supplies, duty, sampling
        self.every = (gate, day, supplies, duty, sampling)
        self.has_table = False
        for page in self.every:
            self.addWidget(page)
        for left in (supplies.left, duty.left, sampling.left):
            left.connect(self.open_gate)
        gate.rows.chosen.connect(self.show_again)
        gate.figures.chosen.connect(self.open_part)
        gate.sides.shift.figure_chosen.connect(self.open_of_shift)
        gate.sides.changed.connect(self._say_side)
        day.rows.chosen.connect(self.show_again)
        day.day_asked.connect(self.day_asked)
        day.left.connect(self.open_gate)

    @property
    def is_at_gate(self) -> bool:
        """Whether the gate page is open."""
        return self.currentWidget() is self.gate

    @property
    def is_at_duty(self) -> bool:
        """Whether the duty desk's page is open."""
        return self.currentWidget() is self.duty

    @property
    def is_at_table(self) -> bool:
        """Whether the sampling table's page is open."""
        return self.currentWidget() is self.sampling

    @property
    def has_own_keys(self) -> bool:
        """Whether function keys mean something of its own on the page that is open."""
        return self.is_at_duty or self.is_at_table

    def ways(self) -> dict[str, Callable[[], object]]:
        """Key -> what opens the page that it leads to."""
        return {
            "F1": self.open_gate,
            "F2": self.open_find,
            TABLE: self.open_table,
            "F3": self.open_day,
            DUTY: self.open_duty,
            "F4": self.open_form,
            "F5": partial(self.open_side, "visits"),
            "F7": self.open_undecided,
            "F10": partial(self.open_side, "shift"),
            "F12": partial(self.open_side, "settings"),
            "⇧F1": partial(self.open_side, "guide"),
            "⇧F7": partial(self.open_side, "tray"),
            "⇧F11": self.open_supplies,
            "⇧F12": self.open_log,
        }

    @property
    def _has_open_card(self) -> bool:
        card = self.gate.verdict.card
        return card is not None and bool(card.actions)

    @Slot()
    def open_gate(self) -> None:
        """Go to the gate page."""
        self.setCurrentWidget(self.gate)
        self.gate.sides.close_page()

    @Slot()
    def open_day(self) -> None:
        """Go to the day page."""
        self.gate.sides.close_page()
        self.setCurrentWidget(self.day)
        self.changed.emit("F3")
        self.day.setFocus()
        self.day_asked.emit(None, self.day.part)

    @Slot()
    def open_supplies(self) -> None:
        """Go to the supplies page."""
        self.gate.sides.close_page()
        self.setCurrentWidget(self.supplies)
        self.changed.emit("⇧F11")
        self.supplies.opened()
        self.supplies_asked.emit()

    def show_table(self, on: bool) -> None:
        """Whether this site samples at all; where it no longer does, its page closes."""
        self.has_table = on
        if not on and self.is_at_table:
            self.open_gate()

    @Slot()
    def open_table(self) -> None:
        """Go to the sampling table's page, where the site has one."""
        if self.has_table:
            self.gate.sides.close_page()
            self.setCurrentWidget(self.sampling)
            self.changed.emit(TABLE)
            self.sampling.opened()
            self.table_asked.emit()

    @Slot()
    def open_log(self) -> None:
        """Go to the duty log; the same key again writes down."""
        is_save = self.is_at_gate and self.gate.sides.open_name == "log"
        self.gate.sides.log.send() if is_save else self.open_side("log")

    @Slot()
    def open_duty(self) -> None:
        """Go to the duty desk's page."""
        self.gate.sides.close_page()
        self.setCurrentWidget(self.duty)
        self.changed.emit(DUTY)
        self.duty.opened()

    @Slot(str)
    def open_part(self, name: str) -> None:
        """See on the day page what makes that figure."""
        self.open_day()
        self.day.tiles.pick(name)

    @Slot(str)
    def open_of_shift(self, name: str) -> None:
        """See what makes a figure of the shift."""
        if name in {"visits_open", "visits_late", "tags_out"}:
            self.open_side("visits")
        else:
            self.open_part("inside_at_end" if name == "inside" else f"shift:{name}")

    def open_side(self, name: str, attempt: str = "") -> None:
        """Go to a side page of the gate, by its name in `Sides.pages`. attempt: the card that it is about."""
        self.setCurrentWidget(self.gate)
        self.gate.sides.open_for(name, attempt)

    @Slot()
    def open_find(self) -> None:
        """Somebody has no phone. With a resident's card still there, their home's people are offered first."""
        card = self.gate.verdict.card
        self.open_side("find", card.attempt if card is not None and card.category == "resident" else "")

    @Slot()
    def open_form(self, attempt: str = "") -> None:
        """Register somebody; the same key again saves. attempt: the card that it settles."""
        is_save = self.gate.sides.open_name == "form" and not attempt
        self.gate.sides.form.send() if is_save else self.open_side("form", attempt)

    @Slot()
    def open_undecided(self) -> None:
        """Bring back the newest card that nobody has decided."""
        self.gate.rows.choose_newest_open()

    @Slot(object)
    def show_again(self, row: Row) -> None:
        """Show the card of a row that waits for a decision, without a sound: nobody new has come."""
        self.open_gate()
        self.gate.verdict.show_card(row.card)

    @Slot(int)
    def choose(self, number: int) -> None:
        """A digit: for the page that is open, else for the card."""
        if self.currentWidget() is self.day:
            self.day.press(number)
        elif self.currentWidget() is self.supplies:
            self.supplies.press(number)
        elif self.is_at_duty:
            self.duty.press(number)
        elif self.is_at_table:
            self.sampling.press(number)
        elif self._has_open_card or not self.gate.sides.press(number):
            self.gate.verdict.press(number)

    def press_key(self, key: str) -> bool:
        """A function key that is the open page's own; False when it is not."""
        return (self.is_at_duty and self.duty.press_key(key)) or (self.is_at_table and self.sampling.press_key(key))

    def undo(self) -> bool:
        """Take back what was done last on the page that is open; False when that is the gate's to do."""
        if self.is_at_duty:
            self.duty.undo()
        elif self.currentWidget() is self.supplies:
            self.supplies.undo()
        elif self.is_at_table:
            self.sampling.press_key(UNDO)
        elif self.is_at_gate and self.gate.sides.open_name == "log":
            self.gate.sides.log.undo()
        else:
            return not self.is_at_gate
        return True

    @Slot()
    def leave(self) -> None:
        """Escape: close what is open, else cancel the card."""
        if self.currentWidget() is self.supplies and self.supplies.close_form():
            return
        if (self.is_at_duty and self.duty.cancel()) or (self.is_at_table and self.sampling.cancel()):
            return
        if self.currentWidget() is self.day and self.day.stop():
            return
        if not self.is_at_gate or (self.gate.sides.open_name and not self._has_open_card):
            self.open_gate()
        else:
            self.gate.verdict.cancel()

    @Slot()
    def _say_side(self) -> None:
        self.changed.emit(KEYS.get(self.gate.sides.open_name, "F1"))
