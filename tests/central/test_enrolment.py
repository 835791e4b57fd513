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
from tests.harness.calling import KEY, Caller, has_key

OTHER_KEY = "cd" * 32


def test_a_code_makes_one_station_and_is_used_up(store: Store, caller: Caller) -> None:
    now = datetime.now(UTC)
    code = auth.new_code(store, name="南口 1", site=made.SITE, gate="G1", now=now)
    enrolled = caller.enrol(code.lower().replace("-", " "))
    assert (enrolled.name, enrolled.site, enrolled.gate) == ("南口 1", made.SITE, "G1")
    assert len(enrolled.token) >= 43
    assert caller.ask("POST", "/v1/enrol", Problem, 403, content=asking(code, OTHER_KEY)).code == "bad_code"
    assert len(store.stations()) == 1


def test_a_station_whose_answer_was_lost_comes_again_with_its_code_and_is_the_same_station(
    store: Store, caller: Caller
) -> None:
    code = auth.new_code(store, name="南口 1", site=made.SITE, gate="G1", now=datetime.now(UTC))
    lost = caller.enrol(code)
    again = caller.enrol(code)
    assert (again.station, len(store.stations())) == (lost.station, 1)
    assert [data["id"] for data in store.data_of("key") if data["site"]] == ["2048"]
    assert caller.roster().items
    caller.token = lost.token
    assert caller.ask("GET", "/v1/roster", Problem, 401).code == "unknown_token"


def test_a_used_code_and_a_key_that_everybody_may_know_let_nobody_else_in(store: Store, caller: Caller) -> None:
    code = auth.new_code(store, name="南口 1", site=made.SITE, gate="G1", now=datetime.now(UTC))
    token = caller.enrol(code).token
    assert KEY in [data["public"] for data in store.data_of("key")], "the site's stations hear of it on the roster"
    asked = asking(code)
    for headers in ({}, has_key(asked, "77" * 32), has_key(asking("ABCD")), {wire.SIGNATURE: "00" * 64}):
        answer = caller.ask("POST", "/v1/enrol", Problem, 403, content=asked, headers=headers)
        assert answer.code == "bad_code"
    assert _is_good(store, token)


def test_a_used_code_is_nobodys_after_its_life_or_when_its_station_is_out_of_service(store: Store) -> None:
    now = datetime.now(UTC)
    codes = [auth.new_code(store, name="南口 1", site=made.SITE, gate="G1", now=now) for _ in range(2)]
    station, _ = auth.enrol(store, codes[0], KEY, "127.0.0.1", now)
    auth.enrol(store, codes[1], OTHER_KEY, "127.0.0.1", now)
    store.revoke(station.id, now)
    for code, key, then in ((codes[0], KEY, now), (codes[1], OTHER_KEY, now + auth.CODE_LIFE)):
        with pytest.raises(auth.NotAllowed, match="not valid"):
            auth.enrol(store, code, key, "127.0.0.1", then)


def asking(code: str, key: str = KEY) -> bytes:
    """The body of an enrolment."""
    return wire.encode(wire.Enrol(code=code, public_key=key))


@pytest.mark.one_database
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


@pytest.mark.one_database
@pytest.mark.parametrize("key", ["", "ab" * 31, "AB" * 32, "zz" * 32])
def test_a_public_key_that_is_none_is_refused_and_the_code_stays_good(store: Store, caller: Caller, key: str) -> None:
    code = auth.new_code(store, name="南口 1", site=made.SITE, gate="G1", now=datetime.now(UTC))
    asked = wire.encode(wire.Enrol(code=code, public_key=key))
    assert caller.ask("POST", "/v1/enrol", Problem, 403, content=asked).code == "bad_key"
    assert caller.enrol(code).gate == "G1"


@pytest.mark.one_database
def test_tokens_and_codes_stand_nowhere_in_the_database(store: Store, caller: Caller) -> None:
    code = auth.new_code(store, name="南口 1", site=made.SITE, gate="G1", now=datetime.now(UTC))
    token = caller.enrol(code).token
    file = Path(str(store._engine.url.database))
    held = b"".join(path.read_bytes() for path in file.parent.glob("central.db*"))
    assert "南口 1".encode() in held
    for secret in (token, code, code.replace("-", "")):
        assert secret.encode() not in held


@pytest.mark.parametrize("same", [False, True])
def test_of_many_that_come_at_once_with_one_code_one_becomes_a_station(store: Store, url: str, *, same: bool) -> None:
    code = auth.new_code(store, name="南口 1", site=made.SITE, gate="G1", now=datetime.now(UTC))

    def come(number: int) -> tuple[int, str]:
        with Caller(url) as caller:
            asked = asking(code, KEY if same else f"{number:064x}")
            answer = caller.raw("POST", "/v1/enrol", content=asked, headers=has_key(asked))
            return answer.status_code, answer.json().get("token", "")

    with ThreadPoolExecutor(6) as pool:
        answers = sorted(pool.map(come, range(6)))
    assert [status for status, _ in answers] == ([200] * 6 if same else [200, *[403] * 5])
    assert len(store.stations()) == 1
    assert sum(_is_good(store, token) for _, token in answers) == 1


def _is_good(store: Store, token: str) -> bool:
    try:
        return auth.station_of(store, f"Bearer {token}", datetime.now(UTC)).gate == "G1"
    except auth.NotAllowed:
        return False
