"""A health certificate at the gate: who it makes of its holder, and the verdict on one that does not hold.

What is kept of it is the masked name and that it was genuine; neither its text nor what it says of anybody's health.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Final

from checkpoint import gate, registering
from checkpoint.certificates import PREFIX, Certificate, State
from checkpoint.gate import Light, Outcome, Reason, Verdict, VisualCheck
from checkpoint.policy import FieldUse, Policy
from checkpoint.roster import Person

METHOD: Final = "certificate"
_WRONG: Final[Mapping[State, Reason]] = {
    State.FORGED: Reason.FORGED,
    State.UNKNOWN_KEY: Reason.UNKNOWN_KEY,
    State.EXPIRED: Reason.CERTIFICATE_EXPIRED,
    State.NOT_YET_VALID: Reason.NOT_YET_VALID,
}


def is_asked(text: str, policy: Policy) -> bool:
    """Whether this site takes certificates and this looks like one."""
    return policy.certificate is not FieldUse.HIDDEN and text.startswith(PREFIX)


def refusal(certificate: Certificate) -> Verdict | None:
    """The verdict on a certificate that does not hold, or None for one that does."""
    reason = _WRONG.get(certificate.state)
    if reason is None:
        return None
    since = certificate.valid_to if reason is Reason.CERTIFICATE_EXPIRED else certificate.valid_from
    is_dated = reason in {Reason.CERTIFICATE_EXPIRED, Reason.NOT_YET_VALID}
    actions = gate.actions_for(Light.RED, reason)
    return Verdict(Light.RED, reason, Outcome.PENDING, actions, since if is_dated else None)


def seen(certificate: Certificate) -> VisualCheck:
    """What it comes to: as a green code on a phone, or a red one when it says that a test found the disease."""
    return VisualCheck.RED if certificate.detected else VisualCheck.GREEN


def holder(certificate: Certificate, key: bytes) -> Person:
    """Its holder as a guest who is known again by a keyed hash of name and birth. key: the site's lookup key."""
    name = _name(certificate)
    digest = registering.keyed("certificate", f"{name}\0{certificate.born}", key)
    return Person(id=str(registering.guest_of(digest)), name=name, category="visitor")


def _name(certificate: Certificate) -> str:
    family = certificate.family or certificate.family_latin
    given = certificate.given or certificate.given_latin
    is_han = any("㐀" <= one <= "鿿" for one in family)
    return family + given if is_han else ", ".join(part for part in (family, given) if part)
