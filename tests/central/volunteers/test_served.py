"""What volunteers served, out of central: S7 to the minute, persons apart from person-times, sites from regions."""

from __future__ import annotations

import csv
import json
from datetime import timedelta
from pathlib import Path
from typing import Any

import msgspec
import openpyxl
import pytest

from central import commands
from central.store.store import Store
from central.volunteers import served
from checkpoint.duty.deeds import DUTY, Act, Plan, body_of
from checkpoint.roster import Gate, Shift, Site
from tests.central.conftest import Joined, Line, join
from tests.central.test_reports import push
from tests.checkpoint.duty.test_attendance import morning
from tests.harness import made
from tests.harness.made import C1, SITE, Pen, at
from tests.harness.serving import MORNING, PEOPLE, WHO, deed, s7_roster

FAR = "990102001001"
DAYS = ("--from", "2022-12-05")


@pytest.fixture
def morning_line(line: Line) -> Line:
    """A central that has S7 from two stations, with V6's forgotten check-out confirmed."""
    with line.store() as store:
        store.put([*made.roster(), *s7_roster()])
        stations = join(store, "G1"), join(store, "G2", key="cd" * 32)
        pens = Pen(stations[0].id), Pen(stations[1].id, gate="G2")
        morning(*pens)
        deed(pens[1], Act.CONFIRM_OUT, 6, "12:30", moment_=at("11:00"), reason="忘记签退", lead="990101-0100")
        for station, pen in zip(stations, pens, strict=True):
            push(store, station, pen.entries, at("13:00"))
    return line


def rows_of(path: Path) -> list[dict[str, str]]:
    """A CSV file's rows by heading, without the apostrophes that keep spreadsheets from making numbers of texts."""
    rows = csv.DictReader(path.read_text(encoding="utf-8-sig").splitlines())
    return [{name: cell.removeprefix("'") for name, cell in row.items()} for row in rows]


def test_a_platform_gets_each_service_with_its_minutes_and_where_they_come_from(
    morning_line: Line, tmp_path: Path
) -> None:
    path = tmp_path / "service.csv"
    words = ("export", "--kind", "service-record", "--site", SITE, *DAYS)
    assert morning_line(*words, "--to", str(path)) == commands.DONE
    rows = rows_of(path)
    assert (
        list(rows[0]) == "志愿者编号 姓名 项目 岗位 日期 开始时间 结束时间 计入分钟 计时来源 组织 记录方 确认人".split()
    )
    by_number = {row["志愿者编号"]: row for row in rows}
    assert {number[-1]: row["计入分钟"] for number, row in by_number.items()} == {
        "1": "180",
        "2": "163",
        "3": "140",
        "5": "115",
        "6": "180",
    }
    scanned = sum(int(row["计入分钟"]) for row in rows if row["计时来源"] == "扫码")
    confirmed = sum(int(row["计入分钟"]) for row in rows if row["计时来源"] == "负责人确认")
    assert (scanned, confirmed) == (598, 180)
    first, sixth = by_number["990101-0001"], by_number["990101-0006"]
    assert (first["姓名"], first["项目"], first["岗位"], first["日期"]) == (
        "王志愿1",
        "示例社区卡口值守",
        "秩序引导",
        "2022-12-05",
    )
    assert (first["开始时间"], first["结束时间"], first["记录方"]) == (
        "2022-12-05 07:50",
        "2022-12-05 11:05",
        "示例社区",
    )
    assert (sixth["结束时间"], sixth["确认人"]) == ("2022-12-05 11:00", "990101-0100")
    book = tmp_path / "service.xlsx"
    assert morning_line(*words, "--to", str(book)) == commands.DONE
    assert openpyxl.load_workbook(book).sheetnames == ["平台服务记录"]


def test_team_hours_and_the_masked_ledger_come_out_too(morning_line: Line, tmp_path: Path) -> None:
    path = tmp_path / "table.csv"
    assert morning_line("export", "--kind", "team-hours", "--region", "9901", *DAYS, "--to", str(path)) == commands.DONE
    [row] = rows_of(path)
    assert row == {
        "队伍": "示例社区志愿服务队",
        "队伍类型": "社区",
        "组织": "",
        "服务人数": "5",
        "人次": "5",
        "计入分钟": "778",
        "服务时长(小时)": "12.9",
        "其中扫码(分钟)": "598",
        "其中负责人确认(分钟)": "180",
        "其中补录(分钟)": "0",
    }
    assert morning_line("export", "--kind", "attendance", "--region", "", *DAYS, "--to", str(path)) == commands.DONE
    rows = rows_of(path)
    assert len(rows) == 8
    assert {row["姓名(脱敏)"] for row in rows} == {"王***"}


def test_a_volunteers_own_record_is_shown_and_printed(morning_line: Line, tmp_path: Path) -> None:
    path = tmp_path / "record.pdf"
    assert morning_line("record", "990101-0006", *DAYS) == commands.DONE
    said = json.loads(morning_line.out)
    assert (said["name"], said["figures"]["minutes"], len(said["services"])) == ("王***", 180, 1)
    assert said["figures"]["minutes_by_source"] == {"scan": 0, "lead_confirmed": 180, "back_entry": 0}
    assert morning_line("record", "990101-0006", *DAYS, "--pdf", str(path)) == commands.DONE
    assert path.read_bytes().startswith(b"%PDF")
    assert morning_line("record", "nobody", *DAYS) == commands.FAILED
    assert "there is no volunteer nobody" in morning_line.err
    assert morning_line("record", "990101-0006", *DAYS, "--until", "2022-12-04") == commands.FAILED


def test_the_bulletin_says_the_briefs_figures_and_no_small_number_of_minors(morning_line: Line) -> None:
    assert morning_line("bulletin", "--region", "9901", *DAYS) == commands.DONE
    assert morning_line.out.splitlines() == [
        "站点: 1",
        "志愿服务项目: 1",
        "招募志愿者(人): 8",
        "参与服务(人): 5",
        "参与服务(人次): 5",
        "志愿服务队伍(支): 1",
        "服务时长(小时): 12.9",
        "其中未成年人(人): 0",
    ]
    minors = [msgspec.structs.replace(PEOPLE[number][0], is_minor=True) for number in (1, 2, 3, 5, 6)]
    with morning_line.store() as store:
        store.put(minors[:4])
    assert morning_line("bulletin", "--region", "990101", *DAYS) == commands.DONE
    assert "其中未成年人(人): 少于5" in morning_line.out
    with morning_line.store() as store:
        store.put(minors)
    assert morning_line("bulletin", "--region", "990101001", *DAYS, "--json") == commands.DONE
    assert json.loads(morning_line.out)["minors"] == 5
    assert morning_line("bulletin", "--region", "880101", *DAYS) == commands.FAILED


def test_whoever_serves_at_two_sites_is_one_person_and_two_person_times(store: Store, joined: Joined) -> None:
    late = Shift(
        id="FAR",
        project="P2",
        site="far",
        post="order",
        begins="2022-12-06T00:00:00.000Z",
        ends="2022-12-06T02:00:00.000Z",
    )
    store.put(
        [
            *s7_roster(),
            Site(id="far", name="远", community=FAR),
            Gate(id="F1", site="far", name="远口", communities=(C1,)),
            late,
        ]
    )
    near, far = joined("G1"), joined("F1", "far", "cd" * 32)
    here, there = Pen(near.id), Pen(far.id, gate="F1")
    deed(here, Act.CHECK_IN, 1, "08:00")
    deed(here, Act.CHECK_OUT, 1, "11:00")
    for act, moment in ((Act.CHECK_IN, at("08:00", "2022-12-06")), (Act.CHECK_OUT, at("10:00", "2022-12-06"))):
        there.write(DUTY, body_of(act, WHO[1], site="far", plan=Plan.of(late)), moment)
    push(store, near, here.entries, at("13:00"))
    push(store, far, there.entries, at("13:00", "2022-12-06"))
    both = served.Span(made.at("08:00").date(), made.at("08:00").date() + timedelta(days=1), at("13:00", "2022-12-07"))

    def said(region: str) -> tuple[Any, ...]:
        figures = served.bulletin(store, served.sites_in(store, region), both)
        return tuple(figures[one] for one in ("sites", "projects", "persons", "person_times", "hours"))

    assert said("9901") == (2, 2, 1, 2, "5.0")
    assert said("990101") == (1, 1, 1, 1, "3.0")
    assert said("990102") == (1, 1, 1, 1, "2.0")
    name, rows, figures = served.own_record(store, WHO[1].number, both)
    assert (name, len(rows), figures["minutes"]) == (WHO[1].name, 2, 300)


def test_service_stays_when_its_volunteer_project_and_post_are_off_the_roster(store: Store, joined: Joined) -> None:
    store.put(s7_roster())
    station = joined("G1")
    pen = Pen(station.id)
    deed(pen, Act.CHECK_IN, 1, "08:00")
    deed(pen, Act.CHECK_OUT, 1, "11:00")
    push(store, station, pen.entries, at("13:00"))
    gone = [("volunteer", WHO[1].number), ("project", "P1"), ("post", "order"), ("shift", MORNING.id)]
    store.put([], removed=[*gone, ("assignment", f"S7/{WHO[1].number}")])
    day = at("08:00").date()
    [row] = served.service_rows(
        served.served(store, served.sites_in(store), served.Span(day, day, at("13:00"))), served.Book(store)
    )
    assert (row["full_name"], row["project"], row["post"], row["minutes"]) == (WHO[1].name, "P1", "order", "180")
