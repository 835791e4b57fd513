"""A sampling table at a station: boxes, tubes and who is in them; the desk writes it down.

What there is, is a fold over what all stations of the site wrote (`checkpoint.sampling`); this decides what this table
will write, as far as it knows.
"""

from __future__ import annotations

import re
from collections.abc import Collection
from dataclasses import dataclass, replace
from datetime import date, datetime, timedelta
from typing import Any, Final

from checkpoint import days, gate, masking, passes, retention
from checkpoint.gate import Direction, Light, Reason
from checkpoint.journal import Entry
from checkpoint.passages import Arrived
from checkpoint.passes import Genuineness, PassKind
from checkpoint.policy import SamplingRules
from checkpoint.roster import Hold, Person, Volunteer
from checkpoint.sampling import keeping, rules
from checkpoint.sampling.acts import BOX, KINDS, MEMBER, NOT_SAMPLED, SCAN, TUBE, TYPED, Change, body_of, tidy
from checkpoint.sampling.books import Books, Member, State, Tube
from checkpoint.sampling.folding import fold, more
from checkpoint.sampling.rules import Refusal, Span, Table
from station.cases import Case
from station.desk import Desk
from station.storeroom import named

Written = Entry | Refusal
UNWELL: Final = frozenset({Reason.FEVER, Reason.CODE_YELLOW})
"""Found at a gate of the site today, these belong into a tube for one (domain 2.5)."""
OPENED_FOR: Final = timedelta(minutes=1)
"""With a wrong clock the books are opened again so often: central has the last word on when things were written."""
FORGET_A_RUN: Final = 500
"""Entries whose bodies are forgotten before somebody else is asked for."""
WRONG_TUBE: Final = "wrong_tube"
"""Why a tube is void whose label was scanned for a group that went into another one (扫错管)."""
_NOT_A_PERSON: Final = frozenset({PassKind.HOUSEHOLD, PassKind.VEHICLE})
_CHILL: Final = re.compile(r"-?[0-9]{1,2}([.,][0-9])?")


@dataclass(frozen=True, slots=True)
class Who:
    """Somebody at the table. subject: as gate entries name them; name, building: what may be seen. method: SCAN, TYPED.

    wants_single: a fever or a yellow code was found today.
    """

    subject: str
    name: str
    building: str
    method: str
    wants_single: bool = False


@dataclass(frozen=True, slots=True)
class Lead:
    """The lead who answers for an act. number, role: theirs."""

    number: str
    role: str

    @property
    def may(self) -> bool:
        """Whether that role answers for anything."""
        return self.role in {"lead", "supervisor"}


class Tubes:
    """The tubes of a site as one table sees and fills them. Call it from the desk's thread."""

    def __init__(self, desk: Desk) -> None:
        self._desk = desk
        self._books: Books | None = None
        self._rows = dict.fromkeys(KINDS, 0)
        self._opened_at: datetime | None = None
        self._forgot_on: date | None = None
        self._is_stale = False
        self._forgot = self._read_after = 0

    # --- what there is ---

    def books(self) -> Books:
        """The site's books; only what came since they were opened is read."""
        if self._books is None or self._books.site != self._site:
            self.open_with(self.read())
        new = []
        for kind in KINDS:
            told, self._rows[kind] = self._desk.store.told_after(kind, self._rows[kind])
            new += [_timed(one) for one in told]
        books = self._books or Books(self._site)
        self._books = more(books, new) if new else books
        return self._books

    def read(self) -> tuple[dict[str, int], Books, int]:
        """(the row of each kind up to which they are read, the books, how often some was forgotten before).

        Safe from any thread. It takes seconds where a large site has filled tubes for weeks.
        """
        store, forgot = self._desk.store, self._forgot
        rows = {kind: store.newest_row(kind) for kind in KINDS}
        return rows, fold((_timed(one) for kind in KINDS for one in store.told(kind)), self._site), forgot

    def open_with(self, read: tuple[dict[str, int], Books, int]) -> None:
        """Go on from what was just read, on another thread perhaps."""
        self._rows, self._books, self._read_after = dict(read[0]), read[1], read[2]
        self._opened_at = self._desk.clock.now()

    @property
    def wants_reading(self) -> bool:
        """Whether the books should be read anew, beside whatever else there is to do: they hold until then."""
        return self._books is not None and (self._read_after != self._forgot or self._is_corrected())

    def _is_corrected(self) -> bool:
        """Whether central may have set right what a wrong clock wrote since the books were opened."""
        offset = self._desk.clock.offset_ms
        if offset is None or abs(offset) <= days.CLOCK_TOLERANCE.total_seconds() * 1000:
            return False
        return self._opened_at is None or abs(self._desk.clock.now() - self._opened_at) > OPENED_FOR

    @property
    def _site(self) -> str:
        return self._desk.place.site.id

    @property
    def rules(self) -> SamplingRules:
        """What the site's profile says of its tables."""
        return self._desk.policy.sampling

    @property
    def table(self) -> Table:
        """This table: the station and its lane."""
        return self._desk.store.station, self._desk.lane

    @property
    def today(self) -> Span:
        """[start, end) of the natural day at the site."""
        return days.bounds(days.day_of(self.now, self._desk.place.zone), self._desk.place.zone)

    @property
    def now(self) -> datetime:
        """The time as far as it is known here: today's people are not looked for on a wrong clock's day."""
        offset = self._desk.clock.offset_ms
        now = self._desk.clock.now()
        return now if offset is None else days.corrected_time(now, timedelta(milliseconds=offset))[0]

    # --- who it is ---

    def shown(self, text: str) -> Who | Refusal | Reason | None:
        """Who a pass names, verified as a gate does it; why it counts for nobody; None for what is no pass.

        Somebody of another community is sampled here like everybody, and nobody's health code is asked for.
        """
        place, policy, now = self._desk.place, self._desk.policy, self._desk.clock.now()
        credential = passes.read(text, place.keys, place.limits)
        if credential.genuineness is Genuineness.NOT_OURS or credential.pass_ is None:
            return None
        known = self._desk.known(credential)
        standing = self._desk.standing(Case(known, credential), Direction.IN)
        verdict = gate.judge(standing, policy.without_checks(), now)
        if verdict.light is Light.RED:
            return verdict.reason
        if credential.pass_.kind in _NOT_A_PERSON:
            return Refusal.NO_PERSON
        subject = str(credential.pass_.subject)
        return self._who(subject, known.person or self._volunteer(subject), SCAN)

    def _volunteer(self, subject: str) -> Person | None:
        """A volunteer who is on no other list: their badge is the only code that they have."""
        found = self._desk.store.documents_with(Volunteer, "subject", subject)
        return Person(id=subject, name=found[0].name) if found else None

    def typed(self, subject: str) -> Who | Refusal:
        """Somebody of the roster who was found without a phone, by name, building or number."""
        person = self._desk.store.document(Person, subject)
        return Refusal.NO_PERSON if person is None else self._who(person.id, person, TYPED)

    def _who(self, subject: str, person: Person | None, method: str) -> Who:
        found = self._desk.store.reasons(self._site, subject, self.today[0])
        name, building = (masking.name(person.name), masking.address(person.building)) if person else (masking.STAR, "")
        return Who(subject, name, building, method, bool(UNWELL & found))

    def out_of_reach(self) -> tuple[Member, ...]:
        """Who is in a tube for several of this table today and has no phone (缺电话), where the profile asks for one.

        Of whom the roster does not know nobody can say so.
        """
        if not self.rules.phone:
            return ()
        own = [one for one in self.books().between(*self.today) if one.table == self.table and one.pool > 1]
        people = {one.id: one for one in self._desk.store.documents_named(Person, _subjects(own))}
        return tuple(
            one for tube in own for one in tube.members if one.subject in people and not people[one.subject].phone
        )

    # --- boxes ---

    def open_box(self, code: str, pool: int) -> Written:
        """Open a box by its label. Raises StoreTrouble, as everything here that writes."""
        refused = rules.may_open_box(self.books(), self.table, code, pool, self.rules.box_code)
        return refused or self._write(BOX, Change.OPENED, code=tidy(code), pool=pool)

    def close_box(self, typed: int, reason: str = "") -> Written:
        """Close this table's box with as many tubes as were counted by hand (封箱)."""
        found = rules.may_close_box(self.books(), self.table, typed, reason)
        if isinstance(found, Refusal):
            return found
        return self._write(BOX, Change.CLOSED, found.box.id, count=found.count, typed=typed, reason=reason.strip())

    # --- tubes ---

    def open_tube(self, code: str, pool: int, instead_of: str = "") -> Written:
        """Open a tube of the open box by its label (开管). instead_of: the wrong one that was opened for a group."""
        pattern = self.rules.tube_code
        box = rules.may_open_tube(self.books(), self.table, code, pool, pattern, instead_of=instead_of)
        if isinstance(box, Refusal):
            return box
        return self._write(TUBE, Change.OPENED, code=tidy(code), box=box.id, pool=pool)

    def seal(self, tube: str, *, confirmed: bool = False) -> Written:
        """Seal a tube (封管); one that is not full only when somebody said so."""
        found = rules.may_seal(self.books(), tube, confirmed=confirmed)
        if isinstance(found, Refusal):
            return found
        if found.table != self.table:
            return Refusal.NOT_HERE
        return self._write(TUBE, Change.SEALED, tube, count=found.count, short=not found.is_full)

    def void(self, tube: str, reason: str) -> Written:
        """Make a tube void (作废): its members are to be sampled again, its code is never used again."""
        found = rules.may_void(self.books(), tube, reason)
        if isinstance(found, Refusal):
            return found
        return self._write(TUBE, Change.VOIDED, tube, count=found.count, reason=reason.strip())

    def send(self, tubes: Collection[str], to: str, temperature: str = "") -> Written:
        """Hand sealed tubes over (送检): whoever acts here, and whoever takes them. temperature: degrees, or empty."""
        found = rules.may_send(self.books(), tubes, to)
        if isinstance(found, Refusal):
            return found
        if not self._desk.operator:
            return Refusal.NO_OPERATOR
        if not _is_chill(temperature):
            return Refusal.BAD_TEMPERATURE
        return self._hand_over(Change.SENT, tubes, to, temperature)

    def receive(self, tubes: Collection[str], to: str = "", temperature: str = "") -> Written:
        """Take in tubes that were sent (接收). to: who took them in, where it is not whoever acts here."""
        found = rules.may_receive(self.books(), tubes)
        if isinstance(found, Refusal):
            return found
        if not _is_chill(temperature):
            return Refusal.BAD_TEMPERATURE
        return self._hand_over(Change.RECEIVED, tubes, to, temperature)

    def _hand_over(self, change: Change, tubes: Collection[str], to: str, temperature: str) -> Entry:
        who = named(self._desk.store, to) if to.strip() else ""
        said = {"to": who, "by": self._desk.operator, "temperature": temperature.strip().replace(",", ".")}
        return self._write(TUBE, change, named=sorted(dict.fromkeys(tubes)), **said)

    def resolve(self, code: str, kept: str, reason: str, lead: Lead | None) -> Written:
        """Say which of the tubes with one code keeps it, or none; the others are void."""
        found = rules.may_resolve(self.books(), code, kept, is_lead=_may(lead))
        if isinstance(found, Refusal) or lead is None:
            return found if isinstance(found, Refusal) else Refusal.NO_LEAD
        said: dict[str, Any] = {"code": tidy(code), "kept": kept, "reason": reason.strip(), "approved_by": lead.number}
        return self._write(TUBE, Change.RESOLVED, named=[one.id for one in found], **said)

    # --- members ---

    def add(self, tube: str, who: Who, reason: str = "") -> Written:
        """Bind somebody to an open tube of this table. reason: why although they were sampled today.

        That somebody unwell goes into a tube for several after all, is said by asking without `wants_single`.
        """
        found = rules.may_add(self.books(), tube, who.subject, self.today, reason, wants_single=who.wants_single)
        if isinstance(found, Refusal):
            return found
        if found.table != self.table:
            return Refusal.NOT_HERE
        return self._write(MEMBER, Change.ADDED, tube, **_said(who, reason))

    def remove(self, member: str, reason: str = NOT_SAMPLED) -> Written:
        """Take somebody out of an open tube of this table who was not swabbed.

        At another table it may be sealed by now with as many as there were.
        """
        found = rules.may_remove(self.books(), member)
        if isinstance(found, Refusal):
            return found
        if not self._is_here(found.tube):
            return Refusal.NOT_HERE
        return self._write(MEMBER, Change.REMOVED, member, tube=found.tube, reason=reason)

    def replace(self, member: str, who: Who, reason: str = "", lead: Lead | None = None) -> Written:
        """Put somebody in the place of another whose code was shown by mistake; both stay known."""
        found = rules.may_replace(self.books(), member, who.subject, self.today, reason, is_lead=_may(lead))
        if isinstance(found, Refusal):
            return found
        if found.state is State.OPEN and not _may(lead) and not self._is_here(found.id):
            return Refusal.NOT_HERE
        by = lead.number if lead else ""
        return self._write(MEMBER, Change.REPLACED, member, tube=found.id, approved_by=by, **_said(who, reason))

    def move(self, source: str, target: str) -> Written:
        """Move the group to the right tube, while both are open at this table."""
        found = rules.may_move(self.books(), source, target)
        if isinstance(found, Refusal):
            return found
        if not (self._is_here(source) and self._is_here(target)):
            return Refusal.NOT_HERE
        return self._write(MEMBER, Change.MOVED, tube=target, named=[one.id for one in found])

    def regroup(self, wrong: str, code: str) -> Written:
        """Open the tube that a group really went into, move the group there, and make the one scanned for it void."""
        found = self.books().tubes.get(wrong)
        if found is None:
            return Refusal.NO_TUBE
        done = self.open_tube(code, found.pool, wrong)
        if isinstance(done, Entry) and isinstance(self.move(wrong, done.id), Entry):
            self.void(wrong, WRONG_TUBE)
        return done

    def amend(self, tube: str, who: Who, reason: str, lead: Lead | None) -> Written:
        """Add somebody after the seal who was swabbed and not scanned: two entries that stand or fall together."""
        found = rules.may_amend(self.books(), self.table, tube, who.subject, reason, is_lead=_may(lead))
        if isinstance(found, Refusal) or lead is None:
            return found if isinstance(found, Refusal) else Refusal.NO_LEAD
        count = self._body(Change.AMENDED, reason=reason.strip(), approved_by=lead.number)
        member = self._body(Change.ADDED, late="yes", approved_by=lead.number, **_said(who, reason))
        return self._desk.note_together((TUBE, count, tube), (MEMBER, member, tube))[0]

    def _is_here(self, tube: str) -> bool:
        return self.books().tubes[tube].table == self.table

    # --- writing and forgetting ---

    def _body(self, change: Change, **said: Any) -> dict[str, Any]:
        return body_of(change, self._site, self._desk.place.gate.id, self._desk.lane, **said)

    def _write(self, kind: str, change: Change, about: str | None = None, **said: Any) -> Entry:
        return self._desk.note(kind, self._body(change, **said), amends=about)

    def forget_expired(self, elsewhere: int = 0) -> int:
        """Forget who was in the tubes that were handed over long enough ago; returns how many entries lost their body.

        A little at a time, until nothing is left for today; then what was forgotten is remembered here no more either.
        elsewhere: how many bodies went on an order of central's just before.
        """
        place, now = self._desk.place, self._desk.clock.at_least()
        day = days.day_of(now, place.zone)
        forgot = 0 if self._forgot_on == day else self._forget_some(now)
        self._is_stale = self._is_stale or bool(forgot or elsewhere)
        if not forgot:
            self._forgot_on = day
        if self._is_stale and not forgot and not elsewhere:
            self._forgot, self._is_stale = self._forgot + 1, False
        return forgot

    def _forget_some(self, now: datetime) -> int:
        place, store = self._desk.place, self._desk.store
        before = retention.passages_before(place.site.policy, now, place.zone)
        if not store.is_kept_before(MEMBER, before):
            return 0
        spans = retention.held(store.documents(Hold), self._site, place.zone)
        spans += keeping.held(self.books(), before, now)
        forgot = 0
        while forgot < FORGET_A_RUN and (some := store.forget_before(before, only=(MEMBER,), held=spans)):
            forgot += some
        return forgot


def _timed(arrived: Arrived) -> Arrived:
    """An entry that central has not set right yet, by what was known of the clock when it was written."""
    offset = arrived.entry.clock.offset_ms
    if arrived.received_at is not None or offset is None:
        return arrived
    at, is_corrected = days.corrected_time(arrived.entry.at, timedelta(milliseconds=offset))
    return replace(arrived, scanned_at=at, corrected=is_corrected)


def _said(who: Who, reason: str) -> dict[str, str]:
    return {"subject": who.subject, "name": who.name, "method": who.method, "reason": reason.strip()}


def _subjects(tubes: Collection[Tube]) -> set[str]:
    return {one.subject for tube in tubes for one in tube.members}


def _may(lead: Lead | None) -> bool:
    return lead is not None and lead.may


def _is_chill(temperature: str) -> bool:
    return not temperature.strip() or _CHILL.fullmatch(temperature.strip()) is not None
