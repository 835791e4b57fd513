"""Takes a station's batch of entries in: each judged by itself, all in one transaction, a receipt for each.

A good entry is stored even when one before it is missing; what can't be accepted is kept aside with its reason. The
same batch again changes nothing. Speaking HTTP is left to `api`.
"""

from __future__ import annotations

import hashlib
import json
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any, Final

import sqlalchemy as sa
from sqlalchemy.engine import Connection

from central.store import entries
from central.store import schema as tables
from central.store.store import StationRow, Store
from checkpoint.days import corrected_time
from checkpoint.journal import Entry, MalformedEntry, from_wire, own_fault, stamp, whole_ms
from checkpoint.wire import KNOWN, REFUSED, STORED, Pushed, Receipt

LONGEST_RAW: Final = 64_000
"""Bytes of a refused entry that are kept: enough for any real one, bounded for a station that has gone mad."""


@dataclass(frozen=True, slots=True)
class Candidate:
    """One element of a batch. entry is None when it could not be read as one."""

    raw: Any
    entry: Entry | None
    fault: str

    @property
    def seq(self) -> int:
        """Its seq for the receipt; 0 when it has none that can be read."""
        if self.entry is not None:
            return self.entry.seq
        seq = self.raw.get("seq") if isinstance(self.raw, dict) else None
        return seq if isinstance(seq, int) and not isinstance(seq, bool) and 0 < seq < 2**53 else 0


def take(store: Store, station: StationRow, epoch: str, sent_at: datetime, raw: Sequence[Any], now: datetime) -> Pushed:
    """Take a batch. sent_at: the station's clock when the request left; now: central's when it came."""
    now = whole_ms(now)
    offset = now - sent_at
    candidates = [_candidate(element, station.id, epoch) for element in raw]
    with store.writing() as connection:
        receipts = _settle(connection, station, epoch, candidates, offset, now)
        stored = [candidate for candidate, receipt in zip(candidates, receipts, strict=True) if receipt.state == STORED]
        last = max((candidate.seq for candidate in stored), default=0)
        have, parted = entries.advance(connection, station.id, epoch, len(stored), last)
        for seq in parted:
            entries.mark_fork(connection, (station.id, epoch, seq), "it does not follow from the entry before it", now)
        _note(connection, station.id, offset, now)
    return Pushed(receipts=receipts, have=have, offset_ms=_whole_ms(offset), time=stamp(now))


def _candidate(raw: Any, station: str, epoch: str) -> Candidate:
    try:
        entry = from_wire(raw)
    except MalformedEntry as error:
        return Candidate(raw, None, str(error))
    if entry.station != station:
        return Candidate(raw, entry, "it was written by another station")
    if entry.epoch != epoch:
        return Candidate(raw, entry, "it is of another epoch than its batch")
    return Candidate(raw, entry, own_fault(entry) or "")


def _settle(
    connection: Connection,
    station: StationRow,
    epoch: str,
    candidates: Sequence[Candidate],
    offset: timedelta,
    now: datetime,
) -> list[Receipt]:
    sound = [candidate.entry for candidate in candidates if candidate.entry is not None and not candidate.fault]
    held = entries.held(connection, station.id, epoch, [entry.seq for entry in sound])
    ids = entries.ids_held(connection, station.id, [entry.id for entry in sound])
    rows: list[dict[str, Any]] = []
    receipts = []
    for candidate in candidates:
        receipt, row = _receipt(candidate, held, ids, station, offset, now)
        receipts.append(receipt)
        if row is not None:
            rows.append(row)
            ids.add(row["id"])
            held[row["seq"]] = entries.Held(row["hash"], now, row["scanned_at"], row["corrected"])
        elif receipt.state == REFUSED:
            _keep_aside(connection, station.id, epoch, candidate, receipt.reason, now)
    # Arrival numbers are given out under a lock that lasts until the commit: a reader never misses a late one.
    last = entries.counted(connection, f"arrival {station.site}", add=len(rows))
    for number, row in enumerate(rows, last - len(rows) + 1):
        row["arrival"] = number
    entries.add(connection, rows)
    return receipts


def _receipt(
    candidate: Candidate,
    held: dict[int, entries.Held],
    ids: set[str],
    station: StationRow,
    offset: timedelta,
    now: datetime,
) -> tuple[Receipt, dict[str, Any] | None]:
    entry = candidate.entry
    if entry is None or candidate.fault:
        return Receipt(seq=candidate.seq, state=REFUSED, reason=candidate.fault), None
    before = held.get(entry.seq)
    if before is not None and before.hash != entry.hash:
        return Receipt(seq=entry.seq, state=REFUSED, reason="another entry stands at this place already"), None
    if before is not None:
        return _accepted(entry.seq, KNOWN, before.received_at, before.scanned_at, corrected=before.corrected), None
    if entry.id in ids:
        return Receipt(seq=entry.seq, state=REFUSED, reason="another entry has this id already"), None
    scanned_at, corrected = corrected_time(entry.at, offset)
    beside = {
        "site": station.site,
        "received_at": now,
        "batch_offset_ms": _whole_ms(offset),
        "scanned_at": whole_ms(scanned_at),
        "corrected": corrected,
        "arrival": 0,
    }
    return _accepted(entry.seq, STORED, now, scanned_at, corrected=corrected), entries.row_of(entry, beside)


def _accepted(seq: int, state: str, received_at: datetime, scanned_at: datetime, *, corrected: bool) -> Receipt:
    times = {"received_at": stamp(received_at), "scanned_at": stamp(scanned_at)}
    return Receipt(seq=seq, state=state, corrected=corrected, **times)


def _keep_aside(
    connection: Connection, station: str, epoch: str, candidate: Candidate, reason: str, now: datetime
) -> None:
    raw = json.dumps(candidate.raw, ensure_ascii=True, sort_keys=True)
    digest = hashlib.sha256(f"{reason}\n{raw}".encode()).hexdigest()
    row = {"station": station, "digest": digest, "epoch": epoch, "seq": candidate.seq or None, "reason": reason}
    entries.set_aside(connection, row | {"raw": raw[:LONGEST_RAW], "received_at": now})


def _note(connection: Connection, station: str, offset: timedelta, now: datetime) -> None:
    change = sa.update(tables.station).where(tables.station.c.id == station)
    connection.execute(change.values(seen_at=now, offset_ms=_whole_ms(offset)))


def _whole_ms(offset: timedelta) -> int:
    return offset // timedelta(milliseconds=1)
