"""Finds people of the roster by name, sound and building, for whoever comes without a phone; who may pass is `gate`'s.

What is typed is parted into words; each must fit the person: as the name or a part of it, its pinyin, its initials,
the building, the room, or the last digits of the phone. How names sound is `sounds`'s to say.
"""

from __future__ import annotations

import heapq
import re
from bisect import bisect_left
from collections.abc import Iterable
from dataclasses import dataclass
from typing import Final

from checkpoint import sounds
from checkpoint.roster import Person

MOST: Final = 8
_WORDS: Final = re.compile(r"[^\W\d_]+|\d+(?:-\d+)*", re.UNICODE)
# In their simplified forms: `sounds.plain` has been here before.
_BUILDING_WORDS: Final = ("号楼", "號楼", "栋", "棟", "楼", "号", "號", "单元", "室", "#")
_PHONE_DIGITS: Final = 4
"""So many last digits of a phone may be typed; fewer are a building."""
_PIECE: Final = 3
"""Letters of the shortest part from the middle of a sound that is looked for."""

_EXACT, _INITIALS, _BEGINS, _INITIALS_BEGIN, _HAN_INSIDE, _INSIDE = range(6)
"""How well a word fits, the best first."""
_HOW: Final = {_INITIALS: "initials", _INITIALS_BEGIN: "initials"}
_Hits = dict[int, int]
"""Place of a person in the index -> how well a word fits them."""


@dataclass(frozen=True, slots=True)
class Found:
    """Somebody who may be meant. how: name, pinyin, initials or address: by what they were found."""

    person: Person
    how: str


class _Beginnings:
    """Texts of people, found whole or by how they begin."""

    def __init__(self) -> None:
        self.whole: dict[str, list[int]] = {}
        self._sorted: list[str] = []

    def add(self, text: str, place: int) -> None:
        self.whole.setdefault(text, []).append(place)

    def close(self) -> None:
        """Everything has been added."""
        self._sorted = sorted(self.whole)

    def beginning(self, word: str) -> Iterable[int]:
        begins = bisect_left(self._sorted, word)
        ends = bisect_left(self._sorted, word + "\U0010ffff", begins)
        return (place for text in self._sorted[begins:ends] for place in self.whole[text])


class Finder:
    """An index of people in memory: half a second's work for 35,000, then milliseconds a question."""

    def __init__(self, people: Iterable[Person]) -> None:
        # The order of the index is the order among equally good answers, so nothing has to be sorted by it again.
        self._people = sorted(people, key=lambda one: (one.name, _in_order(one), len(one.id), one.id))
        self._names = [sounds.plain(person.name).replace(" ", "") for person in self._people]
        self._by_hash = {person.id_hash: person for person in reversed(self._people) if person.id_hash}
        self._characters: dict[str, list[int]] = {}
        self._spelled, self._initials = _Beginnings(), _Beginnings()
        self._pieces: dict[str, list[str]] = {}
        self._homes: dict[tuple[str, ...], list[Person]] = {}
        self._addresses: dict[tuple[str, ...], list[int]] = {}
        self._phones: dict[str, list[int]] = {}
        for place, person in enumerate(self._people):
            self._add_name(place)
            self._add_home(place, person)
        self._spelled.close()
        self._initials.close()

    def find(self, query: str, limit: int = MOST) -> list[Found]:
        """The people who fit every word of what was typed, the best first; nobody for too little to go by."""
        words = _words(query)
        if not _is_enough(words):
            return []
        hits = [self._numbered(word) if word[0].isdigit() else self._named(word) for word in words]
        fewest = min(hits, key=len)
        size = len(self._people)
        ranked = [
            sum(one[place] for one in hits) * size + place for place in fewest if all(place in one for one in hits)
        ]
        places = [number % size for number in heapq.nsmallest(limit, ranked)]
        return [Found(self._people[place], _how(words, [one[place] for one in hits])) for place in places]

    def household(self, person: Person) -> list[Person]:
        """Everybody of the same home, that person too; nobody where no room is known."""
        return list(self._homes.get(_home(person), [])) if person.room else []

    def by_id_hash(self, hash_: str) -> Person | None:
        """Who has an identity number with that keyed hash."""
        return self._by_hash.get(hash_)

    # --- making the index ---

    def _add_name(self, place: int) -> None:
        name = self._names[place]
        for character in set(name):
            self._characters.setdefault(character, []).append(place)
        readings = sounds.readings(name)
        for spelled in {"".join(reading) for reading in readings}:
            if spelled not in self._spelled.whole:
                self._add_pieces(spelled)
            self._spelled.add(spelled, place)
        for initials in {"".join(one[:1] for one in reading) for reading in readings}:
            self._initials.add(initials, place)

    def _add_pieces(self, spelled: str) -> None:
        for begin in range(1, len(spelled) - _PIECE + 1):
            self._pieces.setdefault(spelled[begin : begin + _PIECE], []).append(spelled)

    def _add_home(self, place: int, person: Person) -> None:
        self._homes.setdefault(_home(person), []).append(person)
        home = tuple(part for part in map(_digits, (person.building, person.unit, person.room)) if part)
        for key in {home[:end] for end in range(1, len(home) + 1)} | {home[begin:] for begin in range(len(home))}:
            self._addresses.setdefault(key, []).append(place)
        self._phones.setdefault(person.phone[-_PHONE_DIGITS:], []).append(place)

    # --- asking it ---

    def _named(self, word: str) -> _Hits:
        return self._sounding(word) if word.isascii() else self._written(word)

    def _written(self, word: str) -> _Hits:
        """By the characters of the name."""
        places = min((self._characters.get(one, []) for one in word), key=len)
        return {place: rank for place in places if (rank := _fit(self._names[place], word)) is not None}

    def _sounding(self, word: str) -> _Hits:
        """By pinyin and initials: what fits worse is put down first, and overwritten by what fits better."""
        hits: _Hits = {}
        if len(word) >= _PIECE:
            texts = (text for text in self._pieces.get(word[:_PIECE], []) if word in text)
            hits = {place: _INSIDE for text in texts for place in self._spelled.whole[text]}
        hits.update(dict.fromkeys(self._initials.beginning(word), _INITIALS_BEGIN))
        hits.update(dict.fromkeys(self._spelled.beginning(word), _BEGINS))
        hits.update(dict.fromkeys(self._initials.whole.get(word, []), _INITIALS))
        hits.update(dict.fromkeys(self._spelled.whole.get(word, []), _EXACT))
        return hits

    def _numbered(self, word: str) -> _Hits:
        """A building, a room like 3-2-501 or 501, or the last digits of a phone."""
        hits = dict.fromkeys(self._addresses.get(tuple(word.split("-")), []), _EXACT)
        if len(word) >= _PHONE_DIGITS:
            for place in self._phones.get(word[-_PHONE_DIGITS:], []):
                if self._people[place].phone.endswith(word):
                    hits[place] = _EXACT
        return hits


def _home(person: Person) -> tuple[str, ...]:
    return person.community, person.building, person.unit, person.room


def _in_order(person: Person) -> tuple[str, ...]:
    """Building 3 comes before building 12."""
    return tuple(part.zfill(6) for part in _home(person))


def _digits(part: str) -> str:
    return "".join(one for one in part if one.isdigit())


def _words(query: str) -> list[str]:
    """The words of what was typed; syllables parted by blanks are one word, as a name is."""
    text = sounds.plain(query)
    for word in _BUILDING_WORDS:
        text = text.replace(word, " ")
    text = text.replace("—", "-").replace("－", "-").replace("'", "")
    words = _WORDS.findall(text)
    letters = [word for word in words if word.isascii() and word.isalpha()]
    others = [word for word in words if word not in letters]
    return (["".join(letters)] if letters else []) + others


def _is_enough(words: list[str]) -> bool:
    """A single letter would bring everybody."""
    return any(len(word) > 1 or not word.isascii() or word.isdigit() for word in words)


def _fit(name: str, word: str) -> int | None:
    if name == word:
        return _EXACT
    if name.startswith(word):
        return _BEGINS
    return _HAN_INSIDE if word in name else None


def _how(words: list[str], ranks: list[int]) -> str:
    """By what somebody was found; a name says more than a building."""
    named = [(word, rank) for word, rank in zip(words, ranks, strict=True) if not word[0].isdigit()]
    if not named:
        return "address"
    word, rank = named[-1]
    return _HOW.get(rank, "pinyin") if word.isascii() else "name"
