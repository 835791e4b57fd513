"""Two computers that were one, as central hears them: whoever comes back after the other one names both."""

from __future__ import annotations

from concurrent.futures import Future, ThreadPoolExecutor, wait
from datetime import UTC, datetime

import pytest

from central import intake
from central.store.books import Books
from central.store.stations import StationRow
from central.store.store import Store
from checkpoint.journal import to_wire
from checkpoint.wire import STORED, PeerPage
from tests.central.conftest import Enrolled, Joined
from tests.central.test_intake import raw, written

NOW = datetime(2022, 12, 5, 4, 0, tzinfo=UTC)
STILL_S = 0.3
"""Within which whoever need not wait has looked."""


def says(store: Store, row: StationRow, living: str) -> bool:
    """Whether the station, which was so when it was asked who it is, is told of another one."""
    return intake.standing(store, row, living, living, NOW).twice


def now_of(store: Store) -> StationRow:
    return store.stations()[0]


def test_of_two_that_come_at_once_neither_is_passed_over(store: Store, joined: Joined) -> None:
    joined()
    says(store, now_of(store), "e1")
    before = now_of(store)
    assert not says(store, before, "e1.0001-a")
    assert not says(store, before, "e1.0001-b"), "another worker knew the station as it was before"
    assert says(store, now_of(store), "e1.0001-a")
    assert says(store, now_of(store), "e1.0001-b")


def test_one_that_comes_at_once_with_itself_is_no_twin(store: Store, joined: Joined) -> None:
    joined()
    says(store, now_of(store), "e1")
    before = now_of(store)
    for _ in range(3):
        assert not says(store, before, "e1.0001-a")
    assert [fork.reason for fork in store.forks()] == [intake.BEGUN_ANEW]


def test_one_that_comes_while_the_other_is_being_heard_waits_for_it(store: Store, joined: Joined) -> None:
    station = joined()
    says(store, now_of(store), "e1")
    with ThreadPoolExecutor(1) as pool:

        def hear(books: Books) -> Future[bool]:
            books.lives_in("e1.0001-a", NOW)
            second = pool.submit(says, store, now_of(store), "e1.0001-b")
            wait([second], STILL_S)
            return second

        assert not store.in_books(station.id, "e1.0001-a", NOW, hear).result()
    assert says(store, now_of(store), "e1.0001-a"), "it was not passed over"


def test_both_are_told_whatever_the_order_in_which_they_come_at_once(store: Store, joined: Joined) -> None:
    joined()
    epochs = ["e1.0001-a", "e1.0001-b"]
    says(store, now_of(store), "e1")
    with ThreadPoolExecutor(4) as pool:
        list(pool.map(lambda living: says(store, now_of(store), living), epochs * 8))
    for _ in range(2):
        told = [says(store, now_of(store), living) for living in epochs]
    assert told == [True, True]


def test_what_was_carried_from_an_epoch_that_was_left_meanwhile_names_nobody(store: Store, joined: Joined) -> None:
    station = joined()
    for living in ("e1", "e1.0001-a"):
        says(store, now_of(store), living)
    [entry] = written(station, 1).entries
    told = intake.take(store, now_of(store), "e1", None, [raw(to_wire(entry))], NOW)
    assert [receipt.state for receipt in told.receipts] == [STORED]
    assert (told.twice, now_of(store).twice_since) == (False, None)


@pytest.mark.one_database
def test_a_station_that_has_nothing_to_send_is_heard_by_its_questions_for_the_feed(enrolled: Enrolled) -> None:
    station = enrolled()

    def told(living: str) -> bool | None:
        return station.ask("GET", f"/v1/site/entries?after=0&living={living}", PeerPage).twice

    assert [told(living) for living in ("e1", "e1", "e1.0001-a", "e1", "e1.0001-a")] == [
        False,
        False,
        False,
        True,
        True,
    ]
    assert station.peers().twice is None, "an older program says nothing of where it lives"
