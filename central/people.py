"""Residents from a file, and a made-up community for demos and tests; what stations make of them is theirs."""

from __future__ import annotations

import csv
import io
import random
import re
from collections.abc import Iterable
from dataclasses import dataclass
from pathlib import Path
from typing import Final

from checkpoint.policy import Policy
from checkpoint.roster import Community, Document, Gate, Person, Scope, Site, Volunteer

# --- residents from a CSV file ---

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
}
CATEGORIES: Final = {"居民": "resident", "resident": "resident", "工作人员": "staff", "staff": "staff", "": "resident"}


@dataclass(frozen=True, slots=True)
class Import:
    """What a file holds. bad: (line number, reason) of each row that cannot be taken."""

    people: list[Person]
    bad: list[tuple[int, str]]


def read_residents(path: Path, communities: set[str], taken: set[str]) -> Import:
    """Residents of a CSV file (UTF-8 or GBK, headings of COLUMNS). taken: subject numbers already in use.

    Rows without a number get the next free one. Raises ValueError when the file as a whole cannot be read.
    """
    rows = csv.reader(io.StringIO(_text(path), newline=""))
    heading = next(rows, None)
    if heading is None:
        raise ValueError(f"{path.name} is empty")
    places = _places(heading)
    people: list[Person] = []
    bad: list[tuple[int, str]] = []
    numbers = set(taken)
    for row in rows:
        if not any(cell.strip() for cell in row):
            continue
        values = {name: row[place].strip() for name, place in places.items() if place < len(row)}
        reason = _fault(values, communities, numbers)
        if reason:
            bad.append((rows.line_num, reason))
            continue
        number = values.get("id") or _next(numbers)
        numbers.add(number)
        people.append(_person(number, values))
    return Import(people, bad)


def _text(path: Path) -> str:
    raw = path.read_bytes()
    for encoding in ("utf-8-sig", "gb18030"):
        try:
            return raw.decode(encoding)
        except UnicodeDecodeError:
            continue
    raise ValueError(f"{path.name} is neither UTF-8 nor GBK text")


def _places(heading: list[str]) -> dict[str, int]:
    cells = [cell.strip().lower() for cell in heading]
    places = {name: cells.index(word) for name, words in COLUMNS.items() for word in words if word in cells}
    missing = [name for name in ("name", "community") if name not in places]
    if missing:
        wanted = ", ".join("/".join(COLUMNS[name]) for name in missing)
        raise ValueError(f"the first line names no column {wanted}")
    return places


def _fault(values: dict[str, str], communities: set[str], numbers: set[str]) -> str:
    number = values.get("id", "")
    if not values.get("name"):
        return "no name"
    if values.get("community") not in communities:
        return f"unknown community '{values.get('community', '')}'"
    if number and not (re.fullmatch(r"[1-9]\d{0,12}", number) and int(number) < 2**40):
        return f"'{number}' is not a subject number"
    if number in numbers:
        return f"subject number {number} is used already"
    if values.get("category", "") not in CATEGORIES:
        return f"unknown category '{values['category']}'"
    return ""


def _next(numbers: Iterable[str]) -> str:
    return str(max((int(number) for number in numbers), default=0) + 1)


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
    )


# --- a made-up community: division 990101 does not exist ---

C1, C2, C1_AND_C2 = "990101001001", "990101001002", 3
SITE, SOUTH, NORTH = "990101001001-1", "G1", "G2"
SCOPES: Final = {C1: 1, C2: 2}
_SURNAMES: Final = (
    "王李张刘陈杨赵黄周吴徐孙胡朱高林何郭马罗梁宋郑谢韩唐冯于董萧程曹袁邓许傅沈曾彭吕苏卢蒋蔡贾丁魏薛叶阎"
)
_GIVEN: Final = "伟芳娜敏静丽强磊军洋勇艳杰娟涛明超秀霞平刚桂英华玉兰志国建文辉力晶晨宇浩天子轩梓涵欣怡雨诗佳思睿"
_FIRST: Final = (
    ("张伟", C1, "3号楼", "2", "501", "13800138001"),
    ("欧阳娜娜", C2, "6号楼", "1", "302", "13800138002"),
    ("王秀兰", C1, "1号楼", "1", "101", ""),
    ("李小明", C1, "3号楼", "2", "501", ""),
)


@dataclass(frozen=True, slots=True)
class MadeUp:
    """A community that does not exist. people in order of number; lost, expired, foreign: numbers to show off with."""

    documents: list[Document]
    people: list[Person]
    lost: str
    expired: str
    foreign: str


def made_up(count: int, seed: int = 990101) -> MadeUp:
    """Communities, a site with two gates, scopes, people and volunteers; the same for the same seed."""
    rng = random.Random(seed)
    people = [_first(number, row) for number, row in enumerate(_FIRST, 1)]
    people += [_made_person(number, rng) for number in range(len(people) + 1, max(count, 20) + 1)]
    documents: list[Document] = [
        Community(id=C1, name="示例社区"),
        Community(id=C2, name="邻里社区"),
        Site(
            id=SITE,
            name="示例社区",
            community=C1,
            policy=Policy(legal_basis="北京市突发公共卫生事件应急条例 第四十二条"),
        ),
        Gate(id=SOUTH, site=SITE, name="南口", communities=(C1,)),
        Gate(id=NORTH, site=SITE, name="北口", communities=(C1, C2)),
        Scope(id=str(SCOPES[C1]), communities=(C1,)),
        Scope(id=str(SCOPES[C2]), communities=(C2,)),
        Scope(id=str(C1_AND_C2), communities=(C1, C2)),
        *people,
        *(_volunteer(number, rng) for number in range(1, 61)),
    ]
    own = [person.id for person in people[4:] if person.community == C1]
    return MadeUp(documents, people, lost=own[3], expired=own[6], foreign=people[1].id)


def _first(number: int, row: tuple[str, str, str, str, str, str]) -> Person:
    name, community, building, unit, room, phone = row
    guardian = "1" if name == "李小明" else None
    return Person(
        id=str(number),
        name=name,
        community=community,
        building=building,
        unit=unit,
        room=room,
        phone=phone,
        guardian=guardian,
    )


def _made_person(number: int, rng: random.Random) -> Person:
    return Person(
        id=str(number),
        name=_made_name(rng),
        community=C1 if rng.random() < 0.85 else C2,
        building=f"{rng.randint(1, 12)}号楼",
        unit=str(rng.randint(1, 4)),
        room=f"{rng.randint(1, 6)}0{rng.randint(1, 4)}",
        phone=f"1380013{number % 10_000:04d}",
    )


def _made_name(rng: random.Random) -> str:
    return rng.choice(_SURNAMES) + "".join(rng.choice(_GIVEN) for _ in range(rng.choice((1, 2, 2))))


def _volunteer(number: int, rng: random.Random) -> Volunteer:
    id_ = f"990101-{number:04d}"
    return Volunteer(
        id=id_, name=_made_name(rng), subject=str(1_000_000 + number), team=f"示例社区第{number % 4 + 1}队"
    )
