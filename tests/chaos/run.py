"""Runs the fault test and proves: what was shown is at central, once, in whole chains, and all see the same day."""

from __future__ import annotations

import multiprocessing
import random
import threading
import time
from collections.abc import Iterator
from contextlib import ExitStack, closing, contextmanager
from dataclasses import dataclass, field
from datetime import UTC, datetime
from pathlib import Path
from typing import Any, Final

from central import auth, reports, status
from central.store.store import Store as Books
from checkpoint.journal import first_fault
from station.clock import DeviceClock
from station.logbook import Logbook
from station.place import place_of
from station.store.store import Store
from station.sync.courier import courier_for
from station.sync.enrolment import enrol
from tests.chaos.station import work
from tests.harness import lying
from tests.harness.central import start_central, stop
from tests.harness.gate import open_store
from tests.harness.lying import LyingProxy, lying_proxy
from tests.harness.made import SITE, ZONE, roster

BEHAVIOURS: Final = (*[lying.HONEST] * 6, *lying.LIES, lying.RESET, lying.SLOW, lying.CHANGED)
CHANGES_EVERY_S: Final = (0.05, 0.4)
LIVES_S: Final = (0.3, 4.0)
"""A station lives so long at least and at most; central:"""
CENTRAL_LIVES_S: Final = (1.0, 6.0)
LEAST_SHOWN: Final = 60
"""It goes on until so many were shown, however slow the machine: less would prove little."""
LONGEST_S: Final = 120.0
ROUNDS: Final = 100
"""Rounds in which everything must have arrived once the line is honest."""
GATES: Final = ("G1", "G2")
SKEW_S: Final = 2_820.0
"""47 minutes: every third station's clock is ahead."""


@dataclass
class Found:
    """What came of it. wrong: sentences; none when everything holds."""

    shown: int = 0
    entries: int = 0
    kills: int = 0
    central_kills: int = 0
    lies: int = 0
    wrong: list[str] = field(default_factory=list)

    def __str__(self) -> str:
        """For whoever ran it."""
        said = f"{self.shown} shown, {self.entries} entries, {self.kills} stations and {self.central_kills} centrals "
        said += f"killed, {self.lies} requests met a line that lied"
        return "\n".join([said, *(f"WRONG: {one}" for one in self.wrong)])


@dataclass
class Place:
    """One station: its folder, the file of what it has shown, and how its clock is off."""

    number: int
    folder: Path
    shown: Path
    skew_s: float

    def has_shown(self) -> list[str]:
        """Whole lines only: one that a kill cut off was seen by nobody."""
        if not self.shown.exists():
            return []
        return [line.strip() for line in self.shown.read_text("ascii").splitlines(keepends=True) if line.endswith("\n")]


class World:
    """A central, a proxy before it, and stations, each a process of its own."""

    def __init__(self, folder: Path, stations: int, seed: int, module: str) -> None:
        self.chance, self.folder, self._module = random.Random(seed), folder, module
        self.found = Found()
        self.places = [
            Place(number, folder / f"s{number}", folder / f"shown{number}", SKEW_S if number % 3 == 2 else 0.0)
            for number in range(stations)
        ]
        # Forked from a process that has loaded everything and has no thread: a station starts in no time.
        self._spawn = multiprocessing.get_context("forkserver")
        self._spawn.set_forkserver_preload(["__main__", "tests.chaos.station", "httpx", "sqlcipher3.dbapi2"])
        self.central = start_central(folder / "central", module=module)
        self._port = self.central.url.rpartition(":")[2]

    @contextmanager
    def at_work(self, proxy: LyingProxy) -> Iterator[None]:
        """Killers and liars go about for as long."""
        ends = threading.Event()
        jobs = [threading.Thread(target=self._live, args=(place, ends)) for place in self.places]
        jobs += [threading.Thread(target=self._kill_central, args=(ends,))]
        jobs += [threading.Thread(target=self._lie, args=(proxy, ends))]
        for job in jobs:
            job.start()
        try:
            yield
        finally:
            ends.set()
            for job in jobs:
                job.join()
            proxy.always.clear()

    def enrol(self, proxy: LyingProxy) -> None:
        """Every place becomes a station of that central, by way of the proxy."""
        with closing(self.books()) as books:
            books.put(roster())
            for place in self.places:
                gate = GATES[place.number % len(GATES)]
                code = auth.new_code(books, name=f"{gate} {place.number}", site=SITE, gate=gate, now=datetime.now(UTC))
                with closing(open_store(place.folder)) as store:
                    enrol(store, proxy.url, code)

    def go_on(self, seconds: float) -> None:
        """So long, and until enough was shown."""
        pause, begun = threading.Event(), time.monotonic()
        pause.wait(seconds)
        while sum(len(place.has_shown()) for place in self.places) < LEAST_SHOWN:
            if time.monotonic() - begun > seconds + LONGEST_S:
                self.found.wrong.append("hardly anything was shown")
                return
            pause.wait(0.1)

    def books(self) -> Books:
        """Central's database."""
        return Books(str(self.folder / "central" / "central.db"))

    def _live(self, place: Place, ends: threading.Event) -> None:
        chance = random.Random(self.chance.random())
        while not ends.is_set():
            args = (place.folder, place.shown, chance.randrange(2**32), place.skew_s)
            process = self._spawn.Process(target=work, args=args, daemon=True)
            process.start()
            ends.wait(chance.uniform(*LIVES_S))
            if not process.is_alive():
                self.found.wrong.append(f"station {place.number} died by itself ({process.exitcode})")
            process.kill()
            process.join()
            self.found.kills += 1

    def _kill_central(self, ends: threading.Event) -> None:
        chance = random.Random(self.chance.random())
        while not ends.wait(chance.uniform(*CENTRAL_LIVES_S)):
            stop(self.central, kill=True)
            self.central = start_central(self.folder / "central", "--port", self._port, module=self._module)
            self.found.central_kills += 1

    def _lie(self, proxy: LyingProxy, ends: threading.Event) -> None:
        chance = random.Random(self.chance.random())
        while not ends.wait(chance.uniform(*CHANGES_EVERY_S)):
            proxy.always[lying.EVERYWHERE] = chance.choice(BEHAVIOURS)


def run(folder: Path, *, seconds: float, stations: int, seed: int, module: str = "central") -> Found:
    """Let it go on for so long, then let everything drain and count. module: which central, for a control that lies."""
    world = World(folder, stations, seed, module)
    with ExitStack() as opened:
        opened.callback(lambda: stop(world.central, kill=True))
        proxy = opened.enter_context(lying_proxy(world.central.url))
        world.enrol(proxy)
        with world.at_work(proxy):
            world.go_on(seconds)
        world.found.lies = proxy.lied
        stores = [opened.enter_context(closing(open_store(place.folder))) for place in world.places]
        # Twice: what the last one handed over, the first one hears of in the second turn.
        for store in (*stores, *stores):
            _drain(store, world.found)
        _prove(world, stores)
    return world.found


def _drain(store: Store, found: Found) -> None:
    courier, pause = courier_for(store, DeviceClock()), threading.Event()
    if courier is None:
        return
    last = None
    for number in range(ROUNDS):
        last = courier.round()
        if not last.sentence and not last.more and not store.unsent_count():
            break
        pause.wait(min(1.0, 0.01 * number))
    else:
        found.wrong.append(f"a station still has {store.unsent_count()} unsent: {last.sentence if last else ''}")
    courier.close()


def _prove(world: World, stores: list[Store]) -> None:
    found = world.found
    with closing(world.books()) as books:
        for place, store in zip(world.places, stores, strict=True):
            found.wrong += [f"station {place.number}: {one}" for one in _faults(place, store, books, found)]
        told = status.status(books)["stations"]
        for one in told:
            found.wrong += [f"central says of {one['name']}: {what} {one[what]}" for what in TROUBLES if one[what]]
        found.wrong += _unlike(stores, books)


TROUBLES: Final = ("missing", "refused", "forks")


def _faults(place: Place, store: Store, books: Books, found: Found) -> Iterator[str]:
    who = store.identity
    held = {one.id for chain in store.epochs() for one in store.entries(*chain) if who and chain[0] == who.station}
    shown = place.has_shown()
    found.shown, found.entries = found.shown + len(shown), found.entries + len(held)
    if lost := set(shown) - held:
        yield f"{len(lost)} shown and not in its own journal, such as {min(lost)}"
    if fault := store.fault():
        yield f"its chain is broken at {fault}"
    if differing := store.rebuild(repair=False).differing:
        yield f"{len(differing)} passages are not what its journal says"
    there: list[str] = []
    for station, epoch in store.epochs():
        if who is None or station != who.station:
            continue
        journal = books.journal(station, epoch)
        there += [one.id for one in journal]
        if fault := first_fault(journal):
            yield f"central's copy is broken at {fault}"
        if [one.hash for one in journal] != [one.hash for one in store.entries(station, epoch)]:
            yield "central's copy is not what was written"
    if lost := set(shown) - set(there):
        yield f"{len(lost)} shown and not at central, such as {min(lost)}"
    if len(there) != len(set(there)):
        yield "central has an entry twice"


def _unlike(stores: list[Store], books: Books) -> list[str]:
    """Where a station's day is not central's."""
    today = datetime.now(UTC).astimezone(ZONE).date()
    site = reports.site_of(books, SITE)
    there = [_seen(one) for one in reports.passages(books, site, today)]
    wrong = []
    for number, store in enumerate(stores):
        here = [_seen(one) for one in Logbook(store, place_of(store)).passages(today)]
        if here != there:
            other = next((pair for pair in zip(here, there, strict=False) if pair[0] != pair[1]), None)
            wrong.append(
                f"station {number} sees {len(here)} passages today, central {len(there)}; first other: {other}"
            )
    return wrong


def _seen(passage: Any) -> tuple[Any, ...]:
    return passage.id, passage.scanned_at, passage.outcome, passage.flag, passage.direction, passage.subject
