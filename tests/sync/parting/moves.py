"""A computer that moves into a new epoch, step by step, and what it holds meanwhile."""

from __future__ import annotations

from collections.abc import Collection
from typing import Any

from checkpoint.journal import Draft, Entry
from checkpoint.wire import Receipt
from station.store.store import Store
from station.sync.histories import BEGUN
from tests.harness.gate import open_store
from tests.harness.made import at
from tests.sync.parting.computers import Computer

AT_ONCE = 5


class PowerIsGone(BaseException):
    """What ends a program in the middle of a step."""


def begun(one: Computer) -> Draft:
    """What begins the journal into which they move."""
    return Draft(kind=BEGUN, at=at("07:00"), clock=one.clock.evidence(), operator="", body={})


def set_out(one: Computer, known: Collection[str] = ()) -> None:
    one.store.begin_anew(begun(one), known)


def own(one: Computer) -> list[Entry]:
    """All that this station holds of itself, in the order in which its journals are read everywhere."""
    mine = [chain for chain in one.store.epochs() if chain[0] == one.who.station]
    return [entry for chain in sorted(mine) for entry in one.store.entries(*chain)]


def showings(one: Computer) -> list[str]:
    return [entry.id for entry in own(one) if entry.kind == "attempt"]


def scan(one: Computer, written: list[str]) -> None:
    """Somebody shows a pass; `written` are the ids of all before, in order."""
    one.write(1)
    (new,) = set(showings(one)) - set(written)
    written.append(new)


def reopened(one: Computer) -> None:
    """The program was killed and is started again."""
    one.store.close()
    one.store = open_store(one.where.data)


def passages_in(store: Store) -> list[tuple[Any, ...]]:
    with store._reading() as connection:
        return [tuple(row) for row in connection.exec_driver_sql("SELECT station, epoch, seq, id FROM passage")]


def settled(one: Computer, count: int, state: str = "stored", reason: str = "") -> None:
    """Central's answers for the next ones of the living epoch."""
    waiting = one.store.unsent(count)
    one.store.settle(one.store.epoch, [Receipt(seq=entry.seq, state=state, reason=reason) for entry in waiting])


def moved_out(one: Computer) -> int:
    """How many entries have left the places where they stood."""
    with one.store._reading() as connection:
        return int(connection.exec_driver_sql("SELECT count(*) FROM parted").scalar() or 0)


def arrives(one: Computer) -> None:
    """It sets out, and all of it follows."""
    set_out(one)
    one.store.go_on_moving()
