"""A station's duty desk in a test: S7's people show their badges, answer what is asked, and a lead signs."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from checkpoint.policy import DutyRules, Policy
from checkpoint.roster import Document
from station.duty_lane import DutyLane
from station.shifts import ShiftDesk
from station.ui.duty_view import DutyCard
from tests.harness.gate import Station, station_at
from tests.harness.serving import LEAD, LEAD_BADGE, PEOPLE, answers, s7_roster

NEVER_ASKED = Policy(duty=DutyRules(ask_phone_end=0))


@dataclass
class Duty:
    """One station and its duty desk."""

    gate: Station
    lane: DutyLane

    def show(self, number: int, clock: str = "", way: str = "either", day: str = "2022-12-05", **more: Any) -> DutyCard:
        """V<number> shows a badge and answers what is asked."""
        if clock:
            self.gate.clock.to(clock, day)
        card = self.lane.show(PEOPLE[number][1], way, **more)
        if card.result == "asked":
            after = self.lane.answer(card.entry, answers(number))
            assert after is not None
            return after
        return card

    def lead(self) -> DutyLane:
        """The lane with a lead signed in just now."""
        assert self.lane.sign(LEAD_BADGE).number == LEAD.id
        return self.lane

    def row(self, number: int) -> Any:
        """V<number>'s row of today's board."""
        return next(one for one in self.lane.board().rows if one.number == PEOPLE[number][0].id)


@contextmanager
def duty_at(folder: Path, *extra: Document, policy: Policy = NEVER_ASKED, **how: Any) -> Iterator[Duty]:
    """A duty desk with S7's roster for the length of a test."""
    with station_at(folder, *s7_roster(), *extra, policy=policy, **how) as gate:
        yield Duty(gate, DutyLane(gate.desk, ShiftDesk(gate.desk)))
