"""Opens the program and stays until it is closed: Qt's application, the system's signals; the rest is `app`'s."""

from __future__ import annotations

import logging
import signal
from collections.abc import Callable
from typing import TYPE_CHECKING

from PySide6.QtCore import QMessageLogContext, QtMsgType, qInstallMessageHandler
from PySide6.QtWidgets import QApplication

from station.app import Station
from station.enrolling import Enrolling
from station.settings import Places, Settings

if TYPE_CHECKING:
    from station.demo import Prepared

log = logging.getLogger(__name__)


def run(where: Places, settings: Settings, *, demo: bool = False, prepare: Callable[[], Prepared] | None = None) -> int:
    """Open the program and stay until it is closed; returns the exit code."""
    qInstallMessageHandler(_to_log)
    application = QApplication.instance() or QApplication(["station"])
    station = Station(where, settings, demo=demo, prepare=prepare)
    application.aboutToQuit.connect(station.close)
    for number in (signal.SIGINT, signal.SIGTERM):
        # Python runs the handler between two of its own steps; the window's clock takes one every second.
        signal.signal(number, lambda *_: application.quit())
    station.open()
    return application.exec()


def enrol(where: Places, settings: Settings) -> bool:
    """Ask for an invitation until this computer is a station; False when the window was closed before."""
    qInstallMessageHandler(_to_log)
    application = QApplication.instance() or QApplication(["station"])
    enrolling = Enrolling(where, settings)
    enrolling.done.connect(lambda: application.exit(0))
    enrolling.given_up.connect(lambda: application.exit(1))
    enrolling.open()
    is_done = application.exec() == 0
    enrolling.stop()
    enrolling.window.hide()
    return is_done


def _to_log(_kind: QtMsgType, _where: QMessageLogContext, text: str) -> None:
    """Qt's own remarks (no loudspeaker, no GPU) belong in the log, not before a user's eyes."""
    log.debug("Qt: %s", text)
