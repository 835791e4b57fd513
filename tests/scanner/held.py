"""Codes and cameras made for these tests: texts, pictures, a clock that is set by hand, cameras that misbehave."""

from __future__ import annotations

import random
import shutil
import string
import threading
from collections.abc import Callable, Sequence
from pathlib import Path
from typing import Any

import cv2
import numpy as np
import numpy.typing as npt
import zxingcpp

from station.scanner.camera import Camera, Frame
from station.scanner.decoder import QR, Code
from station.scanner.health import CameraTrouble

BASE45 = string.digits + string.ascii_uppercase + " $%*+-./:"
PAYMENT = "https://pay.example/u/a6x0112?amount=12.50&to=fruit"


def pass_text(seed: object) -> str:
    """A text of the form and length of a pass."""
    return "C1" + "".join(random.Random(f"pass {seed}").choices(BASE45, k=120))


def tube_label(text: str) -> npt.NDArray[np.uint8]:
    """A Code 128 label on a gray table (480 x 640)."""
    bars = np.array(zxingcpp.create_barcode(text, zxingcpp.BarcodeFormat.Code128).to_image(scale=2))
    label = np.full((480, 640), 190, np.uint8)
    bars = cv2.copyMakeBorder(np.repeat(bars[:1], 90, axis=0), 20, 20, 30, 30, cv2.BORDER_CONSTANT, value=255)
    label[150 : 150 + bars.shape[0], 60 : 60 + bars.shape[1]] = bars
    return label


def code(text: str, x: int = 640, y: int = 360, side: int = 200) -> Code:
    """A code that a decoder saw there, pixels of a 1280 x 720 frame."""
    half = side // 2
    return Code(text, QR, ((x - half, y - half), (x + half, y - half), (x + half, y + half), (x - half, y + half)))


class Clock:
    """Monotonic seconds that go on only when told."""

    def __init__(self) -> None:
        self.now_s = 100.0

    def __call__(self) -> float:
        return self.now_s

    def pass_by(self, seconds: float) -> None:
        self.now_s += seconds


def plug_in(folder: Path, node: str, name: str, *, index: str = "0", bus: str = "") -> None:
    """Show a camera in a system's list of them, as Linux does in /sys."""
    entry = folder / node
    entry.mkdir()
    (entry / "name").write_text(f"{name}\n", encoding="utf-8")
    (entry / "index").write_text(f"{index}\n", encoding="utf-8")
    if bus:
        place = folder / "usb1" / f"{bus}:1.{index}"
        place.mkdir(parents=True, exist_ok=True)
        (entry / "device").symlink_to(place)


def unplug(folder: Path, node: str) -> None:
    """Take it out of the system's list."""
    shutil.rmtree(folder / node)


class FakeCapture:
    """A device that gives these pictures and then ends; `each` is called before every picture."""

    def __init__(self, pictures: Sequence[Any], *, opens: bool = True, each: Callable[[], object] = int) -> None:
        self._pictures, self._opens, self._each = list(pictures), opens, each
        self.released = threading.Event()

    def isOpened(self) -> bool:  # noqa: N802
        return self._opens

    def read(self) -> tuple[bool, Any]:
        self._each()
        return (True, self._pictures.pop(0)) if self._pictures else (False, None)

    def get(self, property_id: int, /) -> float:
        return 0.0

    def set(self, property_id: int, value: float, /) -> bool:
        return False

    def release(self) -> None:
        self.released.set()


class Seen:
    """What a camera gave, and a way to end it: stops after so many frames, or at a trouble."""

    def __init__(self, *, frames: int = 10**9, troubles: int = 10**9) -> None:
        self.stop = threading.Event()
        self.frames: list[Frame] = []
        self.troubles: list[tuple[CameraTrouble, bool]] = []
        self._most_frames, self._most_troubles = frames, troubles

    def trouble(self, what: CameraTrouble, on: bool) -> None:
        self.troubles.append((what, on))
        if len(self.troubles) >= self._most_troubles:
            self.stop.set()

    def run(self, camera: Camera) -> Seen:
        for frame in camera.frames(self.stop, self.trouble):
            self.frames.append(frame)
            if len(self.frames) >= self._most_frames:
                self.stop.set()
        return self
