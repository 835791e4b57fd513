"""A real PostgreSQL of the tests' own: one cluster for the whole run, shared by its workers, a database for each test.

Debian's binaries, in a folder that goes away, on a Unix socket only, without fsync. Where there is none the tests fail
and say what to install; whoever cannot install it says STATION_WITHOUT_POSTGRESQL=1 and has them skipped.
"""

from __future__ import annotations

import fcntl
import json
import os
import shutil
import subprocess
import tempfile
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from itertools import count
from pathlib import Path
from typing import Any, Final

import psycopg
import pytest

BINARIES: Final = Path("/usr/lib/postgresql")
WITHOUT: Final = "STATION_WITHOUT_POSTGRESQL"
MISSING: Final = f"PostgreSQL is not here: `apt-get install postgresql`, or set {WITHOUT}=1 to leave its tests out"
TEMPLATE: Final = "blank"
SETTINGS: Final = {
    "listen_addresses": "''",
    "fsync": "off",
    "synchronous_commit": "off",
    "full_page_writes": "off",
    "shared_buffers": "64MB",
    "max_connections": "200",
    "autovacuum": "off",
}
_numbers = count(1)


@dataclass(frozen=True)
class Cluster:
    """A running server. folder: its data, and its socket."""

    folder: Path

    def url(self, database: str) -> str:
        """Where SQLAlchemy finds that database."""
        return f"postgresql+psycopg://postgres@/{database}?host={self.folder}"

    def run(self, *statements: str) -> None:
        """Say something to the server itself, outside of any transaction."""
        where = f"host={self.folder} user=postgres dbname=postgres"
        with psycopg.connect(where, autocommit=True) as connection:
            for statement in statements:
                connection.execute(statement)

    @contextmanager
    def copied(self, template: str = TEMPLATE) -> Iterator[str]:
        """The address of a new database like that one; thrown away afterwards, whoever is still connected."""
        name = f"t{os.getpid()}_{next(_numbers)}"
        self.run(f"CREATE DATABASE {name} TEMPLATE {template}")
        try:
            yield self.url(name)
        finally:
            self.run(f"DROP DATABASE {name} WITH (FORCE)")

    def prepare(self, name: str, fill: Callable[[str], None]) -> None:
        """See that there is a database of that name, filled once by `fill(url)`: by whichever worker comes first."""
        with alone(self.folder.with_suffix(".lock")):
            with psycopg.connect(f"host={self.folder} user=postgres dbname=postgres") as connection:
                there = connection.execute("SELECT 1 FROM pg_database WHERE datname = %s", (name,)).fetchone()
            if not there:
                self.run(f"CREATE DATABASE {name}")
                fill(self.url(name))


def binaries() -> Path:
    """The newest PostgreSQL's programs. Where there are none: LookupError, or the test is skipped."""
    found = sorted(BINARIES.glob("*/bin/initdb"), key=lambda path: int(path.parent.parent.name))
    if found:
        return found[-1].parent
    if os.environ.get(WITHOUT) == "1":
        pytest.skip(f"{WITHOUT} is set")
    raise LookupError(MISSING)


def start(settings: dict[str, str] | None = None) -> Cluster:
    """A new cluster in a folder of its own; `stop` takes both away."""
    programs, folder = binaries(), Path(tempfile.mkdtemp(prefix="central-pg-"))
    if os.geteuid() == 0:
        shutil.chown(folder, "postgres")
    data = folder / "data"
    _as_postgres(programs / "initdb", "-D", data, "-U", "postgres", "-A", "trust", "-E", "UTF8", "--locale=C", "-N")
    given = {**SETTINGS, **(settings or {}), "unix_socket_directories": f"'{folder}'"}
    options = " ".join(f"-c {name}={value}" for name, value in given.items())
    _as_postgres(programs / "pg_ctl", "-D", data, "-l", folder / "log", "-w", "-o", options, "start")
    return Cluster(folder)


def stop(cluster: Cluster) -> None:
    """End it at once and take its folder away."""
    _as_postgres(binaries() / "pg_ctl", "-D", cluster.folder / "data", "-m", "immediate", "stop")
    shutil.rmtree(cluster.folder)
    cluster.folder.with_suffix(".lock").unlink(missing_ok=True)


def _as_postgres(*words: Any) -> None:
    """PostgreSQL does not run as root, so root runs it as the user that Debian made for it."""
    as_who = ["runuser", "-u", "postgres", "--"] if os.geteuid() == 0 else []
    done = subprocess.run(
        [*as_who, *map(str, words)], stdout=subprocess.DEVNULL, stderr=subprocess.PIPE, text=True, check=False, cwd="/"
    )
    if done.returncode != 0:
        raise AssertionError(done.stderr)


@contextmanager
def shared(folder: Path) -> Iterator[Cluster]:
    """The cluster of everybody who names that folder: the first one starts it, the last one stops it."""
    note, lock = folder / "postgres.json", folder / "postgres.lock"
    with alone(lock):
        where, users = json.loads(note.read_text()) if note.exists() else (str(start().folder), 0)
        note.write_text(json.dumps([where, users + 1]))
    cluster = Cluster(Path(where))
    try:
        yield cluster
    finally:
        with alone(lock):
            users = json.loads(note.read_text())[1] - 1
            note.write_text(json.dumps([where, users]))
            if not users:
                note.unlink()
                stop(cluster)


@contextmanager
def alone(lock: Path) -> Iterator[None]:
    """While no other process holds that lock."""
    with lock.open("w") as file:
        fcntl.flock(file, fcntl.LOCK_EX)
        yield
