"""What one verdict costs at the desk, and the lists beside it, on an empty station and on one of a million entries."""

from __future__ import annotations

import os
import random
import shutil
import sys
import tempfile
import threading
import time
from collections.abc import Callable
from datetime import UTC, datetime
from pathlib import Path

from benchmarks import world
from benchmarks.printed import HEADING, line, percentiles, title
from checkpoint import days, sheets
from station.clock import DeviceClock
from station.desk import Desk
from station.logbook import Logbook
from station.settings import Places, places
from station.store.engine import key_at
from station.store.store import Store


def timed(what: Callable[[], object], times: int) -> list[float]:
    """Milliseconds of each of so many calls."""
    result = []
    for _ in range(times):
        start = time.perf_counter()
        what()
        result.append((time.perf_counter() - start) * 1000)
    return result


def measured(where: Places, scans: int) -> dict[str, list[float]]:
    """Milliseconds by question, on that station."""
    store = Store.open(where.store, key_at(where.key))
    desk = Desk(store, DeviceClock(), operator="gd1")
    logbook = Logbook(store, desk.place)
    chance, now = random.Random(3), datetime.now(UTC)
    texts = [world.pass_text(chance.randrange(1, world.PEOPLE + 1), now) for _ in range(scans)]
    following = iter(texts)
    for text in texts[:20]:
        desk.show(text)
    result = {
        "verdict: verify, look up, judge, commit": timed(lambda: desk.show(next(following)), scans),
        "last passages (30 rows)": timed(logbook.newest, 50),
        "today's figures and people inside": timed(lambda: logbook.figures(now), 50),
        "unsent and refused count": timed(lambda: (store.unsent_count(), store.refused_count()), 50),
        "today's report": timed(lambda: logbook.report(days.day_of(now, desk.place.zone)), 3),
        "verdict while others' entries come in": while_others_come_in(store, desk, texts[: scans // 2]),
    }
    store.close()
    return result


def while_others_come_in(store: Store, desk: Desk, texts: list[str]) -> list[float]:
    """Milliseconds of each verdict while the courier folds page after page of another station's entries in."""
    from station.threads import TURN_S

    sys.setswitchinterval(TURN_S)
    is_over = threading.Event()

    def courier() -> None:
        for number, page in enumerate(world.pages_of_another(datetime.now(UTC))):
            store.apply_peers(page, number)
            if is_over.is_set():
                return

    thread = threading.Thread(target=courier)
    thread.start()
    following = iter(texts)
    result = timed(lambda: desk.show(next(following)), len(texts))
    is_over.set()
    thread.join()
    return result


def copy_of(where: Places, name: str) -> Places:
    """A copy to write into, so that the built one stays as it was built."""
    copy = places(where.data.with_name(name))
    shutil.rmtree(copy.data, ignore_errors=True)
    shutil.copytree(where.data, copy.data)
    shutil.copy(where.key, copy.key)
    # Or the first commits would wait until a gigabyte of the copy is on the disk.
    os.sync()
    return copy


def size_of(folder: Path) -> float:
    """Megabytes on disk."""
    return sum(path.stat().st_size for path in folder.iterdir()) / 1e6


def run(quick: bool = False) -> None:
    """Print the table."""
    entries, scans = (20_000, 200) if quick else (world.MILLION, 1_000)
    title(f"One verdict at the desk; 0 and {entries:,} entries, {world.PEOPLE:,} passes (SQLCipher, synchronous=FULL)")
    small = measured(world.empty("empty"), scans)
    where = copy_of(world.full(entries), "writing")
    print(f"the station of {entries:,} entries takes {size_of(where.data):,.0f} MB")
    large = measured(where, scans)
    print(HEADING)
    for name, values in small.items():
        print(line(f"{name}, empty", values))
        print(line(f"{name}, {entries:,}", large[name]))
        print(f"{'  ratio of the medians':44} {percentiles(large[name])[0] / percentiles(values)[0]:9.2f}")
    shutil.rmtree(where.data, ignore_errors=True)
    exports(10_000 if quick else 100_000)


def exports(rows: int) -> None:
    """Seconds to write the ledger of a very busy day."""
    row = dict.fromkeys(days.LEDGER, "张*")
    for ending in ("csv", "xlsx"):
        with tempfile.TemporaryDirectory() as folder:
            start = time.perf_counter()
            sheets.write(Path(folder) / f"day.{ending}", [row] * rows, days.LEDGER, language="zh_CN", title="t")
            print(f"export of {rows:,} rows as {ending}: {time.perf_counter() - start:.1f} s")
