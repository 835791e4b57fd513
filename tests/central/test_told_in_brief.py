"""The feed with the asking station's own entries in brief says the same as with all of them."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import closing
from itertools import count

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from central import peers
from central.store import entries
from central.store.stations import StationRow
from central.store.store import Store
from checkpoint.gate import Direction
from checkpoint.stretches import digest_of
from checkpoint.terms import Told
from checkpoint.wire import PeerPage
from station.store.schema import in_ms
from tests.central.conftest import Place, join
from tests.central.test_intake import take, written
from tests.harness import made
from tests.harness.made import Pen

EPOCHS = count(1)
Shelf = tuple[Store, StationRow, StationRow]


@pytest.fixture(scope="module")
def shelf(place: Place) -> Iterator[Shelf]:
    """One store for many examples, each in epochs of its own."""
    with place() as where, closing(Store(where)) as store:
        store.put(made.roster())
        yield store, join(store, "G1"), join(store, "G2")


def pages_of(store: Store, who: StationRow, after: int, living: str, limit: int) -> Iterator[PeerPage]:
    """All pages from there on."""
    more = True
    while more:
        page = peers.page(store, who, Told(after), limit, living, 0, is_brief=True)
        assert page.cursor > after or not page.more
        after, more = page.cursor, page.more
        yield page


@settings(
    max_examples=20, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture, HealthCheck.too_slow]
)
@given(
    turns=st.lists(st.tuples(st.sampled_from(["own", "former", "other"]), st.integers(1, 5)), max_size=6),
    at_once=st.integers(1, 4),
    limit=st.integers(1, 4),
)
def test_stretches_and_entries_together_tell_each_entry_once_with_the_hashes_and_times_that_central_has(
    shelf: Shelf, turns: list[tuple[str, int]], at_once: int, limit: int
) -> None:
    store, who, next_door = shelf
    after = store.newest_arrival(made.SITE)
    number = next(EPOCHS)
    pens = {
        "own": Pen(who.id, f"b{number}"),
        "former": Pen(who.id, f"a{number}"),
        "other": Pen(next_door.id, f"c{number}"),
    }
    for whose, many in turns:
        pen, row = pens[whose], next_door if whose == "other" else who
        before = len(pen.entries)
        for _ in range(many):
            pen.attempt("1", Direction.IN, made.at("07:00"))
        take(store, row, pen.epoch, pen.entries[before:])
    living = pens["own"].epoch
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(entries, "STRETCH", at_once)
        pages = list(pages_of(store, who, after, living, limit))
    told = [one.entry["hash"] for page in pages for one in page.entries]
    assert sorted(told) == sorted(one.hash for name in ("former", "other") for one in pens[name].entries)
    stretches = [one for page in pages for one in page.own]
    assert [seq for one in stretches for seq in range(one.first, one.last + 1)] == [
        one.seq for one in pens["own"].entries
    ]
    held = {one.entry.seq: one for one in store.feed(made.SITE, "", after, 99)[0] if one.entry.epoch == living}
    for one in stretches:
        of = [held[seq] for seq in range(one.first, one.last + 1)]
        assert one.digest == digest_of(
            (at.entry.hash, in_ms(at.received_at or at.scanned_at), in_ms(at.scanned_at)) for at in of
        )


def test_a_hole_in_what_arrived_parts_two_stretches(shelf: Shelf) -> None:
    store, who, _ = shelf
    epoch, after = f"g{next(EPOCHS)}", store.newest_arrival(made.SITE)
    pen = written(who, 5, epoch)
    take(store, who, epoch, [*pen.entries[:2], *pen.entries[3:]])
    [page] = pages_of(store, who, after, epoch, 99)
    assert [(one.first, one.last) for one in page.own] == [(1, 2), (4, 5)]
