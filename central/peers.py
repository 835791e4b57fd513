"""What a station is told of its site's other stations: entries in order of arrival; keeping them is the store's."""

from __future__ import annotations

from typing import Final

import msgspec
from msgspec.structs import replace

from central.store.entries import Brief, Chain
from central.store.stations import StationRow
from central.store.store import Store
from checkpoint.journal import stamp, to_wire
from checkpoint.terms import Told
from checkpoint.wire import PeerEntry, PeerPage

ARRIVAL: Final = "arrival"
"""The counters of arrivals begin so; a site's id follows."""
MOST_BYTES: Final = 2 * 2**20
"""Of a page of more than one entry, several times what full ones measure: no station takes an answer of any size."""


def page(
    store: Store,
    station: StationRow,
    told: Told,
    limit: int,
    living: str = "",
    settled: int = 0,
    *,
    is_brief: bool = False,
) -> PeerPage:
    """What the site's other stations wrote, after what was told. living, settled: as `entries.feed` has them.

    is_brief: what the living epoch holds is told by stretches.
    """
    # Before the page is read: what comes meanwhile is beyond what is said here.
    [chain] = (living and store.chains(station.id, living)) or [Chain(station.id, living, 0, "", 0, 0)]
    page = _page(store, station, told, limit, living, settled, is_brief=is_brief)
    return replace(page, have=chain.have, have_hash=chain.have_hash, last=chain.last_seq) if living else page


def _page(
    store: Store, station: StationRow, told: Told, limit: int, living: str, settled: int, *, is_brief: bool
) -> PeerPage:
    name, after = f"{ARRIVAL} {station.site}", told.number
    joins = store.joins(name, told)
    if joins.number < after:
        return PeerPage(entries=[], cursor=after, more=False, newest=joins.number, term=joins.term)
    arrivals, own, cursor, more = _fed(store, station, after, limit, living, settled, is_brief=is_brief)
    while len(arrivals) > 1 and sum(len(msgspec.json.encode(one.entry)) for one in arrivals) > MOST_BYTES:
        limit = len(arrivals) // 2
        arrivals, own, cursor, more = _fed(store, station, after, limit, living, settled, is_brief=is_brief)
    if not arrivals and not own and after > (newest := store.newest_arrival(station.site) if after else 0):
        return PeerPage(entries=[], cursor=cursor, more=False, newest=newest, term=store.term_at(name, newest))
    entries = [
        PeerEntry(
            entry=to_wire(arrived.entry),
            scanned_at=stamp(arrived.scanned_at),
            corrected=arrived.corrected,
            received_at=stamp(arrived.received_at or arrived.scanned_at),
        )
        for arrived in arrivals
    ]
    term = joins.term if cursor == after else store.term_at(name, cursor)
    return PeerPage(entries=entries, cursor=cursor, more=more, own=own, term=term)


def _fed(
    store: Store, station: StationRow, after: int, limit: int, living: str, settled: int, *, is_brief: bool
) -> Brief:
    asked = station.site, station.id, after, limit, living, settled
    if is_brief and living:
        return store.feed_in_brief(*asked)
    arrivals, cursor = store.feed(*asked)
    return arrivals, [], cursor, len(arrivals) == limit
