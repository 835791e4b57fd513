"""What every test may ask for: a screen of some kind, the screens' words, and patience with a busy machine."""

from __future__ import annotations

import os
from collections.abc import Iterator

import pytest
from hypothesis import settings
from PySide6.QtCore import QTranslator
from PySide6.QtWidgets import QApplication

from resources import FOLDER
from tests.harness import compiled

if not (os.environ.get("DISPLAY") or os.environ.get("WAYLAND_DISPLAY")):
    os.environ.setdefault("QT_QPA_PLATFORM", "offscreen")
os.environ.setdefault("QT_LOGGING_RULES", "*.debug=false;qt.multimedia*=false")


# A shared machine may be busy for a moment: how long an example takes says nothing about whether it is right.
# Each property is tried on less than hypothesis would, since there are many and every change runs them all.
settings.register_profile("house", deadline=None, max_examples=int(os.environ.get("EXAMPLES", "40")))
settings.load_profile("house")
compiled.share()


@pytest.fixture
def chinese(qapp: QApplication) -> Iterator[None]:
    """The screens' words in Simplified Chinese."""
    translator = QTranslator()
    assert translator.load("station_zh_CN", str(FOLDER / "translations"))
    qapp.installTranslator(translator)
    yield
    qapp.removeTranslator(translator)
