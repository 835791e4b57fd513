"""Rows to documents: what each would change and why some cannot be taken; keeping them is left to the store."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any, Final

import msgspec

from central.imports.columns import Columns, has_identity_number, recognise
from central.imports.files import Row, read_table
from central.imports.kinds import Column, Kind
from central.imports.known import Known, said
from checkpoint.roster import Assignment, Document, Shift, Training, Volunteer

LONGEST: Final = 500
LONGEST_GUIDE: Final = 20_000
"""Characters of a cell: longer ones are a broken quote that swallowed other rows."""


@dataclass(slots=True)
class Import:
    """What a file holds. found: id -> new or changed document; known: rows that say what is on the roster already.

    changes: (line, id, names of what changes, none for a new document); bad: (line, reason) of what cannot be taken.
    """

    found: dict[str, Document] = field(default_factory=dict)
    known: int = 0
    changes: list[tuple[int, str, tuple[str, ...]]] = field(default_factory=list)
    bad: list[tuple[int, str]] = field(default_factory=list)


def read_file(path: Path, kind: Kind, known: Known, mapped: Mapping[str, str]) -> tuple[Columns, Import]:
    """The columns of a file and what its rows would do. Raises ValueError when it cannot be read as a whole.

    mapped: heading -> column name, as said by whoever imports. Rows are only read when no needed column is missing.
    """
    rows = read_table(path)
    heading = next(rows)
    columns = recognise(kind, heading.cells, mapped)
    if columns.missing:
        return columns, Import()
    reader = Reader(kind, known)
    for row in rows:
        reader.take_row(row, columns)
    reader.found.bad.sort()
    return columns, reader.found


class Reader:
    """Takes rows one after the other, remembering what was in those before."""

    def __init__(self, kind: Kind, known: Known) -> None:
        self._kind, self._known = kind, known
        self._columns = {column.name: column for column in kind.columns}
        self._seen: set[str] = set()
        self._checks = _checks(kind, known)
        self.found = Import()

    def take_row(self, row: Row, columns: Columns) -> None:
        """One row of a file."""
        spoiled = [f"{name}: {row.spoiled[place]}" for name, place in columns.places.items() if place in row.spoiled]
        if spoiled:
            self.found.bad.append((row.line, "; ".join(spoiled)))
            return
        values = {name: row.cells[place] if place < len(row.cells) else "" for name, place in columns.places.items()}
        self.take(row.line, values)

    def take(self, line: int, values: Mapping[str, str]) -> None:
        """One row: among the changes, the known or the bad. values: column name -> cell."""
        wrong: list[str] = []
        read = self._read(values, wrong)
        if wrong:
            self.found.bad.append((line, "; ".join(wrong)))
            return
        try:
            self._keep(line, read)
        except ValueError as error:
            self.found.bad.append((line, str(error)))

    def _read(self, values: Mapping[str, str], wrong: list[str]) -> dict[str, Any]:
        read: dict[str, Any] = {}
        for name, cell in values.items():
            column = self._columns[name]
            try:
                read[name] = self._cell(column, cell.strip())
            except ValueError as error:
                wrong.append(f"{name}: {error}")
        return read

    def _cell(self, column: Column, cell: str) -> Any:
        if not cell:
            if column.needed:
                raise ValueError("is empty")
            return None
        most = LONGEST_GUIDE if column.name == "guide" else LONGEST
        if len(cell) > most:
            raise ValueError(f"is longer than {most:,} characters")
        if has_identity_number(cell):
            # Not repeated: a report of bad rows is read by many.
            raise ValueError("looks like an identity number, which is kept nowhere here")
        value = column.read(cell)
        return self._named(column.names, value) if column.names else value

    def _named(self, kind: str, value: Any) -> Any:
        """The value with ids for names. Raises ValueError for what is not on the roster."""
        match value:
            case str():
                return self._known.id_of(kind, value)
            case tuple():
                return tuple(self._known.id_of(kind, one) for one in value)
        return {self._known.id_of(kind, one): count for one, count in value.items()}

    def _keep(self, line: int, read: dict[str, Any]) -> None:
        id_ = self._kind.is_same(read)
        before = self._known.get(self._kind.name, id_)
        if before is None:
            lacking = [one.name for one in self._kind.columns if one.needed and read.get(one.name) is None]
            if lacking:
                raise ValueError(
                    f"there is no {said(self._kind.name)} {id_} yet, and a new one needs {', '.join(lacking)}"
                )
        made = self._kind.make(read, before, self._known)
        if made.id in self._seen and not isinstance(made, Training):
            raise ValueError(f"{made.id} stands in this file twice")
        for check in self._checks:
            check(made)
        self._seen.add(made.id)
        if made == before:
            self.found.known += 1
            return
        # What comes later in the file finds it: a number given out, the newer of two results.
        self._known.all(self._kind.name)[made.id] = made
        self.found.found[made.id] = made
        self.found.changes.append((line, made.id, _changed(before, made)))


def _changed(before: Document | None, made: Document) -> tuple[str, ...]:
    if before is None:
        return ()
    return tuple(one for one in made.__struct_fields__ if getattr(before, one) != getattr(made, one))


def _checks(kind: Kind, known: Known) -> list[Callable[[Any], None]]:
    """What must hold between documents of this kind."""
    match kind.name:
        case "volunteer":
            return [_Subjects(known).check]
        case "assignment":
            return [_Bookings(known).check]
    return []


class _Subjects:
    """No two volunteers have one badge number."""

    def __init__(self, known: Known) -> None:
        everybody = known.all("volunteer").values()
        self._owner = {one.subject: one.id for one in everybody if isinstance(one, Volunteer)}

    def check(self, made: Volunteer) -> None:
        """Raises ValueError when somebody else has it."""
        if self._owner.setdefault(made.subject, made.id) != made.id:
            raise ValueError(f"subject: {made.subject} is the badge of somebody else")


class _Bookings:
    """Nobody is on two shifts at once."""

    def __init__(self, known: Known) -> None:
        self._known = known
        self._of: dict[str, list[Shift]] = {}
        for one in known.all("assignment").values():
            if isinstance(one, Assignment):
                self._add(one)

    def _add(self, one: Assignment) -> None:
        shift = self._known.get("shift", one.shift)
        if isinstance(shift, Shift):
            self._of.setdefault(one.volunteer, []).append(shift)

    def check(self, made: Assignment) -> None:
        """Raises ValueError when the volunteer is elsewhere at that time."""
        shift = self._known.get("shift", made.shift)
        for other in self._of.get(made.volunteer, ()):
            if isinstance(shift, Shift) and other.id != shift.id and _meet(shift, other):
                raise ValueError(f"volunteer: {made.volunteer} is on shift {other.id} at that time")
        self._add(made)


def _meet(one: Shift, other: Shift) -> bool:
    """Both are stamps of one form, so their texts stand in the order of their moments."""
    return one.begins < other.ends and other.begins < one.ends


def shown(document: Document) -> dict[str, Any]:
    """A document as one may see it at the office: whether there is a PIN, never which."""
    data: dict[str, Any] = msgspec.to_builtins(document)
    if "pin" in data:
        data["pin"] = "set" if data["pin"] else ""
    return data
