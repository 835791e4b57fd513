"""What a station's disk has from another one of it: a central that loses that has it again, and all show one time."""

from __future__ import annotations

from pathlib import Path

import pytest

from checkpoint.wire import Push, Pushed
from station.sync.client import TooMuch
from tests.harness.calling import central_in_thread
from tests.sync.parting.computers import Computer, Office, computer, copied, everything_is_there, twin_of
from tests.sync.parting.moves import AT_ONCE


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
        push, bad = gate.courier._central.push, gate.store.unsent(2)[1].hash

        def choking(batch: Push) -> Pushed:
            if any(one["hash"] == bad for one in batch.entries):
                raise TooMuch("it chokes")
            said: Pushed = push(batch)
            return said

        monkeypatch.setattr(gate.courier._central, "push", choking)
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
