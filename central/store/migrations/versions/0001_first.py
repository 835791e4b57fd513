"""The first tables: stations, entries and what was refused, the roster, issued passes, counters."""

from typing import Any

import sqlalchemy as sa
from alembic import op

revision = "0001"
down_revision = None
branch_labels = None
depends_on = None


def _texts(*names: str) -> list[sa.Column[Any]]:
    return [sa.Column(name.rstrip("?"), sa.Text, nullable=name.endswith("?")) for name in names]


def _numbers(*names: str) -> list[sa.Column[Any]]:
    return [sa.Column(name.rstrip("?"), sa.BigInteger, nullable=name.endswith("?")) for name in names]


def upgrade() -> None:
    """From an empty database to the first tables. A name with a question mark may be empty."""
    op.create_table(
        "station",
        *_texts("id", "name", "site", "gate", "token_hash", "public_key"),
        *_numbers("enrolled_at", "seen_at?", "revoked_at?", "offset_ms?"),
        sa.PrimaryKeyConstraint("id", name="pk_station"),
        sa.UniqueConstraint("token_hash", name="uq_station_token_hash"),
    )
    op.create_table(
        "enrolment_code",
        *_texts("code_hash", "name", "site", "gate"),
        *_numbers("expires_at", "used_at?"),
        sa.PrimaryKeyConstraint("code_hash", name="pk_enrolment_code"),
    )
    _entries()
    op.create_table(
        "item",
        *_texts("kind", "id"),
        *_numbers("version"),
        *_texts("data?"),
        sa.PrimaryKeyConstraint("kind", "id", name="pk_item"),
        sa.UniqueConstraint("version", name="uq_item_version"),
    )
    op.create_table(
        "issued",
        *_texts("number", "subject"),
        *_numbers("kind", "key_id", "scope", "valid_from", "valid_to"),
        sa.PrimaryKeyConstraint("number", name="pk_issued"),
    )
    op.create_index("ix_issued_subject", "issued", ["subject"])
    op.create_table("counter", *_texts("name"), *_numbers("value"), sa.PrimaryKeyConstraint("name", name="pk_counter"))


def _entries() -> None:
    op.create_table(
        "entry",
        *(*_texts("station", "epoch"), *_numbers("seq"), *_texts("id", "site", "kind"), *_numbers("at", "mono_ms")),
        *(*_texts("boot"), *_numbers("offset_ms?", "offset_age_s?"), *_texts("operator", "shift", "amends?")),
        *(*_texts("body?", "salt?", "body_digest", "prev", "hash"), *_numbers("received_at", "batch_offset_ms")),
        *_numbers("scanned_at"),
        sa.Column("corrected", sa.Boolean, nullable=False),
        *_numbers("arrival"),
        sa.PrimaryKeyConstraint("station", "epoch", "seq", name="pk_entry"),
        sa.UniqueConstraint("station", "id", name="uq_entry_station_id"),
    )
    op.create_index("ix_entry_feed", "entry", ["site", "arrival"])
    op.create_index("ix_entry_day", "entry", ["site", "scanned_at"])
    op.create_table(
        "chain",
        *(*_texts("station", "epoch"), *_numbers("have"), *_texts("have_hash"), *_numbers("last_seq", "held")),
        sa.PrimaryKeyConstraint("station", "epoch", name="pk_chain"),
    )
    op.create_table(
        "refused",
        *_texts("station", "digest", "epoch"),
        *_numbers("seq?"),
        *_texts("raw", "reason"),
        *_numbers("received_at"),
        sa.PrimaryKeyConstraint("station", "digest", name="pk_refused"),
    )
    op.create_table(
        "fork",
        *(*_texts("station", "epoch"), *_numbers("seq"), *_texts("reason"), *_numbers("seen_at")),
        sa.PrimaryKeyConstraint("station", "epoch", "seq", name="pk_fork"),
    )


def downgrade() -> None:
    """There is nothing before the first tables, and entries are never deleted."""
    raise NotImplementedError("entries are never deleted")
