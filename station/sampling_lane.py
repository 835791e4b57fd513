"""The working side of the sampling table's page, as plain functions for a worker's thread; it knows no Qt.

It answers with what the page shows; what may be done is `tubes`' to say.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from datetime import timedelta

from checkpoint.gate import Light, Reason
from checkpoint.journal import Entry
from checkpoint.policy import POOLS
from checkpoint.roster import Gate
from checkpoint.sampling import rules
from checkpoint.sampling.acts import UNDONE, tidy
from checkpoint.sampling.books import Box, State, Tube
from checkpoint.sampling.rules import Refusal
from station import sampling_rows
from station.desk import Desk
from station.shifts import Refusal as NotSigned
from station.shifts import ShiftDesk, Signature
from station.table_asks import ASKS, LABEL_OF, NEEDS_LEAD, PRESSED, Asked
from station.tubes import WRONG_TUBE, Lead, Tubes, Who, Written
from station.ui.sampling_view import Sampling, SamplingCard


class SamplingLane:
    """One sampling table. Call it from the desk's thread."""

    def __init__(self, desk: Desk, shifts: ShiftDesk, tubes: Tubes | None = None) -> None:
        self._desk, self._shifts = desk, shifts
        self.tubes = tubes or Tubes(desk)
        self._asked: Asked | None = None
        self._current = ""
        self._chosen = 0
        self._is_single = False
        self._lead_name = ""
        self._added = ""

    # --- the page ---

    def table(self) -> Sampling:
        """The page as it stands; what was waited for is waited for still."""
        return self._shown()

    def scan(self, text: str, method: str = "scan", symbology: str = "") -> Sampling:
        """Something was shown: a lead's badge that is waited for, a pass, the label of a box or of a tube.

        symbology: what kind of code it was, where the camera read it; a label is a line of bars and nothing else.
        """
        if self._asked is not None and self._asked.what == "lead":
            signed = self._shifts.by_badge(text)
            if signed is not NotSigned.NOT_A_BADGE:
                return self._signed(signed)
        who = self.tubes.shown(text)
        if isinstance(who, Who):
            return self._person(who)
        if who is not None:
            self._asked = None
            return self._refused(who)
        if method == "scan" and symbology not in {"", LABEL_OF}:
            return self._refused(Refusal.BAD_CODE)
        return self._label(tidy(text))

    def write(self, way: str, values: Mapping[str, str]) -> Sampling:
        """Do what was pressed or written; `sampling_view` says which ways there are and what belongs to each."""
        if way == "sign":
            return self._signed(self._shifts.by_pin(values.get("number", ""), values.get("pin", "")))
        if way in NEEDS_LEAD:
            return self._wait_for_lead(way, values)
        if way not in PRESSED:
            return self._shown()
        pressed: Sampling = getattr(self, f"_{way}")(values)
        return pressed

    # --- what was shown ---

    def _person(self, who: Who) -> Sampling:
        asked = self._asked
        if asked is not None and asked.what == "replacement":
            return self._replaced(replace(asked, who=who), asked.values.get("reason", ""))
        if asked is not None and asked.what == "amendment":
            return self._amended(replace(asked, who=who))
        # Whoever stands there now is served; nobody decided about the one before, so they were refused.
        self._asked = None
        return self._bound(who, "")

    def _bound(self, who: Who, reason: str) -> Sampling:
        tube = self._tube()
        if tube is None:
            return self._refused(Refusal.NO_TUBE if self._box() else Refusal.NO_BOX, who)
        done = self.tubes.add(tube.id, who, reason)
        if isinstance(done, Refusal):
            self._asked = Asked("reason", "add", {"reason": reason}, who, why=done) if done in ASKS else None
            return self._refused(done, who)
        self._asked, self._added = None, done.id
        return self._done("added", tube.code, who)

    def _label(self, code: str) -> Sampling:
        box = self._box()
        if box is None:
            return self._opened_box(code)
        if self._asked is not None and self._asked.what == "right_tube":
            return self._right_tube(self._asked, code)
        books = self.tubes.books()
        beside = next((one for one in books.open_tubes(*self.tubes.table) if one.code == code), None)
        if beside is not None:
            if beside.is_full:
                # Shown again when it is full, it is sealed: nobody needs a key for that.
                return self._seal({"tube": beside.id})
            # The label of a tube that stands open here: the next person goes into that one.
            self._current, self._asked = beside.id, None
            return self._done("tube_opened", code)
        return self._next(code)

    def _opened_box(self, code: str) -> Sampling:
        self._asked = None
        done = self.tubes.open_box(code, self._chosen or self.tubes.rules.pool)
        return self._refused(done, code=code) if isinstance(done, Refusal) else self._done("box_opened", code)

    def _next(self, code: str) -> Sampling:
        """Open the next tube. A full one before it is sealed by that; of one that is not full it is asked."""
        pool = self._next_pool()
        before = self._of_pool(pool)
        wrong = self._not_a_next(code)
        if wrong is not None:
            return self._refused(wrong, code=code)
        if before is not None and before.members:
            sealed = self.tubes.seal(before.id)
            if isinstance(sealed, Refusal):
                self._asked = Asked("short", "seal", {"tube": before.id}, code=code)
                return self._refused(sealed, code=before.code)
        done = self.tubes.open_tube(code, pool)
        if isinstance(done, Refusal):
            return self._refused(done, code=code)
        waiting = self._asked.who if self._asked is not None and self._asked.what == "single" else None
        self._current, self._asked, self._is_single = done.id, None, False
        return self._done("tube_opened", code) if waiting is None else self._bound(waiting, "")

    def _right_tube(self, asked: Asked, code: str) -> Sampling:
        """The group goes from the tube that was scanned by mistake into this one, and the wrong one is void."""
        done = self.tubes.regroup(asked.values.get("tube", ""), code)
        if isinstance(done, Entry):
            self._current, self._asked = done.id, None
        return self._written("move", done, code)

    def _not_a_next(self, code: str) -> Refusal | None:
        """Why a label opens nothing, asked before the tube in front of it is sealed."""
        box, books = self._box(), self.tubes.books()
        if not rules.is_code(code, self.tubes.rules.tube_code):
            return Refusal.BAD_CODE
        if books.tubes_of(code):
            return Refusal.CODE_USED
        if box is not None and box.code == code:
            return Refusal.BOX_OPEN
        return None

    def _next_pool(self) -> int:
        box = self._box()
        if self._is_single:
            return 1
        chosen = self._chosen or self.tubes.rules.pool
        return box.pool if box is not None and chosen not in {1, box.pool} else chosen

    # --- a lead ---

    def _wait_for_lead(self, way: str, values: Mapping[str, str]) -> Sampling:
        self._asked = Asked("lead", way, dict(values))
        return self._shown()

    def _signed(self, who: Signature | NotSigned) -> Sampling:
        asked = self._asked
        if isinstance(who, NotSigned):
            return self._refused(who)
        lead = Lead(who.operator.number, who.role)
        if asked is None or asked.what != "lead":
            return self._shown()
        if not lead.may:
            return self._refused(Refusal.NO_LEAD)
        self._lead_name = who.operator.name
        asked = replace(asked, lead=lead)
        if asked.way == "resolve":
            return self._resolved(asked)
        self._asked = replace(asked, what="amendment" if asked.way == "amend" else "replacement")
        return self._shown()

    def _resolved(self, asked: Asked) -> Sampling:
        said = asked.values
        done = self.tubes.resolve(said.get("code", ""), said.get("keep", ""), said.get("reason", ""), asked.lead)
        self._asked = None
        return self._written("resolve", done, said.get("code", ""))

    def _amended(self, asked: Asked) -> Sampling:
        who, tube = asked.who, self.tubes.books().tubes.get(asked.values.get("tube", ""))
        if who is None or tube is None:
            return self._refused(Refusal.NO_TUBE)
        done = self.tubes.amend(tube.id, who, asked.values.get("reason", ""), asked.lead)
        self._asked = None if isinstance(done, Entry) else asked
        return self._written("amend", done, tube.code, who)

    # --- what was pressed ---

    def _again(self, values: Mapping[str, str]) -> Sampling:
        asked, reason = self._asked, values.get("reason", "")
        if asked is None or asked.what != "reason" or asked.who is None:
            return self._shown()
        if not reason.strip():
            return self._refused(Refusal.NO_REASON, asked.who)
        if asked.way == "replace":
            return self._replaced(asked, reason)
        # Each amber is passed for itself: that a second sample is wanted says nothing of a fever.
        is_pooled = asked.why is Refusal.SINGLE
        who = replace(asked.who, wants_single=asked.who.wants_single and not is_pooled)
        return self._bound(who, " ".join(filter(None, (asked.values.get("reason", ""), reason))))

    def _seal(self, values: Mapping[str, str]) -> Sampling:
        tube, code = self._meant(values), self._asked.code if self._asked else ""
        if tube is None:
            return self._refused(Refusal.NO_TUBE)
        done = self.tubes.seal(tube.id, confirmed=values.get("confirmed", "") == "yes")
        if done is Refusal.NOT_FULL:
            self._asked = Asked("short", "seal", {"tube": tube.id}, code=code)
            return self._refused(done, code=tube.code)
        self._asked = None
        if isinstance(done, Entry) and code:
            return self._next(code)
        return self._written("seal", done, tube.code)

    def _remove(self, values: Mapping[str, str]) -> Sampling:
        return self._written("remove", self.tubes.remove(values.get("member", "")))

    def _replace(self, values: Mapping[str, str]) -> Sampling:
        books = self.tubes.books()
        member = books.members.get(values.get("member", ""))
        tube = books.tubes.get(member.tube) if member else None
        if member is None or tube is None or member.gone:
            return self._refused(Refusal.NOT_A_MEMBER)
        if tube.state is State.OPEN:
            self._asked = Asked("replacement", "replace", dict(values))
        elif not values.get("reason", "").strip():
            return self._refused(Refusal.NO_REASON)
        else:
            self._asked = Asked("lead", "replace", dict(values))
        return self._shown()

    def _replaced(self, asked: Asked, reason: str) -> Sampling:
        if asked.who is None:
            return self._shown()
        done = self.tubes.replace(asked.values.get("member", ""), asked.who, reason, asked.lead)
        if isinstance(done, Refusal):
            self._asked = replace(asked, what="reason") if done in ASKS else replace(asked, what="replacement")
            return self._refused(done, asked.who)
        self._asked = None
        return self._done("replace", "", asked.who)

    def _move(self, values: Mapping[str, str]) -> Sampling:
        source = self._meant(values)
        if source is None:
            return self._refused(Refusal.NO_TUBE)
        done = self.tubes.move(source.id, values.get("to", ""))
        if isinstance(done, Entry):
            self._current = values.get("to", "")
        return self._written("move", done)

    def _void(self, values: Mapping[str, str]) -> Sampling:
        tube = self._meant(values)
        if tube is None:
            return self._refused(Refusal.NO_TUBE)
        if values.get("reason") == WRONG_TUBE and tube.state is State.OPEN and tube.members:
            # Swabbed they were, only into another tube: whoever shows its label takes the group there.
            self._asked = Asked("right_tube", "void", {"tube": tube.id})
            return self._shown()
        return self._written("void", self.tubes.void(tube.id, values.get("reason", "")), tube.code)

    def _cancel(self, _: Mapping[str, str]) -> Sampling:
        self._asked = None
        return self._shown()

    def _single(self, _: Mapping[str, str]) -> Sampling:
        self._is_single, asked = not self._is_single, self._asked
        # Whoever belongs into a tube for one waits for its label, and goes into it without showing their pass again.
        is_meant = asked is not None and asked.what == "reason" and asked.way == "add" and self._is_single
        self._asked = replace(asked, what="single") if is_meant and asked is not None else None
        return self._shown()

    def _pool(self, values: Mapping[str, str]) -> Sampling:
        box, pool = self._box(), values.get("pool", "")
        allowed = {1, box.pool} if box else set(POOLS)
        if not pool.isdecimal() or int(pool) not in allowed:
            return self._refused(Refusal.BAD_POOL)
        self._chosen = int(pool)
        return self._shown()

    def _close_box(self, values: Mapping[str, str]) -> Sampling:
        typed, box = values.get("counted", "").strip(), self._box()
        if not (typed.isascii() and typed.isdigit() and len(typed) <= 3):
            return self._refused(Refusal.BAD_COUNT)
        done = self.tubes.close_box(int(typed), values.get("reason", ""))
        return self._written("close_box", done, box.code if box else "")

    def _send(self, values: Mapping[str, str]) -> Sampling:
        books, box = self.tubes.books(), values.get("box", "")
        tubes = [one.id for one in rules.sendable(books, box)] if box else [values.get("tube", "")]
        if box and any(one.in_conflict for one in books.tubes_in(box)):
            return self._refused(Refusal.IN_CONFLICT)
        done = self.tubes.send(tubes, values.get("to", ""), values.get("temperature", ""))
        return self._written("send", done, self._code_of(values))

    def _receive(self, values: Mapping[str, str]) -> Sampling:
        held = self.tubes.books().tubes_in(values.get("box", ""))
        tubes = [one.id for one in held if one.state is State.SENT] or [values.get("tube", "")]
        done = self.tubes.receive(tubes, values.get("to", ""), values.get("temperature", ""))
        return self._written("receive", done, self._code_of(values))

    def _add(self, values: Mapping[str, str]) -> Sampling:
        who = self.tubes.typed(values.get("subject", ""))
        return self._refused(who) if isinstance(who, Refusal) else self._person(who)

    def _undo(self, _: Mapping[str, str]) -> Sampling:
        member = self._undoable()
        return (
            self._written("undo", self.tubes.remove(member, UNDONE)) if member else self._refused(Refusal.NOT_A_MEMBER)
        )

    # --- found ---

    def _box(self) -> Box | None:
        return self.tubes.books().open_box(*self.tubes.table)

    def _tube(self) -> Tube | None:
        """Where the next person goes: the tube that was opened or chosen last, as long as it stands open."""
        held = self.tubes.books().open_tubes(*self.tubes.table)
        return next((one for one in held if one.id == self._current), held[-1] if held else None)

    def _of_pool(self, pool: int) -> Tube | None:
        held = self.tubes.books().open_tubes(*self.tubes.table)
        return next((one for one in held if one.pool == pool), None)

    def _meant(self, values: Mapping[str, str]) -> Tube | None:
        return self.tubes.books().tubes.get(values["tube"]) if values.get("tube") else self._tube()

    def _code_of(self, values: Mapping[str, str]) -> str:
        books = self.tubes.books()
        box, tube = books.boxes.get(values.get("box", "")), books.tubes.get(values.get("tube", ""))
        return box.code if box else tube.code if tube else ""

    def _undoable(self) -> str:
        """The member who was added here last, while they can be taken back by one key."""
        books = self.tubes.books()
        member = books.members.get(self._added)
        tube = books.tubes.get(member.tube) if member else None
        if member is None or tube is None or member.gone or tube.state is not State.OPEN:
            return ""
        is_fresh = self.tubes.now - member.at <= timedelta(seconds=self._desk.policy.undo_s)
        return member.id if is_fresh else ""

    # --- what is shown ---

    def _written(self, way: str, done: Written, code: str = "", who: Who | None = None) -> Sampling:
        return self._refused(done, who, code) if isinstance(done, Refusal) else self._done(way, code, who)

    def _refused(self, why: Refusal | Reason | NotSigned, who: Who | None = None, code: str = "") -> Sampling:
        light = Light.AMBER if why in ASKS else Light.RED
        card = self._card(light, why.value, code, who)
        if why is Refusal.SAMPLED_TODAY and who is not None:
            books = self.tubes.books()
            before = books.sampled(who.subject, *self.tubes.today)
            if before is not None:
                card = replace(card, since=before.at, since_tube=books.tubes[before.tube].code)
        return replace(self._shown(), card=card, refusal=why.value)

    def _done(self, way: str, code: str = "", who: Who | None = None) -> Sampling:
        return replace(self._shown(), card=self._card(Light.GREEN, way, code, who), done=way)

    def _card(self, light: Light, said: str, code: str, who: Who | None) -> SamplingCard:
        name, building = (who.name, who.building) if who else ("", "")
        return SamplingCard(light=light, said=said, at=self._desk.clock.now(), name=name, building=building, code=code)

    def _shown(self) -> Sampling:
        books, asked, tube = self.tubes.books(), self._asked, self._tube()
        tables = {one.id: one.name for one in self._desk.store.documents(Gate)}
        page = sampling_rows.page(books, tube, self.tubes.today, tables, self.tubes.table)
        return replace(
            page,
            no_phone=tuple(sampling_rows.member(books, one) for one in self.tubes.out_of_reach()),
            pool=self._next_pool(),
            is_single=self._is_single,
            awaits=asked.what if asked else "",
            for_way=asked.way if asked else "",
            undoable=self._undoable(),
            lead=self._lead_name,
        )

    def forget_expired(self, elsewhere: int = 0) -> int:
        """Forget who was in the tubes that were handed over long enough ago. elsewhere: bodies that went before."""
        return self.tubes.forget_expired(elsewhere)
