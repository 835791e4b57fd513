"""Rows as COPY is given them: what is in a cell comes out of the table as it went in; batches are `test_intake`'s."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import Any

import pytest
import sqlalchemy as sa
from hypothesis import given
from hypothesis import strategies as st

from central.store.filling import fill, none_in, pour, ready_plain
from tests.harness.postgres import Cluster

TABLE = sa.Table(
    "filled",
    sa.MetaData(),
    sa.Column("place", sa.BigInteger, primary_key=True),
    *(sa.Column("said", sa.Text, nullable=False), sa.Column("more", sa.Text), sa.Column("number", sa.BigInteger)),
)
HARD = st.sampled_from(["None", "\\N", "\\", "\t", "\n", "\r", "a\tb", "None\tNone", "", "张三", "%s", "\\."])
TEXTS = HARD | st.text(st.characters(exclude_characters="\0", codec="utf-8"))
ROWS = st.lists(st.tuples(TEXTS, st.none() | TEXTS, st.none() | st.integers(-(2**63), 2**63 - 1)), max_size=20)


@pytest.fixture(scope="module")
def connection(cluster: Cluster) -> Iterator[sa.Connection]:
    """Open on a PostgreSQL that has that table, for as long."""
    engine = sa.create_engine(cluster.url("postgres"), poolclass=sa.NullPool)
    with engine.connect() as opened:
        opened.exec_driver_sql("CREATE TEMPORARY TABLE filled (place bigint, said text, more text, number bigint)")
        yield opened


@given(cells=ROWS)
def test_whatever_is_in_a_cell_comes_out_of_postgresql_as_it_went_in(
    connection: sa.Connection, cells: Sequence[tuple[Any, ...]]
) -> None:
    rows = [(place, *row) for place, row in enumerate(cells)]
    connection.execute(sa.delete(TABLE))
    fill(connection, TABLE, rows)
    assert [tuple(row) for row in connection.execute(sa.select(TABLE).order_by(TABLE.c.place))] == rows


PLAIN = st.text(st.characters(exclude_characters="\\", exclude_categories=("Cc", "Cs")))


@given(cells=st.lists(st.tuples(PLAIN, st.none() | PLAIN, st.none() | st.integers(-(2**63), 2**63 - 1)), max_size=20))
def test_what_is_plain_comes_out_of_postgresql_without_a_look_part_by_part(
    connection: sa.Connection, cells: Sequence[tuple[Any, ...]]
) -> None:
    none, ready = none_in(connection), ready_plain(connection, TABLE)
    rows = [(place, *row) for place, row in enumerate(cells)]
    connection.execute(sa.delete(TABLE))
    told = [ready(tuple(none if cell is None else cell for cell in row)) for row in rows]
    pour(connection, TABLE, [told[at : at + 3] for at in range(0, len(told), 3)])
    assert [tuple(row) for row in connection.execute(sa.select(TABLE).order_by(TABLE.c.place))] == rows
