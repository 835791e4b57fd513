"""The day of a site as central has it, by the same pure walk as at a station; writing files is left to `sheets`."""

from __future__ import annotations

from datetime import date, datetime, timedelta
from typing import Any, Final
from zoneinfo import ZoneInfo

from central import attendance, sampling, supplies
from central.store.presences import Inside, Presence
from central.store.store import Store
from checkpoint import days, dutylog
from checkpoint.days import ATTEMPT, DECISION, Arrived, Passage
from checkpoint.duty import board
from checkpoint.gate import Direction, Light, Outcome, Reason
from checkpoint.roster import Site, from_data
from checkpoint.sampling import ledger as tube_ledger
from checkpoint.supplies import ledger as stock_ledger

DECIDED_WITHIN: Final = timedelta(days=1)
"""A decision may be written after midnight about a showing before it, so it is looked for so much longer."""
_TEXTS: Final = (
    *("site", "gate", "lane", "direction", "light", "reason", "outcome", "action"),
    *("category", "method", "name", "building"),
)
_TEXTS_OR_NONE: Final = ("subject", "pass")
_UNKNOWN: Final = (
    *("id", "station", "epoch", "lane", "action", "category", "method", "name"),
    *("building", "temperature", "operator", "shift"),
)


def site_of(store: Store, site: str) -> Site:
    """The site's document. Raises LookupError."""
    for data in store.data_of("site"):
        if data["id"] == site:
            document = from_data("site", data)
            if isinstance(document, Site):
                return document
    raise LookupError(f"there is no site {site}")


def passages(store: Store, site: Site, day: date) -> list[Passage]:
    """The day's passages in order, each with its flag."""
    start, _ = days.bounds(day, ZoneInfo(site.time_zone))
    return [passage for passage in _with_presence(store, site, day) if passage.scanned_at >= start]


def _with_presence(store: Store, site: Site, day: date) -> list[Passage]:
    """The day's passages in order and flagged, behind an entry for everybody who was inside when it began."""
    start, end = days.bounds(day, ZoneInfo(site.time_zone))
    found = store.arrivals(site.id, start, end + DECIDED_WITHIN, (ATTEMPT, DECISION))
    today = [one for one in days.fold(filter(understood, found)) if one.scanned_at < end]
    return days.flagged([*map(_entered, presence(store, site, start).inside), *today])


def presence(store: Store, site: Site, start: datetime) -> Presence:
    """Who was inside when a day began, from the entries that retention keeps; drawn once and kept while it holds."""
    kept = store.presence(site.id, start, site.policy.retention_days)
    if kept is not None:
        return kept
    # Asked before the entries are: what arrives meanwhile has a higher number and makes this one stale.
    arrival = store.newest_arrival(site.id)
    since = start - timedelta(days=site.policy.retention_days)
    found = store.arrivals(site.id, since, start + DECIDED_WITHIN, (ATTEMPT, DECISION))
    folded = days.fold(filter(understood, found))
    inside = days.inside(one for one in folded if one.scanned_at < start)
    people = (Inside(*key, one.scanned_at, one.gate, one.heads) for key, one in sorted(inside.items()))
    drawn = Presence(start, site.policy.retention_days, arrival, tuple(people))
    store.keep_presence(site.id, drawn)
    return drawn


def _entered(one: Inside) -> Passage:
    """An entry that says no more than that somebody is inside."""
    nothing: dict[str, Any] = dict.fromkeys(_UNKNOWN, "")
    return Passage(
        **nothing,
        seq=0,
        suppressed=0,
        policy=0,
        corrected=False,
        presumed_exit=False,
        number=None,
        received_at=None,
        site=one.site,
        gate=one.gate,
        heads=one.heads,
        subject=one.subject,
        direction=Direction.IN,
        light=Light.GREEN,
        reason=Reason.OK,
        outcome=Outcome.PASSED,
        at=one.since,
        scanned_at=one.since,
    )


def understood(arrived: Arrived) -> bool:
    """Whether the body can be counted: a station may write whatever it likes into one, and no report breaks on it."""
    body = arrived.entry.body or {}
    return (
        all(isinstance(body.get(name, ""), str) for name in _TEXTS)
        and all(isinstance(body.get(name), str | None) for name in _TEXTS_OR_NONE)
        and isinstance(body.get("suppressed", 0), int)
    )


def report(
    store: Store, site: Site, day: date, now: datetime | None = None, *, with_supplies: bool = True
) -> dict[str, Any]:
    """The daily report's figures as central has them, or had them before the day's passages were forgotten.

    now: what volunteers' duty is judged by; by default as when the day's shifts are long over. with_supplies: not for
    what is asked every minute, since a balance is counted from the first receipt on, and tubes are many.
    """
    zone = ZoneInfo(site.time_zone)
    attended = attendance.records(store, site, day, now or days.bounds(day, zone)[1] + days.LONG_AFTER)
    span = days.bounds(day, zone)
    stock = supplies.books(store, site, span[1]).day(*span) if with_supplies else ()
    tubes = sampling.books(store, site, day).between(*span) if with_supplies else ()
    log = supplies.duty_log(store, site, span)
    kept = store.kept_figures(site.id, day.isoformat())
    if kept is not None:
        # Service, supplies and tubes are kept for years, and may be corrected after the passages are gone.
        told = (
            {"supplies": stock_ledger.figures(stock), "sampling": tube_ledger.figures(tubes)} if with_supplies else {}
        )
        volunteers = board.figures(attended) | {"by_team": board.by_team(attended)}
        return kept | {"volunteers": volunteers} | told | dutylog.figures(log)
    held = _with_presence(store, site, day)
    figures = days.report(held, day, zone, attended, stock=stock, log=log, tubes=tubes)
    left_out = () if with_supplies else ("supplies", "sampling")
    return {"site": site.id, **{name: value for name, value in figures.items() if name not in left_out}}


def ledger(store: Store, site: Site, day: date) -> list[dict[str, str]]:
    """The day's masked ledger rows, without the columns of fields that the site's profile hides."""
    gates = {data["id"]: data["name"] for data in store.data_of("gate")}
    columns = days.columns(site.policy)
    rows = days.ledger(passages(store, site, day), ZoneInfo(site.time_zone), gates)
    return [{name: row[name] for name in columns} for row in rows]
