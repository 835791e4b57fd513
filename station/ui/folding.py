"""What a handheld scanner meant by the characters that arrived; gathering them is left to `keys`, judging to the desk.

A scanner types as on an American keyboard. Caps Lock turns its letters round, a Chinese input method makes characters
wide and gives signs of its own for some. A pass is Base45, which has no small letters and no wide ones, so for a pass
all of this can be undone without loss; other texts only have wide characters made narrow.
"""

from __future__ import annotations

import re
import unicodedata
from typing import Final

_BASE45: Final = r"[0-9A-Z $%*+\-./:]"
_PASS: Final = re.compile(rf"C1{_BASE45}{{120}}")
_MOST_AROUND: Final = 4
"""Characters that a scanner may be set to put before a code (`]Q1` says it was a QR code) or behind it."""
_BEGUN: Final = re.compile(r"(?:\][A-Z]\d)?\s*C1")
_OF_OTHERS: Final = re.compile(r"HC1:|SHC:/|[A-Z][A-Z0-9+.-]{1,11}://", re.IGNORECASE)

SIGNS: Final = str.maketrans(
    {
        "¥": "$",
        "£": "$",
        "。": ".",
        "·": ".",
        "、": "/",
        "÷": "/",
        "×": "*",
        "—": "-",
        "–": "-",
        "‐": "-",
        "−": "-",
        "ー": "-",
        "︓": ":",
        "∶": ":",
    }
)
"""What Chinese and other input methods give for the signs of Base45, after NFKC has made wide ones narrow."""

COLDEST, HOTTEST = 30.0, 45.0
"""Degrees Celsius that a living person's forehead may show; another number is not a temperature."""
_MEASURED: Final = re.compile(r"(?:(\d{2})[.,。](\d{1,2})|(\d{2})(\d?))\s*(?:°?\s*C)?", re.IGNORECASE)


def folded(burst: str) -> str:
    """The text that was scanned: a pass without anything around it, else the burst with wide characters made narrow."""
    narrow = unicodedata.normalize("NFKC", burst)
    return pass_in(burst) or narrow.strip("\r\n\t ")


def pass_in(burst: str) -> str:
    """The pass in a burst, whatever Caps Lock, width and layout made of it; "" when it holds none."""
    found = _PASS.search(plain := _plain(burst))
    if found is None or found.start() > _MOST_AROUND or len(plain) - found.end() > _MOST_AROUND:
        return ""
    return found[0]


def is_pass_begun(burst: str) -> bool:
    """Whether more characters would make it a pass: a scanner that pauses has not finished."""
    plain = _plain(burst)
    return _BEGUN.match(plain) is not None and len(plain) < len("C1") + 120


def is_scanned(burst: str) -> bool:
    """Whether a burst can only be a scanned code, also in a field where people write what they like."""
    plain = unicodedata.normalize("NFKC", burst).strip()
    return bool(pass_in(burst)) or (len(plain) >= 16 and _OF_OTHERS.match(plain) is not None)


def pass_starts_at(burst: str) -> int:
    """Where in the burst the scanned code begins: what stands before it was typed by hand. In characters of `burst`."""
    for start in range(len(burst)):
        if pass_in(burst[start:]) and not pass_in(burst[start + 1 :]):
            return start
    return 0


def temperature_in(burst: str) -> str:
    """Degrees Celsius as a thermometer that types sent them ("36.5", "36.5℃", "365"), as "36.5"; "" if it is none."""
    found = _MEASURED.fullmatch(unicodedata.normalize("NFKC", burst).strip())
    if found is None:
        return ""
    whole, part = found[1] or found[3], found[2] or found[4]
    value = f"{whole}.{part}" if part else whole
    return value if COLDEST <= float(value) <= HOTTEST else ""


def _plain(burst: str) -> str:
    return unicodedata.normalize("NFKC", burst).translate(SIGNS).upper()
