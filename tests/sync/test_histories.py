"""Histories that part: central or a station restored from an older copy, two computers that were one."""

from __future__ import annotations

import shutil
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from dataclasses import replace as replaced
from datetime import datetime
from pathlib import Path
from typing import Any

import msgspec
import pytest
from msgspec.structs import replace

from central import auth, intake, status
from central.store.stations import StationRow
from central.store.store import Store as Books
from checkpoint.gate import Direction
from checkpoint.journal import Entry, first_fault, hash_of, to_wire
from checkpoint.roster import Person
from checkpoint.wire import Pushed
from station.settings import Places, places
from station.store.opened import Identity
from station.store.store import Store
from station.sync.client import Central, Trust
from station.sync.courier import Courier
from station.sync.credentials import Credentials
from station.sync.enrolment import enrol
from station.sync.histories import BEGUN, LONGEST_REST_S, PARTED_AT, TWICE, Histories
from tests.harness.calling import central_in_thread
from tests.harness.gate import open_store
from tests.harness.made import C1, R1, SITE, FakeClock, Pen, at, roster
from tests.sync.written import write


@dataclass
class Computer:
    """A station's folder, opened; its courier speaks to `url`."""

    where: Places
    clock: FakeClock
    store: Store
    courier: Any = None

    @property
    def who(self) -> Identity:
        assert self.store.identity is not None
        return self.store.identity

    def meet(self, url: str) -> None:
        """Speak to that central from now on."""
        self.leave()
        self.store.keep_identity(replaced(self.who, server=url))
        trust = Trust(self.who.station, self.who.private_key, self.who.signing)
        client, clock = Central(url, self.who.token, trust=trust), self.clock
        parts: Any = (Credentials(self.store, client, clock), Histories(self.store, client, clock))  # type: ignore[arg-type]
        self.courier = Courier(self.store, client, clock, *parts)  # type: ignore[arg-type]

    def leave(self) -> None:
        if self.courier is not None:
            self.courier.close()

    def rounds(self, count: int = 3) -> None:
        for _ in range(count):
            self.courier.round()
            self.clock.time = self.clock.time.replace(second=0)

    def write(self, count: int) -> None:
        write(self.store, self.clock, count)

    def ids(self) -> list[str]:
        """The ids of all showings that this computer has, in order of its journals."""
        own = (epoch for station, epoch in self.store.epochs() if station == self.who.station)
        return [one.id for epoch in own for one in self.store.entries(self.who.station, epoch) if one.kind == "attempt"]


@contextmanager
def computer(folder: Path) -> Iterator[Computer]:
    made = Computer(places(folder), FakeClock(at("07:00")), open_store(folder))
    try:
        yield made
    finally:
        made.leave()
        made.store.close()


def copied(one: Computer, folder: Path) -> Path:
    """The computer's disk as it stands now, copied while it is off."""
    one.store.close()
    shutil.copytree(one.where.data, folder)
    shutil.copy(one.where.key, places(folder).key)
    one.store = open_store(one.where.data)
    return folder


class Office:
    """A central whose database can be copied away and put back."""

    def __init__(self, folder: Path) -> None:
        self.path = folder / "central.db"
        self.books = Books(str(self.path))

    def held(self, station: str) -> list[Entry]:
        """Every showing held of that station, of every epoch, in order."""
        epochs = [one.epoch for one in self.books.chains() if one.station == station]
        found = [one for epoch in epochs for one in self.books.journal(station, epoch)]
        return [one for one in found if one.kind == "attempt"]

    def said(self, station: str) -> dict[str, Any]:
        return next(one for one in status.status(self.books)["stations"] if one["id"] == station)


@pytest.fixture
def office(tmp_path: Path) -> Iterator[Office]:
    made = Office(tmp_path)
    made.books.put(roster())
    yield made
    made.books.close()


@pytest.fixture
def gate(tmp_path: Path, office: Office, blank: Places) -> Iterator[Computer]:
    (tmp_path / "gate").mkdir()
    shutil.copy(blank.store, places(tmp_path / "gate").store)
    shutil.copy(blank.key, places(tmp_path / "gate").key)
    with computer(tmp_path / "gate") as made:
        with central_in_thread(office.books) as url:
            code = auth.new_code(office.books, name="南口 1", site=SITE, gate="G1", now=datetime.now().astimezone())
            enrol(made.store, url, code)
        yield made


def test_a_central_restored_from_an_older_backup_gets_again_what_it_lost(
    office: Office, gate: Computer, tmp_path: Path
) -> None:
    with central_in_thread(office.books) as url:
        gate.meet(url)
        gate.write(20)
        gate.rounds(1)
        office.books.close()
        shutil.copy(office.path, tmp_path / "backup.db")
        office.books = Books(str(office.path))
    with central_in_thread(office.books) as url:
        gate.meet(url)
        gate.write(30)
        gate.rounds(1)
        assert len(office.held(gate.who.station)) == 50
    restored(office, tmp_path / "backup.db")
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


def test_a_central_restored_from_an_older_backup_is_followed_back_in_roster_and_feed(
    office: Office, gate: Computer, tmp_path: Path
) -> None:
    with central_in_thread(office.books) as url:
        gate.meet(url)
        gate.rounds(1)
    office.books.close()
    shutil.copy(office.path, tmp_path / "backup.db")
    office.books = Books(str(office.path))
    office.books.put([Person(id="77", name="后来", community=C1), msgspec.structs.replace(R1, phone="13900000000")])
    other = auth.enrol(office.books, code_for(office), "cd" * 32, "127.0.0.1", datetime.now().astimezone())[0]
    with central_in_thread(office.books) as url:
        push_of(office, other, 3)
        gate.meet(url)
        gate.rounds(1)
        assert gate.store.document(Person, "77") is not None
        assert int(gate.store.mark("peer_cursor") or 0) == 3
    restored(office, tmp_path / "backup.db")
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


def code_for(office: Office) -> str:
    return auth.new_code(office.books, name="北口", site=SITE, gate="G2", now=datetime.now().astimezone())


def push_of(office: Office, station: StationRow, count: int) -> None:
    pen = Pen(station.id, gate="G2")
    for minute in range(count):
        pen.attempt("1", Direction.IN, at(f"08:0{minute}"))
    said = [msgspec.Raw(msgspec.json.encode(to_wire(one))) for one in pen.entries]
    intake.take(office.books, station, "e1", at("08:10"), said, at("08:10"))


def restored(office: Office, backup: Path) -> None:
    office.books.close()
    for path in office.path.parent.glob("central.db*"):
        path.unlink()
    shutil.copy(backup, office.path)
    office.books = Books(str(office.path))


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
    with central_in_thread(office.books) as url:
        gate.meet(url)
        gate.write(5)
        gate.rounds(1)
        with computer(copied(gate, tmp_path / "twin")) as twin:
            gate.meet(url)
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
            twin.courier = None
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
        self.pushes = 0

    def __getattr__(self, name: str) -> Any:
        return getattr(self._central, name)

    def push(self, batch: Any) -> Pushed:
        self.pushes += 1
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
            line.round()
            clock.time += at("07:05") - at("07:00")
        line.close()
        assert client.pushes < 12, "in two hours, asked every five minutes"
        assert len(office.held(gate.who.station)) == 50


def test_what_is_not_signed_begins_no_epoch_and_sends_nothing_again(office: Office, gate: Computer) -> None:
    with central_in_thread(office.books) as url:
        gate.store.keep_identity(replaced(gate.who, signing=""))
        histories = Histories(gate.store, Central(url), gate.clock)  # type: ignore[arg-type]
        gate.write(2)
        told = Pushed(receipts=[], have=99, have_hash="ab" * 32, last=99, offset_ms=0, time="", twice=True)
        histories.hear(gate.store.epoch, told)
        assert not histories.begin_anew()
        assert not gate.store.mark(TWICE)
