"""The command line: words, exit codes and clean errors; what a command does is in `commands`.

Exit codes: 0 done · 1 the command found something wrong (a broken chain, a failing check, an unreadable file)
· 2 wrong words on the command line · 3 it could not be done, with one sentence why.
"""

from __future__ import annotations

import argparse
import os
import sys
from collections.abc import Sequence
from datetime import date
from pathlib import Path

from station.settings import BadSettings

DONE, FAILED = 0, 3


def main(arguments: Sequence[str] | None = None) -> int:
    """Run one command; returns its exit code and never lets a traceback out to a user."""
    parsed = _parser().parse_args(arguments)
    try:
        from station import commands

        code: int = getattr(commands, parsed.run)(parsed)
    except KeyboardInterrupt:
        return 130
    except BrokenPipeError:
        # Whoever read our output has gone; there is nobody to tell.
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
        return DONE
    except (BadSettings, OSError, ValueError) as error:
        return _say(str(error))
    except Exception as error:
        if not _is_ours(error):
            raise
        return _say(str(error))
    return code


def _is_ours(error: Exception) -> bool:
    """Whether the error's text is a sentence made for people."""
    from station.commands import Cannot
    from station.demo import DemoFailed
    from station.place import NotReady
    from station.store.trouble import StoreTrouble
    from station.sync.carrying import CannotCarry
    from station.sync.client import Trouble

    return isinstance(error, Cannot | CannotCarry | DemoFailed | StoreTrouble | NotReady | Trouble)


def _say(sentence: str) -> int:
    print(f"station: {sentence}", file=sys.stderr)
    return FAILED


def _parser() -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser(prog="station", description=__doc__.splitlines()[0] if __doc__ else None)
    parser.add_argument("--data", type=Path, help="folder of this station's data (or STATION_DATA)")
    commands = parser.add_subparsers(required=True, metavar="COMMAND")
    _add_run(commands)
    _add_read(commands)
    _add_day_commands(commands)
    _add_journal_commands(commands)
    return parser


def _add_run(commands: argparse._SubParsersAction[argparse.ArgumentParser]) -> None:
    run = commands.add_parser("run", help="open the program; a demo when nothing is configured")
    run.add_argument("--camera", metavar="SOURCE", help="camera's name or number, file, folder of pictures or URL")
    run.add_argument("--enrol", action="store_true", help="ask for central's QR code or address, and become a station")
    run.add_argument("--demo", action="store_true", help="a made-up community with its own central")
    run.add_argument("--table", action="store_true", help="with --demo: a sampling table instead of a gate")
    run.set_defaults(run="run_window")
    enrol = commands.add_parser("enrol", help="make this computer a station of a central server")
    enrol.add_argument("server", nargs="?", help="central's address, such as https://central.example")
    enrol.add_argument("--qr", type=Path, metavar="PICTURE", help="picture of the QR code that central made")
    enrol.add_argument("--pin", metavar="SHA256", help="of the key of central's certificate: no other is trusted then")
    enrol.add_argument("--code-file", type=Path, help="file holding the one-time code (else it is asked for)")
    enrol.add_argument("--insecure-plain-http", action="store_true", help="allow plain HTTP beyond this computer")
    enrol.set_defaults(run="run_enrol")
    bundle = commands.add_parser("bundle", help="write what central does not have yet into a file to carry to it")
    bundle.add_argument("folder", type=Path, metavar="DIR", help="where it goes, such as a USB stick")
    bundle.add_argument("--all-since", type=_seq, metavar="SEQ", help="instead, every entry beyond this number")
    bundle.set_defaults(run="run_bundle")
    take = commands.add_parser("take", help="take central's answer from a file that was carried here")
    take.add_argument("files", nargs="+", type=Path, metavar="FILE")
    take.set_defaults(run="run_take")
    preflight = commands.add_parser("preflight", help="is everything ready for a day without a network?")
    preflight.add_argument("--json", action="store_true", help="one JSON object instead of lines")
    preflight.add_argument("--camera", metavar="SOURCE", help="the camera to try")
    preflight.set_defaults(run="run_preflight")


def _add_read(commands: argparse._SubParsersAction[argparse.ArgumentParser]) -> None:
    read = commands.add_parser("read", help="decode pictures and videos; one JSON line per file")
    read.add_argument("files", nargs="+", type=Path, metavar="FILE")
    read.set_defaults(run="run_read")


def _add_day_commands(commands: argparse._SubParsersAction[argparse.ArgumentParser]) -> None:
    export = commands.add_parser("export", help="write a day's log to a file")
    export.add_argument("--day", type=_day, metavar="YYYY-MM-DD", help="the day to export")
    kinds = ("passages", "attendance", "supplies", "supply-moves", "log", "sampling", "journal")
    export.add_argument("--kind", choices=kinds, default="passages", help="supplies: the day's balance of each item")
    export.add_argument("--format", choices=["csv", "xlsx", "jsonl"], help="default: by the ending of PATH")
    export.add_argument("--to", type=Path, required=True, metavar="PATH")
    export.add_argument("--language", choices=["zh_CN", "zh_TW", "en"], help="of headings and words")
    export.set_defaults(run="run_export")
    report = commands.add_parser("report", help="the daily report as JSON")
    report.add_argument("--day", type=_day, required=True, metavar="YYYY-MM-DD")
    report.set_defaults(run="run_report")


def _add_journal_commands(commands: argparse._SubParsersAction[argparse.ArgumentParser]) -> None:
    verify = commands.add_parser("verify", help="check the journal's chain end to end")
    verify.add_argument("file", nargs="?", type=Path, metavar="FILE", help="an exported journal (JSON lines)")
    verify.add_argument("--store", type=Path, metavar="PATH", help="a station's data folder or its station.db")
    verify.set_defaults(run="run_verify")
    rebuild = commands.add_parser("rebuild", help="draw the projections anew from the journal and compare")
    rebuild.add_argument("--dry-run", action="store_true", help="compare only, change nothing")
    rebuild.set_defaults(run="run_rebuild")


def _seq(text: str) -> int:
    if not text.isascii() or not text.isdigit() or len(text) > 15:
        raise argparse.ArgumentTypeError(f"'{text}' is not the number of an entry")
    return int(text)


def _day(text: str) -> date:
    try:
        return date.fromisoformat(text)
    except ValueError as error:
        raise argparse.ArgumentTypeError(f"'{text}' is not a day like 2022-12-05") from error


if __name__ == "__main__":
    sys.exit(main())
