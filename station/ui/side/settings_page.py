"""Settings of this station: which camera, light or dark, the notice, the stick; keeping them is done elsewhere."""

from __future__ import annotations

from PySide6.QtCore import Signal, Slot
from PySide6.QtWidgets import QListWidget, QListWidgetItem

from station.ui import carry_words, sticks
from station.ui.side.page import SidePage, button, label, line
from station.ui.view import CameraName, Carried, Carry


class SettingsPage(SidePage):
    """Signals: camera_chosen(source), cameras_asked(), theme_asked(), notice_asked(), stick_asked(way, folder)."""

    camera_chosen = Signal(str)
    cameras_asked = Signal()
    theme_asked = Signal()
    notice_asked = Signal()
    stick_asked = Signal(str, str)

    def __init__(self) -> None:
        super().__init__()
        self.theme, self._stick = "light", ""
        self._carried: Carried | None = None
        self._is_blind = False
        self._cameras = label("soft")
        self.list = QListWidget()
        self.list.itemActivated.connect(self._choose)
        self.list.itemClicked.connect(self._choose)
        self.again, self.look, self.notice = button("1", "quiet_button"), button("2", "quiet_button"), button("3")
        self.copy, self.take = button("4", "quiet_button"), button("5", "quiet_button")
        for number, made in enumerate((self.again, self.look, self.notice, self.copy, self.take)):
            made.clicked.connect(lambda _checked=False, number=number: self.press(number))
        self.inner.addWidget(self._cameras)
        self.inner.addWidget(self.list, 1)
        self.inner.addWidget(self.said)
        self.inner.addLayout(line(self.again, self.look, self.notice))
        self.inner.addLayout(line(self.copy, self.take))
        self.retranslate()

    def opened(self) -> None:
        """Ask which cameras there are."""
        self._carried = None
        self.say("")
        self.list.setFocus()
        self.cameras_asked.emit()

    def show_theme(self, name: str) -> None:
        """That theme is worn: the button offers the other."""
        self.theme = name
        self.retranslate()

    def show_cameras(self, cameras: tuple[CameraName, ...], chosen: str) -> None:
        """Show the cameras of this computer; the one that is used is marked."""
        self.list.clear()
        for camera in cameras:
            item = QListWidgetItem(("● " if camera.source == chosen else "    ") + camera.name)
            item.setData(0x0100, camera.source)
            self.list.addItem(item)
        self._is_blind = not cameras
        self._say_blind()

    def _say_blind(self) -> None:
        said = self.tr("This computer shows no camera. Check the cable, then look again.")
        self.say(said if self._is_blind else "")

    def press(self, number: int) -> bool:
        """1: look for cameras again; 2: light or dark; 3: print the notice; 4, 5: copy to a stick, take from one."""
        if number in {3, 4}:
            self._ask_stick(Carry.OUT if number == 3 else Carry.IN)
            return True
        signals = (self.cameras_asked, self.theme_asked, self.notice_asked)
        if not 0 <= number < len(signals):
            return False
        signals[number].emit()
        return True

    def _ask_stick(self, way: Carry) -> None:
        folder = sticks.choose(self)
        if folder:
            self._stick, self._carried = folder, None
            self.say(self.tr("One moment; leave the stick where it is."), is_fault=False)
            self.stick_asked.emit(way.value, folder)

    @Slot(object)
    def show_carried(self, carried: Carried) -> None:
        """What came of it."""
        self._carried = carried
        self._say_carried()

    def _say_carried(self) -> None:
        if self._carried is not None:
            said = carry_words.said(self._carried, sticks.name_of(self._stick))
            self.say(said, is_fault=bool(self._carried.fault))

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
        self.copy.say(self.tr("Copy to a stick"))
        self.take.say(self.tr("Take from a stick"))
        self._say_blind() if self._carried is None else self._say_carried()
