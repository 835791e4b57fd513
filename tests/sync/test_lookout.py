"""The lookout: what changes at central is here within seconds, and no trouble of its line stops the courier."""

from __future__ import annotations

import threading
import time
from concurrent.futures import FIRST_COMPLETED, ThreadPoolExecutor, wait

from pytestqt.qtbot import QtBot

from checkpoint.roster import Revocation
from station.clock import DeviceClock
from station.sync.client import Central as Client
from station.sync.lookout import Lookout, lookout_for
from station.syncing import Syncing
from tests.harness import lying
from tests.sync.conftest import Pair

WAIT = "/v1/wait"


def test_a_revocation_reaches_a_station_within_seconds(pair: Pair) -> None:
    """Central is a process of its own; the station's two threads are those of the program."""
    courier, lookout = pair.courier(), lookout_for(pair.store)
    assert lookout is not None
    courier.round()
    is_revoked = threading.Event()

    def station() -> None:
        while pair.store.document(Revocation, "abcd") is None:
            looked = lookout.look()
            if looked.is_news:
                time.sleep(looked.after_s)
                courier.round()
        is_revoked.set()

    thread = threading.Thread(target=station)
    thread.start()
    assert not is_revoked.wait(0.7)
    begun = time.monotonic()
    pair.office.books.put([Revocation(id="abcd")])
    assert is_revoked.wait(10)
    assert time.monotonic() - begun < 3
    thread.join()
    lookout.close()


def test_what_was_told_and_not_fetched_is_not_told_again_and_again(pair: Pair) -> None:
    lookout = lookout_for(pair.store)
    assert lookout is not None
    pair.office.books.put([Revocation(id=f"x{pair.who.station}")])
    assert lookout.look().is_news
    looked: list[bool] = []
    thread = threading.Thread(target=lambda: looked.append(lookout.look().is_news))
    thread.start()
    thread.join(0.5)
    assert thread.is_alive(), "the courier has not fetched it, and the lookout waits for the next"
    lookout.leave()
    thread.join(3)
    assert looked == [False]
    lookout.close()


def test_leaving_ends_a_wait_that_has_not_begun(pair: Pair) -> None:
    lookout = lookout_for(pair.store)
    assert lookout is not None
    lookout._central.hang_up()
    begun = time.monotonic()
    assert not lookout.look().is_news
    assert time.monotonic() - begun < 3
    lookout.close()


def test_a_line_that_cuts_whoever_waits_costs_patience_and_no_entry(pair: Pair) -> None:
    pair.proxy.lie(lying.REFUSED, lying.PORTAL, lying.REDIRECT, lying.FAILED, lying.FAILED, path=WAIT)
    with Client(pair.proxy.url, pair.who.token) as client:
        lookout = Lookout(pair.store, client)
        waits = [lookout.look() for _ in range(4)]
        assert not any(one.is_news for one in waits)
        assert all(one.after_s >= 0.5 for one in waits)
        pair.write(3)
        done = pair.courier().round()
    assert (done.link, done.sent, done.sentence) == ("online", 3, "")
    assert pair.arrived() == pair.written()


def test_two_computers_that_wait_as_one_station_do_not_end_each_others_waits_without_a_pause(pair: Pair) -> None:
    lookouts = [lookout_for(pair.store), lookout_for(pair.store)]
    with ThreadPoolExecutor(2) as pool:
        waits = {pool.submit(one.look): one for one in lookouts if one is not None}
        ended = []
        for _ in range(4):
            done, _ = wait(waits, timeout=20, return_when=FIRST_COMPLETED)
            [first] = done
            ended.append(first.result())
            one = waits.pop(first)
            waits[pool.submit(one.look)] = one
        for one in waits.values():
            one.leave()
    assert [one.is_news for one in ended] == [False] * 4
    assert all(one.after_s >= 0.5 for one in ended)
    for one in waits.values():
        one.close()


def test_a_station_out_of_service_hears_of_it_once(pair: Pair) -> None:
    pair.office.revoke(pair.who.station)
    lookout = lookout_for(pair.store)
    assert lookout is not None
    assert [lookout.look().is_news for _ in range(3)] == [True, False, False]
    lookout.close()


def test_the_program_brings_a_revocation_in_seconds_although_its_timer_has_an_hour_to_go(
    pair: Pair, qtbot: QtBot
) -> None:
    syncing = Syncing(DeviceClock(), every_s=3_600.0)
    try:
        with qtbot.waitSignal(syncing.came_back, timeout=20_000) as came:
            syncing.meet(pair.store)
        assert came.args == [True]
        qtbot.waitUntil(lambda: WAIT in pair.proxy.asked, timeout=20_000)
        begun = time.monotonic()
        pair.office.books.put([Revocation(id="efgh")])
        qtbot.waitUntil(lambda: pair.store.document(Revocation, "efgh") is not None, timeout=20_000)
        assert time.monotonic() - begun < 3
    finally:
        syncing.stop()
