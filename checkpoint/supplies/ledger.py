"""Supplies as tables and as a printed list of receipts; the list's words are here, those of files are `wording`'s."""

from __future__ import annotations

import html
from collections.abc import Iterable, Mapping, Sequence
from datetime import datetime
from typing import Final
from zoneinfo import ZoneInfo

from checkpoint.roster import StockItem
from checkpoint.supplies.books import Books, DayLine, Posting
from checkpoint.supplies.moves import Change, Source
from checkpoint.wording import LANGUAGES

BALANCE: Final = (
    *("number", "date", "item", "spec", "unit", "opening", "received", "returned", "issued", "wasted", "sent"),
    *("counted", "closing", "short"),
)
"""The columns of a day's balance (期初/入/出/盘/期末; domain 2.9)."""
MOVES: Final = (
    *("number", "date", "time", "change", "item", "spec", "unit", "batch", "expiry", "quantity", "source", "donor"),
    *("document", "holder", "holder_name", "duty", "move_reason", "approved_by", "second", "other_site", "operator"),
    *("shift", "undone", "time_source", "synced"),
)
"""The columns of a day's moves (出入库明细), one row a line of a move; what was undone stands there as undone."""


def named(items: Iterable[StockItem]) -> dict[str, StockItem]:
    """Items by id."""
    return {one.id: one for one in items}


def figures(lines: Iterable[DayLine]) -> dict[str, dict[str, int]]:
    """The daily report's figures of supplies (物资 期初/入/出/盘/期末; domain 2.9), by item."""
    return {
        one.item: {
            "opening": one.opening,
            "in": one.came_in,
            "out": one.went_out,
            "counted": one.counted,
            "closing": one.closing,
            "short": one.short,
        }
        for one in lines
    }


def balance_rows(lines: Sequence[DayLine], items: Mapping[str, StockItem], day: str) -> list[dict[str, str]]:
    """A day's balance as rows of texts under the keys of BALANCE."""
    moved = ("opening", "received", "returned", "issued", "wasted", "sent", "counted", "closing", "short")
    return [
        {"number": str(number), "date": day, **_item(one.item, items)}
        | {name: str(getattr(one, name)) for name in moved}
        for number, one in enumerate(lines, 1)
    ]


def _item(id_: str, items: Mapping[str, StockItem]) -> dict[str, str]:
    """An item's words; one that the roster does not have (any more) goes by its id."""
    known = items.get(id_)
    return {
        "item": known.name if known else id_,
        "spec": known.spec if known else "",
        "unit": known.unit if known else "",
    }


def move_rows(
    books: Books, items: Mapping[str, StockItem], start: datetime, end: datetime, zone: ZoneInfo
) -> list[dict[str, str]]:
    """The moves of [start, end) as rows of texts under the keys of MOVES. A count's quantity is what it found more or
    less than the books had (盘盈, 盘亏)."""
    posted: dict[str, list[Posting]] = {}
    for posting in books.postings:
        posted.setdefault(posting.move.id, []).append(posting)
    rows: list[dict[str, str]] = []
    for move in books.moves:
        if not start <= move.scanned_at < end or move.change in {Change.UNDONE, Change.CARRIED}:
            continue
        local, is_undone = move.scanned_at.astimezone(zone), move.id in books.undone
        for place, line in enumerate(move.lines):
            delta = 0 if is_undone else posted[move.id][place].delta if move.id in posted else 0
            texts = {name: text for name, text in move.details.items() if name in MOVES}
            rows.append(
                dict.fromkeys(MOVES, "")
                | texts
                | _item(line.item, items)
                | {
                    "number": str(len(rows) + 1),
                    "date": f"{local:%Y-%m-%d}",
                    "time": f"{local:%H:%M:%S}",
                    "change": move.change.value,
                    "batch": line.batch,
                    "expiry": line.expiry,
                    "quantity": f"{delta:+d}" if move.change is Change.COUNTED else str(line.quantity),
                    "move_reason": move.details.get("reason", ""),
                    "operator": move.operator,
                    "shift": move.shift,
                    "undone": "yes" if is_undone else "",
                    "time_source": "corrected" if move.corrected else "device",
                    "synced": "yes" if move.received_at is not None else "no",
                }
            )
    return rows


_WORDS: Final[dict[str, tuple[str, str, str]]] = {
    "title": ("捐赠物资接收清单", "捐贈物資接收清單", "Donated supplies received"),
    "item": ("品名", "品名", "Item"),
    "quantity": ("数量", "數量", "Quantity"),
    "batch": ("批号", "批號", "Batch"),
    "expiry": ("有效期至", "有效期至", "Good until"),
    "donor": ("捐赠方", "捐贈方", "Donor"),
    "document": ("单据号", "單據號", "Document"),
    "time": ("接收时间", "接收時間", "Received"),
    "names": ("接收人", "接收人", "Received by"),
    "none": ("无", "無", "None"),
    "signed": ("捐赠方签字", "捐贈方簽字", "Donor's signature"),
    "checked": ("复核签字", "覆核簽字", "Checked by"),
}
_COLUMNS: Final = ("time", "item", "quantity", "batch", "expiry", "donor", "document", "names")


def donations_html(
    books: Books,
    items: Mapping[str, StockItem],
    span: tuple[datetime, datetime],
    *,
    site: str,
    zone: ZoneInfo,
    language: str,
) -> str:
    """What was received as a donation in [start, end), as one self-contained A4 page to sign."""
    said = {name: html.escape(texts[LANGUAGES.index(language)]) for name, texts in _WORDS.items()}
    rows = ""
    for move in books.standing:
        is_donated = move.change is Change.RECEIVED and move.details.get("source") == Source.DONATED
        if not is_donated or not span[0] <= move.scanned_at < span[1]:
            continue
        for line in move.lines:
            known = _item(line.item, items)
            cells = (
                f"{move.scanned_at.astimezone(zone):%Y-%m-%d %H:%M}",
                f"{known['item']} {known['spec']}".strip(),
                f"{line.quantity} {known['unit']}".strip(),
                line.batch,
                line.expiry,
                move.details.get("donor", ""),
                move.details.get("document", ""),
                f"{move.operator}、{move.details.get('second', '')}",
            )
            rows += "<tr>" + "".join(f"<td>{html.escape(cell) or '—'}</td>" for cell in cells) + "</tr>"
    head = "".join(f"<th align='left'>{said[name]}</th>" for name in _COLUMNS)
    table = f"<table width='100%' cellpadding='4' border='1' cellspacing='0'><tr>{head}</tr>{rows}</table>"
    local = span[0].astimezone(zone)
    return (
        f"<html><body style='font-family: \"Noto Sans SC Medium\"; font-size: 10pt'><h1>{said['title']}</h1>"
        f"<p><b>{html.escape(site)}</b> {local:%Y-%m-%d}</p>{table if rows else said['none']}"
        f"<table width='100%' cellpadding='12'><tr><td>{said['signed']}:</td><td>{said['checked']}:</td></tr></table>"
        "</body></html>"
    )
