"""Number plates: how one is written, what is wrong with one, and which kind it is; whether a car may in is `gate`'s.

GA 36: a province's character, the letter of the office that issued it, and five characters of a serial number (six for
new energy), or four and a mark such as 警 or 学. Serial numbers have no O and no I, so those are slips for 0 and 1.
No plate stops a gate: what is not of this form is kept as it was typed, and is of the kind `other`.
"""

from __future__ import annotations

import unicodedata
from dataclasses import dataclass, field
from enum import StrEnum
from typing import Final

LONGEST: Final = 16
"""Characters of the longest text that is taken for a plate; foreign ones have up to 11."""


class Kind(StrEnum):
    """What a plate's form says of its vehicle."""

    ORDINARY = "ordinary"
    NEW_ENERGY = "new_energy"
    TRAILER = "trailer"
    LEARNER = "learner"
    POLICE = "police"
    RESCUE = "rescue"
    EMBASSY = "embassy"
    CONSULATE = "consulate"
    HONG_KONG = "hong_kong"
    MACAO = "macao"
    OTHER = "other"
    """Foreign, military, old, home-made or misread: a person looks at it."""


@dataclass(frozen=True, slots=True)
class Fault:
    """A slip of the finger. code: missing, too_long, length (of a Chinese plate), character. position: from 1, or 0.

    plate: what may be kept all the same when the guide has looked twice; empty for `missing` and `too_long`.
    """

    code: str
    position: int = 0
    plate: str = field(default="", repr=False)


_PROVINCE: Final = "京津沪渝冀豫云辽黑湘皖鲁新苏浙赣鄂桂甘晋蒙陕吉闽贵粤青藏川宁琼"
_OFFICE: Final = "ABCDEFGHJKLMNOPQRSTUVWXYZ"
_DIGIT: Final = "0123456789"
_SERIAL: Final = "ABCDEFGHJKLMNPQRSTUVWXYZ" + _DIGIT
_ENERGY: Final = "ABCDEFGHJK"
"""D, A, B, C, E run on batteries alone; F, G, H, J, K do not."""

_SEAT: Final = (_PROVINCE, _OFFICE)
_FOUR, _SIX = (_DIGIT,) * 4, (_DIGIT,) * 6
_FORMS: Final[tuple[tuple[Kind, tuple[str, ...]], ...]] = (
    (Kind.ORDINARY, (*_SEAT, *(_SERIAL,) * 5)),
    (Kind.NEW_ENERGY, (*_SEAT, _ENERGY, _SERIAL, *_FOUR)),
    (Kind.NEW_ENERGY, (*_SEAT, *_FOUR, _DIGIT, _ENERGY)),
    (Kind.TRAILER, (*_SEAT, *(_SERIAL,) * 4, "挂")),
    (Kind.LEARNER, (*_SEAT, *(_SERIAL,) * 4, "学")),
    (Kind.POLICE, (*_SEAT, *(_SERIAL,) * 4, "警")),
    (Kind.RESCUE, (_PROVINCE, "XS", *_FOUR, "应", "急")),
    (Kind.HONG_KONG, ("粤", "Z", *(_SERIAL,) * 4, "港")),
    (Kind.MACAO, ("粤", "Z", *(_SERIAL,) * 4, "澳")),
    (Kind.CONSULATE, (*_SEAT, *(_SERIAL,) * 4, "领")),
    # Embassies' mark stood first before GA 36-2014 and last since; such plates are still on the road.
    (Kind.EMBASSY, (*_SIX, "使")),
    (Kind.EMBASSY, ("使", *_SIX)),
    (Kind.CONSULATE, ("领", *_SIX)),
)
"""Which characters may stand at each place."""

_SIMPLIFIED: Final = str.maketrans(
    "滬雲遼魯蘇贛晉陝閩貴粵寧瓊學掛領應",
    "沪云辽鲁苏赣晋陕闽贵粤宁琼学挂领应",
)
_SLIPS: Final = str.maketrans("OI", "01")


def tidy(text: str) -> str:
    """The plate as it is stamped: wide and small letters made ordinary capitals; blanks, dots and dashes left out."""
    plain = unicodedata.normalize("NFKC", text).upper().translate(_SIMPLIFIED)
    # Once more: what a dash had parted may belong together, and the same plate must not have two spellings.
    plain = unicodedata.normalize("NFKC", "".join(one for one in plain if one.isalnum()))
    return plain[:2] + plain[2:].translate(_SLIPS) if plain[:1] and plain[0] in _PROVINCE else plain


def read(text: str) -> str | Fault:
    """The plate as it is stamped, or what is wrong with it. Never raises; `kind_of` tells which are unusual."""
    plate = tidy(text)
    if not plate:
        return Fault("missing")
    if len(plate) > LONGEST:
        return Fault("too_long")
    if kind_of(plate) is not Kind.OTHER or plate[0] not in _PROVINCE:
        return plate
    if len(plate) not in {7, 8}:
        return Fault("length", 0, plate)
    return Fault("character", _first_wrong(plate), plate)


def kind_of(plate: str) -> Kind:
    """The kind of a plate that `read` gave."""
    return next((kind for kind, form in _FORMS if len(form) == len(plate) == _fitting(plate, form)), Kind.OTHER)


def _fitting(plate: str, form: tuple[str, ...]) -> int:
    """How many characters fit before the first that does not."""
    for place, (character, allowed) in enumerate(zip(plate, form, strict=False)):
        if character not in allowed:
            return place
    return min(len(plate), len(form))


def _first_wrong(plate: str) -> int:
    """Position, from 1, of the first wrong character of the form that it is likest to."""
    return 1 + max(_fitting(plate, form) for _kind, form in _FORMS if len(form) == len(plate))
