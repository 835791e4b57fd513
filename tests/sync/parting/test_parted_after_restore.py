"""Central goes back to a backup while two computers write as one station: what each wrote is there in the end, once."""

from __future__ import annotations

from datetime import timedelta
from pathlib import Path

import pytest

from checkpoint.journal import Draft, stamp, to_wire
from checkpoint.wire import PeerEntry
from station.settings import Places
from tests.harness.calling import central_in_thread
from tests.harness.made import SITE
from tests.sync.parting.computers import (
    EVER,
    Computer,
    Office,
    back_to,
    backed_up,
    computer,
    copied,
    everything_is_there,
    gate_of,
    twin_of,
)
from tests.sync.written import BODY


@pytest.mark.parametrize("theirs", [2, 5])
def test_what_central_had_taken_and_has_another_twins_in_place_of_now_is_not_lost(
    office: Office, gate: Computer, tmp_path: Path, theirs: int
) -> None:
    with central_in_thread(office.books) as url, twin_of(gate, url, 3) as twin:
        backup = backed_up(office, tmp_path / "backup.db")
        with central_in_thread(office.books) as before:
            gate.point(before)
            gate.write(4)
            gate.rounds(1)
            assert gate.store.settled_floor() == 7
        back_to(office, backup)
        with central_in_thread(office.books) as after:
            twin.write(theirs)
            twin.meet(after)
            twin.rounds(1)
            gate.meet(after)
            for one in (gate, twin, gate):
                one.rounds(2)
            everything_is_there(office, gate, twin)
            assert len(office.held(gate.who.station)) == 3 + 4 + theirs


def test_what_was_taken_behind_a_gap_hides_nothing_that_is_no_more_there(
    office: Office, gate: Computer, tmp_path: Path
) -> None:
    with central_in_thread(office.books) as url, twin_of(gate, url, 3) as twin:
        backup = backed_up(office, tmp_path / "backup.db")
        with central_in_thread(office.books) as before:
            gate.point(before)
            gate.write(4)
            gate.rounds(1)
        back_to(office, backup)
        with central_in_thread(office.books) as after:
            twin.write(1)
            twin.meet(after)
            twin.rounds(1)
            gate.write(2)
            gate.point(after)
            for one in (gate, twin, gate):
                one.rounds(2)
            everything_is_there(office, gate, twin)
            assert len(office.held(gate.who.station)) == 3 + 4 + 1 + 2


def test_what_central_has_others_in_place_of_in_an_epoch_that_was_left_goes_on_in_the_living_one(
    office: Office, gate: Computer, tmp_path: Path
) -> None:
    with central_in_thread(office.books) as url:
        gate.meet(url)
        gate.write(1)
        gate.rounds(1)
        oldest = copied(gate, tmp_path / "oldest")
        gate.meet(url)
        backup = backed_up(office, tmp_path / "backup.db")
        with central_in_thread(office.books) as before:
            gate.point(before)
            gate.write(2)
            gate.rounds(1)
            old = copied(gate, tmp_path / "old")
            gate.meet(before)
            gate.write(1)
            gate.rounds(1)
            with computer(oldest) as twin, computer(old) as again:
                again.meet(before)
                again.rounds(2)
                assert len(again.store.former_epochs()) == 1
                assert len(again.ids()) == 4, "what this disk had not came back to it"
                back_to(office, backup)
                with central_in_thread(office.books) as after:
                    twin.write(1)
                    twin.meet(after)
                    twin.rounds(1)
                    for one in (again, twin, again):
                        one.meet(after)
                        one.rounds(3)
                    everything_is_there(office, twin, again)
                    assert len(office.held(again.who.station)) == 4 + 1


@pytest.mark.parametrize("is_heard_later", [False, True])
def test_a_station_next_door_follows_what_central_has_in_place_of_what_it_lost(
    office: Office, gate: Computer, tmp_path: Path, blank: Places, is_heard_later: bool
) -> None:
    with gate_of(office, tmp_path / "north", blank) as north, central_in_thread(office.books) as url:
        gate.meet(url)
        north.meet(url)
        gate.write(3)
        gate.rounds(1)
        with computer(copied(gate, tmp_path / "twin")) as twin:
            gate.meet(url)
            backup = backed_up(office, tmp_path / "backup.db")
            with central_in_thread(office.books) as before:
                gate.point(before)
                gate.write(4)
                gate.rounds(1)
                north.point(before)
                north.rounds(1)
                assert len(list(north.store.entries(gate.who.station, gate.store.epoch))) == 7
            back_to(office, backup)
            with central_in_thread(office.books) as after:
                twin.write(2)
                twin.meet(after)
                twin.rounds(1)
                north.point(after)
                if not is_heard_later:
                    north.rounds(2)
                gate.meet(after)
                for one in (gate, twin, gate, north):
                    one.rounds(2)
                there = {one.id: one.hash for one in office.held(gate.who.station)}
                heard = [chain for chain in north.store.epochs() if chain[0] == gate.who.station]
                here = {
                    one.id: one.hash for chain in heard for one in north.store.entries(*chain) if one.kind == "attempt"
                }
                assert here == there
                assert len(there) == 3 + 4 + 2
                assert north.store.rebuild(repair=False).differing == ()


@pytest.mark.parametrize("is_settled", [False, True])
def test_a_disk_from_before_a_parting_takes_nothing_along_that_went_to_another_epoch_then(
    office: Office, gate: Computer, tmp_path: Path, is_settled: bool
) -> None:
    with central_in_thread(office.books) as url, twin_of(gate, url, 3) as twin:
        backup = backed_up(office, tmp_path / "backup.db")
        with central_in_thread(office.books) as before:
            gate.point(before)
            gate.write(4)
            if is_settled:
                gate.rounds(1)
            old = copied(gate, tmp_path / "old")
        if is_settled:
            back_to(office, backup)
        with central_in_thread(office.books) as after:
            twin.write(2)
            twin.meet(after)
            twin.rounds(1)
            gate.meet(after)
            gate.rounds(2)
            assert len(gate.store.former_epochs()) == 1
            assert len(office.held(gate.who.station)) == 3 + 4 + 2
            with computer(old) as again:
                again.write(1)
                again.meet(after)
                again.rounds(3)
                twin.rounds(1)
                everything_is_there(office, again, twin)
                assert len(office.held(gate.who.station)) == 3 + 4 + 2 + 1


def test_a_time_that_central_took_down_anew_for_a_twin_holds_at_the_other_one(gate: Computer, office: Office) -> None:
    with central_in_thread(office.books) as url:
        gate.meet(url)
        body, ticks = {**BODY, "site": SITE}, gate.clock.evidence()
        gate.store.record(Draft(kind="attempt", at=gate.clock.now(), clock=ticks, operator="gd1", body=body))
        gate.rounds(1)
        first = gate.store.between(SITE, *EVER)[0]
        [held] = [one for one in office.books.arrivals(SITE, *EVER, ("attempt",)) if one.entry.id == first.id]
        later = first.scanned_at + timedelta(seconds=90)
        said = {"scanned_at": stamp(later), "received_at": stamp(later)}
        assert gate.store.apply_peers([PeerEntry(entry=to_wire(held.entry), corrected=True, **said)], 1) == []
        assert {one.id: one.scanned_at for one in gate.store.between(SITE, *EVER)}[first.id] == later
        assert gate.store.rebuild(repair=False).differing == ()
