"""Volunteers at the duty desk through the real window: badges, a lead's keys, the board; S7 and S8."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QLineEdit

from checkpoint import pins
from checkpoint.policy import DutyRules, Policy
from checkpoint.roster import Volunteer
from station.store.trouble import StoreFault, StoreTrouble
from station.ui.duty_view import BoardRow
from tests.harness.duty import NEVER_ASKED
from tests.harness.duty_desk import DutyDesk
from tests.harness.made import FakeClock, at
from tests.harness.serving import LEAD, LEAD_BADGE, PEOPLE, s7_roster, s8_roster

SHIFT = Qt.KeyboardModifier.ShiftModifier


@pytest.fixture
def duty_desk(desks: Any) -> Iterator[Any]:
    made: list[DutyDesk] = []

    def make(*documents: Any, start: str = "07:40", policy: Policy = NEVER_ASKED, home: str = "gate") -> DutyDesk:
        clock = FakeClock(at(start))
        made.append(DutyDesk(desks(*(documents or s7_roster()), policy=policy, clock=clock, home=home), clock))
        return made[-1]

    yield make
    for duty in made:
        duty.close()


def test_s7_in_the_window_a_morning_shift_to_the_minute(duty_desk: Any) -> None:
    duty = duty_desk()
    desk, page = duty.desk, duty.page
    assert duty.comes(1, "07:50").result == "checked_in"
    assert page.card.face.word == "已签到"
    assert "07:50" in page.card.face.said
    refused = duty.shows(7, "07:55")
    assert (refused.result, page.card.face.said) == ("refused", "岗位培训已过期")
    assert page.card.face.advice == "先培训，后上岗。请到负责人处。"
    assert duty.heard == ["amber", "green", "red"]
    assert duty.comes(6, "07:58").result == "checked_in"
    assert duty.comes(3, "08:00").result == "checked_in"
    # Somebody else holds V8's badge: the lead is asked for first, then it is done.
    borrowed = duty.shows(8, "08:05")
    duty.tap(7)
    duty.lead_signs()
    desk.until(lambda: duty.row(8).status == "refused")
    assert duty.shows(8, "08:06").codes == ("badge_suspended",)
    assert borrowed.result == "asked"
    assert duty.comes(2, "08:17").late_min == 17
    assert duty.board_at("08:31")["missing"] == 1
    # V5 stands in for V4: the lead's key, then V5's badge.
    duty.board_at("09:05")
    duty.choose(4)
    duty.tap(3)
    duty.lead_signs()
    desk.until(lambda: page.form.act.name == "replace")
    asked = duty.shows(5)
    duty.tap(1)
    duty.tap(1)
    assert duty.next_card(asked).result == "checked_in"
    # V3 leaves early: the card of the second showing has the key for it.
    again = duty.shows(3, "10:20")
    assert again.codes == ("already_on_duty",)
    duty.tap(1)
    assert (duty.next_card(again).minutes, duty.page.card.card.early_min) == (140, 40)
    assert duty.shows(2, "11:00").minutes == 163
    assert duty.shows(5, "11:00").minutes == 115
    assert duty.shows(1, "11:05").minutes == 180
    assert page.card.face.said == "已签退 11:05，计入 180 分钟 (3.0 小时)"
    expected: dict[str, Any] = {
        "expected": 7,
        "present": 5,
        "replacements": 1,
        "rate": 714,
        "late": 1,
        "early": 1,
        "absent": 1,
    }
    expected |= {"refused": 2, "unsigned": 1, "minutes": 598, "hours": "9.9"}
    figures = duty.board_at("12:00")
    assert {name: figures[name] for name in expected} == expected
    assert page.tiles.values["rate"].text() == "71.4 %"
    assert (duty.row(4).status, duty.row(5).replaces) == ("absent", "王*** (990101-0004)")
    duty.choose(6)
    assert page.table.rows.data(page.table.currentIndex().siblingAtColumn(2)) == "未签退 · 48:00 内确认"
    duty.board_at("17:00")
    assert ("closed" in duty.row(6).marks, duty.row(6).minutes) == (True, 0)
    duty.tap(4)
    duty.lead_signs()
    desk.until(lambda: page.form.act.name == "confirm_out")
    assert page.form.values() == {"until": "11:00", "reason": "忘记签退"}
    page.form.grid.fields["reason"].setFocus()
    desk.press(Qt.Key.Key_Return, page.form.grid.fields["reason"])
    desk.until(lambda: duty.row(6).minutes == 180)
    assert duty.row(6).sources == ("lead_confirmed",)
    figures = page.board.figures
    assert (figures["minutes"], figures["hours"]) == (778, "12.9")
    assert figures["minutes_by_source"] == {"scan": 598, "lead_confirmed": 180, "back_entry": 0}
    assert duty.unwritten == []


def test_s8_in_the_window_the_night_belongs_to_the_day_on_which_it_began(duty_desk: Any) -> None:
    duty = duty_desk(*s7_roster(), *s8_roster(), start="22:20")
    for number, clock in ((9, "22:25"), (10, "22:30")):
        assert duty.comes(number, clock).result == "checked_in"
    assert duty.shows(10, "08:30", "2022-12-06").minutes == 600
    out = duty.shows(9, "08:32", "2022-12-06")
    assert (out.result, out.minutes) == ("checked_out", 600)
    duty.board_at("08:33", "2022-12-06")
    duty.page.table.setFocus()
    duty.desk.press(Qt.Key.Key_Left, duty.page.table)
    duty.desk.until(lambda: duty.page.board.day.isoformat() == "2022-12-05")
    assert {duty.row(number).minutes for number in (9, 10)} == {600}
    assert duty.unwritten == []


def test_nobody_but_a_lead_who_has_signed_acts_and_whoever_gives_up_leaves_no_trace(duty_desk: Any) -> None:
    lead = Volunteer(id=LEAD.id, name=LEAD.name, subject=LEAD.subject, role="lead", pin=pins.sealed("4711"))
    duty = duty_desk(*s7_roster(), lead)
    desk, page = duty.desk, duty.page
    duty.board_at("08:40")
    duty.choose(4)
    duty.tap(1)
    assert page.form.act.name == "sign"
    desk.window.scanned.emit(PEOPLE[1][1])
    desk.until(page.form.said.isVisible)
    assert page.form.said.text() == "这不是负责人的证件。请负责人用本人证件签名。"
    number, pin = page.form.grid.fields["number"], page.form.grid.fields["pin"]
    desk.write(LEAD.id, number)
    desk.write("0000", pin)
    desk.press(Qt.Key.Key_Return, pin)
    desk.until(lambda: "PIN" in page.form.said.text())
    desk.press(Qt.Key.Key_Escape)
    assert page.form.act.name == ""
    assert desk.bodies() == []
    # Signed at last: the act that waited is done without another key.
    duty.choose(4)
    duty.tap(1)
    desk.write(LEAD.id, page.form.grid.fields["number"])
    desk.write("4711", page.form.grid.fields["pin"])
    desk.press(Qt.Key.Key_Return, page.form.grid.fields["pin"])
    desk.until(lambda: duty.row(4).status == "absent")
    desk.press(Qt.Key.Key_Backspace)
    desk.until(lambda: duty.row(4).status == "missing")
    assert [body["act"] for body in desk.bodies()] == ["absent", "undo"]
    # After three minutes without an act the lead is signed off.
    duty.board_at("08:44")
    assert page.lead.name == ""
    duty.tap(1)
    assert page.form.act.name == "sign"


def test_every_other_key_of_a_leads_does_what_it_says(duty_desk: Any) -> None:
    duty = duty_desk()
    desk, page = duty.desk, duty.page

    def send(**texts: str) -> None:
        for name, text in texts.items():
            field = page.form.grid.fields[name]
            field.clear()
            desk.write(text, field)
        page.form.grid.fields["reason"].setFocus()
        desk.press(Qt.Key.Key_Return, page.form.grid.fields["reason"])
        desk.until(lambda: page.form.act.name == "")

    duty.comes(1, "08:17")
    duty.choose(1)
    duty.tap(6)
    duty.lead_signs()
    desk.until(lambda: page.form.act.name == "waive")
    send()
    desk.until(lambda: "late_waived" in duty.row(1).marks)
    # Somebody on no shift: the card's own key takes them on.
    stranger = duty.shows(9, "08:18")
    assert (stranger.codes, stranger.offers) == (("not_on_roster",), ("suspend", "walk_in", "replace"))
    duty.tap(1)
    assert (page.form.act.name, page.form.wants_badge) == ("walk_in", False)
    send()
    asked = duty.next_card(stranger)
    duty.tap(1)
    duty.tap(1)
    assert duty.next_card(asked).result == "checked_in"
    # The badge is at home: a lead types the number.
    desk.press(Qt.Key.Key_F2)
    desk.write(PEOPLE[3][0].id, page.form.grid.fields["number"])
    before = page.card.card
    desk.press(Qt.Key.Key_Return, page.form.grid.fields["number"])
    typed = duty.next_card(before)
    duty.tap(1)
    duty.tap(1)
    assert duty.next_card(typed).result == "checked_in"
    # Worked and never checked in: two names and the times.
    duty.board_at("11:05")
    duty.choose(2)
    duty.tap(5)
    duty.lead_signs()
    desk.until(lambda: page.form.act.name == "back_entry")
    page.form.grid.fields["witness"].setFocus()
    desk.press(Qt.Key.Key_Return, page.form.grid.fields["reason"])
    assert page.form.grid.fields["witness"].property("state") == "fault", "two names answer for it"
    send(since="08:10", witness=PEOPLE[1][0].id)
    desk.until(lambda: duty.row(2).minutes == 170)
    duty.choose(1)
    assert page.foot.keys["back_entry"].words == "加班"
    duty.tap(5)
    # The lead's time runs out while they write: they sign once more, and what they wrote is still there.
    desk.write("11:30", page.form.grid.fields["until"])
    duty.clock.to("11:20")
    desk.press(Qt.Key.Key_Return, page.form.grid.fields["reason"])
    desk.until(lambda: page.form.act.name == "sign")
    desk.window.scanned.emit(LEAD_BADGE)
    desk.until(lambda: page.form.act.name == "overtime")
    send()
    desk.until(lambda: "overtime" in duty.row(1).marks)
    # A mistake is taken back from the row, with a reason.
    page.remember("")
    duty.choose(2)
    desk.press(Qt.Key.Key_Backspace)
    assert page.form.act.name == "undo"
    send()
    desk.until(lambda: duty.row(2).minutes == 0)
    acts = [body["act"] for body in desk.bodies()]
    assert acts[-3:] == ["back_entry", "overtime", "undo"]
    assert duty.unwritten == []


def test_filters_tiles_and_languages_change_by_key_and_nothing_that_was_chosen_or_typed_is_lost(duty_desk: Any) -> None:
    duty = duty_desk(*s7_roster(), *s8_roster(), start="08:40")
    desk, page = duty.desk, duty.page
    desk.until(lambda: page.board is not None and page.board.rows)
    duty.choose(6)
    page.table.setFocus()
    desk.press(Qt.Key.Key_Tab, page.table)
    assert page.tiles.picked == "expected"
    page.tiles.pick("missing")
    assert {row.number for row in page.table.rows.lines if isinstance(row, BoardRow)} == {
        PEOPLE[number][0].id for number in (1, 2, 3, 4, 6, 7, 8)
    }
    assert page.table.row == duty.row(6)
    page.tiles.pick("early")
    assert page._listed.currentWidget() is page._empty
    # Also where there is nobody the keys lead on.
    desk.press(Qt.Key.Key_Tab, desk.window.focusWidget())
    assert page.tiles.picked == "missing"
    assert desk.window.focusWidget() is page.table
    desk.press(Qt.Key.Key_Escape)
    desk.qtbot.keyClick(desk.window, Qt.Key.Key_F6, SHIFT)
    assert page.head.filters["⇧F6"].words == "队伍：示例社区志愿服…"
    duty.choose(6)
    duty.tap(2)
    duty.lead_signs()
    desk.until(lambda: duty.row(6).status == "excused")
    duty.choose(7)
    duty.tap(8)
    number = page.form.grid.fields["number"]
    assert isinstance(number, QLineEdit)
    desk.write("990101-0005", number)
    for _ in range(2):
        desk.press(Qt.Key.Key_F9)
    assert (page.form._title.text(), number.text()) == ("Walk-in", "990101-0005")
    assert page.table.row == duty.row(7)
    desk.press(Qt.Key.Key_F9)
    desk.press(Qt.Key.Key_Return, page.form.grid.fields["reason"])
    desk.until(lambda: page.form.act.name == "")
    assert [body["act"] for body in desk.bodies()] == ["excused", "walk_in"]


def test_a_team_comes_with_its_leader_and_the_time_that_is_left_is_in_sight(duty_desk: Any) -> None:
    rules = DutyRules(ask_phone_end=1, health_tick=False)
    duty = duty_desk(policy=Policy(duty=rules))
    desk, page = duty.desk, duty.page
    desk.qtbot.keyClick(desk.window, Qt.Key.Key_F8, SHIFT)
    assert page.card._idle.text() == "请队长出示志愿者证"
    asked = duty.shows(1, "07:50")
    assert asked.asks == ("phone_end", "confidential", "guide")
    assert desk.window.focusWidget() is page.card.line
    desk.write("01", page.card.line)
    duty.tap(1)
    duty.tap(1)
    assert duty.next_card(asked).by_group
    assert page.calls["⇧F8"].words.startswith("小组 ")
    # A wrong answer stops, and says whom to call.
    asked = duty.shows(2, "07:51")
    desk.write("99", page.card.line)
    duty.tap(1)
    duty.tap(1)
    wrong = duty.next_card(asked)
    assert (wrong.result, wrong.codes) == ("refused", ("wrong_answer",))
    assert duty.unwritten == []


def test_what_could_not_be_written_down_is_a_stop_and_never_a_green_card(
    duty_desk: Any, monkeypatch: pytest.MonkeyPatch
) -> None:
    duty = duty_desk(home="duty")
    page = duty.page
    assert duty.was_at_home, "a desk that is set so begins on this page"

    def full(*_args: Any, **_how: Any) -> None:
        raise StoreTrouble(StoreFault.FULL)

    monkeypatch.setattr(duty.desk.station._lane.duties.checks, "note", full)
    duty.clock.to("07:50")
    duty.desk.window.scanned.emit(PEOPLE[1][1])
    duty.desk.until(lambda: page.card.face.look == "red")
    assert page.card.face.word == "未登记"
    assert duty.desk.bodies() == []
    # At the gate everything goes on as before.
    duty.desk.press(Qt.Key.Key_F1)
    assert duty.desk.window.pages.is_at_gate
