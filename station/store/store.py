"""The station's store: one method is one transaction, frozen facts come out, rows never do; it decides nothing."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any, TypeVar

import sqlalchemy as sa
from sqlalchemy.engine import Connection

from checkpoint.days import Arrived, Passage
from checkpoint.gate import LastPassage, Reason
from checkpoint.journal import Draft, Entry, Fault, seal
from checkpoint.passes import Pass
from checkpoint.roster import Document, Person, Revocation, Scope
from checkpoint.terms import Told
from checkpoint.wire import Item, PeerEntry
from station.store import (
    arriving,
    chains,
    comparing,
    figures,
    forgetting,
    journal,
    marks,
    outbox,
    passages,
    roster,
    tally,
)
from station.store import schema as tables
from station.store.comparing import Comparison
from station.store.outbox import Outbox, parts
from station.store.trouble import StoreFault, StoreTrouble

D = TypeVar("D", bound=Document)
T = TypeVar("T")

FORGET_AT_ONCE = 50
"""Entries whose bodies are forgotten in one transaction: some milliseconds, for which a scan may have to wait."""


@dataclass(frozen=True, slots=True)
class Known:
    """What the store knows of a pass and its holder."""

    person: Person | None
    accepted_by: frozenset[str]
    revoked: str | None
    last: LastPassage | None


@dataclass(frozen=True, slots=True)
class Recorded:
    """A journal entry that is on disk, and the passage that it makes or changes."""

    entry: Entry
    passage: Passage


class Store(Outbox):
    """One station's SQLite file. Safe to use from several threads; only one of them writes at a time."""

    # --- the desk's side ---

    def known(self, pass_: Pass, site: str) -> Known:
        """Everything on file about this pass and its holder at this site."""
        with self._reading() as connection:
            scope = roster.one(connection, Scope, str(pass_.scope))
            revocation = roster.one(connection, Revocation, pass_.number)
            return Known(
                person=roster.one(connection, Person, str(pass_.subject)),
                accepted_by=frozenset(scope.communities) if scope else frozenset(),
                revoked=revocation.reason if revocation else None,
                last=passages.last(connection, site, str(pass_.subject)),
            )

    def note(self, draft: Draft) -> Entry:
        """Append an entry that is about no passage (a shift, a mode): when this returns, it is on disk."""
        with self._writing() as connection:
            return self._append(connection, draft)

    def note_together(self, drafts: Sequence[Draft]) -> list[Entry]:
        """Append several such entries in one transaction: all of them are on disk then, or none is."""
        with self._writing() as connection:
            return [self._append(connection, draft) for draft in drafts]

    def _append(self, connection: Connection, draft: Draft) -> Entry:
        if self._is_closed(connection):
            raise StoreTrouble(StoreFault.RETIRED)
        station, epoch = self._written(connection)
        seq, prev = journal.head(connection, station, epoch)
        entry = seal(draft, station=station, epoch=epoch, seq=seq + 1, prev=prev)
        journal.add(connection, entry)
        return entry

    def record(self, draft: Draft) -> Recorded:
        """Append to the journal and fold in, in one transaction: when this returns, the entry is on disk."""
        with self._writing() as connection:
            entry = self._append(connection, draft)
            arriving.fold(connection, Arrived(entry, entry.at), is_new=True)
            passage = passages.one(connection, entry.amends or entry.id)
            if passage is None:
                raise LookupError(f"no attempt {entry.amends or entry.id} to decide")
        return Recorded(entry, passage)

    def passage(self, id_: str) -> Passage | None:
        """The passage of that attempt, or None."""
        with self._reading() as connection:
            return passages.one(connection, id_)

    def forget_before(
        self,
        before: datetime,
        limit: int = FORGET_AT_ONCE,
        *,
        spared: Collection[str] = (),
        only: Collection[str] = (),
        held: Sequence[forgetting.Span] = (),
    ) -> int:
        """Forget the oldest bodies before a moment, and the rows drawn from them; returns how many.

        At most `limit` in one go, so that no scan waits for it. Unsent ones wait until central has them.
        only, spared: kinds of entries that are meant, and that are kept for another time. held: spans of time of which
        nothing is forgotten.
        """
        with self._writing() as connection:
            return forgetting.forget_before(connection, before, limit, forgetting.Which(only, spared, held))

    def keep_figures(self, site: str, day: str, counted: Mapping[str, Any]) -> None:
        """Keep a day's figures, so that they outlive what they were counted from."""
        with self._writing() as connection:
            figures.keep(connection, site, day, counted)

    def kept_figures(self, site: str, day: str) -> dict[str, Any] | None:
        """A day's figures that were kept, or None."""
        with self._reading() as connection:
            return figures.kept(connection, site, day)

    def oldest_between(self, site: str, after: datetime | None, before: datetime) -> datetime | None:
        """The time of the site's first passage in [after, before), or None."""
        with self._reading() as connection:
            return figures.oldest_before(connection, site, after, before)

    def forget_through(self, kind: str, through: Mapping[tuple[str, str], int], limit: int = FORGET_AT_ONCE) -> int:
        """Forget the bodies of a rare kind in each (station, epoch) up to that seq, as `forget_before` does."""
        with self._writing() as connection:
            return journal.forget_through(connection, kind, through, limit)

    # --- the reading side ---

    def newest(self, site: str, limit: int) -> list[Passage]:
        """This station's newest passages, newest first."""
        with self._reading() as connection:
            return passages.newest(connection, self._station, site, limit)

    def between(self, site: str, start: datetime, end: datetime) -> list[Passage]:
        """The site's passages of [start, end), in order."""
        with self._reading() as connection:
            return passages.between(connection, site, start, end)

    def counts(self, site: str, start: datetime, end: datetime) -> tuple[dict[tuple[str, str], tuple[int, int]], int]:
        """((direction, outcome) -> (showings, people) of [start, end), people inside now).

        Both moments lie on quarters of an hour, as every midnight does. The cost does not grow with what is counted.
        """
        with self._reading() as connection:
            return tally.counts(connection, site, start, end), tally.inside(connection, site)

    def inside(self, site: str) -> int:
        """How many people are inside the site now."""
        with self._reading() as connection:
            return tally.inside(connection, site)

    def inside_at(self, site: str, end: datetime) -> int:
        """How many were inside the site at a moment, as far as it is remembered."""
        with self._reading() as connection:
            return passages.inside_at(connection, site, end)

    def visits(self, site: str, limit: int) -> list[Passage]:
        """The entries of visits that are not over, those first that end first."""
        with self._reading() as connection:
            return passages.visits(connection, site, limit)

    def visit_counts(self, site: str, now: datetime) -> tuple[int, int]:
        """(visits that are not over, those of them whose end has come)."""
        with self._reading() as connection:
            return passages.visit_counts(connection, site, now)

    def overlong(self, site: str, before: datetime, limit: int) -> list[Passage]:
        """The entries, made before a moment, of people still inside who are no visitors."""
        with self._reading() as connection:
            return passages.overlong(connection, site, before, limit)

    def outings(self, site: str, subject: str, household: str | None, since: datetime) -> tuple[int, datetime | None]:
        """(outings since a moment, when the newest began) of a holder, or of everybody of a household."""
        with self._reading() as connection:
            return passages.outings(connection, site, subject, household, since)

    def last(self, site: str, subject: str) -> LastPassage | None:
        """A holder's newest passage at a site, for the judge."""
        with self._reading() as connection:
            return passages.last(connection, site, subject)

    def reasons(self, site: str, subject: str, since: datetime) -> frozenset[Reason]:
        """What was found of somebody at a site's gates from a moment on, whatever became of it."""
        with self._reading() as connection:
            return passages.reasons(connection, site, subject, since)

    def held_of(self, site: str, subject: str) -> Passage | None:
        """The whole of a holder's newest passage at a site, or None."""
        with self._reading() as connection:
            return passages.held_of(connection, site, subject)

    def rare(self, kind: str, since: datetime | None = None) -> list[Entry]:
        """This station's own entries of a kind that is neither attempt nor decision, oldest first."""
        with self._reading() as connection:
            return journal.rare(connection, self._station, kind, since)

    def told(self, kind: str) -> list[Arrived]:
        """What all stations of the site wrote of a rare kind, and of each journal's forgotten ones the newest."""
        with self._reading() as connection:
            return journal.told(connection, kind)

    def newest_row(self, kind: str) -> int:
        """The row of what came to be held last of a rare kind: from where `told_after` goes on."""
        with self._reading() as connection:
            return journal.newest_row(connection, kind)

    def told_after(self, kind: str, row: int) -> tuple[list[Arrived], int]:
        """(what came to be held of a rare kind after that row, whoever wrote it; the row to go on from)."""
        with self._reading() as connection:
            newest = journal.newest_row(connection, kind)
            return (journal.told_after(connection, kind, row) if newest > row else []), newest

    def is_kept_before(self, kind: str, before: datetime) -> bool:
        """Whether anything of a rare kind that is older than a moment has its body still."""
        with self._reading() as connection:
            return journal.is_kept_before(connection, kind, before)

    def arrivals_of(self, kind: str, since: datetime, naming: str | None = None) -> list[Arrived]:
        """Every station's entries of a kind that is neither attempt nor decision, from a moment on, oldest first.

        naming: a text that stands, whole, somewhere in the body, such as a volunteer's number.
        """
        with self._reading() as connection:
            return journal.arrivals_of(connection, kind, since, naming)

    def deciding(self, attempt: str) -> list[Entry]:
        """The entries that amend an attempt, in their journals' order."""
        with self._reading() as connection:
            return journal.amending(connection, attempt)

    def document(self, type_: type[D], id_: str) -> D | None:
        """A roster document, or None."""
        with self._reading() as connection:
            return roster.one(connection, type_, id_)

    def documents(self, type_: type[D]) -> list[D]:
        """All roster documents of a type, by id."""
        with self._reading() as connection:
            return roster.every(connection, type_)

    def documents_under(self, type_: type[D], start: str) -> list[D]:
        """The roster documents of a type whose ids begin so: one volunteer's training, one shift's assignments."""
        with self._reading() as connection:
            return roster.under(connection, type_, start)

    def documents_named(self, type_: type[D], ids: Iterable[str]) -> list[D]:
        """These roster documents of a type, those that there are, by id."""
        with self._reading() as connection:
            return roster.named(connection, type_, ids)

    def documents_with(self, type_: type[D], field_: str, value: str) -> list[D]:
        """The roster documents of a type in which a field has that value."""
        with self._reading() as connection:
            return roster.having(connection, type_, field_, value)

    def document_count(self, type_: type[D]) -> int:
        """How many roster documents of a type are held."""
        with self._reading() as connection:
            return roster.count(connection, type_)

    # --- the courier's side: roster and peers down ---

    def apply_roster(self, items: Iterable[Item], version: int, terms: str = "") -> list[str]:
        """Take a page of the roster; the page and its version are kept together or not at all.

        terms: in which of central's terms it was told. Returns a sentence for each document that could not be read.
        """
        with self._writing() as connection:
            unread = roster.apply(connection, items)
            marks.put_all(connection, dict(zip(marks.ROSTER, (str(version), terms), strict=True)))
        return unread

    def pull_roster_again(self) -> None:
        """The roster comes again as a whole. What is held stays good until it has; then what did not come is gone."""
        with self._writing() as connection:
            roster.doubt(connection)
            marks.put(connection, "roster_version", "0")
            marks.put(connection, "roster_doubted", "1")

    def end_of_roster(self) -> None:
        """All of the roster has come."""
        if self.mark("roster_doubted"):
            with self._writing() as connection:
                roster.drop_doubted(connection)
                marks.drop(connection, ("roster_doubted",))

    def apply_peers(
        self, peers: Sequence[PeerEntry], cursor: int, *, is_proven: bool = False, terms: str = ""
    ) -> list[str]:
        """Take a page of the site's other stations' entries. Returns a sentence for each that is not sound.

        is_proven: central said so just now, and signed it: what it has elsewhere than before moves here too. terms: in
        which of central's terms it was told.

        The cursor moves after the last of them: a page that was cut short comes again, and what is held stays as it is.
        """
        with self._reading() as connection:
            news = arriving.news(connection, peers)
        sound, unsound = arriving.sorted_out(news)
        for some in parts(sound, outbox.FOLD_AT_ONCE):
            with self._writing() as connection:
                here = self._station, self.epoch
                taken = (arriving.take(connection, one, *here, is_proven=is_proven) for one in some)
                unsound += [sentence for sentence in taken if sentence]
        self.keep_heard(marks.FEED, Told.of(cursor, terms))
        return unsound

    # --- whole-journal questions ---

    def epochs(self) -> list[tuple[str, str]]:
        """Every (station, epoch) of which entries are held."""
        with self._reading() as connection:
            return journal.epochs(connection)

    def entry_count(self) -> int:
        """How many entries of this station's own journals are held."""
        own = sa.select(sa.func.count()).select_from(tables.entry).where(tables.entry.c.station == self._station)
        with self._reading() as connection:
            return connection.execute(own).scalar_one()

    def entries(self, station: str, epoch: str) -> Iterator[Entry]:
        """One journal in order of seq."""
        with self._reading() as connection:
            yield from journal.walk(connection, station, epoch)

    def copied(self) -> Iterator[chains.Copied]:
        """All of all journals, each entry once and each journal whole, as they stand at one moment."""
        with self._reading() as connection:
            yield from chains.copied(connection, self._station)

    def fault(self) -> Fault | None:
        """The first place where this station's own journals do not hold, or None when they verify end to end."""
        for epoch in (*self.former_epochs(), self.epoch):
            with self._reading() as connection:
                fault = chains.first_fault(connection, self._station, epoch)
            if fault is not None:
                return fault
        return None

    def rebuild(self, *, repair: bool = True) -> Comparison:
        """Draw the projections anew from the journal, compare, and set right what differs."""
        with self._reading() as connection:
            found, _ = comparing.compared(connection)
        if not found.differing or not repair:
            return found
        # Somebody may have written since: what is set right is what differs now, while nobody writes.
        with self._writing() as connection:
            found, drawn = comparing.compared(connection)
            passages.replace_all(connection, drawn)
        return found
