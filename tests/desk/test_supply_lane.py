"""The supplies page's working side: a badge, one touch, a lead over the quota; the kit that comes with a check-in."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import msgspec
import pytest

from checkpoint import dutylog, pins
from checkpoint.dutylog import LOG, About
from checkpoint.roster import StockItem
from station.log_lane import LogLane
from station.shifts import ShiftDesk
from station.supply_lane import SupplyLane
from station.ui.supply_view import Supplies
from tests.harness.duty import Duty, duty_at
from tests.harness.made import R1, SITE, Pen, at, text_of
from tests.harness.serving import LEAD, LEAD_BADGE, PEOPLE, POST
from tests.store.test_peers import peer

MASK = StockItem(id="mask", name="医用口罩", unit="只", low=20, quota=3)
VEST = StockItem(id="vest", name="马甲", unit="件", returns=True)
KIT_POST = msgspec.structs.replace(POST, kit={"mask": 2, "vest": 1})
V1, V1_BADGE = PEOPLE[1]
RECEIPT = {"item": "mask", "quantity": "50", "batch": "B1", "expiry": "2023-06-30", "source": "donated"}
RECEIPT |= {"donor": "示例基金会", "second": "李四光"}


@pytest.fixture
def desk(tmp_path: Path) -> Iterator[Duty]:
    lead = msgspec.structs.replace(LEAD, pin=pins.sealed("2580"))
    with duty_at(tmp_path / "a", KIT_POST, MASK, VEST, lead) as made:
        yield made


def lane_of(desk: Duty) -> SupplyLane:
    return SupplyLane(desk.gate.desk, ShiftDesk(desk.gate.desk), desk.lane.kits, desk.lane.book)


def scanned(lane: SupplyLane, text: str, reason: str = "") -> Supplies:
    shown = lane.scan(text, reason)
    assert shown is not None
    return shown


def stocked(desk: Duty) -> SupplyLane:
    lane = lane_of(desk)
    lane.write("receive", RECEIPT)
    shown = lane.write("receive", {"item": "vest", "quantity": "5", "source": "allotted", "second": "李四光"})
    assert (shown.refusal, shown.done, shown.what) == ("", "received", "马甲 ×5")
    return lane


def test_the_page_says_what_is_there_and_what_was_never_received(desk: Duty) -> None:
    lane = lane_of(desk)
    assert [(row.name, row.state) for row in lane.supplies().rows] == [("医用口罩", "low"), ("马甲", "none")]
    shown = stocked(desk).supplies()
    assert [(row.name, row.quantity, row.total, row.state) for row in shown.rows] == [
        ("医用口罩", 50, 50, ""),
        ("马甲", 5, 5, ""),
    ]
    assert [(row.change, row.what, row.who) for row in shown.moves] == [
        ("received", "马甲 ×5", "gd1"),
        ("received", "医用口罩 ×50", "gd1"),
    ]
    assert "示例基金会" in lane.donations("zh_CN")


@pytest.mark.parametrize(
    ("changes", "refusal"),
    [
        ({"item": ""}, "unknown_item"),
        ({"quantity": "viele"}, "bad_quantity"),
        ({"quantity": "0"}, "bad_quantity"),
        ({"source": ""}, "no_source"),
        ({"donor": ""}, "no_donor"),
        ({"second": ""}, "no_second"),
        ({"expiry": "30.6.2023"}, "bad_date"),
    ],
)
def test_what_is_wrong_with_a_receipt_is_said_and_nothing_is_written(
    desk: Duty, changes: dict[str, str], refusal: str
) -> None:
    lane = lane_of(desk)
    assert lane.write("receive", RECEIPT | changes).refusal == refusal
    assert desk.gate.store.entry_count() == 0


def test_a_check_in_hands_the_kit_out_and_its_undoing_takes_it_back(desk: Duty) -> None:
    lane = stocked(desk)
    card = desk.show(1, "07:50")
    assert (card.result, card.kit, card.kit_missing) == ("checked_in", (("医用口罩", 2), ("马甲", 1)), ())
    shown = scanned(lane, V1_BADGE)
    assert shown.holder is not None
    assert (shown.holder.post, shown.holder.duty, shown.holder.kit) == ("秩序引导", "08:00-11:00", ())
    assert [(one.name, one.quantity) for one in shown.holder.holds] == [("马甲", 1)]
    assert lane.hand_out_kit().refusal == "kit_complete"
    desk.lane.undo(card.entry)
    assert [row.total for row in lane.supplies().rows] == [50, 5]
    assert lane.supplies().held == ()


def test_no_masks_keep_nobody_from_duty(desk: Duty) -> None:
    card = desk.show(1, "07:50")
    assert (card.result, card.kit, card.kit_missing) == ("checked_in", (), (("医用口罩", 2), ("马甲", 1)))
    lane = stocked(desk)
    assert scanned(lane, V1_BADGE).holder is not None
    assert lane.hand_out_kit().done == "issued"


def test_over_the_quota_a_lead_signs_by_badge_or_pin_and_says_why(desk: Duty) -> None:
    lane = stocked(desk)
    desk.show(1, "07:50")
    scanned(lane, V1_BADGE)
    assert lane.hand_out("mask").refusal == ""
    over = lane.hand_out("mask")
    assert (over.refusal, over.awaits_lead) == ("over_quota", True)
    assert scanned(lane, PEOPLE[2][1], "湿了").refusal == "no_lead"
    assert lane.write("over_quota", {"number": LEAD.id, "pin": "0000", "reason": "湿了"}).refusal == "wrong_pin"
    assert scanned(lane, LEAD_BADGE).refusal == "no_reason"
    done = scanned(lane, LEAD_BADGE, "湿了")
    assert (done.done, done.awaits_lead) == ("issued", False)
    lane.hand_out("mask")
    assert lane.write("over_quota", {"number": LEAD.id, "pin": "2580", "reason": "湿了"}).done == "issued"
    assert done.holder is not None
    assert done.holder.number == V1.id, "the lead's badge is a signature, not somebody who gets something"
    lane.hand_out("mask")
    assert not lane.stop_waiting().awaits_lead


def test_a_pass_of_somebody_at_the_gate_is_none_of_the_pages(desk: Duty) -> None:
    assert lane_of(desk).scan(text_of(R1), "") is None


def test_only_the_newest_move_of_today_from_here_is_offered_for_undoing(desk: Duty) -> None:
    lane = stocked(desk)
    scanned(lane, V1_BADGE)
    given = lane.hand_out("mask")
    undone = lane.undo(given.undoable)
    assert (undone.done, undone.what) == ("undone", "医用口罩 ×1")
    assert [row.is_undone for row in undone.moves] == [True, False, False]
    desk.gate.clock.to("00:01", "2022-12-06")
    assert lane.supplies().undoable == ""


def test_counting_writing_off_and_sending_on(desk: Duty) -> None:
    lane, row = stocked(desk), {"item": "mask", "batch": "B1", "expiry": "2023-06-30"}
    assert lane.write("count", row | {"counted": "48", "reason": ""}).refusal == "no_reason"
    counted = lane.write("count", row | {"counted": "48", "reason": "少两只"})
    assert (counted.done, counted.what, counted.rows[0].total) == ("counted", "医用口罩 = 48", 48)
    assert lane.write("waste", row | {"quantity": "8", "reason": "受潮"}).rows[0].total == 40
    assert lane.write("send", row | {"quantity": "41", "other_site": "示例学校"}).refusal == "not_enough"
    assert lane.write("send", row | {"quantity": "20", "other_site": "示例学校"}).rows[0].state == "low"
    assert lane.write("take_back", {"item": "vest", "quantity": "1"}).refusal == "no_holder"


def test_incidents_and_disinfections_are_written_down_listed_and_taken_back(desk: Duty) -> None:
    lane = LogLane(desk.gate.desk)
    asked = lane.log("incident", {"type": "fall"})
    assert (asked.missing, asked.rows) == (("action",), ())
    lane.log("incident", {"type": "fall", "action": "扶起", "called_120": "yes", "handed_to": "卫生站"})
    wrote = lane.log("disinfection", {"place": "南口", "agent": "84消毒液", "person": "王文明"})
    assert [(row.about, row.texts.get("person", "")) for row in wrote.rows] == [
        ("disinfection", "王**"),
        ("incident", ""),
    ]
    assert [row.about for row in lane.undo_log(wrote.rows[0].id).rows] == ["incident"]
    theirs = Pen("st2").write(
        LOG, dutylog.body_of(About.INCIDENT, SITE, "G2", {"type": "fire", "action": "已灭"}), at("05:00")
    )
    desk.gate.store.apply_peers([peer(theirs)], 1)
    shown = lane.undo_log(theirs.id)
    assert [row.texts["action"] for row in shown.rows] == ["扶起", "已灭"], (
        "what another gate wrote is theirs to take back"
    )
    assert shown.undoable == shown.rows[0].id
    assert [(one.name, one.version) for one in lane.guides()] == [("秩序引导", 1)]
