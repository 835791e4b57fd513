"""Takes a station's batch of entries in: each judged by itself, all in one transaction, a receipt for each.

A good entry is stored even when one before it is missing; what can't be accepted is kept aside with its reason. The
same batch again changes nothing. Speaking HTTP is left to `api`, tables and locks to the store.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from functools import cached_property
from typing import Any, Final, NamedTuple

import msgspec

from central.store import tray
from central.store.books import Beside, Books, Held
from central.store.stations import StationRow
from central.store.store import Store
from checkpoint import signatures
from checkpoint.days import CLOCK_TOLERANCE, corrected_time
from checkpoint.journal import GENESIS, Disagrees, Entry, MalformedEntry, agreed, read, stamp, whole_ms
from checkpoint.wire import (
    ASIDE_TOLD,
    KNOWN,
    NOT_FOLLOWING,
    OTHER_HISTORY,
    PARTED,
    REFUSED,
    STORED,
    Message,
    Pushed,
    Receipt,
    Standing,
)

EPOCH: Final = re.compile(r"[A-Za-z0-9._:-]{1,64}")
LONGEST_REASON: Final = 300
"""Characters of a reason. It quotes nothing of what came: it outlives the entry, whose text retention forgets."""
TWO_COMPUTERS: Final = "two computers write as this station"
BEGUN_ANEW: Final = "the station goes on here: it was restored from an older disk, or is a copy"
GAPS_TOLD: Final = 20
GAPS_CARRIED: Final = 1_000
"""As many on a stick, which does not come back at once."""
BACKSLASH: Final = b"\\"
"""With it JSON writes every character that a text for a database might have to write otherwise."""
_NOT_SET: Final = timedelta()
HEARD_EVERY: Final = timedelta(seconds=20)
"""What is said within that time of the last note is not noted once more: a note is a write."""
CLOCK_STEP_MS: Final = 250
"""A clock's offset is noted anew from this difference on: what the line itself adds to it is as large."""


class Batch(Message, frozen=True, kw_only=True):
    """`wire.Push` with its entries still text, so that one that cannot even be read is refused by itself."""

    epoch: str
    sent_at: str
    entries: list[msgspec.Raw]
    living: str = ""
    mono_ms: int = 0
    boot: str = ""


class Place(msgspec.Struct, frozen=True):
    """Where an entry says that it stands, as far as a signature needs it."""

    seq: int = 0
    hash: str = ""


class Candidate(msgspec.Struct, frozen=True, gc=False):
    """One element of a batch. seq: 0 when none can be read. entry: None when it could not be read as one.

    body: its own, as it was sealed; None when it was forgotten or the entry has a fault.
    """

    raw: bytes
    seq: int
    entry: Entry | None
    fault: str
    body: bytes | None = None


class Ticks(NamedTuple):
    """A station's monotonic clock as a batch left, in that boot; no boot: it was not said."""

    mono_ms: int = 0
    boot: str = ""


_UNSAID: Final = Ticks()


@dataclass(frozen=True)
class Circumstances:
    """Of the whole batch. sent_at: the station's clock, None when it was not on a line that tells.

    now: central's clock, whole milliseconds. ticks: what else the station's clocks showed.
    """

    site: str
    sent_at: datetime | None
    now: datetime
    ticks: Ticks = _UNSAID

    @cached_property
    def offset(self) -> timedelta | None:
        """Central's clock minus the station's."""
        return None if self.sent_at is None else self.now - self.sent_at

    def set_since(self, entry: Entry) -> timedelta:
        """How far the wall clock was put forward since that entry; nothing where it only went on or nobody knows."""
        if self.sent_at is None or not self.ticks.boot or entry.clock.boot != self.ticks.boot:
            return _NOT_SET
        forward = self.sent_at - entry.at - timedelta(milliseconds=self.ticks.mono_ms - entry.clock.mono_ms)
        return forward if abs(forward) > CLOCK_TOLERANCE else _NOT_SET

    @cached_property
    def near_ms(self) -> int | None:
        """The offset in milliseconds when it is so small that no time is corrected by it."""
        return None if self.offset is None or abs(self.offset) > CLOCK_TOLERANCE else _in_ms(self.offset)


def signed_part(batch: Batch, raw: bytes) -> signatures.Batch:
    """What the station's signature covers. raw: the request's body, unpacked."""
    try:
        last = msgspec.json.decode(batch.entries[-1], type=Place)
    except (IndexError, msgspec.DecodeError, UnicodeError, RecursionError):
        last = Place()
    return signatures.Batch(batch.epoch, last.seq, last.hash, signatures.digest(raw))


def take(
    store: Store,
    station: StationRow,
    epoch: str,
    sent_at: datetime | None,
    raw: Sequence[msgspec.Raw],
    now: datetime,
    *,
    living: str = "",
    proof: str = "",
    ticks: Ticks = _UNSAID,
) -> Pushed:
    """Take a batch. sent_at, ticks: the station's clocks when the request left; now: central's when it came.

    Without sent_at (a batch that was carried here, for hours perhaps) each entry's time is corrected by what its
    station last knew of its own clock. living: the epoch that the station writes now, when it is another one. proof:
    the batch's signature, to be kept.
    """
    now = whole_ms(now)
    around = Circumstances(station.site, sent_at, now, ticks)
    candidates = [candidate(bytes(element), station.id, epoch) for element in raw]

    def work(books: Books) -> Pushed:
        # What was carried here may be older than what came since over the line.
        twice = sent_at is not None and _is_twice(books, station, living or epoch, now)
        receipts, have = _settle(books, candidates, around, proof, after_revocation=station.revoked_at is not None)
        if not _is_noted(station, around):
            books.heard(None if around.offset is None else _in_ms(around.offset), now)
        return Pushed(
            receipts=receipts,
            have=have,
            have_hash=books.have_hash,
            last=books.last,
            gaps=books.gaps(GAPS_TOLD),
            offset_ms=0 if around.offset is None else _in_ms(around.offset),
            time=stamp(now),
            twice=twice,
        )

    return store.in_books(station.id, epoch, now, work)


def _is_noted(station: StationRow, around: Circumstances) -> bool:
    """Whether it is on paper that this station spoke and how its clock stands, as closely as anybody reads it."""
    if station.seen_at is None or not timedelta(0) <= around.now - station.seen_at < HEARD_EVERY:
        return False
    if around.offset is None:
        return True
    return station.offset_ms is not None and abs(_in_ms(around.offset) - station.offset_ms) < CLOCK_STEP_MS


def standing(
    store: Store, station: StationRow, epoch: str, living: str, now: datetime, at: int = 0, *, is_carried: bool = False
) -> Standing:
    """What is held of that epoch, and at that place in it. living: the one that the station writes now.

    is_carried: it wrote that one when a stick left, which may be long ago.
    """

    def work(books: Books) -> Standing:
        is_news = not is_carried or station.epoch is None or living > station.epoch
        return Standing(
            epoch=epoch,
            have=books.have,
            have_hash=books.have_hash,
            last=books.last,
            gaps=books.gaps(GAPS_CARRIED if is_carried else GAPS_TOLD),
            # Of an epoch that sorts before the one it writes nobody knows when that was: nothing is judged by it.
            twice=_is_twice(books, station, living, whole_ms(now)) if is_news else station.twice_since is not None,
            time=stamp(now),
            there=held[at].hash if at in (held := books.held_by([at])) else "",
            # Whoever looks for a place asks many times.
            aside=None if at else tray.places(books.connection, station.id, epoch, ASIDE_TOLD),
        )

    return store.in_books(station.id, epoch, now, work)


def is_twice(store: Store, station: StationRow, living: str, now: datetime) -> bool:
    """Whether another computer writes as this station, which says that it lives in that epoch and has nothing to send.

    A gate where nobody passes says so with its questions for the feed: a twin is named without waiting for an entry.
    """
    if living == station.epoch:
        return station.twice_since is not None
    return store.in_books(station.id, living, now, lambda books: _is_twice(books, station, living, whole_ms(now)))


def _is_twice(books: Books, station: StationRow, living: str, now: datetime) -> bool:
    """Whether the station goes on in an epoch that it had left: then another computer has its name and key."""
    if living == station.epoch:
        return station.twice_since is not None
    before, is_back = books.lives_in(living, now)
    if not is_back:
        if before not in {None, living}:
            tray.mark_fork(books.connection, station.id, living, 1, BEGUN_ANEW, now)
        return station.twice_since is not None
    tray.mark_fork(books.connection, station.id, living, 0, TWO_COMPUTERS, now)
    return True


def candidate(raw: bytes, station: str, epoch: str) -> Candidate:
    """The element as far as it can be read, and why it cannot be accepted; whether it came before is not asked."""
    try:
        entry = read(raw)
    except MalformedEntry as error:
        return Candidate(raw, _seq_of(msgspec.json.decode(raw)), None, str(error)[:LONGEST_REASON])
    except (msgspec.DecodeError, UnicodeError, RecursionError) as error:
        return Candidate(raw, 0, None, f"it cannot be read ({type(error).__name__})")
    body, fault = None, ""
    try:
        body = agreed(entry)
    except Disagrees as error:
        fault = str(error)
    if entry.station != station:
        fault = "it was written by another station"
    elif entry.epoch != epoch:
        fault = "it is of another epoch than its batch"
    elif not fault and BACKSLASH in raw:
        # JSON spells a NUL in one way only, so most entries need not be looked through.
        fault = _unkeepable(entry)
    return Candidate(raw, entry.seq, entry, fault[:LONGEST_REASON], body)


def _unkeepable(entry: Entry) -> str:
    """Why a sound entry would not come out of every database as it went in: PostgreSQL refuses NUL in a text."""
    clock = entry.clock
    texts = (entry.id, entry.kind, entry.operator, entry.shift, entry.amends or "", clock.boot, entry.salt or "")
    if any("\0" in text for text in (*texts, entry.epoch, entry.prev, entry.body_digest)):
        return "a text holds a NUL character"
    return ""


def _seq_of(value: Any) -> int:
    seq = value.get("seq") if isinstance(value, dict) else None
    return seq if isinstance(seq, int) and not isinstance(seq, bool) and 0 < seq < 2**53 else 0


def _settle(
    books: Books, candidates: Sequence[Candidate], around: Circumstances, proof: str, *, after_revocation: bool
) -> tuple[list[Receipt], int]:
    """A receipt for each, and `have`."""
    new, receipts = _going_on(books, candidates, around) or _one_by_one(books, candidates, around)
    books.add(new, is_plain=_is_plain(around.site) and not any(BACKSLASH in one.raw for one in candidates))
    have, parted = books.advance([entry for entry, _ in new], proof, after_revocation=after_revocation)
    for seq in parted:
        tray.mark_fork(books.connection, books.station, books.epoch, seq, NOT_FOLLOWING, around.now)
    return receipts, have


def _is_plain(site: str) -> bool:
    return site.isprintable() and "\\" not in site


Settled = tuple[list[tuple[Entry, Beside]], list[Receipt]]
"""What is new, and a receipt for each candidate."""


def _going_on(books: Books, candidates: Sequence[Candidate], around: Circumstances) -> Settled | None:
    """All of them, when each is good and follows from the one before, from where the journal ends: as nearly always."""
    seq, tip, ids = books.have, books.have_hash or GENESIS, set()
    if seq != books.last:
        return None
    new, receipts, received = [], [], stamp(around.now)
    for one in candidates:
        entry, seq = one.entry, seq + 1
        if entry is None or one.fault or entry.seq != seq or entry.prev != tip:
            return None
        tip, beside = entry.hash, _beside(entry, around, one.body)
        ids.add(entry.id)
        new.append((entry, beside))
        times = stamp(beside.scanned_at), beside.corrected
        receipts.append(Receipt(seq=seq, state=STORED, received_at=received, scanned_at=times[0], corrected=times[1]))
    return None if len(ids) < len(new) or (ids and books.ids_held(list(ids))) else (new, receipts)


def _one_by_one(books: Books, candidates: Sequence[Candidate], around: Circumstances) -> Settled:
    """The same of any batch: what is held already, what can't be accepted and what doesn't follow among the rest."""
    sound = [one.entry for one in candidates if one.entry is not None and not one.fault]
    held = books.held_by(entry.seq for entry in sound)
    ids = books.ids_held([entry.id for entry in sound])
    new: list[tuple[Entry, Beside]] = []
    receipts: list[Receipt] = []
    # Hashes of entries that belong to another history: what follows from one does too.
    elsewhere: set[str] = set()
    for one in candidates:
        found = _receipt_or_new(one, held, ids, elsewhere)
        if isinstance(found, Entry):
            beside = _beside(found, around, one.body)
            new.append((found, beside))
            ids.add(found.id)
            held[found.seq] = Held(found.hash, around.now, beside.scanned_at, beside.corrected)
            found = _accepted(found.seq, STORED, held[found.seq])
        elif found.state == REFUSED:
            if one.entry is not None and found.reason in PARTED:
                elsewhere.add(one.entry.hash)
            _keep_aside(books, one, found.reason, around.now)
        receipts.append(found)
    return new, receipts


def _receipt_or_new(one: Candidate, held: dict[int, Held], ids: set[str], elsewhere: set[str]) -> Receipt | Entry:
    """The entry when it is good and new, else the receipt that says what it is instead."""
    if one.entry is None or one.fault:
        return Receipt(seq=one.seq, state=REFUSED, reason=one.fault)
    before = held.get(one.seq)
    if before is not None and before.hash != one.entry.hash:
        return Receipt(seq=one.seq, state=REFUSED, reason=OTHER_HISTORY)
    if before is not None:
        return _accepted(one.seq, KNOWN, before)
    follows = held.get(one.seq - 1)
    if one.entry.prev in elsewhere or (follows is not None and follows.hash != one.entry.prev):
        return Receipt(seq=one.seq, state=REFUSED, reason=NOT_FOLLOWING)
    if one.entry.id in ids:
        return Receipt(seq=one.seq, state=REFUSED, reason="another entry has this id already")
    return one.entry


def _beside(entry: Entry, around: Circumstances, body: bytes | None) -> Beside:
    was_set = around.set_since(entry)
    if around.near_ms is not None and was_set is _NOT_SET:
        return Beside(around.site, around.now, around.near_ms, entry.at, False, body)
    offset = timedelta(milliseconds=entry.clock.offset_ms or 0) if around.offset is None else around.offset + was_set
    try:
        scanned_at, corrected = corrected_time(entry.at, offset)
    except OverflowError:
        # A clock so wrong that the corrected time is beyond the calendar: the device's own is all there is.
        scanned_at, corrected = entry.at, False
    return Beside(around.site, around.now, _in_ms(offset), whole_ms(scanned_at), corrected, body)


def _accepted(seq: int, state: str, held: Held) -> Receipt:
    times = {"received_at": stamp(held.received_at), "scanned_at": stamp(held.scanned_at)}
    return Receipt(seq=seq, state=state, corrected=held.corrected, **times)


def _keep_aside(books: Books, one: Candidate, reason: str, now: datetime) -> None:
    text = one.raw.decode("utf-8", "backslashreplace").replace("\0", "\\u0000")
    here = (books.connection, books.station, books.epoch)
    tray.set_aside(*here, one.seq or None, text, reason, now)
    if reason in PARTED:
        tray.mark_fork(*here, one.seq, reason, now)


def _in_ms(offset: timedelta) -> int:
    return offset // timedelta(milliseconds=1)
