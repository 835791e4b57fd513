"""What people are shown does not depend on the order in which anything arrived: stations, central, lies, restarts.

A hundred machines in every run of the suite; INTERLEAVINGS says how many, and the nightly run a thousand.
"""

from __future__ import annotations

import os
import random
import tempfile
from datetime import timedelta
from pathlib import Path
from typing import Any

import pytest
from hypothesis import HealthCheck, Phase, settings
from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, initialize, rule, run_state_machine_as_test

from checkpoint.gate import Action, Direction
from checkpoint.supplies.moves import Change
from station.store import passages
from station.sync.courier import SINKS_FOR
from station.tubes import OPENED_FOR
from tests.sync.interleaved import CODES, DUTIES, LIES, MOVES, TUBES, Gate, Office, away

MACHINES = int(os.environ.get("INTERLEAVINGS", "100"))
SKEWS = [timedelta(0), timedelta(0), timedelta(minutes=47), timedelta(days=-400), timedelta(days=400)]
WHICH = st.sampled_from(["south", "north"])
HOW = {
    "stateful_step_count": 12,
    "deadline": None,
    "suppress_health_check": list(HealthCheck),
    "database": None,
    # A story that fails is told as it was: making it shorter takes minutes, and longer than a test may.
    "phases": [Phase.generate],
}


class Interleaved(RuleBasedStateMachine):
    """Two stations of a site and their central; at the end the line is honest and everything has arrived."""

    @initialize(seed=st.integers(0, 2**32), skews=st.tuples(st.sampled_from(SKEWS), st.sampled_from(SKEWS)))
    def begin(self, seed: int, skews: tuple[timedelta, timedelta]) -> None:
        self.folder = Path(tempfile.mkdtemp(dir=os.environ.get("XDG_RUNTIME_DIR")))
        chance = random.Random(seed)
        self.office = Office(self.folder)
        self.gates = {
            name: Gate(self.office, self.folder, gate, skew, chance)
            for name, gate, skew in zip(("south", "north"), ("G1", "G2"), skews, strict=True)
        }

    def _gate(self, which: str) -> Gate:
        return self.gates[which].at(self.office.time)

    @rule(which=WHICH, code=st.sampled_from(CODES), way=st.sampled_from(Direction))
    def somebody_comes(self, which: str, code: str, way: Direction) -> None:
        self._gate(which).show(code, way)

    @rule(which=WHICH, action=st.sampled_from(Action))
    def somebody_decides(self, which: str, action: Action) -> None:
        self._gate(which).decide(action)

    @rule(which=WHICH, act=st.sampled_from(DUTIES), number=st.integers(1, 2))
    def a_volunteer_serves(self, which: str, act: Any, number: int) -> None:
        self._gate(which).serve(act, number)

    @rule(which=WHICH, change=st.sampled_from(MOVES), quantity=st.integers(1, 9))
    def supplies_move(self, which: str, change: Change, quantity: int) -> None:
        self._gate(which).move(change, quantity)

    @rule(
        which=WHICH,
        label=st.integers(0, 2),
        persons=st.integers(1, 3),
        acts=st.lists(st.tuples(st.sampled_from(TUBES), st.integers(0, 5)), max_size=5),
    )
    def a_table_works(self, which: str, label: int, persons: int, acts: list[tuple[str, int]]) -> None:
        gate = self._gate(which)
        for what, number in (("box", label), ("tube", label), *(("add", one) for one in range(persons)), *acts):
            gate.sample(what, number)

    @rule(seconds=st.sampled_from([1, 70, 3600]))
    def time_passes(self, seconds: int) -> None:
        self.office.time += timedelta(seconds=seconds)

    @rule(which=WHICH, lies=st.lists(st.sampled_from(["", *LIES]), max_size=4))
    def a_round_on_a_line_that_lies(self, which: str, lies: list[str]) -> None:
        gate = self._gate(which)
        gate.way.lies = lies
        gate.courier.round()

    @rule(which=WHICH)
    def a_station_starts_again(self, which: str) -> None:
        self._gate(which).restart()

    @rule()
    def central_starts_again(self) -> None:
        self.office.restart()

    @rule(which=WHICH)
    def a_stick_is_filled(self, which: str) -> None:
        self._gate(which).pack()

    @rule(which=WHICH)
    def a_stick_is_carried(self, which: str) -> None:
        self._gate(which).carry()

    def teardown(self) -> None:
        """The line is honest again; twice round, and everybody sees the same."""
        if not hasattr(self, "gates"):
            return
        try:
            for gate in [*self.gates.values()] * 2:
                gate.at(self.office.time).way.lies = []
                # An entry that an answer left out rests for some rounds, the longer the oftener that happened.
                for _ in range(SINKS_FOR + 2):
                    if not gate.courier.round().more and not gate.store.unsent_count():
                        break
            self.everybody_sees_the_same()
        finally:
            for gate in self.gates.values():
                gate.store.close()
            self.office.books.close()
            away(self.folder)

    def everybody_sees_the_same(self) -> None:
        self.office.time += OPENED_FOR * 2
        there = self.office.drawn()
        for gate in self.gates.values():
            gate.at(self.office.time)
            who = gate.store.identity
            assert who is not None
            written = [one.hash for one in gate.store.entries(who.station, gate.store.epoch)]
            assert [one.hash for one in self.office.books.journal(who.station, gate.store.epoch)] == written
            assert (gate.store.unsent_count(), gate.store.refused_count()) == (0, 0)
            assert gate.store.fault() is None
            assert gate.store.rebuild(repair=False).differing == ()
            assert gate.drawn() == there


def test_whatever_the_order_everybody_is_shown_the_same_in_the_end() -> None:
    run_state_machine_as_test(Interleaved, settings=settings(max_examples=MACHINES, **HOW))  # type: ignore[arg-type]


def test_a_merge_that_hangs_on_the_order_of_arrival_is_caught(monkeypatch: pytest.MonkeyPatch) -> None:
    """The mutant does not look again at whoever passed after an entry that came late."""
    monkeypatch.setattr(passages, "_follow", lambda *_: None)
    how = settings(max_examples=300, **HOW)  # type: ignore[arg-type]
    with pytest.raises((AssertionError, ExceptionGroup)):
        run_state_machine_as_test(Interleaved, settings=how)
