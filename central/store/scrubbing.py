"""Gives back what was forgotten, byte by byte as far as a program can; what is to be forgotten is `forgetting`'s.

SQLite's secure_delete overwrites what is deleted where it stands, but not what stood there before rows were moved
together: so tables are written anew, and the pages of the old ones are overwritten as a whole.
"""

from __future__ import annotations

import logging
from collections.abc import Collection
from typing import Any, Final

from sqlalchemy.engine import Engine

log = logging.getLogger("central")

NAMED: Final = ("body", "refused", "presence")
"""Tables of which retention forgets."""


def scrub(engine: Engine, anew: Collection[str] = ()) -> None:
    """Leave nothing of it in SQLite's file and write-ahead log; on PostgreSQL give room back with VACUUM.

    anew: tables of PostgreSQL that are written anew too, so that no page of the old ones is left; whoever asks them
    waits meanwhile.
    """
    with engine.connect().execution_options(isolation_level="AUTOCOMMIT") as connection:
        driver: Any = connection.connection.dbapi_connection
        (_scrub_server if connection.dialect.name == "postgresql" else _scrub_file)(driver, anew)


def _scrub_server(driver: Any, anew: Collection[str]) -> None:
    driver.autocommit = True
    driver.execute(f"VACUUM {', '.join(NAMED)}")
    # A day that another process has dropped meanwhile is gone as thoroughly.
    for table in (one for one in anew if driver.execute("SELECT to_regclass(%s)", (one,)).fetchone()[0]):
        driver.execute(f"VACUUM FULL {table}")
    driver.autocommit = False


def _scrub_file(driver: Any, _anew: Collection[str]) -> None:
    driver.execute("BEGIN IMMEDIATE")
    try:
        for table in NAMED:
            _write_anew(driver, table)
        driver.execute("COMMIT")
    except BaseException:
        driver.execute("ROLLBACK")
        raise
    is_read, *_ = driver.execute("PRAGMA wal_checkpoint(TRUNCATE)").fetchone()
    if is_read:
        log.warning("the write-ahead log is being read and could not be emptied; the next run does it")


def _write_anew(driver: Any, table: str) -> None:
    """The same table from new pages, with its indexes."""
    made = "SELECT sql FROM sqlite_master WHERE tbl_name = ? AND type = ? AND sql IS NOT NULL"
    [(words,)] = driver.execute(made, (table, "table")).fetchall()
    indexes = driver.execute(made, (table, "index")).fetchall()
    driver.execute(words.replace(table, f"{table}_anew", 1))
    driver.execute(f"INSERT INTO {table}_anew SELECT * FROM {table}")  # noqa: S608 - names of ours
    driver.execute(f"DROP TABLE {table}")
    driver.execute(f"ALTER TABLE {table}_anew RENAME TO {table}")
    for (index,) in indexes:
        driver.execute(index)
