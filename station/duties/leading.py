"""What a lead does about duty: confirms, decides, approves, enters what was missed; each with a reason, each an entry.

Only somebody whose role is lead or supervisor and who has signed may (domain 5.4). A refusal is said, not written.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, replace
from datetime import datetime, timedelta
from enum import StrEnum
from typing import Any, Final

from checkpoint.duty import rules
from checkpoint.duty.attendance import suspended
from checkpoint.duty.deeds import Act, Plan, Who
from checkpoint.duty.record import Record, Status
from checkpoint.duty.rules import Candidate, Code
from checkpoint.journal import Entry
from checkpoint.roster import Post, Shift, Training, Volunteer
from station import badges
from station.attendance import Book
from station.desk import Desk
from station.duties.checking import CheckDesk, Result, Told, by
from station.shifts import Signature

LEAD, SUPERVISOR = "lead", "supervisor"


class Wrong(StrEnum):
    """Why a lead's act was not written down; the words are the window's."""

    NO_LEAD = "no_lead"
    NOT_A_LEAD = "not_a_lead"
    NO_REASON = "no_reason"
    NOBODY = "nobody"
    TOO_LATE = "too_late"
    """Beyond the hours of a lead: a supervisor may."""
    BAD_TIME = "bad_time"
    NO_WITNESS = "no_witness"
    CAME = "came"
    """They came after all, so they are neither absent nor replaced."""
    NOT_NOW = "not_now"
    """Nothing of the kind is open."""
    NOT_FIT = "not_fit"


@dataclass(frozen=True, slots=True)
class Done:
    """What became of a lead's act. entry: None when it was not written, then wrong says why. codes: with NOT_FIT."""

    entry: Entry | None = None
    wrong: Wrong | None = None
    codes: tuple[Code, ...] = ()


def filled(records: Iterable[Record]) -> dict[str, int]:
    """shift -> how many of its places are taken: by who is on its roster and has not given up, or came besides."""
    places: dict[str, int] = {}
    for record in records:
        is_taken = record.is_present or record.status is Status.EXPECTED
        places[record.plan.shift] = places.get(record.plan.shift, 0) + is_taken
    return places


class LeadDesk:
    """A lead's acts at this station. Call it from the desk's thread."""

    def __init__(self, desk: Desk, book: Book, checks: CheckDesk) -> None:
        self._desk, self._book, self._checks = desk, book, checks

    # --- about a record ---

    def confirm_out(self, lead: Signature | None, shift: str, number: str, at: datetime, reason: str) -> Done:
        """Somebody forgot to check out: when they really left. at: between their coming and now."""
        record, wrong = self._about(lead, shift, number, reason)
        if record is None or lead is None:
            return wrong
        now, came = self._desk.clock.now(), record.stints[-1].began if record.stints else None
        if came is None or record.stints[-1].ended is not None:
            return Done(wrong=Wrong.NOT_NOW)
        if not came <= at <= now:
            return Done(wrong=Wrong.BAD_TIME)
        if record.confirm_until is not None and now > record.confirm_until and lead.role != SUPERVISOR:
            return Done(wrong=Wrong.TOO_LATE)
        return self._write(Act.CONFIRM_OUT, record, lead, reason, about=record.opened, moment_=at)

    def absent(self, lead: Signature | None, shift: str, number: str, reason: str = "") -> Done:
        """缺勤."""
        return self._stays_away(Act.ABSENT, lead, shift, number, reason)

    def excused(self, lead: Signature | None, shift: str, number: str, reason: str) -> Done:
        """请假(已告知)."""
        return self._stays_away(Act.EXCUSED, lead, shift, number, reason)

    def _stays_away(self, act: Act, lead: Signature | None, shift: str, number: str, reason: str) -> Done:
        needed = None if act is Act.ABSENT else reason
        record, wrong = self._about(lead, shift, number, needed)
        if record is None or lead is None:
            return wrong
        if record.stints:
            return Done(wrong=Wrong.CAME)
        return self._write(act, record, lead, reason)

    def waive(self, lead: Signature | None, shift: str, number: str, what: str, reason: str) -> Done:
        """因公: the late coming or early leaving (`what`: late, early) is not held against them."""
        record, wrong = self._about(lead, shift, number, reason)
        if record is None or lead is None:
            return wrong
        if not {"late": record.late_min, "early": record.early_min}.get(what):
            return Done(wrong=Wrong.NOT_NOW)
        return self._write(Act.WAIVED, record, lead, reason, what=what)

    def approve_overtime(self, lead: Signature | None, shift: str, number: str, until: datetime, reason: str) -> Done:
        """What they serve until then counts, beyond the planned end."""
        record, wrong = self._about(lead, shift, number, reason)
        if record is None or lead is None:
            return wrong
        if not record.plan.ends < until <= record.plan.ends + timedelta(days=1):
            return Done(wrong=Wrong.BAD_TIME)
        return self._write(Act.OVERTIME, record, lead, reason, moment_=until)

    # --- somebody else, or somebody more ---

    def replace(self, lead: Signature | None, shift: str, original: str, number: str, reason: str = "") -> Done:
        """替岗: `number` serves in place of `original` once they check in; the same checks hold for them."""
        record, wrong = self._about(lead, shift, original, None)
        if record is None or lead is None:
            return wrong
        if record.stints:
            return Done(wrong=Wrong.CAME)
        volunteer = self._desk.store.document(Volunteer, number.strip())
        if volunteer is None or volunteer.id == original:
            return Done(wrong=Wrong.NOBODY)
        stops = self._unfit(volunteer, record.plan)
        if stops:
            return Done(wrong=Wrong.NOT_FIT, codes=stops)
        return self._note(Act.REPLACEMENT, Who.of(volunteer), record.plan, lead, reason, other=record.who)

    def walk_in(self, lead: Signature | None, shift: str, number: str, reason: str) -> Done:
        """临时: take on somebody trained who is not on the roster of a shift; then they check in."""
        wrong = self._may(lead, reason)
        if wrong is not None or lead is None:
            return Done(wrong=wrong)
        volunteer, plan = self._desk.store.document(Volunteer, number.strip()), self._plan(shift)
        if volunteer is None or plan is None:
            return Done(wrong=Wrong.NOBODY)
        # What yields to a lead's reason, such as a full post, is for them to judge; that it was so is written down.
        stops = self._unfit(volunteer, plan, is_full=self.places_left(plan) <= 0)
        full = tuple(code for code in stops if code in rules.YIELDS)
        if len(full) < len(stops):
            return Done(wrong=Wrong.NOT_FIT, codes=stops)
        done = self._note(Act.WALK_IN, Who.of(volunteer), plan, lead, reason, codes=full)
        return Done(done.entry, codes=full)

    def enter_back(
        self,
        lead: Signature | None,
        shift: str,
        number: str,
        span: tuple[datetime, datetime],
        witness: str,
        reason: str,
    ) -> Done:
        """Somebody worked and nobody wrote it down. witness: volunteer_no of the second name that it needs."""
        wrong = self._may(lead, reason)
        if wrong is not None or lead is None:
            return Done(wrong=wrong)
        volunteer, plan = self._desk.store.document(Volunteer, number.strip()), self._plan(shift)
        if volunteer is None or plan is None:
            return Done(wrong=Wrong.NOBODY)
        second, now = self._desk.store.document(Volunteer, witness.strip()), self._desk.clock.now()
        if second is None or second.id in {lead.operator.number, volunteer.id}:
            return Done(wrong=Wrong.NO_WITNESS)
        if not span[0] < span[1] <= now or span[0] >= plan.ends or span[1] <= plan.begins:
            return Done(wrong=Wrong.BAD_TIME)
        if now > plan.ends + timedelta(hours=self._book.rules.confirm_h) and lead.role != SUPERVISOR:
            return Done(wrong=Wrong.TOO_LATE)
        stops = self._unfit(volunteer, plan)
        if stops:
            return Done(wrong=Wrong.NOT_FIT, codes=stops)
        said = {"since": span[0], "moment_": span[1], "witness": second.id}
        return self._note(Act.BACK_ENTRY, Who.of(volunteer), plan, lead, reason, **said)

    def places_left(self, plan: Plan) -> int:
        """How many of a shift's planned heads nobody fills."""
        shift = self._desk.store.document(Shift, plan.shift)
        live = self._book.live(self._desk.clock.now())
        return (shift.heads if shift else 0) - filled(live).get(plan.shift, 0)

    # --- badges, slips ---

    def suspend(self, lead: Signature | None, entry: str, reason: str = "") -> Done:
        """疑似借用: the badge of that card is not taken any more, and a check-in that it made is void."""
        wrong, told = self._may(lead, None), self._checks.told(entry)
        if wrong is not None or lead is None:
            return Done(wrong=wrong)
        if told is None or told.case is None or not told.case.badge:
            return Done(wrong=Wrong.NOT_NOW)
        case = told.case
        void = told.entry.id if told.result is Result.CHECKED_IN else None
        return self._note(Act.SUSPENDED, case.who, case.plan, lead, reason, about=void, badge=case.badge)

    def reinstate(self, lead: Signature | None, number: str, reason: str) -> Done:
        """The suspended badge of a volunteer is taken again."""
        wrong = self._may(lead, reason)
        if wrong is not None or lead is None:
            return Done(wrong=wrong)
        deeds = badges.deeds_of(self._desk, number)
        gone = suspended(deeds)
        off = [deed for deed in deeds if deed.act is Act.SUSPENDED and deed.badge in gone]
        if not off:
            return Done(wrong=Wrong.NOT_NOW)
        return self._note(Act.REINSTATED, off[-1].who, None, lead, reason, badge=off[-1].badge)

    def override(self, lead: Signature | None, entry: str, reason: str) -> Told | Done:
        """Let somebody on duty in spite of what their card says, where the rules leave that to a lead."""
        wrong, told = self._may(lead, reason), self._checks.told(entry)
        if wrong is not None or lead is None:
            return Done(wrong=wrong)
        if told is None or told.case is None or told.case.plan is None or not told.may_override:
            return Done(wrong=Wrong.NOT_NOW)
        case = replace(told.case, lead=lead, reason=reason.strip(), passed=frozenset(told.codes))
        return self._checks.go_on(case, about=entry)

    def undo(self, lead: Signature | None, entry: str, reason: str = "") -> Done:
        """Take an act back. A guide may take back a check-in or check-out made by a slip, within `undo_s`."""
        now, policy = self._desk.clock.now(), self._desk.place.site.policy
        deed = next(
            (one for one in self._book.deeds(now - timedelta(days=policy.service_days)) if one.id == entry), None
        )
        if deed is None or deed.act is Act.UNDO:
            return Done(wrong=Wrong.NOT_NOW)
        is_slip = deed.act in _SLIPS and now - deed.at <= timedelta(seconds=policy.undo_s)
        wrong = None if is_slip else self._may(lead, reason)
        if wrong is not None:
            return Done(wrong=wrong)
        said: dict[str, Any] = {"reason": reason} | (by(lead) if lead else {})
        return Done(self._checks.note(Act.UNDO, deed.who, deed.plan, about=entry, **said))

    # --- who may, whom it is about ---

    def _may(self, lead: Signature | None, reason: str | None) -> Wrong | None:
        """What keeps somebody from an act. reason: None where none is needed."""
        if lead is None:
            return Wrong.NO_LEAD
        if lead.role not in {LEAD, SUPERVISOR}:
            return Wrong.NOT_A_LEAD
        return None if reason is None or reason.strip() else Wrong.NO_REASON

    def _about(self, lead: Signature | None, shift: str, number: str, reason: str | None) -> tuple[Record | None, Done]:
        """(the record, or None; why not)."""
        wrong = self._may(lead, reason)
        record = None if wrong else self._book.record(shift, number, self._desk.clock.now())
        return record, Done(wrong=wrong or Wrong.NOBODY)

    def _plan(self, shift: str) -> Plan | None:
        held = self._desk.store.document(Shift, shift)
        try:
            return Plan.of(held) if held is not None and held.site == self._desk.place.site.id else None
        except ValueError:
            return None

    def _unfit(self, volunteer: Volunteer, plan: Plan, *, is_full: bool = False) -> tuple[Code, ...]:
        """What stands against somebody at that shift whatever the hour: training, qualification, age, a full post."""
        candidate = Candidate(
            volunteer=volunteer,
            plan=plan,
            post=self._desk.store.document(Post, plan.post),
            trainings=self._desk.store.documents_under(Training, f"{volunteer.id}/"),
            is_full=is_full,
        )
        verdict = rules.may_go_on_duty(candidate, self._book.rules, plan.begins, self._book.place.zone)
        return verdict.stops

    def _write(self, act: Act, record: Record, lead: Signature, reason: str, **more: Any) -> Done:
        return self._note(act, record.who, record.plan, lead, reason, **more)

    def _note(self, act: Act, who: Who, plan: Plan | None, lead: Signature, reason: str, **more: Any) -> Done:
        said: dict[str, Any] = {"reason": reason, **by(lead), **more}
        return Done(self._checks.note(act, who, plan, **said))


_SLIPS: Final = frozenset({Act.CHECK_IN, Act.CHECK_OUT})
