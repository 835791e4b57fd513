"""What a station is told of its site's other stations: entries in order of arrival; keeping them is the store's."""

from __future__ import annotations

from typing import Final

from central.store.stations import StationRow
from central.store.store import Store
from checkpoint.journal import stamp, to_wire
from checkpoint.terms import Told
from checkpoint.wire import PeerEntry, PeerPage

ARRIVAL: Final = "arrival"
"""The counters of arrivals begin so; a site's id follows."""


def page(store: Store, station: StationRow, told: Told, limit: int, living: str = "", settled: int = 0) -> PeerPage:
    """What the site's other stations wrote, after what was told. living, settled: as `entries.feed` has them."""
    name, after = f"{ARRIVAL} {station.site}", told.number
    joins = store.joins(name, told)
    if joins.number < after:
        return PeerPage(entries=[], cursor=after, more=False, newest=joins.number, term=joins.term)
    arrivals, cursor = store.feed(station.site, station.id, after, limit, living, settled)
    if not arrivals and after > (newest := store.newest_arrival(station.site) if after else 0):
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
    return PeerPage(entries=entries, cursor=cursor, more=len(entries) == limit, term=term)
