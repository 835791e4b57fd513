"""The tray page: what it shows and which key asks for what."""

from __future__ import annotations

from zoneinfo import ZoneInfo

from PySide6.QtCore import Qt
from pytestqt.qtbot import QtBot

from checkpoint.wire import OTHER_HISTORY
from station.ui.language import speak
from station.ui.side.tray_page import TrayPage
from station.ui.tray_view import Tray, TrayRow
from tests.harness.made import at

ROWS = tuple(
    TrayRow(epoch="e1", seq=seq, at=at("07:00"), kind="attempt", name="张*", building="3号楼", reason=reason)
    for seq, reason in ((2, OTHER_HISTORY), (5, "a reason of a newer central"))
)


def page(qtbot: QtBot) -> TrayPage:
    made = TrayPage(ZoneInfo("Asia/Shanghai"))
    qtbot.addWidget(made)
    return made


def test_each_entry_has_its_reason_in_words_and_keys_send_it_again_or_see_to_it(qtbot: QtBot) -> None:
    made = page(qtbot)
    asked: list[tuple[object, ...]] = []
    made.again_asked.connect(lambda *said: asked.append(("again", *said)))
    made.seen_to.connect(lambda *said: asked.append(("done", *said)))
    made.show_tray(Tray(rows=ROWS, total=2))
    cells = [[made.table.item(row, column) for column in range(4)] for row in range(2)]
    shown = [[cell.text() if cell else "" for cell in row] for row in cells]
    assert shown[0] == ["12-05 07:00", "Passage", "张* 3号楼", "Central has another entry in its place."]
    assert shown[1][3] == "Central cannot take it as it is."
    assert made._why.text() == "Central has another entry in its place."
    assert made.press(0)
    made.table.selectRow(1)
    made.note.setText("told the office")
    assert made.press(1)
    assert asked == [("again", "e1", 2), ("done", "e1", 5, "told the office")]
    assert not made.press(2), "no histories have parted"


def test_seeing_to_it_wants_a_note_which_enter_sends(qtbot: QtBot) -> None:
    made = page(qtbot)
    made.show()
    made.activateWindow()
    qtbot.waitUntil(made.isActiveWindow)
    asked: list[tuple[object, ...]] = []
    made.seen_to.connect(lambda *said: asked.append(("done", *said)))
    made.histories_seen.connect(lambda *said: asked.append(("looked", *said)))
    made.show_tray(Tray(rows=ROWS, total=230, parted_at=at("11:00")))
    assert made.title.text() == "Kept aside by central (230)"
    made.table.setFocus()
    qtbot.keyClick(made.table, Qt.Key.Key_Tab)
    assert made.note.hasFocus(), "Tab leaves the table"
    for number in (1, 2):
        assert made.press(number)
        assert (asked, made.note.hasFocus()) == ([], True)
    qtbot.keyClick(made.note, Qt.Key.Key_Return)
    assert asked == []
    qtbot.keyClicks(made.note, "told the office")
    made.show_tray(made.tray)
    assert made.note.text() == "told the office", "a round that brings the list anew takes nothing away"
    qtbot.keyClick(made.note, Qt.Key.Key_Return)
    assert (asked, made.note.text(), made.said.text()) == ([("looked", "told the office")], "", "")
    made.show_tray(Tray(rows=ROWS, total=2))
    qtbot.keyClicks(made.note, "disk replaced")
    qtbot.keyClick(made.note, Qt.Key.Key_Return)
    assert asked[1:] == [("done", "e1", 2, "disk replaced")]


def test_another_language_leaves_no_sentence_in_the_one_before(qtbot: QtBot) -> None:
    made = page(qtbot)
    made.show_tray(Tray(rows=ROWS, total=2))
    assert made.press(0)
    assert "next round" in made.said.text()
    speak("zh_CN")
    made.retranslate()
    speak("en")
    assert made.said.text() == ""
    assert made._what.text().startswith("中心")


def test_an_empty_tray_says_so_and_its_keys_do_nothing(qtbot: QtBot) -> None:
    made = page(qtbot)
    made.show_tray(Tray())
    assert not any(made.press(number) for number in range(4))
    assert (made.table.isHidden(), made.note.isHidden(), made._empty.isHidden()) == (True, True, False)


def test_a_copy_of_this_station_and_a_restored_disk_are_named(qtbot: QtBot) -> None:
    made = page(qtbot)
    notes: list[str] = []
    made.histories_seen.connect(notes.append)
    made.show_tray(Tray(parted_at=at("11:00"), is_twice=True))
    assert "Another computer" in made._worry.text()
    made.show_tray(Tray(rows=ROWS, total=2, parted_at=at("11:00")))
    assert "12-05 11:00" in made._worry.text()
    assert not made._why.isHidden(), "the reason of the marked one, which the list has no room for"
    made.note.setText("restored by the office")
    assert made.press(2)
    assert notes == ["restored by the office"]
    made.show_tray(Tray(parted_at=at("11:00")))
    assert [one.isHidden() for one in (made.again, made.done, made.seen)] == [True, True, False]
