"""Projections and receipts: what is folded in entry by entry is what the whole journal says, in any order."""

from __future__ import annotations

import random
import threading
from datetime import timedelta
from pathlib import Path
from typing import Any

import pytest
import sqlalchemy as sa
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from checkpoint import days, journal
from checkpoint.gate import Action, Direction, Outcome
from checkpoint.journal import stamp
from checkpoint.roster import Person
from checkpoint.wire import Item, PeerEntry, Receipt
from station.store import passages
from station.store.store import Store
from tests.checkpoint.test_days import journals
from tests.harness.gate import Station, station_at
from tests.harness.made import R1, R2, Pen, at, items, text_of

IN, OUT = Direction.IN, Direction.OUT
SLOW = settings(max_examples=12, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])


def peer(entry: journal.Entry, shift: timedelta = timedelta()) -> PeerEntry:
    scanned = stamp(entry.at + shift)
    return PeerEntry(
        entry=journal.to_wire(entry), scanned_at=scanned, corrected=bool(shift), received_at=stamp(at("23:00"))
    )


def held(store: Store) -> list[days.Passage]:
    with store._reading() as connection:
        return passages.all_in_order(connection)


@SLOW
@given(journals(), st.randoms(use_true_random=False))
def test_whatever_the_order_of_arrival_the_tables_say_what_the_journal_says(
    tmp_path_factory: pytest.TempPathFactory, pens: list[Pen], chance: random.Random
) -> None:
    with station_at(tmp_path_factory.mktemp("s") / "a") as gate:
        entries = [entry for pen in pens for entry in pen.entries]
        chance.shuffle(entries)
        for number, entry in enumerate(entries):
            shift = timedelta(seconds=chance.choice([0, 0, 45, -90]))
            gate.store.apply_peers([peer(entry, shift)] * chance.choice([1, 2]), number)
        assert gate.store.rebuild(repair=False).differing == ()
        with gate.store._reading() as connection:
            assert held(gate.store) == days.fold(journal_arrivals(connection))


def journal_arrivals(connection: Any) -> Any:
    from station.store import journal as table

    return table.arrivals(connection)


def test_a_projection_that_was_tampered_with_is_found_and_set_right(tmp_path: Path) -> None:
    with station_at(tmp_path / "a") as gate:
        shown = gate.show(text_of(R1), "07:00", IN)
        gate.show(text_of(R1), "08:00", OUT)
        with gate.store._writer.begin() as connection:
            connection.exec_driver_sql("UPDATE passage SET outcome = 'cancelled' WHERE direction = 'in'")
            connection.exec_driver_sql("INSERT INTO presence (site, subject, passage, since) VALUES ('s', 'x', 'y', 0)")
        assert set(gate.store.rebuild(repair=False).differing) == {shown.recorded.entry.id, "y"}
        assert len(gate.store.rebuild().differing) == 2
        assert gate.store.rebuild().differing == ()


def receipts_for(gate: Station, seqs: list[int], state: str = "stored", **more: Any) -> list[Receipt]:
    times = {"received_at": stamp(at("12:00")), "scanned_at": stamp(at("07:00"))} | more
    return [Receipt(seq=seq, state=state, **times) for seq in seqs]


@SLOW
@given(st.lists(st.lists(st.integers(-1, 14), max_size=6), max_size=6))
def test_what_is_unsent_is_what_has_no_receipt(
    tmp_path_factory: pytest.TempPathFactory, batches: list[list[int]]
) -> None:
    with station_at(tmp_path_factory.mktemp("s") / "a") as gate:
        for _ in range(10):
            gate.show("https://pay.example")
        settled: set[int] = set()
        for batch in batches:
            gate.store.settle(gate.store.epoch, receipts_for(gate, batch))
            settled |= set(batch)
        left = [entry.seq for entry in gate.store.unsent(100)]
        assert left == [seq for seq in range(1, 11) if seq not in settled]
        assert gate.store.unsent_count() == len(left)


def test_a_refused_entry_is_settled_counted_and_not_called_synced(tmp_path: Path) -> None:
    with station_at(tmp_path / "a") as gate:
        shown = gate.show(text_of(R1))
        gate.store.settle(gate.store.epoch, [Receipt(seq=1, state="refused", reason="central is in a mood")])
        assert (gate.store.unsent_count(), gate.store.refused_count()) == (0, 1)
        passage = gate.store.passage(shown.recorded.entry.id)
        assert passage is not None
        assert passage.received_at is None


def test_a_time_that_central_corrected_moves_the_passage(tmp_path: Path) -> None:
    with station_at(tmp_path / "a") as gate:
        first = gate.show(text_of(R1), "14:47", IN)
        gate.store.settle(gate.store.epoch, receipts_for(gate, [1], scanned_at=stamp(at("14:00")), corrected=True))
        passage = gate.store.passage(first.recorded.entry.id)
        assert passage is not None
        assert (passage.at, passage.scanned_at, passage.corrected) == (at("14:47"), at("14:00"), True)
        assert gate.store.rebuild().differing == ()


def test_forgetting_keeps_what_is_unsent_and_the_chain(tmp_path: Path) -> None:
    with station_at(tmp_path / "a") as gate:
        gate.show(text_of(R1), "07:00", IN)
        gate.show(text_of(R1), "08:00", OUT)
        gate.show(text_of(R1), "09:00", IN)
        gate.store.settle(gate.store.epoch, receipts_for(gate, [1]))
        assert gate.store.forget_before(at("08:30")) == 1
        bodies = [entry.body for entry in gate.store.entries("st1", gate.store.epoch)]
        assert [body is None for body in bodies] == [True, False, False]
        assert gate.store.fault() is None
        assert gate.store.rebuild().differing == ()
        assert len(held(gate.store)) == 2


def test_forgetting_takes_somebody_who_never_left_out_of_the_count(tmp_path: Path) -> None:
    with station_at(tmp_path / "a") as gate:
        gate.show(text_of(R1), "07:00", IN)
        gate.store.settle(gate.store.epoch, receipts_for(gate, [1]))
        gate.store.forget_before(at("08:00"))
        assert gate.logbook.figures(at("09:00")).inside == 0


def test_peers_that_are_unsound_doubled_or_claim_to_be_us_never_block_the_page(tmp_path: Path) -> None:
    with station_at(tmp_path / "a") as gate:
        own = gate.show(text_of(R1), "07:00", IN).recorded.entry
        pen, clash = Pen("st2"), Pen("st3")
        good = pen.attempt("2", IN, at("07:01"))
        clashing = clash.write("note", {}, at("07:02"), id_=own.id)
        bad = journal.to_wire(pen.attempt("2", OUT, at("07:03"))) | {"operator": "nobody"}
        page = [
            peer(good),
            peer(good),
            PeerEntry(entry=bad, scanned_at=stamp(at("07:03")), corrected=False, received_at=stamp(at("07:03"))),
            PeerEntry(entry={"seq": 0}, scanned_at="", corrected=False, received_at=""),
            peer(clashing),
            peer(own),
            peer(pen.attempt("2", OUT, at("07:04"))),
        ]
        unsound = gate.store.apply_peers(page, 7)
        assert len(unsound) == 3
        assert gate.store.mark("peer_cursor") == "7"
        assert gate.store.entry_count() == 1
        assert [one.outcome for one in held(gate.store)] == [Outcome.PASSED] * 3
        assert gate.store.unsent_count() == 1


def test_a_roster_page_that_is_partly_unreadable_keeps_what_was_readable(tmp_path: Path) -> None:
    with station_at(tmp_path / "a") as gate:
        broken = Item(kind="person", id="1", version=90, data={"id": "1"})
        unknown = Item(kind="hovercraft", id="1", version=91, data={"eels": True})
        unread = gate.store.apply_roster([broken, unknown, *items([R2], 92)], 92)
        assert len(unread) == 1
        assert gate.store.document(Person, "1") == R1
        assert gate.store.mark("roster_version") == "92"


def test_what_central_takes_off_the_roster_is_gone(tmp_path: Path) -> None:
    with station_at(tmp_path / "a") as gate:
        gate.store.apply_roster([Item(kind="person", id="1", version=99, data=None)], 99)
        assert gate.store.document(Person, "1") is None
        assert gate.store.document_count(Person) == 4


def test_desk_and_courier_write_at_once_and_nothing_is_lost(tmp_path: Path) -> None:
    with station_at(tmp_path / "a") as gate:
        failures: list[BaseException] = []

        def courier() -> None:
            try:
                for number in range(60):
                    pen = Pen("st2", epoch=str(number))
                    gate.store.apply_peers([peer(pen.attempt("2", IN, at("07:00")))], number)
                    gate.store.settle(gate.store.epoch, receipts_for(gate, [number]))
            except BaseException as error:
                failures.append(error)

        other = threading.Thread(target=courier)
        other.start()
        for _ in range(60):
            gate.show(text_of(R1))
        other.join()
        assert failures == []
        assert gate.store.entry_count() == 60
        assert gate.store.fault() is None
        assert gate.store.rebuild().differing == ()


def test_a_second_reader_sees_what_was_committed(tmp_path: Path) -> None:
    from tests.harness.gate import open_store

    with station_at(tmp_path / "a") as gate:
        other = open_store(tmp_path / "a")
        shown = gate.show(text_of(R1))
        assert other.passage(shown.recorded.entry.id) == shown.recorded.passage
        other.close()


def test_deciding_what_was_never_shown_writes_nothing(tmp_path: Path) -> None:
    with station_at(tmp_path / "a") as gate:
        assert gate.desk.decide("no such attempt", Action.ADMIT) is None
        assert gate.store.entry_count() == 0


FAILING = "CREATE TRIGGER fails BEFORE INSERT ON passage BEGIN SELECT RAISE(ABORT, 'refused'); END"


def test_a_store_whose_commit_fails_shows_nothing(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    with station_at(tmp_path / "a") as gate:
        with gate.store._writer.begin() as connection:
            connection.exec_driver_sql(FAILING)
        with pytest.raises(sa.exc.IntegrityError, match="refused"):
            gate.show(text_of(R1))
        assert gate.store.entry_count() == 0
