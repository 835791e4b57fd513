"""The station's tables as they stand after every migration; reading and writing them is left to the store's rooms.

`entry` is the journal: append-only, guarded by triggers, bodies may be forgotten. `passage` and `presence` are
projections of it and can be rebuilt; `tally` and `headcount` are their sums, kept by triggers. `receipt` says what
central made of an entry. `item` is the roster.
"""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from typing import Any, Final

import sqlalchemy as sa
from sqlalchemy.dialects import sqlite
from sqlalchemy.dialects.sqlite import Insert, insert
from sqlalchemy.engine import Dialect
from sqlalchemy.types import TypeDecorator

HEAD: Final = "0005"
"""The newest migration. Alembic is loaded only for a file that does not stand here (it costs a fifth of a second)."""

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


class UtcMs(TypeDecorator[datetime]):
    """A moment as whole milliseconds since 1970 UTC; aware datetimes in, aware datetimes out."""

    impl = sa.BigInteger
    cache_ok = True

    def process_bind_param(self, value: datetime | None, _dialect: Dialect) -> int | None:
        """Refuses naive datetimes."""
        return None if value is None else in_ms(value)

    def process_result_value(self, value: int | None, _dialect: Dialect) -> datetime | None:
        """UTC, because everything a person reads is turned to the site's zone at the very edge."""
        return None if value is None else _EPOCH + timedelta(milliseconds=value)


entry = sa.Table(
    "entry",
    metadata,
    sa.Column("station", sa.Text, primary_key=True),
    sa.Column("epoch", sa.Text, primary_key=True),
    sa.Column("seq", sa.BigInteger, primary_key=True),
    sa.Column("id", sa.Text, nullable=False, unique=True),
    sa.Column("kind", sa.Text, nullable=False),
    sa.Column("at", UtcMs, nullable=False),
    sa.Column("mono_ms", sa.BigInteger, nullable=False),
    sa.Column("boot", sa.Text, nullable=False),
    sa.Column("offset_ms", sa.BigInteger),
    sa.Column("offset_age_s", sa.BigInteger),
    sa.Column("operator", sa.Text, nullable=False),
    sa.Column("shift", sa.Text, nullable=False),
    sa.Column("amends", sa.Text),
    sa.Column("body", sa.Text),
    sa.Column("salt", sa.Text),
    sa.Column("body_digest", sa.Text, nullable=False),
    sa.Column("prev", sa.Text, nullable=False),
    sa.Column("hash", sa.Text, nullable=False),
)
sa.Index("ix_entry_amends", entry.c.amends, sqlite_where=entry.c.amends.is_not(None))

COMMON: Final = ("attempt", "decision")
"""Kinds of entries that are nearly all of a journal; the others are found by an index of their own."""
sa.Index("ix_entry_rare", entry.c.kind, entry.c.at, sqlite_where=entry.c.kind.not_in(COMMON))
sa.Index("ix_entry_remembered", entry.c.at, sqlite_where=entry.c.body.is_not(None))

parted = sa.Table(
    "parted",
    metadata,
    *(
        sa.Column(one.name, one.type, primary_key=one.primary_key or one.name == "hash", nullable=one.nullable)
        for one in entry.columns
    ),
)
"""Entries as they stood at a place that central knows as another one's; each stands in a later epoch again."""

receipt = sa.Table(
    "receipt",
    metadata,
    sa.Column("station", sa.Text, primary_key=True),
    sa.Column("epoch", sa.Text, primary_key=True),
    sa.Column("seq", sa.BigInteger, primary_key=True),
    sa.Column("state", sa.Text, nullable=False),
    sa.Column("reason", sa.Text, nullable=False, server_default=""),
    sa.Column("received_at", UtcMs),
    sa.Column("scanned_at", UtcMs),
    sa.Column("corrected", sa.Boolean, nullable=False, server_default=sa.false()),
)
sa.Index("ix_receipt_refused", receipt.c.station, sqlite_where=receipt.c.state == "refused")

passage = sa.Table(
    "passage",
    metadata,
    sa.Column("id", sa.Text, primary_key=True),
    sa.Column("station", sa.Text, nullable=False),
    sa.Column("epoch", sa.Text, nullable=False),
    sa.Column("seq", sa.BigInteger, nullable=False),
    sa.Column("site", sa.Text, nullable=False),
    sa.Column("gate", sa.Text, nullable=False),
    sa.Column("lane", sa.Text, nullable=False),
    sa.Column("direction", sa.Text, nullable=False),
    sa.Column("at", UtcMs, nullable=False),
    sa.Column("scanned_at", UtcMs, nullable=False),
    sa.Column("corrected", sa.Boolean, nullable=False),
    sa.Column("received_at", UtcMs),
    sa.Column("light", sa.Text, nullable=False),
    sa.Column("reason", sa.Text, nullable=False),
    sa.Column("outcome", sa.Text, nullable=False),
    sa.Column("action", sa.Text, nullable=False),
    sa.Column("category", sa.Text, nullable=False),
    sa.Column("method", sa.Text, nullable=False),
    sa.Column("subject", sa.Text),
    sa.Column("number", sa.Text),
    sa.Column("name", sa.Text, nullable=False),
    sa.Column("building", sa.Text, nullable=False),
    sa.Column("temperature", sa.Text, nullable=False),
    sa.Column("operator", sa.Text, nullable=False),
    sa.Column("shift", sa.Text, nullable=False),
    sa.Column("suppressed", sa.Integer, nullable=False),
    sa.Column("presumed_exit", sa.Boolean, nullable=False),
    sa.Column("policy", sa.Integer, nullable=False),
    sa.Column("flag", sa.Text),
    sa.Column("heads", sa.Integer, nullable=False, server_default="1"),
    sa.Column("mode", sa.Text, nullable=False, server_default=""),
    sa.Column("household", sa.Text),
    sa.Column("valid_to", UtcMs),
    sa.Column("details", sa.Text, nullable=False, server_default="{}"),
)
sa.Index(
    "ix_passage_day", passage.c.site, passage.c.scanned_at, passage.c.direction, passage.c.outcome, passage.c.heads
)
sa.Index(
    "ix_passage_household",
    passage.c.site,
    passage.c.household,
    passage.c.scanned_at,
    sqlite_where=passage.c.household.is_not(None),
)
sa.Index("ix_passage_newest", passage.c.station, passage.c.site, passage.c.scanned_at, passage.c.seq)
sa.Index(
    "ix_passage_holder",
    passage.c.site,
    passage.c.subject,
    passage.c.scanned_at,
    passage.c.station,
    passage.c.epoch,
    passage.c.seq,
)

presence = sa.Table(
    "presence",
    metadata,
    sa.Column("site", sa.Text, primary_key=True),
    sa.Column("subject", sa.Text, primary_key=True),
    sa.Column("passage", sa.Text, nullable=False),
    sa.Column("since", UtcMs, nullable=False),
    sa.Column("heads", sa.Integer, nullable=False, server_default="1"),
    sa.Column("valid_to", UtcMs),
)
sa.Index("ix_presence_visit", presence.c.site, presence.c.valid_to, sqlite_where=presence.c.valid_to.is_not(None))

tally = sa.Table(
    "tally",
    metadata,
    sa.Column("site", sa.Text, primary_key=True),
    sa.Column("quarter", UtcMs, primary_key=True),
    sa.Column("direction", sa.Text, primary_key=True),
    sa.Column("outcome", sa.Text, primary_key=True),
    sa.Column("showings", sa.Integer, nullable=False),
    sa.Column("people", sa.Integer, nullable=False),
    sqlite_with_rowid=False,
)
"""How many passages lie in a quarter of an hour, and of how many people."""

headcount = sa.Table(
    "headcount",
    metadata,
    sa.Column("site", sa.Text, primary_key=True),
    sa.Column("people", sa.Integer, nullable=False),
)
"""How many people `presence` has inside a site."""

figure = sa.Table(
    "figure",
    metadata,
    sa.Column("site", sa.Text, primary_key=True),
    sa.Column("day", sa.Text, primary_key=True),
    sa.Column("figures", sa.Text, nullable=False),
)
"""The daily report as it was counted before its passages were forgotten."""

item = sa.Table(
    "item",
    metadata,
    sa.Column("kind", sa.Text, primary_key=True),
    sa.Column("id", sa.Text, primary_key=True),
    sa.Column("version", sa.BigInteger, nullable=False),
    sa.Column("data", sa.Text, nullable=False),
)

state = sa.Table(
    "state",
    metadata,
    sa.Column("name", sa.Text, primary_key=True),
    sa.Column("value", sa.Text, nullable=False),
)

SEALED: Final = tuple(column.name for column in entry.columns if column.name not in {"body", "salt"})
"""Columns of a journal entry that no statement may ever change."""


def put_into(table: sa.Table) -> Insert:
    """The statement that writes a row in place of the one under its key."""
    new = insert(table)
    key = [column.name for column in table.primary_key]
    change = {column.name: new.excluded[column.name] for column in table.columns if column.name not in key}
    return new.on_conflict_do_update(index_elements=key, set_=change)


def in_words(statement: sa.Insert | sa.Update) -> str:
    """The statement as SQLite reads it, for many rows at once: each a value for every mark, as SQLite keeps it."""
    return str(statement.compile(dialect=sqlite.dialect()))


def among(column: sa.Column[Any], name: str) -> sa.ColumnElement[bool]:
    """Whether the column has one of the values in a JSON list, bound under that name: one value, however many."""
    return column.in_(sa.select(sa.func.json_each(sa.bindparam(name)).table_valued("value").c.value))
