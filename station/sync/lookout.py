"""Waits at central for news of the roster and the site, on a line and a thread of its own; fetching is the courier's.

A line that is cut while it waits is nothing to worry about: the courier comes round by its own timer all the same, and
no trouble here ever stops it.
"""

from __future__ import annotations

import random
import time
from dataclasses import dataclass
from typing import Final

from checkpoint.wire import WAIT_S
from station.store.store import Store
from station.sync.client import Central, Refused, Trouble
from station.sync.courier import central_of
from station.sync.waits import next_in_s

MARGIN_S: Final = 10.0
"""Seconds that an answer may take on its way, beside those that central waits."""
SPREAD_S: Final = 0.8
"""Stations that hear of one change fetch it within so long of each other, not all at once."""
AGAIN_S: Final = 0.1
EARLY_S: Final = 5.0
"""An answer without news that comes before that: central stops, or another computer waits as this station, and each
ends the other's wait. Asking at once would never end."""


@dataclass(frozen=True, slots=True)
class Looked:
    """What one wait came to. is_news: the courier should go soon. after_s: when, and when to wait again."""

    is_news: bool
    after_s: float


class Lookout:
    """One station's. Call `look` from one thread; `leave` from any."""

    def __init__(self, store: Store, central: Central) -> None:
        self._store, self._central = store, central
        self._told = (0, 0)
        self._failures = self._early = 0
        self._is_over = False

    def look(self) -> Looked:
        """Wait for news once. Never raises for anything that central or the network does; StoreTrouble it does."""
        if self._is_over:
            return Looked(is_news=False, after_s=0.0)
        try:
            return self._look()
        except Trouble as trouble:
            self._failures += 1
            after_s = next_in_s(self._failures, AGAIN_S, random.random, trouble.wait_s)
            # Whoever is refused at the door should learn why; the courier says it.
            return Looked(is_news=isinstance(trouble, Refused) and self._failures == 1, after_s=after_s)

    def _look(self) -> Looked:
        roster, feed = int(self._store.mark("roster_version") or 0), int(self._store.mark("peer_cursor") or 0)
        # What was told and has not been fetched yet (the courier may have trouble of its own) is not told again.
        since = max(roster, self._told[0]), max(feed, self._told[1])
        who = self._store.identity
        if who is not None:
            # The courier may have taken another token meanwhile.
            self._central.use(who.token)
        begun = time.monotonic()
        news = self._central.wait(*since)
        self._failures = 0
        self._told = (max(since[0], news.roster), max(since[1], news.feed))
        is_news = self._told != since
        self._early = 0 if is_news or time.monotonic() - begun >= EARLY_S else self._early + 1
        if self._early:
            return Looked(is_news, after_s=next_in_s(self._early, AGAIN_S, random.random))
        return Looked(is_news, after_s=SPREAD_S * random.random() if is_news else AGAIN_S)

    def leave(self) -> None:
        """Wait no longer, at once."""
        self._is_over = True
        self._central.hang_up()

    def close(self) -> None:
        """Let go of the connection, from the thread that looks."""
        self._central.close()


def lookout_for(store: Store) -> Lookout | None:
    """The lookout of an enrolled station, or None when it is not enrolled. Raises Trouble for no address."""
    identity = store.identity
    patience_s = WAIT_S + MARGIN_S
    return None if identity is None else Lookout(store, central_of(identity, whole_s=patience_s, silence_s=patience_s))
