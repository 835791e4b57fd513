"""Issued passes as a table: which were given out and which is whose newest; signing and printing are the press's."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

import sqlalchemy as sa
from sqlalchemy.engine import Connection, Row

from central.store.filling import insert_new
from central.store.schema import issued
from checkpoint.passes import Pass, PassKind


def add(connection: Connection, passes: Iterable[Pass]) -> None:
    """Keep what was issued; a pass that is kept already stays as it is."""
    for one in passes:
        insert_new(connection, issued, _values(one))


def newest(connection: Connection, kind: PassKind) -> dict[str, Pass]:
    """Subject -> the newest pass of that kind that was issued."""
    query = sa.select(issued).where(issued.c.kind == int(kind)).order_by(issued.c.valid_from)
    return {row.subject: _pass(row) for row in connection.execute(query)}


def numbers(connection: Connection) -> set[str]:
    """The numbers of all passes that were ever issued."""
    return set(connection.execute(sa.select(issued.c.number)).scalars())


def _values(one: Pass) -> dict[str, Any]:
    return {
        "number": one.number,
        "subject": str(one.subject),
        "kind": int(one.kind),
        "key_id": one.key_id,
        "scope": one.scope,
        "valid_from": one.valid_from,
        "valid_to": one.valid_to,
    }


def _pass(row: Row[Any]) -> Pass:
    return Pass(
        key_id=row.key_id,
        kind=PassKind(row.kind),
        subject=int(row.subject),
        valid_from=row.valid_from,
        valid_to=row.valid_to,
        scope=row.scope,
    )
