"""The duty desk's side of one lane: badges become cards, a lead's touches become entries, entries become the board.

Like the rest of the lane it may wait for the disk: it is called from a worker's thread. It knows no Qt.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import date, datetime, timedelta
from typing import Final

from checkpoint import days
from checkpoint.duty import board as boards
from checkpoint.duty import minutes
from checkpoint.duty.attendance import LOOKED_BACK, strays
from checkpoint.duty.board import Names
from station import duty_showing
from station.attendance import Book
from station.desk import Desk
from station.duties.checking import Ask, CheckDesk, Result, Told, Way
from station.duties.leading import LEAD, SUPERVISOR, Done, LeadDesk, Wrong
from station.kits import Kits
from station.shifts import Refusal, ShiftDesk, Signature
from station.storeroom import Storeroom
from station.ui.duty_view import Acted, Board, DutyCard, LeadState, ShiftChoice, Stray

LEAD_FOR: Final = timedelta(minutes=3)
"""After so long without an act the lead is signed off (domain 5.4)."""


class DutyLane:
    """The duty desk of one lane. Call it from the desk's thread; `board` may be called from any."""

    def __init__(self, desk: Desk, shifts: ShiftDesk, kits: Kits | None = None) -> None:
        self._desk, self._shift_desk = desk, shifts
        self.kits = kits or Kits(desk, Storeroom(desk))
        self.book = Book(desk.store, desk.place)
        # Read on another thread than badges are: neither takes what the other has just looked up.
        self._read = Book(desk.store, desk.place)
        self.checks = CheckDesk(desk, self.book)
        self.leads = LeadDesk(desk, self.book, self.checks)
        self._lead: Signature | None = None
        self._lead_until = desk.clock.now()

    def refresh(self) -> None:
        """The desk has taken the roster's newest word."""
        self.book.place = self._read.place = self._desk.place

    # --- somebody comes ---

    def show(self, text: str, way: str = Way.EITHER, as_leader: bool = False) -> DutyCard:
        """The card of a badge. way: in, out, either. as_leader: their team's members follow within two minutes."""
        return self._card(self.checks.show(text, Way(way), as_leader=as_leader))

    def type(self, number: str, way: str = Way.EITHER) -> DutyCard | Acted:
        """The card of somebody whose number a lead typed; refused while no lead has signed."""
        lead = self._acting()
        wrong = Wrong.NO_LEAD if lead is None else None if _is_lead(lead) else Wrong.NOT_A_LEAD
        if lead is None or wrong is not None:
            return Acted(wrong=str(wrong))
        return self._card(self.checks.type(number, Way(way), lead))

    def answer(self, entry: str, answers: Mapping[str, str]) -> DutyCard | None:
        """The card after what was asked: `phone_end` two digits, `health`, `confidential`, `guide`: `yes`.

        health other than `yes`: they are not well. None when nothing is asked there any more.
        """
        told = self.checks.answer(entry, {Ask(name): text for name, text in answers.items() if name in set(Ask)})
        return None if told is None else self._card(told)

    # --- the lead ---

    def sign(self, text: str) -> LeadState:
        """Somebody holds up a badge to act as lead."""
        return self._sign(self._shift_desk.by_badge(text))

    def sign_with_pin(self, number: str, pin: str) -> LeadState:
        """Somebody typed number and PIN to act as lead."""
        return self._sign(self._shift_desk.by_pin(number, pin))

    def sign_off(self) -> LeadState:
        """The lead goes."""
        self._lead = None
        return LeadState()

    def _sign(self, who: Signature | Refusal) -> LeadState:
        if isinstance(who, Refusal):
            return LeadState(refusal=who.value)
        if not _is_lead(who):
            return LeadState(refusal=Wrong.NOT_A_LEAD.value)
        self._lead, self._lead_until = who, self._desk.clock.now() + LEAD_FOR
        return self.lead()

    def lead(self) -> LeadState:
        """Who acts as lead now."""
        who = self._fresh_lead()
        if who is None:
            return LeadState()
        return LeadState(number=who.operator.number, name=who.operator.name, role=who.role, until=self._lead_until)

    def _fresh_lead(self) -> Signature | None:
        if self._lead is not None and self._desk.clock.now() >= self._lead_until:
            self._lead = None
        return self._lead

    def _acting(self) -> Signature | None:
        """Whoever acts as lead; acting keeps them signed in."""
        who = self._fresh_lead()
        if who is not None:
            self._lead_until = self._desk.clock.now() + LEAD_FOR
        return who

    # --- a lead's acts: each names a row of the board by shift and number ---

    def confirm_out(self, shift: str, number: str, at: datetime, reason: str) -> Acted:
        """When somebody who forgot to check out really left."""
        return _acted(self.leads.confirm_out(self._acting(), shift, number, at, reason))

    def absent(self, shift: str, number: str, reason: str = "") -> Acted:
        """缺勤."""
        return _acted(self.leads.absent(self._acting(), shift, number, reason))

    def excused(self, shift: str, number: str, reason: str) -> Acted:
        """请假."""
        return _acted(self.leads.excused(self._acting(), shift, number, reason))

    def waive(self, shift: str, number: str, what: str, reason: str) -> Acted:
        """因公. what: late or early."""
        return _acted(self.leads.waive(self._acting(), shift, number, what, reason))

    def approve_overtime(self, shift: str, number: str, until: datetime, reason: str) -> Acted:
        """What is served beyond the planned end counts until then."""
        return _acted(self.leads.approve_overtime(self._acting(), shift, number, until, reason))

    def enter_back(self, shift: str, number: str, since: datetime, until: datetime, witness: str, reason: str) -> Acted:
        """Somebody worked and nobody wrote it down. witness: number of the second name."""
        return _acted(self.leads.enter_back(self._acting(), shift, number, (since, until), witness, reason))

    def replace(self, shift: str, original: str, number: str, reason: str = "") -> Acted:
        """替岗: approve that `number` serves in place of `original`; they check in with their own badge."""
        return _acted(self.leads.replace(self._acting(), shift, original, number, reason))

    def replace_by_card(self, entry: str, shift: str, original: str, reason: str = "") -> Acted:
        """The same for whoever's card is open: approved and checked in, where nothing stands against it."""
        told = self.checks.told(entry)
        number = told.case.volunteer.id if told and told.case else ""
        return self._then_in(self.leads.replace(self._acting(), shift, original, number, reason), entry, shift)

    def walk_in(self, shift: str, number: str, reason: str) -> Acted:
        """临时: take somebody on who is not on the roster; they check in with their own badge."""
        return _acted(self.leads.walk_in(self._acting(), shift, number, reason))

    def walk_in_by_card(self, entry: str, shift: str, reason: str) -> Acted:
        """The same for whoever's card is open: taken on and checked in."""
        told = self.checks.told(entry)
        number = told.case.volunteer.id if told and told.case else ""
        return self._then_in(self.leads.walk_in(self._acting(), shift, number, reason), entry, shift)

    def _then_in(self, done: Done, entry: str, shift: str) -> Acted:
        plan = next((one for one in self.checks.running() if one.shift == shift), None)
        if done.entry is None or plan is None:
            return _acted(done)
        told = self.checks.again(entry, plan)
        return Acted(entry=done.entry.id, codes=done.codes, card=self._card(told) if told else None)

    def override(self, entry: str, reason: str) -> Acted:
        """On duty in spite of what the card says, where the rules leave that to a lead."""
        done = self.leads.override(self._acting(), entry, reason)
        return _acted(done) if isinstance(done, Done) else Acted(entry=done.entry.id, card=self._card(done))

    def suspend(self, entry: str, reason: str = "") -> Acted:
        """疑似借用: the badge of that card is not taken any more."""
        return _acted(self.leads.suspend(self._acting(), entry, reason))

    def reinstate(self, number: str, reason: str) -> Acted:
        """A volunteer's suspended badge is taken again."""
        return _acted(self.leads.reinstate(self._acting(), number, reason))

    def undo(self, entry: str, reason: str = "") -> Acted:
        """Take back an act; within `undo_s` a check-in or check-out made by a slip needs no lead."""
        done = self.leads.undo(self._acting(), entry, reason)
        if done.entry is not None:
            self.kits.undo(entry)
        return _acted(done)

    # --- the board ---

    def board(self, day: date | None = None, posts: Sequence[str] = (), teams: Sequence[str] = ()) -> Board:
        """The attendance board of a natural day, today by default. posts, teams: ids to show; none means all."""
        book, now = self._read, self._desk.clock.now()
        zone = book.place.zone
        today = days.day_of(now, zone)
        day = day or today
        start, end = days.bounds(day, zone)
        deeds = book.deeds(start - 2 * LOOKED_BACK)
        since = start - LOOKED_BACK if day == today else start
        drawn = book.drawn(deeds, since, end, now)
        held = [one for one in drawn if one.window.ends > start]
        own = [one for one in held if one.day(zone) == day]
        planned = [
            pair for pair in book.shifts(since, end) if pair[0].ends > start and (not posts or pair[0].post in posts)
        ]
        names = book.names()
        newest = duty_showing.newest(deeds)
        shown = [one for one in held if (not posts or one.plan.post in posts) and (not teams or one.who.team in teams)]
        return Board(
            day=day,
            now=now,
            figures=boards.figures(own),
            shown=boards.figures(one for one in shown if one.day(zone) == day),
            rows=tuple(duty_showing.row(one, names, now, newest.get(one.key, "")) for one in shown),
            starts=min([*(one.plan.begins for one in held), *(plan.begins for plan, _ in planned)], default=start),
            ends=max([*(one.window.ends for one in held), *(plan.ends for plan, _ in planned)], default=end),
            posts={one.plan.post: names.posts.get(one.plan.post, one.plan.post) for one in held},
            teams={one.who.team: names.teams.get(one.who.team, one.who.team) for one in held},
            shifts=duty_showing.choices(planned, held, names),
            strays=tuple(
                Stray(at=one.at, number=one.who.number, name=one.who.name, codes=one.codes)
                for one in strays(deeds)
                if start <= one.at < end
            ),
            lead=self.lead(),
        )

    # --- the card ---

    def _card(self, told: Told) -> DutyCard:
        case, record, names = told.case, told.record, self.book.names()
        plan = case.plan if case else None
        who = case.who if case else None
        post = self.checks.post(case) if case else None
        out = told.result is Result.CHECKED_OUT
        kit = self.kits.at_check_in(told)
        things = {one.id: one.name for one in self.kits.room.items()} if kit else {}
        group = self.checks.group
        return DutyCard(
            entry=told.entry.id,
            light=duty_showing.light(told),
            result=told.result.value,
            at=told.entry.at,
            number=who.number if who else "",
            name=who.name if who else "",
            team=names.teams.get(who.team, who.team) if who else "",
            post=post.name if post else plan.post if plan else "",
            shift=plan.shift if plan else "",
            begins=plan.begins if plan else None,
            ends=plan.ends if plan else None,
            codes=tuple(code.value for code in told.codes),
            warns=tuple(code.value for code in told.warns),
            asks=tuple(ask.value for ask in told.asks),
            guide=post.guide if post and Ask.GUIDE in told.asks else "",
            minutes=record.credited if out and record else None,
            hours=minutes.hours(record.credited) if out and record else "",
            late_min=record.late_min if record and record.stints else 0,
            early_min=record.early_min if out and record else 0,
            offers=duty_showing.offers(told),
            choices=self._choices(told, names),
            undo_until=self._undo_until(told),
            group_until=group.until if group is not None and case is not None and case.leader else None,
            by_group=bool(case and case.leader),
            kit=tuple((things.get(one.item, one.item), one.quantity) for one in kit.lines) if kit else (),
            kit_missing=tuple((things.get(item, item), count) for item, count in kit.missing.items()) if kit else (),
        )

    def _choices(self, told: Told, names: Names) -> tuple[ShiftChoice, ...]:
        if not told.choices:
            return ()
        live, meant = self.book.live(self._desk.clock.now()), {plan.shift for plan in told.choices}
        first, last = (pick(plan.begins for plan in told.choices) for pick in (min, max))
        around = self.book.shifts(first, last + timedelta(microseconds=1))
        return duty_showing.choices([pair for pair in around if pair[0].shift in meant], live, names)

    def _undo_until(self, told: Told) -> datetime | None:
        if told.result not in {Result.CHECKED_IN, Result.CHECKED_OUT}:
            return None
        return told.entry.at + timedelta(seconds=self._desk.place.site.policy.undo_s)


def _is_lead(who: Signature) -> bool:
    return who.role in {LEAD, SUPERVISOR}


def _acted(done: Done) -> Acted:
    return Acted(
        entry=done.entry.id if done.entry else "",
        wrong=done.wrong.value if done.wrong else "",
        codes=tuple(code.value for code in done.codes),
    )
