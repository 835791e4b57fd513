"""Central's disk is full: the batch is stored whole or not at all, the station is told to wait, and loses nothing."""

from __future__ import annotations

from datetime import UTC, datetime
from typing import Any

from sqlalchemy import event

from central import auth
from central.store.store import Store
from checkpoint.gate import Direction
from checkpoint.wire import Problem
from tests.harness.calling import Caller, central_in_thread, packed
from tests.harness.made import SITE, Pen, at


def test_a_full_disk_takes_no_half_batch_and_says_wait_and_takes_all_when_there_is_room(store: Store) -> None:
    room = {"pages": 0}

    @event.listens_for(store._engine, "connect")
    @event.listens_for(store._engine, "checkout")
    def _limit(connection: Any, *_: Any) -> None:
        connection.execute(f"PRAGMA max_page_count = {room['pages'] or 1_000_000}")

    store._engine.dispose()
    code = auth.new_code(store, name="G1", site=SITE, gate="G1", now=datetime.now(UTC))
    with central_in_thread(store) as url, Caller(url) as station:
        station.enrol(code)
        pen = Pen(station.station)
        entries = [pen.attempt(str(number), Direction.IN, at("07:00"), note="长" * 2_000) for number in range(60)]
        with store._reading() as connection:
            room["pages"] = connection.exec_driver_sql("PRAGMA page_count").scalar_one() + 4
        how = {"content": packed("e1", entries), "headers": {"Content-Encoding": "gzip"}}
        said = [station.ask("POST", "/v1/journal", Problem, 503, **how) for _ in range(2)]
        assert [one.code for one in said] == ["busy", "busy"]
        assert store.journal(station.station, "e1") == []
        room["pages"] = 0
        assert {receipt.state for receipt in station.push(entries).receipts} == {"stored"}
        assert len(store.journal(station.station, "e1")) == 60
