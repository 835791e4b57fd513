"""What central knows and stations are told: sites, gates, people, volunteers, keys; who may do what is for the rules.

Every item is one document with a kind, an id and a version. Central is its only writer, so it cannot conflict.
"""

from __future__ import annotations

from typing import Annotated, Any, Final

import msgspec
from msgspec import Meta

from checkpoint.policy import Day, Policy, TimeOfDay


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


class Insurance(msgspec.Struct, frozen=True, kw_only=True):
    """Accident cover of a volunteer (条例 17; 北京条例 19). valid_from, valid_to: natural days, both covered.

    policy: the insurer's reference, opaque text.
    """

    provider: str = ""
    policy: str = ""
    valid_from: Day = ""
    valid_to: Day = ""


class Available(msgspec.Struct, frozen=True, kw_only=True):
    """A time at which a volunteer can serve. weekdays: ISO, 1 Monday to 7; none means every day.

    begins, ends: hours of day at the site, the same value meaning all day; they may run over midnight. first, last:
    natural days between which this holds; empty means without end.
    """

    weekdays: tuple[Annotated[int, Meta(ge=1, le=7)], ...] = ()
    begins: TimeOfDay = "00:00"
    ends: TimeOfDay = "00:00"
    first: Day = ""
    last: Day = ""


class Volunteer(Document, frozen=True, kw_only=True):
    """A volunteer under their own number, never the identity number (domain 5.3). id: volunteer_no.

    subject: the number in the badge's pass. team: id of their Team. role: guide, lead, supervisor. pin: `pins.sealed`
    of the PIN, or empty. source: one of VOLUNTEER_SOURCES or empty. areas: division codes where they would serve, of
    communities (12 digits), streets (9) or districts (6). intentions: ids of the posts that they would take; none means
    any. qualifications: professional ones, as the organiser writes them. is_minor, consent: under 18, and the reference
    of the guardian's written consent. phone_end: the last two digits, asked for when a badge may be borrowed. photo:
    SHA-256 of the picture that central prints on the badge, or empty. most_minutes_a_day: 0 means the site's own limit.
    """

    name: str
    subject: str
    team: str = ""
    role: str = "guide"
    pin: str = ""
    source: str = ""
    areas: tuple[str, ...] = ()
    intentions: tuple[str, ...] = ()
    available: tuple[Available, ...] = ()
    qualifications: tuple[str, ...] = ()
    insurance: Insurance | None = None
    is_minor: bool = False
    consent: str = ""
    phone_end: str = ""
    photo: str = ""
    most_minutes_a_day: Annotated[int, Meta(ge=0, le=1440)] = 0


VOLUNTEER_SOURCES: Final = ("recruited", "community_report", "sent_down", "converted", "team", "university")
"""社会招募 / 回社区报到 / 下沉干部 / 就地转化 / 团队 / 高校 (domain 1, row 34). Political status is not collected."""
TEAM_KINDS: Final = ("community", "university", "enterprise", "women", "charity", "other")


class Project(Document, frozen=True, kw_only=True):
    """A volunteer service project (志愿服务项目). begins, ends: natural days. region: division code."""

    name: str
    org: str = ""
    region: str = ""
    begins: Day = ""
    ends: Day = ""
    planned_heads: Annotated[int, Meta(ge=0)] = 0


class Team(Document, frozen=True, kw_only=True):
    """A volunteer team (志愿服务队). kind: one of TEAM_KINDS. leader: volunteer_no. region: where it serves."""

    name: str
    kind: str = "other"
    leader: str = ""
    org: str = ""
    region: str = ""


class Post(Document, frozen=True, kw_only=True):
    """A post (岗位) and what it asks of whoever stands there.

    courses: post training that must be passed and not expired, besides general training. is_mandatory: no lead can let
    somebody stand there untrained (不培训不上岗). qualification: needed, or empty. minors: whether they may stand there
    (条例 15). kit: stock item id -> how many are handed out at check-in. guide: text of the duty guide (岗位指南),
    paragraphs parted by blank lines; guide_version rises with every change of it.
    """

    name: str
    courses: tuple[str, ...] = ()
    needs_general: bool = True
    is_mandatory: bool = True
    qualification: str = ""
    minors: bool = False
    kit: dict[str, Annotated[int, Meta(ge=1)]] = {}
    guide: str = ""
    guide_version: int = 0


class Shift(Document, frozen=True, kw_only=True):
    """A planned shift (班次) of one post at one site: what one assigns volunteers to.

    begins, ends: moments, UTC, as `journal.stamp` writes them; the shift is booked to the natural day on which it
    begins. heads: how many are wanted. lead: volunteer_no of who answers for it. gate: empty for the whole site.
    """

    project: str
    site: str
    post: str
    begins: str
    ends: str
    heads: Annotated[int, Meta(ge=0)] = 1
    gate: str = ""
    lead: str = ""


class Assignment(Document, frozen=True, kw_only=True):
    """One volunteer on the roster of one shift. id: `SHIFT/VOLUNTEER` (`assignment_id`)."""

    shift: str
    volunteer: str


class Training(Document, frozen=True, kw_only=True):
    """What somebody learned. id: `VOLUNTEER/KIND/COURSE`: the newest result of a course counts.

    kind: general or post. passed: whether the test was passed. on, expires: natural days; expires empty means never.
    """

    volunteer: str
    course: str
    kind: str
    on: Day
    passed: bool
    expires: Day = ""
    assessor: str = ""


class StockItem(Document, frozen=True, kw_only=True):
    """Something that is kept and handed out (物资). unit: such as 只, 套. low: at or below it a site is told to order.

    quota: how many one volunteer may have in one shift without a lead's reason; 0 means no quota. returns: it is to be
    given back after the shift (a vest, a radio), so who still has one is listed.
    """

    name: str
    spec: str = ""
    unit: str = ""
    low: Annotated[int, Meta(ge=0)] = 0
    quota: Annotated[int, Meta(ge=0)] = 0
    returns: bool = False


def assignment_id(shift: str, volunteer: str) -> str:
    """The id of the assignment of that volunteer to that shift."""
    return f"{shift}/{volunteer}"


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


class Purge(Document, frozen=True, kw_only=True):
    """What central has forgotten and stations are to forget too. id: `retention.purge_id`.

    before: a moment, as `journal.stamp` writes it: every body of that class whose corrected time is before it.
    """

    site: str
    before: str


class Hold(Document, frozen=True, kw_only=True):
    """A legal hold: nobody forgets what happened at that site on these natural days. Empty: without beginning, end."""

    site: str
    since: Day = ""
    until: Day = ""
    reason: str = ""


class CentralKeys(Document, frozen=True, kw_only=True):
    """Central's public keys, each 64 hexadecimal characters. id: `central`.

    seal: X25519, to which bundles for it are sealed. sign: Ed25519, with which it signs what it says.
    """

    seal: str
    sign: str


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
    "project": Project,
    "team": Team,
    "post": Post,
    "shift": Shift,
    "assignment": Assignment,
    "training": Training,
    "stock_item": StockItem,
    "central": CentralKeys,
    "purge": Purge,
    "hold": Hold,
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
