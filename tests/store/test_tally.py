"""The sums beside passages and presence: kept by the file itself, compared and set right with what they are sums of."""

from __future__ import annotations

from datetime import timedelta
from pathlib import Path

import pytest
import sqlalchemy as sa

from checkpoint.gate import Action, Direction
from checkpoint.journal import stamp
from checkpoint.wire import Receipt
from station.store import schema
from tests.harness.gate import Station, open_store, station_at
from tests.harness.made import R1, R2, R3, SITE, URL, at, text_of
from tests.store.test_answers import answer

IN, OUT = Direction.IN, Direction.OUT
DAY = at("00:00"), at("00:00") + timedelta(days=1)
COUNTED = ({("in", "passed"): (2, 3), ("in", "turned_away"): (1, 1), ("out", "passed"): (1, 1)}, 2)
TRIGGERS = [f"{of}_is_{how}" for of in ("passage", "presence") for how in ("counted", "uncounted", "counted_anew")]


def a_morning(gate: Station) -> None:
    """Two come in, one of them brings another, the other leaves; a code of somebody else's is turned away."""
    first = gate.show(text_of(R1), "07:00", IN).recorded.entry.id
    gate.desk.note_heads(first, 2)
    gate.show(text_of(R3), "07:01", IN)
    gate.show(text_of(R3), "08:00", OUT)
    gate.desk.decide(gate.show(URL, "08:01", IN).recorded.entry.id, Action.TURN_AWAY)


def test_a_decision_a_corrected_clock_and_forgetting_change_the_sums_with_what_they_are_sums_of(tmp_path: Path) -> None:
    with station_at(tmp_path / "a") as gate:
        a_morning(gate)
        assert gate.store.counts(SITE, *DAY) == COUNTED
        asked = gate.show(text_of(R2), "08:02", IN).recorded.entry.id
        assert gate.store.counts(SITE, *DAY)[0]["in", "pending"] == (1, 1)
        gate.desk.decide(asked, Action.ADMIT_VISITOR)
        assert gate.store.counts(SITE, *DAY)[0]["in", "passed"] == (3, 4)
        yesterday = Receipt(
            seq=1,
            state="stored",
            received_at=stamp(at("12:00")),
            scanned_at=stamp(at("07:00") - timedelta(days=1)),
            corrected=True,
        )
        gate.store.settle(gate.store.epoch, [yesterday])
        assert gate.store.counts(SITE, *DAY)[0]["in", "passed"] == (2, 2)
        assert gate.store.forget_before(at("00:00")) > 0
        assert gate.store.rebuild(repair=False).differing == ()


@pytest.mark.parametrize(
    ("change", "name"),
    [
        ("UPDATE tally SET people = people + 1 WHERE direction = 'out'", "tally"),
        ("DELETE FROM tally WHERE outcome = 'turned_away'", "tally"),
        ("UPDATE headcount SET people = 0", f"headcount {SITE}"),
        ("INSERT INTO headcount VALUES ('nowhere', 3)", "headcount nowhere"),
    ],
)
def test_a_sum_that_was_tampered_with_is_named_and_set_right(tmp_path: Path, change: str, name: str) -> None:
    with station_at(tmp_path / "a") as gate:
        a_morning(gate)
        with gate.store._writer.begin() as connection:
            connection.exec_driver_sql(change)
        [found] = gate.store.rebuild(repair=False).differing
        assert found.startswith(name)
        assert len(gate.store.rebuild().differing) == 1
        assert gate.store.rebuild().differing == ()
        assert gate.store.counts(SITE, *DAY) == COUNTED


def test_a_file_of_a_program_that_kept_no_sums_has_them_once_it_is_opened(tmp_path: Path) -> None:
    with station_at(tmp_path / "a") as gate:
        a_morning(gate)
        with gate.store._writer.begin() as connection:
            _as_before_there_were_any(connection)
    store = open_store(tmp_path / "a")
    assert store.counts(SITE, *DAY) == COUNTED
    assert store.rebuild(repair=False).differing == ()
    with store._reader.connect() as connection:
        assert connection.exec_driver_sql("SELECT version_num FROM alembic_version").scalar() == schema.HEAD
    store.close()


def _as_before_there_were_any(connection: sa.Connection) -> None:
    for words in (
        *(f"DROP TRIGGER {name}" for name in TRIGGERS),
        *(f"DROP TABLE {table.name}" for table in (schema.tally, schema.headcount)),
        "UPDATE alembic_version SET version_num = '0004'",
    ):
        connection.exec_driver_sql(words)


@pytest.mark.parametrize("trigger", TRIGGERS)
def test_without_any_one_of_the_triggers_the_sums_are_found_wrong(tmp_path: Path, trigger: str) -> None:
    """That the comparison sees it: of no use otherwise to the tests of any order of arrival, which rely on it."""
    with station_at(tmp_path / "a") as gate:
        with gate.store._writer.begin() as connection:
            connection.exec_driver_sql(f"DROP TRIGGER {trigger}")
        a_morning(gate)
        gate.store.settle(gate.store.epoch, [answer(1)])
        _forget_all(gate)
        assert gate.store.rebuild(repair=False).differing != ()


def _forget_all(gate: Station) -> None:
    gate.store.settle(gate.store.epoch, [answer(seq) for seq in range(1, 4)])
    gate.store.forget_before(at("08:00"), 2)
