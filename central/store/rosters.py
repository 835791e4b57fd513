"""The roster as a table: versions, removals, and for whom each document is or ever was; what to tell is `roster`'s."""

from __future__ import annotations

import json
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any, Final

import msgspec
import sqlalchemy as sa
from sqlalchemy.engine import Connection, Row

from central.store import links
from central.store.audiences import audience, lies_in, listed, of_site, words
from central.store.filling import counted
from central.store.links import AT_ONCE, Key
from central.store.reaches import Change, Follower
from central.store.schema import counter, item
from central.store.terms import see_begun
from checkpoint.roster import Document, kind_of, to_data
from checkpoint.wire import Item

COUNTER: Final = "roster"


@dataclass(frozen=True, slots=True)
class Kept:
    """A document as it is kept. audience: everybody it was ever for, in the words of `audiences`.

    reach: for whom it is now because others name it, beside those it is for by itself.
    """

    item: Item
    audience: frozenset[str]
    reach: frozenset[str] = frozenset()


@dataclass(frozen=True, slots=True)
class View:
    """What concerns one site. communities: those whose passes any of its gates takes, and the areas in which it lies.

    ever: those that were so once.
    """

    site: str
    communities: frozenset[str]
    ever: frozenset[str]


def put(connection: Connection, documents: Sequence[Document], removed: Sequence[tuple[str, str]]) -> int:
    """Put documents and remove others; what changed gets a new version. Returns how many changed or are told anew."""
    if not documents and not removed:
        return 0
    see_begun(connection, COUNTER)
    since = version = counted(connection, COUNTER)
    kinds = {kind_of(one) for one in documents} | {kind for kind, _ in removed}
    answers = _answers(connection) if kinds & {"gate", "site"} else None
    version, put_now = _put(connection, documents, version)
    for kind, id_ in removed:
        here = (item.c.kind == kind) & (item.c.id == id_) & item.c.data.is_not(None)
        gone = sa.update(item).where(here).values(data=None, reach="[]", version=version + 1)
        if connection.execute(gone).rowcount:
            version, put_now[kind, id_] = version + 1, None
    version = _follow(connection, put_now, since, version)
    if answers is not None:
        version = _tell_anew(connection, _changed(answers, _answers(connection)), since, version)
    connection.execute(sa.update(counter).where(counter.c.name == COUNTER).values(value=version))
    return version - since


def _follow(connection: Connection, changed: Mapping[Key, Any], since: int, version: int) -> int:
    """Bring up to date for whom all is that hangs on these. Returns the last version given."""
    linked = {key: data for key, data in changed.items() if key[0] in links.LINKED}
    if not linked:
        return version
    change = Change(frozenset(linked), links.all_named(connection, linked), since)
    links.renew(connection, linked)
    return Follower(connection, change, version).follow()


def remove(connection: Connection, kind: str, id_: str) -> list[Key]:
    """Remove one document unless others name it: those are returned, and it stays."""
    counted(connection, COUNTER)
    users = links.users(connection, kind, id_)
    if not users:
        put(connection, (), [(kind, id_)])
    return users


def _put(
    connection: Connection, documents: Sequence[Any], version: int
) -> tuple[int, dict[Key, dict[str, Any] | None]]:
    """Give every new or changed document the next version. Returns (the last one given, what was put)."""
    held = _held(connection, documents)
    new: dict[Key, dict[str, Any]] = {}
    changed: dict[Key, dict[str, Any]] = {}
    put_now: dict[Key, dict[str, Any] | None] = {}
    for document in documents:
        key = kind_of(document), document.id
        found = to_data(document)
        data = json.dumps(found, ensure_ascii=False, sort_keys=True)
        before, told = held.get(key, ("", frozenset()))
        if before == data:
            continue
        version, told = version + 1, told | audience(key[0], found)
        is_new = key in new or key not in held
        held[key], put_now[key] = (data, told), found
        row = {"at_kind": key[0], "at_id": key[1], "version": version, "data": data}
        (new if is_new else changed)[key] = row | {"audience": listed(told)}
    if new:
        rows = [{**row, "kind": row["at_kind"], "id": row["at_id"], "reach": "[]"} for row in new.values()]
        connection.execute(sa.insert(item), [{name: row[name] for name in item.c.keys()} for row in rows])  # noqa: SIM118
    _change(connection, list(changed.values()), ("version", "data", "audience"))
    return version, put_now


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
                held[row.kind, row.id] = row.data, words(row.audience)
    return held


def _answers(connection: Connection) -> dict[str, set[str]]:
    """site -> the communities whose passes any of its gates takes, and the areas in which it lies."""
    taken: dict[str, set[str]] = {}
    for data in data_of(connection, "gate"):
        taken.setdefault(data["site"], set()).update(data["communities"])
    homes = {data["id"]: data.get("community", "") for data in data_of(connection, "site")}
    return {site: named | _areas(homes.get(site, ""), named) for site, named in taken.items()}


def _areas(community: str, taken: Iterable[str]) -> frozenset[str]:
    """Where a site lies: in its community, or, when it says none, in those whose passes it takes."""
    return _union(map(lies_in, [community] if community else taken))


def _changed(before: Mapping[str, set[str]], after: Mapping[str, set[str]]) -> set[str]:
    changed = [before.get(site, set()) ^ after.get(site, set()) for site in {*before, *after}]
    return set().union(*changed)


def _tell_anew(connection: Connection, communities: set[str], before: int, version: int) -> int:
    """New versions for all that concerns these and did not change just now. Returns the last version."""
    if not communities:
        return version
    kinds = ("person", "scope", "community", "lookup", "volunteer", "training", "team", "project")
    concerned = item.c.kind.in_(kinds) & item.c.data.is_not(None)
    query = sa.select(item).where(concerned, item.c.version <= before).order_by(item.c.version)
    rows = []
    for row in connection.execute(query):
        if not communities.isdisjoint(for_now(_kept(row))):
            version += 1
            rows.append({"at_kind": row.kind, "at_id": row.id, "version": version})
    _change(connection, rows, ("version",))
    return version


def items(connection: Connection, after: int, limit: int) -> list[Kept]:
    """Items changed after a version, in order of version."""
    query = sa.select(item).where(item.c.version > after).order_by(item.c.version).limit(limit)
    return [_kept(row) for row in connection.execute(query)]


def _kept(row: Row[Any]) -> Kept:
    data = None if row.data is None else msgspec.json.decode(row.data)
    found = Item(kind=row.kind, id=row.id, version=row.version, data=data)
    return Kept(found, words(row.audience), words(row.reach))


def for_now(one: Kept) -> frozenset[str]:
    """For whom a document is now; for nobody when it is removed."""
    return frozenset() if one.item.data is None else audience(one.item.kind, one.item.data) | one.reach


def view_of(connection: Connection, site: str) -> View:
    """What concerns a site, now and ever before."""
    rows = connection.execute(sa.select(item).where(item.c.kind == "gate")).all()
    gates = [_kept(row) for row in rows]
    now = _union(one.item.data["communities"] for one in gates if one.item.data and one.item.data["site"] == site)
    ever = _union(one.audience for one in gates if of_site(site) in one.audience)
    row = connection.execute(sa.select(item).where(item.c.kind == "site", item.c.id == site)).one_or_none()
    own = _kept(row) if row else None
    home = own.item.data.get("community", "") if own and own.item.data else ""
    once = own.audience - {of_site(site)} if own else frozenset()
    areas = _areas(home, now)
    # A site that always said where it lies never was told of the areas of all whose passes it takes.
    return View(site, now | areas, ever | areas | (once or _areas("", ever)))


def _union(sets: Iterable[Iterable[str]]) -> frozenset[str]:
    return frozenset(one for found in sets for one in found)


def data_naming(connection: Connection, kind: str, to_kind: str, ids: Sequence[str]) -> list[dict[str, Any]]:
    """The data of the documents of a kind that name one of these of another kind, by id; found by their links."""
    naming = links.naming(connection, to_kind, list(ids), kind)
    return data_named(connection, kind, list(_union(naming.values())))


def data_named(connection: Connection, kind: str, ids: Sequence[str]) -> list[dict[str, Any]]:
    """The data of these documents of a kind, by id; of those that there are."""
    named, found = sorted(set(ids)), []
    for at in range(0, len(named), AT_ONCE):
        here = (item.c.kind == kind) & item.c.data.is_not(None) & item.c.id.in_(named[at : at + AT_ONCE])
        found += [
            msgspec.json.decode(text) for text in connection.execute(sa.select(item.c.data).where(here)).scalars()
        ]
    return sorted(found, key=lambda data: str(data["id"]))


def data_of(connection: Connection, kind: str) -> list[dict[str, Any]]:
    """The data of every document of a kind, by id."""
    query = sa.select(item.c.data).where(item.c.kind == kind, item.c.data.is_not(None)).order_by(item.c.id)
    return [msgspec.json.decode(data) for data in connection.execute(query).scalars()]
