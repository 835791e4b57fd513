"""What comes down, page by page: the roster, and what the site's other stations wrote; when is the courier's.

A central that was restored from a backup counts from where it stood then. It says so, signed, and is followed back: the
roster comes again as a whole, and what is no more on it goes; meanwhile the gate works with what it has. It is told in
which of its terms it said what, so it sees where both agreed last, whichever backups were served (`checkpoint.terms`).
"""

from __future__ import annotations

import logging
from dataclasses import dataclass, field
from typing import Final, Protocol

from checkpoint.terms import Told
from checkpoint.wire import PeerPage, RosterPage
from station.store.marks import FEED, ROSTER
from station.store.store import Store
from station.sync.belief import lie_of_peers, lie_of_roster
from station.sync.client import NotCentral

log = logging.getLogger(__name__)

PAGES: Final = 40
"""Batches and pages in one round at most: a long backlog takes several rounds, so the roster is never starved."""


class Teller(Protocol):
    """What is needed of `client.Central`."""

    def roster(self, after: int, *, terms: str) -> RosterPage:
        """The roster's changes after a version."""

    def peers(self, after: int, living: str = "", settled: int = 0, brief: bool = False, /, *, terms: str) -> PeerPage:
        """What the site's other stations wrote, after a cursor. living, settled, brief: of the asking one's own."""


class Own(Protocol):
    """What is needed of `histories.Histories`."""

    def place(self) -> tuple[str, int, bool]:
        """The epoch that this station writes, up to where it is told nothing of it, whether the rest comes in brief."""

    def ask_again(self) -> None:
        """Central may have lost something: what it has is asked anew, and nothing of it is passed over until then."""

    def catch_up(self) -> None:
        """All that central has was heard."""

    def sees_another(self, page: PeerPage) -> bool:
        """Whether the page shows that another computer wrote in that epoch, or that central lost some of it."""

    def asks_anew(self, page: PeerPage) -> bool:
        """Whether the same question is to be asked with another place, for what this page says of the station."""


@dataclass(slots=True)
class Pulled:
    """What came down so far, also when the line broke then. more: there is more. unread: what could not be read.

    went_back: central stands before where it stood, so it may have lost entries of this station too.
    """

    received: int = 0
    answered: bool = False
    more: bool = False
    went_back: bool = False
    unread: list[str] = field(default_factory=list)


def pull_roster(store: Store, central: Teller, pulled: Pulled, *, follows_back: bool) -> None:
    """Bring the roster up to date. follows_back: also when central stands before where it stood. Raises Trouble."""
    is_proven = follows_back
    for _ in range(PAGES):
        told = store.heard(ROSTER)
        after = told.number
        page = central.roster(after, terms=told.said if is_proven else "")
        lie = lie_of_roster(page, after)
        if lie:
            raise NotCentral(lie)
        pulled.answered = True
        if follows_back and 0 <= page.newest < after:
            log.warning("central's roster stands at %d, this station's at %d: it comes again", page.newest, after)
            store.pull_roster_again()
            pulled.went_back = True
            # Once a round: should central say so again after all that, the next round is soon enough.
            follows_back = False
            continue
        # Unlike entries, documents change: only where it stands now counts, not on which way it came there.
        now = Told().then(page.version, page.term)
        if page.items or now != told:
            pulled.unread += store.apply_roster(page.items, page.version, now.said)
            pulled.received += len(page.items)
        if not page.more:
            store.end_of_roster()
            return
    pulled.more = True


def pull_peers(store: Store, central: Teller, pulled: Pulled, *, follows_back: bool, own: Own | None = None) -> None:
    """Bring the site's other stations' entries up to date. Raises Trouble.

    own: what central has in this station's name and this disk has not comes down too, once histories have parted.
    """
    is_proven = follows_back
    for _ in range(PAGES):
        told = store.heard(FEED)
        after = told.number
        page = central.peers(after, *(own.place() if own else ()), terms=told.said if is_proven else "")
        lie = lie_of_peers(page, after)
        if lie:
            raise NotCentral(lie)
        pulled.answered = True
        if own is not None and own.asks_anew(page):
            continue
        if follows_back and 0 <= page.newest < after:
            # Up to there everything was heard; what comes behind it counts on from there.
            store.keep_heard(FEED, told.then(page.newest, page.term))
            pulled.went_back = True
            follows_back = False
            if own is not None:
                own.ask_again()
            continue
        if own is not None and own.sees_another(page):
            # Not passed over: it comes again when that was seen to, maybe in an epoch of its own.
            pulled.more = True
            return
        now = told.then(page.cursor, page.term)
        if page.entries or now != told:
            pulled.unread += store.apply_peers(page.entries, page.cursor, is_proven=is_proven, terms=now.said)
            pulled.received += len(page.entries)
        if not page.more:
            if own is not None:
                own.catch_up()
            return
    pulled.more = True
