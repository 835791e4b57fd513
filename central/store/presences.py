"""Who was inside a site when a day began, kept so that a report walks one day instead of all that retention keeps.

It is drawn from the entries by `reports` and can be thrown away at any time. It says up to which arrival it was drawn,
so whether it still holds is a question on the entries and no writer has to think of it.
"""

from __future__ import annotations

import json
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from typing import Final, NamedTuple

import sqlalchemy as sa
from sqlalchemy.engine import Connection

from central.store.entries import of_site
from central.store.filling import insert_new
from central.store.schema import entry, presence
from checkpoint.days import DECISION

KEPT: Final = timedelta(days=2)


class Inside(NamedTuple):
    """Somebody inside. site, gate: as the entry names them. heads: how many came in with that entry."""

    site: str
    subject: str
    since: datetime
    gate: str
    heads: int


@dataclass(frozen=True, slots=True)
class Presence:
    """Who was inside at `start`. days: how far back entries were read; arrival: the newest of them in order of arrival.

    inside: who came in and is there, sorted.
    """

    start: datetime
    days: int
    arrival: int
    inside: tuple[Inside, ...]


def kept(connection: Connection, site: str, start: datetime, days: int) -> Presence | None:
    """What was kept, unless something has arrived since that tells of before `start`."""
    here = (presence.c.site == site) & (presence.c.start_at == start) & (presence.c.days == days)
    row = connection.execute(sa.select(presence.c.arrival, presence.c.inside).where(here)).one_or_none()
    if row is None or connection.execute(_told_since(connection, site, start, row.arrival)).scalar():
        return None
    people = json.loads(row.inside)
    if any(len(one) != len(Inside._fields) for one in people):
        # Drawn by an older program, which knew less of them.
        return None
    inside = (Inside(place, who, datetime.fromtimestamp(ms / 1000, UTC), *rest) for place, who, ms, *rest in people)
    return Presence(start, days, row.arrival, tuple(inside))


def _told_since(connection: Connection, site: str, start: datetime, arrival: int) -> sa.Select[tuple[bool]]:
    """Whether an entry from before `start`, or a decision about one, has arrived after that number."""
    late, decided = entry.alias("late"), entry.alias("decided")
    new = of_site(connection, site, late) & (late.c.arrival > arrival)
    amended = (decided.c.station == late.c.station) & (decided.c.id == late.c.amends) & (decided.c.scanned_at < start)
    about_before = sa.exists().where(new, late.c.kind == DECISION, amended)
    return sa.select(sa.exists().where(new, late.c.scanned_at < start) | about_before)


def keep(connection: Connection, site: str, drawn: Presence) -> None:
    """Keep it in place of what was kept for that day; earlier days go."""
    old = (presence.c.start_at < drawn.start - KEPT) | (presence.c.start_at == drawn.start)
    connection.execute(sa.delete(presence).where(presence.c.site == site, old))
    inside = [[*one[:2], round(one.since.timestamp() * 1000), *one[3:]] for one in drawn.inside]
    row = {"site": site, "start_at": drawn.start, "days": drawn.days, "arrival": drawn.arrival}
    insert_new(connection, presence, row | {"inside": json.dumps(inside)})
