"""The power fails in the middle of the work: whatever was shown is on the disk that is found afterwards."""

from __future__ import annotations

import random
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import pytest

from checkpoint.gate import Direction
from station.desk import Desk
from station.store import engine
from station.store.store import Store
from tests.harness.gate import identity
from tests.harness.made import PEOPLE, FakeClock, at, items, roster, text_of
from tests.harness.powercut import DRIVER, Connection, Disk, disk_that_forgets

CUTS = 66


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


def work(store: Store, shown: list[str], chance: random.Random) -> None:
    """Scan and decide until the power fails; `shown` gets the id of each entry whose verdict was shown."""
    clock = FakeClock(at("07:00"))
    desk = Desk(store, clock, operator="gd1")  # type: ignore[arg-type]
    while True:
        desk.direction = chance.choice(list(Direction))
        card = desk.show(text_of(chance.choice(PEOPLE)))
        shown.append(card.recorded.entry.id)
        if card.verdict.actions:
            decided = desk.decide(card.recorded.entry.id, chance.choice(card.verdict.actions))
            assert decided is not None
            shown.append(decided.recorded.entry.id)


@dataclass(frozen=True)
class Found:
    """What the disk holds after the cut. lost: shown entries that are not on it."""

    lost: list[str]
    fault: object
    differing: tuple[str, ...]
    is_enrolled: bool


def cut(folder: Path, seed: int, *, loses: str, synchronous: str = "FULL") -> Found:
    """Work on a fresh station until the power fails, and look at what is found."""
    chance = random.Random(seed)
    with disk_that_forgets(Switch()) as disk:
        enrolled(folder / "before" / "station.db")
        store = opened(folder / "before" / "station.db", synchronous=synchronous)
        disk.left = chance.randrange(20, 900)
        shown: list[str] = []
        try:
            work(store, shown, chance)
        except BaseException as error:
            if not is_the_cut(error):
                raise
        disk.left = -1
        disk.after_a_cut(folder / "after", chance, loses=loses)
        store.close()
        assert shown
        return looked_at(folder / "after" / "station.db", shown)


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
    found = cut(tmp_path, seed, loses="all" if seed % 2 else "some")
    assert found == Found(lost=[], fault=None, differing=(), is_enrolled=True)


def test_the_made_up_disk_bites_a_store_that_does_not_wait_for_it(tmp_path: Path) -> None:
    lost = [cut(tmp_path / str(seed), seed, loses="all", synchronous="NORMAL").lost for seed in range(6)]
    assert sum(map(len, lost)) > 0
