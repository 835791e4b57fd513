"""Another program of the same computer moves entries, and is killed at it, while this one speaks to central."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import closing, contextmanager
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest

from checkpoint.wire import KNOWN, PARTED, Receipt
from station.sync import carrying
from station.sync.client import Trouble
from station.sync.histories import BEGUN
from tests.harness.calling import central_in_thread
from tests.harness.gate import open_store
from tests.sync.parting import sticks
from tests.sync.parting.computers import (
    Computer,
    Office,
    back_to,
    backed_up,
    computer,
    copied,
    everything_is_there,
    twin_of,
)
from tests.sync.parting.moves import AT_ONCE, arrives, begun, settled
from tests.sync.written import write

pytestmark = pytest.mark.usefixtures("few_at_once")


@pytest.mark.parametrize(("steps", "knows"), [(0, True), (3, False), (6, True), (8, False)])
def test_what_another_program_left_on_its_way_into_a_new_epoch_arrives_there(
    office: Office, gate: Computer, steps: int, knows: bool
) -> None:
    with central_in_thread(office.books) as url, twin_of(gate, url, 3) as twin:
        twin.meet(url)
        twin.rounds(1)
        gate.write(2)
        gate.rounds()
        # From the feed it knows already that histories have parted.
        twin.rounds(1 if knows else 0)
        twin.write(4 * AT_ONCE)
        with closing(open_store(twin.where.data)) as beside:
            beside.begin_anew(begun(twin))
            beside.go_on_moving(steps)
        said = [twin.courier.round() for _ in range(12)]
        assert [sentence for one in said for sentence in one.unread] == []
        assert not said[-1].more
        gate.rounds()
        everything_is_there(office, gate, twin)
        assert twin.store.former_epochs() == [gate.store.epoch], "and no further"


def test_nothing_of_the_name_is_taken_from_the_feed_when_another_program_sets_out_in_the_middle_of_a_round(
    office: Office, gate: Computer, monkeypatch: pytest.MonkeyPatch
) -> None:
    with central_in_thread(office.books) as url, twin_of(gate, url, 3) as twin:
        gate.write(2)
        gate.rounds()
        twin.write(4 * AT_ONCE)
        twin.meet(url)
        # So that it comes as far as the feed before it hears of the other one's entries.
        monkeypatch.setattr(twin.courier, "_push", lambda _: None)
        pull_roster = twin.courier._pull_roster

        def meanwhile(tally: Any) -> None:
            pull_roster(tally)
            with closing(open_store(twin.where.data)) as beside:
                beside.begin_anew(begun(twin))
                beside.go_on_moving(6)
            # Now this program knows of the epoch that is written.
            twin.write(1)

        monkeypatch.setattr(twin.courier, "_pull_roster", meanwhile)
        assert twin.courier.round().unread == ()
        assert twin.store.is_moving()
        twin.meet(url)
        twin.rounds(12)
        gate.rounds()
        everything_is_there(office, gate, twin)


@pytest.mark.parametrize(("is_former", "is_asking"), [(False, False), (False, True), (True, True)])
def test_what_central_takes_over_the_line_stays_where_it_is_while_another_program_takes_an_older_answer_from_a_stick(
    office: Office, gate: Computer, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, is_former: bool, is_asking: bool
) -> None:
    with central_in_thread(office.books) as url:
        gate.meet(url)
        gate.write(3)
        gate.rounds(1)
    with computer(copied(gate, tmp_path / "twin")) as twin:
        backup = backed_up(office, tmp_path / "backup.db")
        with central_in_thread(office.books) as url:
            gate.meet(url)
            if is_former:
                # Central will have others of a former epoch, and what is written just now is good.
                gate.write(1)
                gate.rounds(1)
                arrives(gate)
            gate.rounds(1)
        back_to(office, backup)
        twin.write(1)
        sticks.trip(office, twin)
        gate.write(2)
        if is_former:
            sticks.trip(office, gate)
        answer = sticks.answered(office, sticks.packed(gate))
        gate.write(2)
        written = gate.ids()
        with central_in_thread(office.books) as url, closing(open_store(gate.where.data)) as beside:
            gate.point(url)
            begin_anew = beside.begin_anew

            def meanwhile(*said: Any, **how: Any) -> None:
                with cut_off(gate, monkeypatch) as patch:
                    if not is_asking:
                        # In the middle of a round it has looked already.
                        patch.setattr(gate.courier._histories, "introduce", lambda: None)
                    gate.courier.round()
                begin_anew(*said, **how)

            monkeypatch.setattr(beside, "begin_anew", meanwhile)
            carrying.take(beside, answer, gate.clock)  # type: ignore[arg-type]
            for _ in range(3):
                gate.rounds(6)
                twin.meet(url)
                twin.rounds(3)
        everything_is_there(office, gate, twin)
        assert {one.reason for one in office.books.refused()} <= PARTED
        assert is_former or [id_ for id_ in gate.ids() if id_ in written] == written, "nothing was taken behind a gap"


@contextmanager
def cut_off(one: Computer, monkeypatch: pytest.MonkeyPatch) -> Iterator[pytest.MonkeyPatch]:
    """Its line carries one batch to central, and then nothing any more, no answer either."""
    line = one.courier._central
    push = line.push

    def carry(batch: Any) -> None:
        push(batch)
        raise Trouble("cut")

    def nothing(*_: object, **__: object) -> None:
        raise Trouble("cut")

    with monkeypatch.context() as patch:
        patch.setattr(line, "push", carry)
        for name in ("standing", "roster", "peers"):
            patch.setattr(line, name, nothing)
        yield patch


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


@pytest.mark.parametrize("steps", [0, 6, 99])
def test_a_computer_that_becomes_another_station_while_another_program_goes_on_in_a_new_epoch_leaves_nothing_behind(
    gate: Computer, monkeypatch: pytest.MonkeyPatch, steps: int
) -> None:
    gate.write(4 * AT_ONCE)
    ids = [one.id for one in gate.store.unsent(99)]
    go_on_moving = gate.store.go_on_moving

    def meanwhile() -> None:
        monkeypatch.setattr(gate.store, "go_on_moving", go_on_moving)
        go_on_moving()
        with closing(open_store(gate.where.data)) as beside:
            beside.begin_anew(begun(gate))
            beside.go_on_moving(steps)

    monkeypatch.setattr(gate.store, "go_on_moving", meanwhile)
    gate.store.enrol(replace(gate.who, station="another"), begun(gate))
    assert [one.id for one in gate.store.unsent(99) if one.kind != BEGUN] == ids
    assert gate.store.unsent_count() == len(ids) + 2
    assert (gate.store.station, gate.store.fault()) == ("another", None)
