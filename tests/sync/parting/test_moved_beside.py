"""Another program of the same computer moves entries, and is killed at it, while this one speaks to central."""

from __future__ import annotations

from contextlib import closing

import pytest

from checkpoint.wire import KNOWN, Receipt
from tests.harness.calling import central_in_thread
from tests.harness.gate import open_store
from tests.sync.parting.computers import Computer, Office, everything_is_there, twin_of
from tests.sync.parting.moves import AT_ONCE, begun, settled
from tests.sync.written import write

pytestmark = pytest.mark.usefixtures("few_at_once")


@pytest.mark.parametrize("steps", range(9))
def test_what_another_program_left_on_its_way_into_a_new_epoch_arrives_there(
    office: Office, gate: Computer, steps: int
) -> None:
    with central_in_thread(office.books) as url, twin_of(gate, url, 3) as twin:
        gate.write(2)
        gate.rounds()
        twin.meet(url)
        twin.rounds(1)
        twin.write(4 * AT_ONCE)
        with closing(open_store(twin.where.data)) as beside:
            beside.begin_anew(begun(twin))
            beside.go_on_moving(steps)
        said = [twin.courier.round() for _ in range(12)]
        assert [sentence for one in said for sentence in one.unread] == []
        assert not said[-1].more
        gate.rounds()
        everything_is_there(office, gate, twin)


@pytest.fixture
def gone_on(gate: Computer) -> str:
    """The epoch that this program still takes for the living one: another one went on in the next, and wrote there."""
    gate.write(3)
    left = gate.store.epoch
    settled(gate, 3)
    with closing(open_store(gate.where.data)) as beside:
        beside.begin_anew(begun(gate))
        beside.go_on_moving()
        write(beside, gate.clock, 2)
        assert beside.unsent_count() == 3
    assert gate.store.epoch == left
    return left


def test_an_answer_for_the_epoch_before_settles_nothing_of_the_one_that_another_program_began(
    gate: Computer, gone_on: str
) -> None:
    again = [Receipt(seq=seq, state=KNOWN) for seq in range(1, 4)]
    gate.store.settle(gone_on, again)
    assert gate.store.unsent_count() == 3
    assert len(gate.store.unsent(9)) == 3


def test_what_central_lost_of_the_epoch_before_is_sent_again_though_another_program_went_on(
    gate: Computer, gone_on: str
) -> None:
    assert gate.store.unsettle(gone_on, [(2, 3)]) == 2
    assert gate.store.lost_epochs() == [gone_on]
    assert gate.store.unsent_count() == 2 + 3


def test_histories_that_parted_part_once_whichever_program_is_the_first_to_go_on(gate: Computer, gone_on: str) -> None:
    gate.store.begin_anew(begun(gate))
    assert not gate.store.go_on_moving()
    assert gate.store.former_epochs() == [gone_on]
    assert gate.store.unsent_count() == 3
