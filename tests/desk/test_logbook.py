"""The reading side: figures, reports, exports, and journals written to files and checked again."""

from __future__ import annotations

import csv
import json
import random
from collections.abc import Iterator
from datetime import date
from pathlib import Path
from typing import Any

import openpyxl
import pytest

from checkpoint import days
from checkpoint.gate import Action, Direction
from checkpoint.journal import Entry, stamp
from station.logbook import file_fault, write_journal
from station.store.trouble import StoreFault, StoreTrouble
from tests.harness.gate import Station, station_at
from tests.harness.made import R1, R2, R3, SITE, URL, ZONE, Pen, at, text_of

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


def test_a_day_opens_in_a_spreadsheet_as_text_in_each_language(tmp_path: Path) -> None:
    with station_at(tmp_path / "a") as gate:
        a_day(gate)
        for language, (heading, way) in {
            "zh_CN": ("方向", "进"),
            "zh_TW": ("方向", "進"),
            "en": ("Direction", "In"),
        }.items():
            path = tmp_path / f"{language}.xlsx"
            assert gate.logbook.export(DAY, path, language=language) == 4
            book = openpyxl.load_workbook(path)
            headings, *rows = [[cell.value for cell in row] for row in book.active.iter_rows()]
            book.close()
            assert rows[0][headings.index(heading)] == way
            assert {type(value) for row in rows for value in row} <= {str, type(None)}
            for secret in ("张伟", "娜", "13800138001", "501", "pay.example"):
                assert secret not in str(rows)


def test_an_export_that_cannot_be_written_leaves_nothing_behind(tmp_path: Path) -> None:
    with station_at(tmp_path / "a") as gate:
        a_day(gate)
        (tmp_path / "out").mkdir()
        with pytest.raises(OSError, match="day"):
            gate.logbook.export(DAY, tmp_path / "nowhere" / "day.csv", language="en")
        with pytest.raises(ValueError, match="pdf"):
            gate.logbook.export(DAY, tmp_path / "out" / "day.pdf", language="en")
        assert list((tmp_path / "out").iterdir()) == []
        assert not (tmp_path / "nowhere").exists()


def test_whoever_came_on_another_day_is_inside_in_todays_report(tmp_path: Path) -> None:
    with station_at(tmp_path / "a") as gate:
        gate.clock.to("20:00", "2022-12-03")
        gate.show(text_of(R1), way=IN)
        gate.clock.to("21:00", "2022-12-04")
        gate.show(text_of(R3), way=IN)
        gate.clock.to("08:00", "2022-12-05")
        gate.show(text_of(R1), way=OUT)
        inside = {day: gate.logbook.report(date(2022, 12, day))["inside_at_end"] for day in range(2, 7)}
        assert inside == {2: 0, 3: 1, 4: 2, 5: 1, 6: 1}


def test_two_reports_of_one_moment_are_the_same_walked_or_looked_up(tmp_path: Path) -> None:
    """The store answers who was inside without walking the days before; the walk is what it must agree with."""
    chance = random.Random(7)
    with station_at(tmp_path / "a") as gate:
        for day in (3, 4, 5):
            for hour in range(6, 20):
                gate.clock.to(f"{hour:02}:00", f"2022-12-0{day}")
                gate.show(text_of(chance.choice([R1, R3])), way=chance.choice([IN, OUT]))
        for day in (2, 3, 4, 5, 6):
            start, end = days.bounds(date(2022, 12, day), ZONE)
            walked = days.report(gate.store.between(SITE, at("00:00", "2022-11-01"), end), date(2022, 12, day), ZONE)
            said = gate.logbook.report(date(2022, 12, day))
            assert {name: said[name] for name in walked} == walked
            assert said["unsynced"] == len(gate.store.between(SITE, start, end))


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
        assert write_journal(gate.store.copied(), path) == 5
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


@pytest.mark.parametrize(
    "line",
    [
        b"hello",
        b"\xff\xfe",
        b"",
        b"[" * 100_000,
        b'{"seq": ' + b"9" * 5_000 + b"}",
        b'{"seq": 1e400}',
        b"null",
        b"\x00",
    ],
)
def test_a_line_that_is_no_entry_is_named_and_those_before_it_hold(journal_file: Path, line: bytes) -> None:
    journal_file.write_bytes(journal_file.read_bytes() + line + b"\n" + b"more\n")
    sound, fault = file_fault(journal_file)
    assert sound == 5
    assert str(fault).startswith("line 6: ")


def test_an_entry_written_twice_or_out_of_order_is_noticed(journal_file: Path) -> None:
    lines = journal_file.read_text(encoding="utf-8").splitlines()
    for order, sound in (([0, 1, 1, 2], 2), ([0, 2, 1], 1), ([1, 0], 0)):
        journal_file.write_text("\n".join(lines[number] for number in order), encoding="utf-8")
        assert file_fault(journal_file)[0] == sound


def test_two_journals_in_one_file_are_two_chains(tmp_path: Path) -> None:
    path = tmp_path / "both.jsonl"
    one, other = Pen("st1"), Pen("st2")
    for minute in range(3):
        one.attempt("1", IN, at(f"07:0{minute}"))
        other.attempt("2", IN, at(f"07:0{minute}"))
    mixed = [entry for pair in zip(one.entries, other.entries, strict=True) for entry in pair]
    assert write_journal(((entry, "") for entry in mixed), path) == 6
    assert file_fault(path) == (6, None)
    write_journal([(entry, "") for entry in mixed if entry is not other.entries[1]], path)
    sound, fault = file_fault(path)
    assert (sound, str(fault)) == (4, "st2 epoch e1 entry 3: expected entry 2 here")


def test_a_journal_that_cannot_be_read_to_its_end_leaves_the_file_before_it(journal_file: Path) -> None:
    before = journal_file.read_bytes()

    def breaks_off() -> Iterator[tuple[Entry, str]]:
        yield Pen().attempt("1", IN, at("07:00")), ""
        raise StoreTrouble(StoreFault.DAMAGED)

    with pytest.raises(StoreTrouble):
        write_journal(breaks_off(), journal_file)
    assert journal_file.read_bytes() == before
    assert sorted(path.name for path in journal_file.parent.iterdir()) == ["a", "a.key", "journal.jsonl"]


def test_a_bodiless_entry_still_verifies(journal_file: Path) -> None:
    lines = journal_file.read_text(encoding="utf-8").splitlines()
    lines[0] = json.dumps(json.loads(lines[0]) | {"body": None, "salt": None})
    journal_file.write_text("\n".join(lines), encoding="utf-8")
    assert file_fault(journal_file) == (5, None)


def test_centrals_count_is_amber_only_when_it_differs_twice_and_nothing_is_on_its_way(tmp_path: Path) -> None:
    from checkpoint.wire import Receipt, SiteReport
    from station.lane import Lane
    from station.settings import Settings

    with station_at(tmp_path / "a") as gate:
        lane = Lane(gate.store, Settings(), gate.clock)  # type: ignore[arg-type]
        gate.show(text_of(R1), "07:00", Direction.IN)
        right = {"in": 1, "out": 0, "inside_at_end": 1}

        def said(figures: object, day: str = "2022-12-05") -> SiteReport:
            return SiteReport(site="s", day=day, figures=figures, time="")  # type: ignore[arg-type]

        assert lane.compare(said(right)) is None, "an entry is on its way"
        came, taken = stamp(at("07:00")), stamp(at("07:01"))
        gate.store.settle(gate.store.epoch, [Receipt(seq=1, state="stored", received_at=taken, scanned_at=came)])
        assert lane.compare(said(right, "2022-12-04")) is None
        assert lane.compare(said({"in": True})) is None
        seen = [lane.compare(said(figures)) for figures in (right, right | {"in": 2}, right | {"in": 2}, right)]
        assert [one.differs for one in seen if one is not None] == [False, False, True, False]
