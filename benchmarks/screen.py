"""From a frame that holds a code to its verdict committed and painted, in a real window; memory."""

from __future__ import annotations

import os
import random
import time
from datetime import UTC, datetime
from pathlib import Path

from PySide6.QtCore import QEventLoop, QTimer
from PySide6.QtWidgets import QApplication

from benchmarks import world
from benchmarks.printed import HEADING, line, title
from benchmarks.verdicts import copy_of
from station.app import Station
from station.scanner.camera import Frame
from station.scanner.scenery import Conditions, render_still
from station.settings import Places, Settings
from station.threads import Worker


def resident_mb() -> float:
    """This process's memory, megabytes."""
    pages = int(Path("/proc/self/statm").read_text().split()[1])
    return pages * os.sysconf("SC_PAGE_SIZE") / 1e6


class Feeder:
    """Hands frames to the watcher one at a time, each when the one before it has been painted."""

    def __init__(self, station: Station, texts: list[str], chance: random.Random) -> None:
        self._station, self._texts, self._chance = station, texts, chance
        self._worker = Worker("feeder")
        self._started = 0.0
        self.times_ms: list[float] = []
        self.loop = QEventLoop()
        station.window.painted.connect(self.take)

    def start(self) -> None:
        """Feed them all."""
        self._feed()
        self.loop.exec()
        self._worker.stop()

    def take(self, _attempt: str) -> None:
        """One is on the screen."""
        self.times_ms.append((time.perf_counter() - self._started) * 1000)
        if len(self.times_ms) == len(self._texts):
            self.loop.quit()
        else:
            QTimer.singleShot(5, self._feed)

    def _feed(self) -> None:
        self._worker.ask("see", self._see, self._texts[len(self.times_ms)])

    def _see(self, text: str) -> None:
        how = Conditions(size=250, turn=7, tilt=12)
        frame = Frame(render_still(text, how, self._chance), time.monotonic(), 0)
        self._started = time.perf_counter()
        for reading in self._station.watching.watcher.see(frame):
            self._station.watching.read.emit(reading)


def painted(where: Places, scans: int) -> tuple[list[float], float]:
    """(milliseconds from frame to paint of each scan, megabytes of memory at the end)."""
    chance, now = random.Random(5), datetime.now(UTC)
    subjects = chance.sample(range(1, world.PEOPLE + 1), scans)
    texts = [world.pass_text(subject, now) for subject in subjects]
    station = Station(where, Settings(camera="none.avi", sounds=False, operator="gd1"))
    ready = QEventLoop()
    station.ready.connect(ready.quit)
    station.open()
    ready.exec()
    feeder = Feeder(station, texts, chance)
    feeder.start()
    memory = resident_mb()
    station.window.close()
    station.close()
    return feeder.times_ms, memory


def run(quick: bool = False) -> None:
    """Print the tables."""
    _application = QApplication.instance() or QApplication(["bench"])
    entries, scans = (20_000, 60) if quick else (world.MILLION, 400)
    title("A 720p frame with a code -> decoded, judged, committed, painted (real window)")
    print(HEADING)
    small = world.empty("empty")
    times, _ = painted(small, scans)
    print(line("frame to paint, empty", times))
    large = copy_of(world.full(entries), "writing")
    times, memory = painted(large, scans)
    print(line(f"frame to paint, {entries:,} entries", times))
    print(f"memory of the station with {entries:,} entries, after {scans} scans: {memory:.0f} MB")
