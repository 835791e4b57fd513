"""Two gates of one site hand the same last masks out offline; synced in either order, every book says the same.

Nothing is negative, nothing that was handed out is denied, and a count settles what is short.
"""

from __future__ import annotations

from datetime import date
from pathlib import Path

import pytest

from central import reports, supplies
from checkpoint.journal import Entry
from checkpoint.roster import StockItem
from checkpoint.supplies.books import Balance, fold
from checkpoint.supplies.handing import Receipt, Refusal
from checkpoint.supplies.moves import STOCK, Line, Source
from station.desk import Desk
from station.storeroom import Holder, Storeroom
from station.sync.courier import Courier, central_of
from station.sync.enrolment import enrol
from tests.harness.gate import open_store
from tests.harness.made import SITE, FakeClock, at, roster
from tests.harness.served import Served, served

MASK = StockItem(id="mask", name="医用口罩", unit="只", low=2)
DAY = date(2022, 12, 5)


class Shelf:
    """One station's storeroom and its way to central."""

    def __init__(self, folder: Path, central: Served, name: str, clock: FakeClock) -> None:
        self.clock, self.store = clock, open_store(folder / name)
        who = enrol(self.store, central.url, central.code(name))
        self.courier = Courier(self.store, central_of(who), clock)  # type: ignore[arg-type]
        self.room = Storeroom(Desk(self.store, clock, operator=f"{name}-1"))  # type: ignore[arg-type]

    def hand_out(self, quantity: int, number: int, clock: str) -> Entry | Refusal:
        self.clock.to(clock)
        return self.room.hand_out("mask", quantity, Holder(f"990101-{number:04d}", "王**", "S7"))

    def close(self) -> None:
        self.courier.close()
        self.store.close()


def balances(*rooms: Storeroom) -> set[tuple[Balance, ...]]:
    return {room.books().balances for room in rooms}


@pytest.mark.parametrize("south_first", [True, False])
def test_both_hand_outs_stand_and_what_is_short_is_counted(tmp_path: Path, south_first: bool) -> None:
    clock = FakeClock(at("07:00"))
    with served(tmp_path, roster(MASK), clock) as central:
        south, north = Shelf(tmp_path, central, "G1", clock), Shelf(tmp_path, central, "G2", clock)
        try:
            _story(central, (south, north), (south, north) if south_first else (north, south))
        finally:
            south.close()
            north.close()


def _story(central: Served, shelves: tuple[Shelf, Shelf], order: tuple[Shelf, Shelf]) -> None:
    south, north = shelves
    south.room.receive(Receipt(item="mask", quantity=5, source=Source.ALLOTTED, second="李四光", batch="B1"))
    for shelf in (south, north):
        assert shelf.courier.round().link == "online"
    # Offline from here on: each knows of five.
    assert isinstance(south.hand_out(4, 1, "08:00"), Entry)
    assert isinstance(north.hand_out(3, 2, "08:05"), Entry)
    assert south.hand_out(2, 3, "08:06") is Refusal.NOT_ENOUGH
    assert north.hand_out(3, 4, "08:07") is Refusal.NOT_ENOUGH
    assert {shelf.room.books().in_stock("mask") for shelf in shelves} == {1, 2}
    for shelf in (*order, *order):
        assert shelf.courier.round().link == "online"
    short = Balance("mask", "B1", "", 0, 2)
    assert balances(south.room, north.room) == {(short,)}
    assert fold(central.store.arrivals(SITE, at("00:00"), at("23:59"), (STOCK,)), SITE).balances == (short,)
    assert north.hand_out(1, 5, "08:30") is Refusal.NOT_ENOUGH
    # A lead looks: one mask is left, two were never booked.
    north.clock.to("09:00")
    assert isinstance(north.room.count(Line("mask", "B1", "", 1), "两处同时发放"), Entry)
    for shelf in (north, south):
        assert shelf.courier.round().link == "online"
    assert balances(south.room, north.room) == {(Balance("mask", "B1", "", 1),)}
    site = reports.site_of(central.store, SITE)
    figures = reports.report(central.store, site, DAY)["supplies"]["mask"]
    assert figures == {"opening": 0, "in": 5, "out": 7, "counted": 3, "closing": 1, "short": 0}
    assert supplies.balance(central.store, site, DAY)["alerts"] == [
        {"kind": "low", "item": "mask", "batch": "", "quantity": 1}
    ]
