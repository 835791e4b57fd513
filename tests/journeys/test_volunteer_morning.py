"""S7 and S8's volunteers: trained or refused, replaced, forgotten and confirmed, counted to the minute.

Two stations of the site work apart and meet through a real central, in one order and the other.
"""

from __future__ import annotations

import itertools
import random
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import date
from pathlib import Path

import pytest

from central import attendance, reports
from checkpoint.duty import board as boards
from checkpoint.duty.deeds import DUTY
from checkpoint.duty.record import Record
from checkpoint.journal import stamp, to_wire
from checkpoint.wire import PeerEntry
from station.attendance import Book
from station.desk import Desk
from station.duty_lane import DutyLane
from station.place import place_of
from station.shifts import ShiftDesk
from station.store.store import Store
from station.sync.courier import Courier, central_of
from station.sync.enrolment import enrol
from station.ui.duty_view import DutyCard
from tests.harness.gate import open_store, station_at
from tests.harness.made import SITE, ZONE, FakeClock, at, roster
from tests.harness.served import Served, served
from tests.harness.serving import LEAD, LEAD_BADGE, PEOPLE, answers, s7_roster, s8_roster

DAY = date(2022, 12, 5)
NUMBER = {number: who.id for number, (who, _) in PEOPLE.items()}
MINUTES = {1: 180, 2: 163, 3: 140, 4: 0, 5: 115, 6: 0, 7: 0, 8: 0}
FIGURES = {
    "expected": 7,
    "present": 5,
    "replacements": 1,
    "rate": 714,
    "late": 1,
    "early": 1,
    "absent": 1,
    "refused": 2,
}


class DutyPost:
    """One station's duty desk and its way to central."""

    def __init__(self, folder: Path, central: Served, name: str, clock: FakeClock) -> None:
        self.clock = clock
        self.store: Store = open_store(folder / name)
        who = enrol(self.store, central.url, central.code(name))
        self.courier = Courier(self.store, central_of(who), clock)  # type: ignore[arg-type]
        desk = Desk(self.store, clock, operator="gd1")  # type: ignore[arg-type]
        self.lane = DutyLane(desk, ShiftDesk(desk))

    def show(self, number: int, clock: str, way: str = "either", day: str = "2022-12-05") -> DutyCard:
        """V<number> shows a badge, answers what is asked."""
        self.clock.to(clock, day)
        card = self.lane.show(PEOPLE[number][1], way)
        after = self.lane.answer(card.entry, answers(number)) if card.result == "asked" else card
        assert after is not None
        return after

    def lead(self, clock: str) -> DutyLane:
        """The lead signs at that time."""
        self.clock.to(clock)
        assert self.lane.sign(LEAD_BADGE).name == "周**"
        return self.lane

    def records(self, clock: str) -> dict[int, Record]:
        """The day's attendance as this station has it at that time, by V's number."""
        self.clock.to(clock)
        return by_number(self.lane.book.of_day(DAY, at(clock)))

    def close(self) -> None:
        self.courier.close()
        self.store.close()


def by_number(records: list[Record]) -> dict[int, Record]:
    return {int(one.who.number[-4:]): one for one in records}


@contextmanager
def two_posts(folder: Path) -> Iterator[tuple[Served, DutyPost, DutyPost]]:
    clock = FakeClock(at("07:00"))
    with served(folder, roster(*s7_roster(), *s8_roster()), clock) as central:
        posts = [DutyPost(folder, central, name, clock) for name in ("G1", "G2")]
        try:
            yield central, posts[0], posts[1]
        finally:
            for post in posts:
                post.close()


def morning(south: DutyPost, north: DutyPost) -> None:
    """S7, each at one of the two stations, which do not hear of each other."""
    assert south.show(1, "07:50").result == "checked_in"
    refused = south.show(7, "07:55")
    assert (refused.codes, refused.offers) == (("post_expired",), ("suspend",))
    assert north.show(6, "07:58").result == "checked_in"
    # Another person shows V8's badge: the lead looks at the card and presses 疑似借用.
    north.clock.to("07:59")
    borrowed = north.lane.show(PEOPLE[8][1])
    assert north.lead("07:59").suspend(borrowed.entry, "与照片不符").wrong == ""
    assert north.show(8, "08:01").codes == ("badge_suspended",)
    assert south.show(3, "08:00").result == "checked_in"
    assert south.show(2, "08:17").warns == ("late",)
    stranger = south.show(5, "09:05")
    assert stranger.codes == ("not_on_roster",)
    approved = south.lead("09:05").replace_by_card(stranger.entry, "S7", NUMBER[4], "家中有事")
    assert approved.card is not None
    assert south.lane.answer(approved.card.entry, answers(5)) is not None
    assert north.show(3, "10:20", "out").light.value == "amber", "the check-in is at the other station"
    assert south.show(2, "11:00").minutes == 163
    assert south.show(5, "11:00").minutes == 115
    assert north.show(1, "11:05", "out").result == "checked_out"


def agreed(central: Served, posts: tuple[DutyPost, ...], clock: str) -> dict[int, Record]:
    """Attendance at that time, which both stations and central have alike."""
    site = reports.site_of(central.store, SITE)
    there = by_number(
        [one for one in attendance.records(central.store, site, DAY, at(clock)) if one.plan.shift == "S7"]
    )
    for post in posts:
        assert {number: one for number, one in post.records(clock).items() if one.plan.shift == "S7"} == there
    return there


@pytest.mark.parametrize("is_south_first", [True, False])
def test_s7_the_morning_is_counted_to_the_minute_at_both_stations_and_at_central(
    tmp_path: Path, is_south_first: bool
) -> None:
    with two_posts(tmp_path) as (central, south, north):
        for post in (south, north):
            post.courier.round()
        morning(south, north)
        first, second = (south, north) if is_south_first else (north, south)
        for post in (first, second, first):
            post.courier.round()

        held = agreed(central, (south, north), "12:00")
        assert {number: one.credited for number, one in held.items()} == MINUTES
        figures = boards.figures(held.values())
        wanted = FIGURES | {"unsigned": 1, "minutes": 598, "missing": 0}
        assert {name: figures[name] for name in wanted} == wanted
        assert figures["hours"] == "9.9"
        assert (held[2].late_min, held[3].early_min, held[7].refusals) == (17, 40, ("post_expired",))
        assert (held[5].replaces, held[5].approved_by) == (held[4].who, LEAD.id)
        assert held[4].replaced_by == held[5].who
        row = next(one for one in north.lane.board().rows if one.number == NUMBER[6])
        assert (row.status, row.confirm_until, row.close_at) == ("unsigned", at("12:00", "2022-12-07"), at("17:00"))

        assert north.lead("12:30").confirm_out("S7", NUMBER[6], at("11:00"), "忘记签退").wrong == ""
        for post in (second, first, second):
            post.courier.round()
        held = agreed(central, (south, north), "17:00")
        figures = boards.figures(held.values())
        assert (held[6].credited, figures["minutes"], figures["hours"]) == (180, 778, "12.9")
        assert figures["minutes_by_source"] == {"scan": 598, "lead_confirmed": 180, "back_entry": 0}
        reported = reports.report(central.store, reports.site_of(central.store, SITE), DAY)
        assert (reported["volunteers"]["minutes"], reported["volunteers"]["person_times"]) == (778, 5)
        assert south.store.fault() is None
        _arrives_in_any_order(tmp_path, south.store)


def _arrives_in_any_order(folder: Path, held: Store) -> None:
    """What one station holds of both, told to a third in several orders, makes the same day each time."""
    told = [entry for chain in held.epochs() for entry in held.entries(*chain) if entry.kind == DUTY]
    peers = [
        PeerEntry(entry=to_wire(one), received_at=stamp(one.at), scanned_at=stamp(one.at), corrected=False)
        for one in told
    ]
    drawn = []
    for seed in range(3):
        random.Random(seed).shuffle(peers)
        with station_at(folder / f"third{seed}", *s7_roster(), *s8_roster(), name="third") as third:
            assert third.store.apply_peers(peers, 1) == []
            drawn.append(Book(third.store, place_of(third.store)).of_day(DAY, at("17:00")))
    assert all(one == other for one, other in itertools.pairwise(drawn))
    assert sum(one.credited for one in drawn[0]) == 778


def test_s8_a_night_is_credited_whole_and_booked_to_the_day_on_which_it_began(tmp_path: Path) -> None:
    with two_posts(tmp_path) as (central, south, north):
        for post in (south, north):
            post.courier.round()
        south.show(9, "22:25")
        south.show(10, "22:30")
        for post in (south, north):
            post.courier.round()
        assert south.show(10, "08:30", day="2022-12-06").result == "checked_out"
        # The badge is shown like in the evening: the shift is over, so it is the check-out and no new check-in.
        out = north.show(9, "08:32", day="2022-12-06")
        assert (out.result, out.minutes, out.hours) == ("checked_out", 600, "10.0")
        for post in (south, north, south):
            post.courier.round()
        site = reports.site_of(central.store, SITE)
        evening, next_day = (reports.report(central.store, site, day)["volunteers"] for day in (DAY, date(2022, 12, 6)))
        assert (evening["minutes"], evening["persons"], next_day["minutes"], next_day["expected"]) == (1200, 2, 0, 0)
        for post in (south, north):
            night = [one for one in post.lane.book.of_day(DAY, at("09:00", "2022-12-06")) if one.plan.shift == "S8"]
            assert [(one.credited, one.day(ZONE), one.status.value) for one in night] == [(600, DAY, "done")] * 2
