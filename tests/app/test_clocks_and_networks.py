"""S5 and S6 through real windows: two gates without a network, and a clock that is fast; the clock alone is ours."""

from __future__ import annotations

from contextlib import ExitStack
from datetime import timedelta
from pathlib import Path

import pytest
from pytestqt.qtbot import QtBot

from checkpoint.gate import Direction, Light, Reason
from checkpoint.passes import PassKind
from checkpoint.policy import Policy
from tests.harness.lying import lying_proxy
from tests.harness.made import R1, R2, R3, SITE, X1, ZONE, FakeClock, at, roster, text_of
from tests.harness.online import Online
from tests.harness.served import served

AT_ONCE = Policy(debounce_s=0.0)
"""In the story hours pass between two showings of one pass, here none."""
IN, OUT = Direction.IN, Direction.OUT


def test_s5_in_two_windows_without_a_network_that_agree_afterwards(
    qtbot: QtBot, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, closing: list[Online]
) -> None:
    clock = FakeClock(at("07:00"))
    monkeypatch.setattr("station.app.DeviceClock", lambda: clock)
    with ExitStack() as lines:
        central = lines.enter_context(served(tmp_path, roster(policy=AT_ONCE), clock))
        ways = [lines.enter_context(lying_proxy(central.url)) for _ in range(2)]
        closing += [
            Online(qtbot, tmp_path / gate, central, gate, way) for gate, way in zip(("G1", "G2"), ways, strict=True)
        ]
        south, north = closing
        clock.to("07:30")
        assert south.scan(text_of(R1), IN).light is Light.GREEN
        north.until(lambda: north.times() == ["07:30"])
        for gate in closing:
            gate.online(False)
        _apart(south, north, clock)
        clock.to("12:00")
        for gate in closing:
            gate.online(True)
        for gate in closing:
            _agrees(gate)


def _agrees(gate: Online) -> None:
    gate.until(lambda: gate.times() == ["07:30", "09:05", "09:10", "09:40", "10:00", "10:30", "11:00"])
    gate.until(lambda: gate.unsent == 0)
    gate.station.ask_lists()
    shown = gate.station.window.gate.figures.values
    gate.until(lambda: [shown[name].text() for name in ("inside", "in", "out")] == ["1", "4", "3"])
    held = gate.station._lane.store.between(SITE, at("00:00"), at("23:59"))
    assert [one.flag for one in held if one.flag] == []


def _apart(south: Online, north: Online, clock: FakeClock) -> None:
    clock.to("09:05")
    assert south.scan(text_of(R1), OUT).light is Light.GREEN
    clock.to("09:10")
    assert south.scan(text_of(X1, kind=PassKind.VISITOR), IN).light is Light.GREEN
    clock.to("09:40")
    assert north.scan(text_of(R1), IN).reason is Reason.NO_PRIOR_EXIT
    north.press(0)
    clock.to("10:00")
    assert south.scan(text_of(R2), IN).reason is Reason.NOT_THIS_COMMUNITY
    form = south.station.window.gate.sides.form
    verdict = south.station.window.gate.verdict
    assert verdict.press(0)
    south.until(lambda: bool(form.fields))
    form.send()
    south.until(lambda: verdict.card is not None and not verdict.card.actions)
    clock.to("10:30")
    assert north.scan(text_of(R1), OUT).light is Light.GREEN
    clock.to("11:00")
    assert north.scan(text_of(R2), OUT).reason is Reason.NO_PRIOR_ENTRY


def test_s6_in_the_window_a_fast_clock_is_told_and_blocks_nobody(
    qtbot: QtBot, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, closing: list[Online]
) -> None:
    true, device = FakeClock(at("14:00")), FakeClock(at("14:00"), skew=timedelta(minutes=47))
    monkeypatch.setattr("station.app.DeviceClock", lambda: device)
    with served(tmp_path, roster(), true) as central, lying_proxy(central.url) as way:
        closing.append(Online(qtbot, tmp_path / "G2", central, "G2", way))
        [gate] = closing
        gate.online(False)
        assert gate.scan(text_of(R1), IN).light is Light.GREEN
        assert gate.scan(text_of(R3), IN).light is Light.GREEN
        gate.online(True)
        gate.until(lambda: gate.unsent == 0)
        gate.station.ask_lists()
        gate.until(lambda: "时钟偏差 4" in gate.station.window.bar._chip.text())
        passages = gate.station._lane.store.between(SITE, at("00:00"), at("23:59"))
        assert all(one.corrected for one in passages)
        assert [f"{one.at.astimezone(ZONE):%H:%M}" for one in passages] == ["14:47", "14:47"]
