"""Handheld scanners and thermometers that type: whatever has the focus, however they end; people's typing stays."""

from __future__ import annotations

from collections.abc import Iterator

import pytest
from PySide6.QtCore import QEvent, QPoint, Qt
from PySide6.QtGui import QInputMethodEvent, QKeyEvent
from PySide6.QtWidgets import (
    QApplication,
    QComboBox,
    QLineEdit,
    QPlainTextEdit,
    QPushButton,
    QSpinBox,
    QVBoxLayout,
    QWidget,
)
from pytestqt.qtbot import QtBot

from station.ui.keys import BREAK_MS, BURST_MS, Keys
from tests.scanner.held import PAYMENT, Clock, pass_text

TEXT = pass_text(1)


class Desk:
    """A window with every kind of field, and what the keys told; the clock goes on when a test says so."""

    def __init__(self, qtbot: QtBot) -> None:
        self.clock = Clock()
        self.keys = Keys(clock=self.clock)
        self.window = QWidget()
        qtbot.addWidget(self.window)
        layout = QVBoxLayout(self.window)
        self.line, self.area, self.number, self.list = QLineEdit(), QPlainTextEdit(), QSpinBox(), QComboBox()
        self.list.addItems(["C first", "1 second", "third"])
        self.button = QPushButton()
        for widget in (self.line, self.area, self.number, self.list, self.button):
            layout.addWidget(widget)
        self.scanned: list[str] = []
        self.measured: list[str] = []
        self.chosen: list[int] = []
        self.entered: list[str] = []
        self.clicked: list[bool] = []
        self.keys.scanned.connect(self.scanned.append)
        self.keys.measured.connect(self.measured.append)
        self.keys.chosen.connect(self.chosen.append)
        self.line.returnPressed.connect(lambda: self.entered.append(self.line.text()))
        self.button.clicked.connect(lambda: self.clicked.append(True))
        self.window.show()
        self.window.activateWindow()
        qtbot.waitUntil(self.window.isActiveWindow)

    def focus(self, widget: QWidget) -> QWidget:
        widget.setFocus()
        assert QApplication.focusWidget() is widget
        return widget

    def type(self, text: str, each_ms: float = 8.0) -> None:
        """Keys into what has the focus, so many milliseconds apart; the window is never looked at between."""
        for one in text:
            self.clock.pass_by(each_ms / 1000)
            key = {"\r": Qt.Key.Key_Return, "\n": Qt.Key.Key_Enter, "\t": Qt.Key.Key_Tab}.get(one, Qt.Key.Key_unknown)
            into = QApplication.focusWidget() or self.window
            QApplication.sendEvent(into, QKeyEvent(QEvent.Type.KeyPress, key, Qt.KeyboardModifier.NoModifier, one))

    def commit(self, text: str) -> None:
        """An input method writes the text into what has the focus."""
        event = QInputMethodEvent()
        event.setCommitString(text)
        QApplication.sendEvent(QApplication.focusWidget() or self.window, event)

    def rest(self) -> None:
        """So long nothing comes that every burst has ended."""
        for _ in range(20):
            self.clock.pass_by(BREAK_MS / 1000)
            if self.keys._timer.isActive():
                self.keys._pause()
        self.clock.pass_by(1)


@pytest.fixture
def desk(qtbot: QtBot, qapp: QApplication) -> Iterator[Desk]:
    made = Desk(qtbot)
    qapp.installEventFilter(made.keys)
    yield made
    qapp.removeEventFilter(made.keys)


SUFFIXES = ["", "\r", "\n", "\t", "\r\n", "\r\t"]


@pytest.mark.parametrize("suffix", SUFFIXES)
def test_a_scan_at_the_gate_is_a_code_whatever_ends_it(desk: Desk, suffix: str) -> None:
    desk.focus(desk.button)
    desk.type(TEXT + suffix)
    desk.rest()
    assert desk.scanned == [TEXT]
    assert (desk.clicked, QApplication.focusWidget()) == ([], desk.button)


@pytest.mark.parametrize("suffix", SUFFIXES)
@pytest.mark.parametrize("text", [TEXT, TEXT.swapcase(), PAYMENT], ids=["pass", "caps lock", "payment"])
def test_a_scan_into_a_line_is_taken_out_again_and_what_stood_there_stays(desk: Desk, text: str, suffix: str) -> None:
    desk.focus(desk.line)
    desk.line.setText("张伟 3号楼")
    desk.line.setCursorPosition(2)
    desk.type(text + suffix)
    desk.rest()
    assert desk.scanned == [TEXT if text != PAYMENT else PAYMENT]
    assert (desk.line.text(), desk.line.cursorPosition()) == ("张伟 3号楼", 2)
    assert (desk.entered, QApplication.focusWidget()) == ([], desk.line)


def test_a_scan_over_marked_words_brings_them_back(desk: Desk) -> None:
    desk.focus(desk.line)
    desk.line.setText("marked")
    desk.line.selectAll()
    desk.type(TEXT)
    desk.rest()
    assert desk.line.text() == "marked"


def test_a_letter_typed_by_hand_just_before_a_scan_stays_in_the_field(desk: Desk) -> None:
    desk.focus(desk.line)
    desk.type("wang")
    desk.type(TEXT + "\r")
    desk.rest()
    assert (desk.scanned, desk.line.text()) == ([TEXT], "wang")


def test_a_scan_into_an_area_a_number_or_a_list_leaves_them_as_they_were(desk: Desk) -> None:
    desk.area.setPlainText("first\nsecond")
    desk.number.setValue(7)
    desk.list.setCurrentIndex(2)
    for widget in (desk.area, desk.number, desk.list):
        desk.focus(widget)
        desk.type(TEXT + "\r")
        desk.rest()
    assert desk.scanned == [TEXT] * 3
    assert (desk.area.toPlainText(), desk.number.value(), desk.list.currentIndex()) == ("first\nsecond", 7, 2)


@pytest.mark.parametrize(
    "text", ["张伟", "visits her mother", "11010519491231002X", "13800138000", "36.5", "1", "C1 3"]
)
@pytest.mark.parametrize("each_ms", [5, 120])
def test_what_people_and_card_readers_write_stays_in_the_field(desk: Desk, text: str, each_ms: float) -> None:
    desk.focus(desk.line)
    desk.type(text, each_ms)
    desk.rest()
    desk.type("\r")
    assert (desk.line.text(), desk.entered) == (text, [text])
    assert (desk.scanned, desk.measured, desk.chosen) == ([], [], [])


@pytest.mark.parametrize("each_ms", [1.5 * BURST_MS, BREAK_MS, 3 * BREAK_MS])
def test_a_pass_typed_by_hand_stays_in_the_field_and_enter_enters_it(desk: Desk, each_ms: float) -> None:
    desk.focus(desk.line)
    desk.type(TEXT, each_ms)
    desk.rest()
    desk.type("\r")
    assert (desk.entered, desk.scanned) == ([TEXT], [])


@pytest.mark.parametrize(
    "text", [TEXT, TEXT.translate({ord("C"): "Ｃ", ord("1"): "１", ord("$"): "￥", ord("."): "。"})]
)
def test_a_scan_that_an_input_method_writes_is_taken_out_too(desk: Desk, text: str) -> None:
    desk.focus(desk.line)
    desk.line.setText("before")
    desk.commit(text[:40])
    desk.type(text[40:80])
    desk.commit(text[80:])
    desk.rest()
    assert (desk.scanned, desk.line.text()) == ([TEXT], "before")


def test_words_that_an_input_method_writes_stay(desk: Desk) -> None:
    desk.focus(desk.line)
    desk.commit("欧阳")
    desk.commit("建国")
    desk.rest()
    assert (desk.line.text(), desk.scanned) == ("欧阳建国", [])


def test_a_scanner_that_sends_in_pieces_is_waited_for(desk: Desk) -> None:
    desk.focus(desk.button)
    for start in range(0, len(TEXT), 20):
        desk.clock.pass_by(3 * BURST_MS / 1000)
        desk.keys._pause()
        desk.type(TEXT[start : start + 20])
    desk.rest()
    assert desk.scanned == [TEXT]


def test_a_window_that_was_busy_judges_by_when_the_keys_were_struck(desk: Desk) -> None:
    desk.focus(desk.button)
    for number, one in enumerate(PAYMENT):
        desk.clock.pass_by(0.3 if number == 9 else 0)
        event = QKeyEvent(QEvent.Type.KeyPress, Qt.Key.Key_unknown, Qt.KeyboardModifier.NoModifier, one)
        event.setTimestamp(5_000 + number * 8)
        QApplication.sendEvent(desk.button, event)
    desk.rest()
    assert desk.scanned == [PAYMENT]


@pytest.mark.parametrize("suffix", SUFFIXES)
@pytest.mark.parametrize("typed", ["36.5", "36.5C", "36.5℃", "365"])
def test_a_thermometer_is_no_code_and_no_decision(desk: Desk, typed: str, suffix: str) -> None:
    desk.focus(desk.button)
    desk.type(typed + suffix)
    desk.rest()
    assert (desk.measured, desk.scanned, desk.chosen) == (["36.5"], [], [])


def test_two_scans_one_after_another_are_two_codes(desk: Desk) -> None:
    desk.focus(desk.button)
    for number in (1, 2):
        desk.type(pass_text(number) + "\r\n")
        desk.clock.pass_by(0.15)
    assert desk.scanned == [pass_text(1), pass_text(2)]


def test_an_enter_after_words_that_follow_a_scan_at_once_is_the_fields(desk: Desk) -> None:
    desk.focus(desk.line)
    desk.type(TEXT + "\r")
    desk.type("36.5\r", each_ms=2)
    assert (desk.scanned, desk.entered) == ([TEXT], ["36.5"])


def test_a_digit_alone_still_decides(desk: Desk) -> None:
    desk.focus(desk.button)
    desk.type("2")
    desk.rest()
    assert (desk.chosen, desk.scanned) == ([1], [])


def test_a_mouse_is_none_of_its_business(desk: Desk, qtbot: QtBot) -> None:
    qtbot.mouseClick(desk.button, Qt.MouseButton.LeftButton, pos=QPoint(5, 5))
    assert desk.clicked == [True]
