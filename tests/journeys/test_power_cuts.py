"""The power fails in the middle of the work: whatever was shown is on the disk that is found afterwards."""

from __future__ import annotations

import random
from collections.abc import Callable
from dataclasses import dataclass
from datetime import timedelta
from functools import cache
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any

import pytest

from checkpoint.gate import Direction
from checkpoint.journal import stamp, to_wire
from checkpoint.roster import Person
from checkpoint.wire import PeerEntry, Receipt
from station.desk import Desk
from station.store import engine
from station.store.store import Store
from station.store.trouble import StoreTrouble
from tests.harness.gate import identity
from tests.harness.made import PEOPLE, FakeClock, Pen, at, items, roster, text_of
from tests.harness.powercut import DRIVER, Connection, Disk, disk_that_forgets

CUTS, CUTS_WHILE_MADE = 72, 24
STEPS_TO_MAKE = 80
"""Writes and syncs that making the file takes at least."""
LOSES = ("all", "some", "none")


class PowerCut(BaseException):
    """Not an error that any code could handle."""


class Switch(Disk):
    """A disk that fails at the write or sync of that number."""

    def __init__(self) -> None:
        super().__init__()
        self.left = -1

    def _step(self) -> None:
        self.left -= 1
        if self.left == 0:
            raise PowerCut

    def write(self, path: str, data: bytes, offset: int) -> None:
        super().write(path, data, offset)
        self._step()

    def sync(self, path: str) -> None:
        self._step()
        super().sync(path)


def connecting(path: Path, *, synchronous: str = "FULL") -> Callable[[], Connection]:
    def connect() -> Connection:
        connection = Connection(path)
        engine.set_up(connection)
        connection.execute(f"PRAGMA synchronous = {synchronous}")
        return connection

    return connect


def opened(path: Path, **how: Any) -> Store:
    path.parent.mkdir(parents=True, exist_ok=True)
    return Store(connecting(path, **how), DRIVER)


class Work:
    """Scans and decides, and the courier comes and goes, until the power fails; `shown` is what people saw."""

    def __init__(self, store: Store, chance: random.Random) -> None:
        self.store, self.chance, self.clock = store, chance, FakeClock(at("07:00"))
        self.desk = Desk(store, self.clock, operator="gd1")  # type: ignore[arg-type]
        self.pen = Pen("st2", gate="G2")
        self.shown: list[str] = []

    def go_on(self) -> None:
        """Until something raises."""
        while True:
            self.clock.time += timedelta(seconds=self.chance.randrange(90))
            self.scan()
            if self.chance.random() < 0.3:
                self.chance.choice([self.settle, self.bring, self.forget])()

    def scan(self) -> None:
        self.desk.direction = self.chance.choice(list(Direction))
        card = self.desk.show(text_of(self.chance.choice(PEOPLE)))
        self.shown.append(card.recorded.entry.id)
        if card.verdict.actions:
            decided = self.desk.decide(card.recorded.entry.id, self.chance.choice(card.verdict.actions))
            assert decided is not None
            self.shown.append(decided.recorded.entry.id)

    def settle(self) -> None:
        """Central answers for some, with a time that moves the passage now and then."""
        shift = self.chance.choice([timedelta(0), timedelta(0), timedelta(minutes=-47)])
        receipts = [
            Receipt(
                seq=entry.seq,
                state="stored",
                received_at=stamp(self.clock.now()),
                scanned_at=stamp(entry.at + shift),
                corrected=bool(shift),
            )
            for entry in self.store.unsent(5)
        ]
        self.store.settle(self.store.epoch, receipts)

    def bring(self) -> None:
        """Central brings what the other gate wrote."""
        page = []
        for _ in range(3):
            who, way = self.chance.choice(PEOPLE).id, self.chance.choice(list(Direction))
            entry, now = self.pen.attempt(who, way, self.clock.now()), stamp(self.clock.now())
            page.append(PeerEntry(entry=to_wire(entry), scanned_at=now, corrected=False, received_at=now))
        self.store.apply_peers(page, len(self.pen.entries))

    def forget(self) -> None:
        """Retention comes by."""
        self.store.forget_before(self.clock.now() - timedelta(minutes=self.chance.randrange(60)))


@dataclass(frozen=True)
class Found:
    """What the disk holds after the cut. lost: shown entries that are not on it."""

    lost: list[str]
    fault: object
    differing: tuple[str, ...]
    is_enrolled: bool


def cut(folder: Path, seed: int, *, loses: str, synchronous: str = "FULL") -> Found:
    """Work on a station until the power fails, and look at what is found."""
    chance = random.Random(seed)
    with disk_that_forgets(Switch()) as disk:
        path = folder / "before" / "station.db"
        disk.lay(path, ready_made())
        store = opened(path, synchronous=synchronous)
        working = Work(store, chance)
        disk.left = chance.randrange(40, 900)
        until_the_cut(working.go_on)
        disk.left = -1
        disk.after_a_cut(folder / "after", chance, loses=loses)
        store.close()
        assert working.shown
        return looked_at(folder / "after" / "station.db", working.shown)


def until_the_cut(go_on: Callable[[], object]) -> bool:
    """Whether the power failed before it was through."""
    try:
        go_on()
    except BaseException as error:
        if not is_the_cut(error):
            raise
        return True
    return False


@cache
def ready_made() -> bytes:
    """The file of an enrolled station with its roster, written on a disk that fails nobody."""
    with TemporaryDirectory() as folder, disk_that_forgets(Disk()):
        path = Path(folder) / "station.db"
        enrolled(path)
        return path.read_bytes()


def enrolled(path: Path) -> None:
    store = opened(path)
    store.enrol(identity())
    documents = roster()
    store.apply_roster(items(documents), len(documents))
    store.close()


def looked_at(path: Path, shown: list[str]) -> Found:
    store = opened(path)
    held = {entry.id for chain in store.epochs() for entry in store.entries(*chain)}
    lost = [id_ for id_ in shown if id_ not in held]
    found = Found(lost, store.fault(), store.rebuild(repair=False).differing, store.identity is not None)
    store.close()
    return found


def is_the_cut(error: BaseException | None) -> bool:
    """SQLAlchemy and SQLite wrap what their disk raises."""
    while error is not None:
        if isinstance(error, PowerCut) or "I/O" in str(error):
            return True
        error = error.__cause__ or error.__context__
    return False


@pytest.mark.parametrize("seed", range(CUTS))
def test_whatever_was_shown_survives_a_power_cut(tmp_path: Path, seed: int) -> None:
    found = cut(tmp_path, seed, loses=LOSES[seed % 3])
    assert found == Found(lost=[], fault=None, differing=(), is_enrolled=True)


@pytest.mark.parametrize("seed", range(CUTS_WHILE_MADE))
def test_a_power_cut_while_the_file_is_made_leaves_one_that_opens(tmp_path: Path, seed: int) -> None:
    chance = random.Random(seed)
    done: list[str] = []

    def make() -> None:
        store = opened(tmp_path / "before" / "station.db")
        store.enrol(identity())
        done.append("identity")
        store.apply_roster(items(roster()), len(roster()))
        done.append("roster")
        store.close()

    with disk_that_forgets(Switch()) as disk:
        disk.left = chance.randrange(1, STEPS_TO_MAKE)
        assert until_the_cut(make)
        disk.left = -1
        disk.after_a_cut(tmp_path / "after", chance, loses=LOSES[seed % 3])
        store = opened(tmp_path / "after" / "station.db")
        people, version = store.document_count(Person), store.mark("roster_version")
        assert (people, version) in {(0, None), (len(PEOPLE), str(len(roster())))}
        assert store.identity is not None or "identity" not in done
        assert people or "roster" not in done
        if store.identity is None:
            store.enrol(identity())
        store.apply_roster(items(roster()), 1)
        working = Work(store, chance)
        working.scan()
        assert store.fault() is None
        store.close()


@pytest.mark.parametrize("synchronous", ["NORMAL", "OFF"])
def test_the_made_up_disk_bites_a_store_that_does_not_wait_for_it(tmp_path: Path, synchronous: str) -> None:
    lost = 0
    for seed in range(6):
        try:
            lost += len(cut(tmp_path / str(seed), seed, loses="all", synchronous=synchronous).lost)
        except StoreTrouble:
            # Without waiting at all even the file itself may be torn.
            lost += 1
    assert lost > 0
