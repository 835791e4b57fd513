"""Frames from a camera, a file, pictures or a stream, the newest only; what is in them is left to the decoder.

A live device is read by a thread that keeps one frame: whoever is slow gets the newest one, never an old one. A camera
that is missing, frozen, black or gone is named as such and opened again by itself. No frame is ever stored.
"""

from __future__ import annotations

import sys
import threading
import time
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from enum import StrEnum
from pathlib import Path
from types import TracebackType
from typing import Any, Final, Protocol, Self

import cv2
import numpy as np
import numpy.typing as npt

WIDTH, HEIGHT, FPS = 1280, 720, 30
FROZEN_S: Final = 2.0
"""The same picture to the last bit for so long: a living sensor has noise in every frame."""
SILENT_S: Final = 2.0
"""No frame for so long: the camera is gone (a banner within 2 s, domain section 6)."""
BLACK: Final = 6
"""Mean brightness, 0 to 255, below which a picture is black: a cap, a dead sensor, a covered lens."""
BLACK_S: Final = 3.0
REOPEN_S: Final = (0.5, 1.0, 2.0, 5.0)
"""Seconds between tries to open a camera that is not there; the last one repeats."""
_PICTURES: Final = {".png", ".jpg", ".jpeg", ".bmp", ".tif", ".tiff", ".webp"}


class CameraTrouble(StrEnum):
    """What can be wrong with a camera; the words for it are the window's."""

    MISSING = "camera_missing"
    FROZEN = "camera_frozen"
    BLACK = "camera_black"


@dataclass(frozen=True, slots=True)
class Frame:
    """One picture. image: H x W x 3 BGR or H x W gray, uint8. at_s: monotonic seconds when it came."""

    image: npt.NDArray[np.uint8]
    at_s: float
    number: int


@dataclass(frozen=True, slots=True)
class Device:
    """A camera of this computer. source: what `open_camera` takes."""

    source: str
    name: str


class Capture(Protocol):
    """What a source of pictures must offer; cv2.VideoCapture does."""

    def isOpened(self) -> bool:  # noqa: N802
        """Whether pictures may be asked for."""

    def read(self) -> tuple[bool, Any]:
        """(whether there was one, the next picture)."""

    def release(self) -> None:
        """Let go of the device."""


OpenCapture = Callable[[str], Capture]


def list_cameras() -> list[Device]:
    """The cameras that this computer shows, by name. On other systems than Linux: the first that opens."""
    if sys.platform != "linux":
        return [Device("0", "0")] if first_frame("0", within_s=2.0) is not None else []
    devices = []
    for folder in sorted(Path("/sys/class/video4linux").glob("video*")):
        # One webcam shows several nodes; those of index 0 give pictures, the others give metadata.
        index = folder / "index"
        if index.exists() and index.read_text(encoding="ascii").strip() != "0":
            continue
        name = (folder / "name").read_text(encoding="utf-8", errors="replace").strip()
        devices.append(Device(f"/dev/{folder.name}", name))
    return devices


def open_capture(source: str) -> Capture:
    """OpenCV's reader for a device number or path, a file, a pattern such as `frames/%04d.png`, a folder, or a URL."""
    if Path(source).is_dir():
        return _Folder(Path(source))
    if not is_device(source):
        return cv2.VideoCapture(source)
    number = int(source) if source.isdigit() else source
    capture = cv2.VideoCapture(number, cv2.CAP_V4L2) if sys.platform == "linux" else cv2.VideoCapture(number)
    for setting, value in (
        (cv2.CAP_PROP_FOURCC, cv2.VideoWriter.fourcc(*"MJPG")),
        (cv2.CAP_PROP_FRAME_WIDTH, WIDTH),
        (cv2.CAP_PROP_FRAME_HEIGHT, HEIGHT),
        (cv2.CAP_PROP_FPS, FPS),
        (cv2.CAP_PROP_BUFFERSIZE, 1),
    ):
        capture.set(setting, value)
    return capture


def is_device(source: str) -> bool:
    """Whether a source is a camera of this computer rather than a file or a stream."""
    return source.isdigit() or source.startswith("/dev/")


def is_live(source: str) -> bool:
    """Whether pictures come at their own pace (devices, streams) rather than at ours (files)."""
    return is_device(source) or "://" in source


class _Folder:
    """A folder of pictures in the order of their names."""

    def __init__(self, folder: Path) -> None:
        self._paths = sorted(path for path in folder.iterdir() if path.suffix.lower() in _PICTURES)

    def isOpened(self) -> bool:  # noqa: N802
        return bool(self._paths)

    def read(self) -> tuple[bool, Any]:
        while self._paths:
            picture = cv2.imdecode(np.fromfile(self._paths.pop(0), np.uint8), cv2.IMREAD_COLOR)
            if picture is not None:
                return True, picture
        return False, None

    def release(self) -> None:
        self._paths = []


class Camera:
    """Frames of one source. Iterate `frames(stop)`; it ends when a file ends or `stop` is set."""

    def __init__(
        self,
        source: str,
        *,
        loop: bool = True,
        paced: bool = True,
        open_source: OpenCapture = open_capture,
        clock: Callable[[], float] = time.monotonic,
    ) -> None:
        """loop: begin a file again at its end. paced: give a file's frames at its own rate, not as fast as can be."""
        self.source, self._loop, self._paced = source, loop, paced
        self._open_source, self._clock = open_source, clock
        self._number = 0
        self._health = Health(clock())
        self.trouble: CameraTrouble | None = None

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        return None

    def frames(self, stop: threading.Event, on_trouble: Callable[[CameraTrouble, bool], None]) -> Iterator[Frame]:
        """Frames until `stop` is set or a file that does not loop has ended. on_trouble(what, whether it began)."""
        live, tries = is_live(self.source), 0
        while not stop.is_set():
            before, capture = self._number, self._open_source(self.source)
            if capture.isOpened():
                yield from self._live(capture, stop, on_trouble) if live else self._filed(capture, stop, on_trouble)
            capture.release()
            gave = self._number > before
            if gave and not live and self._loop:
                continue
            if not gave or live:
                self._tell(CameraTrouble.MISSING, on_trouble)
            if not live and not self._loop:
                return
            tries = 0 if gave else tries + 1
            stop.wait(REOPEN_S[min(tries, len(REOPEN_S) - 1)])

    def _filed(
        self, capture: Capture, stop: threading.Event, on_trouble: Callable[[CameraTrouble, bool], None]
    ) -> Iterator[Frame]:
        rate = capture.get(cv2.CAP_PROP_FPS) if isinstance(capture, cv2.VideoCapture) else 0.0
        step = 1.0 / rate if self._paced and 1.0 <= rate <= 240.0 else 0.0
        due = self._clock()
        while not stop.is_set():
            more, picture = capture.read()
            if not more:
                return
            frame = self._frame(picture)
            if frame is not None:
                self._tell(None, on_trouble)
                yield frame
            due += step
            if step and due > self._clock():
                stop.wait(due - self._clock())

    def _live(
        self, capture: Capture, stop: threading.Event, on_trouble: Callable[[CameraTrouble, bool], None]
    ) -> Iterator[Frame]:
        """A thread reads the device; here only the newest picture is taken. Ends when the device falls silent."""
        grabber = Grabber(capture, stop)
        self._health = Health(self._clock())
        try:
            while not stop.is_set():
                picture = grabber.newest(SILENT_S)
                if picture is None:
                    return
                frame = self._frame(picture)
                state = self._health.after(picture if frame else None, self._clock())
                self._tell(state, on_trouble)
                if state is CameraTrouble.FROZEN:
                    return
                if frame is not None:
                    yield frame
        finally:
            grabber.stop()

    def _frame(self, picture: Any) -> Frame | None:
        """The picture as a frame, or None when the camera delivered something that is no picture."""
        if (
            not isinstance(picture, np.ndarray)
            or picture.size == 0
            or picture.dtype != np.uint8
            or picture.ndim not in {2, 3}
        ):
            return None
        self._number += 1
        return Frame(picture, self._clock(), self._number)

    def _tell(self, state: CameraTrouble | None, on_trouble: Callable[[CameraTrouble, bool], None]) -> None:
        if state is self.trouble:
            return
        if self.trouble is not None:
            on_trouble(self.trouble, False)
        if state is not None:
            on_trouble(state, True)
        self.trouble = state


class Grabber:
    """Reads a live device on a thread of its own and keeps the newest picture only."""

    def __init__(self, capture: Capture, stop: threading.Event) -> None:
        self._capture, self._stop_all = capture, stop
        self._stopped = threading.Event()
        self._arrived = threading.Condition()
        self._picture: Any = None
        self._ended = False
        self._thread = threading.Thread(target=self._run, name="grabber", daemon=True)
        self._thread.start()

    def _run(self) -> None:
        while not self._stopped.is_set() and not self._stop_all.is_set():
            more, picture = self._capture.read()
            with self._arrived:
                self._picture, self._ended = (picture, False) if more else (None, True)
                self._arrived.notify()
            if not more:
                return

    def newest(self, within_s: float) -> Any:
        """The newest picture not yet taken, waiting at most so long; None when there is none or the device ended."""
        with self._arrived:
            self._arrived.wait_for(lambda: self._picture is not None or self._ended, within_s)
            picture, self._picture = self._picture, None
            return picture

    def stop(self) -> None:
        """Stop reading. A device that hangs in a read keeps its thread, which ends with the program."""
        self._stopped.set()
        self._thread.join(1.0)


class Health:
    """Whether a live camera's pictures are those of a living camera."""

    def __init__(self, now_s: float) -> None:
        self._changed_s = self._bright_s = now_s
        self._last: bytes = b""

    def after(self, picture: npt.NDArray[np.uint8] | None, now_s: float) -> CameraTrouble | None:
        """The state after this picture (None: it was none)."""
        if picture is None:
            return CameraTrouble.MISSING
        sample = np.ascontiguousarray(picture[::16, ::16])
        if sample.tobytes() != self._last:
            self._last, self._changed_s = sample.tobytes(), now_s
        if float(sample.mean()) >= BLACK:
            self._bright_s = now_s
        if now_s - self._bright_s >= BLACK_S:
            return CameraTrouble.BLACK
        return CameraTrouble.FROZEN if now_s - self._changed_s >= FROZEN_S else None


def first_frame(source: str, *, within_s: float) -> Frame | None:
    """The first frame of a source, or None when none comes in time: for a check before the day begins."""
    stop = threading.Event()
    timer = threading.Timer(within_s, stop.set)
    timer.start()
    try:
        return next(Camera(source, loop=False, paced=False).frames(stop, lambda _trouble, _on: stop.set()), None)
    finally:
        timer.cancel()


def open_camera(source: str, *, loop: bool = True, paced: bool = True) -> Camera:
    """A camera for that source; nothing is opened before its frames are asked for."""
    return Camera(source, loop=loop, paced=paced)
