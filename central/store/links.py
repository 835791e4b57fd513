"""Which roster document names which: what uses one, and what hangs on one; whom it is told to is for `reaches`."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Iterator, Mapping
from itertools import islice
from typing import Any, Final

import sqlalchemy as sa
from sqlalchemy.engine import Connection

from central.store.schema import link

Key = tuple[str, str]
"""(kind, id)"""
AT_ONCE: Final = 500
"""Documents looked up in one question."""
LINKED: Final = frozenset({"volunteer", "team", "post", "project", "shift", "assignment", "training", "stock_item"})
"""Kinds whose documents name others or are named by them."""


def of(kind: str, data: Mapping[str, Any]) -> set[Key]:
    """The documents that this one names."""
    match kind:
        case "volunteer":
            named = {("team", data.get("team")), *(("post", post) for post in data.get("intentions", ()))}
        case "team":
            named = {("volunteer", data.get("leader"))}
        case "post":
            named = {("stock_item", item) for item in data.get("kit", ())}
        case "shift":
            named = {(name, data.get(name)) for name in ("project", "site", "post", "gate")}
            named |= {("volunteer", data.get("lead"))}
        case "assignment":
            named = {(name, data[name]) for name in ("shift", "volunteer")}
        case "training":
            named = {("volunteer", data["volunteer"])}
        case _:
            named = set()
    return {(at, str(id_)) for at, id_ in named if id_}


def renew(connection: Connection, documents: Mapping[Key, Mapping[str, Any] | None]) -> None:
    """Keep what these documents name now; one without data names nothing any more."""
    for kind, ids in _gathered(documents).items():
        for some in in_turn(ids):
            connection.execute(sa.delete(link).where(link.c.kind == kind, link.c.id.in_(some)))
    rows = [
        {"kind": kind, "id": id_, "to_kind": at, "to_id": to}
        for (kind, id_), data in sorted(documents.items(), key=lambda pair: pair[0])
        for at, to in sorted(of(kind, data or {}) if data is not None else ())
    ]
    if rows:
        connection.execute(sa.insert(link), rows)


def named(connection: Connection, kind: str, ids: Collection[str], to_kind: str) -> dict[str, set[str]]:
    """id -> ids of the documents of the other kind that it names, for those documents of one kind that name any."""
    return _gathered(_pairs(connection, kind, to_kind, link.c.id, ids))


def naming(connection: Connection, to_kind: str, ids: Collection[str], kind: str) -> dict[str, set[str]]:
    """id -> ids of the documents of the other kind that name it, for those documents of one kind that are named."""
    pairs = _pairs(connection, kind, to_kind, link.c.to_id, ids)
    return _gathered((to, id_) for id_, to in pairs)


def all_named(connection: Connection, keys: Iterable[Key]) -> frozenset[Key]:
    """Every document that any of these names."""
    found: set[Key] = set()
    for kind, ids in _gathered(keys).items():
        for some in in_turn(ids):
            query = sa.select(link.c.to_kind, link.c.to_id).where(link.c.kind == kind, link.c.id.in_(some))
            found |= {(row.to_kind, row.to_id) for row in connection.execute(query)}
    return frozenset(found)


def users(connection: Connection, kind: str, id_: str) -> list[Key]:
    """Every document that names this one."""
    query = sa.select(link.c.kind, link.c.id).where(link.c.to_kind == kind, link.c.to_id == id_)
    return [(row.kind, row.id) for row in connection.execute(query.order_by(link.c.kind, link.c.id))]


def sites(connection: Connection, kind: str, ids: Collection[str], by: str = "") -> dict[str, set[str]]:
    """id -> the sites of the shifts that it hangs on.

    A post, a project or a lead is named by the shifts themselves; an assignment names its shift; by "assignment",
    somebody is assigned to the shift.
    """
    at = link.alias("at")
    if kind == "assignment":
        hangs = sa.select(link.c.id.label("one"), link.c.to_id.label("shift"))
        hangs, narrow = hangs.where(link.c.kind == kind, link.c.to_kind == "shift"), link.c.id
    elif by == "assignment":
        other = link.alias("other")
        joined = link.join(other, (other.c.kind == by) & (other.c.id == link.c.id) & (other.c.to_kind == "shift"))
        hangs = sa.select(link.c.to_id.label("one"), other.c.to_id.label("shift")).select_from(joined)
        hangs, narrow = hangs.where(link.c.kind == by, link.c.to_kind == kind), link.c.to_id
    else:
        hangs = sa.select(link.c.to_id.label("one"), link.c.id.label("shift"))
        hangs, narrow = hangs.where(link.c.kind == "shift", link.c.to_kind == kind), link.c.to_id
    found: dict[str, set[str]] = {}
    for some in in_turn(ids):
        part = hangs.where(narrow.in_(some)).subquery()
        here = (at.c.kind == "shift") & (at.c.id == part.c.shift) & (at.c.to_kind == "site")
        query = sa.select(part.c.one, at.c.to_id).select_from(part.join(at, here)).distinct()
        for one, site in connection.execute(query):
            found.setdefault(one, set()).add(site)
    return found


def _pairs(
    connection: Connection, kind: str, to_kind: str, narrow: Any, ids: Collection[str]
) -> Iterator[tuple[str, str]]:
    for some in in_turn(ids):
        here = (link.c.kind == kind) & (link.c.to_kind == to_kind) & narrow.in_(some)
        for row in connection.execute(sa.select(link.c.id, link.c.to_id).where(here)):
            yield row.id, row.to_id


def _gathered(pairs: Iterable[tuple[str, str]]) -> dict[str, set[str]]:
    found: dict[str, set[str]] = {}
    for one, other in pairs:
        found.setdefault(one, set()).add(other)
    return found


def in_turn(ids: Iterable[str]) -> Iterator[list[str]]:
    """The ids in order, so many as one question takes at a time."""
    rest = iter(sorted(ids))
    while some := list(islice(rest, AT_ONCE)):
        yield some
