"""Bodies by day: whole days are forgotten at once, the chain stays, and no day makes a place or an id free again."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta

import pytest
import sqlalchemy as sa

from central import intake
from central.store import bodies
from central.store.stations import StationRow
from central.store.store import Store
from checkpoint.gate import Direction
from checkpoint.journal import Clock, Draft, Entry, first_fault, forgotten, seal, to_wire
from checkpoint.wire import KNOWN, REFUSED, STORED
from tests.central.conftest import Joined
from tests.central.test_intake import raw, states
from tests.harness import made
from tests.harness.made import Pen

MONDAY = datetime(2022, 12, 5, 4, 0, tzinfo=UTC)
DAY = timedelta(days=1)


def take(store: Store, station: StationRow, entries: list[Entry], now: datetime) -> list[str]:
    """Push these at that moment; what became of each."""
    return states(intake.take(store, station, "e1", now, [raw(to_wire(one)) for one in entries], now))


@pytest.fixture
def week(store: Store, joined: Joined) -> tuple[StationRow, list[Entry]]:
    """A passage and a note on each of three days, stored as they came."""
    station = joined()
    pen = Pen(station.id)
    for number in range(3):
        entries = [
            pen.attempt("1", Direction.IN, MONDAY + number * DAY, name="张*"),
            pen.write("shift", {"day": number}, MONDAY + number * DAY),
        ]
        assert take(store, station, entries, MONDAY + number * DAY) == [STORED] * 2
    return station, pen.entries


def test_a_dropped_day_takes_the_bodies_of_its_passages_and_nothing_else(
    store: Store, week: tuple[StationRow, list[Entry]], database: str
) -> None:
    station, entries = week
    went = store.forget_days_before(bodies.day_of(MONDAY + DAY))
    apart = database == "postgresql"
    assert went == apart
    assert store.journal(station.id, "e1") == [forgotten(entries[0]) if apart else entries[0], *entries[1:]]
    assert first_fault(store.journal(station.id, "e1")) is None
    assert store.forget_days_before(bodies.day_of(MONDAY + DAY)) == 0


def test_what_came_on_another_day_is_known_and_its_place_and_id_stay_taken(
    store: Store, week: tuple[StationRow, list[Entry]]
) -> None:
    station, entries = week
    store.forget_days_before(bodies.day_of(MONDAY + 2 * DAY))
    later = MONDAY + 9 * DAY
    assert take(store, station, entries, later) == [KNOWN] * 6
    other = Pen(station.id)
    other.attempt("2", Direction.IN, later)
    for number, entry in enumerate(entries, 2):
        other.write("note", {}, later, id_=entry.id if number == 7 else "")
    assert take(store, station, other.entries, later) == [REFUSED] * 7
    assert [fork.seq for fork in store.forks()] == [1, 2, 3, 4, 5, 6, 7]
    assert [one.entry.hash for one in store.feed(made.SITE, "", 0, 99)[0]] == [entry.hash for entry in entries]


def test_days_are_made_ahead_once_and_only_where_they_are_kept_apart(
    store: Store, week: tuple[StationRow, list[Entry]], database: str
) -> None:
    with store._engine.connect() as connection:
        found = bodies.partitions(connection)
        assert found == ([bodies.day_of(MONDAY) + number for number in range(4)] if database == "postgresql" else [])
        days = connection.execute(sa.text("SELECT day, count(*) FROM body GROUP BY day ORDER BY day")).all()
    assert [tuple(row) for row in days] == [(bodies.KEPT, 3), *((bodies.day_of(MONDAY) + n, 1) for n in range(3))]


@pytest.mark.parametrize(
    "text", ["\t", "\n", "\r\n", "\\", "\\N", "\\.", "\\x41", "a\tb\\tc", '"', "'; --", "桃\u2028"]
)
def test_any_text_comes_out_of_the_database_as_it_went_in(store: Store, joined: Joined, text: str) -> None:
    station = joined()
    pen = Pen(station.id)
    pen.write("note", {"text": text, "none": None, "list": [text, {"deep": text}]}, MONDAY)
    entry = seal(
        Draft(kind=text, at=MONDAY, clock=Clock(1, text, None, None), operator=text, shift=text, body={}, amends=text),
        station=station.id,
        epoch="e1",
        seq=2,
        prev=pen.entries[0].hash,
    )
    assert take(store, station, [*pen.entries, entry], MONDAY) == [STORED] * 2
    assert store.journal(station.id, "e1") == [*pen.entries, entry]
