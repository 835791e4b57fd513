"""What the gate counts after each card is kept as sums: showings and people by quarter of an hour, and who is inside.

The file itself keeps them, whichever statement changes a passage or who is inside, in that statement's transaction.
"""

import sqlalchemy as sa
from alembic import op

revision = "0005"
down_revision = "0004"
branch_labels = None
depends_on = None

_KEY = ("site", "quarter", "direction", "outcome")


def _quarter(of: str) -> str:
    """The quarter of an hour in which a passage lies, also before 1970."""
    return f"{of}.scanned_at - (({of}.scanned_at % 900000) + 900000) % 900000"


def _key(of: str) -> str:
    return f"{of}.site, {_quarter(of)}, {of}.direction, {of}.outcome"


_COUNT = (
    "INSERT INTO tally VALUES (" + _key("NEW") + ", 1, NEW.heads) ON CONFLICT DO UPDATE "  # noqa: S608 - words of ours
    "SET showings = showings + 1, people = people + excluded.people;"
)
_UNCOUNT = "".join(
    f"{change} WHERE ({', '.join(_KEY)}) = ({_key('OLD')}){more};"
    for change, more in (
        ("UPDATE tally SET showings = showings - 1, people = people - OLD.heads", ""),
        ("DELETE FROM tally", " AND showings = 0"),
    )
)
_ENTER = (
    "INSERT INTO headcount VALUES (NEW.site, NEW.heads) ON CONFLICT DO UPDATE SET people = people + excluded.people;"
)
_LEAVE = "UPDATE headcount SET people = people - OLD.heads WHERE site = OLD.site;"


def _changed(*names: str) -> str:
    return f"UPDATE OF {', '.join(names)} ON {{}} WHEN " + " OR ".join(f"NEW.{one} IS NOT OLD.{one}" for one in names)


def upgrade() -> None:
    """Count what is there, and from now on what changes."""
    op.create_table(
        "tally",
        sa.Column("site", sa.Text, nullable=False),
        sa.Column("quarter", sa.BigInteger, nullable=False),
        *(sa.Column(name, sa.Text, nullable=False) for name in _KEY[2:]),
        *(sa.Column(name, sa.Integer, nullable=False) for name in ("showings", "people")),
        sa.PrimaryKeyConstraint(*_KEY, name="pk_tally"),
        sqlite_with_rowid=False,
    )
    op.create_table(
        "headcount",
        sa.Column("site", sa.Text, nullable=False),
        sa.Column("people", sa.Integer, nullable=False),
        sa.PrimaryKeyConstraint("site", name="pk_headcount"),
    )
    op.execute(f"INSERT INTO tally SELECT {_key('passage')}, count(*), sum(heads) FROM passage GROUP BY 1, 2, 3, 4")  # noqa: S608
    op.execute("INSERT INTO headcount SELECT site, sum(heads) FROM presence GROUP BY site")
    moved = _changed("site", "scanned_at", "direction", "outcome", "heads").format("passage")
    stayed = _changed("site", "heads").format("presence")
    for name, when, does in (
        ("passage_is_counted", "INSERT ON passage", _COUNT),
        ("passage_is_uncounted", "DELETE ON passage", _UNCOUNT),
        ("passage_is_counted_anew", moved, _UNCOUNT + _COUNT),
        ("presence_is_counted", "INSERT ON presence", _ENTER),
        ("presence_is_uncounted", "DELETE ON presence", _LEAVE),
        ("presence_is_counted_anew", stayed, _LEAVE + _ENTER),
    ):
        op.execute(f"CREATE TRIGGER {name} AFTER {when} BEGIN {does} END")


def downgrade() -> None:
    """An older program does not read a newer file."""
    raise NotImplementedError("the station's file only goes forward")
