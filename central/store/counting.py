"""Central's counters by name: numbers that rise with every change; who counts what is said by those who do.

A database that is an older backup has counters that stand where they stood then, and numbers beyond them were given out
already, to entries and versions that are lost. So whoever begins to serve lets them go on from central's clock, further
than any of them can have come, and notes what was passed over: whoever knows a number in there knows another history.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from contextlib import AbstractContextManager
from datetime import datetime
from typing import Final, TypeVar

import sqlalchemy as sa
from sqlalchemy.engine import Connection

from central.store import filling
from central.store.schema import counter, passed_over

T = TypeVar("T")


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
        to = int(now.timestamp() * 1000)
        self._write(lambda connection: _pass_over(connection, _named(names) & (counter.c.value < to), to))

    def stood_at(self, name: str, number: int) -> int:
        """Where the counter stood when it passed over that number, which it never gave out; -1 where it did not."""
        if not number:
            return -1
        with self._reading() as connection:
            stood: int | None = connection.execute(_STOOD, {"of": name, "number": number}).scalar()
        return -1 if stood is None else stood

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


def _named(names: Sequence[str]) -> sa.ColumnElement[bool]:
    like = (counter.c.name.startswith(f"{name} ", autoescape=True) for name in names)
    return sa.or_(counter.c.name.in_(names), *like)


def _pass_over(connection: Connection, these: sa.ColumnElement[bool], to: int) -> None:
    """Let these counters stand at that number. A few statements for all of them: a city has thousands."""
    # In order, so that it and whoever counts meanwhile never wait for each other in a circle.
    connection.execute(sa.select(counter.c.name).where(these).order_by(counter.c.name).with_for_update())
    ends = (passed_over.c.name == counter.c.name) & (passed_over.c.until == counter.c.value)
    # Where nothing was given out since the last time, what was passed over then only reaches further.
    idle = sa.exists().where(these, ends)
    fresh = sa.select(counter.c.name, sa.literal(to), counter.c.value).where(these, ~sa.exists().where(ends))
    connection.execute(sa.insert(passed_over).from_select(["name", "until", "stood"], fresh))
    connection.execute(sa.update(passed_over).where(passed_over.c.until < to, idle).values(until=to))
    connection.execute(sa.update(counter).where(these).values(value=to))
