"""The watcher's thread as Qt sees it: frames, readings and camera trouble by signal; reading codes is the scanner's."""

from __future__ import annotations

import logging
import threading
from typing import TYPE_CHECKING

from PySide6.QtCore import QObject, Signal
from PySide6.QtGui import QImage

from station.threads import Answer, Worker

if TYPE_CHECKING:
    import numpy as np
    import numpy.typing as npt

    from station.scanner.camera import Frame
    from station.scanner.watcher import Watcher


log = logging.getLogger(__name__)


class Watching(QObject):
    """Watches one camera until stopped, chosen by its name, number, node, file or address.

    Signals: saw_frame(QImage), read(Reading), troubled(str, bool), ended().
    """

    saw_frame = Signal(QImage)
    read = Signal(object)
    troubled = Signal(str, bool)
    ended = Signal()

    def __init__(self) -> None:
        super().__init__()
        self._worker = Worker("watcher")
        self._worker.answered.connect(self._left)
        self._stop = threading.Event()
        self._shown = threading.Event()
        self._shown.set()
        self._making, self._handing = threading.Lock(), threading.Lock()
        self._watcher: Watcher | None = None
        self._labels = False
        self._turn = 0
        self._troubles: set[str] = set()

    @property
    def watcher(self) -> Watcher:
        """The watcher of this lane, made when first wanted: its libraries take time that the window does not have."""
        with self._making:
            if self._watcher is None:
                from station.scanner.watcher import Watcher

                made = Watcher()
                with self._handing:
                    self._watcher = made
                    self._look(made)
            return self._watcher

    def set_debounce(self, seconds: float) -> None:
        """How long a code shown again counts as the same showing."""
        self.watcher.debounce_s = seconds

    def look_for_labels(self, on: bool) -> None:
        """Read the labels of tubes and boxes as well as passes, or passes alone; never waits for the libraries."""
        with self._handing:
            self._labels = on
            if self._watcher is not None:
                self._look(self._watcher)

    def _look(self, watcher: Watcher) -> None:
        from station.scanner.decoder import Expect

        watcher.look_for(Expect.ANY if self._labels else Expect.PASS)

    def start(self, source: str, *, loop: bool) -> None:
        """Watch this camera, and leave the one that was watched before. It is opened on the worker's thread."""
        # Each watch has a stop of its own: one for all could be lifted again before the old camera has noticed it.
        self._stop.set()
        self._stop = threading.Event()
        self._turn += 1
        self._worker.ask("watch", self._watch, source, loop, self._turn, self._stop)

    def choose(self, source: str) -> None:
        """Leave the camera that is watched and watch that one; typed and handheld codes are read meanwhile."""
        self.start(source, loop=True)

    def enter(self, text: str, source: str) -> None:
        """A typed code, or one from a handheld scanner, comes the same way as one that was seen."""
        for reading in self.watcher.enter(text, source):
            self.read.emit(reading)

    def frame_shown(self) -> None:
        """The window has painted the last frame: the next one may come. Frames between are dropped, never queued."""
        self._shown.set()

    def stop(self) -> None:
        """Leave the camera and end the thread."""
        self._stop.set()
        self._worker.stop()

    def _watch(self, source: str, loop: bool, turn: int, stop: threading.Event) -> tuple[int, bool]:
        """Watch until stopped; returns (which watch this was, whether something unforeseen ended it)."""
        from station.scanner.camera import open_camera
        from station.scanner.watcher import watch

        self._forget_troubles()
        try:
            with open_camera(source, loop=loop) as camera:
                watch(camera, self.watcher, self._on_frame, self.read.emit, self._on_trouble, stop=stop)
        except Exception as error:
            log.warning("the camera's thread failed: %s", type(error).__name__)
            return turn, True
        return turn, False

    def _on_trouble(self, trouble: str, on: bool) -> None:
        (self._troubles.add if on else self._troubles.discard)(trouble)
        self.troubled.emit(trouble, on)

    def _forget_troubles(self) -> None:
        """What was wrong with the camera before says nothing about this one."""
        while self._troubles:
            self.troubled.emit(self._troubles.pop(), False)

    def _on_frame(self, frame: Frame) -> None:
        if self._shown.is_set():
            self._shown.clear()
            self.saw_frame.emit(image_of(frame.image))

    def _left(self, answer: Answer) -> None:
        if answer.name != "watch" or self._stop.is_set():
            return
        turn, failed = answer.value
        if turn != self._turn:
            # Another camera was chosen meanwhile.
            return
        if failed:
            self._on_trouble("camera_missing", True)
        self.ended.emit()


def image_of(frame: npt.NDArray[np.uint8]) -> QImage:
    """A picture of its own for the window from a BGR frame (H x W x 3, uint8) or a gray one (H x W)."""
    height, width = frame.shape[:2]
    if frame.ndim == 2:
        return QImage(frame.data, width, height, frame.strides[0], QImage.Format.Format_Grayscale8).copy()
    return QImage(frame.data, width, height, frame.strides[0], QImage.Format.Format_BGR888).copy()
