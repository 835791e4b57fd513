"""Central's terms: each number is in one, restarts cost little, and whoever says none is answered as ever."""

from __future__ import annotations

import re
from contextlib import closing
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest
import sqlalchemy as sa

from central import auth, intake
from central.afresh import begin_afresh
from central.peers import ARRIVAL
from central.store.engine import open_engine
from central.store.rosters import COUNTER
from central.store.schema import passed_over
from central.store.store import Store
from central.store.terms import KEPT, MOST
from checkpoint.roster import Person
from checkpoint.terms import Point, Told
from checkpoint.wire import RosterPage
from tests.central.conftest import Enrolled, Joined, Place
from tests.central.test_bodies import MONDAY, take
from tests.central.test_store import at_revision
from tests.harness.calling import KEY
from tests.harness.made import C1, Pen

FIRST = datetime(2030, 1, 1, tzinfo=UTC)
FEED = f"{ARRIVAL} elsewhere"


def begin(store: Store, second: int) -> None:
    store.begin_afresh((COUNTER, ARRIVAL), FIRST + timedelta(seconds=second))


def told(store: Store, name: str = COUNTER) -> Told:
    """Somebody who has just been told all of it."""
    number = store.counters([name])[name]
    return Told().then(number, store.term_at(name, number))


def change(store: Store, number: int) -> None:
    store.put([Person(id=str(1000 + number), name="新来", community=C1)])


def rows(store: Store, name: str = COUNTER) -> int:
    with store._reading() as connection:
        return len(connection.execute(sa.select(passed_over.c.until).where(passed_over.c.name == name)).all())


def test_each_number_is_in_the_term_in_which_it_was_given_out(store: Store) -> None:
    early = told(store).number
    assert store.term_at(COUNTER, early) == "", "nobody was told anything yet"
    seen: list[Told] = []
    for second in range(4):
        begin(store, second)
        assert store.term_at(COUNTER, early) not in {"", *(one.term for one in seen)}
        change(store, second)
        seen.append(told(store))
    assert len({one.term for one in seen}) == 4
    assert [store.term_at(COUNTER, one.number) for one in seen] == [one.term for one in seen]
    assert [store.joins(COUNTER, one) for one in seen] == [Point(one.term, one.number) for one in seen]


def test_a_term_in_which_nothing_was_given_out_is_forgotten_and_costs_nothing(store: Store) -> None:
    for second in range(9):
        begin(store, second)
    assert rows(store) == 2
    before = told(store)
    change(store, 1)
    now = told(store)
    begin(store, 20)
    begin(store, 21)
    assert rows(store) == 3
    assert store.joins(COUNTER, now) == Point(now.term, now.number)
    assert before.number < now.number


def test_a_command_begins_one_term_with_its_first_change_and_none_without(place: Place) -> None:
    with place() as where, closing(Store(where)) as store:
        for number in range(3):
            with closing(Store(where, lambda: FIRST)) as books:
                books.put([])
                assert rows(store) == number
                change(books, 2 * number)
                change(books, 2 * number + 1)
                assert rows(store) == number + 1
        assert store.term_at(COUNTER, told(store).number) != store.term_at(COUNTER, told(store).number - 2)


def test_of_very_many_terms_some_are_forgotten_and_nobody_is_led_further_on_than_it_was_told(store: Store) -> None:
    seen: list[Told] = [Told()]
    for second in range(MOST + 20):
        begin(store, second)
        change(store, second)
        now = told(store)
        seen.append(seen[-1].then(now.number, now.term))
        assert rows(store) <= MOST
    assert rows(store) >= KEPT
    joined = [store.joins(COUNTER, one).number for one in seen[1:]]
    assert all(to <= one.number for one, to in zip(seen[1:], joined, strict=True))
    assert joined[-20:] == [one.number for one in seen[-20:]], "nothing is heard twice of what is not long past"
    assert min(joined) > 0
    numbers = [one.number for one in seen[1:]]
    assert [store.joins(COUNTER, Told(one)).number for one in numbers[-20:]] == numbers[-20:]


def test_a_counter_that_nobody_knew_when_it_began_counts_in_the_term_that_runs(store: Store) -> None:
    begin(store, 0)
    code = auth.new_code(store, name="别处", site="elsewhere", gate="G9", now=MONDAY)
    station, _ = auth.enrol(store, code, KEY, "127.0.0.1", MONDAY)
    take(store, station, [Pen(station.id).write("shift", {}, MONDAY)], MONDAY)
    here = told(store, FEED)
    assert here.number == 1
    assert here.term
    assert store.joins(FEED, here) == Point(here.term, 1)
    begin(store, 1)
    begin(store, 2)
    assert store.joins(FEED, here) == Point(here.term, 1)
    assert store.joins(FEED, Told().then(2, here.term)) == Point(here.term, 1)
    assert store.joins(FEED, Told().then(1, "ab")) == Point("", 0)
    assert store.term_at(FEED, 2) != here.term


def test_whoever_says_no_term_is_answered_by_its_number_alone(store: Store, enrolled: Enrolled, joined: Joined) -> None:
    other = joined("G2")
    intake.take(store, other, "e1", MONDAY, [], MONDAY)
    take(store, other, [Pen(other.id).write("shift", {}, MONDAY)], MONDAY)
    begin_afresh(store)
    station = enrolled("G1")
    version = station.roster().version
    stood = store.counters([COUNTER])[COUNTER]
    assert station.roster(version).newest == -1
    assert station.roster(stood - 1).newest == version
    assert station.roster(stood + 1).newest == stood
    assert station.peers(1).newest == -1
    assert station.peers(2).newest == 1
    assert station.peers(1).term == station.peers(0).term != ""


@pytest.mark.parametrize("terms", ["%00", "x:1", "aa:1;", "aa", "aa:1,", f"aa:{10**16}", ",".join(["a:1"] * 99)])
def test_terms_that_are_none_are_refused_with_a_sentence(enrolled: Enrolled, terms: str) -> None:
    answer = enrolled("G1").raw("GET", f"/v1/roster?after=1&terms={terms}")
    assert answer.status_code == 422
    assert "terms" in answer.text


def test_terms_of_another_number_are_none(enrolled: Enrolled, store: Store) -> None:
    begin_afresh(store)
    station = enrolled("G1")
    page = station.roster()
    asked = station.ask("GET", f"/v1/roster?after={page.version}&terms=aa:{page.version - 1}", RosterPage)
    assert (asked.newest, asked.term) == (-1, page.term)
    asked = station.ask("GET", f"/v1/roster?after={page.version}&terms=aa:{page.version}", RosterPage)
    assert (asked.newest, asked.term) == (0, "")


@pytest.mark.one_database
def test_a_database_of_before_has_a_term_for_each_time_that_it_began(tmp_path: Path) -> None:
    where = str(tmp_path / "central.db")
    at_revision(where, "0014")
    engine = open_engine(where)
    with engine.execution_options(writes=True).begin() as connection:
        connection.exec_driver_sql("INSERT INTO counter (name, value) VALUES ('roster', 2005)")
        for until, stood in ((1000, 5), (2000, 1007)):
            connection.exec_driver_sql(
                f"INSERT INTO passed_over (name, until, stood) VALUES ('roster', {until}, {stood})"
            )
    engine.dispose()
    with closing(Store(where)) as store:
        begin(store, 0)
        terms = [store.term_at(COUNTER, number) for number in (5, 1007, 2005, 2_000_000_000_000)]
        assert len(set(terms)) == 4
        assert all(re.fullmatch("[0-9a-f]{1,32}", one) for one in terms)
        assert store.joins(COUNTER, Told(1007, (Point(terms[1], 1007),))) == Point(terms[1], 1007)
        assert store.joins(COUNTER, Told(1500, (Point(terms[1], 1500),))) == Point(terms[1], 1007)
