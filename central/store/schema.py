"""Central's tables as they stand after every migration, alike on SQLite and PostgreSQL; using them is for `store`.

Every table of entries leads its key with the station, so that it can be partitioned and spread without a rewrite.
"""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from typing import Final

import sqlalchemy as sa
from sqlalchemy.engine import Dialect
from sqlalchemy.types import TypeDecorator

HEAD: Final = "0015"

metadata = sa.MetaData(
    naming_convention={
        "ix": "ix_%(table_name)s_%(column_0_N_name)s",
        "uq": "uq_%(table_name)s_%(column_0_N_name)s",
        "ck": "ck_%(table_name)s_%(constraint_name)s",
        "fk": "fk_%(table_name)s_%(column_0_N_name)s_%(referred_table_name)s",
        "pk": "pk_%(table_name)s",
    }
)

_EPOCH: Final = datetime(1970, 1, 1, tzinfo=UTC)


def in_ms(at: datetime) -> int:
    """A moment as it is kept: whole milliseconds since 1970 UTC. Refuses naive ones by failing the subtraction."""
    elapsed = at - _EPOCH
    return (elapsed.days * 86_400 + elapsed.seconds) * 1000 + elapsed.microseconds // 1000


def of_ms(ms: int) -> datetime:
    """The moment of that number."""
    return _EPOCH + timedelta(milliseconds=ms)


class UtcMs(TypeDecorator[datetime]):
    """A moment as whole milliseconds since 1970 UTC, alike on every database; aware datetimes in and out."""

    impl = sa.BigInteger
    cache_ok = True

    def process_bind_param(self, value: datetime | None, _dialect: Dialect) -> int | None:
        """Refuses naive datetimes."""
        return None if value is None else in_ms(value)

    def process_result_value(self, value: int | None, _dialect: Dialect) -> datetime | None:
        """Aware, UTC."""
        return None if value is None else of_ms(value)


def _text(name: str, *, key: bool = False, nullable: bool = False) -> sa.Column[str]:
    return sa.Column(name, sa.Text, primary_key=key, nullable=nullable)


def _number(name: str, *, key: bool = False, nullable: bool = False) -> sa.Column[int]:
    return sa.Column(name, sa.BigInteger, primary_key=key, nullable=nullable, autoincrement=False)


def _moment(name: str, *, nullable: bool = False) -> sa.Column[datetime]:
    return sa.Column(name, UtcMs, nullable=nullable)


station = sa.Table(
    "station",
    metadata,
    _text("id", key=True),
    *(_text("name"), _text("site"), _text("gate"), _text("token_hash"), _text("public_key")),
    *(_moment("enrolled_at"), _moment("seen_at", nullable=True), _moment("revoked_at", nullable=True)),
    _number("offset_ms", nullable=True),
    *(_moment("signs_since", nullable=True), _text("next_token_hash", nullable=True)),
    *(_text("epoch", nullable=True), _text("sealed", nullable=True), _moment("twice_since", nullable=True)),
    sa.UniqueConstraint("token_hash"),
)
"""signs_since: from then on a batch without a signature is not this station's. epoch: the one it writes now.

next_token_hash: of the token that replaces the other as soon as it is used. sealed: the queue that it handed over after
it was taken out of service. twice_since: two computers were seen to write as this station.
"""
sa.Index("ix_station_next_token_hash", station.c.next_token_hash)

former_token = sa.Table("former_token", metadata, _text("token_hash", key=True), _text("station"), _moment("ended_at"))
"""Tokens that were replaced: whoever still shows one is a copy of the station, or was restored from an older disk."""

former_epoch = sa.Table("former_epoch", metadata, _text("station", key=True), _text("epoch", key=True))
"""Epochs that a station has left for a later one: whoever goes on in one of them is another computer."""
sa.Index("ix_station_site", station.c.site)

enrolment_code = sa.Table(
    "enrolment_code",
    metadata,
    _text("code_hash", key=True),
    *(_text("name"), _text("site"), _text("gate")),
    *(_moment("expires_at"), _moment("used_at", nullable=True)),
    _text("station", nullable=True),
)
"""station: the one that the code made."""

wrong_code = sa.Table(
    "wrong_code",
    metadata,
    *(_text("source", key=True), _number("minute", key=True), _number("tries")),
)
"""How often a source (the hash of an address) tried a wrong enrolment code in a minute since 1970."""

entry = sa.Table(
    "entry",
    metadata,
    *(_text("station", key=True), _text("epoch", key=True), _number("seq", key=True)),
    *(_text("id"), _text("site"), _text("kind"), _moment("at"), _number("mono_ms"), _text("boot")),
    *(_number("offset_ms", nullable=True), _number("offset_age_s", nullable=True), _text("operator"), _text("shift")),
    *(_text("amends", nullable=True), _text("body_digest"), _text("prev"), _text("hash")),
    *(_moment("received_at"), _number("batch_offset_ms"), _moment("scanned_at")),
    sa.Column("corrected", sa.Boolean, nullable=False),
    _number("arrival"),
    sa.Column("day", sa.BigInteger, nullable=False, server_default="0"),
    sa.UniqueConstraint("station", "id"),
)
"""The chain: kept for ever, and what makes every place and every id unique, whatever day it came on.

day: under which day its body is kept; see `body`.
"""
sa.Index("ix_entry_feed", entry.c.site, entry.c.arrival)
sa.Index("ix_entry_day", entry.c.site, entry.c.scanned_at)
COMMON: Final = ("attempt", "decision")
"""Kinds of entries that are nearly all there is; the others are found by an index of their own."""
IS_RARE: Final = entry.c.kind.not_in([sa.literal_column(f"'{common}'") for common in COMMON])
"""The list stands in the statement itself: no database uses an index with a condition for what is bound later."""
sa.Index(
    "ix_entry_rare", entry.c.site, entry.c.kind, entry.c.scanned_at, sqlite_where=IS_RARE, postgresql_where=IS_RARE
)

body = sa.Table(
    "body",
    metadata,
    *(_text("station", key=True), _text("epoch", key=True), _number("seq", key=True), _number("day", key=True)),
    *(_text("body"), _text("salt")),
    postgresql_partition_by="RANGE (day)",
)
"""What retention forgets: a row less is a body forgotten, and its entry still verifies.

day: of receipt, since 1970 UTC, and on PostgreSQL a partition that is dropped as a whole when every site's retention
has passed; 0 for kinds that are kept longer than passages are.
"""

chain = sa.Table(
    "chain",
    metadata,
    *(_text("station", key=True), _text("epoch", key=True)),
    *(_number("have"), _text("have_hash"), _number("last_seq"), _number("held")),
    _text("proof", nullable=True),
    sa.Column("after_revocation", sa.BigInteger, nullable=False, server_default="0"),
)
"""proof: the newest batch's signature with what it covers, by which the chain up to its last entry is the station's.

after_revocation: how many of `held` came after the station was taken out of service.
"""

refused = sa.Table(
    "refused",
    metadata,
    *(_text("station", key=True), _text("digest", key=True)),
    *(_text("epoch"), _number("seq", nullable=True), _text("raw"), _text("reason"), _moment("received_at")),
    _moment("settled_at", nullable=True),
    _text("note", nullable=True),
)
"""note: what whoever settled it said of it."""

fork = sa.Table(
    "fork",
    metadata,
    *(_text("station", key=True), _text("epoch", key=True), _number("seq", key=True)),
    *(_text("reason"), _moment("seen_at"), _moment("settled_at", nullable=True)),
    _text("note", nullable=True),
)

presence = sa.Table(
    "presence",
    metadata,
    *(_text("site", key=True), sa.Column("start_at", UtcMs, primary_key=True, autoincrement=False)),
    *(_number("days", key=True), _number("arrival"), _text("inside")),
)
"""Who was inside a site when a day began: drawn from the entries, and thrown away when an older one arrives."""

item = sa.Table(
    "item",
    metadata,
    *(_text("kind", key=True), _text("id", key=True), _number("version")),
    _text("data", nullable=True),
    sa.Column("audience", sa.Text, nullable=False, server_default="[]"),
    sa.Column("reach", sa.Text, nullable=False, server_default="[]"),
    sa.UniqueConstraint("version"),
)
"""audience: a JSON list of everybody the document was ever for, as `store.audiences` names them.

reach: of those for whom it is now because others name it.
"""

link = sa.Table("link", metadata, *(_text(name, key=True) for name in ("kind", "id", "to_kind", "to_id")))
"""Which roster document names which."""
sa.Index("ix_link_to", link.c.to_kind, link.c.to_id)

issued = sa.Table(
    "issued",
    metadata,
    *(_text("number", key=True), _text("subject"), _number("kind"), _number("key_id"), _number("scope")),
    *(_moment("valid_from"), _moment("valid_to")),
)
sa.Index("ix_issued_subject", issued.c.subject)

counter = sa.Table("counter", metadata, _text("name", key=True), _number("value"))
passed_over = sa.Table(
    "passed_over",
    metadata,
    *(_text("name", key=True), _number("until", key=True), _number("stood")),
    sa.Column("term", sa.Text, nullable=False, server_default=sa.text("''")),
)
"""Numbers of a counter, between `stood` and `until`, that this database never gave out: see `counting`.

term: the one that began then; in it the counter gave out what follows (`terms`).
"""

secret = sa.Table("secret", metadata, _text("name", key=True), _text("value"))
"""Central's own private keys, hexadecimal: `seal` (X25519), `sign` (Ed25519), `ask` (HMAC); nobody is ever told one."""

figure = sa.Table(
    "figure",
    metadata,
    *(_text("site", key=True), _text("day", key=True), _text("figures"), _number("late")),
)
"""A day's report as it was before its passages were forgotten. late: entries of that day which came afterwards."""

lent = sa.Table(
    "lent",
    metadata,
    *(_text("what", key=True), _text("number", key=True), sa.Column("since", UtcMs, primary_key=True)),
    *(_text("volunteer"), _moment("until", nullable=True)),
    sa.Column("is_lost", sa.Boolean, nullable=False),
)
"""Who has which badge, vest or armband (what, number) since when, and until when they had it."""

asked = sa.Table(
    "asked",
    metadata,
    *(_number("number", key=True), _moment("at"), _text("query"), _text("site"), _text("subject"), _text("purpose")),
    *(_text("letter"), _text("recipient"), _text("asked_by"), _text("approved_by"), _number("rows"), _text("hash")),
)
"""What was asked about people, by whom and by whose leave; never about whom. hash: seals the line and all before it."""
