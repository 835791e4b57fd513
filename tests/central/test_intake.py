"""Intake: each entry once, whatever comes in whatever order, and nothing that comes is lost from sight."""

from __future__ import annotations

import json
from collections.abc import Iterator, Sequence
from concurrent.futures import ThreadPoolExecutor
from contextlib import closing
from datetime import UTC, datetime, timedelta
from itertools import count
from typing import Any

import msgspec
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from msgspec.structs import replace

from central import intake
from central.store.stations import StationRow
from central.store.store import Store
from checkpoint.gate import Direction
from checkpoint.journal import Clock, Entry, first_fault, forgotten, hash_of, stamp, to_wire
from checkpoint.wire import KNOWN, NOT_FOLLOWING, REFUSED, STORED, Pushed
from tests.central.conftest import Joined, Place, join
from tests.harness import made
from tests.harness.made import Pen

NOW = datetime(2022, 12, 5, 4, 0, tzinfo=UTC)
EPOCHS = count(1)


def raw(value: Any) -> msgspec.Raw:
    """A value as it stands in a request."""
    return msgspec.Raw(json.dumps(value).encode())


def take(
    store: Store, station: StationRow, epoch: str, entries: Sequence[Entry | Any], behind: timedelta = timedelta()
) -> Pushed:
    """A push of these; behind: how far the station's clock is behind central's."""
    said = [raw(to_wire(one) if isinstance(one, Entry) else one) for one in entries]
    return intake.take(store, station, epoch, NOW - behind, said, NOW)


def states(pushed: Pushed) -> list[str]:
    """What became of each."""
    return [receipt.state for receipt in pushed.receipts]


def written(station: StationRow, number: int, epoch: str = "e1") -> Pen:
    """A pen that has written so many attempts."""
    pen = Pen(station.id, epoch)
    for minute in range(number):
        pen.attempt("1", Direction.IN, made.at("07:00") + timedelta(minutes=minute))
    return pen


def test_a_good_batch_is_stored_and_the_same_batch_again_is_known(store: Store, joined: Joined) -> None:
    station = joined()
    pen = written(station, 5)
    first, second = take(store, station, "e1", pen.entries), take(store, station, "e1", pen.entries)
    assert states(first) == [STORED] * 5
    assert states(second) == [KNOWN] * 5
    assert (first.have, second.have) == (5, 5)
    assert [replace_state(one) for one in first.receipts] == [replace_state(one) for one in second.receipts]
    assert store.journal(station.id, "e1") == pen.entries
    assert first_fault(store.journal(station.id, "e1")) is None


def replace_state(receipt: Any) -> Any:
    """The receipt but for its state."""
    return msgspec.structs.replace(receipt, state="")


def test_an_entry_is_stored_although_one_before_it_is_missing_and_the_gap_is_known(
    store: Store, joined: Joined
) -> None:
    station = joined()
    entries = written(station, 9).entries
    assert take(store, station, "e1", entries[:3]).have == 3
    late = take(store, station, "e1", entries[5:7])
    assert (states(late), late.have) == ([STORED, STORED], 3)
    assert store.missing(station.id, "e1") == [(4, 5)]
    assert take(store, station, "e1", entries[8:]).have == 3
    assert store.missing(station.id, "e1") == [(4, 5), (8, 8)]
    assert take(store, station, "e1", entries[3:5]).have == 7
    assert take(store, station, "e1", entries[7:8]).have == 9
    assert store.missing(station.id, "e1") == []
    assert store.forks() == []


def test_one_bad_entry_never_blocks_those_behind_it(store: Store, joined: Joined) -> None:
    station = joined()
    entries: list[Any] = list(written(station, 4).entries)
    entries[1] = {**to_wire(entries[1]), "kind": "decision"}
    pushed = take(store, station, "e1", [*entries, "nonsense", {"seq": 7}, 3, None])
    assert states(pushed) == [STORED, REFUSED, STORED, STORED, REFUSED, REFUSED, REFUSED, REFUSED]
    assert [receipt.seq for receipt in pushed.receipts] == [1, 2, 3, 4, 0, 7, 0, 0]
    assert all(receipt.reason for receipt in pushed.receipts if receipt.state == REFUSED)
    assert pushed.have == 1


def test_what_is_refused_is_kept_with_its_reason_once_however_often_it_comes(store: Store, joined: Joined) -> None:
    station = joined()
    bad = {**to_wire(written(station, 1).entries[0]), "operator": "ld1"}
    for _ in range(3):
        assert states(take(store, station, "e1", [bad])) == [REFUSED]
    [kept] = store.refused(station.id)
    assert json.loads(kept.raw) == bad
    assert (kept.seq, kept.reason) == (1, "the header is not the one that was sealed")
    assert store.settle(kept.digest[:8], NOW) == 1
    assert store.refused(station.id) == []


def test_another_entry_at_the_same_place_is_a_fork_and_kept_aside(store: Store, joined: Joined) -> None:
    station = joined()
    one, other = written(station, 2), written(station, 2)
    take(store, station, "e1", one.entries)
    pushed = take(store, station, "e1", other.entries)
    assert states(pushed) == [REFUSED, REFUSED]
    assert store.journal(station.id, "e1") == one.entries
    assert [(fork.epoch, fork.seq) for fork in store.forks()] == [("e1", 1), ("e1", 2)]
    assert len(store.refused(station.id)) == 2


def test_what_does_not_follow_from_a_place_that_is_held_is_another_history(store: Store, joined: Joined) -> None:
    station = joined()
    one, other = written(station, 3), written(station, 3)
    take(store, station, "e1", one.entries[:2])
    for _ in range(2):
        pushed = take(store, station, "e1", other.entries[2:])
        assert (states(pushed), pushed.have, pushed.have_hash) == ([REFUSED], 2, one.entries[1].hash)
    [fork] = store.forks()
    assert (fork.station, fork.seq, fork.reason) == (station.id, 3, NOT_FOLLOWING)
    assert [kept.seq for kept in store.refused(station.id)] == [3]


def test_what_follows_from_another_history_belongs_to_it(store: Store, joined: Joined) -> None:
    station = joined()
    one, other = written(station, 2), written(station, 5)
    take(store, station, "e1", one.entries)
    assert states(take(store, station, "e1", other.entries)) == [REFUSED] * 5
    assert store.journal(station.id, "e1") == one.entries


def test_histories_that_part_before_a_place_that_came_early_are_noted(store: Store, joined: Joined) -> None:
    station = joined()
    one, other = written(station, 3), written(station, 2)
    take(store, station, "e1", one.entries[2:])
    assert states(take(store, station, "e1", other.entries)) == [STORED, STORED]
    assert [(fork.seq, fork.reason) for fork in store.forks()] == [(3, NOT_FOLLOWING)]


def test_an_id_that_stands_elsewhere_in_the_journal_is_refused(store: Store, joined: Joined) -> None:
    station = joined()
    pen = Pen(station.id)
    pen.write("note", {}, NOW, id_="same")
    pen.write("note", {}, NOW, id_="same")
    assert states(take(store, station, "e1", pen.entries)) == [STORED, REFUSED]


def test_the_entries_of_another_station_or_epoch_are_refused(store: Store, joined: Joined) -> None:
    station, other = joined(), joined("G2")
    pushed = take(store, station, "e1", [written(other, 1).entries[0], written(station, 1, "e2").entries[0]])
    assert [receipt.reason for receipt in pushed.receipts] == [
        "it was written by another station",
        "it is of another epoch than its batch",
    ]
    assert store.chains()[0].held == 0


def test_a_reinstalled_station_begins_again_in_another_epoch(store: Store, joined: Joined) -> None:
    station = joined()
    assert states(take(store, station, "e1", written(station, 3).entries)) == [STORED] * 3
    again = take(store, station, "e2", written(station, 2, "e2").entries)
    assert (states(again), again.have) == ([STORED] * 2, 2)
    assert [(chain.epoch, chain.held) for chain in store.chains()] == [("e1", 3), ("e2", 2)]


def test_a_forgotten_entry_is_taken_and_still_verifies(store: Store, joined: Joined) -> None:
    station = joined()
    entries = [forgotten(entry) for entry in written(station, 3).entries]
    assert states(take(store, station, "e1", entries)) == [STORED] * 3
    assert first_fault(store.journal(station.id, "e1")) is None
    assert store.journal(station.id, "e1") == entries


@pytest.mark.parametrize(
    ("later", "behind", "noted"),
    [
        (timedelta(seconds=1), timedelta(milliseconds=80), False),
        (timedelta(seconds=1), timedelta(seconds=3), True),
        (timedelta(seconds=30), timedelta(), True),
        (timedelta(seconds=-90), timedelta(), True),
    ],
)
def test_what_was_noted_of_a_station_just_now_is_written_again_only_when_it_has_changed(
    store: Store, joined: Joined, later: timedelta, behind: timedelta, *, noted: bool
) -> None:
    first, second = written(joined(), 2).entries
    intake.take(store, store.stations()[0], "e1", NOW, [raw(to_wire(first))], NOW)
    then = NOW + later
    intake.take(store, store.stations()[0], "e1", then - behind, [raw(to_wire(second))], then)
    [station] = store.stations()
    assert (station.seen_at == then) is noted
    assert station.offset_ms == (behind // timedelta(milliseconds=1) if noted else 0)


@pytest.mark.parametrize(("behind_ms", "corrected"), [(0, False), (2000, False), (-2000, False), (2001, True)])
def test_times_are_corrected_when_the_clock_is_more_than_two_seconds_off(
    store: Store, joined: Joined, behind_ms: int, *, corrected: bool
) -> None:
    station = joined()
    [entry] = written(station, 1).entries
    pushed = take(store, station, "e1", [entry], timedelta(milliseconds=behind_ms))
    [receipt] = pushed.receipts
    assert pushed.offset_ms == behind_ms
    assert receipt.corrected is corrected
    expected = entry.at + timedelta(milliseconds=behind_ms if corrected else 0)
    assert receipt.scanned_at == stamp(expected)
    assert receipt.received_at == stamp(NOW)
    assert store.journal(station.id, "e1")[0].at == entry.at


def test_a_clock_beyond_the_calendar_costs_nobody_an_entry(store: Store, joined: Joined) -> None:
    station = joined()
    pen = Pen(station.id)
    pen.attempt("1", Direction.IN, datetime(9999, 12, 31, 23, 59, tzinfo=UTC))
    pen.attempt("1", Direction.OUT, datetime(1000, 1, 1, tzinfo=UTC))
    pushed = take(store, station, "e1", pen.entries, timedelta(days=365 * 900))
    assert states(pushed) == [STORED, STORED]
    assert store.journal(station.id, "e1") == pen.entries


def resealed(entry: Entry, **changes: Any) -> Entry:
    """The entry with other header fields, its hash right again: what only a station gone mad would write."""
    changed = replace(entry, **changes)
    return replace(changed, hash=hash_of(changed))


@pytest.mark.parametrize(
    "changes",
    [
        {"operator": "gd\x001"},
        {"kind": "\x00"},
        {"clock": Clock(True, "b", None, None)},
        {"clock": Clock(2**60, "b", None, None)},
        {"clock": Clock(1, "b", 2**70, 0)},
    ],
)
def test_what_a_database_would_not_give_back_as_it_was_is_refused(
    store: Store, joined: Joined, changes: dict[str, Any]
) -> None:
    station = joined()
    first, second = written(station, 2).entries
    try:
        bad = to_wire(resealed(first, **changes))
    except ValueError:
        bad = to_wire(replace(first, **changes))
    assert states(take(store, station, "e1", [bad, second])) == [REFUSED, STORED]


@pytest.mark.parametrize(
    "text",
    [
        b"[" * 900 + b"]" * 900,
        b'{"seq": 1, "body": ' + b'{"a":' * 800 + b"1" + b"}" * 800 + b"}",
        b'{"seq": 1e400}',
        b'{"seq": 123456789012345678901234567890}',
        b'{"seq": -1}',
        b'{"seq": true}',
        b'{"seq": 1, "at": "0000-00-00T00:00:00.000Z"}',
        b'"\\u0000"',
    ],
)
def test_nonsense_is_refused_by_itself(store: Store, joined: Joined, text: bytes) -> None:
    station = joined()
    [good] = written(station, 1).entries
    said = [msgspec.Raw(text), raw(to_wire(good))]
    pushed = intake.take(store, station, "e1", NOW, said, NOW)
    assert states(pushed) == [REFUSED, STORED]
    assert len(store.refused(station.id)) == 1


def test_a_body_nested_deeper_than_anyone_reads_is_refused_by_itself(store: Store, joined: Joined) -> None:
    station = joined()
    first, second = written(station, 2).entries
    deep = json.dumps(to_wire(first)).replace('"body": {', '"body": {"x": ' + "[" * 700 + "]" * 700 + ", ", 1)
    pushed = intake.take(store, station, "e1", NOW, [msgspec.Raw(deep.encode()), raw(to_wire(second))], NOW)
    assert states(pushed) == [REFUSED, STORED]


def test_the_same_batch_from_many_threads_at_once_gives_each_entry_once(store: Store, joined: Joined) -> None:
    station = joined()
    entries = written(station, 60).entries
    with ThreadPoolExecutor(8) as pool:
        answers = list(pool.map(lambda _: take(store, station, "e1", entries), range(8)))
    told = [state for pushed in answers for state in states(pushed)]
    assert told.count(STORED) == 60
    assert told.count(KNOWN) == 7 * 60
    assert {pushed.have for pushed in answers} == {60}
    assert store.journal(station.id, "e1") == entries


def test_pages_of_the_feed_have_each_entry_of_the_others_once_while_they_still_arrive(
    store: Store, joined: Joined
) -> None:
    reader, writers = joined("G1"), [joined("G2") for _ in range(3)]
    pens = [written(writer, 30) for writer in writers]
    seen: list[Entry] = []
    with ThreadPoolExecutor(3) as pool:
        pushes = [
            pool.submit(take, store, writer, "e1", pen.entries[start : start + 5])
            for start in range(0, 30, 5)
            for writer, pen in zip(writers, pens, strict=True)
        ]
        cursor = 0
        while True:
            over = all(push.done() for push in pushes)
            found, cursor = store.feed(made.SITE, reader.id, cursor, 7)
            seen += [arrived.entry for arrived in found]
            if over and not found:
                break
    assert len(seen) == 90
    assert {entry.key for entry in seen} == {entry.key for pen in pens for entry in pen.entries}


def test_a_station_never_gets_its_own_entries_back_and_its_cursor_moves_past_them(store: Store, joined: Joined) -> None:
    station, other = joined("G1"), joined("G2")
    take(store, station, "e1", written(station, 5).entries)
    assert store.feed(made.SITE, station.id, 0, 10) == ([], 5)
    take(store, other, "e1", written(other, 2).entries)
    found, cursor = store.feed(made.SITE, station.id, 5, 10)
    assert ([arrived.entry.station for arrived in found], cursor) == ([other.id] * 2, 7)


@pytest.fixture(scope="module")
def shelf(place: Place) -> Iterator[tuple[Store, StationRow]]:
    """One store for many examples, each in an epoch of its own."""
    with place() as where, closing(Store(where)) as store:
        store.put(made.roster())
        yield store, join(store)


@settings(max_examples=20, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(data=st.data(), length=st.integers(1, 25))
def test_any_splitting_order_and_repetition_leaves_the_same_entries_each_stored_once(
    shelf: tuple[Store, StationRow], data: st.DataObject, length: int
) -> None:
    store, station = shelf
    epoch = f"h{next(EPOCHS)}"
    entries = written(station, length, epoch).entries
    batches = data.draw(st.lists(st.lists(st.sampled_from(entries), max_size=12), max_size=8))
    stored: list[int] = []
    held: set[int] = set()
    for batch in [*batches, entries]:
        pushed = take(store, station, epoch, batch)
        assert [receipt.seq for receipt in pushed.receipts] == [entry.seq for entry in batch]
        stored += [receipt.seq for receipt in pushed.receipts if receipt.state == STORED]
        held |= {entry.seq for entry in batch}
        assert pushed.have == next(seq for seq in count(0) if seq + 1 not in held)
        assert {receipt.state for receipt in pushed.receipts} <= {STORED, KNOWN}
    assert sorted(stored) == [entry.seq for entry in entries]
    assert store.journal(station.id, epoch) == entries


JSON = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats() | st.text(),
    lambda inner: st.lists(inner, max_size=4) | st.dictionaries(st.text(), inner, max_size=4),
    max_leaves=12,
)


@settings(max_examples=25, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(name=st.sampled_from(sorted(to_wire(Pen().write("note", {}, NOW)))), value=JSON)
def test_an_entry_with_any_part_replaced_is_refused_and_the_next_one_stored(
    shelf: tuple[Store, StationRow], name: str, value: Any
) -> None:
    store, station = shelf
    epoch = f"r{next(EPOCHS)}"
    first, second = written(station, 2, epoch).entries
    bad = {**to_wire(first), name: value}
    if bad == to_wire(first) or (
        name == "clock" and hash_of(first) == bad.get("hash") and value == [0, "b", None, None]
    ):
        return
    try:
        said = [msgspec.Raw(json.dumps(bad, allow_nan=False).encode()), raw(to_wire(second))]
    except ValueError:
        return
    assert states(intake.take(store, station, epoch, NOW, said, NOW)) == [REFUSED, STORED]
