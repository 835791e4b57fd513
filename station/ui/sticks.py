"""Where the stick is: the one that is plugged in, or asked for; copying to it is done elsewhere."""

from __future__ import annotations

from pathlib import Path
from typing import Final

from PySide6.QtCore import QT_TRANSLATE_NOOP, QCoreApplication, QStorageInfo, QUrl
from PySide6.QtWidgets import QFileDialog, QWidget

MOUNTED_UNDER: Final = ("/media/", "/run/media/", "/Volumes/")
"""Where Linux and macOS show sticks; elsewhere, and where there is more than one, people say which."""
_TITLE: Final = QT_TRANSLATE_NOOP("Stick", "Where is the stick?")
# Qt's own translations lack these two.
_LOOK_IN: Final = QT_TRANSLATE_NOOP("Stick", "Folder:")
_SHOWN: Final = QT_TRANSLATE_NOOP("Stick", "Shown:")


def plugged_in() -> list[str]:
    """The folders of all sticks that can be used just now."""
    volumes = [volume for volume in QStorageInfo.mountedVolumes() if volume.isValid() and volume.isReady()]
    return [volume.rootPath() for volume in volumes if volume.rootPath().startswith(MOUNTED_UNDER)]


def choose(asker: QWidget) -> str:
    """The folder of the only stick, else of the one that somebody chooses; empty when nobody did."""
    found = plugged_in()
    return found[0] if len(found) == 1 else _ask(asker, found)


def name_of(folder: str) -> str:
    """What people call that stick."""
    return Path(folder).name or folder


def _ask(asker: QWidget, found: list[str]) -> str:
    begin = str(Path(found[0]).parent) if found else str(Path.home())
    dialog = QFileDialog(asker, _tr(_TITLE), begin)
    dialog.setFileMode(QFileDialog.FileMode.Directory)
    dialog.setOption(QFileDialog.Option.ShowDirsOnly)
    dialog.setLabelText(QFileDialog.DialogLabel.LookIn, _tr(_LOOK_IN))
    dialog.setLabelText(QFileDialog.DialogLabel.FileType, _tr(_SHOWN))
    dialog.setSidebarUrls([QUrl.fromLocalFile(folder) for folder in (*found, str(Path.home()))])
    chosen = dialog.selectedFiles() if dialog.exec() else []
    dialog.deleteLater()
    return chosen[0] if chosen else ""


def _tr(text: object) -> str:
    return QCoreApplication.translate("Stick", str(text))
