"""Photos for badges: taken from files named by volunteer number, made alike, kept in a folder of central's; never sent.

A photo is cut to three by four, without whatever the camera wrote into the file, and the volunteer's document holds its
SHA-256: a file that was changed behind central's back is not printed.
"""

from __future__ import annotations

import hashlib
import io
import os
import secrets
import warnings
from dataclasses import dataclass, field
from pathlib import Path
from typing import Final

from PIL import Image, ImageOps, UnidentifiedImageError

SIZE: Final = (354, 472)
"""Pixels: 3 by 4 cm at 300 to the inch."""
MOST_BYTES: Final = 20_000_000
MOST_PIXELS: Final = 50_000_000
LEAST: Final = (120, 160)
FORMATS: Final = ("JPEG", "PNG", "WEBP")
_ENDINGS: Final = frozenset({".jpg", ".jpeg", ".png", ".webp"})
_FACE: Final = (0.5, 0.35)
"""Where a face is in a portrait: what is cut away is cut around it."""
_QUALITY: Final = 85


@dataclass(slots=True)
class Taken:
    """photos: volunteer number -> the picture as it is kept; bad: (file, reason) of what cannot be taken."""

    photos: dict[str, bytes] = field(default_factory=dict)
    bad: list[tuple[str, str]] = field(default_factory=list)


def look_through(paths: list[Path], numbers: set[str]) -> Taken:
    """The photos of files and of folders' files. numbers: of the volunteers on the roster."""
    taken = Taken()
    for path in paths:
        inside = sorted(one for one in path.iterdir() if one.suffix.lower() in _ENDINGS) if path.is_dir() else [path]
        for file in inside:
            try:
                taken.photos[_number(file, numbers, taken)] = normalised(file)
            except ValueError as error:
                taken.bad.append((file.name, str(error)))
    return taken


def _number(file: Path, numbers: set[str], taken: Taken) -> str:
    if file.stem not in numbers:
        raise ValueError("is not named by the number of a volunteer on the roster")
    if file.stem in taken.photos:
        raise ValueError("is a second photo of the same volunteer")
    return file.stem


def normalised(file: Path) -> bytes:
    """The picture as a JPEG of SIZE, upright. Raises ValueError with a sentence for what is none."""
    if file.stat().st_size > MOST_BYTES:
        raise ValueError(f"has more than {MOST_BYTES:,} bytes")
    try:
        with warnings.catch_warnings():
            warnings.simplefilter("error", Image.DecompressionBombWarning)
            with Image.open(file, formats=FORMATS) as picture:
                return _cut(picture)
    except (Image.DecompressionBombWarning, Image.DecompressionBombError) as error:
        raise ValueError(f"has more than {MOST_PIXELS:,} pixels") from error
    except (UnidentifiedImageError, OSError, SyntaxError) as error:
        raise ValueError("is no JPEG, PNG or WebP picture that can be read") from error


def _cut(picture: Image.Image) -> bytes:
    wide, tall = picture.size
    if wide * tall > MOST_PIXELS:
        raise ValueError(f"has more than {MOST_PIXELS:,} pixels")
    if min(wide, tall) < LEAST[0] or max(wide, tall) < LEAST[1]:
        raise ValueError(f"is smaller than {LEAST[0]} by {LEAST[1]} pixels")
    upright = ImageOps.exif_transpose(picture).convert("RGBA")
    white = Image.new("RGBA", upright.size, "white")
    plain = Image.alpha_composite(white, upright).convert("RGB")
    held = io.BytesIO()
    ImageOps.fit(plain, SIZE, Image.Resampling.LANCZOS, centering=_FACE).save(held, "JPEG", quality=_QUALITY)
    return held.getvalue()


def digest(photo: bytes) -> str:
    """What stands in the volunteer's document."""
    return hashlib.sha256(photo).hexdigest()


class Album:
    """The folder of photos."""

    def __init__(self, folder: Path) -> None:
        self._folder = folder / "photos"

    def keep(self, number: str, photo: bytes) -> None:
        """Put it there, whole or not at all, for its owner's eyes."""
        self._folder.mkdir(parents=True, exist_ok=True, mode=0o700)
        part = self._folder / f"{secrets.token_hex(8)}.part"
        handle = os.open(part, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
        with os.fdopen(handle, "wb") as file:
            file.write(photo)
            file.flush()
            os.fsync(file.fileno())
        part.replace(self._path(number))

    def forget(self, number: str) -> None:
        """Take it away."""
        self._path(number).unlink(missing_ok=True)

    def photo_of(self, number: str, wanted: str) -> bytes | None:
        """The photo with that digest, or None when there is none or another one."""
        path = self._path(number)
        if not wanted or not path.exists():
            return None
        photo = path.read_bytes()
        return photo if digest(photo) == wanted else None

    def _path(self, number: str) -> Path:
        # By digest: a volunteer's number may hold what no file's name may.
        return self._folder / f"{hashlib.sha256(number.encode()).hexdigest()[:32]}.jpg"
