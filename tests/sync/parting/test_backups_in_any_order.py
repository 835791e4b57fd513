"""Central is put back to any of its backups, older or newer, by any clock: whoever comes then is told all that it has.

The real stores, courier, sticks and pages; only HTTP is left out, and whoever wrote is never seen again.
"""

from __future__ import annotations

import os
import random
import shutil
from collections.abc import Callable
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

import msgspec
import pytest

from central import auth, carried, intake
from central.peers import ARRIVAL
from central.store import terms as kept
from central.store.rosters import COUNTER
from checkpoint import terms, wire
from checkpoint.gate import Direction
from checkpoint.journal import to_wire
from checkpoint.roster import Person
from station.sync import carrying
from tests.harness.made import C1, SITE, Pen, at
from tests.sync.interleaved import hasty
from tests.sync.parting.clones import Computer, Office, first_at
from tests.sync.parting.sticks import answered

HISTORIES = int(os.environ.get("PARTINGS", "12"))
STEPS = 60
FIRST = datetime(2030, 1, 1, tzinfo=UTC)


class Fate:
    """A central, its backups, a station of it, and the sticks between them."""

    def __init__(self, office: Office, one: Computer, folder: Path, chance: random.Random) -> None:
        self._office, self._one, self._folder, self._chance = office, one, folder, chance
        self._number, self._now = 0, FIRST
        now = datetime.now(UTC)
        code = auth.new_code(office.books, name="G2", site=SITE, gate="G2", now=now)
        self._writer, _ = auth.enrol(office.books, code, "ab" * 32, "here", now)
        self._backups: list[Path] = []
        self._bundles: list[Path] = []
        self._answers: list[Path] = []
        self.begin()
        self.back_up()

    def _next(self) -> int:
        self._number += 1
        return self._number

    def write(self) -> None:
        """Some entries come from next door, in a journal of their own."""
        pen = Pen(self._writer.id, f"e{self._next()}")
        for _ in range(self._chance.randint(1, 4)):
            pen.attempt("1", Direction.IN, at("08:00"))
        raw = [msgspec.Raw(msgspec.json.encode(to_wire(one))) for one in pen.entries]
        intake.take(self._office.books, self._writer, pen.epoch, at("08:00"), raw, at("08:00"))

    def change(self) -> None:
        """Somebody on the roster is another one, or gone."""
        ids = [str(self._chance.randint(900, 905)) for _ in range(3)]
        put = [Person(id=ids[0], name=f"第{self._next()}", community=C1)]
        self._office.books.put(put, removed=[("person", one) for one in ids[1:] if one != ids[0]])

    def begin(self) -> None:
        """It begins to serve; a clock may stand, and be set back."""
        self._now += timedelta(milliseconds=self._chance.choice([0, 1, 5, 1000, 86_400_000, -7, -2_000]))
        self._office.books.begin([f"{ARRIVAL} {SITE}"])
        self._office.books.begin_afresh((COUNTER, ARRIVAL), self._now)

    def back_up(self) -> None:
        self._backups.append(self._copied(self._office.path, self._folder / f"{self._next()}.backup"))

    def put_back(self) -> None:
        self._copied(self._chance.choice(self._backups), self._office.path)
        self.begin()

    def _copied(self, path: Path, to: Path) -> Path:
        self._office.books.close()
        shutil.copy(path, to)
        self._office.books = hasty(self._office.path)
        return to

    def ask(self) -> None:
        self._one.round()

    def pass_by(self) -> None:
        self._one.write(1)

    def restart(self) -> None:
        self._one.restart()

    def pack(self) -> None:
        self._bundles.append(carrying.pack(self._one.store, at("12:00"), self._folder).path)

    def carry(self) -> None:
        """Any bundle, however old."""
        if self._bundles:
            office: Any = self._office
            self._answers.append(answered(office, self._chance.choice(self._bundles[-3:])))

    def take(self) -> None:
        """Any answer, however old, and of whichever history."""
        if self._answers:
            clock: Any = self._one.clock
            carrying.take(self._one.store, self._chance.choice(self._answers[-4:]), clock)

    def is_told(self) -> None:
        """In the end it has all that central has, and of the roster no more than that."""
        self._one.come_through()
        store, books = self._one.store, self._office.books
        assert {one.id: one.name for one in store.documents(Person)} == {
            data["id"]: data["name"] for data in books.data_of("person")
        }
        here = {entry.id for chain in store.epochs() for entry in store.entries(*chain)}
        assert set(self._office.held()) <= here


@pytest.mark.parametrize("seed", range(HISTORIES))
def test_whoever_comes_to_a_central_that_was_put_back_is_told_all_that_it_has(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, seed: int
) -> None:
    # So that a dozen entries are several pages, and a handful of terms very many.
    for module in (wire, carried):
        monkeypatch.setattr(module, "BATCH", 5)
    if seed % 2:
        monkeypatch.setattr(terms, "MOST", 3)
        monkeypatch.setattr(kept, "MOST", 5)
        monkeypatch.setattr(kept, "KEPT", 3)
    chance = random.Random(seed)
    with first_at(tmp_path) as (office, one):
        fate = Fate(office, one, tmp_path, chance)
        often: list[Callable[[], None]] = [*[fate.write] * 3, *[fate.change] * 2, *[fate.ask] * 4]
        sticks = [fate.pack, fate.carry, fate.take] if seed % 3 else []
        seldom = [fate.begin, fate.back_up, fate.put_back, fate.put_back, fate.pass_by, fate.restart]
        for _ in range(STEPS):
            chance.choice([*often, *sticks, *seldom])()
            if chance.random() < 0.05:
                fate.is_told()
        fate.is_told()
