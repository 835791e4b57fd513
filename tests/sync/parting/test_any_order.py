"""Disks and databases go back, sticks and lines come in any order, programs are killed: in the end nothing is missing.

What was only on a disk that went back, and at a central that did, is gone; all else is at central once, and at its
station, and at the one next door. `make nightly` tries some hundred histories.
"""

from __future__ import annotations

import os
import random
import shutil
from collections.abc import Callable, Iterator
from contextlib import ExitStack, contextmanager, suppress
from pathlib import Path

import pytest

from checkpoint.bundles import BadBundle, Flaw
from station.settings import Places
from station.sync import carrying
from tests.harness.calling import central_in_thread
from tests.harness.gate import open_store
from tests.sync.parting.computers import Computer, Office, back_to, backed_up, everything_is_there, gate_of
from tests.sync.parting.moves import PowerIsGone
from tests.sync.parting.sticks import answered, ends_at, packed, trips

HISTORIES = int(os.environ.get("PARTINGS", "30"))
STEPS = 40
LATE = 3
"""Of so many of the newest answers any one may be taken, again too."""

pytestmark = pytest.mark.usefixtures("few_at_once")


class Fate:
    """A computer, what lies on its stick, and its disk as it was before."""

    def __init__(self, office: Office, one: Computer, chance: random.Random) -> None:
        self.one, self._office, self._chance = one, office, chance
        self._bundles: list[Path] = []
        self._answers: list[Path] = []
        self._disks: list[Path] = []

    def write(self) -> None:
        self.one.write(self._chance.randint(1, 4))

    def pack(self) -> None:
        self._bundles.append(packed(self.one))

    def carry(self) -> None:
        """Any bundle, however old, and however often it was there."""
        if self._bundles:
            self._answers.append(answered(self._office, self._chance.choice(self._bundles)))

    def take(self) -> None:
        for answer in self._answers[-LATE:]:
            if self._chance.random() < 1 / LATE:
                try:
                    self.one.take(answer)
                except BadBundle as bad:
                    # The disk is from before it had a key for answers.
                    assert bad.flaw is Flaw.NOT_FOR_US

    def be_killed(self) -> None:
        with pytest.MonkeyPatch.context() as patch:
            ends_at(patch, self._chance.randint(0, 14))
            with suppress(PowerIsGone):
                self.take()
        self._reopen(lambda: None)

    def speak(self) -> None:
        """There is a line for a while."""
        with central_in_thread(self._office.books) as url:
            self.one.meet(url)
            self.one.rounds(self._chance.randint(1, 2))
            self.one.leave()
            self.one.courier = None

    def keep_disk(self) -> None:
        kept = self.one.where.data.with_name(f"{self.one.where.data.name}{len(self._disks)}")
        self._reopen(lambda: shutil.copytree(self.one.where.data, kept))
        self._disks.append(kept)

    def go_back(self) -> None:
        if self._disks:
            self._reopen(lambda: self._put_back(self._chance.choice(self._disks)))

    def _put_back(self, kept: Path) -> None:
        for file in self.one.where.data.glob("*.db*"):
            file.unlink()
        for file in kept.glob("*.db*"):
            shutil.copy(file, self.one.where.data)

    def _reopen(self, meanwhile: Callable[[], object]) -> None:
        self.one.store.close()
        meanwhile()
        self.one.store = open_store(self.one.where.data)
        assert self.one.store.fault() is None


@contextmanager
def two_gates(office: Office, folder: Path, blank: Places, chance: random.Random) -> Iterator[list[Fate]]:
    office.books.publish_keys()
    with ExitStack() as opened:
        gates = [opened.enter_context(gate_of(office, folder / name, blank)) for name in ("south", "north")]
        fates = [Fate(office, one, chance) for one in gates]
        for fate in fates:
            fate.speak()
        yield fates


@pytest.mark.parametrize("seed", range(HISTORIES))
def test_in_the_end_nothing_is_missing_and_nothing_is_there_twice(
    office: Office, tmp_path: Path, blank: Places, monkeypatch: pytest.MonkeyPatch, seed: int
) -> None:
    # So that a journal of a dozen is a long one.
    monkeypatch.setattr(carrying, "RUNG", 3)
    chance = random.Random(seed)
    with two_gates(office, tmp_path, blank, chance) as fates:
        backups = [backed_up(office, tmp_path / "b.db")]
        for step in range(STEPS):
            fate = chance.choice(fates)
            often = [fate.write] * 4 + [fate.pack, fate.carry, fate.take] * 3 + [fate.be_killed] * 2
            # Half of them have sticks only.
            lines = [fate.speak] if seed % 2 else []
            does = chance.choice([*often, *lines, fate.keep_disk, fate.go_back, fate.go_back, *[None] * 4])
            if does is not None:
                does()
            elif chance.random() < 0.6:
                backups.append(backed_up(office, tmp_path / f"b{step}.db"))
            else:
                # Forward too: whoever has put one back may find a newer one later.
                back_to(office, chance.choice(backups[-3:]))
        shown = [set(fate.one.ids()) for fate in fates]
        trips(office, *(fate.one for fate in fates), count=9)
        for fate, before, other in zip(fates, shown, reversed(fates), strict=True):
            everything_is_there(office, fate.one)
            assert before <= set(fate.one.ids())
            heard = [chain for chain in fate.one.store.epochs() if chain[0] == other.one.who.station]
            here = [said.id for chain in heard for said in fate.one.store.entries(*chain) if said.kind == "attempt"]
            assert set(here) >= set(other.one.ids())
            assert len(here) == len(set(here))
