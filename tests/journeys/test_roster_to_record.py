"""From an office's spreadsheets to a service record: imported, told to the gate, served there, written out."""

from __future__ import annotations

import csv
from datetime import datetime
from pathlib import Path
from typing import Any

import openpyxl
import pytest

from central.__main__ import main
from tests.harness.made import C1, SITE, FakeClock, at, roster
from tests.harness.served import served
from tests.journeys.test_volunteer_morning import DutyPost

TABLES: dict[str, list[tuple[Any, ...]]] = {
    "teams": [("编号", "名称", "类型", "区划"), ("T1", "示例社区志愿服务队", "社区", C1)],
    "posts": [("编号", "名称", "岗位培训"), ("order", "秩序引导", "order")],
    "projects": [("项目编号", "名称", "组织"), ("P1", "示例社区卡口值守", "示例社区志愿服务站")],
    "volunteers": [
        ("志愿者编号", "姓名", "队伍", "服务区域", "服务意向", "手机"),
        ("990101-0001", "王志愿1", "示例社区志愿服务队", C1, "秩序引导", 13800138001),
        ("990101-0099", "远处人", None, "990102", None, None),
    ],
    "training": [
        ("志愿者编号", "课程", "类型", "日期", "结果"),
        ("990101-0001", "basics", "通用", datetime(2022, 11, 1), "合格"),
        ("990101-0001", "order", "岗位", datetime(2022, 11, 2), "合格"),
    ],
    "shifts": [
        ("编号", "项目", "站点", "岗位", "日期", "开始", "结束", "人数"),
        ("S7", "示例社区卡口值守", SITE, "秩序引导", datetime(2022, 12, 5), "08:00", "11:00", 1),
    ],
}


def said(capsys: pytest.CaptureFixture[str], *words: str) -> str:
    """What a command of central's prints that is done."""
    code = main(list(words))
    out, err = capsys.readouterr()
    assert (code, err) == (0, "")
    return str(out)


def test_what_an_office_brings_in_a_spreadsheet_is_served_at_a_gate_and_comes_out_as_a_service_record(
    tmp_path: Path, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("CENTRAL_DATA", str(tmp_path))
    clock = FakeClock(at("07:00"))
    with served(tmp_path, roster(), clock) as central:
        for word, rows in TABLES.items():
            book = openpyxl.Workbook()
            for row in rows:
                book.worksheets[0].append(row)
            book.save(tmp_path / f"{word}.xlsx")
            told = said(capsys, "import", word, str(tmp_path / f"{word}.xlsx"))
            assert told.startswith(f"{len(rows) - 1} ")
            assert told.endswith(" taken, 0 known already, 0 rows bad\n")
        assert "S7" in said(capsys, "match", "--day", "2022-12-05", "--assign")
        post = DutyPost(tmp_path, central, "G1", clock)
        try:
            post.courier.round()
            assert post.show(1, "07:50").result == "checked_in"
            assert post.show(1, "11:05").minutes == 180
            post.courier.round()
        finally:
            post.close()
        path = tmp_path / "record.csv"
        words = ("--kind", "service-record", "--region", "990101", "--from", "2022-12-05", "--to", str(path))
        said(capsys, "export", *words)
    [record] = csv.DictReader(path.read_text(encoding="utf-8-sig").splitlines())
    assert [record[name] for name in ("姓名", "项目", "岗位", "日期", "计入分钟", "计时来源", "组织")] == [
        *("王志愿1", "示例社区卡口值守", "秩序引导", "2022-12-05", "180", "扫码", "示例社区志愿服务站"),
    ]
