"""What can be wrong with the station's file, each as one clear sentence; mending it is left to people."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from enum import StrEnum
from typing import Final

from sqlalchemy import exc

from checkpoint.turns import Waited


class StoreFault(StrEnum):
    """The kinds of trouble that a gate must be able to name."""

    LOCKED = "locked"
    FULL = "full"
    DAMAGED = "damaged"
    FUTURE = "future"
    DISK = "disk"
    READ_ONLY = "read_only"
    WRONG_KEY = "wrong_key"
    MISSING = "missing"
    RETIRED = "retired"
    FAILED = "failed"


SENTENCES: Final = {
    StoreFault.LOCKED: "The station's file is in use by another program; close that one and try again.",
    StoreFault.FULL: "The disk is full: nothing was lost, but nothing more can be recorded until space is freed.",
    StoreFault.DAMAGED: "The station's file is damaged; it was left untouched. Keep it, and enrol this station anew.",
    StoreFault.FUTURE: "The station's file was written by a newer version of this program; please update the program.",
    StoreFault.DISK: "The disk reported an error: nothing shown was lost, but this disk should be replaced.",
    StoreFault.READ_ONLY: "The station's file cannot be written; check the permissions of its folder.",
    StoreFault.WRONG_KEY: "This computer's key does not open the station's file, or it is not a station's file.",
    StoreFault.MISSING: "There is no station's file here yet; run or enrol the station first.",
    StoreFault.RETIRED: "This station was taken out of service: it records nothing any more.",
    StoreFault.FAILED: "The station's file could not be used.",
}


class StoreTrouble(Exception):
    """The store cannot do what was asked; nothing was half-written. str() is a sentence for people."""

    def __init__(self, fault: StoreFault, detail: str = "") -> None:
        self.fault = fault
        super().__init__(SENTENCES[fault] + (f" ({detail})" if detail else ""))


_SIGNS: Final = (
    ("database is locked", StoreFault.LOCKED),
    ("disk is full", StoreFault.FULL),
    ("not a database", StoreFault.WRONG_KEY),
    ("hmac check failed", StoreFault.WRONG_KEY),
    ("malformed", StoreFault.DAMAGED),
    ("readonly", StoreFault.READ_ONLY),
    ("unable to open", StoreFault.READ_ONLY),
    ("disk i/o error", StoreFault.DISK),
)


def fault_of(error: BaseException) -> StoreFault:
    """Which kind of trouble a driver's message speaks of (SQLite has no portable codes through the driver)."""
    message = str(error).lower()
    return next((fault for sign, fault in _SIGNS if sign in message), StoreFault.FAILED)


@contextmanager
def told() -> Iterator[None]:
    """Turn what the driver raises into StoreTrouble; a broken rule of ours (IntegrityError) stays what it is."""
    try:
        yield
    except exc.IntegrityError:
        raise
    except (exc.TimeoutError, Waited) as error:
        # Another thread of this program has been writing for longer than anybody should wait.
        raise StoreTrouble(StoreFault.LOCKED) from error
    except exc.DBAPIError as error:
        raise StoreTrouble(fault_of(error.orig or error)) from error
