"""Stations as tables: codes that make them, tokens that name them, when they were heard; rules are `auth`'s."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from typing import Any, Final

import sqlalchemy as sa
from sqlalchemy.engine import Connection, Row

from central.store import keys
from central.store.filling import counted, insert_new
from central.store.schema import enrolment_code, former_token, station, wrong_code


@dataclass(frozen=True, slots=True)
class StationRow:
    """A station as central knows it. offset_ms: central's clock minus the station's when it last pushed.

    signs_since: when its first signed batch came. epoch: the one that it writes now. sealed: the queue that it handed
    over after it was revoked. twice_since: two computers were seen to write as this station. token_hash,
    next_token_hash: of the token it uses, and of the one it may use next.
    """

    id: str
    name: str
    site: str
    gate: str
    public_key: str
    enrolled_at: datetime
    seen_at: datetime | None
    revoked_at: datetime | None
    offset_ms: int | None
    token_hash: str = ""
    next_token_hash: str | None = None
    signs_since: datetime | None = None
    epoch: str | None = None
    sealed: str | None = None
    twice_since: datetime | None = None


@dataclass(frozen=True, slots=True)
class Code:
    """A one-time enrolment code, known by its hash only."""

    name: str
    site: str
    gate: str
    expires_at: datetime
    used_at: datetime | None


# --- codes ---


def add_code(connection: Connection, code_hash: str, code: Code) -> None:
    """Keep a new code."""
    row: dict[str, Any] = {"code_hash": code_hash, "name": code.name, "site": code.site, "gate": code.gate}
    connection.execute(sa.insert(enrolment_code).values(row | {"expires_at": code.expires_at}))


def take_code(
    connection: Connection, code_hash: str, now: datetime, make: Any, *, may_come_again: bool
) -> StationRow | None:
    """Use up a good code and add the station that `make(code)` describes; None when the code is not good."""
    table = enrolment_code
    lives = (table.c.code_hash == code_hash) & (table.c.expires_at > now)
    row = connection.execute(sa.select(table).where(lives)).one_or_none()
    if row is None:
        return None
    new = make(Code(row.name, row.site, row.gate, row.expires_at, row.used_at))
    # The condition stands in the update: of two stations that come at once, one gets the code.
    use = sa.update(table).where(lives, table.c.used_at.is_(None)).values(used_at=now, station=new["id"])
    if connection.execute(use).rowcount != 1:
        return _come_again(connection, code_hash, new) if may_come_again else None
    connection.execute(sa.insert(station).values(new))
    keys.retire(connection, now)
    keys.publish(connection, new["public_key"], new["site"])
    return one(connection, new["id"])


def _come_again(connection: Connection, code_hash: str, new: dict[str, Any]) -> StationRow | None:
    """The station that the code made, under the new token, if it is the same one and still in service."""
    made = sa.select(enrolment_code.c.station).where(enrolment_code.c.code_hash == code_hash).scalar_subquery()
    same = (station.c.id == made) & (station.c.public_key == new["public_key"]) & station.c.revoked_at.is_(None)
    connection.execute(sa.update(station).where(same).values(token_hash=new["token_hash"]))
    row = connection.execute(sa.select(station).where(same)).one_or_none()
    return _station(row) if row else None


def wrong_codes(connection: Connection, source: str, since: datetime) -> int:
    """How often that source tried a wrong code since then, to the minute."""
    here = (wrong_code.c.source == source) & (wrong_code.c.minute >= _minute(since))
    query = sa.select(sa.func.coalesce(sa.func.sum(wrong_code.c.tries), 0)).where(here)
    return int(connection.execute(query).scalar_one())


def note_wrong_code(connection: Connection, source: str, now: datetime, keep_since: datetime) -> None:
    """Count a wrong code and drop what was counted before keep_since."""
    minute = _minute(now)
    connection.execute(sa.delete(wrong_code).where(wrong_code.c.minute < _minute(keep_since)))
    insert_new(connection, wrong_code, {"source": source, "minute": minute, "tries": 0})
    here = (wrong_code.c.source == source) & (wrong_code.c.minute == minute)
    connection.execute(sa.update(wrong_code).where(here).values(tries=wrong_code.c.tries + 1))


def _minute(at: datetime) -> int:
    return int(at.timestamp() // 60)


# --- tokens ---


_SHOWN: Final = sa.bindparam("shown", type_=sa.Text)
_OF_TOKEN: Final = sa.select(station).where((station.c.token_hash == _SHOWN) | (station.c.next_token_hash == _SHOWN))
"""Asked with every request, so it is put together once."""


def of_token(connection: Connection, token_hash: str) -> StationRow | None:
    """The station with that token, or whose next token it is."""
    row = connection.execute(_OF_TOKEN, {"shown": token_hash}).one_or_none()
    return _station(row) if row else None


def of_former_token(connection: Connection, token_hash: str) -> StationRow | None:
    """The station whose token that was before it took another."""
    owner = sa.select(former_token.c.station).where(former_token.c.token_hash == token_hash).scalar_subquery()
    row = connection.execute(sa.select(station).where(station.c.id == owner)).one_or_none()
    return _station(row) if row else None


def offer_token(connection: Connection, id_: str, token_hash: str) -> bool:
    """Let that be the station's next token; False when it was anybody's before, so that no old one comes back."""
    used = sa.select(former_token.c.token_hash).where(former_token.c.token_hash == token_hash)
    named = (station.c.token_hash == token_hash) | (station.c.next_token_hash == token_hash)
    held = sa.select(station.c.id).where(named, station.c.id != id_)
    if connection.execute(used).first() or connection.execute(held).first():
        return False
    here = (station.c.id == id_) & (station.c.token_hash != token_hash)
    connection.execute(sa.update(station).where(here).values(next_token_hash=token_hash))
    return True


def take_token(connection: Connection, of: StationRow, now: datetime) -> None:
    """The next token was used: it is the token now. Of two that use it at once, the second finds it done."""
    here = (station.c.id == of.id) & (station.c.next_token_hash == of.next_token_hash)
    change = sa.update(station).where(here).values(token_hash=of.next_token_hash, next_token_hash=None)
    if connection.execute(change).rowcount:
        insert_new(connection, former_token, {"token_hash": of.token_hash, "station": of.id, "ended_at": now})


# --- stations ---


def one(connection: Connection, id_: str) -> StationRow | None:
    """The station of that id."""
    row = connection.execute(sa.select(station).where(station.c.id == id_)).one_or_none()
    return _station(row) if row else None


def every(connection: Connection) -> list[StationRow]:
    """All stations, by name."""
    return [_station(row) for row in connection.execute(sa.select(station).order_by(station.c.name))]


def signs(connection: Connection, id_: str, now: datetime) -> None:
    """Note the first signature."""
    here = (station.c.id == id_) & station.c.signs_since.is_(None)
    connection.execute(sa.update(station).where(here).values(signs_since=now))


def keep_sealed(connection: Connection, id_: str, end: str) -> str:
    """Keep where a station's queue ends, the first time; returns what is kept."""
    here = (station.c.id == id_) & station.c.sealed.is_(None)
    connection.execute(sa.update(station).where(here).values(sealed=end))
    kept: str = connection.execute(sa.select(station.c.sealed).where(station.c.id == id_)).scalar_one()
    return kept


def revoked(site: str) -> str:
    """The counter of a site's stations that were taken out of service."""
    return f"revoked {site}"


def revoke(connection: Connection, id_: str, now: datetime) -> bool:
    """Take it out of service; the first time counts. False when there is no such station."""
    site = connection.execute(sa.select(station.c.site).where(station.c.id == id_)).scalar_one_or_none()
    if site is None:
        return False
    here = (station.c.id == id_) & station.c.revoked_at.is_(None)
    if connection.execute(sa.update(station).where(here).values(revoked_at=now)).rowcount:
        counted(connection, revoked(site), add=1)
    return True


def heard(connection: Connection, id_: str, now: datetime) -> None:
    """Note that it asked for something."""
    connection.execute(sa.update(station).where(station.c.id == id_).values(seen_at=now))


def _station(row: Row[Any]) -> StationRow:
    values = row._mapping
    return StationRow(**{name: values[name] for name in StationRow.__slots__})
