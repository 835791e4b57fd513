"""The stories through the real window: keys in, cards and entries out; only the camera is missing."""

from __future__ import annotations

import time
from pathlib import Path
from typing import Any

import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QFileDialog

from checkpoint.gate import Light, Outcome
from checkpoint.policy import FieldUse, Policy
from station.settings import places
from tests.harness.keyboard import V1, long_badge, long_pass
from tests.harness.made import R1, R2, R3_NUMBER, R4, badge


def test_s2_in_the_window_a_visitor_is_written_down_and_gets_a_pass(desks: Any) -> None:
    desk = desks()
    amber = desk.scan(long_pass(R2))
    assert amber.light is Light.AMBER
    desk.press(Qt.Key.Key_1)
    desk.until(lambda: bool(desk.sides.form.fields))
    form = desk.sides.form
    assert "欧阳**" in form._who.text()
    desk.write("3-2-501", form.fields["host"])
    form.fields["purpose"].setCurrentIndex(form.fields["purpose"].findData("family"))
    desk.write("京A00000", form.fields["plate"])
    desk.press(Qt.Key.Key_F4)
    desk.until(lambda: desk.card is not None and desk.card.outcome is Outcome.PASSED)
    assert desk.card.ticket
    assert "临时出入证有效至" in desk.window.gate.verdict.face.reason
    assert desk.sides.open_name == ""
    desk.press(Qt.Key.Key_1)
    desk.until(lambda: list((desk.folder / "prints").glob("pass-*.pdf")))
    desk.press(Qt.Key.Key_F5)
    desk.until(lambda: desk.sides.visits.visits)
    assert [visit.name for visit in desk.sides.visits.visits] == ["欧阳**"]
    desk.press(Qt.Key.Key_1)
    desk.until(lambda: not desk.sides.visits.visits)
    assert desk.bodies()[-1]["direction"] == "out"


def test_s3_in_the_window_a_number_is_typed_and_a_wrong_one_names_the_digit(desks: Any) -> None:
    desk = desks(R4)
    desk.press(Qt.Key.Key_F2)
    line = desk.sides.finder.line
    desk.write("990101194805120027", line)
    desk.until(desk.sides.finder.said.isVisible)
    assert desk.sides.finder.said.text() == "证件号校验位不符(应为6)"
    assert desk.bodies() == []
    line.clear()
    desk.write(R3_NUMBER, line)
    desk.press(Qt.Key.Key_Return, line)
    card = desk.new_card(None)
    assert (card.light, card.name) == (Light.GREEN, "王**")
    assert desk.sides.open_name == ""
    desk.press(Qt.Key.Key_F2)
    desk.write("lxm 3", line)
    desk.until(lambda: desk.sides.finder.list.count() == 1)
    desk.press(Qt.Key.Key_Return, line)
    child = desk.new_card(card)
    assert (child.category, child.light) == ("child", Light.GREEN)


def test_a_handheld_scanner_reads_at_the_gate_and_one_key_takes_it_back(desks: Any) -> None:
    desk = desks()
    green = desk.scan(long_pass(R1))
    assert (green.light, green.name, green.building) == (Light.GREEN, "张*", "3号楼")
    assert desk.window.strip.buttons["⌫"].isVisible()
    desk.press(Qt.Key.Key_Backspace)
    desk.until(lambda: desk.card is not None and desk.card.outcome is Outcome.CANCELLED)
    desk.until(lambda: not desk.window.strip.buttons["⌫"].isVisible())
    assert [body.get("action", "") for body in desk.bodies()] == ["", "undo"]


def test_an_emergency_vehicle_is_one_touch_and_its_plate_follows(desks: Any) -> None:
    desk = desks()
    pressed_s = time.monotonic()
    desk.press(Qt.Key.Key_F8)
    desk.until(lambda: desk.card is not None)
    assert time.monotonic() - pressed_s <= 2.0, "the domain's own figure"
    assert desk.card.light is Light.GREEN
    assert len(desk.bodies()) == 1, "on disk before anything was typed"
    line = desk.window.gate.verdict.line
    assert line.isVisible()
    desk.write("京A0120", line)
    desk.press(Qt.Key.Key_Return, line)
    desk.until(lambda: desk.card is not None and desk.card.plate == "京A0120")
    assert [row.category for row in desk.window.gate.rows.model.rows] == ["emergency"]


def test_a_required_temperature_has_a_line_on_the_card(desks: Any) -> None:
    desk = desks(policy=Policy(temperature=FieldUse.REQUIRED))
    amber = desk.scan(long_pass(R1))
    assert amber.ask == "temperature"
    line = desk.window.gate.verdict.line
    desk.write("99", line)
    desk.press(Qt.Key.Key_Return, line)
    assert line.isVisible()
    line.clear()
    desk.write("36.5", line)
    desk.press(Qt.Key.Key_Return, line)
    desk.until(lambda: desk.card is not None and desk.card.light is Light.GREEN)
    assert not line.isVisible()


def test_what_is_seen_on_a_phone_is_one_key_without_a_pass(desks: Any) -> None:
    desk = desks(policy=Policy(visual_check=FieldUse.OPTIONAL))
    desk.until(lambda: desk.window.gate.verdict.looks_at_codes)
    desk.press(Qt.Key.Key_1)
    green = desk.new_card(None)
    assert green.light is Light.GREEN
    desk.press(Qt.Key.Key_3)
    desk.until(lambda: desk.card is not None and desk.card.reason.value == "code_red")
    assert {body["method"] for body in desk.bodies()} == {"visual"}


def test_a_queue_peak_is_turned_on_and_stands_on_the_bar(desks: Any) -> None:
    desk = desks()
    desk.press(Qt.Key.Key_F11)
    desk.until(desk.window.bar._peak.isVisible)
    desk.scan(long_pass(R1))
    desk.press(Qt.Key.Key_F11)
    desk.until(lambda: not desk.window.bar._peak.isVisible())
    assert [body.get("mode", "") for body in desk.bodies()] == ["peak", "peak", "normal"]


def test_s8_in_the_window_a_shift_is_signed_in_and_handed_over_by_badge(desks: Any) -> None:
    # In a story the same badge comes back after hours, here at once.
    desk = desks(policy=Policy(debounce_s=0.0))
    desk.press(Qt.Key.Key_F10)
    desk.until(lambda: desk.sides.open_name == "shift")
    shift = desk.sides.shift
    desk.write(long_badge(1))
    desk.press(Qt.Key.Key_Return)
    desk.until(lambda: shift.duty.people != ())
    assert "王**" in shift._people.text()
    desk.until(lambda: "990101-0001" in desk.window.bar._operator._whole)
    desk.press(Qt.Key.Key_1)
    desk.until(lambda: shift.duty.is_handing_over)
    for number in (1, 2):
        desk.write(long_badge(number))
        desk.press(Qt.Key.Key_Return)
        desk.until(lambda number=number: shift.duty.outgoing if number == 1 else shift.duty.handed_over)
    assert "李**" in shift._people.text()
    desk.press(Qt.Key.Key_2)
    desk.until(lambda: list((desk.folder / "prints").glob("handover*.pdf")))
    assert [body["change"] for body in desk.bodies()] == ["began", "handed_over"]


def test_a_pin_signs_in_and_a_wrong_one_is_told(desks: Any) -> None:
    desk = desks()
    desk.press(Qt.Key.Key_F10)
    desk.until(lambda: desk.sides.open_name == "shift")
    shift = desk.sides.shift
    for pin in ("1111", "2580"):
        shift.number.setText(V1.id)
        desk.write(pin, shift.pin)
        desk.press(Qt.Key.Key_Return, shift.pin)
        desk.until(lambda pin=pin: shift.said.isVisible() if pin == "1111" else shift.duty.people)
    assert not shift.said.isVisible()


def test_settings_print_the_notice_and_list_cameras(desks: Any) -> None:
    desk = desks()
    desk.press(Qt.Key.Key_F12)
    desk.press(Qt.Key.Key_3)
    desk.until(lambda: list((desk.folder / "prints").glob("notice.pdf")))
    assert (desk.folder / "prints" / "notice.pdf").stat().st_size > 5_000
    assert "notice.pdf" in desk.sides.settings.said.text()


def test_the_language_changes_in_the_middle_of_a_form_and_nothing_typed_is_lost(desks: Any) -> None:
    desk = desks()
    desk.press(Qt.Key.Key_F4)
    desk.until(lambda: bool(desk.sides.form.fields))
    desk.write("孙访", desk.sides.form.fields["name"])
    desk.press(Qt.Key.Key_F9)
    desk.press(Qt.Key.Key_F9)
    assert desk.sides.form.title.text() == "Register"
    assert desk.sides.form.values()["name"] == "孙访"
    desk.press(Qt.Key.Key_F4)
    card = desk.new_card(None)
    assert (card.category, card.light) == ("visitor", Light.GREEN)


def test_what_is_missing_in_a_form_is_told_beside_it_and_the_form_stays(desks: Any) -> None:
    desk = desks()
    desk.press(Qt.Key.Key_F4)
    desk.until(lambda: bool(desk.sides.form.fields))
    desk.press(Qt.Key.Key_F4)
    desk.until(lambda: desk.sides.form.faults != ())
    assert desk.sides.form.said.text() == "姓名 必填"
    assert desk.bodies() == []


def test_a_camera_that_is_chosen_is_watched_and_kept(desks: Any, tmp_path: Path) -> None:
    from station.settings import load

    desk = desks()
    desk.sides.camera_chosen.emit(str(tmp_path / "other.avi"))
    desk.until(lambda: load(places(desk.folder)).camera == str(tmp_path / "other.avi"))
    assert desk.scan(long_pass(R1)).light is Light.GREEN, "a handheld scanner works all along"


@pytest.mark.parametrize("first", ["thermometer", "pass"])
def test_a_thermometer_that_types_settles_the_card_before_or_after_the_pass(desks: Any, first: str) -> None:
    desk = desks(policy=Policy(temperature=FieldUse.REQUIRED))
    if first == "thermometer":
        desk.window._keys.measured.emit("36.5")
        desk.write(long_pass(R1))
        desk.press(Qt.Key.Key_Return)
    else:
        desk.scan(long_pass(R1))
        desk.window._keys.measured.emit("36.5")
    desk.until(lambda: desk.card is not None and desk.card.light is Light.GREEN)
    assert [body.get("temperature") for body in desk.bodies()] == [None, "normal"]


def test_somebody_who_will_not_be_written_down_is_turned_away_and_nothing_typed_is_kept(desks: Any) -> None:
    desk = desks()
    desk.press(Qt.Key.Key_F4)
    desk.until(lambda: bool(desk.sides.form.fields))
    desk.write("孙不说", desk.sides.form.fields["name"])
    desk.qtbot.keyClick(desk.window, Qt.Key.Key_F4, Qt.KeyboardModifier.ShiftModifier)
    card = desk.new_card(None)
    assert (card.outcome, card.reason.value) == (Outcome.TURNED_AWAY, "not_registered")
    assert desk.sides.open_name == ""
    assert "孙" not in repr(desk.bodies())


def test_two_in_a_car_are_counted_and_a_lead_signs_for_the_export_while_somebody_shows_a_pass(
    desks: Any, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    lead, _ = badge(3, role="lead")
    desk, path = desks(lead), tmp_path / "day.csv"
    monkeypatch.setattr(QFileDialog, "getSaveFileName", lambda *_: (str(path), ""))
    locking = desk.window.locking
    locking.clock = lambda: 1e9
    locking.look()
    assert locking.is_locked
    desk.station.enter_scanned(long_pass(R1))
    desk.until(lambda: desk.card is not None and desk.card.light is Light.GREEN)
    assert not locking.is_locked, "a code is somebody"
    desk.press(Qt.Key.Key_Plus)
    desk.until(lambda: desk.card is not None and desk.card.heads == 2)
    desk.press(Qt.Key.Key_F3)
    page = desk.window.day
    desk.until(lambda: page._day is not None)
    desk.press(Qt.Key.Key_1)
    desk.until(lambda: page.awaits_lead)
    assert "负责人" in page._said.text()
    assert desk.scan(long_pass(R2)).light is Light.AMBER
    desk.write(long_badge(1))
    desk.press(Qt.Key.Key_Return)
    desk.until(lambda: page._refusal == "not_a_lead")
    assert not path.exists()
    desk.write(long_badge(3))
    desk.press(Qt.Key.Key_Return)
    desk.until(path.exists)
    desk.until(lambda: str(path) in page._said.text())
    assert [body["lead"] for body in desk.bodies() if body.get("what")] == [lead.id]
    desk.press(Qt.Key.Key_2)
    desk.until(lambda: page.awaits_lead)
    desk.press(Qt.Key.Key_Escape)
    assert not page.awaits_lead
    assert page.isVisible()
