"""Signing in by badge and PIN, and handing over: who is refused, what is kept, what a restart finds."""

from __future__ import annotations

from pathlib import Path

import pytest

from checkpoint import pins, shifts
from checkpoint.gate import Direction
from checkpoint.registering import Registration
from checkpoint.roster import Revocation, StockItem
from checkpoint.shifts import SHIFT
from station.desk import Desk
from station.lane import Lane
from station.settings import Settings
from station.shifts import WRONG_PINS, Refusal, ShiftDesk, Signature
from tests.harness.gate import Station, station_at
from tests.harness.made import R1, URL, Pen, at, badge, pass_of, text_of

V1, B1 = badge(1, name="王文明", pin=pins.sealed("2580"))
V2, B2 = badge(2, name="李引导")


def signed(who: Signature | Refusal) -> Signature:
    assert isinstance(who, Signature), who
    return who


@pytest.mark.parametrize(
    ("text", "refusal"),
    [
        (URL, Refusal.NOT_A_BADGE),
        (text_of(R1), Refusal.NOT_A_BADGE),
        (B1[:-1] + ("A" if B1[-1] != "A" else "B"), Refusal.NOT_A_BADGE),
        (badge(77)[1], Refusal.UNKNOWN),
    ],
)
def test_what_is_no_badge_of_a_volunteer_here_signs_nothing(tmp_path: Path, text: str, refusal: Refusal) -> None:
    with station_at(tmp_path / "a", V1) as gate:
        assert ShiftDesk(gate.desk).by_badge(text) is refusal
        assert gate.store.entry_count() == 0


def test_a_badge_that_was_reported_lost_signs_nothing(tmp_path: Path) -> None:
    from checkpoint import passes
    from tests.harness.made import KEYS

    lost = passes.read(B1, KEYS).pass_
    assert lost is not None
    with station_at(tmp_path / "a", V1, Revocation(id=lost.number)) as gate:
        assert ShiftDesk(gate.desk).by_badge(B1) is Refusal.REVOKED


def test_a_badge_of_last_year_signs_nothing(tmp_path: Path) -> None:
    with station_at(tmp_path / "a", V1) as gate:
        gate.clock.to("08:00", "2024-01-01")
        assert ShiftDesk(gate.desk).by_badge(B1) is Refusal.NOT_VALID


def test_a_pin_signs_and_after_too_many_wrong_ones_only_a_badge_does(tmp_path: Path) -> None:
    with station_at(tmp_path / "a", V1, V2) as gate:
        desk = ShiftDesk(gate.desk)
        assert signed(desk.by_pin(f" {V1.id} ", "2580")).operator.name == "王**"
        assert desk.by_pin(V2.id, "2580") is Refusal.WRONG_PIN, "who has no PIN has no wrong one either"
        for _ in range(WRONG_PINS):
            desk.by_pin(V1.id, "0000")
        assert desk.by_pin(V1.id, "2580") is Refusal.TOO_MANY
        assert isinstance(desk.by_badge(B1), Signature)
        assert isinstance(desk.by_pin(V1.id, "2580"), Signature)


def test_entries_carry_who_signed_in_last_until_they_leave(tmp_path: Path) -> None:
    with station_at(tmp_path / "a", V1, V2) as gate:
        desk = ShiftDesk(gate.desk)
        desk.sign_in(signed(desk.by_badge(B1)))
        desk.sign_in(signed(desk.by_badge(B2)))
        assert gate.show(text_of(R1)).recorded.entry.operator == V2.id
        desk.sign_out(signed(desk.by_badge(B2)))
        gate.wait(100)
        assert gate.show(text_of(R1), way=Direction.OUT).recorded.entry.operator == V1.id
        assert desk.sign_out(signed(desk.by_badge(B1))) is None
        assert desk.sign_out(signed(desk.by_badge(B1))) is Refusal.NOT_ON_DUTY
        assert ShiftDesk(gate.desk).shift is None


def test_only_somebody_on_duty_hands_over_and_never_to_themselves(tmp_path: Path) -> None:
    with station_at(tmp_path / "a", V1, V2) as gate:
        desk = ShiftDesk(gate.desk)
        first, second = signed(desk.by_badge(B1)), signed(desk.by_badge(B2))
        assert desk.hand_over(first, second, "") is Refusal.NO_SHIFT
        desk.sign_in(first)
        assert desk.hand_over(first, first, "") is Refusal.SAME_PERSON
        assert desk.hand_over(second, first, "") is Refusal.NOT_ON_DUTY
        assert desk.shift is not None
        assert desk.shift.acting.number == V1.id


def test_the_sheet_counts_this_gate_since_the_shift_began_and_names_what_is_open(tmp_path: Path) -> None:
    with station_at(tmp_path / "a", V1) as gate:
        gate.show(URL, "05:00")
        desk = ShiftDesk(gate.desk)
        gate.clock.to("06:30")
        desk.sign_in(signed(desk.by_badge(B1)))
        gate.show(text_of(R1), "07:00", Direction.IN)
        gate.show(URL, "07:10")
        gate.reception.register(Registration(values={"name": "孙访", "tag": "A12"}))
        gate.reception.emergency()
        gate.clock.to("22:30")
        sheet = desk.sheet(" 夜班请留意 ")
        assert sheet is not None
        wanted = {"in": 2, "pending": 1, "emergency": 1, "manual": 2, "inside": 2, "visits_open": 1}
        wanted |= {"visits_late": 1, "tags_out": 1, "unsynced": 6}
        assert {name: sheet.figures[name] for name in wanted} == wanted
        assert sheet.notes == "夜班请留意"
        [visit] = sheet.open_visits
        assert (visit.name, visit.tag, visit.is_late) == ("孙*", "A12", True)


def test_a_shift_forgotten_for_a_week_is_not_taken_up_again(tmp_path: Path) -> None:
    with station_at(tmp_path / "a", V1) as gate:
        desk = ShiftDesk(gate.desk)
        desk.sign_in(signed(desk.by_badge(B1)))
        gate.clock.to("06:00", "2022-12-13")
        assert ShiftDesk(Desk(gate.store, gate.clock, operator="x")).shift is None  # type: ignore[arg-type]


def test_entries_of_a_newer_program_about_shifts_are_passed_over() -> None:
    pen = Pen()
    began = pen.write(SHIFT, {"change": "began", "shift": "s", "operator": "1", "name": "王*"}, at("06:00"))
    strange = pen.write(SHIFT, {"change": "teleported"}, at("06:10"))
    broken = pen.write(SHIFT, {"change": "joined"}, at("06:20"))
    running = shifts.running([began, strange, broken])
    assert running is not None
    assert [one.number for one in running.operators] == ["1"]


def lane_of(gate: Station) -> Lane:
    return Lane(gate.store, Settings(operator="gd1"), gate.clock)  # type: ignore[arg-type]


def test_on_the_shift_page_the_first_badge_goes_and_the_second_comes(tmp_path: Path) -> None:
    with station_at(tmp_path / "a", V1, V2) as gate:
        lane = lane_of(gate)
        assert lane.duty().label == ""
        assert lane.sign(URL).refusal == "not_a_badge"
        assert [name for _, name in lane.sign(B1).people] == ["王**"]
        assert lane.begin_handover("钥匙在抽屉").is_handing_over
        assert lane.sign(B2).refusal == "not_on_duty"
        assert lane.sign(B1).outgoing == "王**"
        gate.wait(60)
        done = lane.sign(B2)
        assert done.handed_over
        assert done.sheet is not None
        assert (done.sheet.outgoing, done.sheet.incoming) == ("王** (990101-0001)", "李** (990101-0002)")
        assert done.sheet.notes == "钥匙在抽屉"
        assert [number for number, _ in done.people] == [V2.id]
        assert lane.status().operator == V2.id
        assert lane_of(gate).status().shift == done.label


def test_a_handover_can_be_stopped_and_whoever_acts_signs_out_with_the_same_badge(tmp_path: Path) -> None:
    with station_at(tmp_path / "a", V1, V2) as gate:
        lane = lane_of(gate)
        lane.sign(B1)
        lane.begin_handover("")
        lane.sign(B1)
        assert not lane.stop_handover().is_handing_over
        assert lane.sign(B1).label == "", "the last one to leave ends the shift"
        assert lane.sign_with_pin(V1.id, "0000").refusal == "wrong_pin"
        assert lane.sign_with_pin(V1.id, "2580").label


def test_a_volunteers_badge_at_the_gate_lets_a_volunteer_in(tmp_path: Path) -> None:
    with station_at(tmp_path / "a", V1) as gate:
        assert pass_of(R1).kind.name == "RESIDENT"
        assert gate.show(B1).recorded.passage.category == "volunteer"


def test_the_sheet_says_what_happened_and_what_there_is_of_each_item(tmp_path: Path) -> None:
    mask = StockItem(id="mask", name="医用<口罩>", unit="只")
    with station_at(tmp_path / "a", V1, V2, mask) as gate:
        lane = Lane(gate.store, Settings(), gate.clock)  # type: ignore[arg-type]
        lane.log.log("incident", {"type": "dispute", "action": "昨夜的"})
        gate.wait(60)
        lane.sign(B1)
        receipt = {"item": "mask", "quantity": "50", "source": "purchased", "second": "李四光"}
        assert lane.supplies.write("receive", receipt).done == "received"
        lane.log.log("incident", {"type": "fall", "action": "扶起", "called_120": "yes", "handed_to": "卫生站"})
        lane.begin_handover("")
        lane.sign(B1)
        sheet = lane.sign(B2).sheet
        assert sheet is not None
        assert [one.texts["action"] for one in sheet.log] == ["扶起"], "of this shift only"
        page = lane.sheet_html(sheet, "zh_CN")
        assert "事件 摔倒受伤 扶起 120 卫生站" in page
        assert "医用&lt;口罩&gt;: 50 只" in page
        [frozen] = [entry.body for entry in gate.store.rare(SHIFT) if (entry.body or {}).get("change") == "handed_over"]
        assert frozen is not None
        assert frozen["stock"] == [{"name": "医用<口罩>", "quantity": 50, "unit": "只", "short": 0}]
        assert frozen["log"][0]["called_120"] == "yes"
