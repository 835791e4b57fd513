"""The station is killed with SIGKILL at random moments: what was shown is on disk, and at central once."""

from __future__ import annotations

import os
import random
import select
import signal
import time
from pathlib import Path

import pytest

from checkpoint.gate import Direction
from station.clock import DeviceClock
from station.desk import Desk
from station.store.store import Store
from station.sync.client import Central as Client
from station.sync.courier import Courier
from station.sync.enrolment import enrol, fill
from tests.harness.central import running_central
from tests.harness.gate import open_store
from tests.harness.made import URL

KILLS = 200
LONGEST_S = 0.045
"""After the first verdict a station lives at most this long: a few scans, decisions and half a round of sync."""


def work(folder: Path, shown: int, seed: int) -> None:
    """What the station's process does until it is killed: scan, decide, sync; each verdict is told when it is shown."""
    chance = random.Random(seed)
    store = open_store(folder)
    desk = Desk(store, DeviceClock(), operator="gd1")
    who = store.identity
    assert who is not None
    courier = Courier(store, Client(who.server, who.token), DeviceClock())
    while True:
        desk.direction = chance.choice(list(Direction))
        card = desk.show(URL)
        os.write(shown, f"{card.recorded.entry.id}\n".encode())
        if chance.random() < 0.5:
            decided = desk.decide(card.recorded.entry.id, card.verdict.actions[0])
            if decided is not None:
                os.write(shown, f"{decided.recorded.entry.id}\n".encode())
        if chance.random() < 0.3:
            courier.round()


def killed_at_a_random_moment(folder: Path, chance: random.Random) -> list[str]:
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
    ready, _, _ = select.select([reading], [], [], 20)
    assert ready, "the station did not come up"
    until = time.monotonic() + chance.random() * LONGEST_S
    while time.monotonic() < until:
        select.select([], [], [], max(0.0, until - time.monotonic()))
    os.kill(child, signal.SIGKILL)
    _, status = os.waitpid(child, 0)
    assert os.WTERMSIG(status) == signal.SIGKILL, "the station died by itself"
    with os.fdopen(reading, encoding="ascii") as told:
        # A line without its end was cut off by the kill: nobody saw it.
        return [line.strip() for line in told if line.endswith("\n")]


def entries_of(store: Store) -> list[str]:
    return [entry.id for chain in store.epochs() for entry in store.entries(*chain)]


# The child takes no lock that another thread of the parent could hold: it opens files of its own and dies.
@pytest.mark.filterwarnings("ignore:.*fork:DeprecationWarning")
def test_a_station_killed_two_hundred_times_loses_nothing_that_was_shown(tmp_path: Path) -> None:
    chance = random.Random(20221205)
    with running_central(tmp_path / "central") as central:
        central.say("seed-demo", "--people", "20")
        store = open_store(tmp_path / "a")
        enrol(store, central.url, central.say("enrolment-code", "--gate", "G1", "--name", "G1").strip())
        store.close()
        shown = [id_ for _ in range(KILLS) for id_ in killed_at_a_random_moment(tmp_path / "a", chance)]

        store = open_store(tmp_path / "a")
        held = entries_of(store)
        assert len(shown) > KILLS
        assert set(shown) <= set(held)
        assert len(set(held)) == len(held)
        assert store.fault() is None
        assert store.rebuild(repair=False).differing == ()

        who = store.identity
        assert who is not None
        with Client(who.server, who.token) as client:
            fill(Courier(store, client, DeviceClock()))
        assert store.unsent_count() == 0
        [station] = [one for one in central.status()["stations"] if one["id"] == who.station]
        assert station["journals"] == [
            {"epoch": store.epoch, "held": len(held), "have": len(held), "last_seq": len(held)}
        ]
        assert (station["refused"], station["forks"], station["missing"]) == ([], [], [])
        store.close()
