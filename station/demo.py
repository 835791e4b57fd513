"""A made-up community with its own central, so that a newcomer sees people being registered within a minute.

Everything here is the real product: a central process on loopback, enrolment by one-time code, printed passes, a video
of them read through the camera path. Only the people (division 990101 does not exist) and the video are made up.
"""

from __future__ import annotations

import json
import os
import random
import shutil
import subprocess
import sys
import threading
from collections.abc import Iterator
from contextlib import closing, contextmanager
from dataclasses import dataclass, field
from datetime import timedelta
from pathlib import Path
from typing import Any, Final

import msgspec

from station.settings import Places, Settings

PEOPLE: Final = 400
HELD_UP: Final = 12
"""How many people the video shows."""
A_TUBE: Final = 10
BOX, TUBES = "BOX-990101-01", ("T-990101-0001", "T-990101-0002")
"""Labels that are held up at the demo's sampling table."""
FOREIGN: Final = "https://pay.example/qr?to=990101&amount=1"
"""Held up too: a code that is not ours gets one clear card."""
START_S: Final = 30.0
_RUNNING: Final = "running"
_ROOT: Final = Path(__file__).resolve().parent.parent


class DemoFailed(Exception):
    """The demo could not be made ready; str() is a sentence."""


@dataclass(frozen=True, slots=True)
class Prepared:
    """What the window needs to know. source: a camera; turn_at_end: the lane turns when the video has ended."""

    source: str
    turn_at_end: bool


@dataclass(slots=True)
class Demo:
    """A demo in its folders. prepare() takes some seconds and belongs on a worker's thread.

    at_table: its site samples, and boxes, tubes and people are held up at a sampling table.
    """

    places: Places
    settings: Settings
    camera: str | None
    at_table: bool = False
    _central: subprocess.Popen[str] | None = field(default=None, init=False)

    def prepare(self) -> Prepared:
        """Start central, make people, enrol, print passes and film them. Raises DemoFailed."""
        folder = self.places.data / "central"
        folder.mkdir(parents=True)
        seeded = json.loads(_central_says(folder, "seed-demo", "--people", str(PEOPLE)))
        if self.at_table:
            _central_says(folder, "profile", seeded["site"], "--kind", "testing")
        self._central = _serve(folder)
        self._enrol(_address(self._central), seeded)
        source = self.camera or _webcam()
        if source is not None:
            _central_says(folder, "passes", "--all", "--pdf", str(self.places.data / "passes.pdf"))
            print(f"Passes to hold before the camera: {self.places.data / 'passes.pdf'}", flush=True)
            return Prepared(source, turn_at_end=False)
        return Prepared(str(self._film(folder, seeded)), turn_at_end=True)

    def _enrol(self, server: str, seeded: dict[str, Any]) -> None:
        from station.lane import open_store
        from station.sync.enrolment import enrol

        with closing(open_store(self.places)) as store:
            enrol(store, server, seeded["codes"][0]["code"])
            self._fill_shelves(store)

    def _fill_shelves(self, store: Any) -> None:
        """Something of everything that the posts' kits hold, and little enough of the last to be told so."""
        from checkpoint.supplies.handing import Receipt
        from checkpoint.supplies.moves import Source
        from station.clock import DeviceClock
        from station.desk import Desk
        from station.storeroom import Storeroom

        room = Storeroom(Desk(store, DeviceClock(), operator=self.settings.operator))
        *most, last = room.items()
        expiry = (room.today + timedelta(days=365)).isoformat()
        for item in (*most, last):
            count = max(last.low, 1) if item is last else 20 * max(item.low, 5)
            donor = "示例慈善会"
            room.receive(
                Receipt(item=item.id, quantity=count, source=Source.DONATED, second="ld1", expiry=expiry, donor=donor)
            )

    def _film(self, folder: Path, seeded: dict[str, Any]) -> Path:
        from station.scanner.scenery import render_video
        from station.scanner.still import read_file

        pictures = self.places.data / "passes"
        held_up = _with_good_passes(seeded) if self.at_table else seeded["shown"]
        subjects = [str(subject) for subject in held_up[:HELD_UP]]
        _central_says(folder, "passes", "--png", str(pictures), *[f"--subject={subject}" for subject in subjects])
        texts = [read_file(pictures / f"{subject}.png").codes[0].text for subject in subjects]
        if self.at_table:
            texts = [BOX, TUBES[0], *texts[:A_TUBE], TUBES[1], *texts[A_TUBE:]]
        else:
            texts.insert(len(texts) // 2, FOREIGN)
        film = self.places.data / "people.avi"
        render_video(film, texts, seconds_each=3.0, fps=15, rng=random.Random(1))
        return film

    def close(self) -> None:
        """Stop central."""
        if self._central is not None:
            self._central.terminate()
            try:
                self._central.wait(10)
            except subprocess.TimeoutExpired:
                self._central.kill()
                self._central.wait()


def _with_good_passes(seeded: dict[str, Any]) -> list[Any]:
    """Those of the shown who can be sampled: people, whose passes are neither ended nor lost."""
    others = {*seeded["lost"], *seeded["expired"], *seeded["couriers"], *seeded["vehicles"]}
    return [one for one in seeded["shown"] if one not in others]


@contextmanager
def opened(where: Places, *, camera: str | None = None, at_table: bool = False) -> Iterator[Demo]:
    """A fresh demo; the last one's data is removed first and this one's is kept for looking at afterwards.

    Raises DemoFailed while another one runs.
    """
    _refuse_a_second(where)
    if where.data.exists():
        shutil.rmtree(where.data)
    where.key.unlink(missing_ok=True)
    home = "table" if at_table else "gate"
    settings = msgspec.structs.replace(Settings(), operator="gd1", shift="08:00-12:00", home=home)
    where.data.mkdir(parents=True)
    (where.data / _RUNNING).write_text(str(os.getpid()), encoding="ascii")
    demo = Demo(where, settings, camera, at_table)
    try:
        yield demo
    finally:
        demo.close()
        (where.data / _RUNNING).unlink(missing_ok=True)


def _refuse_a_second(where: Places) -> None:
    """Two demos in one folder would pull it from under each other."""
    try:
        process = int((where.data / _RUNNING).read_text(encoding="ascii"))
        os.kill(process, 0)
    except (OSError, ValueError):
        return
    if process != os.getpid():
        raise DemoFailed("A demo is running already; close it first.")


def _command(folder: Path, *words: str) -> list[str]:
    return [sys.executable, "-m", "central", words[0], "--data", str(folder), *words[1:]]


def _central_says(folder: Path, *words: str) -> str:
    done = subprocess.run(_command(folder, *words), capture_output=True, text=True, cwd=_ROOT, check=False)
    if done.returncode != 0:
        raise DemoFailed(done.stderr.strip() or f"central {words[0]} ended with {done.returncode}")
    return done.stdout


def _serve(folder: Path) -> subprocess.Popen[str]:
    # Its standard input is ours to hold: when this program dies, even by force, central sees it close and ends.
    words = _command(folder, "serve", "--port", "0", "--end-with-stdin")
    return subprocess.Popen(
        words, stdin=subprocess.PIPE, stdout=subprocess.PIPE, stderr=subprocess.DEVNULL, text=True, cwd=_ROOT
    )


def _address(central: subprocess.Popen[str]) -> str:
    """The address in the line by which central says that it listens."""
    timer = threading.Timer(START_S, central.kill)
    timer.start()
    try:
        line = central.stdout.readline() if central.stdout else ""
    finally:
        timer.cancel()
    address = line.strip().rpartition(" ")[2]
    if not address.startswith("http"):
        raise DemoFailed("central did not start")
    return address


def _webcam() -> str | None:
    from station.scanner.camera import list_cameras

    cameras = list_cameras()
    return cameras[0].source if cameras else None
