"""The roster as a table: versions, removals, and for whom each document is or ever was; what to tell is `roster`'s."""

from __future__ import annotations

import json
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any, Final

import sqlalchemy as sa
from sqlalchemy.engine import Connection, Row

from central.store.entries import counted
from central.store.schema import counter, item
from checkpoint.roster import Document, kind_of, to_data
from checkpoint.wire import Item

EVERYBODY: Final = "*"
COUNTER: Final = "roster"
AT_ONCE: Final = 500
"""Documents looked up in one question."""

Key = tuple[str, str]
"""(kind, id)"""


@dataclass(frozen=True, slots=True)
class Kept:
    """A document as it is kept. audience: everybody it was ever for: communities, `site ID`, or EVERYBODY."""

    item: Item
    audience: frozenset[str]


@dataclass(frozen=True, slots=True)
class View:
    """What concerns one site. communities: those whose passes any of its gates takes; ever: or once took."""

    site: str
    communities: frozenset[str]
    ever: frozenset[str]


def audience(kind: str, data: Mapping[str, Any]) -> frozenset[str]:
    """For whom a document is: the communities it concerns, the site it belongs to, or everybody."""
    match kind:
        case "site":
            return frozenset({f"site {data['id']}"})
        case "gate":
            return frozenset({f"site {data['site']}", *data["communities"]})
        case "community":
            return frozenset({data["id"]})
        case "person":
            return frozenset({data.get("community", "")})
        case "scope":
            return frozenset(data["communities"])
        case "key" if data.get("site"):
            return frozenset({f"site {data['site']}"})
        case "lookup":
            return frozenset({data["id"]})
    return frozenset({EVERYBODY})


def put(connection: Connection, documents: Sequence[Document], removed: Sequence[tuple[str, str]]) -> int:
    """Put documents and remove others; what changed gets a new version. Returns how many changed or are told anew."""
    before = version = counted(connection, COUNTER)
    gates_change = any(kind_of(one) == "gate" for one in documents) or any(kind == "gate" for kind, _ in removed)
    taken = _taken(connection) if gates_change else {}
    version = _put(connection, documents, version)
    for kind, id_ in removed:
        here = (item.c.kind == kind) & (item.c.id == id_) & item.c.data.is_not(None)
        version += connection.execute(sa.update(item).where(here).values(data=None, version=version + 1)).rowcount
    if gates_change:
        version = _tell_anew(connection, _changed(taken, _taken(connection)), before, version)
    connection.execute(sa.update(counter).where(counter.c.name == COUNTER).values(value=version))
    return version - before


def _put(connection: Connection, documents: Sequence[Any], version: int) -> int:
    """Give every new or changed document the next version. Returns the last one given."""
    held = _held(connection, documents)
    new: dict[Key, dict[str, Any]] = {}
    changed: dict[Key, dict[str, Any]] = {}
    for document in documents:
        key = kind_of(document), document.id
        found = to_data(document)
        data = json.dumps(found, ensure_ascii=False, sort_keys=True)
        before, told = held.get(key, ("", frozenset()))
        if before == data:
            continue
        version, told = version + 1, told | audience(key[0], found)
        is_new = key in new or key not in held
        held[key] = data, told
        row = {"at_kind": key[0], "at_id": key[1], "version": version, "data": data}
        (new if is_new else changed)[key] = row | {"audience": json.dumps(sorted(told))}
    if new:
        rows = [{**row, "kind": row["at_kind"], "id": row["at_id"]} for row in new.values()]
        connection.execute(sa.insert(item), [{name: row[name] for name in item.c.keys()} for row in rows])  # noqa: SIM118
    _change(connection, list(changed.values()), ("version", "data", "audience"))
    return version


def _change(connection: Connection, rows: Sequence[dict[str, Any]], columns: Sequence[str]) -> None:
    """Update many documents. rows: at_kind, at_id and the columns, sorted by key when done."""
    if rows:
        here = (item.c.kind == sa.bindparam("at_kind")) & (item.c.id == sa.bindparam("at_id"))
        change = sa.update(item).where(here).values({name: sa.bindparam(name) for name in columns})
        connection.execute(change, sorted(rows, key=lambda row: (row["at_kind"], row["at_id"])))


def _held(connection: Connection, documents: Sequence[Any]) -> dict[Key, tuple[str | None, frozenset[str]]]:
    """(kind, id) -> (data, audience) of those of these documents that are kept already."""
    ids: dict[str, list[str]] = {}
    for document in documents:
        ids.setdefault(kind_of(document), []).append(document.id)
    held: dict[Key, tuple[str | None, frozenset[str]]] = {}
    for kind, named in ids.items():
        for start in range(0, len(named), AT_ONCE):
            query = sa.select(item).where(item.c.kind == kind, item.c.id.in_(named[start : start + AT_ONCE]))
            for row in connection.execute(query):
                held[row.kind, row.id] = row.data, frozenset(json.loads(row.audience))
    return held


def _taken(connection: Connection) -> dict[str, set[str]]:
    """site -> the communities whose passes any of its gates takes."""
    taken: dict[str, set[str]] = {}
    for data in data_of(connection, "gate"):
        taken.setdefault(data["site"], set()).update(data["communities"])
    return taken


def _changed(before: Mapping[str, set[str]], after: Mapping[str, set[str]]) -> set[str]:
    changed = [before.get(site, set()) ^ after.get(site, set()) for site in {*before, *after}]
    return set().union(*changed)


def _tell_anew(connection: Connection, communities: set[str], before: int, version: int) -> int:
    """New versions for all that concerns these communities and did not change just now. Returns the last version."""
    if not communities:
        return version
    concerned = item.c.kind.in_(("person", "scope", "community", "lookup")) & item.c.data.is_not(None)
    query = sa.select(item).where(concerned, item.c.version <= before).order_by(item.c.version)
    rows = []
    for row in connection.execute(query):
        if not communities.isdisjoint(audience(row.kind, json.loads(row.data))):
            version += 1
            rows.append({"at_kind": row.kind, "at_id": row.id, "version": version})
    _change(connection, rows, ("version",))
    return version


def items(connection: Connection, after: int, limit: int) -> list[Kept]:
    """Items changed after a version, in order of version."""
    query = sa.select(item).where(item.c.version > after).order_by(item.c.version).limit(limit)
    return [_kept(row) for row in connection.execute(query)]


def _kept(row: Row[Any]) -> Kept:
    data = None if row.data is None else json.loads(row.data)
    found = Item(kind=row.kind, id=row.id, version=row.version, data=data)
    return Kept(found, frozenset(json.loads(row.audience)))


def view_of(connection: Connection, site: str) -> View:
    """What concerns a site, now and ever before."""
    rows = connection.execute(sa.select(item).where(item.c.kind == "gate")).all()
    gates = [_kept(row) for row in rows]
    now = [one.item.data["communities"] for one in gates if one.item.data and one.item.data["site"] == site]
    ever = [one.audience for one in gates if f"site {site}" in one.audience]
    return View(site, _union(now), _union(ever))


def _union(sets: Iterable[Iterable[str]]) -> frozenset[str]:
    return frozenset(one for found in sets for one in found)


def data_of(connection: Connection, kind: str) -> list[dict[str, Any]]:
    """The data of every document of a kind, by id."""
    query = sa.select(item.c.data).where(item.c.kind == kind, item.c.data.is_not(None)).order_by(item.c.id)
    return [json.loads(data) for data in connection.execute(query).scalars()]
