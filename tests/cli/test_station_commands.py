"""The station's command line: what each command prints, its exit codes, and never a traceback."""

from __future__ import annotations

import csv
import json
import os
import random
import subprocess
import sys
from collections.abc import Iterator
from functools import cache
from pathlib import Path
from tempfile import TemporaryDirectory

import cv2
import numpy as np
import openpyxl
import pytest

from checkpoint.exporting import EXPORT
from checkpoint.gate import Action
from checkpoint.plural import counted
from checkpoint.roster import StockItem
from checkpoint.supplies.handing import Receipt
from checkpoint.supplies.moves import Source
from station.log_lane import LogLane
from station.scanner.scenery import Conditions, render_still, render_video, symbol
from station.storeroom import Holder, Storeroom
from station.tubes import Tubes
from tests.harness.duty import duty_at
from tests.harness.gate import station_at
from tests.harness.made import R1, R2, URL, ZONE, text_of
from tests.harness.ready import Ready

ROOT = Path(__file__).resolve().parent.parent.parent
DAY = "2022-12-05"


@cache
def ready() -> Ready:
    return Ready()


@pytest.fixture(scope="module", autouse=True)
def _nothing_stays() -> Iterator[None]:
    yield
    ready().close()
    ready.cache_clear()


def run(
    *words: str | Path, data: Path | None = None, anew: bool = False, **environment: str
) -> subprocess.CompletedProcess[str]:
    """One command in a process of its own. anew: which reads the program itself, as on a real computer."""
    kept = {name: value for name, value in os.environ.items() if not name.startswith("STATION_")}
    kept |= {"STATION_DATA": str(data) if data else "/nonexistent/station", **environment}
    said = [*map(str, words)]
    if anew:
        done = subprocess.run(
            [sys.executable, "-m", "station", *said],
            capture_output=True, text=True, check=False, cwd=ROOT, env=kept, timeout=60,
        )  # fmt: skip
    else:
        with TemporaryDirectory() as folder:
            done = subprocess.CompletedProcess(said, *ready().run(said, kept, Path(folder)))
    assert "Traceback" not in done.stderr, done.stderr
    return done


@pytest.fixture
def data(tmp_path: Path) -> Path:
    """A station with four showings on 2022-12-05."""
    with station_at(tmp_path / "a") as gate:
        gate.show(text_of(R1), "07:00")
        gate.desk.decide(gate.show(URL, "07:05").recorded.entry.id, Action.TURN_AWAY)
        gate.show(text_of(R2), "07:10")
    return tmp_path / "a"


@pytest.mark.parametrize(
    "words", [[], ["run"], ["read"], ["export"], ["report"], ["verify"], ["rebuild"], ["preflight"], ["enrol"]]
)
def test_every_command_explains_itself(words: list[str]) -> None:
    done = run(*words, "--help", anew=True)
    assert done.returncode == 0
    assert "usage: station" in done.stdout


@pytest.mark.parametrize(
    "words",
    [[], ["dance"], ["read"], ["export", "--day", "tomorrow", "--to", "x"], ["report"], ["report", "--day", "5"]],
)
def test_wrong_words_are_explained_with_exit_code_2(words: list[str]) -> None:
    done = run(*words)
    assert done.returncode == 2
    assert "usage: station" in done.stderr


def test_attendance_of_a_day_is_exported_masked_and_its_figures_stand_in_the_report(tmp_path: Path) -> None:
    with duty_at(tmp_path / "a") as duty:
        for number, came in ((1, "07:50"), (2, "08:17"), (7, "08:20")):
            duty.show(number, came)
        duty.show(1, "11:05")
    target = tmp_path / "attendance.csv"
    done = run("export", "--day", DAY, "--kind", "attendance", "--to", target, data=tmp_path / "a")
    assert (done.returncode, done.stdout) == (0, f"7 rows written to {target}\n")
    rows = list(csv.DictReader(target.read_text(encoding="utf-8-sig").splitlines()))
    one, two, seven = (rows[number] for number in (0, 1, 5))
    said = {
        "日期": DAY,
        "班次时段": "08:00~11:00",
        "岗位": "秩序引导",
        "志愿者编号": "'990101-0001",
        "姓名(脱敏)": "王***",
    }
    said |= {"来源/队伍": "示例社区志愿服务队", "应到": "是", "签到": "07:50", "签退": "11:05", "计入分钟": "180"}
    said |= {"状态": "已签退", "计时来源": "扫码"}
    assert said.items() <= one.items()
    assert (two["状态"], two["签退"], two["计入分钟"]) == ("未签退；迟到；已自动关闭", "", "0")
    assert seven["状态"] == "拒绝上岗；岗位培训已过期"
    report = json.loads(run("report", "--day", DAY, data=tmp_path / "a").stdout)["volunteers"]
    wanted = {"expected": 7, "present": 2, "refused": 1, "unsigned": 1, "minutes": 180, "hours": "3.0", "missing": 4}
    assert {name: report[name] for name in wanted} == wanted
    assert (report["by_team"]["T1"]["person_times"], report["by_team"]["T1"]["hours"]) == (1, "3.0")


def test_supplies_tubes_and_the_duty_log_of_a_day_are_exported_and_stand_in_the_report(tmp_path: Path) -> None:
    with station_at(tmp_path / "a", StockItem(id="mask", name="医用口罩", unit="只")) as gate:
        room, log = Storeroom(gate.desk), LogLane(gate.desk)
        gate.clock.to("08:00")
        came = Receipt(item="mask", quantity=50, source=Source.DONATED, second="李四光", donor="=示例基金会")
        room.receive(came)
        room.hand_out("mask", 2, Holder("990101-0001", "王**", "S7"))
        log.log("disinfection", {"place": "南口", "agent": "84消毒液", "person": "王文明"})
        tubes = Tubes(gate.desk)
        tubes.open_box("BX-0001", 10)
        tubes.open_tube("A-0001", 10)
    kinds = {"supplies": 1, "supply-moves": 2, "log": 1, "sampling": 1}
    for kind, count in kinds.items():
        target = tmp_path / f"{kind}.csv"
        done = run("export", "--day", DAY, "--kind", kind, "--to", target, data=tmp_path / "a")
        assert (done.returncode, done.stdout) == (0, f"{counted(count, 'row')} written to {target}\n"), done.stderr
    read = {
        kind: list(csv.DictReader((tmp_path / f"{kind}.csv").read_text("utf-8-sig").splitlines())) for kind in kinds
    }
    balance, (came_in, went_out), (logged,) = read["supplies"][0], read["supply-moves"], read["log"]
    assert [balance[name] for name in ("品名", "期初", "入库", "领用", "期末")] == ["医用口罩", "0", "50", "2", "48"]
    assert (came_in["来源"], came_in["捐赠方"], came_in["第二人"]) == ("捐赠", "'=示例基金会", "李**")
    assert (went_out["领用人(脱敏)"], went_out["数量"]) == ("王**", "2")
    assert (logged["类别"], logged["消毒剂"], logged["消杀人(脱敏)"]) == ("消杀", "84消毒液", "王**")
    report = json.loads(run("report", "--day", DAY, data=tmp_path / "a").stdout)
    assert report["supplies"]["mask"] == {"opening": 0, "in": 50, "out": 2, "counted": 0, "closing": 48, "short": 0}
    assert (report["disinfections"], report["incidents"], report["sampling"]["open"]) == (1, 0, 1)
    assert "A-0001,十混一,0,08:00:00 gd1" in (tmp_path / "sampling.csv").read_text("utf-8-sig")


def test_read_prints_a_json_line_for_each_file(tmp_path: Path) -> None:
    cv2.imwrite(str(tmp_path / "one.png"), render_still(text_of(R1), Conditions(), random.Random(1)))
    cv2.imwrite(str(tmp_path / "none.png"), np.full((90, 90), 200, np.uint8))
    name = tmp_path / "二维码.jpg"
    name.write_bytes(cv2.imencode(".jpg", symbol("你好, HELLO"))[1].tobytes())
    done = run("read", tmp_path / "one.png", tmp_path / "none.png", name)
    lines = [json.loads(line) for line in done.stdout.splitlines()]
    assert [line["file"] for line in lines] == [str(tmp_path / "one.png"), str(tmp_path / "none.png"), str(name)]
    assert [line["codes"] for line in lines] == [
        [{"text": text_of(R1), "symbology": "qr"}],
        [],
        [{"text": "你好, HELLO", "symbology": "qr"}],
    ]
    assert all(line["ms"] > 0 and set(line) == {"file", "codes", "ms"} for line in lines)
    assert done.returncode == 0


def test_read_takes_videos(tmp_path: Path) -> None:
    render_video(tmp_path / "film.avi", [text_of(R1), URL], seconds_each=0.8, fps=10, rng=random.Random(2))
    [line] = run("read", tmp_path / "film.avi", anew=True).stdout.splitlines()
    assert [code["text"] for code in json.loads(line)["codes"]] == [text_of(R1), URL]


def test_read_says_which_file_it_could_not_read_and_reads_the_others(tmp_path: Path) -> None:
    (tmp_path / "broken.png").write_bytes(b"\x89PNG\r\n\x1a\nnot really")
    (tmp_path / "empty.jpg").write_bytes(b"")
    cv2.imwrite(str(tmp_path / "one.png"), symbol("HELLO"))
    done = run(
        "read", tmp_path / "no.png", tmp_path / "broken.png", tmp_path / "empty.jpg", tmp_path, tmp_path / "one.png"
    )
    lines = [json.loads(line) for line in done.stdout.splitlines()]
    assert done.returncode == 1
    assert [bool(line.get("error")) for line in lines] == [True, True, True, True, False]
    assert lines[4]["codes"] == [{"text": "HELLO", "symbology": "qr"}]


@pytest.mark.parametrize(("words", "name"), [([], "day.csv"), (["--format", "csv"], "day.txt")])
def test_export_writes_the_days_masked_ledger_as_csv(data: Path, tmp_path: Path, words: list[str], name: str) -> None:
    done = run("export", "--day", DAY, "--kind", "passages", *words, "--to", tmp_path / name, data=data)
    assert (done.returncode, done.stdout) == (0, f"3 rows written to {tmp_path / name}\n")
    text = (tmp_path / name).read_text(encoding="utf-8-sig")
    assert [row["结果"] for row in csv.DictReader(text.splitlines())] == ["放行", "劝返", "未处置"]
    assert "张伟" not in text
    with station_at(data) as gate:
        body = gate.store.rare(EXPORT)[-1].body or {}
        listed = gate.logbook.report(gate.store.rare(EXPORT)[-1].at.astimezone(ZONE).date())["exports"]
    told = {"what": "passages", "day": DAY, "format": "csv", "rows": 3, "via": "command"}
    assert {name: body[name] for name in told} == told
    assert str(tmp_path) not in str(body)
    assert [one["day"] for one in listed] == [DAY]


def test_export_writes_xlsx_in_the_language_asked_for(data: Path, tmp_path: Path) -> None:
    path = tmp_path / "day.xlsx"
    done = run("export", "--day", DAY, "--format", "xlsx", "--language", "en", "--to", path, data=data, anew=True)
    assert done.returncode == 0
    sheet = openpyxl.load_workbook(path).active
    assert sheet is not None
    assert [cell.value for cell in sheet[1]][:3] == ["No.", "Date", "Time"]
    assert sheet.max_row == 4


@pytest.mark.parametrize(
    "words",
    [
        ["--day", DAY, "--format", "jsonl", "--to", "x"],
        ["--to", "x.csv"],
        ["--day", DAY, "--to", "x.ods"],
        ["--day", DAY, "--to", "/proc/none/x.csv"],
        ["--kind", "journal", "--to", "x.csv"],
    ],
)
def test_export_says_in_one_sentence_what_cannot_be_done(data: Path, words: list[str]) -> None:
    done = run("export", *words, data=data)
    assert done.returncode == 3
    assert done.stderr.startswith("station: ")
    assert len(done.stderr.splitlines()) == 1


def test_report_prints_the_days_figures_as_json(data: Path) -> None:
    figures = json.loads(run("report", "--day", DAY, data=data, anew=True).stdout)
    wanted = {"day": DAY, "in": 1, "out": 0, "turned_away": 1, "pending": 1, "inside_at_end": 1, "unsynced": 3}
    assert {name: figures[name] for name in wanted} == wanted


def test_verify_passes_a_whole_chain_and_names_the_first_bad_entry(data: Path, tmp_path: Path) -> None:
    done = run("verify", data=data, anew=True)
    assert (done.returncode, done.stdout) == (0, "The chain holds: 4 entries.\n")
    assert run("verify", "--store", data).returncode == 0
    assert run("verify", "--store", data / "station.db").returncode == 0
    path = tmp_path / "journal.jsonl"
    assert run("export", "--kind", "journal", "--to", path, data=data).returncode == 0
    assert run("verify", path).stdout == "The chain holds: 4 entries.\n"
    path.write_text(
        path.read_text(encoding="utf-8").replace('"operator": "gd1"', '"operator": "gd2"', 2), encoding="utf-8"
    )
    done = run("verify", path)
    assert done.returncode == 1
    assert "entry 1" in done.stdout


def test_verify_finds_an_entry_edited_behind_the_guards(data: Path) -> None:
    with station_at(data) as gate, gate.store._writer.begin() as connection:
        connection.exec_driver_sql("DROP TRIGGER entry_is_sealed")
        connection.exec_driver_sql("UPDATE entry SET operator = 'somebody' WHERE seq = 3")
    done = run("verify", data=data)
    assert done.returncode == 1
    assert "entry 3" in done.stdout


def test_rebuild_compares_repairs_and_says_so(data: Path) -> None:
    done = run("rebuild", data=data, anew=True)
    assert (done.returncode, json.loads(done.stdout)) == (0, {"entries": 4, "passages": 3, "differing": []})
    with station_at(data) as gate, gate.store._writer.begin() as connection:
        connection.exec_driver_sql("UPDATE passage SET name = '王*' WHERE name = '张*'")
    assert run("rebuild", "--dry-run", data=data).returncode == 1
    assert len(json.loads(run("rebuild", data=data).stdout)["differing"]) == 1
    assert run("rebuild", data=data).returncode == 0


def test_preflight_says_line_by_line_what_is_ready(data: Path, tmp_path: Path) -> None:
    render_video(tmp_path / "film.avi", [URL], seconds_each=0.5, fps=10, rng=random.Random(2))
    done = run("preflight", "--json", "--camera", tmp_path / "film.avi", data=data)
    checks = json.loads(done.stdout)
    assert done.returncode == 0
    states = {name: check["state"] for name, check in checks.items()}
    assert states == {
        "libraries": "ok",
        "decoder": "ok",
        "camera": "ok",
        "disk": "ok",
        "clock": "ok",
        "journal": "ok",
        "histories": "ok",
        "key": "ok",
        "roster": "warn",
        "central": "warn",
    }
    assert "1280 x 720" in checks["camera"]["said"]
    blind = run("preflight", "--camera", "/dev/video99", data=data)
    assert blind.returncode == 1
    assert "FAIL  camera" in blind.stdout


def test_preflight_on_a_new_computer_names_what_is_missing_and_does_not_fall_over(tmp_path: Path) -> None:
    done = run("preflight", data=tmp_path / "new", anew=True)
    assert done.returncode == 1
    assert "run or enrol the station first" in done.stdout
    assert not (tmp_path / "new").exists()


@pytest.mark.parametrize(
    "words", [["report", "--day", DAY], ["verify"], ["rebuild"], ["export", "--day", DAY, "--to", "x.csv"]]
)
def test_without_a_station_each_command_says_so(tmp_path: Path, words: list[str]) -> None:
    done = run(*words, data=tmp_path / "none")
    assert done.returncode == 3
    assert "no station's file here yet" in done.stderr


def test_without_a_display_run_says_how_to_see_it(tmp_path: Path) -> None:
    done = run("run", data=tmp_path / "a", anew=True, DISPLAY="", WAYLAND_DISPLAY="", QT_QPA_PLATFORM="")
    assert done.returncode == 3
    assert "xvfb-run" in done.stderr
    assert not (tmp_path / "a-demo").exists()


def test_a_spoilt_settings_file_is_one_sentence(data: Path) -> None:
    (data / "settings.json").write_text("{", encoding="utf-8")
    done = run("report", "--day", DAY, data=data)
    assert done.returncode == 3
    assert "settings.json" in done.stderr


def test_enrolling_where_nobody_answers_is_one_sentence(tmp_path: Path) -> None:
    (tmp_path / "code").write_text("AAAA-BBBB-CCCC\n", encoding="utf-8")
    for server in ("http://127.0.0.1:9", "http://central.example", "nonsense"):
        done = run("enrol", server, "--code-file", tmp_path / "code", data=tmp_path / "a")
        assert done.returncode == 3
        assert len(done.stderr.splitlines()) == 1
        assert "AAAA" not in done.stderr
        assert not (tmp_path / "a" / "station.db").exists()
