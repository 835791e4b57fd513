"""Takes a station's batch of entries in: each judged by itself, all in one transaction, a receipt for each.

A good entry is stored even when one before it is missing; what can't be accepted is kept aside with its reason. The
same batch again changes nothing. Speaking HTTP is left to `api`, tables and locks to the store.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any, Final

import msgspec

from central.store.books import Beside, Books, Held
from central.store.store import StationRow, Store
from checkpoint.days import corrected_time
from checkpoint.journal import Entry, MalformedEntry, own_fault, read, stamp, whole_ms
from checkpoint.wire import KNOWN, REFUSED, STORED, Message, Pushed, Receipt

EPOCH: Final = re.compile(r"[A-Za-z0-9._:-]{1,64}")
LONGEST_REASON: Final = 300
"""Characters of a reason: it may quote what came, which may be megabytes."""
OTHER_HISTORY: Final = "another entry stands at this place already"
NOT_FOLLOWING: Final = "it does not follow from the entry before it"


class Batch(Message, frozen=True, kw_only=True):
    """`wire.Push` with its entries still text, so that one that cannot even be read is refused by itself."""

    epoch: str
    sent_at: str
    entries: list[msgspec.Raw]


@dataclass(frozen=True, slots=True)
class Candidate:
    """One element of a batch. seq: 0 when none can be read. entry: None when it could not be read as one."""

    raw: bytes
    seq: int
    entry: Entry | None
    fault: str


@dataclass(frozen=True, slots=True)
class Circumstances:
    """Of the whole batch. offset: central's clock minus the station's, None when it was not on a line that tells.

    now: central's clock, whole milliseconds.
    """

    site: str
    offset: timedelta | None
    now: datetime


def take(
    store: Store, station: StationRow, epoch: str, sent_at: datetime | None, raw: Sequence[msgspec.Raw], now: datetime
) -> Pushed:
    """Take a batch. sent_at: the station's clock when the request left; now: central's when it came.

    Without sent_at (a batch that was carried here, for hours perhaps) each entry's time is corrected by what its
    station last knew of its own clock.
    """
    now = whole_ms(now)
    around = Circumstances(station.site, None if sent_at is None else now - sent_at, now)
    candidates = [candidate(bytes(element), station.id, epoch) for element in raw]
    receipts, have = store.in_books(station.id, epoch, now, lambda books: _settle(books, candidates, around))
    offset_ms = 0 if around.offset is None else _in_ms(around.offset)
    return Pushed(receipts=receipts, have=have, offset_ms=offset_ms, time=stamp(now))


def candidate(raw: bytes, station: str, epoch: str) -> Candidate:
    """The element as far as it can be read, and why it cannot be accepted; whether it came before is not asked."""
    try:
        entry = read(raw)
        return Candidate(raw, entry.seq, entry, _fault(entry, station, epoch, raw))
    except MalformedEntry as error:
        return Candidate(raw, _seq_of(msgspec.json.decode(raw)), None, str(error)[:LONGEST_REASON])
    except (msgspec.DecodeError, UnicodeError, RecursionError) as error:
        return Candidate(raw, 0, None, f"it cannot be read ({type(error).__name__})")


def _fault(entry: Entry, station: str, epoch: str, raw: bytes) -> str:
    if entry.station != station:
        return "it was written by another station"
    if entry.epoch != epoch:
        return "it is of another epoch than its batch"
    # JSON spells that character in one way only, so most entries need not be looked through.
    return (own_fault(entry) or (_unkeepable(entry) if b"\\u0000" in raw else ""))[:LONGEST_REASON]


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


def _settle(books: Books, candidates: Sequence[Candidate], around: Circumstances) -> tuple[list[Receipt], int]:
    """A receipt for each, and `have`."""
    sound = [one.entry for one in candidates if one.entry is not None and not one.fault]
    held = books.held([entry.seq for entry in sound])
    ids = books.ids_held([entry.id for entry in sound])
    new: list[tuple[Entry, Beside]] = []
    receipts: list[Receipt] = []
    for one in candidates:
        found = _receipt_or_new(one, held, ids)
        if isinstance(found, Entry):
            beside = _beside(found, around)
            new.append((found, beside))
            ids.add(found.id)
            held[found.seq] = Held(found.hash, around.now, beside.scanned_at, beside.corrected)
            found = _accepted(found.seq, STORED, held[found.seq])
        elif found.state == REFUSED:
            _keep_aside(books, one, found.reason, around.now)
        receipts.append(found)
    books.add(new)
    have, parted = books.advance([entry for entry, _ in new])
    for seq in parted:
        books.mark_fork(seq, NOT_FOLLOWING, around.now)
    books.heard(None if around.offset is None else _in_ms(around.offset), around.now)
    return receipts, have


def _receipt_or_new(one: Candidate, held: dict[int, Held], ids: set[str]) -> Receipt | Entry:
    """The entry when it is good and new, else the receipt that says what it is instead."""
    if one.entry is None or one.fault:
        return Receipt(seq=one.seq, state=REFUSED, reason=one.fault)
    before = held.get(one.seq)
    if before is not None and before.hash != one.entry.hash:
        return Receipt(seq=one.seq, state=REFUSED, reason=OTHER_HISTORY)
    if before is not None:
        return _accepted(one.seq, KNOWN, before)
    if one.entry.id in ids:
        return Receipt(seq=one.seq, state=REFUSED, reason="another entry has this id already")
    return one.entry


def _beside(entry: Entry, around: Circumstances) -> Beside:
    offset = timedelta(milliseconds=entry.clock.offset_ms or 0) if around.offset is None else around.offset
    try:
        scanned_at, corrected = corrected_time(entry.at, offset)
    except OverflowError:
        # A clock so wrong that the corrected time is beyond the calendar: the device's own is all there is.
        scanned_at, corrected = entry.at, False
    return Beside(around.site, around.now, _in_ms(offset), whole_ms(scanned_at), corrected)


def _accepted(seq: int, state: str, held: Held) -> Receipt:
    times = {"received_at": stamp(held.received_at), "scanned_at": stamp(held.scanned_at)}
    return Receipt(seq=seq, state=state, corrected=held.corrected, **times)


def _keep_aside(books: Books, one: Candidate, reason: str, now: datetime) -> None:
    text = one.raw.decode("utf-8", "backslashreplace").replace("\0", "\\u0000")
    books.set_aside(one.seq or None, text, reason, now)
    if reason == OTHER_HISTORY:
        books.mark_fork(one.seq, reason, now)


def _in_ms(offset: timedelta) -> int:
    return offset // timedelta(milliseconds=1)
