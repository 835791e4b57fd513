"""The verdict panel under pressure: late decisions, hurried cards, showings that no disk took, words that must fit."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace

import pytest
from PySide6.QtCore import QCoreApplication, Qt
from pytestqt.qtbot import QtBot

from checkpoint.gate import Light, Outcome, Reason, actions_for
from checkpoint.wording import LANGUAGES
from scripts.pictures import CARDS, STATUS
from station.ui.keys import BURST_MS
from station.ui.view import Ask, Card, Trouble
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


def decided(card: Card, outcome: Outcome) -> Card:
    return replace(card, outcome=outcome, actions=())


@pytest.mark.parametrize(
    ("outcome", "look", "word"),
    [
        (Outcome.PASSED, "green", "放行"),
        (Outcome.TURNED_AWAY, "red", "劝返"),
        (Outcome.HELD, "red", "留置待处置"),
        (Outcome.CANCELLED, "plain", "已取消"),
    ],
)
def test_a_decided_card_looks_like_what_was_decided(window: Window, outcome: Outcome, look: str, word: str) -> None:
    window.show_card(CARDS["amber"])
    window.show_card(decided(CARDS["amber"], outcome))
    assert (window.gate.verdict.face.look, window.gate.verdict.face.word) == (look, word)


def test_a_late_decision_never_covers_the_card_of_the_next_person(window: Window) -> None:
    window.show_card(CARDS["amber"])
    window.show_card(CARDS["green"])
    window.show_card(decided(CARDS["amber"], Outcome.PASSED))
    assert window.gate.verdict.card == CARDS["green"]


def test_a_key_meant_for_the_card_before_decides_nothing_on_the_card_after(window: Window, qtbot: QtBot) -> None:
    panel = window.gate.verdict
    window.show_card(CARDS["amber"])
    window.show_card(CARDS["red"])
    with qtbot.assertNotEmitted(window.decided):
        assert not panel.press(0)
        qtbot.mouseClick(panel._buttons[0], Qt.MouseButton.LeftButton)
        qtbot.keyClick(window, Qt.Key.Key_Escape)
    panel._settling.start(1)
    qtbot.waitUntil(panel._buttons[0].isEnabled)
    with qtbot.waitSignal(window.decided) as signal:
        assert panel.press(0)
    assert signal.args == ["r", "turn_away"]


@pytest.mark.parametrize("trouble", [Trouble.DISK_FULL, Trouble.STORE_FAILED])
def test_what_no_disk_took_never_stands_beside_a_green_card(window: Window, trouble: Trouble) -> None:
    panel = window.gate.verdict
    window.show_card(CARDS["green"])
    window.show_trouble(trouble, True)
    assert panel.card is None
    assert (panel.face.look, panel.face.word) == ("red", "未登记")
    window.show_card(replace(CARDS["green"], attempt="next"))
    window.show_trouble(trouble, False)
    assert panel.face.word == "放行"
    window.show_trouble(trouble, True)
    window.show_trouble(trouble, False)
    assert panel.face.look == ""


def test_a_trouble_of_the_camera_leaves_the_card_alone(window: Window) -> None:
    window.show_card(CARDS["amber"])
    window.show_trouble(Trouble.CAMERA_BLACK, True)
    assert window.gate.verdict.card == CARDS["amber"]


@pytest.mark.parametrize("size", [(1180, 720), (1280, 800), (1920, 1080)])
@pytest.mark.parametrize("language", LANGUAGES)
def test_everything_a_card_can_say_fits_on_the_panel(window: Window, language: str, size: tuple[int, int]) -> None:
    panel = window.gate.verdict
    window.set_language(language)
    window.resize(*size)
    for reason in Reason:
        card = replace(CARDS["amber"], attempt=reason.value, reason=reason, revocation="lost", category="volunteer")
        asked = Ask.TEMPERATURE if reason is Reason.TEMPERATURE_MISSING else Ask.NOTHING
        window.show_card(replace(card, light=Light.RED, actions=actions_for(Light.RED, reason), ask=asked))
        QCoreApplication.processEvents()
        layout = panel.layout()
        assert layout is not None
        assert layout.totalMinimumHeightForWidth(panel.width()) <= panel.height(), reason


def test_the_word_is_large_enough_for_an_arms_length(window: Window) -> None:
    window.show_card(CARDS["green"])
    QCoreApplication.processEvents()
    assert window.gate.verdict._word.fontInfo().pixelSize() >= 72
    assert window.gate.verdict._holder.fontInfo().pixelSize() >= 40


@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize("outcome", [None, *Outcome])
def test_the_word_is_never_cut(window: Window, language: str, outcome: Outcome | None) -> None:
    panel = window.gate.verdict
    window.set_language(language)
    if outcome is None:
        window.show_trouble(Trouble.STORE_FAILED, True)
    else:
        window.show_card(decided(CARDS["amber"], outcome))
    QCoreApplication.processEvents()
    assert panel._word.fontMetrics().horizontalAdvance(panel._word.text()) <= panel._word.width()


def test_the_lights_have_three_different_signs() -> None:
    from station.ui.symbols import pixmap

    signs = [pixmap(light, 32).toImage() for light in Light]
    assert signs[0] != signs[1] != signs[2] != signs[0]
    alphas = [[image.pixelColor(x, 2).alpha() for x in range(32)] for image in signs]
    assert alphas[0] != alphas[1] != alphas[2]


def test_plus_counts_one_more_with_the_resident_who_came_last_and_with_nobody_else(
    window: Window, qtbot: QtBot
) -> None:
    resident = replace(CARDS["green"], may_bring=True)
    window.show_card(resident)
    assert "车上每多一人" in window.gate.verdict.face.advice
    with qtbot.waitSignal(window.head_added, check_params_cb=lambda attempt: attempt == "g"):
        qtbot.keyClick(window, Qt.Key.Key_Plus)
    window.show_card(replace(resident, heads=3))
    assert window.gate.verdict.face.reason == "共 3 人"
    window.clear_card()
    with qtbot.waitSignal(window.head_added):
        qtbot.keyClick(window, Qt.Key.Key_Equal)
    for is_lost in (True, False):
        window.show_trouble(Trouble.STORE_FAILED, True) if is_lost else window.show_card(CARDS["visitor"])
        with qtbot.assertNotEmitted(window.head_added, wait=3 * BURST_MS):
            qtbot.keyClick(window, Qt.Key.Key_Plus)
