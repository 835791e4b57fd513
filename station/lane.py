"""The working side of one lane: opens store, desk and logbook and answers with what pages show; it knows no Qt.

Everything here may wait for the disk, so it is called from a worker's thread and never from the window's.
"""

from __future__ import annotations

from dataclasses import replace
from datetime import date, datetime

from checkpoint import days, handover, identity, registering
from checkpoint.finder import Finder
from checkpoint.gate import Action, Direction, VisualCheck
from checkpoint.handover import Sheet
from checkpoint.notice import as_html, notice
from checkpoint.policy import FieldUse
from checkpoint.registering import Registration
from checkpoint.roster import Community, Gate, Person
from checkpoint.wire import SiteReport
from station import retention, showing
from station.clock import DeviceClock
from station.desk import Desk, Shown
from station.duty_lane import DutyLane
from station.exports import Exports
from station.log_lane import LogLane
from station.logbook import Logbook
from station.reception import Reception
from station.sampling_lane import SamplingLane
from station.settings import Places, Settings
from station.shifts import Refusal, ShiftDesk, Signature
from station.store.engine import key_at
from station.store.marks import PARTED_AT, TWICE
from station.store.store import Store
from station.supply_lane import SupplyLane
from station.tray import TrayDesk
from station.ui.view import Card, Compared, Day, FieldFault, Finding, Form, Found, Link, OnDuty, Row, Status, VisitRow


def open_store(where: Places, *, create: bool = True) -> Store:
    """The store at its place, with this computer's key. Raises StoreTrouble."""
    return Store.open(where.store, key_at(where.key), create=create)


class Lane:
    """One lane at work: what is shown becomes a card, what is decided becomes a card."""

    def __init__(self, store: Store, settings: Settings, clock: DeviceClock) -> None:
        """Raises NotReady when the station is not enrolled or has no roster yet."""
        self.store = store
        self._clock = clock
        self._desk = Desk(store, clock, operator=settings.operator, shift=settings.shift, lane=settings.lane)
        self._desk.direction = Direction(settings.direction)
        self._logbook = Logbook(store, self._desk.place)
        self._reception = Reception(self._desk)
        self.tray = TrayDesk(self._desk)
        self._shifts = ShiftDesk(self._desk)
        self.duties = DutyLane(self._desk, self._shifts)
        self.supplies = SupplyLane(self._desk, self._shifts, self.duties.kits, self.duties.book)
        self.sampling = SamplingLane(self._desk, self._shifts)
        self.log = LogLane(self._desk)
        self.exports = Exports(self._desk, self._shifts, self._logbook)
        self._shifts.adds = self._with_log_and_stock
        self._signed: Signature | None = None
        self._is_handing_over, self._notes = False, ""
        self._finder: Finder | None = None
        self._finder_version = ""
        self._times_other = 0
        self._place_version = store.mark("roster_version") or ""

    # --- who is at the gate ---

    def show(self, text: str, method: str, suppressed: int) -> Card:
        """The card of what a code says, on disk already. Raises StoreTrouble."""
        return self._card(self._desk.show(text, method=method, suppressed=suppressed))

    def decide(self, attempt: str, action: str) -> Card | None:
        """The card after a decision, on disk already; None when there was nothing left to decide."""
        return self._card_or_none(self._desk.decide(attempt, Action(action)))

    def measure(self, attempt: str, typed: str) -> Card | None:
        """The card after a temperature was taken; None when it is none, or too late for it."""
        tenths = registering.tenths_of(typed)
        return None if tenths is None else self._card_or_none(self._desk.measure(attempt, tenths))

    def note_plate(self, attempt: str, plate: str) -> Card | None:
        """The card of an emergency vehicle with its plate."""
        return self._card_or_none(self._desk.note_plate(attempt, plate))

    def note_heads(self, attempt: str, typed: str) -> Card | None:
        """The card of a vehicle with the number of people in it; None when that is no number."""
        return self._card_or_none(self._desk.note_heads(attempt, int(typed))) if typed.isdecimal() else None

    def add_head(self, attempt: str) -> Card | None:
        """The card of a resident with one more in their car; None when it is too late for it."""
        return self._card_or_none(self._desk.add_head(attempt))

    def emergency(self) -> Card:
        """An emergency vehicle goes through."""
        return self._card(self._reception.emergency())

    def see(self, seen: str) -> Card:
        """What was seen on somebody's phone."""
        return self._card(self._reception.see(VisualCheck(seen)))

    def _card(self, shown: Shown) -> Card:
        policy = self._desk.policy
        return showing.card(shown, policy.undo_s, counts_heads=policy.heads is not FieldUse.HIDDEN)

    def _card_or_none(self, shown: Shown | None) -> Card | None:
        return None if shown is None else self._card(shown)

    # --- without a code ---

    def find(self, typed: str) -> Finding:
        """People of the roster whom a name, a building or an identity number means.

        The first question takes a second for a large roster: this and `household` are asked on a thread of their own.
        """
        read = identity.read(typed) if any(one.isdigit() for one in typed) and len(typed.strip()) >= 15 else None
        if isinstance(read, identity.Fault):
            return Finding(query=typed, fault=read.code, position=read.position, expected=read.expected, is_number=True)
        if isinstance(read, identity.Identity):
            people = self._by_number(read)
            return Finding(query=typed, people=people, fault="" if people else "nobody", is_number=True)
        people = tuple(showing.found(one.person) for one in self._roster_finder().find(typed))
        return Finding(query=typed, people=people, fault="" if people else "nobody")

    def admit(self, subject: str, method: str) -> Card | None:
        """Somebody of the roster comes without a code; None when the roster does not hold them any more.

        method: manual, id_typed or proxy (a relative's pass).
        """
        person = self.store.document(Person, subject)
        return None if person is None else self._card(self._reception.admit(person, method))

    def household(self, attempt: str) -> Finding:
        """The others of the home of somebody whose pass was shown."""
        passage = self.store.passage(attempt)
        person = self.store.document(Person, passage.subject) if passage and passage.subject else None
        home = self._roster_finder().household(person) if person else []
        others = tuple(showing.found(one) for one in home if person is not None and one.id != person.id)
        return Finding(query="", people=others, is_household=True, holder=passage.name if passage else "")

    def _by_number(self, read: identity.Identity) -> tuple[Found, ...]:
        finder = self._roster_finder()
        hashes = (identity.keyed(read.number, key) for key in self._desk.place.lookup.values())
        people = [found for hash_ in hashes if (found := finder.by_id_hash(hash_)) is not None]
        return tuple(showing.found(person) for person in people[:1])

    def _roster_finder(self) -> Finder:
        """Made anew when the roster has changed."""
        version = self.store.mark("roster_version") or ""
        if self._finder is None or version != self._finder_version:
            self._finder, self._finder_version = Finder(self.store.documents(Person)), version
        return self._finder

    def form(self, category: str, attempt: str) -> Form:
        """The form for somebody of that category. attempt: the card that it settles, or empty."""
        passage = self.store.passage(attempt) if attempt else None
        return showing.form(category, self._desk.policy, attempt, passage.name if passage else "")

    def register(self, category: str, values: dict[str, str], attempt: str) -> Card | tuple[FieldFault, ...]:
        """The card of somebody who was written down, or what is wrong with what was written."""
        passage = self.store.passage(attempt) if attempt else None
        given = Registration(
            category=category, values=values, attempt=attempt, subject=passage.subject if passage else None
        )
        done = self._reception.register(given)
        if isinstance(done, list):
            return tuple(FieldFault(fault.field, fault.code) for fault in done)
        return self._card(done)

    def turn_away(self, category: str, attempt: str) -> Card:
        """The card of somebody who was not written down."""
        return self._card(self._reception.turn_away(category, attempt))

    def visits(self) -> tuple[VisitRow, ...]:
        """Everybody inside whose visit has an end."""
        return tuple(showing.visit(one) for one in self._reception.visits())

    def leave_together(self, employer: str) -> Card | None:
        """All couriers of a company leave; the card of the last one."""
        gone = self._reception.leave_together(employer)
        return self._card(gone[-1]) if gone else None

    def leave(self, subject: str, presumed: bool) -> Card | None:
        """Somebody inside leaves without a code, or is taken to have left."""
        return self._card_or_none(self._reception.leave(subject, presumed=presumed))

    # --- shift ---

    def duty(self) -> OnDuty:
        """The shift as it runs."""
        return self._on_duty()

    def sign(self, text: str) -> OnDuty:
        """Somebody held a badge up on the shift page: sign in, or the second signature of a handover."""
        return self._take(self._shifts.by_badge(text))

    def sign_with_pin(self, number: str, pin: str) -> OnDuty:
        """Somebody typed their number and PIN."""
        return self._take(self._shifts.by_pin(number, pin))

    def _with_log_and_stock(self, sheet: Sheet) -> Sheet:
        return replace(sheet, log=self.log.between(sheet.began_at, sheet.until), stock=self.supplies.kept())

    def begin_handover(self, notes: str) -> OnDuty:
        """From now on the next signatures are those of a handover: first who goes, then who comes."""
        self._notes, self._is_handing_over, self._signed = notes, True, None
        return self._on_duty()

    def stop_handover(self) -> OnDuty:
        """No handover after all."""
        self._is_handing_over, self._signed = False, None
        return self._on_duty()

    def _take(self, who: Signature | Refusal) -> OnDuty:
        if isinstance(who, Refusal):
            return self._on_duty(refusal=who.value)
        if not self._is_handing_over:
            numbers = {one.number for one in self._shifts.shift.operators} if self._shifts.shift else set()
            acting = self._shifts.shift.acting.number if self._shifts.shift else ""
            # Whoever acts and shows the badge again goes off duty; anybody else comes on.
            if who.operator.number in numbers and who.operator.number == acting:
                self._shifts.sign_out(who)
            else:
                self._shifts.sign_in(who)
            return self._on_duty()
        return self._hand_over(who)

    def _hand_over(self, who: Signature) -> OnDuty:
        if self._signed is None:
            on_duty = {one.number for one in self._shifts.shift.operators} if self._shifts.shift else set()
            if who.operator.number not in on_duty:
                return self._on_duty(refusal=Refusal.NOT_ON_DUTY.value)
            self._signed = who
            return self._on_duty()
        done = self._shifts.hand_over(self._signed, who, self._notes)
        if isinstance(done, Refusal):
            return self._on_duty(refusal=done.value)
        self._is_handing_over, self._signed = False, None
        return self._on_duty(sheet=done, handed_over=True)

    def _on_duty(self, *, refusal: str = "", sheet: Sheet | None = None, handed_over: bool = False) -> OnDuty:
        shift = self._shifts.shift
        return OnDuty(
            label=shift.label if shift else "",
            people=tuple((one.number, one.name) for one in shift.operators) if shift else (),
            sheet=sheet or self._shifts.sheet(self._notes if self._is_handing_over else ""),
            refusal=refusal,
            outgoing=self._signed.operator.name if self._signed else "",
            handed_over=handed_over,
            is_handing_over=self._is_handing_over,
        )

    # --- the lane ---

    def set_peak(self, on: bool) -> None:
        """Begin or end a queue peak."""
        self._desk.set_peak(on)

    def turn(self, direction: str) -> None:
        """Let the lane go the other way from now on."""
        self._desk.direction = Direction(direction)

    def refresh(self) -> None:
        """Take the roster's newest word on this place; nothing is read again while it has said nothing new."""
        version = self.store.mark("roster_version") or ""
        if version != self._place_version:
            self._desk.refresh()
            self.duties.refresh()
            self._logbook.place, self._place_version = self._desk.place, version

    @property
    def debounce_s(self) -> float:
        """The site's debounce, seconds."""
        return self._desk.place.site.policy.debounce_s

    @property
    def site_name(self) -> str:
        """What the site is called."""
        return self._desk.place.site.name

    @property
    def zone_name(self) -> str:
        """The site's time zone."""
        return self._desk.place.site.time_zone

    def rows(self) -> tuple[Row, ...]:
        """The last passages of this station."""
        return tuple(showing.row(passage, self._desk.place.gate.name) for passage in self._logbook.newest())

    def status(self) -> Status:
        """What is always in sight, as far as the disk knows; the link is filled in by whoever asks central."""
        place, figures = self._desk.place, self._logbook.figures(self._clock.now())
        synced = self.store.mark("last_sync_at")
        return Status(
            site=place.site.name,
            gate=place.gate.name,
            lane=self._desk.lane,
            direction=self._desk.direction,
            operator=self._desk.operator,
            shift=self._desk.shift,
            link=Link.OFFLINE,
            last_sync=datetime.fromisoformat(synced) if synced else None,
            unsent=self.store.unsent_count(),
            refused=self.store.refused_count(),
            is_twice=bool(self.store.mark(TWICE)),
            has_parted=bool(self.store.mark(PARTED_AT)),
            inside=figures.inside,
            entered=figures.entered,
            left=figures.left,
            turned_away=figures.turned_away,
            clock_offset_ms=self._clock.offset_ms,
            visits=figures.visits,
            visits_late=figures.visits_late,
            is_peak=self._desk.is_peak,
            lock_s=place.site.policy.lock_s,
            looks_at_codes=self._desk.policy.visual_check is not FieldUse.HIDDEN,
            samples=place.site.policy.sampling.on,
        )

    def day(self, chosen: date, part: str) -> Day:
        """The day page's content; part: the figure whose passages are wanted, or empty. Safe from any thread."""
        names = {gate.id: gate.name for gate in self.store.documents(Gate)}
        passages = self._logbook.passages(chosen)
        report = self._logbook.report(chosen, self._clock.now())
        made_of = self._logbook.inside_at_end(chosen) if part == "inside_at_end" else None
        if part.startswith(showing.OF_SHIFT):
            made_of = showing.making(part.removeprefix(showing.OF_SHIFT), self._shifts.passages())
        return showing.day(
            chosen, report, passages, names, part, self._desk.place.zone, made_of, is_guarded=self.exports.is_guarded
        )

    def compare(self, said: SiteReport) -> Compared | None:
        """Central's figures of today beside our own; None while something is on its way, or of another day."""
        figures = self._logbook.figures(self._clock.now())
        there = [said.figures.get(name) for name in ("in", "out", "inside_at_end")]
        if said.day != self.today().isoformat() or self.store.unsent_count() or not all(map(_is_count, there)):
            return None
        entered, left, inside = (int(one or 0) for one in there)
        is_other = (entered, left, inside) != (figures.entered, figures.left, figures.inside)
        self._times_other = self._times_other + 1 if is_other else 0
        return Compared(said.day, entered, left, inside, differs=self._times_other > 1)

    def notice(self, language: str) -> str:
        """The printable notice of this site, as HTML."""
        site = self._desk.place.site
        community = self.store.document(Community, site.community)
        return as_html(notice(site, language, community.name if community else ""))

    def sheet_html(self, sheet: Sheet, language: str) -> str:
        """A handover sheet to print, as HTML."""
        return handover.as_html(sheet, language, self._desk.place.zone)

    def today(self) -> date:
        """The natural day at this site."""
        return days.day_of(self._clock.now(), self._desk.place.zone)

    def forget_expired(self) -> int:
        """Forget what retention says is over, but for what is kept in books. Safe from any thread, and nobody waits.

        By whichever clock is behind: nothing that is forgotten comes back, and central orders what is over by its own.
        """
        return retention.forget_expired(self.store, self._logbook, self._clock.at_least())

    def forget_moves(self, forgot: int) -> int:
        """Forget what is over of what is kept in books, on the desk's thread; how many bodies went with it.

        forgot: how many went elsewhere just before.
        """
        return forgot + self.supplies.forget_expired() + self.sampling.forget_expired(forgot)


def _is_count(value: object) -> bool:
    return isinstance(value, int) and not isinstance(value, bool)
