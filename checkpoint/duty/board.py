"""What is read from attendance: the board's figures, the ledger's rows, the bars of a day's timeline; pure.

People and person-times (人次) are never mixed: a person-time is one volunteer at one shift (domain 1, row 29).
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any, Final
from zoneinfo import ZoneInfo

from checkpoint.duty import minutes
from checkpoint.duty.minutes import Source
from checkpoint.duty.record import Record, Status

ATTENDANCE: Final = (
    *("date", "duty_shift", "site", "post", "volunteer", "name", "from", "expected", "checked_in", "checked_out"),
    *("status", "minutes", "minutes_source", "replaces", "confirmed_by", "duty_remark"),
)
"""The attendance ledger's columns (domain 2.9), in order, as keys."""


@dataclass(frozen=True, slots=True)
class Bar:
    """A stretch of somebody's day. kind: planned, served, open, unsigned, back_entry."""

    begins: datetime
    ends: datetime
    kind: str


def figures(records: Iterable[Record]) -> dict[str, Any]:
    """The board's and the daily report's figures. rate: tenths of a per cent of the rostered whose place was taken."""
    held = list(records)
    present = [one for one in held if one.is_present]
    rostered = sum(one.is_rostered for one in held)
    filled = sum(not one.is_walk_in for one in present)
    status = {status: [one for one in held if one.status is status] for status in Status}
    return {
        "expected": rostered,
        "present": len(present),
        "replacements": sum(one.replaces is not None for one in present),
        "walk_ins": sum(one.is_walk_in for one in present),
        "rate": (2000 * filled + rostered) // (2 * rostered) if rostered else 0,
        "on_duty": len(status[Status.ON_DUTY]),
        "late": sum(one.is_late for one in present),
        "early": sum(one.is_early for one in present),
        "waived": sum(len(one.waived) for one in present),
        "missing": len(status[Status.MISSING]),
        "absent": len(status[Status.ABSENT]),
        "excused": len(status[Status.EXCUSED]),
        "refused": len({one.who.number for one in status[Status.REFUSED]}),
        "unsigned": len(status[Status.UNSIGNED]),
        "grouped": sum(bool(one.leader) for one in present),
        "flagged": sum(bool(one.flags) for one in held),
        **service(present),
    }


def service(records: Iterable[Record]) -> dict[str, Any]:
    """Persons, person-times and minutes of these records; what is credited with nothing once it is over counts not."""
    valid = [one for one in records if one.credited or one.status is Status.ON_DUTY]
    by_source = {source.value: sum(one.minutes.get(source, 0) for one in valid) for source in Source}
    total = sum(by_source.values())
    return {
        "persons": len({one.who.number for one in valid}),
        "person_times": len(valid),
        "minutes": total,
        "minutes_by_source": by_source,
        "hours": minutes.hours(total),
        "hours_by_source": {source: minutes.hours(one) for source, one in by_source.items()},
    }


def by_team(records: Iterable[Record]) -> dict[str, dict[str, Any]]:
    """team -> its `service` (团队时数); who belongs to none stands under an empty name."""
    teams: dict[str, list[Record]] = {}
    for record in records:
        teams.setdefault(record.who.team, []).append(record)
    return {team: service(own) for team, own in sorted(teams.items())}


def marks(record: Record) -> list[str]:
    """What is to be said beside the status, as codes: late, early, replacement, walk_in, overtime, closed."""
    said = {
        "late": record.is_late,
        "late_waived": "late" in record.waived,
        "early": record.is_early,
        "early_waived": "early" in record.waived,
        "replacement": record.replaces is not None,
        "replaced": record.replaced_by is not None,
        "walk_in": record.is_walk_in,
        "overtime": record.is_overtime,
        "closed": record.is_closed,
        "group": bool(record.leader),
    }
    return [mark for mark, holds in said.items() if holds]


def bars(record: Record, now: datetime) -> list[Bar]:
    """Somebody's shift to look at: the plan behind, what was served before it."""
    result = [Bar(record.plan.begins, record.plan.ends, "planned")]
    for stint in record.stints:
        if stint.ended is not None:
            kind = "back_entry" if stint.source is Source.BACK_ENTRY else "served"
            result.append(Bar(stint.began, stint.ended, kind))
        else:
            # One that nobody ended is drawn no further than the plan: what came after it is not known.
            is_over = record.status is Status.UNSIGNED
            ends = max(stint.began, record.window.ends) if is_over else max(stint.began, now)
            result.append(Bar(stint.began, ends, "unsigned" if is_over else "open"))
    return result


@dataclass(frozen=True, slots=True)
class Names:
    """What sites, posts and teams are called, by id; what is not here is shown by its id."""

    sites: Mapping[str, str] = field(default_factory=dict)
    posts: Mapping[str, str] = field(default_factory=dict)
    teams: Mapping[str, str] = field(default_factory=dict)


def ledger(records: Sequence[Record], zone: ZoneInfo, names: Names) -> list[dict[str, str]]:
    """The masked attendance ledger: one row of texts per record under the keys of ATTENDANCE; codes stay codes."""
    return [_row(record, zone, names) for record in records]


def _row(record: Record, zone: ZoneInfo, names: Names) -> dict[str, str]:
    begins, ends = (f"{at.astimezone(zone):%H:%M}" for at in (record.plan.begins, record.plan.ends))
    replaces, odd = record.replaces, sorted(flag.value for flag in record.flags)
    return {
        "date": f"{record.day(zone):%Y-%m-%d}",
        "duty_shift": f"{begins}~{ends}",
        "site": names.sites.get(record.plan.site, record.plan.site),
        "post": names.posts.get(record.plan.post, record.plan.post),
        "volunteer": record.who.number,
        "name": record.who.name,
        "from": names.teams.get(record.who.team, record.who.team) or record.who.source,
        "expected": "yes" if record.is_rostered else "no",
        "checked_in": _clock(record.came_at, record, zone),
        "checked_out": _clock(record.left_at, record, zone),
        "status": " ".join(dict.fromkeys((record.status.value, *marks(record), *record.refusals, *odd))),
        "minutes": str(record.credited),
        "minutes_source": " ".join(source.value for source, one in record.minutes.items() if one),
        "replaces": f"{replaces.name} ({replaces.number})" if replaces else "",
        "confirmed_by": " ".join(record.confirmed_by),
        "duty_remark": "; ".join(record.remarks),
    }


def _clock(at: datetime | None, record: Record, zone: ZoneInfo) -> str:
    """The time of day; of another day than the shift's, with it."""
    if at is None:
        return ""
    local = at.astimezone(zone)
    return f"{local:%H:%M}" if local.date() == record.day(zone) else f"{local:%m-%d %H:%M}"
