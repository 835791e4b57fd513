"""Waiting for news: told soon, told only of one's own site, held by no thread, and over when the process ends."""

from __future__ import annotations

import asyncio
import threading
import time
from contextlib import closing
from datetime import UTC, datetime
from hashlib import sha256
from pathlib import Path

import sqlalchemy as sa

from central import auth
from central.store import schema, stations
from central.store.store import Store
from central.waiting import Waiting
from checkpoint import wire
from checkpoint.journal import Clock, Draft, seal
from checkpoint.roster import Gate, Revocation, Site
from checkpoint.wire import News
from tests.harness.calling import KEY, Caller, central_in_thread
from tests.harness.central import running_central, stop
from tests.harness.made import C1, SITE, at, roster

MANY = 300


def code(store: Store, gate: str = "G1", site: str = SITE) -> str:
    return auth.new_code(store, name=gate, site=site, gate=gate, now=datetime.now(UTC))


def news(caller: Caller, roster: int, feed: int) -> News:
    return caller.ask("GET", f"/v1/wait?roster={roster}&feed={feed}", News)


def many_stations(store: Store) -> list[str]:
    """Their tokens; stations without a code each, which would take longer than the test."""
    tokens = [f"t{number}" for number in range(MANY)]
    now, told = datetime.now(UTC), {"name": "n", "site": SITE, "gate": "G1", "public_key": KEY}
    rows = [
        {"id": token, "token_hash": sha256(token.encode()).hexdigest(), "enrolled_at": now, "seen_at": now, **told}
        for token in tokens
    ]
    store._write(lambda connection: connection.execute(sa.insert(schema.station), rows))
    return tokens


def test_whoever_is_behind_is_told_at_once_and_whoever_is_not_when_something_comes(store: Store) -> None:
    with central_in_thread(store) as url, Caller(url) as south, Caller(url) as north, Caller(url) as elsewhere:
        store.put([Site(id="S2", name="二"), Gate(id="G3", site="S2", name="三", communities=(C1,))])
        south.enrol(code(store))
        north.enrol(code(store, "G2"))
        elsewhere.enrol(code(store, "G3", "S2"))
        behind = news(south, 0, 0)
        assert behind.roster > 0
        told: dict[str, News] = {}

        def waits(name: str, caller: Caller, roster: int) -> None:
            told[name] = news(caller, roster, 0)

        callers = {"south": south, "elsewhere": elsewhere}
        threads = [threading.Thread(target=waits, args=(*one, behind.roster)) for one in callers.items()]
        for thread in threads:
            thread.start()
        draft = Draft(kind="attempt", at=at("07:00"), clock=Clock(1, "b", None, None), operator="o", body={})
        north.push([seal(draft, station=north.station, epoch="e1", seq=1, prev="0" * 64)])
        threads[0].join(10)
        assert told.keys() == {"south"}, "another site's entries are no news here"
        assert (told["south"].roster, told["south"].feed) == (behind.roster, 1)
        store.put([Revocation(id="abcd")])
        threads[1].join(10)
        assert told["elsewhere"].roster == behind.roster + 1


def test_a_station_that_is_taken_out_of_service_waits_no_longer_and_others_hear_no_news(store: Store) -> None:
    now = datetime.now(UTC)
    south, north = (auth.enrol(store, code(store, gate), KEY, "127.0.0.1", now)[0] for gate in ("G1", "G2"))
    counters = store.counters(["roster"])

    async def revoked() -> tuple[int, int]:
        waiting = Waiting(store)
        told = asyncio.create_task(waiting.news(north.id, SITE, counters["roster"], 0, wire.WAIT_S))
        while not waiting._waiters:
            await asyncio.sleep(0)
        await asyncio.to_thread(store.revoke, south.id, now)
        return await asyncio.wait_for(told, wire.WAIT_S / 2)

    assert asyncio.run(revoked()) == (counters["roster"], 0)
    assert store.revoke(south.id, now), "it is out of service already, and nobody is told again"
    assert store.counters([stations.revoked(SITE)]) == {stations.revoked(SITE): 1}
    assert store.station(north.id).revoked_at is None  # type: ignore[union-attr]


def test_a_station_that_was_taken_out_of_service_just_before_its_wait_began_waits_for_nothing(store: Store) -> None:
    """It was let in by its token, and then it was revoked, and then it is asked what it waits for."""
    now = datetime.now(UTC)
    south, _ = auth.enrol(store, code(store), KEY, "127.0.0.1", now)
    standing = store.counters(["roster"])["roster"]
    store.revoke(south.id, now)

    async def waits() -> tuple[int, int]:
        asked = Waiting(store).news(south.id, SITE, standing, 0, wire.WAIT_S)
        return await asyncio.wait_for(asked, wire.WAIT_S / 2)

    assert asyncio.run(waits()) == (standing, 0)


def test_a_station_that_waits_a_second_time_is_answered_the_first_time_and_another_waits_on(store: Store) -> None:
    now = datetime.now(UTC)
    south, north = (auth.enrol(store, code(store, gate), KEY, "127.0.0.1", now)[0] for gate in ("G1", "G2"))
    standing = store.counters(["roster"])["roster"]

    async def waits() -> list[bool]:
        waiting = Waiting(store)

        async def begins(station: str) -> asyncio.Task[tuple[int, int]]:
            before = waiting._waiters.get(station)
            begun = asyncio.create_task(waiting.news(station, SITE, standing, 0, wire.WAIT_S))
            while waiting._waiters.get(station) in {None, before}:
                await asyncio.sleep(0.001)
            return begun

        first, other = await begins(south.id), await begins(north.id)
        second = await begins(south.id)
        assert await asyncio.wait_for(first, wire.WAIT_S / 2) == (standing, 0)
        third = await begins(south.id)
        await asyncio.wait_for(second, wire.WAIT_S / 2)
        held = sorted(waiting._waiters) == sorted((south.id, north.id))
        over = [one.done() for one in (other, third)]
        waiting.end()
        await asyncio.gather(other, third)
        return [held, *over, bool(waiting._waiters)]

    assert asyncio.run(waits()) == [True, False, False, False]


def test_hundreds_who_wait_take_no_thread_each_and_are_all_told(store: Store) -> None:
    tokens = many_stations(store)
    with central_in_thread(store) as url, Caller(url) as caller:
        caller.enrol(code(store))
        standing, host = news(caller, 0, 0), url.removeprefix("http://")
        asked = f"GET /v1/wait?roster={standing.roster}&feed={standing.feed} HTTP/1.1\r\nHost: {host}\r\n"
        before = threading.active_count()

        async def one(token: str) -> bytes:
            name, _, port = host.partition(":")
            reader, writer = await asyncio.open_connection(name, int(port))
            writer.write(f"{asked}Authorization: Bearer {token}\r\nConnection: close\r\n\r\n".encode())
            answer = await reader.read()
            writer.close()
            await writer.wait_closed()
            return answer

        async def many() -> tuple[list[bytes], int]:
            waiting = [asyncio.create_task(one(token)) for token in tokens]
            _, still = await asyncio.wait(waiting, timeout=1.5)
            assert len(still) == MANY, "nobody is told of nothing"
            threads = threading.active_count()
            await asyncio.to_thread(store.put, [Revocation(id="abcd")])
            return await asyncio.gather(*waiting), threads

        answers, threads = asyncio.run(many())
    assert threads - before < 50
    told = {wire.decode(answer.partition(b"\r\n\r\n")[2], News).roster for answer in answers}
    assert told == {standing.roster + 1}


def test_a_central_that_is_told_to_stop_does_not_wait_for_those_who_wait(tmp_path: Path) -> None:
    with running_central(tmp_path) as central, closing(Store(str(tmp_path / "central.db"))) as store:
        store.put(roster())
        with Caller(central.url) as caller:
            caller.enrol(code(store))
            standing = news(caller, 0, 0)
            answers: list[News] = []
            thread = threading.Thread(target=lambda: answers.append(news(caller, standing.roster, standing.feed)))
            thread.start()
            thread.join(0.3)
            begun = time.monotonic()
            stop(central)
            thread.join()
        assert time.monotonic() - begun < 5
        assert answers[0].roster == standing.roster
        assert central.process.returncode == 0
