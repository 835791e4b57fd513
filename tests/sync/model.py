"""Centrals that live in the test: one that keeps its word unless told to lie, so that many lies are tried quickly."""

from __future__ import annotations

import random
from collections.abc import Callable
from dataclasses import dataclass, field

from msgspec.structs import replace

from checkpoint.journal import stamp
from checkpoint.wire import PeerPage, Push, Pushed, Receipt, RosterPage
from station.sync.client import NotCentral, TooMuch, Trouble
from tests.harness.made import at

Lie = Callable[[Pushed], Pushed]


@dataclass
class ModelCentral:
    """Keeps entries by place. chokes_on: seqs that spoil a batch; largest: entries it takes at once."""

    entries: dict[int, str] = field(default_factory=dict)
    stored: int = 0
    chokes_on: set[int] = field(default_factory=set)
    largest: int = 500
    pushes: list[list[int]] = field(default_factory=list)
    lie: Lie | None = None

    def meet(self) -> None:
        """It is there."""

    def close(self) -> None:
        """Nothing is open."""

    def push(self, batch: Push) -> Pushed:
        seqs = [raw["seq"] for raw in batch.entries]
        self.pushes.append(seqs)
        if len(seqs) > self.largest or not self.chokes_on.isdisjoint(seqs):
            raise TooMuch("it chokes")
        pushed = self._taken(batch)
        return self.lie(pushed) if self.lie else pushed

    def _taken(self, batch: Push) -> Pushed:
        receipts = []
        for raw in batch.entries:
            state = "known" if raw["seq"] in self.entries else "stored"
            self.stored += state == "stored"
            self.entries[raw["seq"]] = raw["hash"]
            when = stamp(at("12:00"))
            receipts.append(Receipt(seq=raw["seq"], state=state, received_at=when, scanned_at=when))
        have = next(seq for seq in range(len(self.entries) + 1) if seq + 1 not in self.entries)
        return Pushed(receipts=receipts, have=have, offset_ms=0, time=stamp(at("12:00")))

    def roster(self, after: int, *, terms: str = "") -> RosterPage:
        return RosterPage(items=[], version=after, more=False)

    def peers(self, after: int, *_own: object, terms: str = "") -> PeerPage:
        return PeerPage(entries=[], cursor=after, more=False)


@dataclass
class Faulty(ModelCentral):
    """Fails, loses its answer or spoils it, each with that chance."""

    chance: random.Random = field(default_factory=random.Random)
    faults: float = 0.0

    def push(self, batch: Push) -> Pushed:
        if self._hits():
            raise self.chance.choice([Trouble("down"), NotCentral("portal"), TooMuch("too much")])
        pushed = super().push(batch)
        if self._hits():
            raise Trouble("the answer was lost")
        return self._spoilt(pushed) if self._hits() else pushed

    def _hits(self) -> bool:
        return self.chance.random() < self.faults

    def _spoilt(self, pushed: Pushed) -> Pushed:
        receipts = pushed.receipts
        odd = [
            Receipt(seq=10**9, state="stored"),
            Receipt(seq=-1, state="stored"),
            Receipt(seq=receipts[0].seq, state="eaten"),
            Receipt(seq=receipts[-1].seq, state="stored", received_at="yesterday", scanned_at=""),
        ]
        kept = self.chance.sample(receipts, self.chance.randrange(len(receipts) + 1))
        return self.chance.choice(
            [
                replace(pushed, receipts=[*odd, *kept]),
                replace(pushed, receipts=[*kept, *kept]),
                replace(pushed, have=-1),
                replace(pushed, have=10**6),
                replace(pushed, offset_ms=2**60),
            ]
        )
