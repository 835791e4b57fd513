"""Forgets what the site's retention or central's order ends, after its figures were kept.

Supplies and the persons in tubes have keepers of their own, who know what is still needed.

Only what central has is forgotten, a little at a time. How long what is kept, `checkpoint.retention` says.
"""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from pathlib import Path

from checkpoint import retention
from checkpoint.days import bounds, day_of
from checkpoint.retention import CLASSES, PASSAGES, SAMPLING, SERVICE, SUPPLIES
from checkpoint.roster import Hold, Purge
from checkpoint.sampling.acts import BOX, TUBE
from station.logbook import Logbook
from station.store.store import FORGET_AT_ONCE, Store


def forget_expired(store: Store, logbook: Logbook, now: datetime) -> int:
    """Forget a little of what is over; returns how many entries lost their body. Raises StoreTrouble."""
    site, zone = logbook.place.site, logbook.place.zone
    purges, held = store.documents(Purge), retention.held(store.documents(Hold), site.id, zone)
    over = {
        PASSAGES: retention.passages_before(site.policy, now, zone),
        SERVICE: now - timedelta(days=max(site.policy.service_days, site.policy.retention_days)),
    }
    for name in (PASSAGES, SUPPLIES, SAMPLING, SERVICE):
        ordered = retention.ordered(purges, site.id, name)
        if ordered is not None:
            over[name] = max(ordered, over.get(name, ordered))
    keep_figures(store, logbook, over[PASSAGES])
    # Labels name nobody, and one that was used must never be taken again: they go only when central says so.
    spared = [*(kind for kinds in CLASSES.values() for kind in kinds), BOX, TUBE]
    forgot = sum(
        store.forget_before(before, only=CLASSES.get(name, ()), spared=spared if name == SERVICE else (), held=held)
        for name, before in over.items()
    )
    labels = retention.ordered(purges, site.id, SERVICE)
    if labels is not None:
        forgot += store.forget_before(labels, only=(BOX, TUBE), held=held)
    if 0 < forgot < FORGET_AT_ONCE:
        store.scrub()
    return forgot


def keep_figures(store: Store, logbook: Logbook, before: datetime) -> None:
    """Keep the figures of every day before that moment that has passages still and no figures yet."""
    site, zone = logbook.place.site.id, logbook.place.zone
    after: datetime | None = None
    while (first := store.oldest_between(site, after, before)) is not None:
        day = day_of(first, zone)
        if store.kept_figures(site, day.isoformat()) is None:
            store.keep_figures(site, day.isoformat(), logbook.report(day))
        after = bounds(day, zone)[1]


PRINTS_KEPT = timedelta(hours=24)
"""How long a page that was given out as a file stays (domain 5.2)."""


def forget_prints(folder: Path, now: datetime) -> int:
    """Delete the files of that folder that are older than PRINTS_KEPT; returns how many. What cannot go stays."""
    gone = 0
    for path in folder.glob("*.pdf"):
        try:
            if datetime.fromtimestamp(path.stat().st_mtime, UTC) < now - PRINTS_KEPT:
                path.unlink()
                gone += 1
        except OSError:
            continue
    return gone
