"""One lane at its busiest: thirty showings a minute for ten minutes, from frames to entries on disk; none may be lost.

Frames are drawn, then decoded, watched, judged and recorded by the real parts. The scene's clock is the watcher's, so
nothing waits for the wall's; a frame that came while the one before was being worked on is dropped, as by the camera.
"""

from __future__ import annotations

import random
import time
from collections import Counter
from dataclasses import dataclass, field
from datetime import UTC, datetime

from benchmarks import world
from benchmarks.printed import HEADING, line, title
from station.clock import DeviceClock
from station.desk import Desk
from station.scanner.camera import Frame
from station.scanner.scenery import Picture, film
from station.scanner.watcher import Reading, Watcher
from station.store.engine import key_at
from station.store.store import Store

SHOWINGS_A_MINUTE, MINUTES, FPS = 30, 10, 30
SECONDS_EACH = 60 / SHOWINGS_A_MINUTE
RISES = 0.12
"""The part of a showing after which `film` brings the pass up; before that nobody is there."""


@dataclass(slots=True)
class Shift:
    """What came of the showings. Times in ms: from the frame to the entry on disk, and from when the pass came up."""

    read: Counter[str] = field(default_factory=Counter)
    frames: int = 0
    dropped: int = 0
    frame_ms: list[float] = field(default_factory=list)
    verdict_ms: list[float] = field(default_factory=list)
    since_up_ms: list[float] = field(default_factory=list)


class Lane:
    """The real watcher and desk of one lane; its time is the film's."""

    def __init__(self, desk: Desk) -> None:
        self._desk, self._now_s, self._busy_until_s = desk, 0.0, 0.0
        self._watcher = Watcher(clock=lambda: self._now_s)
        self.shift = Shift()

    def see(self, picture: Picture, number: int) -> None:
        """One frame of the film, unless the lane is still busy with the one before."""
        self.shift.frames += 1
        self._now_s = number / FPS
        if self._now_s < self._busy_until_s:
            self.shift.dropped += 1
            return
        start = time.perf_counter()
        readings = self._watcher.see(Frame(picture, self._now_s, number))
        for reading in readings:
            self._desk.show(reading.text, suppressed=reading.suppressed)
        spent_s = time.perf_counter() - start
        self._busy_until_s = self._now_s + spent_s
        self.shift.frame_ms.append(spent_s * 1000)
        for reading in readings:
            self._note(reading, spent_s)

    def _note(self, reading: Reading, spent_s: float) -> None:
        self.shift.read[reading.text] += 1
        self.shift.verdict_ms.append(spent_s * 1000)
        came_up_s = (self._now_s // SECONDS_EACH + RISES) * SECONDS_EACH
        self.shift.since_up_ms.append((self._now_s + spent_s - came_up_s) * 1000)


def worked(showings: int) -> tuple[Shift, list[str], float]:
    """(what came of it, the passes that were shown, seconds it took)."""
    where = world.empty("lane")
    store = Store.open(where.store, key_at(where.key))
    chance = random.Random("lane")
    subjects = chance.sample(range(1, world.PEOPLE + 1), showings)
    texts = [world.pass_text(subject, datetime.now(UTC)) for subject in subjects]
    lane, start = Lane(Desk(store, DeviceClock(), operator="gd1")), time.perf_counter()
    for number, picture in enumerate(film(texts, seconds_each=SECONDS_EACH, fps=FPS, rng=chance)):
        lane.see(picture, number)
    spent_s = time.perf_counter() - start
    store.close()
    return lane.shift, texts, spent_s


def run(quick: bool = False) -> None:
    """Print the table; the whole takes about as long as the ten minutes it plays, quick half a minute."""
    showings = SHOWINGS_A_MINUTE * (1 if quick else MINUTES)
    title(f"One lane, {SHOWINGS_A_MINUTE} showings a minute, {showings} different passes at {FPS} frames a second")
    shift, texts, spent_s = worked(showings)
    lost = [text for text in texts if not shift.read[text]]
    twice = sum(count > 1 for count in shift.read.values())
    wrong = len(set(shift.read) - set(texts))
    played_s = showings * SECONDS_EACH
    print(f"shown {showings}, lost {len(lost)}, read twice {twice}, wrong {wrong}; frames dropped {shift.dropped}")
    print(f"{played_s:.0f} s of film in {spent_s:.0f} s with the drawing: the watcher's clock is the film's")
    print(HEADING)
    print(line("frame to verdict on disk (limit: p95 300)", shift.verdict_ms))
    print(line("pass comes up to verdict, as people wait", shift.since_up_ms))
    print(line("any frame", shift.frame_ms))
