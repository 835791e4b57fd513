"""What was asked about people: who asked, why and by whose leave, and never about whom."""

import sqlalchemy as sa
from alembic import op

revision = "0014"
down_revision = "0013"
branch_labels = None
depends_on = None

TEXTS = ("query", "site", "subject", "purpose", "letter", "recipient", "asked_by", "approved_by")


def upgrade() -> None:
    """One more table."""
    op.create_table(
        "asked",
        sa.Column("number", sa.BigInteger, autoincrement=False, nullable=False),
        sa.Column("at", sa.BigInteger, nullable=False),
        *(sa.Column(name, sa.Text, nullable=False) for name in TEXTS),
        sa.Column("rows", sa.BigInteger, nullable=False),
        sa.Column("hash", sa.Text, nullable=False),
        sa.PrimaryKeyConstraint("number", name="pk_asked"),
    )


def downgrade() -> None:
    """An older program does not read a newer database."""
    raise NotImplementedError("central's databases only go forward")
