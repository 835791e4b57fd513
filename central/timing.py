"""What a batch shows of its station's clock, and when its entries were scanned by central's; storing is `books`'s."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from functools import cached_property
from typing import Final, NamedTuple

from central.store.books import Scanned
from central.store.schema import in_ms
from checkpoint.days import CLOCK_TOLERANCE
from checkpoint.journal import Clock

MS: Final = timedelta(milliseconds=1)
TOLERANCE_MS: Final = CLOCK_TOLERANCE // MS
_CALENDAR: Final = range(in_ms(datetime.min.replace(tzinfo=UTC)), in_ms(datetime.max.replace(tzinfo=UTC)) + 1)


class Ticks(NamedTuple):
    """A station's monotonic clock as a batch left, in that boot; no boot: it was not said."""

    mono_ms: int = 0
    boot: str = ""


UNSAID: Final = Ticks()


@dataclass(frozen=True)
class Circumstances:
    """Of the whole batch. sent_at: the station's clock, None when it was not on a line that tells.

    now: central's clock, whole milliseconds. ticks: what else the station's clocks showed.
    """

    site: str
    sent_at: datetime | None
    now: datetime
    ticks: Ticks = UNSAID

    @cached_property
    def sent_ms(self) -> int:
        """The station's clock as the batch left; only where it was said."""
        assert self.sent_at is not None
        return in_ms(self.sent_at)

    @cached_property
    def offset_ms(self) -> int | None:
        """Central's clock minus the station's."""
        return None if self.sent_at is None else (self.now - self.sent_at) // MS

    def scanned(self, at_ms: int, clock: Clock) -> Scanned:
        """Of an entry that the station's wall clock dates so, with what was known of it then."""
        offset_ms = self.offset_ms
        if offset_ms is None:
            # It was carried here, for hours perhaps: what its station last knew of its own clock is all there is.
            offset_ms = clock.offset_ms or 0
        elif clock.boot == self.ticks.boot:
            offset_ms += self._set_since_ms(at_ms, clock)
        elif self.ticks.boot and clock.offset_ms is not None:
            # Before a restart: whoever set the clock right since did not set what was written then.
            offset_ms = clock.offset_ms
        if -TOLERANCE_MS <= offset_ms <= TOLERANCE_MS or at_ms + offset_ms not in _CALENDAR:
            # A clock so wrong that the corrected time is beyond the calendar: the device's own is all there is.
            return Scanned(at_ms, offset_ms, False)
        return Scanned(at_ms + offset_ms, offset_ms, True)

    def _set_since_ms(self, at_ms: int, clock: Clock) -> int:
        """How far the wall clock was put forward since that entry; nothing where it only went on or nobody knows."""
        forward = self.sent_ms - at_ms - (self.ticks.mono_ms - clock.mono_ms)
        return forward if self.ticks.boot and abs(forward) > TOLERANCE_MS else 0
