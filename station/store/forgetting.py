"""Takes bodies out of the journal, and what was drawn from them out of the projections; whose time is up is not asked.

A passage is as old as its corrected time: a clock that was years off neither loses it early nor keeps it for ever.
"""

from __future__ import annotations

from collections.abc import Collection, Sequence
from dataclasses import dataclass
from datetime import datetime

import sqlalchemy as sa
from sqlalchemy.engine import Connection

from checkpoint.days import ATTEMPT
from checkpoint.sampling.acts import TUBE
from station.store import histories, journal, passages
from station.store.journal import same
from station.store.schema import COMMON, entry, passage, receipt

Span = tuple[datetime, datetime]


@dataclass(frozen=True, slots=True)
class Which:
    """only: kinds that are meant, all when empty. spared: kinds that are not. held: spans that nobody may forget."""

    only: Collection[str]
    spared: Collection[str]
    held: Sequence[Span]

    def means(self, kind: str) -> bool:
        """Whether entries of that kind are meant."""
        return (not self.only or kind in self.only) and kind not in self.spared


def forget_before(connection: Connection, before: datetime, limit: int, which: Which) -> int:
    """Forget the oldest bodies before a moment that central has, and the rows drawn from them; returns how many."""
    attempts = _attempts(connection, before, limit, which.held) if which.means(ATTEMPT) else []
    ids = [*attempts, *_decisions(connection, attempts)]
    journal.forget(connection, ids)
    others = _others(connection, before, limit - len(attempts), which)
    journal.forget(connection, others)
    histories.forget(connection)
    passages.forget(connection, ids)
    return len(ids) + len(others)


def _attempts(connection: Connection, before: datetime, limit: int, held: Sequence[Span]) -> list[str]:
    ids: list[str] = []
    for site in _sites(connection):
        old = (passage.c.site == site) & (passage.c.scanned_at < before) & _outside(passage.c.scanned_at, held)
        query = sa.select(passage.c.id).where(old, sa.exists().where(same(passage, receipt)))
        ids += connection.execute(query.order_by(passage.c.scanned_at).limit(limit - len(ids))).scalars()
    return ids


def _sites(connection: Connection) -> list[str]:
    """The sites of which there are passages; a leap through an index for each."""
    sites: list[str] = []
    query = sa.select(sa.func.min(passage.c.site))
    while True:
        found = connection.execute(query.where(passage.c.site > sites[-1]) if sites else query).scalar()
        if found is None:
            return sites
        sites.append(found)


def _decisions(connection: Connection, attempts: Sequence[str]) -> list[str]:
    """What was decided about these, and central has."""
    known = entry.c.body.is_not(None) & sa.exists().where(same(entry, receipt))
    return list(connection.execute(sa.select(entry.c.id).where(entry.c.amends.in_(attempts), known)).scalars())


def _others(connection: Connection, before: datetime, limit: int, which: Which) -> list[str]:
    """Entries that are no passages; of decisions those about nothing that is remembered, or it were undecided again.

    A tube is remembered for long after whoever was put into it.
    """
    about = entry.alias("about")
    decides = sa.exists().where(about.c.id == entry.c.amends, about.c.body.is_not(None), about.c.kind != TUBE)
    drawn = sa.exists().where(passage.c.id == entry.c.id)
    at = sa.func.coalesce(receipt.c.scanned_at, entry.c.at)
    old = (
        (entry.c.at < before) & (at < before) & entry.c.body.is_not(None) & ~decides & ~drawn & _outside(at, which.held)
    )
    query = sa.select(entry.c.id).join(receipt, same(entry, receipt)).where(old)
    if not any(which.means(kind) for kind in COMMON):
        # Or every passage that is remembered would be walked for a few that are none.
        query = query.where(journal.is_rare())
    if which.only:
        query = query.where(entry.c.kind.in_(which.only))
    if which.spared:
        query = query.where(entry.c.kind.not_in(which.spared))
    return list(connection.execute(query.order_by(entry.c.at).limit(limit)).scalars())


def _outside(at: sa.ColumnElement[datetime], held: Sequence[Span]) -> sa.ColumnElement[bool]:
    return sa.and_(sa.true(), *(~((at >= since) & (at < until)) for since, until in held))
