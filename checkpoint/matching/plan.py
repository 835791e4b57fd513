"""A whole day filled at once: as many places as can be, then the best fit, then the load shared; nobody breaks a rule.

The solver (HiGHS) is given the best candidates of each slot only. As many as the day has places are enough: whoever of
them serves elsewhere leaves another one of them free, so nothing is lost. Beyond MOST candidates a slot gets more only
when it could not be filled, and what a plain greedy walk fills is never undercut.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import Final

import numpy as np

from checkpoint.matching.pool import Numbers, Pool
from checkpoint.matching.slots import Slot, Stop
from checkpoint.matching.solver import Choice, solved
from checkpoint.matching.suggestions import fits_of, fitting_of, in_order

MOST: Final = 24
ROUNDS: Final = 3
MORE: Final = 4
"""How many times as many candidates a slot gets in the next round that could not be filled in this one."""


@dataclass(frozen=True, slots=True)
class Unfilled:
    """A slot that lacks people. against: how many are stopped by what; elsewhere: how many fit and serve elsewhere."""

    slot: Slot
    lacking: int
    against: dict[Stop, int]
    elsewhere: int


@dataclass(frozen=True, slots=True)
class Plan:
    """assigned: (shift, volunteer), by shift and number."""

    assigned: tuple[tuple[str, str], ...]
    unfilled: tuple[Unfilled, ...]
    wanted: int


@dataclass(frozen=True, slots=True)
class Open:
    """A slot with everybody who fits, best first."""

    slot: Slot
    candidates: Numbers
    fits: Numbers
    against: dict[Stop, int]


def plan_day(pool: Pool, slots: Iterable[Slot]) -> Plan:
    """Fill these slots of one day. The same pool and slots give the same plan, in whatever order they are given."""
    open_slots = opened(pool, slots)
    wanted = sum(one.slot.wanted for one in open_slots)
    chosen = _completed(pool, open_slots, _solve(pool, open_slots, wanted))
    simple = greedy(pool, open_slots)
    if sum(map(len, chosen)) < sum(map(len, simple)):
        chosen = simple
    assigned = [
        (one.slot.shift, pool.volunteers[at].id) for one, who in zip(open_slots, chosen, strict=True) for at in who
    ]
    unfilled = [
        Unfilled(one.slot, one.slot.wanted - len(who), one.against, len(one.candidates) - len(who))
        for one, who in zip(open_slots, chosen, strict=True)
        if len(who) < one.slot.wanted
    ]
    return Plan(tuple(sorted(assigned)), tuple(unfilled), wanted)


def opened(pool: Pool, slots: Iterable[Slot]) -> list[Open]:
    """The slots that want somebody, with their candidates."""
    return [_opened(pool, slot) for slot in sorted(slots, key=lambda one: one.shift) if slot.wanted]


def _opened(pool: Pool, slot: Slot) -> Open:
    fitting, against = fitting_of(pool, slot)
    fits = fits_of(pool, slot)
    candidates = in_order(pool, fitting, fits)
    return Open(slot, candidates, fits[candidates], against)


def _solve(pool: Pool, open_slots: Sequence[Open], wanted: int) -> list[set[int]]:
    """The places of those who are chosen for each slot."""
    keep = [min(wanted, MOST + one.slot.wanted) for one in open_slots]
    chosen: list[set[int]] = [set() for _ in open_slots]
    for _ in range(ROUNDS):
        choices = [
            Choice(number, int(at), int(fit))
            for number, one in enumerate(open_slots)
            for at, fit in _kept(one, keep[number])
        ]
        chosen = [set() for _ in open_slots]
        for choice in solved(pool, [one.slot for one in open_slots], choices):
            chosen[choice.slot].add(choice.who)
        short = [
            number
            for number, one in enumerate(open_slots)
            if len(chosen[number]) < one.slot.wanted and keep[number] < min(wanted, len(one.candidates))
        ]
        if not short:
            break
        for number in short:
            keep[number] *= MORE
    return chosen


def _kept(one: Open, most: int) -> list[tuple[int, int]]:
    """(place, fit) of the candidates that the solver is given. Of equals, other slots take others."""
    if len(one.candidates) <= most:
        return list(zip(one.candidates.tolist(), one.fits.tolist(), strict=True))
    bar = one.fits[most - 1]
    better, equal = one.candidates[one.fits > bar], one.candidates[one.fits == bar]
    begin = _turn(one.slot.shift) % len(equal)
    equal = np.roll(equal, -begin)[: most - len(better)]
    fits = [*one.fits[: len(better)].tolist(), *[int(bar)] * len(equal)]
    return list(zip([*better.tolist(), *equal.tolist()], fits, strict=True))


def _turn(shift: str) -> int:
    """A number that a shift's id alone decides."""
    turned = 0
    for character in shift:
        turned = (turned * 31 + ord(character)) % 1_000_003
    return turned


class Diary:
    """Who serves where while places are given away. chosen: number of a slot -> places of its volunteers."""

    def __init__(self, pool: Pool, open_slots: Sequence[Open]) -> None:
        self._pool, self._open = pool, open_slots
        self.chosen: list[set[int]] = [set() for _ in open_slots]
        self._serves: dict[int, set[int]] = {}

    def take(self, who: int, number: int) -> None:
        """They serve at that slot."""
        self.chosen[number].add(who)
        self._serves.setdefault(who, set()).add(number)

    def leave(self, who: int, number: int) -> None:
        """They do not any more."""
        self.chosen[number].discard(who)
        self._serves[who].discard(number)

    def is_free(self, who: int, number: int, but: int = -1) -> bool:
        """Whether they can take it beside what they took before, but for one; what they were booked for is known."""
        slot = self._open[number].slot
        others = [self._open[one].slot for one in self._serves.get(who, ()) if one != but]
        if number in self._serves.get(who, ()) or any(
            slot.begins < other.ends and other.begins < slot.ends for other in others
        ):
            return False
        return sum(one.minutes for one in (slot, *others)) <= self._pool.left_on(who, (slot, *others))

    def fill(self, number: int) -> None:
        """Give the slot the best who are free, as many as it lacks."""
        one = self._open[number]
        for who in one.candidates.tolist():
            if len(self.chosen[number]) >= one.slot.wanted:
                return
            if self.is_free(who, number):
                self.take(who, number)

    def move(self, number: int) -> bool:
        """Give the slot somebody who can leave another one, because there somebody else is free."""
        for who in self._open[number].candidates.tolist():
            for other in sorted(self._serves.get(who, ())):
                if not self.is_free(who, number, but=other):
                    continue
                instead = next((one for one in self._open[other].candidates.tolist() if self.is_free(one, other)), None)
                if instead is not None and instead != who:
                    self.leave(who, other)
                    self.take(who, number)
                    self.take(instead, other)
                    return True
        return False


def _completed(pool: Pool, open_slots: Sequence[Open], chosen: list[set[int]]) -> list[set[int]]:
    """The plan with whoever is still free for what is still lacking, or can be made so."""
    diary = Diary(pool, open_slots)
    for number, places in enumerate(chosen):
        for who in sorted(places):
            diary.take(who, number)
    for number, one in enumerate(open_slots):
        diary.fill(number)
        while len(diary.chosen[number]) < one.slot.wanted and diary.move(number):
            pass
    return diary.chosen


def greedy(pool: Pool, open_slots: Sequence[Open]) -> list[set[int]]:
    """Slot after slot, those with the fewest candidates first, each with the best who are free."""
    diary = Diary(pool, open_slots)
    for number in sorted(range(len(open_slots)), key=lambda one: len(open_slots[one].candidates)):
        diary.fill(number)
    return diary.chosen
