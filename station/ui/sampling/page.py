"""The sampling table's page: codes and passes do the work, digits are for what goes otherwise; judging is elsewhere."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from typing import Final
from zoneinfo import ZoneInfo

from PySide6.QtCore import Signal

from checkpoint.policy import POOLS
from station.ui.sampling.foot import KEYS, LETTERS
from station.ui.sampling.parts import POOL, TableParts
from station.ui.sampling_view import Sampling, TubeRow
from station.ui.view import Trouble

_OWN_FORM: Final = frozenset({"close_box", "send", "receive", "type"})
"""What is asked for before anything is handed over."""


class SamplingPage(TableParts):
    """Signals: written(way, values), typed(code), people_asked(text), filled(), a tube is full, left()."""

    written = Signal(str, object)
    typed = Signal(str)
    people_asked = Signal(str)
    filled = Signal()
    left = Signal()

    def __init__(self, zone: ZoneInfo) -> None:
        super().__init__(zone)
        self._hides_people = False
        self.back.clicked.connect(self.left)
        self.kind.clicked.connect(lambda: self.press_key(POOL))
        self.panel.chosen.connect(self._answer)
        self.panel.filled.connect(self.filled)
        self.panel.offers.connect(self.foot.give_away)
        self.foot.pressed.connect(self.do)
        self.tiles.chosen.connect(self._show_list)
        self.list.turned.connect(self.tiles.turn)
        self.list.itemSelectionChanged.connect(self._show_keys)
        self.form.sent.connect(self._send)
        self.form.left.connect(self.cancel)
        self.finder.asked.connect(self.people_asked)
        self.finder.picked.connect(lambda subject, method: self._write("add", subject=subject, method=method))
        self.finder.typed.connect(self.typed)
        self.finder.left.connect(self.close_side)
        self.retranslate()

    # --- what is shown ---

    def opened(self) -> None:
        """The members of the open tube, with the arrow keys on their list and the digits for the keys."""
        self.close_side()
        self.tiles.pick("")

    def show_sampling(self, shown: Sampling) -> None:
        """Show this; a form stays when what was written was refused."""
        self.shown = shown
        self.panel.hides_people = self.list.hides_people = self._hides_people
        self.panel.show_sampling(shown)
        more = {"members": shown.tube.count if shown.tube else 0, "no_phone": len(shown.no_phone)}
        self.tiles.show_figures({**shown.figures, **more})
        self.tiles.tiles["no_phone"].setVisible(bool(shown.no_phone))
        if shown.awaits == "lead" and self.form.way != "sign":
            self._open("sign")
        elif shown.refusal and self.form.way:
            self.form.show_refusal(shown.refusal, shown.box.tubes if shown.box else 0)
        elif shown.card is not None and not shown.refusal:
            self.close_side()
        self._show_list(self.tiles.picked)
        self.say_box()
        self._say_lead()

    def hide_people(self, on: bool) -> None:
        """Show no names, while nobody is here; or show them again. What is waited for stays."""
        self._hides_people = on
        if on and not self.shown.awaits:
            self.panel.clear()
        self.show_again()

    def show_again(self) -> None:
        """Show what is known, without a card that was seen already."""
        self.show_sampling(replace(self.shown, card=None))

    def show_not_recorded(self, trouble: Trouble) -> None:
        """What was shown, pressed or written last is on no disk; what was written can be sent again."""
        self.panel.show_unrecorded(trouble)
        if self.form.way:
            self.form.show_refusal("not_recorded")

    def _show_list(self, what: str) -> None:
        self.list.show_sampling(self.shown, what)
        self._say_list()
        self._show_keys()
        if self._side.currentIndex() == 0:
            (self.list if self.list.rows else self).setFocus()

    def _show_keys(self) -> None:
        self.foot.show_sampling(self.shown, self.list.tube, self.list.member)

    # --- what people do ---

    def press(self, number: int) -> bool:
        """The digit key of that number, from 0: the panel's answer, else the key at the foot."""
        if self.has_form:
            return False
        if self.panel.press(number):
            return True
        if number < len(KEYS):
            self.do(self.foot.meant(KEYS[number]))
        return number < len(KEYS)

    def press_key(self, key: str) -> bool:
        """A function key; False when it is nothing of this page."""
        if key == POOL:
            if self.shown.box is None:
                self._write("pool", pool=str(_next(self.shown.pool)))
        elif key in LETTERS:
            self.do(LETTERS[key])
        return key == POOL or key in LETTERS

    @property
    def has_form(self) -> bool:
        """Whether something is being written, and digits are for its fields."""
        return self._side.currentIndex() != 0

    def do(self, name: str) -> None:
        """What the key of that name does; nothing where it is not offered."""
        if name not in self.foot.offered or (name == "undo" and self.has_form):
            return
        tube, member = self.list.tube or self.shown.tube, self.list.member
        if name == "find":
            self._side.setCurrentWidget(self.finder)
            self.finder.opened()
        elif name in {"void", "resolve"}:
            self._ask(name, tube)
        elif name in _OWN_FORM:
            self._open(name)
        elif name == "amend" and tube is not None:
            self._open(name, tube.code, given={"tube": tube.tube})
        elif name in {"remove", "replace"} and member is not None:
            self._write(name, member=member.member)
        elif name == "seal" and self.shown.tube is not None:
            self._write(name, tube=self.shown.tube.tube)
        elif name in {"single", "undo"}:
            self._write(name)

    def cancel(self) -> bool:
        """Escape: close the form, else stop waiting, else what the panel says; False when there is nothing of it."""
        was_open = self.close_side()
        had_card = self.panel.clear()
        if self.shown.awaits:
            self._write("cancel")
            return True
        if self.shown.is_single and not was_open and not had_card:
            self._write("single")
            return True
        return was_open or had_card

    def close_side(self) -> bool:
        """Back to the list; False when nothing stood before it."""
        was_open = self.has_form
        self.form.close_form()
        self._side.setCurrentIndex(0)
        self._show_room()
        (self.list if self.list.rows else self).setFocus()
        return was_open

    def _ask(self, name: str, tube: TubeRow | None) -> None:
        """Ask on the panel before anything is written down."""
        if name == "resolve":
            if self.tiles.picked != "conflicts":
                self.tiles.pick("conflicts")
            tube = self.list.tube
        if tube is not None:
            self.panel.ask(name, tube.code)

    def _answer(self, code: str) -> None:
        """An answer of the panel's."""
        question, tube = self.panel.question, self.list.tube or self.shown.tube
        if question:
            # It is answered: what comes of it is said by what comes back.
            self.panel.clear()
        if code == "cancel":
            self.cancel()
        elif question == "void" and tube is not None:
            if code == "other":
                self._open("void", tube.code, given={"tube": tube.tube})
            else:
                self._write("void", tube=tube.tube, reason=code)
        elif question == "resolve" and tube is not None:
            self._write("resolve", code=tube.code, keep=tube.tube if code == "keep" else "")
        elif code in {"seal", "short"} and self.shown.tube is not None:
            confirmed = {"confirmed": "yes"} if code == "short" else {}
            self._write("seal", tube=self.shown.tube.tube, **confirmed)
        elif code == "other":
            self._open("again")
        elif code == "single":
            self._write("single")
        else:
            self._write("again", reason=code)

    def _open(self, way: str, code: str = "", given: Mapping[str, str] | None = None) -> None:
        box = self.shown.box
        code = code or (box.code if box and way == "close_box" else "")
        self.form.open_for(way, code, self._choices(way), given)
        self._side.setCurrentWidget(self.form)
        self._show_room()
        self.form.grid.begin()

    def _choices(self, way: str) -> dict[str, str]:
        """What can be handed over or taken in: the tube that is marked, then every box that has some."""
        if way not in {"send", "receive"}:
            return {}
        tube, state = self.list.tube, {"send": "sealed", "receive": "sent"}[way]
        found = {f"tube {tube.tube}": tube.code} if tube is not None and tube.state == state else {}
        for box in self.shown.boxes:
            count = box.waiting if way == "send" else box.away
            if count:
                found[f"box {box.box}"] = self.tr("Box {code}: %n tubes", "", count).format(code=box.code)
        return found

    def _send(self, way: str, values: dict[str, str]) -> None:
        """A form was filled in."""
        kind, _, what = values.pop("what", "").partition(" ")
        if way == "type":
            self.close_side()
            self.typed.emit(values["code"])
        else:
            self.written.emit(way, values | ({kind: what} if what else {}))

    def _write(self, way: str, **values: str) -> None:
        self.written.emit(way, values)

    def _show_room(self) -> None:
        """A form takes the camera's room too, unless a code can be shown for it."""
        self.camera.setVisible(not self.has_form or self.form.way == "sign")

    def retranslate(self) -> None:
        """Say it all in the language of now."""
        super().retranslate()
        self._show_keys()


def _next(pool: int) -> int:
    """The next size of tubes: 1, 5, 10, 20, 1..."""
    return POOLS[(POOLS.index(pool) + 1) % len(POOLS)] if pool in POOLS else POOLS[0]
