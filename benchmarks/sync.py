"""A backlog drained into a real central over loopback HTTP, scans meanwhile, and a roster's first fill."""

from __future__ import annotations

import json
import subprocess
import sys
import tempfile
import threading
import time
from collections.abc import Callable, Iterator
from contextlib import closing, contextmanager
from pathlib import Path
from typing import Any, Final

from benchmarks import office
from benchmarks.printed import HEADING, line, title
from checkpoint.roster import Person
from station.clock import DeviceClock
from station.desk import Desk
from station.settings import places
from station.store.engine import key_at
from station.store.store import Store
from station.sync.courier import Courier, central_of
from station.sync.enrolment import enrol, fill

ROOT: Final = Path(__file__).resolve().parent.parent
CODE: Final = "https://pay.example"
EVERY_S: Final = 0.1
"""A scan meanwhile comes this often: ten times as often as the busiest lane has them."""


def run(quick: bool = False) -> None:
    """Print the figures."""
    backlog, people = (1_000, 2_000) if quick else (10_000, 35_000)
    title("Sync over loopback, central on SQLite")
    print(f"{'':34} {'seconds':>8} {'per s':>8} {'station MB':>11} {'central MB':>11}   (peak, and grown meanwhile)")
    with tempfile.TemporaryDirectory() as folder, _central(Path(folder) / "central", people) as (running, code):
        where = places(Path(folder) / "station")
        with closing(Store.open(where.store, key_at(where.key))) as store:
            _timed(running, f"first roster, {people:,} people", people, lambda: enrol(store, running.url, code))
            assert store.document_count(Person) >= people
            _show(store, backlog)
            _timed(running, f"backlog of {backlog:,} entries", backlog, lambda: _drain(store))
            _show(store, backlog)
            meanwhile: list[float] = []
            what = f"the same, with {1 / EVERY_S:.0f} scans/s"
            _timed(running, what, backlog, lambda: _drain_with_scans(store, meanwhile))
    print(f"\n{HEADING}")
    print(line("a scan meanwhile, on disk", [one * 1000 for one in meanwhile]))


def _timed(running: office.Running, what: str, count: int, work: Callable[[], Any]) -> None:
    before, there, start = office.peak_mb(), running.peak_mb(), time.perf_counter()
    work()
    took = time.perf_counter() - start
    grown = ((office.peak_mb(), before), (running.peak_mb(), there))
    peaks = [f"{now:5.0f} +{now - was:4.0f}" for now, was in grown]
    print(f"{what:34} {took:8.2f} {count / took:8,.0f} {peaks[0]:>11} {peaks[1]:>11}", flush=True)


def _show(store: Store, count: int) -> None:
    desk = Desk(store, DeviceClock(), operator="gd1")
    for _ in range(count):
        desk.show(CODE)


def _drain(store: Store) -> None:
    assert store.identity is not None
    with central_of(store.identity) as central:
        fill(Courier(store, central, DeviceClock()))


def _drain_with_scans(store: Store, took: list[float]) -> None:
    from station.threads import TURN_S

    sys.setswitchinterval(TURN_S)
    over = threading.Event()

    def scan() -> None:
        desk = Desk(store, DeviceClock(), operator="gd1")
        while not over.wait(EVERY_S):
            start = time.perf_counter()
            desk.show(CODE)
            took.append(time.perf_counter() - start)

    gate = threading.Thread(target=scan)
    gate.start()
    _drain(store)
    over.set()
    gate.join()


@contextmanager
def _central(data: Path, people: int) -> Iterator[tuple[office.Running, str]]:
    """A central with that many people, and a one-time code of it."""
    words = [sys.executable, "-m", "central"]
    seed = [*words, "seed-demo", "--data", str(data), "--people", str(people)]
    seeded = json.loads(subprocess.run(seed, capture_output=True, text=True, check=True, cwd=ROOT).stdout)
    serve = [*words, "serve", "--data", str(data), "--port", "0", "--end-with-stdin"]
    pipe, quiet = subprocess.PIPE, subprocess.DEVNULL
    with subprocess.Popen(serve, stdin=pipe, stdout=pipe, stderr=quiet, text=True, cwd=ROOT) as server:
        assert server.stdout is not None
        try:
            url = server.stdout.readline().strip().rpartition(" ")[2]
            yield office.Running(url, (server.pid,)), seeded["codes"][0]["code"]
        finally:
            server.terminate()
