"""Checking in and out by badge: judged, asked about and written down; a lead's acts are `leading`'s.

Everything that somebody shows here becomes an entry, also what leads to nothing: refused with its reason, or asked.
"""

from __future__ import annotations

import random
from collections import OrderedDict
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import datetime, timedelta
from enum import StrEnum
from typing import Any, Final

from checkpoint.duty import rules
from checkpoint.duty.deeds import DUTY, Act, Deed, Means, Plan, Who, body_of
from checkpoint.duty.record import Record, Status
from checkpoint.duty.rules import Candidate, Code, Verdict
from checkpoint.journal import Entry
from checkpoint.roster import Post, Team, Training, Volunteer
from station import badges
from station.attendance import Book
from station.badges import Badge, Fault
from station.desk import Desk
from station.shifts import Signature

CARDS: Final = 64
"""Open cards that are remembered; of an older one the badge is shown again."""


class Way(StrEnum):
    """What somebody came to the duty desk for. EITHER: in, or out when their shift is over."""

    IN = "in"
    OUT = "out"
    EITHER = "either"


class Result(StrEnum):
    """What became of a showing."""

    CHECKED_IN = "checked_in"
    CHECKED_OUT = "checked_out"
    ASKED = "asked"
    REFUSED = "refused"


class Ask(StrEnum):
    """What is asked before duty begins."""

    PHONE_END = "phone_end"
    HEALTH = "health"
    CONFIDENTIAL = "confidential"
    GUIDE = "guide"


YES: Final = "yes"
"""The answer that ticks `health` (they are well), `confidential` and `guide`."""

_FAULTS: Final = {
    Fault.NOT_A_BADGE: Code.NOT_A_BADGE,
    Fault.NOT_VALID: Code.BADGE_INVALID,
    Fault.REVOKED: Code.BADGE_REVOKED,
    Fault.SUSPENDED: Code.BADGE_SUSPENDED,
    Fault.UNKNOWN: Code.UNKNOWN,
}


@dataclass(frozen=True, slots=True, kw_only=True)
class Case:
    """Somebody at the duty desk. passed: what a lead passes over. answers: what was asked and answered.

    lead: who typed the number or passed something over. leader: the team's leader of a group. deeds: what is remembered
    of their duty.
    """

    volunteer: Volunteer
    badge: str
    means: Means
    way: Way = Way.EITHER
    plan: Plan | None = None
    lead: Signature | None = None
    reason: str = ""
    passed: frozenset[Code] = frozenset()
    answers: Mapping[Ask, str] = field(default_factory=dict)
    asked: frozenset[Ask] | None = None
    deeds: tuple[Deed, ...] = ()
    leader: str = ""

    @property
    def who(self) -> Who:
        """As entries name them."""
        return Who.of(self.volunteer)


@dataclass(frozen=True, slots=True, kw_only=True)
class Told:
    """What may be shown of a showing, because its entry is on disk.

    codes: what stands against it, most serious first; warns: what to know. record: their attendance after it.
    asks: what has to be answered first. may_override: a lead's reason is enough. choices: shifts that run now, for
    somebody who is on none.
    """

    entry: Entry
    result: Result
    case: Case | None = None
    codes: tuple[Code, ...] = ()
    warns: tuple[Code, ...] = ()
    asks: tuple[Ask, ...] = ()
    record: Record | None = None
    may_override: bool = False
    choices: tuple[Plan, ...] = ()


@dataclass(frozen=True, slots=True)
class Group:
    """A team coming on duty together. until: its members may check in with it before then."""

    leader: str
    team: str
    until: datetime


class CheckDesk:
    """The duty desk. Call it from the desk's thread. chance: a number of [0, 1), for who is asked about the phone."""

    def __init__(self, desk: Desk, book: Book, chance: Callable[[], float] = random.random) -> None:
        self._desk, self._book, self._chance = desk, book, chance
        self._told: OrderedDict[str, Told] = OrderedDict()
        self.group: Group | None = None

    # --- somebody comes ---

    def show(self, text: str, way: Way = Way.EITHER, *, as_leader: bool = False) -> Told:
        """Somebody shows a badge. as_leader: they come as their team's leader, and its members follow.

        A leader who is refused leads nobody in; one who is on duty already may.
        """
        badge = badges.read(self._desk, text)
        if badge.fault is not None or badge.volunteer is None:
            return self._refuse_badge(badge)
        case = Case(volunteer=badge.volunteer, badge=badge.number, means=Means.SCAN, way=way, deeds=badge.deeds)
        if as_leader:
            self._begin_group(badge.volunteer)
        group = self._running_group()
        if group is not None and way is not Way.OUT and case.volunteer.team == group.team:
            case = replace(case, means=Means.GROUP, leader=group.leader)
        told = self._come(case)
        if as_leader and told.result is Result.REFUSED and Code.ALREADY_ON_DUTY not in told.codes:
            self.group = None
        return told

    def type(self, number: str, way: Way, lead: Signature) -> Told:
        """A lead typed the number of somebody whose badge is not at hand."""
        volunteer = self._desk.store.document(Volunteer, number.strip())
        if volunteer is None:
            # What was typed is not kept: it may be anything, also an identity number.
            return self._refuse(Who(""), (Code.UNKNOWN,), None, lead=lead)
        deeds = tuple(badges.deeds_of(self._desk, volunteer.id))
        return self._come(Case(volunteer=volunteer, badge="", means=Means.TYPED, way=way, lead=lead, deeds=deeds))

    def _refuse_badge(self, badge: Badge) -> Told:
        code = _FAULTS[badge.fault or Fault.UNKNOWN]
        who = Who.of(badge.volunteer) if badge.volunteer else Who("")
        plan = None
        case = None
        if badge.volunteer is not None:
            # Said with the shift that they came for, so that the board tells it beside their name.
            own = self._own(badge.volunteer.id)
            plan = self._plan_for(own)
            case = Case(volunteer=badge.volunteer, badge=badge.number, means=Means.SCAN, plan=plan)
        return self._refuse(who, (code,), plan, case=case, badge=badge.number)

    def _come(self, case: Case) -> Told:
        own, now = self._own(case.volunteer.id), self._desk.clock.now()
        held = next((one for one in own if one.is_open), None)
        if case.way is Way.OUT or (held is not None and now >= held.window.ends):
            return self._leave(case, own, held)
        plan = case.plan or (held.plan if held else self._plan_for(own))
        if plan is None:
            # Not on any shift's roster here: a lead may take them on at one that runs now.
            code = Code.NOT_ON_ROSTER if self.running() else Code.NO_SHIFT
            told = self._refuse(case.who, (code,), None, case=case, badge=case.badge)
            return self._keep(replace(told, choices=self.running()))
        return self.go_on(replace(case, plan=plan))

    def go_on(self, case: Case, about: str | None = None) -> Told:
        """Judge somebody whose shift is known, as far as they have answered. about: the entry that this follows."""
        verdict = self.judge(case)
        stops = tuple(code for code in verdict.stops if code not in case.passed)
        if stops:
            told = self._refuse(case.who, stops, case.plan, case=case, badge=case.badge, about=about)
            return self._keep(replace(told, may_override=verdict.may_override))
        if case.asked is None:
            case = replace(case, asked=frozenset(self._asks(case)))
        asks = tuple(ask for ask in Ask if ask in (case.asked or ()) and ask not in case.answers)
        if asks:
            entry = self._write(Act.ASKED, case, codes=asks, about=about)
            return self._keep(Told(entry=entry, result=Result.ASKED, case=case, asks=asks, warns=verdict.warns))
        # That somebody was well is not kept (domain 5.2: 72 hours at most); who was not is refused for it.
        ticks = {ask.value: 1 for ask in case.answers if ask is not Ask.HEALTH}
        if Ask.GUIDE in case.answers:
            ticks[Ask.GUIDE.value] = self._guide_of(case)
        entry = self._write(Act.CHECK_IN, case, codes=sorted(case.passed), ticks=ticks, about=about)
        return self._keep(self._after(entry, Result.CHECKED_IN, case, warns=verdict.warns))

    def _leave(self, case: Case, own: Sequence[Record], held: Record | None) -> Told:
        now = self._desk.clock.now()
        if held is not None:
            entry = self._write(Act.CHECK_OUT, replace(case, plan=held.plan))
            return self._keep(self._after(entry, Result.CHECKED_OUT, replace(case, plan=held.plan)))
        closed = next((one for one in own if one.is_closed), None)
        here = [one for one in own if not one.stints and one.plan.begins <= now < one.window.ends + self._closing]
        found = closed or (here[0] if here else None)
        if found is None:
            done = [one.plan for one in own if one.status is Status.DONE]
            return self._refuse(case.who, (Code.NOT_ON_DUTY,), done[-1] if done else None, case=case, badge=case.badge)
        # Written down all the same: the check-in may be at another station, and a lead has this time to go by.
        case = replace(case, plan=found.plan)
        entry = self._write(Act.CHECK_OUT, case)
        code = Code.OVER if closed else Code.NOT_ON_DUTY
        return self._keep(self._after(entry, Result.CHECKED_OUT, case, codes=(code,)))

    @property
    def _closing(self) -> timedelta:
        return timedelta(minutes=self._book.rules.close_min)

    # --- what was asked is answered, or passed over ---

    def told(self, entry: str) -> Told | None:
        """The card of that entry, or None when it is not remembered any more."""
        return self._told.get(entry)

    def answer(self, entry: str, answers: Mapping[Ask, str]) -> Told | None:
        """Go on with what was asked; what is left open is asked again. None when nothing is asked there any more."""
        told = self._told.get(entry)
        if told is None or told.case is None or told.result is not Result.ASKED:
            return None
        self._told.pop(entry)
        given = {ask: text.strip() for ask, text in answers.items() if ask in told.asks and text.strip()}
        case = told.case
        if Ask.PHONE_END in given and given[Ask.PHONE_END] != case.volunteer.phone_end:
            return self._refuse(case.who, (Code.WRONG_ANSWER,), case.plan, case=case, badge=case.badge, about=entry)
        if given.get(Ask.HEALTH, YES) != YES:
            return self._refuse(case.who, (Code.UNWELL,), case.plan, case=case, badge=case.badge, about=entry)
        ticked = {ask: text for ask, text in given.items() if ask is Ask.PHONE_END or text == YES}
        return self.go_on(replace(case, answers={**case.answers, **ticked}), about=entry)

    def again(self, entry: str, plan: Plan) -> Told | None:
        """Go on with somebody who was on no shift, now that a lead has put them on one. None for a card long gone."""
        told = self._told.get(entry)
        if told is None or told.case is None:
            return None
        return self.go_on(replace(told.case, plan=plan), about=entry)

    def _asks(self, case: Case) -> list[Ask]:
        deeds, asks = case.deeds, []
        is_suspect = any(deed.act is Act.SUSPENDED or Code.WRONG_ANSWER.value in deed.codes for deed in deeds)
        if case.badge and case.volunteer.phone_end:
            asks += [Ask.PHONE_END] if rules.is_asked(self._book.rules, self._chance(), is_suspect=is_suspect) else []
        asks += [Ask.HEALTH] if self._desk.policy.duty.health_tick else []
        asks += [] if any(Ask.CONFIDENTIAL.value in deed.ticks for deed in deeds) else [Ask.CONFIDENTIAL]
        version = self._guide_of(case)
        return asks + ([] if not version or self._has_read(deeds, case, version) else [Ask.GUIDE])

    @staticmethod
    def _has_read(deeds: Sequence[Deed], case: Case, version: int) -> bool:
        post = case.plan.post if case.plan else ""
        return any(deed.plan and deed.plan.post == post and deed.ticks.get("guide", 0) >= version for deed in deeds)

    def _guide_of(self, case: Case) -> int:
        post = self.post(case)
        return max(1, post.guide_version) if post is not None and post.guide else 0

    # --- what is known ---

    def judge(self, case: Case) -> Verdict:
        """What stands against their duty at the shift of the case. Raises ValueError for a case without one."""
        plan = case.plan
        if plan is None:
            raise ValueError("a case without a shift")
        own = self._own(case.volunteer.id)
        mine = next((one for one in own if one.plan.shift == plan.shift), None)
        day = plan.begins.astimezone(self._book.place.zone).date()
        today = [one for one in own if one.day(self._book.place.zone) == day and one.plan.shift != plan.shift]
        ended = [one.left_at for one in own if one.day(self._book.place.zone) < day and one.left_at]
        health = case.answers.get(Ask.HEALTH)
        candidate = Candidate(
            volunteer=case.volunteer,
            plan=plan,
            post=self.post(case),
            trainings=self._desk.store.documents_under(Training, f"{case.volunteer.id}/"),
            is_expected=mine is not None and (mine.is_rostered or mine.is_walk_in or mine.replaces is not None),
            open_shift=next((one.plan.shift for one in own if one.is_open), ""),
            minutes_today=sum(one.window.minutes for one in today if one.is_present),
            last_out=max(ended) if ended else None,
            due_at=mine.due_at if mine else None,
            is_unwell=None if health is None else health != YES,
        )
        return rules.may_go_on_duty(candidate, self._book.rules, self._desk.clock.now(), self._book.place.zone)

    def post(self, case: Case) -> Post | None:
        """The post of the case's shift, as the roster has it today."""
        return self._desk.store.document(Post, case.plan.post) if case.plan else None

    def running(self) -> tuple[Plan, ...]:
        """Shifts of the site at which one may check in now."""
        now = self._desk.clock.now()
        opens = timedelta(minutes=self._book.rules.opens_min)
        around = self._book.shifts(now - timedelta(days=1), now + opens + timedelta(milliseconds=1))
        return tuple(plan for plan, _ in around if plan.begins - opens <= now < plan.ends)

    def _own(self, number: str) -> list[Record]:
        return self._book.own(number, self._desk.clock.now())

    def _plan_for(self, own: Sequence[Record]) -> Plan | None:
        """The shift that they come for: one that runs or is about to, else the next one they are on today."""
        now = self._desk.clock.now()
        on = [one for one in own if one.is_rostered or one.is_walk_in or one.replaces is not None]
        ahead = [one for one in on if now < one.plan.ends]
        opens = timedelta(minutes=self._book.rules.opens_min)
        open_ = [one for one in ahead if one.plan.begins - opens <= now]
        # Not begun before begun: who has left one early for the next is not sent back to it.
        chosen = sorted(open_ or ahead, key=lambda one: (bool(one.stints) and bool(open_), one.plan.begins))
        return chosen[0].plan if chosen else None

    # --- groups ---

    def _begin_group(self, leader: Volunteer) -> None:
        team = next((one for one in self._desk.store.documents(Team) if one.leader == leader.id), None)
        if team is not None:
            until = self._desk.clock.now() + timedelta(seconds=self._book.rules.group_s)
            self.group = Group(leader.id, team.id, until)

    def _running_group(self) -> Group | None:
        if self.group is not None and self._desk.clock.now() > self.group.until:
            self.group = None
        return self.group

    # --- entries ---

    def _write(self, act: Act, case: Case, *, about: str | None = None, **more: Any) -> Entry:
        said: dict[str, Any] = {"badge": case.badge, "means": case.means.value, "leader": case.leader}
        said |= {"reason": case.reason} | (by(case.lead) if case.lead else {}) | more
        return self.note(act, case.who, case.plan, about=about, **said)

    def note(self, act: Act, who: Who, plan: Plan | None, *, about: str | None = None, **more: Any) -> Entry:
        """Write one duty entry."""
        place = self._desk.place
        body = body_of(act, who, site=place.site.id, gate=place.gate.id, plan=plan, **more)
        return self._desk.note(DUTY, body, about)

    def _refuse(
        self,
        who: Who,
        codes: tuple[Code, ...],
        plan: Plan | None,
        *,
        case: Case | None = None,
        about: str | None = None,
        badge: str = "",
        lead: Signature | None = None,
    ) -> Told:
        lead = lead or (case.lead if case else None)
        means = (case.means if case else Means.TYPED if lead else Means.SCAN).value
        said = {"codes": codes, "badge": badge, "means": means} | (by(lead) if lead else {})
        entry = self.note(Act.REFUSED, who, plan, about=about, **said)
        return self._keep(self._after(entry, Result.REFUSED, case, codes=codes))

    def _after(self, entry: Entry, result: Result, case: Case | None, **more: Any) -> Told:
        plan = case.plan if case else None
        now = self._desk.clock.now()
        record = self._book.record(plan.shift, case.volunteer.id, now) if case and plan else None
        return Told(entry=entry, result=result, case=case, record=record, **more)

    def _keep(self, told: Told) -> Told:
        self._told[told.entry.id] = told
        while len(self._told) > CARDS:
            self._told.popitem(last=False)
        return told


def by(lead: Signature) -> dict[str, str]:
    """The part of a body that names the lead who did it."""
    return {"lead": lead.operator.number, "lead_name": lead.operator.name}
