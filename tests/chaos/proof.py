"""Proves, once all is still: what was shown is at central, once, in whole chains, and all see the same."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Mapping
from datetime import UTC, datetime
from typing import Any, Final

import sqlalchemy as sa

from central import status
from central.store.schema import former_epoch
from central.store.store import Store as Books
from checkpoint import days
from checkpoint.journal import GENESIS, Entry, own_fault
from checkpoint.wire import PARTED
from station.store.store import Store
from station.sync.histories import TWICE
from tests.chaos.fates import Fates, Key, identity_of
from tests.chaos.world import Place, World
from tests.harness.made import SITE

EVER: Final = (datetime(1990, 1, 1, tzinfo=UTC), datetime(2099, 1, 1, tzinfo=UTC))
MOST_OFF_MS: Final = 60_000
"""No clock is set by so little here; a request may be on its way for long."""
TROUBLES: Final = ("missing", "refused", "forks")
Journals = Mapping[tuple[str, str], list[Entry]]


def journals_of(books: Books) -> Journals:
    """All that central has."""
    return {(one.station, one.epoch): books.journal(one.station, one.epoch) for one in books.chains()}


def prove_named(world: World, fates: Fates, stores: list[Store], books: Books) -> None:
    """Central names each station whose disk was an older one, and each twin; a twin is told of it itself, too."""
    told = {one["id"]: one for one in status.status(books)["stations"]}
    wrong = world.found.wrong
    for loss in fates.losses:
        if loss.had and not told[loss.station]["forks"]:
            wrong.append(f"central does not name {told[loss.station]['name']}, whose disk is an older one")
    for place in world.places:
        first = place.twin_of
        if first is None or not place.has_shown() or len(first.has_shown()) == place.apart_at:
            continue
        station = told[identity_of(stores[place.number])]
        if not station["twice"]:
            wrong.append(
                f"central does not name {station['name']}, which two computers write as: they live in "
                f"{[stores[one.number].epoch for one in (first, place)]}, central knows {_epochs_of(books, station)}"
            )
        wrong += [f"computer {one.number} is not told of its twin" for one in (first, place) if not _knows(stores, one)]


def _epochs_of(books: Books, station: Mapping[str, Any]) -> tuple[str | None, list[str]]:
    """(the epoch in which central heard that station last, those that it says the station has left)."""
    with books._engine.connect() as connection:
        left = sa.select(former_epoch.c.epoch).where(former_epoch.c.station == station["id"])
        row = books.station(station["id"])
        return row.epoch if row else None, sorted(connection.execute(left).scalars())


def _knows(stores: list[Store], place: Place) -> bool:
    return bool(stores[place.number].mark(TWICE))


def prove(world: World, fates: Fates, stores: list[Store], books: Books) -> None:
    """Everything else, once twins are dealt with and people have seen to what is kept aside."""
    found, journals = world.found, journals_of(books)
    there = Counter(one.id for journal in journals.values() for one in journal)
    found.wrong += [f"central has {id_} {count} times" for id_, count in there.items() if count > 1]
    for chain, journal in journals.items():
        found.wrong += [f"{chain}: {one}" for one in _chain_faults(journal, set(fates.lost.values()), chain)]
    shown: dict[str, int] = {}
    for place, store in zip(world.places, stores, strict=True):
        mine = place.has_shown()
        shown |= mine
        found.wrong += [f"station {place.number}: {one}" for one in _faults(mine, store, journals, fates)]
    found.shown, found.entries = len(shown), there.total()
    gone = shown.keys() - there.keys()
    found.lost = len(gone & fates.lost.keys())
    if nowhere := gone - fates.lost.keys():
        found.wrong.append(f"{len(nowhere)} shown and not at central, such as {min(nowhere)}")
    _prove_tidy(world, fates, books)
    found.wrong += _unlike(stores, books) + _untimely(shown, books)


def _chain_faults(journal: list[Entry], lost: set[Key], chain: tuple[str, str]) -> Iterator[str]:
    """Where it does not follow from itself; a gap may be where a disk was lost, and nowhere else."""
    seq, tip = 0, GENESIS
    for one in journal:
        missing = [at for at in range(seq + 1, one.seq) if (*chain, at) not in lost]
        if missing:
            yield f"central has a gap from {missing[0]}"
        if one.seq == seq + 1 and one.prev != tip:
            yield f"entry {one.seq} does not follow from the one before it"
        if fault := own_fault(one):
            yield f"entry {one.seq}: {fault}"
        seq, tip = one.seq, one.hash


def _faults(shown: Mapping[str, int], store: Store, journals: Journals, fates: Fates) -> Iterator[str]:
    at = {one.id: one.hash for journal in journals.values() for one in journal}
    held = {one.id: one.hash for chain in store.epochs() for one in store.entries(*chain)}
    if fault := store.fault():
        yield f"its chain is broken at {fault}"
    if differing := store.rebuild(repair=False).differing:
        yield f"{len(differing)} passages are not what its journal says"
    if store.unsent_count() or store.refused_count():
        yield f"{store.unsent_count()} are unsent still, {store.refused_count()} refused"
    if other := [id_ for id_, hash_ in held.items() if at.get(id_) != hash_]:
        yield f"{len(other)} of its entries are not at central as they are here, such as {min(other)}"
    if lost := shown.keys() - held.keys() - at.keys() - fates.lost.keys():
        yield f"{len(lost)} shown and in no journal, such as {min(lost)}"


def _untimely(shown: Mapping[str, int], books: Books) -> list[str]:
    """Whatever the clocks showed: central has each showing under the time when it was."""
    drawn = books.arrivals(SITE, *EVER, (days.ATTEMPT,))
    at = {one.entry.id: int(one.scanned_at.timestamp() * 1000) for one in drawn}
    off = {id_: at[id_] - shown[id_] for id_ in at.keys() & shown.keys() if abs(at[id_] - shown[id_]) > MOST_OFF_MS}
    return [f"{len(off)} have a wrong time at central, such as {min(off)} by {off[min(off)]} ms"] if off else []


def _prove_tidy(world: World, fates: Fates, books: Books) -> None:
    """Nothing is kept aside but what parted histories left, and nothing is missing but what a disk took along."""
    found, parted = world.found, {loss.station for loss in fates.losses} | world.doubled
    for one in status.status(books)["stations"]:
        for what in TROUBLES:
            if one[what] and one["id"] not in parted:
                found.wrong.append(f"central says of {one['name']}: {what} {one[what]}")
        odd = [refused for refused in one["refused"] if refused["reason"] not in PARTED]
        if odd:
            found.wrong.append(f"central keeps aside of {one['name']}: {odd}")


def _unlike(stores: list[Store], books: Books) -> list[str]:
    """Where what a station sees is not what central sees."""
    there = [_seen(one) for one in days.fold(books.arrivals(SITE, *EVER, (days.ATTEMPT, days.DECISION)))]
    wrong = []
    for number, store in enumerate(stores):
        here = [_seen(one) for one in store.between(SITE, *EVER)]
        if here != there:
            other = next((pair for pair in zip(here, there, strict=False) if pair[0] != pair[1]), None)
            wrong.append(f"station {number} sees {len(here)} passages, central {len(there)}; first other: {other}")
    return wrong


def _seen(passage: Any) -> tuple[Any, ...]:
    return passage.id, passage.scanned_at, passage.outcome, passage.flag, passage.direction, passage.subject
