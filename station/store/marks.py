"""Small facts kept by name: the epoch, the identity, how far the sync has come; what they mean is left to the store."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Final

import sqlalchemy as sa
from sqlalchemy.engine import Connection

from station.store.schema import put_into, state

TWICE: Final = "twice"
PARTED_AT: Final = "parted_at"
MADE: Final = "bundles_made"
"""How many bundles this disk has made."""
BEFORE_LOSS: Final = "bundles_before_loss"
"""How many of them when it was heard last that central had lost something."""
FEED: Final = "peer_cursor", "peer_terms"
ROSTER: Final = "roster_version", "roster_terms"
"""Up to where central has told of each, and in which of its terms."""
_PUT = put_into(state)
_READ = sa.select(state.c.value).where(state.c.name == sa.bindparam("name"))


def read(connection: Connection, name: str) -> str | None:
    """The fact of that name, or None."""
    return connection.execute(_READ, {"name": name}).scalar_one_or_none()


def put(connection: Connection, name: str, value: str) -> None:
    """Keep a fact in place of the one of that name."""
    connection.execute(_PUT, {"name": name, "value": value})


def put_all(connection: Connection, values: Mapping[str, str]) -> None:
    """Keep each of these facts in place of the one of its name."""
    if values:
        connection.execute(_PUT, [{"name": name, "value": value} for name, value in values.items()])


def drop(connection: Connection, names: Sequence[str]) -> None:
    """Keep none of these any more."""
    connection.execute(sa.delete(state).where(state.c.name.in_(names)))
