"""Entries that spoil the batches they are in, as the courier keeps them in mind; when each is tried is its own."""

from __future__ import annotations

from dataclasses import dataclass

Place = tuple[str, int]
"""Of an own entry: (epoch, seq)."""


@dataclass(slots=True)
class Sunk:
    """An entry that spoils the batches it is in. is_proven: central took others when it did not take this one."""

    rounds: int
    left: int
    is_proven: bool
