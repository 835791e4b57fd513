"""How central's stations stand, in numbers: for whoever watches over it; names are `status`'s."""

from __future__ import annotations

from datetime import datetime, timedelta
from typing import Final

import sqlalchemy as sa
from sqlalchemy.engine import Connection

from central.store.schema import chain, fork, refused, station

SILENT: Final = timedelta(minutes=5)
"""A station online asks every few seconds; one that has not for so long is cut off, switched off or broken."""


def figures(connection: Connection, now: datetime) -> dict[str, int]:
    """name -> number: stations in service and silent ones, entries held, journals with gaps, forks, what is aside."""
    serves = station.c.revoked_at.is_(None)
    silent = serves & sa.or_(station.c.seen_at.is_(None), station.c.seen_at < now - SILENT)
    count = sa.func.count()
    questions = {
        "stations_in_service": sa.select(count).select_from(station).where(serves),
        "stations_silent": sa.select(count).select_from(station).where(silent),
        "entries_held": sa.select(sa.func.coalesce(sa.func.sum(chain.c.held), 0)),
        "journals_with_gaps": sa.select(count).select_from(chain).where(chain.c.have < chain.c.last_seq),
        "forks": sa.select(count).select_from(fork).where(fork.c.settled_at.is_(None)),
        "entries_aside": sa.select(count).select_from(refused).where(refused.c.settled_at.is_(None)),
    }
    row = connection.execute(sa.select(*(one.scalar_subquery().label(name) for name, one in questions.items()))).one()
    return {name: int(value) for name, value in row._mapping.items()}
