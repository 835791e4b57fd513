"""Each time that central began to serve has a name, by which a station says what it was told when."""

import secrets

import sqlalchemy as sa
from alembic import op

revision = "0015"
down_revision = "0014"
branch_labels = None
depends_on = None


def upgrade() -> None:
    """One more column, and a name for what was before."""
    op.add_column("passed_over", sa.Column("term", sa.Text, nullable=False, server_default=sa.text("''")))
    # One for each time: of a counter no two are alike.
    name = sa.literal(secrets.token_hex(6)) + sa.cast(sa.column("until"), sa.Text)
    op.execute(sa.update(sa.table("passed_over", sa.column("term"))).values(term=name))


def downgrade() -> None:
    """An older program does not read a newer database."""
    raise NotImplementedError("central's databases only go forward")
