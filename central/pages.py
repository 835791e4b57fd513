"""The status page: stations, what is held of each, what is missing; figures only, nothing of any person."""

from __future__ import annotations

import re
from collections.abc import Callable
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from pathlib import Path
from threading import Lock
from typing import Any, Final
from zoneinfo import ZoneInfo

from fastapi import APIRouter, Request, Response
from fastapi.responses import HTMLResponse
from jinja2 import Environment, FileSystemLoader, select_autoescape

from central import reports
from central.store.store import StationRow, Store
from checkpoint.days import day_of

FOLDER: Final = Path(__file__).parent
SILENT: Final = timedelta(minutes=5)
"""A station not heard of for longer is shown amber: the network, or somebody pulled a plug."""
_WORDS: Final = {
    "title": ("中心", "Central"),
    "sites": ("站点今日", "Sites today"),
    "stations": ("卡口站", "Stations"),
    "site": ("站点", "Site"),
    "in": ("进", "In"),
    "out": ("出", "Out"),
    "inside": ("在内", "Inside"),
    "turned_away": ("劝返", "Turned away"),
    "open_flags": ("待核异常", "Open flags"),
    "station": ("名称", "Name"),
    "gate": ("卡口", "Gate"),
    "seen": ("最近同步", "Last heard"),
    "held": ("已收", "Held"),
    "missing": ("缺失", "Missing"),
    "refused": ("搁置", "Kept aside"),
    "clock": ("时钟偏差", "Clock offset"),
    "forks": ("分叉", "Forks"),
    "never": ("从未", "never"),
    "none": ("还没有站点接入。", "No station has enrolled yet."),
    "silent": ("失联", "silent"),
    "revoked": ("已停用", "out of service"),
}


REMEMBERED: Final = timedelta(seconds=10)


class Remembered:
    """Figures that are computed once for all who look within ten seconds; each process has its own, none needs it."""

    def __init__(self, compute: Callable[[datetime], list[dict[str, Any]]]) -> None:
        self._compute, self._lock = compute, Lock()
        self._until, self._figures = datetime.min.replace(tzinfo=UTC), list[dict[str, Any]]()

    def at(self, now: datetime) -> list[dict[str, Any]]:
        """The figures, at most ten seconds old."""
        with self._lock:
            if not timedelta() < self._until - now <= REMEMBERED:
                self._figures = self._compute(now)
                self._until = now + REMEMBERED
            return self._figures


@dataclass(frozen=True, slots=True)
class Line:
    """One station on the page."""

    name: str
    gate: str
    seen: str
    silent: bool
    revoked: bool
    held: int
    missing: str
    refused: int
    clock: str
    forks: int


def router(store: Store, clock: Callable[[], datetime]) -> APIRouter:
    """The pages on that store."""
    made = APIRouter()
    figures = Remembered(lambda now: _site_figures(store, now))
    environment = Environment(loader=FileSystemLoader(FOLDER / "templates"), autoescape=select_autoescape())

    @made.get("/", response_class=HTMLResponse, include_in_schema=False)
    def status(request: Request, lang: str = "") -> Response:
        english = lang == "en" or (not lang and prefers_english(request.headers.get("accept-language", "zh")))
        words = {name: pair[english] for name, pair in _WORDS.items()}
        now = clock()
        page = environment.get_template("status.html").render(
            words=words,
            lang="en" if english else "zh-CN",
            stations=lines(store, now),
            sites=figures.at(now),
        )
        return HTMLResponse(page)

    return made


def prefers_english(accepted: str) -> bool:
    """Whether an Accept-Language header ranks some language above Chinese (RFC 9110, 12.5.4)."""

    def weight(part: str) -> float:
        found = re.search(r";\s*q=([01](?:\.\d{0,3})?)\s*$", part)
        return float(found[1]) if found else 1.0

    ranked = sorted(accepted.lower().split(","), key=weight, reverse=True)
    return not ranked[0].strip().startswith(("zh", "*"))


def lines(store: Store, now: datetime) -> list[Line]:
    """A line for each station, by name."""
    chains, forks, refused = store.chains(), store.forks(), store.refused_counts()
    gates = {data["id"]: data["name"] for data in store.data_of("gate")}

    def line(station: StationRow) -> Line:
        own = [chain for chain in chains if chain.station == station.id]
        gaps = [gap for chain in own if chain.has_gap for gap in store.missing(chain.station, chain.epoch)]
        return Line(
            name=station.name,
            gate=gates.get(station.gate, station.gate),
            seen=f"{station.seen_at:%Y-%m-%d %H:%M:%S} UTC" if station.seen_at else "",
            silent=station.seen_at is None or now - station.seen_at > SILENT,
            revoked=station.revoked_at is not None,
            held=sum(chain.held for chain in own),
            missing=", ".join(f"{first}" if first == last else f"{first}-{last}" for first, last in gaps),
            refused=refused.get(station.id, 0),
            clock=f"{station.offset_ms / 1000:+.1f} s" if station.offset_ms is not None else "",
            forks=sum(fork[0] == station.id for fork in forks),
        )

    return [line(station) for station in store.stations()]


def _site_figures(store: Store, now: datetime) -> list[dict[str, Any]]:
    figures = []
    for data in store.data_of("site"):
        site = reports.site_of(store, data["id"])
        day = day_of(now, ZoneInfo(site.time_zone))
        figures.append({"name": site.name, **reports.report(store, site, day)})
    return figures
