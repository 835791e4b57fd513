"""A station's supplies: received, handed out, taken back, wasted, sent on, counted, undone; the desk writes it down.

What is there is a fold over what all stations of the site wrote (`checkpoint.supplies`); this decides what this station
will write, as far as it knows.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, timedelta

from checkpoint import days, masking, retention
from checkpoint.journal import Entry
from checkpoint.passages import Arrived
from checkpoint.roster import Hold, StockItem, Volunteer
from checkpoint.supplies import handing
from checkpoint.supplies.books import Balance, Books, carry, fold
from checkpoint.supplies.carrying import carried_of
from checkpoint.supplies.handing import Receipt, Refusal
from checkpoint.supplies.moves import MOST, STOCK, UNDONE_WITHIN, Change, Line, body_of
from station.desk import Desk
from station.store.store import Store


@dataclass(frozen=True, slots=True)
class Holder:
    """Whom something is handed out to. number: volunteer_no; name: masked. duty: the shift that it counts for."""

    number: str
    name: str
    duty: str


@dataclass(frozen=True, slots=True)
class Override:
    """A lead lets a quota be passed over. number, role: the lead's."""

    number: str
    role: str
    reason: str


@dataclass(frozen=True, slots=True)
class Given:
    """A kit that was handed out. entry: None when there was nothing to hand out. missing: item -> how many too few."""

    entry: Entry | None
    lines: tuple[Line, ...]
    missing: Mapping[str, int]


class Storeroom:
    """The supplies of a site as one station sees and moves them. Call it from the desk's thread."""

    def __init__(self, desk: Desk) -> None:
        self._desk = desk
        self._books: Books | None = None
        self._row = 0
        self._forgot_on: date | None = None

    # --- what is there ---

    def books(self) -> Books:
        """The site's books; only what came since they were opened is read."""
        if self._books is None or self._books.site != self._site:
            self._row, self._books = self.read()
            return self._books
        new, self._row = self._desk.store.told_after(STOCK, self._row)
        if new:
            self._books = self._books.more(new)
        return self._books

    def read(self) -> tuple[int, Books]:
        """(the row up to which they are read, the books): safe from any thread. Thousands of moves take a second."""
        row = self._desk.store.newest_row(STOCK)
        return row, fold(self._desk.store.told(STOCK), self._site)

    def open_with(self, read: tuple[int, Books]) -> None:
        """Go on from what was read on another thread, where nothing was read here meanwhile."""
        if self._books is None:
            self._row, self._books = read

    def items(self) -> list[StockItem]:
        """Everything that the roster says is kept."""
        return self._desk.store.documents(StockItem)

    @property
    def _site(self) -> str:
        return self._desk.place.site.id

    @property
    def today(self) -> date:
        """The natural day at the site."""
        return days.day_of(self._desk.clock.now(), self._desk.place.zone)

    def _item(self, id_: str) -> StockItem | None:
        return self._desk.store.document(StockItem, id_)

    # --- what comes in ---

    def receive(self, given: Receipt) -> Entry | Refusal:
        """Write down what came in (入库), with two names. Raises StoreTrouble, as everything here that writes."""
        if self._item(given.item) is None:
            return Refusal.UNKNOWN_ITEM
        refused = handing.refused_receipt(given, self._desk.operator)
        if refused is not None:
            return refused
        line = Line(given.item, given.batch.strip(), given.expiry, given.quantity)
        said = {
            "donor": given.donor.strip(),
            "document": given.document.strip(),
            "second": named(self._desk.store, given.second),
        }
        return self._write(Change.RECEIVED, (line,), source=given.source.value, **said)

    # --- what goes out and comes back ---

    def hand_out_kit(self, to: Holder, kit: Mapping[str, int]) -> Given:
        """Hand out what somebody has not got yet of their post's kit for this shift; what is missing is only said."""
        found = handing.kit_of(self.books(), kit, to.number, to.duty, self.today)
        entry = self._write(Change.ISSUED, found.lines, **_to(to)) if found.lines else None
        return Given(entry, found.lines, found.missing)

    def hand_out(self, item: str, quantity: int, to: Holder, override: Override | None = None) -> Entry | Refusal:
        """Hand something out (领用): never more than is known to be there, never an expired batch, within the quota."""
        known, books = self._item(item), self.books()
        if known is None:
            return Refusal.UNKNOWN_ITEM
        lines = handing.picked(books, item, quantity, self.today)
        if isinstance(lines, Refusal):
            return lines
        said: dict[str, str] = {}
        if handing.is_over_quota(books, item, quantity, known.quota, to.number, to.duty):
            refused = _not_overridden(override)
            if override is None or refused is not None:
                return refused or Refusal.OVER_QUOTA
            said = {"approved_by": override.number, "reason": override.reason.strip()}
        return self._write(Change.ISSUED, lines, **_to(to), **said)

    def take_back(self, item: str, quantity: int, of: Holder) -> Entry | Refusal:
        """Somebody gives something back (退回)."""
        lines = handing.given_back(self.books(), item, quantity, of.number)
        return lines if isinstance(lines, Refusal) else self._write(Change.RETURNED, lines, **_to(of))

    def waste(self, line: Line, reason: str) -> Entry | Refusal:
        """Write off what is broken or expired (报损)."""
        refused = self._refused(line, reason)
        return refused or self._write(Change.WASTED, (line,), reason=reason.strip())

    def send(self, line: Line, other_site: str, document: str = "") -> Entry | Refusal:
        """Send something on to another site (调出)."""
        refused = self._refused(line, other_site)
        return refused or self._write(Change.SENT, (line,), other_site=other_site.strip(), document=document.strip())

    def _refused(self, line: Line, reason: str) -> Refusal | None:
        if not 1 <= line.quantity <= MOST:
            return Refusal.BAD_QUANTITY
        if not reason.strip():
            return Refusal.NO_REASON
        there = next((one.quantity for one in self.books().of(line.item) if _key(one) == line.key), 0)
        return Refusal.NOT_ENOUGH if line.quantity > there else None

    # --- what sets right ---

    def count(self, line: Line, reason: str) -> Entry | Refusal:
        """Write down how many were counted (盘点); a difference from the books needs its reason (盘盈, 盘亏)."""
        if self._item(line.item) is None:
            return Refusal.UNKNOWN_ITEM
        if not 0 <= line.quantity <= MOST:
            return Refusal.BAD_QUANTITY
        if line.expiry and not handing.is_day(line.expiry):
            return Refusal.BAD_DATE
        booked = next((one for one in self.books().of(line.item) if _key(one) == line.key), None)
        differs = booked is None or booked.quantity != line.quantity or booked.short
        if differs and not reason.strip():
            return Refusal.NO_REASON
        return self._write(Change.COUNTED, (line,), reason=reason.strip())

    def undo(self, id_: str) -> Entry | Refusal:
        """Take a move of the last day back, by an entry that names it."""
        move = handing.may_undo(self.books(), id_)
        if isinstance(move, Refusal):
            return move
        if self._desk.clock.now() - move.at > UNDONE_WITHIN:
            return Refusal.TOO_LATE
        body = body_of(Change.UNDONE, self._site, self._desk.place.gate.id, move.lines)
        return self._desk.note(STOCK, body, amends=id_)

    def _write(self, change: Change, lines: tuple[Line, ...], **details: str) -> Entry:
        body = body_of(change, self._site, self._desk.place.gate.id, lines, **details)
        return self._desk.note(STOCK, body)

    # --- retention ---

    def forget_expired(self) -> int:
        """Carry the balance over, then forget the moves older than `service_days`; returns how many lost their body.

        Central keeps them for three years (domain 5.2). A little at a time, until nothing is left for today. What the
        carried entry does not speak for is kept.
        """
        if self._forgot_on == self.today:
            return 0
        policy, zone = self._desk.place.site.policy, self._desk.place.zone
        before = self._desk.clock.at_least() - timedelta(days=max(policy.service_days, policy.retention_days))
        # What somebody may not forget is not carried over either, nor is what came after it.
        held = retention.held(self._desk.store.documents(Hold), self._site, zone)
        before = min([before, *(since for since, _ in held)])
        if not self._desk.store.is_kept_before(STOCK, before):
            self._forgot_on = self.today
            return 0
        told = self._desk.store.told(STOCK)
        body = carry(told, self._site, before, [one.id for one in self.items() if one.returns])
        if body is not None:
            entry = self._desk.note(STOCK, body)
            told.append(Arrived(entry, entry.at))
        forgot = self._desk.store.forget_through(STOCK, self._carried_through(told))
        if forgot:
            self._books = None
        else:
            self._forgot_on = self.today
        return forgot

    def _carried_through(self, told: list[Arrived]) -> Mapping[tuple[str, str], int]:
        """What this station's own newest carried entry speaks for."""
        station = self._desk.store.station
        own = [one for one in told if one.entry.station == station and carried_of(one.entry, self._site)]
        newest = max(own, key=lambda one: one.entry.key, default=None)
        found = carried_of(newest.entry, self._site) if newest else None
        return found.through if found else {}


def named(store: Store, typed: str) -> str:
    """Somebody's name to write down: a volunteer's by their number, else as it was typed, masked either way."""
    text = typed.strip()
    known = store.document(Volunteer, text)
    return f"{masking.name(known.name)} ({text})" if known else masking.name(text)


def _to(holder: Holder) -> dict[str, str]:
    return {"holder": holder.number, "holder_name": holder.name, "duty": holder.duty}


def _key(of: Balance) -> tuple[str, str, str]:
    return of.item, of.batch, of.expiry


def _not_overridden(override: Override | None) -> Refusal | None:
    """Why a lead's word does not count, or None."""
    if override is None:
        return Refusal.OVER_QUOTA
    if not handing.lead_of(override.role):
        return Refusal.NO_LEAD
    return None if override.reason.strip() else Refusal.NO_REASON
