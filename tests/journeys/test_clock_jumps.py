"""A station's clock that jumps back by years, forward by years and is set right again, in the middle of a day."""

from __future__ import annotations

from datetime import date, timedelta
from pathlib import Path

from central import attendance as central_attendance
from central import pages, reports
from checkpoint import days
from checkpoint.duty.deeds import DUTY, Act, body_of
from checkpoint.gate import Direction, Light
from checkpoint.journal import Draft
from station.attendance import Book
from station.desk import Desk
from station.lane import Lane
from station.logbook import Logbook
from station.settings import Settings
from station.store.store import Store
from station.sync.courier import Courier, central_of
from station.sync.enrolment import enrol
from station.ui.bar import CLOCK_WRONG_MS
from tests.harness.gate import open_store
from tests.harness.made import R1, SITE, ZONE, FakeClock, at, roster, text_of
from tests.harness.served import Served, served
from tests.harness.serving import DAY_PLAN, WHO, s7_roster

DAY = date(2022, 12, 5)
JUMPS = (
    ("08:00:00", timedelta()),
    ("08:30:00", timedelta(days=-2 * 365)),
    ("09:00:00", timedelta(days=3 * 365)),
    ("09:30:00", timedelta(minutes=-12)),
    ("10:00:00", timedelta(minutes=47)),
)
"""When, and how far ahead the clock is then."""


class Gate:
    """A station whose clock is set to something else now and then, and which has no network until `sync`."""

    def __init__(self, folder: Path, central: Served) -> None:
        self.clock = FakeClock(at("07:00"))
        self.store: Store = open_store(folder / "G1")
        who = enrol(self.store, central.url, central.code("G1"))
        self.name = who.name
        self.courier = Courier(self.store, central_of(who), self.clock)  # type: ignore[arg-type]
        self.desk = Desk(self.store, self.clock, operator="gd1")  # type: ignore[arg-type]

    def serve(self, act: Act) -> None:
        body = body_of(act, WHO[1], site=SITE, gate="G1", plan=DAY_PLAN)
        evidence = self.clock.evidence()
        self.store.note(Draft(kind=DUTY, at=self.clock.now(), clock=evidence, operator="gd1", body=body))

    def minutes(self) -> list[int]:
        """What its volunteers are credited with, as it sees them now."""
        records = Book(self.store, self.desk.place).of_day(DAY, at("23:00"))
        return [minutes for record in records for minutes in record.minutes.values()]

    def close(self) -> None:
        self.courier.close()
        self.store.close()


def test_a_clock_that_jumps_in_the_middle_of_the_day_blocks_nobody_and_moves_nothing_to_another_day(
    tmp_path: Path,
) -> None:
    true = FakeClock(at("07:00"))
    with served(tmp_path, [*roster(), *s7_roster()], true) as central:
        gate = Gate(tmp_path, central)
        try:
            a_morning(gate)
            assert sum(gate.minutes()) <= 180
            assert min(gate.minutes(), default=0) >= 0
            true.to("11:05")
            gate.clock.to("11:05")
            assert gate.courier.round().sent == gate.store.newest_seq()
            at_the_station(gate)
            at_central(gate, central)
            gate.courier.round()
            assert gate.minutes() == [180], "what is heard twice counts once"
        finally:
            gate.close()


def a_morning(gate: Gate) -> None:
    """Somebody goes in and out while the clock jumps; a volunteer begins under one clock and ends under another."""
    for number, (clock, skew) in enumerate(JUMPS):
        gate.clock.to(clock)
        gate.clock.skew = skew
        if number == 0:
            gate.serve(Act.CHECK_IN)
        gate.desk.direction = Direction.IN if number % 2 == 0 else Direction.OUT
        card = gate.desk.show(text_of(R1, begin="2020-06-01", end="2049-12-31"))
        assert card.verdict.light is not Light.RED, f"{clock} {skew}"
        if card.verdict.light is Light.AMBER:
            # Until central has told the times, the way out seems to lie years back.
            gate.desk.decide(card.recorded.entry.id, card.verdict.actions[0])
    gate.clock.to("11:00")
    gate.serve(Act.CHECK_OUT)


def at_the_station(gate: Gate) -> None:
    [chain] = gate.store.epochs()
    entries = list(gate.store.entries(*chain))
    assert [one.seq for one in entries] == list(range(1, len(entries) + 1)), "in the order in which they were written"
    passages = gate.store.between(SITE, *days.bounds(DAY, ZONE))
    assert [one.scanned_at for one in passages] == [at(clock) for clock, _ in JUMPS]
    assert [one.corrected for one in passages] == [abs(skew) > timedelta() for _, skew in JUMPS]
    assert all(one.flag is None for one in passages), "in and out take turns, whatever the clock said"
    assert gate.minutes() == [180]
    report = Logbook(gate.store, gate.desk.place).report(DAY)
    assert (report["in"], report["out"], report["inside_at_end"], report["corrected_times"]) == (3, 2, 1, 4)
    shown = Lane(gate.store, Settings(operator="gd1", direction="in"), gate.clock).status()  # type: ignore[arg-type]
    assert shown.clock_offset_ms == -47 * 60_000
    assert abs(shown.clock_offset_ms) >= CLOCK_WRONG_MS


def at_central(gate: Gate, central: Served) -> None:
    site = reports.site_of(central.store, SITE)
    held = reports.passages(central.store, site, DAY)
    assert [one.scanned_at for one in held] == [at(clock) for clock, _ in JUMPS]
    ledger = days.ledger(held, ZONE, {})
    assert [row["time"] for row in ledger] == [clock for clock, _ in JUMPS]
    records = central_attendance.records(central.store, site, DAY, at("23:00"))
    assert [minutes for one in records for minutes in one.minutes.values()] == [180]
    [line] = pages.lines(central.store, at("11:06"))
    assert (line.name, line.state, line.ahead) == (gate.name, "look", timedelta(minutes=47))
