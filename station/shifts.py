"""Signing in and handing over at this station: badge or PIN, the running shift, its sheet; the desk writes it down."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, replace
from datetime import timedelta
from enum import StrEnum
from typing import Any, Final

from checkpoint import handover, masking, pins, shifts
from checkpoint.days import Passage
from checkpoint.handover import Sheet
from checkpoint.roster import Volunteer
from checkpoint.shifts import SHIFT, Change, Operator, Shift, SignedBy
from station import badges
from station.badges import Fault
from station.desk import Desk
from station.store.store import Store

MOST_NOTES: Final = 2_000
MOST_OVERLONG: Final = 1_000
"""People inside for longer than the profile finds likely who are looked for."""
LOOKED_BACK: Final = timedelta(days=7)
"""An unfinished shift older than this was forgotten, not worked."""
WRONG_PINS: Final = 5
"""Wrong PINs in a row after which only badges are taken until one is."""


class Refusal(StrEnum):
    """Why somebody could not sign; the words are the window's."""

    NOT_A_BADGE = "not_a_badge"
    NOT_VALID = "not_valid"
    REVOKED = "revoked"
    UNKNOWN = "unknown"
    WRONG_PIN = "wrong_pin"
    TOO_MANY = "too_many"
    SAME_PERSON = "same_person"
    NO_SHIFT = "no_shift"
    NOT_ON_DUTY = "not_on_duty"


@dataclass(frozen=True, slots=True)
class Signature:
    """Somebody who showed who they are."""

    operator: Operator
    role: str
    by: SignedBy


class ShiftDesk:
    """Shifts of one station. Call it from the desk's thread; entries carry its operator and shift from then on.

    adds: puts on a handover sheet what others know, such as incidents and stock.
    """

    def __init__(self, desk: Desk) -> None:
        self._desk = desk
        self.adds: Callable[[Sheet], Sheet] = lambda sheet: sheet
        self._wrong = 0
        self.outgoing: Signature | None = None
        since = desk.clock.now() - LOOKED_BACK
        self.shift: Shift | None = shifts.running(self._store.rare(SHIFT, since))
        self._take(self.shift)

    @property
    def _store(self) -> Store:
        return self._desk.store

    def _take(self, shift: Shift | None) -> None:
        self.shift = shift
        if shift is not None:
            self._desk.operator, self._desk.shift = shift.acting.number, shift.label

    # --- who is it ---

    def by_badge(self, text: str) -> Signature | Refusal:
        """Who a badge names; a badge of no volunteer on the roster names nobody."""
        badge = badges.read(self._desk, text)
        if badge.fault is Fault.SUSPENDED:
            return Refusal.REVOKED
        if badge.fault is not None or badge.volunteer is None:
            return Refusal(badge.fault or Refusal.UNKNOWN)
        self._wrong = 0
        return _signature(badge.volunteer, SignedBy.BADGE)

    def by_pin(self, number: str, pin: str) -> Signature | Refusal:
        """Who typed their number and PIN. After WRONG_PINS wrong ones in a row only a badge helps."""
        if self._wrong >= WRONG_PINS:
            return Refusal.TOO_MANY
        found = self._store.document(Volunteer, number.strip())
        if found is None or not pins.fits(pin, found.pin):
            self._wrong += 1
            return Refusal.WRONG_PIN
        self._wrong = 0
        return _signature(found, SignedBy.PIN)

    # --- shifts ---

    def sign_in(self, who: Signature) -> Shift | None:
        """Begin a shift, or join the one that runs; whoever signed in last acts."""
        change = Change.BEGAN if self.shift is None else Change.JOINED
        label = self.shift.label if self.shift else self._label()
        return self._write({"change": change.value, "shift": label} | _by(who))

    def sign_out(self, who: Signature) -> Shift | Refusal | None:
        """Leave the shift; the last one ends it. Refused to somebody who is not on duty."""
        shift = self.shift
        if shift is None or who.operator.number not in {one.number for one in shift.operators}:
            return Refusal.NOT_ON_DUTY
        change = Change.ENDED if len(shift.operators) == 1 else Change.LEFT
        return self._write({"change": change.value, "shift": shift.label} | _by(who))

    def passages(self) -> list[Passage]:
        """What came by at this gate since the shift began: what the sheet's figures are made of. Safe in any thread."""
        shift, place, now = self.shift, self._desk.place, self._desk.clock.now()
        if shift is None:
            return []
        held = self._store.between(place.site.id, shift.began_at, now + timedelta(milliseconds=1))
        return [passage for passage in held if passage.gate == place.gate.id]

    def sheet(self, notes: str = "") -> Sheet | None:
        """What would be handed over now; None while no shift runs."""
        shift, desk, place = self.shift, self._desk, self._desk.place
        if shift is None:
            return None
        now, own = desk.clock.now(), self.passages()
        visits = handover.open_of(self._store.visits(place.site.id, MOST_OVERLONG), now)
        long_ago = now - timedelta(hours=place.site.policy.overlong_inside_h)
        overlong = self._store.overlong(place.site.id, long_ago, MOST_OVERLONG)
        inside = self._store.inside(place.site.id)
        sheet = Sheet(
            site=place.site.name,
            gate=place.gate.name,
            shift=shift.label,
            began_at=shift.began_at,
            until=now,
            people=tuple(one.name for one in shift.operators),
            figures=handover.figures(own, inside, visits, self._store.unsent_count()) | {"overlong": len(overlong)},
            open_visits=visits,
            notes=notes.strip()[:MOST_NOTES],
        )
        return self.adds(sheet)

    def hand_over(self, outgoing: Signature, incoming: Signature, notes: str) -> Sheet | Refusal:
        """Both have signed: freeze the sheet in the journal, end the outgoing session, begin the next shift."""
        shift = self.shift
        sheet = self.sheet(notes)
        if shift is None or sheet is None:
            return Refusal.NO_SHIFT
        if outgoing.operator.number == incoming.operator.number:
            return Refusal.SAME_PERSON
        if outgoing.operator.number not in {one.number for one in shift.operators}:
            return Refusal.NOT_ON_DUTY
        signed = {"incoming": incoming.operator.number, "incoming_name": incoming.operator.name}
        signed |= {"incoming_by": incoming.by.value, "next_shift": self._label()}
        body = {"change": Change.HANDED_OVER.value, "shift": shift.label} | _by(outgoing)
        self._write(body | signed | handover.to_body(sheet))
        return replace(sheet, outgoing=_line(outgoing.operator), incoming=_line(incoming.operator))

    def _label(self) -> str:
        return shifts.label_of(self._desk.clock.now().astimezone(self._desk.place.zone))

    def _write(self, body: dict[str, Any]) -> Shift | None:
        place = self._desk.place
        entry = self._desk.note(SHIFT, body | {"site": place.site.id, "gate": place.gate.id, "lane": self._desk.lane})
        self._take(shifts.after(self.shift, entry.body, entry.at))
        if self.shift is None:
            self._desk.operator = self._desk.shift = ""
        return self.shift


def _signature(of: Volunteer, by: SignedBy) -> Signature:
    return Signature(Operator(of.id, masking.name(of.name)), of.role, by)


def _by(who: Signature) -> dict[str, str]:
    return {"operator": who.operator.number, "name": who.operator.name, "by": who.by.value}


def _line(of: Operator) -> str:
    return f"{of.name} ({of.number})"
