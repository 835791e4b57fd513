"""Central's command line: words, exit codes and clean errors; the work is done elsewhere.

Exit codes: 0 done · 1 the command found something wrong · 2 wrong words on the command line · 3 it could not be done,
with one sentence why.
"""

from __future__ import annotations

import argparse
import json
import logging
import sys
from collections.abc import Sequence
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any
from zoneinfo import ZoneInfo

DONE, FOUND, FAILED = 0, 1, 3


class Cannot(Exception):
    """A command cannot be done; str() is the sentence to say."""


def main(arguments: Sequence[str] | None = None) -> int:
    """Run one command; returns its exit code and never lets a traceback out to a user."""
    parsed = _parser().parse_args(arguments)
    try:
        code: int = parsed.run(parsed)
    except KeyboardInterrupt:
        return 130
    except (Cannot, OSError, ValueError, LookupError) as error:
        return _say(str(error))
    except Exception as error:
        from sqlalchemy.exc import SQLAlchemyError

        if not isinstance(error, SQLAlchemyError):
            raise
        return _say(f"the database cannot be used: {getattr(error, 'orig', error)}")
    return code


def _say(sentence: str) -> int:
    print(f"central: {sentence}", file=sys.stderr)
    return FAILED


def _parser() -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser(prog="central", description="The server that stations sync to.")
    shared = argparse.ArgumentParser(add_help=False)
    shared.add_argument("--data", type=Path, help="folder of keys and data (or CENTRAL_DATA)")
    shared.add_argument("--database", help="database URL or SQLite path (or CENTRAL_DATABASE)")
    commands = parser.add_subparsers(required=True, metavar="COMMAND")

    def command(name: str, run: Any, said: str) -> argparse.ArgumentParser:
        made = commands.add_parser(name, help=said, description=said, parents=[shared])
        made.set_defaults(run=run)
        return made

    serve = command("serve", run_serve, "answer stations until stopped")
    serve.add_argument("--host", default="127.0.0.1")
    serve.add_argument("--port", type=int, default=8321, help="0 takes a free one")
    serve.add_argument("--insecure-plain-http", action="store_true", help="allow plain HTTP beyond this computer")
    serve.add_argument("--end-with-stdin", action="store_true", help="stop when standard input closes")
    seed = command("seed-demo", run_seed, "make up a community (division 990101) and codes for its gates")
    seed.add_argument("--people", type=int, default=400)
    code = command("enrolment-code", run_code, "a one-time code that makes one computer a station")
    code.add_argument("--gate", required=True, help="id of the gate where it will stand")
    code.add_argument("--name", required=True, help="what people call that station")
    _add_people(command)
    command("status", run_status, "stations, what is held of each and what is missing, as JSON")
    revoke = command("revoke", run_revoke, "take a station out of service")
    revoke.add_argument("station", help="its id, as `status` shows it")
    return parser


def _add_people(command: Any) -> None:
    imported = command(
        "import",
        run_import,
        "take residents from a CSV file with the columns 姓名/name and 社区/community, and if wanted 编号/id, "
        "楼栋/building, 单元/unit, 房号/room, 电话/phone, 类别/category, 监护人/guardian",
    )
    imported.add_argument("file", type=Path, metavar="FILE.csv")
    imported.add_argument("--dry-run", action="store_true", help="only say what would happen")
    imported.add_argument("--skip-bad", action="store_true", help="take the good rows although others are bad")
    printed = command("passes", run_passes, "print passes: a PDF of cards or one PNG each")
    form = printed.add_mutually_exclusive_group(required=True)
    form.add_argument("--pdf", type=Path, metavar="FILE")
    form.add_argument("--png", type=Path, metavar="FOLDER")
    whose = printed.add_mutually_exclusive_group(required=True)
    whose.add_argument("--subject", action="append", help="of this person (may be repeated)")
    whose.add_argument("--building", help="of everybody in this building")
    whose.add_argument("--all", action="store_true", help="of everybody")


def _open(parsed: argparse.Namespace) -> Any:
    from central.settings import load
    from central.store.store import Store

    settings = load(parsed.data, parsed.database)
    settings.folder.mkdir(parents=True, exist_ok=True)
    return Store(settings.database), settings


def run_serve(parsed: argparse.Namespace) -> int:
    """Serve until stopped."""
    from central import serving

    if parsed.host not in {"127.0.0.1", "::1", "localhost"} and not parsed.insecure_plain_http:
        raise Cannot(
            f"plain HTTP on {parsed.host} would show everybody's passages to the network: put a TLS proxy before a "
            "loopback address, or say --insecure-plain-http"
        )
    logging.basicConfig(level=logging.INFO, format="%(asctime)s %(levelname)s %(name)s %(message)s")
    logging.getLogger("alembic").setLevel(logging.WARNING)
    store, _ = _open(parsed)
    try:
        serving.serve(store, parsed.host, parsed.port, end_with_stdin=parsed.end_with_stdin)
    finally:
        store.close()
    return DONE


def run_seed(parsed: argparse.Namespace) -> int:
    """Make a community up; print where it is and how stations join it."""
    from central import auth, people
    from central.passes import Press
    from checkpoint.roster import Revocation

    store, settings = _open(parsed)
    made, now = people.made_up(parsed.people), datetime.now(UTC)
    store.put(made.documents)
    press = Press(store, settings.folder)
    ended = [person for person in made.people if person.id == made.expired]
    press.issue(ended, people.SCOPES, now, life=timedelta(days=-3))
    press.issue(made.people, people.SCOPES, now)
    from checkpoint.passes import PassKind

    lost = store.issued(PassKind.RESIDENT)[made.lost]
    store.put([Revocation(id=lost.number, reason="lost")])
    codes = [
        {"gate": gate, "name": name, "code": auth.new_code(store, name=name, site=people.SITE, gate=gate, now=now)}
        for gate, name in ((people.SOUTH, "南口 1"), (people.NORTH, "北口 1"))
    ]
    own = [person.id for person in made.people if person.community == people.C1]
    shown = [*own[:3], made.foreign, *own[3:6], made.lost, made.expired, *own[10:20]]
    print(
        json.dumps(
            {"site": people.SITE, "people": len(made.people), "shown": shown, "codes": codes}, ensure_ascii=False
        )
    )
    return DONE


def run_code(parsed: argparse.Namespace) -> int:
    """Print a one-time code."""
    from central import auth

    store, _ = _open(parsed)
    gates = {data["id"]: data for data in store.data_of("gate")}
    if parsed.gate not in gates:
        raise Cannot(f"there is no gate {parsed.gate}; there are {', '.join(sorted(gates)) or 'none yet'}")
    site = gates[parsed.gate]["site"]
    print(auth.new_code(store, name=parsed.name, site=site, gate=parsed.gate, now=datetime.now(UTC)))
    return DONE


def run_import(parsed: argparse.Namespace) -> int:
    """Take residents from a file: all of them or none, unless bad rows are to be skipped."""
    from central import people

    store, settings = _open(parsed)
    communities = {data["id"] for data in store.data_of("community")}
    taken = {data["id"] for data in store.data_of("person")}
    found = people.read_residents(parsed.file, communities, taken)
    for line, reason in found.bad:
        print(f"{parsed.file.name} line {line}: {reason}", file=sys.stderr)
    takes = not found.bad or parsed.skip_bad
    if takes and not parsed.dry_run:
        from central.passes import Press

        store.put(found.people)
        Press(store, settings.folder).issue(found.people, _scopes(store), datetime.now(UTC))
    said = "would be taken" if parsed.dry_run or not takes else "taken"
    print(f"{len(found.people)} residents {said}, {len(found.bad)} rows are bad")
    return FOUND if found.bad else DONE


def _scopes(store: Any) -> dict[str, int]:
    """community -> the scope that names it alone; made where there is none yet."""
    from checkpoint.roster import Scope

    held = {data["communities"][0]: int(data["id"]) for data in store.data_of("scope") if len(data["communities"]) == 1}
    free = max((int(data["id"]) for data in store.data_of("scope")), default=0) + 1
    for community in (data["id"] for data in store.data_of("community")):
        if community not in held:
            held[community], free = free, free + 1
    store.put([Scope(id=str(number), communities=(community,)) for community, number in held.items()])
    return held


def run_passes(parsed: argparse.Namespace) -> int:
    """Print passes."""
    from central.passes import Press, write_pictures, write_sheet
    from checkpoint.roster import Person, from_data

    store, settings = _open(parsed)
    everybody = [person for data in store.data_of("person") if isinstance(person := from_data("person", data), Person)]
    chosen = [person for person in everybody if _is_chosen(person, parsed)]
    if not chosen:
        raise Cannot("nobody on the roster fits")
    titles = {data["id"]: data["name"] for data in store.data_of("community")}
    press = Press(store, settings.folder)
    press.issue(chosen, _scopes(store), datetime.now(UTC))
    cards = press.printed(chosen, titles, ZoneInfo("Asia/Shanghai"))
    if parsed.pdf:
        write_sheet(cards, parsed.pdf)
    else:
        write_pictures(cards, parsed.png)
    print(f"{len(cards)} passes printed to {parsed.pdf or parsed.png}")
    return DONE


def _is_chosen(person: Any, parsed: argparse.Namespace) -> bool:
    if parsed.subject:
        return person.id in parsed.subject
    return bool(parsed.all or person.building == parsed.building)


def run_status(parsed: argparse.Namespace) -> int:
    """Print what is held; 1 when entries are missing, were refused, or histories part."""
    from central.status import status

    store, _ = _open(parsed)
    said = status(store)
    print(json.dumps(said, ensure_ascii=False, indent=2))
    return FOUND if any(one["missing"] or one["refused"] or one["forks"] for one in said["stations"]) else DONE


def run_revoke(parsed: argparse.Namespace) -> int:
    """Take a station out of service."""
    store, _ = _open(parsed)
    if not store.revoke(parsed.station, datetime.now(UTC)):
        raise Cannot(f"there is no station {parsed.station}")
    print(f"station {parsed.station} is out of service")
    return DONE


if __name__ == "__main__":
    sys.exit(main())
