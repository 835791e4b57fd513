"""Tables to CSV and XLSX files that a spreadsheet opens unharmed; the one file that knows the spreadsheet library.

CSV: UTF-8 with BOM, RFC 4180, every cell text. A cell that a spreadsheet would run as a formula, or take for a number,
a date or a truth value that it is not (18-digit identity numbers became 4.40981E+17 elsewhere, building 3-2 the second
of March), gets a leading apostrophe.
"""

from __future__ import annotations

import csv
import os
import re
import unicodedata
from collections.abc import Iterable, Mapping, Sequence
from functools import lru_cache
from pathlib import Path
from typing import Any, Final

from checkpoint import wording

_RUNS: Final = ("=", "+", "-", "@", "\t", "\r", "\n")
_MEANT: Final = re.compile(
    r"0|[1-9][0-9]{0,10}|[34][0-9]\.[0-9]|[0-9]{4}-[0-9]{2}-[0-9]{2}|[0-9]{2}:[0-9]{2}(:[0-9]{2})?"
)
"""Counts, degrees, days and times of day: a spreadsheet may take them for what they are."""
_MONTH: Final = r"(jan|feb|mar|apr|may|jun|jul|aug|sep|oct|nov|dec)[a-z]*"
_SIGNS: Final = r"0-9 .,:;/\\\-+()%#$¥€£年月日时時分秒"
_TAKEN: Final = re.compile(
    rf"(?i:(?=[^0-9]*[0-9])[{_SIGNS}]+|[0-9.]+e[+\-]?[0-9]+"
    rf"|{_MONTH}[ .,/\-]*[0-9][0-9 .,/\-]*|[0-9 .,/\-]+{_MONTH}[ .,/\-0-9]*"
    r"|[0-9: ]+[ap]m?|true|false)"
)
"""What some spreadsheet in some language takes for a number, an amount, a fraction, a date, a time or a truth value."""
MOST_ROWS: Final = 100_000
"""No export holds more rows than this in a file (domain 5.6)."""


class TooManyRows(ValueError):
    """The table is larger than one export may be."""


@lru_cache(maxsize=4096)
def safe(cell: str) -> str:
    """The cell as a CSV may hold it: never a formula, never a number or a date that nobody meant."""
    if not cell or _MEANT.fullmatch(cell):
        return cell
    plain = cell if cell.isascii() else unicodedata.normalize("NFKC", cell)
    return "'" + cell if plain.startswith(_RUNS) or _TAKEN.fullmatch(plain.strip()) else cell


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
    # Loaded only here: a gate that opens waits for whatever is loaded before it.
    from xlsxwriter.exceptions import FileCreateError, FileSizeError

    try:
        _write_book(path, headings, table, title)
    except (FileCreateError, FileSizeError) as error:
        # The library wraps what the disk said into a class of its own, which no caller of a file would expect.
        raise error.args[0] if error.args and isinstance(error.args[0], OSError) else OSError(str(error)) from error


def _write_book(path: Path, headings: Sequence[str], table: Iterable[Sequence[str]], title: str) -> None:
    import xlsxwriter

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
