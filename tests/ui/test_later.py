"""Pages that come after the window: nothing of them before the first paint, and nothing lost for coming late."""

from __future__ import annotations

import sys
from collections.abc import Iterator
from dataclasses import replace
from functools import partial
from typing import Any
from zoneinfo import ZoneInfo

import pytest
from PySide6.QtCore import QCoreApplication, QEvent, QObject, QRect, Qt
from PySide6.QtGui import QImage
from PySide6.QtWidgets import QApplication, QLabel, QPushButton, QWidget
from pytestqt.qtbot import QtBot

from checkpoint.gate import Light
from checkpoint.wording import LANGUAGES
from scripts.pictures import STATUS, VISITS, day, rows
from station.ui import later, theme
from station.ui.duty.painting import TONES
from station.ui.key_button import KeyButton
from station.ui.later import Ahead, Later
from station.ui.pages import DUTY, TABLE
from station.ui.sounds import Sounds
from station.ui.supply_view import Supplies
from station.ui.view import Leaving, Trouble
from station.ui.window import Window
from tests.harness.made import ZONE
from tests.scanner.held import Clock

LATER = ("day", "duty", "sampling", "supplies")
SIDES = {
    "F2": "find", "F4": "form", "F5": "visits", "F10": "shift", "F12": "settings", "⇧F1": "guide", "⇧F12": "log",
    "⇧F7": "tray",
}  # fmt: skip


def made(**how: Any) -> Window:
    return Window(zone=ZONE, sounds=False, **how)


@pytest.fixture
def window(qtbot: QtBot) -> Iterator[Window]:
    shown = made()
    qtbot.addWidget(shown)
    with qtbot.waitExposed(shown):
        shown.show()
    yield shown
    shown.set_language("en")


def laters(window: Window) -> dict[str, Later[Any]]:
    named = {name: getattr(window.pages, name) for name in LATER}
    return named | window.gate.sides.pages | {"leaving": window.leaving_page}


def built(window: Window) -> list[str]:
    return [name for name, page in laters(window).items() if page.built is not None]


def texts(widget: QWidget) -> list[str]:
    """Every word on it, shown or not; of fields and lists what stands there before anybody has written."""
    said = [one.text() for one in widget.findChildren(QLabel)]
    said += [one.words for one in widget.findChildren(KeyButton)]
    return said + [one.text() for one in widget.findChildren(QPushButton) if not isinstance(one, KeyButton)]


class Eye(QObject):
    """What was built of a window when it was painted first."""

    def __init__(self, window: Window) -> None:
        super().__init__(window)
        self._window = window
        self.saw: list[str] | None = None
        window.gate.verdict.installEventFilter(self)

    def eventFilter(self, _watched: QObject, event: QEvent) -> bool:  # noqa: N802
        if event.type() == QEvent.Type.Paint and self.saw is None:
            self.saw = built(self._window)
        return False


def test_the_gate_alone_is_there_when_the_window_is_painted_first(qtbot: QtBot) -> None:
    shown = made(language="zh_TW", theme="dark")
    qtbot.addWidget(shown)
    eye = Eye(shown)
    shown.show()
    qtbot.waitUntil(lambda: eye.saw is not None)
    assert eye.saw == []


def test_what_comes_to_the_window_meanwhile_builds_no_page(window: Window) -> None:
    window.set_zone(ZoneInfo("Asia/Urumqi"))
    window.set_theme("dark")
    for language in LANGUAGES:
        window.set_language(language)
    window.show_status(replace(STATUS, samples=True))
    window.show_rows(rows(9))
    window.show_frame(QImage(8, 8, QImage.Format.Format_BGR888))
    window.show_trouble(Trouble.DISK_FULL, True)
    window.hide_people(True)
    window.resize(1920, 1080)
    for key in ("⇧F4", "F6", "F7", "F9", "F11", "F1", "+", "1"):
        window.press(key)
    window.cancel()
    window.choose(8)
    window.undo()
    assert built(window) == []


@pytest.mark.parametrize("key", SIDES)
def test_the_key_of_a_side_page_brings_it_at_once_and_no_other(window: Window, qtbot: QtBot, key: str) -> None:
    press(window, qtbot, key)
    assert window.gate.sides.open_name == SIDES[key]
    assert window.gate.sides.open_page is not None
    assert window.gate.sides.open_page.isVisible()
    assert built(window) == [SIDES[key]]
    qtbot.keyClick(window, Qt.Key.Key_Escape)
    assert window.gate.sides.open_name == ""


@pytest.mark.parametrize(("key", "name"), [("F3", "day"), (DUTY, "duty"), (TABLE, "sampling"), ("⇧F11", "supplies")])
def test_the_key_of_a_page_brings_it_at_once_and_no_other(window: Window, qtbot: QtBot, key: str, name: str) -> None:
    window.show_status(replace(STATUS, samples=True))
    press(window, qtbot, key)
    page = laters(window)[name].built
    assert page is not None
    assert page.isVisible()
    assert built(window) == [name]
    assert window.strip.buttons[key].property("here") == "true"
    qtbot.keyClick(window, Qt.Key.Key_Escape)
    assert window.gate.isVisible()


def press(window: Window, qtbot: QtBot, key: str) -> None:
    held = Qt.KeyboardModifier.ShiftModifier if key.startswith("⇧") else Qt.KeyboardModifier.NoModifier
    qtbot.keyClick(window, getattr(Qt.Key, f"Key_{key.removeprefix('⇧')}"), held)


def test_a_page_that_comes_late_has_language_theme_size_and_zone_of_now(qtbot: QtBot) -> None:
    urumqi, both = ZoneInfo("Asia/Urumqi"), []
    for first in (True, False):
        shown = made(language="zh_CN", theme="light", mirror=False)
        qtbot.addWidget(shown)
        shown.show()
        if first:
            for page in laters(shown).values():
                page.get()
        shown.set_language("zh_TW")
        shown.set_theme("dark")
        shown.resize(1920, 1200)
        shown.set_zone(urumqi)
        shown.show_status(STATUS)
        both.append(shown)
    early, late = both
    assert built(late) == []
    for name, page in laters(late).items():
        other = laters(early)[name].get()
        assert texts(page.get()) == texts(other), name
    assert late.duty.table.tones is TONES["dark"]
    assert late.gate.sides.settings.look.words == early.gate.sides.settings.look.words
    assert late.gate.sides.shift.language == "zh_TW"
    for one in (early, late):
        sides, day_ = one.gate.sides, one.day
        zones = {sides.visits.zone, sides.log.zone, sides.tray.zone, day_.rows.model.zone, one.duty.zone}
        assert zones | {one.sampling.list.zone, one.sampling.panel.zone, one.supplies.moves.zone} == {urumqi}
        assert not one.duty.camera.mirror
        assert not one.sampling.camera.mirror
        assert one.duty.camera._corner == one.gate.camera._corner
    for name in LATER:
        for one in both:
            one.pages.setCurrentWidget(laters(one)[name].get())
            QApplication.processEvents()
        pictures = [laters(one)[name].get().grab().toImage() for one in both]
        assert pictures[0] == pictures[1], name
    late.set_language("en")


def test_a_trouble_of_before_is_on_the_banner_of_a_page_that_comes_late_until_it_ends(window: Window) -> None:
    window.show_trouble(Trouble.CAMERA_MISSING, True)
    window.show_trouble(Trouble.DISK_FULL, True)
    window.show_trouble(Trouble.DISK_FULL, False)
    for page in (window.duty, window.sampling):
        assert page.banner.troubles == [Trouble.CAMERA_MISSING]
        assert page.banner.isVisibleTo(page)
    window.show_trouble(Trouble.CAMERA_MISSING, False)
    assert not window.duty.banner.isVisibleTo(window.duty)


def test_the_picture_of_before_is_there_when_a_page_comes_that_has_a_camera(window: Window) -> None:
    picture = QImage(64, 36, QImage.Format.Format_BGR888)
    picture.fill(Qt.GlobalColor.red)
    window.show_frame(picture)
    for page in (window.duty, window.sampling):
        assert page.camera._image == picture
        assert not page.camera._image.isNull()


def test_names_that_are_hidden_are_hidden_on_a_page_that_comes_late(window: Window) -> None:
    window.locking.clock = Clock()
    window.locking.touch()
    window.locking.clock.pass_by(181)
    window.locking.look()
    assert window.sampling._hides_people
    window.locking.touch()
    assert not window.sampling._hides_people


def test_a_page_that_is_told_something_before_anybody_opened_it_shows_that(window: Window) -> None:
    window.show_day(day())
    window.show_leaving(Leaving(3))
    window.gate.sides.visits.show_visits(VISITS)
    assert window.day.rows.model.rows == day().rows
    assert window.is_leaving
    assert window.leaving.isVisible()
    assert not window.pages.isVisible()


def test_a_station_that_leaves_service_says_where_it_was(window: Window) -> None:
    window.show_status(STATUS)
    assert not window.is_leaving
    window.show_leaving(Leaving(3))
    assert any(STATUS.gate in text for text in texts(window.leaving))
    window.set_language("zh_CN")
    window.set_language("en")
    assert any("3 entries" in text for text in texts(window.leaving))


def test_no_page_that_comes_late_makes_the_window_another_size(window: Window) -> None:
    asked: dict[tuple[str, bool], Any] = {}
    for late in (False, True):
        for language in LANGUAGES:
            window.set_language(language)
            QCoreApplication.sendPostedEvents()
            room = window.minimumSizeHint(), window.gate.minimumSizeHint()
            asked[language, late] = room, window.size(), window.bar.geometry(), window.strip.geometry()
        for page in laters(window).values():
            page.get()
    for language in LANGUAGES:
        assert asked[language, True] == asked[language, False]


def settled(window: Window, qtbot: QtBot) -> list[QRect]:
    """Where things are, once two looks in a row see the same."""
    looks: list[list[QRect]] = []

    def is_still() -> bool:
        looks.append([window.gate.geometry(), window.gate.verdict.geometry(), window.gate.rows.geometry()])
        return len(looks) > 3 and looks[-1] == looks[-3]

    qtbot.waitUntil(is_still)
    return looks[-1]


@pytest.mark.parametrize("size", [(1280, 800), (1920, 1080)])
def test_nothing_moves_when_it_is_said_first_where_this_is(window: Window, qtbot: QtBot, size: tuple[int, int]) -> None:
    window.resize(*size)
    qtbot.waitUntil(lambda: window._holding.scale == theme.scale_of(*size))
    before = settled(window, qtbot)
    window.show_status(STATUS)
    window.show_rows(())
    assert settled(window, qtbot) == before


def test_before_anything_was_brought_a_list_does_not_say_that_nobody_came(window: Window) -> None:
    for shown in (window.gate.rows, window.day.rows):
        assert shown._empty.text() == ""
        window.set_language("zh_CN")
        assert shown._empty.text() == ""
        shown.show_rows(())
        assert shown._empty.text() == "还没有人员通过。"
    assert not window.supplies._empty.isVisibleTo(window.supplies)
    window.supplies.show_supplies(Supplies())
    assert window.supplies._empty.isVisibleTo(window.supplies)


def test_a_window_is_closed_before_any_page_was_built_and_while_they_are(qtbot: QtBot) -> None:
    for ahead in (False, True):
        shown = made()
        qtbot.addWidget(shown)
        shown.show()
        if ahead:
            shown.build_ahead()
        with qtbot.waitSignal(shown.closed):
            shown.close()
        assert built(shown) == []


class Made:
    """Pages that say when they are built, one after another."""

    def __init__(self, count: int) -> None:
        self.order: list[int] = []
        self.pages = tuple(Later("station.ui.later", partial(self._made, number)) for number in range(count))

    def _made(self, number: int) -> QObject:
        self.order.append(number)
        return QObject()


@pytest.fixture
def soon(monkeypatch: pytest.MonkeyPatch) -> None:
    """Nobody has all day."""
    monkeypatch.setattr(later, "QUIET_MS", 20)
    monkeypatch.setattr(later, "STEP_MS", 0)


def test_while_nobody_is_there_pages_are_built_one_at_a_time_and_then_no_more(qtbot: QtBot, soon: None) -> None:
    some = Made(3)
    some.pages[1].get()
    ahead = Ahead(some.pages)
    ahead._do_one()
    assert some.order == [1, 0]
    ahead.start()
    qtbot.waitUntil(lambda: not ahead._next.isActive())
    assert some.order == [1, 0, 2]


def test_no_page_is_built_while_somebody_is_there(qtbot: QtBot, soon: None, monkeypatch: pytest.MonkeyPatch) -> None:
    some = Made(2)
    ahead = Ahead(some.pages)
    ahead.touch()
    assert not ahead._next.isActive()
    ahead.start()
    monkeypatch.setattr(later, "STEP_MS", 60_000)
    qtbot.waitUntil(lambda: some.order == [0])
    monkeypatch.setattr(later, "QUIET_MS", 90_000)
    ahead.touch()
    assert ahead._next.remainingTime() > 80_000


def test_of_a_page_its_module_is_loaded_first_and_it_is_built_another_time(
    qtbot: QtBot, soon: None, monkeypatch: pytest.MonkeyPatch
) -> None:
    loaded: list[str] = []
    page = Later("a page's module", QObject)
    monkeypatch.setattr(later, "import_module", loaded.append)
    ahead = Ahead([page])
    ahead._do_one()
    assert (loaded, page.built) == (["a page's module"], None)
    monkeypatch.setitem(sys.modules, "a page's module", later)
    ahead._do_one()
    assert page.built is not None


@pytest.mark.parametrize("does", ["key", "code"])
def test_a_key_and_a_code_put_off_what_is_built_ahead(
    window: Window, qtbot: QtBot, monkeypatch: pytest.MonkeyPatch, does: str
) -> None:
    window.build_ahead()
    monkeypatch.setattr(later, "QUIET_MS", 60_000)
    if does == "key":
        qtbot.keyClick(window, Qt.Key.Key_Shift)
    else:
        window.locking.touch()
    assert window._ahead._next.remainingTime() > 50_000


def test_everything_is_built_in_the_end_and_each_page_has_a_module_of_its_own(window: Window) -> None:
    for name, page in laters(window).items():
        assert type(page.get()).__module__ == page._module, name


def test_what_is_wanted_with_a_page_is_done_once_before_anybody_has_it() -> None:
    told: list[object] = []
    page = Later("station.ui.later", QObject)
    page.tell(told.append)
    page.then(told.append)
    assert told == []
    one = page.get()
    assert told == [one]
    page.then(told.append)
    page.tell(told.append)
    assert page.get() is one
    assert told == [one, one, one]


def test_sounds_are_loaded_after_the_first_paint_however_long_that_takes(
    qtbot: QtBot, monkeypatch: pytest.MonkeyPatch
) -> None:
    loaded: list[bool] = []

    def load(_self: Sounds) -> dict[Light, object]:
        loaded.append(True)
        return {}

    monkeypatch.setattr("station.ui.window.LOAD_SOUNDS_AFTER_MS", 0)
    monkeypatch.setattr(Sounds, "_load", load)
    made = Window(zone=ZONE)
    qtbot.addWidget(made)
    QCoreApplication.processEvents()
    assert not loaded, "nothing was painted yet"
    made.show()
    qtbot.waitUntil(lambda: loaded == [True])
