"""Forgets what the site's retention or central's order ends, after its figures were kept.

Supplies and the persons in tubes have keepers of their own, who know what is still needed.

Only what central has is forgotten, a little at a time. How long what is kept, `checkpoint.retention` says.
"""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any, Final

from checkpoint import retention
from checkpoint.days import bounds, day_of
from checkpoint.retention import CLASSES, PASSAGES, SAMPLING, SERVICE, SUPPLIES
from checkpoint.roster import Hold, Purge
from checkpoint.sampling.acts import BOX, TUBE
from station.logbook import Logbook
from station.store.store import FORGET_AT_ONCE, Store

FORGET_A_RUN: Final = 500
"""Entries whose bodies are forgotten before somebody else is asked for."""


def forget_expired(store: Store, logbook: Logbook, now: datetime) -> int:
    """Forget a little of what is over; returns how many entries lost their body. Raises StoreTrouble.

    Safe from any thread: what a scan waits for is never held longer than FORGET_AT_ONCE entries take.
    """
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
    over[PASSAGES] = keep_figures(store, logbook, over[PASSAGES])
    # Labels name nobody, and one that was used must never be taken again: they go only when central says so.
    spared = [*(kind for kinds in CLASSES.values() for kind in kinds), BOX, TUBE]
    forgot = sum(
        _forget_some(store, before, only=CLASSES.get(name, ()), spared=spared if name == SERVICE else (), held=held)
        for name, before in over.items()
    )
    labels = retention.ordered(purges, site.id, SERVICE)
    if labels is not None:
        forgot += _forget_some(store, labels, only=(BOX, TUBE), held=held)
    if 0 < forgot < FORGET_A_RUN:
        store.scrub()
    return forgot


def _forget_some(store: Store, before: datetime, **which: Any) -> int:
    """So many at once that a scan hardly waits, until it is a run or nothing is left."""
    forgot = 0
    while forgot < FORGET_A_RUN:
        some = store.forget_before(before, **which)
        forgot += some
        if some < FORGET_AT_ONCE:
            break
    return forgot


def keep_figures(store: Store, logbook: Logbook, before: datetime) -> datetime:
    """Keep the figures of the first day before that moment that has passages still and no figures yet.

    Returns before when all figures are kept. One day at a time, because counting a long one takes a second.
    """
    site, zone = logbook.place.site.id, logbook.place.zone
    after: datetime | None = None
    has_kept = False
    while (first := store.oldest_between(site, after, before)) is not None:
        day = day_of(first, zone)
        if store.kept_figures(site, day.isoformat()) is None:
            if has_kept:
                return min(bounds(day, zone)[0], before)
            store.keep_figures(site, day.isoformat(), logbook.report(day))
            has_kept = True
        after = bounds(day, zone)[1]
    return before


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
