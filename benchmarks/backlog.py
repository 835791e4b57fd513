"""A long backlog drained from a station's real, encrypted store over loopback: how long, and in how much memory."""

from __future__ import annotations

import tempfile
import time
from contextlib import closing
from datetime import UTC, datetime
from pathlib import Path
from typing import Final

from benchmarks import office, world
from benchmarks.office import peak_mb
from benchmarks.printed import title
from central import auth
from central.store.store import Store as Books
from checkpoint.roster import Community, Gate, Site
from station.clock import DeviceClock
from station.settings import places
from station.store.engine import key_at
from station.store.store import Store
from station.sync.courier import courier_for
from station.sync.enrolment import enrol, fill

SIZES: Final = (10_000, 100_000)


def run(quick: bool = False) -> None:
    """Print the figures."""
    title("A backlog drained over loopback, central on SQLite and on PostgreSQL")
    print(f"{'':34} {'seconds':>8} {'per s':>8} {'station MB':>11} {'central MB':>11}   (peak, and grown meanwhile)")
    sizes = (1_000,) if quick else SIZES
    with tempfile.TemporaryDirectory() as folder:
        for size in sizes:
            _drained(Path(folder), "SQLite", str(Path(folder) / f"central-{size}.db"), size)
    with office.database() as (_, url), tempfile.TemporaryDirectory() as folder:
        _drained(Path(folder), "PostgreSQL", url, sizes[0])


def _drained(folder: Path, kind: str, url: str, size: int) -> None:
    where = places(folder / f"station-{kind}-{size}")
    here = closing(Store.open(where.store, key_at(where.key)))
    with office.central(url, folder, workers=1) as running, here as store:
        enrol(store, running.url, _code(url))
        world.write_unsent(store, size)
        clock = DeviceClock()
        before, there = peak_mb(), running.peak_mb()
        begun = time.perf_counter()
        courier = courier_for(store, clock)
        assert courier is not None
        fill(courier)
        took = time.perf_counter() - begun
        courier.close()
        assert store.unsent_count() == 0
        peaks = [f"{now:5.0f} +{now - was:4.0f}" for now, was in ((peak_mb(), before), (running.peak_mb(), there))]
        rates = f"{took:8.2f} {size / took:8,.0f} {peaks[0]:>11} {peaks[1]:>11}"
        print(f"{size:,} entries, {kind}".ljust(34), rates, flush=True)


def _code(url: str) -> str:
    """A one-time code of a central with one gate."""
    with closing(Books(url)) as store:
        gate = Gate(id="G1", site=world.SITE, name="南口", communities=(world.C1,))
        site = Site(id=world.SITE, name="示例社区", community=world.C1)
        store.put([Community(id=world.C1, name="示例社区"), site, gate])
        return auth.new_code(store, name="南口 1", site=world.SITE, gate="G1", now=datetime.now(UTC))
