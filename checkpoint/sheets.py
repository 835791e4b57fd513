"""Tables to CSV and XLSX files that a spreadsheet opens unharmed; the one file that knows the spreadsheet library.

CSV: UTF-8 with BOM, RFC 4180, every cell text. A cell that a spreadsheet would run as a formula, or turn into a
number and lose digits of (18-digit identity numbers became 4.40981E+17 elsewhere), gets a leading apostrophe.
"""

from __future__ import annotations

import csv
import os
import re
from collections.abc import Iterable, Mapping, Sequence
from pathlib import Path
from typing import Any, Final

import xlsxwriter
from xlsxwriter.exceptions import FileCreateError, FileSizeError

from checkpoint import wording

_RUNS: Final = ("=", "+", "-", "@", "\t", "\r", "\n")
_POWER: Final = re.compile(r"[0-9.]+[eE][+-]?[0-9]+")
"""A building called 3E5 would become 300,000."""
MOST_ROWS: Final = 100_000
"""No export holds more rows than this in a file (domain 5.6)."""


class TooManyRows(ValueError):
    """The table is larger than one export may be."""


def safe(cell: str) -> str:
    """The cell as a CSV may hold it: never a formula, never a number that loses digits."""
    digits = cell.isdigit() and (len(cell) > 11 or (cell[0] == "0" and len(cell) > 1))
    if cell.startswith(_RUNS) or digits or _POWER.fullmatch(cell):
        return "'" + cell
    return cell


def write(
    path: Path,
    rows: Sequence[Mapping[str, str]],
    columns: Sequence[str],
    *,
    language: str,
    title: str,
    ending: str = "",
) -> None:
    """Write the table under localised headings; `ending` (by default the path's own) says `.csv` or `.xlsx`.

    The file appears whole or not at all: it is written beside its place and moved there.
    Raises TooManyRows beyond MOST_ROWS, ValueError for another ending, OSError when the disk refuses.
    """
    if len(rows) > MOST_ROWS:
        raise TooManyRows(f"{len(rows):,} rows; one file holds at most {MOST_ROWS:,}")
    writer = {".csv": _write_csv, ".xlsx": _write_xlsx}.get((ending or path.suffix).lower())
    if writer is None:
        raise ValueError(f"'{ending or path.suffix}' is not a format to export to; csv and xlsx are")
    headings = [wording.heading(column, language) for column in columns]
    table = ([wording.word(column, row[column], language) for column in columns] for row in rows)
    part = path.with_name(path.name + ".part")
    try:
        # Asked first, since the library leaves its temporary files open when it cannot begin.
        part.touch()
        writer(part, headings, table, title)
        _settle(part)
        part.replace(path)
    except (FileCreateError, FileSizeError) as error:
        # The library wraps what the disk said into a class of its own, which no caller of a file would expect.
        raise error.args[0] if error.args and isinstance(error.args[0], OSError) else OSError(str(error)) from error
    finally:
        part.unlink(missing_ok=True)


def _write_csv(path: Path, headings: Sequence[str], table: Iterable[Sequence[str]], _title: str) -> None:
    with path.open("w", encoding="utf-8-sig", newline="") as file:
        writer = csv.writer(file, lineterminator="\r\n")
        writer.writerow(headings)
        writer.writerows([safe(cell) for cell in row] for row in table)


def _settle(path: Path) -> None:
    """Put the file on the disk before it gets its name: after a power cut there is a whole one or none."""
    with path.open("rb+") as file:
        os.fsync(file.fileno())


def _write_xlsx(path: Path, headings: Sequence[str], table: Iterable[Sequence[str]], title: str) -> None:
    with xlsxwriter.Workbook(path, {"constant_memory": True, "strings_to_formulas": False}) as book:
        text = book.add_format({"num_format": "@"})
        bold = book.add_format({"num_format": "@", "bold": True})
        sheet: Any = book.add_worksheet(title[:31])
        sheet.freeze_panes(1, 0)
        sheet.set_column(0, len(headings) - 1, 14, text)
        sheet.autofilter(0, 0, 0, len(headings) - 1)
        for column, heading in enumerate(headings):
            sheet.write_string(0, column, heading, bold)
        for number, row in enumerate(table, 1):
            for column, cell in enumerate(row):
                sheet.write_string(number, column, cell, text)
