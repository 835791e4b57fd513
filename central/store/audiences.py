"""For whom a roster document is by what it says itself: communities, areas, sites or everybody; told apart by words.

A community's own documents are for the sites whose gates take its passes. A volunteer is for the sites in the areas
where they would serve: `area CODE`, a division code of a community (12 digits), a street (9), a district (6), a city
(4) or a province (2), which a site has in common with its community's code. What a document is for because others name
it (an assignment's volunteer) is `reaches`'.
"""

from __future__ import annotations

import json
from collections.abc import Iterable, Mapping
from functools import lru_cache
from typing import Any, Final

import msgspec

EVERYBODY: Final = "*"
LEVELS: Final = (12, 9, 6, 4, 2)
"""Digits of the division code of a community, street, district, city and province (GB/T 2260, GB/T 10114)."""


def audience(kind: str, data: Mapping[str, Any]) -> frozenset[str]:
    """For whom a document is: the communities and areas it concerns, the site it belongs to, or everybody.

    A site is its own; the areas in which it lies stand beside it so that one knows later in which it once lay.
    """
    match kind:
        case "site":
            return frozenset({of_site(data["id"]), *lies_in(data.get("community", ""))})
        case "gate":
            return frozenset({of_site(data["site"]), *data["communities"]})
        case "community":
            return frozenset({data["id"]})
        case "person":
            return frozenset({data.get("community", "")})
        case "scope":
            return frozenset(data["communities"])
        case "key" if data.get("site"):
            return frozenset({of_site(data["site"])})
        case "lookup":
            return frozenset({data["id"]})
        case _:
            return _of_service(kind, data)


def _of_service(kind: str, data: Mapping[str, Any]) -> frozenset[str]:
    match kind:
        case "shift" | "purge" | "hold":
            return frozenset({of_site(data["site"])})
        case "volunteer":
            return in_areas(data.get("areas", ()))
        case "team" | "project":
            return in_areas([data.get("region", "")])
        case "assignment" | "training" | "post":
            return frozenset()
    return frozenset({EVERYBODY})


def of_site(site: str) -> str:
    """The word for that site's stations."""
    return f"site {site}"


def in_areas(areas: Iterable[str]) -> frozenset[str]:
    """The words for the sites in these areas."""
    return frozenset(f"area {code}" for code in areas if code)


def lies_in(community: str) -> frozenset[str]:
    """The words that a site in this community answers to."""
    return in_areas(community[:digits] for digits in LEVELS)


def is_local(word: str) -> bool:
    """Whether a word means one community, not a street or more."""
    return word.startswith("area ") and len(word) > len("area ") + LEVELS[1]


@lru_cache(maxsize=4096)
def words(listed: str) -> frozenset[str]:
    """The words of a JSON list; most documents are for the same few."""
    return frozenset(msgspec.json.decode(listed))


@lru_cache(maxsize=4096)
def listed(words_: frozenset[str]) -> str:
    """These words as a JSON list."""
    return json.dumps(sorted(words_))
