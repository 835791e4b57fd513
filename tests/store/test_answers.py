"""Central's answers: the first that took an entry holds, none is sent again, and another life begins anew."""

from __future__ import annotations

from pathlib import Path

import pytest

from checkpoint.gate import Direction
from checkpoint.journal import stamp
from checkpoint.roster import Person
from checkpoint.wire import Item, Receipt
from tests.harness.gate import Station, identity, station_at
from tests.harness.made import R1, R3, URL, at, items, text_of

IN, OUT = Direction.IN, Direction.OUT


def answer(seq: int, scanned: str = "07:00", state: str = "stored", *, corrected: bool = False) -> Receipt:
    if state == "refused":
        return Receipt(seq=seq, state=state, reason="central is in a mood")
    return Receipt(
        seq=seq, state=state, received_at=stamp(at("12:00")), scanned_at=stamp(at(scanned)), corrected=corrected
    )


def is_as_the_journal_says(gate: Station) -> bool:
    return gate.store.rebuild(repair=False).differing == ()


def test_of_two_answers_for_one_entry_the_first_that_took_it_holds(tmp_path: Path) -> None:
    with station_at(tmp_path / "a") as gate:
        shown = gate.show(text_of(R1), "07:00", IN)
        gate.store.settle(gate.store.epoch, [answer(1, "06:50", corrected=True), answer(1, "07:30", corrected=True)])
        gate.store.settle(gate.store.epoch, [answer(1, "08:30", "known", corrected=True)])
        gate.store.settle(gate.store.epoch, [answer(1, state="refused")])
        passage = gate.store.passage(shown.recorded.entry.id)
        assert passage is not None
        assert passage.scanned_at == at("06:50")
        assert gate.store.refused_count() == 0
        assert is_as_the_journal_says(gate)


def test_an_entry_that_was_refused_and_then_taken_is_refused_no_more(tmp_path: Path) -> None:
    with station_at(tmp_path / "a") as gate:
        shown = gate.show(text_of(R1), "07:00", IN)
        gate.store.settle(gate.store.epoch, [answer(1, state="refused")])
        assert gate.store.refused_count() == 1
        gate.store.settle(gate.store.epoch, [answer(1, state="refused"), answer(1, "07:00", "known")])
        passage = gate.store.passage(shown.recorded.entry.id)
        assert passage is not None
        assert passage.received_at == at("12:00")
        assert (gate.store.refused_count(), gate.store.unsent_count()) == (0, 0)
        assert is_as_the_journal_says(gate)


def test_a_refusal_with_a_time_on_it_is_no_receipt(tmp_path: Path) -> None:
    with station_at(tmp_path / "a") as gate:
        shown = gate.show(text_of(R1), "07:00", IN)
        when = stamp(at("12:00"))
        told = Receipt(seq=1, state="refused", reason="odd", received_at=when, scanned_at=when, corrected=True)
        gate.store.settle(gate.store.epoch, [told])
        passage = gate.store.passage(shown.recorded.entry.id)
        assert passage is not None
        assert (passage.received_at, passage.scanned_at) == (None, at("07:00"))


@pytest.mark.parametrize("is_seen_to", [False, True])
def test_what_was_refused_counts_as_taken_by_nobody(tmp_path: Path, *, is_seen_to: bool) -> None:
    with station_at(tmp_path / "a") as gate:
        for _ in range(3):
            gate.show(URL)
        store, epoch = gate.store, gate.store.epoch
        store.settle(epoch, [answer(1), answer(2, state="refused"), answer(3, state="known")])
        assert not is_seen_to or store.resolve(epoch, 2)
        assert store.taken(epoch) == [(1, 1), (3, 3)]
        assert store.unsettle(epoch, [(2, 2)]) == 0, "central never had it, so it has not lost it"
        assert store.give_up(epoch, 2, 2) == 0
        assert (store.unsent_count(), store.refused_count()) == (0, int(not is_seen_to))


def test_answers_about_what_was_never_written_change_nothing(tmp_path: Path) -> None:
    with station_at(tmp_path / "a") as gate:
        gate.show(URL)
        gate.store.settle(gate.store.epoch, [answer(0), answer(2), answer(-1), answer(10**6)])
        gate.store.settle("another epoch", [answer(1)])
        assert gate.store.unsent_count() == 1
        gate.show(URL)
        assert [entry.seq for entry in gate.store.unsent(9)] == [1, 2]


def test_a_station_enrolled_anew_sends_its_own_entries_from_the_first(tmp_path: Path) -> None:
    with station_at(tmp_path / "a") as gate:
        for _ in range(3):
            gate.show(URL)
        gate.store.settle(gate.store.epoch, [answer(1), answer(2), answer(3)])
        gate.store.enrol(identity("st9", token="another"))
        assert (gate.store.mark("roster_version"), gate.store.mark("peer_cursor")) == (None, None)
        assert gate.store.document(Person, R1.id) == R1
        gate.show(URL)
        assert (gate.store.unsent_count(), [entry.seq for entry in gate.store.unsent(9)]) == (1, [1])
        assert gate.store.fault() is None
        assert {station for station, _ in gate.store.epochs()} == {"st1", "st9"}


def test_a_station_that_goes_to_another_central_keeps_nobody_of_the_first(tmp_path: Path) -> None:
    with station_at(tmp_path / "a") as gate:
        gate.store.enrol(identity("st9", server="https://another.example"))
        assert gate.store.document_count(Person) == 0


def test_the_same_station_keeps_its_place_with_a_new_token(tmp_path: Path) -> None:
    with station_at(tmp_path / "a") as gate:
        gate.show(URL)
        gate.store.settle(gate.store.epoch, [answer(1)])
        version = gate.store.mark("roster_version")
        gate.store.enrol(identity(token="new"))
        assert (gate.store.unsent_count(), gate.store.mark("roster_version")) == (0, version)


def test_the_last_word_on_a_page_about_a_document_holds(tmp_path: Path) -> None:
    with station_at(tmp_path / "a") as gate:
        gone = Item(kind="person", id="1", version=52, data=None)
        broken = Item(kind="person", id="3", version=53, data={"id": "3"})
        gate.store.apply_roster([*items([R1], 50), gone, *items([R3], 51), broken], 53)
        assert gate.store.document(Person, "1") is None
        assert gate.store.document(Person, "3") == R3
        back = items([R1], 61)
        gate.store.apply_roster([Item(kind="person", id="1", version=60, data=None), *back], 61)
        assert gate.store.document(Person, "1") == R1
