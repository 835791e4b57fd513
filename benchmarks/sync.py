"""A backlog drained from one station into a real central over loopback HTTP, and the first fill of a roster."""

from __future__ import annotations

import json
import resource
import subprocess
import sys
import tempfile
import time
from pathlib import Path

from benchmarks.printed import title
from station.clock import DeviceClock
from station.desk import Desk
from station.settings import places
from station.store.engine import key_at
from station.store.store import Store
from station.sync.client import Central
from station.sync.courier import Courier
from station.sync.enrolment import enrol, fill

ROOT = Path(__file__).resolve().parent.parent


def run(quick: bool = False) -> None:
    """Print the figures."""
    backlog, people = (1_000, 2_000) if quick else (10_000, 35_000)
    with tempfile.TemporaryDirectory() as folder:
        where = places(Path(folder) / "station")
        data = Path(folder) / "central"
        seeded = json.loads(_central(data, "seed-demo", "--people", str(people)))
        command = [sys.executable, "-m", "central", "serve", "--data", str(data), "--port", "0", "--end-with-stdin"]
        server = subprocess.Popen(command, stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True, cwd=ROOT)
        assert server.stdout is not None
        url = server.stdout.readline().strip().rpartition(" ")[2]
        store = Store.open(where.store, key_at(where.key))
        title("Sync over loopback, central on SQLite")
        start = time.perf_counter()
        enrol(store, url, seeded["codes"][0]["code"])
        print(f"first roster of {people:,} people: {time.perf_counter() - start:.2f} s")
        _drain(store, backlog)
        store.close()
        server.terminate()
        server.wait()


def _drain(store: Store, backlog: int) -> None:
    desk = Desk(store, DeviceClock(), operator="gd1")
    for _ in range(backlog):
        desk.show("https://pay.example")
    who = store.identity
    assert who is not None
    before = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1000
    start = time.perf_counter()
    with Central(who.server, who.token) as central:
        fill(Courier(store, central, DeviceClock()))
    took = time.perf_counter() - start
    grown = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1000 - before
    print(f"backlog of {backlog:,} entries: {took:.2f} s, {backlog / took:,.0f} entries/s, memory grew {grown:.0f} MB")


def _central(data: Path, *words: str) -> str:
    command = [sys.executable, "-m", "central", words[0], "--data", str(data), *words[1:]]
    return subprocess.run(command, capture_output=True, text=True, check=True, cwd=ROOT).stdout
