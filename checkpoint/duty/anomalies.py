"""What only a volunteer's several records tell: two places at once, long days, short rests, and the day's cap."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from datetime import date, datetime, timedelta
from zoneinfo import ZoneInfo

from checkpoint.duty import minutes
from checkpoint.duty.record import Flag, Record, Status
from checkpoint.policy import DutyRules


def flagged(records: Sequence[Record], rules: DutyRules, now: datetime, zone: ZoneInfo) -> list[Record]:
    """The same records with what only a volunteer's other records tell: flags, and the day's cap."""
    of: dict[str, list[int]] = {}
    for place, record in enumerate(records):
        of.setdefault(record.who.number, []).append(place)
    result = list(records)
    for places in of.values():
        own = _of_one([records[place] for place in places], rules, now, zone)
        for place, record in zip(places, own, strict=True):
            result[place] = record
    return result


def _of_one(own: Sequence[Record], rules: DutyRules, now: datetime, zone: ZoneInfo) -> list[Record]:
    spans = [_spans(record, now) for record in own]
    served: dict[date, timedelta] = {}
    left: dict[date, int] = {}
    result = []
    for place, record in enumerate(own):
        day, flags = record.day(zone), set(record.flags)
        for other, theirs in zip(own, spans, strict=True):
            if other is not record and _meet(spans[place], theirs):
                flags.add(Flag.TWO_SITES if other.plan.site != record.plan.site else Flag.DOUBLE_SHIFT)
        served[day] = served.get(day, timedelta()) + sum((end - start for start, end in spans[place]), timedelta())
        if rules.long_day_min and spans[place] and served[day] > timedelta(minutes=rules.long_day_min):
            flags.add(Flag.LONG_DAY)
        earlier = [
            end
            for before, theirs in zip(own[:place], spans, strict=False)
            if before.day(zone) < day
            for _, end in theirs
        ]
        if spans[place] and earlier and spans[place][0][0] - max(earlier) < timedelta(minutes=rules.rest_min):
            flags.add(Flag.SHORT_REST)
        credited = record.minutes
        if rules.day_cap_min:
            credited = minutes.capped(dict(record.minutes), left.setdefault(day, rules.day_cap_min))
            left[day] -= sum(credited.values())
            flags |= {Flag.CAPPED} if credited != record.minutes else set()
        result.append(replace(record, flags=frozenset(flags), minutes=credited))
    return result


def _spans(record: Record, now: datetime) -> list[tuple[datetime, datetime]]:
    """When they were on duty, as far as is known: an open stint lasts until now, a forgotten one to the end."""
    until = record.window.ends if record.status is Status.UNSIGNED else now
    return [(one.began, one.ended or max(one.began, until)) for one in record.stints]


def _meet(one: Sequence[tuple[datetime, datetime]], other: Sequence[tuple[datetime, datetime]]) -> bool:
    return any(start < theirs_end and theirs < end for start, end in one for theirs, theirs_end in other)
