"""Which station an enrolment code made, so that one whose answer was lost may ask again with the same code."""

import sqlalchemy as sa
from alembic import op

revision = "0004"
down_revision = "0003"
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Codes that were used before name no station and stay used up."""
    op.add_column("enrolment_code", sa.Column("station", sa.Text, nullable=True))


def downgrade() -> None:
    """An older program does not read a newer database."""
    raise NotImplementedError("central's databases only go forward")
