"""Files of volunteers and their roster: each bad row named, all or nothing, and never an identity number."""

from __future__ import annotations

import json
import zipfile
from datetime import date, datetime, time
from pathlib import Path
from typing import Any

import openpyxl
import pytest
from hypothesis import given
from hypothesis import strategies as st

from central import commands
from central.imports import cells, files
from central.imports.columns import recognise
from central.imports.kinds import KINDS
from central.imports.known import Known
from central.imports.rows import Import, read_file
from checkpoint.roster import Available, Insurance, Shift, Team, Training, Volunteer, kind_of, to_data
from tests.central.conftest import Line
from tests.harness import made
from tests.harness.made import C1, SITE

HEADING = "志愿者编号,姓名,队伍,服务区域,服务意向,服务时间,专业资格,保险止,手机,未成年\r\n"
GOOD = (
    "990101-0001,王文明,一队,990101001001、990101002,gate,周一至周五 08:00-12:00; 周末 全天,护士,2099-12-31,"
    "13800138017,否\r\n"
)


def known(*more: Any) -> Known:
    """A roster with a site, a project, two posts and a team."""
    held: dict[str, list[dict[str, Any]]] = {
        "team": [{"id": "T1", "name": "一队"}],
        "post": [{"id": "gate", "name": "卡口值守"}, {"id": "tent", "name": "采样"}],
        "project": [{"id": "P1", "name": "值守"}],
        "site": [{"id": SITE, "name": "示例社区"}],
        "gate": [{"id": "G1", "site": SITE, "name": "南口", "communities": [C1]}],
    }
    for one in more:
        held.setdefault(kind_of(one), []).append(to_data(one))
    return Known(lambda kind: held.get(kind, []))


def read(
    tmp_path: Path, word: str, text: str, roster: Known | None = None, encoding: str = "utf-8-sig", **mapped: str
) -> Import:
    """What a CSV file with that text would do."""
    path = tmp_path / "file.csv"
    path.write_bytes(text.encode(encoding))
    return read_file(path, KINDS[word], roster or known(), mapped)[1]


def workbook(path: Path, *rows: tuple[Any, ...]) -> Path:
    """An Excel file with these rows."""
    book = openpyxl.Workbook()
    for row in rows:
        book.worksheets[0].append(row)
    book.save(path)
    return path


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "gbk"])
def test_a_volunteer_comes_with_everything_that_a_roster_says(tmp_path: Path, encoding: str) -> None:
    found = read(tmp_path, "volunteers", HEADING + GOOD, encoding=encoding)
    assert found.bad == []
    assert found.found == {
        "990101-0001": Volunteer(
            id="990101-0001",
            name="王文明",
            subject="1000001",
            team="T1",
            areas=("990101001001", "990101002"),
            intentions=("gate",),
            available=(
                Available(weekdays=(1, 2, 3, 4, 5), begins="08:00", ends="12:00"),
                Available(weekdays=(6, 7)),
            ),
            qualifications=("护士",),
            insurance=Insurance(valid_to="2099-12-31"),
            phone_end="17",
        )
    }


def test_cells_of_excel_are_read_as_what_they_show(tmp_path: Path) -> None:
    path = workbook(
        tmp_path / "book.xlsx",
        ("项目", "站点", "岗位", "日期", "开始", "结束", "人数（人）", "卡口"),
        ("值守", SITE, "卡口值守", datetime(2022, 12, 5), time(22, 30), "8:30", 2.0, "南口"),
        ("P1", SITE, "tent", date(2022, 12, 6), "08:00", time(12, 0), 3, None),
    )
    _, found = read_file(path, KINDS["shifts"], known(), {})
    assert found.bad == []
    assert list(found.found.values()) == [
        Shift(
            id="G1-gate-2022-12-05T22:30",
            project="P1",
            site=SITE,
            post="gate",
            begins="2022-12-05T14:30:00.000Z",
            ends="2022-12-06T00:30:00.000Z",
            heads=2,
            gate="G1",
        ),
        Shift(
            id=f"{SITE}-tent-2022-12-06T08:00",
            project="P1",
            site=SITE,
            post="tent",
            begins="2022-12-06T00:00:00.000Z",
            ends="2022-12-06T04:00:00.000Z",
            heads=3,
        ),
    ]


def test_what_a_spreadsheet_has_spoiled_is_named_and_not_taken(tmp_path: Path) -> None:
    path = workbook(
        tmp_path / "book.xlsx",
        ("编号", "姓名", "证号"),
        (990101199003074518, "甲", ""),
        ("V2", "=A2&A3", ""),
        ("V3", "丙", 1000003.0),
        ("V4", "#N/A", ""),
    )
    _, found = read_file(path, KINDS["volunteers"], known(), {})
    assert [line for line, _ in found.bad] == [2, 3, 5]
    assert "id: 9.90101E+17: a spreadsheet has made a number of it and dropped its last digits" in found.bad[0][1]
    assert "a formula whose value was never worked out" in found.bad[1][1]
    assert {id_: one.subject for id_, one in found.found.items() if isinstance(one, Volunteer)} == {"V3": "1000003"}
    text = "编号,姓名\n9.9010119900307E+17,甲\n"
    assert "has made a number of it" in read(tmp_path, "volunteers", text).bad[0][1]


@pytest.mark.parametrize("heading", ["身份证号", "证件号码（必填）", "id_no", "ID Number", "公民身份号码", "身份證"])
def test_a_column_of_identity_numbers_is_refused_by_its_name_even_when_it_is_mapped(
    tmp_path: Path, heading: str
) -> None:
    for mapped in ({}, {heading: "id"}):
        with pytest.raises(ValueError, match="never the identity number") as refused:
            recognise(KINDS["volunteers"], ("编号", "姓名", heading), mapped)
        assert heading in str(refused.value)


def test_a_number_that_is_an_identity_number_is_refused_and_not_repeated(tmp_path: Path) -> None:
    rows = f"{made.R3_NUMBER},甲,\nV2,乙,{made.R1_NUMBER}\nV3,丙,99010119480512002\n"
    found = read(tmp_path, "volunteers", f"编号,姓名,保单号\n{rows}")
    assert [(line, reason.partition(":")[0]) for line, reason in found.bad] == [(2, "id"), (3, "insurance_policy")]
    assert not any(number in repr(found) for number in (made.R1_NUMBER, made.R3_NUMBER))
    assert list(found.found) == ["V3"]


def test_every_bad_row_is_named_with_its_reason(tmp_path: Path) -> None:
    rows = [
        ("V1", "", "", "", "", "is empty"),
        ("V2", "甲", "九队", "", "", "there is no team '九队'"),
        ("V3", "甲", "", "1234567", "", "no division code"),
        ("V4", "甲", "", "", "brain surgery", "there is no post"),
        ("V 5", "甲", "", "", "", "is no id"),
        ("V6/7", "甲", "", "", "", "is no id"),
        ("V8", "甲" * 501, "", "", "", "longer than 500"),
        ("V9", "甲", "", "", "", ""),
        ("V9", "乙", "", "", "", "twice"),
    ]
    text = "编号,姓名,队伍,服务区域,服务意向\n" + "".join(",".join(row[:5]) + "\n" for row in rows)
    found = read(tmp_path, "volunteers", text)
    assert list(found.found) == ["V9"]
    expected = [(line, row[5]) for line, row in enumerate(rows, 2) if row[5]]
    assert [line for line, _ in found.bad] == [line for line, _ in expected]
    assert all(word in reason for (_, reason), (_, word) in zip(found.bad, expected, strict=True)), found.bad


def test_two_volunteers_never_have_one_badge(tmp_path: Path) -> None:
    held = known(Volunteer(id="V1", name="甲", subject="1000001"))
    found = read(tmp_path, "volunteers", "编号,姓名,证号\nV2,乙,1000001\nV3,丙,\nV4,丁,\nV1,甲二,\n", held)
    assert found.bad == [(2, "subject: 1000001 is the badge of somebody else")]
    subjects = {id_: one.subject for id_, one in found.found.items() if isinstance(one, Volunteer)}
    assert subjects == {"V3": "1000002", "V4": "1000003", "V1": "1000001"}


def test_the_same_file_again_changes_nothing_and_a_missing_column_leaves_what_is_known(tmp_path: Path) -> None:
    first = read(tmp_path, "volunteers", HEADING + GOOD)
    held = known(*first.found.values())
    again = read(tmp_path, "volunteers", HEADING + GOOD, held)
    assert (again.found, again.known, again.bad) == ({}, 1, [])
    renamed = read(tmp_path, "volunteers", "编号,姓名,队伍\n990101-0001,王文,\n", held)
    assert renamed.changes == [(2, "990101-0001", ("name", "team"))]
    [person] = renamed.found.values()
    assert isinstance(person, Volunteer)
    assert (person.team, person.areas, person.phone_end) == ("", ("990101001001", "990101002"), "17")


def test_a_roster_names_what_is_there_and_puts_nobody_in_two_places(tmp_path: Path) -> None:
    shifts = [
        Shift(
            id=f"h{n}",
            project="P1",
            site=SITE,
            post="gate",
            begins=f"2022-12-05T0{n}:00",
            ends=f"2022-12-05T0{n + 2}:00",
        )
        for n in (0, 1, 2)
    ]
    held = known(*shifts, Volunteer(id="V1", name="甲", subject="1"), Volunteer(id="V2", name="乙", subject="2"))
    text = "班次,志愿者编号\nh0,V1\nh1,V1\nh2,V1\nh9,V1\nh1,V9\nh1,V2\n"
    found = read(tmp_path, "assignments", text, held)
    assert list(found.found) == ["h0/V1", "h2/V1", "h1/V2"]
    assert found.bad == [
        (3, "volunteer: V1 is on shift h0 at that time"),
        (5, "shift: there is no shift 'h9'"),
        (6, "volunteer: there is no volunteer 'V9'"),
    ]


def test_a_shift_of_an_unknown_post_of_no_length_or_at_another_sites_gate_is_refused(tmp_path: Path) -> None:
    rows = ["P1,S9,gate,2022-12-05,08:00,11:00,", f"P1,{SITE},nobody,2022-12-05,08:00,11:00,"]
    rows += [f"P1,{SITE},gate,,08:00,11:00,", f"P1,{SITE},gate,2022-12-05,08:00,2022-12-07 08:00,"]
    rows += [f"P1,{SITE},gate,2022-02-30,08:00,11:00,", f"P1,{SITE},gate,2022-12-05,25:00,11:00,"]
    found = read(tmp_path, "shifts", "project,site,post,date,begins,ends,gate\n" + "\n".join(rows))
    assert found.found == {}
    for (_, reason), word in zip(
        found.bad,
        ("no site 'S9'", "no post 'nobody'", "names no day", "24 hours", "does not exist", "does not exist"),
        strict=True,
    ):
        assert word in reason


def test_the_newest_result_of_a_course_counts_in_whatever_order_results_come(tmp_path: Path) -> None:
    rows = [
        "V1,卡口,岗位,2022-12-01,合格,2023-12-01",
        "V1,卡口,岗位,2022-11-01,不合格,",
        "V1,基础,通用,2022/11/1,passed,",
    ]
    held = known(Volunteer(id="V1", name="甲", subject="1"))
    found = read(tmp_path, "training", "志愿者编号,课程,类型,日期,结果,有效期至\n" + "\n".join(rows), held)
    kept = found.found["V1/post/卡口"]
    assert isinstance(kept, Training)
    assert (kept.on, kept.passed, kept.expires) == ("2022-12-01", True, "2023-12-01")
    assert (len(found.found), found.known, found.bad) == (2, 1, [])


def test_a_guide_has_a_new_version_with_every_change_of_it(tmp_path: Path) -> None:
    text = 'id,name,guide,kit\ngate,卡口值守,"一\n\n二",\n'
    first = read(tmp_path, "posts", text)
    assert [one.guide_version for one in first.found.values()] == [1]  # type: ignore[attr-defined]
    held = known(*read(tmp_path, "posts", text.replace("gate,", "new,")).found.values())
    assert read(tmp_path, "posts", text.replace("gate,", "new,"), held).known == 1
    again = read(tmp_path, "posts", text.replace("gate,", "new,").replace("二", "三"), held)
    assert [one.guide_version for one in again.found.values()] == [2]  # type: ignore[attr-defined]


def test_a_column_may_be_mapped_and_what_is_not_recognised_is_said(tmp_path: Path) -> None:
    columns = recognise(KINDS["teams"], ("编号", "名字", "Region", "备注"), {"名字": "name"})
    assert (dict(columns.places), columns.ignored, columns.missing) == (
        {"id": 0, "name": 1, "region": 2},
        ("备注",),
        (),
    )
    bare = recognise(KINDS["teams"], ("名字",), {})
    assert [one.name for one in bare.missing] == ["id", "name"]
    for mapped in ({"没有": "name"}, {"名字": "nothing"}):
        with pytest.raises(ValueError, match="there is no"):
            recognise(KINDS["teams"], ("编号", "名字"), mapped)
    with pytest.raises(ValueError, match="both name"):
        recognise(KINDS["teams"], ("编号", "名称", "name"), {})


@pytest.mark.parametrize(
    ("said", "expected"),
    [
        ("每天 18:00-22:00", Available(begins="18:00", ends="22:00")),
        ("周六日", Available(weekdays=(6, 7))),
        ("Mon-Wed, Sun 9:00~17:30", Available(weekdays=(1, 2, 3, 7), begins="09:00", ends="17:30")),
        ("周五至周一 全天", Available(weekdays=(1, 5, 6, 7))),
        ("2022-12-01..2022-12-31 工作日", Available(weekdays=(1, 2, 3, 4, 5), first="2022-12-01", last="2022-12-31")),
        ("22:30-8:30 2022-12-05至", Available(begins="22:30", ends="08:30", first="2022-12-05")),
    ],
)
def test_times_are_read_as_people_write_them(said: str, expected: Available) -> None:
    assert cells.available(said) == (expected,)


@given(st.text(max_size=30))
def test_no_cell_whatever_breaks_a_reader(said: str) -> None:
    for kind in KINDS.values():
        for column in kind.columns:
            try:
                column.read(said or "x")
            except ValueError:
                continue


@pytest.mark.parametrize(
    ("raw", "word"),
    [
        (b"", "is empty"),
        (b"\xd0\xcf\x11\xe0rest", "protected by a password"),
        (b"PK\x03\x04rest", "no workbook"),
        (b"\xff\xfe\x00\x01\xff", "neither UTF-8 nor GBK"),
    ],
)
def test_a_file_that_is_no_table_is_one_sentence(tmp_path: Path, raw: bytes, word: str) -> None:
    path = tmp_path / "file"
    path.write_bytes(raw)
    with pytest.raises(ValueError, match=word):
        list(files.read_table(path))


def test_a_file_too_large_in_any_way_is_not_read(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    path = tmp_path / "file.csv"
    path.write_text("a\n" + "x\n" * 5, encoding="utf-8")
    monkeypatch.setattr(files, "MOST_ROWS", 4)
    with pytest.raises(ValueError, match="more than 4 rows"):
        list(files.read_table(path))
    monkeypatch.setattr(files, "MOST_BYTES", 4)
    with pytest.raises(ValueError, match="at most 4"):
        list(files.read_table(path))
    monkeypatch.undo()
    book = workbook(tmp_path / "book.xlsx", ("a",), ("b",))
    monkeypatch.setattr(files, "MOST_UNPACKED", 1000)
    with pytest.raises(ValueError, match="unpacks to more"):
        list(files.read_table(book))
    monkeypatch.undo()
    with zipfile.ZipFile(book, "a") as archive:
        archive.writestr("xl/evil.xml", '<?xml version="1.0"?><!DOCTYPE x [<!ENTITY y "z">]><x/>')
    with pytest.raises(ValueError, match="no workbook that a spreadsheet wrote"):
        list(files.read_table(book))


def test_nothing_is_half_imported_unless_bad_rows_are_skipped(line: Line, tmp_path: Path) -> None:
    path = tmp_path / "teams.csv"
    path.write_text("编号,名称,队长\nT1,一队,\nT2,二队,V9\n", encoding="utf-8")
    assert line("import", "teams", str(path)) == commands.FOUND
    assert "line 3: leader: there is no volunteer 'V9'" in line.err
    assert "1 team good, but none taken, 0 known already, 1 row bad" in line.out
    with line.store() as store:
        assert store.data_of("team") == []
    assert line("import", "teams", str(path), "--dry-run", "--skip-bad") == commands.FOUND
    assert "line 2: T1 would be new\n1 team would be taken" in line.out
    assert line("import", "teams", str(path), "--skip-bad") == commands.FOUND
    with line.store() as store:
        assert [data["id"] for data in store.data_of("team")] == ["T1"]


def test_columns_are_shown_and_a_missing_one_is_named(line: Line, tmp_path: Path) -> None:
    path = tmp_path / "people.csv"
    path.write_text("编号,名字,备注\nV1,甲,x\n", encoding="utf-8")
    assert line("import", "volunteers", str(path), "--columns") == commands.FOUND
    assert "name                 -  needed, and not there" in line.out
    assert "left out: 名字, 备注" in line.out
    assert line("import", "volunteers", str(path)) == commands.FAILED
    assert "has no column name/姓名" in line.err
    assert line("import", "volunteers", str(path), "--map", "名字=name") == commands.DONE
    assert "no station hears of them until they are assigned" in line.out


def test_one_document_is_shown_changed_and_removed_by_the_same_rules(line: Line) -> None:
    with line.store() as store:
        store.put([*made.roster(), Team(id="T1", name="一队")])
    assert line("roster", "volunteers", "V1", "--set", "team=T1") == commands.FAILED
    assert "there is no volunteer V1 yet, and a new one needs name" in line.err
    said = ("--set", "name=王文明", "--set", "team=一队", "--set", "available=周末 全天")
    assert line("roster", "volunteers", "V1", *said) == commands.DONE
    shown = json.loads(line.out)
    assert (shown["team"], shown["available"][0]["weekdays"], shown["pin"]) == ("T1", [6, 7], "")
    assert line("roster", "teams", "T1", "--remove") == commands.FAILED
    assert "team T1 is in use by volunteer V1" in line.err
    training = ("roster", "training", "V1/general/basic", "--set")
    assert line(*training, "on=2022-12-01", "--set", "passed=yes") == commands.DONE
    assert line(*training, "volunteer=V2") == commands.FAILED
    assert line("roster", "volunteers", "V1", "--set", "team=") == commands.DONE
    assert line("roster", "teams", "T1", "--remove") == commands.DONE
    assert line("roster", "teams") == commands.DONE
    assert json.loads(line.out) == []
    assert line("roster", "teams", "T1") == commands.FAILED
