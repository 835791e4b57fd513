"""Which banner stands for what went wrong on the desk's thread; the banner's words are the window's."""

from __future__ import annotations

from station.threads import Answer
from station.ui.view import Trouble


def trouble_of(answer: Answer) -> Trouble:
    """The banner for a task that failed; its libraries are loaded by then."""
    from station.place import NotReady
    from station.store.trouble import StoreFault, StoreTrouble

    if isinstance(answer.error, NotReady):
        return Trouble.NOT_READY
    fault = answer.error.fault if isinstance(answer.error, StoreTrouble) else StoreFault.FAILED
    if fault is StoreFault.FULL:
        return Trouble.DISK_FULL
    if fault is StoreFault.RETIRED:
        return Trouble.RETIRING
    if answer.name != "open":
        return Trouble.STORE_FAILED
    shut = {
        StoreFault.LOCKED: Trouble.STORE_LOCKED,
        StoreFault.FUTURE: Trouble.STORE_FUTURE,
        StoreFault.WRONG_KEY: Trouble.STORE_KEY,
        StoreFault.READ_ONLY: Trouble.STORE_READ_ONLY,
    }
    return shut.get(fault, Trouble.STORE_DAMAGED)
