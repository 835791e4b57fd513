"""Sums that the file keeps beside passages and presence, so that a day's figures cost the same however long it was.

Triggers of the file keep them (migration 0005), in the transaction that changes a row; here they are read and compared.
"""

from __future__ import annotations

from collections import Counter
from datetime import datetime

import sqlalchemy as sa
from sqlalchemy.engine import Connection

from station.store.schema import headcount, passage, presence, tally

_COUNTS = (
    sa.select(tally.c.direction, tally.c.outcome, sa.func.sum(tally.c.showings), sa.func.sum(tally.c.people))
    .where(
        tally.c.site == sa.bindparam("site"),
        tally.c.quarter >= sa.bindparam("start"),
        tally.c.quarter < sa.bindparam("end"),
    )
    .group_by(tally.c.direction, tally.c.outcome)
)
_INSIDE = sa.select(headcount.c.people).where(headcount.c.site == sa.bindparam("site"))
_QUARTER_MS = 900_000


def counts(connection: Connection, site: str, start: datetime, end: datetime) -> dict[tuple[str, str], tuple[int, int]]:
    """(direction, outcome) -> (showings, people) of [start, end) at the site.

    Both moments lie on quarters of an hour, as every midnight of every time zone does.
    """
    rows = connection.execute(_COUNTS, {"site": site, "start": start, "end": end})
    return {(way, outcome): (count, people) for way, outcome, count, people in rows}


def inside(connection: Connection, site: str) -> int:
    """How many people are inside the site."""
    return connection.execute(_INSIDE, {"site": site}).scalar_one_or_none() or 0


def wrong(connection: Connection) -> set[str]:
    """Names of the sums that are not what the rows beside them come to."""
    at = sa.type_coerce(passage.c.scanned_at, sa.BigInteger)
    quarter = at - ((at % _QUARTER_MS) + _QUARTER_MS) % _QUARTER_MS
    key = (passage.c.site, quarter, passage.c.direction, passage.c.outcome)
    counted = sa.select(*key, sa.func.count(), sa.func.sum(passage.c.heads)).group_by(*key)
    kept = sa.select(*(sa.type_coerce(one, sa.BigInteger) if one is tally.c.quarter else one for one in tally.c))
    differing = {tuple(row) for row in connection.execute(counted)} ^ {tuple(row) for row in connection.execute(kept)}
    return {f"tally {site} {at} {way} {outcome}" for site, at, way, outcome, *_ in differing} | _wrong_inside(
        connection
    )


def _wrong_inside(connection: Connection) -> set[str]:
    people: Counter[str] = Counter()
    for site, heads in connection.execute(sa.select(presence.c.site, presence.c.heads)):
        people[site] += heads
    kept = Counter({row.site: row.people for row in connection.execute(sa.select(headcount))})
    return {f"headcount {site}" for site in people.keys() | kept.keys() if people[site] != kept[site]}


def clear(connection: Connection) -> None:
    """Nothing is counted. For when there is nothing to count either: what is put in afterwards is counted again."""
    connection.execute(sa.delete(tally))
    connection.execute(sa.delete(headcount))
