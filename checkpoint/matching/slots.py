"""An open slot of a shift, what stands against somebody there, and what speaks for them; finding them is `pool`'s."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime, timedelta
from enum import StrEnum
from typing import Final
from zoneinfo import ZoneInfo

from checkpoint.journal import moment
from checkpoint.policy import DutyRules
from checkpoint.roster import Post, Shift, Site

LONGEST_DAY: Final = 720
"""Minutes."""


class Stop(StrEnum):
    """Why somebody is not suggested; the first that holds, in this order, is the one that is counted."""

    ALREADY_THERE = "already_there"
    OTHER_AREA = "other_area"
    OTHER_INTENTION = "other_intention"
    NOT_AVAILABLE = "not_available"
    GENERAL_MISSING = "general_missing"
    GENERAL_FAILED = "general_failed"
    GENERAL_EXPIRED = "general_expired"
    POST_MISSING = "post_missing"
    POST_FAILED = "post_failed"
    POST_EXPIRED = "post_expired"
    QUALIFICATION = "qualification_missing"
    MINOR = "minor_not_allowed"
    NO_CONSENT = "no_consent"
    BOOKED = "booked"
    HOURS = "hours_used"


class Area(StrEnum):
    """How close somebody serves to the slot, closest first; what they say of it is compared by division code."""

    COMMUNITY = "area_community"
    STREET = "area_street"
    DISTRICT = "area_district"
    WIDER = "area_wider"
    UNSTATED = "area_unstated"


class Ground(StrEnum):
    """What else speaks for somebody."""

    INTENDS = "intends"
    ANY_POST = "any_post"
    AVAILABLE = "available"
    TIME_UNSTATED = "time_unstated"
    TRAINED = "trained"
    QUALIFIED = "qualified"
    HOURS = "hours"


class Warn(StrEnum):
    """What to know before asking them."""

    SHORT_REST = "short_rest"
    LONG_DAY = "long_day"
    UNINSURED = "uninsured"


@dataclass(frozen=True, slots=True)
class Limits:
    """Minutes. day_min: the most that somebody serves on one day who says nothing of it (no shift is longer than 12 h).

    More than long_day_min in a day (0: no limit), or less than rest_min between two days, is warned of (domain 2.6).
    """

    day_min: int = LONGEST_DAY
    long_day_min: int = 480
    rest_min: int = 480

    @classmethod
    def of(cls, rules: DutyRules) -> Limits:
        """Those of a site's profile: nobody is planned for more of a day than would be credited."""
        return cls(rules.day_cap_min or LONGEST_DAY, rules.long_day_min, rules.rest_min)


_USUAL: Final = Limits()


@dataclass(frozen=True, slots=True)
class Slot:
    """A shift that still wants people. wanted: how many; begins, ends: aware; community: its site's, or empty."""

    shift: str
    site: str
    post: Post
    community: str
    zone: ZoneInfo
    begins: datetime
    ends: datetime
    wanted: int = 1
    limits: Limits = _USUAL

    @classmethod
    def of(cls, shift: Shift, post: Post, site: Site, taken: int) -> Slot:
        """The open slot of a shift on which so many are already. Raises ValueError when its times are none."""
        begins, ends = moment(shift.begins), moment(shift.ends)
        if ends <= begins:
            raise ValueError(f"shift {shift.id} ends before it begins")
        wanted = max(0, shift.heads - taken)
        zone, limits = ZoneInfo(site.time_zone), Limits.of(site.policy.duty)
        return cls(shift.id, site.id, post, site.community, zone, begins, ends, wanted, limits)

    @property
    def day(self) -> date:
        """The natural day on which it begins, to which it is booked."""
        return self.begins.astimezone(self.zone).date()

    @property
    def minutes(self) -> int:
        """How long it lasts."""
        return (self.ends - self.begins) // timedelta(minutes=1)

    @property
    def clock(self) -> tuple[int, int]:
        """(begin, end) on the clock at the site, minutes since its day's midnight; the end may lie beyond 1440."""
        begin, end = (at.astimezone(self.zone).replace(tzinfo=None) for at in (self.begins, self.ends))
        midnight = begin.replace(hour=0, minute=0, second=0, microsecond=0)
        return (begin - midnight) // timedelta(minutes=1), (end - midnight) // timedelta(minutes=1)


@dataclass(frozen=True, slots=True)
class Booking:
    """Somebody who is on a shift already. day: the natural day to which it is booked."""

    volunteer: str
    shift: str
    begins: datetime
    ends: datetime
    day: date
