"""The journal's guards: no statement of any program edits, replaces, moves or deletes an entry."""

from __future__ import annotations

from pathlib import Path

import pytest
import sqlalchemy as sa

from station.store.schema import SEALED, entry
from station.store.store import Store
from tests.harness.gate import station_at
from tests.harness.made import R1, text_of

COLUMNS = ", ".join(column.name for column in entry.columns)
WITH_ANOTHER_OPERATOR = COLUMNS.replace("operator", "'somebody'")
AT_ANOTHER_PLACE = WITH_ANOTHER_OPERATOR.replace("seq", "seq + 10")
UNDER_ANOTHER_ID = WITH_ANOTHER_OPERATOR.replace(" id,", " 'other',")

EDITS = [f"UPDATE entry SET {column} = {column} || 'x'" for column in SEALED]
FORGETS_HALF = ["UPDATE entry SET salt = NULL", "UPDATE entry SET body = NULL"]
REPLACES_BODIES = ["UPDATE entry SET body = '{}', salt = '00'", "UPDATE entry SET body = '{}', salt = NULL"]
DELETES = ["DELETE FROM entry", "DELETE FROM entry WHERE seq = 2"]
MOVES = ["UPDATE entry SET rowid = rowid + 10", "UPDATE OR REPLACE entry SET rowid = 2 WHERE rowid = 1"]
REPLACES = [
    f"REPLACE INTO entry ({COLUMNS}) SELECT {WITH_ANOTHER_OPERATOR} FROM entry",
    f"INSERT OR REPLACE INTO entry ({COLUMNS}) SELECT {AT_ANOTHER_PLACE} FROM entry",
    f"INSERT OR REPLACE INTO entry ({COLUMNS}) SELECT {UNDER_ANOTHER_ID} FROM entry",
    f"REPLACE INTO entry (rowid, {COLUMNS}) SELECT 1, {AT_ANOTHER_PLACE.replace(' id,', ' id || 1,')} FROM entry",
]


@pytest.mark.parametrize("recursive", ["ON", "OFF"])
@pytest.mark.parametrize("statement", [*EDITS, *FORGETS_HALF, *REPLACES_BODIES, *DELETES, *MOVES, *REPLACES])
def test_no_statement_edits_replaces_moves_or_deletes_an_entry(tmp_path: Path, statement: str, recursive: str) -> None:
    with station_at(tmp_path / "a") as gate:
        gate.show(text_of(R1))
        gate.show(text_of(R1))
        with gate.store._writer.connect() as connection:
            connection.exec_driver_sql("COMMIT")
            connection.exec_driver_sql(f"PRAGMA recursive_triggers = {recursive}")
        with pytest.raises(sa.exc.DBAPIError, match=r"never|kept or"), gate.store._writer.begin() as connection:
            connection.exec_driver_sql(statement)
        assert gate.store.fault() is None
        assert gate.store.entry_count() == 2


def both(store: Store, first: str, second: str) -> None:
    """In one transaction."""
    with store._writer.begin() as connection:
        connection.exec_driver_sql(first)
        connection.exec_driver_sql(second)


LAID_ASIDE = f"INSERT INTO parted ({COLUMNS}) SELECT {COLUMNS} FROM entry WHERE seq = 2"
HALF = [
    f"INSERT INTO parted ({COLUMNS}) SELECT {COLUMNS.replace(column, new)} FROM entry WHERE seq = 2"
    for column, new in ((" id,", " 'other',"), (" body,", " NULL,"), (" salt,", " NULL,"), (" prev,", " 'x',"))
]


@pytest.mark.parametrize("laid", HALF)
def test_an_entry_leaves_the_journal_only_when_the_whole_of_it_is_kept_beside(tmp_path: Path, laid: str) -> None:
    with station_at(tmp_path / "a") as gate:
        gate.show(text_of(R1))
        gate.show(text_of(R1))
        for first, second in ((laid, "DELETE FROM entry WHERE seq = 2"), (LAID_ASIDE, "DELETE FROM entry")):
            with pytest.raises(sa.exc.DBAPIError, match="never deleted"):
                both(gate.store, first, second)
        assert gate.store.entry_count() == 2


@pytest.mark.parametrize(
    "statement", ["DELETE FROM parted", "UPDATE parted SET hash = 'x'", "UPDATE parted SET body = ''"]
)
def test_what_was_laid_aside_is_kept_as_it_is(tmp_path: Path, statement: str) -> None:
    with station_at(tmp_path / "a") as gate:
        gate.show(text_of(R1))
        gate.show(text_of(R1))
        both(gate.store, LAID_ASIDE, "DELETE FROM entry WHERE seq = 2")
        with pytest.raises(sa.exc.DBAPIError, match="never"), gate.store._writer.begin() as connection:
            connection.exec_driver_sql(statement)
        with gate.store._writer.begin() as connection:
            connection.exec_driver_sql("UPDATE parted SET body = NULL, salt = NULL")


def test_a_body_and_its_salt_can_be_forgotten_together(tmp_path: Path) -> None:
    with station_at(tmp_path / "a") as gate:
        gate.show(text_of(R1))
        with gate.store._writer.begin() as connection:
            connection.exec_driver_sql("UPDATE entry SET body = NULL, salt = NULL")
        assert gate.store.fault() is None
