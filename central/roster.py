"""Which part of the roster a station is told: what its site needs, nothing of other sites; keeping it is the store's.

A page is cut by version first and filtered by site afterwards, and its version always moves on, so a station never
asks twice for what is not meant for it. What is filtered out is sent as removed, so that a person who moves away, or
a document that a site should no longer see, leaves the site's stations.
"""

from __future__ import annotations

from dataclasses import dataclass

from central.store.store import StationRow, Store
from checkpoint.wire import BATCH, Item, RosterPage


@dataclass(frozen=True, slots=True)
class View:
    """What concerns one site. communities: those whose passes any of its gates takes."""

    site: str
    communities: frozenset[str]

    def includes(self, item: Item) -> bool:
        """Whether a document is for this site's stations."""
        data = item.data
        if data is None:
            return True
        match item.kind:
            case "site":
                return item.id == self.site
            case "gate":
                return bool(data.get("site") == self.site)
            case "community":
                return item.id in self.communities
            case "person":
                return data.get("community") in self.communities
            case "scope":
                return not self.communities.isdisjoint(data.get("communities", ()))
        return True


def page(store: Store, station: StationRow, after: int, limit: int) -> RosterPage:
    """What changed after a version for this station. A station's first page has the whole roster as it stands."""
    items = store.items(after, max(1, min(limit, BATCH)))
    view = _view(store, station.site)
    told = [item for item in items if after or item.data is not None]
    told = [item if view.includes(item) else _without(item) for item in told if after or view.includes(item)]
    version = items[-1].version if items else after
    return RosterPage(items=told, version=version, more=len(items) == max(1, min(limit, BATCH)))


def _view(store: Store, site: str) -> View:
    gates = [data for data in store.data_of("gate") if data["site"] == site]
    return View(site, frozenset(community for data in gates for community in data["communities"]))


def _without(item: Item) -> Item:
    return Item(kind=item.kind, id=item.id, version=item.version, data=None)
