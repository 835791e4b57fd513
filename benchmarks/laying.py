"""Entries by the million laid down by central's database itself, so that it holds many; measuring is left to others.

Each is a copy of an entry that its station really sent, with a place, times, an id and hashes of its own, in an epoch
of its own. All indexes stay in place and are grown row by row, in the order in which the entries would have come:
times, ids and arrival numbers rise, so whatever is sent afterwards is written where it would be.
"""

from __future__ import annotations

import sqlite3
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import closing
from pathlib import Path
from typing import Any, Final, cast

import psycopg

from central.store.schema import body, entry
from central.store.stations import StationRow

AT_ONCE: Final = 125_000
"""Entries in one transaction."""
SIDE_BY_SIDE: Final = 2
"""Stations whose entries PostgreSQL takes at the same time."""
_FURTHEST: Final = 10_000_000
"""What is laid down lies so many seconds before what is sent, a second an entry."""


def _picked(own: dict[str, str], table: Any, other: str) -> str:
    """The values of a row, in the order of its columns. other: what stands for a column that is copied."""
    own = {"epoch": "'e0'", "seq": "i", **own}
    return ", ".join(own.get(name, other.format(name)) for name in table.columns.keys())  # noqa: SIM118


def _parts(held: int, each: int) -> Iterator[tuple[int, int]]:
    """(first, last) seq of each transaction."""
    for first in range(held + 1, each + 1, AT_ONCE):
        yield first, min(first + AT_ONCE - 1, each)


class OnPostgres:
    """Lays them down in a PostgreSQL on this machine."""

    _AT: Final = f"one.at - 1000 * ({_FURTHEST} - i)"
    _OWN: Final = {
        entry: {
            "id": f"lpad(to_hex({_AT}), 12, '0') || left(md5(i::text), 20)",
            "prev": "encode(sha256((i - 1)::text::bytea), 'hex')",
            "hash": "encode(sha256(i::text::bytea), 'hex')",
            "body_digest": "encode(sha256(('b' || i)::bytea), 'hex')",
            "arrival": "%(arrival)s + i - %(first)s",
            "at": _AT,
            "scanned_at": _AT,
        },
        body: {"salt": "md5(i::text)"},
    }

    def __init__(self, folder: str) -> None:
        self._where = f"host={folder} user=postgres dbname=central"

    def lay(self, stations: list[StationRow], held: int, each: int) -> None:
        """Bring what each station has from so many entries to so many."""
        with ThreadPoolExecutor(SIDE_BY_SIDE) as both:
            list(both.map(lambda one: self._lay(one, held, each), stations))
        with psycopg.connect(self._where, autocommit=True) as connection:
            # As autovacuum would, which otherwise begins in the middle of what is measured.
            connection.execute("VACUUM (ANALYZE) entry, body")
            connection.execute("CHECKPOINT")

    def _lay(self, station: StationRow, held: int, each: int) -> None:
        with psycopg.connect(self._where) as connection:
            for first, last in _parts(held, each):
                count = {"name": f"arrival {station.site}", "more": last - first + 1}
                counted = "UPDATE counter SET value = value + %(more)s WHERE name = %(name)s RETURNING value"
                [[newest]] = connection.execute(counted, count).fetchall()
                said = {"station": station.id, "first": first, "last": last, "arrival": newest - last + first}
                for table, own in self._OWN.items():
                    one = f"(SELECT * FROM {table.name} WHERE station = %(station)s AND epoch = 'e1' LIMIT 1) one"
                    rows = f"SELECT {_picked(own, table, 'one.{}')} FROM generate_series(%(first)s::bigint, %(last)s) i"
                    connection.execute(cast("Any", f"INSERT INTO {table.name} {rows}, {one}"), said)
                connection.commit()


class OnSqlite:
    """Lays them down in a file."""

    _AT: Final = f":at - 1000 * ({_FURTHEST} - i)"
    _OWN: Final = {
        entry: {
            "id": f"printf('%012x', {_AT}) || lower(hex(randomblob(10)))",
            **dict.fromkeys(("prev", "hash", "body_digest"), "lower(hex(randomblob(32)))"),
            "arrival": ":newest - :last + i",
            "at": _AT,
            "scanned_at": _AT,
        },
        body: {"salt": "lower(hex(randomblob(16)))"},
    }

    def __init__(self, path: Path) -> None:
        self._path = path

    def lay(self, stations: list[StationRow], held: int, each: int) -> None:
        """Bring what each station has from so many entries to so many."""
        with closing(sqlite3.connect(self._path)) as connection:
            connection.row_factory = sqlite3.Row
            # Nobody would miss these in a power cut.
            connection.execute("PRAGMA synchronous = OFF")
            connection.execute("PRAGMA cache_size = -256000")
            for first, last in _parts(held, each):
                for station in stations:
                    with connection:
                        self._lay(connection, station, first, last)

    def _lay(self, connection: sqlite3.Connection, station: StationRow, first: int, last: int) -> None:
        counted = "UPDATE counter SET value = value + ? WHERE name = ? RETURNING value"
        [[newest]] = connection.execute(counted, (last - first + 1, f"arrival {station.site}")).fetchall()
        numbers = "WITH RECURSIVE n (i) AS (SELECT :first UNION ALL SELECT i + 1 FROM n WHERE i < :last)"
        for table, own in self._OWN.items():
            found = connection.execute(
                f"SELECT * FROM {table.name} WHERE station = ? AND epoch = 'e1' LIMIT 1",
                (station.id,),
            )
            said = {**dict(found.fetchone()), "first": first, "last": last, "newest": newest}
            connection.execute(f"{numbers} INSERT INTO {table.name} SELECT {_picked(own, table, ':{}')} FROM n", said)
