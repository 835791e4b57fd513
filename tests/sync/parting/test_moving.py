"""What follows into a new epoch does so a little at a time: scans come between, no kill loses or doubles any."""

from __future__ import annotations

import subprocess
import sys
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest

from central import carried
from checkpoint.days import DECISION
from checkpoint.gate import Outcome
from checkpoint.journal import Draft, first_fault
from checkpoint.wire import OTHER_HISTORY, Receipt
from station import sticks
from station.clock import DeviceClock
from station.store import journal, moving
from station.sync.enrolment import enrol
from station.sync.histories import BEGUN
from tests.harness.calling import central_in_thread
from tests.harness.gate import open_store
from tests.harness.made import at
from tests.sync.parting.computers import Computer, Office, code_for, computer, copied
from tests.sync.parting.moves import PowerIsGone, own, passages_in, reopened, scan, set_out, settled, showings

pytestmark = pytest.mark.usefixtures("few_at_once")


@pytest.mark.parametrize("is_killed", [False, True])
@pytest.mark.parametrize("waiting", [0, 1, 5, 6, 23])
def test_scans_come_between_the_steps_of_a_move_and_stand_behind_all_that_was_before(
    gate: Computer, waiting: int, is_killed: bool
) -> None:
    gate.write(4)
    settled(gate, 4)
    gate.write(waiting)
    left, written = gate.store.epoch, showings(gate)
    set_out(gate)
    steps = 0
    while gate.store.go_on_moving(1):
        steps += 1
        scan(gate, written) if steps % 2 else None
        if is_killed:
            reopened(gate)
        assert gate.store.is_moving()
        assert gate.store.has_parted(), "nothing is sent meanwhile"
        assert showings(gate) == written, "each once, and none before an earlier one"
        assert {(one.station, one.epoch, one.seq, one.id) for one in own(gate) if one.kind == "attempt"} == set(
            passages_in(gate.store)
        )
        assert gate.store.fault() is None
        unsent = len(written) - 4
        assert gate.store.unsent_count() in {unsent, unsent + 1}, "with the entry that begins the new epoch, or without"
    assert steps >= 2 * ((waiting - 1) // 5)
    assert gate.store.former_epochs() == [left]
    assert [one.kind for one in gate.store.unsent(99)] == [BEGUN, *["attempt"] * (len(written) - 4)]
    assert [one.id for one in gate.store.unsent(99)[1:]] == written[4:]
    assert gate.store.unsent_count() == len(written) - 4 + 1
    assert not gate.store.has_parted()
    assert gate.store.fault() is None
    assert first_fault(gate.store.entries(gate.who.station, gate.store.epoch)) is None
    assert gate.store.rebuild(repair=False).differing == ()
    with gate.store._reading() as connection:
        assert connection.exec_driver_sql("SELECT count(*) FROM state WHERE name LIKE 'moving%'").scalar() == 0


@pytest.mark.parametrize("in_the_middle_of", ["_laid_out", "_carry_over", "_switched", "_arrive"])
def test_a_step_that_is_broken_off_has_not_been_taken(
    gate: Computer, monkeypatch: pytest.MonkeyPatch, in_the_middle_of: str
) -> None:
    gate.write(13)
    written = showings(gate)
    set_out(gate)
    whole = getattr(moving, in_the_middle_of)

    def broken_off(*said: Any) -> None:
        whole(*said)
        raise PowerIsGone

    for _ in range(9):
        monkeypatch.setattr(moving, in_the_middle_of, broken_off)
        before, living = own(gate), gate.store.epoch
        try:
            is_left = gate.store.go_on_moving(1)
        except PowerIsGone:
            assert gate.store.epoch == living
            reopened(gate)
            assert (gate.store.epoch, own(gate)) == (living, before)
            monkeypatch.setattr(moving, in_the_middle_of, whole)
            scan(gate, written)
            is_left = gate.store.go_on_moving(1)
        if not is_left:
            break
    assert not gate.store.is_moving()
    assert showings(gate) == written
    assert gate.store.fault() is None
    assert gate.store.rebuild(repair=False).differing == ()


def test_a_decision_made_while_earlier_ones_move_is_the_one_that_holds(gate: Computer) -> None:
    gate.write(1)
    (attempt,) = showings(gate)

    def decide(action: str, outcome: Outcome) -> None:
        body = {"action": action, "outcome": outcome.value, "light": "green", "reason": "ok"}
        gate.store.record(
            Draft(kind=DECISION, at=at("07:30"), clock=gate.clock.evidence(), operator="gd1", body=body, amends=attempt)
        )

    gate.write(7)
    decide("turn_away", Outcome.TURNED_AWAY)
    gate.write(7)
    set_out(gate)
    is_left = True
    while is_left:
        is_left = gate.store.go_on_moving(1)
        for action, outcome in (("turn_away", Outcome.TURNED_AWAY), ("admit", Outcome.PASSED)):
            decide(action, outcome)
            passage = gate.store.passage(attempt)
            assert passage is not None
            assert passage.outcome is outcome
    assert gate.store.rebuild(repair=False).differing == ()


def test_a_station_that_moves_sends_and_hears_nothing_of_itself_until_it_has_arrived_whatever_ends_it(
    office: Office, gate: Computer, tmp_path: Path
) -> None:
    with central_in_thread(office.books) as url:
        gate.meet(url)
        gate.write(4)
        gate.rounds(1)
        old = copied(gate, tmp_path / "old")
        gate.meet(url)
        gate.write(9)
        gate.rounds(1)
        with computer(old) as again:
            again.write(17)
            again.meet(url)
            again.rounds(1)
            assert again.store.is_moving()
            rounds, held = 0, office.held(again.who.station)
            while again.store.is_moving():
                assert rounds < 30, "it arrives"
                assert office.held(again.who.station) == held
                assert len(showings(again)) == 4 + 17 + rounds
                again.write(1)
                reopened(again)
                again.meet(url)
                rounds += 1
                again.courier.round()
            assert rounds > 3
            again.rounds(3)
            ids = [one.id for one in office.held(again.who.station)]
            assert len(ids) == len(set(ids)) == 4 + 9 + 17 + rounds
            assert sorted(showings(again)) == sorted(ids)
            assert len(again.store.former_epochs()) == 1
            assert len(again.store.rare(BEGUN)) == 1
            assert (again.store.unsent_count(), again.store.refused_count()) == (0, 0)
            assert again.store.fault() is None
            assert again.store.rebuild(repair=False).differing == ()


def test_a_disk_copied_in_the_middle_of_a_move_arrives_too_and_nothing_counts_twice(
    office: Office, gate: Computer, tmp_path: Path
) -> None:
    with central_in_thread(office.books) as url:
        gate.meet(url)
        gate.rounds(1)
        gate.write(23)
        set_out(gate)
        for copy, steps in enumerate((2, 4)):
            assert gate.store.go_on_moving(steps)
            copied(gate, tmp_path / f"copy{copy}")
        gate.meet(url)
        gate.write(1)
        gate.rounds(9)
        for copy in range(2):
            with computer(tmp_path / f"copy{copy}") as twin:
                twin.meet(url)
                twin.write(1)
                twin.rounds(12)
                gate.rounds(2)
                ids = [one.id for one in office.held(gate.who.station)]
                assert len(ids) == len(set(ids)) == 23 + 1 + copy + 1
                assert sorted(showings(twin)) == sorted(showings(gate)) == sorted(ids)
                assert (twin.store.unsent_count(), twin.store.refused_count()) == (0, 0)
                assert twin.store.fault() is None


def test_what_moves_goes_on_a_stick_whole(office: Office, gate: Computer, tmp_path: Path) -> None:
    with central_in_thread(office.books) as url:
        gate.meet(url)
        gate.rounds(1)
        gate.write(17)
        set_out(gate)
        gate.meet(url)
        gate.courier.round()
        assert gate.store.is_moving()
        packed = sticks.copy_out(gate.store, DeviceClock(), str(tmp_path))
        assert packed.entries == 17 + 1
        taken = carried.take(office.books, tmp_path / packed.file, at("12:00"))
        assert (taken.new, taken.refused) == (17 + 1, 0)
        gate.rounds(2)
        assert len(gate.store.rare(BEGUN)) == 1, "it does not set out a second time"
        assert [one.id for one in office.held(gate.who.station)] == showings(gate)
        assert gate.store.unsent_count() == 0


def test_a_station_that_is_enrolled_anew_in_the_middle_of_a_move_hands_all_of_it_over_first(
    office: Office, gate: Computer, tmp_path: Path
) -> None:
    with central_in_thread(office.books) as url:
        gate.meet(url)
        gate.write(4)
        gate.rounds(1)
        old = copied(gate, tmp_path / "old")
        gate.meet(url)
        gate.write(9)
        gate.rounds(1)
        with computer(old) as again:
            again.meet(url)
            again.write(17)
            before = again.who.station
            enrol(again.store, url, code_for(office))
            assert not again.store.is_moving()
            assert (again.who.station == before, again.store.unsent_count()) == (False, 0)
            ids = [one.id for one in office.held(before)]
            assert len(ids) == len(set(ids)) == 4 + 9 + 17


def test_a_station_that_becomes_another_one_in_the_middle_of_a_move_takes_all_of_it_along(gate: Computer) -> None:
    gate.write(17)
    written, before = showings(gate), gate.who
    set_out(gate)
    assert gate.store.go_on_moving(2)
    along = Draft(kind=BEGUN, at=at("08:00"), clock=gate.clock.evidence(), operator="", body={})
    gate.store.enrol(replace(before, station="another"), along)
    assert not gate.store.is_moving()
    assert showings(gate) == written
    assert gate.store.unsent_count() == 17 + 2
    assert gate.store.fault() is None
    assert gate.store.rebuild(repair=False).differing == ()


def test_what_stands_before_something_that_central_took_stays_and_strays_go_along(gate: Computer) -> None:
    gate.write(12)
    epoch = gate.store.epoch
    taken = [Receipt(seq=seq, state="stored") for seq in (1, 2, 9)]
    strays = [Receipt(seq=seq, state="refused", reason=OTHER_HISTORY) for seq in (4, 5)]
    odd = [Receipt(seq=seq, state="refused", reason="odd") for seq in (6, 11)]
    gate.store.settle(epoch, [*taken, *strays, *odd])
    ids = showings(gate)
    set_out(gate)
    while gate.store.go_on_moving(1):
        reopened(gate)
    assert [one.id for one in gate.store.unsent(99)[1:]] == [ids[seq - 1] for seq in (4, 5, 10, 11, 12)]
    assert [one.seq for one in gate.store.unsent(99, epoch=epoch)] == [3, 7, 8]
    assert gate.store.lost_epochs() == [epoch]
    assert gate.store.unsent_count() == 1 + 5 + 3
    assert [one.seq for one, _ in gate.store.refused_entries(9)] == [6]
    with gate.store._reading() as connection:
        assert journal.head(connection, gate.who.station, epoch)[0] == 9
    assert gate.store.fault() is None


MOVES = """
import sys
from pathlib import Path
from tests.harness.gate import open_store
store = open_store(Path(sys.argv[1]))
while store.go_on_moving(1):
    print("step", flush=True)
"""


def test_a_program_that_is_killed_while_it_moves_loses_nothing_and_doubles_nothing(gate: Computer) -> None:
    gate.write(420)
    written, left = showings(gate), gate.store.epoch
    set_out(gate)
    kills = 0
    while gate.store.is_moving():
        gate.store.close()
        with subprocess.Popen(
            [sys.executable, "-c", MOVES, str(gate.where.data)], stdout=subprocess.PIPE, text=True
        ) as program:
            assert program.stdout is not None
            # Killed while it takes the step after these.
            for _ in range(4):
                program.stdout.readline()
            program.kill()
        kills += 1
        gate.store = open_store(gate.where.data)
        assert showings(gate) == written
        scan(gate, written)
    assert kills > 2
    assert gate.store.former_epochs() == [left]
    assert [one.id for one in gate.store.unsent(999)[1:]] == written
    assert gate.store.fault() is None
    assert gate.store.rebuild(repair=False).differing == ()
