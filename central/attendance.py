"""Volunteers' attendance of a site's day as central has it, by the same pure fold as at a station."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date, datetime, timedelta
from typing import Any, Final, TypeVar
from zoneinfo import ZoneInfo

from central.store.store import Store
from checkpoint import days
from checkpoint.duty import board
from checkpoint.duty.attendance import LOOKED_BACK, fold, of_span, plan_of, rostered
from checkpoint.duty.board import Names
from checkpoint.duty.deeds import DUTY, Deed, Plan, Who, deed_of
from checkpoint.duty.record import Flag, Record
from checkpoint.policy import DutyRules
from checkpoint.roster import Assignment, Document, Shift, Site, Volunteer, from_data, name_of

D = TypeVar("D", bound=Document)
DECIDED_WITHIN: Final = timedelta(days=31)
"""How long after a day somebody may still confirm, undo or enter something about it."""


def records(store: Store, site: Site, day: date, now: datetime) -> list[Record]:
    """Attendance at the site that is booked to a natural day."""
    return between(store, site, day, day, now)


def between(store: Store, site: Site, first: date, last: date, now: datetime) -> list[Record]:
    """Attendance at the site that is booked to these natural days, both with them."""
    zone = ZoneInfo(site.time_zone)
    span = days.bounds(first, zone)[0], days.bounds(last, zone)[1]
    since = span[0] - LOOKED_BACK
    arrivals = store.arrivals(site.id, since - LOOKED_BACK, span[1] + DECIDED_WITHIN, (DUTY,))
    deeds = [deed for one in arrivals if (deed := deed_of(one)) is not None and deed.site == site.id]
    pairs = _rostered(store, site, since, span[1])
    return of_span(deeds, pairs, site.policy.duty, now, zone, span)


def at_two_sites(store: Store, day: date, now: datetime) -> list[Record]:
    """Who was on duty at two sites at once (a copied badge, or a slip), of all sites' shifts that begin on that day.

    One station sees one site, so only central can tell. A record for each of the two, by shift and volunteer.
    """
    deeds: list[Deed] = []
    spans = {data["id"]: days.bounds(day, ZoneInfo(data["time_zone"])) for data in store.data_of("site")}
    for site, (start, end) in spans.items():
        arrivals = store.arrivals(site, start - LOOKED_BACK, end + LOOKED_BACK, (DUTY,))
        deeds += [deed for one in arrivals if (deed := deed_of(one)) is not None and deed.site == site]
    # Each site's own rules say what is credited; being at two places at once hangs on none of them.
    twice = [one for one in fold(deeds, (), DutyRules(), now, ZoneInfo("UTC")) if Flag.TWO_SITES in one.flags]
    known = [(one, spans[one.plan.site]) for one in twice if one.plan.site in spans]
    return [one for one, (start, end) in known if start <= one.plan.begins < end]


def _rostered(store: Store, site: Site, since: datetime, until: datetime) -> list[tuple[Plan, Who]]:
    """Who is on the roster of the site's shifts that begin in [since, until)."""
    shifts = _read(store.data_naming("shift", "site", [site.id]), Shift)
    held = [one for one in shifts if (plan := plan_of(one)) is not None and since <= plan.begins < until]
    on = _read(store.data_naming("assignment", "shift", [one.id for one in held]), Assignment)
    people = _read(store.data_named("volunteer", [one.volunteer for one in on]), Volunteer)
    return rostered(held, on, people)


def _read(found: Iterable[dict[str, Any]], type_: type[D]) -> list[D]:
    documents = (from_data(name_of(type_), data) for data in found)
    return [one for one in documents if isinstance(one, type_)]


def ledger(store: Store, site: Site, day: date, now: datetime) -> list[dict[str, str]]:
    """The day's masked attendance ledger rows."""
    return rows_of(store, site, records(store, site, day, now))


def rows_of(store: Store, site: Site, held: list[Record]) -> list[dict[str, str]]:
    """Masked attendance ledger rows of these records of one site."""
    names = Names(
        sites={site.id: site.name},
        posts=_names(store, "post", {one.plan.post for one in held}),
        teams=_names(store, "team", {one.who.team for one in held}),
    )
    return board.ledger(held, ZoneInfo(site.time_zone), names)


def _names(store: Store, kind: str, ids: Iterable[str]) -> dict[str, str]:
    return {data["id"]: data["name"] for data in store.data_named(kind, sorted(ids))}
