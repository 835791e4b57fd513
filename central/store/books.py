"""One journal's books, open for a batch: what is held, what is new, how far it goes; judging is `intake`'s."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import asdict, replace
from datetime import datetime
from typing import Any, Final

import msgspec
import sqlalchemy as sa
from sqlalchemy.engine import Connection

from central.store import bodies
from central.store import schema as tables
from central.store.entries import Chain, missing
from central.store.filling import among, counted, fill, insert_new, none_in
from central.store.schema import body, chain, entry, former_epoch, in_ms
from checkpoint.journal import GENESIS, Entry

WALK: Final = 500
"""Entries read at once when `have` is brought forward: one batch."""


class Beside(msgspec.Struct, frozen=True, gc=False):
    """What central writes beside an entry. batch_offset_ms: central's clock minus the station's as it was sent.

    body: the entry's, as it was sealed; None when it was forgotten.
    """

    site: str
    received_at: datetime
    batch_offset_ms: int
    scanned_at: datetime
    corrected: bool
    body: bytes | None = None


class Held(msgspec.Struct, frozen=True, gc=False):
    """What is held at a place: the hash, and what was written beside the entry when it came."""

    hash: str
    received_at: datetime
    scanned_at: datetime
    corrected: bool


_HERE: Final = (chain.c.station == sa.bindparam("of_station")) & (chain.c.epoch == sa.bindparam("of_epoch"))
_LOCKED: Final = sa.select(chain).where(_HERE).with_for_update()
_MOVED: Final = sa.update(chain).where(_HERE)
_HEARD: Final = sa.update(tables.station).where(tables.station.c.id == sa.bindparam("of_station"))
"""Put together once: SQLAlchemy takes longer to build a statement than PostgreSQL to do it."""


class Books:
    """One journal's books, open for one transaction and locked against others who would write into them."""

    def __init__(self, connection: Connection, station: str, epoch: str, *, trusts: bool = False) -> None:
        """trusts: no id is looked for; one that is there already breaks the transaction off, to be done with a look."""
        self.connection, self.station, self.epoch, self._trusts = connection, station, epoch, trusts
        here = {"of_station": station, "of_epoch": epoch}
        row = connection.execute(_LOCKED, here).one_or_none()
        if row is None:
            new = {"station": station, "epoch": epoch, "have": 0, "have_hash": GENESIS, "last_seq": 0, "held": 0}
            insert_new(connection, chain, new)
            row = connection.execute(_LOCKED, here).one()
        self._chain = Chain(**row._mapping)

    def _of(self, table: sa.Table) -> sa.ColumnElement[bool]:
        return (table.c.station == self.station) & (table.c.epoch == self.epoch)

    @property
    def have(self) -> int:
        """Every entry up to this seq is held."""
        return self._chain.have

    @property
    def have_hash(self) -> str:
        """The hash of the entry at `have`; empty before the first."""
        return self._chain.have_hash if self._chain.have else ""

    @property
    def last(self) -> int:
        """The newest seq held."""
        return self._chain.last_seq

    def gaps(self, limit: int) -> list[tuple[int, int]]:
        """The first gaps below `last`; asks no table while there is none."""
        return missing(self.connection, self.station, self.epoch, limit) if self._chain.has_gap else []

    def lives_in(self, epoch: str, now: datetime) -> tuple[str | None, bool]:
        """Note which epoch the station writes: (the one before, whether it had left this one: it is there twice).

        The one before is read under a lock: two computers may come at once, and neither's epoch may be passed over.
        """
        here = tables.station.c.id == self.station
        before = self.connection.execute(sa.select(tables.station.c.epoch).where(here).with_for_update()).scalar_one()
        if before == epoch:
            return before, False
        if before is not None:
            insert_new(self.connection, former_epoch, {"station": self.station, "epoch": before})
        left = (former_epoch.c.station == self.station) & (former_epoch.c.epoch == epoch)
        is_back = self.connection.execute(sa.select(former_epoch.c.epoch).where(left)).first() is not None
        values = {"epoch": epoch} | ({"twice_since": now} if is_back else {})
        self.connection.execute(sa.update(tables.station).where(here).values(values))
        return before, is_back

    def held_by(self, seqs: Iterable[int]) -> dict[int, Held]:
        """seq -> what is held at these places and at those before them.

        What lies beyond the newest is not asked for: nothing can be there.
        """
        wanted, last = set(seqs), self._chain.last_seq
        asked = sorted(seq for seq in wanted | {one - 1 for one in wanted} if seq <= last)
        query = sa.select(entry.c.seq, entry.c.hash, entry.c.received_at, entry.c.scanned_at, entry.c.corrected)
        rows = self.connection.execute(query.where(self._of(entry), among(self.connection, entry.c.seq, asked)))
        return {row.seq: Held(row.hash, row.received_at, row.scanned_at, row.corrected) for row in rows}

    def hashes(self, first: int, last: int) -> list[tuple[int, str]]:
        """(seq, hash) of what is held from first to last, in order."""
        here = self._of(entry) & entry.c.seq.between(first, last)
        query = sa.select(entry.c.seq, entry.c.hash).where(here).order_by(entry.c.seq)
        return [(row.seq, row.hash) for row in self.connection.execute(query)]

    def ids_held(self, ids: Sequence[str]) -> set[str]:
        """Which of these ids the station's entries already have."""
        if self._trusts:
            return set()
        query = sa.select(entry.c.id).where(entry.c.station == self.station)
        return set(self.connection.execute(query.where(among(self.connection, entry.c.id, ids))).scalars())

    def add(self, new: Sequence[tuple[Entry, Beside]], *, is_plain: bool = False) -> None:
        """Write entries, sorted by key so that two batches never wait for each other in a circle.

        Arrival numbers are given out under a lock that lasts until the commit: a reader never misses a late one.
        is_plain: no text in them has a backslash or what JSON writes with one.
        """
        if not new:
            return
        # Of one batch, so all have come at the same moment, and a passing one's body is kept under the same day.
        received = new[0][1].received_at
        came = in_ms(received), bodies.day_of(received)
        first = counted(self.connection, f"arrival {new[0][1].site}", add=len(new)) - len(new) + 1
        none = none_in(self.connection, is_plain=is_plain)
        rows = [_row(one, beside, arrival, came, none) for arrival, (one, beside) in enumerate(new, first)]
        fill(self.connection, entry, sorted(rows, key=_key), is_plain=is_plain)
        kept = [_body(one, beside.body, came[1]) for one, beside in new if beside.body is not None]
        fill(self.connection, body, sorted(kept, key=_key), is_plain=is_plain)

    def heard(self, offset_ms: int | None, now: datetime) -> None:
        """Note that the station spoke, and how its clock stands when that was seen."""
        clock = {} if offset_ms is None else {"offset_ms": offset_ms}
        self.connection.execute(_HEARD, {"of_station": self.station, "seen_at": now, **clock})

    def advance(
        self, new: Sequence[Entry], proof: str = "", *, after_revocation: bool = False
    ) -> tuple[int, list[int]]:
        """Bring `have` forward over what is held now. Returns it and the seqs that do not follow from the one before.

        new: what was just added; while nothing is held beyond them the table is not asked, and never below `have`, so a
        long journal costs no more than a short one. proof: the batch's signature, kept in place of an older batch's.
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
        before = self._chain
        self._chain = replace(
            before,
            have=have,
            have_hash=tip,
            last_seq=last,
            held=before.held + len(new),
            proof=proof if proof and _seq_of(proof) >= _seq_of(before.proof or "") else before.proof,
            after_revocation=before.after_revocation + (len(new) if after_revocation else 0),
        )
        values = {name: value for name, value in asdict(self._chain).items() if name not in {"station", "epoch"}}
        self.connection.execute(_MOVED, {"of_station": self.station, "of_epoch": self.epoch, **values})
        return have, parted

    def _beyond(self, have: int, limit: int) -> list[tuple[int, str, str]]:
        query = sa.select(entry.c.seq, entry.c.prev, entry.c.hash).where(self._of(entry), entry.c.seq > have)
        return [tuple(row) for row in self.connection.execute(query.order_by(entry.c.seq).limit(limit))]


def _seq_of(proof: str) -> int:
    return int(proof.partition(" ")[0] or 0)


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


def _key(row: tuple[Any, ...]) -> Any:
    """Every table that is filled here begins with (station, epoch, seq)."""
    return row[2]


def _row(new: Entry, beside: Beside, arrival: int, came: tuple[int, int], none: str | None) -> tuple[Any, ...]:
    """A row of `entry`, in the order of its columns, as the database keeps them. came: in ms, and on which day."""
    clock, at, kind = new.clock, in_ms(new.at), new.kind
    return (
        new.station,
        new.epoch,
        new.seq,
        new.id,
        beside.site,
        kind,
        at,
        clock.mono_ms,
        clock.boot,
        none if clock.offset_ms is None else clock.offset_ms,
        none if clock.offset_age_s is None else clock.offset_age_s,
        new.operator,
        new.shift,
        none if new.amends is None else new.amends,
        new.body_digest,
        new.prev,
        new.hash,
        came[0],
        beside.batch_offset_ms,
        at if beside.scanned_at is new.at else in_ms(beside.scanned_at),
        beside.corrected,
        arrival,
        bodies.kept_under(kind, came[1]),
    )


def _body(new: Entry, written: bytes, came_on: int) -> tuple[Any, ...]:
    """A row of `body`, in the order of its columns."""
    return new.station, new.epoch, new.seq, bodies.kept_under(new.kind, came_on), written.decode(), new.salt
