"""A real central in a process of its own, on a free port, with its data in a folder of the test's."""

from __future__ import annotations

import subprocess
import sys
from collections.abc import Iterator
from contextlib import closing, contextmanager
from dataclasses import dataclass
from datetime import UTC, datetime
from functools import cache
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any

from central import auth, status
from central.store.store import Store as Books
from tests.harness.made import SITE, roster

ROOT = Path(__file__).resolve().parent.parent.parent


@dataclass
class Central:
    """A running central. url: where it listens; folder: its data."""

    url: str
    folder: Path
    process: subprocess.Popen[str]


@dataclass
class Office:
    """A central that listens at `url`. books: its database, open here too, so that tests look without waiting."""

    url: str
    books: Books

    def code(self, gate: str = "G1") -> str:
        """A one-time code for a station at that gate."""
        return auth.new_code(self.books, name=gate, site=SITE, gate=gate, now=datetime.now(UTC))

    def of(self, station: str) -> dict[str, Any]:
        """What it holds of that station."""
        found: dict[str, Any] = next(one for one in status.status(self.books)["stations"] if one["id"] == station)
        return found

    def revoke(self, station: str) -> None:
        """Take it out of service."""
        assert self.books.revoke(station, datetime.now(UTC))


def central_says(folder: Path, *words: str, check: bool = True) -> str:
    """Run one of central's commands; returns what it printed."""
    command = [sys.executable, "-m", "central", words[0], "--data", str(folder), *words[1:]]
    done = subprocess.run(command, capture_output=True, text=True, check=False, cwd=ROOT)
    if check and done.returncode != 0:
        raise AssertionError(done.stderr)
    return done.stdout


def start_central(folder: Path, *more: str, module: str = "central") -> Central:
    """Start it; the caller stops it. module: which, for one that does not keep its word."""
    command = [
        sys.executable,
        "-m",
        module,
        "serve",
        "--data",
        str(folder),
        "--port",
        "0",
        "--end-with-stdin",
        *more,
    ]
    process = subprocess.Popen(
        command, stdin=subprocess.PIPE, stdout=subprocess.PIPE, stderr=subprocess.DEVNULL, text=True, cwd=ROOT
    )
    assert process.stdout is not None
    return Central(process.stdout.readline().strip().rpartition(" ")[2], folder, process)


@contextmanager
def running_central(folder: Path, *more: str) -> Iterator[Central]:
    """A central for the length of a test."""
    central = start_central(folder, *more)
    try:
        yield central
    finally:
        stop(central)


@contextmanager
def office_in(folder: Path) -> Iterator[Office]:
    """A central in its own process, with the domain's roster, looked into from here."""
    with closing(new_books(folder)) as books:
        books.put(roster())
        with running_central(folder) as central:
            yield Office(central.url, books)


@cache
def _blank() -> bytes:
    """A database that was just made: once, because making its tables takes longer than most tests."""
    with TemporaryDirectory() as folder:
        path = Path(folder) / "central.db"
        Books(str(path)).close()
        return path.read_bytes()


def new_books(folder: Path) -> Books:
    """An empty database of central's in that folder."""
    folder.mkdir(parents=True, exist_ok=True)
    (folder / "central.db").write_bytes(_blank())
    return Books(str(folder / "central.db"))


def stop(central: Central, *, kill: bool = False) -> None:
    """End it, by force when asked."""
    if kill:
        central.process.kill()
    else:
        central.process.terminate()
    central.process.wait(20)
    for pipe in (central.process.stdin, central.process.stdout):
        if pipe is not None:
            pipe.close()
