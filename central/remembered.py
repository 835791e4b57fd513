"""What is computed once for all who look within ten seconds; each process has its own, and none needs it."""

from __future__ import annotations

from collections.abc import Callable
from datetime import datetime, timedelta
from threading import Lock
from typing import Final, Generic, TypeVar

T = TypeVar("T")

REMEMBERED: Final = timedelta(seconds=10)


class Remembered(Generic[T]):
    """Something that anybody may ask for, so that asking stays cheap however many do."""

    def __init__(self, compute: Callable[[datetime], T]) -> None:
        self._compute, self._lock = compute, Lock()
        self._held: tuple[datetime, T] | None = None

    def at(self, now: datetime) -> T:
        """It, at most ten seconds old."""
        with self._lock:
            if self._held is None or not timedelta() <= now - self._held[0] < REMEMBERED:
                self._held = now, self._compute(now)
            return self._held[1]
