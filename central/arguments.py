"""How words of central's command line are read: days and whole numbers; what they are for is each command's."""

from __future__ import annotations

import argparse
from collections.abc import Callable
from datetime import date


def day(text: str) -> date:
    """A natural day."""
    try:
        return date.fromisoformat(text)
    except ValueError as error:
        raise argparse.ArgumentTypeError(f"'{text}' is not a day like 2022-12-05") from error


def between(least: int, most: int) -> Callable[[str], int]:
    """A reader of whole numbers from least to most."""

    def read(text: str) -> int:
        if not text.isascii() or not text.isdigit() or not least <= int(text[:9]) <= most:
            raise argparse.ArgumentTypeError(f"'{text}' is not a whole number from {least} to {most}")
        return int(text)

    return read
