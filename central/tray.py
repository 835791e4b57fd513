"""The tray at central: what was not accepted, by station's name, judged again or marked as looked into; nothing goes.

A station has a tray of its own with the same entries. What central accepts later is the station's to hear: it sends
that entry again, and is told that it is known.
"""

from __future__ import annotations

from collections.abc import Iterator
from datetime import datetime
from typing import Any

import msgspec

from central import intake
from central.store.store import Store
from central.store.tray import LONGEST_RAW, Refused
from checkpoint.journal import stamp
from checkpoint.wire import REFUSED

TAKEN = "judged again and taken"


def listed(store: Store) -> Iterator[dict[str, Any]]:
    """Everything in it, by station; nothing of what an entry says of anybody."""
    names = {station.id: station.name for station in store.stations()}
    for one in store.refused():
        said = {"digest": one.digest[:12], "epoch": one.epoch, "seq": one.seq, "reason": one.reason}
        yield {"station": names.get(one.station, one.station), **said, "at": stamp(one.received_at)}
    for fork in store.forks():
        said = {"epoch": fork.epoch, "seq": fork.seq, "reason": fork.reason}
        yield {"station": names.get(fork.station, fork.station), **said, "at": stamp(fork.seen_at)}


def meant(store: Store, digest: str) -> list[Refused]:
    """What is kept aside under digests that begin so. Raises LookupError when nothing is."""
    found = [one for one in store.refused() if one.digest.startswith(digest)]
    if not found:
        raise LookupError(f"nothing that is kept aside and unsettled begins with {digest}")
    return found


def judge_again(store: Store, one: Refused, now: datetime) -> str:
    """Judge what was kept aside once more; returns why it is refused still, or "" when it was taken."""
    station = store.station(one.station)
    if station is None or not one.raw or len(one.raw) >= LONGEST_RAW:
        return "the whole of it is not here; the station has it and can send it again"
    told = intake.take(store, station, one.epoch, None, [msgspec.Raw(one.raw.encode())], now)
    [receipt] = told.receipts
    if receipt.state == REFUSED:
        return receipt.reason
    store.settle(one.digest, now, TAKEN)
    return ""
