"""Histories that part: central or a station restored from an older copy, two computers that were one."""

from __future__ import annotations

from dataclasses import replace as replaced
from datetime import datetime, timedelta
from pathlib import Path
from typing import Any

import msgspec
import pytest
from msgspec.structs import replace

from central import auth
from checkpoint.journal import first_fault, hash_of, stamp, to_wire
from checkpoint.roster import Person
from checkpoint.wire import OTHER_HISTORY, PeerEntry, PeerPage, Pushed, Receipt, Standing
from station.sync.client import Central, Trust
from station.sync.courier import Courier
from station.sync.enrolment import enrol
from station.sync.histories import BEGUN, FIRST_REST_S, LONGEST_REST_S, PARTED_AT, TWICE, Histories
from tests.harness.calling import central_in_thread
from tests.harness.gate import open_store
from tests.harness.made import C1, R1, SITE, at
from tests.sync.parting.computers import (
    Computer,
    Office,
    backed_up,
    code_for,
    computer,
    copied,
    push_of,
    restored,
    twin_of,
)


def test_a_central_restored_from_an_older_backup_gets_again_what_it_lost(
    office: Office, gate: Computer, tmp_path: Path
) -> None:
    with central_in_thread(office.books) as url:
        gate.meet(url)
        gate.write(20)
        gate.rounds(1)
        backup = backed_up(office, tmp_path / "backup.db")
    with central_in_thread(office.books) as url:
        gate.meet(url)
        gate.write(30)
        gate.rounds(1)
        assert len(office.held(gate.who.station)) == 50
    restored(office, backup)
    with central_in_thread(office.books) as url:
        gate.meet(url)
        gate.write(1)
        gate.rounds(2)
    assert [one.id for one in office.held(gate.who.station)] == gate.ids()
    assert len(gate.ids()) == 51
    assert gate.store.unsent_count() == 0
    assert gate.store.former_epochs() == []
    assert office.said(gate.who.station)["forks"] == []
    assert gate.store.rebuild(repair=False).differing == ()


def test_a_restored_central_gets_what_it_lost_though_nobody_passes_meanwhile(
    office: Office, gate: Computer, tmp_path: Path
) -> None:
    with central_in_thread(office.books) as url:
        gate.meet(url)
        gate.rounds(1)
        backup = backed_up(office, tmp_path / "backup.db")
    with central_in_thread(office.books) as url:
        gate.point(url)
        gate.write(6)
        gate.rounds(2)
        assert len(office.held(gate.who.station)) == 6
    restored(office, backup)
    with central_in_thread(office.books) as url:
        gate.point(url)
        assert gate.courier.round().more, "and not only after the usual time"
        gate.rounds(1)
        assert not gate.courier.round().more
    assert [one.id for one in office.held(gate.who.station)] == gate.ids()
    assert gate.store.unsent_count() == 0


def test_a_central_restored_from_an_older_backup_is_followed_back_in_roster_and_feed(
    office: Office, gate: Computer, tmp_path: Path
) -> None:
    with central_in_thread(office.books) as url:
        gate.meet(url)
        gate.rounds(1)
    backup = backed_up(office, tmp_path / "backup.db")
    office.books.put([Person(id="77", name="后来", community=C1), msgspec.structs.replace(R1, phone="13900000000")])
    other = auth.enrol(office.books, code_for(office), "cd" * 32, "127.0.0.1", datetime.now().astimezone())[0]
    with central_in_thread(office.books) as url:
        push_of(office, other, 3)
        gate.meet(url)
        gate.rounds(1)
        assert gate.store.document(Person, "77") is not None
        assert int(gate.store.mark("peer_cursor") or 0) == 3
    restored(office, backup)
    other = auth.enrol(office.books, code_for(office), "cd" * 32, "127.0.0.1", datetime.now().astimezone())[0]
    office.books.put([Person(id="78", name="新来", community=C1)])
    with central_in_thread(office.books) as url:
        gate.meet(url)
        gate.rounds(1)
        push_of(office, other, 1)
        gate.rounds(2)
    assert gate.store.document(Person, "77") is None
    assert gate.store.document(Person, "78") is not None
    assert gate.store.document(Person, R1.id) == R1
    assert len(list(gate.store.entries(other.id, "e1"))) == 1


@pytest.mark.parametrize("written_first", [0, 7])
@pytest.mark.parametrize("unsent", [0, 4])
def test_a_station_restored_from_an_older_disk_goes_on_under_a_new_epoch(
    office: Office, gate: Computer, tmp_path: Path, written_first: int, unsent: int
) -> None:
    with central_in_thread(office.books) as url:
        gate.meet(url)
        gate.write(10)
        gate.rounds(1)
        gate.write(unsent)
        old = copied(gate, tmp_path / "old")
        gate.meet(url)
        gate.write(15)
        gate.rounds(1)
        told = gate.ids()
        gate.leave()
        gate.store.close()
        with computer(old) as again:
            before = again.store.epoch
            again.write(written_first)
            again.meet(url)
            again.rounds(2)
            again.write(3)
            again.rounds(1)
            held = office.held(again.who.station)
            assert sorted(again.ids()) == sorted(one.id for one in held), "what it had told comes back to it"
            assert [one.id for one in held[: len(told)]] == told, "what it had told before stands as it stood"
            mine = [one for one in again.ids() if one not in told]
            assert sorted(one.id for one in held[len(told) :]) == sorted(mine)
            assert len(mine) == written_first + 3
            assert again.store.epoch != before
            assert again.store.epoch > before, "it sorts behind the one before"
            assert again.store.former_epochs() == [before]
            assert again.store.unsent_count() == 0
            assert again.store.mark(PARTED_AT)
            assert again.store.fault() is None
            assert again.store.rebuild(repair=False).differing == ()
            forks = office.said(again.who.station)["forks"]
            assert any("older disk" in fork["reason"] for fork in forks)
            assert not again.store.mark(TWICE)
            again.rounds(3)
            assert again.store.former_epochs() == [before], "once"
            [begun] = again.store.rare(BEGUN)
            assert (begun.body or {})["after"] == before
    gate.store = open_store(gate.where.data)


def test_entries_that_move_to_a_new_epoch_keep_all_that_they_said_and_their_old_place_is_kept_too(
    office: Office, gate: Computer, tmp_path: Path
) -> None:
    with central_in_thread(office.books) as url:
        gate.meet(url)
        gate.write(3)
        gate.rounds(1)
        old = copied(gate, tmp_path / "old")
        gate.meet(url)
        gate.write(5)
        gate.rounds(1)
        with computer(old) as again:
            again.write(4)
            was = list(again.store.entries(again.who.station, again.store.epoch))[3:]
            again.meet(url)
            again.rounds(2)
            now = list(again.store.entries(again.who.station, again.store.epoch))[1:]
            for one, other in zip(was, now, strict=True):
                assert replace(other, epoch=one.epoch, seq=one.seq, prev=one.prev, hash=one.hash) == one
                assert hash_of(other) == other.hash
            with again.store._reading() as connection:
                laid = connection.exec_driver_sql("SELECT hash FROM parted ORDER BY seq").scalars().all()
            assert list(laid) == [one.hash for one in was]
            assert first_fault(again.store.entries(again.who.station, was[0].epoch)) is None


def test_two_computers_that_were_one_are_named_at_central_and_on_both_and_lose_nothing(
    office: Office, gate: Computer, tmp_path: Path
) -> None:
    with central_in_thread(office.books) as url, twin_of(gate, url, 5) as twin:
        twin.meet(url)
        for _ in range(4):
            gate.write(2)
            twin.write(3)
            gate.rounds(1)
            twin.rounds(1)
        assert [one.store.mark(TWICE) for one in (gate, twin)] == ["1", "1"]
        forks = office.said(gate.who.station)["forks"]
        assert any(fork["reason"] == "two computers write as this station" for fork in forks)
        held = [one.id for one in office.held(gate.who.station)]
        assert sorted(held) == sorted({*gate.ids(), *twin.ids()})
        assert len(held) == len(set(held)) == 5 + 4 * 5
        assert gate.store.unsent_count() == twin.store.unsent_count() == 0
        twin.leave()
        twin.write(2)
        code = auth.new_code(office.books, name="南口 2", site=SITE, gate="G1", now=datetime.now().astimezone())
        enrol(twin.store, url, code)
        assert twin.who.station != gate.who.station
        twin.write(1)
        twin.meet(url)
        twin.rounds(1)
        assert twin.store.unsent_count() == 0
        assert not twin.store.mark(TWICE)
        both = [one.id for of in (gate, twin) for one in office.held(of.who.station)]
        assert len(both) == len(set(both)) == 5 + 4 * 5 + 3
        office.books.settle_forks(gate.who.station, datetime.now().astimezone(), "the twin has a name of its own")
        gate.rounds(1)
        assert not gate.store.mark(TWICE)
        assert office.said(gate.who.station)["forks"] == []


class Forgetful:
    """A central that says it has nothing of what it has just taken."""

    def __init__(self, central: Central) -> None:
        self._central = central
        self.pushes = self.entries = 0

    def __getattr__(self, name: str) -> Any:
        return getattr(self._central, name)

    def push(self, batch: Any) -> Pushed:
        self.pushes += 1
        self.entries += len(batch.entries)
        told = self._central.push(batch)
        return replace(told, have=0, have_hash="", last=0, gaps=[])


def test_a_central_that_keeps_saying_it_lost_what_it_has_is_not_fed_without_end(office: Office, gate: Computer) -> None:
    with central_in_thread(office.books) as url:
        gate.write(50)
        trust = Trust(gate.who.station, gate.who.private_key, gate.who.signing)
        client, clock = Forgetful(Central(url, gate.who.token, trust=trust)), gate.clock
        parts: Any = (None, Histories(gate.store, client, clock))  # type: ignore[arg-type]
        line = Courier(gate.store, client, clock, *parts)  # type: ignore[arg-type]
        start = clock.monotonic_s()
        while clock.monotonic_s() - start < 2 * LONGEST_REST_S:
            gate.write(1)
            line.round()
            clock.time += at("07:05") - at("07:00")
        line.close()
        assert client.entries < 10 * 74, "in two hours, asked every five minutes: ever more rarely"
        assert len(office.held(gate.who.station)) == 50 + 24


@pytest.mark.parametrize(
    ("told", "parts"),
    [
        ({"last": 4}, True),
        ({"last": 3, "have": 3, "have_hash": "ab" * 32}, True),
        ({"last": 3, "have": 3}, False),
        ({"last": 2, "have": 2}, False),
    ],
)
def test_histories_part_where_central_has_more_or_something_else(
    office: Office, gate: Computer, told: dict[str, Any], *, parts: bool
) -> None:
    gate.write(3)
    have = told.get("have", 0)
    said = {"have": have, "have_hash": gate.store.hash_at(gate.store.epoch, have) or "", **told}
    trust = Trust(gate.who.station, gate.who.private_key, gate.who.signing)
    with central_in_thread(office.books) as url, Central(url, gate.who.token, trust=trust) as central:
        histories = Histories(gate.store, central, gate.clock)  # type: ignore[arg-type]
        histories.hear(gate.store.epoch, Pushed(receipts=[], offset_ms=0, time="", **said))
        assert histories.begin_anew() is parts


def test_what_is_not_signed_begins_no_epoch_and_sends_nothing_again(office: Office, gate: Computer) -> None:
    with central_in_thread(office.books) as url:
        gate.store.keep_identity(replaced(gate.who, signing=""))
        histories = Histories(gate.store, Central(url), gate.clock)  # type: ignore[arg-type]
        gate.write(2)
        told = Pushed(receipts=[], have=99, have_hash="ab" * 32, last=99, offset_ms=0, time="", twice=True)
        histories.hear(gate.store.epoch, told)
        assert not histories.begin_anew()
        assert not gate.store.mark(TWICE)


@pytest.mark.parametrize(
    ("changes", "is_another"),
    [
        ({}, False),
        ({"hash": "ab" * 32}, True),
        ({"seq": 3, "hash": "ab" * 32}, True),
        ({"epoch": "e9", "hash": "ab" * 32}, False),
        ({"station": "s9", "hash": "ab" * 32}, False),
    ],
)
def test_another_computer_is_seen_by_what_the_feed_has_in_place_of_an_own_entry(
    gate: Computer, changes: dict[str, Any], *, is_another: bool
) -> None:
    gate.write(2)
    said = to_wire(next(gate.store.entries(gate.who.station, gate.store.epoch))) | changes
    page = PeerPage(
        entries=[PeerEntry(entry=said, scanned_at="", corrected=False, received_at="")], cursor=1, more=False
    )
    histories = Histories(gate.store, Losing(), gate.clock)  # type: ignore[arg-type]
    assert histories.sees_another(page) is is_another


class Losing:
    """A central that has nothing of what it took."""

    def standing(self, epoch: str, *_: Any) -> Standing:
        return Standing(epoch=epoch, have=0, have_hash="", last=0, gaps=[], twice=False, time="")


def test_what_is_lost_while_no_loss_is_believed_is_asked_about_again_after_that(gate: Computer) -> None:
    histories, store = Histories(gate.store, Losing(), gate.clock), gate.store  # type: ignore[arg-type]
    gate.write(3)
    when = stamp(at("07:30"))
    taken = [Receipt(seq=seq, state="stored", received_at=when, scanned_at=when) for seq in (1, 2, 3)]
    for waits_s, unsent in ((0.0, 3), (1.0, 0), (FIRST_REST_S, 3)):
        gate.clock.time += timedelta(seconds=waits_s)
        store.settle(store.epoch, taken)
        if waits_s == 1.0:
            # Its feed went back once more: that it has lost anything again is believed later.
            histories.ask_again()
        histories.introduce()
        assert store.unsent_count() == unsent


def test_what_somebody_who_proved_nothing_refused_begins_no_epoch(gate: Computer) -> None:
    gate.store.keep_identity(replaced(gate.who, signing=""))
    gate.write(1)
    gate.store.settle(gate.store.epoch, [Receipt(seq=1, state="refused", reason=OTHER_HISTORY)])
    histories = Histories(gate.store, Losing(), gate.clock)  # type: ignore[arg-type]
    assert histories.has_parted
    assert not histories.begin_anew()
