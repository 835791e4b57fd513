"""Fits a panel's word into the room that it has; how large each size is, the style sheet says once more."""

from __future__ import annotations

from typing import Final

from PySide6.QtGui import QFontMetrics
from PySide6.QtWidgets import QLabel

from station.ui.theme import font, restyle

SIZES: Final = {"large": 88, "middle": 72, "small": 56, "least": 40}
"""Pixels at 1280 x 800, from the largest on, under the names that the style sheet gives them (`#word[fit=…]`)."""


def fit(word: QLabel, text: str, room: int, scale: float, sizes: tuple[str, ...]) -> None:
    """Give a word the first of these sizes at which the text fits into so many pixels, else the last."""
    fitting = (name for name in sizes if _width(text, SIZES[name] * scale) <= room)
    size = next(fitting, sizes[-1])
    if word.property("fit") != size:
        word.setProperty("fit", size)
        restyle(word)


def _width(text: str, pixels: float) -> int:
    return QFontMetrics(font(round(pixels))).horizontalAdvance(text)
