"""Shows how a station leaves service, and has it erased once central has everything; handing over is the sync's."""

from __future__ import annotations

import logging
from typing import Any

from PySide6.QtCore import QObject, Signal, Slot

from station import erasing
from station.settings import Places
from station.threads import Answer, Worker
from station.ui.view import Leaving
from station.ui.window import Window

log = logging.getLogger(__name__)


class Retirement(QObject):
    """Signals: over(), central has everything: nothing may touch the store any more."""

    over = Signal()

    def __init__(self, where: Places, window: Window, desk: Worker) -> None:
        super().__init__()
        self._where, self._window, self._desk = where, window, desk
        self._store: Any = None

    def meet(self, lane: Any) -> None:
        """The lane is open; it may be that of a station which was taken out of service before it was started anew."""
        self._store = lane.store
        if self._store.is_closed_journal:
            self._window.show_leaving(Leaving(self._store.unsent_count()))

    @Slot(object)
    def take(self, retired: Any) -> None:
        """The courier tried to hand over; it tries again by itself until nothing waits."""
        if self._store is None:
            return
        self._window.show_leaving(Leaving(retired.waiting))
        if retired.is_over:
            store, self._store = self._store, None
            said = f"{store.identity.name}: taken out of service. Central has everything, this computer was erased."
            self.over.emit()
            self._desk.ask("erase", _erase, store, self._where, said)

    def take_answer(self, answer: Answer) -> bool:
        """Take an answer of the desk's thread; False when it is for somebody else."""
        if answer.name != "erase":
            return False
        if answer.error is not None:
            log.error("the station was not erased: %s", answer.error)
        self._window.show_leaving(Leaving(0, is_erased=True, has_failed=answer.error is not None))
        return True


def _erase(store: Any, where: Places, said: str) -> None:
    store.close()
    erasing.erase(where, said)
