"""Entries in a store, by the dozen, without a desk."""

from __future__ import annotations

from datetime import timedelta

from checkpoint.journal import Draft
from station.store.store import Store
from tests.harness.made import FakeClock, at

BODY = {"site": "s", "gate": "G1", "direction": "in", "light": "green", "reason": "ok", "outcome": "passed"}


def write(store: Store, clock: FakeClock, count: int) -> None:
    """That many showings, a second apart."""
    for number in range(count):
        when = at("07:00") + timedelta(seconds=number)
        store.record(Draft(kind="attempt", at=when, clock=clock.evidence(), operator="gd1", body=BODY))
