"""A new computer's first page: a code held up or two lines typed make it a station; a failure is one sentence."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from PySide6.QtCore import Qt
from pytestqt.qtbot import QtBot

from checkpoint.gate import Light
from checkpoint.invitation import Invitation
from station import erasing
from station.enrolling import Enrolling, what_of
from station.settings import Settings, load, places
from station.sync.client import NotCentral, Refused, Trouble
from station.sync.enrolment import Incomplete
from tests.harness.keyboard import long_pass
from tests.harness.made import R1

ASKED = Invitation("https://central.office:8321", "ABCD-EFGH-JKLM", "ab" * 32)


class Joined:
    """Stands for becoming a station."""

    def __init__(self) -> None:
        self.asked: list[Invitation] = []
        self.error: Exception | None = None

    def __call__(self, _where: Any, asked: Invitation) -> None:
        self.asked.append(asked)
        if self.error is not None:
            raise self.error


@pytest.fixture
def joined() -> Joined:
    return Joined()


@pytest.fixture
def page(tmp_path: Path, qtbot: QtBot, joined: Joined) -> Iterator[Enrolling]:
    made = Enrolling(places(tmp_path / "a"), Settings(language="en"), joined)
    qtbot.addWidget(made.window)
    yield made
    made.stop()


def test_a_picture_that_is_held_up_is_asked_for_once_with_its_pin(
    page: Enrolling, joined: Joined, qtbot: QtBot
) -> None:
    with qtbot.waitSignal(page.done):
        page.read(ASKED.text)
        page.read(ASKED.text)
    page.read(ASKED.text)
    assert joined.asked == [ASKED]


def test_address_and_code_are_typed_and_the_address_may_go_without_https(
    page: Enrolling, joined: Joined, qtbot: QtBot
) -> None:
    page.window.server.setText(" central.office:8321 ")
    page.window.send()
    assert joined.asked == []
    page.window.code.setText("ABCD-EFGH-JKLM")
    with qtbot.waitSignal(page.done):
        page.window.send()
    assert joined.asked == [Invitation("https://central.office:8321", "ABCD-EFGH-JKLM")]


def test_a_pass_held_up_here_is_no_invitation(page: Enrolling, joined: Joined) -> None:
    page.read("C1" + "A" * 120)
    assert "lets a computer in" in page.window.said.text()
    assert joined.asked == []


@pytest.mark.parametrize(
    ("error", "what"),
    [
        (Refused("bad_code", "x"), "bad_code"),
        (Incomplete("x"), "waiting_roster"),
        (NotCentral("x", why="other_key"), "other_key"),
        (NotCentral("x", why="untrusted"), "untrusted"),
        (NotCentral("x", why="expired"), "expired"),
        (Trouble("x", why="plain_http"), "plain_http"),
        (Trouble("x", why="no_address"), "no_address"),
        (NotCentral("a page"), "not_central"),
        (Trouble("x"), "no_answer"),
        (OSError("x"), "failed"),
    ],
)
def test_every_failure_is_one_sentence_and_may_be_tried_again(
    page: Enrolling, joined: Joined, qtbot: QtBot, error: Exception, what: str
) -> None:
    assert what_of(error) == what
    joined.error = error
    page.ask(ASKED.server, ASKED.code)
    qtbot.waitUntil(lambda: page.window._said == what)
    assert page.window.said.text().startswith(page.window._words(what))
    assert (page.window.said.text() == f"{page.window._words(what)}\nx") == (what == "failed"), "no English in others"
    assert page.window.enter.isEnabled()
    joined.error = None
    with qtbot.waitSignal(page.done):
        page.ask(ASKED.server, ASKED.code)


@pytest.mark.parametrize(
    ("text", "said"),
    [("CKE9 https://x CODE", "newer central"), ("CKE1 x", "damaged"), ("CKE1 https://x CODE nopin", "damaged")],
)
def test_a_picture_that_cannot_be_used_says_why(page: Enrolling, joined: Joined, text: str, said: str) -> None:
    page.read(text)
    assert said in page.window.said.text()
    assert joined.asked == []


def test_what_a_handheld_scanner_types_into_a_line_is_the_picture(
    page: Enrolling, joined: Joined, qtbot: QtBot
) -> None:
    page.open()
    qtbot.waitUntil(page.window.isVisible)
    qtbot.keyClicks(page.window.server, ASKED.text)
    with qtbot.waitSignal(page.done):
        qtbot.keyClick(page.window.server, Qt.Key.Key_Return)
    assert (joined.asked, page.window.server.text()) == ([ASKED], "")


def test_the_first_line_has_the_keys_and_f9_works_wherever_they_are(page: Enrolling, qtbot: QtBot) -> None:
    page.open()
    qtbot.waitUntil(page.window.server.hasFocus)
    titles = set()
    for widget in (page.window, page.window.server, page.window.code):
        qtbot.keyClick(widget, Qt.Key.Key_F9)
        titles.add(page.window._title.text())
    assert len(titles) == 3


def test_the_language_that_was_chosen_here_is_that_of_the_gate(page: Enrolling, tmp_path: Path) -> None:
    page.window.next_language()
    assert load(places(tmp_path / "a")).language == "zh_CN"
    assert not places(tmp_path / "a").store.exists(), "and no station is made by it"


def test_a_computer_without_a_camera_is_told_to_type(page: Enrolling) -> None:
    page.show_camera_trouble("camera_missing", True)
    assert not page.window._no_camera.isHidden()
    page.show_camera_trouble("camera_frozen", False)
    assert not page.window._no_camera.isHidden()
    page.show_camera_trouble("camera_missing", False)
    assert page.window._no_camera.isHidden()


def test_a_computer_that_was_erased_says_so_and_waits_for_a_new_code(tmp_path: Path, qtbot: QtBot) -> None:
    where = places(tmp_path / "a")
    where.data.mkdir()
    erasing.erase(where, "G1: taken out of service.")
    made = Enrolling(where, Settings(language="en"))
    qtbot.addWidget(made.window)
    assert "was a station" in made.window.said.text()
    made.stop()


def test_a_larger_screen_shows_it_larger(page: Enrolling, qtbot: QtBot) -> None:
    page.open()
    qtbot.waitUntil(page.window.isVisible)
    before = page.window._title.fontMetrics().height()
    page.window.resize(1900, 1080)
    qtbot.waitUntil(lambda: page.window._title.fontMetrics().height() > before)


def test_the_picture_that_still_lies_before_the_camera_is_nobody_at_the_gate(desks: Any) -> None:
    desk = desks()
    before = desk.card
    desk.station.watching.enter(ASKED.text, "wedge")
    card = desk.scan(long_pass(R1))
    assert (before, card.light) == (None, Light.GREEN)
    assert [body["light"] for body in desk.bodies()] == ["green"]
