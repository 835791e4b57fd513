"""Threads that want to write take turns in the order in which they asked; what they write is theirs to say.

A plain lock goes to whoever is quickest, which is the thread that has just let go of it: a courier with many pages to
write would keep the desk waiting page after page.
"""

from __future__ import annotations

from collections import deque
from collections.abc import Iterator
from contextlib import contextmanager
from threading import Lock


class Waited(Exception):
    """The turn did not come in time."""


class Turns:
    """One turn at a time, first come, first served."""

    def __init__(self) -> None:
        self._lock = Lock()
        self._is_taken = False
        self._line: deque[Lock] = deque()

    @contextmanager
    def one(self, timeout_s: float) -> Iterator[None]:
        """Wait for a turn and have it. Raises Waited."""
        self._take(timeout_s)
        try:
            yield
        finally:
            self._pass_on()

    def _take(self, timeout_s: float) -> None:
        with self._lock:
            if not self._is_taken:
                self._is_taken = True
                return
            place = Lock()
            place.acquire()
            self._line.append(place)
        if place.acquire(timeout=timeout_s):
            return
        with self._lock:
            # It may have come between the end of the wait and here; then it is ours after all.
            if place in self._line:
                self._line.remove(place)
                raise Waited

    def _pass_on(self) -> None:
        with self._lock:
            if self._line:
                self._line.popleft().release()
            else:
                self._is_taken = False
