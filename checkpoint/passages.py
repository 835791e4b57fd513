"""From journal entries to passages: showings with their decisions folded in, in order, flagged; days are `days`'.

Everything here depends only on the set of entries, never on the order in which they arrived.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import datetime, timedelta
from typing import Any, Final, Protocol

from checkpoint.gate import Action, Direction, Light, Outcome, Reason
from checkpoint.journal import Body, Entry, moment

ATTEMPT: Final = "attempt"
"""Kind of the entry for one showing and its verdict."""
DECISION: Final = "decision"
"""Kind of the entry by which a person decides an attempt, which it names in `amends`."""
PRESUMED: Final = "presumed"
"""Method of a passage that nobody saw: marked as such, and counted in no figure of passages (domain 2.1)."""
SHARED_S: Final = 60.0
"""The same pass at two gates within so many seconds is flagged (domain 2.1)."""
MOST_DETAIL: Final = 200
"""Characters of one detail; what is longer was not written by this program."""

CLOCK_TOLERANCE: Final = timedelta(seconds=2)
"""A device clock within this of central's is taken as right; beyond it times are corrected and marked (校时)."""


def corrected_time(at: datetime, offset: timedelta) -> tuple[datetime, bool]:
    """(time to sort by, whether it was corrected) of a device's time, given central's clock minus the device's."""
    return (at + offset, True) if abs(offset) > CLOCK_TOLERANCE else (at, False)


@dataclass(frozen=True, slots=True)
class Arrived:
    """An entry as a reader has it. scanned_at: its time corrected by the measured clock offset, else the device's.

    corrected: the offset was applied (校时). received_at: when central took it; None while it is only here.
    """

    entry: Entry
    scanned_at: datetime
    corrected: bool = False
    received_at: datetime | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Passage:
    """One showing at a gate and what became of it: an attempt entry with its decisions folded in.

    flag: why its place in the holder's sequence is odd (`no_prior_exit`, `no_prior_entry`, `possible_shared_pass`),
    judged over all stations' entries; None when it is in order. presumed_exit: let in although no exit was seen; never
    counted as an exit. heads: how many people went through together. mode: "peak" in a queue peak. household: keyed
    digest of a home. valid_to: end of a temporary pass. details: what else was taken down, masked, by name of field.
    """

    id: str
    station: str
    epoch: str
    seq: int
    site: str
    gate: str
    lane: str
    direction: Direction
    at: datetime
    scanned_at: datetime
    corrected: bool
    received_at: datetime | None
    light: Light
    reason: Reason
    outcome: Outcome
    action: str
    category: str
    method: str
    subject: str | None
    number: str | None
    name: str
    building: str
    temperature: str
    operator: str
    shift: str
    suppressed: int
    presumed_exit: bool
    policy: int
    heads: int = 1
    mode: str = ""
    household: str | None = None
    valid_to: datetime | None = None
    details: Mapping[str, str] = field(default_factory=dict)
    flag: str | None = None

    @property
    def order(self) -> tuple[datetime, str, str, int]:
        """Where it stands among all passages: corrected time first, then the journal's own order."""
        return self.scanned_at, self.station, self.epoch, self.seq

    @property
    def passed(self) -> bool:
        """Somebody went through."""
        return self.outcome is Outcome.PASSED

    @property
    def counts(self) -> bool:
        """It counts as a passage: somebody went through and was seen doing it."""
        return self.passed and self.method != PRESUMED


def passage_of(arrived: Arrived) -> Passage | None:
    """The passage that an attempt entry begins.

    None when the entry is no attempt, its body is forgotten, or a newer program wrote what this one can't understand:
    such an entry stays in the journal and is understood after an update, and no reader stumbles over it until then.
    """
    entry = arrived.entry
    if entry.kind != ATTEMPT or entry.body is None:
        return None
    try:
        return _passage(arrived, entry, entry.body)
    except (KeyError, ValueError, TypeError):
        return None


def _passage(arrived: Arrived, entry: Entry, body: Body) -> Passage:
    """Raises KeyError, ValueError, TypeError where the body is not what this program writes."""
    return Passage(
        id=entry.id,
        station=entry.station,
        epoch=entry.epoch,
        seq=entry.seq,
        site=_text(body["site"]),
        gate=_text(body["gate"]),
        lane=_text(body.get("lane", "")),
        direction=Direction(body["direction"]),
        at=entry.at,
        scanned_at=arrived.scanned_at,
        corrected=arrived.corrected,
        received_at=arrived.received_at,
        light=Light(body["light"]),
        reason=Reason(body["reason"]),
        outcome=Outcome(body["outcome"]),
        action="",
        category=_text(body.get("category", "")),
        method=_text(body.get("method", "scan")),
        subject=_text_or_none(body.get("subject")),
        number=_text_or_none(body.get("pass")),
        name=_text(body.get("name", "")),
        building=_text(body.get("building", "")),
        temperature=_temperature(body.get("temperature")),
        operator=entry.operator,
        shift=entry.shift,
        suppressed=_count_of(body.get("suppressed", 0)),
        presumed_exit=False,
        policy=_count_of(body.get("policy", 0)),
        heads=_heads(body.get("heads", 1)),
        mode=_text(body.get("mode", "")),
        household=_text_or_none(body.get("household")),
        valid_to=_moment_or_none(body.get("valid_to")),
        details=_details(body.get("details", {})),
    )


def _text(value: object) -> str:
    """Any station writes what it likes into a body, and what a table of texts can't hold must not stop the others."""
    if not isinstance(value, str):
        raise TypeError(f"{type(value).__name__} where text belongs")
    return value


def _text_or_none(value: object) -> str | None:
    """Nothing written and an empty text are the same nobody: a sequence of empty subjects would be one person's."""
    return None if value is None else _text(value) or None


def _count_of(value: object) -> int:
    if not isinstance(value, int) or isinstance(value, bool):
        raise TypeError(f"{type(value).__name__} where a number belongs")
    return value


def _heads(value: object) -> int:
    """Nobody brings a thousand people past a gate at once; a figure must not hang on one who writes so."""
    count = _count_of(value)
    if not 0 <= count <= 999:
        raise ValueError("heads")
    return count


def _moment_or_none(value: object) -> datetime | None:
    return None if value is None else moment(value)


def _details(value: object) -> dict[str, str]:
    if not isinstance(value, dict):
        raise TypeError("details")
    details = {_text(name): _text(text) for name, text in value.items()}
    if any(len(text) > MOST_DETAIL for text in details.values()):
        raise ValueError("details")
    return details


def _temperature(value: object) -> str:
    """Tenths of a degree, or the word that stands for an ordinary one."""
    if value is None:
        return ""
    return value if isinstance(value, str) else f"{_count_of(value) / 10:.1f}"


def decided(passage: Passage, decision: Entry) -> Passage:
    """The passage after a decision entry that amends it; unchanged by one that can't be understood.

    An undo is no change of its own: whoever folds leaves out what it undoes (`standing_of`).
    """
    if decision.kind != DECISION or decision.amends != passage.id or decision.body is None:
        return passage
    try:
        return replace(passage, **_changes(decision.body, passage))
    except (KeyError, ValueError, TypeError):
        return passage


def _changes(body: Body, before: Passage | None) -> dict[str, Any]:
    """What a decision changes. Raises KeyError, ValueError, TypeError where this program did not write the body."""
    action = _text(body.get("action", ""))
    changes: dict[str, Any] = {"outcome": Outcome(body["outcome"]), "action": action}
    # Who else came through, or in what, takes back nothing that was presumed before.
    is_noted = action in {Action.NOTE_HEADS, Action.NOTE_PLATE}
    changes["presumed_exit"] = before.presumed_exit if before and is_noted else action == Action.PRESUME_EXIT
    readers = {
        "light": Light,
        "reason": Reason,
        "category": _text,
        "method": _text,
        "name": _text,
        "building": _text,
        "temperature": _temperature,
        "heads": _heads,
        "valid_to": _moment_or_none,
        "subject": _text_or_none,
    }
    changes |= {name: read(body[name]) for name, read in readers.items() if name in body}
    if "details" in body:
        changes["details"] = {**(before.details if before else {}), **_details(body["details"])}
    return changes


def undone(decisions: Iterable[Entry]) -> set[str]:
    """Ids of the decisions that a later one about the same attempt took back."""
    bodies = [entry.body for entry in decisions if entry.body is not None]
    return {str(body["undoes"]) for body in bodies if body.get("action") == Action.UNDO and body.get("undoes")}


def folded(attempt: Passage, decisions: Iterable[Entry]) -> Passage:
    """An attempt with everything that was decided about it, in the journals' own order, less what was taken back."""
    about = sorted((one for one in decisions if one.amends == attempt.id), key=lambda entry: entry.key)
    gone = undone(about)
    passage = attempt
    for decision in about:
        if decision.id not in gone and not _takes_back(decision):
            passage = decided(passage, decision)
    return passage


def _takes_back(decision: Entry) -> bool:
    """An undo that names a decision does nothing but leave that one out; one that names none cancels the showing."""
    body = decision.body or {}
    return body.get("action") == Action.UNDO and bool(body.get("undoes"))


def not_understood(arrivals: Iterable[Arrived]) -> list[Entry]:
    """The attempts and decisions whose bodies a newer program wrote: kept, in no figure, and to be shown as such."""
    return [one.entry for one in arrivals if one.entry.body is not None and not _is_understood(one, one.entry.body)]


def _is_understood(arrived: Arrived, body: Body) -> bool:
    if arrived.entry.kind != DECISION:
        return arrived.entry.kind != ATTEMPT or passage_of(arrived) is not None
    try:
        _changes(body, None)
    except (KeyError, ValueError, TypeError):
        return False
    return True


def fold(arrivals: Iterable[Arrived]) -> list[Passage]:
    """All passages of these entries, in order, decided and flagged. The order of `arrivals` does not matter."""
    attempts: dict[str, Passage] = {}
    decisions: list[Entry] = []
    for arrived in arrivals:
        passage = passage_of(arrived)
        if passage is not None:
            first = attempts.setdefault(passage.id, passage)
            # Two journals with one id (a copied disk): the same one stands whichever came first.
            if (passage.station, passage.epoch, passage.seq) < (first.station, first.epoch, first.seq):
                attempts[passage.id] = passage
        elif arrived.entry.kind == DECISION:
            decisions.append(arrived.entry)
    amending: dict[str, list[Entry]] = {}
    for decision in decisions:
        amending.setdefault(decision.amends or "", []).append(decision)
    for id_, about in amending.items():
        if id_ in attempts:
            attempts[id_] = folded(attempts[id_], about)
    return flagged(sorted(attempts.values(), key=lambda passage: passage.order))


def flagged(passages: Sequence[Passage]) -> list[Passage]:
    """The same passages, in the order given, each with the flag that the holder's sequence at its site earns it."""
    last: dict[tuple[str, str], Passage] = {}
    result = []
    for passage in passages:
        before = last.get((passage.site, passage.subject)) if passage.subject else None
        result.append(replace(passage, flag=flag_after(before, passage)))
        if passage.passed and passage.subject:
            last[passage.site, passage.subject] = passage
    return result


class _Before(Protocol):
    """What a flag hangs on, of the holder's passage before."""

    @property
    def direction(self) -> Direction: ...
    @property
    def scanned_at(self) -> datetime: ...
    @property
    def gate(self) -> str: ...


def flag_after(before: _Before | None, passage: Passage) -> str | None:
    """The flag of a passage whose holder's passage before it at this site was that one (None: there was none)."""
    if not passage.passed or not passage.subject or passage.method == PRESUMED:
        return None
    if before is not None and _is_shared(before, passage):
        return Reason.POSSIBLE_SHARED.value
    if passage.direction is Direction.IN:
        return Reason.NO_PRIOR_EXIT.value if before and before.direction is Direction.IN else None
    return None if before and before.direction is Direction.IN else Reason.NO_PRIOR_ENTRY.value


def _is_shared(before: _Before, passage: Passage) -> bool:
    apart = passage.scanned_at - before.scanned_at
    return bool(before.gate) and before.gate != passage.gate and apart < timedelta(seconds=SHARED_S)


def inside(passages: Iterable[Passage]) -> dict[tuple[str, str], Passage]:
    """(site, subject) -> entry, of everybody whose last passage of these, in order, was an entry."""
    present: dict[tuple[str, str], Passage] = {}
    for passage in passages:
        if not passage.passed or not passage.subject:
            continue
        if passage.direction is Direction.IN:
            present[passage.site, passage.subject] = passage
        else:
            present.pop((passage.site, passage.subject), None)
    return present
