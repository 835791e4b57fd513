"""Looking at a live picture: a fast look at every frame, the slower looks spread over the frames that follow.

No frame costs more than one fast and one slower look, and the slower ones take the viewfinder's part of the frame,
because that is where people hold a pass. Which look helps with what was measured (docs/decisions/0009).
"""

from __future__ import annotations

from collections.abc import Callable
from typing import Any, Final

import cv2
import numpy as np
import numpy.typing as npt

from station.scanner.decoder import (
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

VIEWFINDER: Final = 0.5
"""Part of the frame's height that the slower looks take, as a square around the centre, unless a code was near."""
_WIDEST: Final = 640
"""Pixels of a slower look's side before it is enlarged; bounds its cost whatever the camera."""


class Looks:
    """The looks at one camera's frames, one after another. Not for several threads at once."""

    def __init__(self, expect: Expect = Expect.PASS) -> None:
        self._expect = expect
        self._turn = self._zbar_turn = 0
        self._doubtful: set[tuple[str, str]] = set()
        self._clahe = cv2.createCLAHE(clipLimit=4.0, tileGridSize=(8, 8))
        self._slower: tuple[Callable[[Gray], list[Code]], ...] = (
            self._doubled,
            self._by_zbar,
            self._whole_doubled,
            self._sharpened,
            self._whole_flattened,
            self._evened,
        )

    def see(self, frame: npt.NDArray[Any]) -> list[Code]:
        """The codes in this frame, as far as one fast and one slower look see them."""
        gray = gray_of(frame)
        found = fast_look(gray, self._expect)
        if found or gray.size == 0:
            return merged(found)
        # The look that saw a code sees it again: only when it no longer does is it the next one's turn.
        seen = merged(self._slower[self._turn % len(self._slower)](gray))
        if not seen:
            self._turn += 1
        return seen

    def _doubled(self, gray: Gray) -> list[Code]:
        return look_at(enlarged(viewfinder(gray), 2.0), self._expect)

    def _sharpened(self, gray: Gray) -> list[Code]:
        return look_at(sharpened(enlarged(viewfinder(gray), 2.0)), self._expect)

    def _evened(self, gray: Gray) -> list[Code]:
        part = viewfinder(gray)
        picture = np.asarray(self._clahe.apply(part.picture), np.uint8)
        return look_at(Rendition(picture, part.scale, part.left, part.top), self._expect)

    def _whole_doubled(self, gray: Gray) -> list[Code]:
        """One quarter of the frame after another, enlarged, for a small code away from the centre."""
        height, width = gray.shape
        row, column = divmod(self._turn // len(self._slower) % 4, 2)
        top, left = int(row * height * 0.42), int(column * width * 0.42)
        part = np.ascontiguousarray(gray[top : top + int(height * 0.58), left : left + int(width * 0.58)])
        return look_at(enlarged(bounded(Rendition(part, 1.0, left, top), _WIDEST), 2.0), self._expect)

    def _whole_flattened(self, gray: Gray) -> list[Code]:
        return look_at(bounded(Rendition(gray), 1280), self._expect, histogram=True)

    def _by_zbar(self, gray: Gray) -> list[Code]:
        """zbar reads steep tilt better. What it alone reads counts when it is a pass or was read twice.

        A pass's signature is checked over every character. Anything else must come out the same in another frame and
        at another size: zbar's misreadings do not.
        """
        self._zbar_turn += 1
        found = zbar_look(enlarged(viewfinder(gray), 1.0 if self._zbar_turn % 2 else 1.4), self._expect)
        sure = [code for code in found if self_proving(code) or (code.text, code.symbology) in self._doubtful]
        self._doubtful = {(code.text, code.symbology) for code in found}
        return sure


def viewfinder(gray: Gray) -> Rendition:
    """The square in the middle of the frame where a pass is held up, at most _WIDEST pixels a side."""
    height, width = gray.shape
    side = min(height, width, max(int(height * VIEWFINDER), min(480, height)))
    top, left = (height - side) // 2, (width - side) // 2
    part = np.ascontiguousarray(gray[top : top + side, left : left + side])
    return bounded(Rendition(part, 1.0, left, top), _WIDEST)


def bounded(part: Rendition, widest: int) -> Rendition:
    """The rendition, made smaller when its longer side exceeds `widest` pixels."""
    longest = max(part.picture.shape)
    return enlarged(part, widest / longest) if longest > widest else part


def enlarged(part: Rendition, factor: float) -> Rendition:
    """The rendition at another size."""
    method = cv2.INTER_CUBIC if factor > 1 else cv2.INTER_AREA
    picture = cv2.resize(part.picture, None, fx=factor, fy=factor, interpolation=method)
    return Rendition(np.asarray(picture, np.uint8), part.scale * factor, part.left, part.top)


def sharpened(part: Rendition) -> Rendition:
    """The rendition with its edges raised (unsharp mask), against motion and focus."""
    soft = cv2.GaussianBlur(part.picture, (0, 0), 3.0)
    picture = cv2.addWeighted(part.picture, 2.2, soft, -1.2, 0)
    return Rendition(np.asarray(picture, np.uint8), part.scale, part.left, part.top)
