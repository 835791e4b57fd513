"""Takes in what was carried here on a stick, through the same intake as over the line, and writes the answer to carry.

Taking a bundle twice, or entries that came over the line as well, changes nothing. Of a bundle that is not whole
nothing is taken at all: that is seen before its first entry is looked at.
"""

from __future__ import annotations

import secrets
import tempfile
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path
from typing import Final

from central import intake, peers, roster, standings
from central.auth import NotAllowed
from central.store.stations import StationRow
from central.store.store import Store
from checkpoint import bundles, wire
from checkpoint.bundles import CENTRAL, Answered, BadBundle, Downward, Flaw, Header, PeersFrom, RosterFrom, Upward
from checkpoint.journal import stamp
from checkpoint.terms import Told
from checkpoint.whole import whole
from checkpoint.wire import BATCH

ENDING: Final = ".bundle"


@dataclass(frozen=True, slots=True)
class Taken:
    """What a bundle brought. new, known, refused: entries. header, began: what the answer goes by."""

    station: StationRow
    header: Header
    began: Upward
    answers: tuple[Answered, ...]
    new: int
    known: int
    refused: int


def take(store: Store, path: Path, now: datetime) -> Taken:
    """Take a station's bundle. Raises BadBundle (then nothing was taken), OSError.

    A revoked station's is taken too: what it wrote happened.
    """
    with path.open("rb") as file:
        header = bundles.header_of(file)
        if header.reader != CENTRAL:
            raise BadBundle(Flaw.NOT_FOR_US, "it goes to a station")
        station = next((one for one in store.stations() if one.id == header.sender), None)
        if station is None:
            raise BadBundle(Flaw.UNKNOWN_SENDER, f"station {header.sender[:40]}")
        bundles.prove(file, station.public_key)
        as_they_came = {"Push": intake.Batch, "Earlier": intake.Batch}
        said = (bundles.document(raw, **as_they_came) for raw in bundles.parts(file, store.own_keys().seal))
        began = next(said, None)
        if not isinstance(began, Upward):
            raise BadBundle(Flaw.UNREADABLE)
        for held in began.held:
            _see_epoch(held.epoch)
        pushes = (one for one in said if isinstance(one, intake.Batch))
        answers = tuple(
            Answered(epoch=push.epoch, pushed=intake.take(store, station, push.epoch, None, push.entries, now))
            for push in pushes
            if _see_epoch(push.epoch)
        )
    states = [receipt.state for answered in answers for receipt in answered.pushed.receipts]
    counts = (states.count(state) for state in (wire.STORED, wire.KNOWN, wire.REFUSED))
    return Taken(station, header, began, answers, *counts)


def see_retired(station: StationRow) -> None:
    """See that it is out of service. Raises NotAllowed."""
    if station.revoked_at is None:
        raise NotAllowed("in_service", "This station is in service: it sends its entries as ever.")


def hand_over(store: Store, station: StationRow, raw: bytes, now: datetime) -> bytes:
    """Take a retired station's sealed queue over the line; returns the sealed answer. Raises NotAllowed, BadBundle.

    That one queue and no other: what it said first of its end is held against every later one.
    """
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / f"queue{ENDING}"
        path.write_bytes(raw)
        with path.open("rb") as file:
            if bundles.header_of(file).sender != station.id:
                raise BadBundle(Flaw.NOT_FOR_US, "it is another station's")
        began = _began(store, path, station)
        end = f"{began.epoch} {began.newest}"
        if store.seal(station.id, end) != end:
            raise NotAllowed("another_queue", "This station has handed over its queue; nothing is taken after it.")
        return answer(store, take(store, path, now), Path(folder), now).read_bytes()


def _began(store: Store, path: Path, station: StationRow) -> Upward:
    """How a proven bundle of that station begins. Raises BadBundle."""
    with path.open("rb") as file:
        bundles.prove(file, station.public_key)
        said = bundles.document(next(bundles.parts(file, store.own_keys().seal)))
    if not isinstance(said, Upward):
        raise BadBundle(Flaw.UNREADABLE)
    return said


def _see_epoch(epoch: str) -> bool:
    """Raises BadBundle for an epoch that no table should hold."""
    if not intake.EPOCH.fullmatch(epoch):
        raise BadBundle(Flaw.UNREADABLE, "its epoch")
    return True


def answer(store: Store, taken: Taken, folder: Path, now: datetime) -> Path:
    """Write what is to be carried back: receipts, the roster's changes, the site's other entries. Raises OSError.

    A revoked station is told what became of its entries, and nothing of anybody.
    """
    keys, station = store.own_keys(), taken.station
    path = folder / f"answer-{station.id}-{taken.header.id[:12]}{ENDING}"
    header = Header(
        sender=CENTRAL,
        reader=station.id,
        sealed_to=taken.began.reply_to,
        id=secrets.token_hex(16),
        made_at=stamp(now),
    )
    with whole(path) as file:
        bundles.write(file, header, (bundles.part(one) for one in _parts(store, taken, now)), keys.sign)
    return path


def _parts(store: Store, taken: Taken, now: datetime) -> Iterator[bundles.Document]:
    began, station = taken.began, taken.station
    yield Downward(bundle=taken.header.id, epoch=began.epoch, time=stamp(now), number=began.number)
    yield from taken.answers
    if station.revoked_at is not None:
        return
    for held in began.held:
        yield standings.stands(store, station, held, began.epoch, now)
    yield from _roster(store, station, Told.of(began.roster_version, began.roster_terms))
    yield from _feed(store, station, began, standings.settled(began, taken.answers))


def _roster(store: Store, station: StationRow, told: Told) -> Iterator[RosterFrom]:
    """What changed after that version; all of it, where this central was restored from before that version."""
    more = True
    while more:
        page = roster.page(store, station, told, BATCH)
        yield RosterFrom(after=told.number, term=told.term, page=page)
        went_back = 0 <= page.newest < told.number
        told, more = (Told(), True) if went_back else (told.then(page.version, page.term), page.more)


def _feed(store: Store, station: StationRow, began: Upward, settled: int) -> Iterator[PeersFrom]:
    """What the site's others wrote, and what is held in this one's name that it may not have, as over the line."""
    own = (began.epoch, settled) if began.held else ()
    told, more = Told.of(began.peer_cursor, began.peer_terms), True
    while more:
        page = peers.page(store, station, told, BATCH, *own)
        yield PeersFrom(after=told.number, term=told.term, page=page)
        if 0 <= page.newest < told.number:
            # Its own too: another central may have told it other times of them.
            told, own = told.then(page.newest, page.term), (began.epoch, 0) if began.held else ()
        else:
            told, more = told.then(page.cursor, page.term), page.more
