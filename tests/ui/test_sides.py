"""The side pages: what they show fits, what their keys do, and nothing typed is lost when the language changes."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import replace
from typing import Any

import msgspec
import pytest
from PySide6.QtCore import QCoreApplication, Qt
from PySide6.QtWidgets import QLabel
from pytestqt.qtbot import QtBot

from checkpoint.policy import FIELDS, FieldUse, Policy
from checkpoint.registering import CATEGORIES
from checkpoint.wording import LANGUAGES
from scripts import pictures
from scripts.pictures import FOUND, VISITS, duty, form
from station import showing
from station.ui.side.visits_page import LATE, ON_LATE
from station.ui.supply_view import DutyLog
from station.ui.tray_view import Tray, TrayRow
from station.ui.view import CameraName, Carried, Carry, FieldFault, Finding, Form, OnDuty
from station.ui.window import Window
from tests.harness.made import ZONE, at


@pytest.fixture
def window(qtbot: QtBot) -> Iterator[Window]:
    made = Window(zone=ZONE, sounds=False)
    qtbot.addWidget(made)
    with qtbot.waitExposed(made):
        made.show()
    made.show_status(pictures.STATUS)
    yield made
    made.set_language("en")


@pytest.mark.parametrize("size", [(1280, 800), (1920, 1080)])
@pytest.mark.parametrize("language", LANGUAGES)
def test_everything_on_a_side_page_fits(window: Window, language: str, size: tuple[int, int]) -> None:
    window.set_language(language)
    window.resize(*size)
    for name, show in pictures._side_pages(window).items():
        show()
        if name == "visitor":
            window.gate.sides.form.show_faults((FieldFault("name", "missing"), FieldFault("phone", "phone")))
        QCoreApplication.processEvents()
        page = window.gate.sides.open_page
        if page is not None:
            layout = page.layout()
            assert layout is not None
            assert layout.totalMinimumHeightForWidth(page.width()) <= page.height(), name


@pytest.mark.parametrize(
    ("name", "answer", "sentence"),
    [
        ("visits", lambda page: page.show_visits(()), "No visitor is inside."),
        ("tray", lambda page: page.show_tray(Tray()), "Central keeps nothing of this station aside."),
        ("guide", lambda page: page.show_guides(()), "No post here has a duty guide."),
        ("log", lambda page: page.show_log(DutyLog(())), "Nothing has been written down today."),
        ("shift", lambda page: page.show_duty(OnDuty(label="", people=(), sheet=None)), "Nobody has signed in."),
    ],
)
def test_a_page_says_that_there_is_nothing_once_that_is_known(
    window: Window, name: str, answer: Callable[[Any], None], sentence: str
) -> None:
    window.gate.sides.open_for(name)
    page = window.gate.sides.open_page
    assert page is not None
    for language in ("zh_CN", "en"):
        window.set_language(language)
        assert sentence not in [label.text() for label in page.findChildren(QLabel)]
    answer(page)
    shown = [label for label in page.findChildren(QLabel) if label.text() == sentence]
    assert [label.isVisible() for label in shown] == [True]


def test_a_text_that_is_too_long_ends_in_dots_and_pushes_nothing_out_of_sight(window: Window) -> None:
    building = "Building of the Long Name 12, Unit 3, Lower Entrance"
    rows = tuple(replace(row, building=building) for row in VISITS)
    kept = (TrayRow(epoch="e1", seq=1, at=at("12:00"), kind="attempt", name="张*", building=building, reason=""),)
    window.show_rows(tuple(replace(row, building=building) for row in pictures.rows(8)))
    window.press("F5")
    window.gate.sides.visits.show_visits(rows)
    QCoreApplication.processEvents()
    visits = window.gate.sides.visits.table
    window.press("⇧F7")
    window.gate.sides.tray.show_tray(Tray(rows=kept, total=1))
    QCoreApplication.processEvents()
    tray = window.gate.sides.tray.table
    for table in (visits, tray):
        assert table.horizontalHeader().length() <= table.viewport().width()
        assert table.columnWidth(table.columnCount() - 1) >= 40
    assert not any(table.wordWrap() for table in (visits, tray, window.gate.rows.table))
    window.press("F2")
    finder = window.gate.sides.finder
    finder.line.setText("z 3")
    finder.show_finding(Finding(query="z 3", people=tuple(replace(one, building=building) for one in FOUND)))
    QCoreApplication.processEvents()
    first = finder.list.visualItemRect(finder.list.item(0))
    assert first.width() <= finder.list.width()
    assert first.height() >= 2 * finder.list.fontMetrics().height(), "on two lines, with the telephone"


@pytest.mark.parametrize("language", LANGUAGES)
def test_a_form_with_every_field_and_two_faults_fits_and_leaves_the_verdict_where_it_was(
    window: Window, language: str
) -> None:
    window.set_language(language)
    before = window.gate.verdict.geometry()
    asked = msgspec.structs.replace(Policy(), **dict.fromkeys(FIELDS, FieldUse.REQUIRED))
    window.press("F4")
    page = window.gate.sides.form
    for category in CATEGORIES:
        page.show_form(showing.form(category, asked, "", ""))
        page.show_faults((FieldFault("name", "missing"), FieldFault("temperature", "temperature")))
        QCoreApplication.processEvents()
        layout = page.layout()
        assert layout is not None
        assert layout.totalMinimumHeightForWidth(page.width()) <= page.height(), category
        assert max(field.width() for field in page.grid.fields.values()) - 2 <= min(
            field.width() for field in page.grid.fields.values()
        ), "columns of one width"
    assert window.gate.verdict.geometry() == before


def test_who_is_late_stands_on_a_ground_of_its_own_in_the_dark_too(window: Window) -> None:
    window.set_theme("dark")
    window.press("F5")
    page = window.gate.sides.visits
    page.show_visits(VISITS)
    page.table.selectRow(1)
    QCoreApplication.processEvents()
    late = page.table.item(0, 1)
    assert late is not None
    cell = page.table.visualItemRect(late)
    seen = page.table.viewport().grab().toImage()
    assert seen.pixelColor(cell.right() - 3, cell.top() + 5).name() == LATE.name()
    page.table.selectRow(0)
    QCoreApplication.processEvents()
    seen = page.table.viewport().grab().toImage()
    assert seen.pixelColor(cell.right() - 3, cell.top() + 5).name() == LATE.name(), "marked, it is late still"
    assert seen.pixelColor(cell.right() - 3, cell.top() + 1).name() == ON_LATE.name()


def test_an_answer_to_an_earlier_question_is_passed_over(window: Window, qtbot: QtBot) -> None:
    finder = window.gate.sides.finder
    qtbot.keyClick(window, Qt.Key.Key_F2)
    finder.line.setText("zw 3")
    finder.show_finding(Finding(query="zw", people=FOUND))
    assert finder.list.count() == 0
    finder.show_finding(Finding(query="zw 3", people=FOUND))
    assert finder.list.count() == 3


def test_arrow_keys_choose_and_enter_lets_in(window: Window, qtbot: QtBot) -> None:
    finder = window.gate.sides.finder
    qtbot.keyClick(window, Qt.Key.Key_F2)
    finder.line.setText("z 3")
    finder.show_finding(Finding(query="z 3", people=FOUND))
    for key in (Qt.Key.Key_Down, Qt.Key.Key_Down, Qt.Key.Key_Down, Qt.Key.Key_Up):
        qtbot.keyClick(finder.line, key)
    with qtbot.waitSignal(finder.picked) as picked:
        qtbot.keyClick(finder.line, Qt.Key.Key_Return)
    assert picked.args == [FOUND[2].subject, "manual"]


def test_enter_before_the_answer_counts_when_it_is_there(window: Window, qtbot: QtBot) -> None:
    finder = window.gate.sides.finder
    qtbot.keyClick(window, Qt.Key.Key_F2)
    qtbot.keyClicks(finder.line, "z 3")
    with qtbot.waitSignal(finder.asked):
        qtbot.keyClick(finder.line, Qt.Key.Key_Return)
    with qtbot.waitSignal(finder.picked):
        finder.show_finding(Finding(query="z 3", people=FOUND[:1]))


def test_of_a_household_nobody_is_let_in_by_an_enter_of_habit(window: Window, qtbot: QtBot) -> None:
    finder = window.gate.sides.finder
    qtbot.keyClick(window, Qt.Key.Key_F2)
    finder.show_finding(Finding(query="", people=FOUND, is_household=True, holder="张*"))
    assert "张*" in finder.said.text()
    with qtbot.assertNotEmitted(finder.picked):
        qtbot.keyClick(finder.line, Qt.Key.Key_Return)
    qtbot.keyClick(finder.line, Qt.Key.Key_Down)
    with qtbot.waitSignal(finder.picked) as picked:
        qtbot.keyClick(finder.line, Qt.Key.Key_Return)
    assert picked.args[1] == "proxy"


def test_enter_walks_through_a_form_and_saves_it_at_the_end(window: Window, qtbot: QtBot) -> None:
    page = window.gate.sides.form
    qtbot.keyClick(window, Qt.Key.Key_F4)
    page.show_form(form())
    page.fields["name"].setText("孙访")  # type: ignore[union-attr]
    *_, last = page.fields.values()
    with qtbot.waitSignal(page.sent) as sent:
        qtbot.keyClick(last, Qt.Key.Key_Return)
    assert sent.args[0] == "visitor"
    assert sent.args[1]["name"] == "孙访"


def test_another_category_keeps_what_was_typed(window: Window, qtbot: QtBot) -> None:
    page = window.gate.sides.form
    qtbot.keyClick(window, Qt.Key.Key_F4)
    page.show_form(form())
    page.fields["name"].setText("刘快")  # type: ignore[union-attr]
    with qtbot.waitSignal(page.category_chosen) as chosen:
        qtbot.mouseClick(page.kinds["courier"], Qt.MouseButton.LeftButton)
    assert chosen.args == ["courier", ""]
    fields = tuple(field for field in form().fields if field.name in {"name", "phone"})
    page.show_form(Form(category="courier", categories=form().categories, fields=fields))
    assert page.values() == {"name": "刘快", "phone": ""}


def test_the_next_form_begins_empty(window: Window, qtbot: QtBot) -> None:
    page = window.gate.sides.form
    qtbot.keyClick(window, Qt.Key.Key_F4)
    page.show_form(form())
    page.fields["name"].setText("孙访")  # type: ignore[union-attr]
    qtbot.keyClick(window, Qt.Key.Key_Escape)
    qtbot.keyClick(window, Qt.Key.Key_F4)
    page.show_form(form())
    assert set(page.values().values()) == {""}


def test_who_is_late_comes_first_and_stays_marked_when_the_list_is_new(window: Window, qtbot: QtBot) -> None:
    page = window.gate.sides.visits
    qtbot.keyClick(window, Qt.Key.Key_F5)
    page.show_visits(VISITS)
    assert page.chosen == VISITS[0]
    page.table.selectRow(2)
    page.show_visits(VISITS[1:])
    assert page.chosen == VISITS[2]
    with qtbot.waitSignal(page.leaving) as leaving:
        qtbot.keyClick(window, Qt.Key.Key_2)
    assert leaving.args == [VISITS[2].subject, True]
    page.show_visits(())
    assert not page.press(0)


def test_couriers_of_one_company_are_let_out_by_one_key_where_there_is_more_than_one(
    window: Window, qtbot: QtBot
) -> None:
    page = window.gate.sides.visits
    qtbot.keyClick(window, Qt.Key.Key_F5)
    one = replace(VISITS[3], employer="甲快递", is_late=False)
    page.show_visits((one, VISITS[1]))
    assert not page.together.isVisible()
    assert not page.press(2)
    page.show_visits((one, replace(one, subject="77"), VISITS[1]))
    assert page.together.words == "甲快递 2 人全部离开"
    with qtbot.waitSignal(page.leaving_together) as leaving:
        qtbot.keyClick(window, Qt.Key.Key_3)
    assert leaving.args == ["甲快递"]
    page.table.selectRow(2)
    assert not page.together.isVisible(), "a visitor has no company"


def test_the_shift_page_says_who_signs_next(window: Window, qtbot: QtBot) -> None:
    page = window.gate.sides.shift
    qtbot.keyClick(window, Qt.Key.Key_F10)
    page.show_duty(replace(duty(), is_handing_over=True))
    assert page._what.text() == "请交班人出示工作证。"
    page.show_duty(replace(duty(), is_handing_over=True, outgoing="王**", refusal="same_person"))
    assert page._what.text() == "王** 已签名。请接班人出示工作证。"
    assert page.said.text() == "接班人不能是同一人。"
    with qtbot.waitSignal(page.stopped):
        page.press(0)


def test_a_computer_without_a_camera_is_told_what_to_do(window: Window, qtbot: QtBot) -> None:
    page = window.gate.sides.settings
    with qtbot.waitSignal(page.cameras_asked):
        qtbot.keyClick(window, Qt.Key.Key_F12)
    page.show_cameras((), "0")
    assert "没有找到摄像头" in page.said.text()
    window.set_language("en")
    assert page.said.text().startswith("This computer shows no camera")
    window.set_language("zh_CN")
    page.show_cameras((CameraName("HD Webcam", "HD Webcam"),), "HD Webcam")
    assert not page.said.isVisible()
    with qtbot.waitSignal(page.camera_chosen) as chosen:
        page.list.itemActivated.emit(page.list.item(0))
    assert chosen.args == ["HD Webcam"]


def test_a_stick_is_asked_for_and_what_came_of_it_is_one_sentence(
    window: Window, qtbot: QtBot, monkeypatch: pytest.MonkeyPatch
) -> None:
    page = window.gate.sides.settings
    chosen = ["/stick", ""]
    monkeypatch.setattr("station.ui.sticks.choose", lambda _: chosen.pop(0))
    qtbot.keyClick(window, Qt.Key.Key_F12)
    with qtbot.waitSignal(window.gate.sides.stick_asked) as asked:
        qtbot.keyClick(window, Qt.Key.Key_4)
    assert asked.args == ["out", "/stick"]
    assert page.said.text() == "请稍候，不要拔出U盘。"
    with qtbot.assertNotEmitted(window.gate.sides.stick_asked):
        page.press(4)
    page.show_carried(Carried(Carry.OUT, file="a.bundle", entries=3))
    assert page.said.text() == "已将 3 条记录复制到U盘 stick。请把它送到中心。"
    window.set_language("en")
    assert page.said.text() == "3 entries copied to the stick stick. Carry it to central.", "said anew in the new one"
    window.set_language("zh_CN")
    page.show_carried(Carried(Carry.OUT, file="a.bundle"))
    assert "中心已有本站的全部记录" in page.said.text()
    for fault, word in (("gone", "找不到U盘"), ("damaged", "改动"), ("unreadable", "无法读取"), ("store", "数据文件")):
        page.show_carried(Carried(Carry.IN, fault=fault))
        assert word in page.said.text()
    page.show_carried(Carried(Carry.IN))
    assert page.said.text() == "U盘上的内容本站均已有。"


def test_a_second_press_before_the_answer_makes_nobody_twice(window: Window, qtbot: QtBot) -> None:
    sent: list[object] = []
    sides = window.gate.sides
    sides.registered.connect(lambda *_: sent.append("registered"))
    sides.person_picked.connect(lambda *_: sent.append("picked"))
    qtbot.keyClick(window, Qt.Key.Key_F4)
    sides.form.show_form(form())
    for _ in range(2):
        qtbot.keyClick(window, Qt.Key.Key_F4)
    qtbot.keyClick(window, Qt.Key.Key_F2)
    sides.finder.line.setText("z 3")
    sides.finder.show_finding(Finding(query="z 3", people=FOUND))
    for _ in range(2):
        qtbot.keyClick(sides.finder.line, Qt.Key.Key_Return)
    assert sent == ["registered", "picked"]
    sides.try_again()
    qtbot.keyClick(sides.finder.line, Qt.Key.Key_Return)
    assert sent == ["registered", "picked", "picked"]
