"""The strip of keys at the foot: what can be done from here and by which key; doing it is the window's."""

from __future__ import annotations

from typing import Final

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QFrame, QHBoxLayout, QSizePolicy, QWidget

from station.ui.key_button import KeyButton
from station.ui.keys import UNDO
from station.ui.language import NAMES
from station.ui.theme import UNIT, restyle

KEYS: Final = ("F1", "F2", "F3", "F4", "F5", "F7", "F8", "F10", "F11", "F12", "F9", UNDO)
SHIFT: Final = "⇧"
SHIFTED: Final = ("⇧F1", "⇧F2", "⇧F3", "⇧F7", "⇧F11", "⇧F12")
"""What Shift and a function key do: shown in the others' place while Shift is held, or after a click on `SHIFT`."""
PAGES: Final = ("F1", "F2", "F3", "F4", "F5", "F10", "F12", *SHIFTED)
"""The keys that open a page."""


class Strip(QFrame):
    """Signals: pressed("F1"…), one of the keys was clicked."""

    pressed = Signal(str)

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setObjectName("keys")
        self.buttons = {key: KeyButton(key) for key in (*KEYS, *SHIFTED, SHIFT)}
        self.is_shifted, self._can_undo, self._has_table = False, False, False
        self.language, self.undecided, self.visits, self.visits_late = "", 0, 0, 0
        line = QHBoxLayout(self)
        line.setContentsMargins(UNIT, UNIT // 2, UNIT, UNIT // 2)
        for button in self.buttons.values():
            button.clicked.connect(self._click)
            button.tighten()
            line.addWidget(button)
        line.setSpacing(0)
        self.buttons[SHIFT].setSizePolicy(QSizePolicy.Policy.Maximum, QSizePolicy.Policy.Preferred)
        self.show_shifted(False)

    def show_page(self, key: str) -> None:
        """Mark the page that is open by its key."""
        for each in PAGES:
            _mark(self.buttons[each], "here", each == key)
        _mark(self.buttons[SHIFT], "here", key in SHIFTED)

    def show_shifted(self, on: bool) -> None:
        """Show what Shift and a function key do, or what the function keys do alone."""
        self.is_shifted = on
        for key, button in self.buttons.items():
            button.setVisible((key == SHIFT or (key in SHIFTED) == on) and (key != "⇧F2" or self._has_table))
        self.show_undo(self._can_undo)

    def show_undecided(self, count: int) -> None:
        """So many cards wait for a decision; any at all are worth a colour."""
        if count == self.undecided:
            return
        self.undecided = count
        _mark(self.buttons["F7"], "worry", count > 0)
        self.retranslate()

    def show_visits(self, count: int, late: int) -> None:
        """So many visitors have not left; one whose pass is over is worth a colour."""
        if (count, late) != (self.visits, self.visits_late):
            self.visits, self.visits_late = count, late
            _mark(self.buttons["F5"], "worry", late > 0)
            self.retranslate()

    def show_peak(self, on: bool) -> None:
        """Queue-peak mode is on or off."""
        _mark(self.buttons["F11"], "worry", on)

    def show_table(self, on: bool) -> None:
        """Whether this site has sampling tables."""
        if on != self._has_table:
            self._has_table = on
            self.show_shifted(self.is_shifted)

    def show_undo(self, on: bool) -> None:
        """Whether what was done last can still be taken back."""
        self._can_undo = on
        self.buttons[UNDO].setVisible(on and not self.is_shifted)

    def retranslate(self) -> None:
        """Say it all in the language of now."""
        texts = {
            "F1": self.tr("Gate"),
            "F2": self.tr("No phone"),
            "F3": self.tr("Day log"),
            "F4": self.tr("Visitor"),
            "F5": self.tr("%n visits", "", self.visits),
            "F7": self.tr("{count} open").format(count=self.undecided),
            "F8": self.tr("Emergency"),
            "F9": NAMES.get(self.language, ""),
            "F10": self.tr("Shift"),
            "F11": self.tr("Peak"),
            "F12": self.tr("Settings"),
            UNDO: self.tr("Undo"),
            "⇧F1": self.tr("Duty guide"),
            "⇧F2": self.tr("Sampling table"),
            "⇧F3": self.tr("Volunteer desk"),
            "⇧F7": self.tr("Kept aside"),
            "⇧F11": self.tr("Supplies"),
            "⇧F12": self.tr("Incidents, disinfection"),
            SHIFT: "",
        }
        for key, text in texts.items():
            self.buttons[key].say(text)

    def _click(self) -> None:
        button = self.sender()
        if isinstance(button, KeyButton) and button.key == SHIFT:
            self.show_shifted(not self.is_shifted)
        elif isinstance(button, KeyButton):
            self.show_shifted(False)
            self.pressed.emit(button.key)


def _mark(button: KeyButton, name: str, on: bool) -> None:
    button.setProperty(name, "true" if on else "false")
    restyle(button, *button.findChildren(QWidget))
