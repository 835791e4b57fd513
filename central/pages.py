"""The status page: stations, what is held of each, what is missing; figures only, nothing of any person."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from itertools import islice
from pathlib import Path
from typing import Any, Final
from zoneinfo import ZoneInfo

from fastapi import APIRouter, Request, Response
from fastapi.responses import HTMLResponse
from jinja2 import Environment, FileSystemLoader, select_autoescape

from central import page_words, reports, sampling, tray
from central.remembered import Remembered
from central.sampling import Watch
from central.store.standing import SILENT
from central.store.stations import StationRow
from central.store.store import Store
from checkpoint.days import CLOCK_TOLERANCE, day_of
from checkpoint.journal import moment
from checkpoint.roster import Site

FOLDER: Final = Path(__file__).parent
LISTED: Final = 50
"""Rows of the tray on the page; `central tray list` shows all."""


@dataclass(frozen=True, slots=True)
class Line:
    """One station on the page. state: a name of the page's words. ahead: its clock minus central's, if measured."""

    name: str
    gate: str
    state: str
    seen: datetime | None
    held: int
    missing: str
    refused: int
    ahead: timedelta | None
    forks: int


def router(store: Store, watch: Watch, clock: Callable[[], datetime]) -> APIRouter:
    """The pages on that store. watch: follows the sites where samples are taken."""
    made = APIRouter()

    # Anybody may look, so looking must stay cheap however much is held.
    def look(now: datetime) -> tuple[list[Line], list[dict[str, Any]], list[dict[str, Any]]]:
        return lines(store, now), _site_figures(store, now), _aside(store)

    seen = Remembered(look)
    environment = Environment(loader=FileSystemLoader(FOLDER / "templates"), autoescape=select_autoescape())
    environment.globals.update(length=page_words.length)

    @made.get("/", response_class=HTMLResponse, include_in_schema=False)
    def status(request: Request, lang: str = "") -> Response:
        spoken = page_words.language_of(lang, request.headers.get("accept-language", "zh"))
        now = clock()
        stations, sites, aside = seen.at(now)
        page = environment.get_template("status.html").render(
            words=page_words.words(spoken),
            lang=spoken,
            now=now,
            tolerance=CLOCK_TOLERANCE,
            stations=stations,
            sites=sites,
            sampling=(taken := watch.at(now)),
            troubles=sampling.listed(taken),
            listed=LISTED,
            tray=[one | {"reason": page_words.why(one["reason"], spoken)} for one in aside],
        )
        return HTMLResponse(page)

    return made


def lines(store: Store, now: datetime) -> list[Line]:
    """A line for each station, by name; those out of service last. Moments are in the time of the station's site."""
    chains, forks, refused = store.chains(), store.forks(), store.refused_counts()
    gates = {data["id"]: data["name"] for data in store.data_of("gate")}
    sites = {data["id"]: reports.site_of(store, data["id"]) for data in store.data_of("site")}

    def line(station: StationRow) -> Line:
        own = [chain for chain in chains if chain.station == station.id]
        gaps = [gap for chain in own if chain.has_gap for gap in store.missing(chain.station, chain.epoch)]
        site = sites.get(station.site, Site(id=station.site, name=station.site))
        ahead = None if station.offset_ms is None else timedelta(milliseconds=-station.offset_ms)
        parted, aside = sum(fork.station == station.id for fork in forks), refused.get(station.id, 0)
        trouble = bool(gaps or parted or aside or (ahead is not None and abs(ahead) > CLOCK_TOLERANCE))
        return Line(
            name=station.name,
            gate=f"{site.name} {gates.get(station.gate, station.gate)}",
            state=_state(station, now, trouble=trouble),
            seen=station.seen_at.astimezone(ZoneInfo(site.time_zone)) if station.seen_at else None,
            held=sum(chain.held for chain in own),
            missing=", ".join(f"{first}" if first == last else f"{first}-{last}" for first, last in gaps),
            refused=aside,
            ahead=ahead,
            forks=parted,
        )

    found = sorted(store.stations(), key=lambda station: station.revoked_at is not None)
    return [line(station) for station in found]


def _aside(store: Store) -> list[dict[str, Any]]:
    """The tray's beginning, its moments in the time of the station's site."""
    zones = {one.name: ZoneInfo(reports.site_of(store, one.site).time_zone) for one in store.stations()}

    def there(one: dict[str, Any]) -> datetime:
        at = moment(one["at"])
        return at.astimezone(zones.get(one["station"], UTC))

    return [one | {"at": there(one)} for one in islice(tray.listed(store), LISTED)]


def _state(station: StationRow, now: datetime, *, trouble: bool) -> str:
    if station.revoked_at is not None:
        return "gone" if station.sealed else "revoked"
    if station.seen_at is None or now - station.seen_at > SILENT:
        return "silent"
    if station.twice_since is not None:
        return "twice"
    return "look" if trouble else "fine"


def _site_figures(store: Store, now: datetime) -> list[dict[str, Any]]:
    figures = []
    for data in store.data_of("site"):
        site = reports.site_of(store, data["id"])
        day = day_of(now, ZoneInfo(site.time_zone))
        figures.append({"name": site.name, **reports.report(store, site, day, now, with_supplies=False)})
    return figures
