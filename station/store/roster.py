"""The roster as a table of documents: what central last said; who may pass is left to the judge."""

from __future__ import annotations

import json
from collections.abc import Iterable
from typing import TypeVar

import sqlalchemy as sa
from sqlalchemy.engine import Connection

from checkpoint import roster
from checkpoint.wire import Item
from station.store.schema import item, put_into

D = TypeVar("D", bound=roster.Document)
_PUT = put_into(item)
_AT_ONCE = 500
_DOUBTED = -1
_ONE = sa.select(item.c.data).where(item.c.kind == sa.bindparam("kind"), item.c.id == sa.bindparam("id"))


def one(connection: Connection, type_: type[D], id_: str) -> D | None:
    """The document of that type and id, or None."""
    data = connection.execute(_ONE, {"kind": roster.name_of(type_), "id": id_}).scalar_one_or_none()
    return None if data is None else _read(type_, data)


def every(connection: Connection, type_: type[D]) -> list[D]:
    """All documents of that type, by id."""
    query = sa.select(item.c.data).where(item.c.kind == roster.name_of(type_)).order_by(item.c.id)
    return [_read(type_, data) for data in connection.execute(query).scalars()]


def under(connection: Connection, type_: type[D], start: str) -> list[D]:
    """All documents of that type whose ids begin so, by id."""
    # A range of the key instead of LIKE: it is answered from the key, and no character of an id means anything.
    is_under = (item.c.id >= start) & (item.c.id < start + "\U0010ffff")
    query = sa.select(item.c.data).where(item.c.kind == roster.name_of(type_), is_under).order_by(item.c.id)
    return [_read(type_, data) for data in connection.execute(query).scalars()]


def named(connection: Connection, type_: type[D], ids: Iterable[str]) -> list[D]:
    """These documents of that type, those that there are, by id."""
    wanted = sorted(set(ids))
    found: list[str] = []
    for start in range(0, len(wanted), _AT_ONCE):
        here = (item.c.kind == roster.name_of(type_)) & item.c.id.in_(wanted[start : start + _AT_ONCE])
        found += connection.execute(sa.select(item.c.data).where(here).order_by(item.c.id)).scalars().all()
    return [_read(type_, data) for data in found]


def having(connection: Connection, type_: type[D], field: str, value: str) -> list[D]:
    """All documents of that type in which a field has that text, by id."""
    # Looking for the words is several times as fast as reading every document; who has them elsewhere is left out then.
    words = f"{json.dumps(field)}: {json.dumps(value, ensure_ascii=False)}"
    here = (item.c.kind == roster.name_of(type_)) & (sa.func.instr(item.c.data, words) > 0)
    found = connection.execute(sa.select(item.c.data).where(here).order_by(item.c.id)).scalars()
    return [document for data in found if getattr(document := _read(type_, data), field) == value]


def count(connection: Connection, type_: type[D]) -> int:
    """How many documents of that type are held."""
    query = sa.select(sa.func.count()).select_from(item).where(item.c.kind == roster.name_of(type_))
    return connection.execute(query).scalar_one()


def apply(connection: Connection, items: Iterable[Item]) -> list[str]:
    """Put and remove documents as central says; returns a sentence for each that cannot be read, which is passed over.

    A kind this program does not know is kept for a newer one. What can't be read never replaces what can.
    """
    unread: list[str] = []
    last: dict[tuple[str, str], Item] = {}
    for new in items:
        fault = _fault(new)
        if fault is None:
            last[new.kind, new.id] = new
        else:
            unread.append(fault)
    _put(connection, [new for new in last.values() if new.data is not None])
    for new in last.values():
        if new.data is None:
            connection.execute(sa.delete(item).where(item.c.kind == new.kind, item.c.id == new.id))
    return unread


def _put(connection: Connection, items: list[Item]) -> None:
    if not items:
        return
    rows = [
        {
            "kind": new.kind,
            "id": new.id,
            "version": new.version,
            "data": json.dumps(new.data, ensure_ascii=False, sort_keys=True),
        }
        for new in items
    ]
    connection.execute(_PUT, rows)


def clear(connection: Connection) -> None:
    """Take everything away: what another central or site said is not ours to keep."""
    connection.execute(sa.delete(item))


def doubt(connection: Connection) -> None:
    """Mark every document as one that central may not have any more."""
    connection.execute(sa.update(item).values(version=_DOUBTED))


def drop_doubted(connection: Connection) -> None:
    """Take away what is still marked so."""
    connection.execute(sa.delete(item).where(item.c.version == _DOUBTED))


def _fault(new: Item) -> str | None:
    if new.data is None or new.kind not in roster.KINDS:
        return None
    try:
        roster.from_data(new.kind, new.data)
    except ValueError as error:
        return f"{new.kind} {new.id}: {error}"
    return None


def _read(type_: type[D], data: str) -> D:
    document = roster.from_data(roster.name_of(type_), json.loads(data))
    if not isinstance(document, type_):
        raise TypeError(type_.__name__)
    return document
