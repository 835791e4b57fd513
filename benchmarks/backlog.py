"""A long backlog drained from a station's real, encrypted store over loopback: how long, how much memory, who waits."""

from __future__ import annotations

import random
import sys
import tempfile
import threading
import time
from collections.abc import Iterator
from contextlib import closing, contextmanager
from datetime import UTC, datetime
from pathlib import Path
from typing import Final

from benchmarks import office, world
from benchmarks.office import peak_mb
from benchmarks.printed import HEADING, line, title
from central import auth
from central.store.store import Store as Books
from station.clock import DeviceClock
from station.desk import Desk
from station.settings import places
from station.store.engine import key_at
from station.store.store import Store
from station.sync.courier import courier_for
from station.sync.enrolment import enrol, fill

SIZES: Final = (10_000, 100_000)
PEOPLE: Final = 1_000
EVERY_S: Final = 0.1
"""A scan comes this often while the last backlog drains: twenty times as often as a lane at its busiest has them."""
BEFORE: Final = 200
"""Scans before it, to compare with."""


def run(quick: bool = False) -> None:
    """Print the figures."""
    title("A backlog drained over loopback, central on SQLite and on PostgreSQL")
    processor = f"{'processor, us an entry':>24}"
    print(f"{'':34} {'seconds':>8} {'per s':>8} {processor} {'peak MB, and grown meanwhile':>30}")
    print(f"{'':34} {'':8} {'':8} {'station':>12} {'central':>11} {'station':>15} {'central':>14}", flush=True)
    sizes = (1_000,) if quick else SIZES
    for size in sizes:
        with tempfile.TemporaryDirectory() as folder:
            _drained(Path(folder), "SQLite", str(Path(folder) / "central.db"), size)
    for size in sizes:
        # A new database for each: what the station before it wrote would come down to this one.
        with office.database() as (_, url), tempfile.TemporaryDirectory() as folder:
            _drained(Path(folder), "PostgreSQL", url, size)
    with tempfile.TemporaryDirectory() as folder:
        quiet, meanwhile = _drained(Path(folder), "SQLite, scans", str(Path(folder) / "central.db"), sizes[-1], EVERY_S)
    print(f"\n{HEADING}")
    print(line("a verdict at the same station before", quiet))
    print(line(f"a verdict while {sizes[-1]:,} drain, {1 / EVERY_S:.0f} a second", meanwhile))


def _drained(
    folder: Path, kind: str, url: str, size: int, scan_every_s: float = 0.0
) -> tuple[list[float], list[float]]:
    """Print a row. Returns (milliseconds of verdicts before it, and of those meanwhile), none without scans."""
    where = places(folder / "station")
    here = closing(Store.open(where.store, key_at(where.key)))
    quiet, meanwhile = list[float](), list[float]()
    with office.central(url, folder, workers=1) as running, here as store:
        enrol(store, running.url, _code(url))
        world.write_unsent(store, size)
        gate = _Gate(store)
        if scan_every_s:
            quiet = [gate.scan() for _ in range(BEFORE)]
        before, there = peak_mb(), running.peak_mb()
        mine, others = office.cpu_s("self"), office.cpu_s(*running.pids)
        begun = time.perf_counter()
        with gate.scanning(scan_every_s, meanwhile):
            _drain(store)
        took = time.perf_counter() - begun
        _drain(store)
        assert store.unsent_count() == 0
        spent = [1e6 * one / size for one in (office.cpu_s("self") - mine, office.cpu_s(*running.pids) - others)]
        peaks = [f"{now:5.0f} +{now - was:4.0f}" for now, was in ((peak_mb(), before), (running.peak_mb(), there))]
        rates = f"{took:8.2f} {size / took:8,.0f} {spent[0]:12.1f} {spent[1]:11.1f}"
        print(f"{size:,} entries, {kind}".ljust(34), rates, f"{peaks[0]:>15} {peaks[1]:>14}", flush=True)
    return quiet, meanwhile


def _drain(store: Store) -> None:
    courier = courier_for(store, DeviceClock())
    assert courier is not None
    with closing(courier):
        fill(courier)


class _Gate:
    """Somebody who shows passes at the station."""

    def __init__(self, store: Store) -> None:
        self._desk, self._chance = Desk(store, DeviceClock(), operator="gd1"), random.Random("backlog")

    def scan(self) -> float:
        """Milliseconds until the verdict was on disk."""
        text = world.pass_text(self._chance.randrange(1, PEOPLE + 1), datetime.now(UTC))
        start = time.perf_counter()
        self._desk.show(text)
        return 1000 * (time.perf_counter() - start)

    @contextmanager
    def scanning(self, every_s: float, took: list[float]) -> Iterator[None]:
        """Scan on a thread of its own, as in the program, while something else goes on; not at all for 0."""
        if every_s:
            from station.threads import TURN_S

            sys.setswitchinterval(TURN_S)
        is_over = threading.Event()

        def scan() -> None:
            while not is_over.wait(every_s):
                took.append(self.scan())

        thread = threading.Thread(target=scan)
        if every_s:
            thread.start()
        try:
            yield
        finally:
            is_over.set()
            if every_s:
                thread.join()


def _code(url: str) -> str:
    """A one-time code of a central with one gate and some people."""
    with closing(Books(url)) as store:
        store.put(world.documents(PEOPLE))
        return auth.new_code(store, name="南口 1", site=world.SITE, gate="G1", now=datetime.now(UTC))
