"""The figures of days whose passages are forgotten."""

import sqlalchemy as sa
from alembic import op

revision = "0003"
down_revision = "0002"
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Days that were forgotten before have none."""
    op.create_table(
        "figure",
        sa.Column("site", sa.Text, nullable=False),
        sa.Column("day", sa.Text, nullable=False),
        sa.Column("figures", sa.Text, nullable=False),
        sa.PrimaryKeyConstraint("site", "day", name="pk_figure"),
    )


def downgrade() -> None:
    """An older program does not read a newer file."""
    raise NotImplementedError("the station's file only goes forward")
