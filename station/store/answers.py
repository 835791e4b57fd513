"""What central answered for own entries: receipts, and up to where every entry has one; sending is left to the sync."""

from __future__ import annotations

import json
from collections.abc import Collection, Iterable, Sequence
from typing import Any

import sqlalchemy as sa
from sqlalchemy.engine import Connection

from checkpoint.journal import moment
from checkpoint.wire import PARTED, REFUSED, Receipt
from station.store import journal, marks, passages
from station.store.passages import Times
from station.store.schema import among, entry, in_ms
from station.store.schema import receipt as table

_FLOOR = "settled_floor"
_LOST = "lost_epochs"
RESOLVED = "resolved"
"""State of a receipt: central refused the entry, and somebody saw to it."""


def take(connection: Connection, station: str, epoch: str, receipts: Sequence[Receipt]) -> Collection[int]:
    """Write down what is new in these, one an entry, and move the passages that they speak of; of which entries.

    Of several answers for one entry the first that took it stays, so that journal and passages never disagree.
    """
    ids = journal.untaken(connection, station, epoch, [receipt.seq for receipt in receipts])
    new = [receipt for receipt in receipts if receipt.seq in ids]
    times = {receipt.seq: _times(receipt) for receipt in new if _is_timed(receipt)}
    journal.add_receipts(connection, [_row(station, epoch, one, times.get(one.seq)) for one in new])
    passages.settle(connection, {ids[seq]: told for seq, told in times.items()})
    return ids.keys()


def first_of_each(receipts: Iterable[Receipt]) -> list[Receipt]:
    """One answer an entry: the first that took it, else the first."""
    first: dict[int, Receipt] = {}
    for receipt in sorted(receipts, key=lambda receipt: receipt.state == REFUSED):
        first.setdefault(receipt.seq, receipt)
    return list(first.values())


def _is_timed(receipt: Receipt) -> bool:
    return receipt.state != REFUSED and bool(receipt.received_at)


def _times(receipt: Receipt) -> Times:
    return Times(moment(receipt.received_at), moment(receipt.scanned_at), receipt.corrected)


def _row(station: str, epoch: str, receipt: Receipt, times: Times | None) -> Sequence[Any]:
    """A row of `receipt`, in the order of its columns, as SQLite keeps them."""
    received, scanned = (in_ms(times.received_at), in_ms(times.scanned_at)) if times else (None, None)
    return station, epoch, receipt.seq, receipt.state, receipt.reason, received, scanned, receipt.corrected


def told(
    connection: Connection, station: str, epoch: str, first: int, last: int
) -> Iterable[tuple[str, int | None, int | None]]:
    """(hash, received_at, scanned_at in ms) of the entries from first to last that have an answer, in order."""
    return (
        tuple(row)
        for row in connection.execute(_TOLD, {"station": station, "epoch": epoch, "first": first, "last": last})
    )


_TOLD = (
    sa.select(entry.c.hash, *(sa.type_coerce(at, sa.BigInteger) for at in (table.c.received_at, table.c.scanned_at)))
    .join(table, journal.same(entry, table))
    .where(journal.OF, entry.c.seq.between(sa.bindparam("first"), sa.bindparam("last")))
    .order_by(entry.c.seq)
)


def floor(connection: Connection) -> int:
    """Central has answered for every own entry up to this seq."""
    return int(marks.read(connection, _FLOOR) or 0)


def drop_refusal(connection: Connection, station: str, epoch: str, seq: int) -> bool:
    """Forget that central refused that entry; False when it did not."""
    return connection.execute(sa.delete(table).where(_refusal(station, epoch, seq))).rowcount == 1


def not_aside(
    connection: Connection, station: str, epoch: str, aside: Sequence[tuple[int, int]], through: int
) -> list[int]:
    """Places up to `through` of own entries that central refused, and that are not among those (first, last) of it.

    What it refused as another history is not meant: that moves. Nor what somebody has seen to here.
    """
    here = (table.c.station == station) & (table.c.epoch == epoch) & (table.c.state == REFUSED)
    query = sa.select(table.c.seq).where(here, table.c.reason.not_in(PARTED), table.c.seq <= through)
    held = {seq for first, last in aside for seq in range(first, last + 1)}
    return [seq for seq in connection.execute(query.order_by(table.c.seq)).scalars() if seq not in held]


def drop_refusals(connection: Connection, station: str, epoch: str, seqs: Sequence[int]) -> None:
    """Forget that central refused these."""
    here = (table.c.station == station) & (table.c.epoch == epoch) & (table.c.state == REFUSED)
    connection.execute(sa.delete(table).where(here, among(table.c.seq, "seqs")), {"seqs": json.dumps(seqs)})


def resolve(connection: Connection, station: str, epoch: str, seq: int) -> bool:
    """Write down that a refused entry was seen to; False when it was not refused. The reason stays."""
    change = sa.update(table).where(_refusal(station, epoch, seq)).values(state=RESOLVED)
    return connection.execute(change).rowcount == 1


def _refusal(station: str, epoch: str, seq: int) -> sa.ColumnElement[bool]:
    here = (table.c.station == station) & (table.c.epoch == epoch) & (table.c.seq == seq)
    return here & (table.c.state == REFUSED)


def lower_floor(connection: Connection, to: int) -> None:
    """Central has not answered for what lies beyond that seq, or no longer."""
    if to < floor(connection):
        marks.put(connection, _FLOOR, str(to))


def lost(connection: Connection) -> list[str]:
    """Former epochs of which central has lost entries that it had taken."""
    said = marks.read(connection, _LOST)
    return said.split() if said else []


def note_lost(connection: Connection, epochs: Iterable[str]) -> None:
    """Of these, and of no others."""
    marks.put(connection, _LOST, " ".join(epochs))


def raise_floor(connection: Connection, station: str, epoch: str, settled: Collection[int]) -> None:
    """Move the floor up to the first own entry without an answer. settled: such as were just answered for.

    Those are counted here; the tables are asked only from where they end, so a long backlog costs no more than a short.
    """
    before = reached = floor(connection)
    while reached + 1 in settled:
        reached += 1
    first = journal.first_unsettled(connection, station, epoch, reached)
    reached = journal.head(connection, station, epoch)[0] if first is None else first - 1
    if reached != before:
        marks.put(connection, _FLOOR, str(reached))
