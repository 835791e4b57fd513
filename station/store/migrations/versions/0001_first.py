"""The first tables: journal with its guards, receipts, passages, presence, roster, state."""

import sqlalchemy as sa
from alembic import op

revision = "0001"
down_revision = None
branch_labels = None
depends_on = None

_SEALED = (
    "station, epoch, seq, id, kind, at, mono_ms, boot, offset_ms, offset_age_s, operator, shift, amends, "
    "body_digest, prev, hash"
)


def _text(name: str, *, nullable: bool = False) -> sa.Column[str]:
    return sa.Column(name, sa.Text, nullable=nullable)


def _number(name: str, *, nullable: bool = False) -> sa.Column[int]:
    return sa.Column(name, sa.BigInteger, nullable=nullable)


def upgrade() -> None:
    """From an empty file to the first tables."""
    _journal()
    _projections()
    op.create_table(
        "item",
        _text("kind"),
        _text("id"),
        _number("version"),
        _text("data"),
        sa.PrimaryKeyConstraint("kind", "id", name="pk_item"),
    )
    op.create_table("state", _text("name"), _text("value"), sa.PrimaryKeyConstraint("name", name="pk_state"))


def _journal() -> None:
    op.create_table(
        "entry",
        *(_text("station"), _text("epoch"), _number("seq"), _text("id"), _text("kind"), _number("at")),
        *(_number("mono_ms"), _text("boot"), _number("offset_ms", nullable=True)),
        *(_number("offset_age_s", nullable=True), _text("operator"), _text("shift"), _text("amends", nullable=True)),
        *(_text("body", nullable=True), _text("salt", nullable=True)),
        *(_text("body_digest"), _text("prev"), _text("hash")),
        sa.PrimaryKeyConstraint("station", "epoch", "seq", name="pk_entry"),
        sa.UniqueConstraint("id", name="uq_entry_id"),
    )
    op.create_index("ix_entry_amends", "entry", ["amends"], sqlite_where=sa.text("amends IS NOT NULL"))
    op.create_index("ix_entry_remembered", "entry", ["at"], sqlite_where=sa.text("body IS NOT NULL"))
    op.create_table(
        "receipt",
        *(_text("station"), _text("epoch"), _number("seq"), _text("state")),
        sa.Column("reason", sa.Text, nullable=False, server_default=""),
        *(_number("received_at", nullable=True), _number("scanned_at", nullable=True)),
        sa.Column("corrected", sa.Boolean, nullable=False, server_default=sa.false()),
        sa.PrimaryKeyConstraint("station", "epoch", "seq", name="pk_receipt"),
    )
    op.create_index("ix_receipt_refused", "receipt", ["station"], sqlite_where=sa.text("state = 'refused'"))
    _guards()


def _guards() -> None:
    """A journal is never edited. The guards hold for every program that opens the file, not for ours alone."""
    # What REPLACE takes away fires no DELETE trigger unless a program asks for recursive ones, so it is met here.
    op.execute(
        "CREATE TRIGGER entry_is_new BEFORE INSERT ON entry WHEN EXISTS (SELECT 1 FROM entry WHERE id = NEW.id) "
        "OR EXISTS (SELECT 1 FROM entry WHERE station = NEW.station AND epoch = NEW.epoch AND seq = NEW.seq) "
        "OR EXISTS (SELECT 1 FROM entry WHERE rowid = NEW.rowid) "
        "BEGIN SELECT RAISE(ABORT, 'a journal entry is never replaced'); END"
    )
    op.execute(
        "CREATE TRIGGER entry_stays_in_place BEFORE UPDATE ON entry WHEN NEW.rowid IS NOT OLD.rowid "
        "BEGIN SELECT RAISE(ABORT, 'a journal entry is never moved'); END"
    )
    op.execute(
        f"CREATE TRIGGER entry_is_sealed BEFORE UPDATE OF {_SEALED} ON entry "
        "BEGIN SELECT RAISE(ABORT, 'a journal entry is never edited'); END"
    )
    op.execute(
        "CREATE TRIGGER entry_body_is_kept_or_forgotten BEFORE UPDATE OF body, salt ON entry "
        "WHEN NEW.body IS NOT NULL OR NEW.salt IS NOT NULL "
        "BEGIN SELECT RAISE(ABORT, 'a body is kept or forgotten, never replaced'); END"
    )
    op.execute(
        "CREATE TRIGGER entry_is_kept BEFORE DELETE ON entry "
        "BEGIN SELECT RAISE(ABORT, 'a journal entry is never deleted'); END"
    )


def _projections() -> None:
    op.create_table(
        "passage",
        *(_text("id"), _text("station"), _text("epoch"), _number("seq"), _text("site"), _text("gate"), _text("lane")),
        *(_text("direction"), _number("at"), _number("scanned_at")),
        sa.Column("corrected", sa.Boolean, nullable=False),
        *(_number("received_at", nullable=True), _text("light"), _text("reason"), _text("outcome"), _text("action")),
        *(_text("category"), _text("method"), _text("subject", nullable=True), _text("number", nullable=True)),
        *(_text("name"), _text("building"), _text("temperature"), _text("operator"), _text("shift")),
        sa.Column("suppressed", sa.Integer, nullable=False),
        sa.Column("presumed_exit", sa.Boolean, nullable=False),
        sa.Column("policy", sa.Integer, nullable=False),
        _text("flag", nullable=True),
        sa.PrimaryKeyConstraint("id", name="pk_passage"),
    )
    op.create_index("ix_passage_day", "passage", ["site", "scanned_at", "direction", "outcome"])
    op.create_index("ix_passage_newest", "passage", ["station", "site", "scanned_at", "seq"])
    op.create_index("ix_passage_holder", "passage", ["site", "subject", "scanned_at", "station", "epoch", "seq"])
    op.create_table(
        "presence",
        *(_text("site"), _text("subject"), _text("passage"), _number("since")),
        sa.PrimaryKeyConstraint("site", "subject", name="pk_presence"),
    )


def downgrade() -> None:
    """There is nothing before the first tables, and a journal is never deleted."""
    raise NotImplementedError("a journal is never deleted")
