"""What a start loads before somebody sees the window, and before the first code can be judged: counted, not timed."""

from __future__ import annotations

import os
import subprocess
import sys
from pathlib import Path

import pytest

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
