"""One camera after another on the watcher's thread: what the last one's trouble leaves behind, and what is read."""

from __future__ import annotations

import random
import sys
from collections.abc import Iterator
from pathlib import Path

import cv2
import pytest
from pytestqt.qtbot import QtBot

from station.scanner.decoder import Expect
from station.scanner.scenery import Conditions, render_still
from station.watching import Watching
from tests.scanner.held import pass_text


@pytest.fixture
def watching(qtbot: QtBot) -> Iterator[Watching]:
    watching = Watching()
    watching.saw_frame.connect(watching.frame_shown)
    yield watching
    watching.stop()


def held_up(folder: Path, number: int) -> str:
    """A source in which a pass is held up again and again."""
    folder.mkdir()
    picture = render_still(pass_text(number), Conditions(), random.Random(number))
    cv2.imwrite(str(folder / "1.png"), picture)
    return str(folder)


def test_another_camera_is_watched_as_soon_as_it_is_chosen(watching: Watching, qtbot: QtBot, tmp_path: Path) -> None:
    with qtbot.waitSignal(watching.read, timeout=20_000) as first:
        watching.start(held_up(tmp_path / "one", 1), loop=True)
    with qtbot.waitSignal(watching.read, timeout=20_000) as second:
        watching.choose(held_up(tmp_path / "two", 2))
    assert [signal.args[0].text for signal in (first, second)] == [pass_text(1), pass_text(2)]


def test_of_cameras_chosen_one_after_another_only_the_last_is_watched(
    watching: Watching, qtbot: QtBot, tmp_path: Path
) -> None:
    with qtbot.waitSignal(watching.read, timeout=20_000) as read:
        for number in range(1, 6):
            watching.choose(str(tmp_path / f"missing {number}.avi"))
        watching.choose(held_up(tmp_path / "last", 6))
    assert read.args[0].text == pass_text(6)


def test_the_banner_of_the_camera_that_was_left_goes(watching: Watching, qtbot: QtBot, tmp_path: Path) -> None:
    told: list[tuple[str, bool]] = []
    watching.troubled.connect(lambda trouble, on: told.append((trouble, on)))
    with qtbot.waitSignal(watching.troubled, timeout=20_000):
        watching.choose("Webcam that is not plugged in")
    with qtbot.waitSignal(watching.read, timeout=20_000):
        watching.choose(held_up(tmp_path / "good", 1))
    assert told == [("camera_missing", True), ("camera_missing", False)]


def test_a_code_is_entered_by_hand_while_the_camera_is_missing(watching: Watching, qtbot: QtBot) -> None:
    with qtbot.waitSignal(watching.troubled, timeout=20_000):
        watching.start("Webcam that is not plugged in", loop=True)
    with qtbot.waitSignal(watching.read) as read:
        watching.enter(pass_text(3), "wedge")
    assert (read.args[0].text, read.args[0].source) == (pass_text(3), "wedge")


def test_labels_are_read_only_while_they_are_looked_for(watching: Watching, qtbot: QtBot, tmp_path: Path) -> None:
    (tmp_path / "label").mkdir()
    picture = render_still("T-20221205-0001", Conditions(), random.Random(1))
    cv2.imwrite(str(tmp_path / "label" / "1.png"), picture)
    with qtbot.assertNotEmitted(watching.read, wait=400):
        watching.start(str(tmp_path / "label"), loop=True)
        with qtbot.waitSignals([watching.saw_frame] * 3, timeout=20_000):
            pass
    with qtbot.waitSignal(watching.read, timeout=20_000) as read:
        watching.look_for_labels(True)
    assert read.args[0].text == "T-20221205-0001"


@pytest.mark.parametrize("on", [True, False])
def test_what_is_to_be_looked_for_waits_for_no_library_and_holds_once_they_are_there(
    watching: Watching, monkeypatch: pytest.MonkeyPatch, on: bool
) -> None:
    """Which page is open is said on the window's thread, maybe before the watcher's libraries are loaded."""
    with monkeypatch.context() as patch:
        patch.setitem(sys.modules, "station.scanner.watcher", None)
        watching.look_for_labels(True)
        watching.look_for_labels(on)
    assert watching.watcher.expect is (Expect.ANY if on else Expect.PASS)
