"""What a station's disk has from another one of it: a central that loses that has it again, and all show one time."""

from __future__ import annotations

from pathlib import Path

import pytest

from checkpoint.journal import Entry
from checkpoint.wire import Push, Pushed
from station.logbook import file_fault, write_journal
from station.sync.client import TooMuch, Trouble
from station.sync.enrolment import enrol
from tests.harness.calling import central_in_thread
from tests.sync.parting.computers import (
    Computer,
    Office,
    back_to,
    backed_up,
    code_for,
    computer,
    copied,
    everything_is_there,
    restored,
    seen_at,
    times_of,
    twin_of,
)
from tests.sync.parting.moves import AT_ONCE


def chokes(patch: pytest.MonkeyPatch, one: Computer, on: Entry) -> None:
    """What that computer speaks to takes no batch with that entry in it."""
    push = one.courier._central.push

    def choking(batch: Push) -> Pushed:
        if any(said["hash"] == on.hash for said in batch.entries):
            raise TooMuch("it chokes")
        answer: Pushed = push(batch)
        return answer

    patch.setattr(one.courier._central, "push", choking)


@pytest.mark.usefixtures("few_at_once")
def test_what_came_from_another_disk_is_passed_over_at_no_step_of_a_long_way_into_a_new_epoch(
    office: Office, gate: Computer, tmp_path: Path
) -> None:
    with central_in_thread(office.books) as url, twin_of(gate, url, 3) as twin:
        gate.write(2)
        gate.rounds()
        twin.write(4 * AT_ONCE)
        twin.meet(url)
        said: list[str] = []
        for _ in range(12):
            said += twin.courier.round().unread
            gate.rounds(1)
        assert said == []
        everything_is_there(office, gate, twin)


@pytest.mark.usefixtures("few_at_once")
def test_what_central_choked_on_is_no_longer_said_to_wait_once_it_stands_in_another_epoch(
    office: Office, gate: Computer, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    gate.write(2)
    with central_in_thread(office.books) as url, computer(copied(gate, tmp_path / "twin")) as twin:
        gate.meet(url)
        chokes(monkeypatch, gate, gate.store.unsent(2)[1])
        assert gate.courier.round().aside == 1
        twin.meet(url)
        twin.write(1)
        twin.rounds(1)
        gate.write(4 * AT_ONCE)
        for _ in range(12):
            done = gate.courier.round()
        assert len(gate.store.former_epochs()) == 1
        assert (done.aside, done.more, gate.store.unsent_count()) == (0, False, 0)
        twin.rounds(2)
        everything_is_there(office, gate, twin)


def test_an_epoch_that_only_other_disks_wrote_is_given_again_to_a_central_that_lost_it(
    office: Office, gate: Computer, tmp_path: Path
) -> None:
    with central_in_thread(office.books) as url:
        gate.meet(url)
        gate.write(2)
        gate.rounds(1)
        disks = [copied(gate, tmp_path / name) for name in ("older", "oldest")]
        gate.meet(url)
        gate.write(2)
        gate.rounds()
        gate.leave()
        backup = backed_up(office, tmp_path / "backup.db")
    with central_in_thread(office.books) as url, computer(disks[0]) as second:
        second.meet(url)
        second.write(2)
        second.rounds(4)
        second.write(2)
        second.rounds()
        assert len(office.held(gate.who.station)) == 8
        everything_is_there(office, second)
    with central_in_thread(office.books) as url, computer(disks[1]) as third:
        third.meet(url)
        third.write(1)
        third.rounds(5)
        everything_is_there(office, third)
        assert len(third.ids()) == 9
        third.leave()
        restored(office, backup)
        with central_in_thread(office.books) as anew:
            third.meet(anew)
            third.rounds(6)
        everything_is_there(office, third)


def breaking(*_: object) -> None:
    """A line that breaks."""
    raise Trouble("the line broke")


@pytest.mark.parametrize(("looks_first", "is_anew"), [(False, True), (True, False), (True, True)])
def test_what_another_computer_gave_again_before_it_left_the_name_has_centrals_new_time_at_the_one_that_stays(
    office: Office,
    gate: Computer,
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
    is_anew: bool,
    looks_first: bool,
) -> None:
    backup = backed_up(office, tmp_path / "backup.db")
    with central_in_thread(office.books) as url, twin_of(gate, url, 3) as twin:
        gate.rounds(2)
        back_to(office, backup)
        with central_in_thread(office.books) as after:
            gate.point(after)
            if looks_first:
                # It sees that central went back, and cannot ask yet what is gone.
                with monkeypatch.context() as line:
                    line.setattr(gate.courier._central, "standing", breaking)
                    gate.rounds(3)
            twin.meet(after)
            twin.rounds(2)
            twin.leave()
            if is_anew:
                enrol(twin.store, after, code_for(office))
            # It hears of no loss, and of no twin.
            assert seen_at(gate) != times_of(office)
            gate.rounds(5)
            assert seen_at(gate) == times_of(office)


def test_who_hears_that_central_lost_some_hears_anew_too_of_what_another_computer_gave_again(
    office: Office, gate: Computer, tmp_path: Path
) -> None:
    backup = backed_up(office, tmp_path / "backup.db")
    with central_in_thread(office.books) as url, twin_of(gate, url, 3) as twin:
        gate.write(2)
        gate.rounds(2)
        # As where the feed did not come for a while: by its numbers nobody sees that central went back.
        gate.store.set_mark("peer_cursor", "0")
        back_to(office, backup)
        with central_in_thread(office.books) as after:
            twin.meet(after)
            twin.rounds(2)
            twin.leave()
            gate.point(after)
            gate.write(1)
            gate.rounds(4)
            everything_is_there(office, gate)
            assert seen_at(gate) == times_of(office)


def test_what_came_back_past_a_hole_holds_after_it_was_given_again_too(
    office: Office, gate: Computer, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    with central_in_thread(office.books) as url:
        gate.meet(url)
        gate.write(2)
        gate.rounds(1)
        backup = backed_up(office, tmp_path / "backup.db")
    with central_in_thread(office.books) as url, computer(copied(gate, tmp_path / "older")) as older:
        gate.meet(url)
        gate.write(3)
        chokes(monkeypatch, gate, gate.store.unsent(3)[1])
        gate.rounds(1)
        # That disk is gone, and with it what central choked on.
        older.meet(url)
        older.write(1)
        older.rounds(4)
        everything_is_there(office, older)
        for _ in range(2):
            older.leave()
            restored(office, backup)
            with central_in_thread(office.books) as anew:
                older.meet(anew)
                older.rounds(5)
            everything_is_there(office, older)
            assert len(older.ids()) == 2 + 2 + 1
            write_journal(older.store.copied(), tmp_path / "journal.jsonl")
            assert file_fault(tmp_path / "journal.jsonl")[1] is None
