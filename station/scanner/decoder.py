"""From one picture to the codes in it: `decode(frame) -> list[Code]`; looking harder is for `looks` and `still`.

A reading by zxing-cpp counts: it passed the symbol's own error correction, and in 548 readings of real photographs it
was never wrong. zbar was wrong 37 times, so what only zbar reads counts when two different renditions agree.
"""

from __future__ import annotations

import logging
import re
from collections.abc import Iterable
from dataclasses import dataclass
from enum import Enum
from functools import cache
from importlib import import_module
from types import ModuleType
from typing import Any, Final

import cv2
import numpy as np
import numpy.typing as npt
import zxingcpp

Gray = npt.NDArray[np.uint8]
Corners = tuple[tuple[int, int], ...]

log = logging.getLogger(__name__)

# Said in __init__ too, for when OpenCV is first imported here; this is for when somebody imported it before.
cv2.utils.logging.setLogLevel(cv2.utils.logging.LOG_LEVEL_SILENT)


class Expect(Enum):
    """Which symbols a screen waits for. No others are looked for: a QR code was once read as Interleaved 2 of 5."""

    PASS = "pass"  # noqa: S105
    TUBE = "tube"
    ANY = "any"


QR: Final = "qr"
CODE128: Final = "code128"

# Not BarcodeFormat.QRCode: that means Micro QR too, whose smallest kind corrects no errors; noise was once read as one.
_QR_KIND: Final = zxingcpp.BarcodeFormat.QRCodeModel2
_FORMATS: Final = {
    Expect.PASS: zxingcpp.BarcodeFormats([_QR_KIND]),
    Expect.TUBE: zxingcpp.BarcodeFormats([zxingcpp.BarcodeFormat.Code128]),
    Expect.ANY: zxingcpp.BarcodeFormats([_QR_KIND, zxingcpp.BarcodeFormat.Code128]),
}
_ZBAR_NAMES: Final = {Expect.PASS: ("QRCODE",), Expect.TUBE: ("CODE128",), Expect.ANY: ("QRCODE", "CODE128")}
SMALLEST: Final = 8
"""Pixels on a side below which no symbol fits (a QR code has 21 modules) and zbar raises."""


@dataclass(frozen=True, slots=True)
class Code:
    """One code in a picture. corners: four (x, y) in the frame's pixels, clockwise from the code's own top left."""

    text: str
    symbology: str
    corners: Corners

    @property
    def centre(self) -> tuple[float, float]:
        """The middle of its corners, pixels."""
        return sum(x for x, _ in self.corners) / 4, sum(y for _, y in self.corners) / 4


@dataclass(frozen=True, slots=True)
class Rendition:
    """A picture made from a frame for one look: its pixel / scale + offset = the frame's pixel.

    scale: across; tall: down; left, top: the offset in the frame.
    """

    picture: Gray
    scale: float = 1.0
    tall: float = 1.0
    left: int = 0
    top: int = 0


def decode(frame: npt.NDArray[Any], *, expect: Expect = Expect.PASS) -> list[Code]:
    """The codes in a BGR, BGRA (H x W x 3 or 4) or gray (H x W) frame: one fast look, about 2 ms at 1280 x 720.

    An empty picture has no codes. Raises ValueError for what is not a picture at all.
    """
    return fast_look(gray_of(frame), expect)


def gray_of(frame: npt.NDArray[Any]) -> Gray:
    """The frame as gray bytes in one piece (H x W, uint8). Raises ValueError for what is not a picture."""
    if (
        not isinstance(frame, np.ndarray)
        or frame.ndim not in {2, 3}
        or (frame.ndim == 3 and frame.shape[2] not in {1, 3, 4})
    ):
        raise ValueError("a picture is an array of H x W, or of H x W x 1, 3 or 4")
    if frame.size == 0:
        return np.zeros((0, 0), np.uint8)
    frame = _as_bytes(frame)
    if frame.ndim == 3 and frame.shape[2] == 1:
        frame = frame[:, :, 0]
    if frame.ndim == 3:
        to_gray = cv2.COLOR_BGR2GRAY if frame.shape[2] == 3 else cv2.COLOR_BGRA2GRAY
        return np.asarray(cv2.cvtColor(np.ascontiguousarray(frame), to_gray), np.uint8)
    return np.ascontiguousarray(frame)


def _as_bytes(frame: npt.NDArray[Any]) -> npt.NDArray[np.uint8]:
    if frame.dtype == np.uint8:
        return np.asarray(frame, np.uint8)
    if frame.dtype == np.bool_:
        return np.where(frame, 255, 0).astype(np.uint8)
    if frame.dtype.kind == "u" and frame.dtype.itemsize == 2:
        return (frame >> 8).astype(np.uint8)
    if frame.dtype.kind not in "fiu":
        raise ValueError(f"a picture's samples are numbers, not {frame.dtype}")
    # Floating pictures are 0 to 1 by convention; anything brighter is taken as 0 to 255.
    values = np.nan_to_num(np.clip(frame, 0, 255), nan=0.0).astype(np.float32)
    return np.asarray(values * (255.0 if values.max() <= 1.0 else 1.0), np.uint8)


def fast_look(gray: Gray, expect: Expect) -> list[Code]:
    """One look with zxing-cpp at the picture as it is."""
    return look_at(Rendition(gray), expect)


def look_at(rendition: Rendition, expect: Expect, *, histogram: bool = False) -> list[Code]:
    """One look with zxing-cpp at a rendition; corners in the frame's pixels. histogram: one threshold for the whole."""
    if min(rendition.picture.shape) < SMALLEST:
        return []
    binarizer = zxingcpp.Binarizer.GlobalHistogram if histogram else zxingcpp.Binarizer.LocalAverage
    found = zxingcpp.read_barcodes(
        rendition.picture, formats=_FORMATS[expect], text_mode=zxingcpp.TextMode.Plain, binarizer=binarizer
    )
    return [code for barcode in found if (code := _code_of(barcode, rendition)) is not None]


def look_at_all(rendition: Rendition, expect: Expect) -> tuple[list[Code], list[Corners]]:
    """Two looks (threshold of each neighbourhood, then of the whole), and where a symbol was seen but did not hold."""
    if min(rendition.picture.shape) < SMALLEST:
        return [], []
    seen = zxingcpp.read_barcodes(
        rendition.picture, formats=_FORMATS[expect], text_mode=zxingcpp.TextMode.Plain, return_errors=True
    )
    codes = [code for barcode in seen if (code := _code_of(barcode, rendition)) is not None]
    broken = [_corners(barcode, rendition) for barcode in seen if not barcode.valid]
    return merged([*codes, *look_at(rendition, expect, histogram=True)]), broken


def _code_of(barcode: Any, rendition: Rendition) -> Code | None:
    # An empty text is no code to anybody; zxing reports one for some damaged symbols.
    if not barcode.valid or not barcode.text:
        return None
    name = CODE128 if barcode.format == zxingcpp.BarcodeFormat.Code128 else QR
    return Code(barcode.text, name, _corners(barcode, rendition))


def _corners(barcode: Any, rendition: Rendition) -> Corners:
    place = barcode.position
    points = (place.top_left, place.top_right, place.bottom_right, place.bottom_left)
    return tuple(_in_frame(point.x, point.y, rendition) for point in points)


def _in_frame(x: float, y: float, rendition: Rendition) -> tuple[int, int]:
    return round(x / rendition.scale) + rendition.left, round(y / rendition.tall) + rendition.top


def _box(corners: Corners) -> tuple[int, int, int, int]:
    columns, rows = [x for x, _ in corners], [y for _, y in corners]
    return min(columns), min(rows), max(columns), max(rows)


# --- the second reader ---


@cache
def _zbar() -> ModuleType | None:
    try:
        return import_module("pyzbar.pyzbar")
    except (ImportError, OSError):
        log.warning("libzbar is missing: codes are read by zxing-cpp alone")
        return None


def pyzbar_available() -> bool:
    """Whether the second reader is there (pyzbar needs the system's libzbar)."""
    return _zbar() is not None


def zbar_look(rendition: Rendition, expect: Expect) -> list[Code]:
    """One look with zbar at a rendition, uncorroborated; [] where libzbar is missing."""
    pyzbar = _zbar()
    if pyzbar is None or min(rendition.picture.shape) < SMALLEST:
        return []
    symbols = [getattr(pyzbar.ZBarSymbol, name) for name in _ZBAR_NAMES[expect]]
    try:
        found = pyzbar.decode(rendition.picture, symbols=symbols)
    except Exception as error:
        # pyzbar raises on structured-append codes and on some damaged ones; a look that fails has seen nothing.
        log.debug("zbar gave up on a picture: %s", type(error).__name__)
        return []
    return [code for symbol in found if (code := _zbar_code(symbol, rendition)) is not None]


def _zbar_code(symbol: Any, rendition: Rendition) -> Code | None:
    # zbar guesses charsets of other than ASCII text and guesses wrong (21 % of Simplified Chinese texts).
    if not symbol.data or not symbol.data.isascii() or len(symbol.polygon) != 4:
        return None
    text = symbol.data.decode("ascii")
    corners = tuple(_in_frame(point.x, point.y, rendition) for point in symbol.polygon)
    return Code(text, CODE128 if symbol.type == "CODE128" else QR, _from_top_left(corners))


def _from_top_left(corners: Corners) -> Corners:
    """zbar lists corners counter-clockwise from the top left; ours run clockwise."""
    return (corners[0], corners[3], corners[2], corners[1])


def agreed(first: Iterable[Code], second: Iterable[Code]) -> list[Code]:
    """The codes of the first look that the second one read too."""
    known = {(code.text, code.symbology) for code in second}
    return [code for code in first if (code.text, code.symbology) in known]


OUR_FORM: Final = re.compile(r"C1[0-9A-Z $%*+\-./:]{120}")


def self_proving(code: Code) -> bool:
    """Whether a misreading could not go unnoticed: a pass has a signature over every character."""
    return code.symbology == QR and OUR_FORM.fullmatch(code.text) is not None


def merged(codes: Iterable[Code]) -> list[Code]:
    """Each code once: the same text at the same place is one code, at two places it is two."""
    kept: list[Code] = []
    for code in codes:
        if not any(_same(code, other) for other in kept):
            kept.append(code)
    return kept


def overlap(one: Corners, other: Corners) -> bool:
    """Whether the middle of one place lies within the other's bounds."""
    left, top, right, bottom = _box(other)
    x, y = sum(x for x, _ in one) / 4, sum(y for _, y in one) / 4
    return left <= x <= right and top <= y <= bottom


def _same(one: Code, other: Code) -> bool:
    if (one.text, one.symbology) != (other.text, other.symbology):
        return False
    left, top, right, bottom = _box(other.corners)
    (x, y), reach = one.centre, max(right - left, bottom - top, 8)
    middle_x, middle_y = other.centre
    return abs(x - middle_x) <= reach * 0.5 and abs(y - middle_y) <= reach * 0.5
