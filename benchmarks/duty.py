"""What a badge costs at the duty desk, and the board, with a large roster and a month of others' duty behind it."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from typing import Final

from benchmarks import world
from benchmarks.printed import HEADING, line, title
from benchmarks.verdicts import timed
from checkpoint import days, passes
from checkpoint.duty.deeds import DUTY, Act, Plan, Who, body_of
from checkpoint.journal import GENESIS, Clock, Draft, seal, stamp, to_wire
from checkpoint.passes import Pass, PassKind
from checkpoint.roster import (
    Assignment,
    Document,
    Post,
    Shift,
    Training,
    Volunteer,
    assignment_id,
    kind_of,
    to_data,
)
from checkpoint.wire import BATCH, Item, PeerEntry
from station.clock import DeviceClock
from station.desk import Desk
from station.duty_lane import DutyLane
from station.logbook import Logbook
from station.shifts import ShiftDesk
from station.store.engine import key_at
from station.store.store import Store
from station.ui.duty_view import DutyCard

A_DAY: Final = 6
"""Shifts of a day."""
HEADS: Final = 50
"""Volunteers on each."""
HOURS: Final = timedelta(hours=3)


class World:
    """One site's volunteers around now. number: how many; days: of duty behind."""

    def __init__(self, number: int, days: int) -> None:
        self.days, self.now = days, datetime.now(UTC).replace(second=0, microsecond=0)
        self.people = [
            Volunteer(id=f"990101-{one:05d}", name="王志愿", subject=str(1_000_000 + one), team="T1")
            for one in range(number)
        ]

    def shifts(self) -> Iterator[tuple[Shift, list[Volunteer]]]:
        """Every shift with who is on it, oldest first; the newest began just now."""
        for number in range(-self.days * A_DAY, 1):
            begins = self.now + number * HOURS
            hours = stamp(begins), stamp(begins + HOURS)
            shift = Shift(id=f"B{number}", project="P", site=world.SITE, post="p", begins=hours[0], ends=hours[1])
            start = number * HEADS % len(self.people)
            yield shift, [self.people[(start + one) % len(self.people)] for one in range(HEADS)]

    def documents(self) -> Iterator[Document]:
        """The roster."""
        yield Post(id="p", name="秩序引导", courses=("c",))
        for one in self.people:
            yield one
            for kind, course in (("general", "g"), ("post", "c")):
                number = f"{one.id}/{kind}/{course}"
                yield Training(id=number, volunteer=one.id, course=course, kind=kind, on="2020-01-01", passed=True)
        for shift, on in self.shifts():
            yield shift
            for one in on:
                yield Assignment(id=assignment_id(shift.id, one.id), shift=shift.id, volunteer=one.id)

    def entries(self) -> Iterator[PeerEntry]:
        """What another station of the site wrote: everybody came and went, but those of the shift that runs."""
        prev, seq = GENESIS, 0
        for shift, on in list(self.shifts())[:-1]:
            plan = Plan.of(shift)
            for act, at in ((Act.CHECK_IN, plan.begins), (Act.CHECK_OUT, plan.ends)):
                for one in on:
                    body = body_of(act, Who.of(one), site=world.SITE, gate="G2", plan=plan)
                    draft = Draft(kind=DUTY, at=at, clock=Clock(seq, "b", None, None), operator="", body=body)
                    seq += 1
                    entry = seal(draft, station="other", epoch="e", seq=seq, prev=prev)
                    prev = entry.hash
                    said = stamp(at)
                    yield PeerEntry(entry=to_wire(entry), scanned_at=said, corrected=False, received_at=said)

    def badge(self, of: Volunteer) -> str:
        """The text of somebody's badge."""
        begin, end = self.now - timedelta(days=9), self.now + timedelta(days=9)
        kind, subject = PassKind.VOLUNTEER, int(of.subject)
        made = Pass(key_id=1, kind=kind, subject=subject, valid_from=begin, valid_to=end, scope=1)
        return passes.sign(made, world.KEY)

    def built(self) -> Store:
        """A station with that roster and those entries."""
        where = world.empty("duty", 1)
        store = Store.open(where.store, key_at(where.key))
        documents = [*world.documents(0), *self.documents()]
        items = [Item(kind=kind_of(one), id=one.id, version=at, data=to_data(one)) for at, one in enumerate(documents)]
        store.apply_roster(items, len(items))
        told = list(self.entries())
        for start in range(0, len(told), BATCH):
            store.apply_peers(told[start : start + BATCH], start + BATCH)
        title(f"A badge at the duty desk; {len(self.people):,} volunteers, {len(told):,} duty entries held")
        return store


def checked_in(lane: DutyLane, badges: list[str]) -> None:
    """Print what each badge costs, and each answer to what is asked first."""
    cards: list[DutyCard] = []
    following = iter(badges)
    print(
        line(
            "badge shown, card with what is asked", timed(lambda: cards.append(lane.show(next(following))), len(badges))
        )
    )
    done: list[DutyCard | None] = []
    asked = iter(cards)
    ticks = {"confidential": "yes", "guide": "yes"}
    print(
        line(
            "answered: on duty, on disk", timed(lambda: done.append(lane.answer(next(asked).entry, ticks)), len(cards))
        )
    )
    if any(one is None or one.result != "checked_in" for one in done):
        raise SystemExit("somebody was not let on duty")


def run(quick: bool = False) -> None:
    """Print the table."""
    made = World(500, 1) if quick else World(10_000, 30)
    store = made.built()
    desk = Desk(store, DeviceClock(), operator="gd1")
    lane, logbook = DutyLane(desk, ShiftDesk(desk)), Logbook(store, desk.place)
    *_, (_, on) = made.shifts()
    print(HEADING)
    checked_in(lane, [made.badge(one) for one in on])
    print(line("attendance board of today", timed(lane.board, 5)))
    halfway = days.day_of(made.now - timedelta(days=made.days // 2), desk.place.zone)
    print(line("attendance of a day halfway back", timed(lambda: logbook.attendance(halfway), 5)))
    store.close()
