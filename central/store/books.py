"""One journal's books, open for a batch: what is held, what is new, how far it goes; judging is `intake`'s."""

from __future__ import annotations

import hashlib
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any, Final

import sqlalchemy as sa
from sqlalchemy.engine import Connection

from central.store import bodies
from central.store import schema as tables
from central.store.entries import Chain
from central.store.filling import among, counted, fill, insert_new
from central.store.schema import body, chain, entry, fork, in_ms
from central.store.schema import refused as refused_table
from checkpoint.journal import GENESIS, Body, Entry, canonical

LONGEST_RAW: Final = 64_000
"""Characters of a refused entry that are kept: enough for any real one, bounded for a station that has gone mad."""
WALK: Final = 500
"""Entries read at once when `have` is brought forward: one batch."""


@dataclass(frozen=True, slots=True)
class Beside:
    """What central writes beside an entry. batch_offset_ms: central's clock minus the station's as it was sent."""

    site: str
    received_at: datetime
    batch_offset_ms: int
    scanned_at: datetime
    corrected: bool


@dataclass(frozen=True, slots=True)
class Held:
    """What is held at a place: the hash, and what was written beside the entry when it came."""

    hash: str
    received_at: datetime
    scanned_at: datetime
    corrected: bool


class Books:
    """One journal's books, open for one transaction and locked against others who would write into them."""

    def __init__(self, connection: Connection, station: str, epoch: str) -> None:
        self._connection, self._station, self._epoch = connection, station, epoch
        new = {"station": station, "epoch": epoch, "have": 0, "have_hash": GENESIS, "last_seq": 0, "held": 0}
        insert_new(connection, chain, new)
        query = sa.select(chain).where(self._of(chain)).with_for_update()
        self._chain = Chain(**connection.execute(query).one()._mapping)

    def _of(self, table: sa.Table) -> sa.ColumnElement[bool]:
        return (table.c.station == self._station) & (table.c.epoch == self._epoch)

    def held(self, seqs: Sequence[int]) -> dict[int, Held]:
        """seq -> what is held there. What lies beyond the last one is not asked for: nothing can be there."""
        asked = [seq for seq in seqs if seq <= self._chain.last_seq]
        if not asked:
            return {}
        query = sa.select(entry.c.seq, entry.c.hash, entry.c.received_at, entry.c.scanned_at, entry.c.corrected)
        rows = self._connection.execute(query.where(self._of(entry), among(self._connection, entry.c.seq, asked)))
        return {row.seq: Held(row.hash, row.received_at, row.scanned_at, row.corrected) for row in rows}

    def ids_held(self, ids: Sequence[str]) -> set[str]:
        """Which of these ids the station's entries already have."""
        query = sa.select(entry.c.id).where(entry.c.station == self._station)
        return set(self._connection.execute(query.where(among(self._connection, entry.c.id, ids))).scalars())

    def add(self, new: Sequence[tuple[Entry, Beside]]) -> None:
        """Write entries, sorted by key so that two batches never wait for each other in a circle.

        Arrival numbers are given out under a lock that lasts until the commit: a reader never misses a late one.
        """
        if not new:
            return
        first = counted(self._connection, f"arrival {new[0][1].site}", add=len(new)) - len(new) + 1
        rows = [_row(one, beside, arrival) for arrival, (one, beside) in enumerate(new, first)]
        fill(self._connection, entry, sorted(rows, key=_key))
        kept = [_body(one, one.body, one.salt, beside) for one, beside in new if one.body is not None]
        fill(self._connection, body, sorted(kept, key=_key))

    def set_aside(self, seq: int | None, raw: str, reason: str, now: datetime) -> None:
        """Keep something that is not accepted, once however often it comes."""
        digest = hashlib.sha256(f"{reason}\n{raw}".encode()).hexdigest()
        row = {"station": self._station, "digest": digest, "epoch": self._epoch, "seq": seq, "reason": reason}
        insert_new(self._connection, refused_table, row | {"raw": raw[:LONGEST_RAW], "received_at": now})

    def mark_fork(self, seq: int, reason: str, now: datetime) -> None:
        """Note where two histories part, once."""
        row = {"station": self._station, "epoch": self._epoch, "seq": seq, "reason": reason, "seen_at": now}
        insert_new(self._connection, fork, row)

    def heard(self, offset_ms: int | None, now: datetime) -> None:
        """Note that the station spoke, and how its clock stands when that was seen."""
        clock = {} if offset_ms is None else {"offset_ms": offset_ms}
        here = tables.station.c.id == self._station
        self._connection.execute(sa.update(tables.station).where(here).values(seen_at=now, **clock))

    def advance(self, new: Sequence[Entry]) -> tuple[int, list[int]]:
        """Bring `have` forward over what is held now. Returns it and the seqs that do not follow from the one before.

        new: what was just added; while nothing is held beyond them the table is not asked, and never below `have`, so a
        long journal costs no more than a short one.
        """
        steps = sorted((one.seq, one.prev, one.hash) for one in new)
        have, tip, parted = _walked(self._chain.have, self._chain.have_hash, steps)
        last = max(self._chain.last_seq, steps[-1][0] if steps else 0)
        while have < self._chain.last_seq and (page := self._beyond(have, WALK)):
            start = have
            have, tip, more = _walked(have, tip, page)
            parted += more
            if have - start < WALK:
                break
        values = {"have": have, "have_hash": tip, "last_seq": last, "held": self._chain.held + len(new)}
        self._connection.execute(sa.update(chain).where(self._of(chain)).values(values))
        return have, parted

    def _beyond(self, have: int, limit: int) -> list[tuple[int, str, str]]:
        query = sa.select(entry.c.seq, entry.c.prev, entry.c.hash).where(self._of(entry), entry.c.seq > have)
        return [tuple(row) for row in self._connection.execute(query.order_by(entry.c.seq).limit(limit))]


def _walked(have: int, tip: str, steps: Sequence[tuple[int, str, str]]) -> tuple[int, str, list[int]]:
    """(have, its hash, the seqs that do not follow) after going over steps of (seq, prev, hash) up to the first gap."""
    parted = []
    for seq, prev, hash_ in steps:
        if seq != have + 1:
            break
        if prev != tip:
            parted.append(seq)
        have, tip = seq, hash_
    return have, tip, parted


def _key(row: Sequence[Any]) -> Any:
    """Every table that is filled here begins with (station, epoch, seq)."""
    return row[2]


def _row(new: Entry, beside: Beside, arrival: int) -> Sequence[Any]:
    """A row of `entry`, in the order of its columns, as the database keeps them."""
    clock = new.clock
    return (
        *(new.station, new.epoch, new.seq, new.id, beside.site, new.kind),
        *(in_ms(new.at), clock.mono_ms, clock.boot, clock.offset_ms, clock.offset_age_s),
        *(new.operator, new.shift, new.amends, new.body_digest, new.prev, new.hash),
        *(in_ms(beside.received_at), beside.batch_offset_ms, in_ms(beside.scanned_at), beside.corrected),
        *(arrival, bodies.kept_under(new.kind, beside.received_at)),
    )


def _body(new: Entry, said: Body, salt: str | None, beside: Beside) -> Sequence[Any]:
    """A row of `body`, in the order of its columns."""
    day = bodies.kept_under(new.kind, beside.received_at)
    return new.station, new.epoch, new.seq, day, canonical(said).decode(), salt
