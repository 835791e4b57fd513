"""A station's file opened: who writes when, who this station is, and small facts by name; the journal is `store`'s."""

from __future__ import annotations

import json
import secrets
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import asdict, dataclass, field
from pathlib import Path
from typing import Any, Self

from sqlalchemy.engine import Connection

from checkpoint.journal import Draft
from checkpoint.terms import Told
from checkpoint.turns import Turns
from station.store import engine, histories, marks, moving, roster
from station.store.histories import Journal
from station.store.trouble import StoreFault, StoreTrouble, told


@dataclass(frozen=True, slots=True, kw_only=True)
class Identity:
    """Who this station is to central. token and private_key are secrets; private_key: Ed25519, 64 hexadecimal.

    insecure_plain_http: whoever enrolled it said that passages may go over plain HTTP beyond this computer.
    signing: central's public key, with which it signs every answer; empty until it has told. next_token: made up here,
    to be used as soon as central knows its hash. pin: SHA-256 of the key of central's certificate, hexadecimal; with
    one, no other certificate counts.
    """

    station: str
    name: str
    site: str
    gate: str
    server: str
    token: str = field(repr=False)
    private_key: str = field(repr=False)
    insecure_plain_http: bool = False
    signing: str = ""
    next_token: str = field(default="", repr=False)
    pin: str = ""


_CLOSED = "journal_closed"
_EPOCH = "epoch"
_IDENTITY = "identity"
_BECOMES = "becomes"
"""The identity of the station that this one is about to become, while what follows is on its way."""
MOVED_AT_ONCE = 50
"""Entries that follow into another journal in one transaction: a scan waits some tens of milliseconds for its turn."""
_OF_THE_STATION_BEFORE = (
    *("settled_floor", "former_epochs", "lost_epochs", "twice"),
    *(*marks.ROSTER, *marks.FEED),
    _CLOSED,
)


class Opened:
    """One station's SQLite file. Safe to use from several threads; only one of them writes at a time."""

    def __init__(self, connect: engine.Connect, module: Any = None) -> None:
        """Open through `connect` and bring the tables up to date. Raises StoreTrouble."""
        self._writer, self._reader = engine.engines(connect, module)
        self._turns = Turns()
        try:
            with told():
                engine.migrate(self._writer)
            self.epoch = self._own_epoch()
            self._station = self.identity.station if self.identity else ""
            self.is_closed_journal = bool(self.mark(_CLOSED))
            if self.mark(_BECOMES):
                # Whoever enrolled it was killed: nothing is written or sent as the station before any more.
                self.go_on_moving()
        except BaseException:
            self.close()
            raise

    @classmethod
    def open(cls, path: Path, key: bytes, *, create: bool = True) -> Self:
        """The encrypted store in that file. Raises StoreTrouble, also when it is missing and may not be made."""
        if not path.exists() and not create:
            raise StoreTrouble(StoreFault.MISSING, str(path))
        try:
            path.parent.mkdir(parents=True, exist_ok=True)
        except OSError as error:
            raise StoreTrouble(StoreFault.READ_ONLY, str(path.parent)) from error
        return cls(engine.cipher(path, key))

    def close(self) -> None:
        """Let go of the file."""
        self._writer.dispose()
        self._reader.dispose()

    @contextmanager
    def _writing(self) -> Iterator[Connection]:
        with told(), self._turns.one(engine.BUSY_MS / 1000), self._writer.begin() as connection:
            yield connection

    @contextmanager
    def _reading(self) -> Iterator[Connection]:
        with told(), self._reader.begin() as connection:
            yield connection

    def scrub(self) -> None:
        """Empty the write-ahead log, which holds pages as they were before bodies were forgotten.

        Where somebody is reading just now it stays for the next time; closing the file empties it too.
        """
        with told(), self._turns.one(engine.BUSY_MS / 1000), self._writer.connect() as connection:
            driver: Any = connection.connection.dbapi_connection
            for pragma in ("busy_timeout = 100", "wal_checkpoint(TRUNCATE)", f"busy_timeout = {engine.BUSY_MS}"):
                driver.execute(f"PRAGMA {pragma}").fetchall()

    # --- who this station is ---

    def _own_epoch(self) -> str:
        """Made once with the file: a reinstalled or restored station never writes under an old epoch's numbers."""
        epoch = self.mark(_EPOCH)
        if epoch is None:
            epoch = secrets.token_hex(8)
            self.set_mark(_EPOCH, epoch)
        return epoch

    @property
    def identity(self) -> Identity | None:
        """What enrolment made this station, or None."""
        value = self.mark(_IDENTITY)
        return Identity(**json.loads(value)) if value else None

    @property
    def station(self) -> str:
        """The id under which this station writes; empty before it is enrolled."""
        return self._station

    def _written(self, connection: Connection) -> Journal:
        """The journal that is written now: another program may have moved on since this one looked."""
        epoch = marks.read(connection, _EPOCH) or self.epoch
        if epoch != self.epoch:
            self._look_what_is_written(connection)
        return self._station, self.epoch

    def _look_what_is_written(self, connection: Connection) -> None:
        said = marks.read(connection, _IDENTITY)
        self.epoch = marks.read(connection, _EPOCH) or self.epoch
        self._station = json.loads(said)["station"] if said else ""

    def enrol(self, identity: Identity, first: Draft | None = None) -> None:
        """Keep what enrolment brought. Another station than before begins at its own first entry and asks anew.

        first: begins that station's journal, and all that central has not taken of the one before follows it, a little
        at a time. Once it has set out, a program that is killed becomes that station when it is opened the next time.
        """
        self.go_on_moving()
        before = self.identity
        if before is None or before.station == identity.station or first is None:
            with self._writing() as connection:
                _become(connection, before, identity)
        else:
            while not self._sets_out(identity, first):
                self.go_on_moving()
            self.go_on_moving()
        with self._reading() as connection:
            self._look_what_is_written(connection)
        self.is_closed_journal = bool(self.mark(_CLOSED))

    def _sets_out(self, identity: Identity, first: Draft) -> bool:
        """Set out to become that station; False while another program has entries on their way elsewhere."""
        with self._writing() as connection:
            if moving.is_moving(connection):
                return False
            old = self._written(connection)
            new = identity.station, histories.next_epoch(old[1], secrets.token_hex(4))
            marks.put(connection, _BECOMES, json.dumps(asdict(identity)))
            moving.set_out(connection, old, new, first)
            return True

    def is_moving(self) -> bool:
        """Whether this station is on its way into another journal; the epoch is the one that is written just now."""
        with self._reading() as connection:
            self._look_what_is_written(connection)
            return moving.is_moving(connection)

    def go_on_moving(self, most: int = sys.maxsize) -> bool:
        """Let what follows into another journal do so, a little at a time: whoever records comes in between.

        most: how many times. Returns whether any is left.
        """
        for _ in range(most):
            if not self.is_moving():
                break
            with self._writing() as connection:
                self._move_on(connection)
            with self._reading() as connection:
                self._look_what_is_written(connection)
        return self.is_moving()

    def _move_on(self, connection: Connection) -> None:
        # Another program may have been quicker.
        if not moving.is_moving(connection):
            return
        station, _ = moving.move_on(connection, MOVED_AT_ONCE)
        said = marks.read(connection, _BECOMES)
        if said is None:
            return
        before, now = (Identity(**json.loads(one)) for one in (marks.read(connection, _IDENTITY) or "", said))
        if station == now.station != before.station:
            _become(connection, before, now)
        if not moving.is_moving(connection):
            marks.drop(connection, [_BECOMES])

    def _is_closed(self, connection: Connection) -> bool:
        """Whether the journal is closed by now: another program may have left service since this one looked."""
        self.is_closed_journal = self.is_closed_journal or bool(marks.read(connection, _CLOSED))
        return self.is_closed_journal

    def close_journal(self) -> None:
        """Write no entry any more, also after a restart: this station was taken out of service."""
        if not self.is_closed_journal:
            with self._writing() as connection:
                marks.put(connection, _CLOSED, "1")
                self.is_closed_journal = True

    def keep_identity(self, identity: Identity) -> None:
        """The same station as before, with another token or key of central's."""
        self.set_mark(_IDENTITY, json.dumps(asdict(identity)))

    def mark(self, name: str) -> str | None:
        """A small fact kept by name, or None."""
        with self._reading() as connection:
            return marks.read(connection, name)

    def set_mark(self, name: str, value: str) -> None:
        """Keep a small fact by name."""
        with self._writing() as connection:
            marks.put(connection, name, value)

    def heard(self, of: tuple[str, str]) -> Told:
        """Up to where central has told of the roster (`marks.ROSTER`) or of the site's feed (`marks.FEED`)."""
        with self._reading() as connection:
            number, terms = (marks.read(connection, name) for name in of)
        return Told.of(int(number or 0), terms or "")

    def keep_heard(self, of: tuple[str, str], told: Told) -> None:
        """From there it goes on."""
        with self._writing() as connection:
            marks.put_all(connection, dict(zip(of, (str(told.number), told.said), strict=True)))


def _become(connection: Connection, before: Identity | None, identity: Identity) -> None:
    if before is not None and before.station != identity.station:
        # What central has answered for, and how far it has told us, was said to the station before.
        marks.drop(connection, _OF_THE_STATION_BEFORE)
        if (before.server, before.site) != (identity.server, identity.site):
            roster.clear(connection)
    marks.put(connection, _IDENTITY, json.dumps(asdict(identity)))
