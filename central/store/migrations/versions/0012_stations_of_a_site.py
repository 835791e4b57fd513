"""A site's stations are found by an index: questions about a site name them."""

from alembic import op

revision = "0012"
down_revision = "0011"
branch_labels = None
depends_on = None


def upgrade() -> None:
    """One more index."""
    op.create_index("ix_station_site", "station", ["site"])


def downgrade() -> None:
    """An older program does not read a newer database."""
    raise NotImplementedError("central's databases only go forward")
