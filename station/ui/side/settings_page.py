"""Settings of this station: which camera, light or dark, the printed notice; keeping them is done elsewhere."""

from __future__ import annotations

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QListWidget, QListWidgetItem

from station.ui.side.page import SidePage, button, label, line
from station.ui.view import CameraName


class SettingsPage(SidePage):
    """Signals: camera_chosen(source), cameras_asked(), theme_asked(), notice_asked()."""

    camera_chosen = Signal(str)
    cameras_asked = Signal()
    theme_asked = Signal()
    notice_asked = Signal()

    def __init__(self) -> None:
        super().__init__()
        self.theme = "light"
        self._cameras = label("soft")
        self.list = QListWidget()
        self.list.itemActivated.connect(self._choose)
        self.list.itemClicked.connect(self._choose)
        self.again, self.look, self.notice = button("1", "quiet_button"), button("2", "quiet_button"), button("3")
        for number, made in enumerate((self.again, self.look, self.notice)):
            made.clicked.connect(lambda _checked=False, number=number: self.press(number))
        self.inner.addWidget(self._cameras)
        self.inner.addWidget(self.list, 1)
        self.inner.addWidget(self.said)
        self.inner.addLayout(line(self.again, self.look, self.notice))
        self.retranslate()

    def opened(self) -> None:
        """Ask which cameras there are."""
        self.say("")
        self.list.setFocus()
        self.cameras_asked.emit()

    def show_cameras(self, cameras: tuple[CameraName, ...], chosen: str) -> None:
        """Show the cameras of this computer; the one that is used is marked."""
        self.list.clear()
        for camera in cameras:
            item = QListWidgetItem(("● " if camera.source == chosen else "    ") + camera.name)
            item.setData(0x0100, camera.source)
            self.list.addItem(item)
        if not cameras:
            self.say(self.tr("This computer shows no camera. Check the cable, then look again."))
        else:
            self.say("")

    def press(self, number: int) -> bool:
        """1: look for cameras again; 2: light or dark; 3: print the notice."""
        signals = (self.cameras_asked, self.theme_asked, self.notice_asked)
        if not 0 <= number < len(signals):
            return False
        signals[number].emit()
        return True

    def _choose(self, item: QListWidgetItem) -> None:
        self.camera_chosen.emit(str(item.data(0x0100)))

    def retranslate(self) -> None:
        """Say it all in the language of now."""
        super().retranslate()
        self.title.setText(self.tr("Settings"))
        self._cameras.setText(self.tr("Camera: choose one by its name"))
        self.again.say(self.tr("Look again"))
        self.look.say(self.tr("Light") if self.theme == "dark" else self.tr("Dark"))
        self.notice.say(self.tr("Print the notice"))
