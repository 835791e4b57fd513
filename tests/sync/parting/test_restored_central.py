"""A central that was restored: nobody misses what is new there, and whoever it forgot brings everything again."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

import pytest
import sqlalchemy as sa

from central.peers import ARRIVAL
from central.store import tray
from central.store.rosters import COUNTER
from central.store.schema import passed_over
from central.store.store import Store as Books
from checkpoint import days
from checkpoint.days import Passage
from checkpoint.journal import Draft
from checkpoint.roster import Person
from checkpoint.wire import OTHER_HISTORY, Receipt
from station.settings import Places
from station.store.store import Store
from station.sync.client import Trouble
from station.sync.enrolment import enrol
from station.sync.histories import ASIDE_EVERY_S
from tests.harness.calling import central_in_thread
from tests.harness.made import C1, SITE, at
from tests.sync.parting.computers import (
    EVER,
    Computer,
    Office,
    back_to,
    backed_up,
    code_for,
    computer,
    copied,
    everything_is_there,
    gate_of,
    restored,
    seen_at,
    times_of,
    twin_of,
)
from tests.sync.parting.moves import arrives
from tests.sync.written import BODY


@pytest.fixture
def backup(office: Office, tmp_path: Path) -> Path:
    """Central's database before any station was enrolled."""
    office.books.publish_keys()
    return backed_up(office, tmp_path / "backup.db")


def pass_by(one: Computer, count: int) -> None:
    """Three residents come and go."""
    for number in range(count):
        when = at("07:00") + timedelta(seconds=number)
        body = {**BODY, "site": SITE, "subject": str(number % 3 + 1), "direction": "out" if number % 4 == 3 else "in"}
        one.store.record(Draft(kind="attempt", at=when, clock=one.clock.evidence(), operator="gd1", body=body))


def seen(passages: list[Passage], inside: int) -> tuple[list[tuple[Any, ...]], int]:
    return [(one.id, one.scanned_at, one.outcome, one.flag, one.direction, one.subject) for one in passages], inside


def day_of(store: Store) -> tuple[list[tuple[Any, ...]], int]:
    """(the ledger, how many are inside), as that computer shows them."""
    return seen(store.between(SITE, *EVER), store.counts(SITE, *EVER)[1])


def day_at(books: Books) -> tuple[list[tuple[Any, ...]], int]:
    passages = days.fold(books.arrivals(SITE, *EVER, (days.ATTEMPT, days.DECISION)))
    return seen(passages, sum(one.heads for one in days.inside(passages).values()))


def test_what_came_back_is_given_again_to_a_central_that_loses_it_in_its_turn(
    office: Office, gate: Computer, tmp_path: Path
) -> None:
    backup = backed_up(office, tmp_path / "backup.db")
    with central_in_thread(office.books) as url:
        gate.meet(url)
        pass_by(gate, 2)
        gate.rounds(1)
        old = copied(gate, tmp_path / "old")
        gate.meet(url)
        pass_by(gate, 5)
        gate.rounds(1)
        gate.leave()
        with computer(old) as again:
            again.meet(url)
            again.rounds(2)
            restored(office, backup)
            with central_in_thread(office.books) as anew:
                again.point(anew)
                again.rounds(3)
            assert len(office.held(again.who.station)) == 7
            assert sorted(one.id for one in office.held(again.who.station)) == sorted(again.ids())


def test_a_station_that_a_restored_central_does_not_know_brings_all_of_it_when_it_is_enrolled_anew(
    office: Office, backup: Path, gate: Computer
) -> None:
    pass_by(gate, 4)
    with central_in_thread(office.books) as url:
        gate.meet(url)
        gate.rounds(1)
        pass_by(gate, 3)
    restored(office, backup)
    with central_in_thread(office.books) as url:
        gate.meet(url)
        gate.rounds(1)
        assert gate.store.unsent_count() == 3, "it keeps what waits"
        before = gate.who.station
        with pytest.raises(Trouble):
            enrol(gate.store, "http://127.0.0.1:9", code_for(office))
        assert gate.store.unsent_count() == 3, "another central's word for it is not taken"
        enrol(gate.store, url, code_for(office))
        assert gate.who.station != before
        assert (gate.store.unsent_count(), gate.store.refused_count()) == (0, 0)
        assert sorted(one.id for one in office.held(gate.who.station)) == sorted(gate.ids())
        assert len(gate.ids()) == 7
        assert day_of(gate.store) == day_at(office.books)
        assert gate.store.rebuild(repair=False).differing == ()


@pytest.mark.parametrize("who_is_first", ["the one that wrote", "the one that reads"])
def test_what_is_new_at_a_restored_central_reaches_everybody_whoever_is_back_first(
    office: Office, gate: Computer, tmp_path: Path, blank: Places, who_is_first: str
) -> None:
    with gate_of(office, tmp_path / "north", blank) as north:
        office.books.publish_keys()
        with central_in_thread(office.books) as url:
            gate.meet(url)
            north.meet(url)
            pass_by(north, 2)
            north.rounds(1)
            gate.rounds(1)
            backup = backed_up(office, tmp_path / "backup.db")
        with central_in_thread(office.books) as url:
            for one in (north, gate):
                one.point(url)
            office.books.put([Person(id="77", name="备份后", community=C1)])
            pass_by(north, 3)
            north.rounds(1)
            gate.rounds(1)
            assert gate.store.document(Person, "77") is not None
        back_to(office, backup)
        with central_in_thread(office.books) as url:
            for one in (north, gate):
                one.point(url)
            office.books.put([Person(id=str(number), name="新来", community=C1) for number in range(80, 90)])
            pass_by(north, 9)
            order = (north, gate) if who_is_first == "the one that wrote" else (gate, north)
            for one in (*order, *order, *order):
                one.rounds(1)
            assert len(office.held(north.who.station)) == 2 + 3 + 9
            # What is sent again is timed anew, by some milliseconds.
            everything = sorted(one.id for one in office.held(north.who.station))
            for one in (gate, north):
                assert sorted(passed.id for passed in one.store.between(SITE, *EVER)) == everything
                assert one.store.document(Person, "77") is None, "it is on the roster no more"
                assert one.store.document(Person, "89") is not None


def test_no_number_comes_round_again_where_the_backup_is_older_than_a_sites_first_entry(
    office: Office, gate: Computer, tmp_path: Path, blank: Places
) -> None:
    with gate_of(office, tmp_path / "north", blank) as north:
        office.books.publish_keys()
        with central_in_thread(office.books) as url:
            for one in (north, gate):
                one.meet(url)
            backup = backed_up(office, tmp_path / "backup.db")
        with central_in_thread(office.books) as url:
            for one in (north, gate):
                one.point(url)
            pass_by(north, 3)
            north.rounds(1)
            gate.rounds(1)
        back_to(office, backup)
        with central_in_thread(office.books) as url:
            for one in (north, gate):
                one.point(url)
            # More than were numbered before, and all of them before the other gate asks again.
            pass_by(north, 9)
            north.rounds(3)
            gate.rounds(3)
            everything = sorted(one.id for one in office.held(north.who.station))
            assert len(everything) == 12
            assert sorted(passed.id for passed in gate.store.between(SITE, *EVER)) == everything


def test_a_counter_begins_afresh_as_often_as_it_must_and_gives_out_no_number_twice(office: Office) -> None:
    books, now = office.books, datetime.now(UTC)
    stood = books.counters([COUNTER])[COUNTER]
    books.begin_afresh((COUNTER, ARRIVAL), now)
    books.begin_afresh((COUNTER, ARRIVAL), now)
    began = books.counters([COUNTER])[COUNTER]
    assert began == int(now.timestamp() * 1000)
    assert [books.stood_at(COUNTER, number) for number in (0, stood, stood + 1, began - 1, began, began + 1)] == [
        *(-1, -1, stood, stood, -1, -1)
    ]
    books.put([Person(id="77", name="新来", community=C1)])
    books.begin_afresh((COUNTER, ARRIVAL), now - timedelta(days=900))
    assert books.counters([COUNTER])[COUNTER] == began + 1, "a clock that was set back passes over nothing"
    assert books.stood_at(COUNTER, began + 1) == -1


def test_what_was_passed_over_costs_a_row_only_where_something_was_given_out_since(office: Office) -> None:
    books, now = office.books, datetime.now(UTC)
    books.begin_afresh((COUNTER, ARRIVAL), now)
    first = books.counters([COUNTER])[COUNTER]
    books.put([Person(id="77", name="新来", community=C1)])
    for later in range(1, 6):
        books.begin_afresh((COUNTER, ARRIVAL), now + timedelta(seconds=later))
    last = books.counters([COUNTER])[COUNTER]
    assert last == first + 5_000
    assert [books.stood_at(COUNTER, number) for number in (first - 1, first + 1, first + 2, last - 1, last)] == [
        *(min(books.stood_at(COUNTER, first - 1), first), -1, first + 1, first + 1, -1)
    ]
    with books._reading() as connection:
        kept = connection.execute(sa.select(passed_over.c.stood).where(passed_over.c.name == COUNTER)).scalars().all()
    assert sorted(kept) == [0, 13, first + 1], "what was before, and what was since"


def refused_one(one: Computer) -> str:
    """It writes an entry that no central takes; returns its id."""
    draft = Draft(kind="note", at=one.clock.now(), clock=one.clock.evidence(), operator="gd\0", body={})
    return one.store.note(draft).id


@pytest.mark.parametrize("is_restarted", [False, True])
def test_a_restored_central_is_told_again_of_what_it_refused_and_keeps_aside_no_more(
    office: Office, gate: Computer, tmp_path: Path, is_restarted: bool
) -> None:
    with central_in_thread(office.books) as url:
        gate.meet(url)
        early = refused_one(gate)
        gate.write(3)
        gate.rounds(1)
        backup = backed_up(office, tmp_path / "backup.db")
    with central_in_thread(office.books) as url:
        gate.point(url)
        late = refused_one(gate)
        gate.rounds(1)
        assert [gate.store.refused_count(), len(office.books.refused())] == [2, 2]
    restored(office, backup)
    [kept] = office.books.refused()
    office.books.settle(kept.digest, datetime.now(UTC), "seen to")
    with central_in_thread(office.books) as url:
        gate.meet(url) if is_restarted else gate.point(url)
        gate.clock.time += timedelta(seconds=0 if is_restarted else ASIDE_EVERY_S)
        gate.rounds(2)
        [again] = office.books.refused()
        assert (late in again.raw, early in kept.raw) == (True, True), "and what it has seen to stays seen to"
        assert (gate.store.refused_count(), gate.store.unsent_count()) == (2, 0)
        assert gate.store.former_epochs() == []


def test_a_restored_central_is_told_again_of_what_it_refused_of_former_epochs(
    office: Office, gate: Computer, tmp_path: Path
) -> None:
    with central_in_thread(office.books) as url:
        gate.meet(url)
        gate.write(3)
        gate.rounds(1)
        with computer(copied(gate, tmp_path / "old")) as again:
            gate.meet(url)
            gate.write(1)
            gate.rounds(1)
            backup = backed_up(office, tmp_path / "backup.db")
            with central_in_thread(office.books) as before:
                again.meet(before)
                again.rounds(2)
                [epoch] = again.store.former_epochs()
                again.store.settle(epoch, [Receipt(seq=2, state="refused", reason="odd")])
                assert again.store.refused_count() == 0, "what it took, it took"
                late = refused_one(again)
                again.rounds(1)
                arrives(again)
                again.rounds(1)
                assert len(again.store.former_epochs()) == 2
                assert again.store.refused_count() == 1
            restored(office, backup)
            with central_in_thread(office.books) as after:
                again.meet(after)
                again.rounds(3)
                assert [late in one.raw for one in office.books.refused()] == [True]
                assert (again.store.refused_count(), again.store.unsent_count()) == (1, 0)


def test_what_central_keeps_aside_is_told_in_runs_and_judged_no_further_than_it_is_told(
    office: Office, gate: Computer
) -> None:
    with office.books._engine.begin() as connection:
        for seq in (1, 2, 3, 5, 7, 8):
            tray.set_aside(connection, "s", "e", seq, f"{seq}", "odd", datetime.now(UTC))
            tray.set_aside(connection, "s", "e", seq, f"{seq}", "odder", datetime.now(UTC))
        tray.set_aside(connection, "s", "e", None, "?", "odd", datetime.now(UTC))
        assert tray.places(connection, "s", "e", 9) == [(1, 3), (5, 5), (7, 8)]
        assert tray.places(connection, "s", "e", 2) == [(1, 3), (5, 5)]
    epoch = gate.store.epoch
    gate.write(9)
    reasons = {3: OTHER_HISTORY, 4: "odd", 6: "odd", 9: "odd"}
    gate.store.settle(epoch, [Receipt(seq=seq, state="refused", reason=why) for seq, why in reasons.items()])
    gate.store.resolve(epoch, 6)
    assert gate.store.send_refused_again(epoch, [(4, 4)], 8) == 0
    assert gate.store.send_refused_again(epoch, [(1, 3)], 9) == 2
    assert [one.seq for one, _ in gate.store.refused_entries(9)] == [3]
    assert gate.store.settled_floor() == 0


def test_what_another_computer_of_the_name_gave_again_has_centrals_new_time_at_both(
    office: Office, gate: Computer, tmp_path: Path
) -> None:
    backup = backed_up(office, tmp_path / "backup.db")
    with central_in_thread(office.books) as url, twin_of(gate, url, 3) as twin:
        gate.rounds(2)
        # It gives its numbers out again, so nobody sees by them that it went back.
        restored(office, backup)
        with central_in_thread(office.books) as after:
            twin.meet(after)
            twin.rounds(2)
            # From here on central has all three again, and the other program, which goes on, hears of no loss.
            gate.point(after)
            gate.rounds(1)
            assert seen_at(gate) != times_of(office)
            for one in (gate, twin):
                one.write(1)
                one.rounds(3)
            gate.rounds(3)
            everything_is_there(office, gate, twin)
            assert seen_at(gate) == seen_at(twin) == times_of(office)


@pytest.mark.parametrize("more", [0, 1])
def test_what_was_given_again_from_a_disk_that_is_gone_has_centrals_new_time_on_the_older_one(
    office: Office, gate: Computer, tmp_path: Path, more: int
) -> None:
    backup = backed_up(office, tmp_path / "backup.db")
    with central_in_thread(office.books) as url:
        gate.meet(url)
        gate.write(3)
        gate.rounds(1)
    with computer(copied(gate, tmp_path / "older")) as older:
        back_to(office, backup)
        with central_in_thread(office.books) as after:
            gate.meet(after)
            gate.rounds(2)
            gate.write(more)
            gate.rounds(1)
            # That disk is gone.
            older.meet(after)
            assert seen_at(older) != times_of(office)
            older.rounds(4)
            everything_is_there(office, older)
            assert seen_at(older) == times_of(office)


@pytest.mark.parametrize("heard", [0, 2])
def test_what_a_restored_central_lost_goes_up_again_where_nobody_passes_and_the_feed_shows_nothing_of_it(
    office: Office, gate: Computer, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, heard: int
) -> None:
    with central_in_thread(office.books) as url:
        gate.meet(url)
        gate.write(heard)
        gate.rounds()
        backup = backed_up(office, tmp_path / "backup.db")
    with central_in_thread(office.books) as before, monkeypatch.context() as line:
        gate.point(before)
        line.setattr(gate.courier._central, "peers", no_answer)
        gate.write(3)
        gate.rounds(1)
        assert gate.store.unsent_count() == 0
    back_to(office, backup)
    with central_in_thread(office.books) as after:
        gate.point(after)
        gate.rounds(2)
        assert len(office.held(gate.who.station)) == heard + 3
        everything_is_there(office, gate)
        told = gate.courier.round()
        assert (told.more, told.received) == (False, 0), "and then it is at rest"


def no_answer(*_: object, **_terms: object) -> None:
    """A line that breaks."""
    raise Trouble("the line broke")
