"""Where this station's history and central's part: what is sent again, and what was laid aside; moving is `moving`'s.

Whether and why is decided by the sync; the transaction is the caller's.
"""

from __future__ import annotations

import json
from collections.abc import Iterable, Sequence

import sqlalchemy as sa
from sqlalchemy.engine import Connection

from checkpoint.journal import Entry
from checkpoint.wire import KNOWN, OTHER_HISTORY, PARTED, REFUSED, STORED
from station.store import journal, marks
from station.store.schema import among, entry, parted, receipt

Journal = tuple[str, str]
"""(station, epoch)"""

_FORMER = "former_epochs"
_GIVEN_AGAIN = "came_back"
TAKEN = receipt.c.state.in_((STORED, KNOWN))
CAME_BACK = "came back"
"""Reason of a receipt: this disk has the entry from central, because an older one or another computer wrote it."""
# The word stands in the statement itself: SQLite uses an index with a condition for no bound value.
ELSEWHERE = (receipt.c.state == sa.literal_column(f"'{REFUSED}'")) & receipt.c.reason.in_(PARTED)


def former(connection: Connection) -> list[str]:
    """The epochs that this station wrote before this one, on this disk or another one, oldest first."""
    said = marks.read(connection, _FORMER)
    return list(json.loads(said)) if said else []


def note_former(connection: Connection, epochs: Sequence[str]) -> None:
    """It wrote these before this one."""
    marks.put(connection, _FORMER, json.dumps(list(epochs)))


def note_come_back(connection: Connection, epoch: str) -> None:
    """Another disk of this station's wrote that epoch, and this one has of it what central told: it is asked for, too.

    Who else would give it again, if central lost it?
    """
    before = former(connection)
    if epoch not in before:
        note_former(connection, sorted([*before, epoch]))


def next_epoch(epoch: str, chance: str) -> str:
    """The epoch after that one. It sorts behind it: of two entries about one thing the later one stays the later."""
    base, _, count = epoch.partition(".")
    return f"{base}.{int(count.partition('-')[0] or 0) + 1:04d}-{chance}"


def hash_at(connection: Connection, station: str, epoch: str, seq: int) -> str | None:
    """The hash of the entry at that place, or None."""
    here = of(entry, station, epoch) & (entry.c.seq == seq)
    return connection.execute(sa.select(entry.c.hash).where(here)).scalar_one_or_none()


def hashes_at(connection: Connection, station: str, epoch: str, seqs: Sequence[int]) -> dict[int, str]:
    """seq -> hash of the entries at these places, of those that are there."""
    query = sa.select(entry.c.seq, entry.c.hash).where(of(entry, station, epoch), among(entry.c.seq, "seqs"))
    return {row.seq: row.hash for row in connection.execute(query, {"seqs": json.dumps(seqs)})}


def has_taken(connection: Connection, station: str, epoch: str, gaps: Sequence[tuple[int, int]]) -> bool:
    """Whether central is known to have taken anything in these (first, last)."""
    return any(
        connection.execute(sa.select(receipt.c.seq).where(_in(station, epoch, *gap), TAKEN).limit(1)).first()
        for gap in gaps
    )


def taken(connection: Connection, station: str, epoch: str) -> list[tuple[int, int]]:
    """What central is known to have taken of that journal, as (first, last) without a gap, in order."""
    here = of(receipt, station, epoch) & TAKEN
    return _runs(connection.execute(sa.select(receipt.c.seq).where(here).order_by(receipt.c.seq)).scalars())


def last_taken(connection: Connection, station: str, epoch: str) -> int:
    """The last place of that journal whose entry central is known to have taken; 0 where there is none."""
    query = sa.select(receipt.c.seq).where(of(receipt, station, epoch) & TAKEN).order_by(receipt.c.seq.desc()).limit(1)
    return connection.execute(query).scalar() or 0


def _runs(seqs: Iterable[int]) -> list[tuple[int, int]]:
    runs: list[tuple[int, int]] = []
    for seq in seqs:
        if runs and runs[-1][1] == seq - 1:
            runs[-1] = runs[-1][0], seq
        else:
            runs.append((seq, seq))
    return runs


def give_up(connection: Connection, station: str, epoch: str, first: int, last: int) -> int:
    """What central had taken there it has no more, and others in its place: as if it had refused it. How many."""
    # Those others were passed over as this station's own, so all of the feed is looked through once more.
    marks.put(connection, "peer_cursor", "0")
    change = sa.update(receipt).where(_in(station, epoch, first, last), TAKEN)
    return connection.execute(change.values(state=REFUSED, reason=OTHER_HISTORY)).rowcount


def has_parted(connection: Connection, station: str, epoch: str = "") -> bool:
    """Whether central refused some of that journal as another history. Without an epoch: of any of that station's."""
    here = (of(receipt, station, epoch) if epoch else receipt.c.station == station) & ELSEWHERE
    return connection.execute(sa.select(receipt.c.seq).where(here).limit(1)).first() is not None


def unsettle(connection: Connection, station: str, epoch: str, gaps: Sequence[tuple[int, int]]) -> int:
    """Take central's word back for what it had taken in these (first, last); what it refused stays refused.

    Returns how many entries are to be sent again.
    """
    count = 0
    for first, last in gaps:
        _keep_what_came_back(connection, station, epoch, first, last)
        change = sa.delete(receipt).where(_in(station, epoch, first, last), TAKEN)
        count += connection.execute(change).rowcount
    return count


def _keep_what_came_back(connection: Connection, station: str, epoch: str, first: int, last: int) -> None:
    """The next receipt of what is given again is one like any other."""
    here = _in(station, epoch, first, last) & (receipt.c.reason == CAME_BACK)
    if seqs := set(connection.execute(sa.select(receipt.c.seq).where(here)).scalars()):
        runs = _runs(sorted(seqs | _given_again(connection, epoch)))
        marks.put(connection, f"{_GIVEN_AGAIN}:{epoch}", json.dumps(runs))


def _given_again(connection: Connection, epoch: str) -> set[int]:
    runs = json.loads(marks.read(connection, f"{_GIVEN_AGAIN}:{epoch}") or "[]")
    return {seq for first, last in runs for seq in range(first, last + 1)}


def came_back(connection: Connection, station: str, epoch: str) -> set[int]:
    """The seqs that this disk has of that own epoch from central, whatever became of them there since."""
    here = of(receipt, station, epoch) & (receipt.c.reason == CAME_BACK)
    return _given_again(connection, epoch) | set(connection.execute(sa.select(receipt.c.seq).where(here)).scalars())


def lay_aside_all(connection: Connection, ids: Sequence[str]) -> None:
    """These leave their places; as they stood there, they are kept in `parted`."""
    where, these = among(entry.c.id, "ids"), {"ids": json.dumps(ids)}
    names = [column.name for column in entry.columns]
    # It may have stood there, left, and come back.
    once = sa.insert(parted).prefix_with("OR IGNORE")
    connection.execute(once.from_select(names, sa.select(entry).where(where)), these)
    connection.execute(sa.delete(entry).where(where), these)


def lay_aside(connection: Connection, one: Entry) -> None:
    """Another station's entry left its place: that it stood there is kept in `parted`, without its body."""
    station, epoch, seq = one.key
    journal.forget(connection, [one.id])
    lay_aside_all(connection, [one.id])
    connection.execute(sa.delete(receipt).where(of(receipt, station, epoch), receipt.c.seq == seq))


def forget(connection: Connection) -> None:
    """Of what was laid aside, forget the bodies that are forgotten in the journal too."""
    forgotten = sa.exists().where(entry.c.id == parted.c.id, entry.c.body.is_(None))
    change = sa.update(parted).where(parted.c.body.is_not(None), forgotten)
    connection.execute(change.values(body=None, salt=None))


def _in(station: str, epoch: str, first: int, last: int) -> sa.ColumnElement[bool]:
    return of(receipt, station, epoch) & receipt.c.seq.between(first, last)


def of(table: sa.Table, station: str, epoch: str) -> sa.ColumnElement[bool]:
    """What a table has of that journal."""
    return (table.c.station == station) & (table.c.epoch == epoch)
