"""The tray: what was not accepted, with its reason, and where histories part; judging and taking are `intake`'s."""

from __future__ import annotations

import hashlib
from dataclasses import dataclass
from datetime import datetime
from typing import Final

import sqlalchemy as sa
from sqlalchemy.engine import Connection

from central.store.filling import insert_new
from central.store.schema import fork, former_epoch
from central.store.schema import refused as table
from central.store.schema import station as stations

LONGEST_RAW: Final = 64_000
"""Characters of a refused entry that are kept: enough for any real one, bounded for a station that has gone mad."""


@dataclass(frozen=True, slots=True)
class Refused:
    """Something kept aside: what came, and why it is not among the entries. digest: its key, with the station.

    raw: empty when nothing of what came may be kept.
    """

    station: str
    digest: str
    epoch: str
    seq: int | None
    raw: str
    reason: str
    received_at: datetime


@dataclass(frozen=True, slots=True)
class Fork:
    """Where a journal and another history part. seq: 0 when it is the station that is there twice."""

    station: str
    epoch: str
    seq: int
    reason: str
    seen_at: datetime


def set_aside(
    connection: Connection, station: str, epoch: str, seq: int | None, raw: str, reason: str, now: datetime
) -> None:
    """Keep something that is not accepted, once however often it comes."""
    digest = hashlib.sha256(f"{reason}\n{raw}".encode()).hexdigest()
    row = {"station": station, "digest": digest, "epoch": epoch, "seq": seq, "reason": reason}
    # What was looked into and comes again is in sight again.
    here = (table.c.station == station) & (table.c.digest == digest) & table.c.settled_at.is_not(None)
    connection.execute(sa.update(table).where(here).values(settled_at=None))
    insert_new(connection, table, row | {"raw": raw[:LONGEST_RAW], "received_at": now})


def mark_fork(connection: Connection, station: str, epoch: str, seq: int, reason: str, now: datetime) -> None:
    """Note where two histories part, once."""
    row = {"station": station, "epoch": epoch, "seq": seq, "reason": reason, "seen_at": now}
    insert_new(connection, fork, row)


def refused(connection: Connection, station: str | None) -> list[Refused]:
    """What was kept aside and is not settled yet, newest first."""
    query = sa.select(table).where(table.c.settled_at.is_(None))
    if station is not None:
        query = query.where(table.c.station == station)
    ordered = query.order_by(table.c.received_at.desc(), table.c.digest)
    return [
        Refused(row.station, row.digest, row.epoch, row.seq, row.raw, row.reason, row.received_at)
        for row in connection.execute(ordered)
    ]


def refused_counts(connection: Connection) -> dict[str, int]:
    """station -> how much of it is kept aside and not settled."""
    query = sa.select(table.c.station, sa.func.count()).where(table.c.settled_at.is_(None)).group_by(table.c.station)
    return {row[0]: row[1] for row in connection.execute(query)}


def places(connection: Connection, station: str, epoch: str, limit: int) -> list[tuple[int, int]]:
    """Where entries of that epoch stand that were ever kept aside: the first (first, last) without a gap."""
    here = (table.c.station == station) & (table.c.epoch == epoch) & table.c.seq.is_not(None)
    runs: list[tuple[int, int]] = []
    for seq in connection.execute(sa.select(table.c.seq).distinct().where(here).order_by(table.c.seq)).scalars():
        if runs and runs[-1][1] == seq - 1:
            runs[-1] = runs[-1][0], seq
        elif len(runs) == limit:
            break
        else:
            runs.append((seq, seq))
    return runs


def settle(connection: Connection, digest: str, now: datetime, note: str) -> int:
    """Mark what was kept aside under digests that begin so as looked at; it stays. Returns how many."""
    here = table.c.digest.startswith(digest, autoescape=True) & table.c.settled_at.is_(None)
    return connection.execute(sa.update(table).where(here).values(settled_at=now, note=note)).rowcount


def forks(connection: Connection) -> list[Fork]:
    """Each place where two histories part and that nobody has looked into."""
    query = sa.select(fork).where(fork.c.settled_at.is_(None)).order_by(fork.c.station, fork.c.epoch, fork.c.seq)
    return [Fork(row.station, row.epoch, row.seq, row.reason, row.seen_at) for row in connection.execute(query)]


def settle_forks(connection: Connection, station: str, now: datetime, note: str) -> int:
    """Mark a station's forks as looked into; they stay. Returns how many."""
    # From now on the epoch that is heard next is the station's own.
    afresh = {"twice_since": None, "epoch": None}
    connection.execute(sa.update(stations).where(stations.c.id == station).values(afresh))
    connection.execute(sa.delete(former_epoch).where(former_epoch.c.station == station))
    here = (fork.c.station == station) & fork.c.settled_at.is_(None)
    return connection.execute(sa.update(fork).where(here).values(settled_at=now, note=note)).rowcount
