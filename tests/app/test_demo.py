"""`run --demo`: within a minute a newcomer sees people being registered, by the real product."""

from __future__ import annotations

import json
import os
import signal
import subprocess
import sys
import threading
import time
from pathlib import Path

import pytest

from checkpoint.supplies.moves import STOCK
from station import demo
from station.scanner.scenery import is_label
from station.settings import demo_places
from station.store.engine import key_at
from station.store.store import Store

ROOT = Path(__file__).resolve().parent.parent.parent
WITHIN_S = 60.0


def entries_of(data: Path) -> int:
    """How many entries the running demo has written besides what filled its shelves; 0 while it is not there yet."""
    where = demo_places(data)
    if not where.store.exists():
        return 0
    store = Store.open(where.store, key_at(where.key), create=False)
    try:
        return store.entry_count() - len(list(store.told(STOCK)))
    finally:
        store.close()


def wait_until_registered(process: subprocess.Popen[str], data: Path, people: int) -> float:
    """Seconds until that many entries are on disk."""
    start, pause = time.monotonic(), threading.Event()
    while entries_of(data) < people:
        assert process.poll() is None, process.stderr.read() if process.stderr else ""
        assert time.monotonic() - start < WITHIN_S
        pause.wait(0.25)
    return time.monotonic() - start


def test_a_second_demo_does_not_pull_the_first_ones_data_away(tmp_path: Path) -> None:
    where = demo_places(tmp_path / "a")
    where.data.mkdir()
    (where.data / "running").write_text(str(os.getppid()), encoding="ascii")
    (where.data / "precious").touch()
    with pytest.raises(demo.DemoFailed, match="already"), demo.opened(where):
        pass
    assert (where.data / "precious").exists()
    (where.data / "running").write_text("999999999", encoding="ascii")
    with demo.opened(where) as made:
        assert (made.settings.operator, made.settings.home) == ("gd1", "gate")
    assert not (where.data / "precious").exists()


def test_the_demo_of_a_sampling_table_holds_up_labels_and_people_who_can_be_sampled(tmp_path: Path) -> None:
    seeded = {"shown": [1, 2, 3, 4, 5], "lost": [2], "expired": [3], "couriers": [4], "vehicles": [9]}
    assert demo._with_good_passes(seeded) == [1, 5]
    assert all(is_label(text) for text in (demo.BOX, *demo.TUBES))
    with demo.opened(demo_places(tmp_path / "a"), at_table=True) as made:
        assert (made.at_table, made.settings.home) == (True, "table")


def test_the_demo_registers_people_within_a_minute_and_leaves_nothing_running(tmp_path: Path) -> None:
    environment = os.environ | {"STATION_DATA": str(tmp_path / "a"), "QT_QPA_PLATFORM": "offscreen"}
    command = [sys.executable, "-m", "station", "run"]
    process = subprocess.Popen(
        command, cwd=ROOT, env=environment, text=True, stdout=subprocess.DEVNULL, stderr=subprocess.PIPE
    )
    try:
        wait_until_registered(process, tmp_path / "a", 2)
        process.send_signal(signal.SIGTERM)
        _, said = process.communicate(timeout=20)
    finally:
        process.kill()
        process.wait()
    assert process.returncode == 0, said
    assert "Traceback" not in said
    folder = demo_places(tmp_path / "a").data / "central"
    status = subprocess.run(
        [sys.executable, "-m", "central", "status", "--data", str(folder)],
        cwd=ROOT,
        capture_output=True,
        text=True,
        check=False,
    )
    [station] = json.loads(status.stdout)["stations"]
    shelves = Store.open(demo_places(tmp_path / "a").store, key_at(demo_places(tmp_path / "a").key), create=False)
    assert len(list(shelves.told(STOCK))) == 5, "there is something of everything to hand out"
    shelves.close()
    assert station["journals"][0]["have"] >= 1
    running = subprocess.run(["ps", "-eo", "args"], capture_output=True, text=True, check=True).stdout
    assert str(folder) not in running
