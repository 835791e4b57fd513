"""Taking blur out of a picture (Wiener's filter) when its kind is guessed: defocus, or motion along a line.

The blur is not measured: the decoder says which guess was right. Which guesses pay is `harder`'s and `looks`' to say.
"""

from __future__ import annotations

import math
from collections.abc import Callable
from dataclasses import replace
from functools import lru_cache
from typing import Any, Final

import cv2
import numpy as np
import numpy.typing as npt

from station.scanner.decoder import Rendition

NOISE: Final = 0.01
"""Noise against picture, as power: less brings back more of the modules and of the sensor's noise."""
_EDGE: Final = 32
"""Pixels mirrored around a picture, which the filter takes for endless."""

Kernel = npt.NDArray[np.float32]


def disk(radius: float) -> Kernel:
    """What a lens out of focus makes of a point. radius: pixels."""
    half = math.ceil(radius) + 1
    down, across = np.mgrid[-half : half + 1, -half : half + 1]
    return _whole(np.clip(radius + 0.5 - np.hypot(across, down), 0, 1))


def bell(sigma: float) -> Kernel:
    """What many small faults together make of a point. sigma: pixels."""
    row = cv2.getGaussianKernel(2 * math.ceil(3 * sigma) + 1, sigma)
    return _whole(row @ row.T)


def streak(length: float, angle: float) -> Kernel:
    """What a moving hand makes of a point. length: pixels; angle: degrees from across, clockwise."""
    half, fine = math.ceil(length / 2) + 1, 4
    side = (2 * half + 1) * fine
    x, y = (math.cos(math.radians(angle)) * length * fine / 2, math.sin(math.radians(angle)) * length * fine / 2)
    drawn, middle = np.zeros((side, side), np.float32), side / 2
    ends = [(round(middle - x), round(middle - y)), (round(middle + x), round(middle + y))]
    cv2.line(drawn, ends[0], ends[1], 1.0, fine, cv2.LINE_AA)
    small = cv2.resize(drawn, (2 * half + 1, 2 * half + 1), interpolation=cv2.INTER_AREA)
    # The same from both ends, so that its spectrum is real.
    return _whole(small + small[::-1, ::-1])


def _whole(kernel: npt.NDArray[Any]) -> Kernel:
    return np.asarray(kernel / kernel.sum(), np.float32)


_SHAPES: Final[dict[str, Callable[..., Kernel]]] = {"disk": disk, "bell": bell, "streak": streak}


def unblurred(part: Rendition, shape: str, *amounts: float) -> Rendition:
    """The rendition with that blur taken out. shape: "disk", "bell" or "streak"; amounts: what that one takes."""
    height, width = part.picture.shape
    tall, wide = cv2.getOptimalDFTSize(height + 2 * _EDGE), cv2.getOptimalDFTSize(width + 2 * _EDGE)
    edges = (_EDGE, tall - height - _EDGE, _EDGE, wide - width - _EDGE)
    framed = cv2.copyMakeBorder(part.picture, *edges, cv2.BORDER_REFLECT).astype(np.float32)
    spectrum = cv2.dft(framed, flags=cv2.DFT_COMPLEX_OUTPUT) * _filter((tall, wide), shape, amounts)
    sharp = cv2.dft(spectrum, flags=cv2.DFT_INVERSE | cv2.DFT_SCALE | cv2.DFT_REAL_OUTPUT)
    inner = sharp[_EDGE : _EDGE + height, _EDGE : _EDGE + width]
    return replace(part, picture=np.clip(inner, 0, 255).astype(np.uint8))


@lru_cache(maxsize=16)
def _filter(size: tuple[int, int], shape: str, amounts: tuple[float, ...]) -> npt.NDArray[np.float32]:
    kernel = _SHAPES[shape](*amounts)
    spread = np.zeros(size, np.float32)
    side = min(kernel.shape[0], *size)
    spread[:side, :side] = kernel[:side, :side]
    centred = np.roll(spread, (-(side // 2), -(side // 2)), (0, 1))
    known = cv2.dft(centred, flags=cv2.DFT_COMPLEX_OUTPUT)[:, :, 0]
    return np.asarray((known / (known * known + NOISE))[:, :, None], np.float32)
