"""Nobody at the station for a while: back to the gate, no names; open cards and begun forms are not taken away."""

from __future__ import annotations

from collections.abc import Iterator

import pytest
from PySide6.QtCore import QCoreApplication, Qt
from PySide6.QtWidgets import QLineEdit
from pytestqt.qtbot import QtBot

from checkpoint.policy import Policy
from scripts.pictures import CARDS, FOUND, STATUS, VISITS, day, rows
from station import showing
from station.ui.view import Finding
from station.ui.window import Window
from tests.harness.made import ZONE
from tests.scanner.held import Clock


@pytest.fixture
def window(qtbot: QtBot) -> Iterator[Window]:
    made = Window(zone=ZONE, sounds=False)
    qtbot.addWidget(made)
    with qtbot.waitExposed(made):
        made.show()
    made.show_status(STATUS)
    made.show_rows(rows(9))
    made.locking.clock = Clock()
    made.locking.touch()
    yield made
    made.set_language("en")


def idle(window: Window, seconds: float) -> None:
    """Nobody is here for so long; then the timer's call comes."""
    assert isinstance(window.locking.clock, Clock)
    window.locking.clock.pass_by(seconds)
    window.locking.look()


def names(window: Window) -> set[str]:
    return {row.name + row.building for row in window.gate.rows.model.rows}


def test_after_three_minutes_the_gate_is_there_without_names_and_a_key_or_a_code_brings_them_back(
    window: Window, qtbot: QtBot
) -> None:
    window.pages.open_day()
    window.show_day(day())
    idle(window, 179)
    assert window.day.isVisible()
    qtbot.keyClick(window, Qt.Key.Key_Shift)
    idle(window, 179)
    assert window.day.isVisible()
    idle(window, 1)
    assert window.gate.isVisible()
    assert names(window) == {""}
    window.show_rows(rows(12))
    assert names(window) == {""}
    qtbot.keyClick(window, Qt.Key.Key_Shift)
    assert "张*3号楼" in names(window)
    idle(window, 180)
    assert names(window) == {""}
    window.locking.touch()
    assert "张*3号楼" in names(window)


@pytest.mark.parametrize("key", ["F2", "F5", "F10", "⇧F3", "⇧F7", "⇧F11", "⇧F12"])
def test_every_page_with_people_on_it_is_left(window: Window, key: str) -> None:
    window.press(key)
    window.gate.sides.finder.show_finding(Finding(query="z 3", people=FOUND))
    window.gate.sides.visits.show_visits(VISITS)
    idle(window, 180)
    assert (window.pages.is_at_gate, window.gate.sides.open_name) == (True, "")


def test_settings_stay_and_a_site_may_never_lock(window: Window) -> None:
    window.press("F12")
    idle(window, 180)
    assert window.gate.sides.open_name == "settings"
    window.locking.touch()
    window.locking.after_s = 0.0
    window.press("F5")
    idle(window, 10_000)
    assert window.gate.sides.open_name == "visits"


def test_a_card_that_waits_is_never_taken_away_and_a_begun_form_stays_five_times_as_long(window: Window) -> None:
    window.show_card(CARDS["amber"])
    window.press("F5")
    idle(window, 10_000)
    assert (window.gate.verdict.card, window.gate.sides.open_name) == (CARDS["amber"], "")
    window.locking.touch()
    window.press("F4")
    form = window.gate.sides.form
    form.show_form(showing.form("visitor", Policy(), "", ""))
    window.locking.touch()
    field = form.fields["name"]
    assert isinstance(field, QLineEdit)
    field.setText("孙")
    QCoreApplication.processEvents()
    idle(window, 899)
    assert window.gate.sides.open_name == "form"
    idle(window, 1)
    assert window.gate.sides.open_name == ""
