"""What central's tests begin with: a store with the domain's fixture, and a central on it.

The store is a real SQLite file, and in the files ON_BOTH names each test runs on a real PostgreSQL database as well.
"""

from __future__ import annotations

import os
import shutil
from collections.abc import Callable, Iterator
from contextlib import AbstractContextManager, ExitStack, closing, contextmanager
from datetime import UTC, datetime
from functools import partial
from itertools import count
from pathlib import Path
from typing import Any, Final

import pytest

from central import auth
from central.__main__ import main
from central.store.stations import StationRow
from central.store.store import Store
from tests.harness import made, postgres
from tests.harness.calling import KEY, Caller, central_in_thread
from tests.harness.postgres import Cluster

Enrolled = Callable[..., Caller]
Joined = Callable[..., StationRow]
Place = Callable[[], AbstractContextManager[str]]

DATABASES: Final = ("sqlite", "postgresql")
BY_DAY: Final = {"line": "postgresql", "stick": "sqlite"}
ON_BOTH: Final = frozenset(
    {
        "test_api",
        "test_attendance",
        "test_backups",
        "test_bodies",
        "test_enrolment",
        "test_fuzzing",
        "test_gaps",
        "test_intake",
        "test_members",
        "test_pages",
        "test_reports",
        "test_restored_twice",
        "test_retention",
        "test_roster",
        "test_runs",
        "test_sampling",
        "test_signed_batches",
        "test_store",
        "test_terms",
        "test_told_in_brief",
        "test_tray",
        "test_tracing",
        "test_twins",
        "test_two_workers",
        "test_waiting",
    }
)


def pytest_generate_tests(metafunc: pytest.Metafunc) -> None:
    """Once for each database, where that matters."""
    asks = "database" in metafunc.fixturenames and metafunc.module.__name__.rpartition(".")[2] in ON_BOTH
    if asks and not metafunc.definition.get_closest_marker("one_database"):
        metafunc.parametrize("database", DATABASES, indirect=True, scope="module")


def pytest_collection_modifyitems(config: pytest.Config, items: list[pytest.Item]) -> None:
    """By day a story that goes both over a line and by stick is told each way on one database; by night on both."""
    if os.environ.get("NIGHT"):
        return
    kept: list[pytest.Item] = []
    left: list[pytest.Item] = []
    for item in items:
        asked = item.callspec.params if isinstance(item, pytest.Function) and hasattr(item, "callspec") else {}
        is_told = "way" not in asked or "database" not in asked or BY_DAY[str(asked["way"])] == asked["database"]
        (kept if is_told else left).append(item)
    items[:] = kept
    if left:
        config.hook.pytest_deselected(items=left)


@pytest.fixture(scope="session")
def cluster(tmp_path_factory: pytest.TempPathFactory, worker_id: str) -> Iterator[Cluster]:
    """A PostgreSQL for this run, with a database in it to copy: one where a store has just made its tables."""
    own = tmp_path_factory.getbasetemp()
    with postgres.shared(own if worker_id == "master" else own.parent) as running:
        running.prepare(postgres.TEMPLATE, lambda url: Store(url).close())
        yield running


@pytest.fixture(scope="module")
def database(request: pytest.FixtureRequest) -> str:
    """Which database the test runs on."""
    return str(getattr(request, "param", DATABASES[0]))


@pytest.fixture(scope="module")
def place(
    database: str, request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory, blank: Path
) -> Place:
    """Makes databases with empty tables: `with place() as url` gives a new one for as long."""

    @contextmanager
    def copied() -> Iterator[str]:
        yield str(shutil.copy(blank, tmp_path_factory.mktemp("central") / "central.db"))

    return copied if database == "sqlite" else request.getfixturevalue("cluster").copied


@pytest.fixture(scope="session")
def blank(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A database that was just made, to copy: making one takes longer than most tests."""
    path = tmp_path_factory.mktemp("blank") / "central.db"
    Store(str(path)).close()
    return path


@pytest.fixture
def empty(database: str, request: pytest.FixtureRequest, tmp_path: Path) -> Place:
    """Makes databases without any table, as `place` makes those with."""

    numbers = count(1)

    @contextmanager
    def file() -> Iterator[str]:
        yield str(tmp_path / f"empty{next(numbers)}.db")

    return file if database == "sqlite" else partial(request.getfixturevalue("cluster").copied, "template1")


@pytest.fixture
def store(place: Place) -> Iterator[Store]:
    """A store with the domain's fixture on its roster."""
    with place() as where, closing(Store(where)) as opened:
        opened.put(made.roster())
        yield opened


@pytest.fixture
def url(store: Store) -> Iterator[str]:
    """A central that listens, on that store."""
    with central_in_thread(store) as address:
        yield address


@pytest.fixture
def caller(url: str) -> Iterator[Caller]:
    """Somebody who is no station yet."""
    with Caller(url) as nobody:
        yield nobody


@pytest.fixture
def enrolled(store: Store, url: str) -> Iterator[Enrolled]:
    """Makes stations that speak HTTP: enrolled("G1")."""
    with ExitStack() as stack:

        def make(gate: str = "G1", site: str = made.SITE) -> Caller:
            new = stack.enter_context(Caller(url))
            new.enrol(auth.new_code(store, name=f"{gate} 站", site=site, gate=gate, now=datetime.now(UTC)))
            return new

        yield make


@pytest.fixture
def joined(store: Store) -> Joined:
    """Makes stations without HTTP: joined("G1")."""
    return lambda gate="G1", site=made.SITE, key=KEY: join(store, gate, site, key)


def join(store: Store, gate: str = "G1", site: str = made.SITE, key: str = KEY) -> StationRow:
    """A new station at that gate."""
    now = datetime.now(UTC)
    code = auth.new_code(store, name=f"{gate} 站", site=site, gate=gate, now=now)
    return auth.enrol(store, code, key, "127.0.0.1", now)[0]


class Line:
    """Types commands and looks at what they print."""

    def __init__(self, folder: Path, capsys: pytest.CaptureFixture[str]) -> None:
        self.folder, self._capsys = folder, capsys
        self.out = self.err = ""

    def __call__(self, *words: str) -> int:
        """Run it on this folder; its exit code."""
        code = main([words[0], "--data", str(self.folder), *words[1:]])
        self.out, self.err = self._capsys.readouterr()
        assert "Traceback" not in self.err
        return code

    def store(self) -> Any:
        """The folder's database."""
        return closing(Store(str(self.folder / "central.db")))


@pytest.fixture
def line(tmp_path: Path, blank: Path, capsys: pytest.CaptureFixture[str]) -> Line:
    """A command line on a new folder."""
    (tmp_path / "central.db").write_bytes(blank.read_bytes())
    return Line(tmp_path, capsys)
