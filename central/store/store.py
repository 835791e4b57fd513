"""Central's store: one method is one transaction, frozen facts come out, rows never do; rules are left to its callers.

SQLite by default (WAL, synchronous=FULL), any database from a URL; nothing is kept in the process between calls.
"""

from __future__ import annotations

import json
from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path
from typing import Any

import sqlalchemy as sa
from sqlalchemy import event
from sqlalchemy.engine import Connection, Engine, Row

from central.store import entries
from central.store import schema as tables
from checkpoint.days import Arrived
from checkpoint.journal import Entry
from checkpoint.passes import Pass, PassKind
from checkpoint.roster import Document, Gate, kind_of, to_data
from checkpoint.wire import Item


@dataclass(frozen=True, slots=True)
class StationRow:
    """A station as central knows it. offset_ms: central's clock minus the station's when it last pushed."""

    id: str
    name: str
    site: str
    gate: str
    enrolled_at: datetime
    seen_at: datetime | None
    revoked_at: datetime | None
    offset_ms: int | None


@dataclass(frozen=True, slots=True)
class Code:
    """A one-time enrolment code, known by its hash only."""

    name: str
    site: str
    gate: str
    expires_at: datetime
    used_at: datetime | None


class Store:
    """Central's database. Safe to use from several threads and several processes."""

    def __init__(self, url: str) -> None:
        """Open and bring the tables up to date."""
        self._engine = _engine(url)
        migrate(self._engine)

    def close(self) -> None:
        """Let go of the database."""
        self._engine.dispose()

    @contextmanager
    def writing(self) -> Iterator[Connection]:
        """One transaction that writes."""
        with self._engine.execution_options(writes=True).begin() as connection:
            yield connection

    @contextmanager
    def _reading(self) -> Iterator[Connection]:
        with self._engine.begin() as connection:
            yield connection

    def ready(self) -> bool:
        """Whether the database answers."""
        with self._reading() as connection:
            return connection.execute(sa.select(sa.literal(1))).scalar_one() == 1

    # --- stations ---

    def add_code(self, code_hash: str, code: Code) -> None:
        """Keep a new enrolment code."""
        row = {"code_hash": code_hash, "name": code.name, "site": code.site, "gate": code.gate}
        with self.writing() as connection:
            connection.execute(sa.insert(tables.enrolment_code).values(row | {"expires_at": code.expires_at}))

    def take_code(self, code_hash: str, now: datetime, make: Any) -> StationRow | None:
        """Use up a good code and add the station that `make(code)` describes, or None when the code is not good.

        make: Code -> (row of the station table as a dict). Both happen or neither does.
        """
        table = tables.enrolment_code
        good = (table.c.code_hash == code_hash) & table.c.used_at.is_(None) & (table.c.expires_at > now)
        with self.writing() as connection:
            row = connection.execute(sa.select(table).where(good)).one_or_none()
            if row is None:
                return None
            # The condition stands in the update too: of two stations that come at once, one gets the code.
            used = connection.execute(sa.update(table).where(good).values(used_at=now))
            if used.rowcount != 1:
                return None
            new = make(Code(row.name, row.site, row.gate, row.expires_at, None))
            connection.execute(sa.insert(tables.station).values(new))
            return _station(connection.execute(sa.select(tables.station).where(tables.station.c.id == new["id"])).one())

    def station_of(self, token_hash: str) -> StationRow | None:
        """The station with that token, revoked or not."""
        with self._reading() as connection:
            query = sa.select(tables.station).where(tables.station.c.token_hash == token_hash)
            row = connection.execute(query).one_or_none()
            return _station(row) if row else None

    def stations(self) -> list[StationRow]:
        """All stations, by name."""
        with self._reading() as connection:
            return [
                _station(row) for row in connection.execute(sa.select(tables.station).order_by(tables.station.c.name))
            ]

    def revoke(self, station: str, now: datetime) -> bool:
        """Take a station's token back; False when there is no such station."""
        with self.writing() as connection:
            change = sa.update(tables.station).where(tables.station.c.id == station).values(revoked_at=now)
            return connection.execute(change).rowcount == 1

    # --- roster ---

    def put(self, documents: Iterable[Document], removed: Iterable[tuple[str, str]] = ()) -> int:
        """Put documents and remove others; only what changed gets a new version. Returns how many changed."""
        with self.writing() as connection:
            version = _count(connection, "roster")
            before = version
            for document in documents:
                if isinstance(document, Gate):
                    version = _touch(connection, document, version)
                version += _put(connection, kind_of(document), document, version + 1)
            for kind, id_ in removed:
                here = (tables.item.c.kind == kind) & (tables.item.c.id == id_) & tables.item.c.data.is_not(None)
                change = sa.update(tables.item).where(here).values(data=None, version=version + 1)
                version += connection.execute(change).rowcount
            _set_count(connection, "roster", version)
            return version - before

    def items(self, after: int, limit: int) -> list[Item]:
        """Roster items changed after a version, in order of version."""
        query = sa.select(tables.item).where(tables.item.c.version > after).order_by(tables.item.c.version).limit(limit)
        with self._reading() as connection:
            return [_item(row) for row in connection.execute(query)]

    def data_of(self, kind: str) -> list[dict[str, Any]]:
        """The data of every document of a kind, by id."""
        table = tables.item
        query = sa.select(table.c.data).where(table.c.kind == kind, table.c.data.is_not(None)).order_by(table.c.id)
        with self._reading() as connection:
            return [json.loads(data) for data in connection.execute(query).scalars()]

    # --- passes ---

    def add_issued(self, passes: Iterable[Pass]) -> None:
        """Keep what was issued; a pass that is kept already stays as it is."""
        with self.writing() as connection:
            held = set(connection.execute(sa.select(tables.issued.c.number)).scalars())
            rows = [_issued_row(one) for one in passes if one.number not in held]
            if rows:
                connection.execute(sa.insert(tables.issued), rows)

    def issued(self, kind: PassKind) -> dict[str, Pass]:
        """Subject -> the newest pass of that kind that was issued."""
        query = sa.select(tables.issued).where(tables.issued.c.kind == int(kind)).order_by(tables.issued.c.valid_from)
        with self._reading() as connection:
            return {row.subject: _issued(row) for row in connection.execute(query)}

    # --- entries ---

    def feed(self, site: str, station: str, after: int, limit: int) -> tuple[list[Arrived], int]:
        """(what the site's other stations wrote, in order of arrival; the arrival to go on from)."""
        with self._reading() as connection:
            return entries.feed(connection, site, station, after, limit)

    def arrivals(self, site: str, since: datetime, until: datetime) -> list[Arrived]:
        """The site's entries of [since, until) by corrected time."""
        with self._reading() as connection:
            return entries.between(connection, site, since, until)

    def chains(self) -> list[entries.Chain]:
        """How far each (station, epoch) is held."""
        with self._reading() as connection:
            return entries.chains(connection)

    def refused(self, station: str | None = None) -> list[entries.Refused]:
        """What was kept aside, newest first."""
        with self._reading() as connection:
            return entries.refused(connection, station)

    def forks(self) -> list[tuple[str, str, int, str]]:
        """(station, epoch, seq, reason) of each place where two histories part."""
        with self._reading() as connection:
            return entries.forks(connection)

    def missing(self, station: str, epoch: str, limit: int = 20) -> list[tuple[int, int]]:
        """The first gaps in what is held of a journal, as (first, last) seq missing."""
        with self._reading() as connection:
            return entries.missing(connection, station, epoch, limit)

    def journal(self, station: str, epoch: str) -> list[Entry]:
        """All entries held of a journal, in order of seq."""
        with self._reading() as connection:
            return entries.journal(connection, station, epoch)


def _engine(url: str) -> Engine:
    if "://" not in url:
        Path(url).parent.mkdir(parents=True, exist_ok=True)
        url = f"sqlite:///{url}"
    if not url.startswith("sqlite"):
        return sa.create_engine(url, pool_pre_ping=True)
    engine = sa.create_engine(url, connect_args={"isolation_level": None, "timeout": 20}, pool_size=8, max_overflow=4)

    @event.listens_for(engine, "connect")
    def _set_up(connection: Any, _record: Any) -> None:
        for pragma in ("journal_mode = WAL", "synchronous = FULL", "foreign_keys = ON", "secure_delete = ON"):
            connection.execute(f"PRAGMA {pragma}")

    @event.listens_for(engine, "begin")
    def _begin(connection: Connection) -> None:
        writes = connection.get_execution_options().get("writes", False)
        connection.exec_driver_sql("BEGIN IMMEDIATE" if writes else "BEGIN")

    return engine


def migrate(engine: Engine) -> None:
    """Bring the database to the newest migration."""
    from alembic import command
    from alembic.config import Config

    with engine.execution_options(writes=True).begin() as connection:
        if sa.inspect(connection).has_table("alembic_version"):
            held = connection.exec_driver_sql("SELECT version_num FROM alembic_version").scalar()
            if held == tables.HEAD:
                return
        config = Config()
        config.set_main_option("script_location", str(Path(__file__).parent / "migrations"))
        config.attributes["connection"] = connection
        command.upgrade(config, "head")


def _station(row: Row[Any]) -> StationRow:
    values = dict(row._mapping)
    return StationRow(**{name: values[name] for name in StationRow.__slots__})


def _item(row: Row[Any]) -> Item:
    data = None if row.data is None else json.loads(row.data)
    return Item(kind=row.kind, id=row.id, version=row.version, data=data)


def _issued_row(one: Pass) -> dict[str, Any]:
    return {
        "number": one.number,
        "subject": str(one.subject),
        "kind": int(one.kind),
        "key_id": one.key_id,
        "scope": one.scope,
        "valid_from": one.valid_from,
        "valid_to": one.valid_to,
    }


def _issued(row: Row[Any]) -> Pass:
    return Pass(
        key_id=row.key_id,
        kind=PassKind(row.kind),
        subject=int(row.subject),
        valid_from=row.valid_from,
        valid_to=row.valid_to,
        scope=row.scope,
    )


def _put(connection: Connection, kind: str, document: Any, version: int) -> int:
    """1 when the document is new or changed and now has that version, else 0."""
    data = json.dumps(to_data(document), ensure_ascii=False, sort_keys=True)
    here = (tables.item.c.kind == kind) & (tables.item.c.id == document.id)
    held = connection.execute(sa.select(tables.item.c.data, tables.item.c.version).where(here)).one_or_none()
    if held is None:
        row = {"kind": kind, "id": document.id, "version": version, "data": data}
        connection.execute(sa.insert(tables.item).values(row))
    elif held.data == data:
        return 0
    else:
        connection.execute(sa.update(tables.item).where(here).values(data=data, version=version))
    return 1


def _touch(connection: Connection, gate: Gate, version: int) -> int:
    """A gate that takes other communities from now on: all that concerns them is told anew. Returns the version."""
    table = tables.item
    query = sa.select(table.c.data).where(table.c.kind == "gate", table.c.id == gate.id, table.c.data.is_not(None))
    held = connection.execute(query).scalar_one_or_none()
    if held is None:
        return version
    changed = set(json.loads(held)["communities"]) ^ set(gate.communities)
    concerned = table.c.kind.in_(("person", "scope", "community")) & table.c.data.is_not(None)
    rows = connection.execute(sa.select(table).where(concerned)).all() if changed else []
    for row in rows:
        data = json.loads(row.data)
        named = {row.id, data.get("community"), *data.get("communities", ())}
        if changed & named:
            version += 1
            here = (table.c.kind == row.kind) & (table.c.id == row.id)
            connection.execute(sa.update(table).where(here).values(version=version))
    return version


def _count(connection: Connection, name: str) -> int:
    return entries.counted(connection, name)


def _set_count(connection: Connection, name: str, value: int) -> None:
    connection.execute(sa.update(tables.counter).where(tables.counter.c.name == name).values(value=value))
