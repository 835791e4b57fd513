"""Codes held before a camera: drawn, filmed frame by frame, read by the real decoder and watcher."""

from __future__ import annotations

import random
from collections.abc import Sequence

import cv2
import numpy as np

from station.scanner.camera import Frame
from station.scanner.scenery import Conditions, Picture, render_still, scene
from station.scanner.watcher import Reading, Watcher
from tests.harness.made import FakeClock


class Camera:
    """A camera that sees what a test holds up; the watcher's clock is the test's."""

    def __init__(self, clock: FakeClock, seed: int = 1) -> None:
        self._clock = clock
        self._rng = random.Random(seed)
        self._number = 0
        self.watcher = Watcher(clock=clock.monotonic_s)

    def see(self, picture: Picture) -> list[Reading]:
        """One frame."""
        self._number += 1
        return self.watcher.see(Frame(picture, self._clock.monotonic_s(), self._number))

    def hold_up(self, text: str, how: Conditions | None = None, frames: int = 6) -> list[Reading]:
        """The code stays in view for some frames, a thirtieth of a second apart."""
        readings: list[Reading] = []
        picture = render_still(text, how or Conditions(turn=5, tilt=10), self._rng)
        for _ in range(frames):
            readings += self.see(picture)
            self._pass_time(1 / 30)
        return readings

    def nothing(self, seconds: float = 1.0) -> list[Reading]:
        """Nobody is there."""
        self._pass_time(seconds)
        return self.see(scene(0).copy())

    def _pass_time(self, seconds: float) -> None:
        from datetime import timedelta

        self._clock.time += timedelta(seconds=seconds)


def blurred(text: str) -> Picture:
    """A picture so blurred that nobody could read it."""
    picture = render_still(text, Conditions(size=200), random.Random(3))
    return np.asarray(cv2.GaussianBlur(picture, (0, 0), 25), np.uint8)


def texts(readings: Sequence[Reading]) -> list[str]:
    """What was read."""
    return [reading.text for reading in readings]
