"""The reading side: figures, reports, exports, and journals written to files and checked again."""

from __future__ import annotations

import csv
import json
from datetime import date
from pathlib import Path
from typing import Any

import pytest

from checkpoint.gate import Action, Direction
from station.logbook import file_fault, write_journal
from tests.harness.gate import Station, station_at
from tests.harness.made import R1, R2, URL, text_of

IN, OUT = Direction.IN, Direction.OUT
DAY = date(2022, 12, 5)


def a_day(gate: Station) -> None:
    gate.show(text_of(R1), "07:00", IN)
    gate.desk.decide(gate.show(URL, "07:05", IN).recorded.entry.id, Action.TURN_AWAY)
    gate.show(text_of(R2), "07:10", IN)
    gate.show(text_of(R1), "09:00", OUT)


def test_the_figures_on_the_screen_are_those_of_the_report(tmp_path: Path) -> None:
    with station_at(tmp_path / "a") as gate:
        a_day(gate)
        figures, report = gate.logbook.figures(gate.clock.now()), gate.logbook.report(DAY)
        assert (figures.entered, figures.left, figures.turned_away, figures.inside) == (1, 1, 1, 0)
        assert (report["in"], report["out"], report["turned_away"], report["inside_at_end"]) == (1, 1, 1, 0)
        assert (report["pending"], report["unsynced"]) == (1, 4)
        json.dumps(report)


def test_a_day_is_exported_masked_and_in_order(tmp_path: Path) -> None:
    with station_at(tmp_path / "a") as gate:
        a_day(gate)
        assert gate.logbook.export(DAY, tmp_path / "day.csv", language="zh_CN") == 4
        text = (tmp_path / "day.csv").read_text(encoding="utf-8-sig")
    rows = list(csv.DictReader(text.splitlines()))
    assert [row["时间"] for row in rows] == ["07:00:00", "07:05:00", "07:10:00", "09:00:00"]
    assert [row["姓名(脱敏)"] for row in rows] == ["张*", "", "欧阳**", "张*"]
    assert [row["结果"] for row in rows] == ["放行", "劝返", "未处置", "放行"]
    assert rows[2]["原因"] == "非本社区通行证"
    for secret in ("张伟", "娜", "13800138001", "501", "pay.example"):
        assert secret not in text


def test_another_days_export_has_its_headings_and_no_rows(tmp_path: Path) -> None:
    with station_at(tmp_path / "a") as gate:
        a_day(gate)
        assert gate.logbook.export(date(2022, 12, 6), tmp_path / "day.csv", language="en") == 0
        assert (tmp_path / "day.csv").read_text(encoding="utf-8-sig").startswith("No.,Date,Time")


@pytest.fixture
def journal_file(tmp_path: Path) -> Path:
    path = tmp_path / "journal.jsonl"
    with station_at(tmp_path / "a") as gate:
        a_day(gate)
        assert write_journal(gate.store.entries("st1", gate.store.epoch), path) == 5
    return path


def test_a_journal_written_to_a_file_verifies(journal_file: Path) -> None:
    assert file_fault(journal_file) == (5, None)


def tampered(path: Path, number: int, **changes: Any) -> tuple[int, str]:
    lines = path.read_text(encoding="utf-8").splitlines()
    lines[number] = json.dumps(json.loads(lines[number]) | changes)
    path.write_text("\n".join(lines), encoding="utf-8")
    sound, fault = file_fault(path)
    return sound, str(fault)


@pytest.mark.parametrize(
    "changes",
    [
        {"operator": "nobody"},
        {"at": "2022-12-05T00:00:00.000Z"},
        {"body": {"outcome": "passed"}},
        {"salt": None},
        {"hash": "0" * 64},
        {"seq": 9},
        {"seq": "one"},
    ],
)
def test_whatever_is_changed_in_the_file_the_first_bad_entry_is_named(
    journal_file: Path, changes: dict[str, Any]
) -> None:
    sound, said = tampered(journal_file, 2, **changes)
    assert sound == 2
    assert "entry 3" in said or "entry 9" in said or "line 3" in said


def test_a_line_taken_out_of_the_file_is_noticed(journal_file: Path) -> None:
    lines = journal_file.read_text(encoding="utf-8").splitlines()
    journal_file.write_text("\n".join(lines[:1] + lines[2:]), encoding="utf-8")
    sound, fault = file_fault(journal_file)
    assert sound == 1
    assert "expected entry 2" in str(fault)


def test_a_file_that_is_no_journal_is_said_to_be_none(tmp_path: Path) -> None:
    path = tmp_path / "x"
    path.write_text("hello\n", encoding="utf-8")
    assert file_fault(path)[0] == 0
    assert "line 1" in str(file_fault(path)[1])


def test_a_bodiless_entry_still_verifies(journal_file: Path) -> None:
    lines = journal_file.read_text(encoding="utf-8").splitlines()
    lines[0] = json.dumps(json.loads(lines[0]) | {"body": None, "salt": None})
    journal_file.write_text("\n".join(lines), encoding="utf-8")
    assert file_fault(journal_file) == (5, None)
