"""What the tray page shows, as frozen facts; everything here is masked already."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime


@dataclass(frozen=True, slots=True, kw_only=True)
class TrayRow:
    """An entry that central keeps aside. name, building: masked, of whom it is about. reason: in central's words."""

    epoch: str
    seq: int
    at: datetime
    kind: str
    name: str
    building: str
    reason: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Tray:
    """All of it. rows: at most a screenful of hundreds; total: how many there are.

    parted_at: when this station went on under a new epoch, until somebody has looked into it. is_twice: another
    computer writes as this station.
    """

    rows: tuple[TrayRow, ...] = ()
    total: int = 0
    parted_at: datetime | None = None
    is_twice: bool = False
