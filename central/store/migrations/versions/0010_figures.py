"""The figures of days whose passages are forgotten."""

import sqlalchemy as sa
from alembic import op

revision = "0010"
down_revision = "0009"
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Nothing was forgotten here before, so every day is still counted from its entries."""
    op.create_table(
        "figure",
        *(sa.Column("site", sa.Text, nullable=False), sa.Column("day", sa.Text, nullable=False)),
        *(sa.Column("figures", sa.Text, nullable=False), sa.Column("late", sa.BigInteger, nullable=False)),
        sa.PrimaryKeyConstraint("site", "day", name="pk_figure"),
    )


def downgrade() -> None:
    """An older program does not read a newer database."""
    raise NotImplementedError("central's databases only go forward")
