"""Rows into tables as each database takes them best: one unless it is there, very many at once, a number counted up."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from typing import Any, Final, TypeVar, cast

import sqlalchemy as sa
from sqlalchemy.dialects import postgresql, sqlite
from sqlalchemy.engine import Connection
from sqlalchemy.exc import DBAPIError

from central.store.schema import counter

AT_ONCE: Final = 500
T = TypeVar("T")


def insert_new(connection: Connection, table: sa.Table, row: dict[str, Any]) -> None:
    """Insert a row unless its key is there already: one statement, so that two at once never both fail to look."""
    connection.execute(_insert(connection, table).values(row).on_conflict_do_nothing())


def _insert(connection: Connection, table: sa.Table) -> Any:
    return (postgresql.insert if connection.dialect.name == "postgresql" else sqlite.insert)(table)


def among(connection: Connection, column: sa.Column[T], values: Sequence[T]) -> sa.ColumnElement[bool]:
    """Whether the column has one of these values: one parameter on PostgreSQL, however many they are."""
    if connection.dialect.name == "postgresql":
        return column == sa.any_(sa.literal(list(values), postgresql.ARRAY(column.type)))
    return column.in_(values)


def counted(connection: Connection, name: str, *, add: int = 0) -> int:
    """A named counter after adding; its row stays locked until the transaction ends, so numbers follow commits."""
    new = _insert(connection, counter).values(name=name, value=add)
    more = new.on_conflict_do_update(index_elements=["name"], set_={"value": counter.c.value + add})
    value: int = connection.execute(more.returning(counter.c.value)).scalar_one()
    return value


def fill(connection: Connection, table: sa.Table, rows: Sequence[Sequence[Any]]) -> None:
    """Write many rows, each a value for every column of the table as the database keeps it (moments: milliseconds).

    COPY on PostgreSQL: ten times as fast as the same rows in an INSERT. A key that is there already is an error.
    """
    columns = ", ".join(f'"{column.name}"' for column in table.columns)
    if connection.dialect.name == "postgresql":
        _copy(connection, f"COPY {table.name} ({columns}) FROM STDIN", rows)
    elif rows:
        marks = ", ".join("?" * len(table.columns))
        words = f"INSERT INTO {table.name} ({columns}) VALUES ({marks})"  # noqa: S608 - names of ours
        connection.exec_driver_sql(words, [tuple(row) for row in rows])


def _copy(connection: Connection, words: str, rows: Iterable[Sequence[Any]]) -> None:
    import psycopg

    driver: Any = connection.connection.dbapi_connection
    try:
        with driver.cursor() as cursor, cursor.copy(words) as copy:
            copy.write("".join(map(_line, rows)))
    except psycopg.Error as error:
        raise cast("Exception", DBAPIError.instance(words, None, error, psycopg.Error, hide_parameters=True)) from error


def _line(row: Sequence[Any]) -> str:
    """A row in COPY's text format, in a third of the time that the driver takes."""
    line = "\t".join(["\0" if value is None else value if type(value) is str else str(value) for value in row])
    is_plain = "\\" not in line and "\n" not in line and "\r" not in line and line.count("\t") == len(row) - 1
    if is_plain and line.count("\0") == row.count(None):
        return line.replace("\0", "\\N") + "\n"
    return "\t".join(["\\N" if value is None else str(value).translate(_ESCAPES) for value in row]) + "\n"


_ESCAPES: Final = str.maketrans({"\\": "\\\\", "\t": "\\t", "\n": "\\n", "\r": "\\r"})


def counters(connection: Connection, names: Sequence[str]) -> dict[str, int]:
    """name -> value of these counters, as far as they have begun."""
    found: dict[str, int] = {}
    for start in range(0, len(names), AT_ONCE):
        query = sa.select(counter.c.name, counter.c.value).where(counter.c.name.in_(names[start : start + AT_ONCE]))
        found |= {row.name: row.value for row in connection.execute(query)}
    return found
