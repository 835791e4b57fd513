"""What every test may ask for: one Qt application, its languages, and no way out of this computer."""

from __future__ import annotations

import os
from collections.abc import Iterator

import pytest
from PySide6.QtCore import QTranslator
from PySide6.QtWidgets import QApplication

from resources import FOLDER

os.environ.setdefault("QT_LOGGING_RULES", "*.debug=false;qt.multimedia*=false")


@pytest.fixture
def chinese(qapp: QApplication) -> Iterator[None]:
    """The screens' words in Simplified Chinese."""
    translator = QTranslator()
    assert translator.load("station_zh_CN", str(FOLDER / "translations"))
    qapp.installTranslator(translator)
    yield
    qapp.removeTranslator(translator)
