"""What a start loads before somebody sees the window, and before the first code can be judged: counted, not timed."""

from __future__ import annotations

import os
import subprocess
import sys
from collections.abc import Iterator
from datetime import timedelta
from pathlib import Path
from typing import Any

import pytest
from PySide6.QtCore import Qt
from pytestqt.qtbot import QtBot

from station import syncing
from station.app import Station
from station.settings import load, places
from station.syncing import Syncing
from tests.harness.keyboard import long_pass
from tests.harness.made import R1, FakeClock, at

WINDOW = """
import os, sys
from pathlib import Path
from PySide6.QtWidgets import QApplication
from station.app import Station
from station.settings import load, places
application = QApplication([])
where = places(Path(sys.argv[1]))
station = Station(where, load(where))
station.open()
print(*sys.modules, flush=True)
os._exit(0)
"""
DESK = "import sys, station.lane; print(*sys.modules)"


@pytest.fixture(scope="module")
def loaded(tmp_path_factory: pytest.TempPathFactory) -> dict[str, set[str]]:
    """What is loaded when the window is shown, and with the desk alone."""
    data = str(tmp_path_factory.mktemp("nobody's") / "a")
    return {name: _modules(code, data) for name, code in (("window", WINDOW), ("desk", DESK))}


def _modules(code: str, data: str) -> set[str]:
    environment = os.environ | {"QT_QPA_PLATFORM": "offscreen"}
    root = Path(__file__).resolve().parents[2]
    done = subprocess.run(
        [sys.executable, "-c", code, data], capture_output=True, text=True, check=True, env=environment, cwd=root
    )
    return set(done.stdout.split())


@pytest.mark.parametrize(
    "library",
    [
        *("sqlalchemy", "sqlcipher3", "alembic", "httpx", "ssl", "numpy", "cv2", "zxingcpp", "xlsxwriter"),
        *("cryptography.x509", "PySide6.QtMultimedia", "PySide6.QtPrintSupport", "PySide6.QtNetwork"),
        *("station.lane", "station.demo", "checkpoint.days", "checkpoint.handover"),
        *("checkpoint.duty.record", "checkpoint.supplies.books", "checkpoint.sampling.books", "checkpoint.dutylog"),
        *("station.ui.day_page", "station.ui.duty.page", "station.ui.sampling.page", "station.ui.supply.supply_page"),
        *("station.ui.side.page", "station.ui.leaving_page", "station.ui.duty.duty_words", "station.ui.printing"),
    ],
)
def test_nobody_waits_for_it_before_there_is_a_window(loaded: dict[str, set[str]], library: str) -> None:
    assert "station.ui.window" in loaded["window"]
    assert library not in loaded["window"]


@pytest.mark.parametrize("library", ["alembic", "httpx", "xlsxwriter", "cryptography.x509", "PySide6"])
def test_nobody_waits_for_it_before_the_first_code_can_be_judged(loaded: dict[str, set[str]], library: str) -> None:
    assert "station.desk" in loaded["desk"]
    assert library not in loaded["desk"]


@pytest.fixture
def line(qtbot: QtBot, monkeypatch: pytest.MonkeyPatch) -> Iterator[tuple[Syncing, FakeClock, list[str]]]:
    """A line to central whose libraries are only counted, and a clock that stands."""
    loaded: list[str] = []
    for name in ("_meet", "_watch"):
        monkeypatch.setattr(syncing, name, lambda *_store, name=name: loaded.append(name))
    monkeypatch.setattr(syncing, "LOAD_AFTER_MS", 30)
    clock = FakeClock(at("07:00"))
    made = Syncing(clock, every_s=3_600)  # type: ignore[arg-type]
    yield made, clock, loaded
    made.stop()


def test_what_a_line_needs_is_loaded_soon_after_the_store_was_met_and_once(
    line: tuple[Syncing, FakeClock, list[str]], qtbot: QtBot
) -> None:
    made, _clock, loaded = line
    made.meet(object())
    assert loaded == []
    qtbot.waitUntil(lambda: sorted(loaded) == ["_meet", "_watch"])
    made.touch()
    assert not made._loads.isActive()


def test_whoever_shows_a_code_right_after_the_start_waits_for_no_library_of_the_line(
    line: tuple[Syncing, FakeClock, list[str]], monkeypatch: pytest.MonkeyPatch
) -> None:
    made, _clock, _loaded = line
    made.meet(object())
    monkeypatch.setattr(syncing, "LOAD_AFTER_MS", 60_000)
    made.touch()
    assert made._loads.remainingTime() > 50_000


def test_a_queue_keeps_the_line_waiting_for_some_seconds_at_most(
    line: tuple[Syncing, FakeClock, list[str]], qtbot: QtBot, monkeypatch: pytest.MonkeyPatch
) -> None:
    made, clock, loaded = line
    made.meet(object())
    clock.time += timedelta(seconds=syncing.LOAD_AT_LATEST_S)
    monkeypatch.setattr(syncing, "LOAD_AFTER_MS", 60_000)
    made.touch()
    qtbot.waitUntil(lambda: sorted(loaded) == ["_meet", "_watch"])


def test_a_program_that_is_closed_at_once_loads_nothing_more(
    line: tuple[Syncing, FakeClock, list[str]], qtbot: QtBot
) -> None:
    made, _clock, loaded = line
    made.meet(object())
    made.stop()
    assert not made._loads.isActive()
    assert loaded == []


def test_the_program_puts_the_line_off_for_a_code_that_is_read(desks: Any, monkeypatch: pytest.MonkeyPatch) -> None:
    desk = desks()
    monkeypatch.setattr(syncing, "LOAD_AFTER_MS", 60_000)
    line = desk.station.syncing
    line._load_by_s = float("inf")
    line._loads.start(20_000)
    desk.station.watching.enter(long_pass(R1), "wedge")
    assert line._loads.remainingTime() > 50_000


def test_keys_that_are_pressed_before_there_is_a_desk_break_nothing(qtbot: QtBot, tmp_path: Path) -> None:
    where = places(tmp_path / "early")
    station = Station(where, load(where))
    qtbot.addWidget(station.window)
    station.window.show()
    try:
        for held in (Qt.KeyboardModifier.NoModifier, Qt.KeyboardModifier.ShiftModifier):
            for number in range(1, 13):
                for key in (Qt.Key(Qt.Key.Key_F1 + number - 1), Qt.Key.Key_1, Qt.Key.Key_Escape):
                    # Whatever a slot raises fails the test.
                    qtbot.keyClick(station.window, key, held)
    finally:
        station.close()
        station.window.set_language("en")
