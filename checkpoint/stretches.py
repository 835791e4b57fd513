"""What a station wrote and is told of again, in brief: a digest for each stretch; asking and comparing are others'.

A program that has just begun is told of its own backlog too, behind itself (decision 0018), and nearly always knows all
of it under the same times. Then one digest says so for thousands of entries, and none of them comes down again.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from hashlib import sha256
from itertools import pairwise
from typing import Final

from checkpoint.wire import Stretch

STRETCH: Final = 2_000
"""The most of a station's own entries that one page tells in brief; read at either end in some milliseconds."""


def digest_of(told: Iterable[tuple[str, int | None, int | None]]) -> str:
    """SHA-256, in hexadecimal digits, of (hash, received_at, scanned_at) of entries in order of seq; times in ms."""
    lines = [f"{hash_} {received_ms} {scanned_ms}\n" for hash_, received_ms, scanned_ms in told]
    return sha256("".join(lines).encode()).hexdigest()


def in_brief(rows: Sequence[tuple[int, str, int, int]]) -> list[Stretch]:
    """(seq, hash, received_at, scanned_at) of one journal's entries, each stretch without a gap as one; times in ms."""
    starts = [number for number, row in enumerate(rows) if not number or row[0] != rows[number - 1][0] + 1]
    parts = [rows[start:end] for start, end in pairwise([*starts, len(rows)])]
    return [Stretch(first=part[0][0], last=part[-1][0], digest=digest_of(row[1:] for row in part)) for part in parts]
