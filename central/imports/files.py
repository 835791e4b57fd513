"""A CSV or Excel file as rows of text, and which cells a spreadsheet has spoiled; what columns mean is `columns`'."""

from __future__ import annotations

import csv
import io
import re
import zipfile
from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import date, datetime, time, timedelta
from pathlib import Path
from typing import Any, Final

from checkpoint.sheets import safe

MOST_BYTES: Final = 20_000_000
MOST_UNPACKED: Final = 400_000_000
MOST_ROWS: Final = 100_000
MOST_COLUMNS: Final = 200
_POWER: Final = re.compile(r"[+-]?[0-9]+(\.[0-9]+)?[eE]\+[0-9]+")
_DIGITS: Final = 10**15
"""From here on Excel keeps fewer digits than were typed."""
_EXCEL: Final = (b"PK\x03\x04", b"\xd0\xcf\x11\xe0")
_BATCH: Final = 65_536


@dataclass(frozen=True, slots=True)
class Row:
    """One row. line: as the editor or the spreadsheet counts it. spoiled: place of a cell -> what is wrong with it."""

    line: int
    cells: tuple[str, ...]
    spoiled: dict[int, str] = field(default_factory=dict)


def read_table(path: Path) -> Iterator[Row]:
    """The rows of a file, heading first; rows with nothing in them are passed over.

    CSV: UTF-8 with or without BOM, or GBK. XLSX: the first sheet. Which it is, the file's first bytes say.
    Raises ValueError with a sentence when it cannot be read as a whole.
    """
    size = path.stat().st_size
    if size > MOST_BYTES:
        raise ValueError(f"{path.name} has {size:,} bytes; an import takes at most {MOST_BYTES:,}")
    with path.open("rb") as file:
        begin = file.read(4)
    if begin == _EXCEL[1]:
        raise ValueError(f"{path.name} is protected by a password or of an old kind: save it as .xlsx without one")
    rows = _sheet(path) if begin == _EXCEL[0] else _lines(path)
    count = -1
    for row in rows:
        if not any(row.cells) and not row.spoiled:
            continue
        count += 1
        if count > MOST_ROWS:
            raise ValueError(f"{path.name} has more than {MOST_ROWS:,} rows: part it")
        if len(row.cells) > MOST_COLUMNS:
            raise ValueError(f"{path.name} line {row.line} has more than {MOST_COLUMNS} columns")
        yield row
    if count < 0:
        raise ValueError(f"{path.name} is empty")


def _lines(path: Path) -> Iterator[Row]:
    rows = csv.reader(io.StringIO(_text(path), newline=""), strict=True)
    try:
        for cells in rows:
            texts = tuple(_plain(cell.strip()) for cell in cells)
            yield Row(
                rows.line_num, texts, {at: _power(text) for at, text in enumerate(texts) if _POWER.fullmatch(text)}
            )
    except csv.Error as error:
        raise ValueError(f"{path.name} line {rows.line_num}: {error}") from error


def _plain(text: str) -> str:
    """Without the apostrophe that our own exports set before what a spreadsheet would run or round."""
    return text[1:] if text.startswith("'") and safe(text[1:]) == text else text


def _power(text: str) -> str:
    return (
        f"{text}: a spreadsheet has made a number of it and dropped its last digits; format the column as text and "
        "enter it anew"
    )


def _text(path: Path) -> str:
    raw = path.read_bytes()
    for encoding in ("utf-8-sig", "gb18030"):
        try:
            return raw.decode(encoding)
        except UnicodeDecodeError:
            continue
    raise ValueError(f"{path.name} is neither UTF-8 nor GBK text")


def _sheet(path: Path) -> Iterator[Row]:
    """Rows of the first sheet. A formula counts as the value that was last worked out for it."""
    import openpyxl

    _check_archive(path)
    try:
        book = openpyxl.load_workbook(path, read_only=True, data_only=True)
        plain = openpyxl.load_workbook(path, read_only=True)
        try:
            pairs = zip(book.worksheets[0].iter_rows(), plain.worksheets[0].iter_rows(), strict=True)
            for line, (cells, formulas) in enumerate(pairs, 1):
                yield _cells(line, cells, formulas)
        finally:
            book.close()
            plain.close()
    except Exception as error:
        # The library lets out whatever a damaged file made it stumble over.
        raise ValueError(f"{path.name} is no workbook that can be read: {error}") from error


def _check_archive(path: Path) -> None:
    """A small file that unpacks to a huge one, or names things outside itself, is not read at all."""
    try:
        with zipfile.ZipFile(path) as archive:
            inside = archive.infolist()
            if sum(one.file_size for one in inside) > MOST_UNPACKED:
                raise ValueError(f"{path.name} unpacks to more than {MOST_UNPACKED:,} bytes")
            for one in inside:
                if one.filename.endswith((".xml", ".rels")):
                    with archive.open(one) as part:
                        if b"<!DOCTYPE" in part.read(_BATCH):
                            raise ValueError(f"{path.name} is no workbook that a spreadsheet wrote")
    except (zipfile.BadZipFile, OSError, RuntimeError, NotImplementedError) as error:
        raise ValueError(f"{path.name} is no workbook that can be read: {error}") from error


def _cells(line: int, cells: Any, formulas: Any) -> Row:
    texts, spoiled = [], {}
    for at, (cell, formula) in enumerate(zip(cells, formulas, strict=True)):
        text, fault = _cell(cell.value, cell.data_type)
        if formula.data_type == "f" and cell.value is None:
            fault = "a formula whose value was never worked out: open the file in a spreadsheet and save it"
        texts.append(text)
        if fault:
            spoiled[at] = fault
    return Row(line, tuple(texts), spoiled)


def _cell(value: Any, kind: str) -> tuple[str, str]:
    """(the cell as text, what is wrong with it)."""
    if value is None:
        return "", ""
    if kind == "e":
        return str(value), f"{value}: a formula that went wrong"
    match value:
        case bool():
            return "yes" if value else "no", ""
        case int() | float():
            if abs(value) >= _DIGITS:
                return f"{value:.5E}", _power(f"{value:.5E}")
            return str(int(value)) if float(value).is_integer() else repr(value), ""
        case datetime():
            midnight = value.time() == time()
            return value.strftime("%Y-%m-%d" if midnight else "%Y-%m-%d %H:%M"), ""
        case date():
            return value.isoformat(), ""
        case time():
            return value.strftime("%H:%M"), ""
        case timedelta():
            return f"{value // timedelta(hours=1):02d}:{value // timedelta(minutes=1) % 60:02d}", ""
    return str(value).strip(), ""
