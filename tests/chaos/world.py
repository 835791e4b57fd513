"""A central and stations, each a process that is killed or told to end, on a line that lies; disks are `fates`'."""

from __future__ import annotations

import multiprocessing
import os
import random
import shutil
import signal
import threading
import time
from collections import deque
from collections.abc import Callable, Iterator
from contextlib import closing, contextmanager
from dataclasses import dataclass, field
from datetime import UTC, datetime
from multiprocessing.connection import wait
from pathlib import Path
from typing import Final

from central import auth
from central.store.store import Store as Books
from station.settings import places
from station.sync.enrolment import enrol
from tests.chaos.station import work
from tests.harness import lying
from tests.harness.central import Central, start_central, stop
from tests.harness.gate import open_store
from tests.harness.lying import LyingProxy
from tests.harness.made import SITE, roster

BEHAVIOURS: Final = (*[lying.HONEST] * 6, *lying.LIES, lying.RESET, lying.SLOW, lying.CHANGED)
CHANGES_EVERY_S: Final = (0.05, 0.4)
LIVES_S: Final = (0.3, 4.0)
"""A station lives so long at least and at most; central:"""
CENTRAL_LIVES_S: Final = (1.0, 6.0)
KILLED: Final = 0.7
"""So often something is killed; else it is told to end, as by whoever shuts a computer down."""
ENDS_WITHIN_S: Final = 30.0
LEAST_SHOWN: Final = 60
"""It goes on until so many were shown, however slow the machine: less would prove little."""
LONGEST_S: Final = 120.0
GATES: Final = ("G1", "G2")


@dataclass
class Found:
    """What came of it. lost: shown, and gone with a disk before central had it. wrong: sentences, or none."""

    shown: int = 0
    entries: int = 0
    kills: int = 0
    ends: int = 0
    central_kills: int = 0
    central_ends: int = 0
    lies: int = 0
    disks: int = 0
    twins: int = 0
    backups: int = 0
    lost: int = 0
    wrong: list[str] = field(default_factory=list)

    def __str__(self) -> str:
        """For whoever ran it."""
        said = (
            f"{self.shown} shown, {self.entries} entries; stations: {self.kills} killed, {self.ends} ended, "
            f"{self.disks} went back to an older disk ({self.lost} shown were on no other), {self.twins} had a twin; "
            f"central: {self.central_kills} killed, {self.central_ends} ended, {self.backups} went back to a backup; "
            f"{self.lies} requests met a line that lied"
        )
        return "\n".join([said, *(f"WRONG: {one}" for one in self.wrong)])


@dataclass
class Place:
    """A computer at a gate: its folder, the file of what it has shown, and what is to be done while it is off.

    twin_of: the place whose disk it was made of; apart_at: how many lines that one had shown then.
    """

    number: int
    folder: Path
    shown: Path
    twin_of: Place | None = None
    apart_at: int = 0
    asked: deque[Callable[[], None]] = field(default_factory=deque)
    called: threading.Event = field(default_factory=threading.Event)
    is_over: bool = False

    def has_shown(self) -> dict[str, int]:
        """id -> when, ms. Whole lines only: one that a kill cut off was seen by nobody."""
        if not self.shown.exists():
            return {}
        lines = self.shown.read_text("ascii").splitlines(keepends=True)
        return {line[:32]: int(line[33:]) for line in lines if line.endswith("\n")}


class World:
    """All of it, and its killers."""

    def __init__(self, folder: Path, stations: int, seed: int, *, database: str, words: tuple[str, ...]) -> None:
        """database: URL or path; words: module and what else its command line says."""
        self.chance, self.folder, self.database, self._words = random.Random(seed), folder, database, words
        self.found, self.ends = Found(), threading.Event()
        self.places = [Place(number, folder / f"s{number}", folder / f"shown{number}") for number in range(stations)]
        # Forked from a process that has loaded everything and has no thread: a station starts in no time.
        self._spawn = multiprocessing.get_context("forkserver")
        self._spawn.set_forkserver_preload(["__main__", "tests.chaos.station", "httpx", "sqlcipher3.dbapi2"])
        self._births = threading.Lock()
        """Held to ask whether a process lives: the answer can be read once, and starting one asks after all of them."""
        self.office = threading.RLock()
        """Held while central is stopped or started, or while its books must stay those that they are."""
        self.central = self._start("0")
        self._port = self.central.url.rpartition(":")[2]
        self._jobs: list[threading.Thread] = []
        self.doubled: set[str] = set()
        """Stations that had a twin."""

    def books(self) -> Books:
        """Central's database."""
        return Books(self.database)

    @contextmanager
    def at_work(self, proxy: LyingProxy, *more: Callable[[], None]) -> Iterator[None]:
        """Killers and liars, and what else there is, go about for as long."""
        for place in self.places:
            self._begin(self._live, place)
        self._begin(self._end_centrals)
        self._begin(self._lie, proxy)
        for one in more:
            self._begin(one)
        try:
            yield
        finally:
            self.ends.set()
            for place in self.places:
                place.called.set()
            while self._jobs:
                self._jobs.pop().join()
            proxy.always.clear()

    def _begin(self, do: Callable[..., None], *words: object) -> None:
        def guarded() -> None:
            try:
                do(*words)
            except Exception as error:
                self.found.wrong.append(f"the test itself failed: {type(error).__name__}: {error}")

        self._jobs.append(threading.Thread(target=guarded))
        self._jobs[-1].start()

    def enrol(self, url: str) -> None:
        """Every place becomes a station of that central."""
        with closing(self.books()) as books:
            books.put(roster())
            for place in self.places:
                with closing(open_store(place.folder)) as store:
                    enrol(store, url, self.code(books, place))

    @staticmethod
    def code(books: Books, place: Place) -> str:
        """A one-time code for that place."""
        gate = GATES[place.number % len(GATES)]
        return auth.new_code(books, name=f"{gate} {place.number}", site=SITE, gate=gate, now=datetime.now(UTC))

    def go_on(self, seconds: float) -> None:
        """So long, and until enough was shown."""
        begun = time.monotonic()
        self.ends.wait(seconds)
        while sum(len(place.has_shown()) for place in self.places) < LEAST_SHOWN:
            if time.monotonic() - begun > seconds + LONGEST_S:
                self.found.wrong.append("hardly anything was shown")
                return
            self.ends.wait(0.1)

    def while_off(self, place: Place, do: Callable[[], None]) -> None:
        """End that place's process, do it, and let it go on; nothing where all has ended."""
        done = threading.Event()

        def and_say() -> None:
            try:
                do()
            finally:
                done.set()

        place.asked.append(and_say)
        place.called.set()
        while not done.wait(0.1):
            if place.is_over:
                # It ended in between, and its computer stays off: nobody else will do it.
                return

    def twin(self, place: Place) -> None:
        """Another computer with a copy of that one's disk, which is off just now."""
        number = len(self.places)
        folder, shown = self.folder / f"s{number}", self.folder / f"shown{number}"
        copy_disk(place.folder, folder)
        self.places.append(Place(number, folder, shown, place, len(place.has_shown())))
        self.found.twins += 1
        self._begin(self._live, self.places[-1])

    def _live(self, place: Place) -> None:
        chance = random.Random(self.chance.random())
        while not self.ends.is_set():
            args = (place.folder, place.shown, chance.randrange(2**32))
            process = self._spawn.Process(target=work, args=args, daemon=True)
            with self._births:
                process.start()
            place.called.wait(chance.uniform(*LIVES_S))
            place.called.clear()
            with self._births:
                is_alive = process.is_alive()
            if not is_alive:
                self.found.wrong.append(f"station {place.number} died by itself ({process.exitcode})")
            if chance.random() < KILLED:
                process.kill()
                self.found.kills += 1
            else:
                process.terminate()
                self.found.ends += 1
            wait([process.sentinel], ENDS_WITHIN_S)
            with self._births:
                exitcode = process.exitcode
            if exitcode not in {0, -signal.SIGKILL, -signal.SIGTERM}:
                self.found.wrong.append(f"station {place.number} did not end well ({exitcode})")
                process.kill()
                wait([process.sentinel])
            while place.asked:
                place.asked.popleft()()
        place.is_over = True

    def _end_centrals(self) -> None:
        chance = random.Random(self.chance.random())
        while not self.ends.wait(chance.uniform(*CENTRAL_LIVES_S)):
            with self.office:
                if chance.random() < KILLED:
                    self.kill_central(chance)
                else:
                    self.stop_central()
                    self.start_central()

    def kill_central(self, chance: random.Random) -> None:
        """All of it, or one of its workers, which it replaces by itself."""
        children = Path(f"/proc/{self.central.process.pid}/task/{self.central.process.pid}/children")
        workers = [int(pid) for pid in children.read_text("ascii").split()]
        self.found.central_kills += 1
        if workers and chance.random() < 0.3:
            os.kill(chance.choice(workers), signal.SIGKILL)
            return
        stop(self.central, kill=True)
        self.start_central()

    def stop_central(self) -> None:
        """Tell it to end; then nobody serves any more."""
        stop(self.central)
        self.found.central_ends += 1
        if self.central.process.returncode != 0:
            self.found.wrong.append(f"central did not end well ({self.central.process.returncode})")

    def start_central(self) -> None:
        """At the address that it always has."""
        self.central = self._start(self._port)

    def _start(self, port: str) -> Central:
        module, *more = self._words
        where = ("--database", self.database, "--port", port)
        central = start_central(self.folder / "central", *where, *more, module=module)
        if not central.url:
            self.found.wrong.append(f"central did not begin ({central.process.wait(ENDS_WITHIN_S)})")
        return central

    def _lie(self, proxy: LyingProxy) -> None:
        chance = random.Random(self.chance.random())
        while not self.ends.wait(chance.uniform(*CHANGES_EVERY_S)):
            proxy.always[lying.EVERYWHERE] = chance.choice(BEHAVIOURS)


def copy_disk(of: Path, to: Path) -> None:
    """A station's folder and its key, in place of what was there."""
    shutil.rmtree(to, ignore_errors=True)
    shutil.copytree(of, to)
    shutil.copy(places(of).key, places(to).key)
