"""Central's command line: words, exit codes and clean errors; the work is `commands`'.

Exit codes: 0 done · 1 the command found something wrong · 2 wrong words on the command line · 3 it could not be done,
with one sentence why.
"""

from __future__ import annotations

import argparse
import sys
from collections.abc import Sequence
from pathlib import Path
from typing import Any, Final

from central import cards, commands, destroying, duties, inviting, saving, stick, stock, tubes
from central.arguments import between, day
from central.imports import commands as imports
from central.volunteers import badges, matching, outputs

_DAYS: Final = between(1, 3650)
EXITS: Final = "exit codes: 0 done, 1 something is wrong with what was found, 2 wrong words, 3 it could not be done"


def main(arguments: Sequence[str] | None = None) -> int:
    """Run one command; returns its exit code and never lets a traceback out to a user."""
    parsed = _parser().parse_args(arguments)
    try:
        code: int = parsed.run(parsed)
    except KeyboardInterrupt:
        return 130
    except BrokenPipeError:
        # Whoever read our output has gone (`central status | head`); nobody is left to tell.
        sys.stderr.close()
        return commands.FAILED
    except Exception as error:
        print(f"central: {commands.sentence_of(error)}", file=sys.stderr)
        return commands.FAILED
    return code


def _parser() -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser(prog="central", description="The server that stations sync to.", epilog=EXITS)
    shared = argparse.ArgumentParser(add_help=False)
    shared.add_argument("--data", type=Path, metavar="DIR", help="folder of keys and data (or CENTRAL_DATA)")
    shared.add_argument("--database", metavar="URL|PATH", help="database URL or SQLite path (or CENTRAL_DATABASE)")
    words = parser.add_subparsers(required=True, metavar="COMMAND")

    def command(name: str, run: Any, said: str, epilog: str = EXITS) -> argparse.ArgumentParser:
        plain = argparse.RawDescriptionHelpFormatter
        made = words.add_parser(
            name, help=said, description=said, epilog=epilog, parents=[shared], formatter_class=plain
        )
        made.set_defaults(run=run)
        return made

    _add_stations(command)
    saving.add_words(command, EXITS)
    _add_people(command)
    _add_cards(command)
    _add_endings(command)
    return parser


def _add_stations(command: Any) -> None:
    serve = command("serve", commands.run_serve, "answer stations until stopped")
    serve.add_argument("--host", default="127.0.0.1")
    serve.add_argument("--port", type=int, default=8321, help="0 takes a free one")
    serve.add_argument("--workers", type=between(1, 64), default=1, help="processes behind the one address (1 to 64)")
    serve.add_argument("--insecure-plain-http", action="store_true", help="allow plain HTTP beyond this computer")
    serve.add_argument("--tls-cert", type=Path, metavar="FILE.pem", help="serve https with this certificate")
    serve.add_argument("--tls-key", type=Path, metavar="FILE.pem", help="and its key")
    serve.add_argument("--end-with-stdin", action="store_true", help="stop when standard input closes")
    code = command("enrolment-code", inviting.run_code, "a one-time code that makes one computer a station")
    code.add_argument("--gate", required=True, help="id of the gate where it will stand")
    code.add_argument("--name", required=True, help="what people call that station")
    code.add_argument(
        "--hours", type=between(1, 720), default=24, help="how long the code is good (1 to 720; default 24)"
    )
    code.add_argument("--address", metavar="URL", help="where stations reach central: a QR code can hold it too")
    code.add_argument("--qr", type=Path, metavar="FILE.png", help="write the QR code that a station is shown")
    code.add_argument("--print", action="store_true", help="print the QR code in this terminal")
    code.add_argument("--pin", type=Path, metavar="FILE.pem", help="certificate to expect (default: the office's own)")
    certificate = command("certificate", inviting.run_certificate, "a certificate of the office's own, and its pin")
    certificate.add_argument("--host", action="append", metavar="NAME", help="names and addresses that it is for")
    command("status", commands.run_status, "stations, what is held of each and what is missing, as JSON")
    tray = command("tray", commands.run_tray, "what was kept aside: list it, judge it again, mark it as looked into")
    tray.add_argument("act", choices=("list", "retry", "resolve"))
    tray.add_argument("which", nargs="?", default="", help="its digest; to resolve forks: a station")
    tray.add_argument("--note", default="", help="what was done about it")
    settle = command("settle", commands.run_settle, "mark what was kept aside as looked at; it stays where it is")
    settle.add_argument("digest", type=_digest, help="what `status` shows beside it, at least 8 characters")
    take = command("take", stick.run_take, "take bundles that were carried here, and write the answers to carry back")
    take.add_argument("files", type=Path, nargs="+", metavar="FILE")
    take.add_argument("--answers", type=Path, metavar="DIR", help="where the answers go (default: beside each bundle)")
    revoke = command("revoke", commands.run_revoke, "take a station out of service")
    revoke.add_argument("station", help="its id, as `status` shows it")
    revoke.add_argument("--stolen", action="store_true", help="its visitors' passes are good no more, from now on")


def _add_people(command: Any) -> None:
    seed = command(
        "seed-demo", commands.run_seed, "make up a community (division 990101) and codes for its gates, as JSON"
    )
    seed.add_argument(
        "--people", type=between(20, 100_000), default=400, help="how many residents, 20 to 100000 (default 400)"
    )
    places = command(
        "places", commands.run_places, "put communities, sites and gates on the roster; without a file, show them"
    )
    places.add_argument("file", type=Path, nargs="?", metavar="FILE.json")
    places.add_argument("--example", action="store_true", help="print such a file to begin with")
    profile = command("profile", commands.run_profile, "show a site's profile as JSON, or change it")
    profile.add_argument("site", help="its id")
    profile.add_argument(
        "--set", action="append", default=[], metavar="NAME=VALUE", help="such as temperature=required, outings.most=1"
    )
    profile.add_argument("--kind", help="make it a site of this kind, with that kind's profile; --set comes after it")
    trust = command("trust", commands.run_trust, "believe the issuers of health certificates in a list, and no others")
    trust.add_argument("file", type=Path, metavar="FILE", help="JSON or PEM, from whoever answers for it")
    trust.add_argument("--dry-run", action="store_true", help="only say what would happen")
    imports.add_words(command, EXITS)
    attended = command(
        "attendance", duties.run_attendance, "volunteers' figures of a day by site, as JSON; or one site's ledger"
    )
    attended.add_argument("--day", type=day, required=True, metavar="YYYY-MM-DD")
    attended.add_argument("--site", help="only of this site")
    attended.add_argument("--to", type=Path, metavar="FILE", help="write the site's masked ledger, csv or xlsx")
    attended.add_argument("--language", choices=("zh_CN", "zh_TW", "en"), default="zh_CN", help="of the ledger")
    matching.add_words(command, EXITS)
    kept = command("stock", stock.run_stock, "a site's supplies over all its stations, as JSON; or a day's table")
    kept.add_argument("site", help="its id")
    kept.add_argument("--day", type=day, metavar="YYYY-MM-DD", help="at the end of that day; today by default")
    kept.add_argument("--to", type=Path, metavar="FILE", help="write the day's balance, csv or xlsx")
    kept.add_argument("--moves", action="store_true", help="write what moved that day instead")
    kept.add_argument("--language", choices=("zh_CN", "zh_TW", "en"), default="zh_CN", help="of headings and words")
    tubes.add_words(command, EXITS)
    outputs.add_words(command, EXITS)


def _add_cards(command: Any) -> None:
    printed = command(
        "passes", cards.run_passes, "issue and print passes: a PDF of cards, one PNG each, or their texts"
    )
    _add_forms(printed)
    printed.add_argument(
        "--kind", choices=cards.KINDS, help="only of this kind; without it everybody has the one of their category"
    )
    whose = printed.add_mutually_exclusive_group(required=True)
    whose.add_argument("--subject", action="extend", nargs="+", help="of these people, by subject number")
    whose.add_argument("--building", help="of everybody in this building")
    whose.add_argument("--employer", help="of everybody who works for this company")
    whose.add_argument("--all", action="store_true", help="of everybody")
    badges.add_words(command, EXITS, _DAYS)
    pin = command("pin", cards.run_pin, "set a volunteer's PIN for the day the badge was left at home")
    pin.add_argument("number", help="the volunteer's number")
    pin.add_argument("--pin-file", type=Path, metavar="FILE", help="read it from a file instead of asking")
    lost = command("lost", cards.run_lost, "revoke somebody's pass and issue the next one")
    lost.add_argument("subject", help="the person's subject number, or the volunteer's number")
    lost.add_argument("--kind", choices=cards.KINDS, help="which, of somebody who has several; else their own")
    lost.add_argument("--reason", choices=("lost", "moved", "misused", "other"), default="lost")


def _add_endings(command: Any) -> None:
    command("forget", destroying.run_forget, "forget what retention ends; `serve` does it once a day by itself")
    hold = command("hold", destroying.run_hold, "keep what happened at a site from being forgotten (a legal hold)")
    hold.add_argument("--site", help="its id")
    hold.add_argument("--since", type=day, metavar="YYYY-MM-DD", help="the first day (default: from the beginning)")
    hold.add_argument("--until", type=day, metavar="YYYY-MM-DD", help="the last day (default: without end)")
    hold.add_argument("--reason", help="whose order it is, such as a file number")
    hold.add_argument("--end", metavar="ID", help="end the hold with that id instead")
    purge = command("purge", destroying.run_purge, "destroy what happened at a site up to a day, with a certificate")
    purge.add_argument("--site", required=True, help="its id")
    purge.add_argument("--until", required=True, type=day, metavar="YYYY-MM-DD", help="the last day that goes")
    purge.add_argument("--reason", required=True)
    purge.add_argument("--approved-by", nargs=2, required=True, metavar="NAME", help="the two people who approved it")
    purge.add_argument(
        "--also", nargs="+", default=[], choices=("sampling", "supplies", "service"), help="beside the passages"
    )
    purge.add_argument("--to", type=Path, default=Path("certificate.json"), metavar="FILE", help=".json or .txt")
    purge.add_argument("--language", choices=("zh_CN", "zh_TW", "en"), default="zh_CN", help="of the text")
    purge.add_argument("--dry-run", action="store_true", help="only say what would go")


def _add_forms(printed: argparse.ArgumentParser) -> None:
    form = printed.add_mutually_exclusive_group(required=True)
    form.add_argument("--pdf", type=Path, metavar="FILE")
    form.add_argument("--png", type=Path, metavar="DIR")
    form.add_argument("--text", action="store_true", help="print subject, kind and text of each as a line of JSON")
    printed.add_argument("--days", type=_DAYS, default=365, help="how long new ones are good (1 to 3650; default 365)")


def _digest(text: str) -> str:
    if len(text) < 8:
        raise argparse.ArgumentTypeError("at least 8 characters, so that nothing else is meant")
    return text


if __name__ == "__main__":
    sys.exit(main())
