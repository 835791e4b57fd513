"""What the window tells every page alike: zone, size, theme, the camera's picture and troubles; a page built late is
told what holds by then. What else a page shows is its own."""

from __future__ import annotations

from dataclasses import dataclass, field
from zoneinfo import ZoneInfo

from PySide6.QtCore import Slot
from PySide6.QtGui import QImage
from PySide6.QtWidgets import QWidget

from station.ui.banner import Banner
from station.ui.camera_view import CameraView
from station.ui.theme import PALETTES
from station.ui.view import Trouble


@dataclass(slots=True)
class Holding:
    """What holds for every page now. hides_people: nobody has been here for a while. frame: the camera's newest."""

    zone: ZoneInfo
    scale: float = 1.0
    theme: str = "light"
    mirror: bool = True
    frame: QImage = field(default_factory=QImage)
    troubles: list[Trouble] = field(default_factory=list)
    hides_people: bool = False


class Page(QWidget):
    """A page of the window. What it has no use for passes it by."""

    def meet(self, holding: Holding) -> None:
        """Be as everything else is by now."""
        self.set_zone(holding.zone)
        self.set_scale(holding.scale)
        self.set_theme(holding.theme)

    def set_zone(self, zone: ZoneInfo) -> None:
        """Show times as they are at the site."""

    def set_scale(self, scale: float) -> None:
        """Be that much larger than at 1280 x 800."""

    def set_theme(self, name: str) -> None:
        """Wear this theme, beyond what the style sheet does."""

    def show_frame(self, image: QImage) -> None:
        """Show the camera's newest picture."""

    def show_trouble(self, trouble: Trouble, on: bool) -> None:
        """Show or take away a banner."""

    @Slot(bool)
    def hide_people(self, on: bool) -> None:
        """Show no names, while nobody is here; or show them again."""

    def retranslate(self) -> None:
        """Say it all in the language of now."""


class WatchingPage(Page):
    """A page with the camera's picture and a banner of troubles, both of its own."""

    def __init__(self) -> None:
        super().__init__()
        self.camera, self.banner = CameraView(), Banner()

    def meet(self, holding: Holding) -> None:
        """Be as everything else is by now."""
        super().meet(holding)
        self.camera.mirror = holding.mirror
        self.show_frame(holding.frame)
        for trouble in holding.troubles:
            self.show_trouble(trouble, True)
        self.hide_people(holding.hides_people)

    def set_theme(self, name: str) -> None:
        """Wear this theme, beyond what the style sheet does."""
        self.camera.set_page_colour(PALETTES[name].page)

    def show_frame(self, image: QImage) -> None:
        """Show the camera's newest picture."""
        self.camera.show_frame(image)

    def show_trouble(self, trouble: Trouble, on: bool) -> None:
        """Show or take away a banner."""
        self.banner.set(trouble, on)
