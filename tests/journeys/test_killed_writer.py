"""The station is killed with SIGKILL at random moments: what was shown is on disk, and at central once."""

from __future__ import annotations

import os
import random
import select
import signal
import time
from contextlib import closing
from datetime import UTC, datetime
from pathlib import Path
from threading import Thread

import pytest

from central import auth, status
from central.store.store import Store as Books
from checkpoint.gate import Direction
from station.clock import DeviceClock
from station.desk import Desk
from station.store.store import Store
from station.sync.courier import Courier, central_of, courier_for
from station.sync.enrolment import enrol, fill
from tests.harness.central import running_central
from tests.harness.gate import open_store
from tests.harness.made import PEOPLE, SITE, URL, roster, text_of

KILLS = 200
LONGEST_S = 0.08
"""After the first verdict a station lives at most this long: some scans, decisions and a round of sync."""
OPENING_S = 0.06
"""Every fourth one is killed within this long of its very start: while it opens the file that the last one left."""
CODES = [URL, *(text_of(person, end="2049-12-31") for person in PEOPLE)]


def work(folder: Path, shown: int, seed: int) -> None:
    """What the station's process does until it is killed; each verdict is told once it may be shown."""
    chance, clock = random.Random(seed), DeviceClock()
    store = open_store(folder)
    desk = Desk(store, clock, operator="gd1")
    Thread(target=sync, args=(store, clock), daemon=True).start()
    while True:
        desk.direction = chance.choice(list(Direction))
        card = desk.show(chance.choice(CODES))
        os.write(shown, f"{card.recorded.entry.id}\n".encode())
        if card.verdict.actions and chance.random() < 0.5:
            decided = desk.decide(card.recorded.entry.id, chance.choice(card.verdict.actions))
            if decided is not None:
                os.write(shown, f"{decided.recorded.entry.id}\n".encode())


def sync(store: Store, clock: DeviceClock) -> None:
    """On a thread of its own, as in the program."""
    courier = courier_for(store, clock)
    assert courier is not None
    while True:
        courier.round()


def killed_at_a_random_moment(folder: Path, chance: random.Random, *, while_opening: bool) -> list[str]:
    """The entries whose verdicts were shown before the process died. It is forked, so it starts in no time."""
    reading, writing = os.pipe()
    child = os.fork()
    if child == 0:
        try:
            os.close(reading)
            work(folder, writing, chance.randrange(2**32))
        finally:
            os._exit(1)
    os.close(writing)
    if not while_opening:
        ready, _, _ = select.select([reading], [], [], 60)
        assert ready, "the station did not come up"
    let_live(chance.random() * (OPENING_S if while_opening else LONGEST_S))
    os.kill(child, signal.SIGKILL)
    _, ended = os.waitpid(child, 0)
    assert os.WIFSIGNALED(ended), "the station died by itself"
    with os.fdopen(reading, encoding="ascii") as told:
        # A line without its end was cut off by the kill: nobody saw it.
        return [line.strip() for line in told if line.endswith("\n")]


def let_live(seconds: float) -> None:
    """Until then."""
    until = time.monotonic() + seconds
    while time.monotonic() < until:
        select.select([], [], [], max(0.0, until - time.monotonic()))


def enrolled(folder: Path, url: str, central: Path) -> None:
    """A station of that central; nothing stays open, so that a child inherits nothing."""
    with closing(Books(str(central / "central.db"))) as books, closing(open_store(folder)) as store:
        books.put(roster())
        code = auth.new_code(books, name="G1", site=SITE, gate="G1", now=datetime.now(UTC))
        enrol(store, url, code)


def is_sound(store: Store, shown: list[str]) -> None:
    """Everything that was shown is there, in an unbroken chain, and what is drawn from it is right."""
    held = [entry.id for chain in store.epochs() for entry in store.entries(*chain)]
    assert set(shown) <= set(held)
    assert len(set(held)) == len(held)
    assert store.fault() is None
    assert store.rebuild(repair=False).differing == ()


def central_has_each_once(store: Store, central: Path) -> None:
    """Nothing is missing there, nothing is there twice, and nothing had to be kept aside."""
    who = store.identity
    assert who is not None
    with closing(Books(str(central / "central.db"))) as books:
        there = [(entry.seq, entry.hash) for entry in books.journal(who.station, store.epoch)]
        [station] = status.status(books)["stations"]
    assert there == [(entry.seq, entry.hash) for entry in store.entries(who.station, store.epoch)]
    assert (station["refused"], station["forks"], station["missing"]) == ([], [], [])


# The child takes no lock that another thread of the parent could hold: it opens files of its own and dies.
@pytest.mark.filterwarnings("ignore:.*fork:DeprecationWarning")
def test_a_station_killed_two_hundred_times_loses_nothing_that_was_shown(tmp_path: Path) -> None:
    chance, folder = random.Random(20221205), tmp_path / "a"
    with running_central(tmp_path / "central") as central:
        enrolled(folder, central.url, central.folder)
        shown: list[str] = []
        for number in range(KILLS):
            shown += killed_at_a_random_moment(folder, chance, while_opening=number % 4 == 3)
        with closing(open_store(folder)) as store:
            assert len(shown) > KILLS
            is_sound(store, shown)
            assert store.unsent_count() < store.newest_seq(), "the sync was at work too"
            assert store.identity is not None
            with central_of(store.identity) as client:
                fill(Courier(store, client, DeviceClock()))
            assert store.unsent_count() == 0
            is_sound(store, shown)
            central_has_each_once(store, central.folder)
