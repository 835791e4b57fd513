"""An older backup is served for a while, and then a newer one takes its place: nobody misses what only that one has.

Real backups, a real central and real stations, over a line and over sticks.
"""

from __future__ import annotations

from argparse import Namespace
from collections.abc import Callable, Iterator
from contextlib import ExitStack, closing, contextmanager
from datetime import UTC, datetime, timedelta
from pathlib import Path

import msgspec
import pytest

from central import backups, commands, intake
from central.__main__ import main
from central.afresh import begin_afresh
from central.peers import ARRIVAL
from central.settings import Settings
from central.store.rosters import COUNTER
from central.store.store import Store
from checkpoint.gate import Direction
from checkpoint.journal import to_wire
from checkpoint.roster import Person
from station.settings import Places, places
from station.store.marks import FEED, ROSTER
from tests.central.conftest import Place
from tests.harness.calling import central_in_thread
from tests.harness.gate import open_store
from tests.harness.made import C1, SITE, Pen, at
from tests.sync.parting import sticks
from tests.sync.parting.computers import EVER, Computer, Office, gate_of, seen_at, times_of
from tests.sync.parting.test_restored_central import pass_by

LINE, STICK = "line", "stick"
BEGAN = datetime(2030, 1, 1, tzinfo=UTC)


class Restorable(Office):
    """A central in either database, whose backups are put into new ones."""

    def __init__(self, books: Store, folder: Path, empty: Place, opened: ExitStack) -> None:
        self.books, self._folder, self._empty, self._opened = books, folder, empty, opened

    def back_up(self, name: str) -> Path:
        file = self._folder / f"{name}.backup"
        backups.write(file, Settings(self._folder, self._where), datetime.now(UTC))
        return file

    def command(self, *words: str) -> int:
        """Somebody types a command, whoever else has the database open."""
        return main([words[0], "--data", str(self._folder), "--database", self._where, *words[1:]])

    def as_a_command(self) -> closing[Store]:
        """The database as a command opens it."""
        return commands.open_store(Namespace(data=self._folder, database=self._where))[0]

    @property
    def _where(self) -> str:
        return self.books._engine.url.render_as_string(hide_password=False)

    def put_back(self, file: Path, begin: Callable[[Store], None] = begin_afresh) -> None:
        where = self._opened.enter_context(self._empty())
        backups.read(file, Settings(self._folder, where))
        self.books = Store(where)
        self._opened.callback(self.books.close)
        begin(self.books)


@pytest.fixture
def office(store: Store, tmp_path: Path, empty: Place) -> Iterator[Restorable]:
    store.publish_keys()
    begin_afresh(store)
    with ExitStack() as opened:
        yield Restorable(store, tmp_path, empty, opened)


@pytest.fixture(scope="module")
def nobody(tmp_path_factory: pytest.TempPathFactory) -> Places:
    """A store that nobody has enrolled yet."""
    where = places(tmp_path_factory.mktemp("nobody") / "a")
    open_store(where.data).close()
    return where


@contextmanager
def stations(office: Office, folder: Path, nobody: Places, *names: str) -> Iterator[list[Computer]]:
    with ExitStack() as opened:
        made = [opened.enter_context(gate_of(office, folder / name, nobody)) for name in names]
        # The keys for sticks come over the line, once.
        come(office, LINE, *made)
        yield made


def come(office: Office, way: str, *computers: Computer, rounds: int = 2) -> None:
    """They are heard and told, one after the other."""
    if way == STICK:
        sticks.trips(office, *computers, count=rounds)
        return
    with central_in_thread(office.books) as url:
        for one in computers:
            one.meet(url)
            one.rounds(rounds)
            one.leave()


def showings(one: Computer) -> list[str]:
    return sorted(passed.id for passed in one.store.between(SITE, *EVER))


def held(office: Office) -> list[str]:
    return sorted(one.entry.id for one in office.books.arrivals(SITE, *EVER, ("attempt",)))


both_ways = pytest.mark.parametrize("way", [LINE, STICK])


@both_ways
@pytest.mark.parametrize("knew", ["nothing of it", "a part of it"])
def test_what_only_the_newer_backup_has_is_heard_by_whoever_came_while_the_older_one_was_served(
    office: Restorable, tmp_path: Path, nobody: Places, way: str, knew: str
) -> None:
    with stations(office, tmp_path, nobody, "south", "north") as (south, north):
        pass_by(north, 2)
        come(office, way, north, south)
        older = office.back_up("older")
        pass_by(north, 3)
        come(office, way, north)
        if knew == "a part of it":
            come(office, way, south)
            pass_by(north, 3)
            come(office, way, north)
        newer = office.back_up("newer")
        assert len(held(office)) == 5 + 3 * (knew == "a part of it")
        office.put_back(older)
        # North is never seen again: nobody gives what it wrote a second time.
        pass_by(south, 4)
        come(office, way, south)
        pass_by(south, 1)
        come(office, way, south)
        office.put_back(newer)
        come(office, way, south)
        assert len(held(office)) == 10 + 3 * (knew == "a part of it")
        assert showings(south) == held(office)
        assert seen_at(south) == {id_: when for id_, when in times_of(office).items() if id_ in south.ids()}
        pass_by(south, 1)
        come(office, way, south)
        assert showings(south) == held(office)


@both_ways
def test_what_was_given_again_to_the_older_one_has_the_newer_ones_time_after_it(
    office: Restorable, tmp_path: Path, nobody: Places, way: str
) -> None:
    with stations(office, tmp_path, nobody, "south") as (south,):
        pass_by(south, 2)
        come(office, way, south)
        older = office.back_up("older")
        pass_by(south, 3)
        come(office, way, south)
        newer, times = office.back_up("newer"), times_of(office)
        office.put_back(older)
        if way == STICK:
            # What is carried has no time of its own but the station's.
            come(office, LINE, south)
        come(office, way, south)
        assert seen_at(south) == times_of(office) != times
        office.put_back(newer)
        come(office, way, south)
        assert seen_at(south) == times_of(office) == times


def beginning_at(when: datetime) -> Callable[[Store], None]:
    def begin(books: Store) -> None:
        books.begin([f"{ARRIVAL} {SITE}"])
        books.begin_afresh((COUNTER, ARRIVAL), when)

    return begin


@both_ways
def test_the_roster_comes_again_where_two_histories_of_it_gave_out_the_same_numbers(
    office: Restorable, tmp_path: Path, nobody: Places, way: str
) -> None:
    # A long list runs ahead of the clock, which counts a thousand a second.
    beginning_at(BEGAN)(office.books)
    with stations(office, tmp_path, nobody, "south") as (south,):
        older = office.back_up("older")
        office.books.put([Person(id=str(number), name="早", community=C1) for number in range(100, 105)])
        come(office, way, south)
        assert south.store.document(Person, "104") is not None
        newer = office.back_up("newer")
        office.put_back(older, beginning_at(BEGAN + timedelta(milliseconds=1)))
        office.books.put([Person(id=str(number), name="晚", community=C1) for number in range(200, 220)])
        come(office, way, south)
        assert {one.id for one in south.store.documents(Person)} == people_of(office)
        office.put_back(newer, beginning_at(BEGAN + timedelta(milliseconds=2)))
        office.books.put([Person(id=str(number), name="再", community=C1) for number in range(300, 330)])
        come(office, way, south)
        assert {one.id for one in south.store.documents(Person)} == people_of(office)


def people_of(office: Office) -> set[str]:
    return {data["id"] for data in office.books.data_of("person")}


def nobody_yet(_books: Store) -> None:
    """The database lies there, and nobody serves it."""


@both_ways
def test_what_a_command_changes_before_anybody_serves_the_backup_is_told_to_who_heard_more_from_the_newer_one(
    office: Restorable, tmp_path: Path, nobody: Places, way: str
) -> None:
    with stations(office, tmp_path, nobody, "south") as (south,):
        older = office.back_up("older")
        office.books.put([Person(id=str(number), name="早", community=C1) for number in range(100, 105)])
        come(office, way, south)
        office.put_back(older, nobody_yet)
        residents = tmp_path / "residents.csv"
        residents.write_text("姓名,社区\n" + "".join(f"晚{number},{C1}\n" for number in range(20)), "utf-8")
        assert office.command("import", str(residents)) == 0
        begin_afresh(office.books)
        come(office, way, south)
        assert {one.id for one in south.store.documents(Person)} == people_of(office)


def test_entries_that_a_command_takes_before_anybody_serves_the_backup_are_told_to_who_heard_more(
    office: Restorable, tmp_path: Path, nobody: Places
) -> None:
    with stations(office, tmp_path, nobody, "south", "north") as (south, north):
        older = office.back_up("older")
        pass_by(north, 3)
        come(office, LINE, north, south)
        office.put_back(older, nobody_yet)
        station = office.books.station(north.who.station)
        assert station is not None
        pen = Pen(station.id, "e9")
        said = [pen.attempt("1", Direction.IN, at(f"08:0{minute}")) for minute in range(9)]
        with office.as_a_command() as books:
            intake.take(
                books, station, "e9", BEGAN, [msgspec.Raw(msgspec.json.encode(to_wire(one))) for one in said], BEGAN
            )
        begin_afresh(office.books)
        come(office, LINE, south)
        assert set(held(office)) <= set(showings(south))


def test_a_command_beside_a_central_that_serves_begins_no_term_of_what_it_leaves_alone(
    office: Restorable, tmp_path: Path, nobody: Places
) -> None:
    with stations(office, tmp_path, nobody, "south", "north") as (south, north):
        pass_by(north, 3)
        come(office, LINE, north, south)
        told = south.store.heard(FEED)
        with office.as_a_command() as books:
            for number in range(2):
                books.put([Person(id=str(500 + number), name="新", community=C1)])
        pass_by(north, 3)
        come(office, LINE, north, south)
        now = south.store.heard(FEED)
        assert (now.term, now.number) == (told.term, told.number + 3)
        assert {one.id for one in south.store.documents(Person)} == people_of(office)


@both_ways
def test_a_clock_that_was_set_back_before_the_backup_came_hides_nothing(
    office: Restorable, tmp_path: Path, nobody: Places, way: str
) -> None:
    beginning_at(BEGAN)(office.books)
    with stations(office, tmp_path, nobody, "south", "north") as (south, north):
        backup = office.back_up("backup")
        pass_by(north, 3)
        come(office, way, north, south)
        office.put_back(backup, beginning_at(BEGAN - timedelta(days=9)))
        # The same numbers again, for other entries, and more of them.
        pass_by(north, 9)
        come(office, way, north, south)
        assert showings(south) == showings(north) == held(office)
        assert len(held(office)) == 12


@both_ways
def test_a_central_that_only_begins_again_makes_nobody_hear_anything_twice(
    office: Restorable, tmp_path: Path, nobody: Places, way: str
) -> None:
    with stations(office, tmp_path, nobody, "south", "north") as (south, north):
        for number in range(3):
            pass_by(north, 1)
            office.books.put([Person(id=str(500 + number), name="新", community=C1)])
            come(office, way, north, south, rounds=1)
            told = south.store.heard(FEED), south.store.heard(ROSTER)
            assert told[0].term
            assert told[1].term
            begin_afresh(office.books)
            begin_afresh(office.books)
            come(office, way, south, rounds=1)
            assert (south.store.heard(FEED), south.store.heard(ROSTER)) == told
        assert showings(south) == held(office)
        assert {one.id for one in south.store.documents(Person)} == people_of(office)
