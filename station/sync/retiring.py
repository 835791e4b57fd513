"""How a station that was taken out of service leaves: it writes no more, and hands over what central does not have.

Its queue goes as a bundle, sealed to central and signed, the same that could be carried on a stick; a very long one as
several. Only what central has answered for, signed, counts as handed over; erasing itself is left to whoever called,
once nothing waits any more.
"""

from __future__ import annotations

import io
import logging
import tempfile
from dataclasses import dataclass
from pathlib import Path
from typing import Final, Protocol

from checkpoint.bundles import BadBundle
from station.clock import DeviceClock
from station.store.store import Store
from station.sync import carrying
from station.sync.client import Trouble

log = logging.getLogger(__name__)

AT_ONCE: Final = 16 * 2**20
"""Bytes of a bundle, give or take a batch: far from what central takes at once, and no burden to memory."""


class Heir(Protocol):
    """What is needed of `client.Central`."""

    def hand_over(self, bundle: bytes) -> bytes:
        """Give it a sealed bundle, and have its sealed answer."""


@dataclass(frozen=True, slots=True)
class Retired:
    """How it went. waiting: entries that central does not have yet; sentence: why not, or empty."""

    waiting: int
    sentence: str = ""

    @property
    def is_over(self) -> bool:
        """Whether central has answered for everything."""
        return not self.waiting and not self.sentence


def retire(store: Store, central: Heir, clock: DeviceClock) -> Retired:
    """Write no more, and hand over what waits. Raises StoreTrouble only; may be done again until it is over."""
    store.close_journal()
    store.go_on_moving()
    try:
        waiting = store.unsent_count() + 1
        # As long as each bundle leaves less behind than the one before.
        while 0 < store.unsent_count() < waiting:
            waiting = store.unsent_count()
            _hand_over(store, central, clock)
    except (Trouble, BadBundle, carrying.CannotCarry, OSError) as error:
        log.warning("the queue was not handed over: %s", error)
        return Retired(store.unsent_count(), str(error) or type(error).__name__)
    waiting = store.unsent_count()
    return Retired(waiting, "central did not answer for all of it" if waiting else "")


def _hand_over(store: Store, central: Heir, clock: DeviceClock) -> None:
    out = io.BytesIO()
    carrying.write(store, out, clock.now(), most=AT_ONCE)
    answer = central.hand_over(out.getvalue())
    with tempfile.TemporaryDirectory() as folder:
        # Sealed to this station: nobody else can read it there.
        path = Path(folder) / "answer.bundle"
        path.write_bytes(answer)
        carrying.take(store, path, clock)
