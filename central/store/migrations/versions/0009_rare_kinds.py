"""An index of the kinds that are few: a site's volunteers are found without walking all who passed its gates."""

import sqlalchemy as sa
from alembic import op

revision = "0009"
down_revision = "0008"
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Nothing is moved."""
    is_rare = sa.text("(kind NOT IN ('attempt', 'decision'))")
    op.create_index(
        "ix_entry_rare", "entry", ["site", "kind", "scanned_at"], sqlite_where=is_rare, postgresql_where=is_rare
    )


def downgrade() -> None:
    """An older program does not read a newer database."""
    raise NotImplementedError("central's databases only go forward")
