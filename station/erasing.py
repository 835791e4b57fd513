"""Takes away everything that a station held, its key first; whether that may be done is decided elsewhere.

Without the key the encrypted file is noise, so the key goes first: overwritten, waited for, removed. What a disk keeps
of overwritten blocks is beyond a program; what is left to be found there opens nothing without all 32 bytes.
"""

from __future__ import annotations

import os
import secrets
import shutil
from contextlib import suppress
from pathlib import Path
from typing import Final

from station.settings import Places

LEFT: Final = "out-of-service.txt"
"""What stays: that this computer was a station and is none any more."""


def erase(where: Places, said: str) -> None:
    """Erase the station at that place. The store must be closed. said: what stays behind to be read."""
    _destroy(where.key)
    for path in (*where.data.glob("station.db*"), *where.data.glob("*.bundle")):
        path.unlink(missing_ok=True)
    for folder in (where.prints, where.exports):
        shutil.rmtree(folder, ignore_errors=True)
    (where.data / LEFT).write_text(said + "\n", encoding="utf-8")


def what_stays(where: Places) -> str:
    """What an erased station left to be read, or empty."""
    with suppress(OSError):
        return (where.data / LEFT).read_text(encoding="utf-8").strip()
    return ""


def begin_again(where: Places) -> None:
    """This computer is a station again."""
    (where.data / LEFT).unlink(missing_ok=True)


def _destroy(key: Path) -> None:
    with suppress(FileNotFoundError):
        length = key.stat().st_size
        with key.open("r+b") as file:
            file.write(secrets.token_bytes(length))
            file.flush()
            os.fsync(file.fileno())
        key.unlink()
