"""What this station knows of duty at its site: planned shifts, who is on them, and the attendance that entries make."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date, datetime, timedelta

from checkpoint import days
from checkpoint.duty.attendance import LOOKED_BACK, fold, of_span, plan_of, rostered
from checkpoint.duty.board import Names
from checkpoint.duty.deeds import DUTY, Deed, Plan, Who, deed_of
from checkpoint.duty.record import Record
from checkpoint.policy import DutyRules
from checkpoint.roster import Assignment, Post, Shift, Site, Team, Volunteer
from station.place import Place
from station.store.store import Store


class Book:
    """Attendance at one site as far as this station knows it. place: set anew when the roster has changed."""

    def __init__(self, store: Store, place: Place) -> None:
        self._store = store
        self.place = place
        self._shifts: list[tuple[Plan, Shift]] = []
        self._version: str | None = None

    @property
    def rules(self) -> DutyRules:
        """How the site counts."""
        return self.place.site.policy.duty

    def shifts(self, start: datetime, end: datetime) -> list[tuple[Plan, Shift]]:
        """The site's planned shifts that begin in [start, end), in order."""
        version = self._store.mark("roster_version")
        if version != self._version:
            held = self._store.documents_with(Shift, "site", self.place.site.id)
            plans = [(plan, shift) for shift in held if (plan := plan_of(shift)) is not None]
            self._shifts = sorted(plans, key=lambda pair: (pair[0].begins, pair[0].shift))
            self._version = version
        return [pair for pair in self._shifts if start <= pair[0].begins < end]

    def deeds(self, since: datetime) -> list[Deed]:
        """What entries of the site's stations say, from a moment on."""
        return _understood(self._store, since, None, self.place.site.id)

    def records(self, start: datetime, end: datetime, now: datetime) -> list[Record]:
        """Attendance at the shifts that begin in [start, end)."""
        since = start - LOOKED_BACK
        pairs = self._pairs(shift for _, shift in self.shifts(since, end))
        return of_span(self.deeds(since), pairs, self.rules, now, self.place.zone, (start, end))

    def of_day(self, day: date, now: datetime) -> list[Record]:
        """Attendance that is booked to a natural day."""
        return self.records(*days.bounds(day, self.place.zone), now)

    def live(self, now: datetime) -> list[Record]:
        """Attendance that may still change by somebody coming or going: of shifts since yesterday, and of today."""
        return self.records(now - LOOKED_BACK, now + LOOKED_BACK, now)

    def record(self, shift: str, number: str, now: datetime) -> Record | None:
        """One volunteer at one shift, as far back as this station remembers; None when it knows of none."""
        since = now - timedelta(days=self.place.site.policy.service_days + 1)
        deeds = _understood(self._store, since, ("$.plan.shift", shift), self.place.site.id)
        held = self._store.document(Shift, shift)
        pairs = self._pairs([held] if held and held.site == self.place.site.id else [])
        folded = fold(deeds, pairs, self.rules, now, self.place.zone)
        return next((one for one in folded if one.key == (shift, number)), None)

    def _pairs(self, shifts: Iterable[Shift]) -> list[tuple[Plan, Who]]:
        held = list(shifts)
        on = [one for shift in held for one in self._store.documents_under(Assignment, f"{shift.id}/")]
        people = [self._store.document(Volunteer, number) for number in {one.volunteer for one in on}]
        return rostered(held, on, [person for person in people if person is not None])

    def names(self) -> Names:
        """What sites, posts and teams are called."""
        store = self._store
        return Names(
            sites={one.id: one.name for one in store.documents(Site)},
            posts={one.id: one.name for one in store.documents(Post)},
            teams={one.id: one.name for one in store.documents(Team)},
        )


def _understood(store: Store, since: datetime, about: tuple[str, str] | None, site: str) -> list[Deed]:
    arrivals = store.arrivals_of(DUTY, since, about)
    return [deed for one in arrivals if (deed := deed_of(one)) is not None and deed.site == site]
