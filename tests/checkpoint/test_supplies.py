"""The books of supplies: never negative, the same in any order of arrival, and every day adds up."""

from __future__ import annotations

from dataclasses import replace
from datetime import datetime, timedelta
from typing import Any

from hypothesis import given, settings
from hypothesis import strategies as st

from checkpoint.journal import forgotten
from checkpoint.passages import Arrived
from checkpoint.roster import StockItem
from checkpoint.supplies import handing, ledger
from checkpoint.supplies.books import Books, DayLine, alerts, carry, fold
from checkpoint.supplies.handing import Receipt, Refusal, kit_of, may_undo, picked
from checkpoint.supplies.moves import SIGN, STOCK, Change, Line, Source, body_of
from tests.harness.made import SITE, ZONE, Pen, arrived, at

MASK = StockItem(id="mask", name="医用口罩", unit="只", low=20, quota=2)
VEST = StockItem(id="vest", name="马甲", unit="件", returns=True)
TODAY = at("12:00").astimezone(ZONE).date()


def line(quantity: int, item: str = "mask", batch: str = "B1", expiry: str = "2023-06-30") -> Line:
    return Line(item, batch, expiry, quantity)


def move(pen: Pen, change: Change, when: datetime, *lines: Line, **details: str) -> str:
    return pen.write(STOCK, body_of(change, SITE, "G1", lines, **details), when).id


def undo(pen: Pen, of: str, when: datetime) -> str:
    body = {"change": "undone", "site": SITE, "gate": "G1", "details": {}}
    return pen.write(STOCK, body, when, amends=of).id


def books(*pens: Pen) -> Books:
    return fold(arrived(*pens), SITE)


def test_what_comes_in_and_goes_out_is_what_is_there() -> None:
    pen = Pen()
    move(pen, Change.RECEIVED, at("07:00"), line(100), source="donated", donor="示例基金会", second="李*")
    move(pen, Change.ISSUED, at("08:00"), line(2), holder="990101-0001", duty="d1")
    move(pen, Change.RETURNED, at("09:00"), line(1), holder="990101-0001", duty="d1")
    move(pen, Change.WASTED, at("10:00"), line(3), reason="破损")
    move(pen, Change.SENT, at("11:00"), line(10), other_site="示例学校")
    found = books(pen)
    assert found.in_stock("mask") == 86
    assert found.taken("990101-0001", "d1") == {"mask": 1}
    assert found.day(at("00:00"), at("00:00", "2022-12-06")) == (DayLine("mask", 0, 0, 100, 1, 2, 3, 10, 0, 86, 0),)


def test_two_stations_hand_out_the_same_last_masks_offline_and_the_difference_is_said_not_subtracted() -> None:
    one, two = Pen("s1"), Pen("s2")
    move(one, Change.RECEIVED, at("07:00"), line(5))
    move(one, Change.ISSUED, at("08:00"), line(5))
    move(two, Change.ISSUED, at("08:01"), line(5))
    (balance,) = books(one, two).balances
    assert (balance.quantity, balance.short) == (0, 5)
    move(one, Change.COUNTED, at("09:00"), line(0), reason="两处同时发放")
    counted = books(one, two)
    assert [(one.quantity, one.short) for one in counted.balances] == [(0, 0)]
    assert counted.postings[-1].delta == 5


def test_a_count_sets_what_is_there_and_keeps_surplus_and_loss_apart() -> None:
    pen = Pen()
    move(pen, Change.RECEIVED, at("07:00"), line(50), line(20, batch="B2"))
    move(pen, Change.COUNTED, at("08:00"), line(48), reason="破损")
    move(pen, Change.COUNTED, at("08:01"), line(21, batch="B2"), reason="少记")
    found = books(pen)
    assert [posting.delta for posting in found.postings[-2:]] == [-2, 1]
    assert found.in_stock("mask") == 69
    (day,) = found.day(at("00:00"), at("00:00", "2022-12-06"))
    assert (day.counted, day.closing) == (-1, 69)


def test_what_arrives_late_from_before_a_count_changes_the_difference_and_not_what_was_counted() -> None:
    one, two = Pen("s1"), Pen("s2")
    move(one, Change.RECEIVED, at("07:00"), line(50))
    move(one, Change.COUNTED, at("10:00"), line(40), reason="?")
    assert books(one).postings[-1].delta == -10
    move(two, Change.ISSUED, at("09:00"), line(10))
    both = books(one, two)
    assert both.postings[-1].delta == 0
    assert both.in_stock("mask") == 40


def test_the_batch_that_expires_first_goes_first_and_an_expired_one_stays() -> None:
    pen = Pen()
    old, soon, late, never = (
        line(3, batch=name, expiry=day)
        for name, day in (("old", "2022-12-04"), ("soon", "2022-12-05"), ("late", "2023-01-01"), ("never", ""))
    )
    move(pen, Change.RECEIVED, at("07:00"), never, late, old, soon)
    found = books(pen)
    chosen = picked(found, "mask", 7, TODAY)
    assert isinstance(chosen, tuple)
    assert [(one.batch, one.quantity) for one in chosen] == [("soon", 3), ("late", 3), ("never", 1)]
    assert picked(found, "mask", 10, TODAY) is Refusal.EXPIRED
    assert picked(found, "mask", 13, TODAY) is Refusal.NOT_ENOUGH
    assert picked(found, "mask", 0, TODAY) is Refusal.BAD_QUANTITY


def test_low_expired_and_short_stock_are_alerts_and_what_is_expired_counts_as_none_left() -> None:
    pen = Pen()
    move(pen, Change.RECEIVED, at("07:00"), line(21), line(30, batch="old", expiry="2022-12-04"))
    assert [one.kind for one in alerts(books(pen), [MASK, VEST], TODAY)] == ["expired"]
    move(pen, Change.ISSUED, at("08:00"), line(1))
    assert [(one.kind, one.quantity) for one in alerts(books(pen), [MASK], TODAY)] == [("expired", 30), ("low", 20)]
    move(pen, Change.ISSUED, at("08:01"), line(24))
    assert [(one.kind, one.quantity) for one in alerts(books(pen), [MASK], TODAY)] == [
        ("expired", 30),
        ("low", 0),
        ("short", 4),
    ]


def test_a_kit_is_handed_out_once_and_what_is_missing_of_it_is_said() -> None:
    pen = Pen()
    move(pen, Change.RECEIVED, at("07:00"), line(3), line(1, "vest", "", ""))
    kit = {"mask": 2, "vest": 1, "gloves": 1}
    first = kit_of(books(pen), kit, "v1", "d1", TODAY)
    assert (dict(first.missing), [(one.item, one.quantity) for one in first.lines]) == (
        {"gloves": 1},
        [("mask", 2), ("vest", 1)],
    )
    move(pen, Change.ISSUED, at("08:00"), *first.lines, holder="v1", duty="d1")
    assert kit_of(books(pen), kit, "v1", "d1", TODAY).lines == ()
    second = kit_of(books(pen), kit, "v2", "d1", TODAY)
    assert [(one.item, one.quantity) for one in second.lines] == [("mask", 1)]
    assert dict(second.missing) == {"gloves": 1, "mask": 1, "vest": 1}


def test_a_quota_holds_for_one_volunteer_and_one_shift() -> None:
    pen = Pen()
    move(pen, Change.RECEIVED, at("07:00"), line(9))
    move(pen, Change.ISSUED, at("08:00"), line(2), holder="v1", duty="d1")
    found = books(pen)
    over = [
        handing.is_over_quota(found, "mask", 1, quota, holder, duty)
        for quota, holder, duty in ((2, "v1", "d1"), (2, "v1", "d2"), (2, "v2", "d1"), (0, "v1", "d1"))
    ]
    assert over == [True, False, False, False]


def test_who_holds_what_lists_only_what_is_to_be_given_back() -> None:
    pen = Pen()
    move(pen, Change.RECEIVED, at("07:00"), line(9), line(2, "vest", "", ""))
    move(pen, Change.ISSUED, at("08:00"), line(2), line(1, "vest", "", ""), holder="v1", holder_name="王**", duty="d1")
    (held,) = books(pen).held({"vest"})
    assert (held.holder, held.name, held.item, held.quantity, held.since) == ("v1", "王**", "vest", 1, at("08:00"))
    lines = handing.given_back(books(pen), "vest", 1, "v1")
    assert lines == (Line("vest", "", "", 1),)
    assert handing.given_back(books(pen), "vest", 2, "v1") is Refusal.NOT_HELD
    move(pen, Change.RETURNED, at("11:00"), *lines, holder="v1", duty="d1")
    assert books(pen).held({"vest"}) == ()


def test_a_receipt_needs_two_names_a_quantity_and_the_donor_of_a_donation() -> None:
    good = Receipt(
        item="mask", quantity=1, source=Source.DONATED, second="李*", donor="示例基金会", expiry="2023-01-31"
    )
    refused = handing.refused_receipt
    assert refused(good, "gd1") is None
    assert refused(replace(good, second=" gd1 "), "gd1") is Refusal.NO_SECOND
    assert refused(replace(good, second=""), "gd1") is Refusal.NO_SECOND
    assert refused(good, "") is Refusal.NO_OPERATOR, "somebody must have signed in to be the first name"
    assert refused(replace(good, donor=" "), "gd1") is Refusal.NO_DONOR
    assert refused(replace(good, donor="", source=Source.PURCHASED), "gd1") is None
    assert refused(replace(good, quantity=0), "gd1") is Refusal.BAD_QUANTITY
    assert [refused(replace(good, expiry=day), "gd1") for day in ("2023-02-30", "20230131")] == [Refusal.BAD_DATE] * 2


def test_what_others_wrote_into_a_body_stops_no_reader() -> None:
    pen = Pen()
    good: dict[str, Any] = body_of(Change.RECEIVED, SITE, "G1", [line(5)])
    wrongs: tuple[dict[str, Any], ...] = (
        {"change": "teleported"},
        {"lines": []},
        {"lines": "x"},
        {"site": 5},
        {"details": []},
        {"lines": [{"item": "mask", "quantity": -5}]},
        {"lines": [{"item": "mask", "quantity": True}]},
        {"lines": [{"item": "mask", "quantity": 5, "expiry": "soon"}]},
        {"lines": [{"item": "m" * 201, "quantity": 5}]},
        {"change": "undone"},
        {"change": "carried"},
        {"details": {"donor": 7}},
        {"site": "another"},
    )
    for wrong in wrongs:
        pen.write(STOCK, good | wrong, at("07:00"))
    move(pen, Change.RECEIVED, at("08:00"), line(5))
    assert books(pen).in_stock("mask") == 5


def test_what_can_no_longer_be_taken_back_without_a_shortage_is_not() -> None:
    pen = Pen()
    came = move(pen, Change.RECEIVED, at("07:00"), line(5))
    went = move(pen, Change.ISSUED, at("08:00"), line(3))
    assert may_undo(books(pen), came) is Refusal.NOT_ENOUGH
    assert not isinstance(may_undo(books(pen), went), Refusal)
    undo(pen, went, at("08:01"))
    assert may_undo(books(pen), went) is Refusal.NOT_KNOWN
    assert books(pen).in_stock("mask") == 5


def test_the_ledger_shows_what_was_undone_and_what_a_count_found() -> None:
    pen = Pen()
    came = move(pen, Change.RECEIVED, at("07:00"), line(5), source="donated", donor="示例<基金会>", second="李*")
    gone = move(pen, Change.ISSUED, at("08:00"), line(3), holder="v1", holder_name="王**")
    undo(pen, gone, at("08:01"))
    move(pen, Change.COUNTED, at("09:00"), line(4), reason="少一只")
    found, span = books(pen), (at("00:00"), at("00:00", "2022-12-06"))
    rows = ledger.move_rows(found, ledger.named([MASK]), *span, ZONE)
    assert [(row["change"], row["quantity"], row["undone"]) for row in rows] == [
        ("received", "5", ""),
        ("issued", "3", "yes"),
        ("counted", "-1", ""),
    ]
    assert {tuple(row) for row in rows} == {ledger.MOVES}
    (balance,) = ledger.balance_rows(found.day(*span), ledger.named([MASK]), "2022-12-05")
    assert tuple(balance) == ledger.BALANCE
    assert (balance["item"], balance["counted"], balance["closing"]) == ("医用口罩", "-1", "4")
    page = ledger.donations_html(found, {}, span, site="S", zone=ZONE, language="zh_CN")
    assert "示例&lt;基金会&gt;" in page
    assert came not in page


def test_what_this_program_does_not_understand_is_not_carried_over_nor_what_came_after_it() -> None:
    pen = Pen()
    move(pen, Change.RECEIVED, at("07:00"), line(5))
    pen.write(STOCK, {"change": "teleported", "site": SITE}, at("08:00"))
    move(pen, Change.ISSUED, at("09:00"), line(1))
    body = carry(arrived(pen), SITE, at("10:00"), [])
    assert body is not None
    assert [one["seq"] for one in body["through"]] == [1]
    assert [one["quantity"] for one in body["balances"]] == [5]


# --- whatever happens ---

CHANGES = st.sampled_from([*sorted(SIGN), Change.COUNTED])
STEPS = st.lists(
    st.tuples(
        st.integers(0, 1),
        st.integers(0, 4 * 24 * 60),
        st.one_of(CHANGES, st.just("undo")),
        st.sampled_from([("mask", "B1", "2023-06-30"), ("mask", "B2", ""), ("vest", "", "")]),
        st.integers(0, 30),
        st.sampled_from(["", "v1", "v2"]),
    ),
    max_size=30,
)


def happened(steps: list[Any]) -> tuple[Pen, Pen]:
    """Two stations of a site at work for four days; each one's own moves are in order of time."""
    pens = Pen("s1"), Pen("s2")
    own: tuple[list[str], list[str]] = ([], [])
    for who, minute, change, key, quantity, holder in sorted(steps, key=lambda step: step[1]):
        pen, when = pens[who], at("00:00") + timedelta(minutes=minute)
        if change == "undo":
            if own[who]:
                undo(pen, own[who].pop(), when)
        else:
            count = quantity if change is Change.COUNTED else quantity + 1
            own[who].append(move(pen, Change(change), when, line(count, *key), holder=holder, duty="d1"))
    return pens


@given(steps=STEPS, order=st.randoms(use_true_random=False))
@settings(max_examples=30)
def test_no_balance_is_negative_and_no_order_of_arrival_makes_another_one(steps: list[Any], order: Any) -> None:
    arrivals = arrived(*happened(steps))
    found = fold(arrivals, SITE)
    assert all(one.quantity >= 0 and one.short >= 0 and not (one.quantity and one.short) for one in found.balances)
    order.shuffle(arrivals)
    again = fold([*arrivals, *arrivals[:3]], SITE)
    assert again.balances == found.balances
    assert again.postings == found.postings
    assert again.held(["vest"]) == found.held(["vest"])
    half = len(arrivals) // 2
    assert fold(arrivals[:half], SITE).more(arrivals[half:]) == found


@given(steps=STEPS)
@settings(max_examples=30)
def test_every_day_begins_where_the_last_one_ended_and_adds_up(steps: list[Any]) -> None:
    found = books(*happened(steps))
    before: dict[str, tuple[int, int]] = {}
    for number in range(5):
        start = at("00:00") + timedelta(days=number)
        lines = found.day(start, start + timedelta(days=1))
        for one in lines:
            assert (one.opening, one.opening_short) == before.get(one.item, (0, 0))
            assert one.opening - one.opening_short + one.came_in - one.went_out + one.counted == one.closing - one.short
            assert min(one.opening, one.closing, one.short, one.came_in, one.went_out) >= 0
        before |= {one.item: (one.closing, one.short) for one in lines}
    assert {item: count for item, (count, _) in before.items()} == {
        item: found.in_stock(item) for item in {one.item for one in found.balances} if item in before
    }


@given(steps=STEPS, quantity=st.integers(1, 9), change=CHANGES, minute=st.integers(0, 4 * 24 * 60))
@settings(max_examples=30)
def test_undoing_restores_what_was_there(steps: list[Any], quantity: int, change: Change, minute: int) -> None:
    pens = happened(steps)
    before = books(*pens)
    when = at("00:00") + timedelta(minutes=minute)
    undo(pens[0], move(pens[0], change, when, line(quantity), holder="v1", duty="d1"), when)
    after = books(*pens)
    assert after.balances == before.balances
    assert after.taken("v1", "d1") == before.taken("v1", "d1")
    assert after.day(at("00:00"), at("00:00", "2022-12-06")) == before.day(at("00:00"), at("00:00", "2022-12-06"))


def test_a_day_is_known_that_begins_where_all_that_was_carried_over_was_undone() -> None:
    pen, midnight = Pen("s1"), at("00:00", "2022-12-06")
    undo(pen, move(pen, Change.ISSUED, at("08:00"), line(1)), at("08:01"))
    body = carry(arrived(pen), SITE, midnight, [])
    assert body is not None
    pen.write(STOCK, body, midnight)
    move(pen, Change.ISSUED, midnight, line(1))
    kept = [Arrived(forgotten(one.entry), one.scanned_at) if one.entry.at < midnight else one for one in arrived(pen)]
    [found] = fold(kept, SITE).day(midnight, midnight + timedelta(days=1))
    assert (found.issued, found.short) == (1, 1)


@given(steps=STEPS, minute=st.integers(0, 4 * 24 * 60), order=st.randoms(use_true_random=False))
@settings(max_examples=30)
def test_a_balance_outlives_the_entries_that_it_was_counted_from(steps: list[Any], minute: int, order: Any) -> None:
    pens = happened(steps)
    whole = books(*pens)
    before = at("00:00") + timedelta(minutes=minute)
    body = carry(arrived(*pens), SITE, before, ["vest"])
    if body is None:
        assert all(one.at >= before for pen in pens for one in pen.entries)
        return
    pens[1].write(STOCK, body, at("00:00", "2023-01-05"))
    assert books(*pens).balances == whole.balances  # Where nothing is forgotten it is passed over.
    kept = [Arrived(forgotten(one.entry), one.scanned_at) if one.entry.at < before else one for one in arrived(*pens)]
    order.shuffle(kept)
    found = fold(kept, SITE)
    assert there(found) == there(whole)
    assert [(one.holder, one.item, one.quantity) for one in found.held(["vest"])] == [
        (one.holder, one.item, one.quantity) for one in whole.held(["vest"])
    ]
    late = at("00:00", "2022-12-09")
    assert found.day(late, late + timedelta(days=1)) == whole.day(late, late + timedelta(days=1))
    assert carry(kept, SITE, before, ["vest"]) is None


def there(found: Books) -> set[tuple[Any, ...]]:
    """What is there or short; a batch of which nothing is left may be forgotten."""
    return {(one.item, one.batch, one.quantity, one.short) for one in found.balances if one.quantity or one.short}
