"""The day of a site as central has it, by the same pure walk as at a station; writing files is left to `sheets`."""

from __future__ import annotations

from datetime import date, timedelta
from typing import Any, Final
from zoneinfo import ZoneInfo

from central.store.store import Store
from checkpoint import days
from checkpoint.days import ATTEMPT, DECISION, Arrived, Passage
from checkpoint.roster import Site, from_data

_TEXTS: Final = (
    *("site", "gate", "lane", "direction", "light", "reason", "outcome", "action"),
    *("category", "method", "name", "building"),
)
_TEXTS_OR_NONE: Final = ("subject", "pass")


def site_of(store: Store, site: str) -> Site:
    """The site's document. Raises LookupError."""
    for data in store.data_of("site"):
        if data["id"] == site:
            document = from_data("site", data)
            if isinstance(document, Site):
                return document
    raise LookupError(f"there is no site {site}")


def passages(store: Store, site: Site, day: date) -> list[Passage]:
    """The site's passages up to the end of the day, in order, as far back as retention keeps them."""
    start, end = days.bounds(day, ZoneInfo(site.time_zone))
    since = start - timedelta(days=site.policy.retention_days)
    # A decision may be written after midnight about a showing before it, so it is looked for a day longer.
    found = store.arrivals(site.id, since, end + timedelta(days=1), (ATTEMPT, DECISION))
    folded = days.fold(one for one in found if understood(one))
    return [passage for passage in folded if passage.scanned_at < end]


def understood(arrived: Arrived) -> bool:
    """Whether the body can be counted: a station may write whatever it likes into one, and no report breaks on it."""
    body = arrived.entry.body or {}
    return (
        all(isinstance(body.get(name, ""), str) for name in _TEXTS)
        and all(isinstance(body.get(name), str | None) for name in _TEXTS_OR_NONE)
        and isinstance(body.get("suppressed", 0), int)
    )


def report(store: Store, site: Site, day: date) -> dict[str, Any]:
    """The daily report's figures as central has them."""
    return {"site": site.id, **days.report(passages(store, site, day), day, ZoneInfo(site.time_zone))}


def ledger(store: Store, site: Site, day: date) -> list[dict[str, str]]:
    """The day's masked ledger rows."""
    zone = ZoneInfo(site.time_zone)
    start, _ = days.bounds(day, zone)
    gates = {data["id"]: data["name"] for data in store.data_of("gate")}
    return days.ledger([one for one in passages(store, site, day) if one.scanned_at >= start], zone, gates)
