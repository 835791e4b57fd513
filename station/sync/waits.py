"""How long to wait: as an answer asks, and until the next round; waiting itself is left to whoever asks."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from datetime import UTC, datetime
from email.utils import parsedate_to_datetime
from typing import Final

FIRST_S: Final = 1.0
LONGEST_S: Final = 60.0


def asked_s(headers: Mapping[str, str], most_s: float) -> float:
    """Seconds of `Retry-After`, bounded. A date counts from the answer's own date, since this clock may be wrong."""
    said = headers.get("Retry-After", "")
    if said.isascii() and said.isdigit():
        return min(float(said), most_s)
    until, now = _moment(said), _moment(headers.get("Date", ""))
    return 0.0 if until is None or now is None else max(0.0, min((until - now).total_seconds(), most_s))


def _moment(said: str) -> datetime | None:
    """A date as HTTP writes it, or None."""
    try:
        return parsedate_to_datetime(said).replace(tzinfo=UTC)
    except (ValueError, OverflowError):
        return None


def next_in_s(failures: int, every_s: float, chance: Callable[[], float], wait_s: float = 0.0) -> float:
    """Seconds until the next round. failures: rounds in a row without central; chance: 0 to 1, evenly.

    Exponential from FIRST_S to LONGEST_S with full jitter, so that a city of stations does not come back at once.
    """
    if failures == 0:
        return max(every_s * (0.8 + 0.4 * chance()), wait_s)
    ceiling: float = min(LONGEST_S, FIRST_S * 2 ** min(failures - 1, 16))
    return max(ceiling * chance(), FIRST_S / 2, wait_s)
