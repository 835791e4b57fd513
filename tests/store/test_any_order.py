"""The law of the projections: whatever happens in whatever order, the tables say what the whole journal says."""

from __future__ import annotations

import random
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from checkpoint import days
from checkpoint.gate import Action, Direction, Outcome
from checkpoint.journal import Entry, stamp, to_wire
from checkpoint.wire import PeerEntry, Receipt
from station.store import journal, passages
from tests.harness.gate import Station, station_at
from tests.harness.made import R1, R3, SITE, URL, Pen, lost, text_of

SHIFTS = [timedelta(0), timedelta(0), timedelta(seconds=45), timedelta(minutes=-47)]
CODES = [text_of(R1), text_of(R3), URL]


@dataclass
class Site:
    """This station and two others, with what these wrote and central has not brought yet."""

    gate: Station
    chance: random.Random
    pens: list[Pen] = field(default_factory=lambda: [Pen("st2", gate="G2"), Pen("st0", gate="G1")])
    waiting: list[Entry] = field(default_factory=list)
    answered: set[int] = field(default_factory=set)
    shifts: dict[str, timedelta] = field(default_factory=dict)
    forgot: bool = False

    def somebody_scans_here(self) -> None:
        self.gate.show(self.chance.choice(CODES), way=self.chance.choice(list(Direction)))

    def somebody_decides_here(self) -> None:
        rows = self.gate.logbook.newest()
        if rows:
            self.gate.desk.decide(self.chance.choice(rows).id, self.chance.choice(list(Action)))

    def somebody_scans_elsewhere(self) -> None:
        pen = self.chance.choice(self.pens)
        way, outcome = self.chance.choice(list(Direction)), self.chance.choice([Outcome.PASSED, Outcome.PENDING])
        who = self.chance.choice(["1", "3", None])
        self.waiting.append(pen.attempt(who, way, self.gate.clock.now(), outcome=outcome))

    def somebody_decides_elsewhere(self) -> None:
        pen = self.chance.choice(self.pens)
        shown = [entry for entry in pen.entries if entry.kind == days.ATTEMPT]
        if shown:
            decision = pen.decide(self.chance.choice(shown), self.chance.choice(list(Action)), self.gate.clock.now())
            self.waiting.append(decision)

    def central_brings_some(self, least: int = 0) -> None:
        self.chance.shuffle(self.waiting)
        number = max(least, self.chance.randrange(len(self.waiting) + 1))
        page, self.waiting = self.waiting[:number], self.waiting[number:]
        # The network may bring a page twice; a page brought again brings the same times.
        self.gate.store.apply_peers([self.brought(entry) for entry in page + page[:2]], 1)

    def brought(self, entry: Entry) -> PeerEntry:
        shift = self.shifts.setdefault(entry.id, self.chance.choice(SHIFTS))
        return PeerEntry(
            entry=to_wire(entry),
            scanned_at=stamp(entry.at + shift),
            corrected=bool(shift),
            received_at=stamp(self.gate.clock.now()),
        )

    def central_answers_some(self) -> None:
        entries = self.gate.store.unsent(100)
        some = self.chance.sample(entries, self.chance.randrange(len(entries) + 1))
        self.answered |= {entry.seq for entry in some}
        self.gate.store.settle(self.gate.store.epoch, [self.receipt(entry) for entry in some])

    def receipt(self, entry: Entry) -> Receipt:
        shift, now = self.chance.choice(SHIFTS), stamp(self.gate.clock.now())
        if self.chance.random() < 0.1:
            return Receipt(seq=entry.seq, state="refused", reason="central is in a mood")
        scanned = stamp(entry.at + shift)
        return Receipt(seq=entry.seq, state="stored", received_at=now, scanned_at=scanned, corrected=bool(shift))

    def time_passes(self) -> None:
        self.gate.wait(self.chance.choice([0, 1, 60, 3600]))

    def somebody_sets_the_clock_back(self) -> None:
        self.gate.wait(-600)

    def retention_forgets_some(self) -> None:
        before = self.gate.clock.now() - timedelta(minutes=self.chance.choice([0, 30, 90]))
        self.forgot |= self.gate.store.forget_before(before, self.chance.choice([1, 3, 500])) > 0


HAPPENINGS = [name for name in vars(Site) if name.startswith(("somebody", "central", "time", "retention"))]


def holds(site: Site) -> None:
    store, now = site.gate.store, site.gate.clock.now()
    assert store.rebuild(repair=False).differing == ()
    with store._reading() as connection:
        held: list[days.Passage] = passages.all_in_order(connection)
        if not site.forgot:
            assert held == days.fold(journal.arrivals(connection))
    for moment in (now, now - timedelta(minutes=30), now - timedelta(hours=2)):
        assert store.inside_at(SITE, moment) == inside_before(held, moment)
    start, end = since_quarter(now, 8), since_quarter(now, -4)
    assert store.counts(SITE, start, end) == (
        counted(held, start, end),
        inside_before(held, datetime.max.replace(tzinfo=UTC)),
    )
    assert store.unsent_count() == len(store.unsent(1_000)) == store.entry_count() - len(site.answered)
    assert store.fault() is None


def since_quarter(now: datetime, quarters: int) -> datetime:
    return now.replace(minute=now.minute // 15 * 15, second=0, microsecond=0) - quarters * timedelta(minutes=15)


def counted(held: list[days.Passage], start: datetime, end: datetime) -> dict[tuple[str, str], tuple[int, int]]:
    sums: dict[tuple[str, str], tuple[int, int]] = {}
    for one in held:
        if start <= one.scanned_at < end:
            showings, people = sums.get((one.direction.value, one.outcome.value), (0, 0))
            sums[one.direction.value, one.outcome.value] = (showings + 1, people + one.heads)
    return sums


def inside_before(held: list[days.Passage], moment: datetime) -> int:
    return len(days.inside(passage for passage in held if passage.scanned_at < moment))


@settings(max_examples=15, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(st.lists(st.sampled_from(HAPPENINGS), min_size=5, max_size=40), st.randoms(use_true_random=False))
def test_whatever_happens_in_whatever_order_the_tables_say_what_the_journal_says(
    tmp_path_factory: pytest.TempPathFactory, happenings: list[str], chance: Any
) -> None:
    with station_at(tmp_path_factory.mktemp("s") / "a", lost(R3)) as gate:
        site = Site(gate, chance)
        for happening in happenings:
            getattr(site, happening)()
        holds(site)
        site.central_brings_some(least=len(site.waiting))
        holds(site)
