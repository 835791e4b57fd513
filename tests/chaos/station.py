"""One station's process in the fault test: shows codes at the real desk, syncs, and notes what it has shown."""

from __future__ import annotations

import os
import random
import threading
from dataclasses import dataclass
from datetime import datetime, timedelta
from pathlib import Path
from typing import Final

from checkpoint.gate import Direction
from station.clock import DeviceClock
from station.desk import Desk
from station.store.store import Store
from station.sync.courier import courier_for
from tests.harness.gate import open_store
from tests.harness.made import PEOPLE, URL, text_of

CODES: Final = [URL, *(text_of(person, end="2049-12-31") for person in PEOPLE)]
PAUSE_S: Final = 0.01
"""Between two showings: a hundred times what a gate sees, and slow enough that a machine of two cores keeps up."""
ROUND_EVERY_S: Final = 0.05


@dataclass(slots=True)
class WrongClock(DeviceClock):
    """A wall clock that is off by as much."""

    skew: timedelta = timedelta()

    def now(self) -> datetime:
        """The wall clock as it is set."""
        return DeviceClock.now(self) + self.skew


def work(folder: Path, shown: Path, seed: int, skew_s: float) -> None:
    """Until it is killed: each id stands in the file, on disk, only after the verdict could be seen."""
    chance, clock = random.Random(seed), WrongClock(skew=timedelta(seconds=skew_s))
    store = open_store(folder)
    desk = Desk(store, clock, operator="gd1")
    threading.Thread(target=_sync, args=(store, clock), daemon=True).start()
    told, pause = os.open(shown, os.O_WRONLY | os.O_APPEND | os.O_CREAT), threading.Event()
    while not pause.wait(PAUSE_S):
        desk.direction = chance.choice(list(Direction))
        card = desk.show(chance.choice(CODES))
        _tell(told, card.recorded.entry.id)
        if card.verdict.actions and chance.random() < 0.5:
            decided = desk.decide(card.recorded.entry.id, chance.choice(card.verdict.actions))
            if decided is not None:
                _tell(told, decided.recorded.entry.id)


def _tell(file: int, id_: str) -> None:
    os.write(file, f"{id_}\n".encode())
    os.fsync(file)


def _sync(store: Store, clock: DeviceClock) -> None:
    """On a thread of its own, as in the program, and without its patience: here there is no tomorrow."""
    courier, pause = courier_for(store, clock), threading.Event()
    while courier is not None and not pause.wait(ROUND_EVERY_S):
        courier.round()
