"""The parts of the window and how they look: where they stand, zone, theme, size and language; what keys and presses
mean is the window's."""

from __future__ import annotations

from typing import TYPE_CHECKING
from zoneinfo import ZoneInfo

from PySide6.QtCore import Slot
from PySide6.QtGui import QImage, QResizeEvent
from PySide6.QtWidgets import QMainWindow, QVBoxLayout, QWidget

from station.ui import theme as themes
from station.ui.bar import Bar
from station.ui.gate_page import GatePage
from station.ui.language import speak
from station.ui.later import Ahead, Later
from station.ui.page import Holding
from station.ui.pages import Pages
from station.ui.strip import Strip

if TYPE_CHECKING:
    from station.ui.day_page import DayPage
    from station.ui.duty.page import DutyPage
    from station.ui.leaving_page import LeavingPage
    from station.ui.sampling.page import SamplingPage
    from station.ui.supply.supply_page import SupplyPage


class WindowParts(QMainWindow):
    """Bar above, one page, strip of keys below; in their place what is shown of a station that leaves service."""

    def __init__(self, zone: ZoneInfo, parent: QWidget | None, *, mirror: bool) -> None:
        super().__init__(parent)
        themes.load_font()
        self.setMinimumSize(1180, 720)
        self.resize(1280, 800)
        self.language = ""
        self._holding = Holding(zone, mirror=mirror)
        self.bar, self.gate, self.strip = Bar(zone), GatePage(zone), Strip()
        self.gate.camera.mirror = mirror
        self.pages = Pages(self.gate, self._holding)
        self.leaving_page: Later[LeavingPage] = Later("station.ui.leaving_page", _leaving)
        self._ahead = Ahead((*self.gate.sides.pages.values(), *self.pages.later), self)
        self._build()

    def _build(self) -> None:
        middle = QWidget()
        layout = QVBoxLayout(middle)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.setSpacing(0)
        layout.addWidget(self.bar)
        layout.addWidget(self.pages, 1)
        layout.addWidget(self.strip)
        self.setCentralWidget(middle)
        self.leaving_page.then(lambda page: layout.addWidget(page, 1))

    # --- pages that come later ---

    def build_ahead(self) -> None:
        """Build one after another what nobody has opened yet, while nobody is there; from now on."""
        self._ahead.start()

    @property
    def day(self) -> DayPage:
        """The day page; built when it was not, as are all below."""
        return self.pages.day.get()

    @property
    def duty(self) -> DutyPage:
        """The duty desk's page."""
        return self.pages.duty.get()

    @property
    def sampling(self) -> SamplingPage:
        """The sampling table's page."""
        return self.pages.sampling.get()

    @property
    def supplies(self) -> SupplyPage:
        """The supplies page."""
        return self.pages.supplies.get()

    @property
    def leaving(self) -> LeavingPage:
        """What is shown of a station that leaves service."""
        return self.leaving_page.get()

    # --- looks ---

    @property
    def theme(self) -> str:
        """The theme that is worn."""
        return self._holding.theme

    @Slot(QImage)
    def show_frame(self, image: QImage) -> None:
        """Show the camera's newest picture."""
        self._holding.frame = image
        self.gate.camera.show_frame(image)
        for page in self.pages.built:
            page.show_frame(image)

    def show_preparing(self) -> None:
        """Say that the demo is being made ready, until the first picture comes."""
        self.gate.camera.preparing = True
        self.gate.camera.update()

    def set_zone(self, zone: ZoneInfo) -> None:
        """Show times as they are at the site."""
        self._holding.zone = self.bar.zone = self.gate.verdict.zone = self.gate.rows.model.zone = zone
        self.gate.sides.set_zone(zone)
        for page in self.pages.built:
            page.set_zone(zone)
        self.retranslate()

    @Slot(bool)
    def hide_people(self, on: bool) -> None:
        """Show no names, while nobody is here; or show them again."""
        self._holding.hides_people = on
        self.gate.hide_people(on)
        for page in self.pages.built:
            page.hide_people(on)

    def resizeEvent(self, event: QResizeEvent) -> None:  # noqa: N802
        """A larger window shows everything larger: it is read from further away."""
        super().resizeEvent(event)
        scale = themes.scale_of(self.width(), self.height())
        if scale != self._holding.scale:
            self._holding.scale = scale
            self.set_scale()

    def set_scale(self) -> None:
        """Bring everything to the scale of now."""
        themes.wear(self, self._holding.theme, self._holding.scale)
        self.bar.set_scale(self._holding.scale)
        self.gate.set_scale(self._holding.scale)
        for page in self.pages.built:
            page.set_scale(self._holding.scale)

    def set_theme(self, name: str) -> None:
        """Wear this theme."""
        self._holding.theme = name
        themes.wear(self, name, self._holding.scale)
        self.gate.camera.set_page_colour(themes.PALETTES[name].page)
        self.gate.sides.set_theme(name)
        for page in self.pages.built:
            page.set_theme(name)

    def set_language(self, name: str) -> None:
        """Speak this language from now on."""
        if name == self.language:
            return
        speak(name)
        self.language = self.strip.language = name
        self.gate.sides.set_language(name)
        self.retranslate()

    def retranslate(self) -> None:
        """Say it all in the language of now."""
        for part in (self.bar, self.gate, self.strip):
            part.retranslate()
        for page in self.pages.built:
            page.retranslate()
        self.leaving_page.tell(lambda page: page.retranslate())


def _leaving() -> LeavingPage:
    from station.ui.leaving_page import LeavingPage

    return LeavingPage()
