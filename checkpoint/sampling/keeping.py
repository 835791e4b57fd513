"""Whose names in tubes are still needed: until a tube was handed over so long ago; forgetting them is the stores'."""

from __future__ import annotations

from collections import defaultdict
from datetime import datetime, timedelta
from typing import Final

from checkpoint.sampling.acts import MEMBER, Act
from checkpoint.sampling.books import Books, State, Tube

LONGEST: Final = timedelta(days=60)
"""However a tube was left, nobody's name is kept longer (domain 5.2)."""
MOST_SPANS: Final = 100
Span = tuple[datetime, datetime]


def held(books: Books, before: datetime, now: datetime) -> list[Span]:
    """[from, to) of entries of MEMBER before a moment that may not be forgotten yet.

    before: members of tubes that were handed over or void before it may go. Those of a tube that was not, or whose code
    is in conflict, stay, for LONGEST at most.
    """
    needed = {one.id for one in books.tubes.values() if not _is_over(one, before)}
    times: dict[str, list[datetime]] = defaultdict(list)
    for act in books.acts.values():
        if act.kind == MEMBER and now - LONGEST <= act.scanned_at < before:
            for tube in _tubes_of(books, act) & needed:
                times[tube].append(act.scanned_at)
    return _joined(sorted((min(own), max(own) + timedelta(milliseconds=1)) for own in times.values()))


def _joined(spans: list[Span]) -> list[Span]:
    """Not more than MOST_SPANS, so that a store can be asked for them: where there are more, those near each other are
    one. At a site that hands nothing over there is one for every tube."""
    gap = timedelta()
    while True:
        joined: list[Span] = []
        for start, end in spans:
            if joined and start <= joined[-1][1] + gap:
                joined[-1] = (joined[-1][0], max(joined[-1][1], end))
            else:
                joined.append((start, end))
        if len(joined) <= MOST_SPANS:
            return joined
        gap = gap * 2 or timedelta(minutes=1)


def _is_over(tube: Tube, before: datetime) -> bool:
    ended = tube.voided if tube.state is State.VOID else tube.received or tube.sent
    # The hand-over counts: a receipt that is told late keeps nobody's name longer.
    first = tube.sent if tube.state is not State.VOID and tube.sent is not None else ended
    return first is not None and first.scanned_at < before and not tube.in_conflict


def _tubes_of(books: Books, act: Act) -> set[str]:
    """The tubes that an act has put somebody into, or taken them out of."""
    members = [books.members.get(one) for one in (act.id, act.about, *act.named)]
    return {act.tube, act.about, *(one.tube for one in members if one is not None)}
