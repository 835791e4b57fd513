"""Stations and a central in one process with a line that does as it is told: for trying very many interleavings."""

from __future__ import annotations

import random
import shutil
import sqlite3
from collections.abc import Callable, Sequence
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from functools import cache
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any, Final

import msgspec
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey
from sqlalchemy import event

from central import auth, carried, intake, peers, roster
from central.store.store import Store as Books
from checkpoint import days, wire
from checkpoint.duty import attendance
from checkpoint.duty.deeds import DUTY, Act, body_of, deed_of
from checkpoint.gate import Action, Direction
from checkpoint.journal import Draft, moment
from checkpoint.passages import Arrived
from checkpoint.policy import DutyRules
from checkpoint.sampling import folding
from checkpoint.sampling.acts import KINDS
from checkpoint.sampling.books import Books as Sampling
from checkpoint.supplies import books as supplies
from checkpoint.supplies import moves
from checkpoint.supplies.moves import STOCK, Change, Line
from checkpoint.terms import Told
from station.desk import Desk
from station.store import engine
from station.store.store import Store
from station.sync import carrying
from station.sync.client import Trouble
from station.sync.courier import Courier
from station.tubes import Lead, Tubes, Who
from tests.harness import made
from tests.harness.gate import identity
from tests.harness.made import R1, R3, SITE, ZONE, FakeClock, at, text_of
from tests.harness.serving import DAY_PLAN, WHO

CODES: Final = [text_of(R1), text_of(R3), made.URL]
EVER: Final = (datetime(1990, 1, 1, tzinfo=UTC), datetime(2060, 1, 1, tzinfo=UTC))
DUTIES: Final = (Act.CHECK_IN, Act.CHECK_OUT, Act.ABSENT, Act.EXCUSED)
MOVES: Final = (Change.RECEIVED, Change.ISSUED, Change.COUNTED, Change.WASTED)
TUBES: Final = (
    "add",
    "add",
    "remove",
    "seal",
    "seal",
    "void",
    "close",
    "send",
    "receive",
    "resolve",
    "resolve",
    "amend",
)
DOWN, LOST, TWICE, EARLIER = "down", "lost", "twice", "earlier"
LIES: Final = (DOWN, LOST, TWICE, EARLIER)


def plain(path: Path) -> Store:
    """A station's store in a file that is neither encrypted nor waited for: only its logic is tried here."""

    def connect() -> sqlite3.Connection:
        connection = sqlite3.connect(path, isolation_level=None, check_same_thread=False)
        engine.set_up(connection)
        connection.execute("PRAGMA synchronous = OFF")
        return connection

    return Store(connect, sqlite3)


def hasty(path: Path) -> Books:
    """Central's store, not waited for either."""
    books = Books(str(path))

    @event.listens_for(books._engine, "connect")
    def _off(connection: Any, _record: Any) -> None:
        connection.execute("PRAGMA synchronous = OFF")

    books._engine.dispose()
    return books


@cache
def ready_made() -> tuple[bytes, bytes]:
    """(a station's file with the roster, central's with the same), made once."""
    with TemporaryDirectory() as folder:
        station, central = Path(folder) / "s.db", Path(folder) / "c.db"
        books = Books(str(central))
        books.put(made.roster())
        books.publish_keys()
        told = [one.item for one in books.items(0, 500)]
        books.close()
        store = plain(station)
        store.enrol(identity())
        store.apply_roster(told, told[-1].version)
        store.close()
        return station.read_bytes(), central.read_bytes()


class Office:
    """Central, which may be started again."""

    def __init__(self, folder: Path) -> None:
        self._path, self.time = folder / "central.db", at("07:00")
        self._path.write_bytes(ready_made()[1])
        self.books = hasty(self._path)

    def restart(self) -> None:
        self.books.close()
        self.books = hasty(self._path)

    def passages(self) -> list[days.Passage]:
        return days.fold(self._told(days.ATTEMPT, days.DECISION))

    def _told(self, *kinds: str) -> list[Arrived]:
        return self.books.arrivals(SITE, *EVER, kinds)

    def drawn(self) -> dict[str, Any]:
        return drawn(self.passages(), self._told(DUTY), self._told(STOCK), folding.fold(self._told(*KINDS), SITE))


class Way:
    """One station's line: its next calls are told lies about, then it is honest."""

    def __init__(self, office: Office, station: str, chance: random.Random) -> None:
        self._office, self._station, self._chance = office, station, chance
        self.lies: list[str] = []
        self._said: dict[str, Any] = {}

    def meet(self) -> None:
        """It is there."""

    def close(self) -> None:
        """Nothing is open."""

    def report(self) -> wire.SiteReport:
        raise Trouble("nobody asks")

    def _row(self) -> Any:
        return next(one for one in self._office.books.stations() if one.id == self._station)

    def _answered(self, what: str, ask: Any) -> Any:
        lie = self.lies.pop(0) if self.lies else ""
        if lie == DOWN:
            raise Trouble("down")
        if lie == EARLIER and what in self._said:
            # An answer that was given to an earlier question comes now.
            return self._said[what]
        if lie == TWICE:
            ask()
        answer = self._said[what] = ask()
        if lie == LOST:
            raise Trouble("the answer was lost")
        return answer

    def push(self, batch: wire.Push) -> wire.Pushed:
        raw = [msgspec.Raw(msgspec.json.encode(one)) for one in batch.entries]
        self._chance.shuffle(raw)
        sent_at, office = moment(batch.sent_at), self._office
        pushed: wire.Pushed = self._answered(
            "push", lambda: intake.take(office.books, self._row(), batch.epoch, sent_at, raw, office.time)
        )
        return pushed

    def roster(self, after: int, *, terms: str = "") -> wire.RosterPage:
        page: wire.RosterPage = self._answered(
            f"roster {after}", lambda: roster.page(self._office.books, self._row(), Told.of(after, terms), 500)
        )
        return page

    def peers(self, after: int, *_own: object, terms: str = "") -> wire.PeerPage:
        page: wire.PeerPage = self._answered(
            f"peers {after}", lambda: peers.page(self._office.books, self._row(), Told.of(after, terms), 3)
        )
        return page


class Gate:
    """A station with its clock, its line and its stick."""

    def __init__(self, office: Office, folder: Path, gate: str, skew: timedelta, chance: random.Random) -> None:
        self._office, self._path, self._chance = office, folder / f"{gate}.db", chance
        self._path.write_bytes(ready_made()[0])
        key = Ed25519PrivateKey.generate()
        now = datetime.now(UTC)
        code = auth.new_code(office.books, name=gate, site=SITE, gate=gate, now=now)
        row, _ = auth.enrol(office.books, code, key.public_key().public_bytes_raw().hex(), "here", now)
        self.clock = FakeClock(office.time, skew=skew)
        self.store = plain(self._path)
        self.store.enrol(replace(identity(row.id, gate), private_key=key.private_bytes_raw().hex()))
        self.store.set_mark("epoch", f"{gate}-epoch")
        self.store.epoch = f"{gate}-epoch"
        self.way = Way(office, row.id, chance)
        self.stick = folder / f"stick-{gate}"
        self.stick.mkdir()
        self._begin()

    def _begin(self) -> None:
        self.desk = Desk(self.store, self.clock, operator="gd1")  # type: ignore[arg-type]
        self.courier = Courier(self.store, self.way, self.clock)  # type: ignore[arg-type]
        self.tubes = Tubes(self.desk)

    def restart(self) -> None:
        self.store.close()
        self.store = plain(self._path)
        self._begin()

    def at(self, time: datetime) -> Gate:
        self.clock.time = time
        return self

    def show(self, code: str, way: Direction) -> None:
        self.desk.direction = way
        self.desk.show(code)

    def decide(self, action: Action) -> None:
        held = self.store.newest(SITE, 3)
        if held:
            self.desk.decide(self._chance.choice(held).id, action)

    def note(self, kind: str, body: dict[str, Any]) -> None:
        self.store.note(Draft(kind=kind, at=self.clock.now(), clock=self.clock.evidence(), operator="gd1", body=body))

    def serve(self, act: Act, number: int) -> None:
        self.note(DUTY, body_of(act, WHO[number], site=SITE, gate="G1", plan=DAY_PLAN))

    def move(self, change: Change, quantity: int) -> None:
        self.note(STOCK, moves.body_of(change, SITE, "G1", [Line("mask", "B1", "", quantity)]))

    def sample(self, what: str, number: int) -> None:
        """Something is done at the sampling table; both tables have the same few labels."""
        tubes, lead, label = self.tubes, Lead("990101-0100", "lead"), f"A-{number % 3:04d}"
        who = Who(str(number), "张*", "", "scan")
        books = tubes.books()
        tube = next(iter(sorted(books.tubes)[number % 4 :]), "")
        own = books.open_tubes(*tubes.table)[-1].id if books.open_tubes(*tubes.table) else ""
        member = next(iter(sorted(books.members)[number % 4 :]), "")
        rivals = books.conflicts[0] if books.conflicts else ()
        kept = rivals[number % len(rivals)].id if rivals else ""
        acts: dict[str, Callable[[], object]] = {
            "box": lambda: tubes.open_box(f"BX-{number % 3}", 5),
            "tube": lambda: tubes.open_tube(label, 5),
            "add": lambda: tubes.add(own, who),
            "remove": lambda: tubes.remove(member),
            "seal": lambda: tubes.seal(own, confirmed=True),
            "void": lambda: tubes.void(tube, "破损"),
            "close": lambda: tubes.close_box(number, "?"),
            "send": lambda: tubes.send([tube], "李运送"),
            "receive": lambda: tubes.receive([tube]),
            "resolve": lambda: tubes.resolve(rivals[0].code if rivals else "", kept, "", lead),
            "amend": lambda: tubes.amend(tube, who, "漏扫", lead),
        }
        acts[what]()

    def pack(self) -> None:
        carrying.pack(self.store, self.clock.now(), self.stick)

    def carry(self) -> None:
        """Something from the stick goes there, or an answer comes back: any of them, however old."""
        files = sorted(self.stick.iterdir())
        if not files:
            return
        file = self._chance.choice(files)
        if file.name.startswith("answer"):
            carrying.take(self.store, file, self.clock)  # type: ignore[arg-type]
        else:
            carried.answer(
                self._office.books, carried.take(self._office.books, file, self._office.time), self.stick, EVER[0]
            )

    def drawn(self) -> dict[str, Any]:
        told = self.store.told
        # The books as they grew with what came, in the order in which it came.
        # The program does this on another thread, from time to time.
        if self.tubes.wants_reading:
            self.tubes.open_with(self.tubes.read())
        return drawn(self.store.between(SITE, *EVER), told(DUTY), told(STOCK), self.tubes.books())


def drawn(
    passages: Sequence[days.Passage], duty: Sequence[Arrived], stock: Sequence[Arrived], tubes: Sampling
) -> dict[str, Any]:
    """Everything that people are shown of these entries, by what it is called."""
    deeds = [deed for one in duty if (deed := deed_of(one)) is not None]
    balances = supplies.fold(stock, SITE).balances
    return {
        "passages": [
            (one.id, one.scanned_at, one.outcome, one.flag, one.direction, one.subject, one.corrected)
            for one in passages
        ],
        "inside": {who: one.id for who, one in days.inside(passages).items()},
        "duty": attendance.fold(deeds, (), DutyRules(), at("23:00"), ZONE),
        "tubes": [
            (
                one.id,
                one.code,
                one.state,
                one.count,
                one.opened.scanned_at,
                one.rivals,
                one.in_conflict,
                one.void_reason,
            )
            for one in tubes.between(*EVER)
        ],
        "boxes": sorted((one.id, one.code, one.tubes, one.closed is None, one.rivals) for one in tubes.boxes.values()),
        "members": sorted((one.id, one.tube, one.subject, one.at, one.gone) for one in tubes.members.values()),
        "again": [one.id for one in tubes.to_sample_again()],
        "stock": [(one.item, one.batch, one.quantity, one.short) for one in balances],
    }


def away(folder: Path) -> None:
    """Nothing of it is needed any more."""
    shutil.rmtree(folder, ignore_errors=True)
