"""What befalls disks while all goes on: an older copy comes back, a copy becomes a twin, central goes back to a backup.

One disaster at a time: nothing can bring back what is lost at central and at its station at once. So a station's disk
is lost only when central has again what a backup cost it, and only a backup that is younger than that loss comes back.
"""

from __future__ import annotations

import random
from collections.abc import Callable
from contextlib import closing
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path
from typing import Final

import sqlalchemy as sa

from central import backups
from central.settings import load
from central.store.schema import entry
from central.store.store import Store as Books
from station.store.store import Store
from tests.chaos.world import Place, World, copy_disk
from tests.harness.gate import open_store

STORY_S: Final = 25.0
"""A story takes as long at most; a shorter run is one story."""
Key = tuple[str, str, int]


@dataclass(frozen=True, slots=True)
class Loss:
    """A disk that was replaced by an older one. had: central had more of `epoch` than the older one has."""

    station: str
    epoch: str
    had: bool


class Fates:
    """All that befalls one world. lost: shown or not, what was on no disk any more and not at central: id -> place."""

    def __init__(self, world: World, empty: Callable[[], None]) -> None:
        """empty: leaves an empty database where central's was."""
        self._world, self._empty = world, empty
        self._chance = random.Random(world.chance.random())
        self.losses: list[Loss] = []
        self.lost: dict[str, Key] = {}
        self._owed: set[str] = set()

    def stories(self, seconds: float) -> None:
        """One after another, for as long."""
        count = max(1, round(seconds / STORY_S))
        while not self._world.ends.is_set():
            self._story(seconds / count)

    def _story(self, length_s: float) -> None:
        world, wait = self._world, self._world.ends.wait
        places = world.places
        copied, doubled = (
            self._chance.sample(places[:2] if len(places) == 2 else places, 2) if places[1:] else places * 2
        )
        copy = world.folder / "older"
        world.while_off(copied, lambda: copy_disk(copied.folder, copy))
        if wait(0.15 * length_s):
            return
        if not world.found.twins:
            world.while_off(doubled, lambda: world.twin(doubled))
        if wait(0.25 * length_s) or not self._is_paid():
            return
        world.while_off(copied, lambda: self._go_back(copied, copy))
        backup = world.folder / f"backup{world.found.disks}"
        backups.write(backup, load(world.folder / "central", world.database), datetime.now(UTC))
        if wait(0.3 * length_s):
            return
        self._restore(backup)
        wait(0.2 * length_s)

    def _is_paid(self) -> bool:
        """Wait until central has again what its backup cost it; False when all ends before."""
        while self._owed:
            with self._world.office, closing(self._world.books()) as books:
                self._owed -= held(books).keys()
            if self._owed and self._world.ends.wait(0.2):
                return False
        return True

    def _go_back(self, place: Place, copy: Path) -> None:
        """That place's disk is what it was when it was copied."""
        was, is_ = own(place.folder), own(copy)
        with self._world.office, closing(self._world.books()) as books:
            there = held(books)
        gone = {id_: key for id_, key in was.items() if id_ not in is_}
        self.lost |= {id_: key for id_, key in gone.items() if id_ not in there}
        with closing(open_store(copy)) as store:
            station, epoch, newest = identity_of(store), store.epoch, store.newest_seq()
        had = any(key[:2] == (station, epoch) and key[2] > newest for key in there.values())
        self.losses.append(Loss(station, epoch, had))
        copy_disk(copy, place.folder)
        self._world.found.disks += 1

    def _restore(self, backup: Path) -> None:
        world = self._world
        with world.office:
            world.stop_central()
            with closing(world.books()) as books:
                before = held(books)
            self._empty()
            backups.read(backup, load(world.folder / "central", world.database))
            with closing(world.books()) as books:
                self._owed = before.keys() - held(books).keys()
            world.start_central()
            world.found.backups += 1


def held(books: Books) -> dict[str, Key]:
    """id -> (station, epoch, seq) of all that central has."""
    columns = entry.c.id, entry.c.station, entry.c.epoch, entry.c.seq
    with books._engine.connect() as connection:
        return {row[0]: (row[1], row[2], row[3]) for row in connection.execute(sa.select(*columns))}


def own(folder: Path) -> dict[str, Key]:
    """The same of what that station itself wrote and has."""
    with closing(open_store(folder)) as store:
        mine = [chain for chain in store.epochs() if chain[0] == identity_of(store)]
        return {one.id: one.key for chain in mine for one in store.entries(*chain)}


def identity_of(store: Store) -> str:
    """The station that it is."""
    assert store.identity is not None
    return store.identity.station
