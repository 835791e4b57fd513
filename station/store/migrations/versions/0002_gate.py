"""The gate in full: heads, modes, households, visits with an end, details; an index on the rare kinds of entries."""

import sqlalchemy as sa
from alembic import op

revision = "0002"
down_revision = "0001"
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Add columns that old passages fill with what was true of them: one person, no mode, nothing else known."""
    for column in (
        sa.Column("heads", sa.Integer, nullable=False, server_default="1"),
        sa.Column("mode", sa.Text, nullable=False, server_default=""),
        sa.Column("household", sa.Text),
        sa.Column("valid_to", sa.BigInteger),
        sa.Column("details", sa.Text, nullable=False, server_default="{}"),
    ):
        op.add_column("passage", column)
    op.add_column("presence", sa.Column("heads", sa.Integer, nullable=False, server_default="1"))
    op.add_column("presence", sa.Column("valid_to", sa.BigInteger))
    op.drop_index("ix_passage_day", "passage")
    op.create_index("ix_passage_day", "passage", ["site", "scanned_at", "direction", "outcome", "heads"])
    has_household = sa.text("household IS NOT NULL")
    op.create_index("ix_passage_household", "passage", ["site", "household", "scanned_at"], sqlite_where=has_household)
    op.create_index("ix_presence_visit", "presence", ["site", "valid_to"], sqlite_where=sa.text("valid_to IS NOT NULL"))
    is_rare = sa.text("kind NOT IN ('attempt', 'decision')")
    op.create_index("ix_entry_rare", "entry", ["kind", "at"], sqlite_where=is_rare)


def downgrade() -> None:
    """An older program would count a party of five as one."""
    raise NotImplementedError("an older program would count wrongly")
