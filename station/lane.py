"""The working side of one lane: opens store, desk and logbook and answers with what pages show; it knows no Qt.

Everything here may wait for the disk, so it is called from a worker's thread and never from the window's.
"""

from __future__ import annotations

from datetime import date
from pathlib import Path

from checkpoint import days
from checkpoint.gate import Action, Direction
from checkpoint.roster import Gate
from station import showing
from station.clock import DeviceClock
from station.desk import Desk
from station.logbook import Logbook
from station.settings import Places, Settings
from station.store.engine import key_at
from station.store.store import Store
from station.ui.view import Card, Day, Link, Row, Status


def open_store(where: Places, *, create: bool = True) -> Store:
    """The store at its place, with this computer's key. Raises StoreTrouble."""
    return Store.open(where.store, key_at(where.key), create=create)


class Lane:
    """One lane at work: what is shown becomes a card, what is decided becomes a card."""

    def __init__(self, store: Store, settings: Settings, clock: DeviceClock) -> None:
        """Raises NotReady when the station is not enrolled or has no roster yet."""
        self.store = store
        self._clock = clock
        self._desk = Desk(store, clock, operator=settings.operator, shift=settings.shift, lane=settings.lane)
        self._desk.direction = Direction(settings.direction)
        self._logbook = Logbook(store, self._desk.place)

    def show(self, text: str, method: str, suppressed: int) -> Card:
        """The card of what a code says, on disk already. Raises StoreTrouble."""
        return showing.card(self._desk.show(text, method=method, suppressed=suppressed))

    def decide(self, attempt: str, action: str) -> Card | None:
        """The card after a decision, on disk already; None when there was nothing left to decide."""
        shown = self._desk.decide(attempt, Action(action))
        return None if shown is None else showing.card(shown)

    def turn(self, direction: str) -> None:
        """Let the lane go the other way from now on."""
        self._desk.direction = Direction(direction)

    def refresh(self) -> None:
        """Take the roster's newest word on this place."""
        self._desk.refresh()
        self._logbook.place = self._desk.place

    @property
    def debounce_s(self) -> float:
        """The site's debounce, seconds."""
        return self._desk.place.site.policy.debounce_s

    @property
    def zone_name(self) -> str:
        """The site's time zone."""
        return self._desk.place.site.time_zone

    def rows(self) -> tuple[Row, ...]:
        """The last passages of this station."""
        return tuple(showing.row(passage, self._desk.place.gate.name) for passage in self._logbook.newest())

    def status(self) -> Status:
        """What is always in sight, as far as the disk knows; the link is filled in by whoever asks central."""
        place, figures = self._desk.place, self._logbook.figures(self._clock.now())
        return Status(
            site=place.site.name,
            gate=place.gate.name,
            lane=self._desk.lane,
            direction=self._desk.direction,
            operator=self._desk.operator,
            shift=self._desk.shift,
            link=Link.OFFLINE,
            unsent=self.store.unsent_count(),
            refused=self.store.refused_count(),
            inside=figures.inside,
            entered=figures.entered,
            left=figures.left,
            turned_away=figures.turned_away,
            clock_offset_ms=self._clock.offset_ms,
        )

    def day(self, chosen: date) -> Day:
        """The day page's content."""
        names = {gate.id: gate.name for gate in self.store.documents(Gate)}
        return showing.day(chosen, self._logbook.report(chosen), self._logbook.passages(chosen), names)

    def today(self) -> date:
        """The natural day at this site."""
        return days.day_of(self._clock.now(), self._desk.place.zone)

    def export(self, chosen: date, path: str, language: str) -> str:
        """Write the day's ledger; returns the path. Raises OSError, ValueError, StoreTrouble."""
        self._logbook.export(chosen, Path(path), language=language)
        return path

    def forget_expired(self) -> int:
        """Forget what retention says is over."""
        return self._desk.forget_expired()
