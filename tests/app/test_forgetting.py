"""What is over is counted and forgotten beside the gate: nobody before the camera waits for it."""

from __future__ import annotations

import threading
from typing import Any

import pytest

from checkpoint.gate import Light
from station.reporting import PUT_OFF_AT_MOST
from tests.harness.made import R1, FakeClock, at, text_of


def test_somebody_gets_their_card_while_a_day_is_counted_and_forgotten(
    desks: Any, monkeypatch: pytest.MonkeyPatch
) -> None:
    counts, may_go_on, went_on = threading.Event(), threading.Event(), list[int]()

    def counting(*_asked: object) -> int:
        counts.set()
        may_go_on.wait(30)
        return 7

    monkeypatch.setattr("station.retention.forget_expired", counting)
    monkeypatch.setattr("station.lane.Lane.forget_moves", lambda _lane, forgot: went_on.append(forgot))
    desk = desks(clock=FakeClock(at("08:00")))
    desk.station.tick()
    try:
        assert counts.wait(20)
        assert desk.scan(text_of(R1)).light is Light.GREEN
        assert went_on == []
    finally:
        may_go_on.set()
    desk.until(lambda: went_on == [7])


def test_it_is_put_off_while_somebody_is_at_the_gate_but_for_an_hour_at_most(
    desks: Any, monkeypatch: pytest.MonkeyPatch
) -> None:
    desk, asked = desks(clock=FakeClock(at("08:00"))), list[str]()
    desk.scan(text_of(R1))
    with monkeypatch.context() as instead:
        instead.setattr(desk.station.reporting._worker, "ask", lambda name, *_: asked.append(name))
        for _ in range(PUT_OFF_AT_MOST):
            desk.station.tick()
            desk.station._sweeper.touch()
        assert "forget" not in asked
        desk.station.tick()
    assert asked.count("forget") == 1
