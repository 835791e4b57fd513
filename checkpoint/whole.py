"""A file that is there whole or not at all: written beside its place, on disk before it gets its name; and what a
stick that is full or gone comes to, in words."""

from __future__ import annotations

import errno
import os
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from enum import StrEnum
from pathlib import Path
from typing import BinaryIO, Final


class Stick(StrEnum):
    """What is wrong with where a file should go to or come from."""

    FULL = "full"
    GONE = "gone"
    READ_ONLY = "read_only"
    FAILED = "failed"


SENTENCES: Final = {
    Stick.FULL: "there is not enough room on it",
    Stick.GONE: "it is not there; was the stick pulled out?",
    Stick.READ_ONLY: "it cannot be written to",
    Stick.FAILED: "it reports an error",
}
_SIGNS: Final = {
    Stick.FULL: (errno.ENOSPC, errno.EDQUOT, errno.EFBIG),
    Stick.GONE: (errno.ENOENT, errno.ENODEV, errno.ENXIO, errno.ENOTDIR),
    Stick.READ_ONLY: (errno.EROFS, errno.EACCES, errno.EPERM),
}


def stick_of(error: OSError) -> Stick:
    """Which of these an error of the file system is."""
    return next((stick for stick, signs in _SIGNS.items() if error.errno in signs), Stick.FAILED)


@contextmanager
def whole(path: Path) -> Iterator[BinaryIO]:
    """The file to write; it stands at `path` when the block ends well, and is nowhere when it does not. Raises OSError.

    A program that is killed meanwhile leaves `NAME.part` behind, which nobody takes for the file.
    """
    part = path.with_name(path.name + ".part")
    try:
        with part.open("wb") as file:
            yield file
            file.flush()
            os.fsync(file.fileno())
        part.replace(path)
        wait_for_disk(path.parent)
    finally:
        with suppress(OSError):
            part.unlink(missing_ok=True)


def wait_for_disk(folder: Path) -> None:
    """Wait until the new name is on disk too, where a folder can be opened and waited for."""
    if os.name == "posix":
        handle = os.open(folder, os.O_RDONLY)
        try:
            with suppress(OSError):
                os.fsync(handle)
        finally:
            os.close(handle)
