"""The addresses: every answer is central's own document, whatever comes, and no request can fill the memory."""

from __future__ import annotations

import gzip
import json
import socket
from concurrent.futures import ThreadPoolExecutor
from contextlib import closing
from datetime import UTC, datetime, timedelta
from typing import Any
from urllib.parse import urlsplit

import httpx
import msgspec
import pytest
from sqlalchemy import exc

from central import intake, requests, speaking
from central.logs import JsonLines
from central.store.store import Store
from checkpoint import wire
from checkpoint.gate import Direction
from checkpoint.journal import stamp, to_wire
from checkpoint.roster import Gate, Site
from checkpoint.wire import KNOWN, REFUSED, STORED, Problem
from tests.central.conftest import Enrolled
from tests.harness import made
from tests.harness.calling import Caller, packed
from tests.harness.made import Pen

GZIP = {"Content-Encoding": "gzip"}


def journal_of(caller: Caller, number: int) -> Pen:
    """A pen that has written so many attempts for that station."""
    pen = Pen(caller.station, caller.epoch)
    for minute in range(number):
        pen.attempt("1", Direction.IN, made.at("07:00") + timedelta(minutes=minute))
    return pen


@pytest.mark.parametrize(
    ("method", "path"),
    [("POST", "/v1/journal"), ("GET", "/v1/roster"), ("GET", "/v1/site/entries"), ("GET", "/v1/site/report")],
)
def test_strangers_and_revoked_stations_are_told_apart(
    store: Store, caller: Caller, enrolled: Enrolled, method: str, path: str
) -> None:
    for header in ({}, {"Authorization": "Bearer nonsense"}, {"Authorization": "Basic Zm9v"}):
        assert caller.ask(method, path, Problem, 401, headers=header).code == "unknown_token"
    station = enrolled()
    store.revoke(station.station, datetime.now(UTC))
    answer = station.raw(method, path)
    assert wire.decode(answer.content, Problem).code == "revoked"
    assert answer.headers["WWW-Authenticate"] == "Bearer"


def test_a_station_pushes_and_is_told_of_each_entry(enrolled: Enrolled) -> None:
    station = enrolled()
    pen = journal_of(station, 3)
    first, again = station.push(pen.entries), station.push(pen.entries)
    assert [receipt.state for receipt in first.receipts] == [STORED] * 3
    assert [receipt.state for receipt in again.receipts] == [KNOWN] * 3
    assert first.have == again.have == 3
    assert abs(first.offset_ms) < 2000


def test_an_unpacked_push_is_taken_too(enrolled: Enrolled) -> None:
    station = enrolled()
    batch = wire.Push(
        epoch="e1", sent_at=stamp(datetime.now(UTC)), entries=[to_wire(journal_of(station, 1).entries[0])]
    )
    assert station.ask("POST", "/v1/journal", wire.Pushed, content=wire.encode(batch)).have == 1


def test_the_other_stations_of_the_site_hear_of_it_once(enrolled: Enrolled) -> None:
    south, north = enrolled("G1"), enrolled("G2")
    pen = journal_of(south, 5)
    south.push(pen.entries, sent_at=datetime.now(UTC) + timedelta(seconds=2820))
    page = north.peers(limit=3)
    assert (page.more, page.cursor) == (True, 3)
    rest = north.peers(page.cursor, limit=3)
    assert (rest.more, len(rest.entries)) == (False, 2)
    assert [peer.entry for peer in (*page.entries, *rest.entries)] == [to_wire(entry) for entry in pen.entries]
    assert all(peer.corrected for peer in page.entries)
    assert north.peers(rest.cursor).entries == []
    assert south.peers().entries == []


def test_a_station_of_another_site_hears_nothing_of_it(store: Store, enrolled: Enrolled) -> None:
    store.put([Site(id="other", name="别处"), Gate(id="H1", site="other", name="门", communities=("x",))])
    station, stranger = enrolled("G1"), enrolled("H1", site="other")
    station.push(journal_of(station, 2).entries)
    assert stranger.peers().entries == []
    assert {(item.kind, item.id) for item in stranger.roster().items} == {
        ("central", "central"),
        ("site", "other"),
        ("gate", "H1"),
        ("key", "1"),
        ("key", "2049"),
        ("central", "central"),
    }


@pytest.mark.one_database
@pytest.mark.parametrize(
    "body",
    [
        b"",
        b"{",
        b"null",
        b"[]",
        b'{"epoch": "e1"}',
        b'{"epoch": 1, "sent_at": "2022-12-05T07:00:00.000Z", "entries": []}',
        b'{"epoch": "e1", "sent_at": "yesterday", "entries": []}',
        b'{"epoch": "", "sent_at": "2022-12-05T07:00:00.000Z", "entries": []}',
        b'{"epoch": "\\u0000", "sent_at": "2022-12-05T07:00:00.000Z", "entries": []}',
        b'{"epoch": "e1", "sent_at": "2022-12-05T07:00:00.000Z", "entries": {}}',
        b'{"epoch": "e1", "sent_at": "2022-12-05T07:00:00.000Z", "entries": [}',
        b"\xff\xfe\x00",
        b"[" * 100_000,
    ],
)
def test_a_push_that_is_none_is_a_problem_with_a_sentence(enrolled: Enrolled, body: bytes) -> None:
    problem = enrolled().ask("POST", "/v1/journal", Problem, 422, content=body)
    assert problem.code == "malformed"
    assert 10 < len(problem.sentence) <= 300


@pytest.mark.one_database
@pytest.mark.parametrize("cut", [0, 1, 5, 20, -9, -1])
def test_half_a_gzip_is_a_problem_and_nothing_is_stored(store: Store, enrolled: Enrolled, cut: int) -> None:
    station = enrolled()
    said = packed("e1", journal_of(station, 5).entries)[:cut]
    problem = station.ask("POST", "/v1/journal", Problem, 400, content=said, headers=GZIP)
    assert problem.code == "bad_gzip"
    assert store.chains() == []


@pytest.mark.one_database
def test_more_than_one_gzip_member_is_a_problem(enrolled: Enrolled) -> None:
    station = enrolled()
    said = packed("e1", []) + packed("e1", [])
    assert station.ask("POST", "/v1/journal", Problem, 400, content=said, headers=GZIP).code == "bad_gzip"


@pytest.mark.one_database
def test_a_body_without_end_is_cut_off(enrolled: Enrolled) -> None:
    station = enrolled()

    def endless() -> Any:
        for _ in range(speaking.LARGEST_BODY // 2**16 + 2):
            yield b" " * 2**16

    try:
        answer = station.raw("POST", "/v1/journal", content=endless())
    except httpx.WriteError:
        return  # The answer came, and the line was closed, while there was still more to send.
    assert (answer.status_code, wire.decode(answer.content, Problem).code) == (413, "too_large")


@pytest.mark.one_database
def test_a_body_of_exactly_the_largest_size_is_read(enrolled: Enrolled) -> None:
    body = b'{"epoch": "e1", "sent_at": "2022-12-05T07:00:00.000Z", "entries": []}'
    padded = body + b" " * (speaking.LARGEST_BODY - len(body))
    station = enrolled()
    for content, headers in ((padded, {}), (gzip.compress(padded), GZIP)):
        assert station.ask("POST", "/v1/journal", wire.Pushed, content=content, headers=headers).receipts == []


@pytest.mark.one_database
def test_packings_that_are_not_known_are_named(enrolled: Enrolled) -> None:
    problem = enrolled().ask("POST", "/v1/journal", Problem, 415, content=b"x", headers={"Content-Encoding": "br"})
    assert problem.code == "unknown_encoding"


@pytest.mark.one_database
def test_more_than_a_batch_is_too_many(enrolled: Enrolled) -> None:
    said = packed("e1", [{}] * (wire.BATCH + 1))
    assert enrolled().ask("POST", "/v1/journal", Problem, 413, content=said, headers=GZIP).code == "too_many"


def test_several_large_batches_at_once_take_turns_and_all_are_stored(enrolled: Enrolled) -> None:
    stations = [enrolled() for _ in range(6)]
    batches = [journal_of(station, 300).entries for station in stations]
    with ThreadPoolExecutor(len(stations)) as pool:
        answers = list(pool.map(lambda pair: pair[0].push(pair[1]), zip(stations, batches, strict=True)))
    assert [answer.have for answer in answers] == [300] * len(stations)


def test_one_unreadable_entry_costs_only_itself(enrolled: Enrolled) -> None:
    station = enrolled()
    first, second = journal_of(station, 2).entries
    pushed = station.push([first, {"seq": 9, "id": "x" * 10_000}, second, 10**30, 1.5])
    assert [receipt.state for receipt in pushed.receipts] == [STORED, REFUSED, STORED, REFUSED, REFUSED]
    assert all(len(receipt.reason) <= intake.LONGEST_REASON for receipt in pushed.receipts)


@pytest.mark.one_database
@pytest.mark.parametrize(
    ("method", "path", "status", "code"),
    [
        ("GET", "/nowhere", 404, "not_found"),
        ("GET", "/v1/nowhere", 404, "not_found"),
        ("GET", "/static/nowhere.css", 404, "not_found"),
        ("GET", "/static/../app.py", 404, "not_found"),
        ("GET", "/docs", 404, "not_found"),
        ("DELETE", "/v1/journal", 405, "not_allowed"),
        ("DELETE", "/v1/roster", 405, "not_allowed"),
    ],
)
def test_addresses_that_are_none_answer_in_the_same_language(
    caller: Caller, method: str, path: str, status: int, code: str
) -> None:
    assert caller.ask(method, path, Problem, status).code == code


@pytest.mark.one_database
@pytest.mark.parametrize(
    "query", ["after=-1", "after=x", f"after={2**53 + 1}", "limit=0", "limit=501", "limit=x", f"after={'9' * 5000}"]
)
@pytest.mark.parametrize("path", ["/v1/roster", "/v1/site/entries"])
def test_questions_out_of_range_are_malformed(enrolled: Enrolled, path: str, query: str) -> None:
    assert enrolled().ask("GET", f"{path}?{query}", Problem, 422).code == "malformed"


def test_a_cursor_beyond_everything_is_an_empty_page(enrolled: Enrolled) -> None:
    station = enrolled()
    page, peers = station.roster(2**53), station.peers(2**53)
    assert (page.items, page.more, page.version) == ([], False, 2**53)
    assert (peers.entries, peers.more, peers.cursor) == ([], False, 2**53)


def test_the_process_and_its_database_say_that_they_are_well(caller: Caller) -> None:
    assert caller.ask("GET", "/healthz", wire.Health).state == "alive"
    assert caller.ask("GET", "/readyz", wire.Health).state == "ready"


def test_a_database_that_another_version_has_moved_on_is_not_ready(store: Store, caller: Caller) -> None:
    with store._engine.execution_options(writes=True).begin() as connection:
        connection.exec_driver_sql("UPDATE alembic_version SET version_num = '9999'")
    problem = caller.ask("GET", "/readyz", Problem, 503)
    assert problem.code == "other_version"
    assert "9999" in problem.sentence
    assert caller.ask("GET", "/healthz", wire.Health).state == "alive"


def test_an_answer_names_its_request(caller: Caller) -> None:
    ids = {caller.raw("GET", path).headers["Request-Id"] for path in ("/healthz", "/healthz", "/nowhere")}
    assert len(ids) == 3


@pytest.mark.one_database
def test_a_database_that_does_not_answer_is_said_so(
    monkeypatch: pytest.MonkeyPatch, store: Store, enrolled: Enrolled
) -> None:
    station = enrolled()

    def gone(*_: object) -> None:
        raise exc.OperationalError("SELECT 'Zhang Wei'", {}, Exception("database is locked"))

    monkeypatch.setattr(Store, "revision", gone)
    monkeypatch.setattr(Store, "in_books", gone)
    for method, path, how in (
        ("GET", "/readyz", {}),
        ("POST", "/v1/journal", {"content": packed("e1", []), "headers": GZIP}),
    ):
        answer = station.raw(method, path, **how)
        assert (answer.status_code, answer.headers["Retry-After"]) == (503, "5")
        assert wire.decode(answer.content, Problem).code == "busy"
        assert "Zhang" not in answer.text


@pytest.mark.one_database
def test_what_fails_for_no_known_reason_is_answered_and_tells_nothing(
    monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture, enrolled: Enrolled
) -> None:
    def broken(*_: object) -> None:
        raise RuntimeError("张伟 13800138001")

    monkeypatch.setattr(Store, "items", broken)
    answer = enrolled().raw("GET", "/v1/roster")
    assert (answer.status_code, wire.decode(answer.content, Problem).code) == (500, "failed")
    logged = "\n".join(map(JsonLines().format, caplog.records))
    assert "RuntimeError" in logged
    assert "张伟" not in answer.text + logged


@pytest.mark.parametrize(
    ("error", "status"),
    [
        (exc.OperationalError("", {}, Exception()), 503),
        (exc.DatabaseError("", {}, Exception()), 503),
        (exc.TimeoutError(), 503),
        (exc.IntegrityError("", {}, Exception()), 500),
        (exc.DataError("", {}, Exception()), 500),
        (KeyError("x"), 500),
    ],
)
def test_only_trouble_of_the_database_itself_asks_to_come_again(error: Exception, status: int) -> None:
    assert requests.failed(error).status_code == status


@pytest.mark.one_database
def test_a_client_that_hangs_up_half_way_leaves_central_well(store: Store, enrolled: Enrolled, url: str) -> None:
    station = enrolled()
    place = urlsplit(url)
    with closing(socket.create_connection((place.hostname or "", place.port or 0))) as line:
        head = ["POST /v1/journal HTTP/1.1", "Host: x", f"Authorization: Bearer {station.token}", "Content-Length: 999"]
        line.sendall("\r\n".join([*head, "", '{"epoch"']).encode())
    assert station.push(journal_of(station, 1).entries).have == 1


def test_a_question_notes_that_the_station_spoke_but_keeps_its_clock(store: Store, enrolled: Enrolled) -> None:
    station = enrolled()
    station.roster()
    [row] = store.stations()
    assert row.seen_at is not None
    assert row.offset_ms is None


def test_the_report_of_the_callers_site_counts_what_came(enrolled: Enrolled) -> None:
    station = enrolled()
    station.push(journal_of(station, 2).entries)
    said = station.ask("GET", "/v1/site/report?day=2022-12-05", wire.SiteReport)
    assert (said.site, said.day, said.figures["in"], said.figures["inside_at_end"]) == (made.SITE, "2022-12-05", 2, 1)
    assert station.ask("GET", "/v1/site/report", wire.SiteReport).figures["in"] == 0


@pytest.mark.one_database
@pytest.mark.parametrize("day", ["x", "2022-13-01", "9999-12-31", "0001-01-01"])
def test_a_day_that_is_none_is_malformed(enrolled: Enrolled, day: str) -> None:
    assert enrolled().ask("GET", f"/v1/site/report?day={day}", Problem, 422).code == "malformed"


def test_a_body_that_nobody_can_count_breaks_no_report(enrolled: Enrolled) -> None:
    station = enrolled()
    pen = journal_of(station, 1)
    good = dict(pen.entries[0].body or {})
    nonsense: list[dict[str, Any]] = [{"direction": "up"}, {"subject": ["1"]}, {"outcome": {}}, {"suppressed": "x"}]
    for changed in (*nonsense, {"gate": None}, {"temperature": []}, {"policy": "x"}):
        attempt = pen.write("attempt", {**good, **changed}, made.at("08:00"))
        pen.write("decision", {"outcome": ["passed"], "action": {}}, made.at("08:01"), amends=attempt.id)
    pen.write("attempt", {}, made.at("08:02"))
    pen.write("decision", {"outcome": ["passed"]}, made.at("08:03"), amends=pen.entries[0].id)
    pushed = station.push(pen.entries)
    assert {receipt.state for receipt in pushed.receipts} == {STORED}
    said = station.ask("GET", "/v1/site/report?day=2022-12-05", wire.SiteReport)
    assert said.figures["in"] >= 1
    assert station.raw("GET", "/").status_code == 200


@pytest.mark.one_database
def test_the_openapi_document_names_every_address_and_every_document(caller: Caller) -> None:
    document = caller.raw("GET", "/openapi.json").json()
    assert set(document["paths"]) == {
        *("/v1/enrol", "/v1/token", "/v1/journal", "/v1/roster", "/v1/site/entries", "/v1/site/report"),
        *("/v1/wait", "/healthz", "/readyz"),
    }
    schemas = document["components"]["schemas"]
    spoken = {"Enrol", "Enrolled", "Push", "Rows", "Pushed", "Receipt", "RosterPage", "Item", "PeerPage", "PeerEntry"}
    assert spoken | {"SiteReport", "Health", "Problem"} <= set(schemas)
    assert schemas["Push"]["required"] == ["epoch", "sent_at", "entries"]
    for path, methods in document["paths"].items():
        for operation in methods.values():
            assert operation["summary"]
            good = operation["responses"]["200"]["content"]["application/json"]["schema"]["$ref"]
            bad = operation["responses"]["default"]["content"]["application/json"]["schema"]["$ref"]
            assert good.rpartition("/")[2] in schemas, path
            assert bad == "#/components/schemas/Problem"
            assert ("security" in operation) == (path not in {"/v1/enrol", "/v1/token", "/healthz", "/readyz"})
    for name in set(_references(document)):
        assert name in schemas


def _references(part: Any) -> list[str]:
    if isinstance(part, dict):
        own = [part["$ref"].rpartition("/")[2]] if "$ref" in part else []
        return own + [name for value in part.values() for name in _references(value)]
    if isinstance(part, list):
        return [name for value in part for name in _references(value)]
    return []


def test_a_push_of_the_wire_is_a_batch_of_intake() -> None:
    batch = wire.Push(epoch="e1", sent_at="2022-12-05T07:00:00.000Z", entries=[{"a": 1}])
    read = wire.decode(wire.encode(batch), intake.Batch)
    assert [json.loads(bytes(entry)) for entry in read.entries] == [{"a": 1}]
    assert set(msgspec.structs.asdict(read)) == set(msgspec.structs.asdict(batch))
