"""Two computers made of one disk and their central, step by step: killed, unheard, unanswered or overtaken at any step.

The real stores, courier and histories, and the real central behind the line; only HTTP is left out. A step is what the
courier asks, or one transaction of its store. One that is overtaken has read who asks, and before it has done anything
another worker of central has done all that the other computer came for.
"""

from __future__ import annotations

import shutil
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from dataclasses import replace as replaced
from datetime import UTC, datetime
from pathlib import Path
from typing import Any, Final, NamedTuple

import msgspec
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey
from msgspec.structs import replace

from central import auth, intake, peers, roster
from central.peers import ARRIVAL
from central.store.rosters import COUNTER
from central.store.stations import StationRow
from checkpoint import signatures, wire
from checkpoint.journal import moment, stamp
from checkpoint.terms import Told
from station.sync.client import Refused, Trouble
from station.sync.courier import Courier
from station.sync.credentials import Credentials
from station.sync.histories import TWICE, Histories
from tests.harness.gate import identity
from tests.harness.made import SITE, FakeClock, at
from tests.sync.interleaved import hasty, plain, ready_made
from tests.sync.written import write

KILLED, UNHEARD, UNANSWERED, OVERTAKEN = "killed", "unheard", "unanswered", "overtaken"
FAULTS: Final = (KILLED, UNHEARD, UNANSWERED, OVERTAKEN)
ROUNDS: Final = 12
"""In which whoever comes through must have come through."""


class Kill(BaseException):
    """The program ends here, whatever it was about to do."""


class Fault(NamedTuple):
    """What happens at which step of a round; steps count from 1."""

    what: str
    step: int


@dataclass
class Steps:
    """Counts a round's steps and knows what happens at which."""

    fault: Fault | None = None
    count: int = 0

    def begin(self, fault: Fault | None) -> None:
        self.fault, self.count = fault, 0

    def next(self) -> str:
        """What happens at this step."""
        self.count += 1
        what = self.fault.what if self.fault is not None and self.fault.step == self.count else ""
        if what == KILLED:
            raise Kill
        return what


@dataclass
class Office:
    """Central: its database can be copied away and put back, and it may be started again."""

    folder: Path
    time: datetime = field(default_factory=lambda: at("07:00"))

    def __post_init__(self) -> None:
        self.path.write_bytes(ready_made()[1])
        self.books = hasty(self.path)

    @property
    def path(self) -> Path:
        return self.folder / "central.db"

    def restart(self) -> None:
        self.books.close()
        self._open()

    def back_up(self) -> None:
        self.books.close()
        shutil.copy(self.path, self.folder / "backup.db")
        self._open()

    def go_back(self) -> None:
        """As whoever begins to serve a restored database does."""
        self.books.close()
        shutil.copy(self.folder / "backup.db", self.path)
        self._open()
        self.books.begin([f"{ARRIVAL} {SITE}"])
        self.books.begin_afresh((COUNTER, ARRIVAL), self.time)

    def _open(self) -> None:
        for path in self.folder.glob("central.db-*"):
            path.unlink()
        self.books = hasty(self.path)

    @property
    def station(self) -> StationRow:
        return self.books.stations()[0]

    def held(self) -> list[str]:
        """The ids of all that it has of anybody, but for those that only begin an epoch."""
        told = (one for chain in self.books.chains() for one in self.books.journal(chain.station, chain.epoch))
        return sorted(one.id for one in told if one.kind == "attempt")


class Line:
    """What a courier needs of central, answered by central itself."""

    def __init__(self, office: Office, private_key: str, token: str, steps: Steps, other: Callable[[], None]) -> None:
        """other: lets the other computer come through."""
        self._office, self._key, self._token, self._steps, self._other = office, private_key, token, steps, other

    def meet(self) -> None:
        """It is there."""

    def close(self) -> None:
        """Nothing is open."""

    def use(self, token: str) -> None:
        self._token = token

    def believe(self, signing: str) -> None:
        """Nothing is signed on this line."""

    def _asked(self, ask: Callable[[StationRow], Any]) -> Any:
        what, books = self._steps.next(), self._office.books
        if what == UNHEARD:
            raise Trouble("the line is down")
        try:
            row = auth.station_of(books, f"Bearer {self._token}", self._office.time)
        except auth.NotAllowed as error:
            raise Refused(error.code, str(error)) from error
        if what == OVERTAKEN:
            self._other()
        answer = ask(row)
        if what == UNANSWERED:
            raise Trouble("the answer was lost")
        return answer

    def push(self, batch: wire.Push) -> wire.Pushed:
        raw = [msgspec.Raw(msgspec.json.encode(one)) for one in batch.entries]
        when, now = moment(batch.sent_at), self._office.time
        pushed: wire.Pushed = self._asked(
            lambda row: intake.take(self._office.books, row, batch.epoch, when, raw, now, living=batch.living)
        )
        return pushed

    def standing(self, epoch: str, living: str, at: int = 0) -> wire.Standing:
        said: wire.Standing = self._asked(
            lambda row: intake.standing(self._office.books, row, epoch, living, self._office.time, at)
        )
        return said

    def roster(self, after: int, *, terms: str = "") -> wire.RosterPage:
        told = Told.of(after, terms)
        page: wire.RosterPage = self._asked(lambda row: roster.page(self._office.books, row, told, wire.BATCH))
        return page

    def peers(
        self, after: int, living: str = "", settled: int = 0, brief: bool = False, *, terms: str = ""
    ) -> wire.PeerPage:
        def ask(row: StationRow) -> wire.PeerPage:
            books, now = self._office.books, self._office.time
            twice = intake.is_twice(books, row, living, now) if living else None
            told = Told.of(after, terms)
            page = peers.page(books, row, told, wire.BATCH, living, settled, is_brief=brief)
            return replace(page, twice=twice)

        page: wire.PeerPage = self._asked(ask)
        return page

    def renew(self, token: str) -> wire.Renewed:
        books, token_hash = self._office.books, signatures.digest(token.encode()).hex()
        who = books.stations()[0].id
        signature = signatures.sign(self._key, signatures.TOKEN, who, token_hash)
        what = self._steps.next()
        if what == UNHEARD:
            raise Trouble("the line is down")
        try:
            auth.renew(books, who, token_hash, signature)
        except auth.NotAllowed as error:
            raise Refused(error.code, str(error)) from error
        if what == UNANSWERED:
            raise Trouble("the answer was lost")
        return wire.Renewed(token_hash=token_hash, time=stamp(self._office.time))


class Computer:
    """One of the two: its file, and its program, which may be killed at any step."""

    def __init__(self, office: Office, path: Path) -> None:
        self._office, self._path, self._steps = office, path, Steps()
        self.clock, self.other = FakeClock(office.time), self
        self._open()

    def _open(self) -> None:
        self.store, steps = plain(self._path), self._steps
        writing = self.store._writing

        @contextmanager
        def watched() -> Iterator[Any]:
            steps.next()
            with writing() as connection:
                yield connection

        self.store._writing = watched  # type: ignore[method-assign]
        who = self.store.identity
        assert who is not None
        line: Any = Line(self._office, who.private_key, who.token, steps, self._let_other_in)
        clock: Any = self.clock
        self.histories = Histories(self.store, line, clock)
        self._courier = Courier(self.store, line, clock, Credentials(self.store, line, clock), self.histories)

    def copy_disk(self, to: Path) -> None:
        """While it is off."""
        self.store.close()
        shutil.copy(self._path, to)
        self._open()

    def take_disk(self, of: Path) -> None:
        """Its disk is that one from now on."""
        self.store.close()
        shutil.copy(of, self._path)
        self._open()

    def copied(self, path: Path) -> Computer:
        """Another computer with a copy of this one's disk, which is off meanwhile."""
        self.copy_disk(path)
        made = Computer(self._office, path)
        self.other, made.other = made, self
        return made

    def restart(self) -> None:
        self.store.close()
        self._open()

    def write(self, count: int) -> None:
        self._steps.begin(None)
        write(self.store, self.clock, count)

    def round(self, fault: Fault | None = None) -> bool:
        """One round; False when the fault's step was none of it, or none at which that can happen."""
        self._steps.begin(fault)
        self.clock.time = self._office.time
        try:
            self._courier.round()
        except Kill:
            self.restart()
        return fault is None or self._steps.count >= fault.step

    def come_through(self) -> None:
        """Rounds on an honest line until there is no more to do at once."""
        self.clock.time = self._office.time
        kept = self._steps.fault, self._steps.count
        self._steps.begin(None)
        for _ in range(ROUNDS):
            done = self._courier.round()
            if not (done.sentence or done.more):
                break
        else:
            raise AssertionError(f"it never comes through: {done}")
        self._steps.fault, self._steps.count = kept

    def _let_other_in(self) -> None:
        self.other.come_through()

    @property
    def is_told(self) -> bool:
        return bool(self.store.mark(TWICE))

    def ids(self) -> list[str]:
        return sorted(one.id for one in self._own() if one.kind == "attempt")

    def _own(self) -> Iterator[Any]:
        for chain in self.store.epochs():
            yield from self.store.entries(*chain)


@contextmanager
def first_at(folder: Path) -> Iterator[tuple[Office, Computer]]:
    """A central and its one station."""
    office = Office(folder)
    key = Ed25519PrivateKey.generate()
    public = key.public_key().public_bytes_raw().hex()
    now = datetime.now(UTC)
    code = auth.new_code(office.books, name="G1", site=SITE, gate="G1", now=now)
    row, token = auth.enrol(office.books, code, public, "here", now)
    path = folder / "a.db"
    path.write_bytes(ready_made()[0])
    store = plain(path)
    who = replaced(identity(row.id, token=token), private_key=key.private_bytes_raw().hex())
    store.enrol(replaced(who, signing=office.books.own_keys().public.sign))
    store.set_mark("epoch", "e0")
    store.close()
    first = Computer(office, path)
    try:
        yield office, first
    finally:
        first.store.close()
        first.other.store.close()
        office.books.close()
