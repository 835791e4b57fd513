"""What a station is told of its site's other stations: entries in order of arrival; keeping them is the store's."""

from __future__ import annotations

from typing import Final

from central.store.stations import StationRow
from central.store.store import Store
from checkpoint.journal import stamp, to_wire
from checkpoint.wire import PeerEntry, PeerPage

ARRIVAL: Final = "arrival"
"""The counters of arrivals begin so; a site's id follows."""


def page(store: Store, station: StationRow, after: int, limit: int, living: str = "", settled: int = 0) -> PeerPage:
    """What the site's other stations wrote, after a cursor. living, settled: as `entries.feed` has them."""
    stood = store.stood_at(f"{ARRIVAL} {station.site}", after)
    if stood >= 0:
        return PeerPage(entries=[], cursor=after, more=False, newest=stood)
    arrivals, cursor = store.feed(station.site, station.id, after, limit, living, settled)
    told = [
        PeerEntry(
            entry=to_wire(arrived.entry),
            scanned_at=stamp(arrived.scanned_at),
            corrected=arrived.corrected,
            received_at=stamp(arrived.received_at or arrived.scanned_at),
        )
        for arrived in arrivals
    ]
    newest = -1 if told or not after else store.newest_arrival(station.site)
    return PeerPage(entries=told, cursor=cursor, more=len(told) == limit, newest=newest if newest < after else -1)
