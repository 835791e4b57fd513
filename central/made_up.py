"""A made-up community for demos and tests: division 990101 does not exist, nor do its people; the same every time."""

from __future__ import annotations

import random
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Final

import msgspec

from central import made_service
from checkpoint import identity, masking
from checkpoint.policy import Policy
from checkpoint.roster import Community, Document, Gate, Person, Scope, Site, Volunteer

C1, C2, C1_AND_C2 = "990101001001", "990101001002", 3
SITE, SOUTH, NORTH = "990101001001-1", "G1", "G2"
SCOPES: Final = {C1: 1, C2: 2}
_SURNAMES: Final = (
    "王李张刘陈杨赵黄周吴徐孙胡朱高林何郭马罗梁宋郑谢韩唐冯于董萧程曹袁邓许傅沈曾彭吕苏卢蒋蔡贾丁魏薛叶阎"
)
_GIVEN: Final = "伟芳娜敏静丽强磊军洋勇艳杰娟涛明超秀霞平刚桂英华玉兰志国建文辉力晶晨宇浩天子轩梓涵欣怡雨诗佳思睿"
_LEADS_PIN: Final = "16f233010bd61f8a12970f53d38b6c4e:088f8f26df960f6794f31945e94ef713e58740d454fba975dc149fa5ba9ce2d6"
"""2580, sealed; always the same, as everything here. Without it nobody could sign as a lead in the demo."""
_FIRST: Final = (
    ("张伟", C1, "3号楼", "2", "501", "13800138001"),
    ("欧阳娜娜", C2, "6号楼", "1", "302", "13800138002"),
    ("王秀兰", C1, "1号楼", "1", "101", ""),
    ("李小明", C1, "3号楼", "2", "501", ""),
)


_NUMBERS: Final = {"1": "990101199003074518", "3": "990101194805120026", "4": "990101201208150019"}
"""Subject number -> identity number of a division that does not exist, with a valid check digit (domain, section 6)."""
FIRST_OTHER: Final = 900_001
"""Subject number of the first who is no resident; there are never so many residents."""
_EMPLOYERS: Final = ("示例快递", "邻里外卖", "远方物流")
_PLATES: Final = ("京A99001", "京AD99002")
"""The second one is of new energy."""


@dataclass(frozen=True, slots=True)
class MadeUp:
    """A community that does not exist. people: its residents, in order of number; others: who else has a pass.

    lost, expired: subject numbers whose passes are revoked or over; foreign: of somebody of the other community.
    """

    documents: list[Document]
    people: list[Person]
    others: list[Person]
    volunteers: list[Volunteer]
    lost: tuple[str, ...]
    expired: tuple[str, ...]
    foreign: str


def made_up(count: int, seed: int = 990101) -> MadeUp:
    """Communities, a site with two gates, scopes, people and volunteers; the same for the same seed.

    Every twenty-fifth resident is a child who lives with the one before.
    """
    rng = random.Random(seed)
    people = [_first(number, row) for number, row in enumerate(_FIRST, 1)]
    people += [_made_person(number, rng) for number in range(len(people) + 1, max(count, 20) + 1)]
    for place in range(12, len(people), 25):
        people[place] = _child_of(people[place - 1], people[place])
    volunteers = made_service.described([_volunteer(number, rng) for number in range(1, 61)], C1)
    others = _others(rng)
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
        *others,
        *volunteers,
    ]
    own = [person.id for person in people[4:] if person.community == C1]
    lost, expired = tuple(own[3::60]), tuple(own[6::60])
    return MadeUp(documents, people, others, volunteers, lost=lost, expired=expired, foreign=people[1].id)


def numbered(people: list[Person], lookup: Mapping[str, bytes]) -> list[Person]:
    """Those of them who have a made-up identity number, with its keyed hash."""
    return [
        msgspec.structs.replace(
            person, id_hash=identity.keyed(number, lookup[person.community]), id_masked=masking.id_number(number)
        )
        for person in people
        if (number := _NUMBERS.get(person.id)) is not None
    ]


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


def _child_of(adult: Person, child: Person) -> Person:
    return msgspec.structs.replace(adult, id=child.id, name=adult.name[0] + child.name[1:], phone="", guardian=adult.id)


def _others(rng: random.Random) -> list[Person]:
    """Couriers of three companies, the community's staff and two residents' cars."""
    said: list[dict[str, str]] = [
        *({"category": "courier", "employer": employer} for employer in _EMPLOYERS for _ in range(2)),
        *({"category": "staff"} for _ in range(4)),
        *({"category": "vehicle", "plate": plate, "building": "3号楼"} for plate in _PLATES),
    ]
    return [
        Person(id=str(FIRST_OTHER + number), name=_made_name(rng), community=C1, **more)
        for number, more in enumerate(said)
    ]


def _made_name(rng: random.Random) -> str:
    return rng.choice(_SURNAMES) + "".join(rng.choice(_GIVEN) for _ in range(rng.choice((1, 2, 2))))


def _volunteer(number: int, rng: random.Random) -> Volunteer:
    id_, is_lead = f"990101-{number:04d}", number % 20 == 1
    return Volunteer(
        id=id_,
        name=_made_name(rng),
        subject=str(1_000_000 + number),
        role="lead" if is_lead else "guide",
        pin=_LEADS_PIN if is_lead else "",
    )
