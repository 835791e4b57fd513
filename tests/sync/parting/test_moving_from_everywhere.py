"""All that follows into a new epoch or into another station's journal does so a few at a time, wherever it stood."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from itertools import pairwise

import pytest

from checkpoint.journal import first_fault
from checkpoint.wire import Receipt
from station.store import moving
from station.store.opened import Opened
from tests.harness.gate import open_store
from tests.sync.parting.computers import Computer
from tests.sync.parting.moves import (
    AT_ONCE,
    PowerIsGone,
    arrives,
    begun,
    moved_out,
    own,
    passages_in,
    reopened,
    scan,
    set_out,
    settled,
    showings,
)

pytestmark = pytest.mark.usefixtures("few_at_once")


def with_refused_former_epochs(gate: Computer) -> list[str]:
    """Two epochs were left, and of both central has others in place of what it had taken; returns all showings."""
    for count in (13, 8):
        gate.write(count)
        settled(gate, count + 1)
        arrives(gate)
    former = gate.store.former_epochs()
    assert [gate.store.give_up(epoch, 1, 99) for epoch in former] == [13, 8 + 1]
    gate.write(7)
    return showings(gate)


@pytest.mark.parametrize("is_killed", [False, True])
def test_what_was_refused_in_former_epochs_follows_a_few_at_a_time_before_what_came_later(
    gate: Computer, is_killed: bool
) -> None:
    written = with_refused_former_epochs(gate)
    set_out(gate)
    assert moved_out(gate) == 0
    before, steps = 0, 0
    while gate.store.go_on_moving(1):
        steps += 1
        scan(gate, written) if steps % 3 == 0 else None
        if is_killed:
            reopened(gate)
        assert moved_out(gate) - before <= AT_ONCE, "no scan waits for more"
        before = moved_out(gate)
        assert showings(gate) == written
        assert {(one.station, one.epoch, one.seq, one.id) for one in own(gate) if one.kind == "attempt"} == set(
            passages_in(gate.store)
        )
        assert gate.store.fault() is None
    assert steps > 2 * (13 + 8 + 7) // AT_ONCE
    assert (showings(gate), gate.store.refused_count()) == (written, 0)
    assert [one.id for one in gate.store.unsent(99) if one.kind == "attempt"] == written, "all of it is sent"
    assert gate.store.unsent_count() == len(own(gate))
    assert gate.store.fault() is None
    assert gate.store.rebuild(repair=False).differing == ()
    with gate.store._reading() as connection:
        assert connection.exec_driver_sql("SELECT count(*) FROM state WHERE name LIKE 'moving%'").scalar() == 0


def test_what_somebody_asks_for_again_in_the_middle_of_a_move_goes_along_all_the_same(gate: Computer) -> None:
    written = with_refused_former_epochs(gate)
    first, second = gate.store.former_epochs()
    set_out(gate)
    gate.store.go_on_moving(2)
    assert gate.store.retry(first, 2)
    assert gate.store.resolve(second, 3)
    gate.store.go_on_moving()
    assert showings(gate) == written
    assert [one.id for one in gate.store.unsent(99) if one.kind == "attempt"] == written
    assert gate.store.unsent_count() == len(own(gate))
    assert first_fault(gate.store.entries(gate.who.station, gate.store.epoch)) is None


@pytest.mark.parametrize("is_killed", [False, True])
def test_what_central_has_elsewhere_is_let_go_of_a_few_at_a_time(gate: Computer, is_killed: bool) -> None:
    gate.write(4)
    settled(gate, 4)
    gate.write(23)
    written = showings(gate)
    elsewhere = written[6:10] + written[12:25]
    set_out(gate, [*elsewhere, "of another disk"])
    before, new = 0, list(written)
    is_left = True
    while is_left:
        is_left = gate.store.go_on_moving(1)
        if is_killed:
            reopened(gate)
        assert moved_out(gate) - before <= AT_ONCE
        before = moved_out(gate)
        assert sorted(one[3] for one in passages_in(gate.store)) == sorted(new), "what they tell stays"
        assert gate.store.fault() is None
        if len(new) < 27 + 5:
            gate.write(1)
            new += {one[3] for one in passages_in(gate.store)} - set(new)
    stays = [one for one in new if one not in elsewhere]
    assert showings(gate) == stays
    assert [one.id for one in gate.store.unsent(99) if one.kind == "attempt"] == stays[4:]
    assert first_fault(gate.store.entries(gate.who.station, gate.store.epoch)) is None


def between_steps(monkeypatch: pytest.MonkeyPatch, do: Callable[[], None]) -> None:
    def asked(store: Opened) -> bool:
        do()
        with store._reading() as connection:
            return moving.is_moving(connection)

    monkeypatch.setattr(Opened, "is_moving", asked)


def test_a_station_that_becomes_another_one_holds_up_no_scan_and_takes_what_was_scanned_meanwhile_along(
    gate: Computer, monkeypatch: pytest.MonkeyPatch
) -> None:
    gate.write(23)
    written, counts = showings(gate), [0]

    def scans() -> None:
        counts.append(moved_out(gate))
        if len(counts) % 3 == 0:
            before = {one[3] for one in passages_in(gate.store)}
            gate.write(1)
            written.extend({one[3] for one in passages_in(gate.store)} - before)

    with monkeypatch.context() as patch:
        between_steps(patch, scans)
        gate.store.enrol(replace(gate.who, station="another"), begun(gate))
    assert len(written) > 23 + 2
    assert max(later - one for one, later in pairwise(counts)) <= AT_ONCE
    assert gate.who.station == gate.store.station == "another"
    assert showings(gate) == written
    assert [one.id for one in gate.store.unsent(99) if one.kind == "attempt"] == written
    assert gate.store.fault() is None
    assert gate.store.rebuild(repair=False).differing == ()


def test_a_station_that_is_killed_while_it_becomes_another_one_is_that_one_when_it_is_opened_again(
    gate: Computer, monkeypatch: pytest.MonkeyPatch
) -> None:
    gate.write(17)
    written = showings(gate)
    gate.leave()
    raw = {path: path.read_bytes() for path in gate.where.data.iterdir() if path.is_file()}
    for steps in range(1, 30):
        gate.store.close()
        for path in gate.where.data.glob("*.db*"):
            path.unlink()
        for path, content in raw.items():
            path.write_bytes(content)
        gate.store = open_store(gate.where.data)
        left = iter(range(steps))

        def killed() -> None:
            if next(left, None) is None:  # noqa: B023 - called in this turn only
                raise PowerIsGone

        with monkeypatch.context() as patch:
            between_steps(patch, killed)
            try:
                gate.store.enrol(replace(gate.who, station="another"), begun(gate))
            except PowerIsGone:
                pass
            else:
                break
        was_on_its_way = gate.store.is_moving()
        gate.store.close()
        gate.store = open_store(gate.where.data)
        assert gate.who.station == gate.store.station == "another" or not was_on_its_way
        assert not gate.store.is_moving()
        assert showings(gate) == written
        assert gate.store.fault() is None
        assert gate.store.rebuild(repair=False).differing == ()
    assert steps > 6


def test_what_waits_in_former_epochs_goes_along_to_another_station_too(gate: Computer) -> None:
    gate.write(6)
    gate.store.settle(gate.store.epoch, [Receipt(seq=seq, state="stored") for seq in (1, 2, 4)])
    arrives(gate)
    settled(gate, 2)
    gate.write(2)
    ids = showings(gate)
    waiting = {ids[2], ids[5], *ids[6:]}
    assert gate.store.unsent_count() == 1 + 1 + 2
    gate.store.enrol(replace(gate.who, station="another"), begun(gate))
    assert {one.id for one in gate.store.unsent(99) if one.kind == "attempt"} == waiting
    assert gate.store.unsent_count() == len(waiting) + 1
    assert gate.store.fault() is None


def test_a_program_that_looked_before_another_one_moved_on_writes_behind_what_moved(gate: Computer) -> None:
    gate.write(12)
    written = showings(gate)
    other = open_store(gate.where.data)
    try:
        set_out(gate)
        while gate.store.go_on_moving(1):
            entry = other.note(begun(gate))
            assert (entry.station, entry.epoch) == (gate.who.station, gate.store.epoch)
        assert showings(gate) == written
        assert gate.store.fault() is None
        assert other.note(begun(gate)).epoch == gate.store.epoch
        gate.store.enrol(replace(gate.who, station="another"), begun(gate))
        assert other.note(begun(gate)).station == "another"
        assert first_fault(gate.store.entries("another", gate.store.epoch)) is None
    finally:
        other.close()
