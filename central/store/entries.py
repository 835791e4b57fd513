"""Central's entries as tables: taking a batch in, walking them by arrival, day and journal; judging is `intake`'s."""

from __future__ import annotations

import hashlib
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any, Final

import msgspec
import sqlalchemy as sa
from sqlalchemy.dialects import postgresql, sqlite
from sqlalchemy.engine import Connection, Row

from central.store import schema as tables
from central.store.schema import chain, counter, entry, fork
from central.store.schema import refused as refused_table
from checkpoint.days import Arrived
from checkpoint.journal import GENESIS, Clock, Entry

LONGEST_RAW: Final = 64_000
"""Characters of a refused entry that are kept: enough for any real one, bounded for a station that has gone mad."""
WALK: Final = 500
"""Entries read at once when `have` is brought forward: one batch."""


@dataclass(frozen=True, slots=True)
class Chain:
    """How far a journal is held: every entry up to `have`, whose hash is have_hash; `held` of them up to last_seq."""

    station: str
    epoch: str
    have: int
    have_hash: str
    last_seq: int
    held: int

    @property
    def has_gap(self) -> bool:
        """Whether entries are missing between those that are held."""
        return self.have < self.last_seq


@dataclass(frozen=True, slots=True)
class Refused:
    """Something kept aside: what came, and why it is not among the entries. digest: its key, with the station."""

    station: str
    digest: str
    epoch: str
    seq: int | None
    raw: str
    reason: str
    received_at: datetime


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


def insert_new(connection: Connection, table: sa.Table, row: dict[str, Any]) -> None:
    """Insert a row unless its key is there already: one statement, so that two at once never both fail to look."""
    make = postgresql.insert if connection.dialect.name == "postgresql" else sqlite.insert
    connection.execute(make(table).values(row).on_conflict_do_nothing())


def counted(connection: Connection, name: str, *, add: int = 0) -> int:
    """A named counter after adding; its row stays locked until the transaction ends, so numbers follow commits."""
    insert_new(connection, counter, {"name": name, "value": 0})
    here = counter.c.name == name
    connection.execute(sa.update(counter).where(here).values(value=counter.c.value + add))
    value: int = connection.execute(sa.select(counter.c.value).where(here)).scalar_one()
    return value


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
        """seq -> what is held there."""
        query = sa.select(entry.c.seq, entry.c.hash, entry.c.received_at, entry.c.scanned_at, entry.c.corrected)
        rows = self._connection.execute(query.where(self._of(entry), entry.c.seq.in_(seqs)))
        return {row.seq: Held(row.hash, row.received_at, row.scanned_at, row.corrected) for row in rows}

    def ids_held(self, ids: Sequence[str]) -> set[str]:
        """Which of these ids the station's entries already have."""
        query = sa.select(entry.c.id).where(entry.c.station == self._station, entry.c.id.in_(ids))
        return set(self._connection.execute(query).scalars())

    def add(self, new: Sequence[tuple[Entry, Beside]]) -> None:
        """Write entries, sorted by key so that two batches never wait for each other in a circle.

        Arrival numbers are given out under a lock that lasts until the commit: a reader never misses a late one.
        """
        if not new:
            return
        last = counted(self._connection, f"arrival {new[0][1].site}", add=len(new))
        rows = [_row(one, beside, last - len(new) + 1 + place) for place, (one, beside) in enumerate(new)]
        self._connection.execute(sa.insert(entry), sorted(rows, key=lambda row: row["seq"]))

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

    def advance(self, added: int, last_seq: int) -> tuple[int, list[int]]:
        """Bring `have` forward over what is held now. Returns it and the seqs that do not follow from the one before.

        Only what lies beyond the old `have` is read, so a long journal costs no more than a short one.
        """
        have, tip, parted = self._chain.have, self._chain.have_hash, []
        while page := self._beyond(have, WALK):
            start = have
            for row in page:
                if row.seq != have + 1:
                    break
                if row.prev != tip:
                    parted.append(row.seq)
                have, tip = row.seq, row.hash
            if have - start < WALK:
                break
        last = max(self._chain.last_seq, last_seq)
        values = {"have": have, "have_hash": tip, "last_seq": last, "held": self._chain.held + added}
        self._connection.execute(sa.update(chain).where(self._of(chain)).values(values))
        return have, parted

    def _beyond(self, have: int, limit: int) -> Sequence[Any]:
        query = sa.select(entry.c.seq, entry.c.prev, entry.c.hash).where(self._of(entry), entry.c.seq > have)
        return self._connection.execute(query.order_by(entry.c.seq).limit(limit)).all()


def chains(connection: Connection) -> list[Chain]:
    """How far each journal is held."""
    rows = connection.execute(sa.select(chain).order_by(chain.c.station, chain.c.epoch))
    return [Chain(**row._mapping) for row in rows]


def refused(connection: Connection, station: str | None) -> list[Refused]:
    """What was kept aside and is not settled yet, newest first."""
    query = sa.select(refused_table).where(refused_table.c.settled_at.is_(None))
    if station is not None:
        query = query.where(refused_table.c.station == station)
    ordered = query.order_by(refused_table.c.received_at.desc(), refused_table.c.digest)
    return [
        Refused(row.station, row.digest, row.epoch, row.seq, row.raw, row.reason, row.received_at)
        for row in connection.execute(ordered)
    ]


def refused_counts(connection: Connection) -> dict[str, int]:
    """station -> how much of it is kept aside and not settled."""
    table = refused_table
    query = sa.select(table.c.station, sa.func.count()).where(table.c.settled_at.is_(None)).group_by(table.c.station)
    return {row[0]: row[1] for row in connection.execute(query)}


def settle(connection: Connection, digest: str, now: datetime) -> int:
    """Mark what was kept aside under digests that begin so as looked at; it stays. Returns how many."""
    table = refused_table
    here = table.c.digest.startswith(digest, autoescape=True) & table.c.settled_at.is_(None)
    return connection.execute(sa.update(table).where(here).values(settled_at=now)).rowcount


def forks(connection: Connection) -> list[tuple[str, str, int, str]]:
    """(station, epoch, seq, reason) of each place where two histories part."""
    rows = connection.execute(sa.select(fork).order_by(fork.c.station, fork.c.epoch, fork.c.seq))
    return [(row.station, row.epoch, row.seq, row.reason) for row in rows]


def missing(connection: Connection, station: str, epoch: str, limit: int) -> list[tuple[int, int]]:
    """The first gaps in a journal beyond what is held without one, as (first, last) seq missing."""
    have = _have(connection, station, epoch)
    before = sa.func.lag(entry.c.seq, 1, have).over(order_by=entry.c.seq).label("before")
    here = (entry.c.station == station) & (entry.c.epoch == epoch) & (entry.c.seq > have)
    pairs = sa.select(entry.c.seq, before).where(here).subquery()
    query = sa.select(pairs.c.before + 1, pairs.c.seq - 1).where(pairs.c.seq != pairs.c.before + 1)
    return [(row[0], row[1]) for row in connection.execute(query.order_by(pairs.c.seq).limit(limit))]


def _have(connection: Connection, station: str, epoch: str) -> int:
    query = sa.select(chain.c.have).where(chain.c.station == station, chain.c.epoch == epoch)
    return connection.execute(query).scalar_one_or_none() or 0


def feed(connection: Connection, site: str, station: str, after: int, limit: int) -> tuple[list[Arrived], int]:
    """(what the site's other stations wrote, in order of arrival; the arrival to go on from)."""
    # Asked first: what arrives between the two questions is beyond `newest` and waits for the next page.
    newest = newest_arrival(connection, site)
    query = (
        sa.select(entry)
        .where(entry.c.site == site, entry.c.arrival > after, entry.c.arrival <= newest, entry.c.station != station)
        .order_by(entry.c.arrival)
        .limit(limit)
    )
    rows = connection.execute(query).all()
    # A page that is not full has all there is, so the station's own entries among it are passed over for good.
    return [_arrived(row) for row in rows], rows[-1].arrival if len(rows) == limit else max(after, newest)


def newest_arrival(connection: Connection, site: str) -> int:
    """The number of the site's newest entry in order of arrival; 0 before the first."""
    return connection.execute(sa.select(sa.func.max(entry.c.arrival)).where(entry.c.site == site)).scalar() or 0


def between(connection: Connection, site: str, since: datetime, until: datetime, kinds: Sequence[str]) -> list[Arrived]:
    """The site's entries of these kinds in [since, until) by corrected time."""
    query = sa.select(entry).where(entry.c.site == site, entry.c.scanned_at >= since, entry.c.scanned_at < until)
    return [_arrived(row) for row in connection.execute(query.where(entry.c.kind.in_(kinds)))]


def journal(connection: Connection, station: str, epoch: str) -> list[Entry]:
    """A journal in order of seq."""
    query = sa.select(entry).where(entry.c.station == station, entry.c.epoch == epoch).order_by(entry.c.seq)
    return [_arrived(row).entry for row in connection.execute(query)]


def _row(new: Entry, beside: Beside, arrival: int) -> dict[str, Any]:
    return {
        "station": new.station,
        "epoch": new.epoch,
        "seq": new.seq,
        "id": new.id,
        "kind": new.kind,
        "at": new.at,
        "mono_ms": new.clock.mono_ms,
        "boot": new.clock.boot,
        "offset_ms": new.clock.offset_ms,
        "offset_age_s": new.clock.offset_age_s,
        "operator": new.operator,
        "shift": new.shift,
        "amends": new.amends,
        "body": None if new.body is None else msgspec.json.encode(new.body, order="deterministic").decode(),
        "salt": new.salt,
        "body_digest": new.body_digest,
        "prev": new.prev,
        "hash": new.hash,
        "site": beside.site,
        "received_at": beside.received_at,
        "batch_offset_ms": beside.batch_offset_ms,
        "scanned_at": beside.scanned_at,
        "corrected": beside.corrected,
        "arrival": arrival,
    }


def _arrived(row: Row[Any]) -> Arrived:
    held_entry = Entry(
        station=row.station,
        epoch=row.epoch,
        seq=row.seq,
        id=row.id,
        kind=row.kind,
        at=row.at,
        clock=Clock(row.mono_ms, row.boot, row.offset_ms, row.offset_age_s),
        operator=row.operator,
        shift=row.shift,
        amends=row.amends,
        body=None if row.body is None else msgspec.json.decode(row.body),
        salt=row.salt,
        body_digest=row.body_digest,
        prev=row.prev,
        hash=row.hash,
    )
    return Arrived(held_entry, row.scanned_at, row.corrected, row.received_at)
