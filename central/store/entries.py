"""Central's entries as tables: taking a batch in, walking them by arrival, day and journal; judging is `intake`'s."""

from __future__ import annotations

import json
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

import sqlalchemy as sa
from sqlalchemy.engine import Connection, Row

from central.store.schema import chain, counter, entry, fork
from central.store.schema import refused as refused_table
from checkpoint.days import Arrived
from checkpoint.journal import GENESIS, Clock, Entry, canonical


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
    """Something kept aside: what came, and why it is not among the entries."""

    station: str
    epoch: str
    seq: int | None
    raw: str
    reason: str
    received_at: datetime


@dataclass(frozen=True, slots=True)
class Held:
    """What is held at a place: the hash, and what was written beside the entry when it came."""

    hash: str
    received_at: datetime
    scanned_at: datetime
    corrected: bool


def counted(connection: Connection, name: str, *, add: int = 0) -> int:
    """A named counter after adding; its row stays locked until the transaction ends, so numbers follow commits."""
    here = counter.c.name == name
    changed = connection.execute(sa.update(counter).where(here).values(value=counter.c.value + add))
    if changed.rowcount == 0:
        connection.execute(sa.insert(counter).values(name=name, value=add))
    value: int = connection.execute(sa.select(counter.c.value).where(here)).scalar_one()
    return value


def held(connection: Connection, station: str, epoch: str, seqs: Sequence[int]) -> dict[int, Held]:
    """seq -> what is held there."""
    query = sa.select(entry.c.seq, entry.c.hash, entry.c.received_at, entry.c.scanned_at, entry.c.corrected).where(
        entry.c.station == station, entry.c.epoch == epoch, entry.c.seq.in_(seqs)
    )
    return {
        row.seq: Held(row.hash, row.received_at, row.scanned_at, row.corrected) for row in connection.execute(query)
    }


def ids_held(connection: Connection, station: str, ids: Sequence[str]) -> set[str]:
    """Which of these ids the station's entries already have."""
    query = sa.select(entry.c.id).where(entry.c.station == station, entry.c.id.in_(ids))
    return set(connection.execute(query).scalars())


def add(connection: Connection, rows: Sequence[dict[str, Any]]) -> None:
    """Write entries, sorted by key so that two batches never wait for each other in a circle."""
    if rows:
        connection.execute(sa.insert(entry), sorted(rows, key=lambda row: (row["station"], row["epoch"], row["seq"])))


def set_aside(connection: Connection, row: dict[str, Any]) -> None:
    """Keep something that is not accepted, once however often it comes."""
    here = (refused_table.c.station == row["station"]) & (refused_table.c.digest == row["digest"])
    if connection.execute(sa.select(refused_table.c.digest).where(here)).one_or_none() is None:
        connection.execute(sa.insert(refused_table).values(row))


def mark_fork(connection: Connection, key: tuple[str, str, int], reason: str, now: datetime) -> None:
    """Note where two histories part, once. key: (station, epoch, seq)."""
    station, epoch, seq = key
    here = (fork.c.station == station) & (fork.c.epoch == epoch) & (fork.c.seq == seq)
    if connection.execute(sa.select(fork.c.seq).where(here)).one_or_none() is None:
        row = {"station": station, "epoch": epoch, "seq": seq, "reason": reason, "seen_at": now}
        connection.execute(sa.insert(fork).values(row))


def advance(connection: Connection, station: str, epoch: str, added: int, last_seq: int) -> tuple[int, list[int]]:
    """Bring `have` forward over what is held now. Returns it and the seqs that do not follow from the one before."""
    before = _chain(connection, station, epoch)
    have, tip, parted = before.have, before.have_hash, []
    while True:
        query = (
            sa.select(entry.c.seq, entry.c.prev, entry.c.hash)
            .where(entry.c.station == station, entry.c.epoch == epoch, entry.c.seq > have)
            .order_by(entry.c.seq)
            .limit(1000)
        )
        page = connection.execute(query).all()
        start = have
        for row in page:
            if row.seq != have + 1:
                break
            if row.prev != tip:
                parted.append(row.seq)
            have, tip = row.seq, row.hash
        if have == start or len(page) < 1000:
            break
    values = {"have": have, "have_hash": tip, "last_seq": max(before.last_seq, last_seq), "held": before.held + added}
    here = (chain.c.station == station) & (chain.c.epoch == epoch)
    connection.execute(sa.update(chain).where(here).values(values))
    return have, parted


def _chain(connection: Connection, station: str, epoch: str) -> Chain:
    here = (chain.c.station == station) & (chain.c.epoch == epoch)
    row = connection.execute(sa.select(chain).where(here)).one_or_none()
    if row is None:
        new = {"station": station, "epoch": epoch, "have": 0, "have_hash": GENESIS, "last_seq": 0, "held": 0}
        connection.execute(sa.insert(chain).values(new))
        return Chain(station, epoch, 0, GENESIS, 0, 0)
    return Chain(**row._mapping)


def chains(connection: Connection) -> list[Chain]:
    """How far each journal is held."""
    rows = connection.execute(sa.select(chain).order_by(chain.c.station, chain.c.epoch))
    return [Chain(**row._mapping) for row in rows]


def refused(connection: Connection, station: str | None) -> list[Refused]:
    """What was kept aside, newest first."""
    query = sa.select(refused_table).order_by(refused_table.c.received_at.desc(), refused_table.c.digest)
    if station is not None:
        query = query.where(refused_table.c.station == station)
    return [
        Refused(row.station, row.epoch, row.seq, row.raw, row.reason, row.received_at)
        for row in connection.execute(query)
    ]


def forks(connection: Connection) -> list[tuple[str, str, int, str]]:
    """(station, epoch, seq, reason) of each place where two histories part."""
    rows = connection.execute(sa.select(fork).order_by(fork.c.station, fork.c.epoch, fork.c.seq))
    return [(row.station, row.epoch, row.seq, row.reason) for row in rows]


def missing(connection: Connection, station: str, epoch: str, limit: int) -> list[tuple[int, int]]:
    """The first gaps in a journal beyond what is held without one."""
    place = (entry.c.station == station) & (entry.c.epoch == epoch)
    have = _have(connection, station, epoch)
    query = sa.select(entry.c.seq).where(place, entry.c.seq > have).order_by(entry.c.seq)
    gaps: list[tuple[int, int]] = []
    before = have
    for seq in connection.execute(query).scalars():
        if seq != before + 1:
            gaps.append((before + 1, seq - 1))
            if len(gaps) == limit:
                break
        before = seq
    return gaps


def _have(connection: Connection, station: str, epoch: str) -> int:
    query = sa.select(chain.c.have).where(chain.c.station == station, chain.c.epoch == epoch)
    return connection.execute(query).scalar_one_or_none() or 0


def feed(connection: Connection, site: str, station: str, after: int, limit: int) -> tuple[list[Arrived], int]:
    """(what the site's other stations wrote, in order of arrival; the arrival to go on from)."""
    query = (
        sa.select(entry)
        .where(entry.c.site == site, entry.c.arrival > after, entry.c.station != station)
        .order_by(entry.c.arrival)
        .limit(limit)
    )
    rows = connection.execute(query).all()
    if len(rows) == limit:
        return [_arrived(row) for row in rows], rows[-1].arrival
    # All that had arrived is here, so the station's own entries among it are passed over for good.
    newest = sa.select(sa.func.max(entry.c.arrival)).where(entry.c.site == site)
    return [_arrived(row) for row in rows], max(after, connection.execute(newest).scalar() or 0)


def between(connection: Connection, site: str, since: datetime, until: datetime) -> list[Arrived]:
    """The site's entries of [since, until) by corrected time."""
    query = sa.select(entry).where(entry.c.site == site, entry.c.scanned_at >= since, entry.c.scanned_at < until)
    return [_arrived(row) for row in connection.execute(query)]


def journal(connection: Connection, station: str, epoch: str) -> list[Entry]:
    """A journal in order of seq."""
    query = sa.select(entry).where(entry.c.station == station, entry.c.epoch == epoch).order_by(entry.c.seq)
    return [_arrived(row).entry for row in connection.execute(query)]


def row_of(new: Entry, beside: dict[str, Any]) -> dict[str, Any]:
    """The entry as a row. beside: site, received_at, batch_offset_ms, scanned_at, corrected, arrival."""
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
        "body": None if new.body is None else canonical(new.body).decode(),
        "salt": new.salt,
        "body_digest": new.body_digest,
        "prev": new.prev,
        "hash": new.hash,
        **beside,
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
        body=None if row.body is None else json.loads(row.body),
        salt=row.salt,
        body_digest=row.body_digest,
        prev=row.prev,
        hash=row.hash,
    )
    return Arrived(held_entry, row.scanned_at, row.corrected, row.received_at)
