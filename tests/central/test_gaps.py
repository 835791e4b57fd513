"""Gaps in a journal: found where they are, and a hole that stays makes no later batch look through what followed it."""

from __future__ import annotations

import random
from typing import Any

import pytest
from sqlalchemy import event

from central.store import books
from central.store.store import Store
from checkpoint.gate import Direction
from checkpoint.wire import REFUSED, STORED
from tests.central.conftest import Joined
from tests.central.test_intake import take, written
from tests.harness import made
from tests.harness.made import Pen


def said_of(there: list[int]) -> list[tuple[int, int]]:
    """The gaps before the newest of these, as anybody would count them."""
    pairs = zip([0, *there], there, strict=False)
    return [(before + 1, after - 1) for before, after in pairs if after != before + 1]


@pytest.mark.parametrize("seed", range(3))
def test_each_gap_is_told_from_first_to_last(store: Store, joined: Joined, seed: int) -> None:
    station, chance = joined(), random.Random(seed)
    entries = written(station, 40).entries
    there = sorted(chance.sample(range(1, 41), chance.randrange(5, 36)))
    pushed = take(store, station, "e1", [entries[seq - 1] for seq in there])
    assert pushed.gaps == store.missing(station.id, "e1") == said_of(there)[:20]
    assert store.missing(station.id, "e1", 2) == said_of(there)[:2]


def test_a_hole_that_stays_is_found_without_looking_at_what_came_after_it(store: Store, joined: Joined) -> None:
    station = joined()
    entries = written(station, 30).entries
    take(store, station, "e1", [*entries[:4], *entries[5:]])
    asked: list[str] = []

    def note(_connection: Any, _cursor: Any, statement: str, *_more: Any) -> None:
        asked.append(statement)

    event.listen(store._engine, "before_cursor_execute", note)
    assert store.missing(station.id, "e1") == [(5, 5)]
    event.remove(store._engine, "before_cursor_execute", note)
    # How many are missing is in the chain's own row, and the first entry beyond the hole is found by its key.
    of_entries = [one for one in asked if "FROM entry" in one]
    assert len(of_entries) == 1
    assert "behind" not in of_entries[0]
    assert "lag(" not in of_entries[0]


def test_a_batch_that_closes_a_gap_and_goes_on_into_another_history_is_taken_up_to_there(
    store: Store, joined: Joined
) -> None:
    station = joined()
    one, other = written(station, 6), Pen(station.id)
    other.entries = one.entries[:5]
    other.attempt("2", Direction.OUT, made.at("09:00"))
    take(store, station, "e1", [*one.entries[:3], one.entries[5]])
    pushed = take(store, station, "e1", other.entries[3:])
    assert [receipt.state for receipt in pushed.receipts] == [STORED, STORED, REFUSED]
    assert (pushed.have, pushed.gaps) == (6, [])
    assert store.journal(station.id, "e1") == one.entries


def test_what_waited_behind_a_gap_counts_at_once_however_much_it_is(
    store: Store, joined: Joined, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(books, "WALK", 4)
    station = joined()
    entries = written(station, 15).entries
    assert take(store, station, "e1", entries[1:]).have == 0
    assert take(store, station, "e1", entries[:1]).have == 15
