"""Rows into tables as each database takes them best: one unless it is there, very many at once, a number counted up."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from functools import lru_cache
from typing import Any, Final, TypeVar, cast

import sqlalchemy as sa
from sqlalchemy.dialects import postgresql
from sqlalchemy.engine import Connection
from sqlalchemy.exc import DBAPIError

from central.store.schema import counter

AT_ONCE: Final = 500
T = TypeVar("T")


def insert_new(connection: Connection, table: sa.Table, row: dict[str, Any]) -> None:
    """Insert a row unless its key is there already: one statement, so that two at once never both fail to look."""
    connection.execute(_unless_there(table, tuple(row)), row)


def insert_new_ones(connection: Connection, table: sa.Table, rows: Sequence[dict[str, Any]]) -> None:
    """The same of many rows, which all name the same columns."""
    if rows:
        connection.execute(_unless_there(table, tuple(rows[0])), rows)


@lru_cache
def _unless_there(table: sa.Table, columns: tuple[str, ...]) -> sa.TextClause:
    """The statement in words that both databases know, since SQLAlchemy compiles an ON CONFLICT anew every time."""
    names, marks = ", ".join(columns), ", ".join(f":{name}" for name in columns)
    words = f"INSERT INTO {table.name} ({names}) VALUES ({marks}) ON CONFLICT DO NOTHING"  # noqa: S608 - names of ours
    return sa.text(words).bindparams(*(sa.bindparam(name, type_=table.c[name].type) for name in columns))


def among(connection: Connection, column: sa.Column[T], values: Sequence[T]) -> sa.ColumnElement[bool]:
    """Whether the column has one of these values: one parameter on PostgreSQL, however many they are."""
    if connection.dialect.name == "postgresql":
        return column == sa.any_(sa.literal(list(values), postgresql.ARRAY(column.type)))
    return column.in_(values)


_COUNTED: Final = sa.text(
    "INSERT INTO counter (name, value) VALUES (:name, :add)"
    " ON CONFLICT (name) DO UPDATE SET value = counter.value + :add RETURNING value"
)


def counted(connection: Connection, name: str, *, add: int = 0) -> int:
    """A named counter after adding; its row stays locked until the transaction ends, so numbers follow commits."""
    value: int = connection.execute(_COUNTED, {"name": name, "add": add}).scalar_one()
    return value


NONE: Final = "\\N"
"""What COPY's text says for what is none."""


def none_in(connection: Connection) -> str | None:
    """What stands for none in rows that are made ready as plain ones."""
    return NONE if connection.dialect.name == "postgresql" else None


Rows = Sequence[tuple[Any, ...]]


def fill(connection: Connection, table: sa.Table, rows: Rows) -> None:
    """Write many rows, each a value for every column of the table as the database keeps it (moments: milliseconds).

    COPY on PostgreSQL: ten times as fast as the same rows in an INSERT. A key that is there already is an error.
    """
    pour(connection, table, [[_text(table, rows)] if connection.dialect.name == "postgresql" else rows])


def pour(connection: Connection, table: sa.Table, parts: Iterable[Sequence[Any]]) -> None:
    """Write many rows that were made ready, part after part: the database writes one while the next is made."""
    columns = ", ".join(f'"{column.name}"' for column in table.columns)
    if connection.dialect.name == "postgresql":
        _copy(connection, f"COPY {table.name} ({columns}) FROM STDIN", parts)
        return
    marks = ", ".join("?" * len(table.columns))
    words = f"INSERT INTO {table.name} ({columns}) VALUES ({marks})"  # noqa: S608 - names of ours
    for part in parts:
        if part:
            connection.exec_driver_sql(words, list(part))


def _copy(connection: Connection, words: str, parts: Iterable[Sequence[str]]) -> None:
    import psycopg

    driver: Any = connection.connection.dbapi_connection
    try:
        with driver.cursor() as cursor, cursor.copy(words) as copy:
            for part in parts:
                copy.write("".join(part))
    except psycopg.Error as error:
        raise cast("Exception", DBAPIError.instance(words, None, error, psycopg.Error, hide_parameters=True)) from error


def ready_plain(connection: Connection, table: sa.Table) -> Callable[[tuple[Any, ...]], Any]:
    """What makes a row ready for `pour`, in which nobody has to look for what a database must be told otherwise.

    No text in it has a backslash, a tab or a line's end, and none is `none_in`'s.
    """
    return _line_of(table).__mod__ if connection.dialect.name == "postgresql" else _as_it_is


def ready(connection: Connection) -> Callable[[tuple[Any, ...]], Any]:
    """What makes any row ready for `pour`."""
    return _line if connection.dialect.name == "postgresql" else _as_it_is


def _as_it_is(row: tuple[Any, ...]) -> tuple[Any, ...]:
    return row


def _line_of(table: sa.Table) -> str:
    return "\t".join(["%s"] * len(table.columns)) + "\n"


def _text(table: sa.Table, rows: Rows) -> str:
    """The rows in COPY's text format, in a quarter of the time that the driver takes.

    Nearly always nothing in them means anything to COPY, and "None" stands nowhere but for what is none: then one look
    at all of them is enough.
    """
    line = _line_of(table)
    text = "".join([line % row for row in rows])
    may_be_none = [place for place, column in enumerate(table.columns) if column.nullable]
    nones = sum([row[place] is None for place in may_be_none for row in rows])
    marks = line.count("\t") * len(rows), len(rows), nones
    is_plain = "\\" not in text and "\r" not in text
    if is_plain and (text.count("\t"), text.count("\n"), text.count("None")) == marks:
        return text.replace("None", "\\N")
    return "".join(map(_line, rows))


def _line(row: tuple[Any, ...]) -> str:
    """A row in COPY's text format, whatever is in it."""
    return "\t".join(["\\N" if cell is None else str(cell).translate(_ESCAPES) for cell in row]) + "\n"


_ESCAPES: Final = str.maketrans({"\\": "\\\\", "\t": "\\t", "\n": "\\n", "\r": "\\r"})


def counters(connection: Connection, names: Sequence[str]) -> dict[str, int]:
    """name -> value of these counters, as far as they have begun."""
    found: dict[str, int] = {}
    for start in range(0, len(names), AT_ONCE):
        query = sa.select(counter.c.name, counter.c.value).where(counter.c.name.in_(names[start : start + AT_ONCE]))
        found |= {row.name: row.value for row in connection.execute(query)}
    return found
