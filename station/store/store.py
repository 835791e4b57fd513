"""The station's store: one method is one transaction, frozen facts come out, rows never do; it decides nothing."""

from __future__ import annotations

import json
import secrets
from collections.abc import Iterable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import asdict, dataclass, replace
from datetime import datetime
from pathlib import Path
from typing import Any, Self, TypeVar

import sqlalchemy as sa
from sqlalchemy.dialects.sqlite import insert
from sqlalchemy.engine import Connection

from checkpoint import days
from checkpoint.days import Arrived, Passage
from checkpoint.gate import LastPassage
from checkpoint.journal import Draft, Entry, Fault, first_fault, from_wire, moment, own_fault, seal
from checkpoint.passes import Pass
from checkpoint.roster import Document, Person, Revocation, Scope
from checkpoint.wire import REFUSED, Item, PeerEntry, Receipt
from station.store import engine, journal, passages, roster
from station.store import schema as tables
from station.store.trouble import StoreFault, StoreTrouble, told

D = TypeVar("D", bound=Document)

FORGET_AT_ONCE = 500
"""Entries whose bodies are forgotten in one transaction: some tens of milliseconds."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Identity:
    """Who this station is to central. token and private_key are secrets; private_key: Ed25519, 64 hexadecimal."""

    station: str
    name: str
    site: str
    gate: str
    server: str
    token: str
    private_key: str


@dataclass(frozen=True, slots=True)
class Known:
    """What the store knows of a pass and its holder."""

    person: Person | None
    accepted_by: frozenset[str]
    revoked: str | None
    last: LastPassage | None


@dataclass(frozen=True, slots=True)
class Recorded:
    """A journal entry that is on disk, and the passage that it makes or changes."""

    entry: Entry
    passage: Passage


@dataclass(frozen=True, slots=True)
class Comparison:
    """What a rebuild found. entries, passages: how many; differing: ids of passages that had to be set right."""

    entries: int
    passages: int
    differing: tuple[str, ...]


class Store:
    """One station's SQLite file. Safe to use from several threads; only one of them writes at a time."""

    def __init__(self, connect: engine.Connect, module: Any = None) -> None:
        """Open through `connect` and bring the tables up to date. Raises StoreTrouble."""
        self._writer, self._reader = engine.engines(connect, module)
        try:
            with told():
                engine.migrate(self._writer)
            self.epoch = self._own_epoch()
            self._station = self.identity.station if self.identity else ""
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
        with told(), self._writer.begin() as connection:
            yield connection

    @contextmanager
    def _reading(self) -> Iterator[Connection]:
        with told(), self._reader.begin() as connection:
            yield connection

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

    def enrol(self, identity: Identity) -> None:
        """Keep what enrolment brought."""
        self.set_mark("identity", json.dumps(asdict(identity)))
        self._station = identity.station

    def mark(self, name: str) -> str | None:
        """A small fact kept by name, or None."""
        with self._reading() as connection:
            query = sa.select(tables.state.c.value).where(tables.state.c.name == name)
            return connection.execute(query).scalar_one_or_none()

    def set_mark(self, name: str, value: str) -> None:
        """Keep a small fact by name."""
        with self._writing() as connection:
            _set_mark(connection, name, value)

    # --- the desk's side ---

    def known(self, pass_: Pass, site: str) -> Known:
        """Everything on file about this pass and its holder at this site."""
        with self._reading() as connection:
            scope = roster.one(connection, Scope, str(pass_.scope))
            revocation = roster.one(connection, Revocation, pass_.number)
            return Known(
                person=roster.one(connection, Person, str(pass_.subject)),
                accepted_by=frozenset(scope.communities) if scope else frozenset(),
                revoked=revocation.reason if revocation else None,
                last=passages.last(connection, site, str(pass_.subject)),
            )

    def record(self, draft: Draft) -> Recorded:
        """Append to the journal and fold in, in one transaction: when this returns, the entry is on disk."""
        with self._writing() as connection:
            seq, prev = journal.head(connection, self._station, self.epoch)
            entry = seal(draft, station=self._station, epoch=self.epoch, seq=seq + 1, prev=prev)
            journal.add(connection, entry)
            passages.project(connection, Arrived(entry, entry.at), ())
            passage = passages.one(connection, entry.amends or entry.id)
            if passage is None:
                raise LookupError(f"no attempt {entry.amends or entry.id} to decide")
        return Recorded(entry, passage)

    def passage(self, id_: str) -> Passage | None:
        """The passage of that attempt, or None."""
        with self._reading() as connection:
            return passages.one(connection, id_)

    def forget_before(self, before: datetime, limit: int = FORGET_AT_ONCE) -> int:
        """Forget the oldest bodies before a moment, and the rows drawn from them; returns how many.

        At most `limit` in one go, so that no scan waits for it. Unsent ones wait until central has them.
        """
        with self._writing() as connection:
            ids = journal.forget_before(connection, before, limit)
            if ids:
                connection.execute(sa.delete(tables.passage).where(tables.passage.c.id.in_(ids)))
                connection.execute(sa.delete(tables.presence).where(tables.presence.c.passage.in_(ids)))
            return len(ids)

    # --- the reading side ---

    def newest(self, site: str, limit: int) -> list[Passage]:
        """This station's newest passages, newest first."""
        with self._reading() as connection:
            return passages.newest(connection, self._station, site, limit)

    def between(self, site: str, start: datetime, end: datetime) -> list[Passage]:
        """The site's passages of [start, end), in order."""
        with self._reading() as connection:
            return passages.between(connection, site, start, end)

    def counts(self, site: str, start: datetime, end: datetime) -> tuple[dict[tuple[str, str], int], int]:
        """((direction, outcome) -> showings of [start, end), people inside now)."""
        with self._reading() as connection:
            return passages.counts(connection, site, start, end), passages.inside(connection, site)

    def document(self, type_: type[D], id_: str) -> D | None:
        """A roster document, or None."""
        with self._reading() as connection:
            return roster.one(connection, type_, id_)

    def documents(self, type_: type[D]) -> list[D]:
        """All roster documents of a type, by id."""
        with self._reading() as connection:
            return roster.every(connection, type_)

    def document_count(self, type_: type[D]) -> int:
        """How many roster documents of a type are held."""
        with self._reading() as connection:
            return roster.count(connection, type_)

    # --- the courier's side: journal up ---

    def unsent(self, limit: int) -> list[Entry]:
        """Own entries that central has not answered for, in order."""
        with self._reading() as connection:
            return journal.unsettled(connection, self._station, self.epoch, _floor(connection), limit)

    def unsent_count(self) -> int:
        """How many own entries central has not answered for; its cost does not grow with the journal."""
        with self._reading() as connection:
            newest, _ = journal.head(connection, self._station, self.epoch)
            floor = _floor(connection)
            return newest - floor - len(journal.settled_beyond(connection, self._station, self.epoch, floor))

    def refused_count(self) -> int:
        """How many own entries central keeps aside."""
        with self._reading() as connection:
            return journal.refused(connection, self._station)

    def settle(self, epoch: str, receipts: Sequence[Receipt]) -> None:
        """Write down what central answered for own entries."""
        with self._writing() as connection:
            ids = journal.id_at(connection, self._station, epoch, [receipt.seq for receipt in receipts])
            held = [receipt for receipt in receipts if receipt.seq in ids]
            journal.add_receipts(connection, [_receipt_row(self._station, epoch, receipt) for receipt in held])
            for receipt in held:
                if receipt.state != REFUSED and receipt.received_at:
                    times = moment(receipt.received_at), moment(receipt.scanned_at)
                    passages.settle(connection, ids[receipt.seq], *times, corrected=receipt.corrected)
            _raise_floor(connection, self._station, epoch)

    # --- the courier's side: roster and peers down ---

    def apply_roster(self, items: Iterable[Item], version: int) -> list[str]:
        """Take a page of the roster; the page and its version are kept together or not at all.

        Returns a sentence for each document that could not be read.
        """
        with self._writing() as connection:
            unread = roster.apply(connection, items)
            _set_mark(connection, "roster_version", str(version))
        return unread

    def apply_peers(self, peers: Sequence[PeerEntry], cursor: int) -> list[str]:
        """Take a page of the site's other stations' entries. Returns a sentence for each that is not sound."""
        unsound = []
        with self._writing() as connection:
            for peer in peers:
                reason = _take(connection, peer, self._station, self.epoch)
                if reason:
                    unsound.append(reason)
            _set_mark(connection, "peer_cursor", str(cursor))
        return unsound

    # --- whole-journal questions ---

    def epochs(self) -> list[tuple[str, str]]:
        """Every (station, epoch) of which entries are held."""
        with self._reading() as connection:
            return journal.epochs(connection)

    def entry_count(self) -> int:
        """How many entries of this station's own journals are held."""
        own = sa.select(sa.func.count()).select_from(tables.entry).where(tables.entry.c.station == self._station)
        with self._reading() as connection:
            return connection.execute(own).scalar_one()

    def entries(self, station: str, epoch: str) -> Iterator[Entry]:
        """One journal in order of seq."""
        with self._reading() as connection:
            yield from journal.walk(connection, station, epoch)

    def fault(self) -> Fault | None:
        """The first place where this station's own journals do not hold, or None when they verify end to end."""
        for station, epoch in self.epochs():
            if station == self._station:
                fault = first_fault(self.entries(station, epoch))
                if fault is not None:
                    return fault
        return None

    def rebuild(self, *, repair: bool = True) -> Comparison:
        """Draw the projections anew from the journal, compare, and set right what differs."""
        with self._writing() as connection:
            count = connection.execute(sa.select(sa.func.count()).select_from(tables.entry)).scalar_one()
            drawn = days.fold(journal.arrivals(connection))
            held = {passage.id: passage for passage in passages.all_in_order(connection)}
            if journal.forgotten(connection):
                drawn = _as_before_forgetting(drawn, held)
            right = {passage.id: passage for passage in drawn}
            differing = {id_ for id_ in held.keys() | right.keys() if held.get(id_) != right.get(id_)}
            inside = {key: passage.id for key, passage in days.inside(drawn).items()}
            present = passages.present(connection)
            differing |= {
                inside.get(key) or present[key]
                for key in inside.keys() | present.keys()
                if inside.get(key) != present.get(key)
            }
            if differing and repair:
                passages.replace_all(connection, drawn)
        return Comparison(count, len(drawn), tuple(sorted(differing)))


def _set_mark(connection: Connection, name: str, value: str) -> None:
    put = insert(tables.state).values(name=name, value=value)
    connection.execute(put.on_conflict_do_update(index_elements=["name"], set_={"value": value}))


def _floor(connection: Connection) -> int:
    """Central has answered for every own entry up to this seq."""
    query = sa.select(tables.state.c.value).where(tables.state.c.name == "settled_floor")
    return int(connection.execute(query).scalar_one_or_none() or 0)


def _raise_floor(connection: Connection, station: str, epoch: str) -> None:
    floor = _floor(connection)
    for seq in journal.settled_beyond(connection, station, epoch, floor):
        if seq != floor + 1:
            break
        floor = seq
    _set_mark(connection, "settled_floor", str(floor))


def _receipt_row(station: str, epoch: str, receipt: Receipt) -> dict[str, Any]:
    kept = receipt.state != REFUSED and receipt.received_at
    return {
        "station": station,
        "epoch": epoch,
        "seq": receipt.seq,
        "state": receipt.state,
        "reason": receipt.reason,
        "received_at": moment(receipt.received_at) if kept else None,
        "scanned_at": moment(receipt.scanned_at) if kept else None,
        "corrected": receipt.corrected,
    }


def _as_before_forgetting(drawn: list[Passage], held: Mapping[str, Passage]) -> list[Passage]:
    """Whoever came before a holder's first remembered passage may be forgotten: that one keeps the flag it had."""
    met: set[tuple[str, str | None]] = set()
    result = []
    for passage in drawn:
        known = held.get(passage.id)
        first = passage.passed and (passage.site, passage.subject) not in met
        result.append(replace(passage, flag=known.flag) if first and known else passage)
        if passage.passed:
            met.add((passage.site, passage.subject))
    return result


def _take(connection: Connection, peer: PeerEntry, own_station: str, own_epoch: str) -> str | None:
    """Fold another station's entry in, once. Returns why it is not sound, or None."""
    try:
        entry = from_wire(peer.entry)
        received_at, scanned_at = moment(peer.received_at), moment(peer.scanned_at)
    except ValueError as error:
        return str(error)
    reason = own_fault(entry)
    if reason is not None:
        return f"{entry.station} entry {entry.seq}: {reason}"
    held = journal.at(connection, entry)
    if held is not None:
        return None if held == entry.hash else f"{entry.station} entry {entry.seq}: another entry stands in its place"
    if (entry.station, entry.epoch) == (own_station, own_epoch):
        return f"entry {entry.seq} is said to be this station's own, and is not"
    journal.add(connection, entry)
    receipt = {"state": "peer", "reason": "", "received_at": received_at, "scanned_at": scanned_at}
    place = {"station": entry.station, "epoch": entry.epoch, "seq": entry.seq, "corrected": peer.corrected}
    journal.add_receipts(connection, [place | receipt])
    arrived = Arrived(entry, scanned_at, peer.corrected, received_at)
    passages.project(connection, arrived, journal.amending(connection, entry.id))
    return None
