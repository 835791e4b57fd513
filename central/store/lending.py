"""What volunteers were lent as a table: who has which badge, vest or armband since when; saying so is for others."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime
from typing import Any

import sqlalchemy as sa
from sqlalchemy.engine import Connection

from central.store.schema import lent

Thing = tuple[str, str]
"""(what, number)"""


@dataclass(frozen=True, slots=True)
class Lent:
    """One thing with one volunteer. until: when it came back or was said to be lost; None while it is out."""

    what: str
    number: str
    volunteer: str
    since: datetime
    until: datetime | None
    is_lost: bool

    @property
    def thing(self) -> Thing:
        """(what, number)"""
        return self.what, self.number


def lend(connection: Connection, things: Iterable[Thing], volunteer: str, now: datetime) -> list[Lent]:
    """Note that a volunteer has these from now on. Returns those that somebody has already: then none is noted."""
    wanted = list(dict.fromkeys(things))
    taken = [one for thing in wanted for one in _out(connection, thing)]
    if not taken:
        rows: list[dict[str, Any]] = [
            {"what": what, "number": number, "since": now, "volunteer": volunteer, "is_lost": False}
            for what, number in wanted
        ]
        connection.execute(sa.insert(lent), rows)
    return taken


def take_back(connection: Connection, things: Iterable[Thing], now: datetime, *, is_lost: bool) -> list[Lent]:
    """Note that these came back, or are lost. Returns them as they were; when one is not out, nothing is noted."""
    wanted = list(dict.fromkeys(things))
    out = [one for thing in wanted for one in _out(connection, thing)]
    if len(out) == len(wanted):
        for one in out:
            here = (lent.c.what == one.what) & (lent.c.number == one.number) & lent.c.until.is_(None)
            connection.execute(sa.update(lent).where(here).values(until=now, is_lost=is_lost))
    return out


def everything(connection: Connection) -> list[Lent]:
    """The whole register, by thing and time."""
    rows = connection.execute(sa.select(lent).order_by(lent.c.what, lent.c.number, lent.c.since))
    return [Lent(**row._mapping) for row in rows]


def _out(connection: Connection, thing: Thing) -> list[Lent]:
    here = (lent.c.what == thing[0]) & (lent.c.number == thing[1]) & lent.c.until.is_(None)
    return [Lent(**row._mapping) for row in connection.execute(sa.select(lent).where(here))]
