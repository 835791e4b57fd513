"""A camera pulled out and plugged in again, as the window shows it; and that no picture of one is ever kept."""

from __future__ import annotations

import ast
import threading
import time
from pathlib import Path
from typing import Any

import numpy as np
import pytest

from station.scanner import camera as camera_room
from station.scanner import devices as device_room
from station.scanner.camera import Camera
from station.ui.view import Trouble
from tests.harness.keyboard import long_pass
from tests.harness.made import R1, R3
from tests.scanner.held import FakeCapture, plug_in, unplug

STATION = Path(camera_room.__file__).parent.parent


class Webcam(FakeCapture):
    """Gives a picture thirty times a second until it is pulled out; then its read hangs, as with a real one."""

    def __init__(self, pulled: threading.Event) -> None:
        super().__init__([])
        self._pulled, self._made = pulled, np.random.default_rng(1)

    def read(self) -> tuple[bool, Any]:
        if self._pulled.wait(1 / 30):
            self.released.wait(5)
            return False, None
        return True, self._made.integers(90, 120, (240, 320, 3), dtype=np.uint8)


def test_an_unplugged_camera_is_a_banner_within_two_seconds_and_goes_on_by_itself(
    desks: Any, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    listed = tmp_path / "listed"
    listed.mkdir()
    plug_in(listed, "video0", "Gate camera", bus="1-1")
    monkeypatch.setattr(device_room, "DEVICES", listed)
    cables: list[threading.Event] = []

    def opened(_source: str) -> FakeCapture:
        cables.append(threading.Event())
        return Webcam(cables[-1])

    monkeypatch.setattr(camera_room, "open_camera", lambda _source, **_how: Camera("Gate camera", open_source=opened))
    desk = desks()
    banner = desk.window.gate.banner
    with desk.qtbot.waitSignal(desk.station.watching.saw_frame, timeout=20_000):
        pass
    assert Trouble.CAMERA_MISSING not in banner.troubles
    pulled_s = time.monotonic()
    unplug(listed, "video0")
    cables[-1].set()
    desk.until(banner.isVisible)
    assert time.monotonic() - pulled_s <= 2.0, "the domain's own figure"
    assert banner.troubles == [Trouble.CAMERA_MISSING]
    desk.scan(long_pass(R1))
    assert desk.card.name == "张*", "a handheld scanner works all along"

    plug_in(listed, "video3", "Gate camera", bus="1-1")
    desk.until(lambda: not banner.isVisible())
    with desk.qtbot.waitSignal(desk.station.watching.saw_frame, timeout=20_000):
        pass
    desk.scan(long_pass(R3))
    kept = {path.suffix for path in desk.folder.rglob("*") if path.is_file()}
    assert kept <= {".db", ".db-wal", ".db-shm", ".json"}, "no picture among them"


def test_nothing_in_the_station_can_write_a_picture_but_the_demo_its_made_up_film() -> None:
    writing = {"imwrite", "imwritemulti", "VideoWriter", "tofile", "imencode"}
    found = {
        (path.relative_to(STATION).as_posix(), node.attr)
        for path in STATION.rglob("*.py")
        for node in ast.walk(ast.parse(path.read_text(encoding="utf-8")))
        if isinstance(node, ast.Attribute) and node.attr in writing
    }
    # The camera's is asked for a format's number only; it writes nothing.
    assert found == {("scanner/scenery.py", "VideoWriter"), ("scanner/camera.py", "VideoWriter")}
