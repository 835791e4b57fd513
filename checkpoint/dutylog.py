"""The duty log: incidents and disinfections that a shift writes down, folded from entries of kind `log`; pure.

Domain 1, rows 9 and 16. What is written by a slip is taken back by an entry that names it.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from enum import StrEnum
from typing import Any, Final
from zoneinfo import ZoneInfo

from checkpoint.journal import Body
from checkpoint.passages import Arrived

LOG: Final = "log"
"""Kind of the entries of the duty log."""
MOST_TEXT: Final = 500
UNDONE_WITHIN: Final = timedelta(days=1)
"""Only what was written today can be taken back, so by then it has been."""


class About(StrEnum):
    """What an entry of the duty log is about."""

    INCIDENT = "incident"
    DISINFECTION = "disinfection"
    UNDONE = "undone"


INCIDENTS: Final = ("medical", "fall", "dispute", "fire", "lost_person", "equipment", "other")
"""Types of incidents."""
FIELDS: Final = {
    About.INCIDENT: ("type", "place", "action", "called_120", "handed_to"),
    About.DISINFECTION: ("place", "agent", "concentration", "area", "person"),
}
"""What is written down of each; of an incident type and action are needed, of a disinfection place, agent, person."""
NEEDED: Final = {About.INCIDENT: ("type", "action"), About.DISINFECTION: ("place", "agent", "person")}
COLUMNS: Final = (
    *("number", "date", "time", "about", "type", "place", "action", "called_120", "handed_to"),
    *("agent", "concentration", "area", "person", "operator", "shift", "synced"),
)
"""The columns of the duty log as a file."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Logged:
    """One entry of the duty log. texts: under the names of FIELDS; called_120 is yes or no."""

    id: str
    station: str
    epoch: str
    seq: int
    site: str
    gate: str
    about: About
    at: datetime
    scanned_at: datetime
    received_at: datetime | None
    operator: str
    shift: str
    texts: Mapping[str, str] = field(default_factory=dict)

    @property
    def order(self) -> tuple[datetime, str, str, int]:
        """Where it stands: corrected time first, then the journal's own order."""
        return self.scanned_at, self.station, self.epoch, self.seq


def missing(about: About, texts: Mapping[str, str]) -> tuple[str, ...]:
    """The fields that are needed and empty, or hold what is no choice of theirs."""
    empty = [name for name in NEEDED[about] if not texts.get(name, "").strip()]
    if about is About.INCIDENT and texts.get("type", "") not in INCIDENTS and "type" not in empty:
        empty.append("type")
    return tuple(empty)


def body_of(about: About, site: str, gate: str, texts: Mapping[str, str]) -> dict[str, Any]:
    """What an entry says; fields that it does not have, and empty ones, are left out."""
    kept = {name: texts.get(name, "").strip()[:MOST_TEXT] for name in FIELDS[about]}
    return {"about": about.value, "site": site, "gate": gate} | {name: text for name, text in kept.items() if text}


def fold(arrivals: Iterable[Arrived], site: str) -> list[Logged]:
    """A site's duty log in order, less what was taken back; what a newer program wrote is passed over."""
    found: dict[str, Logged] = {}
    undone: set[str] = set()
    for arrived in arrivals:
        entry = arrived.entry
        if entry.kind != LOG or entry.body is None:
            continue
        if entry.body.get("about") == About.UNDONE:
            undone.add(entry.amends or "")
            continue
        one = _logged(arrived, entry.body, site)
        if one is not None:
            first = found.setdefault(one.id, one)
            if (one.station, one.epoch, one.seq) < (first.station, first.epoch, first.seq):
                found[one.id] = one
    return sorted((one for one in found.values() if one.id not in undone), key=lambda one: one.order)


def _logged(arrived: Arrived, body: Body, site: str) -> Logged | None:
    entry = arrived.entry
    try:
        about = About(body["about"])
        texts = {name: _text(body[name]) for name in FIELDS[about] if name in body}
        if body["site"] != site:
            return None
        gate = _text(body.get("gate", ""))
    except (KeyError, ValueError, TypeError):
        return None
    return Logged(
        id=entry.id,
        station=entry.station,
        epoch=entry.epoch,
        seq=entry.seq,
        site=site,
        gate=gate,
        about=about,
        at=entry.at,
        scanned_at=arrived.scanned_at,
        received_at=arrived.received_at,
        operator=entry.operator,
        shift=entry.shift,
        texts=texts,
    )


def _text(value: object) -> str:
    if not isinstance(value, str):
        raise TypeError(f"{type(value).__name__} where text belongs")
    if len(value) > MOST_TEXT:
        raise ValueError("too long")
    return value


def figures(log: Iterable[Logged]) -> dict[str, int]:
    """The daily report's figures (消杀次数, 事件数; domain 2.9). log: of the day."""
    held = list(log)
    incidents = [one for one in held if one.about is About.INCIDENT]
    return {
        "disinfections": sum(one.about is About.DISINFECTION for one in held),
        "incidents": len(incidents),
        "called_120": sum(one.texts.get("called_120") == "yes" for one in incidents),
    }


def within(log: Iterable[Logged], start: datetime, end: datetime) -> list[Logged]:
    """Those of [start, end)."""
    return [one for one in log if start <= one.scanned_at < end]


def rows(log: Sequence[Logged], zone: ZoneInfo) -> list[dict[str, str]]:
    """The duty log as rows of texts under the keys of COLUMNS."""
    return [_row(number, one, one.scanned_at.astimezone(zone)) for number, one in enumerate(log, 1)]


def _row(number: int, one: Logged, local: datetime) -> dict[str, str]:
    return dict.fromkeys(COLUMNS, "") | {
        "number": str(number),
        "date": f"{local:%Y-%m-%d}",
        "time": f"{local:%H:%M:%S}",
        "about": one.about.value,
        **one.texts,
        "operator": one.operator,
        "shift": one.shift,
        "synced": "yes" if one.received_at is not None else "no",
    }
