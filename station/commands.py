"""What each command of the command line does; its words and exit codes are `__main__`'s."""

from __future__ import annotations

import argparse
import getpass
import json
import os
import sys
from collections.abc import Callable, Iterator
from contextlib import closing, contextmanager
from functools import partial
from pathlib import Path
from typing import Any

import msgspec

from checkpoint import invitation
from checkpoint.invitation import Invitation
from checkpoint.plural import counted, entries
from station import erasing
from station.settings import Places, Settings, demo_places, load, places

DONE, FOUND = 0, 1

NO_DISPLAY = (
    "There is no display here, so the window cannot open. Run the same command on a machine with a screen, or on a "
    "virtual one: xvfb-run -a make run (Debian package xvfb)."
)


class Cannot(Exception):
    """A command cannot be done; str() is the sentence to say."""


def run_window(parsed: argparse.Namespace) -> int:
    """Open the program; a demo when asked for or when nothing is configured."""
    if not _has_display():
        raise Cannot(NO_DISPLAY)
    from station import demo, program, threads

    where = places(parsed.data)
    is_new = not parsed.demo and not where.store.exists() and (parsed.enrol or bool(erasing.what_stays(where)))
    if is_new and not program.enrol(where, _with_camera(load(where), parsed.camera)):
        return DONE
    if not parsed.demo and where.store.exists():
        return threads.leave(program.run(where, _with_camera(load(where), parsed.camera)))
    with demo.opened(demo_places(parsed.data), camera=parsed.camera, at_table=parsed.table) as made:
        code = program.run(made.places, made.settings, demo=True, prepare=made.prepare)
    return threads.leave(code)


def _with_camera(settings: Settings, camera: str | None) -> Settings:
    return msgspec.structs.replace(settings, camera=camera) if camera else settings


def _has_display() -> bool:
    if sys.platform in {"win32", "darwin"} or os.environ.get("QT_QPA_PLATFORM"):
        return True
    return bool(os.environ.get("DISPLAY") or os.environ.get("WAYLAND_DISPLAY"))


def run_enrol(parsed: argparse.Namespace) -> int:
    """Make this computer a station. The code is asked for or read from a file, never taken from the command line."""
    from station.joining import join

    identity = join(places(parsed.data), _invited(parsed), insecure_plain_http=parsed.insecure_plain_http)
    print(f"This computer is now station {identity.name} ({identity.station}).")
    return DONE


def _invited(parsed: argparse.Namespace) -> Invitation:
    """The invitation of a picture, else an address and a code. Raises Cannot, NoInvitation."""
    if parsed.qr:
        from station.scanner.still import read_file

        reading = read_file(parsed.qr)
        if reading.error or not reading.codes:
            raise Cannot(reading.error or f"There is no code to be read in {parsed.qr}.")
        return invitation.read(reading.codes[0].text)
    if not parsed.server:
        raise Cannot("Say central's address, such as https://central.example, or show its QR code with --qr.")
    code = parsed.code_file.read_text(encoding="utf-8") if parsed.code_file else getpass.getpass("One-time code: ")
    return Invitation(parsed.server, code.strip(), parsed.pin or "")


def run_bundle(parsed: argparse.Namespace) -> int:
    """Write a bundle for central into a folder."""
    from datetime import UTC, datetime

    from checkpoint.whole import SENTENCES, stick_of
    from station.sync import carrying

    with _open(parsed.data) as (store, _):
        try:
            packed = carrying.pack(store, datetime.now(UTC), parsed.folder, parsed.all_since)
        except OSError as error:
            raise Cannot(f"{parsed.folder}: {SENTENCES[stick_of(error)]}") from error
    print(f"{entries(packed.entries)} written to {packed.path}; carry it to central")
    return DONE


def run_take(parsed: argparse.Namespace) -> int:
    """Take central's answers; 1 when one of them could not be taken."""
    with _open(parsed.data) as (store, _):
        return max([_take(store, path) for path in parsed.files])


def _take(store: Any, path: Path) -> int:
    from checkpoint.bundles import BadBundle
    from checkpoint.whole import SENTENCES, stick_of
    from station.clock import DeviceClock
    from station.sync import carrying

    try:
        taken = carrying.take(store, path, DeviceClock())
    except (BadBundle, OSError) as error:
        why = SENTENCES[stick_of(error)] if isinstance(error, OSError) else error
        print(f"{path.name}: nothing taken: {why}")
        return FOUND
    if not taken.is_news:
        print(f"{path.name}: nothing in it is new")
        return DONE
    aside = f", {taken.refused} of them kept aside there" if taken.refused else ""
    news = f"{counted(taken.roster, 'change')} of the roster, {entries(taken.peers)} of the site's other stations"
    print(f"{path.name}: central has {entries(taken.settled)} more{aside}; {news}")
    if taken.again or taken.is_anew:
        why = f"central has lost {entries(taken.again)}" if taken.again else "the station goes on in a new epoch"
        print(f"{path.name}: {why}; write another bundle and carry it to central")
    return DONE


def run_preflight(parsed: argparse.Namespace) -> int:
    """Say what is ready and what is not; 1 when something would stop the gate."""
    from station import preflight

    checks = preflight.look(_existing(parsed.data), parsed.camera)
    if parsed.json:
        print(json.dumps({check.name: {"state": check.state, "said": check.said} for check in checks}, indent=2))
    else:
        for check in checks:
            print(f"{check.state:5} {check.name:10} {check.said}")
    return FOUND if any(check.state == preflight.FAILS for check in checks) else DONE


def run_read(parsed: argparse.Namespace) -> int:
    """Decode each file; one JSON line per file, 1 when any could not be read as a picture or video."""
    from station.scanner.still import read_file

    code = DONE
    for path in parsed.files:
        reading = read_file(path)
        line: dict[str, Any] = {
            "file": str(path),
            "codes": [{"text": found.text, "symbology": found.symbology} for found in reading.codes],
            "ms": round(reading.ms, 1),
        }
        if reading.error:
            line["error"], code = reading.error, FOUND
        print(json.dumps(line, ensure_ascii=False), flush=True)
    return code


def run_export(parsed: argparse.Namespace) -> int:
    """Write a day's masked ledger, or this station's whole journal, to a file."""
    ending = f".{parsed.format}" if parsed.format else parsed.to.suffix.lower()
    if (parsed.kind == "journal") != (ending == ".jsonl"):
        raise Cannot("A day's log is written as csv or xlsx, a journal as jsonl; say which with --format.")
    if parsed.kind != "journal" and parsed.day is None:
        raise Cannot("Say which day to export with --day YYYY-MM-DD.")
    with _open(parsed.data) as (store, settings):
        from station import exports

        write = _journal_writer(store) if parsed.kind == "journal" else _day_writer(parsed, ending, store, settings)
        day = parsed.day.isoformat() if parsed.day and parsed.kind != "journal" else ""
        ready = exports.make_ready(parsed.to, parsed.kind, day, ending, write)
        exports.hand_over_by_command(ready, store, settings.operator)
    print(f"{counted(ready.rows, 'row')} written to {parsed.to}")
    return DONE


def _journal_writer(store: Any) -> Callable[[Path], int]:
    from station.logbook import write_journal

    return partial(write_journal, store.copied())


def _day_writer(parsed: argparse.Namespace, ending: str, store: Any, settings: Settings) -> Callable[[Path], int]:
    write, language = _writer_of(parsed.kind, _logbook(store)), parsed.language or settings.language
    return lambda path: int(write(parsed.day, path, ending=ending, language=language))


def _writer_of(kind: str, logbook: Any) -> Any:
    """What writes that log of a day."""
    writers = {
        "passages": logbook.export,
        "attendance": logbook.export_attendance,
        "supplies": logbook.export_supplies,
        "supply-moves": partial(logbook.export_supplies, moves=True),
        "log": logbook.export_log,
        "sampling": logbook.export_sampling,
    }
    return writers[kind]


def run_report(parsed: argparse.Namespace) -> int:
    """Print the daily report as JSON."""
    with _open(parsed.data) as (store, _):
        print(json.dumps(_logbook(store).report(parsed.day), ensure_ascii=False, indent=2))
    return DONE


def run_verify(parsed: argparse.Namespace) -> int:
    """Check a chain end to end; 1 and the first bad entry when it is broken."""
    if parsed.file is not None:
        from station.logbook import file_fault

        sound, fault = file_fault(parsed.file)
        return _verdict(sound, None if fault is None else str(fault))
    where = _places_of(parsed.store) if parsed.store else None
    with _open(parsed.data, where) as (store, _):
        fault_found = store.fault()
        return _verdict(store.entry_count(), None if fault_found is None else str(fault_found))


def _places_of(given: Path) -> Places:
    """The places of a named store: this computer's own knows where its key is, others keep it beside themselves."""
    folder = given.parent if given.suffix == ".db" else given
    known = (places(None), demo_places(None))
    return next((where for where in known if where.data.resolve() == folder.resolve()), places(folder))


def _verdict(count: int, fault: str | None) -> int:
    if fault is None:
        print(f"The chain holds: {entries(count)}.")
        return DONE
    print(f"The chain is broken at {fault}.")
    return FOUND


def run_rebuild(parsed: argparse.Namespace) -> int:
    """Draw the projections anew from the journal and compare; 1 when any row differed."""
    with _open(parsed.data) as (store, _):
        compared = store.rebuild(repair=not parsed.dry_run)
    print(json.dumps({"entries": compared.entries, "passages": compared.passages, "differing": compared.differing}))
    return FOUND if compared.differing else DONE


@contextmanager
def _open(data: Path | None, where: Places | None = None) -> Iterator[tuple[Any, Settings]]:
    from station.lane import open_store

    where = where or _existing(data)
    with closing(open_store(where, create=False)) as store:
        yield store, load(where)


def _existing(data: Path | None) -> Places:
    """This computer's station, or the demo's where there is no other."""
    where, demo = places(data), demo_places(data)
    if not where.store.exists() and demo.store.exists():
        print("station: no station is enrolled here; this is the demo's data", file=sys.stderr)
        return demo
    return where


def _logbook(store: Any) -> Any:
    from station.logbook import Logbook
    from station.place import place_of

    return Logbook(store, place_of(store))
