"""The supplies page: what is there at a glance, one touch for what is handed out; what may be is decided elsewhere."""

from __future__ import annotations

from collections.abc import Callable
from typing import Final
from zoneinfo import ZoneInfo

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QFrame, QGridLayout, QHBoxLayout, QStackedWidget, QVBoxLayout, QWidget

from station.ui import supply_words, words
from station.ui.keys import UNDO
from station.ui.page import Page
from station.ui.side.page import button, label
from station.ui.supply.lists import HeldList, MoveList, StockList
from station.ui.supply.supply_form import OF_ROW, SupplyForm
from station.ui.supply_view import Supplies
from station.ui.theme import UNIT, restyle

ACTIONS: Final = ("kit", "one", "take_back", "receive", "count", "waste", "send", "print")
"""What the digits do, from 1."""


class SupplyPage(Page):
    """Signals: kit_asked(), handed_out(item), written(way, values with the marked batch), undo_asked(move),
    stopped(), no lead is waited for any more, print_asked(), left()."""

    kit_asked = Signal()
    handed_out = Signal(str)
    written = Signal(str, object)
    undo_asked = Signal(str)
    print_asked = Signal()
    stopped = Signal()
    left = Signal()

    def __init__(self, zone: ZoneInfo) -> None:
        super().__init__()
        self.setObjectName("page")
        self.shown, self._is_told = Supplies(), False
        self.stock, self.moves, self.held = StockList(), MoveList(zone), HeldList(zone)
        self.form, self._right = SupplyForm(), QStackedWidget()
        self.form.sent.connect(self._send)
        self.form.left.connect(self.close_form)
        self._title, self._alerts, self.said = label("day_title"), label("chip"), label("said")
        self._who, self._got = label("holder_small"), label("reason")
        self._empty, self._nothing = label("idle_hint"), label("soft")
        for text in (self.said, self._who, self._got, self._empty):
            text.setWordWrap(True)
        self.back = button("Esc")
        self.back.clicked.connect(self.left)
        self.buttons = {name: button(str(number), _style(name)) for number, name in enumerate(ACTIONS, 1)}
        for number, made in enumerate(self.buttons.values()):
            made.clicked.connect(lambda _checked=False, number=number: self.press(number))
        self.undoing = button(UNDO, "quiet_button")
        self.undoing.clicked.connect(self.undo)
        self._build()
        self.retranslate()

    def _build(self) -> None:
        top = QHBoxLayout()
        top.setSpacing(2 * UNIT)
        for widget in (self.back, self._title, self._alerts):
            top.addWidget(widget)
        top.addStretch(1)
        top.addWidget(self.undoing)
        middle = QHBoxLayout()
        middle.setSpacing(2 * UNIT)
        middle.addWidget(_panel((self._empty, 0), (self.stock, 5), (self.held, 2)), 13)
        self._right.addWidget(self._overview())
        self._right.addWidget(self.form)
        middle.addWidget(_panel((self.said, 0), (self._right, 0), (self._nothing, 0), (self.moves, 1)), 9)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(2 * UNIT, 2 * UNIT, 2 * UNIT, 2 * UNIT)
        layout.setSpacing(2 * UNIT)
        layout.addLayout(top)
        layout.addLayout(middle, 1)

    def _overview(self) -> QWidget:
        made = QWidget()
        layout = QVBoxLayout(made)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.addWidget(self._who)
        layout.addWidget(self._got)
        layout.addStretch(1)
        grid = QGridLayout()
        grid.setSpacing(UNIT)
        for number, shown in enumerate(self.buttons.values()):
            grid.addWidget(shown, *divmod(number, 2))
        layout.addLayout(grid)
        return made

    def set_zone(self, zone: ZoneInfo) -> None:
        """Show times as they are at the site."""
        self.moves.zone = self.held.zone = zone

    def opened(self) -> None:
        """The list has the focus: the arrow keys go through it and the digits are for the buttons."""
        self.close_form()

    # --- what is shown ---

    def show_supplies(self, shown: Supplies) -> None:
        """Show these; an open form stays when what was written was refused."""
        self.shown, self._is_told = shown, True
        self.stock.show_rows(shown.rows)
        self.moves.show_rows(shown.moves)
        self.held.show_rows(shown.held)
        if shown.awaits_lead and self.form.way != "over_quota":
            self._open("over_quota")
        elif shown.refusal and self.form.way:
            self.form.show_refusal(shown.refusal)
        elif self.form.way and shown.done:
            self.close_form()
        self._say()

    @property
    def has_form(self) -> bool:
        """Whether something is being written down."""
        return self._right.currentWidget() is self.form

    @property
    def reason(self) -> str:
        """What a lead gives as the reason for passing over a quota, as far as it is written."""
        return self.form.grid.values().get("reason", "") if self.form.way == "over_quota" else ""

    # --- what people do ---

    def press(self, number: int) -> bool:
        """The digit key of that number, from 0; False when it means nothing here."""
        if self.has_form or number >= len(ACTIONS):
            return False
        name = ACTIONS[number]
        if not self.buttons[name].isEnabled():
            return False
        does: dict[str, Callable[[], object]] = {
            "kit": self.kit_asked.emit,
            "one": self._hand_out_one,
            "print": self.print_asked.emit,
        }
        does.get(name, lambda: self._open(name))()
        return True

    def _hand_out_one(self) -> None:
        chosen = self.stock.chosen
        if chosen is not None:
            self.handed_out.emit(chosen.item)

    def _open(self, way: str) -> None:
        holder, chosen = self.shown.holder, self.stock.chosen
        items = {one.item: f"{one.name} {one.spec}".strip() for one in self.shown.rows}
        kept = {"item": chosen.item} if chosen else {}
        if way == "take_back" and holder is not None:
            items = {one.item: one.name for one in (*holder.holds, *holder.got)}
            kept = {"item": next(iter(items), ""), "quantity": "1"}
        self.form.open_for(way, items, chosen, kept)
        self._right.setCurrentWidget(self.form)
        self._say()
        if way != "over_quota":
            self._announce("", is_fault=False)

    def close_form(self) -> bool:
        """Write nothing down after all; False when nothing was."""
        was_open, waited = self.has_form, self.form.way == "over_quota"
        self.form.way = ""
        self.form.grid.clear()
        self._right.setCurrentIndex(0)
        self.stock.setFocus()
        if waited and self.shown.awaits_lead:
            self.stopped.emit()
        if was_open:
            self._say()
        return was_open

    def show_not_recorded(self) -> None:
        """What was pressed or written last is on no disk; what was written can be sent again."""
        self.form.show_refusal("")
        self._announce(words.not_recorded(), is_fault=True)

    def show_printed(self, said: str) -> None:
        """Say where it was printed; empty: nowhere."""
        text = self.tr("Printed: {where}").format(where=said) if said else self.tr("Nothing could be printed.")
        self._announce(text, is_fault=not said)

    def undo(self) -> None:
        """Take back what was moved last from here."""
        if self.shown.undoable and not self.has_form:
            self.undo_asked.emit(self.shown.undoable)

    def _send(self, way: str, values: dict[str, str]) -> None:
        row = self.form.row
        if row is not None and way in OF_ROW:
            values = values | {"item": row.item, "batch": row.batch, "expiry": row.expiry}
        self.written.emit(way, values)

    # --- words ---

    def retranslate(self) -> None:
        """Say it all in the language of now."""
        self.back.say(self.tr("Back to the gate"))
        self._title.setText(self.tr("Supplies"))
        self._empty.setText(self.tr("Nothing is kept here yet. The office says what is; then it is received with 4."))
        names = {
            "kit": self.tr("Hand out the kit"),
            "one": self.tr("Hand out one"),
            "take_back": self.tr("Given back"),
            "receive": self.tr("Received"),
            "count": self.tr("Count"),
            "waste": self.tr("Write off"),
            "send": self.tr("Send on"),
            "print": self.tr("Print donations"),
        }
        for name, text in names.items():
            self.buttons[name].say(text)
        self.undoing.say(self.tr("Take back the last"))
        self._nothing.setText(self.tr("Nothing has moved today."))
        for part in (self.stock, self.moves, self.held, self.form):
            part.retranslate()
        self._say()

    def _say(self) -> None:
        shown, holder = self.shown, self.shown.holder
        self._alerts.setText(
            "   ".join(supply_words.alert(code, count) for code, count in shown.alerts.items() if count)
        )
        self._alerts.setVisible(any(shown.alerts.values()))
        self._alerts.setProperty("state", "worry")
        restyle(self._alerts)
        self._who.setText(_who(shown) or self.tr("Hold up the badge of whoever gets something."))
        self._got.setText(self._about_holder())
        # Books that are still being read are no empty store.
        self._empty.setVisible(self._is_told and not shown.rows)
        self.stock.setVisible(bool(shown.rows))
        self.held.setVisible(bool(shown.held))
        self.moves.setVisible(bool(shown.moves))
        self._nothing.setVisible(not shown.moves and bool(shown.rows))
        self.buttons["kit"].setEnabled(holder is not None and bool(holder.kit))
        self.buttons["one"].setEnabled(holder is not None and bool(shown.rows))
        self.buttons["take_back"].setEnabled(holder is not None and bool(holder.holds or holder.got))
        for name in ("receive", "count", "waste", "send"):
            self.buttons[name].setEnabled(bool(shown.rows))
        self.undoing.setVisible(bool(shown.undoable) and not self.has_form)
        text = supply_words.refusal(shown.refusal) if shown.refusal else ""
        if not text and shown.done:
            text = f"{supply_words.change(shown.done)}: {shown.what}"
        self._announce(text, is_fault=bool(shown.refusal))

    def _announce(self, text: str, *, is_fault: bool) -> None:
        self.said.setText(text)
        self.said.setVisible(bool(text))
        self.said.setProperty("state", "fault" if is_fault else "")
        restyle(self.said)

    def _about_holder(self) -> str:
        holder = self.shown.holder
        if holder is None:
            return ""
        lines = [
            (self.tr("Kit: {what}"), holder.kit),
            (self.tr("Too little of: {what}"), holder.missing),
            (self.tr("Got in this shift: {what}"), holder.got),
            (self.tr("To be given back: {what}"), holder.holds),
        ]
        said = [text.format(what=supply_words.amounts(of)) for text, of in lines if of]
        return "\n".join(said) or self.tr("Got nothing in this shift.")


def _who(shown: Supplies) -> str:
    holder = shown.holder
    return (
        ""
        if holder is None
        else "  ".join(one for one in (holder.name, holder.number, holder.post, holder.duty) if one)
    )


def _style(name: str) -> str:
    return "plain_button" if name in {"kit", "one"} else "quiet_button"


def _panel(*parts: tuple[QWidget, int]) -> QFrame:
    made = QFrame()
    made.setObjectName("panel")
    layout = QVBoxLayout(made)
    layout.setContentsMargins(2 * UNIT, UNIT, 2 * UNIT, UNIT)
    layout.setSpacing(UNIT)
    for widget, stretch in parts:
        layout.addWidget(widget, stretch)
    return made
