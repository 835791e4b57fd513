"""Identity numbers and other papers: their form, what is wrong with one, and how one is found again without being kept.

GB 11643: 17 digits (division, birth date, sequence) and a check character by ISO 7064 MOD 11-2. Other papers have no
check digit. Who somebody is, is the roster's to say; a number itself is stored nowhere.
"""

from __future__ import annotations

import hashlib
import hmac
import re
import unicodedata
from dataclasses import dataclass, field
from datetime import date
from typing import Final

from checkpoint import masking

LENGTH: Final = 18
_WEIGHTS: Final = tuple(2 ** (17 - place) % 11 for place in range(17))
_CHECKS: Final = "10X98765432"
EARLIEST: Final = date(1880, 1, 1)
LATEST: Final = date(2099, 12, 31)
"""Nobody's date of birth is outside these; that it is not tomorrow's is for whoever has a clock."""
CHILD: Final = 14
"""Under this age a person's data are sensitive as such (PIPL 31)."""
_HOME_PERMIT: Final = re.compile(r"[HM][0-9]{8}")
_TAIWAN_PERMIT: Final = re.compile(r"[0-9]{8}")
_PREFIXED: Final = re.compile(r"^(00)?86(?=1[0-9]{10}$)")
_PASSPORT: Final = re.compile(r"(?=.*[A-Z])[A-Z0-9]{7,9}")


@dataclass(frozen=True, slots=True)
class Identity:
    """A number that holds. kind: 01 identity card, 03 passport, 06 Hong Kong/Macao permit, 07 Taiwan permit (WS 364.3).

    born: of an identity card only. number is never shown by repr.
    """

    number: str = field(repr=False)
    kind: str = "01"
    born: date | None = field(default=None, repr=False)

    @property
    def masked(self) -> str:
        """First 2 and last 2 characters (domain 5.3)."""
        return masking.id_number(self.number)

    def age_on(self, day: date) -> int | None:
        """Whole years of age on that day; None where the number does not tell."""
        if self.born is None:
            return None
        return day.year - self.born.year - ((day.month, day.day) < (self.born.month, self.born.day))

    def is_under_14(self, day: date) -> bool:
        """Whether the rule for children is theirs."""
        age = self.age_on(day)
        return age is not None and age < CHILD


@dataclass(frozen=True, slots=True)
class Fault:
    """What is wrong. code: length, old, character, date, check_digit. position: from 1, 0 where none can be named.

    A date that never was is told before a check character: that one is right for the wrong date only.
    expected: the right check character. suspects: the one position whose swap with the next explains everything or,
    where the date is wrong too, whose digit alone does; empty where there are several.
    """

    code: str
    position: int = 0
    expected: str = ""
    suspects: tuple[int, ...] = ()


def tidy(text: str) -> str:
    """The number as it is written on paper: ordinary capital letters and digits, no blanks or dashes."""
    plain = unicodedata.normalize("NFKC", text).upper()
    return "".join(one for one in plain if not one.isspace() and one not in "-—·.")


def read(text: str) -> Identity | Fault:
    """The number that was typed, or the first thing that is wrong with it. Never raises."""
    number = tidy(text)
    other = _other(number)
    if other is not None:
        return other
    if len(number) == 15 and number.isascii() and number.isdigit():
        return Fault("old")
    if len(number) != LENGTH:
        return Fault("length")
    for place, character in enumerate(number, 1):
        if not (character in "0123456789" or (place == LENGTH and character == "X")):
            return Fault("character", place)
    born, expected = _born(number), check_of(number)
    if born is None:
        return Fault("date", 7, "", _suspects(number, is_date_wrong=True) if number[-1] != expected else ())
    if number[-1] != expected:
        return Fault("check_digit", LENGTH, expected, _suspects(number, is_date_wrong=False))
    return Identity(number, "01", born)


def check_of(number: str) -> str:
    """The check character of 17 digits (ISO 7064 MOD 11-2)."""
    return _CHECKS[sum(int(one) * weight for one, weight in zip(number, _WEIGHTS, strict=False)) % 11]


def keyed(number: str, key: bytes) -> str:
    """32 hexadecimal characters by which the same number is found again under the same key, and by nobody without."""
    return _keyed("id", tidy(number), key)


def keyed_phone(phone: str, key: bytes) -> str:
    """The same for a phone number: its digits count, not how they are grouped, nor China's own prefix."""
    digits = "".join(one for one in unicodedata.normalize("NFKC", phone) if one.isdigit())
    return _keyed("phone", _PREFIXED.sub("", digits), key)


def _keyed(purpose: str, text: str, key: bytes) -> str:
    return hmac.new(key, f"{purpose}\0{text}".encode(), hashlib.sha256).hexdigest()[:32]


def _other(number: str) -> Identity | None:
    if _HOME_PERMIT.fullmatch(number):
        return Identity(number, "06")
    if _TAIWAN_PERMIT.fullmatch(number):
        return Identity(number, "07")
    return Identity(number, "03") if _PASSPORT.fullmatch(number) else None


def _born(number: str) -> date | None:
    try:
        born = date(int(number[6:10]), int(number[10:12]), int(number[12:14]))
    except ValueError:
        return None
    return born if EARLIEST <= born <= LATEST else None


def _suspects(number: str, *, is_date_wrong: bool) -> tuple[int, ...]:
    """The position, if there is one only, where a slip of the finger would explain it.

    With a date that could be, almost any digit might be the wrong one, so only swaps tell anything.
    """
    places = {place + 1 for place in range(17) if _holds(_swapped(number, place))}
    if is_date_wrong:
        places |= {place + 1 for place in range(6, 14) for digit in "0123456789" if _holds(_with(number, place, digit))}
    return tuple(places) if len(places) == 1 else ()


def _swapped(number: str, place: int) -> str:
    return number[:place] + number[place + 1] + number[place] + number[place + 2 :]


def _with(number: str, place: int, digit: str) -> str:
    return number[:place] + digit + number[place + 1 :]


def _holds(number: str) -> bool:
    return "X" not in number[:-1] and check_of(number) == number[-1] and _born(number) is not None
