"""What an entry costs as the journal grows: intake of a batch by a store that holds more and more, to ten million."""

from __future__ import annotations

import os
import time
from contextlib import closing
from datetime import UTC, datetime
from itertools import islice
from typing import Final

import msgspec

from benchmarks import office, world
from benchmarks.printed import percentiles, title
from central import intake
from central.store.stations import StationRow
from central.store.store import Store
from checkpoint import wire
from checkpoint.journal import Entry, to_wire

STATIONS: Final = 8
MEASURED: Final = 40
"""Batches of which the percentiles are taken at each size."""
LARGEST: Final = int(os.environ.get("GROWTH", "300000"))
"""Entries at the end: say GROWTH=10000000 and wait."""


def run(quick: bool = False) -> None:
    """Print the figures."""
    largest = 20_000 if quick else LARGEST
    sizes = {10**power for power in range(4, 9)}
    title(f"A batch of {wire.BATCH} taken by central on PostgreSQL (fsync on), as what it holds grows to {largest:,}")
    print(f"{'entries held':>14} {'p50 ms':>9} {'p95 ms':>9} {'p99 ms':>9} {'us an entry, p50':>17}", flush=True)
    with office.database() as (_, url):
        who = office.members(url, STATIONS)
        with closing(Store(url)) as store:
            rows = {one.id: one for one in store.stations()}
            pens = [
                (rows[one.id], world.written("e1", largest // STATIONS + wire.BATCH, station=one.id)) for one in who
            ]
            took: list[float] = []
            for held in range(wire.BATCH, largest + 1, wire.BATCH):
                station, pen = pens[held // wire.BATCH % STATIONS]
                took.append(_take(store, station, list(islice(pen, wire.BATCH))))
                if held in sizes or held == largest:
                    _print(held, took[-MEASURED:])


def _take(store: Store, station: StationRow, entries: list[Entry]) -> float:
    """Milliseconds."""
    said, now = [msgspec.Raw(msgspec.json.encode(to_wire(one))) for one in entries], datetime.now(UTC)
    begun = time.perf_counter()
    intake.take(store, station, "e1", now, said, now)
    return 1000 * (time.perf_counter() - begun)


def _print(held: int, took: list[float]) -> None:
    p50, p95, p99 = percentiles(took)
    print(f"{held:14,} {p50:9.1f} {p95:9.1f} {p99:9.1f} {1000 * p50 / wire.BATCH:17.1f}", flush=True)
