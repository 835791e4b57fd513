"""A full disk at the station while it speaks with central: nothing is lost or doubled, and all goes on with room."""

from __future__ import annotations

import pytest

from checkpoint.roster import Revocation
from station.store.store import Store
from station.store.trouble import StoreFault, StoreTrouble
from tests.sync.conftest import Pair


def room(store: Store, more: int) -> None:
    """Let the file grow by so many pages from now on."""
    with store._writer.connect() as connection:
        pages = connection.exec_driver_sql("PRAGMA page_count").scalar_one()
        connection.exec_driver_sql(f"PRAGMA max_page_count = {pages + more}")


def test_receipts_that_find_no_room_settle_nothing_and_their_entries_are_known_when_they_come_again(pair: Pair) -> None:
    pair.write(150)
    courier = pair.courier(whole=True)
    room(pair.store, 0)
    for _ in range(2):
        with pytest.raises(StoreTrouble) as caught:
            courier.round()
        assert caught.value.fault is StoreFault.FULL
        assert pair.store.unsent_count() == 150
    assert len(pair.arrived()) == 150, "central has them, and this disk could not note it"
    room(pair.store, 10_000)
    done = courier.round()
    assert (done.link, done.sentence, pair.store.unsent_count()) == ("online", "", 0)
    assert pair.arrived() == pair.written()
    assert pair.office.of(pair.who.station)["refused"] == []
    assert pair.store.fault() is None


def test_a_roster_that_finds_no_room_is_not_half_taken_and_comes_again(pair: Pair) -> None:
    courier = pair.courier(whole=True)
    courier.round()
    standing = pair.store.mark("roster_version")
    news = [Revocation(id=f"{pair.who.station}-{number:04}-{'x' * 200}") for number in range(300)]
    pair.office.books.put(news)
    room(pair.store, 0)
    with pytest.raises(StoreTrouble) as caught:
        courier.round()
    assert caught.value.fault is StoreFault.FULL
    assert (pair.store.mark("roster_version"), pair.store.document(Revocation, news[0].id)) == (standing, None)
    room(pair.store, 10_000)
    assert courier.round().received == 300
    assert pair.store.document(Revocation, news[299].id) is not None
    pair.office.books.put([], removed=[("revocation", one.id) for one in news])
