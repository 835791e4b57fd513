"""How long which entries keep their bodies, on both sides; forgetting them is the stores', and the chain always stays.

Days are natural days of the site, forgotten whole, so that what was counted of a day was counted of all of it.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from datetime import date, datetime, timedelta
from typing import Final
from zoneinfo import ZoneInfo

from checkpoint.days import bounds, day_of
from checkpoint.journal import MalformedEntry, moment
from checkpoint.passages import ATTEMPT, DECISION
from checkpoint.policy import Policy
from checkpoint.roster import Hold, Purge
from checkpoint.sampling.acts import MEMBER
from checkpoint.supplies.moves import STOCK

PASSAGES: Final = "passages"
SUPPLIES: Final = "supplies"
SAMPLING: Final = "sampling"
"""Who was in which tube, as long as passages after the tube was handed over (`sampling.keeping`). An order to forget it
is absolute; without one each side forgets by itself. Tubes and boxes name no person and are of SERVICE."""
SERVICE: Final = "service"
CLASSES: Final[Mapping[str, tuple[str, ...]]] = {
    PASSAGES: (ATTEMPT, DECISION),
    SUPPLIES: (STOCK,),
    SAMPLING: (MEMBER,),
}
"""Class -> its kinds of entries. Every other kind is of SERVICE, which is kept longest: newer programs' kinds too."""
KEPT_DAYS: Final = {SUPPLIES: 3 * 366, SERVICE: 10 * 366}
"""Days at central at least (domain 5.2; GB/T 40143 for volunteers' service)."""
Span = tuple[datetime, datetime]


def class_of(kind: str) -> str:
    """The class of a kind of entries."""
    return next((name for name, kinds in CLASSES.items() if kind in kinds), SERVICE)


def passages_before(policy: Policy, now: datetime, zone: ZoneInfo) -> datetime:
    """Passages before this moment are to be forgotten: kept on `retention_days` natural days, or to the event's end."""
    today = day_of(now, zone)
    first = today - timedelta(days=policy.retention_days - 1)
    if policy.event_ends and (ended := date.fromisoformat(policy.event_ends)) < today:
        first = max(first, ended + timedelta(days=1))
    return bounds(first, zone)[0]


def before_of(name: str, policy: Policy, now: datetime, zone: ZoneInfo) -> datetime:
    """Entries of that class before this moment are to be forgotten at central."""
    if name in {PASSAGES, SAMPLING}:
        return passages_before(policy, now, zone)
    return bounds(day_of(now, zone) - timedelta(days=KEPT_DAYS[name]), zone)[0]


def purge_id(site: str, name: str) -> str:
    """The id of the order to forget a class of a site."""
    return f"{site}/{name}"


def ordered(purges: Iterable[Purge], site: str, name: str) -> datetime | None:
    """Before when central has forgotten that class of that site, or None when it has said nothing."""
    for purge in purges:
        if purge.id == purge_id(site, name):
            try:
                return moment(purge.before)
            except MalformedEntry:
                return None
    return None


def held(holds: Iterable[Hold], site: str, zone: ZoneInfo) -> list[Span]:
    """[from, to) of what nobody may forget at a site."""
    spans = []
    for hold in holds:
        if hold.site == site:
            since = date.fromisoformat(hold.since) if hold.since else date(1, 1, 2)
            until = date.fromisoformat(hold.until) if hold.until else date(9998, 12, 31)
            spans.append((bounds(since, zone)[0], bounds(until, zone)[1]))
    return spans
