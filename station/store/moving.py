"""How entries move from the journals a station wrote into another one, a few in each transaction; why is the sync's.

First what central has elsewhere is let go of; then the places of the others in the new chain are laid out, while the
old journal is written still; then they move, the newest first, and the new one is written. So at no time does an entry
stand before an earlier one, whatever is written in between. Each step says where the next begins, so whoever is killed
goes on there.
"""

from __future__ import annotations

import json
import sys
from collections.abc import Callable, Collection, Iterator, Sequence

import msgspec
import sqlalchemy as sa
from msgspec import Struct
from msgspec.structs import replace
from sqlalchemy.engine import Connection

from checkpoint.journal import GENESIS, Draft, Entry, hash_of, seal
from station.store import answers, histories, journal, marks
from station.store.histories import ELSEWHERE, TAKEN, Journal, of
from station.store.schema import among, entry, passage, receipt

_MOVING = "moving"
_KNOWN = f"{_MOVING}:known"
KNOWN_AT_ONCE = 50
"""Entries that are let go of in one transaction."""


class Stone(Struct, frozen=True):
    """Where some dozens that move begin: in that part of what moves, behind that seq of it, and behind that seq and
    hash of the new journal."""

    part: int
    after: int
    seq: int
    prev: str


class Move(Struct, frozen=True, kw_only=True):
    """A journal that moves into another one.

    epochs: out of which entries move, in order; the last is the old journal's, of which all beyond `since` do. tip,
    stones: up to where the way is laid out, and in how many parts. known: how many marks of ids are to be let go of.
    is_there: the new journal is written already.
    """

    old: Journal
    new: Journal
    since: int
    epochs: list[str]
    floor: int
    tip: Stone
    stones: int = 0
    known: int = 0
    is_there: bool = False


def is_moving(connection: Connection) -> bool:
    """Whether this station is on its way into another journal; nothing is sent of either meanwhile."""
    return marks.read(connection, _MOVING) is not None


def elsewhere(connection: Connection, old: Journal, known: Collection[str]) -> list[str]:
    """Which of these ids are of entries that would move: they do not follow, since central has them elsewhere."""
    refused = sa.exists().where(journal.same(entry, receipt), ELSEWHERE)
    moves = (entry.c.station == old[0]) & ((of(entry, *old) & (entry.c.seq > _since(connection, old))) | refused)
    query = sa.select(entry.c.id).where(moves, among(entry.c.id, "ids")).order_by(entry.c.id)
    return list(connection.execute(query, {"ids": json.dumps(sorted(known))}).scalars()) if known else []


def set_out(connection: Connection, old: Journal, new: Journal, first: Draft, known: Sequence[str] = ()) -> None:
    """Begin another journal with `first`: all that central has not taken of the old one is to follow, by `move_on`.

    What central refused as another history follows too where it took something behind it, and from the journals that
    the station wrote before. Into another station's all follows that central has not answered for. known: as
    `elsewhere` tells.
    """
    epochs, since = [*histories.former(connection), old[1]], _since(connection, old)
    before = [*([sys.maxsize] * (len(epochs) - 1)), since]
    left = zip(epochs, before, strict=True)
    strays = [_strays(connection, (old[0], epoch), end, of_all=old[0] != new[0]) for epoch, end in left]
    marks.put_all(connection, {_part(part): json.dumps(seqs) for part, seqs in enumerate(strays)})
    here = of(receipt, *old) & ((receipt.c.seq > since) | ELSEWHERE)
    connection.execute(sa.delete(receipt).where(here))
    answers.lower_floor(connection, min([since, *(seq - 1 for seq in strays[-1])]))
    station, epoch = new
    begun = seal(first, station=station, epoch=epoch, seq=1, prev=GENESIS)
    journal.add(connection, begun)
    some = [json.dumps(known[start : start + KNOWN_AT_ONCE]) for start in range(0, len(known), KNOWN_AT_ONCE)]
    marks.put_all(connection, {f"{_KNOWN}:{number}": ids for number, ids in enumerate(some)})
    move = Move(old=old, new=new, since=since, epochs=epochs, floor=0, tip=Stone(0, 0, 1, begun.hash), known=len(some))
    _keep(connection, move)


def _since(connection: Connection, old: Journal) -> int:
    """Up to where central took something of the old journal."""
    last_taken = sa.select(receipt.c.seq).where(of(receipt, *old), TAKEN).order_by(receipt.c.seq.desc()).limit(1)
    return connection.execute(last_taken).scalar() or 0


def _strays(connection: Connection, of_: Journal, before: int, *, of_all: bool) -> list[int]:
    """What moves of a journal, and stands before that seq."""
    is_answered = sa.exists().where(journal.same(entry, receipt))
    is_refused = sa.exists().where(journal.same(entry, receipt), ELSEWHERE)
    here = of(entry, *of_) & (entry.c.seq < before) & (is_refused | ~is_answered if of_all else is_refused)
    return list(connection.execute(sa.select(entry.c.seq).where(here).order_by(entry.c.seq)).scalars())


def move_on(connection: Connection, limit: int) -> Journal:
    """Take the next step with some of those that follow; returns the journal that is written from now on."""
    move = _read(connection)
    if move.known:
        _let_go(connection, move)
        return move.old
    if not move.is_there:
        some = _leaving(connection, move, move.tip, limit + 1)
        move = _laid_out(connection, move, some[:limit])
        if len(some) > limit:
            _keep(connection, move)
            return move.old
        move = _switched(connection, move)
    if move.stones:
        stone = _stone(connection, move.stones - 1)
        marks.drop(connection, [_name(move.stones - 1)])
        _carry_over(connection, _leaving(connection, move, stone, sys.maxsize), move.new, stone)
        move = replace(move, stones=move.stones - 1)
    if move.stones:
        _keep(connection, move)
    else:
        _arrive(connection, move)
    return move.new


def _let_go(connection: Connection, move: Move) -> None:
    """What central has elsewhere leaves its place and comes from there; its passage stays meanwhile."""
    name = f"{_KNOWN}:{move.known - 1}"
    ids = json.loads(marks.read(connection, name) or "[]")
    going = journal.those(connection, among(entry.c.id, "ids"), sys.maxsize, {"ids": json.dumps(ids)})
    _drop_answers(connection, going)
    histories.lay_aside_all(connection, [one.id for one in going])
    marks.drop(connection, [name])
    _keep(connection, replace(move, known=move.known - 1))


def _drop_answers(connection: Connection, going: Sequence[Entry]) -> None:
    for one in going:
        here = of(receipt, one.station, one.epoch) & (receipt.c.seq == one.seq)
        connection.execute(sa.delete(receipt).where(here))


def _read(connection: Connection) -> Move:
    return msgspec.json.decode(marks.read(connection, _MOVING) or "", type=Move)


def _keep(connection: Connection, move: Move) -> None:
    marks.put(connection, _MOVING, msgspec.json.encode(move).decode())


def _name(number: int) -> str:
    return f"{_MOVING}:{number}"


def _part(number: int) -> str:
    return f"{_MOVING}:of:{number}"


def _stone(connection: Connection, number: int) -> Stone:
    return msgspec.json.decode(marks.read(connection, _name(number)) or "", type=Stone)


Leaving = tuple[int, Entry]
"""(of which part, the entry where it stands)"""


def _leaving(connection: Connection, move: Move, stone: Stone, limit: int) -> list[Leaving]:
    """Those that are to move from a stone on, in order."""
    left: list[Leaving] = []
    for part in range(stone.part, len(move.epochs)):
        after = stone.after if part == stone.part else 0
        seqs = json.loads(marks.read(connection, _part(part)) or "[]")
        beyond = max(move.since, after) if part == len(move.epochs) - 1 else sys.maxsize
        before = [seq for seq in seqs if seq > after]
        for here in (among(entry.c.seq, "seqs"), *([entry.c.seq > beyond] if beyond < sys.maxsize else [])):
            there, most = of(entry, move.old[0], move.epochs[part]) & here, limit - len(left)
            left += [(part, one) for one in journal.those(connection, there, most, {"seqs": json.dumps(before)})]
    return left


def _laid_out(connection: Connection, move: Move, some: Sequence[Leaving]) -> Move:
    if not some:
        return move
    marks.put(connection, _name(move.stones), msgspec.json.encode(move.tip).decode())
    last = _chained(some, move.new, move.tip)[-1]
    part, gone = some[-1]
    return replace(move, tip=Stone(part, gone.seq, last.seq, last.hash), stones=move.stones + 1)


def _chained(some: Sequence[Leaving], new: Journal, stone: Stone) -> list[Entry]:
    """Each stays what it was, with its id, its time and its body, at another place in another chain."""
    (station, epoch), prev = new, stone.prev
    there: list[Entry] = []
    for seq, (_, one) in enumerate(some, stone.seq + 1):
        moved = replace(one, station=station, epoch=epoch, seq=seq, prev=prev)
        there.append(replace(moved, hash=hash_of(moved)))
        prev = there[-1].hash
    return there


def _carry_over(connection: Connection, going: Sequence[Leaving], new: Journal, stone: Stone) -> None:
    """As it stood before, each is kept in `parted`."""
    old = [one for _, one in going]
    _drop_answers(connection, old)
    histories.lay_aside_all(connection, [one.id for one in old])
    moved = _chained(going, new, stone)
    journal.add_all(connection, moved)
    places = [{"of": one.id, "station": one.station, "epoch": one.epoch, "seq": one.seq} for one in moved]
    connection.execute(sa.update(passage).where(passage.c.id == sa.bindparam("of")), places)


def _switched(connection: Connection, move: Move) -> Move:
    """From here on the new journal is written."""
    move = replace(move, floor=answers.floor(connection), is_there=True)
    if move.old[0] == move.new[0]:
        histories.note_former(connection, [*histories.former(connection), move.old[1]])
    marks.put(connection, "epoch", move.new[1])
    marks.put(connection, "settled_floor", "0")
    return move


def _arrive(connection: Connection, move: Move) -> None:
    station, epoch = move.old
    if station == move.new[0] and journal.unsettled(connection, station, epoch, move.floor, 1):
        # It stands before something that central took, so it stays there, and is sent from there.
        answers.note_lost(connection, dict.fromkeys([*answers.lost(connection), epoch]))
    marks.drop(connection, [_MOVING, *(_part(part) for part in range(len(move.epochs)))])


def to_come(connection: Connection) -> tuple[Journal | None, Iterator[Entry]]:
    """(the journal into which entries are moving just now; those that are not there yet, as they will stand there)."""
    if not is_moving(connection) or not (move := _read(connection)).is_there:
        return None, iter(())
    return move.new, _coming(connection, move)


def _coming(connection: Connection, move: Move) -> Iterator[Entry]:
    stones = [_stone(connection, number) for number in range(move.stones)]
    for number, stone in enumerate(stones):
        # Where the next one lies says how many come before it; before one that has moved already are all the rest.
        count = stones[number + 1].seq - stone.seq if number + 1 < len(stones) else sys.maxsize
        yield from _chained(_leaving(connection, move, stone, count), move.new, stone)


def is_leaving(connection: Connection) -> Callable[[Entry], bool]:
    """Tells of an entry whether it is one of those that `to_come` tells where they will stand."""
    if not is_moving(connection) or not (move := _read(connection)).is_there:
        return lambda _: False
    strays = {
        (epoch, seq)
        for part, epoch in enumerate(move.epochs)
        for seq in json.loads(marks.read(connection, _part(part)) or "[]")
    }

    def leaves(one: Entry) -> bool:
        is_beyond = (one.station, one.epoch) == move.old and one.seq > move.since
        return one.station == move.old[0] and (is_beyond or (one.epoch, one.seq) in strays)

    return leaves
