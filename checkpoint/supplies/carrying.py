"""The balance carried over (结转) before entries forget their bodies, so that stock outlives what it was counted from.

A carried entry names by (station, epoch, seq) exactly which entries it speaks for. A fold begins with one only where
bodies are gone: central, which keeps them for three years (domain 5.2), counts from the beginning and passes over it.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any, Final

from checkpoint.journal import Body, Entry, moment, stamp
from checkpoint.passages import Arrived
from checkpoint.supplies.moves import MOST, STOCK, Batch, Change, Move, count_of, line_of, move_of, text_of

MOST_CARRIED: Final = 5_000
"""Batches and holdings of one carried entry."""


@dataclass(frozen=True, slots=True)
class Held:
    """Something to be given back that somebody still has. name: masked. since: when they got the first of it."""

    holder: str
    name: str
    item: str
    quantity: int
    since: datetime


@dataclass(frozen=True, slots=True)
class Carried:
    """Where a fold begins. balances: batch -> signed sum. counted_at: batch -> when it was counted last.

    through: (station, epoch) -> the seq up to which every stock entry is in it. until: the time of the last of them.
    """

    balances: Mapping[Batch, int] = field(default_factory=dict)
    counted_at: Mapping[Batch, datetime] = field(default_factory=dict)
    held: tuple[Held, ...] = ()
    through: Mapping[tuple[str, str], int] = field(default_factory=dict)
    until: datetime | None = None

    def covers(self, of: Move | Entry) -> bool:
        """Whether that entry is in it."""
        return of.seq <= self.through.get((of.station, of.epoch), 0)


NOTHING_CARRIED: Final = Carried()


def base_of(arrivals: Sequence[Arrived], site: str) -> Carried:
    """Where to begin: nowhere while all bodies are there, else the newest carried entry that speaks for all others."""
    gone = [one.entry for one in arrivals if one.entry.body is None]
    if not gone:
        return NOTHING_CARRIED
    newest = sorted(arrivals, key=lambda one: (one.scanned_at, *one.entry.key), reverse=True)
    found = [carried for one in newest if (carried := carried_of(one.entry, site)) is not None]
    whole = (one for one in found if all(one.covers(entry) for entry in gone))
    return next(whole, found[0] if found else NOTHING_CARRIED)


def carried_of(entry: Entry, site: str) -> Carried | None:
    """What a carried entry says; None when it is none of this site, or a newer program wrote it."""
    body = entry.body
    if entry.kind != STOCK or body is None or body.get("change") != Change.CARRIED or body.get("site") != site:
        return None
    try:
        return _carried(body)
    except (KeyError, ValueError, TypeError, AttributeError):
        return None


def _carried(body: Body) -> Carried:
    balances: dict[Batch, int] = {}
    counted_at: dict[Batch, datetime] = {}
    for one in body["balances"]:
        key = line_of(one | {"quantity": 0}, 0).key
        balances[key] = count_of(one["quantity"], -MOST)
        if one.get("counted_at"):
            counted_at[key] = moment(one["counted_at"])
    held = tuple(
        Held(
            text_of(one["holder"]),
            text_of(one["name"]),
            text_of(one["item"]),
            count_of(one["quantity"], 1),
            moment(one["since"]),
        )
        for one in body["held"]
    )
    through = {
        (text_of(one["station"]), text_of(one["epoch"])): count_of(one["seq"], 1, 2**53) for one in body["through"]
    }
    return Carried(balances, counted_at, held, through, moment(body["until"]))


def through_of(arrivals: Iterable[Arrived], before: datetime, already: Carried) -> dict[tuple[str, str], int]:
    """(station, epoch) -> the seq up to which all that is held is older than a moment by its own clock.

    already: what was carried before; nothing of it is ever taken back. What this program does not understand is counted
    in no balance, so nothing from there on is carried over until a newer one does.
    """
    through, closed = dict(already.through), set[tuple[str, str]]()
    held = sorted((one for one in arrivals if one.entry.kind == STOCK), key=lambda one: one.entry.key)
    for arrived in held:
        entry = arrived.entry
        journal = entry.station, entry.epoch
        if entry.at >= before or (entry.body is not None and move_of(arrived) is None):
            closed.add(journal)
        elif journal not in closed:
            through[journal] = max(through.get(journal, 0), entry.seq)
    return through


def carried_body(site: str, carried: Carried) -> dict[str, Any]:
    """What the entry of a carried balance says. Raises ValueError when there is more than one entry may hold."""
    if len(carried.balances) > MOST_CARRIED or len(carried.held) > MOST_CARRIED or carried.until is None:
        raise ValueError("more batches than one entry may carry over")
    return {
        "change": Change.CARRIED.value,
        "site": site,
        "until": stamp(carried.until),
        "balances": [
            {"item": key[0], "batch": key[1], "expiry": key[2], "quantity": sum_}
            | ({"counted_at": stamp(carried.counted_at[key])} if key in carried.counted_at else {})
            for key, sum_ in sorted(carried.balances.items())
            if sum_ or key in carried.counted_at
        ],
        "held": [
            {
                "holder": one.holder,
                "name": one.name,
                "item": one.item,
                "quantity": one.quantity,
                "since": stamp(one.since),
            }
            for one in carried.held
        ],
        "through": [{"station": key[0], "epoch": key[1], "seq": seq} for key, seq in sorted(carried.through.items())],
    }
