"""Supplies at a station: what it writes and what it refuses, with two stations of a site, and after forgetting."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest

from checkpoint.journal import Entry
from checkpoint.roster import Hold, StockItem
from checkpoint.supplies.handing import Receipt, Refusal
from checkpoint.supplies.moves import STOCK, Line, Source
from station.retention import forget_expired
from station.storeroom import Holder, Override, Storeroom
from tests.harness.gate import Station, station_at
from tests.harness.made import SITE, Pen, at, badge, items
from tests.store.test_answers import answer
from tests.store.test_peers import peer

MASK = StockItem(id="mask", name="医用口罩", unit="只", low=20, quota=2)
VEST = StockItem(id="vest", name="马甲", unit="件", returns=True)
V1, _ = badge(1)
WHO = Holder(V1.id, "王**", "2022-12-05 08:00")


@pytest.fixture
def gate(tmp_path: Path) -> Iterator[Station]:
    with station_at(tmp_path / "a", MASK, VEST, V1) as made:
        yield made


def masks(quantity: int, **how: str) -> Receipt:
    return Receipt(item="mask", quantity=quantity, source=Source.PURCHASED, second="李四光", batch="B1", **how)


def done(given: Entry | Refusal) -> Entry:
    assert isinstance(given, Entry), given
    return given


def test_a_receipt_keeps_two_names_and_no_full_one(gate: Station) -> None:
    room = Storeroom(gate.desk)
    entry = done(room.receive(masks(50, expiry="2023-06-30", document="调-17")))
    assert entry.operator == "gd1"
    assert entry.body is not None
    assert entry.body["details"] == {"source": "purchased", "document": "调-17", "second": "李**"}
    assert room.books().in_stock("mask") == 50
    by_number = done(room.receive(Receipt(item="vest", quantity=1, source=Source.ALLOTTED, second=V1.id)))
    assert (by_number.body or {})["details"]["second"] == f"王** ({V1.id})"
    assert (
        room.receive(Receipt(item="tent", quantity=1, source=Source.ALLOTTED, second="李四光")) is Refusal.UNKNOWN_ITEM
    )
    assert room.receive(Receipt(item="mask", quantity=1, source=Source.ALLOTTED, second="gd1")) is Refusal.NO_SECOND


def test_over_the_quota_only_a_lead_with_a_reason_hands_out(gate: Station) -> None:
    room = Storeroom(gate.desk)
    room.receive(masks(50))
    done(room.hand_out("mask", 2, WHO))
    assert room.hand_out("mask", 1, WHO) is Refusal.OVER_QUOTA
    assert room.hand_out("mask", 1, WHO, Override("ld1", "guide", "湿了")) is Refusal.NO_LEAD
    assert room.hand_out("mask", 1, WHO, Override("ld1", "lead", " ")) is Refusal.NO_REASON
    entry = done(room.hand_out("mask", 1, WHO, Override("ld1", "lead", "湿了")))
    assert (entry.body or {})["details"]["approved_by"] == "ld1"
    done(room.hand_out("mask", 1, Holder("v2", "李*", WHO.duty)))
    assert (
        room.hand_out("mask", 47, Holder("v3", "赵*", "other"), Override("ld1", "lead", "全队")) is Refusal.NOT_ENOUGH
    )


def test_a_kit_comes_once_and_the_vest_back(gate: Station) -> None:
    room, kit = Storeroom(gate.desk), {"mask": 2, "vest": 1}
    room.receive(masks(50))
    first = room.hand_out_kit(WHO, kit)
    assert (first.entry is not None, dict(first.missing)) == (True, {"vest": 1})
    room.receive(Receipt(item="vest", quantity=1, source=Source.ALLOTTED, second="李四光"))
    assert [one.item for one in room.hand_out_kit(WHO, kit).lines] == ["vest"]
    again = room.hand_out_kit(WHO, kit)
    assert (again.entry, again.lines, dict(again.missing)) == (None, (), {})
    assert [(one.item, one.quantity) for one in room.books().held(["vest"])] == [("vest", 1)]
    done(room.take_back("vest", 1, WHO))
    assert room.take_back("vest", 1, WHO) is Refusal.NOT_HELD
    assert room.books().held(["vest"]) == ()


def test_a_difference_needs_its_reason_and_a_count_that_agrees_needs_none(gate: Station) -> None:
    room = Storeroom(gate.desk)
    room.receive(masks(50))
    assert room.count(Line("mask", "B1", "", 49), "") is Refusal.NO_REASON
    done(room.count(Line("mask", "B1", "", 50), ""))
    done(room.count(Line("mask", "B1", "", 49), "破损"))
    assert room.count(Line("mask", "B9", "2023-13-01", 1), "?") is Refusal.BAD_DATE
    assert room.books().in_stock("mask") == 49
    assert room.waste(Line("mask", "B1", "", 50), "受潮") is Refusal.NOT_ENOUGH
    done(room.waste(Line("mask", "B1", "", 9), "受潮"))
    assert room.send(Line("mask", "B1", "", 10), " ") is Refusal.NO_REASON
    done(room.send(Line("mask", "B1", "", 10), "示例学校"))
    assert room.books().in_stock("mask") == 30


def test_undo_is_an_entry_that_names_what_it_takes_back_and_has_its_time(gate: Station) -> None:
    room = Storeroom(gate.desk)
    came = done(room.receive(masks(50)))
    went = done(room.hand_out("mask", 2, WHO))
    assert room.undo(came.id) is Refusal.NOT_ENOUGH
    assert done(room.undo(went.id)).amends == went.id
    assert room.books().taken(WHO.number, WHO.duty) == {}
    assert room.undo(went.id) is Refusal.NOT_KNOWN
    gate.clock.to("06:01", "2022-12-06")
    assert room.undo(came.id) is Refusal.TOO_LATE
    assert Storeroom(gate.desk).books().balances == room.books().balances


def test_each_station_refuses_what_it_knows_to_be_gone_and_the_merged_books_say_what_is_short(gate: Station) -> None:
    room, other = Storeroom(gate.desk), Pen("st2", gate="G2")
    entry = done(room.receive(masks(2)))
    done(room.hand_out("mask", 2, WHO))
    assert room.hand_out("mask", 1, Holder("v2", "李*", "d")) is Refusal.NOT_ENOUGH
    # The other station had heard of the receipt and not of the hand-out.
    body = {**(entry.body or {}), "change": "issued", "details": {"holder": "v2"}}
    gate.store.apply_peers([peer(other.write(STOCK, body, at("06:30")))], 1)
    (balance,) = room.books().balances
    assert (balance.quantity, balance.short) == (0, 2)
    gate.clock.to("07:00")
    done(room.count(Line("mask", "B1", "", 0), "两处同时发放"))
    (balance,) = room.books().balances
    assert (balance.quantity, balance.short) == (0, 0)


def test_the_balance_is_carried_over_before_anything_is_forgotten(gate: Station) -> None:
    room = Storeroom(gate.desk)
    room.receive(masks(50))
    room.receive(Receipt(item="vest", quantity=1, source=Source.ALLOTTED, second="李四光"))
    room.hand_out_kit(WHO, {"mask": 2, "vest": 1})
    gate.store.apply_peers([peer(Pen("st2").write(STOCK, dict(_body(room)), at("06:30")))], 1)
    there = [one for one in room.books().balances if one.quantity]
    held = room.books().held(["vest"])
    assert [(one.item, one.quantity) for one in there] == [("mask", 43)]
    gate.store.settle(gate.store.epoch, [answer(seq, "06:00") for seq in range(1, 4)])
    gate.clock.to("06:00", "2022-12-30")
    assert forget_expired(gate.store, gate.logbook, gate.clock.now()) == 0, "supplies are kept longer than passages"
    assert room.forget_expired() == 0
    assert len(gate.store.told(STOCK)) == 4, "younger than thirty days"
    gate.clock.to("06:00", "2023-01-05")
    forgot = 0
    while count := room.forget_expired():
        forgot += count
    assert forgot == 4
    told = gate.store.told(STOCK)
    assert sum(one.entry.body is None for one in told) == 2, "the newest forgotten one of each journal"
    assert gate.store.fault() is None
    for books in (room.books(), Storeroom(gate.desk).books()):
        assert [one for one in books.balances if one.quantity] == there
        assert books.held(["vest"]) == held
    assert not room.books().knows(at("06:00"))
    done(room.hand_out("mask", 1, Holder("v2", "李*", "d")))
    gate.clock.to("06:00", "2023-01-06")
    assert room.forget_expired() == 0
    assert sum(one.entry.body is not None for one in gate.store.told(STOCK)) == 2
    done(room.take_back("vest", 1, WHO))
    assert room.books().held(["vest"]) == ()


def test_what_central_has_not_taken_yet_keeps_its_body(gate: Station) -> None:
    room = Storeroom(gate.desk)
    room.receive(masks(50))
    gate.clock.to("06:00", "2023-02-05")
    assert room.forget_expired() == 0
    assert room.books().in_stock("mask") == 50
    gate.store.settle(gate.store.epoch, [answer(1)])
    gate.clock.to("06:00", "2023-02-06")
    assert room.forget_expired() == 1
    assert room.books().in_stock("mask") == 50


def test_what_nobody_may_forget_is_neither_carried_over_nor_forgotten(gate: Station) -> None:
    room = Storeroom(gate.desk)
    room.receive(masks(50))
    gate.store.settle(gate.store.epoch, [answer(1, "06:00")])
    hold = Hold(id="h1", site=SITE, since="2022-12-01", until="2022-12-31", reason="审计")
    gate.store.apply_roster(items([hold], 90), 90)
    gate.clock.to("06:00", "2023-02-05")
    assert room.forget_expired() == 0
    assert gate.store.entry_count() == 1


def _body(room: Storeroom) -> dict[str, object]:
    entry = room._desk.store.rare(STOCK)[0]
    return {
        **(entry.body or {}),
        "change": "issued",
        "lines": [{"item": "mask", "batch": "B1", "expiry": "", "quantity": 5}],
    }
