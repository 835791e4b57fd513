"""Forgets who was in which tube, some days after the tube was handed over; whose names are needed is `keeping`'s.

A site writes ten thousand such entries a day, so that they are looked at a day at a time, and only those days of which
something is known still.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Sequence
from datetime import UTC, datetime, timedelta
from functools import partial
from typing import Final
from zoneinfo import ZoneInfo

from central.store.forgetting import Bodies, Span
from central.store.store import Store
from checkpoint import retention
from checkpoint.days import bounds, day_of
from checkpoint.roster import Site
from checkpoint.sampling import keeping
from checkpoint.sampling.acts import MEMBER, TUBE
from checkpoint.sampling.books import Books
from checkpoint.sampling.folding import fold, more

AROUND: Final = timedelta(days=1)
"""What is said of a tube's members is said within a day of one another; a tube itself may be older by as much again."""
BEGINNING: Final = datetime(2000, 1, 1, tzinfo=UTC)


def forget(store: Store, site: Site, now: datetime, holds: Sequence[Span]) -> tuple[int, datetime]:
    """Forget the members of a site whose time is up.

    Returns how many bodies went, and the moment before which nothing is left to forget: stations may go as far.
    """
    spans, before = _spans(store, site, now), _before(site, now)
    if not spans:
        return 0, before
    tubes = fold(store.arrivals(site.id, spans[0][0] - 2 * AROUND, now + AROUND, (TUBE,)), site.id)
    gone, left = 0, before
    for span in spans:  # The oldest first: a member who was moved is of the tube that a later entry names.
        went, stayed = _forget_day(store, tubes, span, before, now, holds)
        gone, left = gone + went, min(left, span[0]) if stayed else left
    return gone, left


def _before(site: Site, now: datetime) -> datetime:
    return retention.before_of(retention.SAMPLING, site.policy, now, ZoneInfo(site.time_zone))


def _spans(store: Store, site: Site, now: datetime) -> list[Span]:
    """[start, end) of the natural days of which something may be over and is known still, in order."""
    zone = ZoneInfo(site.time_zone)
    hours = store.remembered_hours(site.id, BEGINNING, _before(site, now), (MEMBER,))
    return [bounds(day, zone) for day in sorted({day_of(hour, zone) for hour in hours})]


def _forget_day(
    store: Store, tubes: Books, span: Span, before: datetime, now: datetime, holds: Sequence[Span]
) -> tuple[int, int]:
    """(how many went, how many stayed). A transaction for each station: no push waits for more than one's day."""
    around = store.remembered(tubes.site, span[0] - AROUND, span[1] + AROUND, (MEMBER,))
    kept = [*holds, *keeping.held(more(tubes, around), before, now)]
    places: dict[str, list[tuple[str, int]]] = defaultdict(list)
    stayed = 0
    for one in (one for one in around if span[0] <= one.scanned_at < span[1]):
        if any(since <= one.scanned_at < until for since, until in kept):
            stayed += 1
        else:
            places[one.entry.station].append((one.entry.epoch, one.entry.seq))
    went = (
        store.in_bodies(partial(Bodies.forget_these, station=station, places=own)) for station, own in places.items()
    )
    return sum(went), stayed
