"""The word of central's command line about a site's supplies; what there is, `supplies` says."""

from __future__ import annotations

import argparse
import json
from datetime import UTC, datetime
from zoneinfo import ZoneInfo

from central.commands import DONE, Cannot, open_store
from checkpoint.plural import counted


def run_stock(parsed: argparse.Namespace) -> int:
    """Print a site's stock over all its stations at the end of a day, or write the day's table to a file."""
    from central import reports, supplies
    from checkpoint import days, sheets

    if parsed.moves and parsed.to is None:
        raise Cannot("Moves are written to a file; say which with --to.")
    opened, _ = open_store(parsed)
    with opened as store:
        site = reports.site_of(store, parsed.site)
        day = parsed.day or days.day_of(datetime.now(UTC), ZoneInfo(site.time_zone))
        if parsed.to is None:
            print(json.dumps(supplies.balance(store, site, day), ensure_ascii=False, indent=2))
            return DONE
        rows, columns = supplies.table(store, site, day, moves=parsed.moves)
    sheets.write(parsed.to, rows, columns, language=parsed.language, title=day.isoformat())
    print(f"{counted(len(rows), 'row')} written to {parsed.to}")
    return DONE
