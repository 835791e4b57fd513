"""Where a stick is: the only one is taken, of several people say which; volumes are those of a made-up computer."""

from __future__ import annotations

import pytest
from PySide6.QtWidgets import QFileDialog, QTreeView, QWidget
from pytestqt.qtbot import QtBot

from station.ui import sticks
from station.ui.theme import PALETTES
from station.ui.window import Window
from tests.harness.made import ZONE


class Volume:
    """One that is mounted."""

    def __init__(self, path: str, *, ready: bool = True) -> None:
        self._path, self._ready = path, ready

    def isValid(self) -> bool:  # noqa: N802
        return True

    def isReady(self) -> bool:  # noqa: N802
        return self._ready

    def rootPath(self) -> str:  # noqa: N802
        return self._path


def mounted(monkeypatch: pytest.MonkeyPatch, *volumes: Volume) -> None:
    monkeypatch.setattr("station.ui.sticks.QStorageInfo.mountedVolumes", lambda: list(volumes))


def test_the_only_stick_is_taken_and_neither_the_computers_own_disk_nor_an_empty_slot(
    qtbot: QtBot, monkeypatch: pytest.MonkeyPatch
) -> None:
    mounted(
        monkeypatch, Volume("/"), Volume("/home"), Volume("/media/gate/CARD", ready=False), Volume("/media/gate/KEY")
    )
    asker = QWidget()
    qtbot.addWidget(asker)
    assert sticks.choose(asker) == "/media/gate/KEY"
    assert sticks.name_of("/media/gate/KEY") == "KEY"
    assert sticks.name_of("/") == "/"


def test_of_two_somebody_says_which_and_may_think_better_of_it(qtbot: QtBot, monkeypatch: pytest.MonkeyPatch) -> None:
    mounted(monkeypatch, Volume("/run/media/gate/A"), Volume("/run/media/gate/B"))
    asker = QWidget()
    qtbot.addWidget(asker)
    begun: list[str] = []

    def choose(dialog: QFileDialog) -> int:
        begun.append(dialog.labelText(QFileDialog.DialogLabel.LookIn))
        return 0

    monkeypatch.setattr("station.ui.sticks.QFileDialog.exec", choose)
    assert sticks.choose(asker) == ""
    assert begun == ["Folder:"]


@pytest.mark.parametrize("worn", ["light", "dark"])
def test_whoever_has_to_say_which_can_read_it_in_the_dark_too(qtbot: QtBot, worn: str) -> None:
    window = Window(zone=ZONE, language="zh_CN", theme=worn, sounds=False)
    qtbot.addWidget(window)
    dialog = QFileDialog(window)
    dialog.setOption(QFileDialog.Option.DontUseNativeDialog)
    with qtbot.waitExposed(dialog):
        dialog.show()
    whole = dialog.grab().toImage()
    listed = dialog.findChild(QTreeView)
    assert isinstance(listed, QTreeView)
    shown = listed.viewport().grab().toImage()
    palette = PALETTES[worn]
    assert whole.pixelColor(2, 2).name() == palette.page
    assert shown.pixelColor(shown.width() - 3, shown.height() - 3).name() == palette.card
    dialog.close()
    window.set_language("en")
