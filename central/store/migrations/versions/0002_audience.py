"""Who a roster document was ever for, wrong enrolment codes by minute, and refused entries that were looked at."""

import json

import sqlalchemy as sa
from alembic import op

revision = "0002"
down_revision = "0001"
branch_labels = None
depends_on = None

EVERYBODY = '["*"]'


def upgrade() -> None:
    """Documents that are there say for whom they are; of removed ones nobody knows, so everybody hears of them."""
    op.add_column("refused", sa.Column("settled_at", sa.BigInteger, nullable=True))
    op.create_table(
        "wrong_code",
        sa.Column("source", sa.Text, nullable=False),
        sa.Column("minute", sa.BigInteger, nullable=False),
        sa.Column("tries", sa.BigInteger, nullable=False),
        sa.PrimaryKeyConstraint("source", "minute", name="pk_wrong_code"),
    )
    op.add_column("item", sa.Column("audience", sa.Text, nullable=False, server_default="[]"))
    item = sa.table("item", *map(sa.column, ("kind", "id", "data", "audience")))
    connection = op.get_bind()
    for row in connection.execute(sa.select(item)).all():
        audience = EVERYBODY if row.data is None else json.dumps(_audience(row.kind, json.loads(row.data)))
        here = (item.c.kind == row.kind) & (item.c.id == row.id)
        connection.execute(sa.update(item).where(here).values(audience=audience))


def _audience(kind: str, data: dict[str, object]) -> list[str]:
    """As it was when this migration was written; the code's own rule may move on."""
    communities = data.get("communities")
    named = {str(one) for one in communities} if isinstance(communities, list) else set()
    match kind:
        case "site":
            named = {f"site {data['id']}"}
        case "gate":
            named |= {f"site {data['site']}"}
        case "community":
            named = {str(data["id"])}
        case "person":
            named = {str(data.get("community", ""))}
        case "scope":
            pass
        case _:
            named = {"*"}
    return sorted(named)


def downgrade() -> None:
    """An older program does not read a newer database."""
    raise NotImplementedError("central's databases only go forward")
