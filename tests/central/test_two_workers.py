"""Two workers on one database are one central: whatever one of them is told, the other knows, on both databases."""

from __future__ import annotations

import asyncio
import time
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import closing
from datetime import UTC, datetime
from pathlib import Path

import pytest
import sqlalchemy as sa

from central import auth
from central.store import schema
from central.store.store import Store
from checkpoint import signatures, wire
from checkpoint.roster import Revocation
from checkpoint.wire import News, Problem
from tests.central.conftest import Place
from tests.central.test_serving import written
from tests.harness import made
from tests.harness.calling import KEY, PRIVATE, Caller, has_key
from tests.harness.central import Central, running_central

TRIES = 16
"""Connections of which each of two workers has one, but for a chance of one in 2**15."""
SOON_S = 15.0
"""Well below `wire.WAIT_S`, after which whoever waits is answered in any case."""


@pytest.fixture(scope="module")
def place_and_team(place: Place, tmp_path_factory: pytest.TempPathFactory) -> Iterator[tuple[Store, Central]]:
    """A store, open here, and two workers on the same database."""
    folder = tmp_path_factory.mktemp("two")
    with place() as where, closing(Store(where)) as store:
        store.put(made.roster())
        with running_central(folder, "--workers", "2", "--database", where) as central:
            yield store, central


@pytest.fixture(autouse=True)
def nobody_guessed(place_and_team: tuple[Store, Central]) -> None:
    """Codes that were wrong in another test are forgotten."""
    place_and_team[0]._write(lambda connection: connection.execute(sa.delete(schema.wrong_code)))


@pytest.fixture
def books(place_and_team: tuple[Store, Central]) -> Store:
    return place_and_team[0]


@pytest.fixture
def team(place_and_team: tuple[Store, Central]) -> Central:
    return place_and_team[1]


def code(books: Store, gate: str = "G1") -> str:
    return auth.new_code(books, name=gate, site=made.SITE, gate=gate, now=datetime.now(UTC))


def through_all(team: Central, station: Caller) -> list[Caller]:
    """The same station on connections of its own, which the workers share."""
    return [Caller(team.url, station.station, station.token) for _ in range(TRIES)]


def standing(caller: Caller) -> News:
    return caller.ask("GET", "/v1/wait?roster=0&feed=0", News)


@pytest.mark.parametrize("what", ["a revocation", "an entry"])
def test_news_reach_whoever_waits_at_either_worker_within_seconds(books: Store, team: Central, what: str) -> None:
    with Caller(team.url) as north:
        north.enrol(code(books, "G2"))
        entries = written(north.station, 2)
        north.push(entries[:1])
        # One station each, since a station waits once; the workers share their connections.
        callers = [Caller(team.url) for _ in range(TRIES)]
        for one in callers:
            one.enrol(code(books))
        before = standing(callers[0])
        with ThreadPoolExecutor(TRIES) as pool:
            asked = f"/v1/wait?roster={before.roster}&feed={before.feed}"
            waiting = [pool.submit(one.ask, "GET", asked, News) for one in callers]
            begun = time.monotonic()
            if what == "a revocation":
                books.put([Revocation(id=f"abcd{before.roster}")])
            else:
                north.push(entries[1:])
            told = [one.result(SOON_S) for one in waiting]
            took_s = time.monotonic() - begun
            for one in callers:
                one.close()
    assert {(one.roster, one.feed) for one in told} == {
        (before.roster + (what == "a revocation"), before.feed + (what == "an entry"))
    }
    assert took_s < SOON_S


def test_one_code_at_both_workers_at_once_makes_one_station(books: Store, team: Central) -> None:
    number, asked = len(books.stations()), wire.Enrol(code=code(books), public_key=KEY)

    def come(key: str) -> int:
        with Caller(team.url) as caller:
            said = wire.encode(wire.Enrol(code=asked.code, public_key=key))
            return caller.raw("POST", "/v1/enrol", content=said, headers=has_key(said)).status_code

    with ThreadPoolExecutor(8) as pool:
        answers = sorted(pool.map(come, [f"{number:064x}" for number in range(8)]))
    assert answers == [200, *[403] * 7]
    assert len(books.stations()) == number + 1


def test_a_token_that_was_replaced_at_one_worker_is_replaced_at_the_other(books: Store, team: Central) -> None:
    with Caller(team.url) as station:
        station.enrol(code(books))
        token_hash = signatures.digest(b"next").hex()
        asked = wire.encode(wire.Renew(station=station.station, token_hash=token_hash))
        signature = signatures.sign(PRIVATE, signatures.TOKEN, station.station, token_hash)
        station.ask("POST", "/v1/token", wire.Renewed, content=asked, headers={wire.SIGNATURE: signature})
        old = through_all(team, station)
        assert {one.raw("GET", "/v1/roster").status_code for one in old} == {200}, "until the next one is used"
        station.token = "next"
        station.roster()
        assert {one.ask("GET", "/v1/roster", Problem, 401).code for one in old} == {"former_token"}
        for one in old:
            one.close()


def test_whoever_guesses_codes_gains_nothing_by_the_number_of_workers(books: Store, team: Central) -> None:
    asked = wire.encode(wire.Enrol(code="AAAA-BBBB-CCCC", public_key=KEY))
    statuses = []
    for _ in range(auth.WRONG_CODES + TRIES):
        with Caller(team.url) as guesser:
            statuses.append(guesser.raw("POST", "/v1/enrol", content=asked).status_code)
    assert statuses == [403] * auth.WRONG_CODES + [429] * TRIES


def test_connections_that_never_read_hold_up_nobody_at_either_worker(books: Store, team: Central) -> None:
    host, _, port = team.url.removeprefix("http://").partition(":")

    async def one() -> asyncio.StreamWriter:
        _, writer = await asyncio.open_connection(host, int(port), limit=1)
        # Asks far more than it will ever read, and among it for news that do not come.
        writer.write(f"GET /openapi.json HTTP/1.1\r\nHost: {host}\r\n\r\n".encode() * 200)
        await writer.drain()
        return writer

    async def many() -> list[int]:
        deaf = [await one() for _ in range(TRIES)]
        statuses = await asyncio.to_thread(lambda: [_ready(team) for _ in range(TRIES)])
        for writer in deaf:
            writer.transport.abort()
        return statuses

    assert asyncio.run(many()) == [200] * TRIES


def _ready(team: Central) -> int:
    with Caller(team.url) as caller:
        return caller.raw("GET", "/readyz").status_code


def test_a_team_on_either_database_is_told_to_stop_while_others_wait_and_keeps_all_it_said(
    place: Place, tmp_path: Path
) -> None:
    with place() as where, closing(Store(where)) as store:
        store.put(made.roster())
        with running_central(tmp_path, "--workers", "2", "--database", where) as central, Caller(central.url) as caller:
            caller.enrol(code(store))
            before = standing(caller)
            callers = through_all(central, caller)
            with ThreadPoolExecutor(TRIES + 1) as pool:
                asked = f"/v1/wait?roster={before.roster}&feed=999"
                waiting = [pool.submit(one.ask, "GET", asked, News) for one in callers]
                acknowledged = pool.submit(_push_until_gone, caller, central)
                begun = time.monotonic()
                assert acknowledged.result(30)
                assert {one.result(30).roster for one in waiting} == {before.roster}
            assert central.process.wait(30) == 0
            assert time.monotonic() - begun < wire.WAIT_S
            for one in callers:
                one.close()
        held = {one.seq for one in store.journal(caller.station, "e1")}
        assert acknowledged.result() <= held


def _push_until_gone(caller: Caller, central: Central) -> set[int]:
    """Push, and tell central to stop meanwhile; what was acknowledged."""
    import httpx

    told: set[int] = set()
    entries = written(caller.station, 2000)
    for start in range(0, len(entries), 20):
        if start == 100:
            central.process.terminate()
        try:
            told |= {one.seq for one in caller.push(entries[start : start + 20]).receipts if one.state == wire.STORED}
        except httpx.TransportError:
            break
    return told
