"""Copies to a stick and takes from one, for the window: what came of it, as codes that pages have words for.

Called on the courier's thread, so that line and stick never move at once; the bundles themselves are `sync.carrying`'s.
"""

from __future__ import annotations

from pathlib import Path

from checkpoint.bundles import BadBundle, Flaw
from checkpoint.whole import stick_of
from station.clock import DeviceClock
from station.store.store import Store
from station.sync import carrying
from station.ui.view import Carried, Carry

NOT_YET = "not_yet"
NOTHING = "nothing"


def copy_out(store: Store, clock: DeviceClock, folder: str) -> Carried:
    """Write what central does not have into a new file there. Raises StoreTrouble."""
    try:
        packed = carrying.pack(store, clock.now(), Path(folder))
    except OSError as error:
        return Carried(Carry.OUT, fault=stick_of(error).value)
    except carrying.CannotCarry:
        return Carried(Carry.OUT, fault=NOT_YET)
    return Carried(Carry.OUT, file=packed.path.name, entries=packed.entries)


def take_in(store: Store, clock: DeviceClock, folder: str) -> Carried:
    """Take every answer for this station that lies there. Raises StoreTrouble."""
    found, faults = [], []
    try:
        files = sorted(Path(folder).iterdir())
    except OSError as error:
        return Carried(Carry.IN, fault=stick_of(error).value)
    for path in files:
        if not path.name.startswith("answer-") or path.suffix != carrying.ENDING:
            continue
        try:
            found.append(carrying.take(store, path, clock))
        except BadBundle as bad:
            # Another station's answer on the same stick is nobody's fault.
            faults += [] if bad.flaw is Flaw.NOT_FOR_US else [bad.flaw.value]
        except OSError as error:
            faults.append(stick_of(error).value)
        except carrying.CannotCarry:
            faults.append(NOT_YET)
    if not found:
        return Carried(Carry.IN, fault=faults[0] if faults else NOTHING)
    settled, news = sum(one.settled for one in found), sum(one.roster + one.peers + one.again for one in found)
    return Carried(Carry.IN, entries=settled, news=news, fault=faults[0] if faults else "")
