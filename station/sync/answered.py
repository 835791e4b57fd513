"""Central's answer on a stick, asked as central is over the line: how epochs stand, pages of roster and feed.

So what follows from it is decided by the same code. It knows only what it was asked about when the bundle was written;
whatever it does not say raises Trouble, as a line that breaks there would. Reading files is left to `carrying`.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from typing import TypeVar

from msgspec.structs import replace

from checkpoint.bundles import Document, Found, PeersFrom, RosterFrom, Run, Stands
from checkpoint.terms import Told
from checkpoint.wire import PeerPage, RosterPage, Standing
from station.sync.client import Trouble

Page = TypeVar("Page", RosterFrom, PeersFrom)
Gap = tuple[int, int]


class CarriedAnswer:
    """One answer. said: reads it from its beginning, a part at a time. stands: what it says of epochs."""

    def __init__(self, said: Callable[[], Iterator[Document]], stands: Iterable[Stands]) -> None:
        self._said = said
        self._stands = {one.standing.epoch: one for one in stands}
        self._reading: Iterator[Document] = iter(())

    @property
    def tells_standings(self) -> bool:
        """Whether it says how the station's epochs stand: not where central is an older one, or retires the station."""
        return bool(self._stands)

    def standing(self, epoch: str, _living: str, at: int = 0) -> Standing:
        """How that epoch stood when the answer was written.

        Lost is only what the station knew as held when it asked: what was settled since came later than this answer.
        """
        said = self._stands.get(epoch)
        if said is None:
            # An epoch that was begun since: nothing is said of it.
            return Standing(epoch=epoch, have=0, have_hash="", last=-1, gaps=[], twice=False, time="")
        told = said.standing
        newest = max((run.last for run in said.found), default=0)
        lacking = [*told.gaps, *([(told.last + 1, newest)] if told.last < newest else [])]
        gaps = [both for gap in lacking for run in said.found if (both := _both(gap, run)) is not None]
        return replace(told, gaps=gaps, last=max(told.last, newest), there=_there(said.found, at) if at else None)

    def roster(self, after: int, *, terms: str) -> RosterPage:
        """The page that joins on to that version. Raises Trouble."""
        said = self._next(RosterFrom, Told.of(after, terms), lambda one: one.page.version)
        return replace(said.page, items=[item for item in said.page.items if item.version > after])

    def peers(self, after: int, *_own: object, terms: str) -> PeerPage:
        """The page that joins on to that cursor. Raises Trouble.

        How an epoch stood is said by itself: the page speaks of the one that was written when the bundle left.
        """
        page = self._next(PeersFrom, Told.of(after, terms), lambda one: one.page.cursor).page
        return replace(page, last=-1)

    def _next(self, type_: type[Page], told: Told, end: Callable[[Page], int]) -> Page:
        # Pages come in the order in which they are asked for, nearly always.
        for reading in (self._reading, None):
            self._reading = self._said() if reading is None else reading
            for one in self._reading:
                if isinstance(one, type_) and _joins(one, end(one), told):
                    return one
        # A page that begins beyond what is known would leave a gap; one that ends before it is old.
        raise Trouble("this answer does not go on from here")


def _both(gap: Gap, run: Found | Run) -> Gap | None:
    first, last = max(gap[0], run.first), min(gap[1], run.last)
    return (first, last) if first <= last else None


def _joins(page: RosterFrom | PeersFrom, end: int, told: Told) -> bool:
    """Whether the page goes on from there: by its numbers, and as the same history where both say which."""
    if page.after == told.number:
        return told.term == page.term or "" in {told.term, page.term}
    return page.after < told.number < end and (told.term == page.page.term or "" in {told.term, page.page.term})


def _there(found: list[Found], at: int) -> str | None:
    """The hash of what central had at that place, empty for what it had not; nothing where it stood as it was said."""
    run = next((run for run in found if run.first <= at <= run.last), None)
    if run is None or at <= run.stands_to:
        return None
    return dict(run.between).get(at, "") if at < run.others_from else ""
