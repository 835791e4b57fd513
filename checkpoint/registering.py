"""What is taken down of somebody who comes without a pass: which fields, in which form; recording is the desk's.

The site's profile decides (`policy.FieldUse`): a required field that is empty is a fault, a hidden one is dropped
before anything is written. What is kept of a person is masked (domain 5.3); numbers by which somebody must be found
again are kept as keyed hashes.
"""

from __future__ import annotations

import hashlib
import hmac
import unicodedata
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any, Final

from checkpoint import masking, plates
from checkpoint.gate import VisualCheck
from checkpoint.journal import stamp
from checkpoint.policy import HEALTH, FieldUse, Policy

CATEGORIES: Final = ("visitor", "courier", "vehicle", "staff", "resident", "child")
"""Categories that a guide may choose from, the likeliest first."""
_OWN: Final[dict[str, tuple[str, ...]]] = {
    "visitor": (
        *("name", "phone", "host", "purpose", "host_confirmed", "heads", "plate", "tag", "origin"),
        *("visual_check", "temperature"),
    ),
    "courier": (
        *("employer", "name", "phone", "host", "tag", "duty_check", "contactless"),
        *("visual_check", "temperature"),
    ),
    "vehicle": ("plate", "name", "phone", "heads", "purpose", "host", "visual_check", "temperature"),
    "staff": ("name", "phone", "employer", "visual_check", "temperature"),
    "resident": ("name", "phone", "host", "visual_check", "temperature"),
    "child": ("name", "guardian", "host", "visual_check", "temperature"),
}
_NEEDED: Final = {"courier": "employer", "vehicle": "plate", "child": "guardian"}
"""The field without which a category says nothing; a profile may hide it, but not make it optional."""
VEHICLE_PURPOSES: Final = ("visiting", "freight", "sanitation", "taxi", "towing", "other")
"""What brings a vehicle (domain 2.4). A plate may be missing only where this is said: one that is towed has none."""
LONGEST: Final = 60
MOST_HEADS: Final = 99
FIRST_GUEST: Final = 2**39
"""Subject numbers from here to 2**40 - 1 are those of guests: no roster gives them to anybody."""


class Fault(ValueError):
    """A field cannot be taken. field: its name; code: missing, too_long, not_a_number, not_a_choice or its own form."""

    def __init__(self, field_: str, code: str) -> None:
        self.field, self.code = field_, code
        super().__init__(f"{field_}: {code}")


@dataclass(frozen=True, slots=True, kw_only=True)
class Registration:
    """What a guide wrote down. Texts as typed, under the names of `fields_for`; temperature as "36.6" or "366".

    subject: number of somebody who is known (a pass, the roster), else None. attempt: the showing that this settles.
    """

    category: str = "visitor"
    values: dict[str, str] = field(default_factory=dict, repr=False)
    subject: str | None = None
    attempt: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class TakenDown:
    """A registration that holds. heads: people. temperature: tenths of a degree or None. details: masked texts.

    plate: normalised, or empty. host_confirmed: the host was asked and agrees; None where nobody asks.
    """

    category: str
    name: str
    building: str
    heads: int
    temperature: int | None
    host_confirmed: bool | None
    visual: VisualCheck | None
    plate: str
    details: dict[str, str]
    subject: str | None
    attempt: str


def fields_for(category: str, policy: Policy) -> list[tuple[str, FieldUse]]:
    """The fields that a form for that category has at this site, in order; hidden ones are not among them."""
    asked = [(name, _use(category, name, policy)) for name in _OWN.get(category, _OWN["visitor"])]
    return [(name, use) for name, use in asked if use is not FieldUse.HIDDEN]


def _use(category: str, name: str, policy: Policy) -> FieldUse:
    use = policy.uses(name)
    if use is not FieldUse.HIDDEN and name == _NEEDED.get(category):
        return FieldUse.REQUIRED
    # What a profile requires of visitors it does not require of whoever a company or a plate stands for.
    is_lax = category in {"courier", "vehicle"} and name not in HEALTH and use is FieldUse.REQUIRED
    return FieldUse.OPTIONAL if is_lax else use


def take_down(given: Registration, policy: Policy) -> TakenDown | list[Fault]:
    """The registration as it may be recorded, or everything that is wrong with it."""
    asked = fields_for(given.category, policy)
    values = {name: _tidy(given.values.get(name, "")) for name, _ in asked}
    # Somebody who is known already has a name; nobody types it again.
    missing = [
        Fault(name, "missing")
        for name, use in asked
        if use is FieldUse.REQUIRED and not values[name] and not (name == "name" and given.subject is not None)
    ]
    if given.category == "vehicle" and "purpose" in values:
        missing = [fault if fault.field != "plate" else Fault("plate", "no_plate") for fault in missing]
        missing = [fault for fault in missing if fault.field != "plate" or not values["purpose"]]
    read: dict[str, Any] = {}
    for name, text in values.items():
        try:
            read[name] = _READERS.get(name, _plain)(name, text)
        except Fault as fault:
            missing.append(fault)
    return missing or _taken_down(given, read)


def _taken_down(given: Registration, read: dict[str, Any]) -> TakenDown:
    host = read.get("host", "")
    shown = {
        "phone": masking.phone(read.get("phone", "")),
        "purpose": read.get("purpose", ""),
        "host": host,
        "plate": read.get("plate", ""),
        "tag": read.get("tag", ""),
        "employer": read.get("employer", ""),
        "origin": read.get("origin", ""),
        "visual_check": read.get("visual_check", ""),
        **{name: _YES_NO[read[name]] for name in ("duty_check", "contactless") if read.get(name) is not None},
        "guardian": masking.name(read["guardian"]) if read.get("guardian") else "",
    }
    return TakenDown(
        category=given.category,
        name=masking.name(read["name"]) if read.get("name") else "",
        building=building_of(host),
        heads=read.get("heads") or 1,
        temperature=read.get("temperature"),
        host_confirmed=read.get("host_confirmed"),
        visual=VisualCheck(read["visual_check"]) if read.get("visual_check") else None,
        plate=read.get("plate", ""),
        details={name: text for name, text in shown.items() if text},
        subject=given.subject,
        attempt=given.attempt,
    )


def building_of(host: str) -> str:
    """The building in a room such as 3-2-501 or 3号楼2单元501: a guide sees no more of where somebody goes."""
    for cut in ("号楼", "號樓", "栋", "棟"):
        if cut in host:
            return host.split(cut, maxsplit=1)[0].strip() + cut
    first = host.replace("—", "-").split("-")[0].strip()
    return f"{first}号楼" if first.isdigit() else first


def _tidy(text: str) -> str:
    """Full-width digits and letters as ordinary ones, one blank where several were typed, nothing unprintable."""
    plain = unicodedata.normalize("NFKC", text)
    return " ".join("".join(one if one.isprintable() else " " for one in plain).split())


def _plain(name: str, text: str) -> str:
    if len(text) > LONGEST:
        raise Fault(name, "too_long")
    return text


def _phone(name: str, text: str) -> str:
    digits = "".join(one for one in text if one not in " -()+.")
    if text and not (digits.isdigit() and 5 <= len(digits) <= 15):
        raise Fault(name, "phone")
    return digits


def _heads(name: str, text: str) -> int:
    if not text:
        return 1
    if not text.isdecimal() or not 1 <= int(text) <= MOST_HEADS:
        raise Fault(name, "not_a_number")
    return int(text)


def _visual(name: str, text: str) -> str:
    if text and text not in set(VisualCheck):
        raise Fault(name, "not_a_choice")
    return text


def _tick(_name: str, text: str) -> bool | None:
    return {"yes": True, "no": False}.get(text)


def _plate(name: str, text: str) -> str:
    """As it is stamped; an unusual one is kept as well, since no plate may stop a gate (domain 2.4)."""
    read = plates.read(text)
    if isinstance(read, str):
        return read
    if read.code == "too_long":
        raise Fault(name, "too_long")
    return read.plate


def _temperature(name: str, text: str) -> int | None:
    if not text:
        return None
    tenths = tenths_of(text)
    if tenths is None:
        raise Fault(name, "temperature")
    return tenths


_YES_NO: Final = {True: "yes", False: "no"}
_READERS: Final[dict[str, Any]] = {
    "phone": _phone,
    "heads": _heads,
    "host_confirmed": _tick,
    "duty_check": _tick,
    "contactless": _tick,
    "plate": _plate,
    "visual_check": _visual,
    "temperature": _temperature,
}


def tenths_of(text: str) -> int | None:
    """Tenths of a degree in what was typed or a thermometer sent: 36.5, 365, 36.5C, 36,5 ℃; None for anything else.

    Only what a living person can have is taken: 34.0 to 43.0.
    """
    plain = unicodedata.normalize("NFKC", text).upper().replace("°", "").removesuffix("C").strip().replace(",", ".")
    whole, point, part = plain.partition(".")
    if not whole.isdecimal() or (point and not (part.isdecimal() and len(part) == 1)):
        return None
    tenths = int(whole + part) if point else int(whole) * (10 if len(whole) == 2 else 1)
    return tenths if 340 <= tenths <= 430 else None


def kept(temperature: int, policy: Policy) -> int | str:
    """What an entry says of a temperature: an ordinary one is nobody's business later on (domain 5.1)."""
    return temperature if temperature >= policy.temperature_limit else "normal"


def visit(ends: datetime) -> dict[str, Any]:
    """What an entry says of how long a temporary pass is good."""
    return {"valid_to": stamp(ends)}


def keyed(purpose: str, text: str, key: bytes) -> str:
    """32 hexadecimal characters by which the same text is found again, and which tell nobody else what it was."""
    return hmac.new(key, f"{purpose}\0{text}".encode(), hashlib.sha256).hexdigest()[:32]


def guest_of(digest: str) -> int:
    """The subject number of a guest who is known by a keyed hash (a plate, a certificate)."""
    return FIRST_GUEST + int(digest, 16) % FIRST_GUEST
