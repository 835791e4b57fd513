"""The sampling table's page alone: all fits, a digit does what its button says, and what is to be done next is said."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace

import pytest
from PySide6.QtCore import QCoreApplication, Qt
from PySide6.QtWidgets import QLabel
from pytestqt.qtbot import QtBot

from checkpoint.gate import Light
from checkpoint.sampling.rules import Refusal
from checkpoint.wording import LANGUAGES
from scripts import pictured_sampling, pictures
from scripts.pictured_sampling import FULL, STATES, TABLE, TWICE, card, has_tables, members
from station.ui.keys import BURST_MS
from station.ui.sampling import face, sampling_words
from station.ui.sampling.foot import KEYS
from station.ui.sampling.lists import HIDDEN
from station.ui.sampling.page import SamplingPage
from station.ui.sampling_view import Sampling
from station.ui.view import Trouble
from station.ui.window import Window
from tests.harness.made import ZONE

SHIFT = Qt.KeyboardModifier.ShiftModifier


@pytest.fixture
def window(qtbot: QtBot) -> Iterator[Window]:
    made = Window(zone=ZONE, sounds=False)
    qtbot.addWidget(made)
    with qtbot.waitExposed(made):
        made.show()
    made.show_status(has_tables(pictures.STATUS))
    yield made
    made.set_language("en")


def opened(window: Window, qtbot: QtBot, shown: Sampling = TABLE) -> SamplingPage:
    with qtbot.waitSignal(window.pages.table_asked):
        qtbot.keyClick(window, Qt.Key.Key_F2, SHIFT)
    page: SamplingPage = window.sampling
    page.show_sampling(shown)
    return page


def digit(window: Window, qtbot: QtBot, number: int) -> None:
    qtbot.keyClick(window, Qt.Key(Qt.Key.Key_0 + number))
    qtbot.wait(BURST_MS + 30)


@pytest.mark.parametrize("language", LANGUAGES)
def test_everything_on_the_page_fits(window: Window, language: str) -> None:
    window.set_language(language)
    # What is larger is larger in all: one language is enough to see that.
    for size in ((1280, 800), (1920, 1080)) if language == "en" else ((1280, 800),):
        window.resize(*size)
        for name, show in pictured_sampling.pages(window).items():
            show()
            QCoreApplication.processEvents()
            page = window.sampling
            hint = page.minimumSizeHint()
            assert hint.width() <= page.width(), (name, size)
            assert hint.height() <= page.height(), (name, size)
            shown = [one for one in page.findChildren(QLabel) if one.objectName() in {"words", "figure_name"}]
            for words in (one for one in shown if one.isVisible()):
                wide = words.fontMetrics().horizontalAdvance(words.text())
                assert wide <= words.width(), (name, size, words.text())
            page.cancel()


def test_the_page_is_there_only_where_the_site_samples(window: Window, qtbot: QtBot) -> None:
    opened(window, qtbot)
    assert window.pages.is_at_table
    window.show_status(pictures.STATUS)
    assert window.pages.is_at_gate
    qtbot.keyClick(window, Qt.Key.Key_F2, SHIFT)
    assert window.pages.is_at_gate
    window.strip.show_shifted(True)
    assert not window.strip.buttons["⇧F2"].isVisible()


@pytest.mark.parametrize(
    ("shown", "wanted"),
    [
        (Sampling(), "box"),
        (replace(TABLE, tube=None), "tube"),
        (replace(TABLE, tube=None, box=replace(pictured_sampling.BOX, tubes=50)), "close"),
        (TABLE, "person"),
        (FULL, "seal"),
        (replace(TABLE, is_single=True), "single"),
        (replace(TABLE, awaits="replacement"), "replacement"),
        (replace(TABLE, awaits="right_tube"), "right_tube"),
    ],
)
def test_what_comes_next_is_one_thing(shown: Sampling, wanted: str) -> None:
    assert face.wanted(shown) == wanted


def test_the_panel_counts_and_names_whoever_came_last(window: Window, qtbot: QtBot) -> None:
    page = opened(window, qtbot, STATES["added"])
    panel = page.panel
    assert (panel.counter.text, panel.face.holder, panel.face.word) == ("第 7 / 10", "古力***  3号楼", "已登记")
    assert (panel._code.text(), panel.face.advice) == ("990101-4020", "请下一位出示码")
    assert panel.property("light") == "green"
    panel._leave()
    assert panel.property("light") == ""
    assert panel.face.holder == "上一位 于**  08:31:05"


def test_after_the_tenth_it_says_that_the_tube_is_full_until_it_is_sealed(window: Window, qtbot: QtBot) -> None:
    page = opened(window, qtbot, STATES["tenth"])
    assert page.panel.face.look == "green"
    with qtbot.waitSignal(page.filled):
        page.panel._leave()
    assert (page.panel.face.look, page.panel.face.word) == ("amber", "已满")
    with qtbot.waitSignal(page.written) as written:
        digit(window, qtbot, 1)
    assert written.args == ["seal", {"tube": "t20"}]


def test_a_tube_that_is_not_full_is_sealed_only_when_somebody_says_so(window: Window, qtbot: QtBot) -> None:
    page = opened(window, qtbot)
    with qtbot.waitSignal(page.written) as written:
        digit(window, qtbot, 1)
    assert written.args == ["seal", {"tube": "t20"}]
    page.show_sampling(STATES["short"])
    assert page.panel.face.reason == "当前管 7/10 未满，确认按 7 人封管？"
    page.panel._settling.stop()
    with qtbot.waitSignal(page.written) as written:
        digit(window, qtbot, 1)
    assert written.args == ["seal", {"tube": "t20", "confirmed": "yes"}]


def test_somebody_sampled_today_passes_by_one_key_for_a_reason_and_not_at_all_by_escape(
    window: Window, qtbot: QtBot
) -> None:
    page = opened(window, qtbot, STATES["again"])
    assert page.panel.face.reason == "今日已采：06:55:05，管 990101-4002"
    with qtbot.waitSignal(page.written) as written:
        digit(window, qtbot, 2)
    assert written.args == ["again", {"reason": "spoilt"}]
    with qtbot.waitSignal(page.written) as written:
        qtbot.keyClick(window, Qt.Key.Key_Escape)
    assert written.args == ["cancel", {}]
    assert window.pages.is_at_table


def test_no_digit_is_in_sight_twice_while_the_panel_has_answers(window: Window, qtbot: QtBot) -> None:
    page = opened(window, qtbot)
    digits = [page.foot.keys[name] for name in KEYS]
    assert {"seal", "void"} <= page.foot.offered
    page.show_sampling(STATES["again"])
    assert len(page.panel.face.options) == 3
    assert [bool(key.property("dim")) for key in digits[:5]] == [True, True, True, False, False]
    with qtbot.assertNotEmitted(page.written):
        digits[0].click()
    page.show_sampling(TABLE)
    assert {"seal", "void"} <= page.foot.offered
    assert not digits[0].property("dim")


def test_another_reason_is_typed(window: Window, qtbot: QtBot) -> None:
    page = opened(window, qtbot, STATES["again"])
    digit(window, qtbot, 3)
    assert page.form.way == "again"
    qtbot.keyClicks(page.form.grid.fields["reason"], "abroad")
    with qtbot.waitSignal(page.written) as written:
        qtbot.keyClick(page.form.grid.fields["reason"], Qt.Key.Key_Return)
    assert written.args == ["again", {"reason": "abroad"}]
    page.show_not_recorded(Trouble.DISK_FULL)
    assert page.form.grid.values() == {"reason": "abroad"}
    assert page.panel.face.look == "red"
    page.form.send()
    page.show_sampling(STATES["added"])
    assert not page.has_form


def test_whoever_is_marked_is_taken_out_or_replaced(window: Window, qtbot: QtBot) -> None:
    page = opened(window, qtbot)
    assert page.list.currentRow() == 6, "the newest is marked"
    with qtbot.waitSignal(page.written) as written:
        digit(window, qtbot, 2)
    assert written.args == ["remove", {"member": "6"}]
    qtbot.keyClick(page.list, Qt.Key.Key_Up)
    with qtbot.waitSignal(page.written) as written:
        digit(window, qtbot, 3)
    assert written.args == ["replace", {"member": "5"}]
    page.show_sampling(TABLE)
    assert page.list.currentRow() == 5, "what is marked stays so"
    page.show_sampling(replace(TABLE, members=members(8)))
    assert page.list.currentRow() == 7, "until somebody comes"


def test_a_broken_tube_is_void_after_two_keys(window: Window, qtbot: QtBot) -> None:
    page = opened(window, qtbot)
    page.tiles.pick("sealed")
    qtbot.keyClick(page.list, Qt.Key.Key_Down)
    with qtbot.assertNotEmitted(page.written):
        digit(window, qtbot, 4)
    assert page.panel.face.holder == "990101-4018"
    with qtbot.waitSignal(page.written) as written:
        digit(window, qtbot, 1)
    assert written.args == ["void", {"tube": "t18", "reason": "broken"}]
    page.show_sampling(replace(TABLE, awaits="right_tube"))
    assert (page.panel.question, page.panel.face.advice) == ("", "请扫正确的管，整组移入")


def test_a_box_is_closed_with_the_tubes_counted_and_a_difference_is_asked_about(window: Window, qtbot: QtBot) -> None:
    shown = replace(TABLE, tube=None, members=())
    page = opened(window, qtbot, shown)
    digit(window, qtbot, 6)
    qtbot.keyClicks(page.form.grid.fields["counted"], "11")
    page.form.send()
    page.show_sampling(replace(shown, refusal="count_differs"))
    assert page.form.said.text() == "系统有 12 管。请重新清点，或写明原因。"
    assert page.form.grid.fields["reason"].property("state") == "fault"
    assert page.form.grid.values()["counted"] == "11"


def test_a_closed_box_is_handed_over_to_a_name(window: Window, qtbot: QtBot) -> None:
    page = opened(window, qtbot, pictured_sampling.NO_BOX)
    digit(window, qtbot, 7)
    qtbot.keyClicks(page.form.grid.fields["to"], "Li")
    with qtbot.waitSignal(page.written) as written:
        page.form.send()
    assert written.args == ["send", {"to": "Li", "temperature": "", "box": "b1"}]


def test_every_refusal_of_the_rules_is_a_sentence(window: Window) -> None:
    for language in LANGUAGES:
        window.set_language(language)
        for code in Refusal:
            assert sampling_words.refusal(code.value) != code.value, (language, code)


def test_a_lead_says_which_tube_keeps_a_code(window: Window, qtbot: QtBot) -> None:
    page = opened(window, qtbot, replace(TABLE, conflicts=TWICE, figures={"conflicts": 2}))
    assert page.tiles.tiles["conflicts"].property("state") == "stop"
    digit(window, qtbot, 9)
    assert page.tiles.picked == "conflicts"
    qtbot.keyClick(page.list, Qt.Key.Key_Down)
    with qtbot.waitSignal(page.written) as written:
        digit(window, qtbot, 1)
    assert written.args == ["resolve", {"code": "990101-4019", "keep": TWICE[1].tube}]
    page.show_sampling(replace(page.shown, awaits="lead", for_way="resolve"))
    assert page.form.way == "sign"
    with qtbot.waitSignal(page.written) as written:
        qtbot.keyClick(window, Qt.Key.Key_Escape)
    assert written.args == ["cancel", {}]


def test_an_answer_is_not_given_by_the_finger_that_was_meant_for_the_card_before(window: Window, qtbot: QtBot) -> None:
    page = opened(window, qtbot, STATES["short"])
    page.show_sampling(STATES["again"])
    with qtbot.assertNotEmitted(page.written):
        digit(window, qtbot, 1)


def test_the_size_of_tubes_changes_only_between_boxes(window: Window, qtbot: QtBot) -> None:
    page = opened(window, qtbot)
    with qtbot.assertNotEmitted(page.written):
        qtbot.keyClick(window, Qt.Key.Key_F6)
    page.show_sampling(Sampling(pool=5))
    assert page.kind.words == "五混一"
    with qtbot.waitSignal(page.written) as written:
        qtbot.keyClick(window, Qt.Key.Key_F6)
    assert written.args == ["pool", {"pool": "10"}]


def test_a_code_can_be_typed_and_somebody_found_without_a_phone(window: Window, qtbot: QtBot) -> None:
    page = opened(window, qtbot)
    qtbot.keyClick(window, Qt.Key.Key_F4)
    qtbot.keyClicks(page.form.grid.fields["code"], "990101-4021")
    with qtbot.waitSignal(page.typed) as typed:
        page.form.send()
    assert typed.args == ["990101-4021"]
    qtbot.keyClick(window, Qt.Key.Key_F2)
    assert window.focusWidget() is page.finder.line
    with qtbot.waitSignal(page.written) as written:
        page.finder.picked.emit("17", "manual")
    assert written.args == ["add", {"subject": "17", "method": "manual"}]


def test_tab_goes_from_figure_to_figure_and_each_opens_its_rows(window: Window, qtbot: QtBot) -> None:
    page = opened(window, qtbot)
    assert not page.tiles.tiles["no_phone"].isVisible(), "only where the profile asks for phones"
    page.show_sampling(STATES["no-phone"])
    seen = {}
    for _ in page.tiles.tiles:
        qtbot.keyClick(page.list if page.list.rows else page, Qt.Key.Key_Tab)
        seen[page.tiles.picked] = len(page.list.rows)
    assert seen["sealed"] == 5
    assert seen["void"] == 1
    assert (seen["again"], seen["no_phone"]) == (4, 2)
    assert seen["conflicts"] == 0


def test_while_nobody_is_here_no_name_is_shown_and_the_table_stays_one(window: Window, qtbot: QtBot) -> None:
    page = opened(window, qtbot, STATES["added"])
    window.locking.clock = lambda: 1e9
    window.locking.look()
    assert window.pages.is_at_table
    item = page.list.item(0, 1)
    assert item is not None
    assert (item.text(), page.panel._holder.text()) == (HIDDEN, "")
    window.locking.touch()
    item = page.list.item(0, 1)
    assert item is not None
    assert item.text() == "张*"


def test_another_language_says_the_same(window: Window, qtbot: QtBot) -> None:
    page = opened(window, qtbot, replace(TABLE, card=card(Light.RED, "expired")))
    assert page.panel.face.reason == "已过期"
    window.set_language("en")
    assert page.panel.face.reason == "Expired"
    assert page.panel.counter.text == "7 / 10"
