"""Entries come in, own ones and other stations', and the projections follow; the transaction is the caller's."""

from __future__ import annotations

from sqlalchemy.engine import Connection

from checkpoint import days
from checkpoint.days import Arrived
from checkpoint.journal import from_wire, moment, own_fault
from checkpoint.wire import PeerEntry
from station.store import journal, passages


def take(connection: Connection, peer: PeerEntry, own_station: str, own_epoch: str) -> str | None:
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
    fold(connection, Arrived(entry, scanned_at, peer.corrected, received_at))
    return None


def fold(connection: Connection, arrived: Arrived, *, is_new: bool = False) -> None:
    """Bring the projections up to an entry that was just added. is_new: written here, so nothing can amend it yet."""
    entry = arrived.entry
    if entry.kind != days.DECISION:
        passages.project(connection, arrived, () if is_new else journal.amending(connection, entry.id))
    elif entry.amends is not None:
        decisions = journal.amending(connection, entry.amends)
        if decisions[-1].key == entry.key:
            passages.decide(connection, entry)
        elif (attempt := journal.arrival(connection, entry.amends)) is not None:
            # Overtaken by a later decision: only folding all of them in order says what holds.
            passages.project(connection, attempt, decisions)
