"""What an entry costs as the journal grows: intake of a batch by a store that holds more and more, to ten million.

What is held already is laid down by `laying`, since ten million entries sent one after another would take the better
part of an hour; what is measured is real.
"""

from __future__ import annotations

import os
import tempfile
import time
from collections.abc import Callable, Iterator, Sequence
from contextlib import closing
from datetime import UTC, datetime
from itertools import cycle, islice
from pathlib import Path
from typing import Final

from benchmarks import office, world
from benchmarks.intake import cluster_cpu_s
from benchmarks.laying import OnPostgres, OnSqlite
from benchmarks.printed import percentiles, title
from central import intake
from central.store.stations import StationRow
from central.store.store import Store
from checkpoint import rows, wire
from checkpoint.journal import Entry, stamp, to_wire

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
        ground = OnPostgres(str(cluster.folder))
        _grown("PostgreSQL (fsync on)", url, ground, largest, lambda: cluster_cpu_s(cluster))
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / "central.db"
        _grown("SQLite (synchronous=FULL)", str(path), OnSqlite(path), largest)


def _grown(
    kind: str, url: str, ground: OnPostgres | OnSqlite, largest: int, beside_s: Callable[[], float] = float
) -> None:
    """Print the table. beside_s: seconds of processor of a database that is another process."""
    title(f"A batch of {wire.BATCH} taken by central on {kind}, as what it holds grows to {largest:,}")
    columns = f"{'p50 ms':>9} {'p95 ms':>9} {'p99 ms':>9} {'us an entry, p50':>17} {'beside first':>13}"
    print(f"{'entries held':>14} {columns} {'processor, us':>14} {'beside first':>13} {'laid down in':>13}", flush=True)
    who = {member.id for member in office.members(url, STATIONS)}
    with closing(Store(url)) as store:
        rows = [one for one in store.stations() if one.id in who]
        pens: Pens = [(one, world.written("e1", 10**9, station=one.id)) for one in rows]
        _taken(store, pens, WARM)
        held, first, first_spent = 0, 0.0, 0.0
        for size in [*(one for one in SIZES if one < largest), largest]:
            begun = time.perf_counter()
            ground.lay(rows, held, size // STATIONS)
            laid_s, held = time.perf_counter() - begun, size // STATIONS
            stored = beside_s()
            took, served_s = _taken(store, pens, MEASURED)
            spent = 1e6 * (served_s + beside_s() - stored) / (MEASURED * wire.BATCH)
            p50, p95, p99 = percentiles(took)
            first, first_spent = first or p50, first_spent or spent
            figures = f"{p50:9.1f} {p95:9.1f} {p99:9.1f} {1000 * p50 / wire.BATCH:17.1f} {p50 / first:13.2f}"
            costs = f"{spent:14.1f} {spent / first_spent:13.2f}"
            print(f"{STATIONS * held:14,} {figures} {costs} {laid_s:11.0f} s", flush=True)


def _taken(store: Store, pens: Pens, count: int) -> tuple[list[float], float]:
    """(milliseconds of so many batches, the stations taking turns; seconds of this program's processor in all)."""
    both = [_take(store, station, list(islice(pen, wire.BATCH))) for station, pen in islice(cycle(pens), count)]
    return [took for took, _ in both], sum(spent for _, spent in both)


def _take(store: Store, station: StationRow, entries: list[Entry]) -> tuple[float, float]:
    """(milliseconds, seconds of this program's processor) of one batch."""
    now = datetime.now(UTC)
    run = rows.told(wire.Push(epoch="e1", sent_at=stamp(now), entries=[to_wire(one) for one in entries]))
    assert run is not None
    raw = wire.encode(run)
    begun, used = time.perf_counter(), time.process_time()
    taken = intake.take_run(store, station, rows.decode(raw), now, now, is_plain=b"\\" not in raw)
    assert taken.stored
    return 1000 * (time.perf_counter() - begun), time.process_time() - used
