"""The words of central's command line about files of volunteers and their roster, and about changing one document."""

from __future__ import annotations

import argparse
import json
import sys
from pathlib import Path
from typing import TYPE_CHECKING, Any, Final

from central.commands import DONE, FOUND, Cannot, open_store, run_import
from central.imports.kinds import KINDS, Kind
from checkpoint.plural import counted

if TYPE_CHECKING:
    from central.imports.columns import Columns
    from central.imports.rows import Import
    from central.store.store import Store

RESIDENTS: Final = "residents"
ABOUT: Final = """\
The file is CSV in UTF-8 or GBK, or an Excel workbook (.xlsx), whose first sheet counts. Its first line names the
columns, in any order, in Chinese or English; --map says what another heading means, --columns what was recognised.

Rows that say what is on the roster already change nothing, so the same file may be imported again; an empty cell takes
away what was there, a column that the file does not have leaves it. Unless --skip-bad is given, one bad row means that
no row is taken. A column of identity numbers is refused whatever it is called.
"""
RESIDENT_COLUMNS: Final = """\
residents (also without that word: `central import FILE`):

  姓名 name            needed
  社区 community       needed; the community's division code, which must be on the roster
  编号 id              the subject number, 1 to 1099511627775; without one the next free number is given
  楼栋 building, 单元 unit, 房号 room, 电话 phone
  类别 category        居民 resident (default), 工作人员 staff, 快递员 courier, 车辆 vehicle
  证件号码 id_no       residents only: checked, and kept only as a keyed hash and in its masked form
  单位 employer, 车牌 plate
  监护人 guardian      subject number of the guardian
"""


def add_words(command: Any, exits: str) -> None:
    """Add `import` and `roster` to the command line."""
    listed = "\n".join(f"{kind.word}:\n\n  {_listed(kind)}\n" for kind in KINDS.values())
    epilog = f"{ABOUT}\n{RESIDENT_COLUMNS}\n{listed}\nNeeded columns are marked *.\n\n{exits}"
    taken = command("import", run, "take residents, volunteers, teams, shifts, training … from a file", epilog)
    taken.add_argument("kind", nargs="?", choices=(RESIDENTS, *KINDS), default=RESIDENTS, help="what the rows are")
    taken.add_argument("file", type=Path, metavar="FILE")
    taken.add_argument("--map", action="append", default=[], metavar="HEADING=NAME", help="such as 名字=name")
    taken.add_argument("--columns", action="store_true", help="only say which columns were recognised")
    taken.add_argument("--dry-run", action="store_true", help="only say what would happen, row by row")
    taken.add_argument("--skip-bad", action="store_true", help="take the good rows although others are bad")
    edited = command("roster", run_roster, "show, change or remove one document of volunteers' service", exits)
    edited.add_argument("kind", choices=tuple(KINDS), help="what it is")
    edited.add_argument("id", nargs="?", help="its id; without it all of the kind are listed")
    edited.add_argument("--set", action="append", default=[], metavar="NAME=VALUE", help="as in a cell of an import")
    edited.add_argument("--remove", action="store_true", help="take it off the roster, unless others name it")


def _listed(kind: Kind) -> str:
    return ", ".join(f"{one.words[1]} {one.name}{'*' if one.needed else ''}" for one in kind.columns)


def run(parsed: argparse.Namespace) -> int:
    """Take rows from a file: all of them or none, unless bad rows are to be skipped."""
    if parsed.kind == RESIDENTS:
        if parsed.map or parsed.columns:
            raise Cannot("residents' columns go by their headings alone; --help names them")
        return run_import(parsed)
    from central.imports.known import Known
    from central.imports.rows import read_file

    kind = KINDS[parsed.kind]
    opened, _ = open_store(parsed)
    with opened as store:
        columns, found = read_file(parsed.file, kind, Known(store.data_of), _mapped(parsed.map))
        if parsed.columns:
            return _say_columns(kind, columns)
        if columns.missing:
            raise Cannot(f"{parsed.file.name} has no column {_words(columns)}; --columns shows what was recognised")
        takes = not parsed.dry_run and (parsed.skip_bad or not found.bad)
        if takes:
            store.put(found.found.values())
    _say(parsed, kind, found, takes=takes)
    return FOUND if found.bad else DONE


def _mapped(said: list[str]) -> dict[str, str]:
    mapped = {}
    for one in said:
        heading, is_there, name = one.rpartition("=")
        if not is_there or not heading or not name:
            raise Cannot(f"--map {one} is not HEADING=NAME")
        mapped[heading] = name
    return mapped


def _words(columns: Columns) -> str:
    return ", ".join("/".join(dict.fromkeys((one.name, *one.words[:2]))) for one in columns.missing)


def _say_columns(kind: Kind, columns: Columns) -> int:
    for column in kind.columns:
        place = columns.places.get(column.name)
        found = "-" if place is None else columns.headings[place]
        print(f"{column.name:20} {found}{'  needed, and not there' if column in columns.missing else ''}")
    if columns.ignored:
        print(f"left out: {', '.join(columns.ignored)}")
    return FOUND if columns.missing else DONE


def _say(parsed: argparse.Namespace, kind: Kind, found: Import, *, takes: bool) -> None:
    for line, reason in found.bad:
        print(f"{parsed.file.name} line {line}: {reason}", file=sys.stderr)
    if parsed.dry_run:
        for line, id_, changed in found.changes:
            print(f"line {line}: {id_} {'would change: ' + ', '.join(changed) if changed else 'would be new'}")
    said = "taken" if takes else "would be taken" if parsed.dry_run else "good, but none taken"
    good, bad = counted(len(found.found), kind.name.replace("_", " "), kind.word), counted(len(found.bad), "row")
    print(f"{good} {said}, {found.known} known already, {bad} bad")
    homeless = [one for one in found.found.values() if kind.word == "volunteers" and not _has_place(one)]
    if takes and homeless:
        print(
            f"{len(homeless)} have neither area nor team: no station hears of them until they are assigned to a shift"
        )


def _has_place(volunteer: Any) -> bool:
    return bool(volunteer.areas or volunteer.team)


def run_roster(parsed: argparse.Namespace) -> int:
    """Show, change or remove a document."""
    kind = KINDS[parsed.kind]
    if (parsed.set or parsed.remove) and parsed.id is None:
        raise Cannot("say which one: its id is missing")
    if parsed.set and parsed.remove:
        raise Cannot("--set and --remove cannot both be meant")
    opened, _ = open_store(parsed)
    with opened as store:
        if parsed.remove:
            return _remove(store, kind, parsed.id)
        if parsed.set:
            _set(store, kind, parsed.id, parsed.set)
        print(json.dumps(_shown(store, kind, parsed.id), ensure_ascii=False, indent=2))
    return DONE


def _shown(store: Store, kind: Kind, id_: str | None) -> Any:
    from central.imports.known import said
    from central.imports.rows import shown
    from checkpoint.roster import from_data

    held = [shown(from_data(kind.name, data)) for data in store.data_of(kind.name) if id_ in {None, data["id"]}]
    if id_ is None:
        return held
    if not held:
        raise Cannot(f"there is no {said(kind.name)} {id_}")
    return held[0]


def _set(store: Store, kind: Kind, id_: str, said: list[str]) -> None:
    """Read what is said as one row of an import, so that the same words and the same rules hold."""
    from central.imports.known import Known
    from central.imports.rows import Reader

    names = [column.name for column in kind.columns]
    own = _own(kind, id_)
    values = dict(own)
    for one in said:
        name, is_there, value = one.partition("=")
        if not is_there or name not in names:
            raise Cannot(f"'{one}' is not NAME=VALUE with one of {', '.join(names)}")
        if name in own:
            raise Cannot(f"{id_} would become another one: remove it and make a new one")
        values[name] = value
    reader = Reader(kind, Known(store.data_of))
    reader.take(1, values)
    if reader.found.bad:
        raise Cannot(reader.found.bad[0][1])
    store.put(reader.found.found.values())


def _own(kind: Kind, id_: str) -> dict[str, str]:
    """The columns that make up the id."""
    parts = {"assignment": ("shift", "volunteer"), "training": ("volunteer", "kind", "course")}.get(kind.name, ("id",))
    said = id_.split("/", len(parts) - 1) if kind.name == "training" else id_.rsplit("/", len(parts) - 1)
    if len(said) != len(parts):
        raise Cannot(f"the id of a {kind.name} is {'/'.join(parts).upper()}")
    return dict(zip(parts, said, strict=True))


def _remove(store: Store, kind: Kind, id_: str) -> int:
    _shown(store, kind, id_)
    users = store.remove(kind.name, id_)
    if users:
        listed = ", ".join(f"{one} {named}" for one, named in users[:10])
        more = f" and {len(users) - 10} more" if len(users) > 10 else ""
        raise Cannot(f"{kind.name} {id_} is in use by {listed}{more}")
    print(f"{kind.name} {id_} is off the roster")
    return DONE
