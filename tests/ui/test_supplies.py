"""The supplies page, the duty guide and the duty log: all fits, keys do what the buttons say, nothing typed is lost."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace

import pytest
from PySide6.QtCore import QCoreApplication, Qt
from PySide6.QtWidgets import QComboBox, QHeaderView, QLineEdit
from pytestqt.qtbot import QtBot

from checkpoint.wording import LANGUAGES
from scripts import pictured_supplies, pictures
from scripts.pictured_supplies import GUIDES, LOG, SUPPLIES
from station.ui.keys import BURST_MS
from station.ui.supply_view import DutyLog, Supplies
from station.ui.theme import LIGHT
from station.ui.window import Window
from tests.harness.made import ZONE

SHIFT = Qt.KeyboardModifier.ShiftModifier


@pytest.fixture
def window(qtbot: QtBot) -> Iterator[Window]:
    made = Window(zone=ZONE, sounds=False)
    qtbot.addWidget(made)
    with qtbot.waitExposed(made):
        made.show()
    made.show_status(pictures.STATUS)
    yield made
    made.set_language("en")


def opened(window: Window, qtbot: QtBot, shown: Supplies = SUPPLIES) -> Window:
    with qtbot.waitSignal(window.pages.supplies_asked):
        qtbot.keyClick(window, Qt.Key.Key_F11, SHIFT)
    window.supplies.show_supplies(shown)
    return window


def digit(window: Window, qtbot: QtBot, number: int) -> None:
    qtbot.keyClick(window, Qt.Key(Qt.Key.Key_0 + number))
    qtbot.wait(BURST_MS + 30)


@pytest.mark.parametrize("language", LANGUAGES)
def test_what_was_done_with_supplies_is_told_in_full(window: Window, qtbot: QtBot, language: str) -> None:
    window.set_language(language)
    page = opened(window, qtbot).supplies
    QCoreApplication.processEvents()
    for shown in (page.stock, page.moves, page.held):
        for column in range(1, shown.columnCount()):
            if shown.horizontalHeader().sectionResizeMode(column) is QHeaderView.ResizeMode.ResizeToContents:
                assert shown.columnWidth(column) >= shown.sizeHintForColumn(column), column


@pytest.mark.parametrize("language", LANGUAGES)
def test_everything_on_the_page_fits(window: Window, language: str) -> None:
    window.set_language(language)
    for size in ((1280, 800), (1920, 1080)):
        window.resize(*size)
        for name, show in pictured_supplies.pages(window).items():
            show()
            QCoreApplication.processEvents()
            hint = window.supplies.minimumSizeHint()
            assert hint.width() <= window.supplies.width(), (name, size)
            assert hint.height() <= window.supplies.height(), (name, size)
            window.supplies.close_form()


def test_one_key_hands_the_kit_out_and_another_one_of_what_is_marked(window: Window, qtbot: QtBot) -> None:
    page = opened(window, qtbot).supplies
    with qtbot.waitSignal(page.kit_asked):
        digit(window, qtbot, 1)
    qtbot.keyClick(page.stock, Qt.Key.Key_Down)
    qtbot.keyClick(page.stock, Qt.Key.Key_Down)
    with qtbot.waitSignal(page.handed_out) as handed:
        digit(window, qtbot, 2)
    assert handed.args == [SUPPLIES.rows[2].item]
    with qtbot.waitSignal(page.undo_asked) as undone:
        qtbot.keyClick(window, Qt.Key.Key_Backspace)
    assert undone.args == ["0"]


def test_without_a_badge_nothing_is_handed_out(window: Window, qtbot: QtBot) -> None:
    page = opened(window, qtbot, replace(SUPPLIES, holder=None)).supplies
    assert [name for name, made in page.buttons.items() if not made.isEnabled()] == ["kit", "one", "take_back"]
    with qtbot.assertNotEmitted(page.kit_asked):
        digit(window, qtbot, 1)
    inks = [
        made._words.palette().color(made._words.foregroundRole()).name() for made in (page.back, page.buttons["kit"])
    ]
    assert inks == [LIGHT.on_accent, LIGHT.soft], "what can be pressed now is told from what can't"


def test_a_receipt_is_typed_with_enter_and_stays_when_it_is_refused(window: Window, qtbot: QtBot) -> None:
    page = opened(window, qtbot).supplies
    digit(window, qtbot, 4)
    fields = page.form.grid.fields
    assert list(fields) == ["item", "quantity", "batch", "expiry", "source", "donor", "document", "second"]
    item, source = fields["item"], fields["source"]
    assert isinstance(item, QComboBox)
    assert isinstance(source, QComboBox)
    source.setCurrentIndex(source.findData("donated"))
    texts = {"quantity": "50", "batch": "B1", "donor": "示例基金会", "second": "李四光"}
    for name, text in texts.items():
        line = fields[name]
        assert isinstance(line, QLineEdit)
        line.insert(text)
    for name in list(fields)[:-1]:
        qtbot.keyClick(fields[name], Qt.Key.Key_Return)
    with qtbot.waitSignal(page.written) as written:
        qtbot.keyClick(fields["second"], Qt.Key.Key_Return)
    way, values = written.args
    assert (way, values["item"], values["source"]) == ("receive", SUPPLIES.rows[0].item, "donated")
    assert texts.items() <= values.items()
    page.show_not_recorded()
    assert (page.said.text(), page.form.grid.values()["quantity"]) == ("未登记", "50")
    page.form.send()
    page.show_supplies(replace(SUPPLIES, refusal="no_donor", done="", what=""))
    assert fields["donor"].property("state") == "fault"
    assert page.form.grid.values()["quantity"] == "50"
    assert page.said.text() == "请填写捐赠方。"
    window.set_language("en")
    assert page.form.grid.values()["quantity"] == "50"
    page.show_supplies(SUPPLIES)
    assert not page.has_form


def test_a_count_names_the_batch_that_is_marked(window: Window, qtbot: QtBot) -> None:
    page = opened(window, qtbot).supplies
    qtbot.keyClick(page.stock, Qt.Key.Key_Down)
    digit(window, qtbot, 5)
    qtbot.keyClicks(page.form.grid.fields["counted"], "998")
    with qtbot.waitSignal(page.written) as written:
        qtbot.mouseClick(page.form.save, Qt.MouseButton.LeftButton)
    assert written.args == [
        "count",
        {"counted": "998", "reason": "", "item": "医用外科口罩", "batch": "B20220917", "expiry": "2024-09-16"},
    ]


def test_over_the_quota_the_page_waits_for_a_lead_and_escape_stops_it(window: Window, qtbot: QtBot) -> None:
    page = opened(window, qtbot, replace(SUPPLIES, refusal="over_quota", awaits_lead=True)).supplies
    assert page.form.way == "over_quota"
    qtbot.keyClicks(page.form.grid.fields["reason"], "wet")
    assert page.reason == "wet"
    qtbot.wait(2 * BURST_MS)
    with qtbot.waitSignal(page.stopped):
        qtbot.keyClick(window, Qt.Key.Key_Escape)
    assert window.pages.currentWidget() is page
    qtbot.keyClick(window, Qt.Key.Key_Escape)
    assert window.pages.is_at_gate


def test_shift_held_down_shows_what_it_does_and_a_scanners_capitals_do_not(window: Window, qtbot: QtBot) -> None:
    strip = window.strip
    qtbot.keyPress(window, Qt.Key.Key_Shift)
    qtbot.waitUntil(strip.buttons["⇧F11"].isVisible)
    assert not strip.buttons["F3"].isVisible()
    qtbot.keyRelease(window, Qt.Key.Key_Shift)
    assert strip.buttons["F3"].isVisible()
    qtbot.mouseClick(strip.buttons["⇧"], Qt.MouseButton.LeftButton)
    with qtbot.waitSignal(window.gate.sides.log_asked):
        qtbot.mouseClick(strip.buttons["⇧F12"], Qt.MouseButton.LeftButton)
    assert strip.buttons["⇧F12"].property("here") == "true"
    assert not strip.is_shifted
    qtbot.keyPress(window, Qt.Key.Key_Shift)
    qtbot.keyPress(window, Qt.Key.Key_A, SHIFT)
    assert not window._keys._lean.isActive()


def test_the_duty_guide_is_chosen_by_a_digit_and_turned_by_the_arrows(window: Window, qtbot: QtBot) -> None:
    guide = window.gate.sides.guide
    with qtbot.waitSignal(window.gate.sides.guides_asked):
        qtbot.keyClick(window, Qt.Key.Key_F1, SHIFT)
    guide.show_guides(())
    assert guide.guide is None
    guide.show_guides(GUIDES)
    assert guide.text.toPlainText() == GUIDES[0].text
    qtbot.keyClick(guide.text, Qt.Key.Key_Down)
    assert guide.text.verticalScrollBar().value() > 0
    guide.text.setFocus()
    assert window.focusWidget() is guide.text  # As it has once a guide was there when the page came up.
    digit(window, qtbot, 2)
    assert guide.text.toPlainText() == GUIDES[1].text
    assert guide._version.text() == "第 1 版"


def test_an_incident_takes_a_few_keys_and_says_what_is_missing(window: Window, qtbot: QtBot) -> None:
    sides = window.gate.sides
    qtbot.keyClick(window, Qt.Key.Key_F12, SHIFT)
    sides.log.show_log(DutyLog(()))
    digit(window, qtbot, 2)
    assert list(sides.log.grid.fields) == ["place", "agent", "concentration", "area", "person"]
    digit_field = sides.log.grid.fields["place"]
    assert isinstance(digit_field, QLineEdit)
    digit_field.insert("南口")
    with qtbot.waitSignal(sides.logged) as logged:
        qtbot.keyClick(window, Qt.Key.Key_F12, SHIFT)
    assert logged.args[0] == "disinfection"
    assert logged.args[1]["place"] == "南口"
    sides.log.show_log(DutyLog((), missing=("agent", "person")))
    assert sides.log.said.text() == "必填：消毒剂、消杀人"
    assert sides.log.grid.values()["place"] == "南口"
    sides.log.show_log(replace(LOG, done=True))
    assert sides.log.grid.values()["place"] == ""
    assert (
        sides.log.list.item(0).text() == "07:50  摔倒受伤  南口外人行道  扶起，联系家属  已呼叫120  移交社区卫生服务站"
    )
    with qtbot.waitSignal(sides.log_undone) as undone:
        qtbot.keyClick(window, Qt.Key.Key_Backspace)
    assert undone.args == ["2"]
