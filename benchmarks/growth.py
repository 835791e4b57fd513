"""What an entry costs as the journal grows: intake of a batch by a store that holds more and more, to ten million.

What is held already is laid down by `laying`, since ten million entries sent one after another would take the better
part of an hour; what is measured is real.
"""

from __future__ import annotations

import os
import tempfile
import time
from collections.abc import Iterator, Sequence
from contextlib import closing
from datetime import UTC, datetime
from itertools import cycle, islice
from pathlib import Path
from typing import Final

import msgspec

from benchmarks import office, world
from benchmarks.laying import OnPostgres, OnSqlite
from benchmarks.printed import percentiles, title
from central import intake
from central.store.stations import StationRow
from central.store.store import Store
from checkpoint import wire
from checkpoint.journal import Entry, to_wire

STATIONS: Final = 8
WARM, MEASURED = 16, 80
"""Batches that are taken first, and of which the percentiles are taken at each size."""
LARGEST: Final = int(os.environ.get("GROWTH", "1000000"))
"""Entries at the end: say GROWTH=10000000 and wait a quarter of an hour."""
SIZES: Final = (0, 10_000, 100_000, 1_000_000, 10_000_000)
Pens = Sequence[tuple[StationRow, Iterator[Entry]]]


def run(quick: bool = False) -> None:
    """Print the figures."""
    largest = 30_000 if quick else LARGEST
    with office.database() as (cluster, url):
        _grown("PostgreSQL (fsync on)", url, OnPostgres(str(cluster.folder)), largest)
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / "central.db"
        _grown("SQLite (synchronous=FULL)", str(path), OnSqlite(path), largest)


def _grown(kind: str, url: str, ground: OnPostgres | OnSqlite, largest: int) -> None:
    title(f"A batch of {wire.BATCH} taken by central on {kind}, as what it holds grows to {largest:,}")
    columns = f"{'p50 ms':>9} {'p95 ms':>9} {'p99 ms':>9} {'us an entry, p50':>17} {'beside the first':>17}"
    print(f"{'entries held':>14} {columns} {'laid down in':>13}", flush=True)
    who = {member.id for member in office.members(url, STATIONS)}
    with closing(Store(url)) as store:
        rows = [one for one in store.stations() if one.id in who]
        pens: Pens = [(one, world.written("e1", 10**9, station=one.id)) for one in rows]
        _taken(store, pens, WARM)
        held, first = 0, 0.0
        for size in [*(one for one in SIZES if one < largest), largest]:
            begun = time.perf_counter()
            ground.lay(rows, held, size // STATIONS)
            laid_s, held = time.perf_counter() - begun, size // STATIONS
            p50, p95, p99 = percentiles(_taken(store, pens, MEASURED))
            first = first or p50
            figures = f"{p50:9.1f} {p95:9.1f} {p99:9.1f} {1000 * p50 / wire.BATCH:17.1f} {p50 / first:17.2f}"
            print(f"{STATIONS * held:14,} {figures} {laid_s:11.0f} s", flush=True)


def _taken(store: Store, pens: Pens, count: int) -> list[float]:
    """Milliseconds of so many batches, the stations taking turns."""
    return [_take(store, station, list(islice(pen, wire.BATCH))) for station, pen in islice(cycle(pens), count)]


def _take(store: Store, station: StationRow, entries: list[Entry]) -> float:
    said, now = [msgspec.Raw(msgspec.json.encode(to_wire(one))) for one in entries], datetime.now(UTC)
    begun = time.perf_counter()
    intake.take(store, station, "e1", now, said, now)
    return 1000 * (time.perf_counter() - begun)
