"""The store: its tables are the declared ones, old files come along, and trouble is one clear sentence."""

from __future__ import annotations

import sqlite3
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import closing, contextmanager
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

import pytest
import sqlalchemy as sa
from alembic import command
from alembic.autogenerate import compare_metadata
from alembic.config import Config
from alembic.migration import MigrationContext
from hypothesis import given
from hypothesis import strategies as st
from sqlalchemy.exc import OperationalError

from central import roster
from central.store import engine as engine_module
from central.store import schema
from central.store.engine import WrongDatabase, open_engine
from central.store.store import Store
from checkpoint.gate import Direction
from checkpoint.journal import Entry, canonical, first_fault, forgotten
from checkpoint.roster import Person
from checkpoint.terms import Told
from tests.central.conftest import Place
from tests.harness import made
from tests.harness.made import Pen

MIGRATIONS = Path(engine_module.__file__).parent / "migrations"


def test_the_upgraded_tables_are_the_declared_ones(place: Place, empty: Place) -> None:
    with place() as where, connected(where) as connection:
        context = MigrationContext.configure(connection, opts={"compare_type": True, "compare_server_default": True})
        found = [one for one in compare_metadata(context, schema.metadata) if not _is_partition(one)]
        assert found == []
        upgraded = _shape(connection)
    with empty() as where, connected(where) as connection:
        schema.metadata.create_all(connection)
        assert upgraded == _shape(connection)


def _is_partition(difference: Any) -> bool:
    """Whether autogenerate only wonders at a partition, which no metadata declares."""
    return bool(difference[0] == "remove_table" and difference[1].name.startswith("body_"))


@contextmanager
def connected(where: str) -> Iterator[sa.Connection]:
    """To that database, without a store."""
    engine = sa.create_engine(where if "://" in where else f"sqlite:///{where}")
    with engine.connect() as connection:
        yield connection
    engine.dispose()


def _shape(connection: sa.Connection) -> dict[str, object]:
    found = sa.inspect(connection)
    return {
        name: (
            [(one["name"], str(one["type"]), one["nullable"]) for one in found.get_columns(name)],
            found.get_pk_constraint(name),
            sorted(str(one) for one in found.get_unique_constraints(name)),
            sorted(_told(one) for one in found.get_indexes(name)),
        )
        for name in found.get_table_names()
        if name != "alembic_version" and not name.startswith("body_")
    }


def _told(index: Any) -> str:
    """An index with the words of its condition, which are an object of their own each time."""
    options = {name: str(value) for name, value in index.get("dialect_options", {}).items()}
    return str({**index, "dialect_options": options})


def test_every_table_of_entries_leads_its_key_with_the_station() -> None:
    for table in (schema.entry, schema.body, schema.chain, schema.refused, schema.fork):
        assert next(iter(table.primary_key.columns)).name == "station"


def test_the_newest_migration_is_the_one_that_the_schema_names() -> None:
    newest = max(path.name[:4] for path in (MIGRATIONS / "versions").glob("[0-9]*.py"))
    assert newest == schema.HEAD


def at_revision(where: str, revision: str) -> None:
    """A database as a program of that revision left it."""
    engine = open_engine(where)
    with engine.execution_options(writes=True).begin() as connection:
        config = Config()
        config.set_main_option("script_location", str(MIGRATIONS))
        config.attributes["connection"] = connection
        command.upgrade(config, revision)
    engine.dispose()


@pytest.mark.one_database
def test_a_file_of_the_first_version_comes_along_with_all_that_is_in_it(tmp_path: Path) -> None:
    path = tmp_path / "central.db"
    at_revision(str(path), "0001")
    with closing(sqlite3.connect(path)) as old:
        old.executemany(
            "INSERT INTO item (kind, id, version, data) VALUES (?, ?, ?, ?)",
            [
                ("gate", "G1", 1, '{"id": "G1", "site": "s", "name": "南口", "communities": ["A"]}'),
                ("person", "1", 2, '{"id": "1", "name": "张伟", "community": "A"}'),
                ("person", "2", 3, '{"id": "2", "name": "甲", "community": "B"}'),
                ("person", "3", 4, None),
            ],
        )
        old.execute(
            "INSERT INTO station (id, name, site, gate, token_hash, public_key, enrolled_at) "
            "VALUES ('x', '南口 1', 's', 'G1', 'h', 'k', 1670223600000)"
        )
        old.execute("INSERT INTO counter VALUES ('roster', 4)")
        old.commit()
    with closing(Store(str(path))) as store:
        [station] = store.stations()
        assert station.enrolled_at == datetime(2022, 12, 5, 7, 0, tzinfo=UTC)
        page = roster.page(store, station, Told(0), 500)
        assert [(item.kind, item.id) for item in page.items] == [("gate", "G1"), ("person", "1")]
        later = roster.page(store, station, Told(1), 500)
        assert [(item.id, item.data is None) for item in later.items] == [("1", False), ("3", True)]
        assert store.put([made.R1]) == 1
        assert store.refused() == []


def test_the_entries_of_an_older_program_keep_their_bodies_and_their_chain(empty: Place) -> None:
    pen = Pen("x")
    for day in ("2022-12-04", "2022-12-05", "2022-12-05"):
        pen.attempt("1", Direction.IN, made.at("07:00", day), name="张\\t*\n")
    pen.write("shift", {"began": True}, made.at("07:00"))
    rows = [_as_before(entry) for entry in (*pen.entries[:-1], forgotten(pen.entries[-1]))]
    with empty() as where:
        at_revision(where, "0005")
        with connected(where) as connection:
            old = sa.table("entry", *map(sa.column, rows[0]))
            connection.execute(sa.insert(old), rows)
            who = {"id": "x", "name": "南口 1", "site": made.SITE, "gate": "G1", "token_hash": "h", "public_key": "k"}
            station = sa.table("station", *map(sa.column, (*who, "enrolled_at")))
            connection.execute(sa.insert(station), {**who, "enrolled_at": 1670223600000})
            connection.commit()
        with closing(Store(where)) as store:
            assert store.journal("x", "e1") == [*pen.entries[:-1], forgotten(pen.entries[-1])]
            assert first_fault(store.journal("x", "e1")) is None
            found, cursor = store.feed(made.SITE, "y", 0, 10)
            assert ([one.entry for one in found][:3], cursor) == (pen.entries[:3], 4)


def _as_before(entry: Entry) -> dict[str, Any]:
    """A row of the table of entries as it was before bodies had their own."""
    clock, at = entry.clock, schema.in_ms(entry.at)
    header = {name: getattr(entry, name) for name in ("station", "epoch", "seq", "id", "kind", "operator", "shift")}
    hashes = {name: getattr(entry, name) for name in ("amends", "salt", "body_digest", "prev", "hash")}
    body = None if entry.body is None else canonical(entry.body).decode()
    beside = {"site": made.SITE, "received_at": at, "batch_offset_ms": 0, "scanned_at": at, "corrected": False}
    evidence = {"at": at, "mono_ms": clock.mono_ms, "boot": clock.boot, "offset_ms": None, "offset_age_s": None}
    return {**header, **hashes, **beside, **evidence, "body": body, "arrival": entry.seq}


def test_opening_again_changes_nothing(place: Place) -> None:
    with place() as where:
        with closing(Store(where)) as store:
            store.put(made.roster())
        with closing(Store(where)) as store:
            assert store.put(made.roster()) == 0


def test_several_that_open_a_new_database_at_once_make_it_once(empty: Place) -> None:
    with empty() as where, ThreadPoolExecutor(4) as pool:
        for store in pool.map(lambda _: Store(where), range(4)):
            assert store.revision() == schema.HEAD
            store.close()


def test_a_database_from_the_future_is_named_and_left_alone(place: Place) -> None:
    with place() as where, connected(where) as connection:
        connection.exec_driver_sql("UPDATE alembic_version SET version_num = '9999'")
        connection.commit()
        with pytest.raises(WrongDatabase, match="newer program"):
            Store(where)
        assert connection.exec_driver_sql("SELECT version_num FROM alembic_version").fetchall() == [("9999",)]


@pytest.mark.one_database
def test_sqlite_keeps_what_it_acknowledged_through_a_power_cut(store: Store) -> None:
    with store._engine.connect() as connection:
        said = {
            name: connection.exec_driver_sql(f"PRAGMA {name}").scalar()
            for name in ("journal_mode", "synchronous", "foreign_keys", "busy_timeout", "secure_delete")
        }
    assert said == {
        "journal_mode": "wal",
        "synchronous": 2,
        "foreign_keys": 1,
        "busy_timeout": engine_module.BUSY_S * 1000,
        "secure_delete": 1,
    }


def test_a_file_that_is_locked_says_so_and_is_well_afterwards(
    tmp_path: Path, blank: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(engine_module, "BUSY_S", 0.05)
    path = tmp_path / "central.db"
    path.write_bytes(blank.read_bytes())
    with closing(Store(str(path))) as store:
        with closing(sqlite3.connect(path, isolation_level=None)) as other:
            other.execute("BEGIN IMMEDIATE")
            with pytest.raises(OperationalError, match="locked"):
                store.put(made.roster())
        assert store.put(made.roster()) > 0


def test_a_transaction_that_postgresql_broke_off_is_done_again(store: Store, monkeypatch: pytest.MonkeyPatch) -> None:
    class GaveWay(Exception):
        sqlstate = "40P01"

    broken = iter([True, True, False])
    once = store._write_once

    def sometimes(work: object) -> object:
        if next(broken):
            raise OperationalError("", {}, GaveWay())
        return once(work)  # type: ignore[arg-type]

    monkeypatch.setattr(store, "_write_once", sometimes)
    assert store.put([made.R1, Person(id="99", name="新来", community=made.C1)]) == 1


@given(st.datetimes(datetime(1, 1, 1), datetime(9999, 12, 31), timezones=st.timezones()))
def test_a_moment_comes_back_from_the_database_to_the_millisecond(at: datetime) -> None:
    column = schema.UtcMs()
    try:
        expected = at.astimezone(UTC)
    except OverflowError:
        return
    held = column.process_bind_param(at, None)  # type: ignore[arg-type]
    back = column.process_result_value(held, None)  # type: ignore[arg-type]
    assert back is not None
    assert back.tzinfo is UTC
    assert timedelta() <= expected - back < timedelta(milliseconds=1)


def test_a_moment_without_a_time_zone_is_refused() -> None:
    with pytest.raises(TypeError):
        schema.UtcMs().process_bind_param(datetime(2022, 12, 5), None)  # type: ignore[arg-type]
