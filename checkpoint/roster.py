"""What central knows and stations are told: sites, gates, scopes, people, keys, revocations; who passes is for `gate`.

Every item is one document with a kind, an id and a version. Central is its only writer, so it cannot conflict.
"""

from __future__ import annotations

from typing import Any, Final

import msgspec

from checkpoint.policy import Policy


class Document(msgspec.Struct, frozen=True, kw_only=True):
    """A roster document. Unknown fields are passed over, so an older station reads a newer central's roster."""

    id: str


class Community(Document, frozen=True, kw_only=True):
    """A community or village (社区/村). id: its division code, such as 990101001001."""

    name: str


class Site(Document, frozen=True, kw_only=True):
    """One enclosed place whose gates share who is inside. kind: one of `policy.SITE_KINDS`."""

    name: str
    kind: str = "gate"
    community: str = ""
    time_zone: str = "Asia/Shanghai"
    policy: Policy = Policy()


class Gate(Document, frozen=True, kw_only=True):
    """One gate (卡口) of a site and the communities whose passes are good there (domain, finding 6)."""

    site: str
    name: str
    communities: tuple[str, ...]


class Scope(Document, frozen=True, kw_only=True):
    """A set of communities that a pass names by number, from 0 to 2**24 - 1. id: that number as text."""

    communities: tuple[str, ...]


class Person(Document, frozen=True, kw_only=True):
    """A holder of passes. id: the subject number as text, as it stands in the pass; phone may be empty.

    category: resident, staff, courier, vehicle. guardian: subject number, of somebody under 14. employer: a courier's
    company. plate: of a vehicle that has a pass. id_hash, id_masked: keyed hash (`identity.keyed`, with the community's
    LookupKey) and masked form of the identity number; the number itself is nowhere.
    """

    name: str
    category: str = "resident"
    community: str = ""
    building: str = ""
    unit: str = ""
    room: str = ""
    phone: str = ""
    guardian: str | None = None
    employer: str = ""
    plate: str = ""
    id_hash: str = ""
    id_masked: str = ""


class Volunteer(Document, frozen=True, kw_only=True):
    """A volunteer under their own number, never the identity number (domain 5.3). id: volunteer_no.

    subject: the number in the badge's pass. role: guide, lead, supervisor. pin: `pins.sealed` of the PIN, or empty.
    """

    name: str
    subject: str
    team: str = ""
    role: str = "guide"
    pin: str = ""


class PassKey(Document, frozen=True, kw_only=True):
    """A public key that passes are signed with. id: key id as text, 0 to 4095. public: 64 hexadecimal characters.

    kinds: names of the PassKinds that it may sign, in lower case; none means all. site: where alone its passes are
    good, or empty. A station's own key (for the temporary passes it gives out) has both.
    """

    public: str
    kinds: tuple[str, ...] = ()
    site: str = ""


class Revocation(Document, frozen=True, kw_only=True):
    """A pass that is no longer good. id: the pass number. reason: lost, moved, misused, other."""

    reason: str = "lost"


class LookupKey(Document, frozen=True, kw_only=True):
    """The key under which a community's identity numbers are looked up. id: the community. key: 64 hexadecimal."""

    key: str


class TrustAnchor(Document, frozen=True, kw_only=True):
    """An issuer of `HC1:` certificates that is believed. id: key id, base64. key: SubjectPublicKeyInfo, DER, base64."""

    key: str
    country: str = ""
    usages: tuple[str, ...] = ()


KINDS: Final[dict[str, type[Document]]] = {
    "community": Community,
    "site": Site,
    "gate": Gate,
    "scope": Scope,
    "person": Person,
    "volunteer": Volunteer,
    "key": PassKey,
    "revocation": Revocation,
    "lookup": LookupKey,
    "trust": TrustAnchor,
}


def kind_of(document: Document) -> str:
    """The kind under which a document travels and is stored."""
    return name_of(type(document))


def name_of(type_: type[Document]) -> str:
    """The kind that a type of document stands for."""
    return _NAMES[type_]


_NAMES: Final = {type_: kind for kind, type_ in KINDS.items()}


def to_data(document: Document) -> dict[str, Any]:
    """The document as JSON values."""
    data: dict[str, Any] = msgspec.to_builtins(document)
    return data


def from_data(kind: str, data: object) -> Document:
    """The document of this kind. Raises ValueError with the part that is wrong; KeyError for a kind not known here."""
    try:
        return msgspec.convert(data, KINDS[kind])
    except msgspec.ValidationError as error:
        raise ValueError(f"{kind}: {error}") from error
