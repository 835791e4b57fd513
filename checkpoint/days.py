"""The day ledger and the daily report of passages; the one place that says what "a day" is.

A natural day runs from 00:00 to 24:00 in the site's time zone (domain 2.9). What a passage is, is `passages`' to say;
writing the tables to files is left to `sheets`.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from datetime import UTC, date, datetime, time, timedelta
from typing import Any, Final
from zoneinfo import ZoneInfo

from checkpoint import dutylog, policy
from checkpoint.duty import board
from checkpoint.duty.record import Record
from checkpoint.dutylog import Logged
from checkpoint.gate import Direction, Outcome, Reason
from checkpoint.passages import (
    ATTEMPT,
    CLOCK_TOLERANCE,
    DECISION,
    PRESUMED,
    Arrived,
    Passage,
    corrected_time,
    decided,
    flag_after,
    flagged,
    fold,
    folded,
    inside,
    not_understood,
    passage_of,
)
from checkpoint.policy import FieldUse, Policy
from checkpoint.sampling import ledger as ledger_of_tubes
from checkpoint.sampling.books import Tube
from checkpoint.supplies import ledger as ledger_of_stock
from checkpoint.supplies.books import DayLine

__all__ = [
    "ATTEMPT",
    "CLOCK_TOLERANCE",
    "DECISION",
    "DROPPED_OFF_WITHIN",
    "LEDGER",
    "LESS_USED",
    "SCANNED",
    "Arrived",
    "Passage",
    "bounds",
    "columns",
    "corrected_time",
    "day_of",
    "decided",
    "drop_offs",
    "flag_after",
    "flagged",
    "fold",
    "folded",
    "inside",
    "ledger",
    "not_understood",
    "passage_of",
    "report",
]

DROPPED_OFF_WITHIN: Final = timedelta(minutes=10)
"""A vehicle that leaves so soon after it came has only brought or fetched somebody (domain 2.4)."""
LONG_AFTER: Final = timedelta(days=3)
"""After the end of a day: all its shifts are over and closed."""
LESS_USED: Final = 10
"""A gate with fewer passages than this in a day is reported (domain 2.9)."""


def bounds(day: date, zone: ZoneInfo) -> tuple[datetime, datetime]:
    """[start, end) of a natural day, UTC."""
    start = datetime.combine(day, time.min, zone)
    return start.astimezone(UTC), datetime.combine(day + timedelta(days=1), time.min, zone).astimezone(UTC)


def day_of(at: datetime, zone: ZoneInfo) -> date:
    """The natural day that a moment belongs to."""
    return at.astimezone(zone).date()


def report(
    passages: Sequence[Passage],
    day: date,
    zone: ZoneInfo,
    attendance: Iterable[Record] = (),
    *,
    stock: Iterable[DayLine] = (),
    log: Iterable[Logged] = (),
    tubes: Iterable[Tube] = (),
) -> dict[str, Any]:
    """The daily report's figures for passages, volunteers, supplies and the duty log (domain 2.9).

    passages: in order, flagged, of the day and of as long before it as presence is to be known. attendance: records
    that are booked to the day; their figures stand under `volunteers` as `duty.board` names them. stock: the day's
    lines of the books, which stand under `supplies` by item. log: the site's duty log. tubes: those that were opened
    that day, whose figures stand under `sampling` as `sampling.ledger` names them.
    """
    attended = list(attendance)
    start, end = bounds(day, zone)
    until = [passage for passage in passages if passage.scanned_at < end]
    today = [passage for passage in until if passage.scanned_at >= start]
    through = [passage for passage in today if passage.counts]
    by_gate = _heads_by(through, "gate")
    return {
        "day": day.isoformat(),
        "in": heads(through, Direction.IN),
        "out": heads(through, Direction.OUT),
        "persons": len({passage.subject or passage.id for passage in through}),
        "inside_at_end": sum(passage.heads for passage in inside(until).values()),
        "attempts": sum(passage.method != PRESUMED for passage in today),
        "passages": len(through),
        "pending": _count(today, Outcome.PENDING),
        "cancelled": _count(today, Outcome.CANCELLED),
        "turned_away": _count(today, Outcome.TURNED_AWAY),
        "turned_away_by_reason": _by(today, Outcome.TURNED_AWAY),
        "held": _count(today, Outcome.HELD),
        "suppressed_reads": sum(passage.suppressed for passage in today),
        "presumed_exits": sum(passage.presumed_exit or passage.method == PRESUMED for passage in today),
        "open_flags": sum(passage.flag is not None for passage in through),
        "by_category": _heads_by(through, "category"),
        **_visits(through),
        "manual": sum(passage.method not in SCANNED for passage in through),
        "in_peak": sum(passage.mode == PEAK for passage in through),
        "corrected_times": sum(passage.corrected for passage in today),
        **_peak(through, zone),
        "by_gate": by_gate,
        "volunteers": board.figures(attended) | {"by_team": board.by_team(attended)},
        "supplies": ledger_of_stock.figures(stock),
        "sampling": ledger_of_tubes.figures(tubes),
        **dutylog.figures(dutylog.within(log, start, end)),
        "gates_active": len(by_gate),
        "gates_below_10": sorted(gate for gate, count in by_gate.items() if count < LESS_USED),
    }


def heads(passages: Iterable[Passage], way: Direction) -> int:
    """How many people these passages took that way (进人次, 出人次)."""
    return sum(passage.heads for passage in passages if passage.direction is way)


def _heads_by(passages: Iterable[Passage], name: str) -> dict[str, int]:
    counted: Counter[str] = Counter()
    for passage in passages:
        counted[getattr(passage, name)] += passage.heads
    return dict(sorted(counted.items()))


def _visits(through: Sequence[Passage]) -> dict[str, Any]:
    """Visitors as parties and as people, couriers by company, vehicles each way, emergency vehicles (domain 2.9)."""
    came = [passage for passage in through if passage.direction is Direction.IN]
    visits = [passage for passage in came if passage.category == "visitor"]
    vehicles = [passage for passage in through if passage.category == "vehicle"]
    employers = Counter(one.details.get("employer", "") for one in came if one.category == "courier")
    return {
        "visits": len(visits),
        "visitors": sum(passage.heads for passage in visits),
        "couriers_by_employer": dict(sorted(employers.items())),
        "vehicles_in": sum(one.direction is Direction.IN for one in vehicles),
        "vehicles_out": sum(one.direction is Direction.OUT for one in vehicles),
        "emergency": sum(passage.category == EMERGENCY for passage in through),
        "drop_offs": len(drop_offs(through)),
    }


def drop_offs(passages: Iterable[Passage]) -> list[Passage]:
    """The exits of vehicles that left within DROPPED_OFF_WITHIN of coming in: taxis, ride-hailing (即停即离)."""
    came: dict[tuple[str, str], Passage] = {}
    found = []
    for passage in passages:
        if not passage.counts or passage.category != "vehicle" or not passage.subject:
            continue
        key = (passage.site, passage.subject)
        before = came.pop(key, None)
        if passage.direction is Direction.IN:
            came[key] = passage
        elif before is not None and passage.scanned_at - before.scanned_at < DROPPED_OFF_WITHIN:
            found.append(passage)
    return found


SCANNED: Final = frozenset({"scan", "wedge"})
PEAK: Final = "peak"
"""Mode of a passage that went through in a queue peak."""
EMERGENCY: Final = "emergency"
"""Category of ambulances, fire engines and police: the plate only (domain 2.1)."""


def _count(passages: Iterable[Passage], outcome: Outcome) -> int:
    return sum(passage.outcome is outcome for passage in passages)


def _by(passages: Iterable[Passage], outcome: Outcome) -> dict[str, int]:
    counted = Counter(passage.reason.value for passage in passages if passage.outcome is outcome)
    return dict(sorted(counted.items()))


def _peak(passages: Iterable[Passage], zone: ZoneInfo) -> dict[str, Any]:
    # Counted in UTC: on the night that clocks go back, 02:30 comes twice and is two minutes.
    minutes = per_minute(passages)
    if not minutes:
        return {"peak_minute": None, "peak_minute_count": 0}
    minute = min(minutes, key=lambda at: (-minutes[at], at))
    return {"peak_minute": f"{minute.astimezone(zone):%H:%M}", "peak_minute_count": minutes[minute]}


def per_minute(passages: Iterable[Passage]) -> Counter[datetime]:
    """Whole minute, UTC -> how many people went through in it."""
    minutes: Counter[datetime] = Counter()
    for passage in passages:
        if passage.counts:
            minutes[passage.scanned_at.replace(second=0, microsecond=0)] += passage.heads
    return minutes


def columns(profile: Policy) -> tuple[str, ...]:
    """The ledger's columns at a site: those of fields that its profile hides are not there at all."""
    return tuple(name for name in LEDGER if name not in policy.FIELDS or profile.uses(name) is not FieldUse.HIDDEN)


def ledger(passages: Iterable[Passage], zone: ZoneInfo, gates: Mapping[str, str]) -> list[dict[str, str]]:
    """The supervisor's masked ledger (台账): one row of texts per passage under the keys of `LEDGER`.

    gates: gate id -> name to show. Values that are codes (direction, outcome…) stay codes; `sheets` names them.
    """
    return [_row(number, passage, zone, gates) for number, passage in enumerate(passages, 1)]


def _row(number: int, passage: Passage, zone: ZoneInfo, gates: Mapping[str, str]) -> dict[str, str]:
    local = passage.scanned_at.astimezone(zone)
    remark = ["presumed_exit"] if passage.presumed_exit or passage.method == PRESUMED else []
    return {name: passage.details.get(name, "") for name in _DETAILS} | {
        "number": str(number),
        "date": f"{local:%Y-%m-%d}",
        "time": f"{local:%H:%M:%S}",
        "gate": gates.get(passage.gate, passage.gate),
        "lane": passage.lane,
        "direction": passage.direction.value,
        "category": passage.category,
        "name": passage.name,
        "building": passage.building,
        "heads": str(passage.heads),
        "temperature": passage.temperature,
        "method": passage.method,
        "outcome": passage.outcome.value,
        "reason": "" if passage.reason is Reason.OK else passage.reason.value,
        "remark": " ".join([*remark, passage.flag or "", passage.mode]).strip(),
        "operator": passage.operator,
        "shift": passage.shift,
        "time_source": "corrected" if passage.corrected else "device",
        "synced": "yes" if passage.received_at is not None else "no",
    }


_DETAILS: Final = ("phone", "purpose", "host", "plate", "employer", "visual_check", "tag", "duty_check", "contactless")
LEDGER: Final = (
    *("number", "date", "time", "gate", "lane", "direction", "category", "name", "phone", "building"),
    *("purpose", "host", "heads", "plate", "employer", "tag", "contactless", "duty_check", "temperature"),
    *("visual_check", "method", "outcome"),
    *("reason", "remark", "operator", "shift", "time_source", "synced"),
)
"""The ledger's columns for passages (domain 2.9), in order, as keys; `columns` leaves out what a profile hides."""
