"""PostgreSQL that was started anew, or whose connections somebody ends: a wait for some, and no entry lost."""

from __future__ import annotations

from datetime import timedelta

import pytest

from central.store.store import Store
from checkpoint import wire
from checkpoint.gate import Direction
from checkpoint.wire import KNOWN, STORED, Problem, Pushed
from tests.central.conftest import Enrolled
from tests.harness import made
from tests.harness.calling import packed
from tests.harness.made import Pen
from tests.harness.postgres import Cluster


@pytest.mark.parametrize("database", ["postgresql"], indirect=True)
def test_connections_that_were_ended_cost_a_wait_each_and_then_all_goes_on(
    store: Store, enrolled: Enrolled, cluster: Cluster
) -> None:
    station = enrolled()
    pen = Pen(station.station)
    entries = [pen.attempt("1", Direction.IN, made.at("07:00") + timedelta(minutes=minute)) for minute in range(6)]
    station.push(entries[:3])
    name = store._engine.url.database
    cluster.run(f"SELECT pg_terminate_backend(pid) FROM pg_stat_activity WHERE datname = '{name}'")
    how = {"content": packed("e1", entries), "headers": {"Content-Encoding": "gzip"}}
    answers = [station.raw("POST", "/v1/journal", **how) for _ in range(5)]
    ended = [one for one in answers if one.status_code != 200]
    assert {(one.status_code, wire.decode(one.content, Problem).code) for one in ended} <= {(503, "busy")}
    states = [[one.state for one in wire.decode(done.content, Pushed).receipts] for done in answers[len(ended) :]]
    assert states[0] == [KNOWN] * 3 + [STORED] * 3
    assert states[1:] == [[KNOWN] * 6] * (4 - len(ended))
    assert len(ended) <= 3
    assert store.journal(station.station, "e1") == entries
