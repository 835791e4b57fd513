"""Reads one live device on a thread of its own and keeps the newest picture; what a picture is worth is `camera`'s.

It alone touches the device once it runs: OpenCV's captures crash when two threads use one.
"""

from __future__ import annotations

import threading
import time
from collections.abc import Callable, Mapping
from typing import Any, Final, Protocol

GLANCE_S: Final = 0.1
"""Who waits for a picture looks this often whether the station stops or the device has gone."""
JOIN_S: Final = 1.0


class Capture(Protocol):
    """What a source of pictures must offer; cv2.VideoCapture does."""

    def isOpened(self) -> bool:  # noqa: N802
        """Whether pictures may be asked for."""

    def read(self) -> tuple[bool, Any]:
        """(whether there was one, the next picture)."""

    def get(self, property_id: int, /) -> float:
        """One of OpenCV's CAP_PROP values; 0 or less where it is not known."""

    def set(self, property_id: int, value: float, /) -> bool:
        """Whether that CAP_PROP was taken."""

    def release(self) -> None:
        """Let go of the device."""


class Grabber:
    """Reads a live device, keeps the newest picture only, and lets go of the device itself."""

    def __init__(self, capture: Capture, clock: Callable[[], float] = time.monotonic) -> None:
        self._capture, self._clock = capture, clock
        self._stopped = threading.Event()
        self._arrived = threading.Condition()
        self._picture: Any = None
        self._wanted: dict[int, float] = {}
        self.ended = False
        self._thread = threading.Thread(target=self._run, name="grabber", daemon=True)
        self._thread.start()

    def _run(self) -> None:
        try:
            more = True
            while more and not self._stopped.is_set():
                self._adjust()
                more, picture = self._capture.read()
                with self._arrived:
                    self._picture = picture if more else self._picture
                    self._arrived.notify()
        finally:
            # Only here: to release a device that another thread is reading crashes the program.
            self._capture.release()
            with self._arrived:
                self.ended = True
                self._arrived.notify()

    def _adjust(self) -> None:
        with self._arrived:
            wanted, self._wanted = self._wanted, {}
        for property_id, value in wanted.items():
            self._capture.set(property_id, value)

    def adjust(self, properties: Mapping[int, float]) -> None:
        """Set these CAP_PROP values before the next picture is read."""
        with self._arrived:
            self._wanted.update(properties)

    def newest(self, within_s: float, stop: threading.Event, gone: Callable[[], bool] = lambda: False) -> Any:
        """The newest picture not yet taken, waiting at most so long; None when there is none or the device ended.

        gone: whether the system has lost the device, whose read may hang for longer than anybody wants to wait.
        """
        until_s = self._clock() + within_s
        with self._arrived:
            while self._picture is None and not self.ended and not stop.is_set() and not gone():
                if self._clock() >= until_s:
                    break
                self._arrived.wait(min(GLANCE_S, within_s))
            picture, self._picture = self._picture, None
            return picture

    def stop(self) -> None:
        """Stop reading. A device that hangs in a read keeps its thread, which ends with the program."""
        self._stopped.set()
        self._thread.join(JOIN_S)
