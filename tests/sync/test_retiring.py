"""A station out of service: it hands over its sealed queue, central takes that one and no other, nothing is lost."""

from __future__ import annotations

import io
from contextlib import closing
from datetime import UTC, datetime
from pathlib import Path

import pytest

from central import auth
from checkpoint import wire
from checkpoint.journal import Draft
from checkpoint.wire import Problem
from station.erasing import erase, what_stays
from station.settings import places
from station.store.trouble import StoreFault, StoreTrouble
from station.sync import carrying, retiring
from station.sync.client import Refused
from station.sync.courier import Courier
from station.sync.retiring import Retired
from tests.harness import lying
from tests.harness.calling import Caller
from tests.harness.gate import Station, open_store
from tests.harness.made import R1, at, text_of
from tests.sync.conftest import Pair
from tests.sync.written import write

HANDOVER = "/v1/handover"


def revoked(pair: Pair) -> Courier:
    """Its courier, after central took the station out of service while some entries waited."""
    pair.write(5)
    line = pair.courier(whole=True)
    line.round()
    pair.write(7)
    pair.office.revoke(pair.who.station)
    assert line.round().link == "revoked"
    return line


def test_a_revoked_station_hands_over_what_waits_and_writes_no_more(pair: Pair) -> None:
    line = revoked(pair)
    assert line.retire() == Retired(0)
    assert pair.arrived() == pair.written()
    assert len(pair.arrived()) == 12
    [journal] = pair.office.of(pair.who.station)["journals"]
    assert journal["after_revocation"] == 7
    with pytest.raises(StoreTrouble) as caught:
        pair.write(1)
    assert caught.value.fault is StoreFault.RETIRED
    assert line.round().link == "revoked", "and nothing else is told to it"
    assert line.retire() == Retired(0)


def test_another_program_of_the_computer_writes_no_more_either_once_one_has_left_service(
    pair: Pair, tmp_path: Path
) -> None:
    line = revoked(pair)
    with closing(open_store(tmp_path / "a")) as beside:
        write(beside, pair.clock, 1)
        assert line.retire() == Retired(0)
        with pytest.raises(StoreTrouble) as caught:
            write(beside, pair.clock, 1)
        assert caught.value.fault is StoreFault.RETIRED
    assert pair.arrived() == pair.written()


def test_a_queue_larger_than_central_takes_at_once_is_handed_over_in_parts(
    pair: Pair, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(retiring, "AT_ONCE", 1_000)
    monkeypatch.setattr(wire, "BATCH", 2)
    line = revoked(pair)
    assert line.retire() == Retired(0)
    assert pair.proxy.asked.count(HANDOVER) > 1
    assert pair.arrived() == pair.written()
    assert len(pair.arrived()) == 12


@pytest.mark.parametrize("lie", [lie for lie in lying.LIES if lie != lying.TWICE] + [lying.CHANGED])
def test_what_is_not_acknowledged_by_central_itself_is_kept_and_counted(pair: Pair, lie: str) -> None:
    line = revoked(pair)
    pair.proxy.always[HANDOVER] = lie
    told = line.retire()
    assert told is not None
    assert (told.waiting, told.is_over, bool(told.sentence)) == (7, False, True)
    assert pair.store.unsent_count() == 7
    pair.proxy.always.clear()
    assert line.retire() == Retired(0)
    assert pair.arrived() == pair.written()


def test_whoever_only_says_in_centrals_name_that_a_station_is_revoked_closes_nothing(pair: Pair) -> None:
    line = pair.courier(whole=True)
    pair.proxy.always[lying.EVERYWHERE] = lying.REVOKED
    assert line.round().link == "not_central"
    pair.write(1)
    assert pair.courier().retire() is None, "without a pinned key nobody is believed"


def test_central_takes_that_one_queue_and_nothing_after_it(pair: Pair) -> None:
    line = revoked(pair)
    line.retire()
    pair.store.set_mark("journal_closed", "")
    pair.store.is_closed_journal = False
    pair.write(1)
    out = io.BytesIO()
    carrying.write(pair.store, out, at("09:00"))
    with pytest.raises(Refused, match="nothing is taken after it"):
        line._central.hand_over(out.getvalue())
    assert len(pair.arrived()) == 12


def test_a_queue_in_another_stations_hands_is_nobodys_and_stays_good_in_its_own(pair: Pair) -> None:
    line = revoked(pair)
    books, now = pair.office.books, datetime.now(UTC)
    other, token = auth.enrol(books, pair.office.code("G2"), "cd" * 32, "127.0.0.1", now)
    books.revoke(other.id, now)
    out = io.BytesIO()
    carrying.write(pair.store, out, at("09:00"))
    with Caller(pair.office.url, other.id, token) as thief:
        answer = thief.ask("POST", HANDOVER, Problem, 422, content=out.getvalue())
    assert "another station" in answer.sentence
    assert len(pair.arrived()) == 5
    assert books.station(other.id).sealed is None  # type: ignore[union-attr]
    assert line.retire() == Retired(0)
    assert len(pair.arrived()) == 12


def test_central_takes_no_queue_of_a_station_in_service(pair: Pair) -> None:
    pair.write(1)
    out = io.BytesIO()
    line = pair.courier(whole=True)
    line.round()
    carrying.write(pair.store, out, at("09:00"))
    with pytest.raises(Refused, match="in service"):
        line._central.hand_over(out.getvalue())


def test_a_closed_journal_stays_closed_after_a_restart_until_the_computer_is_enrolled_anew(tmp_path: Path) -> None:
    gate = Station(tmp_path / "a")
    gate.store.close_journal()
    gate.close()
    again = Station(tmp_path / "a")
    with pytest.raises(StoreTrouble, match="out of service"):
        again.show(text_of(R1))
    again.close()


def test_erasing_takes_the_key_and_every_trace_and_says_what_was(tmp_path: Path) -> None:
    gate = Station(tmp_path / "a")
    gate.store.note(Draft(kind="note", at=at("07:00"), clock=gate.clock.evidence(), operator="gd1", body={"x": "1"}))
    gate.close()
    where = places(tmp_path / "a")
    (where.data / "prints").mkdir()
    (where.data / "prints" / "pass.pdf").write_bytes(b"a pass")
    key = where.key.read_bytes()
    erase(where, "南口 1: erased")
    assert what_stays(where) == "南口 1: erased"
    left = [path for path in tmp_path.rglob("*") if path.is_file()]
    assert [path.name for path in left] == ["out-of-service.txt"]
    assert not any(key.strip() in path.read_bytes() for path in left)
    erase(where, "again")
