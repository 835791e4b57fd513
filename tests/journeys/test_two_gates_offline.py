"""S5: two gates of one community work apart for three hours, then meet again through central, one answer lost."""

from __future__ import annotations

from datetime import date
from pathlib import Path

import pytest

from central import reports
from checkpoint import days
from checkpoint.days import Passage
from checkpoint.gate import Action, Direction, Light, Reason
from checkpoint.passes import PassKind
from station.desk import Desk, Shown
from station.logbook import Logbook
from station.store.store import Store
from station.sync.courier import Courier, Round, central_of
from station.sync.enrolment import enrol
from tests.harness import lying
from tests.harness.gate import open_store
from tests.harness.lying import LyingProxy, lying_proxy
from tests.harness.made import R1, R2, SITE, X1, ZONE, FakeClock, at, roster, text_of
from tests.harness.served import Served, served
from tests.harness.showing import Camera

IN, OUT = Direction.IN, Direction.OUT
DAY = date(2022, 12, 5)
ORDER = ["07:30", "09:05", "09:10", "09:40", "10:00", "10:30", "11:00"]
VISITOR = text_of(X1, kind=PassKind.VISITOR)


class Gate:
    """One station with its camera; both stations and central live by the same clock."""

    def __init__(self, folder: Path, central: Served, name: str, proxy: LyingProxy, clock: FakeClock) -> None:
        self.proxy, self.clock = proxy, clock
        self.store: Store = open_store(folder / name)
        who = enrol(self.store, proxy.url, central.code(name))
        self.courier = Courier(self.store, central_of(who), clock)  # type: ignore[arg-type]
        self.desk = Desk(self.store, clock, operator="gd1")  # type: ignore[arg-type]
        self.logbook = Logbook(self.store, self.desk.place)
        self.camera = Camera(clock)

    def scan(self, text: str, clock: str, way: Direction) -> Shown:
        """A pass is held up at that time."""
        self.clock.to(clock)
        self.desk.direction = way
        [reading] = self.camera.hold_up(text)
        self.clock.to(clock)
        return self.desk.show(reading.text)

    def sync(self) -> Round:
        return self.courier.round()

    def flags(self) -> list[str]:
        return [one.flag for one in self.logbook.passages(DAY) if one.flag]

    def times(self) -> list[str]:
        return [f"{one.scanned_at.astimezone(ZONE):%H:%M}" for one in self.logbook.passages(DAY) if one.passed]

    def close(self) -> None:
        self.courier.close()
        self.store.close()


def test_s5_two_gates_without_a_network_agree_afterwards(tmp_path: Path) -> None:
    clock = FakeClock(at("07:00"))
    with (
        served(tmp_path, roster(), clock) as central,
        lying_proxy(central.url) as to_south,
        lying_proxy(central.url) as to_north,
    ):
        south = Gate(tmp_path, central, "G1", to_south, clock)
        north = Gate(tmp_path, central, "G2", to_north, clock)
        try:
            _story(central, south, north)
        finally:
            south.close()
            north.close()


def _story(central: Served, south: Gate, north: Gate) -> None:
    assert south.scan(text_of(R1), "07:30", IN).verdict.light is Light.GREEN
    assert (south.sync().link, north.sync().link) == ("online", "online")
    assert north.times() == ["07:30"]

    south.proxy.always[lying.EVERYWHERE] = north.proxy.always[lying.EVERYWHERE] = lying.REFUSED
    assert south.scan(text_of(R1), "09:05", OUT).verdict.light is Light.GREEN
    assert south.scan(VISITOR, "09:10", IN).verdict.light is Light.GREEN
    back = north.scan(text_of(R1), "09:40", IN)
    assert (back.verdict.light, back.verdict.reason) == (Light.AMBER, Reason.NO_PRIOR_EXIT)
    north.desk.decide(back.recorded.entry.id, Action.PRESUME_EXIT)
    assert (south.sync().link, north.sync().link) == ("offline", "offline")
    guest = south.scan(text_of(R2), "10:00", IN)
    assert guest.verdict.reason is Reason.NOT_THIS_COMMUNITY
    south.desk.decide(guest.recorded.entry.id, Action.ADMIT_VISITOR)
    assert north.scan(text_of(R1), "10:30", OUT).verdict.light is Light.GREEN
    left = north.scan(text_of(R2), "11:00", OUT)
    assert (left.verdict.light, left.verdict.reason) == (Light.GREEN, Reason.NO_PRIOR_ENTRY)
    assert north.flags() == ["no_prior_exit", "no_prior_entry"]

    south.clock.to("12:00")
    south.proxy.always.clear()
    north.proxy.always.clear()
    assert north.sync().sent == 4
    south.proxy.always[lying.JOURNAL] = lying.DROP_ANSWER
    assert south.sync().sent == 0
    assert south.store.unsent_count() == 4
    assert north.sync().received >= 4, "central has it, although the south gate does not know"
    south.proxy.always.clear()
    assert south.sync().sentence == ""
    assert north.sync().sentence == ""

    for gate in (south, north):
        assert gate.times() == ORDER
        assert gate.flags() == []
        report = gate.logbook.report(DAY)
        assert (report["in"], report["out"], report["inside_at_end"], report["open_flags"]) == (4, 3, 1, 0)
        assert gate.logbook.figures(at("12:00")).inside == 1
        assert (report["passages"], report["unsynced"]) == (7, 0)
        assert (report["attempts"], report["corrected_times"]) == (7, 0), "seven showings, not ten"
        _times_are_the_gates_own(gate.logbook.passages(DAY))
        assert gate.store.rebuild().differing == ()
    _central_agrees(central, south)


def _times_are_the_gates_own(passages: list[Passage]) -> None:
    """Nobody's upload time has replaced a scan's; only X1 is inside."""
    assert all(one.at == one.scanned_at and not one.corrected for one in passages)
    apart = [one for one in passages if one.scanned_at > at("07:30")]
    assert len(apart) == 6
    assert all(one.received_at is not None and one.received_at >= at("12:00") for one in apart)
    assert list(days.inside(passages)) == [(SITE, X1.id)]


def _central_agrees(central: Served, south: Gate) -> None:
    site = reports.site_of(central.store, SITE)
    report = reports.report(central.store, site, DAY)
    wanted = {"in": 4, "out": 3, "inside_at_end": 1, "open_flags": 0, "passages": 7}
    assert {name: report[name] for name in wanted} == wanted
    passed = [one for one in reports.passages(central.store, site, DAY) if one.passed]
    assert [f"{one.scanned_at.astimezone(ZONE):%H:%M}" for one in passed] == ORDER
    _times_are_the_gates_own(passed)
    written = sum(chain.held for chain in central.store.chains())
    assert written == 9, "seven showings and two decisions"
    assert len(reports.ledger(central.store, site, DAY)) == 7
    here = [(one.id, one.flag, one.outcome) for one in south.logbook.passages(DAY)]
    assert here == [(one.id, one.flag, one.outcome) for one in reports.passages(central.store, site, DAY)]


def test_one_pass_in_two_hands_within_a_minute_is_flagged_everywhere_once_the_gates_have_met(tmp_path: Path) -> None:
    clock = FakeClock(at("07:00"))
    with served(tmp_path, roster(), clock) as central, lying_proxy(central.url) as way:
        south, north = (Gate(tmp_path, central, name, way, clock) for name in ("G1", "G2"))
        try:
            assert south.scan(text_of(R1), "07:30:00", IN).verdict.light is Light.GREEN
            assert north.scan(text_of(R1), "07:30:50", IN).verdict.light is Light.GREEN, "it cannot know"
            for gate in (south, north, south):
                assert gate.sync().link == "online"
            for gate in (south, north):
                assert gate.flags() == ["possible_shared_pass"]
                assert gate.logbook.report(DAY)["open_flags"] == 1
            site = reports.site_of(central.store, SITE)
            assert reports.report(central.store, site, DAY)["open_flags"] == 1
            late = south.scan(text_of(R1), "07:31:10", OUT)
            assert (late.verdict.light, late.verdict.reason) == (Light.AMBER, Reason.POSSIBLE_SHARED)
        finally:
            south.close()
            north.close()


@pytest.mark.parametrize("first", ["south", "north"])
def test_it_does_not_matter_which_gate_is_back_first(tmp_path: Path, first: str) -> None:
    clock = FakeClock(at("07:00"))
    with served(tmp_path, roster(), clock) as central, lying_proxy(central.url) as way:
        gates = {name: Gate(tmp_path, central, gate, way, clock) for name, gate in (("south", "G1"), ("north", "G2"))}
        try:
            gates["south"].scan(text_of(R1), "09:05", IN)
            gates["north"].scan(text_of(R1), "09:40", OUT)
            order = [gates.pop(first), *gates.values()]
            for gate in [*order, *order]:
                assert gate.sync().link == "online"
            assert [gate.flags() for gate in order] == [[], []]
            assert [gate.logbook.figures(at("12:00")).inside for gate in order] == [0, 0]
        finally:
            for gate in order:
                gate.close()
