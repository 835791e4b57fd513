"""What central does once a day by itself, in whichever of its processes comes first: forget what retention ends."""

from __future__ import annotations

import logging
import threading
from datetime import UTC, datetime
from typing import Final

from central import retention
from central.store.bodies import day_of
from central.store.store import Store

log = logging.getLogger("central")

FIRST_S: Final = 300.0
"""Seconds after the start: whoever waits at a gate comes first."""
LOOK_EVERY_S: Final = 1_800.0
CLAIM: Final = "retention day"


def run(store: Store, ends: threading.Event) -> None:
    """Until `ends` is set. No trouble ends it before: what was not forgotten is tried again."""
    wait_s = FIRST_S
    while not ends.wait(wait_s):
        wait_s = LOOK_EVERY_S
        try:
            once(store, datetime.now(UTC))
        except Exception as error:
            log.warning("retention did not run", extra={"fields": {"error": type(error).__name__}})


def once(store: Store, now: datetime) -> bool:
    """Forget, unless that was done today already; whether it was done now.

    What is forgotten never comes back and an order to stations is never taken back: a clock that leapt waits for a day.
    """
    if not store.claim_day(CLAIM, day_of(now)):
        return False
    try:
        retention.forget(store, now)
    except BaseException:
        store.free_day(CLAIM)
        raise
    return True
