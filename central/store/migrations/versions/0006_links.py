"""Which roster document names which, and for whom each is because of that; volunteers are for their areas now."""

import json

import sqlalchemy as sa
from alembic import op

revision = "0006"
down_revision = "0005"
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Volunteers get new versions: a station that is no concern of theirs any more must hear that they are gone."""
    op.add_column("item", sa.Column("reach", sa.Text, nullable=False, server_default="[]"))
    names = ("kind", "id", "to_kind", "to_id")
    columns = [sa.Column(name, sa.Text, nullable=False) for name in names]
    op.create_table("link", *columns, sa.PrimaryKeyConstraint(*names, name="pk_link"))
    op.create_index("ix_link_to", "link", ["to_kind", "to_id"])
    _tell_volunteers_anew(op.get_bind())


def _tell_volunteers_anew(connection: sa.Connection) -> None:
    item = sa.table("item", *map(sa.column, ("kind", "id", "version", "data")))
    counter, link = (
        sa.table("counter", *map(sa.column, ("name", "value"))),
        sa.table("link", *map(sa.column, ("kind", "id", "to_kind", "to_id"))),
    )
    version = connection.execute(sa.select(counter.c.value).where(counter.c.name == "roster")).scalar() or 0
    here = (item.c.kind == "volunteer") & item.c.data.is_not(None)
    for row in connection.execute(sa.select(item).where(here).order_by(item.c.version)).all():
        version += 1
        this = (item.c.kind == "volunteer") & (item.c.id == row.id)
        connection.execute(sa.update(item).where(this).values(version=version))
        if team := json.loads(row.data).get("team"):
            named = {"kind": "volunteer", "id": row.id, "to_kind": "team", "to_id": team}
            connection.execute(sa.insert(link).values(named))
    connection.execute(sa.update(counter).where(counter.c.name == "roster").values(value=version))


def downgrade() -> None:
    """An older program does not read a newer database."""
    raise NotImplementedError("central's databases only go forward")
