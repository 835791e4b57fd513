"""Several processes behind one address: one central to whoever asks, finished when told, and counted together."""

from __future__ import annotations

import os
import signal
import sqlite3
import time
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import ExitStack, closing
from datetime import UTC, datetime
from pathlib import Path

import httpx
import pytest

from central import auth
from central.store.store import Store
from checkpoint import wire
from checkpoint.wire import KNOWN, STORED
from tests.central.test_serving import written
from tests.harness import made
from tests.harness.calling import Caller
from tests.harness.central import Central, running_central

WORKERS = 2
TRIES = 40
"""Connections after which each of two workers has had one, but for a chance of one in 2**39."""


@pytest.fixture(scope="module")
def team(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Central]:
    """Two workers on one SQLite file."""
    folder = tmp_path_factory.mktemp("team")
    with closing(Store(str(folder / "central.db"))) as store:
        store.put(made.roster())
    (folder / "metrics-token").write_text("planted-token\n")
    with running_central(folder, "--workers", str(WORKERS)) as central:
        yield central


def workers_of(central: Central) -> list[int]:
    """The processes that serve."""
    children = Path(f"/proc/{central.process.pid}/task/{central.process.pid}/children")
    return [int(pid) for pid in children.read_text().split()]


def joined(central: Central, name: str) -> Caller:
    """A station of its own."""
    caller = Caller(central.url)
    with closing(books(central)) as store:
        caller.enrol(auth.new_code(store, name=name, site=made.SITE, gate="G1", now=datetime.now(UTC)))
    return caller


def books(central: Central) -> Store:
    """Its database, open here too."""
    return Store(str(central.folder / "central.db"))


def until(deadline_s: float = 20) -> Iterator[None]:
    """Try again until it is so, or fail."""
    end = time.monotonic() + deadline_s
    while time.monotonic() < end:
        yield
    raise AssertionError("it never came to be so")


def test_the_same_batches_through_any_worker_are_one_journal_and_what_is_revoked_is_so_for_all(team: Central) -> None:
    assert len(workers_of(team)) == WORKERS
    with ExitStack() as stack:
        first = stack.enter_context(joined(team, "一"))
        entries = written(first.station, 60)
        others = [stack.enter_context(Caller(team.url, first.station, first.token)) for _ in range(TRIES)]
        with ThreadPoolExecutor(4) as pool:
            answers = list(pool.map(lambda caller: caller.push(entries), others))
        states = [receipt.state for pushed in answers for receipt in pushed.receipts]
        assert (states.count(STORED), states.count(KNOWN)) == (60, 60 * (TRIES - 1))
        with closing(books(team)) as store:
            store.revoke(first.station, datetime.now(UTC))
        for other in others:
            assert other.ask("POST", "/v1/journal", wire.Problem, 401).code == "revoked"


def test_the_counters_are_those_of_all_workers_and_name_nobody(team: Central) -> None:
    with joined(team, "张三的站") as caller:
        before = _counted(team, 'central_entries_total{state="stored"}')
        caller.push(written(caller.station, 7))
        said = {httpx.get(f"{team.url}/metrics", trust_env=False).text for _ in range(6)}
        assert _counted(team, 'central_entries_total{state="stored"}') == before + 7
        assert _counted(team, "central_stations_in_service") >= 1
        assert _counted(team, "central_entries_held") >= 7
        for text in said:
            for planted in ("张", caller.station, caller.token, "990101", "G1"):
                assert planted not in text


def test_a_fork_that_somebody_has_looked_into_is_counted_no_more(team: Central) -> None:
    with joined(team, "分叉") as caller:
        caller.push(written(caller.station, 1))
        caller.push(written(caller.station, 1))
        assert _counted(team, "central_forks") == 1
        with closing(books(team)) as store:
            store.settle_forks(caller.station, datetime.now(UTC))
        assert _counted(team, "central_forks") == 0


def _counted(team: Central, name: str) -> float:
    text = httpx.get(f"{team.url}/metrics", trust_env=False).text
    return sum(float(line.rpartition(" ")[2]) for line in text.splitlines() if line.startswith(name))


def test_nobody_from_elsewhere_sees_the_counters_without_the_token(team: Central) -> None:
    proxied = {"X-Forwarded-For": "203.0.113.9"}
    for headers, status in (
        (proxied, 404),
        ({"X-Real-IP": "127.0.0.1"}, 404),
        (proxied | {"Authorization": "Bearer wrong"}, 404),
        (proxied | {"Authorization": "Bearer planted-token"}, 200),
        ({}, 200),
    ):
        assert httpx.get(f"{team.url}/metrics", headers=headers, trust_env=False).status_code == status


def test_a_worker_that_is_killed_is_replaced(team: Central) -> None:
    lost = workers_of(team)[0]
    os.kill(lost, signal.SIGKILL)
    for _ in until():
        if lost not in (now := workers_of(team)) and len(now) == WORKERS:
            break
    for _ in range(TRIES):
        assert httpx.get(f"{team.url}/readyz", trust_env=False).status_code == 200


def test_what_is_under_way_is_finished_when_they_are_told_to_stop(tmp_path: Path) -> None:
    with running_central(tmp_path, "--workers", str(WORKERS)) as central, joined(central, "一") as caller:
        others = workers_of(central)
        with closing(sqlite3.connect(tmp_path / "central.db", isolation_level=None)) as other:
            other.execute("BEGIN IMMEDIATE")
            with ThreadPoolExecutor(1) as pool:
                pushed = pool.submit(caller.push, written(caller.station, 20))
                asked = httpx.get(f"{central.url}/healthz", trust_env=False)
                assert asked.status_code == 200
                central.process.terminate()
                for _ in until():
                    # Nobody is taken any more, and yet the batch waits for its turn at the database.
                    try:
                        httpx.get(f"{central.url}/healthz", trust_env=False)
                    except httpx.TransportError:
                        break
                # Whoever ends all processes of a service tells the workers too, whom their parent has told already.
                for pid in others:
                    os.kill(pid, signal.SIGTERM)
                assert not pushed.done()
                other.execute("ROLLBACK")
                assert [receipt.state for receipt in pushed.result(20).receipts] == [STORED] * 20
        assert central.process.wait(30) == 0
        assert not [pid for pid in others if Path(f"/proc/{pid}").exists()]
        with closing(books(central)) as store:
            assert [chain.have for chain in store.chains()] == [20]
