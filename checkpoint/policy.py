"""A site's profile: what it asks of people, its limits and how long it keeps things; applying it is left to `gate`.

A profile decides which fields exist at all (PIPL 6, 19: no more than the purpose needs). `for_kind` gives the one that
a kind of site begins with. Health checks are off in every one of them (domain, finding 2): whoever orders them says so
in the profile, with the event that they belong to, and they end with it.
"""

from __future__ import annotations

import re
from datetime import date, datetime, time, timedelta
from enum import StrEnum
from typing import Annotated, Any, Final
from zoneinfo import ZoneInfo

import msgspec
from msgspec import Meta


class FieldUse(StrEnum):
    """Whether a site asks for a field. A hidden one exists on no screen, in no entry and in no export."""

    REQUIRED = "required"
    OPTIONAL = "optional"
    HIDDEN = "hidden"


REQUIRED, OPTIONAL, HIDDEN = FieldUse.REQUIRED, FieldUse.OPTIONAL, FieldUse.HIDDEN


class UnknownPass(StrEnum):
    """What becomes of a pass with a good signature that the roster does not know yet."""

    PASS = "pass"  # noqa: S105
    LOOK = "look"
    STOP = "stop"


TimeOfDay = Annotated[str, Meta(pattern="^([01][0-9]|2[0-3]):[0-5][0-9]$")]
Day = Annotated[str, Meta(pattern="^([0-9]{4}-[0-9]{2}-[0-9]{2})?$")]
NO_LIMIT: Final = 0


class Outings(msgspec.Struct, frozen=True, kw_only=True):
    """Pass rules for residents (domain 2.1: one person of a household every two days for three hours). 0: no limit.

    most: outings within `days` natural days, today included. minutes: how long one may last; asked about on return.
    begins, ends: the hours of day, local time, within which one may leave; the same value means all day.
    per_household: everybody of one home counts together.
    """

    most: Annotated[int, Meta(ge=0)] = NO_LIMIT
    days: Annotated[int, Meta(ge=1, le=31)] = 1
    minutes: Annotated[int, Meta(ge=0)] = NO_LIMIT
    begins: TimeOfDay = "00:00"
    ends: TimeOfDay = "00:00"
    per_household: bool = False

    def is_open(self, local: time) -> bool:
        """Whether one may leave at that time of day; hours may run over midnight."""
        begins, ends = time.fromisoformat(self.begins), time.fromisoformat(self.ends)
        if begins == ends:
            return True
        return begins <= local < ends if begins < ends else local >= begins or local < ends


class DutyRules(msgspec.Struct, frozen=True, kw_only=True):
    """How volunteers' duty is judged and counted (domain 2.6). 0: no limit.

    opens_min: minutes before a shift from which one may check in. late_min: grace, minutes. missing_min: minutes after
    the begin at which somebody who has not come counts as not there. board_min: minutes after the end at which a
    forgotten check-out stands on the board; close_min: at which it is closed, credited with nothing. confirm_h: hours
    for which a lead may say what was; later only a supervisor. day_cap_min: the most that is credited to somebody
    for one day. long_day_min, rest_min: more duty in a day, or less rest between two days' duty, is warned of.
    health_tick: whether somebody's health is asked about before duty, within the event's days. ask_phone_end: one
    check-in of so many is asked for the last digits of the phone. group_s: how long after a team's leader its members
    may check in with them, seconds.
    """

    opens_min: Annotated[int, Meta(ge=0, le=1440)] = 30
    late_min: Annotated[int, Meta(ge=0, le=1440)] = 10
    missing_min: Annotated[int, Meta(ge=0, le=1440)] = 30
    board_min: Annotated[int, Meta(ge=0, le=1440)] = 60
    close_min: Annotated[int, Meta(ge=0, le=2880)] = 360
    confirm_h: Annotated[int, Meta(ge=1, le=24 * 31)] = 48
    day_cap_min: Annotated[int, Meta(ge=0, le=1440)] = NO_LIMIT
    long_day_min: Annotated[int, Meta(ge=0, le=1440)] = 480
    rest_min: Annotated[int, Meta(ge=0, le=1440)] = 480
    health_tick: bool = False
    ask_phone_end: Annotated[int, Meta(ge=0, le=1000)] = 20
    group_s: Annotated[int, Meta(ge=0, le=3600)] = 120


POOLS: Final = (1, 5, 10, 20)
"""How many persons a tube is for: 单采, 五混一, 十混一, 二十混一."""
LABEL: Final = "[A-Z0-9][A-Z0-9-]{3,31}"
"""A label as it is where a site says nothing else: capital letters, digits and dashes, 4 to 32 of them."""


class SamplingRules(msgspec.Struct, frozen=True, kw_only=True):
    """How a sampling site works (domain 2.5). on: whether it has sampling tables at all.

    pool: how many persons a tube is for where nobody chooses (1, 5, 10 or 20). tube_code, box_code: what the labels
    look like, as patterns of the whole label. phone: whether whoever goes into a tube for several must be within reach
    by phone; who is not is listed (缺电话).
    """

    on: bool = False
    pool: int = 10
    tube_code: Annotated[str, Meta(min_length=1, max_length=100)] = LABEL
    box_code: Annotated[str, Meta(min_length=1, max_length=100)] = LABEL
    phone: bool = False

    def __post_init__(self) -> None:
        """Refuse what no table could work by. Raises ValueError."""
        if self.pool not in POOLS:
            raise ValueError(f"a tube is for {', '.join(map(str, POOLS))} persons, not for {self.pool}")
        for pattern in (self.tube_code, self.box_code):
            try:
                re.compile(pattern)
            except re.error as error:
                raise ValueError(f"'{pattern}' is no pattern: {error}") from error


class Policy(msgspec.Struct, frozen=True, kw_only=True):
    """The defaults are a community gate outside any emergency: no health check at all (domain, finding 2).

    version: rises with every change; each entry names the one it was judged by.
    debounce_s: the same code shown again within so many seconds is the same showing.
    Fields that a person may be asked for: temperature to guardian; what each means is domain 2.1 to 2.4. Of couriers
    also duty_check, whether they were checked before duty (上岗必检), and contactless, left in the zone for it.
    temperature_limit: tenths of a degree Celsius; at or above it a person is held (37.3 on the ground).
    purposes: codes of the reasons for a visit that are offered. visit_until: local time at which a day's temporary
    passes end; visit_h: the longest that one lasts, hours.
    shared_s: the same pass at two gates within so many seconds may be in two hands (domain 2.1: 60).
    undo_s: how long what was done by a slip can be taken back, seconds.
    lock_s: seconds without a key, a mouse or a code after which no names are shown (domain 5.4: 3 minutes); 0: never.
    retention_days: how long passages keep their bodies (domain 5.2: 14, setting 7 to 60). service_days: how long a
    station keeps its copy of volunteers' service (domain 5.2: 30); central keeps it for years.
    overlong_inside_h: hours after which an open entry is worth asking about.
    legal_basis, contact: what the printed notice names as the reason for keeping a record, and whom to ask.
    event, event_begins, event_ends: the emergency or the occasion; outside its days no health check is made.
    """

    version: int = 1
    debounce_s: float = 5.0
    temperature: FieldUse = HIDDEN
    visual_check: FieldUse = HIDDEN
    certificate: FieldUse = HIDDEN
    name: FieldUse = REQUIRED
    phone: FieldUse = OPTIONAL
    id_no: FieldUse = HIDDEN
    purpose: FieldUse = OPTIONAL
    host: FieldUse = OPTIONAL
    host_confirmed: FieldUse = OPTIONAL
    heads: FieldUse = OPTIONAL
    plate: FieldUse = OPTIONAL
    tag: FieldUse = OPTIONAL
    employer: FieldUse = OPTIONAL
    origin: FieldUse = HIDDEN
    guardian: FieldUse = OPTIONAL
    duty_check: FieldUse = HIDDEN
    contactless: FieldUse = HIDDEN
    temperature_limit: Annotated[int, Meta(ge=350, le=420)] = 373
    unknown_pass: UnknownPass = UnknownPass.LOOK
    purposes: tuple[str, ...] = ("family", "friend", "work", "repair", "estate", "meter", "medical", "other")
    visit_until: TimeOfDay = "22:00"
    visit_h: Annotated[float, Meta(gt=0, le=24 * 31)] = 24.0
    outings: Outings = Outings()
    duty: DutyRules = DutyRules()
    sampling: SamplingRules = SamplingRules()
    shared_s: Annotated[float, Meta(ge=0)] = 60.0
    undo_s: Annotated[float, Meta(ge=0)] = 120.0
    lock_s: Annotated[float, Meta(ge=0)] = 180.0
    retention_days: Annotated[int, Meta(ge=1)] = 14
    service_days: Annotated[int, Meta(ge=1)] = 30
    overlong_inside_h: Annotated[float, Meta(gt=0)] = 24.0
    legal_basis: str = ""
    contact: str = ""
    event: str = ""
    event_begins: Day = ""
    event_ends: Day = ""

    def uses(self, field: str) -> FieldUse:
        """Whether the field of that name is asked for. Raises LookupError for what is no field."""
        if field not in FIELDS:
            raise LookupError(field)
        use: FieldUse = getattr(self, field)
        return use

    def on(self, day: date) -> Policy:
        """The profile as it holds on a natural day: outside its event's days no health check is made."""
        begins = date.fromisoformat(self.event_begins) if self.event_begins else date.min
        ends = date.fromisoformat(self.event_ends) if self.event_ends else date.max
        return self if begins <= day <= ends else self.without_checks()

    def without_checks(self) -> Policy:
        """The profile with its health checks left out, also for the minutes of a queue peak (domain 2.1)."""
        duty = msgspec.structs.replace(self.duty, health_tick=False)
        return msgspec.structs.replace(self, duty=duty, **dict.fromkeys(HEALTH, HIDDEN))

    def visit_ends(self, now: datetime, zone: ZoneInfo) -> datetime:
        """When a temporary pass given out now ends: at `visit_until`, today or else tomorrow, or after `visit_h`."""
        local = now.astimezone(zone)
        until = datetime.combine(local.date(), time.fromisoformat(self.visit_until), zone)
        if until <= local:
            until += timedelta(days=1)
        return min(until.astimezone(now.tzinfo), now + timedelta(hours=self.visit_h))


HEALTH: Final = ("temperature", "visual_check", "certificate", "duty_check")
"""Fields that are health checks."""
FIELDS: Final = tuple(
    info.name for info in msgspec.structs.fields(Policy) if isinstance(getattr(Policy(), info.name), FieldUse)
)
"""Names of everything that a profile asks for or hides."""
SITE_KINDS: Final = ("gate", "testing", "shelter", "vaccination", "school", "care_home", "event", "public_place")

_NO_VISIT: Final[dict[str, Any]] = dict.fromkeys(
    ("purpose", "host", "host_confirmed", "employer", "plate", "tag"), HIDDEN
)
_KINDS: Final[dict[str, Policy]] = {
    "gate": Policy(),
    "testing": Policy(phone=REQUIRED, heads=HIDDEN, sampling=SamplingRules(on=True), **_NO_VISIT),
    "shelter": Policy(overlong_inside_h=72.0, visit_h=24.0 * 7, **_NO_VISIT),
    "vaccination": Policy(phone=REQUIRED, heads=HIDDEN, overlong_inside_h=4.0, **_NO_VISIT),
    "school": Policy(phone=REQUIRED, purpose=REQUIRED, host=REQUIRED, host_confirmed=REQUIRED, visit_until="18:00"),
    "care_home": Policy(phone=REQUIRED, purpose=REQUIRED, host=REQUIRED, host_confirmed=REQUIRED, visit_until="20:00"),
    "event": Policy(phone=HIDDEN, name=OPTIONAL, unknown_pass=UnknownPass.PASS, overlong_inside_h=12.0, **_NO_VISIT),
    "public_place": Policy(phone=HIDDEN, name=HIDDEN, guardian=HIDDEN, unknown_pass=UnknownPass.PASS, **_NO_VISIT),
}


def for_kind(kind: str) -> Policy:
    """The profile that a kind of site begins with; a community gate's for a kind not known here."""
    return _KINDS.get(kind, _KINDS["gate"])
