"""How long an answer asks to be left alone; waiting is the courier's."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import UTC, datetime
from email.utils import parsedate_to_datetime


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
