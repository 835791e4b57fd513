"""Codes in files: pictures looked at as hard as pays, videos frame by frame; live cameras are left to `looks`.

A picture gets every cheap look (several codes may be in it) and, while nothing is found, the dearer ones, within a
bounded time. A wrong reading is worse than none: what zxing-cpp does not read counts only when two looks agree.
"""

from __future__ import annotations

import threading
import time
from collections.abc import Callable, Iterator
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any, Final

import cv2
import numpy as np
import numpy.typing as npt

from station.scanner.camera import Camera
from station.scanner.decoder import (
    Code,
    Expect,
    Gray,
    Rendition,
    agreed,
    gray_of,
    look_at,
    merged,
    near_misses,
    self_proving,
    zbar_look,
)
from station.scanner.looks import Looks, bounded, enlarged, sharpened

BUDGET_S: Final = 2.5
"""How long one picture may be looked at before what was found is all there is."""
_LARGE: Final = 2200
"""Pixels of the longer side above which a half-size look is worth having."""
_MOST_PIXELS: Final = 2**28
_VIDEOS: Final = {".avi", ".mp4", ".mkv", ".mov", ".webm", ".mjpg", ".mjpeg", ".m4v", ".wmv", ".mpg", ".mpeg", ".gif"}


@dataclass(frozen=True, slots=True)
class FileReading:
    """What is in one file. ms: how long it took. error: a sentence when it could not be read, else empty."""

    file: Path
    codes: tuple[Code, ...]
    ms: float
    error: str = ""


def read_file(path: Path, *, expect: Expect = Expect.ANY) -> FileReading:
    """The codes of a picture or video file. Never raises for what a file holds."""
    start = time.perf_counter()
    codes, error = _codes_in(path, expect)
    return FileReading(path, tuple(codes), (time.perf_counter() - start) * 1000, error)


def _codes_in(path: Path, expect: Expect) -> tuple[list[Code], str]:
    try:
        raw = path.read_bytes() if path.suffix.lower() not in _VIDEOS else b""
    except OSError as error:
        return [], error.strerror or str(error)
    if raw:
        picture = _picture(raw)
        if picture is not None:
            return read_picture(picture, expect=expect), ""
    elif not path.is_file():
        return [], "No such file or directory"
    return _codes_in_video(path, expect)


def _picture(raw: bytes) -> npt.NDArray[Any] | None:
    try:
        return cv2.imdecode(np.frombuffer(raw, np.uint8), cv2.IMREAD_COLOR)
    except cv2.error:
        return None


def _codes_in_video(path: Path, expect: Expect) -> tuple[list[Code], str]:
    """Every distinct text of a video, in order of first sight."""
    looks, frames = Looks(expect), 0
    found: dict[tuple[str, str], Code] = {}
    for frame in Camera(str(path), loop=False, paced=False).frames(threading.Event(), lambda _trouble, _on: None):
        frames += 1
        for code in looks.see(frame.image):
            found.setdefault((code.text, code.symbology), code)
    return list(found.values()), "" if frames else "This is not a picture or video that can be read."


def read_picture(frame: npt.NDArray[Any], *, expect: Expect = Expect.ANY, budget_s: float = BUDGET_S) -> list[Code]:
    """All codes in a picture, looked at as hard as pays. Shapes and errors as `decoder.decode`."""
    gray = gray_of(frame)
    if gray.size == 0 or gray.size > _MOST_PIXELS:
        return []
    until = time.monotonic() + budget_s
    found: list[Code] = []
    for look in _always(gray):
        found = merged([*found, *look_at(look, expect)])
    for rendition in _when_nothing(gray, expect):
        if found or time.monotonic() > until:
            break
        found = merged([*look_at(rendition, expect), *look_at(rendition, expect, histogram=True)])
    return found or merged(_corroborated(gray, expect, until))


def _always(gray: Gray) -> Iterator[Rendition]:
    """Cheap looks that each may add a code that the others missed."""
    whole = Rendition(gray)
    yield whole
    longest = max(gray.shape)
    if longest > _LARGE:
        yield enlarged(whole, 0.5)
    if longest > 2 * _LARGE:
        yield enlarged(whole, 0.25)
    if longest < _LARGE:
        yield enlarged(whole, 2.0)


def _when_nothing(gray: Gray, expect: Expect) -> Iterator[Rendition]:
    """Dearer looks, those that paid most first."""
    small = bounded(Rendition(gray), 1600)
    for left, top, right, bottom in near_misses(small.picture, expect):
        yield from _around(small, left, top, right, bottom)
    yield sharpened(small)
    yield from (enlarged(small, factor) for factor in (1.5, 0.7, 0.4))
    for change in _CHANGES:
        changed = _changed(small, change)
        yield changed
        yield enlarged(changed, 2.0 if max(small.picture.shape) < 1000 else 0.5)
    yield sharpened(enlarged(small, 2.0))
    yield from _tiles(gray)


def _around(whole: Rendition, left: int, top: int, right: int, bottom: int) -> Iterator[Rendition]:
    """A symbol was found there and did not hold: the same part larger, sharper, softer."""
    margin = max(right - left, bottom - top) // 4 + 8
    height, width = whole.picture.shape
    x, y = max(left - margin, 0), max(top - margin, 0)
    part = np.ascontiguousarray(whole.picture[y : min(bottom + margin, height), x : min(right + margin, width)])
    if part.size == 0:
        return
    left, top = whole.left + round(x / whole.scale), whole.top + round(y / whole.tall)
    here = replace(whole, picture=part, left=left, top=top)
    for factor in (3.0, 2.0, 1.5, 0.7):
        larger = enlarged(here, min(factor, 1600 / max(part.shape)))
        yield larger
        yield sharpened(larger)
        yield from (_changed(larger, change) for change in _CHANGES)


def _tiles(gray: Gray) -> Iterator[Rendition]:
    """Overlapping quarters and ninths of a large picture, enlarged: for a small code in a wide view."""
    height, width = gray.shape
    for parts in (2, 3):
        tall, wide = int(height / parts * 1.2), int(width / parts * 1.2)
        for row in range(parts):
            for column in range(parts):
                top, left = row * (height - tall) // max(parts - 1, 1), column * (width - wide) // max(parts - 1, 1)
                tile = Rendition(np.ascontiguousarray(gray[top : top + tall, left : left + wide]), left=left, top=top)
                yield enlarged(tile, min(2.0, 1800 / max(tile.picture.shape)))


def _evened(picture: Gray) -> Any:
    return cv2.createCLAHE(clipLimit=4.0, tileGridSize=(8, 8)).apply(picture)


def _softened(picture: Gray) -> Any:
    return cv2.GaussianBlur(picture, (0, 0), 1.5)


def _smoothed(picture: Gray) -> Any:
    return cv2.medianBlur(picture, 5)


def _lit_evenly(picture: Gray) -> Any:
    """Divide by the light that falls on the scene: against shadows and bright spots."""
    light = cv2.GaussianBlur(picture, (0, 0), max(picture.shape) / 30)
    return cv2.divide(picture, np.maximum(light, 1), scale=200)


def _thresholded(picture: Gray) -> Any:
    block = max(picture.shape) // 20 | 1
    return cv2.adaptiveThreshold(picture, 255, cv2.ADAPTIVE_THRESH_GAUSSIAN_C, cv2.THRESH_BINARY, max(block, 11), 7)


def _closed(picture: Gray) -> Any:
    return cv2.morphologyEx(picture, cv2.MORPH_CLOSE, np.ones((3, 3), np.uint8))


def _opened(picture: Gray) -> Any:
    return cv2.morphologyEx(picture, cv2.MORPH_OPEN, np.ones((3, 3), np.uint8))


_CHANGES: Final[tuple[Callable[[Gray], Any], ...]] = (
    _evened,
    _lit_evenly,
    _softened,
    _thresholded,
    _smoothed,
    _closed,
    _opened,
)


def _changed(part: Rendition, change: Callable[[Gray], Any]) -> Rendition:
    return replace(part, picture=np.asarray(change(part.picture), np.uint8))


def _corroborated(gray: Gray, expect: Expect, until: float) -> list[Code]:
    """What zbar reads in one rendition and reads again in another."""
    before: list[Code] = []
    for rendition in _for_zbar(gray):
        found = zbar_look(rendition, expect)
        sure = [code for code in found if self_proving(code)] or agreed(found, before)
        if sure:
            return sure
        before = [*before, *found]
        if time.monotonic() > until:
            break
    return []


def _for_zbar(gray: Gray) -> Iterator[Rendition]:
    small = bounded(Rendition(gray), 1600)
    yield small
    yield from (enlarged(small, factor) for factor in (0.8, 0.5, 1.5))
    yield from (_changed(small, change) for change in (_evened, _lit_evenly, _softened))
    yield sharpened(small)
