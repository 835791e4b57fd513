"""Bodies by day: under which day one is kept, and the days as PostgreSQL's partitions; whose time is up is not asked.

A day is counted since 1970 UTC by central's own clock when the entry came: no station's clock makes a partition, there
are never many, and what is dropped with its day is never younger than it. SQLite has the same table in one piece.
"""

from __future__ import annotations

import re
from datetime import UTC, datetime
from typing import Final

import sqlalchemy as sa
from sqlalchemy.engine import Connection

from checkpoint.days import ATTEMPT, DECISION

KEPT: Final = 0
"""The day of what is kept longer than passages are (duty, supplies, handovers), and is forgotten one by one."""
PASSING: Final = frozenset({ATTEMPT, DECISION})
"""Kinds whose bodies go with their day."""
LOCK: Final = 990102
_EPOCH: Final = datetime(1970, 1, 1, tzinfo=UTC)


def day_of(received_at: datetime) -> int:
    """Days since 1970 UTC."""
    return (received_at - _EPOCH).days


def kept_under(kind: str, day: int) -> int:
    """The day under which the body of an entry of that kind is kept that came on this day."""
    return day if kind in PASSING else KEPT


def table_of(day: int) -> str:
    """PostgreSQL's partition of that day."""
    return f"body_{day}" if day > KEPT else "body_kept"


def make_room(connection: Connection, days: range) -> None:
    """See that there is a partition for each of these days; on SQLite there is nothing to see to.

    Made beside the table and attached: that waits for no reader and no writer, where creating it in place would.
    """
    if connection.dialect.name != "postgresql":
        return
    connection.execute(sa.select(sa.func.pg_advisory_xact_lock(LOCK)))
    there = set(partitions(connection))
    for day in days:
        if day not in there and day > KEPT:
            name, within = table_of(day), f"day >= {day} AND day < {day + 1}"
            connection.exec_driver_sql(f"CREATE TABLE {name} (LIKE body INCLUDING ALL, CHECK ({within}))")
            connection.exec_driver_sql(
                f"ALTER TABLE body ATTACH PARTITION {name} FOR VALUES FROM ({day}) TO ({day + 1})"
            )


def partitions(connection: Connection) -> list[int]:
    """The days that have a partition, in order; none on SQLite."""
    if connection.dialect.name != "postgresql":
        return []
    names = connection.exec_driver_sql(
        "SELECT c.relname FROM pg_inherits i JOIN pg_class c ON c.oid = i.inhrelid WHERE i.inhparent = 'body'::regclass"
    ).scalars()
    return sorted(int(found[1]) for name in names if (found := re.fullmatch(r"body_(\d+)", name)))


def drop_before(connection: Connection, day: int) -> int:
    """Forget every body of the days before that one by dropping their partitions; returns how many went.

    Only when no site keeps passages so long: what a site forgets earlier, it forgets row by row.
    """
    gone = [one for one in partitions(connection) if one < day]
    for one in gone:
        connection.exec_driver_sql(f"DROP TABLE body_{one}")
    return len(gone)
