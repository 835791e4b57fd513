"""The words `backup` and `restore` of central's command line; the work is `backups`'s."""

from __future__ import annotations

import argparse
import sys
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

from central.commands import DONE, FOUND, Cannot
from central.settings import load
from checkpoint.plural import counted


def add_words(command: Any, epilog: str) -> None:
    """`backup` and `restore` on the command line."""
    made = command(
        "backup", run_backup, "write everything that central holds to a file, while it goes on working", epilog
    )
    made.add_argument("file", type=Path, metavar="FILE", help="must not be there yet; only its owner may read it")
    back = command("restore", run_restore, "fill a new database, of either kind, from a backup", epilog)
    back.add_argument("file", type=Path, metavar="FILE")


def run_backup(parsed: argparse.Namespace) -> int:
    """Write a backup and say what is in it."""
    from central import backups

    settings = load(parsed.data, parsed.database)
    if "://" not in settings.database and not Path(settings.database).exists():
        raise Cannot(f"there is no database at {settings.database}")
    rows = backups.write(parsed.file, settings, datetime.now(UTC))
    print(f"{counted(rows, 'row')} in {parsed.file}; it holds private keys and people's passages: keep it shut away")
    return DONE


def run_restore(parsed: argparse.Namespace) -> int:
    """Fill a new database; 1 when a chain in it does not hold, which is as it was when it was saved."""
    from central import backups

    settings = load(parsed.data, parsed.database)
    settings.folder.mkdir(parents=True, exist_ok=True, mode=0o700)
    rows, faults = backups.read(parsed.file, settings)
    for fault in faults:
        print(f"does not hold: {fault}", file=sys.stderr)
    print(f"{counted(rows, 'row')} restored; " + ("see above" if faults else "every chain holds"))
    return FOUND if faults else DONE
