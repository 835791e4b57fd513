"""Attendance: from duty entries and the roster to one record per (shift, volunteer); figures of it are `board`'s.

Everything here depends only on the set of entries, never on the order in which they arrived or on which stations wrote
them. An entry's own plan holds for who came by it; the roster's for who is on it and has no entry yet.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import replace
from datetime import datetime, timedelta
from typing import Final
from zoneinfo import ZoneInfo

from checkpoint.duty import anomalies, minutes
from checkpoint.duty.deeds import Act, Deed, Means, Plan, Who, standing
from checkpoint.duty.minutes import Source, Stint, Window
from checkpoint.duty.record import Flag, Record, Status
from checkpoint.duty.rules import COUNTED, Code
from checkpoint.policy import DutyRules
from checkpoint.roster import Assignment, Shift, Volunteer


def rostered(
    shifts: Iterable[Shift], assignments: Iterable[Assignment], volunteers: Iterable[Volunteer]
) -> list[tuple[Plan, Who]]:
    """Who is on the roster of these shifts. A shift whose times are none is passed over; an unknown volunteer stays."""
    plans = {shift.id: plan for shift in shifts if (plan := plan_of(shift)) is not None}
    names = {volunteer.id: Who.of(volunteer) for volunteer in volunteers}
    pairs = [
        (plans[one.shift], names.get(one.volunteer, Who(one.volunteer))) for one in assignments if one.shift in plans
    ]
    return sorted(pairs, key=lambda pair: (pair[0].begins, pair[0].shift, pair[1].number))


def plan_of(shift: Shift) -> Plan | None:
    """The plan of a roster shift; None when its times are none."""
    try:
        return Plan.of(shift)
    except ValueError:
        return None


def fold(
    deeds: Iterable[Deed], roster: Iterable[tuple[Plan, Who]], rules: DutyRules, now: datetime, zone: ZoneInfo
) -> list[Record]:
    """All records that these deeds and this roster make, by begin of shift, shift and volunteer."""
    held = standing(deeds)
    void = {deed.about for deed in held if deed.act is Act.SUSPENDED and deed.about}
    about: dict[tuple[str, str], list[Deed]] = {}
    for deed in held:
        if deed.plan is None or deed.id in void:
            continue
        about.setdefault((deed.plan.shift, deed.who.number), []).append(deed)
        if deed.act is Act.REPLACEMENT and deed.other is not None:
            about.setdefault((deed.plan.shift, deed.other.number), []).append(deed)
    planned = {(plan.shift, who.number): (plan, who) for plan, who in roster}
    drawn = [_Drawing(key, about.get(key, []), planned.get(key)).record(rules, now) for key in {*about, *planned}]
    ordered = sorted(drawn, key=lambda one: (one.plan.begins, one.plan.shift, one.who.number))
    return anomalies.flagged(ordered, rules, now, zone)


MOST_OVERTIME: Final = timedelta(days=1)
"""Before and after the plan: no lead can approve more."""
LOOKED_BACK: Final = timedelta(days=1)
"""Before a span of days: what a short rest is told from, and a shift over midnight. No shift lasts longer."""


def of_span(
    deeds: Iterable[Deed],
    roster: Iterable[tuple[Plan, Who]],
    rules: DutyRules,
    now: datetime,
    zone: ZoneInfo,
    span: tuple[datetime, datetime],
) -> list[Record]:
    """The records of shifts that begin in [start, end). deeds, roster: from LOOKED_BACK before it, or earlier."""
    start, end = span
    about = [deed for deed in deeds if deed.plan is not None and start - LOOKED_BACK <= deed.plan.begins < end]
    return [record for record in fold(about, roster, rules, now, zone) if start <= record.plan.begins < end]


class _Drawing:
    """One record in the making: the deeds about one volunteer at one shift, walked in order."""

    def __init__(self, key: tuple[str, str], deeds: Sequence[Deed], planned: tuple[Plan, Who] | None) -> None:
        self.number, self.deeds, self.is_rostered = key[1], deeds, planned is not None
        served = [deed for deed in deeds if deed.act in _SERVES] or deeds
        plan = served[0].plan if served else None
        self.plan: Plan = plan or planned[0]  # type: ignore[index]
        self.who = self._who(planned)
        self.stints: list[Stint] = []
        self.open: Deed | None = None
        self.last_in: Deed | None = None
        self.flags: set[Flag] = set()

    def _who(self, planned: tuple[Plan, Who] | None) -> Who:
        own = [one for deed in self.deeds for one in (deed.who, deed.other) if one and one.number == self.number]
        return next((one for one in own if one.name), planned[1] if planned else Who(self.number))

    def of(self, *acts: Act) -> list[Deed]:
        """The deeds of these acts that are about this volunteer as the one who serves."""
        return [deed for deed in self.deeds if deed.act in acts and deed.who.number == self.number]

    def record(self, rules: DutyRules, now: datetime) -> Record:
        """The record as it stands now."""
        window = Window(self.plan.begins, self.plan.ends)
        overtime = self.of(Act.OVERTIME)
        first, last = self.plan.begins - MOST_OVERTIME, self.plan.ends + MOST_OVERTIME
        for deed in overtime:
            since, until = deed.since or window.begins, deed.moment or window.ends
            window = window.widened(max(since, first), min(until, last))
        close_at = window.ends + timedelta(minutes=rules.close_min)
        for deed in self.deeds:
            self._walk(deed, close_at)
        if self.open is not None:
            self.stints.append(Stint(self.open.at, None, _source(self.open)))
        record = Record(
            plan=self.plan,
            who=self.who,
            status=self._status(rules, window, now),
            window=window,
            is_rostered=self.is_rostered,
            stints=tuple(sorted(self.stints, key=lambda one: (one.ended is None, one.began, one.ended or one.began))),
            minutes=minutes.credited(self.stints, window),
            is_overtime=bool(overtime),
            opened=self.last_in.id if self.last_in else "",
            refusals=_once(code for deed in self._refusals() for code in _codes(deed)),
            flags=frozenset(self.flags),
            leader=self.last_in.leader if self.last_in else "",
            means=self.last_in.means if self.last_in else "",
            remarks=_once(deed.reason for deed in self.deeds if deed.act is not Act.REFUSED),
            confirmed_by=_once(name for deed in self.deeds for name in (deed.lead, deed.witness)),
        )
        return self._unsigned(self._with_chain(record, rules), rules, now)

    def _walk(self, deed: Deed, close_at: datetime) -> None:
        match deed.act:
            case Act.CHECK_IN if self.open is None:
                self.open = self.last_in = deed
            case Act.CHECK_IN if self.open is not None and self.open.gate != deed.gate:
                self.flags.add(Flag.BADGE_TWICE)
            case Act.CHECK_OUT if self.open is None:
                self.flags |= set() if self.last_in else {Flag.NO_CHECK_IN}
            case Act.CHECK_OUT if deed.at >= close_at:
                self.flags.add(Flag.LATE_OUT)
            case Act.CHECK_OUT:
                self._close(deed.at, _source(deed), deed.lead)
            case Act.CONFIRM_OUT if deed.moment is not None:
                self._close(deed.moment, Source.LEAD_CONFIRMED, deed.lead)
            case Act.BACK_ENTRY if deed.since is not None and deed.moment is not None:
                self.stints.append(Stint(deed.since, max(deed.since, deed.moment), Source.BACK_ENTRY, deed.lead))
            case Act.SUSPENDED:
                self.flags.add(Flag.BORROWED)

    def _close(self, at: datetime, source: Source, lead: str) -> None:
        if self.open is None:
            return
        is_confirmed = Source.LEAD_CONFIRMED in {source, _source(self.open)}
        kind = Source.LEAD_CONFIRMED if is_confirmed else Source.SCAN
        self.stints.append(Stint(self.open.at, max(self.open.at, at), kind, lead or self.open.lead))
        self.open = None

    def _refusals(self) -> list[Deed]:
        return self.of(Act.REFUSED, Act.SUSPENDED)

    def _status(self, rules: DutyRules, window: Window, now: datetime) -> Status:
        if self.open is not None:
            return Status.UNSIGNED if now >= window.ends + timedelta(minutes=rules.board_min) else Status.ON_DUTY
        if self.stints:
            return Status.DONE
        if any(code in COUNTED for deed in self._refusals() for code in _codes(deed)):
            return Status.REFUSED
        if self.of(Act.EXCUSED):
            return Status.EXCUSED
        if self.of(Act.ABSENT) or self._replaced() is not None:
            return Status.ABSENT
        return Status.MISSING if now >= self._due() + timedelta(minutes=rules.missing_min) else Status.EXPECTED

    def _replaced(self) -> Deed | None:
        """The newest approval by which somebody else serves in this volunteer's place."""
        by = [one for one in self.deeds if one.act is Act.REPLACEMENT and one.other and one.other.number == self.number]
        return by[-1] if by else None

    def _due(self) -> datetime:
        """When they had to be there: who was asked in at short notice is not late."""
        asked = self.of(Act.REPLACEMENT, Act.WALK_IN)
        return self.plan.begins if self.is_rostered or not asked else max(self.plan.begins, asked[0].at)

    def _with_chain(self, record: Record, rules: DutyRules) -> Record:
        replacing, replaced, walk_in = self.of(Act.REPLACEMENT), self._replaced(), self.of(Act.WALK_IN)
        approval = replacing[-1] if replacing else replaced
        came, left = record.came_at, record.left_at
        late = came is not None and came > self._due() + timedelta(minutes=rules.late_min)
        return replace(
            record,
            is_walk_in=bool(walk_in) and not self.is_rostered and not replacing,
            replaces=replacing[-1].other if replacing else None,
            replaced_by=replaced.who if replaced else None,
            approved_by=approval.lead if approval else "",
            approved_at=approval.at if approval else None,
            due_at=self._due(),
            late_min=minutes.whole(came - self._due()) if late and came else 0,
            early_min=minutes.whole(self.plan.ends - left) if left else 0,
            waived=frozenset(deed.what for deed in self.of(Act.WAIVED)),
        )

    def _unsigned(self, record: Record, rules: DutyRules, now: datetime) -> Record:
        if self.open is None:
            return record
        board_at, close_at = (record.window.ends + timedelta(minutes=one) for one in (rules.board_min, rules.close_min))
        until = board_at + timedelta(hours=rules.confirm_h)
        return replace(record, board_at=board_at, close_at=close_at, confirm_until=until, is_closed=now >= close_at)


_SERVES: Final = frozenset({Act.CHECK_IN, Act.CHECK_OUT, Act.BACK_ENTRY})


def _once(texts: Iterable[str]) -> tuple[str, ...]:
    return tuple(dict.fromkeys(text for text in texts if text))


def _codes(deed: Deed) -> tuple[str, ...]:
    return (Code.BORROWED.value,) if deed.act is Act.SUSPENDED else deed.codes


def _source(deed: Deed) -> Source:
    """A number that a lead typed is that lead's word."""
    return Source.LEAD_CONFIRMED if deed.means == Means.TYPED else Source.SCAN


def strays(deeds: Iterable[Deed]) -> list[Deed]:
    """Refusals of whoever could be put down to no shift (no badge of ours, nobody here, no shift now), in order."""
    return [deed for deed in standing(deeds) if deed.act is Act.REFUSED and deed.plan is None]


def suspended(deeds: Iterable[Deed]) -> set[str]:
    """Badges (pass numbers) that are not taken now, of these deeds in any order."""
    off: set[str] = set()
    for deed in standing(deeds):
        if deed.act is Act.SUSPENDED:
            off.add(deed.badge)
        elif deed.act is Act.REINSTATED:
            off.discard(deed.badge)
    return off - {""}
