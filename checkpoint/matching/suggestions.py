"""Who fits one slot, best first, each with the reasons, and why everybody else does not; a whole day is `plan`'s."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Final

import numpy as np

from checkpoint.matching.pool import AREAS, Flags, Numbers, Pool
from checkpoint.matching.slots import Area, Ground, Slot, Stop, Warn

_AREA: Final = 10
"""An area that is one step closer weighs more than all the rest together."""
_WEIGHTS: Final[Mapping[Warn, int]] = {Warn.SHORT_REST: 3, Warn.LONG_DAY: 1, Warn.UNINSURED: 1}
BEST: Final = _AREA * (len(AREAS) - 1) + 9
"""The highest fit that there is; the lowest is 0."""


@dataclass(frozen=True, slots=True)
class Suggestion:
    """Somebody who fits. fit: 0 to BEST. minutes: booked on that day so far."""

    volunteer: str
    name: str
    area: Area
    grounds: tuple[Ground, ...]
    warns: tuple[Warn, ...]
    minutes: int
    fit: int


@dataclass(frozen=True, slots=True)
class Suggestions:
    """best: as many as were asked for. fitting: how many fit in all; against: why others do not, each counted once."""

    slot: Slot
    best: tuple[Suggestion, ...]
    fitting: int
    against: dict[Stop, int]


def suggest(pool: Pool, slot: Slot, limit: int = 20) -> Suggestions:
    """The best for a slot: closest area, then fit, then who is booked least, then by number."""
    fitting, against = fitting_of(pool, slot)
    fits = fits_of(pool, slot)
    chosen = in_order(pool, fitting, fits)[:limit]
    warns = pool.warns(slot)
    best = tuple(_suggestion(pool, slot, int(at), int(fits[at]), warns) for at in chosen)
    return Suggestions(slot, best, int(fitting.sum()), against)


def fitting_of(pool: Pool, slot: Slot) -> tuple[Flags, dict[Stop, int]]:
    """(against whom nothing stands, how many are stopped by what first)."""
    left = np.ones(len(pool), dtype=np.bool_)
    against: dict[Stop, int] = {}
    for stop, which in pool.stops(slot):
        stopped = int((left & which).sum())
        if stopped:
            against[stop] = against.get(stop, 0) + stopped
        left &= ~which
    return left, against


def fits_of(pool: Pool, slot: Slot) -> Numbers:
    """How well each would fit, whether or not something stands against them."""
    named, stated = pool.intends(slot.post.id)[1], ~pool.time_unstated
    fits = np.maximum(pool.level(slot.community) - 1, 0) * _AREA + 5
    fits = fits + 3 * named + stated
    for warn, which in pool.warns(slot).items():
        fits = fits - _WEIGHTS[warn] * which
    return np.asarray(fits, dtype=np.int64)


def in_order(pool: Pool, fitting: Flags, fits: Numbers) -> Numbers:
    """Places of those who fit, best first. Volunteers stand by number, and a stable sort leaves equals so."""
    places = np.flatnonzero(fitting)
    ordered: Numbers = places[np.lexsort((pool.load[places], -fits[places]))]
    return ordered


def _suggestion(pool: Pool, slot: Slot, at: int, fit: int, warns: Mapping[Warn, Flags]) -> Suggestion:
    who = pool.volunteers[at]
    grounds = [Ground.INTENDS if slot.post.id in who.intentions else Ground.ANY_POST]
    grounds.append(Ground.AVAILABLE if who.available else Ground.TIME_UNSTATED)
    if slot.post.needs_general or slot.post.courses:
        grounds.append(Ground.TRAINED)
    if slot.post.qualification:
        grounds.append(Ground.QUALIFIED)
    return Suggestion(
        volunteer=who.id,
        name=who.name,
        area=AREAS[int(pool.level(slot.community)[at]) - 1],
        grounds=(*grounds, Ground.HOURS),
        warns=tuple(warn for warn, which in warns.items() if which[at]),
        minutes=int(pool.minutes_on(slot.day)[at]),
        fit=fit,
    )
