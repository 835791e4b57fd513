"""Who was inside a site when a day began, kept for reports; it can be drawn anew from the entries at any time."""

import sqlalchemy as sa
from alembic import op

revision = "0003"
down_revision = "0002"
branch_labels = None
depends_on = None


def upgrade() -> None:
    """An empty table: the first report of a day fills it."""
    op.create_table(
        "presence",
        sa.Column("site", sa.Text, nullable=False),
        sa.Column("start_at", sa.BigInteger, nullable=False),
        sa.Column("days", sa.BigInteger, nullable=False),
        sa.Column("arrival", sa.BigInteger, nullable=False),
        sa.Column("inside", sa.Text, nullable=False),
        sa.PrimaryKeyConstraint("site", "start_at", "days", name="pk_presence"),
    )


def downgrade() -> None:
    """An older program does not read a newer database."""
    raise NotImplementedError("central's databases only go forward")
