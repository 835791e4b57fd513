"""Runs: entries told by their place come out as they were sealed, and what was changed does not; no store is asked."""

from __future__ import annotations

import gzip
from collections.abc import Sequence
from datetime import UTC, datetime, timedelta
from typing import Any

import msgspec
import pytest
from hypothesis import given
from hypothesis import strategies as st
from msgspec.structs import replace

from checkpoint import rows, wire
from checkpoint.gate import Direction
from checkpoint.journal import GENESIS, Clock, Draft, Entry, forgotten, seal, stamp, to_wire
from checkpoint.rows import Odd, Row, Rows
from checkpoint.wire import STORED, MalformedMessage, Push, Pushed, Receipt
from tests.harness import made
from tests.harness.made import Pen

EXACT = st.integers(-(2**53), 2**53)
KEYS = st.text(st.characters(codec="ascii"), max_size=6)
FLAT = st.dictionaries(KEYS, st.none() | st.booleans() | EXACT | st.text(max_size=6), max_size=4)
DEEP = st.recursive(
    st.none() | st.booleans() | EXACT | st.text(max_size=4),
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(KEYS, inner, max_size=3),
    max_leaves=6,
)
BODIES = FLAT | st.dictionaries(KEYS, DEEP, max_size=3)
MOMENTS = st.datetimes(datetime(1970, 1, 1), datetime(9999, 12, 31, 23, 59, 59)).map(lambda at: at.replace(tzinfo=UTC))
NUMBERS = st.none() | EXACT
DRAFTS = st.builds(
    Draft,
    kind=st.sampled_from(["attempt", "note", "门"]),
    at=MOMENTS,
    clock=st.builds(Clock, mono_ms=EXACT, boot=st.text(max_size=4), offset_ms=NUMBERS, offset_age_s=NUMBERS),
    operator=st.text(max_size=4),
    body=BODIES,
    shift=st.text(max_size=3),
    amends=st.none() | st.text(max_size=4),
    id=st.text(max_size=6),
)


def chained(drafts: Sequence[Draft], first: int = 1, prev: str = GENESIS) -> list[Entry]:
    entries: list[Entry] = []
    for seq, draft in enumerate(drafts, first):
        entries.append(seal(draft, station="s1", epoch="e1", seq=seq, prev=entries[-1].hash if entries else prev))
    return entries


def push_of(entries: Sequence[Entry]) -> Push:
    return Push(epoch="e1", sent_at="2022-12-05T07:00:00.000Z", entries=[to_wire(one) for one in entries], living="e2")


def run_of(entries: Sequence[Entry]) -> Rows:
    run = rows.told(push_of(entries))
    assert run is not None
    return rows.decode(wire.encode(run))


def attempts(count: int) -> list[Entry]:
    pen = Pen()
    for minute in range(count):
        pen.attempt("1", Direction.IN, made.at("07:00") + timedelta(minutes=minute))
    return pen.entries


@given(drafts=st.lists(DRAFTS, min_size=1, max_size=5), first=st.integers(1, 2**40))
def test_whatever_was_sealed_comes_out_of_a_run_as_it_went_in(drafts: list[Draft], first: int) -> None:
    entries = chained(drafts, first, "ab" * 32)
    run = run_of(entries)
    assert (run.first, run.last, run.prev, run.hash) == (first, entries[-1].seq, "ab" * 32, entries[-1].hash)
    assert (run.epoch, run.sent_at, run.living) == ("e1", "2022-12-05T07:00:00.000Z", "e2")
    assert [to_wire(one) for one in rows.entries(run, "s1")] == [to_wire(one) for one in entries]


@given(drafts=st.lists(DRAFTS, min_size=1, max_size=4), data=st.data())
def test_a_run_of_which_any_part_was_changed_does_not_come_to_its_hash(
    drafts: list[Draft], data: st.DataObject
) -> None:
    run = run_of(chained(drafts))
    place = data.draw(st.integers(0, len(run.rows) - 1))
    name = data.draw(st.sampled_from(Row.__struct_fields__))
    other = getattr(data.draw(DRAFTS), name) if name != "salt" else "00" * 16
    changed = replace(run.rows[place], **{name: stamp(other) if name == "at" else other})
    if msgspec.json.encode(changed) == msgspec.json.encode(run.rows[place]):
        return
    with pytest.raises(Odd):
        rows.entries(replace(run, rows=[*run.rows[:place], changed, *run.rows[place + 1 :]]), "s1")


def test_a_run_is_the_stations_epochs_and_places_own_and_ends_with_its_hash() -> None:
    run = run_of(attempts(3))
    station = Pen().station
    assert len(rows.entries(run, station)) == 3
    for one, whose in (
        (run, "another"),
        (replace(run, epoch="e9"), station),
        (replace(run, first=2), station),
        (replace(run, prev="1" * 64), station),
        (replace(run, hash="1" * 64), station),
        (replace(run, rows=run.rows[:2]), station),
        (replace(run, rows=[run.rows[1], run.rows[0], run.rows[2]]), station),
    ):
        with pytest.raises(Odd):
            rows.entries(one, whose)


def test_what_does_not_follow_one_another_is_told_entry_by_entry() -> None:
    first, second, third = attempts(3)
    other = replace(second, prev="1" * 64)
    for entries in ([], [first, third], [second, first], [first, other], [first, forgotten(second)]):
        assert rows.told(push_of(entries)) is None
    for entries in ([first], [second, third]):
        assert rows.told(push_of(entries)) is not None


def test_a_packed_run_is_less_than_half_of_the_same_entries_packed_one_by_one() -> None:
    entries = attempts(500)
    run, whole = (len(gzip.compress(wire.encode(one), 1)) for one in (run_of(entries), push_of(entries)))
    assert run < 0.5 * whole


@pytest.mark.parametrize(
    "change",
    [
        {"salt": "AB" * 16},
        {"salt": "ab " * 16},
        {"salt": "g" * 32},
        {"body": {"height": 1.5}},
        {"body": {"门": 1}},
        {"body": {"n": 2**53 + 1}},
        {"body": {"within": {"门": [1]}}},
    ],
)
def test_a_run_whose_hash_was_made_of_what_no_journal_seals_is_odd_all_the_same(change: dict[str, Any]) -> None:
    [entry] = attempts(1)
    raw = msgspec.json.decode(wire.encode(run_of([entry])))
    names = dict(zip(Row.__struct_fields__, raw["rows"][0], strict=True))
    read = rows.decode(msgspec.json.encode(raw | {"rows": [list((names | change).values())]}))
    with pytest.raises(Odd):
        rows.sealed(read.rows[0], Pen().station, "e1", 1, GENESIS)


@pytest.mark.parametrize(
    "raw", [b"", b"{}", b"[" * 100_000, b'{"epoch":"e","sent_at":"t","first":1,"prev":"","hash":""}']
)
def test_what_is_no_run_is_no_document(raw: bytes) -> None:
    with pytest.raises(MalformedMessage):
        rows.decode(raw)


@pytest.mark.parametrize("change", [{"first": 0}, {"first": 2**53 + 1}, {"first": True}, {"rows": []}, {"rows": [[1]]}])
def test_a_run_without_a_place_or_entries_is_no_document(change: dict[str, Any]) -> None:
    raw = msgspec.json.decode(wire.encode(run_of(attempts(1))))
    with pytest.raises(MalformedMessage):
        rows.decode(msgspec.json.encode(raw | change))


@given(at=MOMENTS)
def test_a_moment_is_as_many_milliseconds_as_it_is(at: datetime) -> None:
    at = at.replace(microsecond=at.microsecond // 1000 * 1000)
    assert timedelta(milliseconds=rows.ms_of(stamp(at))) == at - datetime(1970, 1, 1, tzinfo=UTC)


GOOD = "2022-12-05T07:00:00.000Z"


@given(place=st.integers(0, 23), mark=st.characters())
def test_any_other_spelling_of_a_moment_is_none(place: int, mark: str) -> None:
    text = GOOD[:place] + mark + GOOD[place + 1 :]
    try:
        ms = rows.ms_of(text)
    except Odd:
        return
    assert stamp(datetime(1970, 1, 1, tzinfo=UTC) + timedelta(milliseconds=ms)) == text


@pytest.mark.parametrize(
    "text",
    ["", "x", GOOD[:-1], GOOD + "Z", "2022-W49-1T07:00:00.000Z", "20221205T07:00:00.00000Z", "2022-12-05 07:00:00.000Z"]
    + ["2022-12-05T24:00:00.000Z", "2022-12-05T07:00:60.000Z", "2022-02-29T07:00:00.000Z", "2022-12-05T07:00:00,000Z"],
)
def test_what_is_no_moment_is_odd(text: str) -> None:
    with pytest.raises(Odd):
        rows.ms_of(text)


def test_an_answer_to_a_run_has_a_receipt_for_each_in_order_and_an_entry_by_entry_one_stays_as_it_is() -> None:
    run, moved = run_of(attempts(3)), "2022-12-05T09:00:00.000Z"
    told = Receipt(seq=2, state=STORED, received_at=GOOD, scanned_at=moved, corrected=True)
    answer = Pushed(receipts=[told], have=3, offset_ms=0, time=GOOD, stored=GOOD)
    whole = rows.whole(answer, run)
    assert [one.seq for one in whole.receipts] == [1, 2, 3]
    assert [one.scanned_at for one in whole.receipts] == [run.rows[0].at, moved, run.rows[2].at]
    assert [one.corrected for one in whole.receipts] == [False, True, False]
    assert {(one.state, one.received_at) for one in whole.receipts} == {(STORED, GOOD)}
    assert rows.whole(replace(answer, stored=""), run).receipts == [told]
