"""Opens central's database, SQLite or PostgreSQL, and brings its tables up to date; what they hold is the store's."""

from __future__ import annotations

import time
from collections.abc import Callable, Iterator
from contextlib import AbstractContextManager, ExitStack, contextmanager, nullcontext, suppress
from pathlib import Path
from typing import Any, Final

import sqlalchemy as sa
from sqlalchemy import event
from sqlalchemy.engine import Connection, Engine
from sqlalchemy.exc import DisconnectionError

from central.store import schema as tables
from checkpoint.turns import Turns, Waited

BUSY_S: Final = 20
"""Seconds that a writer waits for another one: a push takes milliseconds, a large import a second."""
IDLE_S: Final = 2.0
"""Seconds after which a connection to a server is asked whether it is open still."""
VERSIONS: Final = "alembic_version"
"""The table that says at which migration a database stands."""
LOCK: Final = 990101


class WrongDatabase(Exception):
    """The database cannot be used by this program; str() is a sentence."""


def open_engine(url: str) -> Engine:
    if "://" not in url:
        Path(url).parent.mkdir(parents=True, exist_ok=True)
        url = f"sqlite:///{url}"
    if not url.startswith("sqlite"):
        # Plans kept from when a table was empty read it whole for every batch (1,000 entries a second instead of
        # 7,000), and poolers between here and PostgreSQL do not keep prepared statements apart.
        how: dict[str, Any] = {"prepare_threshold": None} if "+psycopg" in url.partition("://")[0] else {}
        sizes: dict[str, Any] = {"pool_size": 8, "max_overflow": 4, "pool_timeout": 2 * BUSY_S}
        engine = sa.create_engine(url, hide_parameters=True, connect_args=how, **sizes)
        _look_at_the_idle(engine)
        return engine
    waits = {"isolation_level": None, "timeout": BUSY_S}
    engine = sa.create_engine(
        url, connect_args=waits, pool_size=8, max_overflow=4, pool_timeout=2 * BUSY_S, hide_parameters=True
    )

    @event.listens_for(engine, "connect")
    def _set_up(connection: Any, _record: Any) -> None:
        for pragma in ("journal_mode = WAL", "synchronous = FULL", "foreign_keys = ON", "secure_delete = ON"):
            connection.execute(f"PRAGMA {pragma}")

    @event.listens_for(engine, "begin")
    def _begin(connection: Connection) -> None:
        writes = connection.get_execution_options().get("writes", False)
        connection.exec_driver_sql("BEGIN IMMEDIATE" if writes else "BEGIN")

    return engine


def in_turns(engine: Engine) -> Callable[[], AbstractContextManager[None]]:
    """What whoever writes waits for: on SQLite for the writers of this process that asked before.

    SQLite lets whoever waits look again ever more seldom, so newcomers get in first: of 88 stations that came back at
    once the last one was heard when nearly all others were done. PostgreSQL keeps an order of its own.
    """
    if engine.dialect.name != "sqlite":
        return nullcontext
    turns = Turns()

    @contextmanager
    def turn() -> Iterator[None]:
        with ExitStack() as taken:
            # Whoever has waited so long asks SQLite itself, and hears from it that it is busy.
            with suppress(Waited):
                taken.enter_context(turns.one(BUSY_S))
            yield

    return turn


def _look_at_the_idle(engine: Engine) -> None:
    """See that a connection that lay idle is open still, before anybody relies on it; one in use needs no asking."""

    @event.listens_for(engine, "checkin")
    def _put_away(_connection: Any, record: Any) -> None:
        record.info["idle_since"] = time.monotonic()

    @event.listens_for(engine, "checkout")
    def _take(connection: Any, record: Any, _proxy: Any) -> None:
        if time.monotonic() - record.info.get("idle_since", time.monotonic()) < IDLE_S:
            return
        try:
            if not engine.dialect.do_ping(connection):
                raise DisconnectionError
        except engine.dialect.loaded_dbapi.Error as error:
            raise DisconnectionError from error


def migrate(engine: Engine) -> None:
    """Bring the database to the newest migration. Raises WrongDatabase for one from the future."""
    with engine.execution_options(writes=True).begin() as connection:
        if connection.dialect.name == "postgresql":
            # Two programs that start together take turns; SQLite's BEGIN IMMEDIATE does the same.
            connection.exec_driver_sql("SELECT pg_advisory_xact_lock(%s)", (LOCK,))
        held = None
        if sa.inspect(connection).has_table(VERSIONS):
            held = connection.exec_driver_sql(f"SELECT version_num FROM {VERSIONS}").scalar()  # noqa: S608
        if held != tables.HEAD:
            upgrade(connection, held, tables.HEAD)


def upgrade(connection: Connection, held: str | None, revision: str) -> None:
    """Bring a database that stands at `held` (None: an empty one) to a revision. Raises WrongDatabase."""
    from alembic import command
    from alembic.config import Config
    from alembic.script import ScriptDirectory
    from alembic.util import CommandError

    config = Config()
    config.set_main_option("script_location", str(Path(__file__).parent / "migrations").replace("%", "%%"))
    config.attributes["connection"] = connection
    try:
        for known in (held, revision):
            if known is not None:
                ScriptDirectory.from_config(config).get_revision(known)
    except CommandError as error:
        raise WrongDatabase(f"a newer program wrote this database (it stands at {known}); use that one") from error
    command.upgrade(config, revision)
