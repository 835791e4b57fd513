"""From the start of the process to a window, its first picture, ready to scan, and the first card; trees by turns.

START_AGAINST=FOLDER names another tree of the project (an earlier version's): each of the two is started by turns, so
that whatever else the machine does falls on both.
"""

from __future__ import annotations

import os
import random
import subprocess
import sys
import time
from datetime import UTC, datetime
from pathlib import Path
from typing import Final

from benchmarks import world
from benchmarks.printed import HEADING, line, title
from benchmarks.verdicts import copy_of
from station.scanner.scenery import render_video
from station.settings import Places

ROOT: Final = Path(__file__).resolve().parent.parent
WHAT: Final = ("window", "painted", "frame", "ready", "card")
STARTING: Final = """
import sys, time
from pathlib import Path
from PySide6.QtCore import QEvent, QObject, QTimer
from PySide6.QtWidgets import QApplication
from station.app import Station
from station.settings import load, places
application = QApplication([])
station = Station(places(Path(sys.argv[1])), load(places(Path(sys.argv[1]))))
seen = {}
def say(what):
    if what not in seen:
        seen[what] = time.time(); print(what, seen[what], flush=True)
    if {'ready', 'frame', 'card'} <= set(seen): application.quit()
class Eye(QObject):
    def eventFilter(self, watched, event):
        if event.type() == QEvent.Type.Paint and 'painted' not in seen:
            QTimer.singleShot(0, lambda: say('painted'))
        return False
eye = Eye()
station.window.gate.verdict.installEventFilter(eye)
def scan():
    say('ready')
    station.enter_scanned(sys.argv[2])
station.ready.connect(scan)
station.window.painted.connect(lambda _attempt: say('card'))
station.watching.saw_frame.connect(lambda _image: say('frame'))
station.open()
say('window')
application.exec()
station.close()
"""


def started(tree: Path, where: Places, film: Path, code: str) -> dict[str, float]:
    """Milliseconds from the start of the process, with the interpreter, until each of WHAT; `card`: after ready."""
    environment = os.environ | {"STATION_CAMERA": str(film)}
    command = [sys.executable, "-c", STARTING, str(where.data), code]
    begin = time.time()
    done = subprocess.run(command, capture_output=True, text=True, check=True, cwd=tree, env=environment, timeout=60)
    said = dict(one.split() for one in done.stdout.splitlines())
    at = {what: (float(said[what]) - begin) * 1000 for what in WHAT}
    return at | {"card": at["card"] - at["ready"]}


def _drop_caches() -> None:
    subprocess.run(["sync"], check=True)
    Path("/proc/sys/vm/drop_caches").write_text("3")


def run(quick: bool = False) -> None:
    """Print the table: warm, and where the caches may be dropped cold."""
    where = copy_of(world.full(20_000 if quick else world.MILLION), "starting")
    film = world.FOLDER / "film.avi"
    render_video(film, ["HELLO"], seconds_each=2, fps=15, rng=random.Random(1))
    code = world.pass_text(1, datetime.now(UTC))
    other = os.environ.get("START_AGAINST")
    trees = {"": ROOT} | ({" there": Path(other).resolve()} if other else {})
    title("From the start of the process (with the interpreter); card: of the first code, after ready")
    print(HEADING)
    for name, cold in (("warm", False), ("cold (caches dropped)", True)):
        if cold and os.geteuid() != 0:
            print("cold: not measured, only root may drop the caches")
            continue
        times: dict[tuple[str, str], list[float]] = {(tree, what): [] for what in WHAT for tree in trees}
        for _turn in range(3 if quick else 10):
            for tree, folder in trees.items():
                if cold:
                    _drop_caches()
                for what, value in started(folder, where, film, code).items():
                    times[tree, what].append(value)
        for (tree, what), values in times.items():
            print(line(f"{name}{tree}: {what}", values))
