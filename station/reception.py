"""People and vehicles who come without a code: found, registered, seen by eye, let out again; judging is the desk's.

The way in without a phone cannot be switched off (国办发〔2020〕45号; 无障碍环境建设法 39).
"""

from __future__ import annotations

import secrets
from collections.abc import Mapping
from dataclasses import dataclass, replace
from typing import Any, Final

from checkpoint import days, gate, passes, registering
from checkpoint.days import Passage
from checkpoint.gate import Action, Direction, Light, Outcome, Reason, Verdict, VisualCheck
from checkpoint.passages import PRESUMED
from checkpoint.passes import Pass, PassKind
from checkpoint.registering import FIRST_GUEST, Fault, Registration, TakenDown
from checkpoint.roster import Person
from station import cases
from station.cases import NOTHING_KNOWN, Case
from station.desk import Desk, Shown
from station.store.store import Known

MOST_VISITS: Final = 1_000
"""Visits that are looked through for a company's couriers."""
MANUAL, VISUAL, PROXY, ID_TYPED = "manual", "visual", "proxy", "id_typed"
_AFTER_SCAN: Final = "manual+pass"
"""Method of somebody whose pass was scanned and who was then registered by hand."""
_TICKETED: Final = frozenset({"visitor", "courier", "vehicle"})


@dataclass(frozen=True, slots=True)
class Visit:
    """Somebody inside whose visit has an end. entry: the passage by which they came in. is_late: the end has come."""

    entry: Passage
    is_late: bool


class Reception:
    """The desk's other side: everybody who shows no code of ours. Call it from the desk's thread."""

    def __init__(self, desk: Desk) -> None:
        self._desk = desk

    # --- people of the roster ---

    def admit(self, person: Person, method: str, more: Mapping[str, Any] | None = None) -> Shown:
        """Judge somebody of the roster who was found without a code; red and amber as with one. Raises StoreTrouble.

        method: manual (by name and building), id_typed, proxy (a relative's pass).
        """
        desk, site = self._desk, self._desk.place.site.id
        known = Known(person, frozenset({person.community}), None, desk.store.last(site, person.id))
        said: dict[str, Any] = {"method": method, **(more or {})}
        if method == ID_TYPED:
            said["details"] = {"id_no": person.id_masked}
            said["id_hash"] = person.id_hash
        return desk.judge(Case(known), said)

    # --- people nobody knows ---

    def see(self, seen: VisualCheck) -> Shown:
        """Record what a guide saw on somebody's phone (目视核验): one key, no name."""
        desk, policy = self._desk, self._desk.policy
        # Nobody can say whether somebody without a name came in before, so each is judged as coming in.
        standing = desk.standing(Case(replace(NOTHING_KNOWN, person=None), visual=seen), Direction.IN)
        # Whoever is checked by eye alone has no community and no thermometer held to them.
        here = standing.accepted_here
        verdict = gate.judge(replace(standing, accepted_by=here, known=True, temperature=0), policy, desk.clock.now())
        said = {"method": VISUAL, "category": "person", "details": {"visual_check": seen.value}}
        recorded = desk.record(days.ATTEMPT, cases.merged(desk.body(verdict, desk.direction), said))
        return Shown(recorded, verdict)

    def register(self, given: Registration) -> Shown | list[Fault]:
        """Record a visitor, a courier, a vehicle…; everything that is wrong with what was typed comes back instead."""
        taken = registering.take_down(given, self._desk.policy)
        if isinstance(taken, list):
            return taken
        passage = self._desk.store.passage(taken.attempt) if taken.attempt else None
        is_open = passage is not None and passage.outcome is Outcome.PENDING
        return self._settled(taken, passage) if passage is not None and is_open else self._new(taken)

    def turn_away(self, category: str, attempt: str) -> Shown:
        """Somebody will not be written down, or is sent away for another reason than their code (劝返)."""
        desk, passage = self._desk, self._desk.store.passage(attempt) if attempt else None
        verdict = Verdict(Light.RED, Reason.NOT_REGISTERED, Outcome.TURNED_AWAY)
        said = {"outcome": verdict.outcome.value, "light": verdict.light.value, "reason": verdict.reason.value}
        if passage is not None and passage.outcome is Outcome.PENDING:
            return desk.amended(passage.id, said | {"action": Action.TURN_AWAY.value})
        body = desk.body(verdict, desk.direction) | {"method": MANUAL, "category": category}
        return Shown(desk.record(days.ATTEMPT, body), verdict)

    def _new(self, taken: TakenDown) -> Shown:
        desk, verdict = self._desk, self._verdict(taken)
        subject = taken.subject or str(self._guest(taken))
        last = desk.store.last(desk.place.site.id, subject)
        if verdict.light is Light.GREEN:
            verdict = self._moved(verdict, last)
        said = self._said(taken, verdict) | {"method": MANUAL, "subject": subject}
        recorded = desk.record(days.ATTEMPT, cases.merged(desk.body(verdict, desk.direction), said))
        return Shown(recorded, verdict, ticket=self._ticket(recorded.passage))

    def _moved(self, verdict: Verdict, last: gate.LastPassage | None) -> Verdict:
        """A vehicle whose plate is known may be inside already; that is said, and stops nobody."""
        if self._desk.direction is Direction.IN and last is not None and last.direction is Direction.IN:
            return replace(verdict, reason=Reason.NO_PRIOR_EXIT, since=last.at)
        return verdict

    def _settled(self, taken: TakenDown, passage: Passage) -> Shown:
        """Somebody whose code was amber or red is registered: a decision about that showing."""
        desk, verdict = self._desk, self._verdict(taken)
        said = self._said(taken, verdict) | {"action": Action.ADMIT_VISITOR.value, "method": _AFTER_SCAN}
        if passage.subject is None:
            said["subject"] = str(self._guest(taken))
        said |= {"outcome": verdict.outcome.value}
        if verdict.light is not Light.GREEN:
            said |= {"light": verdict.light.value, "reason": verdict.reason.value}
        shown = desk.amended(passage.id, said)
        return replace(shown, ticket=self._ticket(shown.recorded.passage))

    def _verdict(self, taken: TakenDown) -> Verdict:
        policy = self._desk.policy
        if taken.temperature is not None and taken.temperature >= policy.temperature_limit:
            return _held(Reason.FEVER)
        if taken.visual in {VisualCheck.RED, VisualCheck.YELLOW}:
            return _held(Reason.CODE_RED if taken.visual is VisualCheck.RED else Reason.CODE_YELLOW)
        if taken.host_confirmed is False:
            return Verdict(Light.RED, Reason.HOST_REFUSED, Outcome.TURNED_AWAY)
        return Verdict(Light.GREEN, Reason.OK, Outcome.PASSED)

    def _said(self, taken: TakenDown, verdict: Verdict) -> dict[str, Any]:
        desk, now = self._desk, self._desk.clock.now()
        said: dict[str, Any] = {"category": taken.category, "heads": taken.heads, "details": taken.details}
        said |= {name: text for name, text in (("name", taken.name), ("building", taken.building)) if text}
        said |= cases.measured(Case(NOTHING_KNOWN, temperature=taken.temperature), desk.policy)
        if verdict.outcome is Outcome.PASSED and desk.direction is Direction.IN:
            said |= registering.visit(desk.policy.visit_ends(now, desk.place.zone))
        return said

    def _guest(self, taken: TakenDown) -> int:
        """A vehicle is known again by its plate, at every gate of the site; everybody else gets a number of chance."""
        if taken.category == "vehicle" and taken.plate:
            return registering.guest_of(registering.keyed("plate", taken.plate, self._desk.place.lookup_key()))
        return FIRST_GUEST + secrets.randbelow(FIRST_GUEST)

    def _ticket(self, passage: Passage) -> str:
        """A temporary pass signed by this station's own key, or nothing where it has none or nobody was let in."""
        desk = self._desk
        identity, key_id = desk.store.identity, desk.place.own_key
        if (
            not passage.passed
            or passage.valid_to is None
            or passage.subject is None
            or passage.category not in _TICKETED
        ):
            return ""
        if identity is None or key_id is None:
            return ""
        begin = passage.at.replace(second=0, microsecond=0)
        pass_ = Pass(
            key_id=key_id,
            kind=PassKind.VISITOR,
            subject=int(passage.subject),
            valid_from=begin,
            valid_to=passage.valid_to.replace(second=0, microsecond=0),
            scope=0,
        )
        return passes.sign(pass_, _key(identity.private_key))

    # --- emergency vehicles ---

    def emergency(self) -> Shown:
        """Let an ambulance, a fire engine or the police through: on disk at once, the plate can follow."""
        desk = self._desk
        verdict = Verdict(Light.GREEN, Reason.OK, Outcome.PASSED)
        said = {"method": MANUAL, "category": days.EMERGENCY, "heads": 0}
        return Shown(desk.record(days.ATTEMPT, desk.body(verdict, desk.direction) | said), verdict)

    # --- visits ---

    def visits(self, limit: int = 200) -> list[Visit]:
        """Everybody inside whose visit has an end, those first that end first."""
        now = self._desk.clock.now()
        held = self._desk.store.visits(self._desk.place.site.id, limit)
        return [Visit(entry, entry.valid_to is not None and entry.valid_to < now) for entry in held]

    def leave_together(self, employer: str) -> list[Shown]:
        """Let every courier of a company out at once (domain 2.3): an entry for each, as if each had been let out."""
        gone = [visit.entry.subject or "" for visit in self.visits(MOST_VISITS) if _is_of(visit, employer)]
        return [shown for subject in gone if (shown := self.leave(subject)) is not None]

    def leave(self, subject: str, *, presumed: bool = False) -> Shown | None:
        """Let somebody out who is inside and shows no code; None when they are not inside any more.

        presumed: nobody saw them leave; marked as such, and counted as no passage (补记离开).
        """
        desk = self._desk
        entry = desk.store.held_of(desk.place.site.id, subject)
        if entry is None or entry.direction is not Direction.IN:
            return None
        now = desk.clock.now()
        is_late = entry.valid_to is not None and entry.valid_to < now and not presumed
        reason = Reason.OVERSTAYED if is_late else Reason.OK
        verdict = Verdict(Light.GREEN, reason, Outcome.PASSED, since=entry.valid_to if is_late else None)
        said: dict[str, Any] = {"method": PRESUMED if presumed else MANUAL, "heads": 0 if presumed else entry.heads}
        said |= {"subject": subject, "category": entry.category, "name": entry.name, "building": entry.building}
        said |= {"details": dict(entry.details)} if entry.details else {}
        if entry.household:
            said["household"] = entry.household
        return Shown(desk.record(days.ATTEMPT, desk.body(verdict, Direction.OUT) | said), verdict)


def _is_of(visit: Visit, employer: str) -> bool:
    return visit.entry.category == "courier" and visit.entry.details.get("employer", "") == employer


def _held(reason: Reason) -> Verdict:
    return Verdict(Light.RED, reason, Outcome.HELD, gate.actions_for(Light.RED, reason))


def _key(private: str) -> Any:
    from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey

    return Ed25519PrivateKey.from_private_bytes(bytes.fromhex(private))
