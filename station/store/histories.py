"""Where this station's history and central's part: what is sent again, and what goes on under another epoch.

Whether and why is decided by the sync; the transaction is the caller's.
"""

from __future__ import annotations

import json
import sys
from collections.abc import Collection, Iterable, Sequence

import msgspec
import sqlalchemy as sa
from msgspec import Struct
from msgspec.structs import replace
from sqlalchemy.engine import Connection

from checkpoint.journal import GENESIS, Draft, Entry, Fault, hash_of, own_fault, seal
from checkpoint.wire import KNOWN, OTHER_HISTORY, PARTED, REFUSED, STORED
from station.store import answers, journal, marks
from station.store.schema import among, entry, parted, passage, receipt

Journal = tuple[str, str]
"""(station, epoch)"""

_FORMER = "former_epochs"
_MOVING = "moving"
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


def taken(connection: Connection, station: str, epoch: str) -> list[tuple[int, int]]:
    """What central is known to have taken of that journal, as (first, last) without a gap, in order."""
    here = _of(receipt, station, epoch) & _TAKEN
    runs: list[tuple[int, int]] = []
    for seq in connection.execute(sa.select(receipt.c.seq).where(here).order_by(receipt.c.seq)).scalars():
        if runs and runs[-1][1] == seq - 1:
            runs[-1] = runs[-1][0], seq
        else:
            runs.append((seq, seq))
    return runs


def give_up(connection: Connection, station: str, epoch: str, first: int, last: int) -> int:
    """What central had taken there it has no more, and others in its place: as if it had refused it. How many."""
    # Those others were passed over as this station's own, so all of the feed is looked through once more.
    marks.put(connection, "peer_cursor", "0")
    change = sa.update(receipt).where(_in(station, epoch, first, last), _TAKEN)
    return connection.execute(change.values(state=REFUSED, reason=OTHER_HISTORY)).rowcount


def has_parted(connection: Connection, station: str, epoch: str = "") -> bool:
    """Whether that journal is being left: central refused some of it as another history, or it is moving already.

    Without an epoch: any of that station's.
    """
    here = (_of(receipt, station, epoch) if epoch else receipt.c.station == station) & _ELSEWHERE
    refused = connection.execute(sa.select(receipt.c.seq).where(here).limit(1)).first()
    return refused is not None or is_moving(connection)


def unsettle(connection: Connection, station: str, epoch: str, gaps: Sequence[tuple[int, int]]) -> int:
    """Take central's word back for what it had taken in these (first, last); what it refused stays refused.

    Returns how many entries are to be sent again.
    """
    count = 0
    for first, last in gaps:
        change = sa.delete(receipt).where(_in(station, epoch, first, last), _TAKEN)
        count += connection.execute(change).rowcount
    return count


class Stone(Struct, frozen=True):
    """Where some dozens that move begin: behind that seq of the old journal, behind that seq and hash of the new."""

    after: int
    seq: int
    prev: str


class Move(Struct, frozen=True, kw_only=True):
    """A journal that moves into another one: what lies beyond `since`, and these strays before it, by seq.

    tip, stones: up to where the way is laid out, and in how many parts. is_there: the new one is written already.
    begins: up to there it was written at once.
    """

    old: Journal
    new: Journal
    since: int
    strays: list[int]
    floor: int
    tip: Stone
    stones: int = 0
    is_there: bool = False
    begins: int = 1


def is_moving(connection: Connection) -> bool:
    """Whether this station is on its way into another journal; nothing is sent of either meanwhile."""
    return marks.read(connection, _MOVING) is not None


def set_out(connection: Connection, old: Journal, new: Journal, first: Draft, known: Collection[str] = ()) -> None:
    """Begin another journal with `first`: all that central has not taken of the old one is to follow, by `move_on`.

    What central refused as another history follows too where it took something behind it, and from the journals that
    the station wrote before. known: ids that central has elsewhere: those do not follow, they come from there.
    """
    last_taken = sa.select(receipt.c.seq).where(_of(receipt, *old), _TAKEN).order_by(receipt.c.seq.desc()).limit(1)
    since = connection.execute(last_taken).scalar() or 0
    _let_go(connection, old, since, known)
    elsewhere = sa.select(receipt.c.seq).where(_of(receipt, *old), _ELSEWHERE, receipt.c.seq < since)
    strays = sorted(connection.execute(elsewhere).scalars())
    connection.execute(sa.delete(receipt).where(_of(receipt, *old), (receipt.c.seq > since) | _ELSEWHERE))
    answers.lower_floor(connection, min([since, *(seq - 1 for seq in strays)]))
    station, epoch = new
    begun = seal(first, station=station, epoch=epoch, seq=1, prev=GENESIS)
    journal.add(connection, begun)
    tip = _bring_along(connection, old[0], new, Stone(0, begun.seq, begun.hash))
    _keep(connection, Move(old=old, new=new, since=since, strays=strays, floor=0, tip=tip, begins=tip.seq))


def _let_go(connection: Connection, old: Journal, since: int, known: Collection[str]) -> None:
    """What central has elsewhere leaves its place, here and in the journals before; its passage stays meanwhile."""
    is_elsewhere = sa.exists().where(journal.same(entry, receipt), _ELSEWHERE)
    leaves = (entry.c.station == old[0]) & ((_of(entry, *old) & (entry.c.seq > since)) | is_elsewhere)
    there = leaves & among(entry.c.id, "ids")
    going = journal.those(connection, there, sys.maxsize, {"ids": json.dumps(sorted(known))}) if known else []
    _lay_aside(connection, [one.id for one in going])
    for one in going:
        connection.execute(sa.delete(receipt).where(_of(receipt, one.station, one.epoch), receipt.c.seq == one.seq))


def _bring_along(connection: Connection, station: str, new: Journal, stone: Stone) -> Stone:
    """What central refused of journals that were left before follows at once; returns where others go on."""
    for epoch in former(connection):
        here = _of(receipt, station, epoch) & _ELSEWHERE
        there = _of(entry, station, epoch) & sa.exists().where(journal.same(entry, receipt), here)
        going = journal.those(connection, there, sys.maxsize, {})
        connection.execute(sa.delete(receipt).where(here))
        if going:
            last = _chained(going, new, stone)[-1]
            _carry_over(connection, going, new, stone)
            stone = Stone(0, last.seq, last.hash)
    return stone


def move_on(connection: Connection, limit: int) -> Journal:
    """Take the next step with some of those that follow; returns the journal that is written from now on.

    First their places in the new chain are laid out, while the old one is written. Then they move, the newest first:
    so at no time does an entry stand before an earlier one, whatever is written in between.
    """
    move = _read(connection)
    if not move.is_there:
        some = _leaving(connection, move, move.tip.after, limit + 1)
        move = _laid_out(connection, move, some[:limit])
        if len(some) > limit:
            _keep(connection, move)
            return move.old
        move = _switched(connection, move)
    name = _stone(move.stones - 1)
    stone = msgspec.json.decode(marks.read(connection, name) or "", type=Stone)
    marks.drop(connection, [name])
    _carry_over(connection, _leaving(connection, move, stone.after, sys.maxsize), move.new, stone)
    move = replace(move, stones=move.stones - 1)
    if move.stones:
        _keep(connection, move)
    else:
        _arrive(connection, move)
    return move.new


def _read(connection: Connection) -> Move:
    return msgspec.json.decode(marks.read(connection, _MOVING) or "", type=Move)


def _keep(connection: Connection, move: Move) -> None:
    marks.put(connection, _MOVING, msgspec.json.encode(move).decode())


def _stone(number: int) -> str:
    return f"{_MOVING}:{number}"


def _leaving(connection: Connection, move: Move, after: int, limit: int) -> list[Entry]:
    """Those that are to move beyond a seq of the old journal, in order."""
    left: list[Entry] = []
    strays = [seq for seq in move.strays if seq > after]
    for here in (among(entry.c.seq, "seqs"), entry.c.seq > max(move.since, after)):
        there = _of(entry, *move.old) & here
        left += journal.those(connection, there, limit - len(left), {"seqs": json.dumps(strays)})
    return left


def _laid_out(connection: Connection, move: Move, some: Sequence[Entry]) -> Move:
    marks.put(connection, _stone(move.stones), msgspec.json.encode(move.tip).decode())
    there = _chained(some, move.new, move.tip)
    tip = Stone(some[-1].seq, there[-1].seq, there[-1].hash) if some else move.tip
    return replace(move, tip=tip, stones=move.stones + 1)


def _chained(some: Sequence[Entry], new: Journal, stone: Stone) -> list[Entry]:
    """Each stays what it was, with its id, its time and its body, at another place in another chain."""
    (station, epoch), prev = new, stone.prev
    there: list[Entry] = []
    for seq, one in enumerate(some, stone.seq + 1):
        moved = replace(one, station=station, epoch=epoch, seq=seq, prev=prev)
        there.append(replace(moved, hash=hash_of(moved)))
        prev = there[-1].hash
    return there


def _carry_over(connection: Connection, going: Sequence[Entry], new: Journal, stone: Stone) -> None:
    """As it stood before, each is kept in `parted`."""
    if not going:
        return
    _lay_aside(connection, [one.id for one in going])
    moved = _chained(going, new, stone)
    journal.add_all(connection, moved)
    places = [{"of": one.id, "station": one.station, "epoch": one.epoch, "seq": one.seq} for one in moved]
    connection.execute(sa.update(passage).where(passage.c.id == sa.bindparam("of")), places)


def _switched(connection: Connection, move: Move) -> Move:
    """From here on the new journal is written."""
    move = replace(move, floor=answers.floor(connection), is_there=True)
    if move.old[0] == move.new[0]:
        marks.put(connection, _FORMER, json.dumps([*former(connection), move.old[1]]))
    marks.put(connection, "epoch", move.new[1])
    marks.put(connection, "settled_floor", "0")
    return move


def _arrive(connection: Connection, move: Move) -> None:
    station, epoch = move.old
    if station == move.new[0] and journal.unsettled(connection, station, epoch, move.floor, 1):
        # It stands before something that central took, so it stays there, and is sent from there.
        answers.note_lost(connection, dict.fromkeys([*answers.lost(connection), epoch]))
    marks.drop(connection, [_MOVING])


def first_fault(connection: Connection, station: str, epoch: str) -> Fault | None:
    """As `journal.first_fault`, of a journal of which some may be laid aside: those count where they stood.

    Of what came back from central some may be missing before it: that is central's to know.
    """
    back = sa.select(receipt.c.seq).where(_of(receipt, station, epoch), receipt.c.reason == CAME_BACK)
    came_back = set(connection.execute(back).scalars())
    if is_moving(connection) and (move := _read(connection)).new == (station, epoch):
        # The newest move first: what is still on its way is missing before them.
        there = sa.select(sa.func.min(entry.c.seq)).where(_of(entry, station, epoch), entry.c.seq > move.begins)
        came_back.add(connection.execute(there).scalar())
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


def _lay_aside(connection: Connection, ids: Sequence[str]) -> None:
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
    _lay_aside(connection, [one.id])
    connection.execute(sa.delete(receipt).where(_of(receipt, station, epoch), receipt.c.seq == seq))


def forget(connection: Connection) -> None:
    """Of what was laid aside, forget the bodies that are forgotten in the journal too."""
    forgotten = sa.exists().where(entry.c.id == parted.c.id, entry.c.body.is_(None))
    change = sa.update(parted).where(parted.c.body.is_not(None), forgotten)
    connection.execute(change.values(body=None, salt=None))


def _in(station: str, epoch: str, first: int, last: int) -> sa.ColumnElement[bool]:
    return _of(receipt, station, epoch) & receipt.c.seq.between(first, last)


def _of(table: sa.Table, station: str, epoch: str) -> sa.ColumnElement[bool]:
    return (table.c.station == station) & (table.c.epoch == epoch)
