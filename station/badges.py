"""Who a volunteer's badge names, offline: signature, days, what was revoked or suspended; what follows is others'."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import timedelta
from enum import StrEnum

from checkpoint import passes
from checkpoint.duty.attendance import suspended
from checkpoint.duty.deeds import DUTY, Deed, deed_of
from checkpoint.passes import Genuineness, PassKind
from checkpoint.roster import Revocation, Volunteer
from station.desk import Desk


class Fault(StrEnum):
    """Why a code is no good badge."""

    NOT_A_BADGE = "not_a_badge"
    NOT_VALID = "not_valid"
    REVOKED = "revoked"
    SUSPENDED = "suspended"
    UNKNOWN = "unknown"


@dataclass(frozen=True, slots=True)
class Badge:
    """A badge as read. number: of its pass, or empty; volunteer: None where the roster has nobody of that badge.

    deeds: what is remembered of their duty.
    """

    number: str = ""
    volunteer: Volunteer | None = None
    fault: Fault | None = None
    deeds: tuple[Deed, ...] = ()


def read(desk: Desk, text: str) -> Badge:
    """Who a code names as a volunteer, and what is wrong with it."""
    place, now = desk.place, desk.clock.now()
    credential = passes.read(text, place.keys, place.limits)
    pass_ = credential.pass_
    if credential.genuineness is not Genuineness.GENUINE or pass_ is None or pass_.kind is not PassKind.VOLUNTEER:
        return Badge(fault=Fault.NOT_A_BADGE)
    found = desk.store.documents_with(Volunteer, "subject", str(pass_.subject))
    who = found[0] if found else None
    if not pass_.valid_from <= now < pass_.valid_to + timedelta(minutes=1):
        return Badge(pass_.number, who, Fault.NOT_VALID)
    if desk.store.document(Revocation, pass_.number) is not None:
        return Badge(pass_.number, who, Fault.REVOKED)
    deeds = tuple(deeds_of(desk, who.id)) if who is not None else ()
    fault = Fault.UNKNOWN if who is None else Fault.SUSPENDED if pass_.number in suspended(deeds) else None
    return Badge(pass_.number, who, fault, deeds)


def deeds_of(desk: Desk, number: str) -> list[Deed]:
    """All that this station remembers of a volunteer's duty."""
    since = desk.clock.now() - timedelta(days=desk.place.site.policy.service_days + 1)
    arrivals = desk.store.arrivals_of(DUTY, since, number)
    return [deed for one in arrivals if (deed := deed_of(one)) is not None and deed.who.number == number]
