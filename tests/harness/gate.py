"""A station at the domain's gate, ready to be shown passes: a real encrypted file, a real desk, a clock that stands."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from datetime import timedelta
from functools import cache
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any

import msgspec

from checkpoint.gate import Direction
from checkpoint.roster import Document
from checkpoint.wire import Item
from station.desk import Desk, Shown
from station.logbook import Logbook
from station.reception import Reception
from station.settings import Places, places
from station.store.engine import key_at
from station.store.opened import Identity
from station.store.store import Store
from tests.harness.made import SITE, FakeClock, at, items, roster


def identity(station: str = "st1", gate: str = "G1", server: str = "http://127.0.0.1:9", token: str = "t") -> Identity:
    """Who a test's station is."""
    return Identity(
        station=station, name=f"{gate} 1", site=SITE, gate=gate, server=server, token=token, private_key="00" * 32
    )


def open_store(folder: Path) -> Store:
    """The store in that folder, with its key beside it."""
    where = places(folder)
    return Store.open(where.store, key_at(where.key))


@cache
def _blank() -> tuple[bytes, bytes]:
    """(store file, key file) that nobody has enrolled yet: made once, because making the tables takes long."""
    with TemporaryDirectory() as folder:
        where = places(Path(folder) / "a")
        open_store(where.data).close()
        return where.store.read_bytes(), where.key.read_bytes()


def new_store(folder: Path) -> Store:
    """The store of a computer that is no station yet, in that folder."""
    _lay(places(folder), *_blank())
    return open_store(folder)


def _lay(where: Places, made: bytes, key: bytes) -> None:
    where.data.mkdir(parents=True, exist_ok=True)
    where.store.write_bytes(made)
    where.key.touch(mode=0o600)
    where.key.write_bytes(key)


@cache
def _ready_made(who: Identity, told: bytes) -> tuple[bytes, bytes]:
    """(store file, key file) of an enrolled station with its roster: made once, for every test that begins so.

    told: the roster as JSON, because not every document can be hashed.
    """
    with TemporaryDirectory() as folder:
        where = places(Path(folder) / "a")
        store = new_store(where.data)
        store.enrol(who)
        page = msgspec.json.decode(told, type=list[Item])
        store.apply_roster(page, len(page))
        store.close()
        return where.store.read_bytes(), where.key.read_bytes()


class Station:
    """A store, a desk, a logbook and a clock. Stations made alike share their first epoch, but no two their file."""

    def __init__(
        self,
        folder: Path,
        *extra: Document,
        name: str = "st1",
        gate: str = "G1",
        who: Identity | None = None,
        start: str = "06:00",
        **how: Any,
    ) -> None:
        self.where: Places = places(folder)
        self.clock = FakeClock(at(start))
        if not self.where.store.exists():
            told = msgspec.json.encode(items(roster(*extra, **how)))
            _lay(self.where, *_ready_made(who or identity(name, gate), told))
        self.store = open_store(folder)
        self.desk = Desk(self.store, self.clock, operator="gd1")  # type: ignore[arg-type]
        self.logbook = Logbook(self.store, self.desk.place)
        self.reception = Reception(self.desk)

    def show(self, text: str, clock: str = "", way: Direction | None = None, **how: Any) -> Shown:
        """Show a code at that time in a lane that goes that way."""
        if clock:
            self.clock.to(clock)
        if way is not None:
            self.desk.direction = way
        return self.desk.show(text, **how)

    def wait(self, seconds: float) -> None:
        """Let time pass."""
        self.clock.time += timedelta(seconds=seconds)

    def close(self) -> None:
        """Let go of the file."""
        self.store.close()


@contextmanager
def station_at(folder: Path, *extra: Document, **how: Any) -> Iterator[Station]:
    """A station for the length of a test."""
    made = Station(folder, *extra, **how)
    try:
        yield made
    finally:
        made.close()
