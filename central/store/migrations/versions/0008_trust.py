"""Signatures, next tokens, living epochs, hand-overs after revocation, and notes on what was looked at."""

import sqlalchemy as sa
from alembic import op

revision = "0008"
down_revision = "0007"
branch_labels = None
depends_on = None


def upgrade() -> None:
    """A station enrolled before has signed nothing yet: its first signature is the last time it may do without."""
    for name, kind in (
        ("signs_since", sa.BigInteger),
        ("next_token_hash", sa.Text),
        ("epoch", sa.Text),
        ("sealed", sa.Text),
        ("twice_since", sa.BigInteger),
    ):
        op.add_column("station", sa.Column(name, kind, nullable=True))
    op.create_index("ix_station_next_token_hash", "station", ["next_token_hash"])
    op.add_column("chain", sa.Column("proof", sa.Text, nullable=True))
    op.add_column("chain", sa.Column("after_revocation", sa.BigInteger, nullable=False, server_default="0"))
    op.add_column("refused", sa.Column("note", sa.Text, nullable=True))
    op.add_column("fork", sa.Column("settled_at", sa.BigInteger, nullable=True))
    op.add_column("fork", sa.Column("note", sa.Text, nullable=True))
    op.create_table(
        "former_token",
        sa.Column("token_hash", sa.Text, nullable=False),
        sa.Column("station", sa.Text, nullable=False),
        sa.Column("ended_at", sa.BigInteger, nullable=False),
        sa.PrimaryKeyConstraint("token_hash", name="pk_former_token"),
    )
    op.create_table(
        "former_epoch",
        sa.Column("station", sa.Text, nullable=False),
        sa.Column("epoch", sa.Text, nullable=False),
        sa.PrimaryKeyConstraint("station", "epoch", name="pk_former_epoch"),
    )


def downgrade() -> None:
    """An older program does not read a newer database."""
    raise NotImplementedError("central's databases only go forward")
