"""Ties the first page of a new computer to camera and enrolment; becoming a station is `joining`'s."""

from __future__ import annotations

import logging
from collections.abc import Callable
from typing import Any

from PySide6.QtCore import QObject, Signal, Slot

from checkpoint import invitation
from checkpoint.invitation import Invitation, NoInvitation
from station import erasing
from station.joining import join
from station.settings import Kept, Places, Settings
from station.threads import Answer, Worker
from station.ui.enrol_window import EnrolWindow
from station.watching import Watching

log = logging.getLogger(__name__)


class Enrolling(QObject):
    """Signals: done(), this computer is a station now; given_up(), the window was closed before."""

    done = Signal()
    given_up = Signal()

    def __init__(self, where: Places, settings: Settings, join: Callable[..., Any] = join) -> None:
        super().__init__()
        self._where, self._camera, self._join = where, settings.camera, join
        self._is_busy, self._is_done = False, False
        self._kept = Kept(where, settings, is_written=True)
        self.window = EnrolWindow(language=settings.language, theme=settings.theme, mirror=settings.mirror)
        if erasing.what_stays(where):
            self.window.say("was_station")
        self._watching = Watching()
        self._worker = Worker("enrol")
        self._worker.answered.connect(self.take)
        self._watching.saw_frame.connect(self.show_frame)
        self._watching.read.connect(self.show_reading)
        self._watching.troubled.connect(self.show_camera_trouble)
        self.window.asked.connect(self.ask)
        self.window.scanned.connect(self.read)
        self.window.language_chosen.connect(self.keep_language)
        self.window.closed.connect(self.leave)

    def open(self) -> None:
        """Show the window and open the camera."""
        self.window.begin()
        self._watching.start(self._camera, loop=True)

    def stop(self) -> None:
        """Let go of the camera, end the threads."""
        self._watching.stop()
        self._worker.stop()

    @Slot(object)
    def show_frame(self, image: Any) -> None:
        """A picture from the camera."""
        self.window.show_frame(image)
        self._watching.frame_shown()

    @Slot(object)
    def show_reading(self, reading: Any) -> None:
        """A code was held before the camera."""
        self.read(reading.text)

    @Slot(str, bool)
    def show_camera_trouble(self, trouble: str, on: bool) -> None:
        """The camera is gone, or has come back."""
        if trouble == "camera_missing":
            self.window.show_camera_trouble(on)

    @Slot(str)
    def keep_language(self, language: str) -> None:
        """Whoever chose a language here wants it at the gate as well."""
        self._kept.change(language=language)

    @Slot(str)
    def read(self, text: str) -> None:
        """A code: an invitation, or one that is none."""
        try:
            asked = invitation.read(text)
        except NoInvitation as none:
            if not self._is_busy:
                self.window.say(none.why)
            return
        self._begin(asked)

    @Slot(str, str)
    def ask(self, server: str, code: str) -> None:
        """Address and code were typed."""
        self._begin(Invitation(server, code))

    def _begin(self, asked: Invitation) -> None:
        if not self._is_busy and not self._is_done:
            self._is_busy = True
            self.window.say("waiting")
            self._worker.ask("join", self._join, self._where, asked)

    @Slot(object)
    def take(self, answer: Answer) -> None:
        """What came of it."""
        if answer.name != "join":
            return
        self._is_busy = False
        if answer.error is None:
            self._is_done = True
            self.done.emit()
        else:
            what = what_of(answer.error)
            log.warning("not enrolled: %s", answer.error)
            self.window.say(what, str(answer.error) if what == "failed" else "")

    @Slot()
    def leave(self) -> None:
        """The window was closed."""
        if not self._is_done:
            self.given_up.emit()


def what_of(error: Exception) -> str:
    """Which of the window's sentences says this; its libraries are loaded by then."""
    from station.sync.client import NotCentral, Refused, Trouble
    from station.sync.enrolment import Incomplete

    match error:
        case Incomplete():
            return "waiting_roster"
        case Refused():
            return "bad_code"
        case NotCentral():
            return error.why or "not_central"
        case Trouble():
            return error.why or "no_answer"
    return "failed"
