"""What central has of this station's journal and what not: what is sent, answered, sent again; sending is the sync's.

The outbox is a question on the journal and its receipts, not a table of its own.
"""

from __future__ import annotations

import secrets
from collections.abc import Collection, Iterator, Sequence
from typing import TypeVar

from sqlalchemy.engine import Connection

from checkpoint.journal import Draft, Entry, stamp
from checkpoint.stretches import STRETCH, digest_of
from checkpoint.wire import Receipt
from station.store import answers, histories, journal, marks, moving
from station.store.opened import Opened

T = TypeVar("T")

COUNTED = 100_000
"""Entries that central lost of a former epoch are counted up to here."""
FOLD_AT_ONCE = 25
"""Entries folded in by one transaction: a scan that comes meanwhile waits some tens of milliseconds for its turn."""
SETTLE_AT_ONCE = 250
"""Answers written down by one transaction that move no passage: no longer for a scan to wait than FOLD_AT_ONCE."""


class Outbox(Opened):
    """The courier's side of a store: journal up, and histories that part."""

    def unsent(self, limit: int, after: int = 0, epoch: str = "") -> list[Entry]:
        """Own entries beyond a seq that central has not answered for, in order. epoch: of that former one instead."""
        with self._reading() as connection:
            if epoch and epoch != self.epoch:
                return journal.unsettled(connection, self._station, epoch, after, limit)
            return journal.unsettled(
                connection, self._station, self.epoch, max(after, answers.floor(connection)), limit
            )

    def newest_seq(self, epoch: str = "") -> int:
        """The seq of the newest own entry; 0 before the first. epoch: in that former one instead."""
        with self._reading() as connection:
            return journal.head(connection, self._station, epoch or self.epoch)[0]

    def unsent_count(self) -> int:
        """How many own entries central has not answered for; its cost does not grow with the journal."""
        with self._reading() as connection:
            newest, _ = journal.head(connection, self._station, self.epoch)
            floor = answers.floor(connection)
            beyond = newest - floor - journal.answers_beyond(connection, self._station, self.epoch, floor)
            lost = answers.lost(connection)
            return beyond + sum(len(journal.unsettled(connection, self._station, one, 0, COUNTED)) for one in lost)

    def refused_count(self) -> int:
        """How many own entries central keeps aside."""
        with self._reading() as connection:
            return journal.refused(connection, self._station)

    def refused_entries(self, limit: int) -> list[tuple[Entry, str]]:
        """Own entries that central keeps aside, with its reason, oldest first."""
        with self._reading() as connection:
            return journal.refused_entries(connection, self._station, limit)

    def retry(self, epoch: str, seq: int) -> bool:
        """Send what central keeps aside once more. False when it is not kept aside."""
        with self._writing() as connection:
            if not answers.drop_refusal(connection, self._station, epoch, seq):
                return False
            self._is_sent_again(connection, epoch, seq)
            return True

    def send_refused_again(self, epoch: str, aside: Sequence[tuple[int, int]], through: int) -> int:
        """Central keeps nothing aside of that own epoch up to `through` but these (first, last): the others are sent
        again, and refused again, so that it knows of them. Returns how many entries.
        """
        with self._reading() as connection:
            seqs = answers.not_aside(connection, self._station, epoch, aside, through)
        if seqs:
            with self._writing() as connection:
                answers.drop_refusals(connection, self._station, epoch, seqs)
                self._is_sent_again(connection, epoch, seqs[0])
        return len(seqs)

    def _is_sent_again(self, connection: Connection, epoch: str, first: int) -> None:
        """From there on some of that epoch has no answer any more."""
        if epoch == self._written(connection)[1]:
            answers.lower_floor(connection, first - 1)
        else:
            answers.note_lost(connection, dict.fromkeys([*answers.lost(connection), epoch]))

    def resolve(self, epoch: str, seq: int) -> bool:
        """What central keeps aside was seen to. False when it is not kept aside."""
        with self._writing() as connection:
            return answers.resolve(connection, self._station, epoch, seq)

    def settle(self, epoch: str, receipts: Sequence[Receipt]) -> None:
        """Write down what central answered for own entries; of several answers for one, the first that took it."""
        # A time that was corrected moves a passage among its neighbours, which takes as long as folding one in.
        first, moves = answers.first_of_each(receipts), any(receipt.corrected for receipt in receipts)
        for some in parts(first, FOLD_AT_ONCE if moves else SETTLE_AT_ONCE):
            with self._writing() as connection:
                taken = answers.take(connection, self._station, epoch, some)
                if epoch == self._written(connection)[1]:
                    answers.raise_floor(connection, self._station, epoch, taken)

    # --- the courier's side: histories that part ---

    def former_epochs(self) -> list[str]:
        """The epochs that this station wrote before this one, oldest first."""
        with self._reading() as connection:
            return histories.former(connection)

    def lost_epochs(self) -> list[str]:
        """Former epochs of which central lost entries and has not got all of them again."""
        with self._reading() as connection:
            return answers.lost(connection)

    def settled_floor(self) -> int:
        """Central has answered for every own entry of the living epoch up to this seq."""
        with self._reading() as connection:
            return answers.floor(connection)

    def hash_at(self, epoch: str, seq: int) -> str | None:
        """The hash of the own entry at that place, or None."""
        with self._reading() as connection:
            return histories.hash_at(connection, self._station, epoch, seq)

    def told_digest(self, first: int, last: int) -> str:
        """As `stretches.digest_of` has it: own entries of the living epoch with what central told beside them."""
        with self._reading() as connection:
            return digest_of(answers.told(connection, *self._written(connection), first, min(last, first + STRETCH)))

    def hashes_at(self, epoch: str, seqs: Sequence[int]) -> dict[int, str]:
        """seq -> hash of the own entries at these places, of those that are there."""
        with self._reading() as connection:
            return histories.hashes_at(connection, self._station, epoch, seqs) if seqs else {}

    def taken(self, epoch: str) -> list[tuple[int, int]]:
        """What central is known to have taken of that own epoch, as (first, last) without a gap, in order."""
        with self._reading() as connection:
            return histories.taken(connection, self._station, epoch)

    def last_taken(self, epoch: str) -> int:
        """The last place of that own epoch whose entry central is known to have taken; 0 where there is none."""
        with self._reading() as connection:
            return histories.last_taken(connection, self._station, epoch)

    def give_up(self, epoch: str, first: int, last: int) -> int:
        """Central has others in place of what it had taken of that own epoch from first to last; how many."""
        with self._writing() as connection:
            return histories.give_up(connection, self._station, epoch, first, last)

    def has_parted(self, *, ever: bool = False) -> bool:
        """Whether the living epoch is being left: central has another history of it, or it is moving already.

        ever: or central has another history of any epoch before it.
        """
        with self._reading() as connection:
            is_left = histories.has_parted(connection, self._station, "" if ever else self.epoch)
            return is_left or moving.is_moving(connection)

    def unsettle(self, epoch: str, gaps: Sequence[tuple[int, int]]) -> int:
        """Central has lost what it had taken in these (first, last): it is sent again. Returns how many entries."""
        with self._reading() as connection:
            if not histories.has_taken(connection, self._station, epoch, gaps):
                return 0
        with self._writing() as connection:
            count = histories.unsettle(connection, self._station, epoch, gaps)
            if count:
                self._is_sent_again(connection, epoch, min(first for first, _ in gaps))
            return count

    def given_again(self, epoch: str) -> None:
        """Central has all of that former epoch again, unless somebody had some of it sent again meanwhile."""
        with self._writing() as connection:
            if not journal.unsettled(connection, self._station, epoch, 0, 1):
                answers.note_lost(connection, (one for one in answers.lost(connection) if one != epoch))

    def begin_anew(
        self, first: Draft, known: Collection[str] = (), *, only_while: tuple[str, str | None] | None = None
    ) -> None:
        """Set out for a new epoch, which `first` begins; all that central has not taken follows by `go_on_moving`.

        known: ids that central has elsewhere. only_while: (mark, value): not where that mark says another by now.
        """
        old = self._station, self.epoch
        new = (self._station, histories.next_epoch(self.epoch, secrets.token_hex(4)))
        # Central may name a hundred thousand: that is looked through while nobody waits.
        with self._reading() as connection:
            ids = moving.elsewhere(connection, old, known)
        with self._writing() as connection:
            if only_while is not None and marks.read(connection, only_while[0]) != only_while[1]:
                return
            # Another program may have been quicker.
            if self._written(connection) == old and not moving.is_moving(connection):
                moving.set_out(connection, old, new, first, ids)
                marks.put(connection, marks.PARTED_AT, stamp(first.at))


def parts(things: Sequence[T], at_once: int) -> Iterator[Sequence[T]]:
    """As many at a time as one transaction takes."""
    for start in range(0, len(things), at_once):
        yield things[start : start + at_once]
