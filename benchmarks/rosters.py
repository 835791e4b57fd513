"""What a roster of 35,000 people and 10,000 volunteers costs central: taking it, pages for a station, one change."""

from __future__ import annotations

import random
import tempfile
import time
from collections.abc import Callable
from datetime import UTC, datetime
from functools import partial
from pathlib import Path

import msgspec

from benchmarks.matching import volunteers
from benchmarks.printed import HEADING, line, title
from central import roster
from central.store.stations import StationRow
from central.store.store import Store
from checkpoint.roster import Assignment, Document, Gate, Person, Post, Project, Shift, Site, assignment_id
from checkpoint.terms import Told

COMMUNITY, SITE = "990101001001", "site"
SHIFT = Shift(
    id="shift",
    project="p",
    site=SITE,
    post="post-0",
    begins="2022-12-05T00:00:00.000Z",
    ends="2022-12-05T03:00:00.000Z",
)


def documents(people: int, serving: int) -> list[Document]:
    """One community's residents, and the volunteers of four districts with their training."""
    pool, trainings = volunteers(serving, random.Random(990101))
    places: list[Document] = [
        Site(id=SITE, name="示例社区", community=COMMUNITY),
        Gate(id="G1", site=SITE, name="南口", communities=(COMMUNITY,)),
        Project(id="p", name="值守"),
        *(Post(id=f"post-{number}", name="岗位") for number in range(6)),
        SHIFT,
    ]
    residents = [Person(id=str(number), name="王文明", community=COMMUNITY) for number in range(1, people + 1)]
    return [*places, *residents, *pool, *trainings]


def timed(what: Callable[[], object]) -> float:
    """Milliseconds."""
    start = time.perf_counter()
    what()
    return (time.perf_counter() - start) * 1000


def run(quick: bool = False) -> None:
    """Print the table."""
    people, serving = (2_000, 1_000) if quick else (35_000, 10_000)
    all_of_it = documents(people, serving)
    title(f"Central's roster; {people:,} residents, {serving:,} volunteers, {len(all_of_it):,} documents")
    with tempfile.TemporaryDirectory() as folder:
        store = Store(str(Path(folder) / "central.db"))
        print(f"taking all of it: {timed(lambda: store.put(all_of_it)) / 1000:.1f} s")
        print(f"taking all of it again, nothing changed: {timed(lambda: store.put(all_of_it)) / 1000:.1f} s")
        station = StationRow("x", "x", SITE, "G1", "", datetime.now(UTC), None, None, None)
        pages, told, after, more = [], 0, 0, True
        while more:
            start = time.perf_counter()
            page = roster.page(store, station, Told(after), 500)
            pages.append((time.perf_counter() - start) * 1000)
            told, after, more = told + len(page.items), page.version, page.more
        print(f"a new station's pages: {len(pages)} in {sum(pages) / 1000:.1f} s, {told:,} documents told")
        chance = random.Random(1)
        ids = [f"990101-{chance.randrange(serving):05d}" for _ in range(20 if quick else 200)]
        one = [Assignment(id=assignment_id(SHIFT.id, who), shift=SHIFT.id, volunteer=who) for who in ids]
        print(HEADING)
        print(line("one page of 500 for a station", pages))
        print(line("one assignment, with all that hangs on it", [timed(partial(store.put, [each])) for each in one]))
        moved = msgspec.structs.replace(SHIFT, site="elsewhere")
        print(f"a shift of {len(set(ids))} that moves to another site: {timed(lambda: store.put([moved])):.0f} ms")
        store.close()
