"""Where an entry is kept whose place central knows as another one's: the history that this station does not go on with.

An entry may leave the journal for this one reason only, and only once it stands here, whole.
"""

import sqlalchemy as sa
from alembic import op

revision = "0004"
down_revision = "0003"
branch_labels = None
depends_on = None

_TEXTS = ("id", "kind", "boot", "operator", "shift", "body_digest", "prev", "hash")


def upgrade() -> None:
    """The guard that keeps every entry in the journal makes way for those that were laid here."""
    op.create_table(
        "parted",
        *(sa.Column(name, sa.Text, nullable=False) for name in ("station", "epoch")),
        sa.Column("seq", sa.BigInteger, nullable=False),
        *(sa.Column(name, sa.Text, nullable=False) for name in _TEXTS[:2]),
        *(sa.Column(name, sa.BigInteger, nullable=False) for name in ("at", "mono_ms")),
        sa.Column("boot", sa.Text, nullable=False),
        *(sa.Column(name, sa.BigInteger) for name in ("offset_ms", "offset_age_s")),
        *(sa.Column(name, sa.Text, nullable=False) for name in ("operator", "shift")),
        *(sa.Column(name, sa.Text) for name in ("amends", "body", "salt")),
        *(sa.Column(name, sa.Text, nullable=False) for name in ("body_digest", "prev", "hash")),
        sa.PrimaryKeyConstraint("station", "epoch", "seq", "hash", name="pk_parted"),
    )
    op.execute("DROP TRIGGER entry_is_kept")
    op.execute(
        "CREATE TRIGGER entry_is_kept BEFORE DELETE ON entry WHEN NOT EXISTS (SELECT 1 FROM parted "
        "WHERE station = OLD.station AND epoch = OLD.epoch AND seq = OLD.seq AND hash = OLD.hash AND id = OLD.id "
        "AND body IS OLD.body AND salt IS OLD.salt AND body_digest = OLD.body_digest AND prev = OLD.prev) "
        "BEGIN SELECT RAISE(ABORT, 'a journal entry is never deleted'); END"
    )
    op.execute(
        "CREATE TRIGGER parted_is_kept BEFORE DELETE ON parted "
        "BEGIN SELECT RAISE(ABORT, 'a journal entry is never deleted'); END"
    )
    op.execute(
        "CREATE TRIGGER parted_is_sealed BEFORE UPDATE ON parted "
        "WHEN NEW.body IS NOT NULL OR NEW.salt IS NOT NULL OR NEW.hash IS NOT OLD.hash OR NEW.rowid IS NOT OLD.rowid "
        "BEGIN SELECT RAISE(ABORT, 'a journal entry is never edited'); END"
    )


def downgrade() -> None:
    """A journal is never deleted."""
    raise NotImplementedError("a journal is never deleted")
