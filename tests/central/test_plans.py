"""Which question carries what: spread by station over shards as Citus would, the hot questions each ask few of them.

Citus spreads a table by hashing one column and sends a question only to the shards that its condition on that column
leaves. PostgreSQL's own hash partitions do the same on one machine, with the same demand that every unique key holds
that column, so they stand in for shards here.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from datetime import date, timedelta
from typing import Any

import pytest
import sqlalchemy as sa
from sqlalchemy import event

from central import intake, peers, reports, roster
from central.status import status
from central.store import schema
from central.store.stations import StationRow
from central.store.store import Store
from checkpoint.gate import Direction
from checkpoint.journal import to_wire
from checkpoint.sampling.acts import KINDS
from checkpoint.terms import Told
from tests.central.conftest import join
from tests.central.test_bodies import MONDAY
from tests.central.test_intake import raw
from tests.harness import made
from tests.harness.made import Pen
from tests.harness.postgres import Cluster

SHARDS = 16
SPREAD = ("entry", "body", "chain", "refused", "fork")
"""Tables of entries: those that grow with passages. The others are small, and Citus would keep a copy on each node."""


@pytest.fixture(scope="module")
def spread(cluster: Cluster) -> Iterator[Store]:
    """A store whose tables of entries are spread over SHARDS by station, with two sites of two stations each."""
    with cluster.copied() as url:
        engine = sa.create_engine(url)
        with engine.begin() as connection:
            for name in SPREAD:
                _spread(connection, name)
        engine.dispose()
        store = Store(url)
        store._room = range(100_000)  # Days are Citus's to keep beside shards; a table here is cut one way only.
        store.put(made.roster())
        yield store
        store.close()


def _spread(connection: sa.Connection, name: str) -> None:
    """The table anew, with all its keys and indexes, as hash partitions by station."""
    connection.exec_driver_sql(f"ALTER TABLE {name} RENAME TO old_{name}")
    connection.exec_driver_sql(f"CREATE TABLE {name} (LIKE old_{name} INCLUDING DEFAULTS) PARTITION BY HASH (station)")
    connection.exec_driver_sql(f"DROP TABLE old_{name} CASCADE")
    for shard in range(SHARDS):
        within = f"FOR VALUES WITH (MODULUS {SHARDS}, REMAINDER {shard})"
        connection.exec_driver_sql(f"CREATE TABLE shard_{name}_{shard} PARTITION OF {name} {within}")
    table = schema.metadata.tables[name]
    for key in (one for one in table.constraints if isinstance(one, sa.PrimaryKeyConstraint | sa.UniqueConstraint)):
        kind = "PRIMARY KEY" if isinstance(key, sa.PrimaryKeyConstraint) else "UNIQUE"
        connection.exec_driver_sql(f"ALTER TABLE {name} ADD {kind} ({', '.join(one.name for one in key.columns)})")
    for index in table.indexes:
        index.create(connection)


@contextmanager
def asked(store: Store) -> Iterator[list[set[tuple[str, str]]]]:
    """The (table, shard)s that each question meanwhile would be sent to, by PostgreSQL's own plan for it."""
    plans: list[set[tuple[str, str]]] = []

    @event.listens_for(store._engine, "before_cursor_execute")
    def see(connection: Any, _cursor: Any, statement: str, parameters: Any, *_more: Any) -> None:
        if re.match(r"\s*(SELECT|UPDATE|DELETE)\b", statement) and any(
            f" {name} " in f"{statement} " for name in SPREAD
        ):
            driver = connection.connection.dbapi_connection
            how = "EXPLAIN (ANALYZE, TIMING OFF)" if statement.lstrip().startswith("SELECT") else "EXPLAIN"
            lines = [row[0] for row in driver.execute(f"{how} {statement}", parameters)]
            plan = "\n".join(line for line in lines if "never executed" not in line)
            plans.append({(found[1], found[2]) for found in re.finditer(r"shard_([a-z]+)_(\d+)\b", plan)})

    yield plans
    event.remove(store._engine, "before_cursor_execute", see)


def most(plans: Sequence[set[tuple[str, str]]]) -> int:
    """Of all questions and tables, the most shards that one question asks of one table."""
    assert plans, "nothing was asked of a table that is spread"
    return max(len({shard for table, shard in plan if table == name}) for plan in plans for name in SPREAD)


@pytest.fixture(scope="module")
def stations(spread: Store) -> list[StationRow]:
    """Two at the site, each with entries; two elsewhere."""
    found = [
        join(spread, gate, site)
        for gate, site in (("G1", made.SITE), ("G2", made.SITE), ("H1", "other"), ("H2", "other"))
    ]
    for station in found:
        push(spread, station, 20)
    return found


def push(store: Store, station: StationRow, count: int, epoch: str = "e1") -> None:
    pen = Pen(station.id, epoch)
    for number in range(count):
        pen.attempt("1", Direction.IN, MONDAY + timedelta(minutes=number))
    said = [raw(to_wire(one)) for one in pen.entries]
    intake.take(store, station, epoch, MONDAY, said, MONDAY)
    # Again, with a gap behind: what is there is looked up, and what is missing.
    intake.take(store, station, epoch, MONDAY, said[1:3], MONDAY)


ASKS: dict[str, tuple[int, Callable[[Store, StationRow], object]]] = {
    "a batch that is new, and one that is known": (1, lambda store, station: push(store, station, 5, "e2")),
    "gaps of a journal": (1, lambda store, station: store.missing(station.id, "e1")),
    "a journal": (1, lambda store, station: store.journal(station.id, "e1")),
    "what of a station is aside": (1, lambda store, station: store.refused(station.id)),
    "what the site's others wrote": (2, lambda store, station: peers.page(store, station, Told(0), 50)),
    "the day's report": (
        2,
        lambda store, station: reports.report(store, reports.site_of(store, made.SITE), date(2022, 12, 5)),
    ),
    "what came of the site's sampling": (2, lambda store, _: store.arrivals_after(made.SITE, 0, MONDAY, KINDS)),
    "who is in the site's tubes": (2, lambda store, _: store.remembered(made.SITE, MONDAY, MONDAY, KINDS)),
    "the newest number of the site": (2, lambda store, _: store.newest_arrival(made.SITE)),
}


@pytest.mark.parametrize("what", ASKS)
def test_a_hot_question_asks_no_more_shards_than_it_has_stations(
    spread: Store, stations: list[StationRow], what: str
) -> None:
    shards, ask = ASKS[what]
    with asked(spread) as plans:
        ask(spread, stations[0])
    assert most(plans) <= shards


def test_every_key_of_what_is_spread_leads_with_the_station(cluster: Cluster) -> None:
    with cluster.copied() as url:
        engine = sa.create_engine(url)
        found = sa.inspect(engine)
        for name in SPREAD:
            unique = [key["column_names"] for key in found.get_unique_constraints(name)]
            keys = [found.get_pk_constraint(name)["constrained_columns"], *unique]
            assert {key[0] for key in keys} == {"station"}, name
        engine.dispose()


def test_the_roster_asks_nothing_of_what_is_spread(spread: Store, stations: list[StationRow]) -> None:
    with asked(spread) as plans:
        roster.page(spread, stations[0], Told(0), 100)
        spread.station_of("nobody")
    assert plans == []


def test_what_is_of_all_stations_asks_every_shard_and_is_no_stations_question(
    spread: Store, stations: list[StationRow]
) -> None:
    with asked(spread) as plans:
        status(spread)
    assert most(plans) == SHARDS
