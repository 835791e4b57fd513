"""Residents from a CSV or Excel file: which rows can be taken and why others cannot; the store keeps them."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Final

import msgspec

from central.imports.files import read_table
from checkpoint import identity, masking, plates
from checkpoint.roster import Person

COLUMNS: Final[dict[str, tuple[str, ...]]] = {
    "id": ("id", "subject", "编号", "編號"),
    "name": ("name", "姓名"),
    "community": ("community", "社区", "社區"),
    "building": ("building", "楼栋", "樓棟"),
    "unit": ("unit", "单元", "單元"),
    "room": ("room", "房号", "房號"),
    "phone": ("phone", "电话", "電話", "联系电话"),
    "category": ("category", "类别", "類別"),
    "guardian": ("guardian", "监护人", "監護人"),
    "id_no": ("id_no", "证件号码", "證件號碼", "身份证号", "身份證號"),
    "employer": ("employer", "单位", "單位", "公司"),
    "plate": ("plate", "车牌", "車牌", "车牌号", "車牌號"),
}
CATEGORIES: Final = {
    "": "resident",
    **dict.fromkeys(("resident", "居民"), "resident"),
    **dict.fromkeys(("staff", "工作人员", "工作人員"), "staff"),
    **dict.fromkeys(("courier", "快递员", "快遞員"), "courier"),
    **dict.fromkeys(("vehicle", "车辆", "車輛"), "vehicle"),
}


_OPTIONAL: Final = ("building", "unit", "room", "phone", "category", "guardian", "employer", "plate")
LONGEST: Final = 200
"""Characters of a cell: longer ones are a broken quote that swallowed other rows."""


@dataclass(frozen=True, slots=True)
class Import:
    """What a file holds. people: new or changed; known: rows that say what is on the roster already.

    bad: (line number, reason) of each row that cannot be taken.
    """

    people: list[Person]
    known: int
    bad: list[tuple[int, str]]


def read_residents(path: Path, lookup: Mapping[str, bytes], roster: Mapping[str, Person]) -> Import:
    """Residents of a file that `read_table` reads, with headings of COLUMNS. roster: by subject number.

    A row without a number is the person of the same name, address and community, or gets the next free number, so
    the same file again changes nothing. A row with a number changes the person who has it only under the same name.
    A column that the file does not have leaves what is known of somebody.
    lookup: community -> the key under which identity numbers are hashed; the numbers themselves are kept nowhere.
    Raises ValueError when the file as a whole cannot be read.
    """
    reader = _Reader(lookup, roster)
    rows = read_table(path)
    places = _places(next(rows).cells)
    for row in rows:
        spoiled = [f"{name}: {row.spoiled[place]}" for name, place in places.items() if place in row.spoiled]
        if spoiled:
            reader.bad.append((row.line, "; ".join(spoiled)))
            continue
        reader.take(row.line, {name: row.cells[place] for name, place in places.items() if place < len(row.cells)})
    reader.check_guardians()
    return Import(reader.people, reader.known, reader.bad)


class _Reader:
    """Takes rows one after the other, remembering which numbers and people it has seen."""

    def __init__(self, lookup: Mapping[str, bytes], roster: Mapping[str, Person]) -> None:
        self._lookup, self._roster = lookup, roster
        self._by_home = {_home(person): number for number, person in roster.items()}
        self._free = max((int(number) for number in roster), default=0) + 1
        self._seen: set[str] = set()
        self._lines: dict[str, int] = {}
        self.people: list[Person] = []
        self.bad: list[tuple[int, str]] = []
        self.known = 0

    def take(self, line: int, values: dict[str, str]) -> None:
        """One row: among the people, the known or the bad."""
        reason = self._fault(values)
        if reason:
            self.bad.append((line, reason))
            return
        person = self._identified(self._kept(_person(self._number(values), values), values), values)
        if person.id in self._seen:
            self.bad.append((line, f"subject number {person.id} stands in this file twice"))
            return
        self._seen.add(person.id)
        if self._roster.get(person.id) == person:
            self.known += 1
            return
        self._lines[person.id] = line
        self.people.append(person)

    def check_guardians(self) -> None:
        """Once all rows are taken: whoever has a guardian whom nobody knows, or who was not taken, is a bad row."""
        while alone := self._alone():
            # Whoever has one of these as a guardian is looked at again.
            self.people = [one for one in self.people if one.id not in alone]
            said = "the guardian is not somebody else on the roster or in this file"
            self.bad = sorted([*self.bad, *((self._lines[id_], said) for id_ in alone)])

    def _alone(self) -> set[str]:
        known = self._roster.keys() | {one.id for one in self.people}
        return {one.id for one in self.people if one.guardian and (one.guardian == one.id or one.guardian not in known)}

    def _kept(self, person: Person, values: dict[str, str]) -> Person:
        """The person with what is known of them under the columns that the file does not have."""
        before = self._roster.get(person.id)
        left = [name for name in _OPTIONAL if name not in values] if before else []
        return msgspec.structs.replace(person, **{name: getattr(before, name) for name in left})

    def _identified(self, person: Person, values: dict[str, str]) -> Person:
        """The person with the keyed hash of their identity number; a file without numbers leaves what is known."""
        number = values.get("id_no", "")
        if not number:
            before = self._roster.get(person.id)
            known = {"id_hash": before.id_hash, "id_masked": before.id_masked} if before else {}
            return msgspec.structs.replace(person, **known)
        keyed = identity.keyed(number, self._lookup[person.community])
        masked = masking.id_number(identity.tidy(number))
        return msgspec.structs.replace(person, id_hash=keyed, id_masked=masked)

    def _number(self, values: dict[str, str]) -> str:
        number = values.get("id") or self._by_home.get(_home(_person("", values)))
        if number is None:
            while str(self._free) in self._seen:
                self._free += 1
            number, self._free = str(self._free), self._free + 1
        return number

    def _fault(self, values: dict[str, str]) -> str:
        number = values.get("id", "")
        if not values.get("name"):
            return "no name"
        if any(len(value) > LONGEST or not value.isprintable() for value in values.values()):
            return f"a cell is longer than {LONGEST} characters or holds what cannot be printed"
        if values.get("community") not in self._lookup:
            return f"unknown community '{values.get('community', '')}'"
        if number and not (re.fullmatch(r"[1-9][0-9]{0,12}", number) and int(number) < 2**40):
            # Not repeated: it may be an identity number in the wrong column, and a report of bad rows is read by many.
            return "the number is not a subject number, from 1 to 1099511627775"
        if number in self._roster and self._roster[number].name != values["name"]:
            return f"subject number {number} belongs to somebody else"
        if values.get("category", "") not in CATEGORIES:
            return f"unknown category '{values['category']}'"
        if CATEGORIES[values.get("category", "")] == "vehicle" and not values.get("plate"):
            return "a vehicle without a plate"
        return _fault_of_number(values.get("id_no", ""))


def _fault_of_number(number: str) -> str:
    """What is wrong with an identity number, without repeating it: a report of bad rows is read by many."""
    read = identity.read(number) if number else None
    if not isinstance(read, identity.Fault):
        return ""
    said = {
        "length": "the identity number has not 18 characters",
        "old": "the identity number is an old one with 15 digits",
        "character": f"character {read.position} of the identity number is no digit",
        "date": "characters 7 to 14 of the identity number are no date of birth",
        "check_digit": f"the identity number's check digit should be {read.expected}",
    }
    return said[read.code]


def _home(person: Person) -> tuple[str, ...]:
    """What tells two residents apart when neither has a number."""
    return person.name, person.community, person.building, person.unit, person.room


def _places(heading: Sequence[str]) -> dict[str, int]:
    cells = [cell.strip().lower() for cell in heading]
    places = {name: cells.index(word) for name, words in COLUMNS.items() for word in words if word in cells}
    missing = [name for name in ("name", "community") if name not in places]
    if missing:
        wanted = ", ".join("/".join(COLUMNS[name]) for name in missing)
        raise ValueError(f"the first line names no column {wanted}")
    return places


def _person(number: str, values: dict[str, str]) -> Person:
    return Person(
        id=number,
        name=values["name"],
        category=CATEGORIES[values.get("category", "")],
        community=values["community"],
        building=values.get("building", ""),
        unit=values.get("unit", ""),
        room=values.get("room", ""),
        phone=values.get("phone", ""),
        guardian=values.get("guardian") or None,
        employer=values.get("employer", ""),
        plate=plates.tidy(values.get("plate", "")),
    )
