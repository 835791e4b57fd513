"""An enrolled station and its central in a process of its own, with a network between them that lies on demand."""

from __future__ import annotations

import shutil
from collections.abc import Iterator
from contextlib import ExitStack
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import pytest

from station.settings import Places, places
from station.store.opened import Identity
from station.store.store import Store
from station.sync.client import Central as Client
from station.sync.client import Trust
from station.sync.courier import Courier
from station.sync.credentials import Credentials
from station.sync.enrolment import enrol
from station.sync.histories import Histories
from tests.harness.central import Office, office_in
from tests.harness.gate import open_store
from tests.harness.lying import LyingProxy, lying_proxy
from tests.harness.made import FakeClock, at
from tests.harness.scripted import Script, scripted
from tests.sync.written import write

PATIENCE_S = 8.0


@dataclass
class Pair:
    """A station and the way to its central."""

    store: Store
    office: Office
    proxy: LyingProxy
    clock: FakeClock
    opened: ExitStack = field(default_factory=ExitStack)

    @property
    def who(self) -> Identity:
        assert self.store.identity is not None
        return self.store.identity

    def courier(self, patience_s: float = PATIENCE_S, *, whole: bool = False) -> Courier:
        trust = Trust(self.who.station, self.who.private_key, self.who.signing)
        client = self.opened.enter_context(Client(self.proxy.url, self.who.token, trust=trust, whole_s=patience_s))
        clock: Any = self.clock
        parts = (Credentials(self.store, client, clock), Histories(self.store, client, clock)) if whole else ()
        return Courier(self.store, client, clock, *parts)

    def write(self, count: int) -> None:
        write(self.store, self.clock, count)

    def arrived(self) -> list[str]:
        """The hashes of what central holds of this station, in order; each place once."""
        entries = self.office.books.journal(self.who.station, self.store.epoch)
        assert [entry.seq for entry in entries] == list(range(1, len(entries) + 1))
        return [entry.hash for entry in entries]

    def written(self) -> list[str]:
        return [entry.hash for entry in self.store.entries(self.who.station, self.store.epoch)]


@pytest.fixture(scope="session")
def office(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Office]:
    with office_in(tmp_path_factory.mktemp("central")) as made:
        yield made


@pytest.fixture(scope="session")
def blank(tmp_path_factory: pytest.TempPathFactory) -> Places:
    """A store that nobody has enrolled yet; made once, because making its tables takes longer than most tests."""
    where = places(tmp_path_factory.mktemp("blank") / "a")
    open_store(where.data).close()
    return where


@pytest.fixture
def fresh(tmp_path: Path, blank: Places) -> Iterator[Store]:
    """A computer that is no station yet."""
    where = places(tmp_path / "a")
    where.data.mkdir()
    shutil.copy(blank.store, where.store)
    shutil.copy(blank.key, where.key)
    store = open_store(where.data)
    yield store
    store.close()


@pytest.fixture
def pair(fresh: Store, office: Office) -> Iterator[Pair]:
    with lying_proxy(office.url) as proxy, ExitStack() as opened:
        enrol(fresh, proxy.url, office.code())
        proxy.asked.clear()
        yield Pair(fresh, office, proxy, FakeClock(at("07:00")), opened)


@pytest.fixture
def script() -> Iterator[Script]:
    """What answers in central's place as it is told."""
    with scripted() as made:
        yield made


@pytest.fixture
def central(script: Script) -> Iterator[Client]:
    """A client that speaks to it."""
    with Client(script.url, "very-secret", whole_s=5) as made:
        yield made
