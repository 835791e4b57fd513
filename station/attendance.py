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
        self._on: dict[str, list[tuple[Plan, Who]]] = {}
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
            self._on, self._version = {}, version
        return [pair for pair in self._shifts if start <= pair[0].begins < end]

    def deeds(self, since: datetime) -> list[Deed]:
        """What entries of the site's stations say, from a moment on."""
        return self._understood(since, None)

    def records(self, start: datetime, end: datetime, now: datetime) -> list[Record]:
        """Attendance at the shifts that begin in [start, end)."""
        return self.drawn(self.deeds(start - LOOKED_BACK), start, end, now)

    def drawn(self, deeds: Iterable[Deed], start: datetime, end: datetime, now: datetime) -> list[Record]:
        """The same from deeds that are read already, from LOOKED_BACK before it on."""
        pairs = self._pairs(shift for _, shift in self.shifts(start - LOOKED_BACK, end))
        return of_span(deeds, pairs, self.rules, now, self.place.zone, (start, end))

    def of_day(self, day: date, now: datetime) -> list[Record]:
        """Attendance that is booked to a natural day."""
        return self.records(*days.bounds(day, self.place.zone), now)

    def live(self, now: datetime) -> list[Record]:
        """Attendance that may still change by somebody coming or going: of shifts since yesterday, and of today."""
        return self.records(now - LOOKED_BACK, now + LOOKED_BACK, now)

    def own(self, number: str, now: datetime) -> list[Record]:
        """The same of one volunteer alone; nobody else's is drawn for it."""
        since, until = now - LOOKED_BACK - LOOKED_BACK, now + LOOKED_BACK
        pairs = self._pairs(shift for _, shift in self.shifts(since, until))
        return self._of(number, since, [pair for pair in pairs if pair[1].number == number], now)

    def record(self, shift: str, number: str, now: datetime) -> Record | None:
        """One volunteer at one shift, as far back as this station remembers; None when it knows of none."""
        held = self._store.document(Shift, shift)
        is_here = held is not None and held.site == self.place.site.id
        pairs = [pair for pair in self._pairs([held] if held and is_here else []) if pair[1].number == number]
        since = now - timedelta(days=self.place.site.policy.service_days + 1)
        return next((one for one in self._of(number, since, pairs, now) if one.plan.shift == shift), None)

    def _of(self, number: str, since: datetime, pairs: Iterable[tuple[Plan, Who]], now: datetime) -> list[Record]:
        # What names the volunteer as the one who was replaced is among it; so is whoever replaced them, and left out.
        folded = fold(self._understood(since, number), pairs, self.rules, now, self.place.zone)
        return [one for one in folded if one.who.number == number]

    def _pairs(self, shifts: Iterable[Shift]) -> list[tuple[Plan, Who]]:
        held = list(shifts)
        new = [shift for shift in held if shift.id not in self._on]
        on = [one for shift in new for one in self._store.documents_under(Assignment, f"{shift.id}/")]
        people = self._store.documents_named(Volunteer, [one.volunteer for one in on])
        self._on |= {shift.id: [] for shift in new}
        for pair in rostered(new, on, people):
            self._on[pair[0].shift].append(pair)
        return [pair for shift in held for pair in self._on[shift.id]]

    def names(self) -> Names:
        """What sites, posts and teams are called."""
        store = self._store
        return Names(
            sites={one.id: one.name for one in store.documents(Site)},
            posts={one.id: one.name for one in store.documents(Post)},
            teams={one.id: one.name for one in store.documents(Team)},
        )

    def _understood(self, since: datetime, naming: str | None) -> list[Deed]:
        arrivals = self._store.arrivals_of(DUTY, since, naming)
        return [deed for one in arrivals if (deed := deed_of(one)) is not None and deed.site == self.place.site.id]
