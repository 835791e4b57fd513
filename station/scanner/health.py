"""Whether a camera's pictures are those of a living camera; opening it anew is left to `camera`."""

from __future__ import annotations

from enum import StrEnum
from typing import Any, Final

import numpy as np
import numpy.typing as npt

FROZEN_S: Final = 2.0
"""The same picture to the last bit for so long: a living sensor has noise in every frame."""
BLACK: Final = 6
"""Mean brightness, 0 to 255, below which a picture is black: a cap, a dead sensor, a covered lens."""
BLACK_S: Final = 3.0
BLACK_REOPEN_S: Final = 10.0
"""A cap is not cured by opening the camera anew, a sensor that has lost its way is: it is tried this often."""
UNFIT_S: Final = 0.5
"""One damaged picture is passed over; for so long none but wrong ones, and something is wrong with the camera."""
NARROWEST: Final = 32
"""Pixels on a side below which a live picture is no picture: 1 x 1 comes from an overloaded bus."""


class CameraTrouble(StrEnum):
    """What can be wrong with a camera; the words for it are the window's."""

    MISSING = "camera_missing"
    FROZEN = "camera_frozen"
    BLACK = "camera_black"


def is_picture(picture: Any) -> bool:
    """Whether it is H x W or H x W x 1, 3 or 4 samples of a byte, and more than none."""
    return (
        isinstance(picture, np.ndarray)
        and picture.size > 0
        and picture.dtype == np.uint8
        and (picture.ndim == 2 or (picture.ndim == 3 and picture.shape[2] in {1, 3, 4}))
    )


class Health:
    """Told every picture of a live camera. Outlives the openings of the device."""

    def __init__(self, now_s: float) -> None:
        self._changed_s = self._bright_s = self._opened_s = self._fit_s = now_s
        self._last: bytes = b""
        self._black = False
        self._shape: tuple[int, ...] = ()

    def reopened(self, now_s: float) -> None:
        """The device was opened anew. A frozen picture stays frozen until another one comes."""
        self._opened_s = self._fit_s = now_s
        self._shape = ()
        if not self._black:
            # While it was gone nothing was bright, and the first picture of a waking sensor often is black.
            self._bright_s = now_s

    def fits(self, picture: Any) -> bool:
        """Whether it is a picture like the first one of this opening: of that size, in colour or gray as that was."""
        if not is_picture(picture) or min(picture.shape[:2]) < NARROWEST:
            return False
        self._shape = self._shape or picture.shape
        return bool(picture.shape == self._shape)

    @property
    def has_pictures(self) -> bool:
        """Whether this opening has given a picture."""
        return bool(self._shape)

    def after(self, picture: npt.NDArray[np.uint8] | None, now_s: float) -> CameraTrouble | None:
        """The state after this picture (None: it was none, or did not fit)."""
        if picture is None:
            return CameraTrouble.MISSING if now_s - self._fit_s >= UNFIT_S else self._state(now_s)
        self._fit_s = now_s
        sample = np.ascontiguousarray(picture[::16, ::16])
        bright = float(sample.mean()) >= BLACK
        # Behind a cap every picture is the same; that is a black camera, not a frozen one.
        if sample.tobytes() != self._last or not bright:
            self._last, self._changed_s = sample.tobytes(), now_s
        self._black = not bright
        if bright:
            self._bright_s = now_s
        return self._state(now_s)

    def _state(self, now_s: float) -> CameraTrouble | None:
        if now_s - self._bright_s >= BLACK_S:
            return CameraTrouble.BLACK
        return CameraTrouble.FROZEN if now_s - self._changed_s >= FROZEN_S else None

    def wants_reopening(self, now_s: float) -> bool:
        """Whether the device should be opened anew, having been open for long enough to get over what is wrong."""
        return (
            now_s - self._fit_s >= UNFIT_S
            or now_s - max(self._changed_s, self._opened_s) >= FROZEN_S
            or now_s - max(self._bright_s, self._opened_s) >= BLACK_REOPEN_S
        )
