"""Worker: runs plain functions on a QThread, one after another, and answers by signal; it knows nothing of them.

Connect `answered` to methods of QObjects only: a lambda or a plain method would run in the worker's own thread.
"""

from __future__ import annotations

import gc
import logging
import os
import sys
from collections.abc import Callable
from dataclasses import dataclass
from typing import Any, ClassVar

from PySide6.QtCore import QObject, Qt, QThread, QTimer, Signal, Slot

log = logging.getLogger(__name__)


@dataclass(frozen=True, slots=True)
class Task:
    """A function to run, and the name under which its answer comes back."""

    name: str
    function: Callable[..., Any]
    args: tuple[Any, ...]


@dataclass(frozen=True, slots=True)
class Answer:
    """What a task returned, or what it raised."""

    name: str
    value: Any = None
    error: Exception | None = None


_running_on: list[Worker] = []

TURN_S = 0.0005
"""Seconds after which a thread that computes lets another have its turn. With Python's own five milliseconds a verdict,
which gives its turn away with every statement and signature, waited so long for each of them while a backlog drained.
"""


def leave(code: int) -> int:
    """The exit code to end with. Where a thread did not end in time (a film that is being made, a camera's driver that
    hangs) this does not return: the process ends at once, as if it had been killed, which no entry is lost by.
    """
    if _running_on:
        log.warning("left while still at work: %s", ", ".join(one.thread().objectName() for one in _running_on))
        sys.stdout.flush()
        sys.stderr.flush()
        os._exit(code)
    return code


class Worker(QObject):
    """One thread that does one thing at a time. Signals: answered(Answer)."""

    answered = Signal(object)
    _asked = Signal(object)

    def __init__(self, name: str) -> None:
        super().__init__()
        sys.setswitchinterval(TURN_S)
        self._thread = QThread()
        self._thread.setObjectName(name)
        self.moveToThread(self._thread)
        self._asked.connect(self._run, Qt.ConnectionType.QueuedConnection)
        self._thread.start()

    def ask(self, name: str, function: Callable[..., Any], *args: Any) -> None:
        """Run `function(*args)` on the worker's thread after everything asked before. Returns at once."""
        self._asked.emit(Task(name, function, args))

    @Slot(object)
    def _run(self, task: Task) -> None:
        try:
            answer = Answer(task.name, task.function(*task.args))
        except Exception as error:
            # Only the kind of error is logged: a message may quote what was being recorded.
            log.warning("task %s failed: %s", task.name, type(error).__name__)
            answer = Answer(task.name, error=error)
        self.answered.emit(answer)

    def stop(self, wait_ms: int = 5_000) -> bool:
        """Finish what was asked and end the thread; False when it did not end in time."""
        # Quitting is asked for like any other task, so that everything asked before it is done first.
        self.ask("stop", self._thread.quit)
        has_ended = self._thread.wait(wait_ms)
        if not has_ended:
            # Qt aborts the whole process when a thread is taken away while it runs.
            _running_on.append(self)
        return has_ended


SWEEP_MS = 1_000
SETTLE_AFTER_MS = 5_000
"""After the first code could be judged: everything is loaded."""
WHOLE_SWEEP_EVERY = 60
"""Sweeps. A whole one holds every thread up, so it waits for a moment at which nobody is at the gate."""
QUIET_AFTER = 3
"""Sweeps without anybody: a queue at its busiest has somebody every second or two."""
OVERDUE_AFTER = 1_800


class Sweeper(QObject):
    """Collects garbage on the window's thread only, as long as any of them is at work.

    Python collects on whichever thread happens to allocate. When that was a worker's, it took window objects away from
    a thread that was not theirs, and Qt answered with a segmentation fault: seen after a window had been closed.
    """

    _at_work: ClassVar[int] = 0

    def __init__(self, parent: QObject | None = None) -> None:
        super().__init__(parent)
        gc.disable()
        Sweeper._at_work += 1
        self._since_whole, self._since_touch = 0, QUIET_AFTER + 1
        self._timer = QTimer(self, interval=SWEEP_MS)
        self._timer.timeout.connect(self.sweep)
        self._timer.start()

    @Slot()
    def touch(self) -> None:
        """Somebody is at the gate."""
        self._since_touch = 0

    @property
    def is_quiet(self) -> bool:
        """Whether nobody has been at the gate for some seconds."""
        return self._since_touch > QUIET_AFTER

    @Slot()
    def sweep(self) -> None:
        """The young garbage each second, all of it when a minute is over and nobody is there."""
        self._since_whole += 1
        self._since_touch += 1
        if self._since_whole >= (WHOLE_SWEEP_EVERY if self.is_quiet else OVERDUE_AFTER):
            self._since_whole = 0
            gc.collect()
        else:
            gc.collect(1)

    def settle(self) -> None:
        """What lives now, and soon after, lives on: no sweep need walk it again. None does here: that took 75 ms."""
        gc.freeze()
        QTimer.singleShot(SETTLE_AFTER_MS, self, self._freeze)

    def _freeze(self) -> None:
        if self._timer.isActive():
            gc.freeze()

    def stop(self) -> None:
        """Back to Python's own way, after the last worker of the last program in this process has ended."""
        if not self._timer.isActive():
            return
        self._timer.stop()
        Sweeper._at_work -= 1
        gc.unfreeze()
        gc.collect()
        if not Sweeper._at_work:
            gc.enable()
