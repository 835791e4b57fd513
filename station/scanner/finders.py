"""A QR code found by the white rings of its three finder patterns, drawn anew as a square with a quiet zone.

A decoder finds a finder pattern by its black outer ring, which a black bezel swallows, and needs a quiet zone. The
white ring and the black core within are left in any surroundings, and their corners say how the code lies in the
picture. Reading what was drawn is left to `harder`.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from itertools import combinations
from typing import Final

import cv2
import numpy as np
import numpy.typing as npt

from station.scanner.decoder import Corners, Gray, Rendition

_CORE_PART: Final = (0.18, 0.58)
"""Area of core and ring's outline, 9 to 25 modules, when blur and light have moved their edges."""
_SMALLEST_RING: Final = 9.0
_MOST_RINGS: Final = 9
_MODULE: Final = 8
_QUIET: Final = 4

Points = npt.NDArray[np.float64]


@dataclass(frozen=True, slots=True)
class _Ring:
    """A white ring. corners: 4 x 2, in order round it; middle: x, y; side: pixels."""

    corners: Points
    middle: Points
    side: float


def redrawn(gray: Gray, black_white: Gray, scale: float) -> Iterator[tuple[Rendition, Corners]]:
    """The codes that may be there, one after another, each as a square, and its corners in the picture.

    black_white: the picture in black and white, `scale` times its size.
    """
    rings = sorted(_rings(black_white), key=lambda ring: -ring.side)[:_MOST_RINGS]
    for three in combinations(rings, 3):
        ordered = _in_order(three)
        if ordered is None:
            continue
        seen = np.concatenate([ring.corners for ring in ordered]) / scale
        for modules in _sizes(ordered):
            places = cv2.findHomography(_on_symbol(modules), seen)[0]
            if places is not None:
                yield _square(gray, np.asarray(places, np.float64), modules)


def _rings(black_white: Gray) -> Iterator[_Ring]:
    outlines, tree = cv2.findContours(black_white, cv2.RETR_CCOMP, cv2.CHAIN_APPROX_SIMPLE)
    if not len(outlines):
        return
    # Noise in black and white has thousands of outlines: those around one core are picked out all at once.
    following, _, cores, parents = np.asarray(tree)[0].T
    for number in np.flatnonzero((cores >= 0) & (parents < 0) & (following[cores] < 0)):
        outline, core = outlines[int(number)], int(cores[number])
        if len(outline) < 4 or np.ptp(outline[:, 0, 0]) < _SMALLEST_RING:
            continue
        area = cv2.contourArea(outline)
        if area < _SMALLEST_RING**2 or not _CORE_PART[0] < cv2.contourArea(outlines[core]) / area < _CORE_PART[1]:
            continue
        corners = _corners_of(np.asarray(outline, np.int32), area)
        if corners is not None:
            yield _Ring(corners, corners.mean(axis=0), float(np.sqrt(area)))


def _corners_of(outline: npt.NDArray[np.int32], area: float) -> Points | None:
    """The four corners of an outline that is about a square seen from the side, else None."""
    hull = cv2.convexHull(outline)
    if cv2.contourArea(hull) > 1.3 * area:
        return None
    length = cv2.arcLength(hull, closed=True)
    for part in (0.03, 0.05, 0.08, 0.11):
        corners = cv2.approxPolyDP(hull, part * length, closed=True).reshape(-1, 2).astype(np.float64)
        if len(corners) == 4:
            return np.asarray(corners)
    return None


def _in_order(three: tuple[_Ring, ...]) -> tuple[_Ring, _Ring, _Ring] | None:
    """Top left, top right, bottom left as on the symbol, each with corners from its own top left on; else None."""
    sides = [ring.side for ring in three]
    if max(sides) > 2.2 * min(sides):
        return None
    middles = [ring.middle for ring in three]
    farthest = max(range(3), key=lambda one: float(np.linalg.norm(middles[one - 1] - middles[one - 2])))
    corner, right, below = three[farthest], three[farthest - 1], three[farthest - 2]
    across, down = right.middle - corner.middle, below.middle - corner.middle
    if across[0] * down[1] - across[1] * down[0] < 0:
        right, below, across, down = below, right, down, across
    lengths = float(np.linalg.norm(across)), float(np.linalg.norm(down))
    cosine = float(across @ down) / max(1e-9, lengths[0] * lengths[1])
    if abs(cosine) > 0.7 or max(lengths) > 3.0 * min(lengths) or min(lengths) < 1.5 * min(sides):
        return None
    first, second, third = (_turned(ring, across, down) for ring in (corner, right, below))
    return first, second, third


def _turned(ring: _Ring, across: Points, down: Points) -> _Ring:
    """The ring with its corners from the symbol's top left on, clockwise as the symbol runs."""
    towards = np.stack([across, down], axis=1)
    try:
        own = (ring.corners - ring.middle) @ np.linalg.inv(towards).T
    except np.linalg.LinAlgError:
        return ring
    angles = np.arctan2(own[:, 1], own[:, 0])
    return _Ring(ring.corners[np.argsort(angles)], ring.middle, ring.side)


def _sizes(ordered: tuple[_Ring, _Ring, _Ring]) -> list[int]:
    """How many modules the symbol may have on a side, the likeliest first (21 to 177 in steps of 4)."""
    corner, right, below = ordered
    module = (corner.side + right.side + below.side) / 15
    apart = np.linalg.norm(right.middle - corner.middle) + np.linalg.norm(below.middle - corner.middle)
    guess = float(apart) / 2 / module + 7
    nearest = sorted(range(21, 178, 4), key=lambda size: abs(size - guess))
    return nearest[:3]


def _on_symbol(modules: int) -> Points:
    """Where the corners of the three rings lie on the symbol, modules from its top left."""
    ring = np.array([(1, 1), (6, 1), (6, 6), (1, 6)], np.float64)
    far = float(modules - 7)
    return np.concatenate([ring, ring + np.array((far, 0.0)), ring + np.array((0.0, far))])


def _square(gray: Gray, places: npt.NDArray[np.float64], modules: int) -> tuple[Rendition, Corners]:
    """The symbol as a square on white. places: from modules to the picture's pixels."""
    side, quiet = modules * _MODULE, _QUIET * _MODULE
    to_modules = np.array([[1 / _MODULE, 0, 0.5 / _MODULE], [0, 1 / _MODULE, 0.5 / _MODULE], [0, 0, 1]])
    inner = cv2.warpPerspective(
        gray, places @ to_modules, (side, side), flags=cv2.INTER_LINEAR | cv2.WARP_INVERSE_MAP, borderValue=255
    )
    bright = int(np.percentile(inner, 90))
    framed = cv2.copyMakeBorder(inner, quiet, quiet, quiet, quiet, cv2.BORDER_CONSTANT, value=bright)
    ends = np.array([[(0, 0), (modules, 0), (modules, modules), (0, modules)]], np.float64)
    corners = cv2.perspectiveTransform(ends, places)[0]
    return Rendition(np.asarray(framed, np.uint8)), tuple((round(float(x)), round(float(y))) for x, y in corners)
