"""Other stations' entries: whatever they hold and however they come, none blocks its page or spoils a report."""

from __future__ import annotations

import sys
from datetime import date
from pathlib import Path
from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from msgspec.structs import replace

from checkpoint.days import ATTEMPT, DECISION
from checkpoint.gate import Action, Direction, Outcome
from checkpoint.journal import Clock, Entry, hash_of, stamp, to_wire
from checkpoint.wire import PeerEntry
from tests.harness.gate import Station, station_at
from tests.harness.made import R1, SITE, Pen, at, text_of

IN, OUT = Direction.IN, Direction.OUT
WHOLE = {
    "site": SITE,
    "gate": "G2",
    "lane": "1",
    "direction": "in",
    "light": "green",
    "reason": "ok",
    "outcome": "passed",
    "category": "resident",
    "method": "scan",
    "subject": "2",
    "pass": "2-1",
    "name": "欧阳**",
    "building": "6号楼",
    "temperature": "normal",
    "suppressed": 1,
    "policy": 1,
}
VALUES = st.recursive(
    st.none() | st.booleans() | st.integers(-(2**53), 2**53) | st.text(st.characters(codec="utf-8"), max_size=5),
    lambda inner: st.lists(inner, max_size=2) | st.dictionaries(st.sampled_from("abc"), inner, max_size=2),
    max_leaves=4,
)


def peer(entry: Entry) -> PeerEntry:
    return PeerEntry(entry=to_wire(entry), scanned_at=stamp(entry.at), corrected=False, received_at=stamp(at("23:00")))


def nothing_is_spoilt(gate: Station) -> None:
    """The page was taken, the lists and reports work, and the desk goes on."""
    assert gate.store.rebuild(repair=False).differing == ()
    report = gate.logbook.report(date(2022, 12, 5))
    assert report["attempts"] == len(gate.logbook.passages(date(2022, 12, 5)))
    gate.show(text_of(R1), "12:00", IN)
    assert gate.logbook.figures(gate.clock.now()).entered == report["in"] + 1


@settings(max_examples=20, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(st.lists(st.tuples(st.sampled_from([*WHOLE, "action"]), VALUES), min_size=1, max_size=8))
def test_no_body_blocks_the_page_or_spoils_a_report(
    tmp_path_factory: pytest.TempPathFactory, changes: list[tuple[str, Any]]
) -> None:
    with station_at(tmp_path_factory.mktemp("s") / "a") as gate:
        pen = Pen("st2", gate="G2")
        page = []
        for name, value in changes:
            attempt = pen.write(ATTEMPT, WHOLE | {name: value}, at("07:00"))
            pending = pen.attempt("3", IN, at("07:01"), outcome=Outcome.PENDING)
            decision = {"action": "admit", "outcome": "passed", "category": "visitor", name: value}
            page += [attempt, pending, pen.write(DECISION, decision, at("07:02"), amends=pending.id)]
        assert gate.store.apply_peers([peer(entry) for entry in page], 1) == []
        assert gate.store.mark("peer_cursor") == "1"
        nothing_is_spoilt(gate)


@pytest.mark.parametrize("name", WHOLE)
def test_an_entry_that_lacks_a_field_is_drawn_or_left_out_whole(tmp_path: Path, name: str) -> None:
    with station_at(tmp_path / "a") as gate:
        body = {key: value for key, value in WHOLE.items() if key != name}
        assert gate.store.apply_peers([peer(Pen("st2").write(ATTEMPT, body, at("07:00")))], 1) == []
        nothing_is_spoilt(gate)


def test_an_empty_subject_is_nobody_and_not_one_person(tmp_path: Path) -> None:
    with station_at(tmp_path / "a") as gate:
        pen = Pen("st2", gate="G2")
        page = [pen.write(ATTEMPT, WHOLE | {"subject": ""}, at(clock)) for clock in ("07:00", "08:00")]
        assert gate.store.apply_peers([peer(entry) for entry in page], 1) == []
        assert [one.flag for one in gate.logbook.passages(date(2022, 12, 5))] == [None, None]
        nothing_is_spoilt(gate)


def nested(depth: int) -> list[Any]:
    value: list[Any] = []
    for _ in range(depth):
        value = [value]
    return value


def test_a_body_nested_beyond_reason_is_named_and_the_rest_of_the_page_is_taken(tmp_path: Path) -> None:
    pen = Pen("st2")
    deep, after = to_wire(pen.attempt("2", IN, at("07:00"))), pen.attempt("2", OUT, at("07:01"))
    deep["body"] = {"x": nested(sys.getrecursionlimit() + 100)}
    with station_at(tmp_path / "a") as gate:
        page = [PeerEntry(entry=deep, scanned_at=stamp(at("07:00")), corrected=False, received_at=stamp(at("07:00")))]
        [said] = gate.store.apply_peers([*page, peer(after)], 1)
        assert "nested" in said
        assert [passage.id for passage in gate.logbook.passages(date(2022, 12, 5))] == [after.id]


@pytest.mark.parametrize("order", [[0, 1, 2], [0, 2, 1], [1, 0, 2], [1, 2, 0], [2, 0, 1], [2, 1, 0]])
def test_the_last_decision_in_its_journal_holds_in_whatever_order_they_come(tmp_path: Path, order: list[int]) -> None:
    pen = Pen("st2")
    pending = pen.attempt("2", IN, at("07:00"), outcome=Outcome.PENDING)
    entries = [pending, pen.decide(pending, Action.ADMIT_VISITOR, at("07:01"))]
    entries.append(pen.decide(pending, Action.TURN_AWAY, at("07:02")))
    with station_at(tmp_path / "a") as gate:
        for number in order:
            gate.store.apply_peers([peer(entries[number])], number)
        passage = gate.store.passage(pending.id)
        assert passage is not None
        assert (passage.outcome, passage.action) == (Outcome.TURNED_AWAY, "turn_away")
        nothing_is_spoilt(gate)


@pytest.mark.parametrize("clock", [[True, "b", None, None], [1, "b", False, 0], [1, "b", 0, True]])
def test_a_true_in_a_clock_is_named_here_as_at_central(tmp_path: Path, clock: list[Any]) -> None:
    entry = Pen("st2").attempt("2", IN, at("07:00"))
    lying = replace(entry, clock=Clock(clock[0], clock[1], clock[2], clock[3]))
    with station_at(tmp_path / "a") as gate:
        [said] = gate.store.apply_peers([peer(replace(lying, hash=hash_of(lying)))], 1)
        assert said == "'clock' holds true or false where a number belongs"
        nothing_is_spoilt(gate)


def test_an_entry_at_anothers_place_under_a_thirds_id_is_named(tmp_path: Path) -> None:
    with station_at(tmp_path / "a") as gate:
        first, second = Pen("st2"), Pen("st2")
        one, two = first.attempt("2", IN, at("07:00")), first.attempt("2", OUT, at("07:01"))
        clashing = second.write("note", {}, at("07:02"), id_=two.id)
        assert (clashing.key, clashing.id) == (one.key, two.id)
        [said] = gate.store.apply_peers([peer(one), peer(two), peer(clashing)], 1)
        assert said == "st2 entry 1: another entry stands in its place"


def test_entries_of_this_stations_earlier_life_are_taken_as_anothers(tmp_path: Path) -> None:
    with station_at(tmp_path / "a") as gate:
        before = Pen("st1", epoch="before")
        gate.store.apply_peers([peer(before.attempt("1", IN, at("05:00")))], 1)
        assert gate.show(text_of(R1), "07:00", OUT).recorded.passage.flag is None
        assert (gate.store.unsent_count(), len(gate.store.unsent(9))) == (1, 1)
        assert gate.store.fault() is None
