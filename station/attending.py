"""Ties the duty page to the lane: badges and acts go to the desk's thread, the board to one of its own."""

from __future__ import annotations

from collections.abc import Callable
from datetime import datetime, timedelta
from typing import TYPE_CHECKING, Any, Final
from zoneinfo import ZoneInfo

from PySide6.QtCore import QObject, QTimer, Signal, Slot

from checkpoint.gate import Light
from station.threads import Answer, Worker
from station.troubles import trouble_of
from station.ui.duty_view import Acted
from station.ui.window import Window

if TYPE_CHECKING:
    from station.ui.duty.act_form import Act
    from station.ui.duty.page import DutyPage
    from station.ui.duty_view import DutyCard, LeadState

LIVE_MS: Final = 5_000
"""How often the board that is looked at is asked for anew."""


class Attending(QObject):
    """Signals: changed(), an entry was made that is to be sent on."""

    changed = Signal()

    def __init__(self, window: Window, desk: Worker) -> None:
        super().__init__()
        self._window, self._desk = window, desk
        self._lane: Any = None
        self._zone = ZoneInfo("Asia/Shanghai")
        self._shown = ("", "")
        self._is_asked = self._is_asked_again = False
        self._reader = Worker("board")
        self._reader.answered.connect(self.take)
        self._live = QTimer(self, interval=LIVE_MS)
        self._live.timeout.connect(self.bring_board)
        window.pages.duty.then(self._meet_page)

    def _meet_page(self, page: DutyPage) -> None:
        page.board_asked.connect(self.bring_board)
        page.acted.connect(self.act)
        page.answered.connect(self.answer)
        page.offered.connect(self.take_offer)
        page.signed_off.connect(self.sign_off)
        page.undo_asked.connect(self.undo)

    def meet(self, lane: Any) -> None:
        """The lane is open."""
        self._lane, self._zone = lane.duties, ZoneInfo(lane.zone_name)
        self._live.start()
        self.bring_board()

    def stop(self) -> None:
        """End the thread."""
        self._live.stop()
        self._reader.stop()

    @property
    def takes_badges(self) -> bool:
        """Whether what is shown now belongs to the duty desk."""
        return self._lane is not None and self._window.pages.is_at_duty

    # --- the board ---

    @Slot()
    def bring_board(self) -> None:
        """Bring the board that is looked at; once more when it was on its way already, for that one may be too old."""
        if not self.takes_badges:
            return
        if self._is_asked:
            self._is_asked_again = True
            return
        page = self._window.duty
        self._is_asked = True
        self._reader.ask("board", self._lane.board, page.day, _one(page.head.post), _one(page.head.team))

    # --- somebody comes ---

    def show(self, text: str) -> None:
        """A badge was held up: the form's that waits for one, else somebody who comes or goes."""
        form, page = self._window.duty.form, self._window.duty
        if form.wants_badge and form.act.name == "sign":
            self._ask("lead", self._lane.sign, text)
        elif form.wants_badge:
            self._ask("acted", _by_badge, self._lane, text, form.act, dict(form.values()))
        else:
            self._ask("shown", _shown, self._lane, text, page.way, page.card.wants_leader)

    @Slot(str, object)
    def answer(self, entry: str, answers: Any) -> None:
        """What was asked before duty is answered."""
        self._ask("card", self._lane.answer, entry, answers)

    @Slot(str, str)
    def take_offer(self, entry: str, what: str) -> None:
        """They leave before their shift is over: whoever the card is about, not who came after them."""
        if what == "check_out" and entry == self._shown[0]:
            self._ask("shown", _shown, self._lane, self._shown[1], "out", False)

    # --- a lead acts ---

    @Slot(object, object)
    def act(self, act: Act, values: Any) -> None:
        """A lead's act, with what was written about it."""
        if act.name == "sign":
            self._ask("lead", self._lane.sign_with_pin, values["number"], values["pin"])
        elif act.name == "undo":
            self._ask("undone", self._lane.undo, act.entry, values["reason"])
        elif act.name == "type":
            self._ask("acted", _typed, self._lane, values["number"], self._window.duty.way)
        else:
            self._ask("acted", _do, self._lane, act, values, self._moments(act, values))

    @Slot()
    def sign_off(self) -> None:
        """The lead goes."""
        self._ask("lead", self._lane.sign_off)

    @Slot(str)
    def undo(self, entry: str) -> None:
        """Take back what was done last."""
        # Loaded here, because a window that opens waits for whatever is loaded before it.
        from station.ui.duty.duty_words import usual_reason

        self._ask("undone", self._lane.undo, entry, usual_reason("undo"))

    def _moments(self, act: Act, values: Any) -> dict[str, datetime | None]:
        """The times that were typed, at the shift that they are about."""
        row = next((row for row in self._board_rows() if (row.shift, row.number) == (act.shift, act.number)), None)
        return {
            name: moment_of(values[name], row.begins, self._zone) if row is not None else None
            for name in ("since", "until")
            if name in values
        }

    def _board_rows(self) -> Any:
        return self._window.duty.board.rows if self._window.duty.board is not None else ()

    def _ask(self, name: str, function: Any, *args: Any) -> None:
        if self._lane is not None:
            self._desk.ask(f"duty_{name}", function, *args)

    # --- answered ---

    @Slot(object)
    def take(self, answer: Answer) -> bool:
        """What a thread has done for the duty page; False when it was for somebody else."""
        if answer.name == "board":
            self._is_asked = False
            if answer.error is None:
                self._window.duty.show_board(answer.value)
            if self._is_asked_again:
                self._is_asked_again = False
                self.bring_board()
            return True
        if not answer.name.startswith("duty_"):
            return False
        if answer.error is not None:
            self._tell_trouble(answer)
        else:
            getattr(self, f"_took_{answer.name.removeprefix('duty_')}")(answer.value)
        return True

    def _tell_trouble(self, answer: Answer) -> None:
        """What was shown or done is on no disk: that is a stop, to the eye and to the ear."""
        self._window.sound(Light.RED)
        if answer.name in {"duty_shown", "duty_card"}:
            self._window.duty.show_unrecorded(trouble_of(answer))
        else:
            self._window.duty.show_acted(Acted(wrong="not_recorded"))

    def _took_shown(self, shown: tuple[str, DutyCard]) -> None:
        text, card = shown
        self._shown = (card.entry, text)
        self._took_card(card)

    def _took_card(self, card: DutyCard | None) -> None:
        if card is None:
            self._window.duty.card.clear()
            return
        self._window.sound(card.light)
        self._window.duty.show_card(card)
        self._after_entry()

    def _took_acted(self, acted: Acted) -> None:
        if acted.card is not None:
            self._window.sound(acted.card.light)
        self._window.duty.show_acted(acted)
        self._after_entry()

    def _took_undone(self, undone: Acted) -> None:
        self._window.duty.show_undone(undone)
        self._after_entry()

    def _took_lead(self, lead: LeadState) -> None:
        self._window.duty.show_lead(lead)
        self.bring_board()

    def _after_entry(self) -> None:
        self.bring_board()
        self.changed.emit()


def _one(id_: str) -> tuple[str, ...]:
    return (id_,) if id_ else ()


def moment_of(typed: str, begins: datetime, zone: ZoneInfo) -> datetime | None:
    """The moment of "11:00" or "1100" at a shift that begins then: on its own day, or after midnight; None if none."""
    digits = typed.replace("：", ":").replace(":", "").strip()
    if not digits.isascii() or not digits.isdigit() or len(digits) not in {3, 4}:
        return None
    hour, minute = int(digits[:-2]), int(digits[-2:])
    if hour > 23 or minute > 59:
        return None
    local = begins.astimezone(zone)
    at = local.replace(hour=hour, minute=minute, second=0, microsecond=0)
    # Somebody may have come an hour before the shift; what lies further back is meant as the day after.
    return at if at >= local - timedelta(hours=2) else at + timedelta(days=1)


def _shown(lane: Any, text: str, way: str, as_leader: bool) -> tuple[str, DutyCard]:
    return text, lane.show(text, way, as_leader)


def _typed(lane: Any, number: str, way: str) -> Acted:
    done = lane.type(number, way)
    return done if isinstance(done, Acted) else Acted(entry=done.entry, card=done)


def _by_badge(lane: Any, text: str, act: Act, values: dict[str, str]) -> Acted:
    """A stand-in or a walk-in holds a badge up: approved, and on duty where nothing stands against it."""
    if not lane.lead().name:
        return Acted(wrong="no_lead")
    card: DutyCard = lane.show(text, "in")
    if card.result in {"checked_in", "asked"}:
        return Acted(wrong="own_shift", card=card)
    if act.name == "replace":
        done: Acted = lane.replace_by_card(card.entry, act.shift, act.number)
    else:
        done = lane.walk_in_by_card(card.entry, act.shift, values.get("reason", ""))
    return Acted(wrong=done.wrong, codes=done.codes, entry=done.entry, card=done.card or card)


def _do(lane: Any, act: Act, values: dict[str, str], moments: dict[str, datetime | None]) -> Acted:
    """One act of a lead's."""
    if None in moments.values():
        return Acted(wrong="bad_time")
    shift, number, reason = act.shift, act.number, values.get("reason", "")
    since, until = moments.get("since"), moments.get("until")
    calls: dict[str, Callable[[], Acted]] = {
        "absent": lambda: lane.absent(shift, number),
        "excused": lambda: lane.excused(shift, number, reason),
        "replace": lambda: _replace(lane, act, values),
        "walk_in": lambda: _walk_in(lane, act, values),
        "confirm_out": lambda: lane.confirm_out(shift, number, until, reason),
        "overtime": lambda: lane.approve_overtime(shift, number, until, reason),
        "back_entry": lambda: lane.enter_back(shift, number, since, until, values["witness"], reason),
        "waive": lambda: lane.waive(shift, number, act.what, reason),
        "suspend": lambda: lane.suspend(act.entry, reason),
        "override": lambda: lane.override(act.entry, reason),
        "reinstate": lambda: lane.reinstate(number, reason),
    }
    return calls[act.name]()


def _replace(lane: Any, act: Act, values: dict[str, str]) -> Acted:
    done: Acted = (
        lane.replace_by_card(act.entry, act.shift, act.number)
        if act.entry
        else lane.replace(act.shift, act.number, values["number"])
    )
    return done


def _walk_in(lane: Any, act: Act, values: dict[str, str]) -> Acted:
    is_card = bool(act.entry) and not values.get("number")
    done: Acted = (
        lane.walk_in_by_card(act.entry, act.shift, values["reason"])
        if is_card
        else lane.walk_in(act.shift, values["number"], values["reason"])
    )
    return done
