"""Waiting for news: told soon, told only of one's own site, held by no thread, and over when the process ends."""

from __future__ import annotations

import asyncio
import threading
import time
from contextlib import closing
from datetime import UTC, datetime
from pathlib import Path

from central import auth
from central.store import stations
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
        draft = Draft(kind="attempt", at=at("07:00"), clock=Clock(1, "b"), operator="o", body={})
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
        told = asyncio.create_task(waiting.news(SITE, counters["roster"], 0, wire.WAIT_S))
        while not waiting._waiters:
            await asyncio.sleep(0)
        await asyncio.to_thread(store.revoke, south.id, now)
        return await asyncio.wait_for(told, wire.WAIT_S / 2)

    assert asyncio.run(revoked()) == (counters["roster"], 0)
    assert store.revoke(south.id, now), "it is out of service already, and nobody is told again"
    assert store.counters([stations.revoked(SITE)]) == {stations.revoked(SITE): 1}
    assert store.station(north.id).revoked_at is None  # type: ignore[union-attr]


def test_hundreds_who_wait_take_no_thread_each_and_are_all_told(store: Store) -> None:
    with central_in_thread(store) as url, Caller(url) as caller:
        caller.enrol(code(store))
        standing, host = news(caller, 0, 0), url.removeprefix("http://")
        asked = f"GET /v1/wait?roster={standing.roster}&feed={standing.feed} HTTP/1.1\r\nHost: {host}\r\n"
        asked += f"Authorization: Bearer {caller.token}\r\nConnection: close\r\n\r\n"
        before = threading.active_count()

        async def one() -> bytes:
            name, _, port = host.partition(":")
            reader, writer = await asyncio.open_connection(name, int(port))
            writer.write(asked.encode())
            answer = await reader.read()
            writer.close()
            await writer.wait_closed()
            return answer

        async def many() -> tuple[list[bytes], int]:
            waiting = [asyncio.create_task(one()) for _ in range(MANY)]
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
