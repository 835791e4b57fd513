"""Histories that part in the middle of something: nothing stays behind, and both computers see what central sees."""

from __future__ import annotations

from datetime import timedelta
from pathlib import Path

import pytest

from checkpoint.gate import Direction
from checkpoint.journal import stamp, to_wire
from checkpoint.wire import PeerEntry, Push
from station.sync import courier
from station.sync.client import Central, Trust
from tests.harness.calling import central_in_thread
from tests.harness.made import SITE, Pen, at
from tests.sync.parting.computers import Computer, Office, computer, copied, everything_is_there, twin_of


def hand_over_and_be_killed(one: Computer, url: str) -> None:
    """Its entries go up and the answers are written down, and then nothing more is done about them."""
    trust = Trust(one.who.station, one.who.private_key, one.who.signing)
    with Central(url, one.who.token, trust=trust) as central:
        said = [to_wire(entry) for entry in one.store.unsent(500)]
        pushed = central.push(Push(epoch=one.store.epoch, sent_at=stamp(one.clock.now()), entries=said))
        one.store.settle(one.store.epoch, pushed.receipts)


@pytest.mark.parametrize("goes_on", [False, True])
def test_a_program_killed_between_a_refusal_and_its_new_epoch_leaves_no_entry_behind(
    office: Office, gate: Computer, tmp_path: Path, goes_on: bool
) -> None:
    with central_in_thread(office.books) as url, twin_of(gate, url, 3) as twin:
        gate.write(2)
        gate.rounds(1)
        twin.write(3)
        hand_over_and_be_killed(twin, url)
        assert twin.store.refused_count() == 3
        twin.write(1)
        if goes_on:
            # What is written behind a place that central does not have was taken, once, by an older program.
            hand_over_and_be_killed(twin, url)
            assert twin.store.refused_count() == 3
            assert twin.store.unsent_count() == 0
        twin.meet(url)
        twin.rounds(2)
        gate.rounds(2)
        everything_is_there(office, gate, twin)
        assert len(office.held(gate.who.station)) == 3 + 2 + 4


def test_a_twin_that_has_nothing_to_send_hears_of_the_other_one_and_sees_what_it_does(
    office: Office, gate: Computer, tmp_path: Path
) -> None:
    with central_in_thread(office.books) as url:
        gate.meet(url)
        gate.write(3)
        gate.rounds(1)
        with computer(copied(gate, tmp_path / "twin")) as twin:
            twin.meet(url)
            twin.rounds(1)
            gate.meet(url)
            gate.write(2)
            gate.rounds(1)
            twin.rounds(2)
            assert twin.ids() == gate.ids()
            assert len(twin.store.former_epochs()) == 1
            twin.write(1)
            twin.rounds(1)
            gate.rounds(1)
            assert len(gate.ids()) == 6
            assert "." not in gate.store.epoch
            assert gate.store.former_epochs() == [twin.store.epoch], "it has that one from central"


def test_a_time_that_central_took_down_anew_is_the_one_that_counts(gate: Computer) -> None:
    pen = Pen("other", gate="G2")
    entry = pen.attempt("1", Direction.IN, at("08:00"))
    for seconds in (0, 90):
        scanned = at("08:00") + timedelta(seconds=seconds)
        told = PeerEntry(
            entry=to_wire(entry), scanned_at=stamp(scanned), corrected=seconds > 0, received_at=stamp(at("09:00"))
        )
        for _ in range(2):
            assert gate.store.apply_peers([told], 1) == []
        [passage] = gate.store.between(SITE, at("07:00"), at("10:00"))
        assert (passage.scanned_at, passage.corrected) == (scanned, seconds > 0)
    assert gate.store.rebuild(repair=False).differing == ()


def test_nothing_more_of_an_epoch_is_sent_once_some_of_it_was_refused(
    office: Office, gate: Computer, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(courier, "BATCH", 2)
    with central_in_thread(office.books) as url:
        gate.meet(url)
        gate.write(3)
        gate.rounds(1)
        with computer(copied(gate, tmp_path / "twin")) as twin:
            gate.meet(url)
            gate.write(1)
            gate.rounds(1)
            twin.write(5)
            left = twin.store.epoch
            twin.meet(url)
            twin.rounds(2)
            [chain] = [one for one in office.books.chains() if one.epoch == left]
            assert chain.last_seq == 4, "behind what was refused it would have been taken"
            assert len(office.held(gate.who.station)) == 3 + 1 + 5
