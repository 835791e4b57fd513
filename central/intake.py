"""Takes a station's batch of entries in: each judged by itself, all in one transaction, a receipt for each.

A good entry is stored even when one before it is missing; what can't be accepted is kept aside with its reason. The
same batch again changes nothing. Speaking HTTP is left to `api`, tables and locks to the store.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Sequence
from contextlib import suppress
from datetime import datetime, timedelta
from functools import partial
from typing import Any, Final

import msgspec

from central import straight
from central.store import tray
from central.store.books import Books, Held, New
from central.store.schema import in_ms, of_ms
from central.store.stations import StationRow
from central.store.store import Store
from central.timing import UNSAID, Circumstances, Ticks
from checkpoint import rows, signatures
from checkpoint.journal import Disagrees, Entry, MalformedEntry, agreed, read, stamp, to_wire, whole_ms
from checkpoint.rows import Odd, Rows, has_nul
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
LARGEST_ENTRY: Final = 4 * 2**20
"""Bytes: none that is larger came over a line, and no other station would take it."""
TWO_COMPUTERS: Final = "two computers write as this station"
BEGUN_ANEW: Final = "the station goes on here: it was restored from an older disk, or is a copy"
GAPS_TOLD: Final = 20
GAPS_CARRIED: Final = 1_000
"""As many on a stick, which does not come back at once."""
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
    ticks: Ticks = UNSAID,
) -> Pushed:
    """Take a batch. sent_at, ticks: the station's clocks when the request left; now: central's when it came.

    Without sent_at (a batch that was carried here, for hours perhaps) each entry's time is corrected by what its
    station last knew of its own clock. living: the epoch that the station writes now, when it is another one. proof:
    the batch's signature, to be kept.
    """
    now = whole_ms(now)
    around = Circumstances(station.site, sent_at, now, ticks)
    candidates = [candidate(bytes(element), station.id, epoch) for element in raw]
    settle = partial(_settle, candidates=candidates, around=around, proof=proof, after_revocation=_is_late(station))
    return _settled(store, station, epoch, around, living, settle)


def take_run(
    store: Store,
    station: StationRow,
    run: Rows,
    sent_at: datetime,
    now: datetime,
    *,
    proof: str = "",
    ticks: Ticks = UNSAID,
    is_plain: bool = False,
) -> Pushed:
    """Take a run. is_plain: there is no backslash in it.

    Raises Odd, and nothing is stored, when its entries do not come to its last hash.
    """
    now = whole_ms(now)
    around = Circumstances(station.site, sent_at, now, ticks)
    late = _is_late(station)
    settle = partial(straight.settle, run=run, around=around, proof=proof, is_plain=is_plain, after_revocation=late)
    with suppress(Odd):
        pushed = _settled(store, station, run.epoch, around, run.living, settle)
        return msgspec.structs.replace(pushed, stored=pushed.time)
    whole = [msgspec.Raw(msgspec.json.encode(to_wire(one))) for one in rows.entries(run, station.id)]
    return take(store, station, run.epoch, sent_at, whole, now, living=run.living, proof=proof, ticks=ticks)


def _settled(
    store: Store,
    station: StationRow,
    epoch: str,
    around: Circumstances,
    living: str,
    settle: Callable[[Books], list[Receipt]],
) -> Pushed:
    """The answer for what a batch comes to. settle: judges and stores its entries, in the one transaction."""
    now = around.now

    def work(books: Books) -> Pushed:
        # What was carried here may be older than what came since over the line.
        twice = around.sent_at is not None and _is_twice(books, station, living or epoch, now)
        receipts = settle(books)
        if not _is_noted(station, around):
            books.heard(around.offset_ms, now)
        return Pushed(
            receipts=receipts,
            have=books.have,
            have_hash=books.have_hash,
            last=books.last,
            gaps=books.gaps(GAPS_TOLD),
            offset_ms=around.offset_ms or 0,
            time=stamp(now),
            twice=twice,
            runs=True,
        )

    return store.in_books(station.id, epoch, now, work)


def _is_late(station: StationRow) -> bool:
    return station.revoked_at is not None


def _is_noted(station: StationRow, around: Circumstances) -> bool:
    """Whether it is on paper that this station spoke and how its clock stands, as closely as anybody reads it."""
    if station.seen_at is None or not timedelta(0) <= around.now - station.seen_at < HEARD_EVERY:
        return False
    if around.offset_ms is None:
        return True
    return station.offset_ms is not None and abs(around.offset_ms - station.offset_ms) < CLOCK_STEP_MS


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
    if len(raw) > LARGEST_ENTRY:
        return Candidate(raw, entry.seq, entry, "it is larger than an entry may be")
    body, fault = None, ""
    try:
        body = agreed(entry)
    except Disagrees as error:
        fault = str(error)
    if entry.station != station:
        fault = "it was written by another station"
    elif entry.epoch != epoch:
        fault = "it is of another epoch than its batch"
    elif not fault and has_nul(entry):
        fault = "a text holds a NUL character"
    return Candidate(raw, entry.seq, entry, fault[:LONGEST_REASON], body)


def _seq_of(value: Any) -> int:
    seq = value.get("seq") if isinstance(value, dict) else None
    return seq if isinstance(seq, int) and not isinstance(seq, bool) and 0 < seq < 2**53 else 0


def _settle(
    books: Books, candidates: Sequence[Candidate], around: Circumstances, proof: str, *, after_revocation: bool
) -> list[Receipt]:
    """A receipt for each: what is held already, what can't be accepted and what doesn't follow among the rest."""
    sound = [one.entry for one in candidates if one.entry is not None and not one.fault]
    held = books.held_by(entry.seq for entry in sound)
    ids = books.ids_held([entry.id for entry in sound])
    new: list[New] = []
    receipts: list[Receipt] = []
    # Hashes of entries that belong to another history: what follows from one does too.
    elsewhere: set[str] = set()
    for one in candidates:
        found = _receipt_or_new(one, held, ids, elsewhere)
        if isinstance(found, Entry):
            new.append(_new(found, around, one.body))
            ids.add(found.id)
            scanned = new[-1].scanned
            held[found.seq] = Held(found.hash, around.now, of_ms(scanned.at_ms), scanned.corrected)
            found = _accepted(found.seq, STORED, held[found.seq])
        elif found.state == REFUSED:
            if one.entry is not None and found.reason in PARTED:
                elsewhere.add(one.entry.hash)
            _keep_aside(books, one, found.reason, around.now)
        receipts.append(found)
    if receipts and receipts[-1].state == REFUSED:
        # The signature is over the last one, which is of another history or of none.
        proof = ""
    new.sort(key=lambda one: one.seq)
    books.add(new, len(new), around.site, around.now)
    for seq in books.advance(new, proof, after_revocation=after_revocation):
        tray.mark_fork(books.connection, books.station, books.epoch, seq, NOT_FOLLOWING, around.now)
    return receipts


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


def _new(entry: Entry, around: Circumstances, body: bytes | None) -> New:
    at_ms = in_ms(entry.at)
    place = entry.seq, entry.body_digest, entry.prev, entry.hash
    return New(entry, *place, at_ms, around.scanned(at_ms, entry.clock), body)


def _accepted(seq: int, state: str, held: Held) -> Receipt:
    times = {"received_at": stamp(held.received_at), "scanned_at": stamp(held.scanned_at)}
    return Receipt(seq=seq, state=state, corrected=held.corrected, **times)


def _keep_aside(books: Books, one: Candidate, reason: str, now: datetime) -> None:
    text = one.raw.decode("utf-8", "backslashreplace").replace("\0", "\\u0000")
    here = (books.connection, books.station, books.epoch)
    tray.set_aside(*here, one.seq or None, text, reason, now)
    if reason in PARTED:
        tray.mark_fork(*here, one.seq, reason, now)
