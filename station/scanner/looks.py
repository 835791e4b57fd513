"""Looking at a live picture: a fast look at every frame, the slower looks spread over the frames that follow.

No frame costs more than one fast and two slower looks, and the slower ones mostly take the viewfinder's part of the
frame, because that is where people hold a pass. Which look helps with what `benchmarks.decoding` shows; of 340 frames
made hard to read, the fast look read 205, and with the slower ones in the order below 264, 279, 288 ... 307.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from itertools import islice
from typing import Any, Final

import cv2
import numpy as np
import numpy.typing as npt

from station.scanner.decoder import (
    SMALLEST,
    Code,
    Expect,
    Gray,
    Rendition,
    fast_look,
    gray_of,
    look_at,
    merged,
    self_proving,
    zbar_look,
)
from station.scanner.finders import redrawn
from station.scanner.focus import unblurred

VIEWFINDER: Final = 0.5
"""Part of the frame's height that the slower looks take, as a square around the centre, unless a code was near."""
_WIDEST: Final = 640
"""Pixels of a slower look's side before it is enlarged; bounds its cost whatever the camera."""
SLOWER_A_FRAME: Final = 2
"""With twelve slower looks each has its turn within six frames, a fifth of a second."""
MOST_REDRAWN: Final = 6
"""Guesses at a code's size and place that are drawn anew in one frame, half a millisecond each."""

PROVEN_FRAMES: Final = 15
"""For so many frames the look that saw a code is tried first: half a second, after which the code counts as gone."""

Look = Callable[[Gray], list[Code]]


class Looks:
    """The looks at one camera's frames, one after another. Not for several threads at once."""

    def __init__(self, expect: Expect = Expect.PASS) -> None:
        self._expect = expect
        self._turn = self._zbar_turn = self._quarter = 0
        self._doubtful: set[tuple[str, str]] = set()
        self._proven: Look | None = None
        self._proven_for = 0
        # Two take their turn together, a dear one with a cheap one.
        self._slower: tuple[Look, ...] = (
            self._evened_finely,
            self._widened,
            self._sharpened,
            self._softened,
            self._by_zbar,
            self._thresholded,
            self._evened_hard,
            self._unmoved,
            self._refocused,
            self._heightened,
            self._whole_evened,
            self._softened_more,
        )

    def see(self, frame: npt.NDArray[Any]) -> list[Code]:
        """The codes in this frame, as far as one fast and two slower looks see them."""
        gray = gray_of(frame)
        found = fast_look(gray, self._expect)
        if min(gray.shape) < SMALLEST or any(in_viewfinder(code, gray) for code in found):
            return merged(found)
        # What hangs at the edge, such as a poster, must not keep the slower looks from what is held in the middle.
        return merged([*found, *self._look_harder(gray)])

    def _look_harder(self, gray: Gray) -> list[Code]:
        """The look that saw a code goes first in the frames that follow: what it saw once it most likely sees again."""
        for number in range(SLOWER_A_FRAME):
            look = self._proven if number == 0 and self._proven else self._next()
            found = look(gray)
            if found:
                self._proven, self._proven_for = look, PROVEN_FRAMES
                return self._sure(found)
        self._proven_for -= 1
        if self._proven_for <= 0:
            self._proven = None
            self._doubtful.clear()
        return []

    def _sure(self, found: list[Code]) -> list[Code]:
        """Those that count. A pass's signature is checked over every character; all else must be read in two frames.

        Raising the contrast of noise for hours finds everything once, and so does zbar.
        """
        sure = [code for code in found if self_proving(code) or (code.text, code.symbology) in self._doubtful]
        self._doubtful |= {(code.text, code.symbology) for code in found}
        return sure

    def _next(self) -> Look:
        look = self._slower[self._turn % len(self._slower)]
        self._turn += 1
        return look

    def _read(self, part: Rendition) -> list[Code]:
        return look_at(part, self._expect)

    def _evened_finely(self, gray: Gray) -> list[Code]:
        """Against dark and bright pictures, glare, and a dark bezel where the quiet zone should be."""
        return self._read(enlarged(evened(viewfinder(gray), 8.0, 16), 2.0))

    def _widened(self, gray: Gray) -> list[Code]:
        """A code tilted away is narrow: at 60 degrees half as wide as it is tall."""
        return self._read(enlarged(evened(viewfinder(gray)), 2.0, 1.0))

    def _heightened(self, gray: Gray) -> list[Code]:
        return self._read(enlarged(evened(viewfinder(gray)), 1.0, 2.0)) or self._quarter_doubled(gray)

    def _sharpened(self, gray: Gray) -> list[Code]:
        """Against defocus, and the reading of the smallest modules."""
        return self._read(sharpened(enlarged(viewfinder(gray), 2.0)))

    def _softened(self, gray: Gray) -> list[Code]:
        """Against the noise of a dark picture, and thin cracks."""
        return self._read(enlarged(evened(softened(viewfinder(gray), 1.0), 8.0, 16), 2.0))

    def _softened_more(self, gray: Gray) -> list[Code]:
        return self._read(enlarged(evened(softened(viewfinder(gray), 0.7)), 2.0))

    def _thresholded(self, gray: Gray) -> list[Code]:
        part, whole = viewfinder(gray), bounded(Rendition(gray), 1280)
        return self._read(thresholded(part)) or look_at(whole, self._expect, histogram=True) or self._redrawn(part)

    def _redrawn(self, part: Rendition) -> list[Code]:
        """Against a bezel as black as the code: drawn anew from the white rings of its finder patterns."""
        # Softened, because each grain of noise would be an outline to look at.
        black_white = thresholded(softened(part, 1.2)).picture
        for flat, corners in islice(redrawn(part.picture, black_white, 1.0), MOST_REDRAWN):
            found = self._read(flat)
            if found:
                place = tuple((round(x / part.scale) + part.left, round(y / part.tall) + part.top) for x, y in corners)
                return [replace(code, corners=place) for code in found]
        return []

    def _unmoved(self, gray: Gray) -> list[Code]:
        """Against the blur of a pass that is being held up: it moves up."""
        return self._read(unblurred(viewfinder(gray), "streak", 11.0, 90.0))

    def _refocused(self, gray: Gray) -> list[Code]:
        return self._read(unblurred(viewfinder(gray), "bell", 2.8))

    def _evened_hard(self, gray: Gray) -> list[Code]:
        """Against a dark bezel, when the milder one did not do."""
        return self._read(enlarged(evened(viewfinder(gray), 40.0, 16), 2.0))

    def _whole_evened(self, gray: Gray) -> list[Code]:
        return self._read(evened(bounded(Rendition(gray), 1280)))

    def _quarter_doubled(self, gray: Gray) -> list[Code]:
        """One quarter of the frame after another, enlarged, for a small code away from the centre."""
        height, width = gray.shape
        row, column = divmod(self._quarter, 2)
        top, left = int(row * height * 0.42), int(column * width * 0.42)
        part = np.ascontiguousarray(gray[top : top + int(height * 0.58), left : left + int(width * 0.58)])
        found = self._read(enlarged(bounded(Rendition(part, left=left, top=top), _WIDEST), 2.0))
        self._quarter = self._quarter if found else (self._quarter + 1) % 4
        return found

    def _by_zbar(self, gray: Gray) -> list[Code]:
        """zbar reads steep tilt better. At another size in turn, so that a misreading does not agree with itself."""
        self._zbar_turn += 1
        part = viewfinder(gray)
        return zbar_look(part if self._zbar_turn % 2 else enlarged(part, 1.4), self._expect)


def in_viewfinder(code: Code, gray: Gray) -> bool:
    """Whether a code's middle lies in the part of the frame where a pass is held up."""
    height, width = gray.shape
    (x, y), half = code.centre, _side(gray) / 2
    return bool(abs(x - width / 2) <= half and abs(y - height / 2) <= half)


def _side(gray: Gray) -> int:
    height, width = gray.shape
    return int(min(height, width, max(height * VIEWFINDER, 480)))


def viewfinder(gray: Gray) -> Rendition:
    """The square in the middle of the frame where a pass is held up, at most _WIDEST pixels a side."""
    height, width = gray.shape
    side = _side(gray)
    top, left = (height - side) // 2, (width - side) // 2
    part = np.ascontiguousarray(gray[top : top + side, left : left + side])
    return bounded(Rendition(part, left=left, top=top), _WIDEST)


def bounded(part: Rendition, widest: int) -> Rendition:
    """The rendition, made smaller when its longer side exceeds `widest` pixels."""
    longest = max(part.picture.shape)
    return enlarged(part, widest / longest) if longest > widest else part


def enlarged(part: Rendition, factor: float, tall: float | None = None) -> Rendition:
    """The rendition at another size. factor: of its width, and of its height unless `tall` says another."""
    down = factor if tall is None else tall
    height, width = part.picture.shape
    size = max(1, round(width * factor)), max(1, round(height * down))
    method = cv2.INTER_CUBIC if factor > 1 or down > 1 else cv2.INTER_AREA
    picture = np.asarray(cv2.resize(part.picture, size, interpolation=method), np.uint8)
    return replace(part, picture=picture, scale=part.scale * factor, tall=part.tall * down)


def changed(part: Rendition, picture: Any) -> Rendition:
    """Another picture of the same place at the same size."""
    return replace(part, picture=np.asarray(picture, np.uint8))


def sharpened(part: Rendition) -> Rendition:
    """The rendition with its edges raised (unsharp mask), against motion and focus."""
    soft = cv2.GaussianBlur(part.picture, (0, 0), 3.0)
    return changed(part, cv2.addWeighted(part.picture, 2.2, soft, -1.2, 0))


def softened(part: Rendition, sigma: float) -> Rendition:
    """The rendition with its noise spread. sigma: pixels."""
    return changed(part, cv2.GaussianBlur(part.picture, (0, 0), sigma))


def evened(part: Rendition, clip: float = 4.0, tiles: int = 8) -> Rendition:
    """The rendition with its contrast raised tile by tile (CLAHE). clip: how far; tiles: on each side."""
    return changed(part, cv2.createCLAHE(clipLimit=clip, tileGridSize=(tiles, tiles)).apply(part.picture))


def thresholded(part: Rendition) -> Rendition:
    """The rendition in black and white, each pixel against its neighbourhood."""
    return changed(
        part,
        cv2.adaptiveThreshold(part.picture, 255, cv2.ADAPTIVE_THRESH_GAUSSIAN_C, cv2.THRESH_BINARY, 31, 4),
    )
