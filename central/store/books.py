"""One journal's books, open for a batch: what is held, what is new, how far it goes; judging is `intake`'s."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import asdict, replace
from datetime import datetime
from typing import Any, Final, NamedTuple

import msgspec
import sqlalchemy as sa
from sqlalchemy.engine import Connection

from central.store import bodies
from central.store import schema as tables
from central.store.entries import Chain, missing
from central.store.filling import among, counted, insert_new, none_in, pour, ready, ready_plain
from central.store.schema import body, chain, entry, former_epoch, in_ms
from central.store.terms import see_begun
from checkpoint.journal import GENESIS, Entry
from checkpoint.rows import Row

WALK: Final = 500
"""Entries read at once when `have` is brought forward: one batch."""
TOGETHER: Final = 100
"""Rows that go to the database at once: handing them over costs little, and it writes them while others are made."""


class Scanned(NamedTuple):
    """When an entry was scanned, milliseconds since 1970 UTC; corrected: by that offset of its station's clock."""

    at_ms: int
    offset_ms: int
    corrected: bool


class New(msgspec.Struct, frozen=True, gc=False):
    """A good entry that is not held, or the row that it came in, with what follows from its place.

    at_ms: its device's time, scanned: when it was, by central's clock. body: its body as it was sealed; None when it
    was forgotten. is_plain: no text in it has a backslash or what JSON writes with one.
    """

    one: Row | Entry
    seq: int
    body_digest: str
    prev: str
    hash: str
    at_ms: int
    scanned: Scanned
    body: bytes | None
    is_plain: bool = False


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

    def __init__(self, connection: Connection, station: str, epoch: str) -> None:
        self.connection, self.station, self.epoch = connection, station, epoch
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
        query = sa.select(entry.c.id).where(entry.c.station == self.station)
        return set(self.connection.execute(query.where(among(self.connection, entry.c.id, ids))).scalars())

    def add(self, new: Iterable[New], count: int, site: str, now: datetime) -> None:
        """Write entries, in order of seq so that two batches never wait for each other in a circle.

        Arrival numbers are given out under a lock that lasts until the commit: a reader never misses a late one.
        count: of all that are coming. now: when they came, which is the same moment for a batch.
        """
        if not count:
            return
        come = Come(self.station, self.epoch, site, in_ms(now), bodies.day_of(now))
        see_begun(self.connection, f"arrival {site}")
        first = counted(self.connection, f"arrival {site}", add=count) - count + 1
        beside: list[Any] = []
        pour(self.connection, entry, self._rows(new, come, first, beside))
        pour(self.connection, body, [beside])

    def _rows(self, new: Iterable[New], come: Come, first: int, beside: list[Any]) -> Iterator[list[Any]]:
        """Rows of `entry`, made ready one by one, so that each is in the cache still. beside: gets those of `body`."""
        connection, none = self.connection, none_in(self.connection)
        plain, plain_body, other = ready_plain(connection, entry), ready_plain(connection, body), ready(connection)
        # A site's id is nobody's batch's.
        is_plain = come.site.isprintable() and "\\" not in come.site
        part: list[Any] = []
        for arrival, one in enumerate(new, first):
            written = one.body
            if one.is_plain and is_plain:
                part.append(plain(_row(one, come, arrival, none)))
                if written is not None:
                    beside.append(plain_body(_body(one, come, written)))
            else:
                part.append(other(_row(one, come, arrival, None)))
                if written is not None:
                    beside.append(other(_body(one, come, written)))
            if len(part) == TOGETHER:
                yield part
                part = []
        yield part

    def heard(self, offset_ms: int | None, now: datetime) -> None:
        """Note that the station spoke, and how its clock stands when that was seen."""
        clock = {} if offset_ms is None else {"offset_ms": offset_ms}
        self.connection.execute(_HEARD, {"of_station": self.station, "seen_at": now, **clock})

    def advance(self, new: Sequence[New], proof: str = "", *, after_revocation: bool = False) -> list[int]:
        """Bring `have` forward over what is held now. Returns the seqs that do not follow from the one before.

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
        self._note(have, tip, last, len(new), proof, after_revocation=after_revocation)
        return parted

    def go_on(self, have: int, tip: str, added: int, proof: str, *, after_revocation: bool) -> None:
        """Note that so many entries were added where the journal ended. tip: the hash of the last of them."""
        self._note(have, tip, have, added, proof, after_revocation=after_revocation)

    def _note(self, have: int, tip: str, last: int, added: int, proof: str, *, after_revocation: bool) -> None:
        before = self._chain
        self._chain = replace(
            before,
            have=have,
            have_hash=tip,
            last_seq=last,
            held=before.held + added,
            proof=proof if proof and _seq_of(proof) >= _seq_of(before.proof or "") else before.proof,
            after_revocation=before.after_revocation + (added if after_revocation else 0),
        )
        values = {name: value for name, value in asdict(self._chain).items() if name not in {"station", "epoch"}}
        self.connection.execute(_MOVED, {"of_station": self.station, "of_epoch": self.epoch, **values})

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


class Come(msgspec.Struct, frozen=True):
    """What is alike for a batch: whose it is, when central took it in (milliseconds), and on which day."""

    station: str
    epoch: str
    site: str
    at_ms: int
    day: int


def _row(new: New, come: Come, arrival: int, none: str | None) -> tuple[Any, ...]:
    """A row of `entry`, in the order of its columns, as the database keeps them."""
    one, at_ms, scanned = new.one, new.at_ms, new.scanned
    clock, kind = one.clock, one.kind
    return (
        come.station,
        come.epoch,
        new.seq,
        one.id,
        come.site,
        kind,
        at_ms,
        clock.mono_ms,
        clock.boot,
        none if clock.offset_ms is None else clock.offset_ms,
        none if clock.offset_age_s is None else clock.offset_age_s,
        one.operator,
        one.shift,
        none if one.amends is None else one.amends,
        new.body_digest,
        new.prev,
        new.hash,
        come.at_ms,
        scanned.offset_ms,
        scanned.at_ms,
        scanned.corrected,
        arrival,
        bodies.kept_under(kind, come.day),
    )


def _body(new: New, come: Come, written: bytes) -> tuple[Any, ...]:
    """A row of `body`, in the order of its columns."""
    kept_under = bodies.kept_under(new.one.kind, come.day)
    return come.station, come.epoch, new.seq, kept_under, written.decode(), new.one.salt
