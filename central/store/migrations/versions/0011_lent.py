"""What volunteers were lent: badges, vests, armbands."""

import sqlalchemy as sa
from alembic import op

revision = "0011"
down_revision = "0010"
branch_labels = None
depends_on = None


def upgrade() -> None:
    """An empty register."""
    op.create_table(
        "lent",
        sa.Column("what", sa.Text, nullable=False),
        sa.Column("number", sa.Text, nullable=False),
        sa.Column("since", sa.BigInteger, nullable=False),
        sa.Column("volunteer", sa.Text, nullable=False),
        sa.Column("until", sa.BigInteger, nullable=True),
        sa.Column("is_lost", sa.Boolean, nullable=False),
        sa.PrimaryKeyConstraint("what", "number", "since", name="pk_lent"),
    )


def downgrade() -> None:
    """An older program does not read a newer database."""
    raise NotImplementedError("central's databases only go forward")
