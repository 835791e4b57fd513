"""Who came, as far as it is known, and what an entry says of them; judging and recording are the desk's."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, replace
from typing import Any, Final

from checkpoint import gate, masking, registering
from checkpoint.days import Passage
from checkpoint.gate import VisualCheck
from checkpoint.passes import Credential, Genuineness, PassKind
from checkpoint.policy import FieldUse, Policy
from checkpoint.roster import Person
from station.store.store import Known

NOTHING_KNOWN: Final = Known(None, frozenset(), None, None)
_RESIDENTS: Final = frozenset({PassKind.RESIDENT, PassKind.HOUSEHOLD})


@dataclass(frozen=True, slots=True)
class Case:
    """Somebody at the gate: enough to judge again when more is measured or seen. credential: None without a code.

    is_certified: what is known of their health is from a certificate, which a site may take without looking at codes.
    """

    known: Known
    credential: Credential | None = None
    temperature: int | None = None
    visual: VisualCheck | None = None
    is_certified: bool = False

    @property
    def is_resident(self) -> bool:
        """Whether the pass rules for residents are theirs."""
        person = self.known.person
        pass_ = self.credential.pass_ if self.credential else None
        is_home = person is not None and person.category == "resident"
        return is_home and (pass_ is None or pass_.kind in _RESIDENTS)


def as_asked(case: Case, policy: Policy) -> Case:
    """The case without what this site does not ask for."""
    if policy.temperature is FieldUse.HIDDEN:
        case = replace(case, temperature=None)
    is_asked = policy.visual_check is not FieldUse.HIDDEN or case.is_certified
    return case if is_asked else replace(case, visual=None)


def measured(case: Case, policy: Policy) -> dict[str, Any]:
    """What an entry says of the checks that were made."""
    said: dict[str, Any] = {}
    if case.temperature is not None:
        said["temperature"] = registering.kept(case.temperature, policy)
    # A certificate's own finding stands in no entry: that it was genuine is all that anybody needs later.
    if case.visual is not None and not case.is_certified:
        said["details"] = {"visual_check": case.visual.value}
    return said


def holder(case: Case) -> dict[str, Any]:
    """What an entry says of the holder: masked, and as a claim only when the pass is not genuine.

    Nothing at all of a code that is not ours: its text is stored nowhere.
    """
    person, credential = case.known.person, case.credential
    shown = _shown(person) if person else {}
    pass_ = credential.pass_ if credential else None
    if credential is not None and pass_ is None:
        return {}
    if pass_ is not None and credential is not None and credential.genuineness is not Genuineness.GENUINE:
        return {name: shown[name] for name in ("name", "building") if name in shown} | {"claimed": pass_.number}
    named = {"subject": person.id} if person else {}
    if pass_ is not None:
        named = {"subject": str(pass_.subject), "pass": pass_.number}
    return shown | named | {"category": _category(person, pass_.kind if pass_ else None)}


def _shown(person: Person) -> dict[str, Any]:
    details = {"employer": person.employer, "plate": person.plate, "guardian": person.guardian or ""}
    kept = {name: text for name, text in details.items() if text}
    shown: dict[str, Any] = {"building": masking.address(person.building)}
    shown |= {"name": masking.name(person.name)} if person.name else {}
    return shown | ({"details": kept} if kept else {})


def _category(person: Person | None, kind: PassKind | None) -> str:
    if kind is not None and (person is None or kind is not PassKind.RESIDENT):
        return gate.category_of(kind)
    if person is None:
        return "person"
    # Under 14, who comes with whom is written down, and as little else as can be (domain 2.1; PIPL 31).
    return "child" if person.guardian and person.category == "resident" else person.category


def stays_as(case: Case) -> str:
    """visitor, courier or vehicle, of whom it is known how long they stay and how many they are; else empty."""
    person, pass_ = case.known.person, case.credential.pass_ if case.credential else None
    category = _category(person, pass_.kind if pass_ else None)
    return category if category in {"visitor", "courier", "vehicle"} else ""


def place_of(held: Passage | None) -> str:
    """The building of somebody's last passage, or nothing."""
    return held.building if held else ""


def merged(body: Mapping[str, Any], *more: Mapping[str, Any]) -> dict[str, Any]:
    """One body of several parts, whose details are put together."""
    whole: dict[str, Any] = dict(body)
    for part in more:
        details = {**whole.get("details", {}), **part.get("details", {})}
        whole |= part
        if details:
            whole["details"] = details
    return whole
