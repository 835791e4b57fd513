"""The reading side: what the pages list and count, and what leaves as a file; it writes nothing into the store."""

from __future__ import annotations

import json
import os
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from pathlib import Path
from typing import Any

from checkpoint import days, dutylog, exporting, journal, sheets
from checkpoint.days import Passage
from checkpoint.duty import board
from checkpoint.duty.record import Record
from checkpoint.dutylog import LOG, Logged
from checkpoint.gate import Direction, Outcome
from checkpoint.journal import Fault
from checkpoint.roster import Gate, StockItem
from checkpoint.sampling import ledger as ledger_of_tubes
from checkpoint.sampling.acts import BOX, MEMBER, TUBE
from checkpoint.sampling.books import Books as Tubes
from checkpoint.sampling.folding import fold as fold_tubes
from checkpoint.supplies import ledger
from checkpoint.supplies.books import Books, fold
from checkpoint.supplies.moves import STOCK
from station.attendance import Book
from station.place import Place
from station.store.chains import BEHIND_A_HOLE, MOVED_ON, Copied
from station.store.store import Store


@dataclass(frozen=True, slots=True)
class Figures:
    """The day so far and who is inside; every number is a count of entries."""

    entered: int
    left: int
    turned_away: int
    inside: int
    visits: int = 0
    visits_late: int = 0


class Logbook:
    """Lists and counts for one station at its place."""

    def __init__(self, store: Store, place: Place) -> None:
        self._store = store
        self.place = place

    def newest(self, limit: int = 30) -> list[Passage]:
        """This station's newest passages, newest first."""
        return self._store.newest(self.place.site.id, limit)

    def figures(self, now: datetime) -> Figures:
        """The figures of the natural day that `now` belongs to, for the whole site."""
        start, end = days.bounds(days.day_of(now, self.place.zone), self.place.zone)
        counted, inside = self._store.counts(self.place.site.id, start, end)
        away = sum(showings for (_, outcome), (showings, _) in counted.items() if outcome == Outcome.TURNED_AWAY)
        entered, left = (counted.get((way.value, Outcome.PASSED.value), (0, 0))[1] for way in Direction)
        return Figures(entered, left, away, inside, *self._store.visit_counts(self.place.site.id, now))

    def passages(self, day: date) -> list[Passage]:
        """The site's passages of a natural day, in order."""
        return self._store.between(self.place.site.id, *days.bounds(day, self.place.zone))

    def report(self, day: date, now: datetime | None = None) -> dict[str, Any]:
        """The daily report's figures, and what is not yet at central; as they were kept, of a day that is forgotten.

        now: what volunteers' duty is judged by; by default as when the day's shifts are long over.
        """
        kept = self._store.kept_figures(self.place.site.id, day.isoformat())
        if kept is not None:
            return kept
        start, end = days.bounds(day, self.place.zone)
        passages = self._store.between(self.place.site.id, start, end)
        lines, log = self._books().day(start, end), self._duty_log()
        tubes, attended = self._tubes(start).between(start, end), self.attendance(day, now)
        figures = days.report(passages, day, self.place.zone, attended, stock=lines, log=log, tubes=tubes)
        # The days before are not walked for those who came in then: the store knows who was inside.
        figures["inside_at_end"] = self._store.inside_at(self.place.site.id, end)
        figures["exports"] = self._exports(start, end)
        return {"site": self.place.site.id, **figures, "unsynced": sum(one.received_at is None for one in passages)}

    def _exports(self, start: datetime, end: datetime) -> list[dict[str, Any]]:
        told = (arrived.entry for arrived in self._store.arrivals_of(exporting.EXPORT, start))
        return exporting.listed(told, self.place.site.id, end, self.place.zone)

    def attendance(self, day: date, now: datetime | None = None) -> list[Record]:
        """Volunteers' attendance that is booked to a natural day."""
        long_after = days.bounds(day, self.place.zone)[1] + days.LONG_AFTER
        return Book(self._store, self.place).of_day(day, now or long_after)

    def export_attendance(
        self, day: date, path: Path, *, language: str, ending: str = "", now: datetime | None = None
    ) -> int:
        """Write the day's masked attendance ledger; returns how many rows. Raises OSError, ValueError."""
        names = Book(self._store, self.place).names()
        rows = board.ledger(self.attendance(day, now), self.place.zone, names)
        sheets.write(path, rows, board.ATTENDANCE, language=language, title=day.isoformat(), ending=ending)
        return len(rows)

    def _books(self) -> Books:
        return fold(self._store.told(STOCK), self.place.site.id)

    def _duty_log(self) -> list[Logged]:
        return dutylog.fold(self._store.told(LOG), self.place.site.id)

    def export_supplies(self, day: date, path: Path, *, language: str, ending: str = "", moves: bool = False) -> int:
        """Write the day's balance of supplies, or its moves; returns how many rows.

        Raises OSError; ValueError also for a day whose moves have been forgotten here.
        """
        books, items = self._books(), ledger.named(self._store.documents(StockItem))
        span = days.bounds(day, self.place.zone)
        if not books.knows(span[0]):
            raise ValueError(f"what moved on {day} is not kept here any more; central has it")
        columns: Sequence[str] = ledger.MOVES if moves else ledger.BALANCE
        if moves:
            rows = ledger.move_rows(books, items, *span, self.place.zone)
        else:
            rows = ledger.balance_rows(books.day(*span), items, day.isoformat())
        sheets.write(path, rows, columns, language=language, title=day.isoformat(), ending=ending)
        return len(rows)

    def export_log(self, day: date, path: Path, *, language: str, ending: str = "") -> int:
        """Write the day's incidents and disinfections; returns how many rows. Raises OSError, ValueError."""
        held = dutylog.within(self._duty_log(), *days.bounds(day, self.place.zone))
        rows = dutylog.rows(held, self.place.zone)
        sheets.write(path, rows, dutylog.COLUMNS, language=language, title=day.isoformat(), ending=ending)
        return len(rows)

    def _tubes(self, start: datetime) -> Tubes:
        """The site's boxes and tubes; of who is in them only what was written from a moment on."""
        told = [one for kind in (BOX, TUBE) for one in self._store.told(kind)]
        return fold_tubes([*told, *self._store.arrivals_of(MEMBER, start - timedelta(days=1))], self.place.site.id)

    def export_sampling(self, day: date, path: Path, *, language: str, ending: str = "") -> int:
        """Write the day's ledger of tubes; returns how many rows. Raises OSError, ValueError."""
        start, end = days.bounds(day, self.place.zone)
        names = {gate.id: gate.name for gate in self._store.documents(Gate)}
        site, zone = self.place.site.name, self.place.zone
        rows = ledger_of_tubes.rows(self._tubes(start), start, end, zone, site=site, tables=names)
        sheets.write(path, rows, ledger_of_tubes.SAMPLING, language=language, title=day.isoformat(), ending=ending)
        return len(rows)

    def inside_at_end(self, day: date) -> list[Passage]:
        """The entries of everybody who is inside at the end of a day, or now, in order."""
        _, end = days.bounds(day, self.place.zone)
        since = end - timedelta(days=self.place.site.policy.retention_days + 1)
        held = days.inside(self._store.between(self.place.site.id, since, end))
        return sorted(held.values(), key=lambda passage: passage.order)

    def export(self, day: date, path: Path, *, language: str, ending: str = "") -> int:
        """Write the day's masked ledger; returns how many rows. Raises OSError, ValueError.

        ending: ".csv" or ".xlsx"; the path's own when empty.
        """
        names = {gate.id: gate.name for gate in self._store.documents(Gate)}
        rows = days.ledger(self.passages(day), self.place.zone, names)
        columns = days.columns(self.place.site.policy)
        sheets.write(path, rows, columns, language=language, title=day.isoformat(), ending=ending)
        return len(rows)


def write_journal(entries: Iterable[Copied], path: Path) -> int:
    """Write entries as JSON lines, whole or not at all; returns how many. Raises OSError.

    With each: by which mark the chain goes over what is not told there. What only stood there is not counted.
    """
    part = path.with_name(path.name + ".part")
    count = 0
    try:
        with part.open("w", encoding="utf-8") as file:
            for entry, mark in entries:
                line = journal.to_wire(entry) | ({mark: True} if mark else {})
                file.write(json.dumps(line, ensure_ascii=False) + "\n")
                count += mark != MOVED_ON
            file.flush()
            os.fsync(file.fileno())
        part.replace(path)
    finally:
        part.unlink(missing_ok=True)
    return count


def file_fault(path: Path) -> tuple[int, Fault | str | None]:
    """(entries that hold, what is wrong with the next one or None) of a journal written as JSON lines.

    Several journals may stand in one file; each (station, epoch) is its own chain. Raises OSError.
    """
    heads: dict[tuple[str, str], tuple[int, str]] = {}
    sound = 0
    with path.open("rb") as file:
        for number, line in enumerate(file, 1):
            try:
                said = json.loads(line.decode())
                entry = journal.from_wire(said)
            except (ValueError, RecursionError) as error:
                # Malformed entries, JSON, UTF-8 and numbers are all ValueErrors.
                return sound, f"line {number}: {error}"
            chain = (entry.station, entry.epoch)
            start = heads.get(chain, (0, journal.GENESIS))
            if said.get(BEHIND_A_HOLE) is True and entry.seq > start[0]:
                start = entry.seq - 1, entry.prev
            fault = journal.first_fault([entry], start=start)
            if fault is not None:
                return sound, fault
            heads[chain] = (entry.seq, entry.hash)
            sound += 1
    return sound, None
