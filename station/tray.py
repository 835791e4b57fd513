"""The tray at the station: what central keeps aside, why, to be sent again or marked as seen to; central has its own.

What is in it blocks nothing. Seeing to it is an entry of its own, with what was said; the entry itself stays as it is.
"""

from __future__ import annotations

from typing import Final

from checkpoint.journal import Entry, moment
from station.desk import Desk
from station.store.marks import PARTED_AT, TWICE
from station.ui.tray_view import Tray, TrayRow

SEEN_TO: Final = "seen_to"
"""Kind of the entry by which somebody saw to an entry that central keeps aside, or to histories that parted."""
SHOWN: Final = 200
LONGEST_NOTE: Final = 200


class TrayDesk:
    """Opens what the store keeps of central's refusals. Call it from the desk's thread."""

    def __init__(self, desk: Desk) -> None:
        self._desk, self._store = desk, desk.store

    def tray(self) -> Tray:
        """Everything in it, oldest first."""
        parted = self._store.mark(PARTED_AT)
        return Tray(
            rows=tuple(self._row(entry, reason) for entry, reason in self._store.refused_entries(SHOWN)),
            total=self._store.refused_count(),
            parted_at=moment(parted) if parted else None,
            is_twice=bool(self._store.mark(TWICE)),
        )

    def _row(self, entry: Entry, reason: str) -> TrayRow:
        passage = self._store.passage(entry.amends or entry.id)
        return TrayRow(
            epoch=entry.epoch,
            seq=entry.seq,
            at=entry.at,
            kind=entry.kind,
            name=passage.name if passage else "",
            building=passage.building if passage else "",
            reason=reason,
        )

    def send_again(self, epoch: str, seq: int) -> Tray:
        """Let central judge that entry once more."""
        self._store.retry(epoch, seq)
        return self.tray()

    def see_to(self, epoch: str, seq: int, note: str) -> Tray:
        """That one needs nothing more. note: what was done about it."""
        said = note.strip()[:LONGEST_NOTE]
        if self._store.resolve(epoch, seq):
            self._desk.note(SEEN_TO, {"epoch": epoch, "seq": seq, "note": said})
        return self.tray()

    def see_to_histories(self, note: str) -> Tray:
        """Somebody has looked into why this station's history and central's parted."""
        if self._store.mark(PARTED_AT):
            self._store.set_mark(PARTED_AT, "")
            self._desk.note(SEEN_TO, {"epoch": self._store.epoch, "note": note.strip()[:LONGEST_NOTE]})
        return self.tray()
