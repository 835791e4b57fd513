"""Histories that part where there is no network, ever: a stick's answer brings what a line's would, and no more."""

from __future__ import annotations

import shutil
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from datetime import UTC, datetime
from pathlib import Path

import pytest

from central import intake
from central.store.stations import StationRow
from central.store.store import Store as Books
from checkpoint import bundles
from checkpoint.journal import Draft
from checkpoint.roster import Person
from checkpoint.wire import Push
from station.settings import Places
from station.store import histories
from station.sync import carrying
from station.sync.client import Trouble
from station.sync.histories import BEGUN, PARTED_AT, TWICE
from tests.harness.calling import central_in_thread
from tests.harness.gate import open_store
from tests.harness.made import C1
from tests.sync.parting.computers import (
    Computer,
    Office,
    back_to,
    backed_up,
    computer,
    copied,
    everything_is_there,
    gate_of,
    seen_at,
    times_of,
)
from tests.sync.parting.moves import PowerIsGone, settled
from tests.sync.parting.sticks import NOW, answered, ends_at, packed, trip, trips


@pytest.fixture(autouse=True)
def keys(office: Office, gate: Computer) -> None:
    """What a station has to know of central before it can do without a line."""
    with central_in_thread(office.books) as url:
        gate.meet(url)
        gate.rounds(1)
        gate.leave()


@contextmanager
def copy_of(one: Computer, name: str) -> Iterator[Computer]:
    with computer(copied(one, one.where.data.with_name(name))) as made:
        yield made


@pytest.mark.parametrize(("written_first", "unsent"), [(0, 0), (0, 4), (7, 4), (30, 0)])
def test_a_station_restored_from_an_older_disk_goes_on_under_a_new_epoch_and_has_all_of_it(
    office: Office, gate: Computer, written_first: int, unsent: int
) -> None:
    gate.write(10)
    trip(office, gate)
    gate.write(unsent)
    with copy_of(gate, "old") as again:
        gate.write(15)
        trip(office, gate)
        told, before = gate.ids(), again.store.epoch
        again.write(written_first)
        taken = trip(office, again)
        assert taken.is_anew
        assert sorted(again.ids()) == sorted({*told, *again.ids()}), "what it had told comes back with that answer"
        again.write(3)
        trips(office, again)
        everything_is_there(office, again)
        assert len(again.ids()) == 10 + unsent + 15 + written_first + 3
        assert again.store.former_epochs() == [before], "once"
        [begun] = again.store.rare(BEGUN)
        assert (begun.body or {})["after"] == before
        assert again.store.mark(PARTED_AT)
        assert any("older disk" in fork["reason"] for fork in office.said(again.who.station)["forks"])
        assert not again.store.mark(TWICE)


def test_two_computers_that_were_one_and_have_sticks_only_lose_nothing(office: Office, gate: Computer) -> None:
    gate.write(5)
    trip(office, gate)
    with copy_of(gate, "twin") as twin:
        for _ in range(3):
            gate.write(2)
            twin.write(3)
            trips(office, gate, twin, count=1)
        trips(office, gate, twin, gate)
        everything_is_there(office, gate, twin)
        assert len(gate.ids()) == 5 + 3 * 5


def test_a_stick_tells_that_another_computer_has_the_stations_name_and_is_no_sign_of_it_itself(
    office: Office, gate: Computer
) -> None:
    def asks(epoch: str) -> None:
        intake.standing(office.books, station(), epoch, epoch, datetime.now(UTC))

    def station() -> StationRow:
        return next(one for one in office.books.stations() if one.id == gate.who.station)

    living = gate.store.epoch
    trip(office, gate)
    asks(histories.next_epoch(living, "other"))
    trip(office, gate)
    assert station().twice_since is None, "it may have been written before"
    assert not gate.store.mark(TWICE)
    asks(living)
    trip(office, gate)
    assert gate.store.mark(TWICE) == "1"
    office.books.settle_forks(gate.who.station, datetime.now(UTC), "a test")
    trip(office, gate)
    assert not gate.store.mark(TWICE)


def test_a_restored_central_gets_again_what_it_lost_and_is_followed_back_in_roster_and_feed(
    office: Office, gate: Computer, tmp_path: Path, blank: Places
) -> None:
    with gate_of(office, tmp_path / "north", blank) as north:
        for one in (gate, north):
            one.write(20)
            trip(office, one)
        backup = backed_up(office, tmp_path / "backup.db")
        office.books.put([Person(id="77", name="备份后", community=C1)])
        for one in (gate, north):
            one.write(30)
        trips(office, gate, north, gate)
        assert gate.store.document(Person, "77") is not None
        back_to(office, backup)
        office.books.put([Person(id="78", name="新来", community=C1)])
        north.write(9)
        gate.write(1)
        taken = trip(office, gate)
        assert (taken.again, taken.is_anew) == (30, False)
        assert gate.store.document(Person, "77") is None, "it is on the roster no more"
        assert gate.store.document(Person, "78") is not None
        trips(office, north, gate, north)
        for one, other in ((gate, north), (north, gate)):
            everything_is_there(office, one)
            heard = [chain for chain in one.store.epochs() if chain[0] == other.who.station]
            here = [said.id for chain in heard for said in one.store.entries(*chain) if said.kind == "attempt"]
            assert sorted(here) == sorted(other.ids())
        assert office.said(gate.who.station)["forks"] == []


@pytest.mark.parametrize(("theirs", "more"), [(1, 0), (2, 2), (5, 0), (5, 2)])
def test_what_a_restored_central_has_another_twins_in_place_of_is_not_lost(
    office: Office, gate: Computer, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, theirs: int, more: int
) -> None:
    # So that a journal of a dozen is a long one.
    monkeypatch.setattr(carrying, "RUNG", 3)
    gate.write(8)
    trip(office, gate)
    with copy_of(gate, "twin") as twin:
        backup = backed_up(office, tmp_path / "backup.db")
        gate.write(4)
        trip(office, gate)
        assert gate.store.settled_floor() == 8 + 4
        back_to(office, backup)
        twin.write(theirs)
        trip(office, twin)
        gate.write(more)
        trips(office, gate, twin, count=4)
        everything_is_there(office, gate, twin)
        assert len(gate.ids()) == 8 + 4 + theirs + more


def test_what_central_refused_after_its_backup_is_carried_to_it_again(
    office: Office, gate: Computer, tmp_path: Path
) -> None:
    gate.write(2)
    trip(office, gate)
    backup = backed_up(office, tmp_path / "backup.db")
    gate.store.note(Draft(kind="note", at=NOW, clock=gate.clock.evidence(), operator="gd\0", body={}))
    trip(office, gate)
    assert (gate.store.refused_count(), len(office.books.refused())) == (1, 1)
    back_to(office, backup)
    assert office.books.refused() == []
    trips(office, gate)
    assert (gate.store.refused_count(), gate.store.unsent_count(), len(office.books.refused())) == (1, 0, 1)


def test_the_hashes_that_a_bundle_tells_of_a_long_journal_are_asked_for_at_once(
    gate: Computer, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(carrying, "RUNG", 3)
    gate.write(8)
    settled(gate, 8)
    asked: list[list[int]] = []
    hashes_at = gate.store.hashes_at

    def noted(epoch: str, seqs: list[int]) -> dict[int, str]:
        asked.append(seqs)
        return hashes_at(epoch, seqs)

    monkeypatch.setattr(gate.store, "hashes_at", noted)
    packed(gate)
    assert asked == [[3, 6, 8]]


def test_of_answers_in_another_order_the_later_one_says_what_central_has(office: Office, gate: Computer) -> None:
    gate.write(5)
    first = packed(gate)
    gate.write(5)
    second = packed(gate)
    late, early = answered(office, second), answered(office, first)
    assert gate.take(late).settled == 10
    for answer in (early, late, early):
        assert not gate.take(answer).is_news
    assert gate.store.unsent_count() == 0


def test_an_answer_from_before_central_got_again_what_it_had_lost_lets_nothing_be_sent_a_second_time(
    office: Office, gate: Computer, tmp_path: Path
) -> None:
    backup = backed_up(office, tmp_path / "backup.db")
    gate.write(6)
    trip(office, gate)
    back_to(office, backup)
    cries = [answered(office, packed(gate)) for _ in range(2)]
    assert gate.take(cries[0]).again == 6
    trip(office, gate)
    assert not gate.take(cries[1]).is_news, "it is older than the one that settled them"
    with central_in_thread(office.books) as url:
        by_line = answered(office, packed(gate))
        gate.meet(url)
        gate.write(1)
        gate.rounds(1)
        assert not gate.take(by_line).is_news
    everything_is_there(office, gate)


def test_an_answer_from_before_central_was_put_back_gives_nothing_a_time_that_central_has_no_more(
    office: Office, gate: Computer, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    backup = backed_up(office, tmp_path / "backup.db")
    gate.write(3)
    old = answered(office, packed(gate))
    with central_in_thread(office.books) as url:
        gate.meet(url)
        gate.rounds()
    times = times_of(office)
    back_to(office, backup)
    with central_in_thread(office.books) as url:
        gate.point(url)
        push = gate.courier._central.push

        def unanswered(batch: Push) -> None:
            push(batch)
            raise Trouble("the answer is lost")

        with monkeypatch.context() as patch:
            patch.setattr(gate.courier._central, "push", unanswered)
            gate.rounds()
        assert not gate.take(old).is_news
        gate.rounds()
    assert seen_at(gate) == times_of(office) != times
    everything_is_there(office, gate)


def test_a_station_that_lost_the_answer_by_which_histories_part_asks_once_more_and_carries_nothing_behind_a_gap(
    office: Office, gate: Computer, monkeypatch: pytest.MonkeyPatch
) -> None:
    gate.write(3)
    trip(office, gate)
    with copy_of(gate, "old") as again:
        gate.write(2)
        trip(office, gate)
        again.write(4)
        answer = answered(office, packed(again))
        with monkeypatch.context() as patch:
            patch.setattr(carrying, "_judged", broken_off)
            with pytest.raises(PowerIsGone):
                again.take(answer)
        assert again.store.refused_count() == 4
        again.write(3)
        only_asks = carrying.pack(again.store, NOW, again.where.data)
        assert only_asks.entries == 0
        assert again.take(answered(office, only_asks.path)).is_anew
        trips(office, again)
        everything_is_there(office, again)
        assert len(again.ids()) == 3 + 2 + 4 + 3


def broken_off(*_: object) -> None:
    raise PowerIsGone


def disk_of(one: Computer) -> Callable[[], None]:
    """Puts the computer's disk back as it is now."""
    one.store.close()
    kept = one.where.data.with_name("kept")
    shutil.copytree(one.where.data, kept)

    def back() -> None:
        one.store.close()
        shutil.rmtree(one.where.data)
        shutil.copytree(kept, one.where.data)
        one.store = open_store(one.where.data)

    back()
    return back


@pytest.mark.usefixtures("few_at_once")
@pytest.mark.parametrize("is_restored", [False, True])
def test_whoever_is_killed_at_any_step_of_two_trips_takes_that_answer_or_the_next_and_has_all_of_it(
    office: Office, gate: Computer, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, is_restored: bool
) -> None:
    gate.write(4)
    trip(office, gate)
    backup = backed_up(office, tmp_path / "backup.db")
    with copy_of(gate, "old") as twin:
        gate.write(6)
        trip(office, gate)
        one, other = (gate, twin) if is_restored else (twin, gate)
        if is_restored:
            back_to(office, backup)
            other.write(3)
            trip(office, other)
        one.write(7)
        answer = answered(office, packed(one))
        back, central = disk_of(one), backed_up(office, tmp_path / "then.db").read_bytes()
        # Each of the two tries every second step.
        step, is_whole = int(is_restored), False
        while not is_whole:
            back()
            office.books.close()
            office.path.write_bytes(central)
            office.books = Books(str(office.path))
            with monkeypatch.context() as patch:
                ends_at(patch, step)
                try:
                    one.take(answer)
                    trip(office, one)
                    is_whole = True
                except PowerIsGone:
                    pass
            one.store.close()
            one.store = open_store(one.where.data)
            assert one.store.fault() is None
            if step % 4 > 1:
                # The stick is there still; or it is not, and the next one asks anew.
                one.take(answer)
            one.write(1)
            trips(office, one, count=4)
            everything_is_there(office, one)
            assert one.store.lost_epochs() == []
            step += 2
        assert step > 10


def test_central_notices_by_stick_that_it_was_restored_though_it_never_serves(
    office: Office, gate: Computer, tmp_path: Path
) -> None:
    from central.__main__ import main

    office.books.put([Person(id="77", name="来", community=C1)])
    trip(office, gate)
    before = int(gate.store.mark("roster_version") or 0)
    bundle = packed(gate)
    assert main(["take", "--data", str(office.path.parent), str(bundle)]) == 0
    office.books.put([Person(id="78", name="新来", community=C1)])
    trip(office, gate)
    assert int(gate.store.mark("roster_version") or 0) > before + 1000, "no number comes round again"


def test_an_answer_of_an_older_central_and_a_bundle_of_an_older_station_are_taken_as_ever(
    office: Office, gate: Computer, monkeypatch: pytest.MonkeyPatch
) -> None:
    gate.write(3)
    with monkeypatch.context() as patch:
        patch.setattr(carrying, "_held", lambda *_: bundles.Held(epoch="never", runs=[]))
        taken = trip(office, gate)
    assert (taken.settled, gate.store.unsent_count()) == (3, 0)
    with monkeypatch.context() as patch:
        patch.setattr(carrying, "_begins", older(carrying._begins))
        gate.write(2)
        taken = trip(office, gate)
    assert (taken.settled, gate.store.unsent_count(), taken.peers) == (2, 0, 0)
    assert datetime.now(UTC) > NOW


def older(whole: Callable[..., bundles.Upward]) -> Callable[..., bundles.Upward]:
    def begins(*said: object) -> bundles.Upward:
        from msgspec.structs import replace

        return replace(whole(*said), held=(), number=0)

    return begins
