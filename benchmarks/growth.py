"""What an entry costs as the journal grows: intake of a batch by a store that holds more and more, to ten million.

What is held already is laid down by the database itself, rows of the same shape in the same tables and indexes, since
ten million entries written one by one would take the better part of an hour; what is measured is real.
"""

from __future__ import annotations

import os
import time
from collections.abc import Iterator, Sequence
from contextlib import closing
from datetime import UTC, datetime
from itertools import cycle, islice
from typing import Any, Final, cast

import msgspec
import psycopg

from benchmarks import office, world
from benchmarks.printed import percentiles, title
from central import intake
from central.store.stations import StationRow
from central.store.store import Store
from checkpoint import wire
from checkpoint.journal import Entry, to_wire
from tests.harness.postgres import Cluster

STATIONS: Final = 8
MEASURED: Final = 40
"""Batches of which the percentiles are taken at each size."""
LARGEST: Final = int(os.environ.get("GROWTH", "1000000"))
"""Entries at the end: say GROWTH=10000000 and wait some minutes."""
SIZES: Final = (10_000, 100_000, 1_000_000, 10_000_000)


def run(quick: bool = False) -> None:
    """Print the figures."""
    largest = 30_000 if quick else LARGEST
    title(f"A batch of {wire.BATCH} taken by central on PostgreSQL (fsync on), as what it holds grows to {largest:,}")
    print(f"{'entries held':>14} {'p50 ms':>9} {'p95 ms':>9} {'p99 ms':>9} {'us an entry, p50':>17}", flush=True)
    with office.database() as (cluster, url):
        who = office.members(url, STATIONS)
        with closing(Store(url)) as store:
            rows = [one for one in store.stations() if one.id in {member.id for member in who}]
            pens = [(one, world.written("e1", 10**9, station=one.id)) for one in rows]
            _measured(store, pens)
            laid = 0
            for size in [*(one for one in SIZES if one < largest), largest]:
                laid = _lay_down(cluster, [one.id for one in rows], laid, size // STATIONS)
                _print(STATIONS * laid, _measured(store, pens))


def _measured(store: Store, pens: Sequence[tuple[StationRow, Iterator[Entry]]]) -> list[float]:
    turns = islice(cycle(pens), MEASURED)
    return [_take(store, station, list(islice(pen, wire.BATCH))) for station, pen in turns]


def _lay_down(cluster: Cluster, stations: Sequence[str], held: int, each: int) -> int:
    """Bring what each station has under another epoch to so many entries: copies of one of its own, each its own."""
    with psycopg.connect(f"host={cluster.folder} user=postgres dbname=central", autocommit=True) as connection:
        for table, own in (("entry", _ENTRY), ("body", _BODY)):
            names = connection.execute(_COLUMNS, (table,)).fetchall()
            picked = ", ".join({"epoch": "'e0'", "seq": "i", **own}.get(name, f"one.{name}") for (name,) in names)
            rows = f"SELECT {picked} FROM generate_series(%s::bigint, %s) i, (SELECT * FROM {table} WHERE station = %s"
            for station in stations:
                lay = f"INSERT INTO {table} {rows} AND epoch = 'e1' LIMIT 1) one"
                connection.execute(cast(Any, lay), (held + 1, each, station))
        connection.execute("ANALYZE")
        connection.execute("CHECKPOINT")
    return each


_COLUMNS: Final = (
    "SELECT attname FROM pg_attribute WHERE attrelid = %s::regclass AND attnum > 0 AND NOT attisdropped ORDER BY attnum"
)
_ENTRY: Final = {
    "id": "lpad(to_hex(i), 12, '0') || left(md5(i::text), 20)",
    "prev": "encode(sha256((i - 1)::text::bytea), 'hex')",
    "hash": "encode(sha256(i::text::bytea), 'hex')",
    "body_digest": "encode(sha256(('b' || i)::bytea), 'hex')",
    "arrival": "one.arrival + i",
    "at": "one.at - 1000 * i",
    "scanned_at": "one.scanned_at - 1000 * i",
}
_BODY: Final = {"salt": "md5(i::text)"}


def _take(store: Store, station: StationRow, entries: list[Entry]) -> float:
    """Milliseconds."""
    said, now = [msgspec.Raw(msgspec.json.encode(to_wire(one))) for one in entries], datetime.now(UTC)
    begun = time.perf_counter()
    intake.take(store, station, "e1", now, said, now)
    return 1000 * (time.perf_counter() - begun)


def _print(held: int, took: list[float]) -> None:
    p50, p95, p99 = percentiles(took)
    print(f"{held:14,} {p50:9.1f} {p95:9.1f} {p99:9.1f} {1000 * p50 / wire.BATCH:17.1f}", flush=True)
