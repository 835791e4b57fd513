"""The device's clock as evidence: wall time, monotonic time and boot; correcting it is left to central."""

from __future__ import annotations

import time
import uuid
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from pathlib import Path

from checkpoint.journal import Clock
from checkpoint.passages import CLOCK_TOLERANCE

MS = timedelta(milliseconds=1)
_BOOT_FILE = Path("/proc/sys/kernel/random/boot_id")


_GOES_ON = next(
    (number for name in ("CLOCK_BOOTTIME", "CLOCK_MONOTONIC") if (number := getattr(time, name, None))), None
)
"""The clock that also counts while the computer sleeps, where there is a choice (Linux; macOS has it as the second)."""


def _boot_id() -> str:
    try:
        # Not the whole id: readings of older programs, which stood still while the computer slept, have that one.
        return "b" + _BOOT_FILE.read_text(encoding="ascii").strip().replace("-", "")[:11]
    except OSError:
        # Elsewhere than on Linux each start counts as a boot: monotonic readings are then compared within one run.
        return uuid.uuid4().hex[:12]


def central_at(now: datetime, offset_ms: int) -> datetime | None:
    """Central's clock when ours shows that; None when that is beyond the calendar."""
    try:
        return now + timedelta(milliseconds=offset_ms)
    except OverflowError:
        return None


def since_set(offset_ms: int, reckoned: datetime, now: datetime) -> int:
    """The offset that was measured, or the one that our wall clock has since it was set by more than CLOCK_TOLERANCE.

    What a stick carries for hours is corrected by what each entry itself says.
    """
    by = reckoned - now
    return offset_ms if abs(by - offset_ms * MS) <= CLOCK_TOLERANCE else by // MS


@dataclass(slots=True)
class DeviceClock:
    """Wall and monotonic time of this device, and central's offset as last measured."""

    boot: str = field(default_factory=_boot_id)
    _offset_ms: int | None = None
    _measured_at_s: float = 0.0
    _central_at: datetime | None = None

    def now(self) -> datetime:
        """The wall clock, UTC. It may be wrong, it is never set by us and it never blocks a gate."""
        return datetime.now(UTC)

    def monotonic_s(self) -> float:
        """Seconds since an arbitrary point of this boot."""
        return time.monotonic() if _GOES_ON is None else time.clock_gettime(_GOES_ON)

    def measured(self, offset_ms: int) -> None:
        """Keep central's clock minus ours, milliseconds, as just measured."""
        self._offset_ms, self._measured_at_s = offset_ms, self.monotonic_s()
        self._central_at = central_at(self.now(), offset_ms)

    def reckoned(self) -> datetime:
        """Central's clock as it must stand now, whatever ours was set to since; ours until it is known."""
        if self._central_at is None:
            return self.now()
        return self._central_at + timedelta(seconds=self.monotonic_s() - self._measured_at_s)

    def at_least(self) -> datetime:
        """How late it is in any case: by our clock or by central's, whichever is behind. Forgetting goes by it."""
        return min(self.now(), self.reckoned())

    @property
    def offset_ms(self) -> int | None:
        """The last offset measured, milliseconds; None when never."""
        return self._offset_ms

    def evidence(self) -> Clock:
        """What goes into an entry's header."""
        mono_s = self.monotonic_s()
        offset_ms, age = self._offset_ms, None
        if offset_ms is not None:
            age = int(mono_s - self._measured_at_s)
            offset_ms = since_set(offset_ms, self.reckoned(), self.now()) if self._central_at else offset_ms
        return Clock(int(mono_s * 1000), self.boot, offset_ms, age)
