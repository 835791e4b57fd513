"""Entries come in, own ones and other stations', and the projections follow; the transaction is the caller's."""

from __future__ import annotations

import json
from collections.abc import Iterable, Sequence
from typing import Final

import sqlalchemy as sa
from sqlalchemy.engine import Connection

from checkpoint import days
from checkpoint.days import Arrived
from checkpoint.gate import Action
from checkpoint.journal import Entry, from_wire, moment, own_fault, stamp
from checkpoint.wire import KNOWN, PeerEntry
from station.store import histories, journal, passages
from station.store import schema as tables
from station.store.histories import CAME_BACK
from station.store.passages import Times
from station.store.schema import among, in_ms


def sorted_out(peers: Iterable[PeerEntry]) -> tuple[list[Arrived], list[str]]:
    """(those that agree with themselves, a sentence for each of the others); asks no table, so nobody waits for it."""
    sound, unsound = [], []
    for peer in peers:
        try:
            entry = from_wire(peer.entry)
            arrived = Arrived(entry, moment(peer.scanned_at), peer.corrected, moment(peer.received_at))
        except ValueError as error:
            unsound.append(str(error))
            continue
        reason = own_fault(entry)
        if reason is None:
            sound.append(arrived)
        else:
            unsound.append(f"{entry.station} entry {entry.seq}: {reason}")
    return sound, unsound


def news(connection: Connection, peers: Sequence[PeerEntry]) -> list[PeerEntry]:
    """Those of a page that are not here yet, or not with what central tells beside them; asked at once for all.

    A program that has just begun is told of its station's own entries too, and nearly always knows them.
    """
    ids = json.dumps([str(one.entry.get("id")) for one in peers])
    rows = connection.execute(_TOLD, {"ids": ids})
    told = {row.hash: tuple(at and stamp(at) for at in (row.received_at, row.scanned_at)) for row in rows}
    return [one for one in peers if told.get(str(one.entry.get("hash"))) != (one.received_at, one.scanned_at)]


_TOLD: Final = (
    sa.select(tables.entry.c.hash, tables.receipt.c.received_at, tables.receipt.c.scanned_at)
    .join(tables.receipt, journal.same(tables.entry, tables.receipt))
    .where(among(tables.entry.c.id, "ids"))
)


def take(
    connection: Connection, arrived: Arrived, own_station: str, own_epoch: str, *, is_proven: bool = False
) -> str | None:
    """Fold another computer's entry in, once. Returns why it is not taken, or None.

    is_proven: central says so just now, signed; then another station's entry leaves the place that is this one's.
    """
    entry = arrived.entry
    held = journal.at(connection, entry)
    if any(one.hash == entry.hash for one in held):
        _told_again(connection, arrived)
        return None
    if any(not is_proven or one.station == own_station or one.station != entry.station for one in held):
        return f"{entry.station} entry {entry.seq}: another entry stands in its place"
    for one in held:
        _make_way(connection, one)
    if (entry.station, entry.epoch) == (own_station, own_epoch):
        return f"entry {entry.seq} is said to be this station's own, and is not"
    journal.add(connection, entry)
    received = None if arrived.received_at is None else in_ms(arrived.received_at)
    # Its own come back to a station whose disk is an older one: should central lose them, it has them to give again.
    state, reason = (KNOWN, CAME_BACK) if entry.station == own_station else ("peer", "")
    told = state, reason, received, in_ms(arrived.scanned_at), arrived.corrected
    journal.add_receipts(connection, [(*entry.key, *told)])
    # Its own may have stood elsewhere on this disk: then its passage is here already.
    if entry.station == own_station:
        histories.note_come_back(connection, entry.epoch)
        passages.withdraw(connection, entry.id)
    fold(connection, arrived)
    return None


def _make_way(connection: Connection, held: Entry) -> None:
    """Another station's entry leaves its place: central, which was restored, has another one there, or it elsewhere.

    Where central has it elsewhere it comes from there.
    """
    histories.lay_aside(connection, held)
    if held.kind != days.DECISION:
        passages.withdraw(connection, held.id)
    elif held.amends is not None and (attempt := journal.arrival(connection, held.amends)) is not None:
        passages.withdraw(connection, attempt.entry.id)
        passages.project(connection, attempt, journal.amending(connection, attempt.entry.id))


def _told_again(connection: Connection, arrived: Arrived) -> None:
    """A central that lost an entry and got it again may have taken another time down beside it: that one holds."""
    entry, received_at = arrived.entry, arrived.received_at
    if received_at is None:
        return
    before = journal.arrival(connection, entry.id)
    if before is None or (before.scanned_at, before.received_at) == (arrived.scanned_at, received_at):
        return
    times = Times(received_at, arrived.scanned_at, arrived.corrected)
    journal.retime(connection, entry, times._asdict())
    passages.settle(connection, {entry.id: times})


def fold(connection: Connection, arrived: Arrived, *, is_new: bool = False) -> None:
    """Bring the projections up to an entry that was just added. is_new: written here, so nothing can amend it yet."""
    entry = arrived.entry
    if entry.kind != days.DECISION:
        passages.project(connection, arrived, () if is_new else journal.amending(connection, entry.id))
    elif entry.amends is not None:
        decisions = journal.amending(connection, entry.amends)
        takes_back = (entry.body or {}).get("action") == Action.UNDO
        if decisions[-1].key == entry.key and not takes_back:
            passages.decide(connection, entry)
        elif (attempt := journal.arrival(connection, entry.amends)) is not None:
            # Overtaken by a later decision, or one is taken back: only folding all of them in order says what holds.
            passages.project(connection, attempt, decisions)
