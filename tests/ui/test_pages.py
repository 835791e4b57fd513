"""Around the verdict: the strip of keys, held keys, calendars, figures that open, one language for the program."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace

import pytest
from PySide6.QtCore import QCoreApplication, QEvent, QPoint, Qt
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QApplication
from pytestqt.qtbot import QtBot

from scripts.pictures import CARDS, STATUS, day, rows
from station.ui import theme, words
from station.ui.tiles import FIGURES, OPENS
from station.ui.window import Window
from tests.harness.made import ZONE


@pytest.fixture
def window(qtbot: QtBot) -> Iterator[Window]:
    made = Window(zone=ZONE, sounds=False)
    qtbot.addWidget(made)
    with qtbot.waitExposed(made):
        made.show()
    made.show_status(STATUS)
    yield made
    made.set_language("en")


def test_cards_that_wait_are_counted_where_their_key_is(window: Window) -> None:
    window.show_rows(rows(9))
    assert window.strip.buttons["F7"].words == "待处置 2"
    assert window.strip.buttons["F7"].property("worry") == "true"
    window.show_rows(rows(1))
    assert window.strip.buttons["F7"].property("worry") == "false"


def test_the_strip_says_language_and_page_of_now(window: Window, qtbot: QtBot) -> None:
    assert [window.strip.buttons[key].words for key in ("F4", "F9")] == ["访客", "简体中文"]
    qtbot.mouseClick(window.strip.buttons["F9"], Qt.MouseButton.LeftButton)
    assert [window.strip.buttons[key].words for key in ("F4", "F9")] == ["訪客", "繁體中文"]
    qtbot.mouseClick(window.strip.buttons["F12"], Qt.MouseButton.LeftButton)
    assert window.strip.buttons["F12"].property("here") == "true"
    qtbot.mouseClick(window.strip.buttons["F3"], Qt.MouseButton.LeftButton)
    assert window.strip.buttons["F3"].property("here") == "true"
    qtbot.mouseClick(window.day.back, Qt.MouseButton.LeftButton)
    assert window.strip.buttons["F1"].property("here") == "true"


def test_a_key_that_is_held_down_cancels_one_card_at_most(window: Window, qtbot: QtBot) -> None:
    window.show_card(CARDS["amber"])
    held = QKeyEvent(
        QEvent.Type.KeyPress, Qt.Key.Key_Escape, Qt.KeyboardModifier.NoModifier, autorep=True, text="", count=1
    )
    with qtbot.assertNotEmitted(window.decided):
        QCoreApplication.sendEvent(window, held)


def test_escape_closes_an_open_calendar_and_not_the_page(window: Window, qtbot: QtBot) -> None:
    window.pages.open_day()
    window.show_day(day())
    chooser = window.day.chooser
    qtbot.mouseClick(chooser, Qt.MouseButton.LeftButton, pos=QPoint(chooser.width() - 16, chooser.height() // 2))
    calendar = chooser.calendarWidget()
    qtbot.waitUntil(calendar.isVisible)
    popup = QApplication.activePopupWidget()
    assert popup is not None
    qtbot.keyClick(popup, Qt.Key.Key_Escape)
    qtbot.waitUntil(lambda: not calendar.isVisible())
    assert window.day.isVisible()


@pytest.mark.parametrize(("language", "month"), [("zh_CN", "十二月"), ("zh_TW", "12月"), ("en", "December")])
def test_the_calendar_names_its_months_in_the_language_of_now(window: Window, language: str, month: str) -> None:
    window.set_language("zh_TW" if language == "en" else "en")
    window.set_language(language)
    assert window.day.chooser.calendarWidget().locale().monthName(12) == month


@pytest.mark.parametrize("name", sorted(OPENS & set(FIGURES)))
def test_a_figure_can_be_pressed_to_ask_for_the_rows_that_make_it(window: Window, qtbot: QtBot, name: str) -> None:
    window.pages.open_day()
    window.show_day(day())
    for expected in (name, ""):
        with qtbot.waitSignal(window.day_asked) as asked:
            qtbot.mouseClick(window.day.tiles.tiles[name], Qt.MouseButton.LeftButton)
        assert asked.args == [day().day, expected]


@pytest.mark.parametrize(("name", "part"), [("inside", "inside_at_end"), ("in", "in"), ("turned_away", "turned_away")])
def test_a_figure_at_the_gate_opens_what_makes_it(window: Window, qtbot: QtBot, name: str, part: str) -> None:
    figures = window.gate.figures
    with qtbot.waitSignal(window.day_asked, check_params_cb=lambda _day, asked: asked == part):
        qtbot.mouseClick(figures, Qt.MouseButton.LeftButton, pos=figures.values[name].geometry().center())
    assert window.day.isVisible()
    assert window.day.tiles.picked == part


def test_a_category_can_be_pressed_to_ask_for_its_rows_and_lets_the_figure_go(window: Window, qtbot: QtBot) -> None:
    window.pages.open_day()
    window.show_day(day())
    window.day.tiles.pick("in")
    with qtbot.waitSignal(window.day_asked) as asked:
        qtbot.mouseClick(window.day.spread.parts["category:visitor"], Qt.MouseButton.LeftButton)
    assert asked.args == [day().day, "category:visitor"]
    assert window.day.tiles.picked == ""


def test_the_hours_below_the_bars_grow_with_the_window(window: Window, qtbot: QtBot) -> None:
    window.pages.open_day()
    bars = window.day.spread.bars
    small = bars.height()
    window.resize(1920, 1080)
    qtbot.waitUntil(lambda: bars.height() == round(small * theme.scale_of(1920, 1080)))


def test_a_bar_and_the_count_of_what_is_unsent_open_what_makes_them(window: Window, qtbot: QtBot) -> None:
    window.pages.open_day()
    window.show_day(day())
    bars = window.day.spread.bars
    begins, _ = day().minutes[5]
    pressed = QPoint(round((begins.hour * 4 + begins.minute // 15 + 0.5) * bars.width() / 96), 20)
    with qtbot.waitSignal(window.day_asked) as asked:
        qtbot.mouseClick(bars, Qt.MouseButton.LeftButton, pos=pressed)
    assert asked.args == [day().day, f"quarter:{begins:%H:%M}"]
    window.show_day(replace(day(), part=f"quarter:{begins:%H:%M}", total=46))
    chosen = window.day.spread.parts[f"quarter:{begins:%H:%M}"]
    assert chosen.isChecked()
    with qtbot.waitSignal(window.day_asked) as let_go:
        qtbot.mouseClick(chosen, Qt.MouseButton.LeftButton)
    assert let_go.args == [day().day, ""]
    with qtbot.assertNotEmitted(window.day_asked):
        qtbot.mouseClick(bars, Qt.MouseButton.LeftButton, pos=QPoint(bars.width() - 2, 20))
    with qtbot.waitSignal(window.day_asked, check_params_cb=lambda _day, part: part == "unsynced"):
        qtbot.mouseClick(window.bar._chip, Qt.MouseButton.LeftButton)


def test_what_a_day_has_besides_can_be_pressed_and_companies_come_with_the_couriers(
    window: Window, qtbot: QtBot
) -> None:
    window.pages.open_day()
    shown = replace(day(), figures=day().figures | {"held": 2, "drop_offs": 0}, companies={"甲快递": 3, "乙快递": 1})
    window.show_day(shown)
    parts = window.day.spread.parts
    assert [name for name in parts if ":" not in name] == ["held"], "what there was none of is not there"
    with qtbot.waitSignal(window.day_asked) as asked:
        qtbot.mouseClick(parts["held"], Qt.MouseButton.LeftButton)
    assert asked.args == [day().day, "held"]
    window.show_day(replace(shown, part="category:courier"))
    assert [parts[f"company:{name}"].text() for name in ("甲快递", "乙快递")] == ["甲快递  3", "乙快递  1"]
    with qtbot.waitSignal(window.day_asked) as asked:
        qtbot.mouseClick(parts["company:甲快递"], Qt.MouseButton.LeftButton)
    assert asked.args == [day().day, "company:甲快递"]
    window.show_day(shown)
    assert not parts["company:甲快递"].isVisible()


def test_a_figure_that_central_counts_otherwise_is_amber(window: Window) -> None:
    window.pages.open_day()
    central = {"in": day().figures["in"], "out": 1, "inside_at_end": 1_284}
    window.show_day(replace(day(), central=central, differs=False))
    assert {tile.property("state") or "" for tile in window.day.tiles.tiles.values()} == {""}
    window.show_day(replace(day(), central=central, differs=True))
    tiles = window.day.tiles.tiles
    assert [tiles[name].property("state") or "" for name in ("in", "out", "persons")] == ["", "worry", ""]
    assert "1" in tiles["out"].other.text()


def test_whoever_is_no_resident_is_called_what_they_are(window: Window) -> None:
    window.show_card(replace(CARDS["green"], category="courier"))
    assert window.gate.verdict.face.holder == "张*  3号楼  快递员"


def test_another_window_speaks_its_own_language_and_not_the_one_before(window: Window, qtbot: QtBot) -> None:
    other = Window(zone=ZONE, language="en", sounds=False)
    qtbot.addWidget(other)
    assert words.light(CARDS["red"].light) == "Stop"
    other.close()
