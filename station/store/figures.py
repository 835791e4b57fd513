"""A day's figures as they were before its passages were forgotten, as a table; counting them is the logbook's."""

from __future__ import annotations

import json
from collections.abc import Mapping
from datetime import datetime
from typing import Any

import sqlalchemy as sa
from sqlalchemy.engine import Connection

from station.store.schema import figure, passage, put_into

_PUT = put_into(figure)


def keep(connection: Connection, site: str, day: str, figures: Mapping[str, Any]) -> None:
    """Keep a day's figures."""
    connection.execute(_PUT, {"site": site, "day": day, "figures": json.dumps(figures, sort_keys=True)})


def kept(connection: Connection, site: str, day: str) -> dict[str, Any] | None:
    """A day's figures, or None while they are not kept."""
    here = (figure.c.site == site) & (figure.c.day == day)
    said = connection.execute(sa.select(figure.c.figures).where(here)).scalar_one_or_none()
    return None if said is None else dict(json.loads(said))


def oldest_before(connection: Connection, site: str, after: datetime | None, before: datetime) -> datetime | None:
    """The time of the site's first passage in [after, before), or None."""
    query = sa.select(sa.func.min(passage.c.scanned_at)).where(passage.c.site == site, passage.c.scanned_at < before)
    if after is not None:
        query = query.where(passage.c.scanned_at >= after)
    return connection.execute(query).scalar()
