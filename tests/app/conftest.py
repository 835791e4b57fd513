"""The program in its window, closed again after each test."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from pytestqt.qtbot import QtBot

from checkpoint.policy import Policy
from checkpoint.roster import Document
from tests.harness.keyboard import Desk
from tests.harness.made import FakeClock
from tests.harness.online import Online


@pytest.fixture
def desks(qtbot: QtBot, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Any]:
    """Opens the program as often as it is asked to. on: the folder of an earlier one that was closed."""
    made: list[Desk] = []

    def make(
        *documents: Document,
        policy: Policy | None = None,
        clock: FakeClock | None = None,
        on: Path | None = None,
        home: str = "gate",
    ) -> Desk:
        if clock is not None:
            monkeypatch.setattr("station.app.DeviceClock", lambda: clock)
        made.append(Desk(qtbot, on or tmp_path / str(len(made)), *documents, policy=policy, clock=clock, home=home))
        return made[-1]

    yield make
    for desk in made:
        desk.close()
        desk.window.set_language("en")


@pytest.fixture
def closing() -> Iterator[list[Online]]:
    """Windows that a test opens; they are closed after it."""
    opened: list[Online] = []
    yield opened
    for one in opened:
        one.station.close()
        one.station.window.set_language("en")
