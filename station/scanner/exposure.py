"""Whether a camera should take in less light, or more: a pure decision from how bright its pictures are.

A camera exposes for the whole view. Before a dim gate that makes a phone's screen a white patch, and in the dark it
leaves a paper pass black. Then the exposure is stepped down or up by hand until the viewfinder can be read, and given
back to the camera when what was held there has gone. Turning the camera's dials is left to `camera`.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Final

import cv2
import numpy as np
import numpy.typing as npt

AUTO: Final = 0
LOWEST, HIGHEST = -4, 2
"""Stops that may be stepped: each is half or twice the light."""
BLOWN: Final = 250
TOO_MUCH: Final = 0.10
"""Part of the viewfinder that is blown out. Of a phone's screen with a code held at arm's length it was 0.25 to 0.5."""
DIM: Final = 110
"""Mean brightness around the viewfinder below which a white patch in it shines by itself; a bright sky is no screen."""
GONE_S: Final = 1.5
"""Without a bright patch for so long, the camera exposes by itself again."""
DARK_MEAN, DARK_BRIGHTEST = 30.0, 80.0
"""Mean and brightest part (99 of 100) of a viewfinder in which even white paper is too dark to be read."""
STEP_S: Final = 0.4
"""A camera shows a new exposure after some frames; stepped faster, it would be stepped too far."""

V4L2_AUTO, V4L2_MANUAL = 3.0, 1.0
"""Linux' numbers for exposure by the camera (aperture priority) and by hand."""
LONGEST: Final = 330.0
"""Exposure in Linux' units of 0.1 ms at which 30 frames a second are still possible."""


@dataclass(frozen=True, slots=True)
class Light:
    """How bright a picture is, 0 to 255. blown: part of the viewfinder's pixels that are nothing but white."""

    blown: float
    brightest: float
    mean: float
    around: float


def light_in(picture: npt.NDArray[np.uint8]) -> Light:
    """Measure a picture (H x W x 3 BGR, or H x W gray): every fourth pixel, about 0.3 ms at 1280 x 720."""
    samples = picture[::4, ::4] if picture.ndim == 2 else picture[::4, ::4, min(1, picture.shape[2] - 1)]
    height, width = samples.shape
    half = max(1, height // 4)
    finder = samples[height // 2 - half : height // 2 + half, width // 2 - half : width // 2 + half]
    if finder.size == 0:
        return Light(0.0, 255.0, 128.0, 128.0)
    rest = samples.size - finder.size
    around = (float(samples.sum()) - float(finder.sum())) / rest if rest else float(finder.mean())
    blown = float(np.count_nonzero(finder >= BLOWN)) / finder.size
    return Light(blown, float(np.percentile(finder, 99)), float(finder.mean()), around)


class Exposure:
    """Told how bright each picture is, answers by how many stops to expose differently from how the camera would."""

    def __init__(self) -> None:
        self._stops = AUTO
        self._stepped_s = self._needed_s = -float("inf")
        self._around = 0.0

    def after(self, light: Light, now_s: float) -> int | None:
        """The stops from now on (AUTO: by the camera itself), or None when they stay as they are."""
        if now_s - self._stepped_s < STEP_S:
            return None
        if self._stops == AUTO:
            # Later the stops darken what is around too, which says nothing about the gate.
            self._around = light.around
        wanted = self._wanted(light, now_s)
        if wanted == self._stops:
            return None
        self._stops, self._stepped_s = wanted, now_s
        return wanted

    def _wanted(self, light: Light, now_s: float) -> int:
        if light.blown >= TOO_MUCH and (self._around < DIM or self._stops > AUTO):
            self._needed_s = now_s
            return max(LOWEST, self._stops - 1)
        if self._stops >= AUTO and light.mean < DARK_MEAN and light.brightest < DARK_BRIGHTEST:
            return min(HIGHEST, self._stops + 1)
        # Stepped down, a screen is still the brightest thing in view: while it is there the stops stay.
        if self._stops < AUTO and light.brightest >= BLOWN / 2:
            self._needed_s = now_s
        if self._stops > AUTO and light.mean < 4 * DARK_MEAN:
            self._needed_s = now_s
        return self._stops if now_s - self._needed_s < GONE_S else AUTO


def dials(stops: int, usual: float) -> dict[int, float]:
    """The OpenCV properties that expose so, in the order to be set. usual: exposure when the camera was opened."""
    if stops == AUTO:
        return {cv2.CAP_PROP_AUTO_EXPOSURE: V4L2_AUTO}
    by_hand = min(usual * 2.0**stops, max(LONGEST, usual))
    return {cv2.CAP_PROP_AUTO_EXPOSURE: V4L2_MANUAL, cv2.CAP_PROP_EXPOSURE: max(1.0, by_hand)}


def usual_exposure(mode: float, exposure: float) -> float:
    """What a camera is exposed by when it can be exposed by hand, else 0: it says 0 or less to what it doesn't have."""
    return exposure if mode > 0 and exposure > 0 else 0.0
