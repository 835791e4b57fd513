"""What the tests of the window's parts share: Qt's application, which a picture needs although no test asks for it."""

from __future__ import annotations

import pytest
from PySide6.QtWidgets import QApplication


@pytest.fixture(autouse=True)
def _application(qapp: QApplication) -> QApplication:
    """A QPixmap made before the application aborts the whole process, whichever test happens to come first."""
    return qapp
