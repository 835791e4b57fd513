"""Where central's history and this station's part, and what is done about it: send again, or go on under a new epoch.

Central was restored from an older backup: what it lost is sent again. This station was restored from an older disk, or
is a copy of another one: it goes on under a new epoch with all that central has not taken, so nothing is lost and
nothing stands twice. Only what central signed is evidence; sending and receiving are the courier's.
"""

from __future__ import annotations

import logging
import math
from bisect import bisect_left
from collections.abc import Iterable
from typing import Final, Protocol

from checkpoint.journal import EXACT_INT, Draft
from checkpoint.plural import entries
from checkpoint.wire import ASIDE_TOLD, KNOWN, PARTED, PeerPage, Pushed, Receipt, Standing
from station.clock import DeviceClock
from station.store.marks import BEFORE_LOSS, FEED, MADE, PARTED_AT, TWICE
from station.store.store import Store
from station.sync.belief import lie_of_peers
from station.sync.client import NotCentral, Refused, Trouble

__all__ = ["ASIDE_EVERY_S", "BEGUN", "LONGEST_REST_S", "PARTED_AT", "TWICE", "Histories", "Knower"]

log = logging.getLogger(__name__)

BEGUN: Final = "begun"
"""Kind of the entry that begins an epoch after another one."""
FIRST_REST_S, LONGEST_REST_S = 60.0, 3600.0
"""Seconds until central may say again that it has lost something; doubled each time it had not."""
ASIDE_EVERY_S: Final = 900.0
"""Seconds after which central is asked anew while it keeps entries aside: nothing else shows that it has lost those."""
STEPS: Final = 50
"""How often a little moves into a new epoch before the roster has its turn."""
OTHERS: Final = "central has other entries at the same places"


class Knower(Protocol):
    """What is needed of `client.Central`."""

    def standing(self, epoch: str, living: str, at: int = 0) -> Standing:
        """What central has of that epoch, and at that place in it."""

    def peers(self, after: int, living: str = "", settled: int = 0, brief: bool = False, /, *, terms: str) -> PeerPage:
        """What the site's stations wrote, without what this one knows to be held of its living epoch."""


class Histories:
    """One station's beside central's. Call it from the courier's thread."""

    def __init__(
        self,
        store: Store,
        central: Knower,
        clock: DeviceClock,
        *,
        is_sealed: bool = False,
        only_while: tuple[str, str | None] | None = None,
    ) -> None:
        """is_sealed: what it says here was seen to be central's as a whole, whatever the line is believed.

        only_while: a mark, and what it says as long as this is the newest that central said (`Store.begin_anew`).
        """
        self._store, self._central, self._clock, self._is_sealed = store, central, clock, is_sealed
        self._only_while = only_while
        self._is_introduced = self._is_caught_up = False
        self._is_brief = True
        self._asked_s = -math.inf
        self.untold = "it was not asked yet"
        """Why central has not said yet what it has of each epoch; empty once it has."""
        self.has_parted = store.has_parted()
        """Central refused some of the living epoch. No more of it may be sent: behind a gap it might be taken."""
        self._why = OTHERS if store.has_parted(ever=True) else ""
        self._has_set_out = store.is_moving()
        self._living = store.epoch
        self._again: dict[str, range] = {}
        self._rest_s: dict[str, float] = {}
        self._rests_until_s: dict[str, float] = {}

    def introduce(self) -> None:
        """Ask once what central has of each of this station's epochs, and again while something is wrong with them."""
        self._look_beside()
        # Heard before this program was killed, or before the line broke.
        if self.has_parted and not self.begin_anew():
            return
        if not self.is_proven or not self._is_due():
            return
        living, is_whole = self._store.epoch, True
        try:
            for epoch in (*self._store.former_epochs(), living):
                is_whole &= not self._rests(epoch)
                self.hear(epoch, self._central.standing(epoch, living))
        except Refused:
            # Whoever is not known by its token may be by its key: that is seen to before anything is sent.
            raise
        except Trouble as trouble:
            log.info("central did not say what it has: %s", trouble)
            self.untold = str(trouble)
            return
        self._is_introduced, self.untold = is_whole, ""
        self._asked_s = self._clock.monotonic_s()

    def _look_beside(self) -> None:
        """Another program of this computer's may go on in a new epoch, with a stick, or have been killed on its way."""
        if self._has_set_out:
            return
        if self._store.is_moving():
            self._why, self.has_parted, self._has_set_out = self._why or OTHERS, True, True
        elif self._store.epoch != self._living:
            # All that had to follow did.
            self._why, self.has_parted, self._living = "", False, self._store.epoch
        elif self._store.has_parted(ever=True):
            # That one has heard of it from a stick, and has not set out.
            self._why, self.has_parted = self._why or OTHERS, self.has_parted or self._store.has_parted()

    def _is_due(self) -> bool:
        """Whether central is to be asked what it has: the first time, and while something is wrong or kept aside."""
        if not self._is_introduced or self._store.mark(TWICE):
            return True
        return self._clock.monotonic_s() - self._asked_s >= ASIDE_EVERY_S and self._store.refused_count() > 0

    def ask_again(self) -> None:
        """Central may have been restored from a backup: what it has is asked anew.

        And another disk of this station's may have given some of it again by then, under another time. What answers to
        bundles from before say of times may be another central's.
        """
        self._is_introduced = self._is_caught_up = False
        made = self._store.mark(MADE)
        if made is not None and made != self._store.mark(BEFORE_LOSS):
            self._store.set_mark(BEFORE_LOSS, made)

    @property
    def is_proven(self) -> bool:
        """Whether what central says is signed by it: without that nothing it says of the past is acted on."""
        who = self._store.identity
        return who is not None and (self._is_sealed or bool(who.signing))

    def hear(self, epoch: str, told: Standing | Pushed, receipts: Iterable[Receipt] = ()) -> None:
        """What central said it has of an epoch, and what it said of entries just sent."""
        if not self.is_proven or told.last < 0:
            return
        receipts = list(receipts)
        self.keep_twice(told.twice)
        self._doubt(epoch, receipts)
        self._give_again(epoch, told)
        is_refused = any(receipt.reason in PARTED for receipt in receipts)
        if epoch == self._store.epoch:
            self.has_parted |= is_refused
            self._why = self._why or self._parts(epoch, told)
        elif is_refused or (self._is_another(epoch, told) and self._look_back(epoch)):
            self._why = self._why or OTHERS

    def place(self) -> tuple[str, int, bool]:
        """The epoch that this station writes, up to where nobody needs to be told what central has of it, and whether
        the rest is told in brief.

        A twin's disk, or one that this is an older copy of, may have given again what a restored central had lost: it
        stands there under another time since. So nothing is passed over while there is a twin, nor by a program that
        has just begun: a disk is put back while none runs.
        """
        may_be_another = not self._is_caught_up or self._why or self._store.mark(TWICE)
        return self._store.epoch, 0 if may_be_another else self._store.settled_floor(), self._is_brief

    def catch_up(self) -> None:
        """The feed was heard to its end. Who has not asked since what central has may miss what is given again yet."""
        self._is_caught_up, self._is_brief = self._is_introduced, True

    def asks_anew(self, page: PeerPage) -> bool:
        """Whether a page that central signed changes what is to be asked: there is a twin, or what is told in brief is
        not held here just so; how it differs only the entries themselves tell.
        """
        if page.twice is not None and self.keep_twice(page.twice):
            return True
        if not self._is_brief or all(self._store.told_digest(one.first, one.last) == one.digest for one in page.own):
            return False
        self._is_brief = False
        return True

    def sees_another(self, page: PeerPage) -> bool:
        """Whether the page, which central signed, shows that another computer wrote in the living epoch, or that it was
        restored and has less of it than it took: a feed that was heard to before the backup goes on as if nothing was.
        """
        own = (self._store.station, self._store.epoch)
        said = [one.entry for one in page.entries if (one.entry.get("station"), one.entry.get("epoch")) == own]
        here = self._store.hashes_at(own[1], [int(one.get("seq") or 0) for one in said])
        if any(here.get(int(one.get("seq") or 0)) != one.get("hash") for one in said):
            self._why = self._why or OTHERS
            return True
        is_else = page.last >= 0 and (page.last < self._store.last_taken(own[1]) or self._is_another(own[1], page))
        if not is_else or not self._is_introduced:
            # Who has not been told yet how its epochs stand asks in any case.
            return False
        self.ask_again()
        return True

    def begin_anew(self) -> bool:
        """Go on under a new epoch when histories part; returns whether it does now. The new one's first entry says why.

        A long queue follows into it over several rounds. Until it has, nothing of the old one is sent. Raises Trouble.
        """
        if not self._why or not self.is_proven:
            return False
        # Once only: it may have arrived between two rounds, for before a stick is written all of it moves.
        if not self._has_set_out:
            self._set_out()
        self.has_parted = self._has_set_out = True
        if self._store.go_on_moving(STEPS):
            return False
        self._why, self._has_set_out, self.has_parted, self._living = "", False, False, self._store.epoch
        return True

    def _set_out(self) -> None:
        self._look_back(self._store.epoch)
        known = self._known()
        log.warning("a new epoch begins: %s", self._why)
        body = {"after": self._store.epoch, "why": self._why}
        evidence = self._clock.evidence()
        first = Draft(kind=BEGUN, at=self._clock.now(), clock=evidence, operator="", body=body)
        self._store.begin_anew(first, known, only_while=self._only_while)

    def _parts(self, epoch: str, told: Standing | Pushed) -> str:
        newest = self._store.newest_seq()
        if told.last > newest:
            return f"central has {entries(told.last)} of this epoch, this disk has {newest}"
        if self.has_parted:
            return OTHERS
        return f"central has another entry at place {told.have}" if self._is_another(epoch, told) else ""

    def _is_another(self, epoch: str, told: Standing | Pushed | PeerPage) -> bool:
        """Whether central ends what it has without a gap with another entry than this disk has there."""
        return told.have > 0 and self._store.hash_at(epoch, told.have) not in {None, told.have_hash}

    def _known(self) -> set[str]:
        """Ids of what central has in this station's name and has not told it of yet. Raises Trouble.

        A disk that is older than a parting has entries which it took along to another epoch, later on another disk.
        """
        ids: set[str] = set()
        told, more = self._store.heard(FEED), True
        while more:
            page = self._central.peers(told.number, self._store.epoch, self._store.settled_floor(), terms=told.said)
            if lie := lie_of_peers(page, told.number):
                raise NotCentral(lie)
            ids |= {str(one.entry.get("id")) for one in page.entries if one.entry.get("station") == self._store.station}
            went_back = 0 <= page.newest < told.number
            number, more = (page.newest, True) if went_back else (page.cursor, page.more)
            told = told.then(number, page.term)
        return ids

    def _look_back(self, epoch: str) -> bool:
        """Whether central has another one's entries in place of some that it once took. Raises Trouble.

        A central that was restored may have taken them from another computer before it got back what it had lost.
        """
        count = 0
        for first, last in self._store.taken(epoch):
            if not self._stands(epoch, last):
                # An entry names the one before it, so before one that stands all stand.
                gone = bisect_left(range(first, last), True, key=lambda seq: not self._stands(epoch, seq))
                count += self._store.give_up(epoch, first + gone, last)
        if count:
            log.warning("central has others in place of %s of epoch %s", entries(count), epoch)
        return count > 0

    def _stands(self, epoch: str, seq: int) -> bool:
        there = self._central.standing(epoch, self._store.epoch, seq).there
        return there is None or there == self._store.hash_at(epoch, seq)

    def keep_twice(self, twice: bool) -> bool:
        """Central says, signed, whether another computer writes as this station. Whether that is new."""
        said = "1" if twice else ""
        if (self._store.mark(TWICE) or "") == said:
            return False
        if twice:
            # What the other one gave again before that was passed over as this station's own.
            self._store.set_mark("peer_cursor", "0")
        self._store.set_mark(TWICE, said)
        return True

    def _give_again(self, epoch: str, told: Standing | Pushed) -> None:
        """Take back that central has what it says it has not; not more often than it can be true."""
        gaps = [(first, last) for first, last in told.gaps if 0 < first <= last < EXACT_INT]
        gaps.append((told.last + 1, EXACT_INT))
        if self._rests(epoch):
            return
        count = self._store.unsettle(epoch, gaps) + self._give_refused_again(epoch, told)
        if count:
            log.warning("central has lost %s of epoch %s: sent again", entries(count), epoch)
            self._again[epoch] = range(gaps[0][0], EXACT_INT)
            self._rest(epoch, self._rest_s.get(epoch, FIRST_REST_S))
            # What it lost of one epoch it may have lost of the others.
            self.ask_again()

    def _give_refused_again(self, epoch: str, told: Standing | Pushed) -> int:
        """What central once refused and keeps aside no more, since it was restored, it is told of again."""
        if not isinstance(told, Standing) or told.aside is None:
            return 0
        through = told.aside[-1][1] if len(told.aside) >= ASIDE_TOLD else EXACT_INT
        return self._store.send_refused_again(epoch, told.aside, through)

    def _doubt(self, epoch: str, receipts: list[Receipt]) -> None:
        """Central had what it said it had lost: the next time it is not believed as soon."""
        again = self._again.get(epoch)
        if again is None or not receipts:
            return
        if any(receipt.state == KNOWN and receipt.seq in again for receipt in receipts):
            self._rest(epoch, min(2 * self._rest_s.get(epoch, FIRST_REST_S), LONGEST_REST_S))
        del self._again[epoch]

    def _rest(self, epoch: str, seconds: float) -> None:
        """Believe no loss of that epoch for so long; each has its own, since central may have lost of all at once."""
        self._rest_s[epoch] = seconds
        self._rests_until_s[epoch] = self._clock.monotonic_s() + seconds

    def _rests(self, epoch: str) -> bool:
        return self._clock.monotonic_s() < self._rests_until_s.get(epoch, -math.inf)
