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
_WIDEST: Final = 5000
"""Pixels of the longer side beyond which a whole picture is looked at smaller; its parts still come at full size."""
_MANY: Final = 4
"""So many codes at once are a sheet or a shelf, on which more are likely than were read in the whole picture."""
_GRAINY: Final = 0.15
"""Changes between black and white a pixel across; a code's modules make a third as many, noise three times as many."""
_COLOURED: Final = 12
"""Levels between the channels at the most colourful place below which a picture is as good as gray."""
_MOST_PLACES: Final = 10
"""Places looked at by themselves; a poster of finder patterns has hundreds."""
_WAYS: Final = 3
_STRAIGHT: Final = 480
_ROOM: Final = 80
"""Pixels of a straightened symbol's side, and of the quiet zone left around it."""
_FAR: Final = _ROOM + _STRAIGHT
_TARGET: Final = np.array([(_ROOM, _ROOM), (_FAR, _ROOM), (_FAR, _FAR), (_ROOM, _FAR)], np.float32)
"""Where the corners of a straightened symbol come to lie."""


def read_picture(frame: npt.NDArray[Any], *, expect: Expect = Expect.ANY, budget_s: float = BUDGET_S) -> list[Code]:
    """All codes in a picture, looked at as hard as pays. Shapes and errors as `decoder.decode`."""
    gray = gray_of(frame)
    if gray.size == 0 or gray.size > _MOST_PIXELS:
        return []
    search = _Search(gray, expect, time.monotonic() + budget_s)
    search.take(_always(gray), changed=False)
    if len(search.found) >= _MANY:
        search.take(_parts(gray))
    search.take(iter([evened(bounded(Rendition(gray), 1600), 8.0, 16)]))
    if not search.found:
        search.take(_by_colour(frame), until_found=True)
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
        if self._late:
            return
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
            if self._late:
                return
            part = bounded(Rendition(self._gray), size)
            for flat, place in redrawn(self._gray, _black_white(part), part.scale):
                codes = [code for rendition in (flat, softened(flat, 2.0)) for code in look_at(rendition, self._expect)]
                self.found = merged([Code(code.text, code.symbology, place) for code in codes if code.symbology == QR])
                if self.found or self._late:
                    return

    def _read_place(self, place: Corners) -> list[Code]:
        if cv2.contourArea(np.array(place, np.float32)) < SMALLEST * SMALLEST:
            return []
        for rendition in _straightened(Rendition(_square(self._gray, place))):
            codes = self._sure(look_at(rendition, self._expect))
            if codes or self._late:
                # A place drawn up from two neighbours' finder patterns shows a third: each code says where it is.
                return [Code(code.text, code.symbology, _placed(code.corners, place)) for code in codes]
        return []


def _always(gray: Gray) -> Iterator[Rendition]:
    """Looks that each may add a code that the others missed."""
    whole = Rendition(gray)
    yield bounded(whole, _WIDEST)
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


def _by_colour(frame: npt.NDArray[Any]) -> Iterator[Rendition]:
    """Each colour by itself: red on green of the same brightness is one gray."""
    if frame.ndim != 3 or frame.shape[2] < 3 or frame.dtype != np.uint8:
        return
    height, width = frame.shape[:2]
    small = cv2.resize(frame, (min(width, 160), min(height, 160)), interpolation=cv2.INTER_AREA)[:, :, :3].astype(int)
    if (small.max(axis=2) - small.min(axis=2)).max() < _COLOURED:
        return
    for channel in (2, 1, 0):
        yield bounded(Rendition(np.ascontiguousarray(frame[:, :, channel])), 1600)


def _closer(gray: Gray) -> Iterator[Rendition]:
    """Overlapping parts of a large picture at their full size, enlarged: for a tiny code in a wide view."""
    whole = bounded(Rendition(gray), _WIDEST)
    if max(gray.shape) > 1600:
        yield evened(whole)
        yield sharpened(whole)
    yield from _parts(gray)


def _parts(gray: Gray) -> Iterator[Rendition]:
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


def _black_white(part: Rendition) -> Gray:
    """Black and white, without the grain of a noisy picture: each grain would be an outline to look at."""
    made = thresholded(part).picture
    is_grainy = np.count_nonzero(made[:, 1:] != made[:, :-1]) > _GRAINY * made.size
    return thresholded(softened(part, 1.2)).picture if is_grainy else made


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


def _straightened(flat: Rendition) -> Iterator[Rendition]:
    """The place by itself: as a square, in better light, and unrolled as from a can or a bottle."""
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


def _placed(corners: Corners, place: Corners) -> Corners:
    """Corners in the square of a place as corners in the picture."""
    back = cv2.getPerspectiveTransform(_TARGET, np.array(place, np.float32))
    points = cv2.perspectiveTransform(np.array([corners], np.float64), back)[0]
    return tuple((round(float(x)), round(float(y))) for x, y in points) if np.isfinite(points).all() else place


def _square(gray: Gray, place: Corners) -> Gray:
    matrix = cv2.getPerspectiveTransform(np.array(place, np.float32), _TARGET)
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
    for number, rendition in enumerate(_for_zbar(gray)):
        found = zbar_look(rendition, expect)
        sure += [code for code in found if self_proving(code)] or agreed(found, before)
        before += found
        # The first two are small and read steep tilt: they have their turn however late it is.
        if sure or (number > 0 and time.monotonic() > until_s):
            break
    return sure


def _for_zbar(gray: Gray) -> Iterator[Rendition]:
    whole = Rendition(gray)
    sizes = {size: bounded(whole, size) for size in (600, 800, 1100, 1600)}
    yield from sizes.values()
    yield from (enlarged(sizes[800], 1.5), sizes[1600] if max(gray.shape) <= 1600 else bounded(whole, 2400))
    yield from (evened(sizes[1100]), _lit_evenly(sizes[800]), softened(sizes[1100], 1.5), sharpened(sizes[800]))
