"""Whom a roster document is for because others name it: an assignment brings its volunteer to the site, and so on.

A shift is its site's. Its assignments, its post and its project go there too, and whoever is assigned to it or leads
it. A volunteer who says no area serves where their team does. Training and team follow the volunteer. It is worked out
when something changes, so that a page for a station is a look at each document; what changes it gets a new version.
"""

from __future__ import annotations

from collections.abc import Collection, Mapping
from dataclasses import dataclass
from typing import Any

import msgspec
import sqlalchemy as sa
from sqlalchemy.engine import Connection

from central.store import links
from central.store.audiences import audience, in_areas, listed, of_site, words
from central.store.links import Key
from central.store.schema import item


@dataclass(frozen=True, slots=True)
class Change:
    """Documents that were put or removed. left: what they named before that; since: the roster's version then."""

    keys: frozenset[Key]
    left: frozenset[Key]
    since: int

    def of(self, kind: str) -> set[str]:
        """Ids of those of this kind."""
        return {id_ for one, id_ in self.keys if one == kind}

    def lost(self, kind: str) -> set[str]:
        """Ids of this kind that were named before."""
        return {id_ for one, id_ in self.left if one == kind}


class Follower:
    """Brings up to date for whom documents are after a change. version: the last one given out."""

    def __init__(self, connection: Connection, change: Change, version: int) -> None:
        self._connection, self._change, self.version = connection, change, version

    def follow(self) -> int:
        """Do it for everything that hangs on what changed. Returns the last version given."""
        change = self._change
        shifts, teams = change.of("shift"), change.of("team")
        assignments = change.of("assignment") | self._naming("shift", shifts, "assignment")
        self._settle("assignment", assignments)
        volunteers = change.of("volunteer") | change.lost("volunteer") | self._naming("team", teams, "volunteer")
        volunteers |= self._named("assignment", assignments, "volunteer") | self._named("shift", shifts, "volunteer")
        moved = self._settle("volunteer", volunteers) | change.of("volunteer")
        self._settle("training", change.of("training") | self._naming("volunteer", moved, "training"))
        self._settle("team", teams | change.lost("team") | self._named("volunteer", moved, "team"))
        for kind in ("post", "project"):
            self._settle(kind, change.of(kind) | change.lost(kind) | self._named("shift", shifts, kind))
        return self.version

    def _named(self, kind: str, ids: Collection[str], to_kind: str) -> set[str]:
        return set().union(*links.named(self._connection, kind, ids, to_kind).values())

    def _naming(self, to_kind: str, ids: Collection[str], kind: str) -> set[str]:
        return set().union(*links.naming(self._connection, to_kind, ids, kind).values())

    def _settle(self, kind: str, ids: Collection[str]) -> set[str]:
        """Keep for whom these are now. Returns the ids of those for whom that is another than it was."""
        moved: set[str] = set()
        for some in links.in_turn(ids):
            reach, rows = self._reach(kind, some), []
            for row in self._rows(kind, some):
                now, before = reach.get(row.id, frozenset()), words(row.reach)
                if now == before:
                    continue
                moved.add(row.id)
                if row.version <= self._change.since:
                    self.version += 1
                version = self.version if row.version <= self._change.since else row.version
                told = listed(words(row.audience) | now)
                rows.append({"at": row.id, "to": version, "for": told, "by": listed(now)})
            if rows:
                here = (item.c.kind == kind) & (item.c.id == sa.bindparam("at"))
                values: dict[str, Any] = {
                    "version": sa.bindparam("to"),
                    "audience": sa.bindparam("for"),
                    "reach": sa.bindparam("by"),
                }
                self._connection.execute(sa.update(item).where(here).values(values), rows)
        return moved

    def _rows(self, kind: str, ids: Collection[str]) -> list[Any]:
        query = sa.select(item).where(item.c.kind == kind, item.c.id.in_(ids), item.c.data.is_not(None))
        return list(self._connection.execute(query.order_by(item.c.id)))

    def _reach(self, kind: str, ids: Collection[str]) -> Mapping[str, frozenset[str]]:
        match kind:
            case "volunteer":
                return self._of_volunteers(ids)
            case "training":
                return self._of_those(links.named(self._connection, kind, ids, "volunteer"))
            case "team":
                return self._of_those(links.naming(self._connection, kind, ids, "volunteer"))
        return _words(links.sites(self._connection, kind, ids))

    def _of_volunteers(self, ids: Collection[str]) -> dict[str, frozenset[str]]:
        assigned = _words(links.sites(self._connection, "volunteer", ids, "assignment"))
        leading = _words(links.sites(self._connection, "volunteer", ids))
        rows = {row.id: msgspec.json.decode(row.data) for row in self._rows("volunteer", ids)}
        named = {data["team"] for data in rows.values() if data.get("team") and not data.get("areas")}
        teams = {row.id: msgspec.json.decode(row.data) for row in self._rows("team", named)}
        found = {}
        for id_, data in rows.items():
            team = {} if data.get("areas") else teams.get(data.get("team"), {})
            found[id_] = assigned.get(id_, frozenset()) | leading.get(id_, frozenset())
            found[id_] |= in_areas([team.get("region", "")])
        return found

    def _of_those(self, whose: Mapping[str, Collection[str]]) -> dict[str, frozenset[str]]:
        """id -> for whom those volunteers are."""
        told: dict[str, frozenset[str]] = {}
        for some in links.in_turn({one for named in whose.values() for one in named}):
            for row in self._rows("volunteer", some):
                told[row.id] = audience("volunteer", msgspec.json.decode(row.data)) | words(row.reach)
        return {id_: frozenset().union(*(told.get(one, frozenset()) for one in named)) for id_, named in whose.items()}


def _words(sites: Mapping[str, Collection[str]]) -> dict[str, frozenset[str]]:
    return {id_: frozenset(map(of_site, named)) for id_, named in sites.items()}
