"""The status page: stations, what is held of each, what is missing; figures only, nothing of any person."""

from __future__ import annotations

import re
from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime, timedelta
from itertools import islice
from pathlib import Path
from threading import Lock
from typing import Any, Final, Generic, TypeVar
from zoneinfo import ZoneInfo

from fastapi import APIRouter, Request, Response
from fastapi.responses import HTMLResponse
from jinja2 import Environment, FileSystemLoader, select_autoescape

from central import reports, tray
from central.intake import BEGUN_ANEW, TWO_COMPUTERS
from central.store.stations import StationRow
from central.store.store import UNSIGNED, Store
from checkpoint.days import CLOCK_TOLERANCE, day_of
from checkpoint.roster import Site
from checkpoint.wire import NOT_FOLLOWING, OTHER_HISTORY

T = TypeVar("T")

FOLDER: Final = Path(__file__).parent
SILENT: Final = timedelta(minutes=5)
"""A station not heard of for longer is shown amber: the network, or somebody pulled a plug."""
LISTED: Final = 50
"""Rows of the tray on the page; `central tray list` shows all."""
REMEMBERED: Final = timedelta(seconds=10)
_WORDS: Final = {
    "title": ("中心", "Central"),
    "sites": ("站点今日", "Sites today"),
    "stations": ("卡口站", "Stations"),
    "state": ("状态", "State"),
    "in": ("进", "In"),
    "out": ("出", "Out"),
    "inside": ("在内", "Inside"),
    "turned_away": ("劝返", "Turned away"),
    "open_flags": ("待核异常", "Open flags"),
    "station": ("名称", "Name"),
    "gate": ("站点与卡口", "Site and gate"),
    "seen": ("最近联系", "Last heard"),
    "held": ("已收", "Held"),
    "missing": ("缺失", "Missing"),
    "refused": ("搁置", "Kept aside"),
    "clock": ("时钟偏差", "Clock is"),
    "forks": ("分叉", "Forks"),
    "tray": ("搁置与分叉", "Kept aside, and forks"),
    "entry": ("序号", "Entry"),
    "why": ("原因", "Why"),
    "since": ("时间", "Since"),
    "twice": ("! 两台同名", "! two of them"),
    "never": ("从未", "never"),
    "none": ("还没有卡口站接入。", "No station has enrolled yet."),
    "no_sites": ("名册里还没有站点。", "There is no site on the roster yet."),
    "fine": ("✓ 正常", "✓ well"),
    "silent": ("! 失联", "! silent"),
    "look": ("! 待查", "! look into it"),
    "revoked": ("– 已停用", "– out of service"),
    "right": ("准", "right"),
    "fast": ("快", "fast"),
    "slow": ("慢", "slow"),
    "ago": ("前", "ago"),
}


_REASONS: Final = {
    OTHER_HISTORY: "这个位置已有另一条记录",
    NOT_FOLLOWING: "与前一条记录接不上",
    TWO_COMPUTERS: "两台电脑以同一站名记录",
    BEGUN_ANEW: "本站从这里另起日志：由旧磁盘还原，或是复制品",
    UNSIGNED: "收到一批没有本站签名的记录",
}


class Remembered(Generic[T]):
    """What is computed once for all who look within ten seconds; each process has its own, none needs it."""

    def __init__(self, compute: Callable[[datetime], T]) -> None:
        self._compute, self._lock = compute, Lock()
        self._held: tuple[datetime, T] | None = None

    def at(self, now: datetime) -> T:
        """It, at most ten seconds old."""
        with self._lock:
            if self._held is None or not timedelta() <= now - self._held[0] < REMEMBERED:
                self._held = now, self._compute(now)
            return self._held[1]


@dataclass(frozen=True, slots=True)
class Line:
    """One station on the page. state: a name of _WORDS. ahead: the station's clock minus central's, if measured."""

    name: str
    gate: str
    state: str
    seen: datetime | None
    held: int
    missing: str
    refused: int
    ahead: timedelta | None
    forks: int


def router(store: Store, clock: Callable[[], datetime]) -> APIRouter:
    """The pages on that store."""
    made = APIRouter()

    # Anybody may look, so looking must stay cheap however much is held.
    def look(now: datetime) -> tuple[list[Line], list[dict[str, Any]], list[dict[str, Any]]]:
        return lines(store, now), _site_figures(store, now), list(islice(tray.listed(store), LISTED))

    seen = Remembered(look)
    environment = Environment(loader=FileSystemLoader(FOLDER / "templates"), autoescape=select_autoescape())
    environment.globals.update(length=length)

    @made.get("/", response_class=HTMLResponse, include_in_schema=False)
    def status(request: Request, lang: str = "") -> Response:
        english = lang == "en" or (not lang and prefers_english(request.headers.get("accept-language", "zh")))
        now = clock()
        stations, sites, aside = seen.at(now)
        page = environment.get_template("status.html").render(
            words={name: pair[english] for name, pair in _WORDS.items()},
            lang="en" if english else "zh-CN",
            now=now,
            tolerance=CLOCK_TOLERANCE,
            stations=stations,
            sites=sites,
            tray=[one | {"reason": why(one["reason"], english=english)} for one in aside],
        )
        return HTMLResponse(page)

    return made


def why(reason: str, *, english: bool) -> str:
    """A reason in the page's language; one that this page has no words for stays as it is."""
    return reason if english else _REASONS.get(reason, reason)


def prefers_english(accepted: str) -> bool:
    """Whether an Accept-Language header ranks some language above Chinese (RFC 9110, 12.5.4)."""

    def weight(part: str) -> float:
        found = re.search(r";\s*q=([01](?:\.\d{0,3})?)\s*$", part)
        return float(found[1]) if found else 1.0

    ranked = sorted(accepted.lower().split(","), key=weight, reverse=True)
    return not ranked[0].strip().startswith(("zh", "*"))


def length(span: timedelta, lang: str) -> str:
    """A span in its largest unit, rounded: `47 分`, `47 min`."""
    seconds = round(abs(span).total_seconds())
    for unit, chinese, english in ((86_400, "天", "d"), (3600, "小时", "h"), (60, "分", "min")):
        if seconds >= unit:
            return f"{round(seconds / unit)} {english if lang == 'en' else chinese}"
    return f"{seconds} {'s' if lang == 'en' else '秒'}"


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


def _state(station: StationRow, now: datetime, *, trouble: bool) -> str:
    if station.revoked_at is not None:
        return "revoked"
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
