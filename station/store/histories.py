"""Where this station's history and central's part: what is sent again, and what goes on under another epoch.

Whether and why is decided by the sync; the transaction is the caller's.
"""

from __future__ import annotations

import json
from collections.abc import Sequence

import sqlalchemy as sa
from msgspec.structs import replace
from sqlalchemy.engine import Connection

from checkpoint.journal import GENESIS, Draft, hash_of, seal
from checkpoint.wire import KNOWN, STORED
from station.store import journal, marks
from station.store.schema import entry, parted, passage, receipt

_FORMER = "former_epochs"
_TAKEN = receipt.c.state.in_((STORED, KNOWN))


def former(connection: Connection) -> list[str]:
    """The epochs that this station wrote before this one, oldest first."""
    said = marks.read(connection, _FORMER)
    return list(json.loads(said)) if said else []


def next_epoch(epoch: str, chance: str) -> str:
    """The epoch after that one. It sorts behind it: of two entries about one thing the later one stays the later."""
    base, _, count = epoch.partition(".")
    return f"{base}.{int(count.partition('-')[0] or 0) + 1:04d}-{chance}"


def hash_at(connection: Connection, station: str, epoch: str, seq: int) -> str | None:
    """The hash of the entry at that place, or None."""
    here = _of(entry, station, epoch) & (entry.c.seq == seq)
    return connection.execute(sa.select(entry.c.hash).where(here)).scalar_one_or_none()


def has_taken(connection: Connection, station: str, epoch: str, gaps: Sequence[tuple[int, int]]) -> bool:
    """Whether central is known to have taken anything in these (first, last)."""
    return any(
        connection.execute(sa.select(receipt.c.seq).where(_in(station, epoch, *gap), _TAKEN).limit(1)).first()
        for gap in gaps
    )


def unsettle(connection: Connection, station: str, epoch: str, gaps: Sequence[tuple[int, int]]) -> int:
    """Take central's word back for what it had taken in these (first, last); what it refused stays refused.

    Returns how many entries are to be sent again.
    """
    count = 0
    for first, last in gaps:
        change = sa.delete(receipt).where(_in(station, epoch, first, last), _TAKEN)
        count += connection.execute(change).rowcount
    return count


def begin_anew(connection: Connection, old: tuple[str, str], new: tuple[str, str], first: Draft) -> int:
    """Go on in another journal: `first` begins it, and all that central has not taken of the old one follows.

    old, new: (station, epoch). Each entry stays what it was, with its id, its time and its body, at another place in
    another chain. As it stood before it is kept in `parted`. Returns how many followed.
    """
    last_taken = sa.select(sa.func.max(receipt.c.seq)).where(_of(receipt, *old), _TAKEN)
    since = connection.execute(last_taken).scalar() or 0
    left = list(journal.beyond(connection, *old, since))
    _lay_aside(connection, _of(entry, *old) & (entry.c.seq > since))
    connection.execute(sa.delete(receipt).where(_of(receipt, *old), receipt.c.seq > since))
    station, epoch = new
    last = seal(first, station=station, epoch=epoch, seq=1, prev=GENESIS)
    journal.add(connection, last)
    for seq, one in enumerate(left, 2):
        moved = replace(one, station=station, epoch=epoch, seq=seq, prev=last.hash)
        last = replace(moved, hash=hash_of(moved))
        journal.add(connection, last)
        place = {"station": station, "epoch": epoch, "seq": seq}
        connection.execute(sa.update(passage).where(passage.c.id == last.id).values(place))
    marks.put(connection, "epoch", epoch)
    marks.put(connection, "settled_floor", "0")
    return len(left)


def leave(connection: Connection, epoch: str) -> None:
    """That epoch is one that this station wrote before."""
    marks.put(connection, _FORMER, json.dumps([*former(connection), epoch]))


def _lay_aside(connection: Connection, where: sa.ColumnElement[bool]) -> None:
    names = [column.name for column in entry.columns]
    columns = [entry.c[name] for name in names]
    connection.execute(sa.insert(parted).from_select(names, sa.select(*columns).where(where)))
    connection.execute(sa.delete(entry).where(where))


def forget(connection: Connection) -> None:
    """Of what was laid aside, forget the bodies that are forgotten in the journal too."""
    forgotten = sa.exists().where(entry.c.id == parted.c.id, entry.c.body.is_(None))
    change = sa.update(parted).where(parted.c.body.is_not(None), forgotten)
    connection.execute(change.values(body=None, salt=None))


def _in(station: str, epoch: str, first: int, last: int) -> sa.ColumnElement[bool]:
    return _of(receipt, station, epoch) & receipt.c.seq.between(first, last)


def _of(table: sa.Table, station: str, epoch: str) -> sa.ColumnElement[bool]:
    return (table.c.station == station) & (table.c.epoch == epoch)
