"""What is forgotten stands in no byte of the database's files: at once on SQLite, and what is true on PostgreSQL."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from contextlib import closing
from datetime import UTC, datetime, timedelta
from pathlib import Path

import msgspec
import pytest

from central import certificate, intake, reports, retention
from central.store.schema import metadata
from central.store.stations import StationRow
from central.store.store import Store
from checkpoint.gate import Direction, Outcome
from checkpoint.journal import first_fault, to_wire
from tests.central.conftest import join
from tests.central.test_retention import take
from tests.harness import made, postgres
from tests.harness.made import SITE, Pen, at
from tests.harness.postgres import Cluster

FIRST = at("12:00")
DAY = timedelta(days=1)
PASSED, STOCK, ASIDE, SERVED = "欧阳通行", "欧阳物资", "欧阳搁置", "欧阳值守"
GONE = (PASSED, STOCK, ASIDE)
FORTNIGHT_ON, YEARS_ON = FIRST + 20 * DAY, FIRST + 4 * 366 * DAY


def fill(store: Store) -> StationRow:
    """A station with names in passages, supplies and service, beside each other, in what is aside, and inside."""
    store.put(made.roster())
    station = join(store)
    pen = Pen(station.id)
    for number in range(40):
        outcome = Outcome.PENDING if number % 2 else Outcome.PASSED
        pen.attempt(f"{PASSED}{number}", Direction.IN, FIRST, name=PASSED, outcome=outcome)
        pen.write("stock", {"from": STOCK}, FIRST)
        pen.write("duty", {"who": SERVED}, FIRST)
    take(store, station, pen.entries, FIRST)
    aside = to_wire(Pen("another").attempt("1", Direction.IN, FIRST, name=ASIDE))
    intake.take(store, station, "e1", FIRST, [msgspec.Raw(msgspec.json.encode(aside))], FIRST)
    reports.report(store, reports.site_of(store, SITE), (FIRST + DAY).date())
    return station


def found(files: Iterator[Path]) -> set[str]:
    """Which of the names stand in these files."""
    held = b"\n".join(one.read_bytes() for one in files if one.is_file())
    return {name for name in (*GONE, SERVED) if name.encode() in held}


def purge(store: Store) -> None:
    site = reports.site_of(store, SITE)
    wanted = certificate.Purged(site, FIRST.date(), ("passages", "supplies"), "结束", ("甲", "乙"))
    assert certificate.purge(store, wanted, datetime.now(UTC))["destroyed"] == 80


def wait_for_years(store: Store) -> None:
    retention.forget(store, FORTNIGHT_ON)
    retention.forget(store, YEARS_ON)


@pytest.mark.parametrize("forget", [purge, wait_for_years])
def test_on_sqlite_it_is_gone_from_the_file_and_its_log_at_once(
    blank: Path, tmp_path: Path, forget: Callable[[Store], None]
) -> None:
    (tmp_path / "central.db").write_bytes(blank.read_bytes())
    with closing(Store(str(tmp_path / "central.db"))) as store:
        station = fill(store)
        assert found(tmp_path.glob("central.db*")) == {*GONE, SERVED}
        forget(store)
        assert found(tmp_path.glob("central.db*")) == {SERVED}
        assert first_fault(store.journal(station.id, "e1")) is None


@pytest.fixture(scope="module")
def own() -> Iterator[Cluster]:
    """A PostgreSQL that keeps no written log for later, as an office may set it."""
    running = postgres.start({"wal_recycle": "off"})
    yield running
    postgres.stop(running)


def test_on_postgresql_a_dropped_day_is_gone_from_the_tables_files_at_once(own: Cluster) -> None:
    own.run("CREATE DATABASE dropped")
    with closing(Store(own.url("dropped"))) as store:
        fill(store)
        own.run("CHECKPOINT")
        tables = own.folder / "data" / "base"
        assert found(tables.rglob("*")) == {*GONE, SERVED}
        retention.forget(store, FORTNIGHT_ON)
        own.run("CHECKPOINT")
        assert PASSED not in found(tables.rglob("*"))
    own.run("DROP DATABASE dropped")


def test_on_postgresql_a_purge_writes_its_tables_anew_and_the_log_forgets_when_it_is_thrown_away(own: Cluster) -> None:
    own.run("CREATE DATABASE purged")
    data = own.folder / "data"
    with closing(Store(own.url("purged"))) as store:
        station = fill(store)
        own.run("CHECKPOINT")
        purge(store)
        own.run("CHECKPOINT")
        assert found((data / "base").rglob("*")) == {SERVED}
        own.run("SELECT pg_switch_wal()", "CHECKPOINT")
        assert found(data.rglob("*")) == {SERVED}
        assert first_fault(store.journal(station.id, "e1")) is None


def test_every_table_that_could_hold_a_name_is_thought_of() -> None:
    """A new table is looked at here: does retention have to know of it?"""
    forgets = {"body", "refused", "presence"}
    only_figures_and_chains = {"entry", "chain", "fork", "figure", "counter", "passed_over"}
    roster_and_stations = {"item", "link", "issued", "lent", "station", "former_token", "former_epoch"}
    secrets = {"secret", "enrolment_code", "wrong_code"}
    # Whoever asked about people, by whose leave and why, is named for years; whoever was asked about, never.
    asked = {"asked"}
    assert set(metadata.tables) == forgets | only_figures_and_chains | roster_and_stations | secrets | asked
