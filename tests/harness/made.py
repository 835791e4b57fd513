"""The domain's fixture: communities, gates, people R1 to R4, signed passes, and clocks that tests turn."""

from __future__ import annotations

import random
from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from typing import Any
from zoneinfo import ZoneInfo

import msgspec
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey

from checkpoint import identity, masking, passes
from checkpoint.days import ATTEMPT, DECISION, Arrived
from checkpoint.gate import DECIDES, Action, Direction, Light, Outcome, Reason
from checkpoint.journal import GENESIS, Clock, Draft, Entry, seal
from checkpoint.passes import Pass, PassKind
from checkpoint.policy import FieldUse, Policy
from checkpoint.roster import (
    Community,
    Document,
    Gate,
    LookupKey,
    PassKey,
    Person,
    Revocation,
    Scope,
    Site,
    Volunteer,
    kind_of,
    to_data,
)
from checkpoint.wire import Item
from station.clock import central_at, since_set

ZONE = ZoneInfo("Asia/Shanghai")
C1, C2, SITE = "990101001001", "990101001002", "990101001001-1"
KEY_ID = 1
KEY = Ed25519PrivateKey.from_private_bytes(bytes(range(32)))
OTHER_KEY = Ed25519PrivateKey.from_private_bytes(bytes(range(1, 33)))
KEYS = {KEY_ID: KEY.public_key().public_bytes_raw()}
URL = "https://pay.example/qr?to=990101&amount=12"

R1 = Person(id="1", name="张伟", community=C1, building="3号楼", unit="2", room="501", phone="13800138001")
R2 = Person(id="2", name="欧阳娜娜", community=C2, building="6号楼", unit="1", room="302", phone="13800138002")
R3 = Person(id="3", name="王秀兰", community=C1, building="1号楼", unit="1", room="101")
R4 = Person(id="4", name="李小明", community=C1, building="3号楼", unit="2", room="501", guardian="1")
X1 = Person(id="91", name="孙访", category="visitor", community=C1, building="5号楼")
PEOPLE = (R1, R2, R3, R4, X1)
SCOPE = {C1: 1, C2: 2}


LOOKUP = LookupKey(id=C1, key="5a" * 32)
R1_NUMBER, R3_NUMBER, R4_NUMBER = "990101199003074518", "990101194805120026", "990101201208150019"
STATION_KEY_ID = 2048


def numbered(person: Person, number: str) -> Person:
    """The person as the roster has somebody whose identity number is known: its keyed hash and its masked form."""
    keyed = identity.keyed(number, bytes.fromhex(LOOKUP.key))
    return msgspec.structs.replace(person, id_hash=keyed, id_masked=masking.id_number(number))


def station_key(private: str = "00" * 32, id_: int = STATION_KEY_ID) -> PassKey:
    """The key that a test's station signs temporary passes with, as central publishes it."""
    key = Ed25519PrivateKey.from_private_bytes(bytes.fromhex(private)).public_key()
    return PassKey(id=str(id_), public=key.public_bytes_raw().hex(), kinds=("visitor",), site=SITE)


def badge(number: int = 1, *, name: str = "王文明", role: str = "guide", pin: str = "") -> tuple[Volunteer, str]:
    """A volunteer and the text of their badge."""
    id_, subject = f"990101-{number:04d}", str(1_000_000 + number)
    who = Volunteer(id=id_, name=name, subject=subject, role=role, pin=pin, areas=(C1,))
    holder = Person(id=who.subject, name=name, community=C1)
    return who, text_of(holder, kind=PassKind.VOLUNTEER)


def at(clock: str, day: str = "2022-12-05") -> datetime:
    """A moment of the story's day in Shanghai, as UTC: `at("07:00:20")`."""
    full = clock if clock.count(":") == 2 else f"{clock}:00"
    return datetime.fromisoformat(f"{day}T{full}").replace(tzinfo=ZONE).astimezone(UTC)


def pass_of(
    person: Person,
    *,
    kind: PassKind = PassKind.RESIDENT,
    begin: str = "2022-06-01",
    end: str = "2023-06-01",
    scope: int | None = None,
) -> Pass:
    """A pass from the first minute of `begin` to the last of `end`."""
    return Pass(
        key_id=KEY_ID,
        kind=kind,
        subject=int(person.id),
        valid_from=at("00:00", begin),
        valid_to=at("23:59", end),
        scope=SCOPE[person.community] if scope is None else scope,
    )


def text_of(person: Person, **how: Any) -> str:
    """The signed text of such a pass."""
    return passes.sign(pass_of(person, **how), KEY)


def roster(*extra: Document, temperature: FieldUse = FieldUse.HIDDEN, policy: Policy | None = None) -> list[Document]:
    """Everything that the domain's fixture says; G1 takes C1, G2 takes C1 and C2."""
    return [
        Community(id=C1, name="示例社区"),
        Community(id=C2, name="邻里社区"),
        Site(id=SITE, name="示例社区", community=C1, policy=policy or Policy(temperature=temperature)),
        Gate(id="G1", site=SITE, name="南口", communities=(C1,)),
        Gate(id="G2", site=SITE, name="北口", communities=(C1, C2)),
        Scope(id="1", communities=(C1,)),
        Scope(id="2", communities=(C2,)),
        PassKey(id=str(KEY_ID), public=KEYS[KEY_ID].hex()),
        *PEOPLE,
        *extra,
    ]


def items(documents: Sequence[Document], start: int = 1) -> list[Item]:
    """The documents as roster items with rising versions."""
    return [
        Item(kind=kind_of(one), id=one.id, version=number, data=to_data(one))
        for number, one in enumerate(documents, start)
    ]


def lost(person: Person) -> Revocation:
    """The revocation of that person's pass."""
    return Revocation(id=pass_of(person).number, reason="lost")


@dataclass
class FakeClock:
    """A clock that stands where a test puts it; `skew` is how far the device's wall clock is ahead of the truth."""

    time: datetime
    skew: timedelta = timedelta()
    offset_ms: int | None = None
    _central_at: datetime | None = None
    _measured_at: datetime | None = None
    _start: datetime = field(init=False)

    def __post_init__(self) -> None:
        self._start = self.time

    def now(self) -> datetime:
        """The device's wall clock."""
        return self.time + self.skew

    def monotonic_s(self) -> float:
        """Seconds since the clock was made."""
        return (self.time - self._start).total_seconds()

    def measured(self, offset_ms: int) -> None:
        """Keep an offset."""
        self.offset_ms, self._measured_at = offset_ms, self.time
        self._central_at = central_at(self.now(), offset_ms)

    def reckoned(self) -> datetime:
        """Central's clock, as far as it is known."""
        if self._central_at is None or self._measured_at is None:
            return self.now()
        return self._central_at + (self.time - self._measured_at)

    def at_least(self) -> datetime:
        """Whichever of both is behind."""
        return min(self.now(), self.reckoned())

    def evidence(self) -> Clock:
        """Evidence for an entry."""
        offset_ms = self.offset_ms
        if offset_ms is not None and self._central_at is not None:
            offset_ms = since_set(offset_ms, self.reckoned(), self.now())
        return Clock(int(self.monotonic_s() * 1000), "test", offset_ms, None if offset_ms is None else 0)

    def to(self, clock: str, day: str = "2022-12-05") -> None:
        """Go to that moment."""
        self.time = at(clock, day)


class Pen:
    """Writes one station's journal by hand."""

    def __init__(self, station: str = "s1", epoch: str = "e1", gate: str = "G1") -> None:
        self.station, self.epoch, self.gate = station, epoch, gate
        self.entries: list[Entry] = []

    def write(self, kind: str, body: dict[str, Any], when: datetime, amends: str | None = None, id_: str = "") -> Entry:
        """Append an entry."""
        prev = self.entries[-1].hash if self.entries else GENESIS
        draft = Draft(
            kind=kind,
            at=when,
            clock=Clock(len(self.entries), "b", None, None),
            operator="gd1",
            body=body,
            amends=amends,
        )
        if id_:
            draft = Draft(
                kind=kind, at=when, clock=Clock(0, "b", None, None), operator="gd1", body=body, amends=amends, id=id_
            )
        entry = seal(draft, station=self.station, epoch=self.epoch, seq=len(self.entries) + 1, prev=prev)
        self.entries.append(entry)
        return entry

    def attempt(
        self,
        who: str | None,
        way: Direction,
        when: datetime,
        *,
        outcome: Outcome = Outcome.PASSED,
        reason: Reason = Reason.OK,
        **more: Any,
    ) -> Entry:
        """One showing."""
        light = {Outcome.PASSED: Light.GREEN, Outcome.HELD: Light.RED}.get(outcome, Light.AMBER)
        body: dict[str, Any] = {
            "site": SITE,
            "gate": self.gate,
            "direction": way.value,
            "light": light.value,
            "reason": reason.value,
            "outcome": outcome.value,
            "category": "resident",
            **more,
        }
        if who is not None:
            body["subject"] = who
        return self.write(ATTEMPT, body, when)

    def decide(self, attempt: Entry, action: Action, when: datetime) -> Entry:
        """A decision about one."""
        body = {"action": action.value, "outcome": DECIDES.get(action, Outcome.CANCELLED).value}
        before = [one.id for one in self.entries if one.kind == DECISION and one.amends == attempt.id]
        if action is Action.UNDO and before:
            body["undoes"] = before[-1]
        return self.write(DECISION, body, when, amends=attempt.id)


def arrived(*pens: Pen) -> list[Arrived]:
    """Everything these pens wrote, as a reader with right clocks has it."""
    return [Arrived(entry, entry.at) for pen in pens for entry in pen.entries]


BASE45 = "0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZ $%*+-./:"


def noise_text(rng: random.Random) -> str:
    """A text of a pass's form that nobody signed."""
    return "C1" + "".join(rng.choice(BASE45) for _ in range(120))
