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
from checkpoint.turns import Turns
from station.store import engine, histories, marks, roster
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
MOVED_AT_ONCE = 50
"""Entries that follow into another journal in one transaction: a scan waits some tens of milliseconds for its turn."""
_OF_THE_STATION_BEFORE = (
    *("settled_floor", "roster_version", "peer_cursor", "former_epochs", "lost_epochs", "twice"),
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
        epoch = self.mark("epoch")
        if epoch is None:
            epoch = secrets.token_hex(8)
            self.set_mark("epoch", epoch)
        return epoch

    @property
    def identity(self) -> Identity | None:
        """What enrolment made this station, or None."""
        value = self.mark("identity")
        return Identity(**json.loads(value)) if value else None

    @property
    def station(self) -> str:
        """The id under which this station writes; empty before it is enrolled."""
        return self._station

    @contextmanager
    def _another_journal(self, station: str) -> Iterator[None]:
        """What this station writes into may change in here; when the transaction fails, it has not."""
        before = self._station, self.epoch
        try:
            yield
            self._station = station
        except BaseException:
            self._station, self.epoch = before
            raise

    def enrol(self, identity: Identity, first: Draft | None = None) -> None:
        """Keep what enrolment brought. Another station than before begins at its own first entry and asks anew.

        first: begins that station's journal, and all that central has not taken of the one before follows it.
        """
        before = self.identity
        self.go_on_moving()
        with self._another_journal(identity.station), self._writing() as connection:
            if before is not None and before.station != identity.station:
                if first is not None:
                    old, self.epoch = self.epoch, histories.next_epoch(self.epoch, secrets.token_hex(4))
                    histories.set_out(connection, (before.station, old), (identity.station, self.epoch), first)
                    # All at once: whoever enrols sits in front of it, and a kill leaves one station or the other.
                    while histories.is_moving(connection):
                        histories.move_on(connection, MOVED_AT_ONCE)
                # What central has answered for, and how far it has told us, was said to the station before.
                marks.drop(connection, _OF_THE_STATION_BEFORE)
                if (before.server, before.site) != (identity.server, identity.site):
                    roster.clear(connection)
            marks.put(connection, "identity", json.dumps(asdict(identity)))
        self.is_closed_journal = bool(self.mark(_CLOSED))

    def is_moving(self) -> bool:
        """Whether this station is on its way into another journal."""
        with self._reading() as connection:
            return histories.is_moving(connection)

    def go_on_moving(self, most: int = sys.maxsize) -> bool:
        """Let what follows into another journal do so, a little at a time: whoever records comes in between.

        most: how many times. Returns whether any is left.
        """
        for _ in range(most):
            if not self.is_moving():
                return False
            with self._another_journal(self._station), self._writing() as connection:
                _, self.epoch = histories.move_on(connection, MOVED_AT_ONCE)
        return self.is_moving()

    def close_journal(self) -> None:
        """Write no entry any more, also after a restart: this station was taken out of service."""
        if not self.is_closed_journal:
            with self._writing() as connection:
                marks.put(connection, _CLOSED, "1")
                self.is_closed_journal = True

    def keep_identity(self, identity: Identity) -> None:
        """The same station as before, with another token or key of central's."""
        self.set_mark("identity", json.dumps(asdict(identity)))

    def mark(self, name: str) -> str | None:
        """A small fact kept by name, or None."""
        with self._reading() as connection:
            return marks.read(connection, name)

    def set_mark(self, name: str, value: str) -> None:
        """Keep a small fact by name."""
        with self._writing() as connection:
            marks.put(connection, name, value)
