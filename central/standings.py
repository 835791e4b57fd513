"""What a stick's answer says of a station's epochs: all that the station would ask for over the line, one by one.

What follows from it is the station's to see; taking entries in is `intake`'s.
"""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime

from central import intake
from central.store.books import Books
from central.store.stations import StationRow
from central.store.store import Store
from checkpoint.bundles import Answered, Found, Held, Run, Stands, Upward
from checkpoint.wire import REFUSED

LONGEST_BETWEEN = 10_000
"""Hashes that one answer tells of one run: five times what a station leaves out between two."""


def stands(store: Store, station: StationRow, held: Held, living: str, now: datetime) -> Stands:
    """How that epoch stands, and where what the station knows as held does not stand any more."""
    standing = intake.standing(store, station, held.epoch, living, now, is_carried=True)
    found = store.in_books(station.id, held.epoch, now, lambda books: [_found(books, run) for run in held.runs])
    return Stands(standing=standing, found=found)


def _found(books: Books, run: Run) -> Found:
    there = books.held_by(seq for seq, _ in run.known)
    # An entry names the one before it, so before one that stands all stand.
    stood = [seq for seq, hash_ in run.known if seq in there and there[seq].hash == hash_]
    stands_to = max(stood, default=run.first - 1)
    others_from = min((seq for seq, _ in run.known if seq > stands_to), default=run.last + 1)
    last = min(others_from - 1, stands_to + LONGEST_BETWEEN)
    between = books.hashes(stands_to + 1, last) if stands_to < last and others_from <= run.last else []
    return Found(first=run.first, last=run.last, stands_to=stands_to, others_from=others_from, between=between)


def settled(began: Upward, answers: Sequence[Answered]) -> int:
    """Up to where the station will know each entry of its living epoch as held, when it has read these answers.

    What it was refused is not: there it may have to hear what stands in its place.
    """
    receipts = [one for said in answers if said.epoch == began.epoch for one in said.pushed.receipts]
    taken = {one.seq for one in receipts if one.state != REFUSED}
    runs = [run for held in began.held if held.epoch == began.epoch for run in held.runs]
    reached = max((run.last for run in runs if run.first == 1), default=0)
    while reached + 1 in taken:
        reached += 1
    return reached
