"""From a frame that holds a code to its verdict committed and painted, in a real window; start-up; memory."""

from __future__ import annotations

import os
import random
import subprocess
import sys
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
from station.scanner.scenery import Conditions, render_still, render_video
from station.settings import Places, Settings
from station.threads import Worker

ROOT = Path(__file__).resolve().parent.parent


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


STARTING = """
import sys, time
from PySide6.QtWidgets import QApplication
from station.app import Station
from station.settings import load, places
from pathlib import Path
application = QApplication([])
station = Station(places(Path(sys.argv[1])), load(places(Path(sys.argv[1]))))
seen = set()
def say(what):
    if what not in seen:
        seen.add(what); print(what, time.time(), flush=True)
    if {'ready', 'frame'} <= seen: application.quit()
station.ready.connect(lambda: say('ready'))
station.watching.saw_frame.connect(lambda _image: say('frame'))
station.open()
say('window')
application.exec()
station.close()
"""


def starts(where: Places, film: Path, times: int, *, cold: bool) -> dict[str, list[float]]:
    """Milliseconds from the start of the process until window, first frame and first possible verdict."""
    result: dict[str, list[float]] = {"window": [], "frame": [], "ready": []}
    environment = os.environ | {"STATION_CAMERA": str(film)}
    for _ in range(times):
        if cold:
            subprocess.run(["sync"], check=True)
            Path("/proc/sys/vm/drop_caches").write_text("3")
        begin = time.time()
        done = subprocess.run(
            [sys.executable, "-c", STARTING, str(where.data)],
            capture_output=True,
            text=True,
            check=True,
            cwd=ROOT,
            env=environment,
            timeout=60,
        )
        for said in done.stdout.splitlines():
            what, at = said.split()
            result[what].append((float(at) - begin) * 1000)
    return result


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

    title("From the start of the process (with the interpreter) to a window, a picture, and ready to scan")
    film = world.FOLDER / "film.avi"
    render_video(film, ["HELLO"], seconds_each=2, fps=15, rng=random.Random(1))
    print(HEADING)
    for name, cold in (("warm", False), ("cold (caches dropped)", True)):
        if cold and os.geteuid() != 0:
            print("cold: not measured, only root may drop the caches")
            continue
        for what, values in starts(large, film, 3 if quick else 10, cold=cold).items():
            print(line(f"{name}: {what}", values))
