"""Computers whose disks can be copied, and a central whose database can be put back: for histories that part."""

from __future__ import annotations

import shutil
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from dataclasses import replace as replaced
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import msgspec

from central import auth, intake, status
from central.afresh import begin_afresh
from central.store.stations import StationRow
from central.store.store import Store as Books
from checkpoint.gate import Direction
from checkpoint.journal import Entry, to_wire
from station.settings import Places, places
from station.store import journal
from station.store.opened import Identity
from station.store.store import Store
from station.sync import carrying
from station.sync.client import Central, Trust
from station.sync.courier import Courier
from station.sync.credentials import Credentials
from station.sync.enrolment import enrol
from station.sync.histories import Histories
from tests.harness.calling import central_in_thread
from tests.harness.gate import open_store
from tests.harness.made import SITE, FakeClock, Pen, at, roster
from tests.sync.written import write

EVER = datetime(1990, 1, 1, tzinfo=UTC), datetime(2060, 1, 1, tzinfo=UTC)


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

    def point(self, url: str) -> None:
        """The same program goes on, central has another address."""
        self.courier._central._server = url

    def leave(self) -> None:
        if self.courier is not None:
            self.courier.close()
        self.courier = None

    def rounds(self, count: int = 3) -> None:
        for _ in range(count):
            self.courier.round()
            self.clock.time = self.clock.time.replace(second=0)

    def take(self, answer: Path) -> carrying.Taken:
        """Take central's answer from a stick."""
        clock: Any = self.clock
        return carrying.take(self.store, answer, clock)

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


@contextmanager
def office_in(folder: Path) -> Iterator[Office]:
    """Such a central with its roster."""
    made = Office(folder)
    made.books.put(roster())
    yield made
    made.books.close()


@contextmanager
def gate_of(office: Office, folder: Path, blank: Places) -> Iterator[Computer]:
    """A computer that is a station of that central."""
    folder.mkdir()
    shutil.copy(blank.store, places(folder).store)
    shutil.copy(blank.key, places(folder).key)
    with computer(folder) as made:
        with central_in_thread(office.books) as url:
            code = auth.new_code(office.books, name="南口 1", site=SITE, gate="G1", now=datetime.now().astimezone())
            enrol(made.store, url, code)
        yield made


def code_for(office: Office) -> str:
    return auth.new_code(office.books, name="北口", site=SITE, gate="G2", now=datetime.now().astimezone())


def push_of(office: Office, station: StationRow, count: int) -> None:
    pen = Pen(station.id, gate="G2")
    for minute in range(count):
        pen.attempt("1", Direction.IN, at(f"08:0{minute}"))
    said = [msgspec.Raw(msgspec.json.encode(to_wire(one))) for one in pen.entries]
    intake.take(office.books, station, "e1", at("08:10"), said, at("08:10"))


def backed_up(office: Office, to: Path) -> Path:
    """Central's database as it stands now, copied while nobody writes."""
    office.books.close()
    shutil.copy(office.path, to)
    office.books = Books(str(office.path))
    return to


def restored(office: Office, backup: Path) -> None:
    """Its database is that backup from now on."""
    office.books.close()
    for path in office.path.parent.glob("central.db*"):
        path.unlink()
    shutil.copy(backup, office.path)
    office.books = Books(str(office.path))


def back_to(office: Office, backup: Path) -> None:
    """The same, and what whoever begins to serve does first."""
    restored(office, backup)
    begin_afresh(office.books)


@contextmanager
def twin_of(one: Computer, url: str, count: int) -> Iterator[Computer]:
    """A copy of the computer, made when it had written so many and central had them; both go on."""
    one.meet(url)
    one.write(count)
    one.rounds(1)
    with computer(copied(one, one.where.data.with_name("twin"))) as twin:
        one.meet(url)
        yield twin


def everything_is_there(office: Office, *computers: Computer) -> None:
    """Central has each entry once, each computer has all of them, and nothing waits."""
    held = [one.id for one in office.held(computers[0].who.station)]
    assert len(held) == len(set(held))
    for one in computers:
        assert sorted(one.ids()) == sorted(held), "each has what the other wrote, too"
        assert (one.store.unsent_count(), one.store.refused_count()) == (0, 0)
        assert one.store.fault() is None
        assert one.store.rebuild(repair=False).differing == ()


def times_of(office: Office) -> dict[str, datetime]:
    """When each showing was, as central has it."""
    return {one.entry.id: one.scanned_at for one in office.books.arrivals(SITE, *EVER, ("attempt",))}


def seen_at(one: Computer) -> dict[str, datetime]:
    """The same as this computer shows it."""
    with one.store._reading() as connection:
        found = [journal.arrival(connection, id_) for id_ in one.ids()]
    return {held.entry.id: held.scanned_at for held in found if held is not None}
