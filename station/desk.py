"""The writing side: the one door through which a reading or a decision becomes an entry; it shows nothing itself.

People without a code come through `reception`, which uses the same door.
"""

from __future__ import annotations

from collections import OrderedDict
from collections.abc import Mapping
from dataclasses import dataclass, replace
from datetime import datetime, time, timedelta
from typing import Any, Final

from checkpoint import certificates, days, gate, passages, passes, plates, registering
from checkpoint.certificates import Certificate, State
from checkpoint.days import Passage
from checkpoint.gate import Action, Direction, Light, Outcome, OutingsSoFar, Reason, Standing, Verdict, VisualCheck
from checkpoint.journal import Draft, Entry
from checkpoint.passes import Credential, Genuineness, PassKind
from checkpoint.policy import NO_LIMIT, FieldUse, Policy
from checkpoint.roster import Person
from station import cases, certified
from station.cases import NOTHING_KNOWN, Case
from station.clock import DeviceClock
from station.place import place_of
from station.store.store import Known, Recorded, Store

MODE: Final = "mode"
"""Kind of the entry by which a queue peak begins or ends."""
CASES: Final = 64
"""Open cards whose facts are remembered; an older one is judged anew from what is on disk."""
OPEN: Final = frozenset({Outcome.PENDING, Outcome.HELD})
"""Outcomes that a person has still to decide about."""
UNCHECKED: Final = frozenset({Reason.CODE_UNCHECKED, Reason.CODE_EXPIRED, Reason.TEMPERATURE_MISSING})
"""Reasons of cards whose pass was good: only a check was still to be made, or to be made better."""


@dataclass(frozen=True, slots=True)
class Shown:
    """What may be shown, because its entry is on disk. revocation: why a pass was revoked, else empty.

    ticket: text of a temporary pass to print, else empty.
    """

    recorded: Recorded
    verdict: Verdict
    revocation: str = ""
    ticket: str = ""


class Desk:
    """Judges what is shown and writes it down. One desk writes one journal; call it from one thread."""

    def __init__(self, store: Store, clock: DeviceClock, *, operator: str, shift: str = "", lane: str = "1") -> None:
        """Raises NotReady before the roster has arrived."""
        self.store = store
        self.clock = clock
        self.operator, self.shift, self.lane = operator, shift, lane
        self.direction = Direction.IN
        self._cases: OrderedDict[str, Case] = OrderedDict()
        self.refresh()
        modes = store.rare(MODE)
        self.is_peak = bool(modes) and (modes[-1].body or {}).get("mode") == days.PEAK

    def refresh(self) -> None:
        """Take the roster's newest word on site, gate, policy and keys."""
        self.place = place_of(self.store)

    @property
    def policy(self) -> Policy:
        """The site's profile as it holds today."""
        return self.place.site.policy.on(days.day_of(self.clock.now(), self.place.zone))

    # --- somebody shows a code ---

    def show(
        self,
        text: str,
        *,
        method: str = "scan",
        suppressed: int = 0,
        temperature: int | None = None,
        visual: VisualCheck | None = None,
    ) -> Shown:
        """Judge what a code says and record it; green, amber or red, the entry is on disk when this returns.

        temperature: tenths of a degree, taken only when the site's profile asks for it. Raises StoreTrouble.
        """
        more: dict[str, Any] = {"method": method} | ({"suppressed": suppressed} if suppressed else {})
        if certified.is_asked(text, self.policy):
            shown = self._show_certificate(
                certificates.read(text, self.place.trust, self.clock.now()), more, temperature
            )
            if shown is not None:
                return shown
        credential = passes.read(text, self.place.keys, self.place.limits)
        return self.judge(Case(self.known(credential), credential, temperature, visual), more)

    def _show_certificate(
        self, certificate: Certificate, more: dict[str, Any], temperature: int | None
    ) -> Shown | None:
        """The card of a health certificate; None for what only looks like one."""
        if certificate.state is State.NOT_A_CERTIFICATE:
            return None
        more = more | {"method": certified.METHOD}
        wrong = certified.refusal(certificate)
        if wrong is not None:
            recorded = self.record(days.ATTEMPT, cases.merged(self.body(wrong, self.direction), more))
            return Shown(recorded, wrong)
        person = certified.holder(certificate, self.place.lookup_key())
        here = frozenset(self.place.gate.communities)
        known = Known(person, here, None, self.store.last(self.place.site.id, person.id))
        case = Case(known, None, temperature, certified.seen(certificate), is_certified=True)
        return self.judge(case, more)

    def judge(self, case: Case, more: Mapping[str, Any], direction: Direction | None = None) -> Shown:
        """Judge somebody who came and record it. more: what else the entry says. direction: the lane's by default."""
        policy = self.policy
        case = cases.as_asked(case, policy)
        way = direction or self.direction
        verdict = gate.judge(self.standing(case, way), policy, self.clock.now())
        said = (
            cases.holder(case),
            self._home(case.known.person),
            cases.measured(case, policy),
            self._stay(case, way),
            more,
        )
        recorded = self.record(days.ATTEMPT, cases.merged(self.body(verdict, way), *said))
        if verdict.actions:
            self._remember(recorded.passage.id, case)
        return Shown(recorded, verdict, case.known.revoked or "")

    def _remember(self, attempt: str, case: Case) -> None:
        self._cases[attempt] = case
        while len(self._cases) > CASES:
            self._cases.popitem(last=False)

    # --- somebody decides ---

    def decide(self, attempt: str, action: Action) -> Shown | None:
        """Record what a person decided about an attempt. None when there is nothing left to decide about it."""
        if action is Action.UNDO:
            return self.undo(attempt)
        passage = self.store.passage(attempt)
        if passage is None or (passage.outcome is not Outcome.PENDING and not self._may_follow(passage, action)):
            return None
        if action in gate.SEEN:
            is_known = self._may_be_judged_again(passage)
            return self._judged_again(passage, action, visual=gate.SEEN[action]) if is_known else None
        if action not in gate.DECIDES:
            return None
        body: dict[str, Any] = {"action": action.value, "outcome": gate.DECIDES[action].value}
        if action is Action.ADMIT_VISITOR:
            body["category"] = "visitor"
        return self.amended(attempt, body)

    def measure(self, attempt: str, temperature: int) -> Shown | None:
        """Record a temperature taken after the showing. None when the profile has none or it is too late for it."""
        policy, passage = self.policy, self.store.passage(attempt)
        if passage is None or policy.temperature is FieldUse.HIDDEN:
            return None
        if passage.outcome is Outcome.PENDING and self._may_be_judged_again(passage):
            return self._judged_again(passage, Action.MEASURE, temperature=temperature)
        is_open = passage.outcome is Outcome.HELD or (passage.passed and self._is_fresh(passage.at))
        if not is_open:
            return None
        body = cases.measured(Case(NOTHING_KNOWN, temperature=temperature), policy)
        body |= {"action": Action.MEASURE.value, "outcome": passage.outcome.value}
        if temperature >= policy.temperature_limit:
            body |= {"outcome": Outcome.HELD, "light": Light.RED.value, "reason": Reason.FEVER.value}
        return self.amended(attempt, body)

    def note_plate(self, attempt: str, plate: str) -> Shown | None:
        """Write down the plate of an emergency vehicle that is through already."""
        passage = self.store.passage(attempt)
        if passage is None or passage.category != days.EMERGENCY or not plate.strip():
            return None
        text = plates.tidy(plate)[: plates.LONGEST]
        body = {"action": Action.NOTE_PLATE.value, "outcome": passage.outcome.value, "details": {"plate": text}}
        return self.amended(attempt, body)

    def note_heads(self, attempt: str, heads: int) -> Shown | None:
        """Write down how many people sit in a vehicle that came in on its pass; None when it is too late for it."""
        passage = self.store.passage(attempt)
        is_counted = 1 <= heads <= registering.MOST_HEADS
        if passage is None or not is_counted or not passage.passed or not self._is_fresh(passage.at):
            return None
        body = {"action": Action.NOTE_HEADS.value, "outcome": passage.outcome.value, "heads": heads}
        return self.amended(attempt, body)

    def add_head(self, attempt: str) -> Shown | None:
        """One more came through with a resident, in their car (domain 2.4); None where people are not counted."""
        passage = self.store.passage(attempt)
        if passage is None or passage.category != "resident" or self.policy.heads is FieldUse.HIDDEN:
            return None
        return self.note_heads(attempt, passage.heads + 1)

    def undo(self, attempt: str) -> Shown | None:
        """Take back what was done last about a showing, within the profile's `undo_s`; None when it is too late.

        A counter-entry: what was done stays in the journal. A showing that nobody decided is cancelled.
        """
        passage = self.store.passage(attempt)
        deciding = self.store.deciding(attempt)
        gone = passages.undone(deciding)
        standing = [one for one in deciding if one.id not in gone and (one.body or {}).get("action") != Action.UNDO]
        if passage is None or (not standing and not passage.passed):
            return None
        if not self._is_fresh(standing[-1].at if standing else passage.at):
            return None
        # Should the one taken back be forgotten one day, the outcome that holds then still stands here.
        body: dict[str, Any] = {"action": Action.UNDO.value, "outcome": Outcome.CANCELLED.value}
        if standing:
            body |= {"undoes": standing[-1].id, "outcome": Outcome.PENDING.value}
        return self.amended(attempt, body)

    def _is_fresh(self, at: datetime) -> bool:
        return timedelta() <= self.clock.now() - at <= timedelta(seconds=self.place.site.policy.undo_s)

    @staticmethod
    def _may_follow(passage: Passage, action: Action) -> bool:
        """Somebody held at the gate is let in or sent away later on."""
        return passage.outcome is Outcome.HELD and action in {Action.ADMIT, Action.TURN_AWAY, Action.CANCEL}

    def _may_be_judged_again(self, passage: Passage) -> bool:
        """Whether enough is known of an open card: after a restart only that a check was missing, and nothing else."""
        return passage.id in self._cases or passage.reason in UNCHECKED

    def _judged_again(self, passage: Passage, action: Action, **more: Any) -> Shown:
        """The same person, now that more is known of them."""
        policy = self.policy
        case = replace(self._cases.get(passage.id) or self._case_of(passage), **more)
        verdict = gate.judge(self.standing(case, passage.direction), policy, self.clock.now())
        self._remember(passage.id, case)
        body = {"action": action.value, "outcome": verdict.outcome.value} | cases.measured(case, policy)
        shown = self.amended(passage.id, body | {"light": verdict.light.value, "reason": verdict.reason.value})
        return replace(shown, verdict=verdict)

    def _case_of(self, passage: Passage) -> Case:
        """What the disk still tells of somebody whose card was open when the program ended."""
        if passage.subject is None:
            return Case(NOTHING_KNOWN)
        last = self.store.last(passage.site, passage.subject)
        person = self.store.document(Person, passage.subject)
        return Case(Known(person, frozenset(self.place.gate.communities), None, last))

    def amended(self, attempt: str, body: dict[str, Any]) -> Shown:
        """Write a decision about an attempt; the card is what holds after it."""
        recorded = self.record(days.DECISION, body, amends=attempt)
        after = recorded.passage
        actions = gate.actions_for(after.light, after.reason) if after.outcome in OPEN else ()
        return Shown(recorded, Verdict(after.light, after.reason, after.outcome, actions))

    # --- queue peak, retention ---

    def set_peak(self, on: bool) -> None:
        """Begin or end a queue peak (快速模式): every row says in which mode it was made (domain 2.1)."""
        if on != self.is_peak:
            mode = {"mode": days.PEAK if on else "normal"}
            self.note(MODE, mode | {"site": self.place.site.id, "gate": self.place.gate.id, "lane": self.lane})
            self.is_peak = on

    # --- facts and entries ---

    def known(self, credential: Credential) -> Known:
        """Everything on file about whoever a code names."""
        # A forged pass only claims to be somebody's, yet the guide needs the claimed name to compare faces.
        pass_ = credential.pass_
        if pass_ is None or credential.genuineness is Genuineness.UNKNOWN_KEY:
            return NOTHING_KNOWN
        known = self.store.known(pass_, self.place.site.id)
        if pass_.key_id in self.place.local_keys:
            # A pass given out at this site's gates is good at all of them.
            known = replace(known, accepted_by=frozenset(self.place.gate.communities))
        if known.person is None and pass_.kind is PassKind.VISITOR:
            known = replace(known, person=self._guest(str(pass_.subject)))
        return known

    def _guest(self, subject: str) -> Person:
        """A visitor as the entry of their visit has them: masked already. One of another gate may be nameless here."""
        held = self.store.held_of(self.place.site.id, subject)
        return Person(id=subject, category="visitor", name=held.name if held else "", building=cases.place_of(held))

    def standing(self, case: Case, direction: Direction) -> Standing:
        """All that the judge needs."""
        known = case.known
        return Standing(
            credential=case.credential,
            direction=direction,
            accepted_here=frozenset(self.place.gate.communities),
            accepted_by=known.accepted_by,
            known=known.person is not None,
            revoked=known.revoked,
            last=known.last,
            temperature=case.temperature,
            visual=case.visual,
            gate=self.place.gate.id,
            local=self._local(),
            outings=self._outings(case, direction),
            is_peak=self.is_peak,
        )

    def _local(self) -> time:
        return self.clock.now().astimezone(self.place.zone).time()

    def _outings(self, case: Case, direction: Direction) -> OutingsSoFar | None:
        """What the outing rules need of a resident; nothing is asked of the disk where there are no rules."""
        person, rule = case.known.person, self.place.site.policy.outings
        if person is None or not case.is_resident:
            return None
        if rule.most == NO_LIMIT or direction is Direction.IN:
            return OutingsSoFar()
        today = days.day_of(self.clock.now(), self.place.zone)
        since, _ = days.bounds(today - timedelta(days=rule.days - 1), self.place.zone)
        home = self._home(person).get("household") if rule.per_household else None
        return OutingsSoFar(*self.store.outings(self.place.site.id, person.id, home, since))

    def _home(self, person: Person | None) -> dict[str, str]:
        """The keyed digest by which everybody of one home counts together; nothing without a room."""
        if person is None or not person.room or person.category != "resident":
            return {}
        home = "\0".join((person.community, person.building, person.unit, person.room))
        return {"household": registering.keyed("home", home, self.place.lookup_key(person.community))}

    def _stay(self, case: Case, way: Direction) -> dict[str, Any]:
        """Coming in: until when a visitor or a courier stays. Going out: as many as came in on that pass."""
        category, pass_ = cases.stays_as(case), case.credential.pass_ if case.credential else None
        if not category or (case.credential and case.credential.genuineness is not Genuineness.GENUINE):
            return {}
        if way is Direction.OUT:
            subject = str(pass_.subject) if pass_ else getattr(case.known.person, "id", "")
            held = self.store.held_of(self.place.site.id, subject)
            return {"heads": held.heads} if held and held.direction is Direction.IN and held.heads > 1 else {}
        if category == "visitor" and pass_ is not None:
            return registering.visit(pass_.valid_to)
        is_courier = category == "courier"
        return registering.visit(self.policy.visit_ends(self.clock.now(), self.place.zone)) if is_courier else {}

    def body(self, verdict: Verdict, direction: Direction) -> dict[str, Any]:
        """What every attempt's entry says."""
        body = {
            "site": self.place.site.id,
            "gate": self.place.gate.id,
            "lane": self.lane,
            "direction": direction.value,
            "light": verdict.light.value,
            "reason": verdict.reason.value,
            "outcome": verdict.outcome.value,
            "policy": self.place.site.policy.version,
        }
        return body | ({"mode": days.PEAK} if self.is_peak else {})

    def record(self, kind: str, body: Mapping[str, Any], amends: str | None = None) -> Recorded:
        """Write an attempt or a decision."""
        return self.store.record(self._draft(kind, body, amends))

    def note(self, kind: str, body: Mapping[str, Any], amends: str | None = None) -> Entry:
        """Write an entry that is about no passage."""
        return self.store.note(self._draft(kind, body, amends))

    def note_together(self, *entries: tuple[str, Mapping[str, Any], str | None]) -> list[Entry]:
        """Write several entries, each (kind, body, what it amends), that stand or fall together."""
        return self.store.note_together([self._draft(*one) for one in entries])

    def _draft(self, kind: str, body: Mapping[str, Any], amends: str | None) -> Draft:
        return Draft(
            kind=kind,
            at=self.clock.now(),
            clock=self.clock.evidence(),
            operator=self.operator,
            shift=self.shift,
            amends=amends,
            body=body,
        )
