"""The handover sheet (交接班) of a shift: its figures, who is still inside, what is open; frozen when both have signed.

Counting is done over passages of the shift; printing takes `as_html`, whose words are in three languages.
"""

from __future__ import annotations

import html
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any, Final
from zoneinfo import ZoneInfo

from checkpoint import days
from checkpoint.dutylog import Logged
from checkpoint.gate import Direction, Outcome
from checkpoint.handover_words import WORDS, say
from checkpoint.journal import stamp
from checkpoint.passages import PRESUMED, Passage
from checkpoint.wording import word

FIGURES: Final = (
    *("in", "out", "turned_away", "held", "pending", "emergency", "manual", "inside", "visits_open", "visits_late"),
    *("overlong", "tags_out", "unsynced"),
)


@dataclass(frozen=True, slots=True, kw_only=True)
class Open:
    """Somebody still inside whose visit has an end. name, building: masked. is_late: the end has come (超时)."""

    name: str
    building: str
    since: datetime
    valid_to: datetime | None
    tag: str
    is_late: bool


@dataclass(frozen=True, slots=True)
class Kept:
    """So many of an item in stock when it is handed over. short: how many more went out than the books had."""

    name: str
    quantity: int
    unit: str
    short: int


@dataclass(frozen=True, slots=True, kw_only=True)
class Sheet:
    """What is handed over. people: masked names of who was on duty. notes: what the outgoing guide wrote.

    log: incidents and disinfections of the shift. stock: what there is of each item.
    """

    site: str
    gate: str
    shift: str
    began_at: datetime
    until: datetime
    people: tuple[str, ...]
    figures: dict[str, int]
    open_visits: tuple[Open, ...]
    notes: str = ""
    outgoing: str = ""
    incoming: str = ""
    log: tuple[Logged, ...] = ()
    stock: tuple[Kept, ...] = ()


def figures(passages: Sequence[Passage], inside: int, open_visits: Sequence[Open], unsynced: int) -> dict[str, int]:
    """The sheet's figures. passages: of this shift at this gate. inside: people inside the site now."""
    through = [passage for passage in passages if passage.counts]
    showings = [passage for passage in passages if passage.method != PRESUMED]
    return {
        "in": days.heads(through, Direction.IN),
        "out": days.heads(through, Direction.OUT),
        "turned_away": _count(showings, Outcome.TURNED_AWAY),
        "held": _count(showings, Outcome.HELD),
        "pending": _count(showings, Outcome.PENDING),
        "emergency": sum(passage.category == days.EMERGENCY for passage in through),
        "manual": sum(passage.method not in days.SCANNED for passage in through),
        "inside": inside,
        "visits_open": len(open_visits),
        "visits_late": sum(one.is_late for one in open_visits),
        "tags_out": sum(bool(one.tag) for one in open_visits),
        "unsynced": unsynced,
    }


def open_of(entries: Iterable[Passage], now: datetime) -> tuple[Open, ...]:
    """The open visits that these entries began."""
    return tuple(
        Open(
            name=entry.name,
            building=entry.building,
            since=entry.scanned_at,
            valid_to=entry.valid_to,
            tag=entry.details.get("tag", ""),
            is_late=entry.valid_to is not None and entry.valid_to < now,
        )
        for entry in entries
    )


def _count(passages: Iterable[Passage], outcome: Outcome) -> int:
    return sum(passage.outcome is outcome for passage in passages)


def as_html(sheet: Sheet, language: str, zone: ZoneInfo) -> str:
    """The sheet as one self-contained A4 page."""
    said = {name: html.escape(say(name, language)) for name in WORDS}
    rows = "".join(
        f"<tr><td>{said[name]}</td><td align='right'><b>{sheet.figures.get(name, 0)}</b></td></tr>" for name in FIGURES
    )
    visits = "".join(f"<li>{_visit(one, language, zone)}</li>" for one in sheet.open_visits)
    began, until = (moment.astimezone(zone) for moment in (sheet.began_at, sheet.until))
    return (
        f"<html><body style='font-family: \"Noto Sans SC Medium\"; font-size: 12pt'>"
        f"<h1>{said['title']}</h1><p><b>{html.escape(sheet.site)} {html.escape(sheet.gate)}</b></p>"
        f"<p>{said['shift']}: {html.escape(sheet.shift)} ({began:%m-%d %H:%M} – {until:%m-%d %H:%M})<br/>"
        f"{said['people']}: {html.escape('、'.join(sheet.people))}</p>"
        f"<table width='60%' cellpadding='4'>{rows}</table>"
        f"<h3>{said['open']}</h3>{f'<ul>{visits}</ul>' if visits else said['none']}"
        f"{_part(said['log'], [_logged(one, language, zone) for one in sheet.log])}"
        f"{_part(said['stock'], [_kept(one, language) for one in sheet.stock])}"
        f"<h3>{said['notes']}</h3><p>{html.escape(sheet.notes) or said['none']}</p>"
        f"<table width='100%' cellpadding='12'><tr><td>{said['outgoing']}: <b>{html.escape(sheet.outgoing)}</b></td>"
        f"<td>{said['incoming']}: <b>{html.escape(sheet.incoming)}</b></td></tr></table></body></html>"
    )


def _part(title: str, lines: Sequence[str]) -> str:
    """A part of the sheet that is there only when it has lines."""
    return f"<h3>{title}</h3><ul>{''.join(f'<li>{line}</li>' for line in lines)}</ul>" if lines else ""


def _logged(one: Logged, language: str, zone: ZoneInfo) -> str:
    """`08:12 事件 摔倒受伤 南口 扶起…`."""
    said = [word("about", one.about.value, language)]
    for name, text in one.texts.items():
        is_tick = name == "called_120"
        said.append("120" if is_tick and text == "yes" else "" if is_tick else word(name, text, language))
    return " ".join([f"{one.scanned_at.astimezone(zone):%H:%M}", *(html.escape(text) for text in said if text)])


def _kept(one: Kept, language: str) -> str:
    short = f" · <b>{say('short', language)} {one.short}</b>" if one.short else ""
    return f"{html.escape(one.name)}: {one.quantity} {html.escape(one.unit)}{short}"


def _visit(one: Open, language: str, zone: ZoneInfo) -> str:
    """`欧阳** → 3号楼 08:12`, and what is wrong with it."""
    parts = [f"{html.escape(one.name or '—')} → {html.escape(one.building or '—')} {one.since.astimezone(zone):%H:%M}"]
    if one.tag:
        parts.append(f"{say('tag', language)} {html.escape(one.tag)}")
    if one.is_late:
        parts.append(f"<b>{say('late', language)}</b>")
    return " · ".join(parts)


def to_body(sheet: Sheet) -> dict[str, Any]:
    """What the entry of a handover keeps of its sheet."""
    return {
        "figures": sheet.figures,
        "people": list(sheet.people),
        "notes": sheet.notes,
        "open_visits": [
            {"name": one.name, "building": one.building, "tag": one.tag, "late": one.is_late}
            for one in sheet.open_visits
        ],
        "log": [{"about": one.about.value, "at": stamp(one.scanned_at), **one.texts} for one in sheet.log],
        "stock": [
            {"name": one.name, "quantity": one.quantity, "unit": one.unit, "short": one.short} for one in sheet.stock
        ],
    }


def turned_away_by_reason(passages: Iterable[Passage], language: str) -> dict[str, int]:
    """Word of the reason -> how many were turned away for it."""
    counted: dict[str, int] = {}
    for passage in passages:
        if passage.outcome is Outcome.TURNED_AWAY:
            name = word("reason", passage.reason.value, language)
            counted[name] = counted.get(name, 0) + 1
    return counted
