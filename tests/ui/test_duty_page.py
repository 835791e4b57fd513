"""The volunteer desk's page: all fits, who is chosen stays chosen, and what is drawn is what was served."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from datetime import timedelta
from typing import Any

import pytest
from PySide6.QtCore import QCoreApplication, Qt
from PySide6.QtWidgets import QApplication, QLabel, QWidget
from pytestqt.qtbot import QtBot

from checkpoint.duty.record import Flag, Status
from checkpoint.duty.rules import Code
from checkpoint.wording import LANGUAGES
from scripts import pictured_duty, pictures
from scripts.pictured_duty import BOARD, CARDS, ROWS, at
from station.attending import moment_of
from station.duties.leading import Wrong
from station.ui.duty import duty_words
from station.ui.duty import rows as lines
from station.ui.duty.act_form import Act
from station.ui.duty.painting import Span, gaps
from station.ui.duty.rows import TILES, Heading, lines_of
from station.ui.duty_view import BoardRow, LeadState, Stray, TimelineBar
from station.ui.view import Trouble
from station.ui.window import Window
from tests.harness.made import ZONE

NAME = "阿卜杜热合曼·买买提明江**"


@pytest.fixture(scope="module")
def one_window(qapp: QApplication) -> Iterator[Window]:
    """A window for all of these tests: making one takes longer than most of them."""
    made = Window(zone=ZONE, sounds=False)
    made.show()
    made.show_status(pictures.STATUS)
    yield made
    made.set_language("en")
    made.close()


@pytest.fixture
def window(one_window: Window, qtbot: QtBot) -> Iterator[Window]:
    one_window.set_language("zh_CN")
    one_window.resize(1280, 800)
    yield one_window
    page = one_window.duty
    while page.cancel():
        pass
    if page.head.is_timeline:
        page.press_key("⇧F7")
    one_window.press("F1")
    qtbot.waitUntil(lambda: not page.card._settling.isActive())


@pytest.mark.parametrize("language", LANGUAGES)
def test_no_word_of_tiles_and_keys_is_cut_also_while_a_team_may_follow(window: Window, language: str) -> None:
    window.set_language(language)
    window.press("⇧F3")
    page = window.duty
    page.show_board(BOARD)
    page.show_card(CARDS["duty-in-warned"])
    for way in ("either", "in", "out"):
        page.way = way
        page.retranslate()
        QCoreApplication.processEvents()
        shown = [one for one in page.findChildren(QLabel) if one.objectName() in {"words", "figure_name"}]
        for words in (one for one in shown if one.isVisible()):
            assert words.fontMetrics().horizontalAdvance(words.text()) <= words.width(), words.text()


def test_a_long_post_is_cut_and_the_hours_behind_it_are_not(window: Window) -> None:
    window.press("⇧F3")
    window.duty.show_board(BOARD)
    for post in ("卡口扫码与秩序维护岗", "新疆维吾尔自治区示例街道第十二号楼", "Building of the Long Name 12, Unit 3"):
        window.duty.show_card(replace(CARDS["duty-in-warned"], post=post))
        said = window.duty.card._post
        QCoreApplication.processEvents()
        assert said.text().endswith("  08:00–11:00")
        assert said.text().startswith(post[:5])
        assert said.fontMetrics().horizontalAdvance(said.text()) <= said.width()


@pytest.mark.parametrize(
    ("size", "languages"), [((1280, 800), LANGUAGES), ((1920, 1080), ("zh_CN",)), ((1180, 720), ("en",))]
)
def test_everything_at_the_volunteer_desk_fits(
    window: Window, size: tuple[int, int], languages: tuple[str, ...]
) -> None:
    window.resize(*size)
    page = window.duty
    for language in languages:
        window.set_language(language)
        for name, show in pictured_duty.pages(window).items():
            show()
            QCoreApplication.processEvents()
            hint = page.minimumSizeHint()
            assert hint.width() <= page.width(), (name, language)
            assert hint.height() <= page.height(), (name, language)
            for panel in (page.card, page.form):
                layout = panel.layout()
                assert layout is not None
                if panel.isVisible():
                    assert layout.totalMinimumHeightForWidth(panel.width()) <= panel.height(), (name, language)
            page.cancel()


def test_who_is_chosen_stays_chosen_when_others_come_and_go_and_while_somebody_writes(
    window: Window, qtbot: QtBot
) -> None:
    page = window.duty
    pictured_duty.pages(window)["duty-board"]()
    assert page.table.row == ROWS[5]
    page.press(3)
    field = page.form.grid.fields["until"]
    qtbot.keyClicks(field, "x")
    page.show_board(replace(BOARD, rows=ROWS[1:]))
    page.show_board(replace(BOARD, rows=ROWS))
    assert page.table.row == ROWS[5]
    assert page.form.values()["until"] == "11:00x"
    assert window.focusWidget() is field


def test_the_board_opens_at_the_shift_that_is_not_over_and_the_lanes_direction_is_no_matter_there(
    window: Window,
) -> None:
    pictured_duty.pages(window)["duty-board"]()
    assert not window.bar.direction.isVisible()
    window.show_status(pictures.STATUS)
    assert not window.bar.direction.isVisible()
    page = window.duty
    page.table._kept = ("", "")
    page.show_board(replace(BOARD, rows=ROWS[:-1]))
    assert page.table.line is not None
    assert page.table.line.shift == "S9"
    window.press("F1")
    assert window.bar.direction.isVisible()


def test_each_tile_opens_as_many_rows_as_it_counts() -> None:
    for name, is_one in TILES.items():
        shown = [line for line in lines_of(BOARD, name) if isinstance(line, BoardRow)]
        assert shown == [row for row in ROWS if is_one(row)]
        if name != "rate":
            assert len(shown) == BOARD.shown.get(name, 0), name


def test_a_shift_that_nobody_is_on_stands_there_with_its_places_and_who_came_to_none_last(window: Window) -> None:
    stray = Stray(at=at("09:00"), number="", name="", codes=("not_a_badge",))
    shown = lines_of(replace(BOARD, strays=(stray,)))
    assert [line.shift for line in shown if isinstance(line, Heading)] == ["S7", "S9", "S10", ""]
    page = window.duty
    window.press("⇧F3")
    page.show_board(BOARD)
    page.table.select(("S10", ""))
    assert page.table.rows.data(page.table.currentIndex()) == "14:00–17:00  秩序引导  ·  应到 0，实到 0  ·  缺 4 人"
    assert page.table.row is None


def test_every_code_of_the_rules_has_words_in_every_language(window: Window) -> None:
    for language in LANGUAGES:
        window.set_language(language)
        for one in (*Code, *Flag):
            assert duty_words.code(one.value) != one.value
        for status in Status:
            assert duty_words.status(status.value) != status.value
        for wrong in Wrong:
            assert duty_words.wrong(wrong.value), wrong


def test_what_is_wrong_is_said_here_too_and_escape_leaves_nothing_half_done(window: Window) -> None:
    page = window.duty
    pictured_duty.pages(window)["duty-board"]()
    window.show_trouble(Trouble.CAMERA_MISSING, True)
    assert page.banner.isVisible()
    window.show_trouble(Trouble.CAMERA_MISSING, False)
    assert not page.banner.isVisible()
    page.show_unrecorded(Trouble.DISK_FULL)
    assert page.cancel()
    assert (page.card.face.look, window.pages.is_at_duty) == ("", True)


def test_who_steps_in_is_whoever_stands_there_with_their_card(window: Window, qtbot: QtBot) -> None:
    page = window.duty
    pictured_duty.pages(window)["duty-board"]()
    choice = replace(BOARD.shifts[0], shift="S9")
    stranger = replace(CARDS["duty-refused"], entry="x", codes=("not_on_roster",), choices=(choice,))
    page.show_card(replace(stranger, offers=("suspend", "walk_in", "replace"), begins=None, ends=None))
    page.table.select(("S9", "990101-0013"))
    with qtbot.waitSignal(page.acted) as acted:
        page.foot.keys["replace"].click()
    assert acted.args is not None
    assert acted.args[0] == Act("replace", "S9", "990101-0013", entry="x")
    page.press(0)
    assert page.form.act == Act("walk_in", shift="S9", entry="x")
    assert page.form._who.text() == "周*  测温登记  11:00–14:00"


def test_a_long_name_is_cut_and_told_in_full_when_pointed_at(window: Window) -> None:
    page = window.duty
    window.press("⇧F3")
    page.show_board(replace(BOARD, rows=(replace(ROWS[0], name=NAME),)))
    page.show_card(replace(CARDS["duty-in"], name=NAME))
    index = page.table.rows.index(1, 0)
    assert page.table.rows.data(index, Qt.ItemDataRole.ToolTipRole) == f"{NAME} (990101-0001)"
    holder = next(label for label in page.card.findChildren(QWidget) if label.objectName() == "duty_holder")
    assert holder.sizeHint().width() <= page.card.width()


def test_a_card_that_takes_an_open_ones_place_answers_no_key_for_a_moment(window: Window, qtbot: QtBot) -> None:
    page = window.duty
    pictured_duty.pages(window)["duty-asked"]()
    page.show_card(replace(CARDS["duty-phone"], number="990101-0002", asks=("confidential",)))
    with qtbot.assertNotEmitted(page.card.answered):
        page.press(0)
    qtbot.waitUntil(lambda: not page.card._settling.isActive())
    with qtbot.waitSignal(page.card.answered) as answered:
        page.press(0)
    assert answered.args == ["p", {"confidential": "yes"}]


def test_whoever_does_not_feel_well_is_asked_nothing_more(window: Window, qtbot: QtBot) -> None:
    page = window.duty
    window.press("⇧F3")
    page.show_card(replace(CARDS["duty-phone"], asks=("health", "confidential", "guide")))
    with qtbot.waitSignal(page.card.answered) as answered:
        page.press(1)
    assert answered.args == ["p", {"health": "no"}]


def test_what_should_be_known_stands_in_amber_on_the_green_card_and_stops_nobody(window: Window) -> None:
    page = window.duty
    window.press("⇧F3")
    for name, expected in (
        ("duty-in-warned", "保险已过期\n今日服务时间过长，请安排休息"),
        ("duty-kit", "没有保险记录\n库存不足：防护面屏 ×1"),
    ):
        page.show_card(CARDS[name])
        assert (page.card.face.look, page.card.face.word) == ("green", "已签到")
        assert page.card.face.warning == expected
    assert page.card.face.advice == "请发放：医用外科口罩 ×2、志愿者马甲 ×1"


def test_the_page_is_reached_by_mouse_and_number_and_pin_by_keys_alone(window: Window, qtbot: QtBot) -> None:
    window.strip.buttons["⇧"].click()
    window.strip.buttons["⇧F3"].click()
    assert window.pages.is_at_duty
    page = window.duty
    page.show_board(replace(BOARD, lead=LeadState()))
    page.foot.keys["sign"].click()
    assert page.form.act.name == "sign"
    page.press(8)
    assert window.focusWidget() is page.form.grid.fields["number"]
    assert page.form.values()["number"] == "9"
    qtbot.keyClick(page.form.grid.fields["number"], Qt.Key.Key_Return)
    assert window.focusWidget() is page.form.grid.fields["pin"]
    page.form.setFocus()
    page.form.focusNextPrevChild(True)
    assert window.focusWidget() is page.form.grid.fields["number"]


def test_the_clock_of_a_team_that_comes_runs_out_and_is_counted_from_the_entry(window: Window) -> None:
    page = window.duty
    pictured_duty.pages(window)["duty-in-warned"]()
    assert 90 < page.card.group_left_s <= 97
    page.show_card(replace(CARDS["duty-in"], entry="late", group_until=CARDS["duty-in"].at))
    assert page.card.group_left_s == 0
    assert page.calls["⇧F8"].words == "小组签到"


@pytest.mark.parametrize(
    ("row", "expected"),
    [
        (0, []),
        (1, [("08:00", "08:17")]),
        (2, [("10:20", "11:00")]),
        (3, [("08:00", "11:00")]),
        (5, []),
        (11, [("11:00", "11:20")]),
    ],
)
def test_gaps_are_what_was_planned_and_not_served_until_now(row: int, expected: list[tuple[str, str]]) -> None:
    found = gaps(ROWS[row].bars, BOARD.now)
    assert found == [(at(begins), at(ends)) for begins, ends in expected]


def test_a_back_entry_fills_its_gap() -> None:
    bars = (TimelineBar(at("08:00"), at("11:00"), "planned"), TimelineBar(at("08:30"), at("11:00"), "back_entry"))
    assert gaps(bars, BOARD.now) == [(at("08:00"), at("08:30"))]


def test_hours_are_marked_in_steps_that_people_count_in() -> None:
    span = Span(at("08:00"), at("08:00") + timedelta(hours=24), BOARD.now)
    assert [f"{mark:%H}" for mark in span.hours(ZONE, 6)] == ["08", "12", "16", "20", "00", "04", "08"]
    assert len(Span(at("08:00"), at("11:00"), BOARD.now).hours(ZONE, 12)) == 4


@pytest.mark.parametrize(
    ("typed", "expected"),
    [
        ("11:00", "11:00"),
        ("1100", "11:00"),
        ("9：05", "09:05"),
        ("07:00", "07:00"),
        ("24:00", ""),
        ("soon", ""),
        ("", ""),
    ],
)
def test_a_time_is_read_as_people_write_it(typed: str, expected: str) -> None:
    assert moment_of(typed, at("08:00"), ZONE) == (at(expected) if expected else None)


def test_an_hour_after_midnight_belongs_to_the_next_day_of_a_night_shift() -> None:
    assert moment_of("08:30", at("22:30"), ZONE) == at("08:30") + timedelta(days=1)


def test_of_two_thousand_volunteers_only_those_in_sight_are_drawn(window: Window) -> None:
    page = window.duty
    window.press("⇧F3")
    many = tuple(
        replace(ROWS[number % 5], shift=f"S{number // 5:03d}", number=f"{number:06d}") for number in range(2_000)
    )
    page.show_board(replace(BOARD, rows=many, shifts=()))
    asked: set[int] = set()
    data = page.table.rows.data

    def seen(index: lines.Index, role: int = 0) -> Any:
        asked.add(index.row())
        return data(index, role)

    page.table.rows.data = seen  # type: ignore[method-assign]
    page.table.viewport().repaint()
    assert page.table.rows.rowCount() == 2_400
    assert 0 < len(asked) < 40
    assert lines.key_of(page.table.rows.lines[0]) == ("S000", "")
