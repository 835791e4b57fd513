"""Supplies through the real window: received, handed to a badge, taken back; and nobody at the gate is missed."""

from __future__ import annotations

from typing import Any

import pytest
from PySide6.QtCore import Qt, QThread
from PySide6.QtWidgets import QComboBox
from pytestqt.qtbot import QtBot

from checkpoint.gate import Outcome
from checkpoint.roster import StockItem
from checkpoint.supplies.books import Books, fold
from station.ui.keys import BURST_MS
from tests.harness.keyboard import V1, long_badge, long_pass
from tests.harness.made import R1

MASK = StockItem(id="mask", name="医用口罩", unit="只", low=20)
SHIFT = Qt.KeyboardModifier.ShiftModifier


def test_the_books_are_read_ahead_so_that_no_scan_waits_when_the_page_opens(
    qtbot: QtBot, desks: Any, monkeypatch: pytest.MonkeyPatch
) -> None:
    folded_on: list[str] = []

    def noting(*told: Any) -> Books:
        folded_on.append(QThread.currentThread().objectName())
        return fold(*told)

    monkeypatch.setattr("station.storeroom.fold", noting)
    monkeypatch.setattr("station.reporting.READ_AHEAD_AFTER_MS", 0)
    desk = desks(MASK)
    desk.until(lambda: desk.station._lane.supplies.room._books is not None)
    qtbot.keyClick(desk.window, Qt.Key.Key_F11, SHIFT)
    desk.until(lambda: desk.window.supplies.shown.rows)
    assert folded_on == ["export"]


def test_received_handed_out_and_taken_back_by_keys_and_a_badge(qtbot: QtBot, desks: Any) -> None:
    desk = desks(MASK)
    page = desk.window.supplies
    qtbot.keyClick(desk.window, Qt.Key.Key_F11, SHIFT)
    desk.until(lambda: page.shown.rows)
    assert page.shown.rows[0].state == "low"
    desk.press(Qt.Key.Key_4)
    desk.until(lambda: page.has_form)
    fields = page.form.grid.fields
    for name, text in (("quantity", "50"), ("batch", "B1"), ("second", "Li")):
        qtbot.keyClicks(fields[name], text)
    source = fields["source"]
    assert isinstance(source, QComboBox)
    source.setCurrentIndex(source.findData("purchased"))
    qtbot.wait(2 * BURST_MS)
    desk.press(Qt.Key.Key_Return, fields["second"])
    desk.until(lambda: page.shown.done == "received")
    desk.write(long_badge(1))
    desk.press(Qt.Key.Key_Return)
    desk.until(lambda: page.shown.holder is not None)
    assert (page.shown.holder.number, page.shown.holder.name) == (V1.id, "王**")
    desk.press(Qt.Key.Key_2)
    desk.until(lambda: page.shown.done == "issued")
    assert page.shown.rows[0].quantity == 49
    desk.press(Qt.Key.Key_Backspace)
    desk.until(lambda: page.shown.done == "undone")
    assert page.shown.rows[0].quantity == 50
    # A resident comes meanwhile: the gate is there again, with their card.
    card = desk.scan(long_pass(R1))
    assert card.outcome is Outcome.PASSED
    assert desk.window.pages.is_at_gate
    desk.close()
    assert [body["change"] for body in desk.bodies() if "change" in body] == ["received", "issued", "undone"]


def test_an_incident_is_on_disk_when_it_is_listed(qtbot: QtBot, desks: Any) -> None:
    desk = desks()
    page = desk.sides.log
    qtbot.keyClick(desk.window, Qt.Key.Key_F12, SHIFT)
    desk.press(Qt.Key.Key_1)
    qtbot.wait(2 * BURST_MS)
    kind = page.grid.fields["type"]
    kind.setCurrentIndex(kind.findData("medical"))
    qtbot.keyClicks(page.grid.fields["action"], "sat down")
    qtbot.keyClick(desk.window, Qt.Key.Key_F12, SHIFT)
    desk.until(lambda: page.shown.rows)
    assert (page.shown.rows[0].about, page.shown.rows[0].texts["action"]) == ("incident", "sat down")
    desk.close()
    assert [body["about"] for body in desk.bodies() if "about" in body] == ["incident"]
