"""Sampling as a table and as the day's figures; words of headings and codes are `wording`'s, files are `sheets`'."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from datetime import datetime
from typing import Final
from zoneinfo import ZoneInfo

from checkpoint.sampling.acts import Act
from checkpoint.sampling.books import Books, State, Tube

SAMPLING: Final = (
    *("date", "site", "table", "box_code", "tube_code", "collect_type", "heads", "tube_opened", "tube_sealed"),
    *("tube_sent", "tube_received", "tube_state", "void_reason"),
)
"""The columns of the sampling ledger (domain 2.9): one row a tube, nobody's name."""


def rows(
    books: Books, start: datetime, end: datetime, zone: ZoneInfo, *, site: str, tables: Mapping[str, str]
) -> list[dict[str, str]]:
    """The tubes that were opened in [start, end) as rows of texts under the keys of SAMPLING.

    site: its name. tables: gate id -> name; a table is called by its gate and its lane.
    """
    return [_row(books, tube, zone, site, tables) for tube in books.between(start, end)]


def _row(books: Books, tube: Tube, zone: ZoneInfo, site: str, tables: Mapping[str, str]) -> dict[str, str]:
    box = books.boxes.get(tube.box)
    conflict = " conflict" if tube.in_conflict else ""
    marks = conflict + (" short" if tube.short else "") + (" flagged" if tube.flagged else "")
    return {
        "date": f"{tube.opened.scanned_at.astimezone(zone):%Y-%m-%d}",
        "site": site,
        "table": table_of(tube.opened, tables),
        "box_code": box.code if box else "",
        "tube_code": tube.code,
        "collect_type": str(tube.pool),
        "heads": str(tube.count),
        "tube_opened": _at(tube.opened, tube, zone),
        "tube_sealed": _at(tube.sealed, tube, zone),
        "tube_sent": _at(tube.sent, tube, zone, tube.sent.said("to") if tube.sent else ""),
        "tube_received": _at(tube.received, tube, zone),
        "tube_state": tube.state.value + marks,
        "void_reason": tube.void_reason,
    }


def table_of(act: Act, tables: Mapping[str, str]) -> str:
    """What a table is called: the gate's name and the lane."""
    return f"{tables.get(act.gate, act.gate)} {act.table}".strip()


def _at(act: Act | None, tube: Tube, zone: ZoneInfo, other: str = "") -> str:
    """When and by whom, as `08:01:02 gd1`, with the day where it is another; with whoever else belongs to it."""
    if act is None:
        return ""
    names = " → ".join(name for name in (act.operator, other) if name)
    at, opened = act.scanned_at.astimezone(zone), tube.opened.scanned_at.astimezone(zone)
    day = "" if at.date() == opened.date() else f"{at:%m-%d} "
    return f"{day}{at:%H:%M:%S} {names}".strip()


def figures(tubes: Iterable[Tube]) -> dict[str, int]:
    """The daily report's figures of sampling (采样人数, 管数 满/不满/作废; domain 2.9); no name is needed for them.

    sampled: people in tubes that are not void. full, short: sealed tubes, not void. open: not sealed yet.
    """
    held = list(tubes)
    good = [one for one in held if one.state is not State.VOID]
    sealed = [one for one in good if one.state is not State.OPEN]
    by_state = {state.value: sum(one.state is state for one in held) for state in State}
    return {
        "sampled": sum(one.count for one in good),
        "tubes": len(held),
        "full": sum(not one.short for one in sealed),
        "short": sum(one.short for one in sealed),
        **by_state,
        "flagged": sum(one.flagged for one in held),
        "conflicts": len({one.code for one in held if one.in_conflict}),
    }
