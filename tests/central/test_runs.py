"""A run is taken in as the same entries one by one would be, whatever central holds already and whatever is odd."""

from __future__ import annotations

import dataclasses
import gzip
from collections.abc import Iterator, Sequence
from contextlib import closing
from datetime import UTC, datetime, timedelta
from itertools import count
from typing import Any

import httpx
import msgspec
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from msgspec.structs import replace

from central import intake
from central.store.stations import StationRow
from central.store.store import Store
from central.timing import MS, UNSAID, Ticks
from checkpoint import rows, signatures, wire
from checkpoint.days import Arrived
from checkpoint.gate import Direction
from checkpoint.journal import GENESIS, Clock, Draft, Entry, moment, own_fault, seal, stamp, to_wire
from checkpoint.roster import Gate, Site
from checkpoint.rows import Odd, Rows
from checkpoint.wire import KNOWN, NOT_FOLLOWING, REFUSED, STORED, Pushed
from tests.central.conftest import Enrolled, Joined, Place, join
from tests.harness import made
from tests.harness.calling import KEY, PRIVATE, Caller
from tests.harness.made import Pen

NOW = datetime(2022, 12, 5, 4, 0, tzinfo=UTC)
EPOCHS = count(1)


def chained(station: StationRow, epoch: str, drafts: Sequence[Draft]) -> list[Entry]:
    entries: list[Entry] = []
    for seq, draft in enumerate(drafts, 1):
        prev = entries[-1].hash if entries else GENESIS
        entries.append(seal(draft, station=station.id, epoch=epoch, seq=seq, prev=prev))
    return entries


def run_of(entries: Sequence[Entry], sent_at: datetime = NOW) -> Rows:
    said = [to_wire(one) for one in entries]
    run = rows.told(wire.Push(epoch=entries[0].epoch, sent_at=stamp(sent_at), entries=said))
    assert run is not None
    return rows.decode(wire.encode(run))


def take_run(
    store: Store, station: StationRow, entries: Sequence[Entry], sent_at: datetime = NOW, ticks: Ticks = UNSAID
) -> Pushed:
    run = run_of(entries, sent_at)
    is_plain = b"\\" not in wire.encode(run)
    return rows.whole(intake.take_run(store, station, run, sent_at, NOW, ticks=ticks, is_plain=is_plain), run)


def take_each(
    store: Store, station: StationRow, entries: Sequence[Entry], sent_at: datetime = NOW, ticks: Ticks = UNSAID
) -> Pushed:
    raw = [msgspec.Raw(msgspec.json.encode(to_wire(one))) for one in entries]
    return intake.take(store, station, entries[0].epoch, sent_at, raw, NOW, ticks=ticks)


def held(store: Store, station: StationRow, epoch: str) -> list[Any]:
    """What central keeps of an epoch, but for what differs from station to station."""
    found = [one for one in store.arrivals(station.site, *EVER) if one.entry.key[:2] == (station.id, epoch)]
    assert all(own_fault(one.entry) is None for one in found)
    apart = {"station": "", "salt": "", "body_digest": "", "prev": "", "hash": ""}
    return sorted((one.entry.seq, replace_all(one, apart)) for one in found)


def replace_all(one: Arrived, names: dict[str, str]) -> Any:
    return stamp(one.scanned_at), one.corrected, str(to_wire(replace(one.entry, **names)))


EVER = (datetime(1970, 1, 1, tzinfo=UTC), datetime(2200, 1, 1, tzinfo=UTC), ("attempt", "note"))


@pytest.fixture(scope="module")
def shelf(place: Place) -> Iterator[tuple[Store, StationRow, StationRow]]:
    """One store and two stations of one site for many examples, each in an epoch of its own."""
    with place() as where, closing(Store(where)) as store:
        store.put(made.roster())
        yield store, join(store), join(store, key=signatures.public_of("cd" * 32))


TEXTS = st.sampled_from(["", "gd1", "张三", "None", "\\N", 'a"b', "a\\b", "a\tb", "a\nb", "a\0b", "%s", "\u2028"])
BODIES = st.dictionaries(
    st.sampled_from(["name", "note", "n"]), TEXTS | st.none() | st.booleans() | st.integers(-(2**53), 2**53), max_size=3
) | st.just({"within": [1, {"a": ["x"]}]})
DRAFTS = st.builds(
    Draft,
    kind=st.sampled_from(["attempt", "note"]),
    at=st.integers(-5, 5).map(lambda minutes: NOW + timedelta(minutes=minutes)),
    clock=st.builds(
        Clock,
        mono_ms=st.integers(0, 10**6),
        boot=st.sampled_from(["b1", "b2"]),
        offset_ms=st.none(),
        offset_age_s=st.none(),
    ),
    operator=TEXTS,
    body=BODIES,
    amends=st.none() | TEXTS,
    id=st.just("") | st.sampled_from(["i1", "i2"]),
)


@settings(max_examples=40, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(drafts=st.lists(DRAFTS, min_size=1, max_size=6), data=st.data(), behind=st.sampled_from([0, 1, 90, -90]))
def test_a_run_and_the_same_entries_one_by_one_come_to_the_same(
    shelf: tuple[Store, StationRow, StationRow], drafts: list[Draft], data: st.DataObject, behind: int
) -> None:
    store, in_runs, one_by_one = shelf
    epoch, sent_at, ticks = f"e{next(EPOCHS):05}", NOW - timedelta(seconds=behind), Ticks(500_000, "b1")
    drawn = [dataclasses.replace(one, id=f"{epoch}{one.id}" if one.id in {"i1", "i2"} else one.id) for one in drafts]
    length = st.integers(0, len(drafts))
    spans = [sorted(span) for span in data.draw(st.lists(st.tuples(length, length), max_size=4))]
    stories = []
    for station, take in ((in_runs, take_run), (one_by_one, take_each)):
        entries, story = chained(station, epoch, drawn), []
        for start, end in [*spans, [0, len(drafts)]]:
            if start < end:
                pushed = take(store, station, entries[start:end], sent_at, ticks)
                told = (pushed.receipts, pushed.have, pushed.last, pushed.gaps, pushed.offset_ms, pushed.twice)
                story.append((told, held(store, station, epoch)))
        stories.append(story)
    assert stories[0] == stories[1]


def written(station: StationRow, number: int, epoch: str = "e1") -> list[Entry]:
    pen = Pen(station.id, epoch)
    for minute in range(number):
        pen.attempt("1", Direction.IN, made.at("07:00") + timedelta(minutes=minute))
    return pen.entries


def test_a_run_that_comes_again_is_known_and_one_behind_a_hole_is_stored_beyond_it(
    store: Store, joined: Joined
) -> None:
    station = joined()
    entries = written(station, 6)
    assert {one.state for one in take_run(store, station, entries[:3]).receipts} == {STORED}
    assert {one.state for one in take_run(store, station, entries[:3]).receipts} == {KNOWN}
    beyond = take_run(store, station, entries[4:])
    assert ({one.state for one in beyond.receipts}, beyond.have, beyond.gaps) == ({STORED}, 3, [(4, 4)])
    over = take_run(store, station, entries)
    assert [one.state for one in over.receipts] == [KNOWN] * 3 + [STORED] + [KNOWN] * 2
    assert (over.have, over.last, over.have_hash) == (6, 6, entries[-1].hash)
    assert store.journal(station.id, "e1") == entries


def test_a_run_of_another_history_is_kept_aside_with_its_reason(store: Store, joined: Joined) -> None:
    station = joined()
    take_run(store, station, written(station, 3))
    other = take_run(store, station, written(station, 4))
    assert {one.state for one in other.receipts} == {REFUSED}
    assert len(store.forks()) >= 1


def test_a_run_that_follows_another_entry_than_the_newest_held_is_another_history(store: Store, joined: Joined) -> None:
    station = joined()
    take_run(store, station, written(station, 3))
    told = take_run(store, station, written(station, 5)[3:])
    assert {(one.state, one.reason) for one in told.receipts} == {(REFUSED, NOT_FOLLOWING)}
    assert (told.have, told.last) == (3, 3)


def test_a_run_behind_the_newest_entry_leaves_the_hole_before_it_a_hole(store: Store, joined: Joined) -> None:
    station = joined()
    entries = written(station, 8)
    for span in (entries[:3], entries[4:6], entries[6:]):
        told = take_run(store, station, span)
    assert (told.have, told.have_hash, told.last, told.gaps) == (3, entries[2].hash, 8, [(4, 4)])


def test_a_run_that_says_it_follows_the_last_entry_before_a_hole_makes_no_journal_whole(
    store: Store, joined: Joined
) -> None:
    station = joined()
    entries = written(station, 6)
    take_run(store, station, entries[:3])
    take_run(store, station, entries[4:])
    draft = Draft(kind="note", at=NOW, clock=Clock(1, "b1", None, None), operator="gd1", body={})
    bold = seal(draft, station=station.id, epoch="e1", seq=7, prev=entries[2].hash)
    told = take_run(store, station, [bold])
    assert (told.receipts[0].state, told.have, told.gaps) == (REFUSED, 3, [(4, 4)])


@pytest.mark.parametrize("site", [made.SITE, "990101\\N", "990101\tx"])
def test_what_copy_would_read_otherwise_comes_out_as_it_was_written(
    store: Store, enrolled: Enrolled, site: str
) -> None:
    store.put(
        [
            Site(id=site, name="示例社区", community=made.C1),
            Gate(id="G9", site=site, name="南口", communities=(made.C1,)),
        ]
    )
    station = enrolled(gate="G9", site=site)
    texts = ["\\N", "a\tb", "a\nb", "\\.", "None", "%s"]
    drafts = [
        Draft(
            kind="note",
            at=NOW,
            clock=Clock(1, "b1", None, None),
            operator=text,
            shift=text,
            amends=text,
            body={"said": text},
        )
        for text in texts
    ]
    entries = chained(store.stations()[0], "e1", drafts)
    for some in (entries[:5], entries[5:]):
        assert wire.decode(send(station, run_of(some, datetime.now(UTC))).content, Pushed).stored
    assert store.journal(station.station, "e1") == entries
    assert {one.site for one in store.stations()} == {site}


def test_what_was_written_before_the_clock_was_set_moves_by_as_much_and_only_in_the_boot_that_was_said(
    store: Store, joined: Joined
) -> None:
    station, hour = joined(), timedelta(hours=1)
    # Ten, two and three minutes before it left by the monotonic clock; the wall clock was set an hour on in between.
    drafts = [
        Draft(
            kind="note",
            at=NOW - ago - hour * late,
            clock=Clock(600_000 - ago // MS, boot, None, None),
            operator="",
            body={},
        )
        for ago, late, boot in (
            (timedelta(minutes=10), 1, "b1"),
            (timedelta(minutes=3), 1, "b2"),
            (timedelta(minutes=2), 0, "b1"),
        )
    ]
    told = take_run(store, station, chained(station, "e1", drafts), NOW, Ticks(600_000, "b1")).receipts
    assert [one.corrected for one in told] == [True, False, False]
    assert moment(told[0].scanned_at) == drafts[0].at + hour
    assert [moment(one.scanned_at) for one in told[1:]] == [one.at for one in drafts[1:]]


def test_what_was_written_before_a_restart_goes_by_what_was_known_of_the_clock_then(
    store: Store, joined: Joined
) -> None:
    station, behind = joined(), timedelta(days=1100)
    known = behind // MS
    drafts = [
        Draft(kind="note", at=NOW - behind, clock=Clock(600_000, boot, offset_ms, None), operator="", body={})
        for boot, offset_ms in (("b1", known), ("b1", None), ("b2", known), ("b1", known))
    ]
    told = take_run(store, station, chained(station, "e1", drafts[:3]), NOW, Ticks(600_000, "b2")).receipts
    assert [moment(one.scanned_at) for one in told] == [NOW, NOW - behind, NOW]
    unsaid = take_run(store, station, chained(station, "e2", drafts[3:]), NOW, Ticks())
    assert [moment(one.scanned_at) for one in unsaid.receipts] == [NOW - behind], "an older program says less of it"


def test_a_run_that_does_not_come_to_its_hash_stores_nothing_at_all(store: Store, joined: Joined) -> None:
    station = joined()
    run = run_of(written(station, 120))
    spoiled = [*run.rows[:118], replace(run.rows[118], operator="another"), run.rows[119]]
    with pytest.raises(Odd):
        intake.take_run(store, station, replace(run, rows=spoiled), NOW, NOW, is_plain=True)
    assert (store.journal(station.id, "e1"), store.chains()) == ([], [])
    assert intake.take_run(store, station, run, NOW, NOW, is_plain=True).have == 120


@pytest.mark.parametrize("at", ["2022-12-05T07:00:00Z", "2022-W49-1T07:00:00.000Z", "2022-12-05T15:00:00.000+08:00"])
def test_a_moment_in_another_spelling_is_refused_although_its_hash_was_made_of_it(
    store: Store, joined: Joined, at: str
) -> None:
    station = joined()
    run = run_of(written(station, 1))
    row = replace(run.rows[0], at=at)
    made_so = replace(run, rows=[row], hash=rows.sealed(row, station.id, "e1", 1, GENESIS).hash)
    with pytest.raises(Odd):
        intake.take_run(store, station, made_so, NOW, NOW, is_plain=True)
    assert store.journal(station.id, "e1") == []


def send(station: Caller, run: Rows, private: str = PRIVATE) -> httpx.Response:
    raw = wire.encode(run)
    place = station.station, run.epoch, str(run.last), run.hash, signatures.digest(raw)
    headers = {wire.SIGNATURE: signatures.sign(private, signatures.ENTRIES, *place), "Content-Encoding": "gzip"}
    headers["Content-Type"] = rows.MEDIA
    return station.raw("POST", "/v1/journal", content=gzip.compress(raw), headers=headers)


def test_over_http_a_run_is_answered_in_short_and_its_signature_proves_the_chain(
    store: Store, enrolled: Enrolled
) -> None:
    station = enrolled()
    entries = written(store.stations()[0], 3)
    answer = wire.decode(send(station, run_of(entries, datetime.now(UTC))).content, Pushed)
    assert (answer.receipts, answer.have, answer.runs) == ([], 3, True)
    assert moment(answer.stored) == moment(answer.time)
    assert store.journal(station.station, "e1") == entries
    [chain] = store.chains()
    assert signatures.proven(KEY, station.station, "e1", chain.proof or "") == (3, entries[2].hash)


def test_over_http_what_is_no_run_of_the_stations_is_refused_in_words_and_nothing_is_stored(
    store: Store, enrolled: Enrolled
) -> None:
    station = enrolled()
    run = run_of(written(store.stations()[0], 3), datetime.now(UTC))
    many = replace(run, rows=[run.rows[0]] * 501)
    for spoiled, status, code in (
        (replace(run, rows=[run.rows[0], run.rows[2], run.rows[1]]), 422, "rows_differ"),
        (replace(run, epoch="a b"), 422, "malformed"),
        (replace(run, sent_at="yesterday"), 422, "malformed"),
        (many, 413, "too_many"),
    ):
        answer = send(station, spoiled)
        assert (answer.status_code, wire.decode(answer.content, wire.Problem).code) == (status, code)
    assert send(station, run, private="77" * 32).status_code == 403
    assert station.raw("POST", "/v1/journal", content=b"{", headers={"Content-Type": rows.MEDIA}).status_code == 422
    assert store.chains() == []
    assert send(station, run).status_code == 200


def test_what_became_of_a_run_is_counted_like_any_batch(store: Store, enrolled: Enrolled) -> None:
    station = enrolled()
    run = run_of(written(store.stations()[0], 3), datetime.now(UTC))
    for _ in range(2):
        assert send(station, run).status_code == 200
    told = station.raw("GET", "/metrics").text
    assert {f'central_entries_total{{state="{state}"}} 3.0' for state in (STORED, KNOWN)} <= set(told.splitlines())
