"""Central's counters by name: numbers that rise with every change; who counts what is said by those who do.

A database that is an older backup has counters that stand where they stood then, and numbers beyond them were given out
already, to entries and versions that are lost. So whoever begins to serve lets them go on from central's clock, further
than any of them can have come, and notes what was passed over: whoever knows a number in there knows another history.
That begins a term, and whoever says in which terms it was told is answered by those (`terms`). A command begins one of
what it counts up itself.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from contextlib import AbstractContextManager
from datetime import datetime
from typing import Final, TypeVar

import sqlalchemy as sa
from sqlalchemy.engine import Connection

from central.store import filling, terms
from central.store.schema import counter, passed_over
from checkpoint.terms import Point, Told

T = TypeVar("T")
LEAP: Final = 7
"""Days for which an office's computer may be off without its clock being in doubt then."""
SURE: Final = 2
"""At least one whole day."""


_STOOD: Final = sa.select(sa.func.min(passed_over.c.stood)).where(
    passed_over.c.name == sa.bindparam("of"),
    passed_over.c.until > sa.bindparam("number"),
    passed_over.c.stood < sa.bindparam("number"),
)


class Counting:
    """The counters of an opened database."""

    def _write(self, work: Callable[[Connection], T]) -> T:
        """One transaction that writes."""
        raise NotImplementedError

    def _reading(self) -> AbstractContextManager[Connection]:
        """One that reads."""
        raise NotImplementedError

    def begin(self, names: Iterable[str]) -> None:
        """See that these counters are there, at nought unless they stand elsewhere."""
        rows = [{"name": name, "value": 0} for name in sorted(names)]
        self._write(lambda connection: filling.insert_new_ones(connection, counter, rows))

    def begin_afresh(self, names: Sequence[str], now: datetime) -> None:
        """Give out no number of these counters, and of those that begin with such a name and a blank, a second time."""
        self._write(lambda connection: terms.begin(connection, _named(names), terms.at_ms(now)))

    def stood_at(self, name: str, number: int) -> int:
        """Where the counter stood when it passed over that number, which it never gave out; -1 where it did not."""
        if not number:
            return -1
        with self._reading() as connection:
            stood: int | None = connection.execute(_STOOD, {"of": name, "number": number}).scalar()
        return -1 if stood is None else stood

    def joins(self, name: str, told: Told) -> Point:
        """From where whoever was told so far goes on: there, or where what it was told and this counter part."""
        if not told.number:
            return Point("", 0)
        if not told.points:
            stood = self.stood_at(name, told.number)
            number = told.number if stood < 0 else stood
            return Point(self.term_at(name, number), number)
        with self._reading() as connection:
            return terms.last_agreed(connection, name, told.points)

    def term_at(self, name: str, number: int) -> str:
        """In which term the counter gave out that number; empty before the first, and where there are no terms."""
        if not number:
            return ""
        with self._reading() as connection:
            return terms.term_at(connection, name, number)

    def claim_day(self, name: str, day: int) -> bool:
        """Have a day's work to do, by the number of the day; False when somebody has, or the clock may be wrong.

        A clock that leapt by more than LEAP days since somebody last asked, or back, is not believed before it has gone
        on from there for SURE days, by when whoever looks after it has put it right.
        """

        def work(connection: Connection) -> bool:
            done, asked, since = (filling.counted(connection, f"{name}{part}") for part in ("", " asked", " since"))
            before = asked or done
            begun = day if before and not -1 <= day - before <= LEAP else since
            filling.counted(connection, f"{name} asked", add=day - asked)
            filling.counted(connection, f"{name} since", add=begun - since)
            # One that stands beyond tomorrow was counted by a clock that ran ahead.
            is_free = done < day or done > day + 1
            if not is_free or (begun and day - begun < SURE):
                return False
            filling.counted(connection, name, add=day - done)
            return True

        return self._write(work)

    def free_day(self, name: str) -> None:
        """What was claimed was not done: whoever asks next has it to do."""
        self._write(lambda connection: filling.counted(connection, name, add=-1))

    def counters(self, names: Sequence[str]) -> dict[str, int]:
        """name -> value of these counters, as far as they have begun."""
        with self._reading() as connection:
            return filling.counters(connection, names)


def _named(names: Sequence[str]) -> sa.ColumnElement[bool]:
    like = (counter.c.name.startswith(f"{name} ", autoescape=True) for name in names)
    return sa.or_(counter.c.name.in_(names), *like)
