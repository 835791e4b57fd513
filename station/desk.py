"""The writing side: the one door through which a reading or a decision becomes an entry; it shows nothing itself."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import timedelta
from typing import Any, Final

from checkpoint import days, gate, masking, passes
from checkpoint.gate import Action, Direction, Outcome, Standing, Verdict
from checkpoint.journal import Draft
from checkpoint.passes import Credential, Genuineness, PassKind
from checkpoint.policy import FieldUse
from checkpoint.roster import Person
from station.clock import DeviceClock
from station.place import place_of
from station.store.store import Known, Recorded, Store

_NOTHING_KNOWN: Final = Known(None, frozenset(), None, None)


@dataclass(frozen=True, slots=True)
class Shown:
    """What may be shown, because its entry is on disk. revocation: why a pass was revoked, else empty."""

    recorded: Recorded
    verdict: Verdict
    revocation: str = ""


class Desk:
    """Judges what is shown and writes it down. One desk writes one journal; call it from one thread."""

    def __init__(self, store: Store, clock: DeviceClock, *, operator: str, shift: str = "", lane: str = "1") -> None:
        """Raises NotReady before the roster has arrived."""
        self._store = store
        self._clock = clock
        self.operator, self.shift, self.lane = operator, shift, lane
        self.direction = Direction.IN
        self.refresh()

    def refresh(self) -> None:
        """Take the roster's newest word on site, gate, policy and keys."""
        self.place = place_of(self._store)

    def show(self, text: str, *, method: str = "scan", suppressed: int = 0, temperature: int | None = None) -> Shown:
        """Judge what a code says and record it; green, amber or red, the entry is on disk when this returns.

        temperature: tenths of a degree, taken only when the site's profile asks for it. Raises StoreTrouble.
        """
        policy = self.place.site.policy
        if policy.temperature is FieldUse.HIDDEN:
            temperature = None
        credential = passes.read(text, self.place.keys)
        known = self._known(credential)
        now = self._clock.now()
        verdict = gate.judge(self._standing(credential, known, temperature), policy, now)
        body = self._body(credential, known, verdict) | {"method": method}
        if suppressed:
            body["suppressed"] = suppressed
        if temperature is not None:
            # An ordinary temperature is nobody's business later on: only one at or over the limit keeps its figure.
            body["temperature"] = temperature if temperature >= policy.temperature_limit else "normal"
        recorded = self._record(days.ATTEMPT, body)
        return Shown(recorded, verdict, known.revoked or "")

    def decide(self, attempt: str, action: Action) -> Shown | None:
        """Record what a person decided about an attempt. None when there is nothing left to decide about it."""
        passage = self._store.passage(attempt)
        if passage is None or (passage.outcome is not Outcome.PENDING and not self._may_follow(passage, action)):
            return None
        body: dict[str, Any] = {"action": action.value, "outcome": gate.DECIDES[action].value}
        if action is Action.ADMIT_VISITOR:
            body["category"] = "visitor"
        recorded = self._record(days.DECISION, body, amends=attempt)
        after = recorded.passage
        return Shown(recorded, Verdict(after.light, after.reason, after.outcome))

    @staticmethod
    def _may_follow(passage: days.Passage, action: Action) -> bool:
        """Somebody held at the gate is let in or sent away later on."""
        return passage.outcome is Outcome.HELD and action in {Action.ADMIT, Action.TURN_AWAY, Action.CANCEL}

    def forget_expired(self) -> int:
        """Forget what the site's retention says is over; returns how many entries lost their body."""
        return self._store.forget_before(self._clock.now() - timedelta(days=self.place.site.policy.retention_days))

    def _known(self, credential: Credential) -> Known:
        # A forged pass only claims to be somebody's, yet the guide needs the claimed name to compare faces.
        if credential.pass_ is None or credential.genuineness is Genuineness.UNKNOWN_KEY:
            return _NOTHING_KNOWN
        return self._store.known(credential.pass_, self.place.site.id)

    def _standing(self, credential: Credential, known: Known, temperature: int | None) -> Standing:
        return Standing(
            credential=credential,
            direction=self.direction,
            accepted_here=frozenset(self.place.gate.communities),
            accepted_by=known.accepted_by,
            known=known.person is not None,
            revoked=known.revoked,
            last=known.last,
            temperature=temperature,
        )

    def _body(self, credential: Credential, known: Known, verdict: Verdict) -> dict[str, Any]:
        body = {
            "site": self.place.site.id,
            "gate": self.place.gate.id,
            "lane": self.lane,
            "direction": self.direction.value,
            "light": verdict.light.value,
            "reason": verdict.reason.value,
            "outcome": verdict.outcome.value,
            "policy": self.place.site.policy.version,
        }
        return body | _holder(credential, known.person)

    def _record(self, kind: str, body: Mapping[str, Any], amends: str | None = None) -> Recorded:
        draft = Draft(
            kind=kind,
            at=self._clock.now(),
            clock=self._clock.evidence(),
            operator=self.operator,
            shift=self.shift,
            amends=amends,
            body=body,
        )
        return self._store.record(draft)


def _holder(credential: Credential, person: Person | None) -> dict[str, Any]:
    """What an entry says of the holder: masked, and as a claim only when the pass is not genuine.

    Nothing at all of a code that is not ours: its text is stored nowhere.
    """
    pass_ = credential.pass_
    if pass_ is None:
        return {}
    shown = {"name": masking.name(person.name), "building": masking.address(person.building)} if person else {}
    if credential.genuineness is not Genuineness.GENUINE:
        return shown | {"claimed": pass_.number}
    category = person.category if person and pass_.kind is PassKind.RESIDENT else gate.category_of(pass_.kind)
    return shown | {"subject": str(pass_.subject), "pass": pass_.number, "category": category}
