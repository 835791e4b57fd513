"""A new computer's first page: a code held up or two lines typed make it a station; a failure is one sentence."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from pytestqt.qtbot import QtBot

from checkpoint.invitation import Invitation
from station.enrolling import Enrolling, what_of
from station.settings import Settings, places
from station.sync.client import NotCentral, Refused, Trouble
from station.sync.enrolment import Incomplete

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
        (NotCentral("the server has another key"), "other_key"),
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
    assert page.window.enter.isEnabled()
    joined.error = None
    with qtbot.waitSignal(page.done):
        page.ask(ASKED.server, ASKED.code)


def test_it_speaks_every_language(page: Enrolling) -> None:
    titles = set()
    for _ in range(3):
        page.window.next_language()
        titles.add(page.window._title.text())
    assert len(titles) == 3
