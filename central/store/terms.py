"""Central's terms as a table: which numbers of each counter were given out in which; what follows is its callers'.

Whoever begins to serve begins a term: the database may be a backup, and nobody can tell. A command begins one of the
counter that it counts up, and of no other: a server beside it goes on in its own. A row of `passed_over` says where a
counter stood then, and from where it goes on. One in whose term nothing was given out makes way for the next, so a
restart costs a row only where something was; of very many, those that are long past thin out.
"""

from __future__ import annotations

import secrets
from collections.abc import Callable, Sequence
from datetime import datetime
from typing import Any, Final

import sqlalchemy as sa
from sqlalchemy.engine import Connection

from central.store.filling import insert_new
from central.store.schema import counter, passed_over
from checkpoint.journal import EXACT_INT
from checkpoint.terms import Point, agreed, spare

NOW: Final = ""
"""The name under which the running term stands, for counters that have no row of their own yet."""
MOST: Final = 64
KEPT: Final = 48
"""Of more than MOST terms of a counter so many are kept."""

_name, _until, _stood, _term = passed_over.c.name, passed_over.c.until, passed_over.c.stood, passed_over.c.term
_OF: Final = _name == sa.bindparam("of")
_ITS: Final = sa.select(sa.func.max(_until)).where(_OF, _term == sa.bindparam("term")).scalar_subquery()
_FROM_IT: Final = sa.select(_term, _stood).where(_OF, _until >= sa.func.coalesce(_ITS, 0)).order_by(_until)
_AT: Final = (
    sa.select(_term)
    .where(_name.in_([sa.bindparam("of"), NOW]), _stood < sa.bindparam("number"))
    .order_by(_name.desc(), _until.desc())
    .limit(1)
)
_RUNS: Final = sa.select(_term).where(_name == NOW)
_NEWEST: Final = sa.select(_term).where(_OF).order_by(_until.desc()).limit(1)
BEGINS: Final = "begins"
"""The option of a connection that holds a `Beginner`, where the program is none that serves."""


class Beginner:
    """Begins a term of each counter before a program that serves nobody counts it up: here a backup may lie, too."""

    def __init__(self, clock: Callable[[], datetime]) -> None:
        self._clock, self._mine = clock, set[str]()

    def see_to(self, connection: Connection, name: str) -> None:
        """Unless its newest term is one that this program began; a transaction that was taken back began none."""
        if connection.execute(_NEWEST, {"of": name}).scalar() not in self._mine:
            insert_new(connection, counter, {"name": name, "value": 0})
            self._mine.add(_begin(connection, counter.c.name == name, at_ms(self._clock()), _running(connection)))


def see_begun(connection: Connection, name: str) -> None:
    """Somebody is about to count that up: a command begins a term of it first."""
    beginner: Beginner | None = connection.get_execution_options().get(BEGINS)
    if beginner is not None:
        beginner.see_to(connection, name)


def at_ms(now: datetime) -> int:
    """From where counters go on in a term that begins now: further than any of them can have come."""
    return int(now.timestamp() * 1000)


def last_agreed(connection: Connection, name: str, points: Sequence[Point]) -> Point:
    """Where this counter last agreed with what somebody was told at these points, of which there is one at least."""
    rows = connection.execute(_FROM_IT, {"of": name, "term": points[-1].term}).all()
    if not rows:
        return agreed(points, dict.fromkeys(connection.execute(_RUNS).scalars(), EXACT_INT))
    ends = [*(row.stood for row in rows[1:]), EXACT_INT]
    return agreed(points, {row.term: end for row, end in zip(rows, ends, strict=True)})


def term_at(connection: Connection, name: str, number: int) -> str:
    """In which term this counter gave out that number; empty where nobody ever began one."""
    return connection.execute(_AT, {"of": name, "number": number}).scalar() or ""


def begin(connection: Connection, these: sa.ColumnElement[bool], to: int) -> None:
    """Begin a term: these counters go on from that number. A few statements for all of them: a city has thousands."""
    _running(connection)
    before = connection.execute(_RUNS.with_for_update()).scalar_one()
    term = _begin(connection, these, to, before)
    connection.execute(sa.update(passed_over).where(_name == NOW).values(term=term))


def _running(connection: Connection) -> str:
    """The running term, under which counters stand that have no row of their own; drawn where nobody ever began one."""
    insert_new(connection, passed_over, {"name": NOW, "until": 0, "stood": 0, "term": secrets.token_hex(8)})
    return str(connection.execute(_RUNS).scalar_one())


def _begin(connection: Connection, these: sa.ColumnElement[bool], to: int, before: str) -> str:
    """The same of these alone; returns the term. before: in which those are that never had a row."""
    term = secrets.token_hex(8)
    # In order, so that it and whoever counts meanwhile never wait for each other in a circle.
    connection.execute(sa.select(counter.c.name).where(these).order_by(counter.c.name).with_for_update())
    is_first = ~sa.exists().where(_name == counter.c.name, _stood == 0)
    _insert(connection, these & is_first, sa.literal(0), sa.literal(0), before)
    ends = (_name == counter.c.name) & (_until == counter.c.value)
    further = sa.case((counter.c.value < to, to), else_=counter.c.value)
    _insert(connection, these & ~sa.exists().where(ends), further, counter.c.value, term)
    # Where nothing was given out since the last time, what was passed over then only reaches further. Its term may go
    # on in a database that this one is a backup of, so this is another one.
    idle = sa.exists().where(these, ends)
    reaches = sa.case((_until < to, to), else_=_until)
    connection.execute(sa.update(passed_over).where(idle).values(until=reaches, term=term))
    # By what was noted, and of no counter that somebody began just now.
    noted = sa.select(sa.func.max(_until)).where(_name == counter.c.name).scalar_subquery()
    connection.execute(sa.update(counter).where(these, counter.c.value < noted).values(value=noted))
    _thin(connection, these)
    return term


def _insert(connection: Connection, of: Any, until: Any, stood: Any, term: str) -> None:
    rows = sa.select(counter.c.name, until, stood, sa.literal(term)).where(of)
    connection.execute(sa.insert(passed_over).from_select(["name", "until", "stood", "term"], rows))


def _thin(connection: Connection, these: sa.ColumnElement[bool]) -> None:
    """Forget some of very many terms: their numbers count to the next one, which no database has without them."""
    of_these = _name.in_(sa.select(counter.c.name).where(these))
    crowded = sa.select(_name).where(of_these).group_by(_name).having(sa.func.count() > MOST)
    found: dict[str, list[tuple[int, int]]] = {}
    for row in connection.execute(sa.select(_name, _until, _stood).where(_name.in_(crowded)).order_by(_name, _until)):
        found.setdefault(row.name, []).append((row.until, row.stood))
    gone, moved = [], {}
    for name, rows in found.items():
        while len(rows) > KEPT:
            at = spare([until for until, _ in rows])
            until, stood = rows.pop(at)
            rows[at] = rows[at][0], stood
            gone.append({"of": name, "at": until})
            moved[name, rows[at][0]] = stood
    here = _OF & (_until == sa.bindparam("at"))
    if gone:
        connection.execute(sa.delete(passed_over).where(here), gone)
        change = sa.update(passed_over).where(here).values(stood=sa.bindparam("went_on"))
        left = [{"of": name, "at": until, "went_on": stood} for (name, until), stood in moved.items()]
        connection.execute(change, left)
