"""One station's process in the fault test: shows codes at the real desk, syncs, and notes what it has shown."""

from __future__ import annotations

import os
import random
import signal
import threading
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Final

from checkpoint.gate import Direction
from station.clock import DeviceClock
from station.desk import Desk
from station.store.store import Store
from station.sync.courier import courier_for
from station.sync.lookout import Lookout, lookout_for
from tests.harness.gate import open_store
from tests.harness.made import PEOPLE, URL, text_of

CODES: Final = [URL, *(text_of(person, end="2049-12-31") for person in PEOPLE)]
PAUSE_S: Final = 0.01
"""Between two showings: a hundred times what a gate sees, and slow enough that a machine of two cores keeps up."""
ROUND_EVERY_S: Final = 1.0
"""When nothing was shown and central has no news; else at once, but for"""
ROUND_AFTER_S: Final = 0.05
SKEWS: Final = tuple(
    timedelta(**by) for by in ({}, {}, {"minutes": 47}, {"minutes": -12}, {"days": 3 * 365}, {"days": -8 * 365})
)
"""How wrong its clock may be, as a good one, a summer time, a flat battery and a bad guess leave it."""
PATIENCE_S: Final = 5.0
"""So long somebody who closes the program waits for a round to end."""
JUMPS: Final = 1 / 200
"""Chance after each showing that the clock is set to another of these."""


@dataclass(slots=True)
class WrongClock(DeviceClock):
    """A wall clock that is off by as much."""

    skew: timedelta = timedelta()

    def now(self) -> datetime:
        """The wall clock as it is set."""
        return DeviceClock.now(self) + self.skew


def work(folder: Path, shown: Path, seed: int) -> None:
    """Until it is killed or told to end: each id stands in the file, on disk, only after the verdict could be seen."""
    ends, nudge = threading.Event(), threading.Event()
    signal.signal(signal.SIGTERM, lambda *_: ends.set())
    chance = random.Random(seed)
    store, clock = open_store(folder), WrongClock(skew=chance.choice(SKEWS))
    lookout = lookout_for(store)
    threads = [
        threading.Thread(target=_sync, args=(store, clock, ends, nudge), daemon=True),
        threading.Thread(target=_look, args=(lookout, ends, nudge), daemon=True),
    ]
    for thread in threads:
        thread.start()
    told = os.open(shown, os.O_WRONLY | os.O_APPEND | os.O_CREAT)
    _show(Desk(store, clock, operator="gd1"), chance, told, (ends, nudge))
    if lookout is not None:
        lookout.leave()
    nudge.set()
    for thread in threads:
        thread.join(PATIENCE_S)
    if any(thread.is_alive() for thread in threads):
        # As the program does, which waits for nobody whose round is long.
        os._exit(0)
    store.close()


def _show(desk: Desk, chance: random.Random, told: int, events: tuple[threading.Event, threading.Event]) -> None:
    ends, nudge = events
    clock = desk.clock
    while not ends.wait(PAUSE_S):
        desk.direction = chance.choice(list(Direction))
        card = desk.show(chance.choice(CODES))
        _tell(told, card.recorded.entry.id)
        if card.verdict.actions and chance.random() < 0.5:
            decided = desk.decide(card.recorded.entry.id, chance.choice(card.verdict.actions))
            if decided is not None:
                _tell(told, decided.recorded.entry.id)
        nudge.set()
        if chance.random() < JUMPS and isinstance(clock, WrongClock):
            clock.skew = chance.choice(SKEWS)


def _tell(file: int, id_: str) -> None:
    """A line: the entry, and when it truly was, in milliseconds."""
    os.write(file, f"{id_} {int(datetime.now(UTC).timestamp() * 1000)}\n".encode())
    os.fsync(file)


def _sync(store: Store, clock: DeviceClock, ends: threading.Event, nudge: threading.Event) -> None:
    """On a thread of its own, as in the program, and without its patience: here there is no tomorrow."""
    courier = courier_for(store, clock)
    while courier is not None and not ends.wait(ROUND_AFTER_S):
        nudge.wait(ROUND_EVERY_S)
        nudge.clear()
        courier.round()
    if courier is not None:
        courier.close()


def _look(lookout: Lookout | None, ends: threading.Event, nudge: threading.Event) -> None:
    """On another, which waits at central for news."""
    after_s = 0.0
    while lookout is not None and not ends.wait(after_s):
        looked = lookout.look()
        after_s = min(looked.after_s, ROUND_EVERY_S)
        if looked.is_news:
            nudge.set()
    if lookout is not None:
        lookout.close()
