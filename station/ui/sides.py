"""The camera's picture and the side pages that take its place, one at a time; what they ask for is done elsewhere."""

from __future__ import annotations

from zoneinfo import ZoneInfo

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QStackedWidget

from station.ui.camera_view import CameraView
from station.ui.side.find_page import FindPage
from station.ui.side.form_page import FormPage
from station.ui.side.guide_page import GuidePage
from station.ui.side.log_page import LogPage
from station.ui.side.page import SidePage
from station.ui.side.settings_page import SettingsPage
from station.ui.side.shift_page import ShiftPage
from station.ui.side.tray_page import TrayPage
from station.ui.side.visits_page import VisitsPage


class Sides(QStackedWidget):
    """Signals: changed(), another page than before is open; and what the pages ask for:

    people_asked(text), person_picked(subject, method), household_asked(attempt), typed(code),
    form_asked(category, attempt), registered(category, values, attempt), refused(category, attempt),
    visits_asked(), leaving(subject, presumed), leaving_together(company),
    shift_asked(), signed(number, pin), handing_over(notes), handover_stopped(), cameras_asked(),
    camera_chosen(source), theme_asked(), print_asked("sheet" or "notice", of what), guides_asked(), log_asked(),
    logged(about, values), log_undone(entry), tray_asked(), stick_asked("out" or "in", folder).
    """

    changed = Signal()
    people_asked = Signal(str)
    person_picked = Signal(str, str)
    household_asked = Signal(str)
    typed = Signal(str)
    form_asked = Signal(str, str)
    registered = Signal(str, object, str)
    refused = Signal(str, str)
    visits_asked = Signal()
    leaving = Signal(str, bool)
    leaving_together = Signal(str)
    shift_asked = Signal()
    signed = Signal(str, str)
    handing_over = Signal(str)
    handover_stopped = Signal()
    cameras_asked = Signal()
    camera_chosen = Signal(str)
    theme_asked = Signal()
    print_asked = Signal(str, object)
    guides_asked = Signal()
    log_asked = Signal()
    logged = Signal(str, object)
    log_undone = Signal(str)
    tray_asked = Signal()
    stick_asked = Signal(str, str)

    def __init__(self, camera: CameraView, zone: ZoneInfo) -> None:
        super().__init__()
        self.camera = camera
        self.finder, self.form, self.visits = FindPage(), FormPage(), VisitsPage(zone)
        self.shift, self.settings = ShiftPage(), SettingsPage()
        self.guide, self.log, self.tray = GuidePage(), LogPage(zone), TrayPage(zone)
        self.pages: dict[str, SidePage] = {
            "find": self.finder,
            "form": self.form,
            "visits": self.visits,
            "shift": self.shift,
            "settings": self.settings,
            "guide": self.guide,
            "log": self.log,
            "tray": self.tray,
        }
        self.addWidget(camera)
        for page in self.pages.values():
            self.addWidget(page)
            page.left.connect(self.close_page)
        self._connect()

    def _connect(self) -> None:
        self.finder.asked.connect(self.people_asked)
        self.finder.picked.connect(self.person_picked)
        self.finder.typed.connect(self.typed)
        self.form.category_chosen.connect(self.form_asked)
        self.form.sent.connect(self.registered)
        self.form.refused.connect(self.refused)
        self.visits.leaving.connect(self.leaving)
        self.visits.leaving_together.connect(self.leaving_together)
        self.shift.signed.connect(self.signed)
        self.shift.handing_over.connect(self.handing_over)
        self.shift.stopped.connect(self.handover_stopped)
        self.shift.print_asked.connect(lambda sheet: self.print_asked.emit("sheet", sheet))
        self.settings.cameras_asked.connect(self.cameras_asked)
        self.settings.camera_chosen.connect(self.camera_chosen)
        self.log.written.connect(self.logged)
        self.log.undo_asked.connect(self.log_undone)
        self.settings.stick_asked.connect(self.stick_asked)
        self.settings.theme_asked.connect(self.theme_asked)
        self.settings.notice_asked.connect(lambda: self.print_asked.emit("notice", None))

    @property
    def open_name(self) -> str:
        """Name of the page that is open, or empty while the camera's picture is there."""
        shown = self.currentWidget()
        return next((name for name, page in self.pages.items() if page is shown), "")

    @property
    def open_page(self) -> SidePage | None:
        """The page that is open, or None."""
        return self.pages.get(self.open_name)

    def open_for(self, name: str, attempt: str = "") -> None:
        """Open a page and ask for what it shows. attempt: the card that a form settles, or whose home is looked up."""
        self.setCurrentWidget(self.pages[name])
        self.pages[name].opened()
        self.changed.emit()
        match name:
            case "find" if attempt:
                self.household_asked.emit(attempt)
            case "form":
                self.form_asked.emit("visitor", attempt)
            case "visits":
                self.visits_asked.emit()
            case "shift":
                self.shift_asked.emit()
            case "guide":
                self.guides_asked.emit()
            case "log":
                self.log_asked.emit()
            case "tray":
                self.tray_asked.emit()

    def close_page(self) -> bool:
        """Back to the camera's picture; False when it was there already."""
        was_open = bool(self.open_name)
        self.setCurrentWidget(self.camera)
        self.setFocus()
        self.changed.emit()
        return was_open

    def try_again(self) -> None:
        """What was handed over last was not recorded."""
        self.form.show_faults(())
        self.finder.show_finding(self.finder.finding)

    def press(self, number: int) -> bool:
        """A digit for the page that is open; False when it means nothing there."""
        page = self.open_page
        return page is not None and page.press(number)

    def say(self, text: str, *, is_fault: bool = True) -> None:
        """Say something on the page that is open."""
        if self.open_page is not None:
            self.open_page.say(text, is_fault=is_fault)

    def retranslate(self) -> None:
        """Say it all in the language of now."""
        self.camera.retranslate()
        for page in self.pages.values():
            page.retranslate()
