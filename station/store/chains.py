"""Journals as wholes, though some of one was laid aside or is moving: where one does not hold, and a copy of all.

Settling and moving them is left to `answers` and `moving`.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from typing import Final

import sqlalchemy as sa
from sqlalchemy.engine import Connection

from checkpoint.journal import GENESIS, Entry, Fault, forgotten, own_fault
from station.store import histories, journal, moving
from station.store.histories import of
from station.store.schema import entry

MOVED_ON: Final = "moved_on"
"""It only stood there, and is told without its body: all of it is told where it stands now."""
BEHIND_A_HOLE: Final = "behind_a_hole"
"""What stood before it never came here from central, which had not taken it, or has it no more."""
Copied = tuple[Entry, str]
"""(an entry, empty or one of those: by them whoever reads a copy goes over what is not in it)"""


def first_fault(connection: Connection, station: str, epoch: str) -> Fault | None:
    """As `journal.first_fault`, of a journal of which some may be laid aside: those count where they stood.

    Of what came back from central some may be missing before it: that is central's to know.
    """
    came_back: set[int | None] = {*histories.came_back(connection, station, epoch)}
    if moving.to_come(connection)[0] == (station, epoch):
        # The newest move first: what is still on its way is missing before them.
        there = sa.select(sa.func.min(entry.c.seq)).where(of(entry, station, epoch), entry.c.seq > 1)
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


def copied(connection: Connection, own: str) -> Iterator[Copied]:
    """Every journal held, in order and each entry once; each holds from its first entry to its last. own: this station.

    Where a station is on its way into a new epoch, that is as it will be when it has arrived. Where some of a journal
    went to another one, what stood there is told without its body, so that the chain goes over it; so it goes over a
    hole in what this disk has from central.
    """
    new, coming = moving.to_come(connection)
    leaves = moving.is_leaving(connection)
    for chain in journal.epochs(connection):
        here = (one for one in journal.walk(connection, *chain) if not leaves(one))
        yield from _whole(connection, _behind_the_first(here, coming) if chain == new else here, own)


def _behind_the_first(here: Iterator[Entry], coming: Iterator[Entry]) -> Iterator[Entry]:
    """What moves stands behind the entry that begins the new journal."""
    yield next(here)
    yield from coming
    yield from here


def _whole(connection: Connection, here: Iterator[Entry], own: str) -> Iterator[Copied]:
    seq, tip = 0, GENESIS
    for one in here:
        stood = _between(connection, seq, tip, one) if one.prev != tip else []
        for before in stood:
            yield forgotten(before), MOVED_ON
        yield one, BEHIND_A_HOLE if one.prev != tip and not stood and _is_from_central(connection, one, own) else ""
        seq, tip = one.seq, one.hash


def _is_from_central(connection: Connection, one: Entry, own: str) -> bool:
    return one.station != own or one.seq in histories.came_back(connection, own, one.epoch)


def _between(connection: Connection, seq: int, tip: str, one: Entry) -> list[Entry]:
    """What stood between two entries, if it leads from the one to the other."""
    stood: list[Entry] = []
    last = one
    while last.seq > seq + 1:
        found = journal.stood_at(connection, (one.station, one.epoch, last.seq - 1), last.prev)
        if found is None:
            return []
        stood.append(found)
        last = found
    return stood[::-1] if last.prev == tip else []
