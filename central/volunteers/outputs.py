"""The words of central's command line about what volunteers served: `export`, `record` and `bulletin`."""

from __future__ import annotations

import argparse
import json
from datetime import UTC, datetime
from pathlib import Path
from typing import Any, Final

from central.arguments import day
from central.commands import DONE, Cannot, open_store
from central.volunteers import paper, served
from checkpoint import sheets, wording
from checkpoint.duty import board
from checkpoint.plural import counted
from checkpoint.service_words import BULLETIN, SERVICE_TITLE

KINDS: Final = ("attendance", "service-record", "team-hours")
_COLUMNS: Final = {
    "attendance": board.ATTENDANCE,
    "service-record": served.SERVICE_RECORD,
    "team-hours": served.TEAM_HOURS,
}


def add_words(command: Any, exits: str) -> None:
    """Add these words to the command line."""
    exported = command("export", run_export, "write volunteers' attendance, service records or team hours", exits)
    exported.add_argument("--kind", choices=KINDS, required=True)
    exported.add_argument("--to", type=Path, required=True, metavar="FILE", help="ends with .csv or .xlsx")
    _add_where_and_when(exported)
    record = command("record", run_record, "one volunteer's service record, as JSON or on paper", exits)
    record.add_argument("number", help="the volunteer's number")
    record.add_argument("--pdf", type=Path, metavar="FILE", help="write it to print instead")
    _add_when(record)
    told = command(
        "bulletin", run_bulletin, "projects, volunteers, person-times, teams and hours, for the public", exits
    )
    told.add_argument("--json", action="store_true", help="as JSON")
    _add_where_and_when(told)


def _add_where_and_when(word: argparse.ArgumentParser) -> None:
    where = word.add_mutually_exclusive_group(required=True)
    where.add_argument("--site", help="one site")
    where.add_argument(
        "--region", help="all sites whose community's division code begins so: a street, a district, a city"
    )
    _add_when(word)


def _add_when(word: argparse.ArgumentParser) -> None:
    word.add_argument("--from", dest="first", type=day, required=True, metavar="YYYY-MM-DD")
    word.add_argument("--until", dest="last", type=day, metavar="YYYY-MM-DD", help="with that day; else one day only")
    word.add_argument("--language", choices=wording.LANGUAGES, default="zh_CN")


def _span(parsed: argparse.Namespace) -> served.Span:
    last = parsed.last or parsed.first
    if last < parsed.first:
        raise Cannot("--until lies before --from")
    return served.Span(parsed.first, last, datetime.now(UTC))


def run_export(parsed: argparse.Namespace) -> int:
    """Write one of the tables."""
    span = _span(parsed)
    opened, _ = open_store(parsed)
    with opened as store:
        held = served.served(store, served.sites_in(store, parsed.region or "", parsed.site or ""), span)
        rows = {
            "attendance": lambda: served.attendance_rows(store, held),
            "service-record": lambda: served.service_rows(held, served.Book(store)),
            "team-hours": lambda: served.team_rows(held, served.Book(store)),
        }[parsed.kind]()
    title = SERVICE_TITLE[wording.LANGUAGES.index(parsed.language)] if parsed.kind == "service-record" else parsed.kind
    sheets.write(parsed.to, rows, _COLUMNS[parsed.kind], language=parsed.language, title=title)
    print(f"{counted(len(rows), 'row')} written to {parsed.to}")
    return DONE


def run_record(parsed: argparse.Namespace) -> int:
    """Show or print one volunteer's record."""
    span, language = _span(parsed), parsed.language
    opened, _ = open_store(parsed)
    with opened as store:
        name, rows, figures = served.own_record(store, parsed.number, span)
    if parsed.pdf is None:
        said = {"volunteer": parsed.number, "name": name, "figures": figures, "services": rows}
        print(json.dumps(said, ensure_ascii=False, indent=2))
        return DONE
    columns = [one for one in served.SERVICE_RECORD if one not in {"volunteer", "full_name"}]
    lines = [f"{parsed.number}  {name}    {span.first} – {span.last}"]
    for heading, value in (("person_times", figures["person_times"]), ("hours", figures["hours"])):
        lines.append(f"{wording.heading(heading, language)}: {value}")
    for source, minutes in figures["minutes_by_source"].items():
        lines.append(f"{wording.word('minutes_source', source, language)}: {minutes} min")
    table = [[wording.word(column, row[column], language) for column in columns] for row in rows]
    title = SERVICE_TITLE[wording.LANGUAGES.index(language)]
    paper.write_table(parsed.pdf, title, lines, [wording.heading(one, language) for one in columns], table)
    print(f"{counted(len(rows), 'row')} written to {parsed.pdf}")
    return DONE


def run_bulletin(parsed: argparse.Namespace) -> int:
    """Print the bulletin's figures."""
    span, index = _span(parsed), wording.LANGUAGES.index(parsed.language)
    opened, _ = open_store(parsed)
    with opened as store:
        figures = served.bulletin(store, served.sites_in(store, parsed.region or "", parsed.site or ""), span)
    if parsed.json:
        print(json.dumps(figures, ensure_ascii=False, indent=2))
        return DONE
    for name, words in BULLETIN.items():
        if name in figures:
            value = figures[name]
            print(f"{words[index]}: {BULLETIN['suppressed'][index] if value is None else value}")
    return DONE
