"""From frames to readings: one `Reading` for each showing of a code; what it means is left to the desk.

A code that stays in view is one showing however long it stays. Shown again within `debounce_s` of when it was last
seen it is the same showing and counts as one suppressed read; a different code is read at once.

Two people are never read from one showing. Of several codes in view the one nearest the viewfinder's middle is read,
and those beside it wait until it has left. A code that has hung in view for FIXTURE_S is a poster, not a person who
is being served: one that comes up beside it later is read at once.

A line of bars counts when two frames in a row read the same: its one check character is right by chance for one
misreading in a hundred (domain 2.1).
"""

from __future__ import annotations

import math
import threading
import time
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field, replace
from typing import Any, Final

from station.scanner.camera import Camera, Frame
from station.scanner.decoder import CODE128, QR, Code, Corners, Expect
from station.scanner.looks import Looks

OUT_OF_VIEW_S: Final = 0.5
"""A code not seen for less than this was only missed by the decoder, not taken away."""
DEBOUNCE_S: Final = 5.0
"""Domain 2.1: the same code still in front of the camera is suppressed for this long, by default."""
FIXTURE_S: Final = 5.0
"""In view without a break for so long, a code no longer keeps others waiting. Nobody is served holding it longer."""
FORGET_S: Final = 60.0
LINE_FRAMES: Final = 2
"""In so many frames a line of bars must be read alike before it counts."""


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
class _Sight:
    """One text's showing. since_s: begin of the unbroken view; last_s: last seen; read: answered already.

    frames: in how many the unbroken view has had it by now. fixture: it hung there for so long that it keeps nobody
    waiting, also when somebody walks past before it.
    """

    since_s: float
    last_s: float
    read: bool = False
    fixture: bool = False
    frames: int = 1

    def in_view(self, now_s: float) -> bool:
        return now_s - self.last_s < OUT_OF_VIEW_S

    def again(self, now_s: float) -> None:
        """Seen again in the same showing."""
        if not self.in_view(now_s):
            self.since_s, self.frames = now_s, 0
        self.frames += 1
        self.last_s = now_s
        self.fixture = self.fixture or (self.read and now_s - self.since_s >= FIXTURE_S)


@dataclass(slots=True)
class Watcher:
    """The readings of one lane, whichever way codes come. Safe to enter codes from other threads."""

    expect: Expect = Expect.PASS
    debounce_s: float = DEBOUNCE_S
    clock: Callable[[], float] = time.monotonic
    _looks: Looks = field(init=False)
    _seen: dict[str, _Sight] = field(default_factory=dict, init=False)
    _suppressed: int = field(default=0, init=False)
    _held: str = field(default="", init=False)
    _waiting: set[str] = field(default_factory=set, init=False)
    _lock: threading.Lock = field(default_factory=threading.Lock, init=False)

    def __post_init__(self) -> None:
        self._looks = Looks(self.expect)

    def look_for(self, expect: Expect) -> None:
        """Look for these symbols from the next frame on; what was shown already stays known. Safe from any thread."""
        if expect is not self.expect:
            self.expect, self._looks = expect, Looks(expect)

    def see(self, frame: Frame) -> list[Reading]:
        """The readings of this frame: none, or one. Two people held up at once are read one after the other."""
        codes = self._looks.see(frame.image)
        height, width = frame.image.shape[:2]
        return self.take(codes, (width / 2, height / 2))

    def take(self, codes: Sequence[Code], middle: tuple[float, float]) -> list[Reading]:
        """The readings of a frame that is decoded already. middle: of the viewfinder, pixels."""
        # Typed and seen it is one text; some printers put a newline behind it.
        bare = [replace(code, text=code.text.strip() or code.text) for code in codes]
        with self._lock:
            return self._from_view(bare, middle, self.clock())

    def enter(self, text: str, source: str) -> list[Reading]:
        """A code that was typed or came from a handheld scanner: the same debounce, the same way in."""
        text = text.strip()
        if not text:
            return []
        with self._lock:
            now_s = self.clock()
            self._forget(now_s)
            before = self._seen.get(text)
            # By hand there is no "still in view": each entry is a read of its own, and counts when it is suppressed.
            if before is not None and before.read and now_s - before.last_s < self.debounce_s:
                before.again(now_s)
                self._suppressed += 1
                return []
            self._seen[text] = _Sight(now_s, now_s, read=True)
            return [self._reading(Code(text, self._symbology(), ()), source, now_s)]

    def _symbology(self) -> str:
        return CODE128 if self.expect is Expect.TUBE else QR

    def _from_view(self, codes: Sequence[Code], middle: tuple[float, float], now_s: float) -> list[Reading]:
        self._forget(now_s)
        for text in {code.text for code in codes}:
            self._note(text, now_s)
        code = self._the_one(codes, middle, now_s)
        if code is None:
            return []
        self._held = code.text
        sight = self._seen[code.text]
        if sight.read:
            return []
        sight.read = True
        return [self._reading(code, "camera", now_s)]

    def _note(self, text: str, now_s: float) -> None:
        """A code is seen: for the first time, still, or again. Again within the debounce it stays answered."""
        before = self._seen.get(text)
        if before is None or (not before.in_view(now_s) and now_s - before.last_s >= self.debounce_s):
            self._seen[text] = _Sight(now_s, now_s)
            return
        self._suppressed += before.read and not before.in_view(now_s)
        before.again(now_s)

    def _the_one(self, codes: Sequence[Code], middle: tuple[float, float], now_s: float) -> Code | None:
        """Of several codes in view: the one that is being shown already, else the one nearest the viewfinder's middle.

        Those beside it wait, also when the decoder misses the shown one in a frame between.
        """
        held = self._seen.get(self._held)
        if held is None or not held.in_view(now_s):
            self._waiting.clear()
        self._waiting = {text for text in self._waiting if text in self._seen and self._seen[text].in_view(now_s)}
        free = [code for code in codes if code.text not in self._waiting and self._counts(code)]
        shown = [code for code in free if code.text == self._held]
        chosen = min(shown or free, key=lambda code: math.dist(code.centre, middle), default=None)
        if chosen is not None:
            self._waiting |= {code.text for code in free if code.text != chosen.text}
        return chosen

    def _counts(self, code: Code) -> bool:
        """Whether it is there to be read: not a poster, and not a line of bars that one frame alone has seen."""
        sight = self._seen[code.text]
        return not sight.fixture and (code.symbology != CODE128 or sight.frames >= LINE_FRAMES)

    def _reading(self, code: Code, source: str, now_s: float) -> Reading:
        suppressed, self._suppressed = self._suppressed, 0
        return Reading(code.text, code.symbology, source, now_s, code.corners, suppressed)

    def _forget(self, now_s: float) -> None:
        keep = max(FORGET_S, self.debounce_s)
        for text in [text for text, sight in self._seen.items() if now_s - sight.last_s > keep]:
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
