"""Which column of a file is which: by its heading's word or as one says; columns of identity numbers are refused."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Final

from central.imports.kinds import Column, Kind
from checkpoint import identity

_OF_IDENTITY: Final = re.compile(
    r"身份证|身份證|证件号|證件號|公民身份|居民身份|"
    r"\bid[_ ]?(card|no|number)|identity|national[_ ]?id|certificate[_ ]?no",
    re.IGNORECASE,
)
_LIKE_IDENTITY: Final = re.compile(r"(?<!\d)\d{17}[\dXx](?!\d)")


@dataclass(frozen=True, slots=True)
class Columns:
    """What was recognised. places: column name -> place in a row; ignored: headings of the rest; missing: needed."""

    places: Mapping[str, int]
    headings: tuple[str, ...]
    ignored: tuple[str, ...]
    missing: tuple[Column, ...]


def recognise(kind: Kind, headings: Sequence[str], mapped: Mapping[str, str]) -> Columns:
    """Which heading is which column. mapped: heading -> column name, before any word that is known.

    Raises ValueError for a heading or a column that is not there, for two headings of one column, and for a heading
    that names identity numbers: none is ever taken, under whatever name (domain 5.3).
    """
    plain = [_plain(heading) for heading in headings]
    for heading in headings:
        if _OF_IDENTITY.search(heading):
            raise ValueError(
                f"column '{heading}' is one of identity numbers: a volunteer's number is never the identity number; "
                "take the column out of the file"
            )
    known = {_plain(word): column.name for column in reversed(kind.columns) for word in (*column.words, column.name)}
    said = {_plain(heading): name for heading, name in mapped.items()}
    for heading, name in mapped.items():
        if _plain(heading) not in plain:
            raise ValueError(f"there is no column '{heading}'; there are {', '.join(headings)}")
        if name not in {column.name for column in kind.columns}:
            raise ValueError(
                f"there is nothing called '{name}'; there are {', '.join(one.name for one in kind.columns)}"
            )
    places: dict[str, int] = {}
    taken = set(said.values())
    for place, heading in enumerate(plain):
        name = said.get(heading) or known.get(heading, "")
        if not name or (name in taken and heading not in said):
            continue
        if name in places:
            raise ValueError(f"columns '{headings[places[name]]}' and '{headings[place]}' are both {name}: say --map")
        places[name] = place
    used = set(places.values())
    ignored = tuple(heading for place, heading in enumerate(headings) if place not in used and heading)
    missing = tuple(one for one in kind.columns if one.needed and one.name not in places)
    return Columns(places, tuple(headings), ignored, missing)


def _plain(heading: str) -> str:
    """Without blanks, stars and brackets: `姓名（必填）*` is 姓名."""
    wide = unicodedata.normalize("NFKC", heading).strip().lower()
    return re.sub(r"\(.*?\)|[*\s]", "", wide) if not wide.isascii() else re.sub(r"\s*\(.*?\)|\*", "", wide).strip()


def has_identity_number(cell: str) -> bool:
    """Whether an identity number that holds stands somewhere in the text."""
    found = _LIKE_IDENTITY.findall(unicodedata.normalize("NFKC", cell))
    return any(isinstance(identity.read(one), identity.Identity) for one in found)
