"""Rounds with central as Qt sees them: when the next one comes, and how central stands; a round itself is `sync`'s."""

from __future__ import annotations

import random
from typing import Any

from PySide6.QtCore import QObject, QTimer, Signal, Slot

from station.clock import DeviceClock
from station.threads import Answer, Worker
from station.ui.view import Carried, Carry, Link

LOAD_AFTER_MS = 500
"""After the store was met, and after each code until then: what a line to central needs takes a tenth of a second to
load, and beside that the first person's card took twice as long."""
LOAD_AT_LATEST_S = 3.0
"""A queue keeps no entry from central."""
LOOK_AFTER_TROUBLE_MS = 5_000
COMPARE_EVERY_S = 60.0
"""Central's figures are looked at this often at most: they cost it a walk over the day."""


class Syncing(QObject):
    """Goes to central on a thread of its own; on another it waits there for news.

    Signals: came_back(bool), after each round: whether central answered; compared(wire.SiteReport), now and then after
    a round that left nothing to do; retired(Retired), after each try to hand over what a revoked station still has;
    carried(view.Carried), what came of a stick.
    """

    came_back = Signal(bool)
    compared = Signal(object)
    retired = Signal(object)
    carried = Signal(object)

    def __init__(self, clock: DeviceClock, every_s: float) -> None:
        super().__init__()
        self._clock, self._every_s = clock, every_s
        self._courier: Any = None
        self._store: Any = None
        self._failures = 0
        self._compare_at_s = 0.0
        self.link, self.why = Link.OFFLINE, ""
        self._worker = Worker("courier")
        self._worker.answered.connect(self._take)
        self._timer = QTimer(self, singleShot=True)
        self._timer.timeout.connect(self.sync)
        self._load_by_s = 0.0
        self._loads = QTimer(self, singleShot=True)
        self._loads.timeout.connect(self._load)
        self._lookout: Any = None
        self._watch = Worker("lookout")
        self._watch.answered.connect(self._take)
        self._look_again = QTimer(self, singleShot=True)
        self._look_again.timeout.connect(self._look)

    def meet(self, store: Any) -> None:
        """Begin to sync that store, soon: its libraries are loaded on the threads when nobody is waiting for a card."""
        self._store = store
        self._load_by_s = self._clock.monotonic_s() + LOAD_AT_LATEST_S
        self._loads.start(LOAD_AFTER_MS)

    @Slot()
    def touch(self) -> None:
        """Somebody has shown a code: the libraries wait for their card."""
        if self._loads.isActive() and self._clock.monotonic_s() < self._load_by_s:
            self._loads.start(LOAD_AFTER_MS)

    @Slot()
    def _load(self) -> None:
        self._worker.ask("meet", _meet, self._store, self._clock)
        self._watch.ask("watch", _watch, self._store)

    def soon(self, wait_ms: int) -> None:
        """A new entry brings the next round forward, never back; trouble with central keeps its own pace."""
        if self._courier is None or (self._failures and self._timer.isActive()):
            return
        if not self._timer.isActive() or self._timer.remainingTime() > wait_ms:
            self._timer.start(wait_ms)

    @Slot()
    def sync(self) -> None:
        """One round."""
        if self._courier is not None:
            self._worker.ask("round", self._courier.round)

    @Slot(str, str)
    def carry(self, way: str, folder: str) -> None:
        """Copy to a stick, or take from one: on the thread of the line, so that both never move at once."""
        if self._store is not None:
            self._worker.ask("carry", _carry, self._store, self._clock, Carry(way), folder)

    @Slot()
    def _look(self) -> None:
        self._watch.ask("look", self._lookout.look)

    def stop(self) -> None:
        """Finish the round, wait no longer, let go of the connections, end the threads."""
        self._loads.stop()
        self._look_again.stop()
        if self._lookout is not None:
            self._lookout.leave()
            self._watch.ask("leave", self._lookout.close)
        self._watch.stop()
        self._timer.stop()
        if self._courier is not None:
            self._worker.ask("leave", self._courier.close)
        self._worker.stop()

    def _take(self, answer: Answer) -> None:
        if answer.name == "meet" and answer.value is not None:
            self._courier = answer.value
            self.soon(0)
        elif answer.name == "round":
            self._took_round(answer.value, answer.error)
        elif answer.name == "watch" and answer.value is not None:
            self._lookout = answer.value
            self._look()
        elif answer.name == "look":
            self._took_look(answer.value)
        elif answer.name == "retire" and answer.value is not None:
            self.retired.emit(answer.value)
        elif answer.name == "carry":
            self.carried.emit(answer.value or Carried(Carry.OUT, fault="store"))
            self.came_back.emit(self.link is Link.ONLINE)
            if self._store.is_closed_journal and self._courier is not None:
                # What was carried may have been the last that central lacked.
                self._worker.ask("retire", self._courier.retire)
        elif answer.name == "compare" and answer.value is not None:
            self.compared.emit(answer.value)

    def _took_look(self, looked: Any) -> None:
        # Without an answer the store had trouble; the courier's own timer goes on in any case.
        wait_ms = LOOK_AFTER_TROUBLE_MS if looked is None else int(looked.after_s * 1000)
        if looked is not None and looked.is_news:
            self.soon(wait_ms)
        self._look_again.start(wait_ms)

    def _took_round(self, outcome: Any, error: BaseException | None) -> None:
        from station.sync.waits import next_in_s

        self.link = Link(outcome.link) if outcome is not None and outcome.link in set(Link) else Link.OFFLINE
        # Without an outcome the store had trouble, which is not the network's.
        self.why = str(outcome.why if outcome is not None else getattr(error, "fault", ""))
        online = self.link is Link.ONLINE
        self._failures = 0 if online else self._failures + 1
        asked_s = outcome.wait_s if outcome is not None else 0.0
        wait_s = next_in_s(self._failures, self._every_s, random.random, asked_s)
        self.came_back.emit(online)
        if self.link is Link.REVOKED:
            self._worker.ask("retire", self._courier.retire)
        if online and not outcome.more and self._clock.monotonic_s() >= self._compare_at_s:
            self._compare_at_s = self._clock.monotonic_s() + COMPARE_EVERY_S
            self._worker.ask("compare", self._courier.compare)
        self.soon(0 if online and outcome.more else int(wait_s * 1000))


def _meet(store: Any, clock: DeviceClock) -> Any:
    from station.sync.courier import courier_for

    return courier_for(store, clock)


def _watch(store: Any) -> Any:
    from station.sync.lookout import lookout_for

    return lookout_for(store)


def _carry(store: Any, clock: DeviceClock, way: Carry, folder: str) -> Carried:
    from station import sticks

    return sticks.copy_out(store, clock, folder) if way is Carry.OUT else sticks.take_in(store, clock, folder)
