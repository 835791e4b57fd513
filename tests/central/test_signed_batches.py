"""Batches are the station's own or nobody's: what it did not sign is not stored, stays in sight and stops nothing."""

from __future__ import annotations

import gzip
from datetime import UTC, datetime, timedelta
from pathlib import Path

import httpx
import pytest
import sqlalchemy as sa

from central import auth
from central.store import schema
from central.store.store import UNSIGNED, Store
from checkpoint import signatures, wire
from checkpoint.gate import Direction
from checkpoint.journal import forgotten, stamp, to_wire
from checkpoint.wire import Problem, Pushed
from tests.central.conftest import Enrolled
from tests.harness import made
from tests.harness.calling import KEY, PRIVATE, Caller, has_key, signed
from tests.harness.made import Pen

OTHER = "77" * 32


def pen_of(station: Caller, count: int = 3) -> Pen:
    pen = Pen(station.station)
    for minute in range(count):
        pen.attempt("1", Direction.IN, made.at("07:00") + timedelta(minutes=minute))
    return pen


def raw_of(pen: Pen, sent_at: datetime | None = None) -> bytes:
    said = [to_wire(one) for one in pen.entries]
    return wire.encode(wire.Push(epoch="e1", sent_at=stamp(sent_at or datetime.now(UTC)), entries=said))


def send(station: Caller, raw: bytes, headers: dict[str, str]) -> httpx.Response:
    return station.raw("POST", "/v1/journal", content=raw, headers=headers)


def test_a_signed_batch_is_stored_and_its_signature_proves_the_chain_also_when_bodies_are_gone(
    store: Store, enrolled: Enrolled
) -> None:
    station = enrolled()
    pen = pen_of(station)
    raw = raw_of(pen)
    assert send(station, raw, signed(station.station, "e1", pen.entries, raw)).status_code == 200
    [chain] = store.chains()
    assert signatures.proven(KEY, station.station, "e1", chain.proof or "") == (3, pen.entries[2].hash)
    assert pen.entries[2].hash == forgotten(pen.entries[2]).hash
    older = Pen(station.station)
    older.entries = pen.entries[:1]
    again = raw_of(older)
    assert send(station, again, signed(station.station, "e1", older.entries, again)).status_code == 200
    assert store.chains()[0].proof == chain.proof, "an older batch that comes again proves less"


def test_what_an_older_disk_signed_and_central_refused_proves_nothing_of_the_chain_that_is_there(
    store: Store, enrolled: Enrolled
) -> None:
    station = enrolled()
    pen, older = pen_of(station), pen_of(station, 5)
    for one in (pen, older):
        raw = raw_of(one)
        assert send(station, raw, signed(station.station, "e1", one.entries, raw)).status_code == 200
    [chain] = store.chains()
    assert (chain.have, chain.have_hash) == (3, pen.entries[2].hash)
    assert signatures.proven(KEY, station.station, "e1", chain.proof or "") == (3, chain.have_hash)


def test_what_a_station_did_not_sign_is_refused_kept_in_sight_and_stops_nothing(
    store: Store, enrolled: Enrolled
) -> None:
    station = enrolled()
    pen = pen_of(station)
    raw = raw_of(pen)
    good = signed(station.station, "e1", pen.entries, raw)
    forged = [
        signed(station.station, "e1", pen.entries, raw, private=OTHER),
        signed(station.station, "e1", pen.entries, raw + b" "),
        signed("somebody", "e1", pen.entries, raw),
        signed(station.station, "e2", pen.entries, raw),
        signed(station.station, "e1", pen.entries[:1], raw),
        {wire.SIGNATURE: "nonsense"},
    ]
    for headers in forged:
        answer = send(station, raw, headers)
        assert (answer.status_code, wire.decode(answer.content, Problem).code) == (403, "bad_signature")
    changed = raw.replace(b'"gd1"', b'"ld1"', 1)
    assert send(station, changed, good).status_code == 403
    assert store.chains() == []
    assert [(kept.reason, kept.raw) for kept in store.refused(station.station)] == [(UNSIGNED, "")]
    assert station.roster().items
    assert send(station, raw, good).status_code == 200


def test_a_station_from_before_may_send_unsigned_until_it_has_signed_once(enrolled: Enrolled) -> None:
    station = enrolled()
    pen = pen_of(station)
    raw = raw_of(pen)
    assert send(station, raw, {}).status_code == 200
    assert send(station, raw, signed(station.station, "e1", pen.entries, raw)).status_code == 200
    assert send(station, raw, {}).status_code == 403


def test_a_station_that_signs_is_never_heard_unsigned(store: Store, caller: Caller) -> None:
    code = auth.new_code(store, name="南口", site=made.SITE, gate="G1", now=datetime.now(UTC))
    asked = wire.encode(wire.Enrol(code=code, public_key=KEY, signs=True))
    for headers in ({}, has_key(asked, OTHER), has_key(asked + b" "), {wire.SIGNATURE: "nonsense"}):
        refused = caller.ask("POST", "/v1/enrol", Problem, 403, content=asked, headers=headers)
        assert refused.code == "bad_signature", "the code stays good"
    enrolled = caller.ask("POST", "/v1/enrol", wire.Enrolled, content=asked, headers=has_key(asked))
    caller.station, caller.token = enrolled.station, enrolled.token
    pen = pen_of(caller)
    assert send(caller, raw_of(pen), {}).status_code == 403
    assert enrolled.signing == store.own_keys().public.sign


@pytest.mark.parametrize("away", [timedelta(days=-3650), timedelta(minutes=-47), timedelta(days=36500)])
def test_no_clock_makes_a_signed_batch_too_old_or_too_new_and_the_same_again_changes_nothing(
    store: Store, enrolled: Enrolled, away: timedelta
) -> None:
    station = enrolled()
    pen = pen_of(station)
    raw = raw_of(pen, datetime.now(UTC) + away)
    answers = [send(station, raw, signed(station.station, "e1", pen.entries, raw)) for _ in range(2)]
    states = [[one.state for one in wire.decode(answer.content, Pushed).receipts] for answer in answers]
    assert states == [["stored"] * 3, ["known"] * 3]
    assert len(store.journal(station.station, "e1")) == 3


def test_a_signature_covers_the_document_however_it_was_packed_on_its_way(enrolled: Enrolled) -> None:
    station = enrolled()
    pen = pen_of(station)
    raw = raw_of(pen)
    headers = signed(station.station, "e1", pen.entries, raw) | {"Content-Encoding": "gzip"}
    assert send(station, gzip.compress(raw, 9), headers).status_code == 200


def test_a_batch_whose_last_entry_cannot_be_read_is_signed_too(enrolled: Enrolled) -> None:
    station = enrolled()
    raw = wire.encode(wire.Push(epoch="e1", sent_at=stamp(datetime.now(UTC)), entries=["nonsense"]))
    answer = send(station, raw, signed(station.station, "e1", [], raw))
    assert [one.state for one in wire.decode(answer.content, Pushed).receipts] == ["refused"]


# --- tokens ---


def renewing(station: Caller, token: str, private: str = PRIVATE) -> httpx.Response:
    token_hash = signatures.digest(token.encode()).hex()
    asked = wire.encode(wire.Renew(station=station.station, token_hash=token_hash))
    signature = signatures.sign(private, signatures.TOKEN, station.station, token_hash)
    return station.raw("POST", "/v1/token", content=asked, headers={wire.SIGNATURE: signature})


def code_of(station: Caller, token: str) -> str:
    answer = station.raw("GET", "/v1/roster", headers={"Authorization": f"Bearer {token}"})
    return "" if answer.status_code == 200 else wire.decode(answer.content, Problem).code


def test_the_old_token_is_good_until_the_next_one_was_used_and_never_again(enrolled: Enrolled) -> None:
    station = enrolled()
    old = station.token
    assert renewing(station, "next-1").status_code == 200
    assert renewing(station, "next-1").status_code == 200, "its answer was lost"
    assert code_of(station, old) == ""
    assert code_of(station, "next-1") == ""
    assert code_of(station, old) == "former_token"
    assert renewing(station, old).status_code == 401, "a token that was replaced never comes back"
    assert code_of(station, "next-1") == ""


def test_a_next_token_that_was_never_used_gives_way_to_a_later_one(enrolled: Enrolled) -> None:
    station = enrolled()
    renewing(station, "next-1")
    renewing(station, "next-2")
    assert code_of(station, "next-1") == "unknown_token"
    assert code_of(station, station.token) == ""
    assert code_of(station, "next-2") == ""


def test_only_the_stations_key_names_its_next_token(store: Store, enrolled: Enrolled) -> None:
    station, other = enrolled(), enrolled("G2")
    answer = renewing(station, "mine-now", private=OTHER)
    assert (answer.status_code, code_of(station, "mine-now")) == (401, "unknown_token")
    assert renewing(station, other.token).status_code == 401, "nobody takes another station's"
    store.revoke(station.station, datetime.now(UTC))
    assert wire.decode(renewing(station, "next-1").content, Problem).code == "revoked"


def test_a_computer_restored_to_an_older_token_comes_back_by_its_key(enrolled: Enrolled) -> None:
    station = enrolled()
    renewing(station, "next-1")
    assert code_of(station, "next-1") == ""
    assert code_of(station, station.token) == "former_token"
    assert renewing(station, "next-2").status_code == 200
    assert code_of(station, "next-2") == ""


def test_nothing_in_the_database_can_speak_as_a_station(store: Store, enrolled: Enrolled) -> None:
    station = enrolled()
    renewing(station, "next-token-of-this-station")
    assert code_of(station, "next-token-of-this-station") == ""
    renewing(station, "one-that-is-never-used")
    pen = pen_of(station)
    raw = raw_of(pen)
    send(station, raw, signed(station.station, "e1", pen.entries, raw))
    held = everything(store)
    assert KEY.encode() in held
    for secret in (station.token, "next-token-of-this-station", "one-that-is-never-used", PRIVATE):
        assert secret.encode() not in held
    assert bytes.fromhex(PRIVATE) not in held


def everything(store: Store) -> bytes:
    """All that the database holds, and on SQLite its files' bytes."""
    with store._reading() as connection:
        rows = [
            repr(tuple(row)) for table in schema.metadata.sorted_tables for row in connection.execute(sa.select(table))
        ]
    files = (
        []
        if store._engine.dialect.name != "sqlite"
        else Path(str(store._engine.url.database)).parent.glob("central.db*")
    )
    return b"".join(["\n".join(rows).encode(), *(path.read_bytes() for path in files)])
