"""What central's tests begin with: a store on a real SQLite file with the domain's fixture, and a central on it."""

from __future__ import annotations

import logging
import shutil
from collections.abc import Callable, Iterator
from contextlib import ExitStack, closing
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import pytest

from central import auth
from central.__main__ import main
from central.store.store import StationRow, Store
from tests.harness import made
from tests.harness.calling import KEY, Caller, central_in_thread

Enrolled = Callable[..., Caller]
Joined = Callable[..., StationRow]


@pytest.fixture(scope="session")
def blank(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A database that was just made, to copy: making one takes longer than most tests."""
    path = tmp_path_factory.mktemp("blank") / "central.db"
    Store(str(path)).close()
    return path


@pytest.fixture
def store(tmp_path: Path, blank: Path) -> Iterator[Store]:
    """A store with the domain's fixture on its roster."""
    opened = Store(str(shutil.copy(blank, tmp_path / "central.db")))
    opened.put(made.roster())
    yield opened
    opened.close()


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
def line(tmp_path: Path, blank: Path, capsys: pytest.CaptureFixture[str]) -> Iterator[Line]:
    """A command line on a new folder. What `serve` does to the process's log is undone."""
    (tmp_path / "central.db").write_bytes(blank.read_bytes())
    root = logging.getLogger()
    before = root.handlers[:], root.level
    yield Line(tmp_path, capsys)
    root.handlers[:], root.level = before
