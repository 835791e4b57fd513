"""The reserve pool as central has it, and the words of `central match`; who fits is `checkpoint.matching`'s to say."""

from __future__ import annotations

import argparse
import json
from collections import Counter
from collections.abc import Iterable
from dataclasses import replace
from datetime import date
from typing import TYPE_CHECKING, Any, Final, TypeVar
from zoneinfo import ZoneInfo

from central.arguments import between, day
from central.commands import DONE, FOUND, Cannot, open_store
from checkpoint import masking
from checkpoint.matching import words
from checkpoint.matching.pool import Pool
from checkpoint.matching.slots import LONGEST_DAY, Booking, Slot
from checkpoint.matching.suggestions import Suggestion, Suggestions, suggest
from checkpoint.roster import (
    Assignment,
    Document,
    Post,
    Shift,
    Site,
    Team,
    Training,
    Volunteer,
    assignment_id,
    from_data,
    name_of,
)
from checkpoint.wording import LANGUAGES

if TYPE_CHECKING:
    from central.store.store import Store
    from checkpoint.matching.plan import Plan

D = TypeVar("D", bound=Document)
SHOWN: Final = 20


class Roster:
    """What matching needs of central's roster, read once. most: minutes of a day, instead of the sites' profiles'."""

    def __init__(self, store: Store, most: int | None = None) -> None:
        self._most = most
        self.sites, self.posts = self._all(store, Site), self._all(store, Post)
        self.shifts = self._all(store, Shift)
        assignments = self._all(store, Assignment).values()
        self._taken = Counter(one.shift for one in assignments)
        teams = self._all(store, Team)
        self.pool = Pool(
            self._all(store, Volunteer).values(),
            self._all(store, Training).values(),
            self._bookings(assignments),
            {id_: team.region for id_, team in teams.items()},
        )

    def _all(self, store: Store, type_: type[D]) -> dict[str, D]:
        found = (from_data(name_of(type_), data) for data in store.data_of(name_of(type_)))
        return {one.id: one for one in found if isinstance(one, type_)}

    def _bookings(self, assignments: Iterable[Assignment]) -> Iterable[Booking]:
        slots = {id_: self._slot(shift) for id_, shift in self.shifts.items()}
        for one in assignments:
            slot = slots.get(one.shift)
            if slot is not None:
                yield Booking(one.volunteer, slot.shift, slot.begins, slot.ends, slot.day)

    def _slot(self, shift: Shift) -> Slot | None:
        """None for a shift whose post or site is gone, or whose times are none."""
        post, site = self.posts.get(shift.post), self.sites.get(shift.site)
        if post is None or site is None:
            return None
        try:
            slot = Slot.of(shift, post, site, self._taken[shift.id])
        except ValueError:
            return None
        return replace(slot, limits=replace(slot.limits, day_min=self._most)) if self._most else slot

    def slot(self, id_: str) -> Slot:
        """The open slot of that shift. Raises Cannot."""
        if id_ not in self.shifts:
            raise Cannot(f"there is no shift {id_}")
        slot = self._slot(self.shifts[id_])
        if slot is None:
            raise Cannot(f"shift {id_} names a post or a site that is gone, or has no times")
        return slot

    def slots_of(self, day: date, site: str | None) -> list[Slot]:
        """The slots of shifts that begin on that day at their sites, at one site or at all."""
        found = (self._slot(one) for one in self.shifts.values() if site in {None, one.site})
        return [one for one in found if one is not None and one.day == day]


def add_words(command: Any, exits: str) -> None:
    """Add `match` to the command line."""
    match = command("match", run, "who fits an open shift, and why; or fill a whole day at once", exits)
    what = match.add_mutually_exclusive_group(required=True)
    what.add_argument("--slot", metavar="SHIFT", help="suggest people for this shift")
    what.add_argument("--day", type=day, metavar="YYYY-MM-DD", help="fill all shifts that begin on this day")
    match.add_argument("--site", help="only this site's shifts of the day")
    match.add_argument("--assign", action="store_true", help="put the day's plan on the roster")
    match.add_argument("--json", action="store_true", help="as JSON")
    match.add_argument(
        "--limit", type=between(0, 10_000), default=SHOWN, help=f"how many suggestions (default {SHOWN})"
    )
    said = f"of a day, for whoever says nothing of it; else the profile's duty.day_cap_min, or {LONGEST_DAY // 60}"
    match.add_argument("--most-hours", type=between(1, 24), help=said)
    match.add_argument("--language", choices=LANGUAGES, default="zh_CN", help="of the reasons")


def run(parsed: argparse.Namespace) -> int:
    """Suggest for a slot, or plan a day."""
    opened, _ = open_store(parsed)
    with opened as store:
        roster = Roster(store, parsed.most_hours and parsed.most_hours * 60)
        if parsed.slot:
            if parsed.assign or parsed.site:
                raise Cannot("--assign and --site go with --day")
            return _say_suggestions(suggest(roster.pool, roster.slot(parsed.slot), parsed.limit), parsed)
        from checkpoint.matching.plan import plan_day

        slots = roster.slots_of(parsed.day, parsed.site)
        if not slots:
            raise Cannot(f"no shift begins on {parsed.day}" + (f" at site {parsed.site}" if parsed.site else ""))
        plan = plan_day(roster.pool, slots)
        if parsed.assign:
            store.put(
                Assignment(id=assignment_id(shift, who), shift=shift, volunteer=who) for shift, who in plan.assigned
            )
    _say_plan(roster, slots, plan, parsed)
    return FOUND if plan.unfilled else DONE


def _say_suggestions(found: Suggestions, parsed: argparse.Namespace) -> int:
    language, slot = parsed.language, found.slot
    if parsed.json:
        said = {
            "shift": slot.shift,
            "wanted": slot.wanted,
            "fitting": found.fitting,
            "suggested": [
                {
                    "volunteer": one.volunteer,
                    "name": masking.name(one.name),
                    "fit": one.fit,
                    "reasons": reasons(one, language),
                }
                for one in found.best
            ],
            "against": found.against,
        }
        print(json.dumps(said, ensure_ascii=False, indent=2))
    else:
        print(words.say("slot", language, slot.post.name, _hours(slot), slot.wanted, found.fitting))
        for place, one in enumerate(found.best, 1):
            print(
                f"{place:3} {one.volunteer} {masking.name(one.name)}  {words.listed(reasons(one, language), language)}"
            )
        if found.against:
            print(words.say("against", language, words.counts(found.against, language)))
    return DONE if found.fitting >= slot.wanted else FOUND


def reasons(one: Suggestion, language: str) -> list[str]:
    """What speaks for somebody and what is to be known of them, in words."""
    return [words.say(code, language, one.minutes) for code in (one.area, *one.grounds, *one.warns)]


def _hours(slot: Slot) -> str:
    begin, end = (at.astimezone(ZoneInfo(str(slot.zone))) for at in (slot.begins, slot.ends))
    return f"{begin:%Y-%m-%d %H:%M}–{end:%H:%M}"


def _say_plan(roster: Roster, slots: list[Slot], plan: Plan, parsed: argparse.Namespace) -> None:
    language, names = parsed.language, {one.id: masking.name(one.name) for one in roster.pool.volunteers}
    if parsed.json:
        said = {
            "assigned": [{"shift": shift, "volunteer": who} for shift, who in plan.assigned],
            "wanted": plan.wanted,
            "unfilled": [
                {
                    "shift": one.slot.shift,
                    "lacking": one.lacking,
                    "against": one.against,
                    "taken_elsewhere": one.elsewhere,
                }
                for one in plan.unfilled
            ],
        }
        print(json.dumps(said, ensure_ascii=False, indent=2))
        return
    of_shift: dict[str, list[str]] = {}
    for shift, who in plan.assigned:
        of_shift.setdefault(shift, []).append(f"{who} {names[who]}")
    for slot in sorted(slots, key=lambda one: (one.begins, one.shift)):
        if slot.shift in of_shift:
            print(f"{slot.shift} {slot.post.name} {_hours(slot)}: {words.listed(of_shift[slot.shift], language)}")
    for one in plan.unfilled:
        why = words.counts({**one.against, "taken_elsewhere": one.elsewhere}, language)
        print(words.say("unfilled", language, one.slot.shift, _hours(one.slot), one.lacking, why))
    open_slots = sum(1 for one in slots if one.wanted)
    print(words.say("filled", language, open_slots, plan.wanted, len(plan.assigned), len(plan.unfilled)))
