"""A sound for each verdict, told apart by rhythm and pitch; a computer that cannot play them works in silence."""

from __future__ import annotations

import logging
import os
from typing import Any

from PySide6.QtCore import QObject, QUrl

from checkpoint.gate import Light
from resources import FOLDER

log = logging.getLogger(__name__)


class Sounds(QObject):
    """Plays a verdict's sound at once. The multimedia libraries are loaded when the first one is wanted."""

    def __init__(self, parent: QObject | None = None, *, on: bool = True) -> None:
        super().__init__(parent)
        self.on = on
        self._effects: dict[Light, Any] | None = None

    def play(self, light: Light) -> None:
        """Play it, or stay silent where that cannot be done."""
        if not self.on:
            return
        if self._effects is None:
            self._effects = self._load()
        effect = self._effects.get(light)
        if effect is not None:
            effect.play()

    def _load(self) -> dict[Light, Any]:
        os.environ.setdefault("QT_LOGGING_RULES", "qt.multimedia*=false")
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
