"""Gives back what was forgotten, byte by byte as far as a program can; what is to be forgotten is `forgetting`'s.

SQLite's secure_delete overwrites what is deleted where it stands, but not what stood there before rows were moved
together: so tables are written anew, and the pages of the old ones are overwritten as a whole. Not at once: whoever
hands over entries would wait for seconds. While a table is copied, some rows at a time, triggers keep the copy up to
date; then the two change names, and the old one is emptied, some rows at a time. Whoever is killed meanwhile leaves a
copy behind, which the next run begins with.
"""
# ruff: noqa: S608 - the names of tables are ours, and no statement takes them as values

from __future__ import annotations

import logging
import time
from collections.abc import Callable, Collection, Iterator
from contextlib import AbstractContextManager, contextmanager, nullcontext
from functools import partial
from pathlib import Path
from typing import Any, Final, TypeVar

import sqlalchemy as sa
from sqlalchemy.engine import Connection, Engine

log = logging.getLogger("central")

NAMED: Final = ("body", "refused", "presence")
"""Tables of which retention forgets. They have no index but their key's."""
STEP_S: Final = 0.1
"""About how long a step holds up whoever writes; then they have as long."""
FEWEST, FIRST, MOST = 20, 500, 20_000
"""Rows in a step."""
LOCK: Final = "-scrubbing"
"""The ending of a file beside the database: whoever holds it locked is the one that scrubs."""
Turn = Callable[[], AbstractContextManager[None]]
T = TypeVar("T")


def scrub(engine: Engine, anew: Collection[str] = (), turn: Turn = nullcontext) -> None:
    """Leave nothing of it in SQLite's file and write-ahead log; on PostgreSQL give room back with VACUUM.

    anew: tables of PostgreSQL that are written anew too, so that no page of the old ones is left; whoever asks them
    waits meanwhile. turn: what whoever writes in this process waits for.
    """
    if engine.dialect.name == "postgresql":
        with _driver(engine) as driver:
            _scrub_server(driver, anew)
        return
    with _alone(engine.url.database or ""):
        for table in NAMED:
            _Rewriting(engine, turn, table).do()
    with _driver(engine) as driver:
        is_read, *_ = driver.execute("PRAGMA wal_checkpoint(TRUNCATE)").fetchone()
    if is_read:
        log.warning("the write-ahead log is being read and could not be emptied; the next run does it")


@contextmanager
def _driver(engine: Engine) -> Iterator[Any]:
    with engine.connect().execution_options(isolation_level="AUTOCOMMIT") as connection:
        yield connection.connection.dbapi_connection


def _scrub_server(driver: Any, anew: Collection[str]) -> None:
    driver.autocommit = True
    driver.execute(f"VACUUM {', '.join(NAMED)}")
    # A day that another process has dropped meanwhile is gone as thoroughly.
    for table in (one for one in anew if driver.execute("SELECT to_regclass(%s)", (one,)).fetchone()[0]):
        driver.execute(f"VACUUM FULL {table}")
    driver.autocommit = False


@contextmanager
def _alone(path: str) -> Iterator[None]:
    """Two that scrub at once would take each other's copies for left ones; the second waits, and begins afresh."""
    try:
        import fcntl
    except ModuleNotFoundError:
        # Where there are no such locks, there are no several processes behind one address either.
        yield
        return
    with Path(path + LOCK).open("w", encoding="ascii") as file:
        fcntl.flock(file, fcntl.LOCK_EX)
        yield


class _Rewriting:
    """One table that is written anew."""

    def __init__(self, engine: Engine, turn: Turn, table: str) -> None:
        self._engine, self._turn, self._table = engine.execution_options(writes=True), turn, table
        self._copy, self._gone = f"{table}_anew", f"{table}_gone"
        self._most = FIRST

    def do(self) -> None:
        """All of it, in steps."""
        self._throw_away()
        columns, end = self._step(self._begin)
        after = 0
        while after < end:
            after = self._step(partial(self._copied, columns, after, end))
        self._step(self._exchange)
        self._throw_away()

    def _step(self, work: Callable[[Connection], T]) -> T:
        """A transaction of its own, and as long a pause: other processes look for a free moment now and then only."""
        with self._turn():
            begun = time.perf_counter()
            with self._engine.begin() as connection:
                done = work(connection)
            took = time.perf_counter() - begun
        self._most = max(FEWEST, min(MOST, int(self._most * min(2.0, STEP_S / max(took, STEP_S / 10)))))
        time.sleep(min(took, 2 * STEP_S))
        return done

    def _begin(self, connection: Connection) -> tuple[str, int]:
        """Make the copy, and see that all that changes from now on changes there too; (columns, the last row)."""
        words = _one(connection, f"SELECT sql FROM sqlite_master WHERE name = '{self._table}'")
        connection.exec_driver_sql(words.replace(self._table, self._copy, 1))
        names = [row[1] for row in connection.exec_driver_sql(f"PRAGMA table_info({self._table})")]
        columns = ", ".join(("rowid", *(f'"{name}"' for name in names)))
        new = ", ".join(("new.rowid", *(f'new."{name}"' for name in names)))
        takes, drops = f"INSERT INTO {self._copy} ({columns}) VALUES ({new});", self._drops("old.rowid")
        for event, does in (("INSERT", takes), ("DELETE", drops), ("UPDATE", drops + takes)):
            name = f"{self._copy}_{event.lower()}"
            connection.exec_driver_sql(f"CREATE TRIGGER {name} AFTER {event} ON {self._table} BEGIN {does} END")
        return columns, _one(connection, f"SELECT coalesce(max(rowid), 0) FROM {self._table}")

    def _drops(self, row: str) -> str:
        return f"DELETE FROM {self._copy} WHERE rowid = {row};"

    def _copied(self, columns: str, after: int, end: int, connection: Connection) -> int:
        """Copy the next rows; returns the last one's number."""
        some = f"FROM {self._table} WHERE rowid > {after} AND rowid <= {end} ORDER BY rowid LIMIT {self._most}"
        # What was changed since the copy began is there already.
        connection.exec_driver_sql(f"INSERT OR IGNORE INTO {self._copy} ({columns}) SELECT {columns} {some}")
        last = _one(connection, f"SELECT max(rowid) FROM (SELECT rowid {some})")
        return end if last is None else int(last)

    def _exchange(self, connection: Connection) -> None:
        self._unbind(connection)
        connection.exec_driver_sql(f"ALTER TABLE {self._table} RENAME TO {self._gone}")
        connection.exec_driver_sql(f"ALTER TABLE {self._copy} RENAME TO {self._table}")

    def _unbind(self, connection: Connection) -> None:
        for event in ("insert", "delete", "update"):
            connection.exec_driver_sql(f"DROP TRIGGER IF EXISTS {self._copy}_{event}")

    def _throw_away(self) -> None:
        """The old table, and what a run that was killed has left behind; overwritten as it goes."""
        self._step(self._unbind)
        for table in (self._gone, self._copy):
            while not self._step(partial(self._is_gone, table)):
                pass

    def _is_gone(self, table: str, connection: Connection) -> bool:
        if not _held(connection, (table,)):
            return True
        some = f"SELECT rowid FROM {table} ORDER BY rowid LIMIT {self._most}"
        if connection.exec_driver_sql(f"DELETE FROM {table} WHERE rowid IN ({some})").rowcount:
            return False
        connection.exec_driver_sql(f"DROP TABLE {table}")
        return True


def is_left(engine: Engine) -> bool:
    """Whether a run was broken off, and what it was about to give back is there still."""
    if engine.dialect.name == "postgresql":
        return False
    with engine.connect() as connection:
        return _held(connection, [f"{table}_{what}" for table in NAMED for what in ("anew", "gone")])


def _held(connection: Connection, tables: Collection[str]) -> bool:
    return not set(tables).isdisjoint(sa.inspect(connection).get_table_names())


def _one(connection: Connection, words: str) -> Any:
    return connection.exec_driver_sql(words).scalar()
