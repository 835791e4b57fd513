"""The camera's picture and the side pages that take its place, one at a time; what they ask for is done elsewhere.

A side page is built when it is first opened, or a little before.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any
from zoneinfo import ZoneInfo

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QStackedWidget

from station.ui.camera_view import CameraView
from station.ui.later import Later

if TYPE_CHECKING:
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
    logged(about, values), log_undone(entry), tray_asked(), stick_asked("out" or "in", folder),
    shift_figure_chosen(name), what makes a figure of the shift's sheet.
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
    shift_figure_chosen = Signal(str)
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
        self.camera, self._zone, self._theme, self._language = camera, zone, "light", "en"
        self.pages: dict[str, Later[Any]] = {
            "find": Later("station.ui.side.find_page", self._make_find),
            "form": Later("station.ui.side.form_page", self._make_form),
            "visits": Later("station.ui.side.visits_page", self._make_visits),
            "shift": Later("station.ui.side.shift_page", self._make_shift),
            "settings": Later("station.ui.side.settings_page", self._make_settings),
            "guide": Later("station.ui.side.guide_page", self._make_guide),
            "log": Later("station.ui.side.log_page", self._make_log),
            "tray": Later("station.ui.side.tray_page", self._make_tray),
        }
        self.addWidget(camera)
        for page in self.pages.values():
            page.then(self._add)

    def _add(self, page: SidePage) -> None:
        self.addWidget(page)
        # Dressed at once, not when it is shown: until then it would ask for room in type of another size.
        page.ensurePolished()
        page.left.connect(self.close_page)

    # --- pages that come later ---

    def _make_find(self) -> FindPage:
        from station.ui.side.find_page import FindPage

        page = FindPage()
        page.asked.connect(self.people_asked)
        page.picked.connect(self.person_picked)
        page.typed.connect(self.typed)
        return page

    def _make_form(self) -> FormPage:
        from station.ui.side.form_page import FormPage

        page = FormPage()
        page.category_chosen.connect(self.form_asked)
        page.sent.connect(self.registered)
        page.refused.connect(self.refused)
        return page

    def _make_visits(self) -> VisitsPage:
        from station.ui.side.visits_page import VisitsPage

        page = VisitsPage(self._zone)
        page.leaving.connect(self.leaving)
        page.leaving_together.connect(self.leaving_together)
        return page

    def _make_shift(self) -> ShiftPage:
        from station.ui.side.shift_page import ShiftPage

        page = ShiftPage()
        page.speak(self._language)
        page.signed.connect(self.signed)
        page.handing_over.connect(self.handing_over)
        page.stopped.connect(self.handover_stopped)
        page.print_asked.connect(lambda sheet: self.print_asked.emit("sheet", sheet))
        page.figure_chosen.connect(self.shift_figure_chosen)
        return page

    def _make_settings(self) -> SettingsPage:
        from station.ui.side.settings_page import SettingsPage

        page = SettingsPage()
        page.show_theme(self._theme)
        page.cameras_asked.connect(self.cameras_asked)
        page.camera_chosen.connect(self.camera_chosen)
        page.stick_asked.connect(self.stick_asked)
        page.theme_asked.connect(self.theme_asked)
        page.notice_asked.connect(lambda: self.print_asked.emit("notice", None))
        return page

    def _make_guide(self) -> GuidePage:
        from station.ui.side.guide_page import GuidePage

        return GuidePage()

    def _make_log(self) -> LogPage:
        from station.ui.side.log_page import LogPage

        page = LogPage(self._zone)
        page.written.connect(self.logged)
        page.undo_asked.connect(self.log_undone)
        return page

    def _make_tray(self) -> TrayPage:
        from station.ui.side.tray_page import TrayPage

        return TrayPage(self._zone)

    # --- which is open ---

    @property
    def finder(self) -> FindPage:
        """The page for somebody without a phone; built when it was not, as are all below."""
        page: FindPage = self.pages["find"].get()
        return page

    @property
    def form(self) -> FormPage:
        """The form for somebody without a pass."""
        page: FormPage = self.pages["form"].get()
        return page

    @property
    def visits(self) -> VisitsPage:
        """Who is inside on a visit."""
        page: VisitsPage = self.pages["visits"].get()
        return page

    @property
    def shift(self) -> ShiftPage:
        """The shift."""
        page: ShiftPage = self.pages["shift"].get()
        return page

    @property
    def settings(self) -> SettingsPage:
        """The settings."""
        page: SettingsPage = self.pages["settings"].get()
        return page

    @property
    def guide(self) -> GuidePage:
        """The duty guides."""
        page: GuidePage = self.pages["guide"].get()
        return page

    @property
    def log(self) -> LogPage:
        """The duty log."""
        page: LogPage = self.pages["log"].get()
        return page

    @property
    def tray(self) -> TrayPage:
        """What central keeps aside."""
        page: TrayPage = self.pages["tray"].get()
        return page

    @property
    def open_name(self) -> str:
        """Name of the page that is open, or empty while the camera's picture is there."""
        shown = self.currentWidget()
        return next((name for name, page in self.pages.items() if page.built is shown), "")

    @property
    def open_page(self) -> SidePage | None:
        """The page that is open, or None."""
        name = self.open_name
        return self.pages[name].built if name else None

    def open_for(self, name: str, attempt: str = "") -> None:
        """Open a page and ask for what it shows. attempt: the card that a form settles, or whose home is looked up."""
        page = self.pages[name].get()
        self.setCurrentWidget(page)
        page.opened()
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
        self.pages["form"].tell(lambda page: page.show_faults(()))
        self.pages["find"].tell(lambda page: page.show_finding(page.finding))

    def press(self, number: int) -> bool:
        """A digit for the page that is open; False when it means nothing there."""
        page = self.open_page
        return page is not None and page.press(number)

    def say(self, text: str, *, is_fault: bool = True) -> None:
        """Say something on the page that is open."""
        if self.open_page is not None:
            self.open_page.say(text, is_fault=is_fault)

    # --- looks ---

    def set_zone(self, zone: ZoneInfo) -> None:
        """Show times as they are at the site."""
        self._zone = zone
        for name in ("visits", "log", "tray"):
            if (page := self.pages[name].built) is not None:
                page.zone = zone

    def set_theme(self, name: str) -> None:
        """That theme is worn."""
        self._theme = name
        self.pages["settings"].tell(lambda page: page.show_theme(name))

    def set_language(self, name: str) -> None:
        """That language is spoken."""
        self._language = name
        self.pages["shift"].tell(lambda page: page.speak(name))

    def retranslate(self) -> None:
        """Say it all in the language of now."""
        self.camera.retranslate()
        for page in self.pages.values():
            page.tell(lambda built: built.retranslate())
