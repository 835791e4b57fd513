"""Files that leave the station: who may take one from the window, and its entry before the file; knows no Qt.

Where the site's roster has a lead or a supervisor, the window's exports are theirs (domain 5.4): whoever scans sees
what is masked and takes nothing along. The command line is the tool of whoever keeps the computer.
"""

from __future__ import annotations

import getpass
from collections.abc import Callable, Mapping
from contextlib import suppress
from dataclasses import dataclass
from datetime import date
from pathlib import Path
from typing import Any

from checkpoint.exporting import COMMAND, EXPORT, WINDOW, body_of
from checkpoint.journal import Draft
from checkpoint.roster import Volunteer
from station.clock import DeviceClock
from station.desk import Desk
from station.duties.leading import LEAD, SUPERVISOR
from station.logbook import Logbook
from station.shifts import Refusal, ShiftDesk, Signature
from station.store.store import Store

NOT_A_LEAD = "not_a_lead"
PASSAGES = "passages"


class NotSigned(ValueError):
    """Nobody who may export has signed."""


@dataclass(frozen=True, slots=True)
class Ready:
    """A file that is written whole and waits beside its place until its entry is on disk. day: ISO, or empty."""

    what: str
    day: str
    ending: str
    rows: int
    path: Path

    @property
    def waiting(self) -> Path:
        """Where it waits."""
        return _waiting(self.path)


def make_ready(path: Path, what: str, day: str, ending: str, write: Callable[[Path], int]) -> Ready:
    """Let it be written beside its place. Raises what writing raises."""
    return Ready(what, day, ending, write(_waiting(path)), path)


def _waiting(path: Path) -> Path:
    return path.with_name(path.name + ".ready")


def hand_over(ready: Ready, note: Callable[[dict[str, Any]], object], **told: Any) -> None:
    """Write the entry, then give the file its name; without an entry there is no file. Raises StoreTrouble, OSError."""
    try:
        note(body_of(ready.what, ready.day, ready.ending, ready.rows, **told))
        ready.waiting.replace(ready.path)
    finally:
        ready.waiting.unlink(missing_ok=True)


def hand_over_by_command(ready: Ready, store: Store, operator: str) -> None:
    """Hand a file over that the command line wrote. Raises StoreTrouble, OSError."""
    clock, who = DeviceClock(), store.identity

    def note(body: dict[str, Any]) -> object:
        at, evidence = clock.now(), clock.evidence()
        return store.note(
            Draft(kind=EXPORT, at=at, clock=evidence, operator=operator, shift="", amends=None, body=body)
        )

    place = {"site": who.site if who else "", "gate": who.gate if who else ""}
    hand_over(ready, note, via=COMMAND, who={"account": _account()}, **place)


def _account() -> str:
    with suppress(OSError, KeyError, ImportError):
        return getpass.getuser()
    return ""


class Exports:
    """The window's exports. `write` may be called on any thread, everything else on the desk's."""

    def __init__(self, desk: Desk, shifts: ShiftDesk, logbook: Logbook) -> None:
        self._desk, self._shifts, self._logbook = desk, shifts, logbook
        self._lead: Signature | None = None

    @property
    def is_guarded(self) -> bool:
        """Whether the roster has anybody who must sign for an export."""
        return any(self._desk.store.documents_with(Volunteer, "role", role) for role in (LEAD, SUPERVISOR))

    def sign(self, text: str) -> str | None:
        """Somebody held a code up to sign for an export: why not, or empty; None for what is no badge."""
        who = self._shifts.by_badge(text)
        return None if who is Refusal.NOT_A_BADGE else self._signed(who)

    def sign_with_pin(self, number: str, pin: str) -> str:
        """Somebody typed number and PIN to sign for an export: why not, or empty."""
        return self._signed(self._shifts.by_pin(number, pin))

    def _signed(self, who: Signature | Refusal) -> str:
        self._lead = None
        if isinstance(who, Refusal):
            return who.value
        if who.role not in {LEAD, SUPERVISOR}:
            return NOT_A_LEAD
        self._lead = who
        return ""

    def drop(self) -> None:
        """No export after all: whoever signed did not sign for the next one."""
        self._lead = None

    def write(self, chosen: date, path: str, language: str) -> Ready:
        """Write the day's ledger beside its place. Raises OSError, ValueError, StoreTrouble."""
        target = Path(path)
        ending = target.suffix.lower()

        def ledger(part: Path) -> int:
            return self._logbook.export(chosen, part, language=language, ending=ending)

        return make_ready(target, PASSAGES, chosen.isoformat(), ending, ledger)

    def hand_over(self, ready: Ready) -> str:
        """Hand over what was written, and say where it is. One signature is for one file.

        Raises NotSigned, OSError, StoreTrouble.
        """
        lead, self._lead = self._lead, None
        if lead is None and self.is_guarded:
            ready.waiting.unlink(missing_ok=True)
            raise NotSigned("a lead or a supervisor signs first")
        place = self._desk.place
        hand_over(ready, self._note, site=place.site.id, gate=place.gate.id, via=WINDOW, who=_by(lead))
        return str(ready.path)

    def _note(self, body: Mapping[str, Any]) -> object:
        return self._desk.note(EXPORT, body)


def _by(lead: Signature | None) -> dict[str, str]:
    """Who signed; where nobody could, that is said."""
    if lead is None:
        return {"signed_by": "nobody"}
    return {"lead": lead.operator.number, "role": lead.role, "signed_by": lead.by.value}
