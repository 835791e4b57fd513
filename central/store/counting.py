"""Central's counters by name: numbers that rise with every change; who counts what is said by those who do.

A database that is an older backup has counters that stand where they stood then, and numbers beyond them were given out
already, to entries and versions that are lost. So whoever begins to serve lets them go on from central's clock, further
than any of them can have come, and notes what was passed over: whoever knows a number in there knows another history.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from contextlib import AbstractContextManager
from datetime import datetime
from typing import Final, TypeVar

from sqlalchemy.engine import Connection

from central.store import filling

T = TypeVar("T")
_PASSED: Final = " passed over until "


class Counting:
    """The counters of an opened database."""

    def _write(self, work: Callable[[Connection], T]) -> T:
        """One transaction that writes."""
        raise NotImplementedError

    def _reading(self) -> AbstractContextManager[Connection]:
        """One that reads."""
        raise NotImplementedError

    def begin_afresh(self, names: Sequence[str], now: datetime) -> None:
        """Give out no number of these counters, and of those that begin with such a name and a blank, a second time."""
        to = int(now.timestamp() * 1000)

        def work(connection: Connection) -> None:
            for name, value in sorted(filling.counters_of(connection, names).items()):
                if value < to and _PASSED not in name:
                    filling.raise_counter(connection, name, to)
                    filling.raise_counter(connection, f"{name}{_PASSED}{to}", value)

        self._write(work)

    def stood_at(self, name: str, number: int) -> int:
        """Where the counter stood when it passed over that number, which it never gave out; -1 where it did not."""
        if not number:
            return -1
        with self._reading() as connection:
            passed = filling.counters_of(connection, [f"{name}{_PASSED.rstrip()}"])
        stood = (at for until, at in passed.items() if at < number < int(until.rpartition(_PASSED)[2]))
        return min(stood, default=-1)

    def claim(self, name: str, number: int) -> bool:
        """Raise a counter to that number; False when it stands there already, since somebody else was first."""

        def work(connection: Connection) -> bool:
            before = filling.counted(connection, name)
            filling.counted(connection, name, add=max(0, number - before))
            return before < number

        return self._write(work)

    def counters(self, names: Sequence[str]) -> dict[str, int]:
        """name -> value of these counters, as far as they have begun."""
        with self._reading() as connection:
            return filling.counters(connection, names)
