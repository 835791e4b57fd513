"""Numbers that a counter passed over when central began to serve: whoever knows one knows another history."""

import sqlalchemy as sa
from alembic import op

revision = "0013"
down_revision = "0012"
branch_labels = None
depends_on = None


def upgrade() -> None:
    """One more table."""
    op.create_table(
        "passed_over",
        sa.Column("name", sa.Text, nullable=False),
        sa.Column("until", sa.BigInteger, autoincrement=False, nullable=False),
        sa.Column("stood", sa.BigInteger, nullable=False),
        sa.PrimaryKeyConstraint("name", "until", name="pk_passed_over"),
    )


def downgrade() -> None:
    """An older program does not read a newer database."""
    raise NotImplementedError("central's databases only go forward")
