"""The word of central's command line about volunteers' attendance; what it is, `attendance` says."""

from __future__ import annotations

import argparse
import json
from datetime import UTC, datetime

from central.commands import DONE, Cannot, open_store
from checkpoint.plural import counted


def run_attendance(parsed: argparse.Namespace) -> int:
    """Print a day's attendance figures by site and who was at two sites at once; or write one site's ledger."""
    from central import attendance, reports
    from checkpoint.duty import board

    if parsed.to is not None and parsed.site is None:
        raise Cannot("A ledger is of one site; say which with --site.")
    now = datetime.now(UTC)
    opened, _ = open_store(parsed)
    with opened as store:
        if parsed.to is not None:
            from checkpoint import sheets

            site = reports.site_of(store, parsed.site)
            rows = attendance.ledger(store, site, parsed.day, now)
            title = parsed.day.isoformat()
            sheets.write(parsed.to, rows, board.ATTENDANCE, language=parsed.language, title=title)
            print(f"{counted(len(rows), 'row')} written to {parsed.to}")
            return DONE
        sites = [parsed.site] if parsed.site else [data["id"] for data in store.data_of("site")]
        held = {id_: attendance.records(store, reports.site_of(store, id_), parsed.day, now) for id_ in sites}
        twice = [
            {"volunteer": one.who.number, "site": one.plan.site, "shift": one.plan.shift}
            for one in attendance.at_two_sites(store, parsed.day, now)
        ]
    figures = {id_: board.figures(records) | {"by_team": board.by_team(records)} for id_, records in held.items()}
    print(json.dumps({"day": parsed.day.isoformat(), "sites": figures, "at_two_sites": twice}, ensure_ascii=False))
    return DONE
