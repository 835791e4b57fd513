"""Tokens and central's key over the years: renewed, lost on the way, restored from an older disk, taken over by key."""

from __future__ import annotations

from dataclasses import replace
from datetime import timedelta

import pytest

from checkpoint.journal import stamp
from station.sync.courier import Courier
from station.sync.credentials import LIFE
from tests.harness import lying
from tests.sync.conftest import Pair

TOKEN = "/v1/token"


@pytest.fixture(autouse=True)
def enrolled_today(pair: Pair) -> None:
    """Enrolled by the clock of these stories."""
    pair.store.set_mark("token_taken_at", stamp(pair.clock.now()))


def courier(pair: Pair) -> Courier:
    return pair.courier(whole=True)


def test_a_token_is_renewed_in_time_and_the_old_one_is_worth_nothing_then(pair: Pair) -> None:
    first = pair.who
    assert courier(pair).round().sentence == ""
    assert pair.who == first
    pair.clock.time += LIFE + timedelta(hours=1)
    assert courier(pair).round().sentence == ""
    renewed = pair.who
    assert renewed.token != first.token
    assert renewed.next_token == ""
    assert courier(pair).round().sentence == ""
    pair.store.keep_identity(first)
    assert pair.courier().round().sentence != ""


@pytest.mark.parametrize("lie", [lying.DROP_ANSWER, lying.CUT_ANSWER, lying.CUT_REQUEST, lying.PORTAL, lying.CHANGED])
def test_a_lost_answer_costs_no_station_its_place(pair: Pair, lie: str) -> None:
    courier(pair).round()
    first = pair.who
    pair.clock.time += LIFE + timedelta(hours=1)
    line = courier(pair)
    pair.proxy.always[TOKEN] = lie
    assert line.round().sentence == ""
    assert pair.who.token == first.token
    pair.write(2)
    assert line.round().sent == 2
    pair.proxy.always.clear()
    pair.clock.time += timedelta(hours=2)
    assert line.round().sentence == ""
    assert pair.who.token != first.token
    pair.write(1)
    assert line.round().sent == 1


@pytest.mark.parametrize("years", [-30, 30])
def test_a_clock_that_jumps_by_years_costs_one_token_and_no_more(pair: Pair, years: int) -> None:
    line = courier(pair)
    line.round()
    pair.clock.skew = timedelta(days=365 * years)
    for _ in range(4):
        assert line.round().sentence == ""
        pair.clock.time += timedelta(hours=2)
    assert pair.proxy.asked.count(TOKEN) == 1


def test_a_station_with_a_token_from_an_older_disk_is_known_again_by_its_key(pair: Pair) -> None:
    old = pair.who
    courier(pair).round()
    pair.clock.time += LIFE + timedelta(hours=1)
    line = courier(pair)
    line.round()
    line.round()
    pair.store.keep_identity(old)
    pair.write(2)
    done = courier(pair).round()
    assert (done.link, done.sent, done.sentence) == ("online", 2, "")
    assert pair.who.token != old.token


def test_somebody_with_the_old_token_and_without_the_key_is_not(pair: Pair) -> None:
    old = pair.who
    courier(pair).round()
    pair.clock.time += LIFE + timedelta(hours=1)
    line = courier(pair)
    line.round()
    line.round()
    pair.store.keep_identity(replace(old, private_key="44" * 32))
    done = courier(pair).round()
    assert (done.link, done.received) == ("offline", 0)


def test_a_station_enrolled_long_ago_pins_the_key_that_it_hears_first(pair: Pair) -> None:
    known = pair.who
    pair.store.keep_identity(replace(known, signing=""))
    line = courier(pair)
    assert line.round().sentence == ""
    assert pair.who.signing == known.signing
    pair.proxy.always[lying.EVERYWHERE] = lying.CHANGED
    assert "not signed" in line.round().sentence
