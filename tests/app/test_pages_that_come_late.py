"""Pages that nobody has opened yet, in the program at work: what was before is on them, and codes find them."""

from __future__ import annotations

from typing import Any

from PySide6.QtCore import Qt

from tests.harness.keyboard import Desk, long_badge, long_pass
from tests.harness.made import R1, R2, R3


def built(desk: Desk) -> list[Any]:
    pages = (*desk.window.pages.later, *desk.sides.pages.values(), desk.window.leaving_page)
    return [page.built for page in pages if page.built is not None]


def unopened(desk: Desk) -> Desk:
    """Nothing is built ahead in it, however slow the machine is."""
    desk.window._ahead._next.stop()
    assert built(desk) == []
    return desk


def press_shifted(desk: Desk, key: Qt.Key) -> None:
    desk.qtbot.keyClick(desk.window, key, Qt.KeyboardModifier.ShiftModifier)


def test_what_went_on_before_is_on_each_page_when_it_is_opened_first(desks: Any) -> None:
    desk = unopened(desks())
    desk.scan(long_pass(R1))
    desk.scan(long_pass(R3))
    amber = desk.scan(long_pass(R2))
    desk.until(lambda: desk.window.gate.rows.model.rows[0].attempt == amber.attempt)
    assert built(desk) == []
    desk.press(Qt.Key.Key_F3)
    desk.until(lambda: desk.window.day.rows.model.rows)
    assert [row.name for row in desk.window.day.rows.model.rows] == ["欧阳**", "王**", "张*"]
    assert desk.window.day.folder == desk.station._where.exports
    desk.press(Qt.Key.Key_F10)
    assert desk.sides.shift.isVisible()
    press_shifted(desk, Qt.Key.Key_F3)
    desk.until(lambda: desk.window.duty.board is not None)
    desk.press(Qt.Key.Key_F1)
    press_shifted(desk, Qt.Key.Key_F7)
    assert desk.sides.tray.isVisible()
    assert len(built(desk)) == 4


def test_a_code_that_is_shown_as_soon_as_a_page_is_opened_first_belongs_to_that_page(desks: Any) -> None:
    desk = unopened(desks())
    press_shifted(desk, Qt.Key.Key_F11)
    desk.write(long_badge(1))
    desk.press(Qt.Key.Key_Return)
    desk.until(lambda: desk.window.supplies.shown.holder is not None)
    press_shifted(desk, Qt.Key.Key_F3)
    desk.write(long_badge(2))
    desk.press(Qt.Key.Key_Return)
    desk.until(lambda: desk.window.duty.card.card is not None)
    press_shifted(desk, Qt.Key.Key_F11)
    assert desk.card is None
    desk.write(long_pass(R1))
    desk.press(Qt.Key.Key_Return)
    assert desk.new_card(None).name == "张*"
    assert desk.window.gate.isVisible()


def test_in_a_quiet_moment_every_page_is_there_before_somebody_opens_it_and_answers_as_ever(desks: Any) -> None:
    desk = desks()
    desk.until(lambda: not desk.window._ahead._next.isActive())
    assert len(built(desk)) == len(desk.window.pages.later) + len(desk.sides.pages)
    desk.scan(long_pass(R1))
    desk.press(Qt.Key.Key_F3)
    desk.until(lambda: desk.window.day.rows.model.rows)


def test_the_program_ends_before_anybody_has_opened_a_page(desks: Any) -> None:
    desk = unopened(desks())
    desk.window.close()
    desk.close()
    assert built(desk) == []


def test_a_figure_that_is_pressed_before_the_day_page_was_ever_open_shows_today(desks: Any) -> None:
    desk = unopened(desks())
    desk.scan(long_pass(R1))
    desk.window.gate.figures.chosen.emit("in")
    page = desk.window.day
    assert (page.rows._empty.text(), page.tiles.tiles["in"].value.text()) == ("", "")
    desk.until(lambda: page._day is not None and page._day.part == "in")
    assert page._day.day == desk.station._lane.today()
    assert [row.name for row in page.rows.model.rows] == ["张*"]
