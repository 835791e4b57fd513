"""Exports: what a spreadsheet opens unharmed, and files that are whole or not there."""

from __future__ import annotations

import csv
import subprocess
import sys
from pathlib import Path

import openpyxl
import pytest
from hypothesis import given
from hypothesis import strategies as st

from checkpoint import days, sheets, wording
from checkpoint.gate import Direction, Outcome, Reason, category_of
from checkpoint.passes import PassKind

COLUMNS = ("name", "outcome", "remark")
ROWS = [
    {"name": "=1+1", "outcome": "passed", "remark": "presumed_exit no_prior_exit"},
    {"name": "990101199003074518", "outcome": "turned_away", "remark": ""},
    {"name": '张*,"x"\n', "outcome": "no such code", "remark": "0086"},
]


def written(path: Path, language: str = "zh_CN") -> Path:
    sheets.write(path, ROWS, COLUMNS, language=language, title="2022-12-05")
    return path


def test_a_csv_is_utf_8_with_bom_and_crlf_and_says_words(tmp_path: Path) -> None:
    raw = written(tmp_path / "day.csv").read_bytes()
    assert raw.startswith(b"\xef\xbb\xbf")
    assert raw.count(b"\r\n") == 4
    table = list(csv.reader(raw.decode("utf-8-sig").splitlines(keepends=True)))
    assert table[0] == ["姓名(脱敏)", "结果", "处置/备注"]
    assert table[1] == ["'=1+1", "放行", "补记离开(推定)；无离开记录"]
    assert table[2] == ["'990101199003074518", "劝返", ""]
    assert table[3] == ['张*,"x"\n', "no such code", "'0086"]


def test_an_xlsx_holds_texts_only(tmp_path: Path) -> None:
    sheet = openpyxl.load_workbook(written(tmp_path / "day.xlsx", "en")).active
    assert sheet is not None
    cells = [[cell.value for cell in row] for row in sheet.iter_rows()]
    assert cells[0] == ["Name (masked)", "Outcome", "Remark"]
    assert cells[1] == ["=1+1", "Passed", "Exit presumed; No exit on record"]
    assert cells[2][0] == "990101199003074518"
    assert {cell.data_type for row in sheet.iter_rows() for cell in row if cell.value} == {"s"}


@given(st.text(max_size=30))
def test_no_cell_is_ever_a_formula_or_loses_digits(cell: str) -> None:
    safe = sheets.safe(cell)
    assert not safe.startswith(("=", "+", "-", "@", "\t", "\r", "\n"))
    assert safe in {cell, "'" + cell}
    assert not (safe.isdigit() and len(safe) > 11)


@pytest.mark.parametrize(
    "cell",
    [
        *("3E5", "12e10", "1.5E+3", "990101199003074518", "007", "3.10", "3,2", "1 1/2", "(3)", "5%", "¥5", "１２"),
        *("3-2", "3/2", "3-2-501", "03-02", "12-5-1", "３－２", "1:2", "2022/12/05", "3月2日", "12年", "3 P", "7 pm"),
        *("Mar 1", "1-Mar", "SEPT2", "dec-5", "5 December 22", "TRUE", "false", " 3-2", "＝1+1", "－3"),
    ],
)
def test_what_a_spreadsheet_would_take_for_a_number_or_a_date_stays_a_text(cell: str) -> None:
    assert sheets.safe(cell) == "'" + cell


@pytest.mark.parametrize(
    "cell",
    [
        "",
        "0",
        "17",
        "3号楼",
        "E5",
        "3E",
        "2022-12-05",
        "13800138001",
        "13:05:00",
        *("38.1", "3号楼", "A-12", "京A12345", "Marco", "3-2号", "138*****000", "no", "2022-12-05 22:25 G1"),
    ],
)
def test_an_ordinary_cell_is_left_as_it_is(cell: str) -> None:
    assert sheets.safe(cell) == cell


def test_more_rows_than_one_export_may_hold_are_refused(tmp_path: Path) -> None:
    rows = [ROWS[0]] * (sheets.MOST_ROWS + 1)
    with pytest.raises(sheets.TooManyRows, match="100,001"):
        sheets.write(tmp_path / "day.csv", rows, COLUMNS, language="en", title="t")
    assert list(tmp_path.iterdir()) == []


def test_another_ending_is_refused_with_a_sentence(tmp_path: Path) -> None:
    with pytest.raises(ValueError, match=r"'\.ods' is not a format"):
        written(tmp_path / "day.ods")


FULL_DISK = """
import resource, signal, sys
from pathlib import Path
from checkpoint import sheets
signal.signal(signal.SIGXFSZ, signal.SIG_IGN)
resource.setrlimit(resource.RLIMIT_FSIZE, (20_000, 20_000))
try:
    sheets.write(Path(sys.argv[1]), [{"name": str(n) * 50} for n in range(5_000)], ("name",), language="en", title="t")
except OSError as error:
    print(error.strerror)
"""


@pytest.mark.parametrize("ending", ["csv", "xlsx"])
def test_a_disk_that_fills_up_leaves_the_old_file_and_no_half_one(tmp_path: Path, ending: str) -> None:
    path = tmp_path / f"day.{ending}"
    path.write_text("yesterday's", encoding="utf-8")
    done = subprocess.run([sys.executable, "-c", FULL_DISK, str(path)], capture_output=True, text=True, check=True)
    assert done.stdout.strip() == "File too large"
    assert [found.name for found in tmp_path.iterdir()] == [path.name]
    assert path.read_text(encoding="utf-8") == "yesterday's"


def test_every_code_has_its_words_in_three_languages() -> None:
    for column, codes in (("reason", Reason), ("outcome", Outcome), ("direction", Direction)):
        for code in codes:
            if code is Reason.OK:
                continue
            words = [wording.word(column, code.value, language) for language in wording.LANGUAGES]
            assert code.value not in words
            assert all(words)
    for column in days.LEDGER:
        assert all(wording.heading(column, language) for language in wording.LANGUAGES)


@pytest.mark.parametrize("ending", ["csv", "xlsx"])
def test_a_folder_that_is_not_there_is_an_error_of_the_disk_in_either_format(tmp_path: Path, ending: str) -> None:
    with pytest.raises(OSError, match="No such file"):
        written(tmp_path / "gone" / f"day.{ending}")


@pytest.mark.parametrize("ending", ["csv", "xlsx"])
def test_a_place_that_a_folder_holds_is_left_alone_and_no_part_stays(tmp_path: Path, ending: str) -> None:
    (tmp_path / f"day.{ending}").mkdir()
    with pytest.raises(OSError, match="directory"):
        written(tmp_path / f"day.{ending}")
    assert [found.name for found in tmp_path.iterdir()] == [f"day.{ending}"]


@pytest.mark.parametrize(
    ("column", "code", "words"),
    [
        ("direction", "in", ("进", "進", "In")),
        ("direction", "out", ("出", "出", "Out")),
        ("outcome", "passed", ("放行", "放行", "Passed")),
        ("outcome", "turned_away", ("劝返", "勸返", "Turned away")),
        ("outcome", "held", ("留置待处置", "留置待處置", "Held")),
        ("category", "courier", ("快递员", "快遞員", "Courier")),
        ("category", "volunteer", ("志愿者", "志願者", "Volunteer")),
    ],
)
def test_the_words_are_the_fields_own(column: str, code: str, words: tuple[str, str, str]) -> None:
    assert tuple(wording.word(column, code, language) for language in wording.LANGUAGES) == words


@pytest.mark.parametrize("kind", PassKind)
def test_whoever_a_pass_can_stand_for_has_a_word(kind: PassKind) -> None:
    assert category_of(kind) in wording.CODES["category"]
