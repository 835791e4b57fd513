"""Where this station's history and central's part: what is sent again, and what goes on under another epoch.

Whether and why is decided by the sync; the transaction is the caller's.
"""

from __future__ import annotations

import json
from collections.abc import Iterable, Sequence

import sqlalchemy as sa
from msgspec.structs import replace
from sqlalchemy.engine import Connection

from checkpoint.journal import GENESIS, Draft, Entry, Fault, hash_of, own_fault, seal
from checkpoint.wire import KNOWN, PARTED, REFUSED, STORED
from station.store import journal, marks
from station.store.schema import entry, parted, passage, receipt

_FORMER = "former_epochs"
_TAKEN = receipt.c.state.in_((STORED, KNOWN))
CAME_BACK = "came back"
"""Reason of a receipt: this disk has the entry from central, because an older one or another computer wrote it."""
# The word stands in the statement itself: SQLite uses an index with a condition for no bound value.
_ELSEWHERE = (receipt.c.state == sa.literal_column(f"'{REFUSED}'")) & receipt.c.reason.in_(PARTED)


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


def has_parted(connection: Connection, station: str, epoch: str) -> bool:
    """Whether central refused any of that journal because it has another history of it."""
    here = _of(receipt, station, epoch) & _ELSEWHERE
    return connection.execute(sa.select(receipt.c.seq).where(here).limit(1)).first() is not None


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
    another chain. As it stood before it is kept in `parted`. Returns how many followed. What central refused as another
    history follows too where it took something behind it.
    """
    last_taken = sa.select(sa.func.max(receipt.c.seq)).where(_of(receipt, *old), _TAKEN)
    since = connection.execute(last_taken).scalar() or 0
    elsewhere = sa.select(receipt.c.seq).where(_of(receipt, *old), _ELSEWHERE)
    leaves = (entry.c.seq > since) | entry.c.seq.in_(list(connection.execute(elsewhere).scalars()))
    left = list(journal.those(connection, _of(entry, *old) & leaves))
    _lay_aside(connection, _of(entry, *old) & leaves)
    connection.execute(sa.delete(receipt).where(_of(receipt, *old), (receipt.c.seq > since) | _ELSEWHERE))
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


def first_fault(connection: Connection, station: str, epoch: str) -> Fault | None:
    """As `journal.first_fault`, of a journal of which some may be laid aside: those count where they stood.

    Of what came back from central some may be missing before it: that is central's to know.
    """
    back = sa.select(receipt.c.seq).where(_of(receipt, station, epoch), receipt.c.reason == CAME_BACK)
    came_back = set(connection.execute(back).scalars())
    aside: dict[int, list[Entry]] = {}
    for one in journal.laid_aside(connection, station, epoch):
        aside.setdefault(one.seq, []).append(one)
    seq, tips = 0, {GENESIS}
    for one in journal.walk(connection, station, epoch):
        while seq + 1 < one.seq and (here := _following(aside.get(seq + 1, ()), tips)):
            seq, tips = seq + 1, here
        reason = own_fault(one)
        if one.seq in came_back:
            seq, tips = one.seq - 1, tips | {one.prev}
        if one.seq != seq + 1:
            reason = f"expected entry {seq + 1} here"
        elif one.prev not in tips:
            reason = "it does not follow from the entry before it"
        if reason is not None:
            return Fault(station, epoch, one.seq, reason)
        seq, tips = one.seq, {one.hash} | _following(aside.get(one.seq, ()), tips)
    return None


def _following(those: Iterable[Entry], tips: set[str]) -> set[str]:
    return {one.hash for one in those if one.prev in tips and own_fault(one) is None}


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
