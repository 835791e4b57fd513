"""Looking as hard as pays at one still picture; files are left to `still`, live cameras to `looks`.

Every picture has the looks that each may add a code the others missed. While nothing is found come the others, those
that read most for their time first (measured on made pictures of damaged, curved, shadowed, glaring, blurred, tiny
and tilted codes), then each place where a symbol was seen but did not hold is straightened and looked at by itself.

A wrong reading is worse than none. What zxing-cpp does not read counts only when zbar reads it the same at two sizes.
A Code 128 has but one check character, and contrast raised in sixty ways makes bars of anything: from a changed
picture it counts only when two looks agree.
"""

from __future__ import annotations

import time
from collections.abc import Iterator
from typing import Any, Final

import cv2
import numpy as np
import numpy.typing as npt

from station.scanner.decoder import (
    CODE128,
    QR,
    SMALLEST,
    Code,
    Corners,
    Expect,
    Gray,
    Rendition,
    agreed,
    gray_of,
    look_at,
    look_at_all,
    merged,
    overlap,
    self_proving,
    zbar_look,
)
from station.scanner.finders import redrawn
from station.scanner.focus import unblurred
from station.scanner.looks import bounded, changed, enlarged, evened, sharpened, softened, thresholded

BUDGET_S: Final = 1.5
"""How long one picture may be looked at before what was found is all there is."""
_MOST_PIXELS: Final = 2**28
_MOST_PLACES: Final = 10
"""Places looked at by themselves; a poster of finder patterns has hundreds."""
_WAYS: Final = 3
_STRAIGHT: Final = 480
_ROOM: Final = 80
"""Pixels of a straightened symbol's side, and of the quiet zone left around it."""


def read_picture(frame: npt.NDArray[Any], *, expect: Expect = Expect.ANY, budget_s: float = BUDGET_S) -> list[Code]:
    """All codes in a picture, looked at as hard as pays. Shapes and errors as `decoder.decode`."""
    gray = gray_of(frame)
    if gray.size == 0 or gray.size > _MOST_PIXELS:
        return []
    search = _Search(gray, expect, time.monotonic() + budget_s)
    search.take(_always(gray), changed=False)
    search.take(iter([evened(bounded(Rendition(gray), 1600), 8.0, 16)]))
    if not search.found:
        search.take(_when_nothing(gray), until_found=True)
    search.take_places()
    if not search.found:
        search.take(_closer(gray), until_found=True)
    if not search.found:
        search.take_places()
        search.take_redrawn()
        search.take(_unblurred(gray), until_found=True)
    return search.found or merged(_corroborated(gray, expect, search.until_s))


class _Search:
    """What was found in one picture so far, and where a symbol was seen that did not hold."""

    def __init__(self, gray: Gray, expect: Expect, until_s: float) -> None:
        self._gray, self._expect, self.until_s = gray, expect, until_s
        self.found: list[Code] = []
        self._places: list[Corners] = []
        self._doubtful: list[Code] = []
        self._tried = 0

    @property
    def _late(self) -> bool:
        return time.monotonic() > self.until_s

    def take(self, renditions: Iterator[Rendition], *, changed: bool = True, until_found: bool = False) -> None:
        """Look at these until the time is up, or until something is found. changed: more than in size."""
        for rendition in renditions:
            codes, places = look_at_all(rendition, self._expect)
            self.found = merged([*self.found, *(self._sure(codes) if changed else codes)])
            self._places += [place for place in places if self._is_new(place)]
            if self._late or (until_found and self.found):
                return

    def _sure(self, codes: list[Code]) -> list[Code]:
        lines = [code for code in codes if code.symbology == CODE128]
        sure = [code for code in codes if code.symbology != CODE128] + agreed(lines, self._doubtful)
        self._doubtful += lines
        return sure

    def _is_new(self, place: Corners) -> bool:
        """Seen another way a symbol has other corners, and straightened by them it may hold: a few ways are kept."""
        return sum(overlap(place, old) for old in self._places) < _WAYS

    def take_places(self) -> None:
        """Look at each new place where a symbol was seen and is not read yet, straightened."""
        for place in self._places[self._tried : _MOST_PLACES]:
            self._tried += 1
            if self._late:
                return
            if not any(overlap(place, code.corners) for code in self.found):
                self.found = merged([*self.found, *self._read_place(place)])

    def take_redrawn(self) -> None:
        """Look at what is drawn anew from finder patterns: codes without a quiet zone, on a black bezel."""
        for size in (1600, 800):
            part = bounded(Rendition(self._gray), size)
            for flat, place in redrawn(self._gray, thresholded(part).picture, part.scale):
                codes = [code for rendition in (flat, softened(flat, 2.0)) for code in look_at(rendition, self._expect)]
                self.found = merged([Code(code.text, code.symbology, place) for code in codes if code.symbology == QR])
                if self.found or self._late:
                    return

    def _read_place(self, place: Corners) -> list[Code]:
        if cv2.contourArea(np.array(place, np.float32)) < SMALLEST * SMALLEST:
            return []
        for rendition in _straightened(self._gray, place):
            codes = self._sure(look_at(rendition, self._expect))
            if codes or self._late:
                return [Code(code.text, code.symbology, place) for code in codes]
        return []


def _always(gray: Gray) -> Iterator[Rendition]:
    """Looks that each may add a code that the others missed."""
    whole = Rendition(gray)
    yield whole
    longest = max(gray.shape)
    if longest > 1600:
        yield bounded(whole, 1600)
        yield bounded(whole, 800)
    else:
        yield enlarged(whole, 2.0)


def _when_nothing(gray: Gray) -> Iterator[Rendition]:
    """Dearer looks, those that read most for their time first."""
    whole = Rendition(gray)
    sizes = {size: bounded(whole, size) for size in (1600, 1100, 800, 600, 400)}
    yield thresholded(sizes[800])
    yield enlarged(evened(sizes[1600]), 2.0)
    yield enlarged(sizes[1600], 2.0, 1.0)
    yield _lit_evenly(sizes[800])
    yield from (sharpened(sizes[size]) for size in (600, 1100))
    yield from (evened(sizes[size], 8.0, 16) for size in (800, 600, 400))
    yield sharpened(enlarged(sizes[800], 2.0))
    yield from (thresholded(sizes[size]) for size in (1100, 400))
    yield enlarged(sizes[800], 1.0, 2.0)
    yield from (softened(sizes[size], 1.5) for size in (1100, 600))
    yield from (evened(sizes[size]) for size in (1100, 800, 600))
    yield _lit_evenly(sizes[1600])
    yield from (evened(sizes[size], 40.0, 16) for size in (1600, 800))
    yield _smoothed(sizes[1600])
    yield from (_closed(sizes[size]) for size in (800, 1600))
    yield _opened(sizes[800])


def _closer(gray: Gray) -> Iterator[Rendition]:
    """Overlapping parts of a large picture at their full size, enlarged: for a tiny code in a wide view."""
    whole = Rendition(gray)
    if max(gray.shape) > 1600:
        yield evened(whole)
        yield sharpened(whole)
    parts = max(2, min(4, round(max(gray.shape) / 1000)))
    height, width = gray.shape
    tall, wide = int(height / parts * 1.2), int(width / parts * 1.2)
    for row in range(parts):
        for column in range(parts):
            top, left = row * (height - tall) // (parts - 1), column * (width - wide) // (parts - 1)
            tile = np.ascontiguousarray(gray[top : top + tall, left : left + wide])
            if min(tile.shape) > 8:
                yield sharpened(enlarged(Rendition(tile, left=left, top=top), min(2.0, 2000 / max(tile.shape))))


def _unblurred(gray: Gray) -> Iterator[Rendition]:
    """Guesses at what blurred the picture, those that read most first (of 20 that nothing else read these read 14)."""
    whole = Rendition(gray)
    sizes = {size: bounded(whole, size) for size in (1600, 1100, 800)}
    yield unblurred(sizes[1600], "bell", 6.0)
    yield unblurred(sizes[800], "disk", 5.0)
    for angle in range(0, 180, 45):
        yield unblurred(sizes[800], "streak", 10.0, angle)
    yield unblurred(sizes[1100], "disk", 7.0)
    yield unblurred(sizes[1600], "bell", 8.0)
    for length, angles in ((10.0, range(22, 180, 45)), (7.0, range(0, 180, 45)), (14.0, range(0, 180, 45))):
        yield from (unblurred(sizes[800], "streak", length, angle) for angle in angles)
    yield unblurred(sizes[800], "disk", 3.0)
    yield unblurred(sizes[800], "bell", 2.5)


def _lit_evenly(part: Rendition) -> Rendition:
    """Divided by the light that falls on the scene: against shadows and bright spots."""
    height, width = part.picture.shape
    small = cv2.resize(part.picture, (max(1, width // 8), max(1, height // 8)), interpolation=cv2.INTER_AREA)
    light = cv2.resize(cv2.GaussianBlur(small, (0, 0), max(height, width) / 240), (width, height))
    return changed(part, cv2.divide(part.picture, np.maximum(light, 1), scale=200))


def _smoothed(part: Rendition) -> Rendition:
    return changed(part, cv2.medianBlur(part.picture, 5))


def _closed(part: Rendition) -> Rendition:
    return changed(part, cv2.morphologyEx(part.picture, cv2.MORPH_CLOSE, np.ones((3, 3), np.uint8)))


def _opened(part: Rendition) -> Rendition:
    return changed(part, cv2.morphologyEx(part.picture, cv2.MORPH_OPEN, np.ones((3, 3), np.uint8)))


# --- places where a symbol was seen that did not hold ---


def _straightened(gray: Gray, place: Corners) -> Iterator[Rendition]:
    """The place by itself: as a square, in better light, and unrolled as from a can or a bottle."""
    flat = Rendition(_square(gray, place))
    yield flat
    yield from (evened(flat, 8.0, 16), sharpened(flat), thresholded(flat), _lit_evenly(flat), softened(flat, 2.0))
    yield from (
        _smoothed(flat),
        _closed(flat),
        _opened(flat),
        enlarged(flat, 0.4),
        sharpened(enlarged(flat, 2.0)),
        enlarged(softened(flat, 1.0), 0.6),
    )
    for curve in (0.5, 0.8, 1.1):
        for bow in (0.0, -0.06, 0.06):
            unrolled = changed(flat, _unrolled(flat.picture, curve, bow))
            yield unrolled
            yield changed(flat, _unrolled(np.ascontiguousarray(flat.picture.T), curve, bow))


def _square(gray: Gray, place: Corners) -> Gray:
    edge, far = _ROOM, _ROOM + _STRAIGHT
    target = np.array([(edge, edge), (far, edge), (far, far), (edge, far)], np.float32)
    matrix = cv2.getPerspectiveTransform(np.array(place, np.float32), target)
    side = _STRAIGHT + 2 * _ROOM
    picture = cv2.warpPerspective(gray, matrix, (side, side), flags=cv2.INTER_CUBIC, borderMode=cv2.BORDER_REPLICATE)
    return np.asarray(picture, np.uint8)


def _unrolled(picture: Gray, curve: float, bow: float) -> Any:
    """The picture as if its cylinder were rolled flat. curve: radians seen on each side; bow: of a row, parts."""
    side = picture.shape[0]
    half = side / 2
    down, across = np.mgrid[0:side, 0:side].astype(np.float32)
    along = (across - half) / (_STRAIGHT / 2)
    x = half + np.sin(np.clip(curve * along, -1.5, 1.5)) / np.sin(curve) * (_STRAIGHT / 2)
    y = down + bow * _STRAIGHT * (1.0 - along**2)
    return cv2.remap(picture, x.astype(np.float32), y.astype(np.float32), cv2.INTER_LINEAR, borderValue=255)


# --- the second reader ---


def _corroborated(gray: Gray, expect: Expect, until_s: float) -> list[Code]:
    """What zbar reads in one rendition and reads again in another; all places where that is so."""
    sure: list[Code] = []
    before: list[Code] = []
    for rendition in _for_zbar(gray):
        found = zbar_look(rendition, expect)
        sure += [code for code in found if self_proving(code)] or agreed(found, before)
        before += found
        if sure or time.monotonic() > until_s:
            break
    return sure


def _for_zbar(gray: Gray) -> Iterator[Rendition]:
    whole = Rendition(gray)
    sizes = {size: bounded(whole, size) for size in (600, 800, 1100, 1600)}
    yield from sizes.values()
    yield from (enlarged(sizes[800], 1.5), sizes[1600] if max(gray.shape) <= 1600 else bounded(whole, 2400))
    yield from (evened(sizes[1100]), _lit_evenly(sizes[800]), softened(sizes[1100], 1.5), sharpened(sizes[800]))
