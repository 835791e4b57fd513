"""The window's pages and the ways between them; what a page shows is its own, what a key means is the window's.

The gate is there from the start. Each other page, with what it imports, comes when it is first opened, or a little
before: nobody waits for them before the first paint.
"""

from __future__ import annotations

from collections.abc import Callable
from functools import partial
from typing import TYPE_CHECKING, Any, Final

from PySide6.QtCore import Signal, Slot
from PySide6.QtWidgets import QStackedWidget, QWidget

from station.ui.gate_page import GatePage
from station.ui.keys import UNDO
from station.ui.later import Later
from station.ui.page import Holding, Page
from station.ui.view import Row

if TYPE_CHECKING:
    from station.ui.day_page import DayPage
    from station.ui.duty.page import DutyPage
    from station.ui.sampling.page import SamplingPage
    from station.ui.supply.supply_page import SupplyPage

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

    def __init__(self, gate: GatePage, holding: Holding) -> None:
        super().__init__()
        self.gate, self.holding = gate, holding
        self.day: Later[DayPage] = Later("station.ui.day_page", self._make_day)
        self.duty: Later[DutyPage] = Later("station.ui.duty.page", self._make_duty)
        self.sampling: Later[SamplingPage] = Later("station.ui.sampling.page", self._make_sampling)
        self.supplies: Later[SupplyPage] = Later("station.ui.supply.supply_page", self._make_supplies)
        self.later: tuple[Later[Any], ...] = (self.day, self.duty, self.sampling, self.supplies)
        self.has_table = False
        self.addWidget(gate)
        for page in self.later:
            page.then(self._add)
        gate.rows.chosen.connect(self.show_again)
        gate.figures.chosen.connect(self.open_part)
        gate.sides.shift_figure_chosen.connect(self.open_of_shift)
        gate.sides.changed.connect(self._say_side)

    # --- pages that come later ---

    def _make_day(self) -> DayPage:
        from station.ui.day_page import DayPage

        page = DayPage(self.holding.zone)
        page.rows.chosen.connect(self.show_again)
        page.day_asked.connect(self.day_asked)
        return page

    def _make_duty(self) -> DutyPage:
        from station.ui.duty.page import DutyPage

        return DutyPage(self.holding.zone)

    def _make_sampling(self) -> SamplingPage:
        from station.ui.sampling.page import SamplingPage

        return SamplingPage(self.holding.zone)

    def _make_supplies(self) -> SupplyPage:
        from station.ui.supply.supply_page import SupplyPage

        return SupplyPage(self.holding.zone)

    def _add(self, page: DayPage | DutyPage | SamplingPage | SupplyPage) -> None:
        self.addWidget(page)
        # Dressed at once, not when it is shown: until then it would ask for room in type of another size.
        page.ensurePolished()
        page.meet(self.holding)
        page.left.connect(self.open_gate)

    @property
    def built(self) -> tuple[Page, ...]:
        """Those of the later pages that are there."""
        return tuple(page.built for page in self.later if page.built is not None)

    # --- where we are ---

    def _is_at(self, page: Later[Any]) -> bool:
        return page.built is not None and self.currentWidget() is page.built

    @property
    def is_at_gate(self) -> bool:
        """Whether the gate page is open."""
        return self.currentWidget() is self.gate

    @property
    def is_at_duty(self) -> bool:
        """Whether the duty desk's page is open."""
        return self._is_at(self.duty)

    @property
    def is_at_table(self) -> bool:
        """Whether the sampling table's page is open."""
        return self._is_at(self.sampling)

    @property
    def is_at_day(self) -> bool:
        """Whether the day page is open."""
        return self._is_at(self.day)

    @property
    def is_at_supplies(self) -> bool:
        """Whether the supplies page is open."""
        return self._is_at(self.supplies)

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
        page = self.day.get()
        self._go(page, "F3")
        page.setFocus()
        self.day_asked.emit(None, page.part)

    @Slot()
    def open_supplies(self) -> None:
        """Go to the supplies page."""
        page = self.supplies.get()
        self._go(page, "⇧F11")
        page.opened()
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
            page = self.sampling.get()
            self._go(page, TABLE)
            page.opened()
            self.table_asked.emit()

    @Slot()
    def open_log(self) -> None:
        """Go to the duty log; the same key again writes down."""
        is_save = self.is_at_gate and self.gate.sides.open_name == "log"
        self.gate.sides.log.send() if is_save else self.open_side("log")

    @Slot()
    def open_duty(self) -> None:
        """Go to the duty desk's page."""
        page = self.duty.get()
        self._go(page, DUTY)
        page.opened()

    def _go(self, page: QWidget, key: str) -> None:
        self.gate.sides.close_page()
        self.setCurrentWidget(page)
        self.changed.emit(key)

    @Slot(str)
    def open_part(self, name: str) -> None:
        """See on the day page what makes that figure."""
        self.open_day()
        self.day.get().tiles.pick(name)

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
    def refuse(self) -> None:
        """Whoever the form is about will not be written down."""
        self.gate.sides.pages["form"].tell(lambda page: page.refuse())

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
        if self.is_at_day:
            self.day.get().press(number)
        elif self.is_at_supplies:
            self.supplies.get().press(number)
        elif self.is_at_duty:
            self.duty.get().press(number)
        elif self.is_at_table:
            self.sampling.get().press(number)
        elif self._has_open_card or not self.gate.sides.press(number):
            self.gate.verdict.press(number)

    def press_key(self, key: str) -> bool:
        """A function key that is the open page's own; False when it is not."""
        return (self.is_at_duty and self.duty.get().press_key(key)) or (
            self.is_at_table and self.sampling.get().press_key(key)
        )

    def undo(self) -> bool:
        """Take back what was done last on the page that is open; False when that is the gate's to do."""
        if self.is_at_duty:
            self.duty.get().undo()
        elif self.is_at_supplies:
            self.supplies.get().undo()
        elif self.is_at_table:
            self.sampling.get().press_key(UNDO)
        elif self.is_at_gate and self.gate.sides.open_name == "log":
            self.gate.sides.log.undo()
        else:
            return not self.is_at_gate
        return True

    @Slot()
    def leave(self) -> None:
        """Escape: close what is open, else cancel the card."""
        if self.is_at_supplies and self.supplies.get().close_form():
            return
        if (self.is_at_duty and self.duty.get().cancel()) or (self.is_at_table and self.sampling.get().cancel()):
            return
        if self.is_at_day and self.day.get().stop():
            return
        if not self.is_at_gate or (self.gate.sides.open_name and not self._has_open_card):
            self.open_gate()
        else:
            self.gate.verdict.cancel()

    @Slot()
    def _say_side(self) -> None:
        self.changed.emit(KEYS.get(self.gate.sides.open_name, "F1"))
