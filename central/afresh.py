"""What whoever begins to speak for central does first: nobody is told a number that was given out before.

This database may be an older backup; how counters go on is `store.counting`'s.
"""

from __future__ import annotations

from datetime import UTC, datetime

from central.peers import ARRIVAL
from central.store.rosters import COUNTER
from central.store.store import Store


def begin_afresh(store: Store) -> None:
    """Give out no number of the roster or of a site's feed a second time.

    Nor where none was given out yet: what a site's stations wrote may have been numbered after that backup.
    """
    store.begin(f"{ARRIVAL} {one.site}" for one in store.stations())
    store.begin_afresh((COUNTER, ARRIVAL), datetime.now(UTC))
