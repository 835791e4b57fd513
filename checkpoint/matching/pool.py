"""Everybody who could be asked, as columns of numbers, so that ten thousand are looked at in a few milliseconds.

It is built once for many slots. Every answer is an array with one place for each volunteer, in order of their numbers,
so it depends on nothing else: not on the order in which documents came, nor on what was asked before.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from datetime import date, timedelta
from functools import cached_property
from typing import Any, Final

import numpy as np
import numpy.typing as npt

from checkpoint.duty.rules import GENERAL, POST, uninsured
from checkpoint.matching.slots import Area, Booking, Slot, Stop, Warn
from checkpoint.roster import Available, Training, Volunteer

Flags = npt.NDArray[np.bool_]
Numbers = npt.NDArray[np.int64]

AREAS: Final = (Area.UNSTATED, Area.WIDER, Area.DISTRICT, Area.STREET, Area.COMMUNITY)
"""By level: place in this tuple, plus one; 0 is elsewhere."""
_DIGITS: Final = ((12, 5), (9, 4), (6, 3), (4, 2), (2, 2))
"""(digits of a division code that are the same, level)."""
_DISTRICT: Final = 6
_DAY: Final = 1440
_MINUTE: Final = timedelta(minutes=1)
_FOREVER: Final = 10**7
"""An ordinal day beyond every calendar."""
_FAULTS: Final = {
    GENERAL: (Stop.GENERAL_EXPIRED, Stop.GENERAL_FAILED, Stop.GENERAL_MISSING),
    POST: (Stop.POST_EXPIRED, Stop.POST_FAILED, Stop.POST_MISSING),
}


class Pool:
    """Volunteers with their training and what they are booked for. regions: team -> where it serves."""

    def __init__(
        self,
        volunteers: Iterable[Volunteer],
        trainings: Iterable[Training] = (),
        booked: Iterable[Booking] = (),
        regions: Mapping[str, str] | None = None,
    ) -> None:
        self.volunteers = sorted(volunteers, key=lambda one: one.id)
        self.place = {one.id: at for at, one in enumerate(self.volunteers)}
        self._booked = sorted(
            (one for one in booked if one.volunteer in self.place), key=lambda one: (one.volunteer, one.shift)
        )
        self._trainings = [one for one in trainings if one.volunteer in self.place]
        self._regions = regions or {}
        self._kept: dict[Any, Any] = {}
        self._own_caps: Numbers = np.array([one.most_minutes_a_day for one in self.volunteers], dtype=np.int64)

    def __len__(self) -> int:
        return len(self.volunteers)

    def _once(self, key: Any, work: Any) -> Any:
        if key not in self._kept:
            self._kept[key] = work()
        return self._kept[key]

    # --- where ---

    @cached_property
    def _areas(self) -> tuple[Numbers, dict[int, tuple[Numbers, dict[str, int]]], Flags]:
        """(whose each stated area is, digits -> (its beginning by number, number of a beginning), who states none)."""
        owners, codes = [], []
        stated = np.zeros(len(self), dtype=np.bool_)
        for at, one in enumerate(self.volunteers):
            region = self._regions.get(one.team, "")
            for code in one.areas or ((region,) if region else ()):
                owners.append(at)
                codes.append(code)
                stated[at] = True
        beginnings = {}
        for digits, _ in _DIGITS:
            numbers: dict[str, int] = {}
            # Whoever names a district is of it with all its streets; a city only who names the city itself.
            counts = [len(code) >= digits if digits >= _DISTRICT else len(code) == digits for code in codes]
            column = [
                numbers.setdefault(code[:digits], len(numbers)) if does else -1
                for code, does in zip(codes, counts, strict=True)
            ]
            beginnings[digits] = np.array(column, dtype=np.int64), numbers
        return np.array(owners, dtype=np.int64), beginnings, ~stated

    def level(self, community: str) -> Numbers:
        """How close each serves: 0 elsewhere, else one more than a place in AREAS. Where nothing is known, 1."""
        return self._once(("level", community), lambda: self._level(community))  # type: ignore[no-any-return]

    def _level(self, community: str) -> Numbers:
        owners, beginnings, unstated = self._areas
        found = unstated.astype(np.int64)
        if not community:
            return np.ones(len(self), dtype=np.int64)
        for digits, level in _DIGITS:
            column, numbers = beginnings[digits]
            here = numbers.get(community[:digits], -2) if len(community) >= digits else -2
            np.maximum.at(found, owners[column == here], level)
        return found

    # --- what and when ---

    def intends(self, post: str) -> tuple[Flags, Flags]:
        """(who would take this post, who named it)."""

        def work() -> tuple[Flags, Flags]:
            named = np.array([post in one.intentions for one in self.volunteers], dtype=np.bool_)
            return named | self._any_post, named

        return self._once(("intends", post), work)  # type: ignore[no-any-return]

    @cached_property
    def _any_post(self) -> Flags:
        return np.array([not one.intentions for one in self.volunteers], dtype=np.bool_)

    @cached_property
    def time_unstated(self) -> Flags:
        """Who says nothing of when they can serve."""
        return np.array([not one.available for one in self.volunteers], dtype=np.bool_)

    @cached_property
    def _windows(self) -> dict[str, Numbers]:
        rows = [(at, *_window(span)) for at, one in enumerate(self.volunteers) for span in one.available]
        table = np.array(rows, dtype=np.int64).reshape(-1, 6)
        return dict(zip(("owner", "days", "begin", "end", "first", "last"), table.T, strict=True))

    def available(self, slot: Slot) -> Flags:
        """Whose stated times cover the whole slot, one after another if need be; or who states none."""
        begin, end = slot.clock
        key = ("available", slot.day, begin, end)
        return self._once(key, lambda: self._available(slot.day, begin, end))  # type: ignore[no-any-return]

    def _available(self, day: date, begin: int, end: int) -> Flags:
        windows, covered = self._windows, np.full(len(self), begin, dtype=np.int64)
        spans = []
        for ahead in range(-1, end // _DAY + 1):
            on = day + timedelta(days=ahead)
            holds = (windows["days"] >> on.isoweekday() & 1) == 1
            holds &= (windows["first"] <= on.toordinal()) & (on.toordinal() <= windows["last"])
            spans.append((windows["owner"][holds], *(windows[one][holds] + ahead * _DAY for one in ("begin", "end"))))
        owner, first, last = (np.concatenate(parts) for parts in zip(*spans, strict=True))
        while True:
            reached = (first <= covered[owner]) & (last > covered[owner])
            if not reached.any():
                return self.time_unstated | (covered >= end)
            np.maximum.at(covered, owner[reached], last[reached])

    # --- may they ---

    @cached_property
    def _learned(self) -> dict[str, Any]:
        rows = [
            (self.place[one.volunteer], one.passed, _ordinal(one.on, _FOREVER), _ordinal(one.expires, _FOREVER))
            for one in self._trainings
        ]
        table = np.array(rows, dtype=np.int64).reshape(-1, 4)
        kinds, courses = ([getattr(one, name) for one in self._trainings] for name in ("kind", "course"))
        columns = dict(zip(("owner", "passed", "on", "until"), table.T, strict=True))
        return columns | {"kind": np.array(kinds, dtype=object), "course": np.array(courses, dtype=object)}

    def untrained(self, kind: str, course: str | None, day: date) -> dict[Stop, Flags]:
        """Whose training of this kind, or of this course of it, does not hold on that day, by why (`duty.rules`)."""
        key = ("untrained", kind, course, day)
        return self._once(key, lambda: self._untrained(kind, course, day))  # type: ignore[no-any-return]

    def _untrained(self, kind: str, course: str | None, day: date) -> dict[Stop, Flags]:
        learned, on = self._learned, day.toordinal()
        about = (learned["kind"] == kind) & (learned["on"] <= on)
        if course is not None:
            about &= learned["course"] == course
        passed, is_over = learned["passed"] == 1, learned["until"] < on
        good, over, failed = (
            self._anybody(learned["owner"][about & which]) for which in (passed & ~is_over, passed & is_over, ~passed)
        )
        expired, bad, missing = _FAULTS[kind]
        return {expired: ~good & over, bad: ~good & ~over & failed, missing: ~(good | over | failed)}

    def _anybody(self, owners: Numbers) -> Flags:
        found = np.zeros(len(self), dtype=np.bool_)
        found[owners] = True
        return found

    def qualified(self, qualification: str) -> Flags:
        """Who has it."""

        def work() -> Flags:
            return np.array([qualification in one.qualifications for one in self.volunteers], dtype=np.bool_)

        return self._once(("qualified", qualification), work)  # type: ignore[no-any-return]

    @cached_property
    def minors(self) -> tuple[Flags, Flags]:
        """(who is under age, who of them has no guardian's consent)."""
        minor = np.array([one.is_minor for one in self.volunteers], dtype=np.bool_)
        return minor, minor & np.array([not one.consent for one in self.volunteers], dtype=np.bool_)

    def uninsured(self, day: date) -> Flags:
        """Whose accident cover does not hold on that day."""

        def work() -> Flags:
            return np.array([uninsured(one.insurance, day) is not None for one in self.volunteers], dtype=np.bool_)

        return self._once(("uninsured", day), work)  # type: ignore[no-any-return]

    # --- are they free ---

    @cached_property
    def _bookings(self) -> dict[str, Numbers]:
        rows = [
            (self.place[one.volunteer], _minute(one.begins), _minute(one.ends), one.day.toordinal())
            for one in self._booked
        ]
        table = np.array(rows, dtype=np.int64).reshape(-1, 4)
        return dict(zip(("owner", "begin", "end", "day"), table.T, strict=True))

    def there(self, shift: str) -> Flags:
        """Who is on this shift already."""
        own = [self.place[one.volunteer] for one in self._booked if one.shift == shift]
        return self._anybody(np.array(own, dtype=np.int64))

    def booked(self, slot: Slot) -> Flags:
        """Who is on another shift at that time."""
        held = self._bookings
        meets = (held["begin"] < _minute(slot.ends)) & (held["end"] > _minute(slot.begins))
        return self._anybody(held["owner"][meets])

    def short_of_rest(self, slot: Slot) -> Flags:
        """Who would have less rest than there should be after or before another day's shift."""
        held, rest = self._bookings, slot.limits.rest_min
        near = (held["begin"] < _minute(slot.ends) + rest) & (held["end"] > _minute(slot.begins) - rest)
        return self._anybody(held["owner"][near & (held["day"] != slot.day.toordinal())])

    def minutes_on(self, day: date) -> Numbers:
        """For how many minutes of that day each is booked."""
        on = self._bookings["day"] == day.toordinal()
        return self._once(day, lambda: self._summed(on))  # type: ignore[no-any-return]

    def _caps(self, slot: Slot) -> Numbers:
        return np.where(self._own_caps > 0, self._own_caps, slot.limits.day_min)

    def left_on(self, who: int, slots: Iterable[Slot]) -> int:
        """For how many minutes more somebody (a place) may serve on the day of these slots, at all their sites."""
        own = list(slots)
        cap = int(self._own_caps[who]) or min(slot.limits.day_min for slot in own)
        return cap - int(self.minutes_on(own[0].day)[who])

    @cached_property
    def load(self) -> Numbers:
        """For how many minutes each is booked in all that the pool knows of: who has least is asked first."""
        return self._summed(np.ones(len(self._booked), dtype=np.bool_))

    def _summed(self, which: Flags) -> Numbers:
        held, found = self._bookings, np.zeros(len(self), dtype=np.int64)
        np.add.at(found, held["owner"][which], (held["end"] - held["begin"])[which])
        return found

    # --- all of it ---

    def stops(self, slot: Slot) -> list[tuple[Stop, Flags]]:
        """Against whom each reason stands, in the order in which they are asked."""
        minor, without_consent = self.minors
        post, day = slot.post, slot.day
        found = [
            (Stop.ALREADY_THERE, self.there(slot.shift)),
            (Stop.OTHER_AREA, self.level(slot.community) == 0),
            (Stop.OTHER_INTENTION, ~self.intends(post.id)[0]),
            (Stop.NOT_AVAILABLE, ~self.available(slot)),
        ]
        if post.needs_general:
            found += self.untrained(GENERAL, None, day).items()
        for course in post.courses:
            found += self.untrained(POST, course, day).items()
        if post.qualification:
            found.append((Stop.QUALIFICATION, ~self.qualified(post.qualification)))
        if not post.minors:
            found.append((Stop.MINOR, minor))
        found += [
            (Stop.NO_CONSENT, without_consent),
            (Stop.BOOKED, self.booked(slot)),
            (Stop.HOURS, self.minutes_on(day) + slot.minutes > self._caps(slot)),
        ]
        return found

    def warns(self, slot: Slot) -> dict[Warn, Flags]:
        """Of whom there is something to know."""
        limit = slot.limits.long_day_min
        return {
            Warn.SHORT_REST: self.short_of_rest(slot),
            Warn.LONG_DAY: self.minutes_on(slot.day) + slot.minutes > (limit or _FOREVER),
            Warn.UNINSURED: self.uninsured(slot.day),
        }


def _window(span: Available) -> tuple[int, int, int, int, int]:
    """(days of the week as bits, begin, end, first and last day); what runs over midnight ends beyond 1440."""
    days = sum(1 << day for day in span.weekdays or range(1, 8))
    begin, end = (int(text[:2]) * 60 + int(text[3:]) for text in (span.begins, span.ends))
    if begin == end:
        begin, end = 0, _DAY
    return days, begin, end if end > begin else end + _DAY, _ordinal(span.first, 0), _ordinal(span.last, _FOREVER)


def _ordinal(day: str, otherwise: int) -> int:
    return date.fromisoformat(day).toordinal() if day else otherwise


def _minute(at: Any) -> int:
    return int(at.timestamp() // 60)
