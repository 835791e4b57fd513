"""From frames to readings: one `Reading` for each showing of a code; what it means is left to the desk.

A code that stays in view is one showing however long it stays. Shown again within `debounce_s` of when it was last
seen it is the same showing and counts as one suppressed read; a different code is read at once.
"""

from __future__ import annotations

import math
import threading
import time
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from typing import Any, Final

from station.scanner.camera import Camera, Frame
from station.scanner.decoder import QR, Code, Corners, Expect
from station.scanner.looks import Looks

OUT_OF_VIEW_S: Final = 0.5
"""A code not seen for less than this was only missed by the decoder, not taken away."""
DEBOUNCE_S: Final = 5.0
"""Domain 2.1: the same code still in front of the camera is suppressed for this long, by default."""
FORGET_S: Final = 60.0


@dataclass(frozen=True, slots=True)
class Reading:
    """One showing of a code. source: camera, wedge or typed. seen_s: monotonic seconds.

    suppressed: how many reads were suppressed on this lane since the last reading.
    """

    text: str
    symbology: str
    source: str
    seen_s: float
    corners: Corners = ()
    suppressed: int = 0


@dataclass(slots=True)
class Watcher:
    """The readings of one lane, whichever way codes come. Safe to enter codes from other threads."""

    expect: Expect = Expect.PASS
    debounce_s: float = DEBOUNCE_S
    clock: Callable[[], float] = time.monotonic
    _looks: Looks = field(init=False)
    _seen: dict[str, float] = field(default_factory=dict, init=False)
    _suppressed: int = field(default=0, init=False)
    _holding: str = field(default="", init=False)
    _bystanders: set[str] = field(default_factory=set, init=False)
    _lock: threading.Lock = field(default_factory=threading.Lock, init=False)

    def __post_init__(self) -> None:
        self._looks = Looks(self.expect)

    def see(self, frame: Frame) -> list[Reading]:
        """The readings of this frame: none, or one. Two people held up at once are read one after the other."""
        codes = self._looks.see(frame.image)
        height, width = frame.image.shape[:2]
        with self._lock:
            return self._from_codes(codes, (width / 2, height / 2))

    def enter(self, text: str, source: str) -> list[Reading]:
        """A code that was typed or came from a handheld scanner: the same rules, the same way in."""
        text = text.strip()
        with self._lock:
            return self._from_codes([Code(text, QR, ())], None, source) if text else []

    def _from_codes(
        self, codes: Sequence[Code], middle: tuple[float, float] | None, source: str = "camera"
    ) -> list[Reading]:
        now_s = self.clock()
        self._forget(now_s)
        if not codes:
            return []
        code = self._the_one(codes, middle, now_s)
        if code is None:
            return []
        self._holding = code.text
        before = self._seen.get(code.text)
        self._seen[code.text] = now_s
        if before is not None and now_s - before < self.debounce_s:
            # Entered by hand there is no "still in view": each entry within the time is a read of its own.
            if now_s - before >= OUT_OF_VIEW_S or middle is None:
                self._suppressed += 1
            return []
        reading = Reading(code.text, code.symbology, source, now_s, code.corners, self._suppressed)
        self._suppressed = 0
        return [reading]

    def _the_one(self, codes: Sequence[Code], middle: tuple[float, float] | None, now_s: float) -> Code | None:
        """Of several codes in view: the one that is being shown already, else the one nearest the viewfinder's middle.

        A code that was seen beside the shown one is somebody else's at the edge: it has its turn when the shown one
        has left the view, also when the decoder misses the shown one in a frame between.
        """
        if middle is None:
            return codes[0]
        if now_s - self._seen.get(self._holding, -math.inf) >= OUT_OF_VIEW_S:
            self._bystanders.clear()
            chosen: Code | None = min(codes, key=lambda code: math.dist(code.centre, middle))
        else:
            waiting = [code for code in codes if code.text not in self._bystanders]
            held = [code for code in waiting if code.text == self._holding]
            chosen = min(held or waiting, key=lambda code: math.dist(code.centre, middle), default=None)
        if chosen is not None:
            self._bystanders |= {code.text for code in codes if code.text != chosen.text}
        return chosen

    def _forget(self, now_s: float) -> None:
        keep = max(FORGET_S, self.debounce_s)
        for text in [text for text, seen_s in self._seen.items() if now_s - seen_s > keep]:
            del self._seen[text]


def watch(
    camera: Camera,
    watcher: Watcher,
    on_frame: Callable[[Frame], Any],
    on_reading: Callable[[Reading], Any],
    on_trouble: Callable[[str, bool], Any],
    *,
    stop: threading.Event,
) -> None:
    """Watch a camera until `stop` is set or its file has ended; everything is told from this thread."""
    for frame in camera.frames(stop, lambda trouble, on: on_trouble(trouble.value, on)):
        on_frame(frame)
        for reading in watcher.see(frame):
            on_reading(reading)
