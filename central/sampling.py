"""A site's sampling as central has it, over all its tables, by the same pure fold; what somebody has to look at of it.

Nothing here names a person: tubes, boxes, tables and counts only.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from typing import Any, Final
from zoneinfo import ZoneInfo

from central.remembered import Remembered
from central.store.store import Store
from checkpoint import days
from checkpoint.roster import Site, from_data
from checkpoint.sampling import keeping, ledger
from checkpoint.sampling.acts import BOX, KINDS, MEMBER, TUBE
from checkpoint.sampling.books import Books, Box, State, Tube
from checkpoint.sampling.folding import fold, more

LOOKED_BACK: Final = timedelta(days=14)
"""Tubes and boxes of so many days are watched; the command line tells of any day."""
AROUND: Final = timedelta(days=1)
"""Who is in a tube was written within a day of the natural day on which it was opened."""
WAITS: Final = timedelta(hours=4)
"""A tube that was sealed so long ago and is here still belongs to the laboratory: samples keep four hours unchilled."""


@dataclass(frozen=True, slots=True)
class Trouble:
    """What somebody has to look at. what: conflict, differs, flagged or waiting. code: of a tube, or of a box.

    tables: names of the tables that it concerns. since: in the site's time. counted, had: of a box, the tubes counted
    by hand and those that the program had.
    """

    what: str
    code: str
    tables: tuple[str, ...]
    since: datetime
    counted: int = 0
    had: int = 0


@dataclass(frozen=True, slots=True)
class Sampling:
    """A site's day, by the tubes that were opened on it. persons: in those that are not void, as every table counts
    them; tubes: how many stand in each state."""

    site: str
    day: date
    persons: int
    tubes: Mapping[str, int]
    troubles: tuple[Trouble, ...]

    def count(self, what: str) -> int:
        """How many troubles of a kind there are."""
        return sum(one.what == what for one in self.troubles)


TROUBLES: Final = ("conflict", "differs", "flagged", "waiting")


def standing(books: Books, site: Site, day: date, now: datetime, names: Mapping[str, str]) -> Sampling:
    """How a site stands. names: station -> its name. Troubles are of all that the books hold, worst first."""
    zone = ZoneInfo(site.time_zone)
    figures = ledger.figures(books.between(*days.bounds(day, zone)))
    tubes = {state.value: figures[state.value] for state in State}
    return Sampling(site.name, day, figures["sampled"], tubes, tuple(_troubles(books, now, zone, names)))


def _troubles(books: Books, now: datetime, zone: ZoneInfo, names: Mapping[str, str]) -> Iterator[Trouble]:
    def tubes(what: str, found: Sequence[Tube]) -> Iterator[Trouble]:
        for one in found:
            at = (one.sealed or one.opened).scanned_at.astimezone(zone)
            yield Trouble(what, one.code, (_table(one, names),), at)

    for rivals in books.conflicts:
        at = rivals[-1].opened.scanned_at.astimezone(zone)
        yield Trouble("conflict", rivals[0].code, tuple(_table(one, names) for one in rivals), at)
    for box in sorted(books.boxes.values(), key=lambda one: one.opened.order):
        if box.closed is not None and box.closed.typed != box.closed.count:
            at = box.closed.scanned_at.astimezone(zone)
            yield Trouble("differs", box.code, (_table(box, names),), at, box.closed.typed, box.closed.count)
    yield from tubes("flagged", books.flagged)
    sealed = [one for one in books.tubes.values() if one.state is State.SEALED and _waits(one, now)]
    yield from tubes("waiting", sorted(sealed, key=lambda one: one.opened.order))


def listed(sites: Sequence[Sampling]) -> list[tuple[str, Trouble]]:
    """(site, trouble) of all of them: what blocks a tube first, then by site and time."""
    found = [(site.site, one) for site in sites for one in site.troubles]
    return sorted(found, key=lambda pair: (TROUBLES.index(pair[1].what), pair[0], pair[1].since))


def _table(one: Tube | Box, names: Mapping[str, str]) -> str:
    station, lane = one.table
    return f"{names.get(station, station)} {lane}".strip()


def _waits(tube: Tube, now: datetime) -> bool:
    return tube.sealed is not None and now - tube.sealed.scanned_at >= WAITS


def books(store: Store, site: Site, day: date) -> Books:
    """The site's books as far as they say anything of a natural day: with what became of its tubes up to now."""
    start, end = days.bounds(day, ZoneInfo(site.time_zone))
    tubes = store.arrivals(site.id, start - LOOKED_BACK, end + keeping.LONGEST, (TUBE, BOX))
    members = store.remembered(site.id, start - AROUND, end + AROUND, (MEMBER,))
    return fold([*tubes, *members], site.id)


def told(store: Store, site: Site, day: date, now: datetime) -> dict[str, Any]:
    """A day's figures as JSON values, and what is to be looked at."""
    zone, found = ZoneInfo(site.time_zone), books(store, site, day)
    names = {one.id: one.name for one in store.stations()}
    troubles = standing(found, site, day, now, names).troubles
    figures = ledger.figures(found.between(*days.bounds(day, zone)))
    listed = [
        {"what": one.what, "code": one.code, "tables": list(one.tables), "since": f"{one.since:%Y-%m-%d %H:%M:%S}"}
        | ({"counted": one.counted, "had": one.had} if one.what == "differs" else {})
        for one in troubles
    ]
    boxes = [_box(box, found, zone, names) for box in _of_day(found, *days.bounds(day, zone))]
    return {"site": site.id, "day": day.isoformat(), **figures, "boxes": boxes, "troubles": listed}


def _of_day(found: Books, start: datetime, end: datetime) -> list[Box]:
    opened = [one for one in found.boxes.values() if start <= one.opened.scanned_at < end]
    return sorted(opened, key=lambda one: one.opened.order)


def _box(box: Box, found: Books, zone: ZoneInfo, names: Mapping[str, str]) -> dict[str, Any]:
    """What goes along with a box to the laboratory: codes and counts. Who is in its tubes is the laboratory's list."""
    held = [one for one in found.tubes_in(box.id) if one.state is not State.VOID]
    sent = [one.sent.scanned_at for one in held if one.sent is not None]
    return {
        "box": box.code,
        "table": _table(box, names),
        "tubes": len(held),
        "persons": sum(one.count for one in held),
        "counted": box.closed.typed if box.closed else None,
        "sent": len(sent),
        "last_sent": f"{max(sent).astimezone(zone):%Y-%m-%d %H:%M:%S}" if sent else None,
    }


def ledger_rows(store: Store, site: Site, day: date) -> list[dict[str, str]]:
    """The sampling ledger of a day: a row a tube, nobody's name."""
    zone = ZoneInfo(site.time_zone)
    tables = {data["id"]: data["name"] for data in store.data_of("gate")}
    return ledger.rows(books(store, site, day), *days.bounds(day, zone), zone, site=site.name, tables=tables)


class _Followed:
    """One site's books as this process has read them so far: begun anew each day, and never more than a copy."""

    def __init__(self, site: Site, day: date) -> None:
        self.site, self.day = site, day
        start = days.bounds(day, ZoneInfo(site.time_zone))[0]
        self._since = ((TUBE, BOX), start - LOOKED_BACK), ((MEMBER,), start)
        self._stood = [0, 0]
        self._books = Books(site.id)

    def read(self, store: Store) -> Books:
        """The books with what has come since they were last asked for."""
        for place, (kinds, since) in enumerate(self._since):
            came, stood = store.arrivals_after(self.site.id, self._stood[place], since, kinds)
            self._books = more(self._books, came) if came else self._books
            self._stood[place] = stood
        return self._books


class Watch:
    """All sites where samples are taken, for the page and the gauges."""

    def __init__(self, store: Store) -> None:
        self._store = store
        self._followed: dict[str, _Followed] = {}
        self._seen = Remembered(self._look)

    def at(self, now: datetime) -> list[Sampling]:
        """How each of them stands, at most ten seconds ago."""
        return self._seen.at(now)

    def figures(self, now: datetime) -> dict[str, int]:
        """The same in numbers over all sites, without a name: today's persons and tubes, and troubles by kind."""
        found = self.at(now)
        told = {f"sampling_tubes_{one.value}": sum(site.tubes[one.value] for site in found) for one in State}
        told |= {f"sampling_{what}": sum(site.count(what) for site in found) for what in TROUBLES}
        return {"sampling_sites": len(found), "sampling_persons": sum(one.persons for one in found)} | told

    def _look(self, now: datetime) -> list[Sampling]:
        busy = self._store.sampling_sites(now - LOOKED_BACK, KINDS)
        # One that left the roster has its tubes somewhere still.
        known = {id_: Site(id=id_, name=id_) for id_ in busy} | {one.id: one for one in _sites(self._store)}
        sites = [one for id_, one in sorted(known.items()) if id_ in set(busy) or one.policy.sampling.on]
        names = {one.id: one.name for one in self._store.stations()}
        self._followed = {site.id: self._follow(site, now) for site in sites}
        return [standing(one.read(self._store), one.site, one.day, now, names) for one in self._followed.values()]

    def _follow(self, site: Site, now: datetime) -> _Followed:
        day = days.day_of(now, ZoneInfo(site.time_zone))
        held = self._followed.get(site.id)
        return held if held is not None and held.site == site and held.day == day else _Followed(site, day)


def _sites(store: Store) -> list[Site]:
    return [one for data in store.data_of("site") if isinstance(one := from_data("site", data), Site)]
