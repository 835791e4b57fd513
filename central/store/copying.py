"""Whole tables out of one database and into another, as plain values in parts; the file between them is `backups`'s.

Tables are taken as they are found, not as this program declares them: what an older program saved comes back into that
program's tables and is brought up to date there, on SQLite and PostgreSQL alike.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import Any, Final

import sqlalchemy as sa
from sqlalchemy.engine import Connection

from central.store import bodies
from central.store.engine import VERSIONS, WrongDatabase, open_engine, upgrade
from central.store.entries import chains, walk
from central.store.filling import fill
from central.store.schema import HEAD
from checkpoint.journal import GENESIS, Fault, own_fault

AT_ONCE: Final = 2_000
"""Rows in one part."""


@dataclass(frozen=True, slots=True)
class Part:
    """Some rows of a table. columns: their names, in the order of each row's values."""

    table: str
    columns: tuple[str, ...]
    rows: Sequence[Sequence[Any]]


def saved(url: str) -> Iterator[str | Part]:
    """The revision at which a database stands, and then every table in parts: all as of one moment."""
    engine = open_engine(url)
    try:
        with engine.begin() as connection:
            if connection.dialect.name == "postgresql":
                # SQLite's transactions see one moment anyhow.
                connection.exec_driver_sql("SET TRANSACTION ISOLATION LEVEL REPEATABLE READ, READ ONLY")
            yield _revision(connection)
            for table in _tables(connection):
                yield from _parts(connection, table)
    finally:
        engine.dispose()


def _revision(connection: Connection) -> str:
    if not sa.inspect(connection).has_table(VERSIONS):
        raise WrongDatabase("there is no central in this database")
    return str(connection.exec_driver_sql(f"SELECT version_num FROM {VERSIONS}").scalar_one())  # noqa: S608


def _tables(connection: Connection) -> list[sa.Table]:
    """The tables that are there, but for partitions, which are parts of one that is."""
    names = [name for name in sa.inspect(connection).get_table_names() if not re.fullmatch(r"body_(\d+|kept)", name)]
    found = sa.MetaData()
    return [sa.Table(name, found, autoload_with=connection) for name in sorted(names) if name != VERSIONS]


def _parts(connection: Connection, table: sa.Table) -> Iterator[Part]:
    name, columns = str(table.name), tuple(str(column.name) for column in table.columns)
    query = sa.select(table).order_by(*table.primary_key.columns).execution_options(yield_per=AT_ONCE)
    for some in connection.execute(query).partitions():
        yield Part(name, columns, [list(row) for row in some])


class Restoring:
    """A database that is being filled, in one transaction: all of it is there at the end, or nothing is."""

    def __init__(self, connection: Connection, revision: str) -> None:
        """Raises WrongDatabase when there is one already, or when this program does not know that revision."""
        if sa.inspect(connection).get_table_names():
            raise WrongDatabase("there is a database already, and nothing is ever restored over one")
        upgrade(connection, None, revision)
        self._connection = connection
        self._tables = {table.name: table for table in _tables(connection)}

    def take(self, part: Part) -> None:
        """Write these rows. Raises WrongDatabase for a table or column that its revision did not have."""
        table = self._tables.get(part.table)
        if table is None or {column.name for column in table.columns} != set(part.columns):
            raise WrongDatabase(f"the table '{part.table}' is not as its program had it")
        order = [part.columns.index(column.name) for column in table.columns]
        if part.table == "body":
            days = {row[part.columns.index("day")] for row in part.rows}
            for day in sorted(days):
                bodies.make_room(self._connection, range(day, day + 1))
        fill(self._connection, table, [tuple(row[place] for place in order) for row in part.rows])

    def finish(self) -> list[Fault]:
        """Bring it up to date; returns what in its chains does not hold."""
        upgrade(self._connection, HEAD, HEAD)
        return faults(self._connection)


def faults(connection: Connection) -> list[Fault]:
    """The first place in each journal where an entry does not agree with itself or with the one before it.

    A place that is missing is a gap, which central knows, and no fault.
    """
    found = [_first_fault(connection, one.station, one.epoch) for one in chains(connection)]
    return [one for one in found if one is not None]


def _first_fault(connection: Connection, station: str, epoch: str) -> Fault | None:
    seq, tip = 0, GENESIS
    for entry in walk(connection, station, epoch):
        reason = own_fault(entry)
        if entry.seq == seq + 1 and entry.prev != tip:
            reason = "it does not follow from the entry before it"
        if reason is not None:
            return Fault(station, epoch, entry.seq, reason)
        seq, tip = entry.seq, entry.hash
    return None
