"""Small facts kept by name: the epoch, the identity, how far the sync has come; what they mean is left to the store."""

from __future__ import annotations

from collections.abc import Sequence

import sqlalchemy as sa
from sqlalchemy.dialects.sqlite import insert
from sqlalchemy.engine import Connection

from station.store.schema import state


def read(connection: Connection, name: str) -> str | None:
    """The fact of that name, or None."""
    return connection.execute(sa.select(state.c.value).where(state.c.name == name)).scalar_one_or_none()


def put(connection: Connection, name: str, value: str) -> None:
    """Keep a fact in place of the one of that name."""
    fact = insert(state).values(name=name, value=value)
    connection.execute(fact.on_conflict_do_update(index_elements=["name"], set_={"value": value}))


def drop(connection: Connection, names: Sequence[str]) -> None:
    """Keep none of these any more."""
    connection.execute(sa.delete(state).where(state.c.name.in_(names)))
