"""Keys on the roster: the stations' own, for visitors' passes, and those that numbers are looked up with.

Each begins by taking the roster's counter, which stays locked until the transaction ends: two who come at once never
take the same id and never make two keys for one community.
"""

from __future__ import annotations

import secrets
from datetime import datetime, timedelta
from typing import Any, Final

import sqlalchemy as sa
from sqlalchemy.engine import Connection

from central.store.filling import counted
from central.store.rosters import COUNTER, data_of, put
from central.store.schema import station
from checkpoint.roster import LookupKey, PassKey

STATION_KEYS: Final = range(2048, 4096)
"""Key ids of stations; those below are central's own."""
LONGEST_VISIT: Final = timedelta(days=31)
"""No temporary pass lasts longer (`Policy.visit_h`), so after it nobody is inside with one of a revoked station."""


def publish(connection: Connection, public: str, site: str) -> None:
    """Let a station sign temporary passes for visitors of its site, under the next free key id of STATION_KEYS.

    When none is free it gives out no passes and works all the same: no key is ever published over another one.
    """
    counted(connection, COUNTER)
    held = data_of(connection, "key")
    if any((one["public"], one["site"]) == (public, site) for one in held):
        return
    taken = {int(one["id"]) for one in held}
    free = next((number for number in STATION_KEYS if number not in taken), None)
    if free is not None:
        put(connection, [PassKey(id=str(free), public=public, kinds=("visitor",), site=site)], ())


def publish_all(connection: Connection) -> None:
    """Publish the key of every station in service that has none on the roster: those enrolled by older programs."""
    for public, site in sorted(_of_stations(connection, station.c.revoked_at.is_(None))):
        publish(connection, public, site)


def retire(connection: Connection, now: datetime) -> None:
    """Take the keys off the roster whose stations were revoked so long ago that no pass of theirs can still be good."""
    long_ago = station.c.revoked_at <= now - LONGEST_VISIT
    gone = _of_stations(connection, long_ago)
    if gone:
        _remove(connection, gone - _of_stations(connection, long_ago.is_not(True)))


def withdraw(connection: Connection, id_: str) -> None:
    """Take a stolen station's key off the roster at once, unless the same one still serves at that site."""
    stolen = _of_stations(connection, station.c.id == id_)
    _remove(connection, stolen - _of_stations(connection, station.c.revoked_at.is_(None)))


def _of_stations(connection: Connection, where: Any) -> set[tuple[str, str]]:
    """(public key, site) of these stations."""
    query = sa.select(station.c.public_key, station.c.site).where(where)
    return {(row.public_key, row.site) for row in connection.execute(query)}


def _remove(connection: Connection, gone: set[tuple[str, str]]) -> None:
    held = data_of(connection, "key") if gone else []
    ids = [one["id"] for one in held if (one["public"], one["site"]) in gone]
    if ids:
        put(connection, (), [("key", id_) for id_ in ids])


def lookup(connection: Connection) -> dict[str, bytes]:
    """community -> the key under which its people's numbers are looked up; made where there is none yet."""
    counted(connection, COUNTER)
    held = {data["id"]: data["key"] for data in data_of(connection, "lookup")}
    new = [one["id"] for one in data_of(connection, "community") if one["id"] not in held]
    made = [LookupKey(id=community, key=secrets.token_hex(32)) for community in new]
    put(connection, made, ())
    held |= {one.id: one.key for one in made}
    return {community: bytes.fromhex(key) for community, key in held.items()}
