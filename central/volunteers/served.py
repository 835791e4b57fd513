"""What volunteers served in a region and a span of days: service records, team hours, and the bulletin's figures.

Persons and person-times are never mixed: whoever served at three shifts is one person and three person-times, also
when the shifts were at sites of different streets (domain 1, rows 27 to 31). What is credited, `checkpoint.duty` says.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any, Final
from zoneinfo import ZoneInfo

from central import attendance
from central.store.store import Store
from checkpoint import days, masking
from checkpoint.duty import board
from checkpoint.duty.attendance import plan_of
from checkpoint.duty.minutes import Source
from checkpoint.duty.record import Record
from checkpoint.roster import Shift, Site, from_data

FEWEST: Final = 5
"""Of a special group fewer people than this are not told in figures (domain 5.6 A)."""
SERVICE_RECORD: Final = (
    *("volunteer", "full_name", "project", "post", "date", "begins", "ends", "minutes", "minutes_source"),
    *("organisation", "recorder", "confirmed_by"),
)
"""Columns of the file for volunteers' platforms (domain 5.6 E), in order, as keys."""
TEAM_HOURS: Final = (
    *("team", "team_kind", "organisation", "persons", "person_times", "minutes", "hours"),
    *("minutes_scan", "minutes_confirmed", "minutes_back_entry"),
)


@dataclass(frozen=True, slots=True)
class Span:
    """Natural days at each site, both with them, and the moment for which it is said."""

    first: date
    last: date
    now: datetime


@dataclass(frozen=True, slots=True)
class Served:
    """One record and the site where it was."""

    site: Site
    record: Record


def sites_in(store: Store, region: str = "", site: str = "") -> list[Site]:
    """Sites whose community's division code begins so, or that one site. Raises LookupError when there is none."""
    found = [one for one in (from_data("site", data) for data in store.data_of("site")) if isinstance(one, Site)]
    chosen = [one for one in found if (one.id == site if site else one.community.startswith(region))]
    if not chosen:
        raise LookupError(f"there is no site {site}" if site else f"there is no site in {region}")
    return chosen


def served(store: Store, sites: Iterable[Site], span: Span) -> list[Served]:
    """Every record of these sites, by site, begin, shift and volunteer."""
    return [
        Served(site, record)
        for site in sites
        for record in attendance.between(store, site, span.first, span.last, span.now)
    ]


class Book:
    """What projects, posts, teams and volunteers are called."""

    def __init__(self, store: Store) -> None:
        self._held = {
            kind: {data["id"]: data for data in store.data_of(kind)}
            for kind in ("project", "post", "team", "volunteer")
        }

    def of(self, kind: str, id_: str) -> dict[str, Any]:
        """The document's data, empty for one that is off the roster."""
        return self._held[kind].get(id_, {})

    def name(self, kind: str, id_: str) -> str:
        """Its name, or the id of one that is off the roster."""
        return str(self.of(kind, id_).get("name", id_))

    def full_name(self, record: Record) -> str:
        """A volunteer's whole name while they are on the roster, after that the masked one of the entries."""
        return str(self.of("volunteer", record.who.number).get("name", record.who.name))

    def organisation(self, record: Record) -> str:
        """Who answers for the project, else for the team."""
        named = (self.of("project", record.plan.project), self.of("team", record.who.team))
        return next((str(data["org"]) for data in named if data.get("org")), "")


def service_rows(held: Iterable[Served], book: Book) -> list[dict[str, str]]:
    """The platform file's rows: one for each source of a record's minutes, so that each says where it comes from."""
    return [
        _service_row(one, source, credited, book)
        for one in held
        for source, credited in sorted(one.record.minutes.items())
        if credited
    ]


def _service_row(one: Served, source: Source, credited: int, book: Book) -> dict[str, str]:
    record, zone = one.record, ZoneInfo(one.site.time_zone)
    stints = [stint for stint in record.stints if stint.source is source and stint.ended is not None]
    came, left = min(stint.began for stint in stints), max(stint.ended for stint in stints if stint.ended)
    return {
        "volunteer": record.who.number,
        "full_name": book.full_name(record),
        "project": book.name("project", record.plan.project),
        "post": book.name("post", record.plan.post),
        "date": f"{record.day(zone)}",
        "begins": f"{came.astimezone(zone):%Y-%m-%d %H:%M}",
        "ends": f"{left.astimezone(zone):%Y-%m-%d %H:%M}",
        "minutes": str(credited),
        "minutes_source": source.value,
        "organisation": book.organisation(record),
        "recorder": one.site.name,
        "confirmed_by": " ".join(record.confirmed_by),
    }


def team_rows(held: Iterable[Served], book: Book) -> list[dict[str, str]]:
    """团队时数, a row for each team; whoever belongs to none stands in the last one."""
    rows = []
    for team, figures in sorted(
        board.by_team(one.record for one in held).items(), key=lambda pair: (not pair[0], pair)
    ):
        by_source = figures["minutes_by_source"]
        rows.append(
            {
                "team": book.name("team", team) if team else "-",
                "team_kind": str(book.of("team", team).get("kind", "")),
                "organisation": str(book.of("team", team).get("org", "")),
                "persons": str(figures["persons"]),
                "person_times": str(figures["person_times"]),
                "minutes": str(figures["minutes"]),
                "hours": figures["hours"],
                "minutes_scan": str(by_source[Source.SCAN.value]),
                "minutes_confirmed": str(by_source[Source.LEAD_CONFIRMED.value]),
                "minutes_back_entry": str(by_source[Source.BACK_ENTRY.value]),
            }
        )
    return rows


def attendance_rows(store: Store, held: Sequence[Served]) -> list[dict[str, str]]:
    """The masked attendance ledger of all these sites."""
    sites = {one.site.id: one.site for one in held}
    own = {id_: [one.record for one in held if one.site.id == id_] for id_ in sites}
    return [row for id_, site in sites.items() for row in attendance.rows_of(store, site, own[id_])]


def bulletin(store: Store, sites: Sequence[Site], span: Span) -> dict[str, Any]:
    """The brief's figures for these sites and days. minors: None where there are some, but fewer than FEWEST.

    projects: that have a shift here then; volunteers: who are on the roster of one; teams: of whom any serves.
    """
    held = served(store, sites, span)
    figures = board.service(one.record for one in held)
    valid = [one.record for one in held if one.record.credited]
    planned = [shift for site in sites for shift in _shifts(store, site, span)]
    on = store.data_naming("assignment", "shift", [shift.id for shift in planned])
    minors = _minors(store, {one.who.number for one in valid})
    return {
        "sites": len(sites),
        "projects": len({one.project for one in planned} | {one.plan.project for one in valid} - {""}),
        "volunteers": len({data["volunteer"] for data in on} | {one.who.number for one in valid}),
        "persons": figures["persons"],
        "person_times": figures["person_times"],
        "teams": len({one.who.team for one in valid} - {""}),
        "minutes": figures["minutes"],
        "minutes_by_source": figures["minutes_by_source"],
        "hours": figures["hours"],
        "minors": minors if minors >= FEWEST or not minors else None,
    }


def _shifts(store: Store, site: Site, span: Span) -> list[Shift]:
    """The site's shifts that begin in the span."""
    zone = ZoneInfo(site.time_zone)
    start, end = days.bounds(span.first, zone)[0], days.bounds(span.last, zone)[1]
    found = (from_data("shift", data) for data in store.data_naming("shift", "site", [site.id]))
    shifts = [one for one in found if isinstance(one, Shift)]
    return [one for one in shifts if (plan := plan_of(one)) is not None and start <= plan.begins < end]


def _minors(store: Store, numbers: set[str]) -> int:
    return sum(bool(data.get("is_minor")) for data in store.data_named("volunteer", sorted(numbers)))


def own_record(store: Store, number: str, span: Span) -> tuple[str, list[dict[str, str]], dict[str, Any]]:
    """(masked name, service rows, figures) of one volunteer. Raises LookupError for one of whom nothing is known."""
    sites = sites_in(store)
    held = [one for one in served(store, sites, span) if one.record.who.number == number]
    book = Book(store)
    known = book.of("volunteer", number)
    if not held and not known:
        raise LookupError(f"there is no volunteer {number}")
    name = masking.name(str(known["name"])) if known else held[0].record.who.name
    return name, service_rows(held, book), board.service(one.record for one in held)
