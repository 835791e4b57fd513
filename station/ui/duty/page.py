"""The duty desk's page: camera and card at the right, the day's attendance at the left, a lead's keys at the foot."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from datetime import date, timedelta
from typing import Final
from zoneinfo import ZoneInfo

from PySide6.QtCore import Qt, QTimer, Signal
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QWidget

from station.ui.duty import duty_words
from station.ui.duty.act_form import Act
from station.ui.duty.foot import KEYS
from station.ui.duty.parts import GROUP, TYPE, WAY, DutyParts
from station.ui.duty.rows import Line, lines_of
from station.ui.duty_view import Acted, Board, DutyCard, LeadState
from station.ui.theme import restyle
from station.ui.view import Trouble

_AT_ONCE: Final = frozenset({"absent", "excused", "suspend"})
"""Acts that ask nothing more: one touch."""
UNDO_FOR_MS: Final = 120_000
"""What was done last is taken back by one key; later it is looked for in its row."""
WAYS: Final = ("either", "in", "out")


class DutyPage(DutyParts):
    """Signals: board_asked(), of `day` and the head's filters, acted(Act, values by field), answered(entry, answers),
    offered(entry, what), signed_off(), undo_asked(entry), left()."""

    board_asked = Signal()
    acted = Signal(object, object)
    answered = Signal(str, object)
    offered = Signal(str, str)
    signed_off = Signal()
    undo_asked = Signal(str)
    left = Signal()

    def __init__(self, zone: ZoneInfo) -> None:
        super().__init__(zone)
        self.board: Board | None = None
        self.day: date | None = None
        self.lead = LeadState()
        self.way, self.done = "either", ""
        self._waiting: tuple[Act, Line | DutyCard | None] | None = None
        self._written: Mapping[str, str] = {}
        self._connect()
        self._undo_ends = QTimer(self, singleShot=True, interval=UNDO_FOR_MS)
        self._undo_ends.timeout.connect(lambda: self.remember(""))
        self._ticker = QTimer(self, interval=1_000)
        self._ticker.timeout.connect(self._say_group)
        self.retranslate()

    def _connect(self) -> None:
        self.head.left.connect(self.left)
        self.head.pressed.connect(self.press_key)
        for key, button_ in self.calls.items():
            button_.clicked.connect(lambda _on=False, key=key: self.press_key(key))
        self.foot.pressed.connect(self._key)
        self.foot.undo_pressed.connect(self.undo)
        self.tiles.chosen.connect(self._show_lines)
        self.table.selected.connect(self._show_keys)
        self.table.stepped.connect(self.step)
        self.table.turned.connect(self.tiles.turn)
        self.card.answered.connect(self.answered)
        self.card.offered.connect(self._take_offer)
        self.card.cleared.connect(self._cleared)
        self.card.turned.connect(self._make_room)
        self.form.sent.connect(self._send)
        self.form.left.connect(self.cancel)

    # --- what is shown ---

    def opened(self) -> None:
        """Today, with the arrow keys on the list and the digits for the keys at the foot."""
        self.day = None
        self._focus_list()
        self.board_asked.emit()

    def show_board(self, board: Board) -> None:
        """Show this board; who is selected, what is typed and where the focus is stays."""
        self.board, self.lead = board, board.lead
        self.tiles.show_figures(board.shown)
        self.head.show_board(board)
        self._show_lines()
        self.head.show_lead(self.lead)

    def show_card(self, card: DutyCard) -> None:
        """Show what became of a badge; it is on disk."""
        self.card.show_card(card)
        self._bring(self.card)
        if self.card.asked not in {"phone_end", "guide"}:
            # The digits are for the card, whatever form it has covered.
            self._focus_list()
        self._say_group()
        if "undo" in card.offers:
            self.remember(card.entry)
        self._show_keys()

    def show_acted(self, acted: Acted) -> None:
        """Say what became of a lead's act; a form whose act was not written stays as it was."""
        if acted.card is not None:
            self.show_card(acted.card)
        if acted.wrong == "no_lead" and self.form.act.name:
            # The lead's three minutes were over while they wrote: they sign again and nothing written is lost.
            self._waiting, self._written = (self.form.act, self.form.about), self.form.values()
            self._open_form(Act("sign"), None)
        if acted.wrong:
            text = duty_words.wrong(acted.wrong, acted.codes)
            self.form.say(text) if self.form.act.name else self.say(text, is_fault=True)
            return
        self._close_form()
        self.remember(acted.entry)
        self.say(self.tr("Written down.") if acted.entry else "")

    def show_undone(self, undone: Acted) -> None:
        """Say that something was taken back; a card of it goes."""
        self.show_acted(undone)
        if not undone.wrong:
            self.card.clear()
            self.remember("")
            self.say(self.tr("Taken back."))

    def show_lead(self, lead: LeadState) -> None:
        """Somebody has signed as lead, or could not."""
        self.lead = lead
        if lead.refusal:
            self.form.say(duty_words.wrong(lead.refusal))
        else:
            waiting, self._waiting = self._waiting, None
            self._close_form()
            if waiting is not None and lead.name:
                self._begin(*waiting)
                self.form.fill(self._written)
            self._written = {}
        self.head.show_lead(self.lead)

    def show_unrecorded(self, trouble: Trouble) -> None:
        """What was just shown is on no disk."""
        self.card.show_unrecorded(trouble)
        self._bring(self.card)

    # --- what people do ---

    def press(self, number: int) -> bool:
        """A digit: for the form that waits for a number, for the card that asks, else for the row that is selected."""
        if self._side.currentWidget() is self.form and self.form.act.name:
            self.form.press(str(number + 1))
            return True
        if self._side.currentWidget() is self.card and self.card.asked:
            return self.card.press(number) or self._key(number, only=("suspend", "sign"))
        if self._side.currentWidget() is self.card and self.card.press(number):
            return True
        return self._key(number)

    def press_key(self, key: str) -> bool:
        """A function key that means something else on this page; False when it does not."""
        match key:
            case "⇧F5" | "⇧F6":
                self.head.turn(key)
                self.board_asked.emit()
            case "⇧F7":
                self.head.turn(key)
                self.table.set_timeline(self.head.is_timeline)
            case "⇧F8":
                self._close_form()
                self.card.clear()
                self.card.begin_group(not self.card.wants_leader)
            case "F6":
                self.way = WAYS[(WAYS.index(self.way) + 1) % len(WAYS)]
                self.card.show_way(self.way)
            case "F2":
                self._begin(Act("type"), None)
            case _:
                return False
        self.retranslate()
        return True

    def step(self, days: int) -> None:
        """To a day before or after."""
        if self.board is not None:
            self.day = self.board.day + timedelta(days=days)
            self.board_asked.emit()

    def undo(self) -> None:
        """Take back what was done last, else, for a reason, the newest entry about the row."""
        row = self.table.row
        if self.done:
            self.undo_asked.emit(self.done)
        elif row is not None and row.undo:
            self._begin(Act("undo", row.shift, row.number, entry=row.undo), row)

    def remember(self, entry: str) -> None:
        """This was done last and can be taken back by one key, for a while; empty: nothing can."""
        self.done = entry
        self._undo_ends.start() if entry else self._undo_ends.stop()
        self._show_keys()

    def cancel(self) -> bool:
        """Escape: close the form, else the card, else the filters; False when there is nothing to close."""
        if self.form.act.name:
            self._waiting, self._written = None, {}
            self._close_form()
        elif self.card.face.look or self.card.wants_leader:
            self.card.clear()
        elif self.tiles.picked or self.head.is_filtered:
            self.head.show_all()
            self.tiles.pick("")
            self.board_asked.emit()
            self.retranslate()
        else:
            return False
        return True

    def keyPressEvent(self, event: QKeyEvent) -> None:  # noqa: N802
        """Where the list is empty the page has its keys."""
        step = {Qt.Key.Key_Left: -1, Qt.Key.Key_Right: 1}.get(Qt.Key(event.key()))
        self.step(step) if step is not None else super().keyPressEvent(event)

    def focusNextPrevChild(self, forward: bool) -> bool:  # noqa: N802
        """Tab goes from tile to tile here as in the list."""
        if self.hasFocus():
            self.tiles.turn(1 if forward else -1)
            return True
        return super().focusNextPrevChild(forward)

    def _focus_list(self) -> None:
        """The keys are the list's, or the page's where there is none."""
        (self.table if self._listed.currentWidget() is self.table else self).setFocus()

    # --- a lead's acts ---

    def _key(self, number: int, only: tuple[str, ...] = KEYS) -> bool:
        """The lead's key of that number, from 0."""
        if not 0 <= number < len(KEYS) or KEYS[number] not in only:
            return False
        name = KEYS[number]
        if name == "sign" and self.lead.name:
            self.signed_off.emit()
        elif name == "sign":
            self._open_form(Act("sign"), None)
        else:
            self._act(name)
        return True

    def _act(self, name: str) -> None:
        row, line, card = self.table.row, self.table.line, self.card.card
        name = self.foot.meant(name)
        if name == "suspend":
            if card is None or "suspend" not in card.offers:
                self.say(self.tr("First hold the badge up, then press 7."), is_fault=True)
            else:
                self._begin(Act(name, entry=card.entry), card)
        elif name == "walk_in" and line is not None:
            self._begin(Act(name, shift=line.shift), line)
        elif row is None:
            self.say(self.tr("First choose somebody on the list, with the arrow keys."), is_fault=True)
        elif name not in self.foot.offered:
            self.say(duty_words.wrong("came" if name in {"absent", "excused", "replace"} else "not_now"), is_fault=True)
        else:
            what = "late" if "waive_late" in row.actions else "early"
            # Whoever stands there with their card is the one who steps in.
            entry = card.entry if card is not None and name == "replace" and name in card.offers else ""
            self._begin(Act(name, row.shift, row.number, entry=entry, what=what if name == "waive" else ""), row)

    def _take_offer(self, entry: str, what: str) -> None:
        """Something on the card was pressed: leaving is anybody's, all else a lead's."""
        card = self.card.card
        if what == "check_out" or card is None:
            self.offered.emit(entry, what)
        elif what == "walk_in":
            line = self.table.line
            at = next((one for one in card.choices if line is not None and one.shift == line.shift), card.choices[0])
            about = replace(card, post=at.post, begins=at.begins, ends=at.ends)
            self._begin(Act("walk_in", shift=at.shift, entry=entry), about)
        else:
            self._begin(Act(what, entry=entry), card)

    def _begin(self, act: Act, about: Line | DutyCard | None) -> None:
        """Do it, ask what it needs, or ask for a lead first."""
        self.say("")
        if not self.lead.name:
            self._waiting = (act, about)
            self._open_form(Act("sign"), None)
        elif act.name in _AT_ONCE or (act.name == "replace" and act.entry):
            reason = duty_words.usual_reason(act.name)
            self.acted.emit(act, {"reason": reason})
        else:
            self._open_form(act, about)

    def _open_form(self, act: Act, about: Line | DutyCard | None) -> None:
        self.form.open(act, about)
        self._bring(self.form)
        self.form.begin()

    def _close_form(self) -> None:
        if self.form.act.name:
            self.form.act = Act("")
            self._bring(self.card)
            self._focus_list()

    def _bring(self, panel: QWidget) -> None:
        self._side.setCurrentWidget(panel)
        self._make_room()

    def _make_room(self) -> None:
        """A form that wants no badge, and a card with much to say, take the camera's room too."""
        is_form = self._side.currentWidget() is self.form
        self.camera.setVisible(self.form.takes_badge if is_form else not self.card.is_crowded)

    def _cleared(self) -> None:
        """The card has gone: a form that it covered comes back."""
        self._bring(self.form if self.form.act.name else self.card)
        if self.form.act.name:
            self.form.begin()
        self._show_keys()

    def _send(self, act: Act, values: dict[str, str]) -> None:
        self.acted.emit(act, values)

    # --- looks ---

    def _show_lines(self, _tile: str = "") -> None:
        board = self.board
        if board is None:
            return
        lines = lines_of(board, self.tiles.picked)
        self.table.show_lines(lines, board)
        was_empty = self._listed.currentWidget() is self._empty
        self._listed.setCurrentWidget(self.table if lines else self._empty)
        if was_empty == bool(lines) and not self.form.act.name and not self.card.asked:
            self._focus_list()
        self._show_keys()
        self._say_empty()

    def _show_keys(self) -> None:
        row, offers = self.table.row, self.card.card.offers if self.card.card else ()
        can_undo = bool(self.done or (row is not None and row.undo))
        has_badge, has_lead = "suspend" in offers, bool(self.lead.name)
        self.foot.show_line(self.table.line, has_badge=has_badge, has_lead=has_lead, can_undo=can_undo)

    def _say_group(self) -> None:
        """How long a team's members may still follow their leader."""
        left = self.card.group_left_s
        self._ticker.start() if left > 0 else self._ticker.stop()
        said = self.tr("Team {time}").format(time=duty_words.left(left)) if left > 0 else self.tr("Team")
        self.calls[GROUP].say(said)
        self.calls[GROUP].setProperty("on", "true" if left > 0 or self.card.wants_leader else "false")
        restyle(self.calls[GROUP], *self.calls[GROUP].findChildren(QWidget))

    def _say_empty(self) -> None:
        if self.board is None:
            return
        is_filtered = bool(self.tiles.picked or self.head.is_filtered)
        nobody = self.tr("Nobody of that kind. Esc shows all again.")
        no_shift = self.tr("No shifts on this day. Central plans them: import shifts and assignments there, then sync.")
        self._empty.setText(nobody if is_filtered else no_shift)

    def retranslate(self) -> None:
        """Say it all in the language of now."""
        self.calls[WAY].say(duty_words.way(self.way))
        self._say_group()
        self.calls[TYPE].say(duty_words.act("type"))
        super().retranslate()
        self._show_keys()
        self._say_empty()
