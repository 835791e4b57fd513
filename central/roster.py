"""Which part of the roster a station is told: what its site needs, nothing of other sites; keeping it is the store's.

A page is cut by version first and filtered by site afterwards, and its version always moves on, so a station never
asks twice for what is not meant for it. A document that was once for the site and no longer is (a person who moved, a
gate that closed, a community no longer taken) is sent as removed; one that never was is not mentioned at all. When a
site's gates begin or cease to take a community, the store gives all that concerns it a new version, so that a station
which is long past those versions hears of it.
"""

from __future__ import annotations

from central.store.audiences import EVERYBODY, is_local, of_site
from central.store.rosters import COUNTER, Kept, View, for_now
from central.store.stations import StationRow
from central.store.store import Store
from checkpoint.terms import Told
from checkpoint.wire import BATCH, Item, RosterPage


def page(store: Store, station: StationRow, heard: Told, limit: int) -> RosterPage:
    """What changed after a version for this station. limit: of items looked at, 1 to BATCH; fewer may be told."""
    after, joins = heard.number, store.joins(COUNTER, heard)
    if joins.number < after:
        return RosterPage(items=[], version=after, more=False, newest=joins.number, term=joins.term)
    most = max(1, min(limit, BATCH))
    kept = store.items(after, most)
    view = store.view_of(station.site)
    # Somebody who begins at nothing has nothing to forget.
    told = [item for one in kept if (item := _told(one, view)) is not None and (after or item.data is not None)]
    if not kept and after > (newest := store.counters([COUNTER]).get(COUNTER, 0) if after else 0):
        return RosterPage(items=[], version=after, more=False, newest=newest, term=store.term_at(COUNTER, newest))
    version = kept[-1].item.version if kept else after
    term = joins.term if version == after else store.term_at(COUNTER, version)
    return RosterPage(items=told, version=version, more=len(kept) == most, term=term)


def _told(one: Kept, view: View) -> Item | None:
    """The document, its removal, or nothing when this site never heard of it."""
    item, now = one.item, for_now(one)
    if item.data is not None and _concerns(item.kind, now, view, view.communities):
        return _without_pin(item) if item.kind == "volunteer" and not _is_close(now, view) else item
    if _concerns(item.kind, one.audience, view, view.ever | view.communities):
        return Item(kind=item.kind, id=item.id, version=item.version, data=None)
    return None


def _concerns(kind: str, told: frozenset[str], view: View, communities: frozenset[str]) -> bool:
    if EVERYBODY in told or of_site(view.site) in told:
        return True
    # A gate of another site is not ours because both take the same community, nor a site that lies where ours does.
    return kind not in {"gate", "site"} and not told.isdisjoint(communities)


def _is_close(told: frozenset[str], view: View) -> bool:
    """Whether a volunteer is assigned at the site or serves in its very community."""
    return of_site(view.site) in told or any(map(is_local, told & view.communities))


def _without_pin(item: Item) -> Item:
    data = {**item.data, "pin": ""} if item.data else None
    return Item(kind=item.kind, id=item.id, version=item.version, data=data)
