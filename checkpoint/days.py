"""From journal entries to passages, the day ledger and the daily report; the one place that says what "a day" is.

A natural day runs from 00:00 to 24:00 in the site's time zone (domain 2.9). Everything here depends only on the set of
entries, never on the order in which they arrived. Writing the tables to files is left to `sheets`.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import UTC, date, datetime, time, timedelta
from typing import Any, Final
from zoneinfo import ZoneInfo

from checkpoint.gate import Action, Direction, Light, Outcome, Reason
from checkpoint.journal import Body, Entry

ATTEMPT: Final = "attempt"
"""Kind of the entry for one showing and its verdict."""
DECISION: Final = "decision"
"""Kind of the entry by which a person decides an attempt, which it names in `amends`."""
LESS_USED: Final = 10
"""A gate with fewer passages than this in a day is reported (domain 2.9)."""


CLOCK_TOLERANCE: Final = timedelta(seconds=2)
"""A device clock within this of central's is taken as right; beyond it times are corrected and marked (校时)."""


def corrected_time(at: datetime, offset: timedelta) -> tuple[datetime, bool]:
    """(time to sort by, whether it was corrected) of a device's time, given central's clock minus the device's."""
    return (at + offset, True) if abs(offset) > CLOCK_TOLERANCE else (at, False)


@dataclass(frozen=True, slots=True)
class Arrived:
    """An entry as a reader has it. scanned_at: its time corrected by the measured clock offset, else the device's.

    corrected: the offset was applied (校时). received_at: when central took it; None while it is only here.
    """

    entry: Entry
    scanned_at: datetime
    corrected: bool = False
    received_at: datetime | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Passage:
    """One showing at a gate and what became of it: an attempt entry with its decisions folded in.

    flag: why its place in the holder's sequence is odd (`no_prior_exit`, `no_prior_entry`), judged over all stations'
    entries; None when it is in order. presumed_exit: let in although no exit was seen; never counted as an exit.
    """

    id: str
    station: str
    epoch: str
    seq: int
    site: str
    gate: str
    lane: str
    direction: Direction
    at: datetime
    scanned_at: datetime
    corrected: bool
    received_at: datetime | None
    light: Light
    reason: Reason
    outcome: Outcome
    action: str
    category: str
    method: str
    subject: str | None
    number: str | None
    name: str
    building: str
    temperature: str
    operator: str
    shift: str
    suppressed: int
    presumed_exit: bool
    policy: int
    flag: str | None = None

    @property
    def order(self) -> tuple[datetime, str, str, int]:
        """Where it stands among all passages: corrected time first, then the journal's own order."""
        return self.scanned_at, self.station, self.epoch, self.seq

    @property
    def passed(self) -> bool:
        """It counts: somebody went through."""
        return self.outcome is Outcome.PASSED


def passage_of(arrived: Arrived) -> Passage | None:
    """The passage that an attempt entry begins.

    None when the entry is no attempt, its body is forgotten, or a newer program wrote what this one can't understand:
    such an entry stays in the journal and is understood after an update, and no reader stumbles over it until then.
    """
    entry = arrived.entry
    if entry.kind != ATTEMPT or entry.body is None:
        return None
    try:
        return _passage(arrived, entry, entry.body)
    except (KeyError, ValueError, TypeError):
        return None


def _passage(arrived: Arrived, entry: Entry, body: Body) -> Passage:
    """Raises KeyError, ValueError, TypeError where the body is not what this program writes."""
    return Passage(
        id=entry.id,
        station=entry.station,
        epoch=entry.epoch,
        seq=entry.seq,
        site=_text(body["site"]),
        gate=_text(body["gate"]),
        lane=_text(body.get("lane", "")),
        direction=Direction(body["direction"]),
        at=entry.at,
        scanned_at=arrived.scanned_at,
        corrected=arrived.corrected,
        received_at=arrived.received_at,
        light=Light(body["light"]),
        reason=Reason(body["reason"]),
        outcome=Outcome(body["outcome"]),
        action="",
        category=_text(body.get("category", "")),
        method=_text(body.get("method", "scan")),
        subject=_text_or_none(body.get("subject")),
        number=_text_or_none(body.get("pass")),
        name=_text(body.get("name", "")),
        building=_text(body.get("building", "")),
        temperature=_temperature(body.get("temperature")),
        operator=entry.operator,
        shift=entry.shift,
        suppressed=_count_of(body.get("suppressed", 0)),
        presumed_exit=False,
        policy=_count_of(body.get("policy", 0)),
    )


def _text(value: object) -> str:
    """Any station writes what it likes into a body, and what a table of texts can't hold must not stop the others."""
    if not isinstance(value, str):
        raise TypeError(f"{type(value).__name__} where text belongs")
    return value


def _text_or_none(value: object) -> str | None:
    return None if value is None else _text(value)


def _count_of(value: object) -> int:
    if not isinstance(value, int) or isinstance(value, bool):
        raise TypeError(f"{type(value).__name__} where a number belongs")
    return value


def _temperature(value: object) -> str:
    """Tenths of a degree, or the word that stands for an ordinary one."""
    if value is None:
        return ""
    return value if isinstance(value, str) else f"{_count_of(value) / 10:.1f}"


def decided(passage: Passage, decision: Entry) -> Passage:
    """The passage after a decision entry that amends it; unchanged by one that can't be understood."""
    if decision.kind != DECISION or decision.amends != passage.id or decision.body is None:
        return passage
    try:
        return replace(passage, **_changes(decision.body))
    except (KeyError, ValueError, TypeError):
        return passage


def _changes(body: Body) -> dict[str, Any]:
    """What a decision changes. Raises KeyError, ValueError, TypeError where this program did not write the body."""
    category = {"category": _text(body["category"])} if "category" in body else {}
    return {
        "outcome": Outcome(body["outcome"]),
        "action": _text(body.get("action", "")),
        "presumed_exit": body.get("action") == Action.PRESUME_EXIT,
        **category,
    }


def not_understood(arrivals: Iterable[Arrived]) -> list[Entry]:
    """The attempts and decisions whose bodies a newer program wrote: kept, in no figure, and to be shown as such."""
    return [one.entry for one in arrivals if one.entry.body is not None and not _is_understood(one, one.entry.body)]


def _is_understood(arrived: Arrived, body: Body) -> bool:
    if arrived.entry.kind != DECISION:
        return arrived.entry.kind != ATTEMPT or passage_of(arrived) is not None
    try:
        _changes(body)
    except (KeyError, ValueError, TypeError):
        return False
    return True


def fold(arrivals: Iterable[Arrived]) -> list[Passage]:
    """All passages of these entries, in order, decided and flagged. The order of `arrivals` does not matter."""
    attempts: dict[str, Passage] = {}
    decisions: list[Entry] = []
    for arrived in arrivals:
        passage = passage_of(arrived)
        if passage is not None:
            first = attempts.setdefault(passage.id, passage)
            # Two journals with one id (a copied disk): the same one stands whichever came first.
            if (passage.station, passage.epoch, passage.seq) < (first.station, first.epoch, first.seq):
                attempts[passage.id] = passage
        elif arrived.entry.kind == DECISION:
            decisions.append(arrived.entry)
    # Two decisions on one attempt come from one journal, so its own order says which was last.
    for decision in sorted(decisions, key=lambda entry: entry.key):
        if decision.amends in attempts:
            attempts[decision.amends] = decided(attempts[decision.amends], decision)
    return flagged(sorted(attempts.values(), key=lambda passage: passage.order))


def flagged(passages: Sequence[Passage]) -> list[Passage]:
    """The same passages, in the order given, each with the flag that the holder's sequence at its site earns it."""
    last: dict[tuple[str, str], Direction] = {}
    result = []
    for passage in passages:
        before = last.get((passage.site, passage.subject)) if passage.subject else None
        result.append(replace(passage, flag=flag_after(before, passage)))
        if passage.passed and passage.subject:
            last[passage.site, passage.subject] = passage.direction
    return result


def flag_after(before: Direction | None, passage: Passage) -> str | None:
    """The flag of a passage whose holder's passage before it at this site went that way (None: there was none)."""
    if not passage.passed or not passage.subject:
        return None
    if passage.direction is Direction.IN:
        return Reason.NO_PRIOR_EXIT.value if before is Direction.IN else None
    return None if before is Direction.IN else Reason.NO_PRIOR_ENTRY.value


def bounds(day: date, zone: ZoneInfo) -> tuple[datetime, datetime]:
    """[start, end) of a natural day, UTC."""
    start = datetime.combine(day, time.min, zone)
    return start.astimezone(UTC), datetime.combine(day + timedelta(days=1), time.min, zone).astimezone(UTC)


def day_of(at: datetime, zone: ZoneInfo) -> date:
    """The natural day that a moment belongs to."""
    return at.astimezone(zone).date()


def inside(passages: Iterable[Passage]) -> dict[tuple[str, str], Passage]:
    """(site, subject) -> entry, of everybody whose last passage of these, in order, was an entry."""
    present: dict[tuple[str, str], Passage] = {}
    for passage in passages:
        if not passage.passed or not passage.subject:
            continue
        if passage.direction is Direction.IN:
            present[passage.site, passage.subject] = passage
        else:
            present.pop((passage.site, passage.subject), None)
    return present


def report(passages: Sequence[Passage], day: date, zone: ZoneInfo) -> dict[str, Any]:
    """The daily report's figures for passages (domain 2.9).

    passages: in order, flagged, of the day and of as long before it as presence is to be known.
    """
    start, end = bounds(day, zone)
    until = [passage for passage in passages if passage.scanned_at < end]
    today = [passage for passage in until if passage.scanned_at >= start]
    through = [passage for passage in today if passage.passed]
    by_gate = Counter(passage.gate for passage in through)
    return {
        "day": day.isoformat(),
        "in": sum(passage.direction is Direction.IN for passage in through),
        "out": sum(passage.direction is Direction.OUT for passage in through),
        "persons": len({passage.subject or passage.id for passage in through}),
        "inside_at_end": len(inside(until)),
        "attempts": len(today),
        "passages": len(through),
        "pending": _count(today, Outcome.PENDING),
        "cancelled": _count(today, Outcome.CANCELLED),
        "turned_away": _count(today, Outcome.TURNED_AWAY),
        "turned_away_by_reason": _by(today, Outcome.TURNED_AWAY),
        "held": _count(today, Outcome.HELD),
        "suppressed_reads": sum(passage.suppressed for passage in today),
        "presumed_exits": sum(passage.presumed_exit for passage in through),
        "open_flags": sum(passage.flag is not None for passage in through),
        "by_category": dict(sorted(Counter(passage.category for passage in through).items())),
        "manual": sum(passage.method not in SCANNED for passage in through),
        "corrected_times": sum(passage.corrected for passage in today),
        **_peak(through, zone),
        "by_gate": dict(sorted(by_gate.items())),
        "gates_active": len(by_gate),
        "gates_below_10": sorted(gate for gate, count in by_gate.items() if count < LESS_USED),
    }


SCANNED: Final = frozenset({"scan", "wedge"})


def _count(passages: Iterable[Passage], outcome: Outcome) -> int:
    return sum(passage.outcome is outcome for passage in passages)


def _by(passages: Iterable[Passage], outcome: Outcome) -> dict[str, int]:
    counted = Counter(passage.reason.value for passage in passages if passage.outcome is outcome)
    return dict(sorted(counted.items()))


def _peak(passages: Iterable[Passage], zone: ZoneInfo) -> dict[str, Any]:
    # Counted in UTC: on the night that clocks go back, 02:30 comes twice and is two minutes.
    minutes = Counter(passage.scanned_at.replace(second=0, microsecond=0) for passage in passages)
    if not minutes:
        return {"peak_minute": None, "peak_minute_count": 0}
    minute = min(minutes, key=lambda at: (-minutes[at], at))
    return {"peak_minute": f"{minute.astimezone(zone):%H:%M}", "peak_minute_count": minutes[minute]}


def ledger(passages: Iterable[Passage], zone: ZoneInfo, gates: Mapping[str, str]) -> list[dict[str, str]]:
    """The supervisor's masked ledger (台账): one row of texts per passage under the keys of `LEDGER`.

    gates: gate id -> name to show. Values that are codes (direction, outcome…) stay codes; `sheets` names them.
    """
    return [_row(number, passage, zone, gates) for number, passage in enumerate(passages, 1)]


def _row(number: int, passage: Passage, zone: ZoneInfo, gates: Mapping[str, str]) -> dict[str, str]:
    local = passage.scanned_at.astimezone(zone)
    remark = ["presumed_exit"] if passage.presumed_exit else []
    return {
        "number": str(number),
        "date": f"{local:%Y-%m-%d}",
        "time": f"{local:%H:%M:%S}",
        "gate": gates.get(passage.gate, passage.gate),
        "lane": passage.lane,
        "direction": passage.direction.value,
        "category": passage.category,
        "name": passage.name,
        "building": passage.building,
        "temperature": passage.temperature,
        "method": passage.method,
        "outcome": passage.outcome.value,
        "reason": "" if passage.reason is Reason.OK else passage.reason.value,
        "remark": " ".join([*remark, passage.flag or ""]).strip(),
        "operator": passage.operator,
        "shift": passage.shift,
        "time_source": "corrected" if passage.corrected else "device",
        "synced": "yes" if passage.received_at is not None else "no",
    }


LEDGER: Final = (
    "number",
    "date",
    "time",
    "gate",
    "lane",
    "direction",
    "category",
    "name",
    "building",
    "temperature",
    "method",
    "outcome",
    "reason",
    "remark",
    "operator",
    "shift",
    "time_source",
    "synced",
)
"""The ledger's columns for passages (domain 2.9), in order, as keys."""
