"""How far somebody was told of what central counts, and in which of its terms; drawing those is `central.store.terms`'.

A term lasts from when central begins to serve until it begins again, and nobody else has its name. So two databases
that know a term were one while it lasted, and agree on every number up to where it ended in either. Numbers alone do
not show that: an older backup that is served gives out some that mean nothing to a newer one that takes its place.
"""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Final, NamedTuple

NAME: Final = r"[0-9a-f]{1,32}"
SAID: Final = rf"({NAME}:\d{{1,16}}(,{NAME}:\d{{1,16}}){{0,63}})?"
"""What a station says of where it is: `TERM:NUMBER,TERM:NUMBER…`, the oldest first."""
MOST: Final = 12
"""Terms that a station remembers having been told in: some 300 bytes of a question."""


class Point(NamedTuple):
    """All that central counted up to that number, as a database that knows the term has it."""

    term: str
    number: int


@dataclass(frozen=True, slots=True)
class Told:
    """Up to where somebody was told. points: the last is that number; those before it lead there, in order.

    No points: whoever told did not say in which term.
    """

    number: int = 0
    points: tuple[Point, ...] = ()

    @classmethod
    def of(cls, number: int, said: str) -> Told:
        """As it was kept or said. What does not belong to the number counts for nothing."""
        points = _points(said) if re.fullmatch(SAID, said) else ()
        return cls(number, points if points and points[-1].number == number else ())

    @property
    def said(self) -> str:
        """The points in words, empty for none."""
        return ",".join(f"{one.term}:{one.number}" for one in self.points)

    @property
    def term(self) -> str:
        """In which term that number was told, empty where it was not said."""
        return self.points[-1].term if self.points else ""

    def then(self, number: int, term: str) -> Told:
        """Told up to that number in that term: further on, or led back to where two histories part."""
        if not number or not re.fullmatch(NAME, term):
            return Told(number)
        through = min(self.number, number)
        before = [one for one in self.points if one.number <= through and one.term != term]
        points = [*before, Point(term, number)]
        while len(points) > MOST:
            del points[spare([one.number for one in points])]
        return Told(number, tuple(points))


def _points(said: str) -> tuple[Point, ...]:
    pairs = (one.partition(":") for one in said.split(",") if one)
    return tuple(Point(term, int(number)) for term, _, number in pairs)


def agreed(points: Sequence[Point], ends: Mapping[str, int]) -> Point:
    """The last point that a database agrees on, or the beginning. ends: up to where it has each term that it knows."""
    for term, number in reversed(points):
        if term in ends:
            return Point(term, min(number, ends[term]))
    return Point("", 0)


def spare(numbers: Sequence[int]) -> int:
    """Which of three or more can best be done without: never the first or the last.

    Whoever goes back past it hears what lies between its neighbours again: little, beside what came since.
    """

    def costs(at: int) -> float:
        before = numbers[at - 1]
        return (numbers[at + 1] - before) / (numbers[-1] - before + 1)

    return min(range(1, len(numbers) - 1), key=costs)
