"""A number with its English noun, as commands and sentences say it; the windows' words are translated elsewhere."""

from __future__ import annotations


def counted(count: int, one: str, more: str = "") -> str:
    """`1 entry`, `35,000 people`. more: the noun of any other number, where it is not the one with an s."""
    return f"{count:,} {one if count == 1 else more or one + 's'}"


def entries(count: int) -> str:
    """So many entries of a journal."""
    return counted(count, "entry", "entries")
