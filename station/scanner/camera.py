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
from pathlib import Path
from types import TracebackType
from typing import Any, Final, Self

import cv2
import numpy as np
import numpy.typing as npt

from station.scanner.devices import PICTURES, Device, cameras_in, is_device, is_live, is_there, name_of, node_of
from station.scanner.exposure import V4L2_AUTO, Exposure, dials, light_in, usual_exposure
from station.scanner.grabber import GLANCE_S, Capture, Grabber
from station.scanner.health import CameraTrouble, Health, is_picture

WIDTH, HEIGHT, FPS = 1280, 720, 30
SILENT_S: Final = 1.5
"""No frame for so long: the camera is gone (a banner within 2 s, domain section 6)."""
SLOW_START: Final = 3
"""A camera may be silent for this many times SILENT_S before its first frame: some take four seconds to wake up."""
REOPEN_S: Final = (0.5, 1.0, 2.0, 5.0)
"""Seconds between tries to open a camera that is not there; the last one repeats."""
STREAM_MS: Final = 4000
"""How long a network camera may take to answer; OpenCV's own limit of 30 s would leave the desk in the dark."""
PICTURES_A_SECOND: Final = 10.0
"""The pace of pictures that have none of their own: a folder, a numbered sequence."""


@dataclass(frozen=True, slots=True)
class Frame:
    """One picture. image: H x W x 3 BGR or H x W gray, uint8. at_s: monotonic seconds when it came."""

    image: npt.NDArray[np.uint8]
    at_s: float
    number: int


OpenCapture = Callable[[str], Capture]
OnTrouble = Callable[[CameraTrouble, bool], None]
"""Told what is wrong with the camera and whether that began (True) or is over (False)."""


def list_cameras() -> list[Device]:
    """The cameras that this computer shows, by name; cheap. On other systems than Linux: the first, if it opens."""
    if sys.platform != "linux":
        return [Device("0", "0", "0")] if first_frame("0", within_s=2.0) is not None else []
    return cameras_in()


def open_capture(source: str) -> Capture:
    """OpenCV's reader for a device number or path, a file, a pattern such as `frames/%04d.png`, a folder, or a URL."""
    path = Path(source)
    if path.is_dir():
        return _Pictures(sorted(file for file in path.iterdir() if file.suffix.lower() in PICTURES))
    if path.suffix.lower() in PICTURES and path.is_file():
        # OpenCV would take the digits of one picture's name for the number in a sequence.
        return _Pictures([path])
    if "://" in source:
        limits = (cv2.CAP_PROP_OPEN_TIMEOUT_MSEC, STREAM_MS, cv2.CAP_PROP_READ_TIMEOUT_MSEC, STREAM_MS)
        return cv2.VideoCapture(source, cv2.CAP_FFMPEG, limits)
    if not is_device(source):
        return cv2.VideoCapture(source)
    node = node_of(source)
    number = int(node) if node.isdigit() else node
    capture = cv2.VideoCapture(number, cv2.CAP_V4L2) if sys.platform == "linux" else cv2.VideoCapture(number)
    for setting, value in (
        (cv2.CAP_PROP_FOURCC, cv2.VideoWriter.fourcc(*"MJPG")),
        (cv2.CAP_PROP_FRAME_WIDTH, WIDTH),
        (cv2.CAP_PROP_FRAME_HEIGHT, HEIGHT),
        (cv2.CAP_PROP_FPS, FPS),
        (cv2.CAP_PROP_BUFFERSIZE, 1),
        # Whoever used the camera last may have left it at something else. One that has no such dial says no.
        (cv2.CAP_PROP_AUTOFOCUS, 1),
        (cv2.CAP_PROP_AUTO_EXPOSURE, V4L2_AUTO if sys.platform == "linux" else 0.75),
    ):
        capture.set(setting, value)
    return capture


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

    def set(self, _property: int, _value: float) -> bool:
        return False

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
        self._name = ""
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
        tries = 0
        while not stop.is_set():
            before, live = self._number, is_live(self.source)
            yield from self._opened(stop, on_trouble, live=live)
            if stop.is_set():
                return
            gave = self._number > before
            if gave and not live and self._loop:
                continue
            if not live and not gave:
                self._tell(CameraTrouble.MISSING, on_trouble)
            if not live and not self._loop:
                return
            tries = 0 if gave and self.trouble in {None, CameraTrouble.MISSING} else tries + 1
            self._wait(self._reopen_s[min(max(tries - 1, 0), len(self._reopen_s) - 1)], stop)

    def _wait(self, seconds: float, stop: threading.Event) -> None:
        """Until the next try; at once when a camera that was unplugged is plugged in again."""
        until_s, was_there = self._clock() + seconds, self._is_there()
        while not stop.is_set() and (left_s := until_s - self._clock()) > 0:
            stop.wait(min(left_s, GLANCE_S))
            if not was_there and self._is_there():
                return

    def _is_there(self) -> bool:
        return is_there(node_of(self.source, was_named=self._name))

    def _opened(self, stop: threading.Event, on_trouble: OnTrouble, *, live: bool) -> Iterator[Frame]:
        """The frames of one opening of the source."""
        source = node_of(self.source, was_named=self._name) if live else self.source
        capture = self._open_source(source)
        if not capture.isOpened():
            capture.release()
            self._tell(CameraTrouble.MISSING, on_trouble)
        elif live:
            self._name = name_of(source) or self._name
            yield from self._live(capture, source, stop, on_trouble)
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

    def _live(self, capture: Capture, source: str, stop: threading.Event, on_trouble: OnTrouble) -> Iterator[Frame]:
        """A thread reads the device; here only the newest picture is taken. Ends when it should be opened anew."""
        usual = usual_exposure(capture.get(cv2.CAP_PROP_AUTO_EXPOSURE), capture.get(cv2.CAP_PROP_EXPOSURE))
        grabber, exposure = Grabber(capture, self._clock), Exposure()
        self._health.reopened(self._clock())
        try:
            while (picture := self._newest(grabber, source, stop, on_trouble)) is not None:
                frame = self._frame(picture) if self._health.fits(picture) else None
                now_s = self._clock()
                self._tell(self._health.after(picture if frame else None, now_s), on_trouble)
                if frame is not None:
                    stops = exposure.after(light_in(frame.image), now_s) if usual else None
                    if stops is not None:
                        grabber.adjust(dials(stops, usual))
                    yield frame
                if self._health.wants_reopening(now_s):
                    return
        finally:
            grabber.stop()

    def _newest(self, grabber: Grabber, source: str, stop: threading.Event, on_trouble: OnTrouble) -> Any:
        """The next picture, or None when the device is to be given up. The trouble is told before anything is waited
        for: a thread that hangs in the device takes a second to be left behind."""
        before = self._health.has_pictures
        for _ in range(1 if before else SLOW_START):
            picture = grabber.newest(SILENT_S, stop, lambda: not is_there(source))
            if picture is not None or stop.is_set():
                return picture
            self._tell(CameraTrouble.MISSING, on_trouble)
            if grabber.ended or not is_there(source):
                break
        return None

    def _frame(self, picture: Any) -> Frame | None:
        """The picture as a frame, or None when the source delivered something that is no picture."""
        if not is_picture(picture):
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
