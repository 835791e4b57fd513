"""The courier and a real central with a lying network between them: each entry arrives once, in order."""

from __future__ import annotations

import random
import time
from datetime import timedelta
from typing import Any

import pytest
import sqlalchemy as sa

from station.sync.waits import next_in_s
from tests.harness import lying
from tests.harness.made import at
from tests.sync.conftest import Pair


@pytest.mark.parametrize("lie", [*lying.LIES, lying.STALL, lying.DRIP])
def test_every_entry_arrives_once_whatever_the_network_does_to_a_batch(pair: Pair, lie: str) -> None:
    pair.write(30)
    courier = pair.courier(0.4 if lie in {lying.STALL, lying.DRIP} else 8.0)
    pair.proxy.always[lying.JOURNAL] = lie
    first = courier.round()
    assert first.link == "online", "the roster comes all the same"
    if lie == lying.TWICE:
        assert (first.sent, first.sentence) == (30, "")
    else:
        assert first.sent == 0
        assert first.sentence
        assert pair.store.unsent_count() == 30
    pair.proxy.always.clear()
    pair.clock.time += timedelta(minutes=10)
    pair.write(5)
    after = pair.courier().round()
    assert (after.link, after.sentence) == ("online", "")
    assert pair.store.unsent_count() == 0
    assert pair.arrived() == pair.written()
    assert len(pair.arrived()) == 35


@pytest.mark.parametrize(
    ("lie", "link"),
    [
        (lying.PORTAL, "not_central"),
        (lying.PORTAL_AS_JSON, "not_central"),
        (lying.REDIRECT, "not_central"),
        (lying.HALF_JSON, "not_central"),
        (lying.REFUSED, "offline"),
        (lying.FAILED, "offline"),
        (lying.BUSY, "offline"),
    ],
)
def test_a_line_that_never_reaches_central_is_named_and_gets_no_entry(pair: Pair, lie: str, link: str) -> None:
    pair.write(3)
    pair.proxy.always[lying.EVERYWHERE] = lie
    done = pair.courier().round()
    assert (done.link, done.sent, done.received, done.more) == (link, 0, 0, False)
    assert done.sentence
    assert pair.who.token not in done.sentence
    assert lying.JOURNAL not in pair.proxy.asked, "nothing is said to a stranger"
    assert pair.store.unsent_count() == 3


def test_an_hour_of_random_lies_costs_nothing(pair: Pair) -> None:
    chance = random.Random(7)
    courier = pair.courier()
    for _ in range(40):
        pair.write(chance.randrange(12))
        pair.proxy.lie(*chance.choices([*lying.LIES, lying.HONEST, lying.HONEST], k=3))
        courier.round()
        pair.clock.time += timedelta(minutes=2)
    pair.proxy.lie(lying.HONEST)
    while pair.store.unsent_count():
        before = pair.store.unsent_count()
        pair.proxy._next.clear()
        courier.round()
        pair.clock.time += timedelta(minutes=2)
        assert pair.store.unsent_count() < before
    assert pair.arrived() == pair.written()
    assert pair.office.of(pair.who.station)["refused"] == []


@pytest.mark.parametrize("lie", [lying.STALL, lying.DRIP])
def test_a_server_that_keeps_us_waiting_is_left_in_good_time(pair: Pair, lie: str) -> None:
    pair.write(1)
    pair.proxy.always[lying.EVERYWHERE] = lie
    start = time.monotonic()
    done = pair.courier(0.3).round()
    assert time.monotonic() - start < 5
    assert (done.link, done.sent) == ("offline", 0)
    assert "too long" in done.sentence


def test_upload_trouble_does_not_stop_the_roster_and_the_other_way_round(pair: Pair) -> None:
    pair.write(3)
    courier = pair.courier()
    pair.proxy.lie(lying.FAILED, path=lying.JOURNAL)
    done = courier.round()
    assert (done.link, done.sent) == ("online", 0)
    assert {"/v1/roster", "/v1/site/entries"} <= set(pair.proxy.asked)
    pair.proxy.lie(lying.PORTAL, path="/v1/roster")
    pair.proxy.lie(lying.PORTAL, path="/v1/site/entries")
    done = courier.round()
    assert (done.link, done.sent) == ("online", 3)
    assert "sign in" in done.sentence


def test_a_server_that_asks_for_patience_gets_it_however_often_the_gate_nudges(pair: Pair) -> None:
    pair.write(1)
    courier = pair.courier()
    pair.proxy.lie(lying.BUSY, path=lying.JOURNAL)
    done = courier.round()
    assert (done.link, done.wait_s) == ("online", 0), "the roster may be asked for at any time"
    pair.clock.time += timedelta(seconds=6)
    waiting = courier.round()
    assert (waiting.link, waiting.sent, waiting.sentence) == ("online", 0, "central asked for patience")
    assert pair.proxy.asked.count(lying.JOURNAL) == 1
    pair.clock.time += timedelta(seconds=2)
    assert courier.round().sent == 1


def test_a_central_that_wants_to_be_left_alone_altogether_is(pair: Pair) -> None:
    pair.write(1)
    courier = pair.courier()
    pair.proxy.always[lying.EVERYWHERE] = lying.BUSY
    assert courier.round().wait_s == 7
    asked = len(pair.proxy.asked)
    pair.clock.time += timedelta(seconds=5)
    done = courier.round()
    assert (done.link, done.wait_s, len(pair.proxy.asked)) == ("offline", 2, asked)


def test_a_station_taken_out_of_service_learns_it_and_keeps_its_entries(pair: Pair) -> None:
    pair.write(2)
    pair.office.revoke(pair.who.station)
    done = pair.courier().round()
    assert (done.link, done.sent) == ("revoked", 0)
    assert pair.store.unsent_count() == 2


def test_the_offset_of_a_wrong_clock_is_measured_and_kept(pair: Pair) -> None:
    pair.write(1)
    pair.courier().round()
    assert pair.clock.offset_ms is not None
    assert pair.clock.offset_ms > 365 * 86_400_000
    passages = pair.store.newest("s", 5)
    assert [passage.corrected for passage in passages] == [True]
    assert passages[0].at == at("07:00")


def test_a_backlog_that_comes_down_again_entry_by_entry_costs_a_few_questions_and_no_writing(pair: Pair) -> None:
    pair.courier(whole=True).round()
    pair.write(120)
    # Another program, which has heard nothing yet, and as a central answers that does not know of telling in brief.
    just_begun, said = pair.courier(whole=True), list[str]()
    apply, engines = pair.store.apply_peers, (pair.store._writer, pair.store._reader)

    def note(_connection: Any, _cursor: Any, words: str, *_rest: Any) -> None:
        said.append(words)

    def counted(*page: Any, **how: Any) -> list[str]:
        for engine in engines:
            sa.event.listen(engine, "before_cursor_execute", note)
        try:
            return apply(*page, **how)
        finally:
            for engine in engines:
                sa.event.remove(engine, "before_cursor_execute", note)

    with pytest.MonkeyPatch.context() as patched:
        patched.setattr(just_begun._histories, "_is_brief", False)
        patched.setattr(pair.store, "apply_peers", counted)
        assert just_begun.round().received == 120
    assert 0 < len(said) < 12
    assert not [words for words in said if words.startswith(("INSERT INTO entry", "INSERT INTO passage", "UPDATE"))]


def test_a_feed_that_does_not_come_holds_up_nothing_that_goes_up(pair: Pair) -> None:
    pair.write(3)
    pair.proxy.always["/v1/site/entries"] = lying.FAILED
    done = pair.courier(whole=True).round()
    assert (done.sent, done.link) == (3, "online")
    assert done.sentence


def test_a_long_backlog_arrives_in_order_in_one_round(pair: Pair) -> None:
    pair.write(603)
    done = pair.courier().round()
    assert (done.sent, done.more, done.sentence) == (603, False, "")
    assert pair.proxy.asked.count(lying.JOURNAL) == 2
    assert pair.arrived() == pair.written()


def test_waiting_grows_jitters_and_has_its_bounds() -> None:
    assert next_in_s(0, 30, lambda: 0.5) == 30
    assert [next_in_s(failures, 30, lambda: 1.0) for failures in (1, 2, 3, 7, 99)] == [1, 2, 4, 60, 60]
    assert next_in_s(5, 30, lambda: 0.0) == 0.5
    assert next_in_s(1, 30, lambda: 0.1, wait_s=120) == 120


def test_a_city_of_stations_does_not_come_back_at_once() -> None:
    chance = random.Random(1)
    waits = sorted(next_in_s(6, 30, chance.random) for _ in range(1_000))
    assert waits[0] >= 0.5
    assert waits[-1] <= 32
    assert max(later - earlier for earlier, later in zip(waits[:900:100], waits[100::100], strict=True)) < 6
    assert waits[100] < 5, "all of the time is used, not only its end"
    assert waits[900] > 25
