"""The window: what it shows, what its keys do, its languages and themes."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import replace
from datetime import date

import pytest
from PySide6.QtCore import QObject, Qt, Signal
from PySide6.QtGui import QFontMetrics, QImage
from PySide6.QtWidgets import QFileDialog, QLabel, QPushButton, QWidget
from pytestqt.qtbot import QtBot

from checkpoint.gate import Action, Direction, Outcome, Reason
from checkpoint.wording import LANGUAGES
from scripts.pictures import CARDS, STATUS, day, rows
from station.ui import theme, words
from station.ui.key_button import KeyButton
from station.ui.keys import BURST_MS
from station.ui.view import Link, Trouble
from station.ui.window import Window
from tests.harness.made import ZONE


@pytest.fixture
def window(qtbot: QtBot) -> Iterator[Window]:
    made = Window(zone=ZONE, language="zh_CN", theme="light", sounds=False)
    qtbot.addWidget(made)
    with qtbot.waitExposed(made):
        made.show()
    made.show_status(STATUS)
    made.show_rows(rows(8))
    yield made
    made.set_language("en")


CODE = "C1" + "AB" * 60


def shown_texts(widget: QWidget) -> str:
    """Everything that can be read on it now."""
    parts = [label.text() for label in widget.findChildren(QLabel) if label.isVisible()]
    parts += [button.text() for button in widget.findChildren(QPushButton) if button.isVisible()]
    parts += [f"{button.key}  {button.words}" for button in widget.findChildren(KeyButton) if button.isVisible()]
    return "\n".join(parts)


CHINESE = {
    "green": ("放行", "张*  3号楼", "请通行。  车上每多一人按一次 +。"),
    "amber": (
        "请看",
        "张*  3号楼",
        "上次进入 07:00:00，无离开记录",
        "1  补记离开(推定)",
        "2  疑似借码",
        "Esc  取消",
    ),
    "visitor": ("放行", "欧阳**  3号楼  访客", "临时出入证有效至 22:00", "1  打印临时出入证"),
    "red": ("停", "欧阳**  6号楼", "已作废(挂失)", "1  劝返", "2  人工核实后放行", "Esc  取消"),
}


@pytest.mark.parametrize("name", CARDS)
def test_a_card_says_its_word_the_masked_name_the_reason_and_what_to_press(window: Window, name: str) -> None:
    window.show_card(CARDS[name])
    texts = shown_texts(window.gate.verdict)
    for expected in CHINESE[name]:
        assert expected in texts


def test_with_nobody_there_the_panel_invites(window: Window) -> None:
    assert "请出示通行证" in shown_texts(window.gate.verdict)
    window.show_card(CARDS["green"])
    assert "请出示通行证" not in shown_texts(window.gate.verdict)


def test_a_green_card_clears_by_itself_and_an_undecided_one_stays(window: Window, qtbot: QtBot) -> None:
    panel = window.gate.verdict
    assert panel._timer.interval() == 5_000
    panel._timer.setInterval(10)
    with qtbot.waitSignal(panel.cleared, timeout=2_000):
        window.show_card(CARDS["green"])
    assert panel.card is None
    window.show_card(CARDS["amber"])
    assert not panel._timer.isActive()


def test_a_decided_card_says_what_was_decided_and_goes(window: Window) -> None:
    window.show_card(CARDS["red"])
    window.show_card(replace(CARDS["red"], outcome=Outcome.TURNED_AWAY, actions=()))
    assert "劝返" in shown_texts(window.gate.verdict)
    assert "1  劝返" not in shown_texts(window.gate.verdict)
    assert window.gate.verdict._timer.isActive()


@pytest.mark.parametrize("number", [0, 1, 2])
def test_each_action_has_its_button_and_its_key(window: Window, qtbot: QtBot, number: int) -> None:
    card = CARDS["amber"]
    window.show_card(card)
    expected = [card.attempt, card.actions[number].value]
    with qtbot.waitSignal(window.decided) as by_click:
        qtbot.mouseClick(window.gate.verdict._buttons[number], Qt.MouseButton.LeftButton)
    assert by_click.args == expected
    key = Qt.Key.Key_Escape if card.actions[number] is Action.CANCEL else [Qt.Key.Key_1, Qt.Key.Key_2][number]
    with qtbot.waitSignal(window.decided) as by_key:
        qtbot.keyClick(window, key)
    assert by_key.args == expected


def test_a_digit_that_has_no_action_does_nothing(window: Window, qtbot: QtBot) -> None:
    window.show_card(CARDS["amber"])
    with qtbot.assertNotEmitted(window.decided, wait=3 * BURST_MS):
        qtbot.keyClick(window, Qt.Key.Key_7)


def test_what_a_handheld_scanner_types_is_a_code_and_never_a_decision(window: Window, qtbot: QtBot) -> None:
    window.show_card(CARDS["amber"])
    with qtbot.assertNotEmitted(window.decided), qtbot.waitSignal(window.scanned) as scanned:
        qtbot.keyClicks(window, "C1ABC123/:2")
        qtbot.keyClick(window, Qt.Key.Key_Return)
    assert scanned.args == ["C1ABC123/:2"]


def test_a_burst_without_a_suffix_is_handed_over_when_it_ends(window: Window, qtbot: QtBot) -> None:
    with qtbot.waitSignal(window.scanned) as scanned:
        qtbot.keyClicks(window, "123123123")
    assert scanned.args == ["123123123"]


def test_a_code_is_typed_in_the_page_and_not_in_a_dialog(window: Window, qtbot: QtBot) -> None:
    qtbot.keyClick(window, Qt.Key.Key_F2)
    line = window.gate.sides.finder.line
    assert line.isVisible()
    window.show_card(CARDS["amber"])
    with qtbot.assertNotEmitted(window.decided), qtbot.waitSignal(window.typed) as typed:
        # Pasted: keys struck this fast are a handheld scanner's, which the line never keeps.
        line.insert(f"  {CODE} ")
        qtbot.keyClick(line, Qt.Key.Key_Return)
    assert typed.args == [CODE]
    assert line.text() == ""


def test_after_typing_or_leaving_the_keys_decide_again(window: Window, qtbot: QtBot) -> None:
    qtbot.keyClick(window, Qt.Key.Key_F2)
    line = window.gate.sides.finder.line
    qtbot.keyClick(line, Qt.Key.Key_Escape)
    assert not line.isVisible()
    window.show_card(CARDS["amber"])
    with qtbot.waitSignal(window.decided):
        qtbot.keyClick(window, Qt.Key.Key_1)
    qtbot.keyClick(window, Qt.Key.Key_F2)
    with qtbot.assertNotEmitted(window.decided, wait=3 * BURST_MS):
        qtbot.keyClicks(line, "2")


def test_turning_the_lane_is_asked_for_and_shown_when_it_is_done(window: Window, qtbot: QtBot) -> None:
    with qtbot.waitSignal(window.direction_chosen) as asked:
        qtbot.keyClick(window, Qt.Key.Key_F6)
    assert asked.args == ["out"]
    assert "进" in window.bar.direction.words
    window.show_status(replace(STATUS, direction=Direction.OUT))
    assert "出" in window.bar.direction.words
    with qtbot.waitSignal(window.direction_chosen) as asked:
        qtbot.mouseClick(window.bar.direction, Qt.MouseButton.LeftButton)
    assert asked.args == ["in"]


def test_the_bar_says_where_who_and_how_central_stands(window: Window) -> None:
    window.show_status(replace(STATUS, link=Link.OFFLINE, unsent=12, refused=2, clock_offset_ms=-2_820_000, demo=True))
    texts = shown_texts(window.bar)
    for expected in ("示例社区", "南口 · 1 号通道", "gd1", "06:30-11:30", "演示"):
        assert expected in texts
    assert "离线 · 待同步 12\n搁置 2 · 时钟偏差 47 分" in texts


def test_the_figures_are_those_of_the_status(window: Window) -> None:
    values = {name: label.text() for name, label in window.gate.figures.values.items()}
    assert values == {"inside": "1,284", "in": "412", "out": "396", "turned_away": "7"}


def test_the_list_shows_the_newest_first_and_marks_what_is_undecided(window: Window) -> None:
    model = window.gate.rows.model
    cells = [[model.data(model.index(row, column)) for column in range(7)] for row in range(2)]
    assert cells[0][1:] == ["07:00:20", "→ 进", "张*", "3号楼", "放行", ""]
    assert cells[1][1:] == ["07:00:03", "→ 进", "欧阳**", "6号楼", "● 未处置", "非本社区通行证"]
    assert model.data(model.index(0, 0), Qt.ItemDataRole.DecorationRole) is not None


def test_a_card_that_the_next_person_pushed_away_comes_back_for_its_decision(window: Window, qtbot: QtBot) -> None:
    waiting = replace(rows(2)[1], actions=(Action.ADMIT_VISITOR, Action.TURN_AWAY, Action.CANCEL))
    window.show_rows((rows(1)[0], waiting))
    window.show_card(CARDS["green"])
    qtbot.keyClick(window, Qt.Key.Key_F7)
    assert "非本社区通行证" in shown_texts(window.gate.verdict)
    with qtbot.waitSignal(window.decided) as decided:
        qtbot.keyClick(window, Qt.Key.Key_2)
    assert decided.args == [waiting.attempt, "turn_away"]
    window.show_card(CARDS["green"])
    index = window.gate.rows.model.index(1, 3)
    window.gate.rows.table.clicked.emit(index)
    assert window.gate.verdict.card == waiting.card
    window.gate.rows.table.clicked.emit(window.gate.rows.model.index(0, 3))
    assert window.gate.verdict.card == waiting.card


def test_with_nothing_undecided_the_key_for_it_does_nothing(window: Window, qtbot: QtBot) -> None:
    window.show_rows(rows(1))
    qtbot.keyClick(window, Qt.Key.Key_F7)
    assert window.gate.verdict.card is None


def test_an_empty_list_has_a_friendly_sentence(window: Window) -> None:
    window.show_rows(())
    assert "还没有人员通过。" in shown_texts(window.gate.rows)


def test_a_trouble_is_a_banner_that_comes_and_goes(window: Window) -> None:
    for trouble in Trouble:
        window.show_trouble(trouble, True)
        assert words.trouble(trouble) in shown_texts(window.gate.banner)
    for trouble in Trouble:
        window.show_trouble(trouble, False)
    assert not window.gate.banner.isVisible()


def test_what_opens_or_warns_never_moves_the_verdict(window: Window, qtbot: QtBot) -> None:
    window.show_card(CARDS["red"])
    before = window.gate.verdict.geometry()
    window.show_trouble(Trouble.CAMERA_MISSING, True)
    qtbot.keyClick(window, Qt.Key.Key_F2)
    qtbot.waitUntil(window.gate.sides.finder.isVisible)
    assert window.gate.verdict.geometry() == before


def test_a_card_is_said_to_be_painted_once(window: Window, qtbot: QtBot) -> None:
    painted: list[str] = []
    window.painted.connect(painted.append)
    window.show_card(CARDS["green"])
    qtbot.waitUntil(lambda: painted == ["g"])
    window.gate.verdict.repaint()
    window.show_card(CARDS["amber"])
    qtbot.waitUntil(lambda: len(painted) > 1)
    assert painted == ["g", "a"]


def test_the_language_changes_while_running_and_the_page_stays(window: Window, qtbot: QtBot) -> None:
    window.show_card(CARDS["amber"])
    window.show_trouble(Trouble.CAMERA_BLACK, True)
    said = []
    for language in ("zh_TW", "en", "zh_CN"):
        with qtbot.waitSignal(window.language_chosen) as chosen:
            qtbot.keyClick(window, Qt.Key.Key_F9)
        assert chosen.args == [language]
        said.append(shown_texts(window.gate))
        assert window.gate.verdict.card == CARDS["amber"]
    assert "上次進入 07:00:00，無離開記錄" in said[0]
    assert "Last entry 07:00:00, no exit on record" in said[1]
    assert "上次进入 07:00:00，无离开记录" in said[2]
    assert all("张*  3号楼" in text for text in said)


@pytest.mark.parametrize("language", LANGUAGES)
def test_no_word_is_missing_in_any_language(window: Window, language: str) -> None:
    window.set_language("en")
    english = {code: words.outcome(code) for code in Outcome} | {code: words.action(code) for code in Action}
    window.set_language(language)
    for code in Outcome:
        assert words.outcome(code)
    for reason in Reason:
        assert words.advice(reason)
    if language != "en":
        assert words.outcome(Outcome.CANCELLED) != english[Outcome.CANCELLED]
        assert words.action(Action.ADMIT) != english[Action.ADMIT]


def test_the_theme_changes_and_is_told(window: Window, qtbot: QtBot) -> None:
    light = window.styleSheet()
    with qtbot.waitSignal(window.theme_chosen) as chosen:
        window.gate.sides.settings.press(1)
    assert chosen.args == ["dark"]
    assert window.styleSheet() != light
    assert not re.search(r"@\w+;", window.styleSheet())


def test_words_on_their_grounds_can_be_read_in_the_sun() -> None:
    for palette in theme.PALETTES.values():
        for ground in (palette.page, palette.card):
            assert theme.contrast(palette.ink, ground) >= 7
            assert theme.contrast(palette.soft, ground) >= 4.5
        assert theme.contrast(palette.on_accent, palette.accent) >= 4.5
        assert theme.contrast(palette.on_warn, palette.warn) >= 7
    for ground, ink in theme.VERDICT.values():
        assert theme.contrast(ink, ground) >= 6
    assert round(theme.contrast("#000000", "#ffffff"), 1) == 21.0


def test_every_character_on_the_screen_is_a_real_glyph(qapp: QObject) -> None:
    assert theme.load_font()
    metrics = QFontMetrics(theme.font(20))
    for text in ("欧阳娜娜王秀兰李小明", "勸返臺賬進記錄離開", "登记补记离开推定疑似借码", "Aa09·—●→←℃"):
        missing = [character for character in text if not metrics.inFontUcs4(ord(character))]
        assert missing == []


def test_a_larger_window_shows_larger_words(window: Window, qtbot: QtBot) -> None:
    window.show_card(CARDS["green"])
    small = window.gate.verdict._word.fontMetrics().height()
    window.resize(1920, 1080)
    qtbot.waitUntil(lambda: window.gate.verdict._word.fontMetrics().height() > small * 1.2)
    assert [theme.scale_of(1280, tall) for tall in (720, 800, 1080)] == [0.875, 1.0, 1.0]


def test_long_names_and_long_places_are_cut_and_push_nothing_away(window: Window) -> None:
    width = window.width()
    window.show_card(replace(CARDS["green"], name="W" * 60, building="Building of the " * 5))
    window.show_status(replace(STATUS, site="The very long name of a very large community " * 3))
    assert window.width() == width
    assert "…" in window.gate.verdict._holder.text()
    assert "…" in window.bar._place.text()


def test_the_day_page_shows_a_day_and_asks_for_another(window: Window, qtbot: QtBot) -> None:
    with qtbot.waitSignal(window.day_asked) as asked:
        qtbot.keyClick(window, Qt.Key.Key_F3)
    assert asked.args == [None, ""]
    window.show_day(day())
    texts = shown_texts(window.day)
    for expected in ("当日台账", "1,284", "19", "显示最近 40 条，共 822 条；导出包含全部。"):
        assert expected in texts
    with qtbot.waitSignal(window.day_asked) as asked:
        window.day.chooser.stepBy(-1)
    assert isinstance(asked.args[0], date)
    qtbot.keyClick(window, Qt.Key.Key_Escape)
    assert window.gate.isVisible()


@pytest.mark.parametrize(("key", "ending"), [(Qt.Key.Key_1, "csv"), (Qt.Key.Key_2, "xlsx")])
def test_an_export_asks_where_and_says_how_it_went(
    window: Window, qtbot: QtBot, monkeypatch: pytest.MonkeyPatch, key: Qt.Key, ending: str
) -> None:
    monkeypatch.setattr(QFileDialog, "getSaveFileName", lambda *_: ("/tmp/day", ""))
    window.pages.open_day()
    window.show_day(day())
    with qtbot.waitSignal(window.export_asked) as asked:
        qtbot.keyClick(window, key)
    assert asked.args == [date(2022, 12, 5), ending, f"/tmp/day.{ending}"]
    window.show_exported("/tmp/day")
    assert "已写入：/tmp/day" in shown_texts(window.day)
    window.show_export_failed("disk full")
    assert "未能写入：disk full" in shown_texts(window.day)


def test_the_export_keys_do_nothing_at_the_gate(window: Window, qtbot: QtBot) -> None:
    with qtbot.assertNotEmitted(window.export_asked):
        qtbot.keyClick(window, Qt.Key.Key_1)


def test_a_frame_is_shown_mirrored(window: Window, qtbot: QtBot) -> None:
    image = QImage(1280, 720, QImage.Format.Format_RGB32)
    image.fill(Qt.GlobalColor.blue)
    for y in range(720):
        for x in range(40):
            image.setPixelColor(x + 400, y, Qt.GlobalColor.red)
    window.show_frame(image)
    seen = window.gate.camera.grab().toImage()
    middle = seen.height() // 2 - 3
    reds = [
        x for x in range(seen.width()) if seen.pixelColor(x, middle).red() > 200 > seen.pixelColor(x, middle).blue()
    ]
    assert reds
    assert min(reds) > seen.width() / 2


def test_the_window_is_named_by_its_gate_and_closing_it_is_told(window: Window, qtbot: QtBot) -> None:
    assert window.windowTitle() == "示例社区 南口 — 卡口站"
    with qtbot.waitSignal(window.closed):
        window.close()


class _Emitter(QObject):
    said = Signal(bool)


def test_signals_carry_true_two_hundred_thousand_times(qapp: QObject) -> None:
    emitter, count = _Emitter(), 0

    def take(value: bool) -> None:
        nonlocal count
        count += value

    emitter.said.connect(take)
    for _ in range(200_000):
        emitter.said.emit(True)
    assert count == 200_000
