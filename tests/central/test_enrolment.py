"""Enrolment: a code makes one station, guessing is slow, and no secret is kept."""

from __future__ import annotations

from concurrent.futures import ThreadPoolExecutor
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest

from central import auth
from central.store.store import Store
from checkpoint import wire
from checkpoint.wire import Problem
from tests.harness import made
from tests.harness.calling import KEY, Caller


def test_a_code_makes_one_station_and_is_used_up(store: Store, caller: Caller) -> None:
    now = datetime.now(UTC)
    code = auth.new_code(store, name="南口 1", site=made.SITE, gate="G1", now=now)
    enrolled = caller.enrol(code.lower().replace("-", " "))
    assert (enrolled.name, enrolled.site, enrolled.gate) == ("南口 1", made.SITE, "G1")
    assert len(enrolled.token) >= 43
    asked = wire.encode(wire.Enrol(code=code, public_key=KEY))
    assert caller.ask("POST", "/v1/enrol", Problem, 403, content=asked).code == "bad_code"


def test_a_code_is_good_for_a_day(store: Store, caller: Caller) -> None:
    code = auth.new_code(
        store, name="南口 1", site=made.SITE, gate="G1", now=datetime.now(UTC) - timedelta(hours=24, seconds=1)
    )
    asked = wire.encode(wire.Enrol(code=code, public_key=KEY))
    assert caller.ask("POST", "/v1/enrol", Problem, 403, content=asked).code == "bad_code"


def test_whoever_tries_codes_is_slowed_down_even_with_a_good_one(store: Store, caller: Caller) -> None:
    good = auth.new_code(store, name="南口 1", site=made.SITE, gate="G1", now=datetime.now(UTC))
    wrong = wire.encode(wire.Enrol(code="AAAA-BBBB-CCCC", public_key=KEY))
    for _ in range(auth.WRONG_CODES):
        assert caller.ask("POST", "/v1/enrol", Problem, 403, content=wrong).code == "bad_code"
    asked = wire.encode(wire.Enrol(code=good, public_key=KEY))
    answer = caller.raw("POST", "/v1/enrol", content=asked)
    assert (answer.status_code, answer.headers["Retry-After"]) == (429, "600")
    later = datetime.now(UTC) + auth.WATCHED + timedelta(minutes=1)
    assert auth.enrol(store, good, KEY, "127.0.0.1", later)[0].name == "南口 1"


@pytest.mark.parametrize("key", ["", "ab" * 31, "AB" * 32, "zz" * 32])
def test_a_public_key_that_is_none_is_refused_and_the_code_stays_good(store: Store, caller: Caller, key: str) -> None:
    code = auth.new_code(store, name="南口 1", site=made.SITE, gate="G1", now=datetime.now(UTC))
    asked = wire.encode(wire.Enrol(code=code, public_key=key))
    assert caller.ask("POST", "/v1/enrol", Problem, 403, content=asked).code == "bad_key"
    assert caller.enrol(code).gate == "G1"


def test_tokens_and_codes_stand_nowhere_in_the_database(store: Store, caller: Caller, tmp_path: Path) -> None:
    code = auth.new_code(store, name="南口 1", site=made.SITE, gate="G1", now=datetime.now(UTC))
    token = caller.enrol(code).token
    held = b"".join(path.read_bytes() for path in tmp_path.glob("central.db*"))
    assert "南口 1".encode() in held
    for secret in (token, code, code.replace("-", "")):
        assert secret.encode() not in held


def test_of_many_stations_that_come_with_one_code_one_gets_it(store: Store, url: str) -> None:
    code = auth.new_code(store, name="南口 1", site=made.SITE, gate="G1", now=datetime.now(UTC))
    asked = wire.encode(wire.Enrol(code=code, public_key=KEY))

    def come(_: int) -> int:
        with Caller(url) as caller:
            return caller.raw("POST", "/v1/enrol", content=asked).status_code

    with ThreadPoolExecutor(6) as pool:
        assert sorted(pool.map(come, range(6))) == [200, 403, 403, 403, 403, 403]
    assert len(store.stations()) == 1
