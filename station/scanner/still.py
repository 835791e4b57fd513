"""Codes in files: which picture or video it is and what is wrong with it; looking at a picture is left to `harder`."""

from __future__ import annotations

import time
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Final

import cv2
import numpy as np
import numpy.typing as npt

from station.scanner.decoder import Code, Expect
from station.scanner.harder import read_picture
from station.scanner.looks import Looks

LOOKS_A_SECOND: Final = 12.0
"""Of a video: a code that is held up is in view for a second or more."""
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
    picture = _picture(raw) if raw else None
    if picture is not None:
        codes, error_said = read_picture(picture, expect=expect), ""
    elif raw or path.is_file():
        codes, error_said = _codes_in_video(path, expect)
    else:
        return [], "No such file or directory"
    if not codes and _cut_short(raw):
        return [], "This picture is damaged: its end is missing."
    return codes, error_said


def _picture(raw: bytes) -> npt.NDArray[Any] | None:
    try:
        return cv2.imdecode(np.frombuffer(raw, np.uint8), cv2.IMREAD_COLOR)
    except cv2.error:
        return None


def _cut_short(raw: bytes) -> bool:
    """Whether a JPEG has no end after its picture begins: OpenCV fills the rest with gray and says nothing."""
    if not raw.startswith(b"\xff\xd8"):
        return False
    at = 2
    while raw[at : at + 1] == b"\xff" and raw[at + 1 : at + 2] != b"\xda":
        at += 2 + int.from_bytes(raw[at + 2 : at + 4], "big")
    return b"\xff\xd9" not in raw[at:]


def _codes_in_video(path: Path, expect: Expect) -> tuple[list[Code], str]:
    """Every distinct text of a video, in order of first sight."""
    looks, number = Looks(expect), 0
    found: dict[tuple[str, str], Code] = {}
    capture = cv2.VideoCapture(str(path))
    step = max(1, int(capture.get(cv2.CAP_PROP_FPS) / LOOKS_A_SECOND))
    while capture.grab():
        number += 1
        more, frame = capture.retrieve() if number % step == 0 or number == 1 else (False, None)
        for code in looks.see(frame) if more and frame is not None else ():
            found.setdefault((code.text, code.symbology), code)
    capture.release()
    return list(found.values()), "" if number else "This is not a picture or video that can be read."
