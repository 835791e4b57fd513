"""The words of central's command line about sampling; what there is, `sampling` and `asking` say."""

from __future__ import annotations

import argparse
import json
import sys
from dataclasses import asdict
from datetime import UTC, datetime
from pathlib import Path
from typing import Any
from zoneinfo import ZoneInfo

from central.arguments import day
from central.commands import DONE, FOUND, Cannot, open_store
from checkpoint.plural import counted


def add_words(command: Any, epilog: str) -> None:
    """Add these words to the command line."""
    taken = command(
        "sampling", run_sampling, "a site's sampling over all its tables, as JSON; or a day's ledger", epilog
    )
    taken.add_argument("site", help="its id")
    taken.add_argument("--day", type=day, metavar="YYYY-MM-DD", help="of that day's tubes; today by default")
    taken.add_argument("--to", type=Path, metavar="FILE", help="write the day's ledger, csv or xlsx; it names nobody")
    taken.add_argument("--language", choices=("zh_CN", "zh_TW", "en"), default="zh_CN", help="of headings and words")
    found = command("tube", run_tube, "who was in a tube, masked; the question itself is written down", epilog)
    found.add_argument("site", help="its id")
    found.add_argument("code", help="the tube's, as its label says")
    found.add_argument("--purpose", required=True, help="such as: a positive pool, its members are sampled singly")
    found.add_argument("--letter", required=True, help="number of the letter or case that orders it")
    found.add_argument("--recipient", required=True, help="for whom the answer is")
    found.add_argument(
        "--approved-by", nargs=2, required=True, metavar="NAME", help="the supervisor and a second person"
    )
    command("asked", run_asked, "what was asked about people, by whom and by whose leave, a line of JSON each", epilog)


def run_sampling(parsed: argparse.Namespace) -> int:
    """Print a day's figures and what is to be looked at, or write the day's ledger."""
    from central import reports, sampling
    from checkpoint import days, sheets
    from checkpoint.sampling import ledger

    opened, _ = open_store(parsed)
    now = datetime.now(UTC)
    with opened as store:
        site = reports.site_of(store, parsed.site)
        of = parsed.day or days.day_of(now, ZoneInfo(site.time_zone))
        if parsed.to is None:
            print(json.dumps(sampling.told(store, site, of, now), ensure_ascii=False, indent=2))
            return DONE
        rows = sampling.ledger_rows(store, site, of)
    sheets.write(parsed.to, rows, ledger.SAMPLING, language=parsed.language, title=of.isoformat())
    print(f"{counted(len(rows), 'row')} written to {parsed.to}")
    return DONE


def run_tube(parsed: argparse.Namespace) -> int:
    """Print who was in the tubes of a code."""
    from central import reports, tracing

    reason = tracing.Reason(parsed.purpose, parsed.letter, parsed.recipient, tuple(parsed.approved_by))
    opened, _ = open_store(parsed)
    with opened as store:
        site = reports.site_of(store, parsed.site)
        said = tracing.members(store, site, parsed.code, reason, datetime.now(UTC))
    if not said["tubes"]:
        raise Cannot(f"no tube of the last two months has the code {parsed.code}; question {said['question']} is noted")
    print(json.dumps(said, ensure_ascii=False, indent=2))
    return DONE


def run_asked(parsed: argparse.Namespace) -> int:
    """Print the log; 1 when a line of it is not as it was written, or is missing."""
    from central.store import asking
    from checkpoint.journal import stamp

    opened, _ = open_store(parsed)
    with opened as store:
        lines = store.asked()
    for one in lines:
        print(json.dumps(asdict(one) | {"at": stamp(one.at)}, ensure_ascii=False))
    broken = list(asking.broken(lines))
    for number in broken:
        print(f"line {number} is not as it was written, or one before it is missing", file=sys.stderr)
    return FOUND if broken else DONE
