"""Whatever is asked of whatever address: central never fails of itself, and nothing of it is in its log or counters."""

from __future__ import annotations

import gzip
import io
import json
import logging
import re
from collections.abc import Iterator
from contextlib import closing
from datetime import UTC, datetime
from typing import Any, Final
from urllib.parse import quote

import httpx
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from central import auth
from central.logs import JsonLines
from central.store.store import Store
from checkpoint import signatures, wire
from checkpoint.gate import Direction
from checkpoint.journal import stamp, to_wire
from tests.central.conftest import Place
from tests.harness import made
from tests.harness.calling import KEY, PRIVATE, Caller, central_in_thread, has_key
from tests.harness.made import Pen

NAME: Final = "欧阳测试"
"""Of somebody: it stands in bodies, addresses and headers, and nowhere else."""
PATHS: Final = (
    *("/v1/enrol", "/v1/token", "/v1/handover", "/v1/journal", "/v1/roster", "/v1/site/entries", "/v1/site/report"),
    *(
        "/v1/wait",
        "/healthz",
        "/readyz",
        "/metrics",
        "/openapi.json",
        "/",
        "/static/",
        "/static/style.css",
        "/v1/",
        "/x",
    ),
)
METHODS: Final = ("GET", "POST", "POST", "POST", "PUT", "DELETE", "HEAD", "OPTIONS", "PATCH", "PROPFIND")
ODD: Final = st.sampled_from(
    [*("", "\0", "a\0b", "-1", "0", "1e9", "٣", "9" * 40, "null", "NaN", "0001-01-01", "9999-12-31", "2022-12-05")]
    + [*("../../etc/passwd", "%2e%2e/", "%00", "%ff", "e1", "e" * 65, "' OR 1=1 --", "{{7*7}}", NAME, KEY, "\\N\t\n")]
)
TEXT: Final = ODD | st.text(max_size=12)
VALUE: Final = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats() | TEXT,
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(TEXT, inner, max_size=3),
    max_leaves=8,
)


def documents() -> st.SearchStrategy[dict[str, Any]]:
    """Wire documents that are nearly right: each field good, odd or missing."""
    pen = Pen("{station}")
    pen.attempt("1", Direction.IN, made.at("07:00"), name=NAME)
    good: dict[str, Any] = to_wire(pen.entries[0])
    entry = spoiled(good | {"body": good["body"] | {"name": NAME}})
    push = {"epoch": "e1", "sent_at": stamp(made.at("07:00")), "entries": [], "living": ""}
    return st.one_of(
        spoiled({"code": "ABCD-EFGH-JKMN", "public_key": KEY, "software": "x", "signs": False}),
        spoiled({"station": "{station}", "token_hash": "ab" * 32}),
        spoiled(push),
        st.lists(entry | VALUE, max_size=3).map(lambda entries: push | {"entries": entries}),
    )


def spoiled(good: dict[str, Any]) -> st.SearchStrategy[dict[str, Any]]:
    """That document, in which up to two fields are something else or missing."""
    names = st.lists(st.sampled_from(sorted(good)), max_size=2, unique=True)
    return names.flatmap(
        lambda chosen: st.fixed_dictionaries(dict.fromkeys(chosen, VALUE | TEXT)).map(lambda odd: good | odd)
    )


BODIES: Final = (
    documents().map(json.dumps).map(str.encode) | VALUE.map(json.dumps).map(str.encode) | st.binary(max_size=40)
)
QUERIES: Final = st.lists(
    st.tuples(st.sampled_from(["after", "limit", "epoch", "living", "roster", "feed", "day", "lang"]), TEXT), max_size=3
)
HEADERS: Final = st.dictionaries(
    st.sampled_from(
        [*("Content-Type", "Accept-Language", "Authorization", "Checkpoint-Nonce", "Checkpoint-Signature", "Range")]
        + [*("If-None-Match", "X-Forwarded-For", "Host", "Expect", "Accept-Encoding", "If-Modified-Since")]
    ),
    TEXT.map(lambda text: re.sub(rb"[\x00-\x1f\x7f]", b"", text.encode()).strip()),
    max_size=3,
)


class Central:
    """A central that listens, a station of its own, what it logs, and what it may never say."""

    def __init__(self, store: Store, url: str) -> None:
        self.caller, self.log = Caller(url), io.StringIO()
        made_ = self.caller.enrol(auth.new_code(store, name="南口", site=made.SITE, gate="G1", now=datetime.now(UTC)))
        self.station, self.token, self.asked = made_.station, made_.token, httpx.Client(trust_env=False, timeout=30)
        self.url = url

    def ask(
        self, method: str, path: str, query: list[tuple[str, str]], headers: dict[str, bytes], body: bytes, how: str
    ) -> httpx.Response:
        """Ask as a station or as nobody, signed or not, packed or not."""
        body = body.replace(b"{station}", self.station.encode())
        own: dict[str, Any] = {"Authorization": f"Bearer {self.token}"} if "t" in how else {}
        if "s" in how and path == "/v1/journal":
            said = (self.station, "e1", "1", "", signatures.digest(body))
            own[wire.SIGNATURE] = signatures.sign(PRIVATE, signatures.ENTRIES, *said)
        elif "s" in how:
            own |= has_key(body)
        if "g" in how:
            body, own["Content-Encoding"] = gzip.compress(body), "gzip"
        return self.asked.request(method, self.url + path, params=dict(query), headers={**own, **headers}, content=body)


@pytest.fixture(scope="module")
def central(place: Place) -> Iterator[Central]:
    with place() as where, closing(Store(where)) as store, pytest.MonkeyPatch.context() as patched:
        patched.setattr(wire, "WAIT_S", 0.01)
        store.put(made.roster())
        with central_in_thread(store) as url:
            made_ = Central(store, url)
            lines, root = logging.StreamHandler(made_.log), logging.getLogger()
            lines.setFormatter(JsonLines())
            before = root.level
            root.addHandler(lines)
            root.setLevel(logging.INFO)
            for chatty in ("httpx", "httpcore"):
                logging.getLogger(chatty).setLevel(logging.WARNING)
            yield made_
            root.removeHandler(lines)
            root.setLevel(before)
            made_.caller.close()
            made_.asked.close()


@settings(max_examples=120, deadline=None, suppress_health_check=list(HealthCheck))
@given(
    method=st.sampled_from(METHODS),
    path=st.sampled_from(PATHS) | TEXT.map(lambda text: "/static/" + quote(text, safe="/%.", errors="replace")),
    query=QUERIES,
    headers=HEADERS,
    body=BODIES,
    how=st.sampled_from(["", "t", "ts", "tsg", "tg", "g", "s"]),
)
def test_nothing_that_is_asked_makes_central_fail_or_tell(central: Central, **asked: Any) -> None:
    central.log.truncate(central.log.seek(0))
    answer = central.ask(**asked)
    logged = central.log.getvalue()
    assert answer.status_code < 500, logged
    assert "Traceback" not in answer.text + logged
    for line in logged.splitlines():
        assert "error" not in json.loads(line), "nothing went wrong inside either"
    for secret in (central.token, NAME, KEY, PRIVATE, "1=1"):
        assert secret not in logged
        assert json.dumps(secret)[1:-1] not in logged


def test_the_counters_hold_nothing_of_all_that(central: Central) -> None:
    told = httpx.get(f"{central.url}/metrics", trust_env=False)
    assert told.status_code == 200
    assert "central_requests_total" in told.text
    for secret in (central.token, central.station, NAME, KEY, "1=1", "PROPFIND", "etc"):
        assert secret not in told.text


def test_a_station_whose_name_no_database_takes_is_not_known(central: Central) -> None:
    asked = wire.encode(wire.Renew(station="a\0b", token_hash="ab" * 32))
    answer = central.caller.ask("POST", "/v1/token", wire.Problem, 401, content=asked, headers={wire.SIGNATURE: "00"})
    assert answer.code == "unknown_token"
