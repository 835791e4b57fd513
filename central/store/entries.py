"""Central's entries as tables, read by arrival, day and journal, and how far each goes; taking them in is `books`'s."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any, Final

import msgspec
import sqlalchemy as sa
from sqlalchemy.engine import Connection, Row

from central.store import schema as tables
from central.store.filling import among
from central.store.schema import COMMON, IS_RARE, body, chain, entry
from checkpoint.days import Arrived
from checkpoint.journal import Clock, Entry
from checkpoint.stretches import STRETCH, in_brief
from checkpoint.wire import Stretch

PAGE: Final = 2_000
Brief = tuple[list[Arrived], list[Stretch], int, bool]
WHOLE = sa.select(entry, body.c.body, body.c.salt).outerjoin_from(
    entry,
    body,
    (body.c.station == entry.c.station)
    & (body.c.epoch == entry.c.epoch)
    & (body.c.seq == entry.c.seq)
    & (body.c.day == entry.c.day),
)
"""Entries with their bodies, or without where those are forgotten. The day finds a body's partition."""


@dataclass(frozen=True, slots=True)
class Chain:
    """How far a journal is held: every entry up to `have`, whose hash is have_hash; `held` of them up to last_seq."""

    station: str
    epoch: str
    have: int
    have_hash: str
    last_seq: int
    held: int
    proof: str | None = None
    after_revocation: int = 0

    @property
    def has_gap(self) -> bool:
        """Whether entries are missing between those that are held."""
        return self.have < self.last_seq


def chains(connection: Connection, station: str = "", epoch: str = "") -> list[Chain]:
    """How far each journal is held. station, epoch: of that one only."""
    query = sa.select(chain).order_by(chain.c.station, chain.c.epoch)
    if station:
        query = query.where(chain.c.station == station, chain.c.epoch == epoch)
    return [Chain(**row._mapping) for row in connection.execute(query)]


def missing(connection: Connection, station: str, epoch: str, limit: int) -> list[tuple[int, int]]:
    """The first gaps in a journal beyond what is held without one, as (first, last) seq missing.

    How many entries are missing is known, so nobody looks beyond the last gap: a hole that stays (an entry that was
    refused) costs no more, batch after batch, in a long journal than in a short one.
    """
    here = {"station": station, "epoch": epoch}
    row = connection.execute(_STANDS, here).one_or_none()
    found: list[tuple[int, int]] = []
    left, end = (row.last_seq - row.held, row.have) if row is not None else (0, 0)
    while left > 0 and len(found) < limit:
        # `have` ends what is held without a gap; every later gap begins where such a run ends.
        end = connection.execute(_RUN_END, here | {"after": end}).scalar_one() if found else end
        begin = connection.execute(_NEXT, here | {"after": end}).scalar_one_or_none()
        if begin is None:
            break
        found.append((end + 1, begin - 1))
        left, end = left - (begin - 1 - end), begin
    return found


_OF: Final = (entry.c.station == sa.bindparam("station")) & (entry.c.epoch == sa.bindparam("epoch"))
_STANDS: Final = sa.select(chain.c.have, chain.c.last_seq, chain.c.held).where(
    chain.c.station == sa.bindparam("station"), chain.c.epoch == sa.bindparam("epoch")
)
_NEXT: Final = sa.select(entry.c.seq).where(_OF, entry.c.seq > sa.bindparam("after")).order_by(entry.c.seq).limit(1)
_behind: Final = entry.alias("behind")
_IS_BEHIND: Final = (
    (_behind.c.station == entry.c.station) & (_behind.c.epoch == entry.c.epoch) & (_behind.c.seq == entry.c.seq + 1)
)
# A value and no NOT EXISTS, nor lag(): those PostgreSQL or SQLite work out for the whole journal before the first row.
_LAST_OF_RUN: Final = sa.select(_behind.c.seq).where(_IS_BEHIND).scalar_subquery().is_(None)
_RUN_END: Final = (
    sa.select(entry.c.seq).where(_OF, entry.c.seq >= sa.bindparam("after"), _LAST_OF_RUN).order_by(entry.c.seq).limit(1)
)
"""The last entry of those that stand one behind another from a place on."""


def feed(
    connection: Connection, site: str, station: str, after: int, limit: int, living: str = "", settled: int = 0
) -> tuple[list[Arrived], int]:
    """(what the site's other stations wrote, in order of arrival; the arrival to go on from).

    living, settled: the epoch that the station itself writes, and up to where it knows that it is held. What is held in
    its name beyond that, or of another epoch, it may not have: its disk is an older one, or there is another computer.
    """
    others = entry.c.station != station
    if living:
        others |= (entry.c.epoch != living) | (entry.c.seq > settled)
    # Asked first: what arrives between the two questions is beyond `newest` and waits for the next page.
    newest = newest_arrival(connection, site)
    rows = _fed(connection, site, after, newest, others, limit)
    # A page that is not full has all there is, so the station's own entries among it are passed over for good.
    return [arrived(row) for row in rows], rows[-1].arrival if len(rows) == limit else max(after, newest)


def feed_in_brief(
    connection: Connection, site: str, station: str, after: int, limit: int, living: str, settled: int
) -> Brief:
    """(the same without the living epoch, that in brief, the arrival to go on from, whether there is more)."""
    newest = newest_arrival(connection, site)
    others = (entry.c.station != station) | (entry.c.epoch != living)
    rows = _fed(connection, site, after, newest, others, limit)
    end, more = (rows[-1].arrival, True) if len(rows) == limit else (max(after, newest), False)
    own = connection.execute(
        _OWN.where(entry.c.station == station, entry.c.epoch == living, entry.c.seq > settled)
        .where(entry.c.site == site, entry.c.arrival > after, entry.c.arrival <= end)
        .order_by(entry.c.arrival)
        .limit(STRETCH)
    ).all()
    if len(own) == STRETCH:
        end, more = own[-1].arrival, True
    told = in_brief([tuple(row)[1:] for row in own])
    return [arrived(row) for row in rows if row.arrival <= end], told, end, more


_OWN: Final = sa.select(
    entry.c.arrival,
    entry.c.seq,
    entry.c.hash,
    *(sa.type_coerce(at, sa.BigInteger) for at in (entry.c.received_at, entry.c.scanned_at)),
)


def _fed(
    connection: Connection, site: str, after: int, newest: int, which: sa.ColumnElement[bool], limit: int
) -> Sequence[Row[Any]]:
    query = WHOLE.where(of_site(connection, site), entry.c.arrival > after, entry.c.arrival <= newest)
    return connection.execute(query.where(which).order_by(entry.c.arrival).limit(limit)).all()


def newest_arrival(connection: Connection, site: str) -> int:
    """The number of the site's newest entry in order of arrival; 0 before the first."""
    query = sa.select(sa.func.max(entry.c.arrival)).where(of_site(connection, site))
    return connection.execute(query).scalar() or 0


def of_site(connection: Connection, site: str, table: Any = entry) -> sa.ColumnElement[bool]:
    """A site's entries; on PostgreSQL by its stations' ids too, so that of shards by station only those are asked."""
    here: sa.ColumnElement[bool] = table.c.site == site
    if connection.dialect.name != "postgresql":
        return here
    ids = connection.execute(sa.select(tables.station.c.id).where(tables.station.c.site == site)).scalars().all()
    return here & among(connection, table.c.station, ids)


def between(connection: Connection, site: str, since: datetime, until: datetime, kinds: Sequence[str]) -> list[Arrived]:
    """The site's entries of these kinds in [since, until) by corrected time."""
    query = WHOLE.where(of_site(connection, site), entry.c.scanned_at >= since, entry.c.scanned_at < until)
    if not set(kinds) & set(COMMON):
        query = query.where(IS_RARE)
    return [arrived(row) for row in connection.execute(query.where(entry.c.kind.in_(kinds)))]


def journal(connection: Connection, station: str, epoch: str) -> list[Entry]:
    """A journal in order of seq."""
    query = WHOLE.where(entry.c.station == station, entry.c.epoch == epoch).order_by(entry.c.seq)
    return [arrived(row).entry for row in connection.execute(query)]


def walk(connection: Connection, station: str, epoch: str) -> Iterator[Entry]:
    """The same a page at a time, so that memory stays flat."""
    after = 0
    while True:
        here = (entry.c.station == station) & (entry.c.epoch == epoch) & (entry.c.seq > after)
        page = connection.execute(WHOLE.where(here).order_by(entry.c.seq).limit(PAGE)).all()
        yield from (arrived(row).entry for row in page)
        if len(page) < PAGE:
            return
        after = page[-1].seq


def arrived(row: Row[Any]) -> Arrived:
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
