"""Turns what the desk and the logbook know into what the pages show; it computes nothing and paints nothing."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date, datetime, timedelta
from typing import Any, Final
from zoneinfo import ZoneInfo

from checkpoint import days, masking, registering
from checkpoint.days import Passage
from checkpoint.gate import Action, Direction, Outcome, Reason, Verdict, VisualCheck, actions_for
from checkpoint.passages import PRESUMED
from checkpoint.policy import FieldUse, Policy
from checkpoint.roster import Person
from station.desk import Shown
from station.reception import Visit
from station.ui.view import Ask, Card, Day, Field, Form, Found, Row, VisitRow

MOST_ROWS = 500
"""The day page shows the newest of a busy day's rows; the export has them all."""

_OPEN = {Outcome.PENDING, Outcome.HELD}

OF_SHIFT: Final = "shift:"
"""Before the name of a figure: of the shift that runs, not of the day."""

_FIGURES = (
    "in",
    "out",
    "persons",
    "inside_at_end",
    "turned_away",
    "held",
    "pending",
    "cancelled",
    "manual",
    "emergency",
    "presumed_exits",
    "drop_offs",
    "open_flags",
    "peak_minute_count",
    "unsynced",
)


def card(shown: Shown, undo_s: float = 0.0, *, counts_heads: bool = False) -> Card:
    """The verdict panel's card. undo_s: how long it can be taken back, seconds from its entry; 0: not at all.

    counts_heads: the site counts the people in a car.
    """
    passage, verdict = shown.recorded.passage, shown.verdict
    can_undo = undo_s > 0 and passage.outcome is not Outcome.PENDING and passage.action != Action.UNDO
    return Card(
        attempt=passage.id,
        light=verdict.light,
        reason=verdict.reason,
        outcome=passage.outcome,
        direction=passage.direction,
        at=passage.at,
        actions=verdict.actions,
        name=passage.name,
        building=passage.building,
        category=passage.category,
        since=verdict.since,
        revocation=shown.revocation,
        ask=_ask(passage, verdict),
        ticket=shown.ticket,
        # Whoever came on a pass knows until when; somebody who was given one is told.
        valid_to=passage.valid_to if passage.passed and passage.method not in days.SCANNED else None,
        undo_until=shown.recorded.entry.at + timedelta(seconds=undo_s) if can_undo else None,
        plate=passage.details.get("plate", ""),
        heads=passage.heads,
        may_bring=counts_heads and passage.passed and passage.category == "resident",
    )


def _ask(passage: Passage, verdict: Verdict) -> Ask:
    if verdict.reason is Reason.TEMPERATURE_MISSING and passage.outcome is Outcome.PENDING:
        return Ask.TEMPERATURE
    if _is_manned(passage):
        return Ask.HEADS
    is_bare = passage.category == days.EMERGENCY and not passage.details.get("plate")
    return Ask.PLATE if is_bare and passage.passed else Ask.NOTHING


def _is_manned(passage: Passage) -> bool:
    """A vehicle has come in on its pass, and nobody has said how many sit in it."""
    is_vehicle = passage.category == "vehicle" and passage.method in days.SCANNED and passage.direction is Direction.IN
    return is_vehicle and passage.passed and passage.action != Action.NOTE_HEADS


def row(passage: Passage, gate: str) -> Row:
    """One line of a list. gate: the name to show."""
    return Row(
        attempt=passage.id,
        at=passage.scanned_at,
        gate=gate,
        direction=passage.direction,
        light=passage.light,
        outcome=passage.outcome,
        reason=passage.reason,
        name=passage.name,
        building=passage.building,
        category=passage.category,
        operator=passage.operator,
        flag=passage.flag,
        synced=passage.received_at is not None,
        actions=actions_for(passage.light, passage.reason) if passage.outcome in _OPEN else (),
    )


def day(
    chosen: date,
    report: dict[str, Any],
    passages: list[Passage],
    gates: dict[str, str],
    part: str,
    zone: ZoneInfo,
    made_of: list[Passage] | None = None,
    *,
    is_guarded: bool = False,
) -> Day:
    """The day page's content. part: name of the figure whose passages are wanted, or empty for all.

    made_of: the passages that make that figure where they are not all of that day. is_guarded: exports are signed for.
    """
    if part == "drop_offs":
        made_of = days.drop_offs(passages)
    chosen_ones = making(part, passages) if made_of is None else made_of
    if part == "peak_minute_count" and report["peak_minute"] is not None:
        chosen_ones = _during(passages, report["peak_minute"], 1, zone)
    elif part.startswith("quarter:"):
        chosen_ones = _during(passages, part.removeprefix("quarter:"), 15, zone)
    newest = chosen_ones[: -MOST_ROWS - 1 : -1]
    return Day(
        day=chosen,
        figures={name: int(report[name]) for name in _FIGURES},
        rows=tuple(row(passage, gates.get(passage.gate, passage.gate)) for passage in newest),
        total=len(chosen_ones),
        part=part,
        categories={name: people for name, people in report["by_category"].items() if people},
        companies=dict(report["couriers_by_employer"]),
        minutes=quarters(passages, zone),
        is_guarded=is_guarded,
    )


def making(part: str, passages: list[Passage]) -> list[Passage]:
    """Those of the passages that make the figure of that name; all for an empty one."""
    return [passage for passage in passages if makes(part, passage)]


def _during(passages: list[Passage], begins: str, minutes: int, zone: ZoneInfo) -> list[Passage]:
    """Who went through within so many minutes that begin at that local time."""
    return [one for one in passages if _is_people(one) and _begins(one.scanned_at.astimezone(zone), minutes) == begins]


def _begins(local: datetime, minutes: int) -> str:
    return f"{local.replace(minute=local.minute // minutes * minutes):%H:%M}"


def quarters(passages: list[Passage], zone: ZoneInfo) -> tuple[tuple[datetime, int], ...]:
    """People in each quarter of an hour in which anybody passed; beginnings as local times, in order."""
    counted: dict[datetime, int] = {}
    for minute, people in days.per_minute(passages).items():
        local = minute.astimezone(zone)
        begins = local.replace(minute=local.minute // 15 * 15)
        counted[begins] = counted.get(begins, 0) + people
    return tuple(sorted(counted.items()))


def makes(part: str, passage: Passage) -> bool:
    """Whether a passage is one of those that make that figure; `category:` and `company:` name passages too."""
    name, _, code = part.partition(":")
    if name == "category":
        return passage.counts and passage.category == code
    if name == "company":
        is_courier = passage.category == "courier" and passage.direction is Direction.IN
        return passage.counts and is_courier and passage.details.get("employer", "") == code
    is_part = _MAKES.get(part)
    return is_part is None or is_part(passage)


def _is_people(passage: Passage) -> bool:
    """It counts people: nobody asks how many sit in an emergency vehicle."""
    return passage.counts and passage.heads > 0


_MAKES: Final[dict[str, Callable[[Passage], bool]]] = {
    "in": lambda one: _is_people(one) and one.direction is Direction.IN,
    "persons": lambda one: one.counts,
    "out": lambda one: _is_people(one) and one.direction is Direction.OUT,
    "turned_away": lambda one: one.outcome is Outcome.TURNED_AWAY,
    "held": lambda one: one.outcome is Outcome.HELD,
    "pending": lambda one: one.outcome is Outcome.PENDING,
    "cancelled": lambda one: one.outcome is Outcome.CANCELLED,
    "open_flags": lambda one: one.counts and one.flag is not None,
    "unsynced": lambda one: one.received_at is None,
    "manual": lambda one: one.counts and one.method not in days.SCANNED,
    "emergency": lambda one: one.counts and one.category == days.EMERGENCY,
    "presumed_exits": lambda one: one.presumed_exit or one.method == PRESUMED,
}
"""Which passages make a figure of the report, in the report's own words."""


def found(person: Person) -> Found:
    """Somebody of the roster, as a guide may see them."""
    return Found(
        subject=person.id,
        name=masking.name(person.name),
        building=masking.address(person.building),
        phone=masking.phone(person.phone),
        category="child" if person.guardian else person.category,
    )


def form(category: str, policy: Policy, attempt: str, name: str) -> Form:
    """The form of a category at this site."""
    fields = registering.fields_for(category, policy)
    return Form(
        category=category,
        categories=registering.CATEGORIES,
        fields=tuple(_field(category, name_, use is FieldUse.REQUIRED, policy) for name_, use in fields),
        attempt=attempt,
        name=name,
    )


def _field(category: str, name: str, required: bool, policy: Policy) -> Field:
    match name:
        case "purpose":
            is_vehicle = category == "vehicle"
            return Field(name, required, "choice", registering.VEHICLE_PURPOSES if is_vehicle else policy.purposes)
        case "visual_check":
            return Field(name, required, "choice", tuple(VisualCheck))
        case "host_confirmed" | "duty_check" | "contactless":
            return Field(name, required, "choice", ("yes", "no"))
        case "heads":
            return Field(name, required, "number")
        case "temperature":
            return Field(name, required, "temperature")
    return Field(name, required)


def visit(visit_: Visit) -> VisitRow:
    """Somebody inside whose visit has an end."""
    entry = visit_.entry
    return VisitRow(
        subject=entry.subject or "",
        name=entry.name,
        building=entry.building,
        category=entry.category,
        since=entry.scanned_at,
        valid_to=entry.valid_to,
        tag=entry.details.get("tag", ""),
        plate=entry.details.get("plate", ""),
        heads=entry.heads,
        is_late=visit_.is_late,
        employer=entry.details.get("employer", "") if entry.category == "courier" else "",
    )
