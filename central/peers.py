"""What a station is told of its site's other stations: entries in order of arrival; keeping them is the store's."""

from __future__ import annotations

from typing import Final

from central.store.stations import StationRow
from central.store.store import Store
from checkpoint.journal import stamp, to_wire
from checkpoint.terms import Told
from checkpoint.wire import PeerEntry, PeerPage, Stretch

ARRIVAL: Final = "arrival"
"""The counters of arrivals begin so; a site's id follows."""


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
    name, after = f"{ARRIVAL} {station.site}", told.number
    joins = store.joins(name, told)
    if joins.number < after:
        return PeerPage(entries=[], cursor=after, more=False, newest=joins.number, term=joins.term)
    own: list[Stretch] = []
    asked = station.site, station.id, after, limit, living, settled
    if is_brief and living:
        arrivals, own, cursor, more = store.feed_in_brief(*asked)
    else:
        arrivals, cursor = store.feed(*asked)
        more = len(arrivals) == limit
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
