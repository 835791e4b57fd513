"""Holds the projections against the journal they are drawn from; setting right what differs is the store's."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, replace

import sqlalchemy as sa
from sqlalchemy.engine import Connection

from checkpoint import days
from checkpoint.days import Passage
from station.store import journal, passages, tally
from station.store import schema as tables


@dataclass(frozen=True, slots=True)
class Comparison:
    """What a rebuild found. entries, passages: how many; differing: ids of passages that had to be set right, and
    names of sums that did not add up.
    """

    entries: int
    passages: int
    differing: tuple[str, ...]


def compared(connection: Connection) -> tuple[Comparison, list[Passage]]:
    """(how the projections differ from the journal, how they should be)."""
    count = connection.execute(sa.select(sa.func.count()).select_from(tables.entry)).scalar_one()
    drawn = days.fold(journal.arrivals(connection))
    held = {passage.id: passage for passage in passages.all_in_order(connection)}
    if journal.forgotten(connection):
        drawn = _as_before_forgetting(drawn, held)
    right = {passage.id: passage for passage in drawn}
    differing = {id_ for id_ in held.keys() | right.keys() if held.get(id_) != right.get(id_)}
    inside = {key: passage.id for key, passage in days.inside(drawn).items()}
    present = passages.present(connection)
    differing |= {
        inside.get(key) or present[key] for key in inside.keys() | present.keys() if inside.get(key) != present.get(key)
    }
    differing |= tally.wrong(connection)
    return Comparison(count, len(drawn), tuple(sorted(differing))), drawn


def _as_before_forgetting(drawn: list[Passage], held: Mapping[str, Passage]) -> list[Passage]:
    """Whoever came before a holder's first remembered passage may be forgotten: that one keeps the flag it had."""
    met: set[tuple[str, str | None]] = set()
    result = []
    for passage in drawn:
        known = held.get(passage.id)
        first = passage.passed and (passage.site, passage.subject) not in met
        result.append(replace(passage, flag=known.flag) if first and known else passage)
        if passage.passed:
            met.add((passage.site, passage.subject))
    return result
