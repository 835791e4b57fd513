"""Runs the fault test: all of it goes on, everything drains, twins are dealt with as an office does, and it proves."""

from __future__ import annotations

import logging
import threading
from collections.abc import Callable, Iterator
from contextlib import ExitStack, closing, contextmanager
from datetime import UTC, datetime
from pathlib import Path
from typing import Final

from central import backups
from central.settings import load
from central.store.store import Store as Books
from station.clock import DeviceClock
from station.store.store import Store
from station.sync.courier import courier_for
from station.sync.enrolment import enrol
from tests.chaos.fates import Fates, identity_of
from tests.chaos.proof import prove, prove_named
from tests.chaos.world import Found, World
from tests.harness import postgres
from tests.harness.central import stop
from tests.harness.gate import open_store
from tests.harness.lying import lying_proxy

log = logging.getLogger(__name__)

LEFT: Final = "left.backup"
"""Into an empty central with it: `python -m central restore`."""
LOST: Final = "lost"
"""Ids of what was on no disk any more and not at central."""
ROUNDS: Final = 100
"""Rounds in which everything must have arrived once the line is honest."""
TURNS: Final = 3
"""What the last one handed over, the first one hears of in the second turn; twins hear of each other in the third."""


def run(
    folder: Path,
    *,
    seconds: float,
    stations: int,
    seed: int,
    module: str = "central",
    workers: int = 1,
    on_postgres: bool = False,
) -> Found:
    """Let it go on for so long, then let everything drain and count. module: which central, for a control that lies.

    The stations' disks stay in the folder, and where anything was wrong what central holds is beside them, in LEFT,
    and what went with a disk, in LOST.
    """
    with ExitStack() as opened:
        database, empty = opened.enter_context(_postgres() if on_postgres else _sqlite(folder))
        world = World(folder, stations, seed, database=database, words=(module, "--workers", str(workers)))
        opened.callback(lambda: stop(world.central, kill=True))
        proxy = opened.enter_context(lying_proxy(world.central.url))
        world.enrol(proxy.url)
        fates = Fates(world, empty)
        with world.at_work(proxy, lambda: fates.stories(seconds)):
            world.go_on(seconds)
        world.found.lies = proxy.lied
        stores = [opened.enter_context(closing(open_store(place.folder))) for place in world.places]
        try:
            _prove_all(world, fates, stores, proxy.url)
        except Exception as error:
            # What was found so far is said all the same.
            log.exception("the fault test could not go on")
            world.found.wrong.append(f"the test itself failed: {type(error).__name__}: {error}")
        if world.found.wrong:
            _leave(world, fates)
    return world.found


def _prove_all(world: World, fates: Fates, stores: list[Store], url: str) -> None:
    _drain_all(stores, world.found)
    if (code := world.central.process.poll()) is not None:
        world.found.wrong.append(f"central died by itself ({code})")
    with closing(world.books()) as books:
        prove_named(world, fates, stores, books)
        _deal_with_twins(world, fates, stores, books, url)
        prove(world, fates, stores, books)


def _leave(world: World, fates: Fates) -> None:
    """Before the database goes, keep what it holds for whoever looks into what went wrong."""
    backups.write(world.folder / LEFT, load(world.folder / "central", world.database), datetime.now(UTC))
    (world.folder / LOST).write_text("".join(f"{id_}\n" for id_ in sorted(fates.lost)), "ascii")


@contextmanager
def _sqlite(folder: Path) -> Iterator[tuple[str, Callable[[], None]]]:
    """(where a central's database is, how to take it away)."""
    path = folder / "central" / "central.db"

    def empty() -> None:
        for one in path.parent.glob("central.db*"):
            one.unlink()

    yield str(path), empty


@contextmanager
def _postgres() -> Iterator[tuple[str, Callable[[], None]]]:
    """The same on a PostgreSQL of its own."""
    cluster = postgres.start()

    def empty() -> None:
        cluster.run("DROP DATABASE IF EXISTS central WITH (FORCE)", "CREATE DATABASE central")

    try:
        empty()
        yield cluster.url("central"), empty
    finally:
        postgres.stop(cluster)


def _deal_with_twins(world: World, fates: Fates, stores: list[Store], books: Books, url: str) -> None:
    """Each twin gets a name of its own, and what was named is marked as looked into."""
    twins = [place for place in world.places if place.twin_of is not None]
    for place in twins:
        station = identity_of(stores[place.number])
        world.doubled.add(station)
        enrol(stores[place.number], url, world.code(books, place))
        books.settle_forks(station, datetime.now(UTC), "the twin has a name of its own")
    if twins:
        _drain_all(stores, world.found)
        # A disk that went back past an epoch which it had begun is taken for a twin, and with reason.
        others = {loss.station for loss in fates.losses} - world.doubled
        named = [one.name for one in books.stations() if one.twice_since is not None and one.id not in others]
        world.found.wrong += [f"{name} is named still though each computer has a name of its own" for name in named]


def _drain_all(stores: list[Store], found: Found) -> None:
    for turn in range(TURNS):
        for number, store in enumerate(stores):
            _drain(store, f"station {number}, turn {turn}", found)


def _drain(store: Store, which: str, found: Found) -> None:
    courier, pause = courier_for(store, DeviceClock()), threading.Event()
    if courier is None:
        return
    last, histories = None, courier._histories
    assert histories is not None
    for number in range(ROUNDS):
        last = courier.round()
        # What a round asks first only is logged when it fails, and twins are named by it.
        if not (last.sentence or last.more or histories.untold or store.unsent_count()):
            break
        pause.wait(min(1.0, 0.01 * number))
    else:
        found.wrong.append(f"{which}: {store.unsent_count()} unsent still: {last.sentence if last else ''}")
    if histories.untold:
        found.wrong.append(f"{which}: central did not say what it has: {histories.untold}")
    courier.close()
