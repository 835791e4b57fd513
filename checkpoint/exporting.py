"""What an entry says of a file that left the station (domain 5.2: a list of all exports is kept), and that list.

It names what went, not where: a path may hold a name. Writing files is left to `sheets` and the stations.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from datetime import datetime
from typing import Any, Final
from zoneinfo import ZoneInfo

from checkpoint.journal import Entry

EXPORT: Final = "export"
"""Kind of the entry for one file that left."""
WINDOW, COMMAND = "window", "command"
"""By which door: with a lead's signature, or by whoever keeps this computer."""
LONGEST: Final = 60

_TEXTS: Final = ("what", "day", "format", "via", "lead", "role", "signed_by", "account")


def body_of(
    what: str, day: str, ending: str, rows: int, *, site: str, gate: str, via: str, who: Mapping[str, str]
) -> dict[str, Any]:
    """What an export's entry says. day: ISO, or empty for a whole journal. who: lead, role, signed_by; or account."""
    told = {"what": what, "day": day, "format": ending.lstrip("."), "via": via, **who}
    cut = {name: text[:LONGEST] for name, text in told.items() if text}
    return {"site": site, "gate": gate, "rows": rows} | cut


def listed(entries: Iterable[Entry], site: str, end: datetime, zone: ZoneInfo) -> list[dict[str, Any]]:
    """The exports of a site before a moment, in order, as the report lists them; what a newer program wrote is left."""
    found = [entry for entry in entries if entry.at < end and (entry.body or {}).get("site") == site]
    return [_line(entry, zone) for entry in sorted(found, key=lambda one: (one.at, one.station, one.seq))]


def _line(entry: Entry, zone: ZoneInfo) -> dict[str, Any]:
    body = entry.body or {}
    rows = body.get("rows")
    return {
        "at": f"{entry.at.astimezone(zone):%Y-%m-%d %H:%M:%S}",
        "station": entry.station,
        "operator": entry.operator,
        "rows": rows if isinstance(rows, int) and not isinstance(rows, bool) else 0,
        **{name: text for name in _TEXTS if isinstance(text := body.get(name), str)},
    }
