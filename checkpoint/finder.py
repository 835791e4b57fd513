"""Finds people of the roster by name, pinyin and building, for whoever comes without a phone; who may pass is `gate`'s.

What is typed is parted into words; each must fit the person: as the name or its beginning, its pinyin, its initials,
the building, the room, or the last digits of the phone. Readings of a character that is a surname come first (曾 is
zeng, 单 is shan), other readings fit too.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterable
from dataclasses import dataclass
from functools import cache
from typing import Final

from checkpoint.roster import Person

MOST: Final = 8
_WORDS: Final = re.compile(r"[^\W\d_]+|\d+(?:-\d+)*", re.UNICODE)
_BUILDING_WORDS: Final = ("号楼", "號樓", "栋", "棟", "楼", "樓", "号", "號", "单元", "單元", "室", "#")
_PHONE_DIGITS: Final = 4
"""So many last digits of a phone may be typed; fewer are a building."""
_SURNAMES: Final = {
    "曾": "zeng",
    "单": "shan",
    "單": "shan",
    "仇": "qiu",
    "解": "xie",
    "查": "zha",
    "任": "ren",
    "朴": "piao",
    "尉": "wei",
    "区": "ou",
    "區": "ou",
    "盖": "ge",
    "蓋": "ge",
    "翟": "zhai",
    "乐": "yue",
    "樂": "yue",
    "覃": "qin",
    "冼": "xian",
    "华": "hua",
    "華": "hua",
    "缪": "miao",
    "繆": "miao",
}
"""Surnames whose reading as such is not the commonest of their character."""


@dataclass(frozen=True, slots=True)
class Found:
    """Somebody who may be meant. how: name, pinyin, initials or address: by what they were found."""

    person: Person
    how: str


@dataclass(frozen=True, slots=True)
class _Card:
    """What is looked at of a person. spelled: every reading of the name without blanks; initials: of every reading."""

    person: Person
    name: str
    spelled: tuple[str, ...]
    initials: tuple[str, ...]
    home: tuple[str, ...]
    phone: str


class Finder:
    """An index of people in memory: some seconds' work for a city quarter, then milliseconds a question."""

    def __init__(self, people: Iterable[Person]) -> None:
        self._cards = [_card(person) for person in people]
        self._by_hash = {card.person.id_hash: card.person for card in self._cards if card.person.id_hash}
        self._homes: dict[tuple[str, ...], list[Person]] = {}
        for card in self._cards:
            self._homes.setdefault(_home(card.person), []).append(card.person)

    def find(self, query: str, limit: int = MOST) -> list[Found]:
        """The people who fit every word of what was typed, the best first; nobody for too little to go by."""
        words = _words(query)
        if not _is_enough(words):
            return []
        ranked = []
        for card in self._cards:
            rank, how = _rank(card, words)
            if rank >= 0:
                ranked.append((rank, card.person.name, card.home, int(card.person.id), Found(card.person, how)))
        return [one[-1] for one in sorted(ranked, key=lambda one: one[:-1])[:limit]]

    def household(self, person: Person) -> list[Person]:
        """Everybody of the same home, that person too; nobody where no room is known."""
        return list(self._homes.get(_home(person), [])) if person.room else []

    def by_id_hash(self, hash_: str) -> Person | None:
        """Who has an identity number with that keyed hash."""
        return self._by_hash.get(hash_)


def _home(person: Person) -> tuple[str, ...]:
    return person.community, person.building, person.unit, person.room


def _card(person: Person) -> _Card:
    readings = _readings(person.name)
    home = tuple("".join(one for one in part if one.isdigit()) for part in (person.building, person.unit, person.room))
    return _Card(
        person=person,
        name=_plain(person.name).replace(" ", ""),
        spelled=tuple(dict.fromkeys("".join(reading) for reading in readings)),
        initials=tuple(dict.fromkeys("".join(one[:1] for one in reading) for reading in readings)),
        home=home,
        phone=person.phone,
    )


def _readings(name: str) -> list[tuple[str, ...]]:
    """How a name may be spelled: the surname's own reading first; a Latin name is spelled as it is written."""
    plain = _plain(name).replace(" ", "")
    first = [_syllable(character, 0) for character in plain]
    if plain[:1] in _SURNAMES:
        first[0] = _SURNAMES[plain[0]]
    readings = [tuple(first)]
    # One character read otherwise at a time is enough: nobody is called by two rare readings.
    for place, character in enumerate(plain):
        for other in _others(character):
            if other != first[place]:
                readings.append((*first[:place], other, *first[place + 1 :]))
    return readings


def _syllable(character: str, number: int) -> str:
    read = _heteronyms(character)
    return read[number] if number < len(read) else character


def _others(character: str) -> tuple[str, ...]:
    return _heteronyms(character)[1:4]


@cache
def _heteronyms(character: str) -> tuple[str, ...]:
    from pypinyin import Style, pinyin

    if not "㐀" <= character <= "鿿":
        return (character,)
    read = pinyin(character, style=Style.NORMAL, heteronym=True)[0]
    return tuple(dict.fromkeys(one.replace("ü", "v") for one in read))


def _plain(text: str) -> str:
    """Without tones, width and case: ordinary small letters."""
    folded = unicodedata.normalize("NFKD", text).casefold()
    return "".join(one for one in folded if not unicodedata.combining(one))


def _words(query: str) -> list[str]:
    """The words of what was typed; syllables parted by blanks are one word, as a name is."""
    text = _plain(query)
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


def _rank(card: _Card, words: list[str]) -> tuple[int, str]:
    """(how good a fit, lower is better, below 0: none; by what). Every word has to fit."""
    total, how = 0, "address"
    for word in words:
        rank, by = _number(card, word) if word[0].isdigit() else _name(card, word)
        if rank < 0:
            return -1, ""
        total += rank
        how = by if by != "address" else how
    return total, how


def _name(card: _Card, word: str) -> tuple[int, str]:
    if not word.isascii():
        return _place(card.name, word), "name"
    for rank, texts, how in ((0, card.spelled, "pinyin"), (1, card.initials, "initials")):
        if word in texts:
            return rank, how
    if any(text.startswith(word) for text in card.spelled):
        return 2, "pinyin"
    if any(text.startswith(word) for text in card.initials):
        return 3, "initials"
    return (5, "pinyin") if len(word) > 2 and any(word in text for text in card.spelled) else (-1, "")


def _place(text: str, word: str) -> int:
    if text == word:
        return 0
    if text.startswith(word):
        return 2
    return 4 if word in text else -1


def _number(card: _Card, word: str) -> tuple[int, str]:
    """A building, a room like 3-2-501 or 501, or the last digits of a phone."""
    parts = tuple(word.split("-"))
    home = tuple(part for part in card.home if part)
    if parts == home[: len(parts)] or parts == home[-len(parts) :]:
        return 0, "address"
    if len(word) >= _PHONE_DIGITS and card.phone.endswith(word):
        return 0, "address"
    return -1, ""
