"""What a station wrote in epochs that it has left: sent again when central lost it, sent at all where it never was."""

from __future__ import annotations

from pathlib import Path

import pytest

from central import carried
from central.store import tray
from checkpoint.wire import Receipt
from station.sync import carrying
from station.sync.client import TooMuch
from station.sync.histories import TWICE
from tests.harness.calling import central_in_thread
from tests.harness.made import at
from tests.sync.parting.computers import Computer, Office, backed_up, computer, copied, restored


def older(gate: Computer, url: str, folder: Path) -> Path:
    """The computer's disk as it was before it wrote and sent two entries more."""
    folder = copied(gate, folder)
    gate.meet(url)
    gate.write(2)
    gate.rounds(1)
    return folder


def test_what_central_lost_of_every_former_epoch_is_sent_again_without_a_restart(
    office: Office, gate: Computer, tmp_path: Path
) -> None:
    backup = backed_up(office, tmp_path / "backup.db")
    with central_in_thread(office.books) as url:
        gate.meet(url)
        gate.write(5)
        gate.rounds(1)
        with computer(older(gate, url, tmp_path / "second")) as second:
            second.meet(url)
            second.write(3)
            second.rounds(2)
            with computer(older(second, url, tmp_path / "third")) as third:
                third.meet(url)
                third.write(4)
                third.rounds(2)
                assert len(third.store.former_epochs()) == 2
                told = third.ids()
                restored(office, backup)
                with central_in_thread(office.books) as anew:
                    third.point(anew)
                    third.write(1)
                    third.rounds(3)
                held = [one.id for one in office.held(third.who.station)]
                assert set(told) <= set(held)
                assert sorted(held) == sorted(third.ids())
                assert third.store.unsent_count() == 0
                assert not third.store.mark(TWICE), "it says where it lives with what it sends of where it lived"


def test_an_entry_that_central_never_took_is_sent_from_the_epoch_it_stands_in_and_blocks_nothing(
    office: Office, gate: Computer, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    with central_in_thread(office.books) as url:
        gate.meet(url)
        poison = choke_on(gate, monkeypatch)
        gate.write(1)
        [bad] = gate.store.unsent(1)
        poison.add(bad.id)
        gate.write(5)
        gate.rounds(1)
        assert [one.id for one in gate.store.unsent(9)] == [bad.id], "it spoils each batch that it is in"
        old = copied(gate, tmp_path / "old")
        gate.meet(url)
        choke_on(gate, monkeypatch, poison)
        gate.write(2)
        gate.rounds(1)
        with computer(old) as again:
            again.meet(url)
            choke_on(again, monkeypatch, poison)
            again.write(3)
            again.rounds(3)
            assert again.store.unsent_count() == 1, "counted where it stands"
            assert len(office.held(again.who.station)) == 5 + 2 + 3
            again.write(2)
            again.rounds(1)
            assert again.store.unsent_count() == 1, "and nothing waits behind it"
            poison.clear()
            again.rounds(9)
            assert again.store.unsent_count() == 0
            assert bad.id in [one.id for one in office.held(again.who.station)]
            assert again.store.fault() is None


def choke_on(one: Computer, monkeypatch: pytest.MonkeyPatch, ids: set[str] | None = None) -> set[str]:
    """From now on this computer's central takes no batch with an entry of these ids."""
    poison = set() if ids is None else ids
    line = one.courier._central
    push = line.push

    def picky(batch: object) -> object:
        if any(said["id"] in poison for said in batch.entries):  # type: ignore[attr-defined]
            raise TooMuch("it chokes")
        return push(batch)

    monkeypatch.setattr(line, "push", picky)
    return poison


def test_what_was_refused_in_a_former_epoch_is_sent_from_there_when_somebody_asks_for_it(
    office: Office, gate: Computer, tmp_path: Path
) -> None:
    with central_in_thread(office.books) as url:
        gate.meet(url)
        gate.write(3)
        epoch = gate.store.epoch
        gate.store.settle(epoch, [Receipt(seq=2, state="refused", reason="odd")])
        with office.books._engine.begin() as connection:
            tray.set_aside(connection, gate.who.station, epoch, 2, "{}", "odd", at("07:00"))
        gate.rounds(1)
        with computer(older(gate, url, tmp_path / "old")) as again:
            again.meet(url)
            again.write(1)
            again.rounds(2)
            assert again.store.epoch != epoch
            [(kept, reason)] = again.store.refused_entries(9)
            assert (kept.epoch, kept.seq, reason) == (epoch, 2, "odd")
            assert kept.id not in {one.id for one in office.held(again.who.station)}
            assert again.store.retry(epoch, 2)
            assert again.store.unsent_count() == 1
            again.rounds(1)
            assert (again.store.unsent_count(), again.store.refused_count()) == (0, 0)
            assert kept.id in {one.id for one in office.held(again.who.station)}


def test_what_somebody_asks_for_just_when_all_else_of_its_epoch_came_again_waits_and_goes_up(
    office: Office, gate: Computer, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    with central_in_thread(office.books) as url:
        gate.meet(url)
        gate.write(4)
        epoch = gate.store.epoch
        gate.store.settle(epoch, [Receipt(seq=seq, state="refused", reason="odd") for seq in (2, 3)])
        with office.books._engine.begin() as connection:
            for seq in (2, 3):
                tray.set_aside(connection, gate.who.station, epoch, seq, f"{seq}", "odd", at("07:00"))
        gate.rounds(1)
        with computer(older(gate, url, tmp_path / "old")) as again:
            again.meet(url)
            again.write(1)
            again.rounds(2)
            given_again = again.store.given_again

            def meanwhile(of: str) -> None:
                monkeypatch.undo()
                assert again.store.retry(epoch, 3)
                given_again(of)

            monkeypatch.setattr(again.store, "given_again", meanwhile)
            assert again.store.retry(epoch, 2)
            again.rounds(1)
            assert again.store.unsent_count() == 1
            again.rounds(1)
            assert (again.store.unsent_count(), again.store.refused_count()) == (0, 0)
            assert {one.seq for one in office.held(again.who.station) if one.epoch == epoch} >= {1, 2, 3, 4}


def test_what_waits_in_a_former_epoch_goes_on_a_stick_too_and_its_answer_counts_there(
    office: Office, gate: Computer, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    with central_in_thread(office.books) as url:
        gate.meet(url)
        poison = choke_on(gate, monkeypatch)
        gate.write(1)
        [bad] = gate.store.unsent(1)
        poison.add(bad.id)
        gate.write(5)
        gate.rounds(1)
        old = copied(gate, tmp_path / "old")
        gate.meet(url)
        choke_on(gate, monkeypatch, poison)
        gate.write(2)
        gate.rounds(1)
        with computer(old) as again:
            again.meet(url)
            choke_on(again, monkeypatch, poison)
            again.write(3)
            again.rounds(3)
            again.write(2)
            assert (len(again.store.unsent(9)), again.store.unsent_count()) == (2, 3)
            packed = carrying.pack(again.store, at("12:00"), tmp_path)
            assert packed.entries == 3
            taken = carried.take(office.books, packed.path, at("12:00"))
            assert (taken.new, taken.refused) == (3, 0)
            back = again.take(carried.answer(office.books, taken, tmp_path, at("12:00")))
            assert (back.settled, again.store.unsent_count()) == (3, 0)
            assert bad.id in {one.id for one in office.held(again.who.station)}
            assert [one.kind for one in again.store.unsent(9)] == []
