"""A sound for each verdict, told apart by rhythm and pitch; a computer that cannot play them works in silence."""

from __future__ import annotations

import logging
from typing import Any

from PySide6.QtCore import QObject, QUrl, Slot

from checkpoint.gate import Light
from resources import FOLDER

log = logging.getLogger(__name__)


class Sounds(QObject):
    """Plays a verdict's sound at once, as soon as `load` has brought the multimedia libraries in."""

    def __init__(self, parent: QObject | None = None, *, on: bool = True) -> None:
        super().__init__(parent)
        self.on = on
        self._effects: dict[Light, Any] = {}

    def play(self, light: Light) -> None:
        """Play it, or stay silent where that cannot be done."""
        effect = self._effects.get(light)
        if effect is not None:
            effect.play()

    @Slot()
    def load(self) -> None:
        """Load the libraries and the sounds: a moment after the first paint, never while somebody waits for a card."""
        if self.on and not self._effects:
            self._effects = self._load()

    def _load(self) -> dict[Light, Any]:
        try:
            from PySide6.QtMultimedia import QMediaDevices, QSoundEffect
        except ImportError:
            log.warning("no sounds: the multimedia libraries are missing")
            return {}
        if not QMediaDevices.audioOutputs():
            log.info("no sounds: this computer has no loudspeaker")
            return {}
        effects = {}
        for light in Light:
            effect = QSoundEffect(self)
            effect.setSource(QUrl.fromLocalFile(str(FOLDER / "sounds" / f"{light.value}.wav")))
            effects[light] = effect
        return effects
