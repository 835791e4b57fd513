"""Bodies in a table of their own, on PostgreSQL partitioned by day, so that a day is forgotten by dropping it."""

import sqlalchemy as sa
from alembic import op

revision = "0007"
down_revision = "0006"
branch_labels = None
depends_on = None

DAY = "CASE WHEN kind IN ('attempt', 'decision') THEN received_at / 86400000 ELSE 0 END"


def upgrade() -> None:
    """Every body moves out of its entry, under the day on which it came."""
    op.add_column("entry", sa.Column("day", sa.BigInteger, nullable=False, server_default="0"))
    op.execute(f"UPDATE entry SET day = {DAY}")  # noqa: S608 - no word of it comes from outside
    op.create_table(
        "body",
        *(sa.Column("station", sa.Text, nullable=False), sa.Column("epoch", sa.Text, nullable=False)),
        *(sa.Column("seq", sa.BigInteger, nullable=False), sa.Column("day", sa.BigInteger, nullable=False)),
        *(sa.Column("body", sa.Text, nullable=False), sa.Column("salt", sa.Text, nullable=False)),
        sa.PrimaryKeyConstraint("station", "epoch", "seq", "day", name="pk_body"),
        postgresql_partition_by="RANGE (day)",
    )
    if op.get_context().dialect.name == "postgresql":
        op.execute("CREATE TABLE body_kept PARTITION OF body FOR VALUES FROM (MINVALUE) TO (1)")
        for day in op.get_bind().execute(sa.text("SELECT DISTINCT day FROM entry WHERE day > 0")).scalars().all():
            op.execute(f"CREATE TABLE body_{day} PARTITION OF body FOR VALUES FROM ({day}) TO ({day + 1})")
    op.execute(
        "INSERT INTO body (station, epoch, seq, day, body, salt) "
        "SELECT station, epoch, seq, day, body, salt FROM entry WHERE body IS NOT NULL"
    )
    op.drop_column("entry", "body")
    op.drop_column("entry", "salt")


def downgrade() -> None:
    """An older program does not read a newer database."""
    raise NotImplementedError("central's databases only go forward")
