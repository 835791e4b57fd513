"""Forgets bodies whose time is up, keeps their days' figures, and orders stations to do the same; chains stay whole.

Safe to run at any time, again, and by several processes at once: what is forgotten already is not there to forget.
"""

from __future__ import annotations

import logging
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime
from functools import partial
from typing import Final
from zoneinfo import ZoneInfo

from central import members, reports
from central.store.bodies import day_of as body_day
from central.store.forgetting import Bodies, Span, Which
from central.store.store import Store
from checkpoint import retention
from checkpoint.days import bounds, day_of
from checkpoint.journal import moment, stamp
from checkpoint.passages import ATTEMPT
from checkpoint.policy import Policy
from checkpoint.retention import CLASSES, PASSAGES, SAMPLING, SERVICE, SUPPLIES
from checkpoint.roster import Hold, Purge, Site, from_data

log = logging.getLogger("central")

LONGEST_DAYS: Final = 60
"""The longest that passages may be kept (domain 5.2): a site that was taken off the roster by mistake loses nothing."""
ALL = (PASSAGES, SUPPLIES, SERVICE)
"""The classes that go by the day. Of SAMPLING each tube has its own time: see `members`."""


@dataclass(frozen=True, slots=True)
class Forgot:
    """What a run came to. bodies, texts: how many entries and kept-aside texts; days: partitions dropped whole."""

    bodies: int = 0
    texts: int = 0
    days: int = 0


def which(site: Site, name: str, before: datetime, held: Sequence[Span]) -> Which:
    """The bodies of a class of a site before a moment."""
    others = [kind for kinds in CLASSES.values() for kind in kinds]
    spared = others if name == SERVICE else ()
    return Which(site.id, before, only=CLASSES.get(name, ()), spared=spared, held=tuple(held))


def sites(store: Store) -> list[Site]:
    """Every site of the roster, and those that left it but have stations: their passages go after LONGEST_DAYS."""
    known = [one for data in store.data_of("site") if isinstance(one := from_data("site", data), Site)]
    gone = {station.site for station in store.stations()} - {one.id for one in known}
    return known + [Site(id=id_, name=id_, policy=Policy(retention_days=LONGEST_DAYS)) for id_ in sorted(gone)]


def holds(store: Store, site: Site) -> list[Span]:
    """Spans of time of which nothing is forgotten at a site."""
    found = [one for data in store.data_of("hold") if isinstance(one := from_data("hold", data), Hold)]
    return retention.held(found, site.id, ZoneInfo(site.time_zone))


def forget(store: Store, now: datetime) -> Forgot:
    """Forget at every site what its retention says is over, and what came since for a time that was purged."""
    everywhere, purges = sites(store), orders(store)
    over = {site.id: retention.passages_before(site.policy, now, ZoneInfo(site.time_zone)) for site in everywhere}
    for site in everywhere:
        keep_figures(store, site, _before(site, now, purges)[PASSAGES])
    days = 0
    if over and not store.data_of("hold"):
        days = store.forget_days_before(body_day(min(over.values())))
    bodies = texts = 0
    for site in everywhere:
        gone, aside = forget_site(store, site, _before(site, now, purges))
        named, left = members.forget(store, site, now, holds(store, site))
        if named:
            # Where nothing of the kind is ever written, no station need hear of it every day.
            order(store, site, {SAMPLING: left})
        bodies, texts = bodies + gone + named, texts + aside
    if bodies or texts or store.is_scrubbing_left():
        store.scrub()
    log.info("forgot", extra={"fields": {"bodies": bodies, "texts": texts, "days": days}})
    return Forgot(bodies, texts, days)


def orders(store: Store) -> list[Purge]:
    """What stations were ordered to forget."""
    return [one for data in store.data_of("purge") if isinstance(one := from_data("purge", data), Purge)]


def _before(site: Site, now: datetime, purges: Sequence[Purge]) -> dict[str, datetime]:
    """class -> before when it is over at a site: by its own days, or further on where it was purged.

    Stations forget by those orders at once, so what one of them hands over later must not stay here. An order beyond
    today was given by a clock that was ahead, and is none.
    """
    zone = ZoneInfo(site.time_zone)
    before = {name: retention.before_of(name, site.policy, now, zone) for name in ALL}
    for name, own in before.items():
        ordered = retention.ordered(purges, site.id, name)
        if ordered is not None and own < ordered <= bounds(day_of(now, zone), zone)[1]:
            before[name] = ordered
    return before


def forget_site(store: Store, site: Site, before: dict[str, datetime]) -> tuple[int, int]:
    """Forget these classes of a site before these moments; (bodies, kept-aside texts). `keep_figures` comes first."""
    held, stations = holds(store, site), [one.id for one in store.stations() if one.site == site.id]
    gone = 0
    for name, moment_ in before.items():
        these = which(site, name, moment_, held)
        # A transaction for each station: no push waits for more than one station's day.
        gone += sum(store.in_bodies(partial(Bodies.forget, station=id_, which=these)) for id_ in stations)
    texts = 0
    if PASSAGES in before:
        texts = store.in_bodies(lambda bodies: bodies.forget_refused(stations, before[PASSAGES], held))
        store.in_bodies(lambda bodies: bodies.forget_presence(site.id))
    order(store, site, {name: at for name, at in before.items() if name != SUPPLIES})
    return gone, texts


def order(store: Store, site: Site, before: dict[str, datetime]) -> None:
    """Tell the site's stations; an order never goes back to an earlier moment."""
    held = {one.id: moment(one.before) for one in orders(store)}
    new = []
    for name, at in before.items():
        id_ = retention.purge_id(site.id, name)
        if id_ not in held or held[id_] < at:
            new.append(Purge(id=id_, site=site.id, before=stamp(at)))
    store.put(new)


def keep_figures(store: Store, site: Site, before: datetime) -> None:
    """Keep the figures of every day that is about to be forgotten; of one that was, note how much came too late."""
    zone, these = ZoneInfo(site.time_zone), Which(site.id, before, only=(ATTEMPT,))
    counted: dict[str, int] = {}
    for hour, count in store.in_bodies(lambda bodies: bodies.hours(these)).items():
        day = day_of(hour, zone).isoformat()
        counted[day] = counted.get(day, 0) + count
    # What a hold keeps is counted already and there still: it did not come late.
    is_held = bool(holds(store, site))
    for day, count in sorted(counted.items()):
        _keep_day(store, site, day, 0 if is_held else count)


def _keep_day(store: Store, site: Site, day: str, count: int) -> None:
    if store.kept_figures(site.id, day) is None:
        figures = reports.report(store, site, date.fromisoformat(day))
        store.in_bodies(lambda bodies: bodies.keep_figures(site.id, day, figures))
    elif count:
        store.in_bodies(lambda bodies: bodies.came_late(site.id, day, count))
