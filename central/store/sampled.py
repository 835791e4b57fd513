"""Entries of sampling as they are asked for: which sites have any, what came since; adding up is `sampling`'s.

A sampling point writes more in a day than a gate, so whoever follows it asks for what is new and not for all of it.
"""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime, timedelta

import sqlalchemy as sa
from sqlalchemy.engine import Connection

from central.store.counting import Counting
from central.store.entries import WHOLE, arrived, of_site
from central.store.forgetting import EPOCH, HOUR_MS, SAME
from central.store.schema import IS_RARE, body, entry, station
from checkpoint.days import Arrived


def sites(connection: Connection, since: datetime, kinds: Sequence[str]) -> list[str]:
    """The sites, by id, that have entries of these kinds since a moment by corrected time."""
    those = (entry.c.site == station.c.site) & entry.c.kind.in_(kinds) & (entry.c.scanned_at >= since)
    query = sa.select(station.c.site).distinct().where(sa.exists().where(those, IS_RARE)).order_by(station.c.site)
    return list(connection.execute(query).scalars())


def after(
    connection: Connection, site: str, arrival: int, since: datetime, kinds: Sequence[str]
) -> tuple[list[Arrived], int]:
    """(the site's entries of these kinds since a moment that arrived after that number; the number to go on from)."""
    query = WHOLE.where(of_site(connection, site), entry.c.scanned_at >= since, entry.c.kind.in_(kinds), IS_RARE)
    rows = connection.execute(query.where(entry.c.arrival > arrival)).all()
    return [arrived(row) for row in rows], max((row.arrival for row in rows), default=arrival)


def remembered(
    connection: Connection, site: str, since: datetime, until: datetime, kinds: Sequence[str]
) -> list[Arrived]:
    """The site's entries of these kinds in [since, until) by corrected time whose bodies are not forgotten."""
    query = WHOLE.where(of_site(connection, site), entry.c.scanned_at >= since, entry.c.scanned_at < until)
    rows = connection.execute(query.where(entry.c.kind.in_(kinds), IS_RARE, body.c.body.is_not(None)))
    return [arrived(row) for row in rows]


def hours(connection: Connection, site: str, since: datetime, until: datetime, kinds: Sequence[str]) -> list[datetime]:
    """The hours in which such entries fall whose bodies are not forgotten."""
    hour = sa.type_coerce(entry.c.scanned_at, sa.BigInteger) // HOUR_MS
    within = (entry.c.scanned_at >= since) & (entry.c.scanned_at < until) & entry.c.kind.in_(kinds)
    query = sa.select(hour).distinct().join(body, SAME).where(of_site(connection, site), within, IS_RARE)
    return [EPOCH + timedelta(hours=int(one)) for one in connection.execute(query).scalars()]


class Sampled(Counting):
    """The same of an opened database."""

    def sampling_sites(self, since: datetime, kinds: Sequence[str]) -> list[str]:
        """The sites, by id, that have entries of these kinds since a moment."""
        with self._reading() as connection:
            return sites(connection, since, kinds)

    def arrivals_after(
        self, site: str, arrival: int, since: datetime, kinds: Sequence[str]
    ) -> tuple[list[Arrived], int]:
        """(the site's entries of these kinds since a moment that arrived after that number; where to go on from)."""
        with self._reading() as connection:
            return after(connection, site, arrival, since, kinds)

    def remembered(self, site: str, since: datetime, until: datetime, kinds: Sequence[str]) -> list[Arrived]:
        """The site's entries of these kinds in [since, until) whose bodies are not forgotten."""
        with self._reading() as connection:
            return remembered(connection, site, since, until, kinds)

    def remembered_hours(self, site: str, since: datetime, until: datetime, kinds: Sequence[str]) -> list[datetime]:
        """The hours in which such entries fall whose bodies are not forgotten."""
        with self._reading() as connection:
            return hours(connection, site, since, until, kinds)
