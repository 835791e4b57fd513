"""What the handling of a request leaves for the log and the counters: whose it was, what became of its entries."""

from __future__ import annotations

from collections import Counter
from typing import Any, Final

from fastapi import Request
from starlette.types import Scope

from checkpoint.wire import STORED, Pushed

_NOTED: Final = "central.noted"


def begin(scope: Scope) -> dict[str, Any]:
    """What will be noted of this request: `station`, an id of central's own making, and `entries`, a count by state."""
    noted: dict[str, Any] = {}
    scope[_NOTED] = noted
    return noted


def note_station(request: Request, station: str) -> None:
    """Whose request it is."""
    request.scope[_NOTED]["station"] = station


def note_batch(request: Request, pushed: Pushed, count: int) -> None:
    """What a batch of so many entries came to: those without a receipt were stored."""
    states = Counter([receipt.state for receipt in pushed.receipts])
    states[STORED] += count - len(pushed.receipts)
    request.scope[_NOTED]["entries"] = +states
