"""Frames from a camera, a file, pictures or a stream, the newest only; what is in them is left to the decoder.

A live device is read by a thread that keeps one frame: whoever is slow gets the newest one, never an old one. A camera
that is missing, frozen, black or gone is named as such and opened again by itself. No frame is ever stored.
"""

from __future__ import annotations

import sys
import threading
import time
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from enum import StrEnum
from pathlib import Path
from types import TracebackType
from typing import Any, Final, Protocol, Self

import cv2
import numpy as np
import numpy.typing as npt

WIDTH, HEIGHT, FPS = 1280, 720, 30
DEVICES = Path("/sys/class/video4linux")
FROZEN_S: Final = 2.0
"""The same picture to the last bit for so long: a living sensor has noise in every frame."""
SILENT_S: Final = 2.0
"""No frame for so long: the camera is gone (a banner within 2 s, domain section 6)."""
BLACK: Final = 6
"""Mean brightness, 0 to 255, below which a picture is black: a cap, a dead sensor, a covered lens."""
BLACK_S: Final = 3.0
REOPEN_S: Final = (0.5, 1.0, 2.0, 5.0)
"""Seconds between tries to open a camera that is not there; the last one repeats."""
STREAM_MS: Final = 4000
"""How long a network camera may take to answer; OpenCV's own limit of 30 s would leave the desk in the dark."""
PICTURES_A_SECOND: Final = 10.0
"""The pace of pictures that have none of their own: a folder, a numbered sequence."""
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

    def get(self, property_id: int, /) -> float:
        """One of OpenCV's CAP_PROP values; 0 where it is not known."""

    def release(self) -> None:
        """Let go of the device."""


OpenCapture = Callable[[str], Capture]
OnTrouble = Callable[[CameraTrouble, bool], None]
"""Told what is wrong with the camera and whether that began (True) or is over (False)."""


def list_cameras() -> list[Device]:
    """The cameras that this computer shows, by name. On other systems than Linux: the first that opens."""
    if sys.platform != "linux":
        return [Device("0", "0")] if first_frame("0", within_s=2.0) is not None else []
    devices = []
    for folder in sorted(DEVICES.glob("video*"), key=lambda folder: (len(folder.name), folder.name)):
        # One webcam shows several nodes; those of index 0 give pictures, the others give metadata.
        if _line_in(folder / "index") in {"", "0"}:
            node = f"/dev/{folder.name}"
            devices.append(Device(node, _line_in(folder / "name") or node))
    return devices


def _line_in(path: Path) -> str:
    try:
        return path.read_text(encoding="utf-8", errors="replace").strip()
    except OSError:
        return ""


def open_capture(source: str) -> Capture:
    """OpenCV's reader for a device number or path, a file, a pattern such as `frames/%04d.png`, a folder, or a URL."""
    path = Path(source)
    if path.is_dir():
        return _Pictures(sorted(file for file in path.iterdir() if file.suffix.lower() in _PICTURES))
    if path.suffix.lower() in _PICTURES and path.is_file():
        # OpenCV would take the digits of one picture's name for the number in a sequence.
        return _Pictures([path])
    if "://" in source:
        limits = (cv2.CAP_PROP_OPEN_TIMEOUT_MSEC, STREAM_MS, cv2.CAP_PROP_READ_TIMEOUT_MSEC, STREAM_MS)
        return cv2.VideoCapture(source, cv2.CAP_FFMPEG, limits)
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


class _Pictures:
    """Picture files, one after another; one that cannot be read is passed over."""

    def __init__(self, paths: Sequence[Path]) -> None:
        self._paths = list(paths)

    def isOpened(self) -> bool:  # noqa: N802
        return bool(self._paths)

    def read(self) -> tuple[bool, Any]:
        while self._paths:
            picture = _picture_in(self._paths.pop(0))
            if picture is not None:
                return True, picture
        return False, None

    def get(self, _property: int) -> float:
        return 0.0

    def release(self) -> None:
        self._paths = []


def _picture_in(path: Path) -> npt.NDArray[Any] | None:
    try:
        raw = np.fromfile(path, np.uint8)
        return cv2.imdecode(raw, cv2.IMREAD_COLOR) if raw.size else None
    except (OSError, cv2.error):
        return None


class Camera:
    """Frames of one source. Iterate `frames(stop)`; it ends when a file ends or `stop` is set."""

    def __init__(
        self,
        source: str,
        *,
        loop: bool = True,
        paced: bool = True,
        open_source: OpenCapture = open_capture,
        reopen_s: Sequence[float] = REOPEN_S,
        clock: Callable[[], float] = time.monotonic,
    ) -> None:
        """loop: begin a file again at its end. paced: give a file's frames at its own rate, not as fast as can be."""
        self.source, self._loop, self._paced = source, loop, paced
        self._open_source, self._reopen_s, self._clock = open_source, reopen_s, clock
        self._number = 0
        self._health = Health(clock())
        self.trouble: CameraTrouble | None = None

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        return None

    def frames(self, stop: threading.Event, on_trouble: OnTrouble) -> Iterator[Frame]:
        """Frames until `stop` is set or a file that does not loop has ended. on_trouble(what, whether it began)."""
        live, tries = is_live(self.source), 0
        while not stop.is_set():
            before = self._number
            yield from self._opened(stop, on_trouble, live=live)
            if stop.is_set():
                return
            gave = self._number > before
            if gave and not live and self._loop:
                continue
            if self.trouble is not CameraTrouble.FROZEN and (live or not gave):
                self._tell(CameraTrouble.MISSING, on_trouble)
            if not live and not self._loop:
                return
            tries = 0 if gave and self.trouble is not CameraTrouble.FROZEN else tries + 1
            stop.wait(self._reopen_s[min(max(tries - 1, 0), len(self._reopen_s) - 1)])

    def _opened(self, stop: threading.Event, on_trouble: OnTrouble, *, live: bool) -> Iterator[Frame]:
        """The frames of one opening of the source."""
        capture = self._open_source(self.source)
        if not capture.isOpened():
            capture.release()
        elif live:
            yield from self._live(capture, stop, on_trouble)
        else:
            try:
                yield from self._filed(capture, stop, on_trouble)
            finally:
                capture.release()

    def _filed(self, capture: Capture, stop: threading.Event, on_trouble: OnTrouble) -> Iterator[Frame]:
        step = self._step_s(capture)
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

    def _step_s(self, capture: Capture) -> float:
        """Seconds from one frame of a file to the next."""
        if not self._paced:
            return 0.0
        rate = capture.get(cv2.CAP_PROP_FPS)
        return 1.0 / (rate if 1.0 <= rate <= 240.0 else PICTURES_A_SECOND)

    def _live(self, capture: Capture, stop: threading.Event, on_trouble: OnTrouble) -> Iterator[Frame]:
        """A thread reads the device; here only the newest picture is taken. Ends when the device falls silent."""
        grabber = Grabber(capture)
        self._health.reopened(self._clock())
        try:
            while not stop.is_set():
                picture = grabber.newest(SILENT_S, stop)
                if picture is None:
                    return
                frame = self._frame(picture)
                now_s = self._clock()
                self._tell(self._health.after(picture if frame else None, now_s), on_trouble)
                if frame is not None:
                    yield frame
                if self._health.wants_reopening(now_s):
                    return
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

    def _tell(self, state: CameraTrouble | None, on_trouble: OnTrouble) -> None:
        if state is self.trouble:
            return
        if self.trouble is not None:
            on_trouble(self.trouble, False)
        if state is not None:
            on_trouble(state, True)
        self.trouble = state


class Grabber:
    """Reads a live device on a thread of its own, keeps the newest picture only, and lets go of the device itself."""

    def __init__(self, capture: Capture) -> None:
        self._capture = capture
        self._stopped = threading.Event()
        self._arrived = threading.Condition()
        self._picture: Any = None
        self._ended = False
        self._thread = threading.Thread(target=self._run, name="grabber", daemon=True)
        self._thread.start()

    def _run(self) -> None:
        try:
            more = True
            while more and not self._stopped.is_set():
                more, picture = self._capture.read()
                with self._arrived:
                    self._picture = picture if more else self._picture
                    self._arrived.notify()
        finally:
            # Only here: to release a device that another thread is reading crashes the program.
            self._capture.release()
            with self._arrived:
                self._ended = True
                self._arrived.notify()

    def newest(self, within_s: float, stop: threading.Event) -> Any:
        """The newest picture not yet taken, waiting at most so long; None when there is none or the device ended."""
        until_s = time.monotonic() + within_s
        with self._arrived:
            while self._picture is None and not self._ended and not stop.is_set() and time.monotonic() < until_s:
                self._arrived.wait(min(0.1, within_s))
            picture, self._picture = self._picture, None
            return picture

    def stop(self) -> None:
        """Stop reading. A device that hangs in a read keeps its thread, which ends with the program."""
        self._stopped.set()
        self._thread.join(1.0)


class Health:
    """Whether a live camera's pictures are those of a living camera. Outlives the openings of the device."""

    def __init__(self, now_s: float) -> None:
        self._changed_s = self._bright_s = self._opened_s = now_s
        self._last: bytes = b""

    def reopened(self, now_s: float) -> None:
        """The device was opened anew. A frozen picture stays frozen until another one comes."""
        self._opened_s = now_s

    def after(self, picture: npt.NDArray[np.uint8] | None, now_s: float) -> CameraTrouble | None:
        """The state after this picture (None: it was none)."""
        if picture is None:
            return CameraTrouble.MISSING
        sample = np.ascontiguousarray(picture[::16, ::16])
        bright = float(sample.mean()) >= BLACK
        # Behind a cap every picture is the same; that is a black camera, not a frozen one.
        if sample.tobytes() != self._last or not bright:
            self._last, self._changed_s = sample.tobytes(), now_s
        if bright:
            self._bright_s = now_s
        if now_s - self._bright_s >= BLACK_S:
            return CameraTrouble.BLACK
        return CameraTrouble.FROZEN if now_s - self._changed_s >= FROZEN_S else None

    def wants_reopening(self, now_s: float) -> bool:
        """Whether the picture has stood still since the device was opened, long enough to try opening it anew."""
        return now_s - max(self._changed_s, self._opened_s) >= FROZEN_S


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
