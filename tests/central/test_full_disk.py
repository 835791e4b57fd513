"""A full disk under central: it says so in its own name, keeps nothing half, and goes on when there is room again."""

from __future__ import annotations

from collections.abc import Callable
from datetime import timedelta

import pytest
from sqlalchemy import event

from central.store.store import Store
from checkpoint import wire
from checkpoint.gate import Direction
from checkpoint.wire import STORED, Problem
from tests.central.conftest import Enrolled
from tests.harness import made
from tests.harness.calling import packed
from tests.harness.made import Pen

pytestmark = pytest.mark.one_database


def limited(store: Store, pages: Callable[[], int]) -> None:
    """From now on the database's file may have so many pages, on every connection."""

    @event.listens_for(store._engine, "begin")
    def _limit(connection: object) -> None:
        connection.exec_driver_sql(f"PRAGMA max_page_count = {pages()}")  # type: ignore[attr-defined]


def test_a_full_disk_at_central_stores_no_half_batch_and_loses_none(store: Store, enrolled: Enrolled) -> None:
    station = enrolled()
    pen = Pen(station.station)
    for minute in range(400):
        pen.attempt("1", Direction.IN, made.at("07:00") + timedelta(minutes=minute))
    first, rest = pen.entries[:20], pen.entries[20:]
    station.push(first)
    with store._reading() as connection:
        now = connection.exec_driver_sql("PRAGMA page_count").scalar_one()
    room = [now + 4]
    limited(store, lambda: room[0])
    answer = station.raw("POST", "/v1/journal", content=packed("e1", rest), headers={"Content-Encoding": "gzip"})
    assert (answer.status_code, wire.decode(answer.content, Problem).code) == (503, "busy")
    assert answer.headers["Retry-After"]
    assert store.journal(station.station, "e1") == first
    assert station.roster().items, "who asks for the roster has it all the same"
    room[0] = 1_000_000
    assert {receipt.state for receipt in station.push(rest).receipts} == {STORED}
    assert store.journal(station.station, "e1") == pen.entries
