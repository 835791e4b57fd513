"""Forgetting: what retention ends is in no column any more, and what stays means what it meant before."""

from __future__ import annotations

from pathlib import Path

from checkpoint.gate import Action, Direction, Outcome
from tests.harness.gate import Station, station_at
from tests.harness.made import R1, R2, Pen, at, text_of
from tests.store.test_answers import answer
from tests.store.test_peers import peer

IN, OUT = Direction.IN, Direction.OUT


def everything_held(gate: Station) -> str:
    with gate.store._reading() as connection:
        tables = connection.exec_driver_sql("SELECT name FROM sqlite_master WHERE type = 'table'").scalars().all()
        return "\n".join(
            str(row) for table in tables for row in connection.exec_driver_sql(f"SELECT * FROM {table}").fetchall()
        )


def test_what_is_forgotten_stands_in_no_column(tmp_path: Path) -> None:
    with station_at(tmp_path / "a") as gate:
        shown = gate.show(text_of(R1), "07:00", IN).recorded
        assert shown.entry.salt is not None
        assert shown.passage.number is not None
        told = ("张*", shown.passage.number, shown.entry.salt)
        before = everything_held(gate)
        assert all(text in before for text in told)
        gate.store.settle(gate.store.epoch, [answer(1)])
        assert gate.store.forget_before(at("08:00")) == 1
        after = everything_held(gate)
        assert [text for text in told if text in after] == []
        assert gate.store.fault() is None
        assert gate.logbook.figures(at("09:00")).inside == 0


def test_a_decision_is_kept_as_long_as_what_it_decides(tmp_path: Path) -> None:
    with station_at(tmp_path / "a") as gate:
        pending = gate.show(text_of(R2), "10:00", IN).recorded.entry
        # Somebody sets the clock back between the showing and the decision.
        gate.clock.to("05:00")
        gate.desk.decide(pending.id, Action.ADMIT_VISITOR)
        gate.store.settle(gate.store.epoch, [answer(1, "10:00"), answer(2, "05:00")])
        assert gate.store.forget_before(at("06:00")) == 0
        passage = gate.store.passage(pending.id)
        assert passage is not None
        assert passage.outcome is Outcome.PASSED
        assert gate.store.rebuild(repair=False).differing == ()
        assert gate.store.forget_before(at("11:00")) + gate.store.forget_before(at("11:00")) == 2
        assert gate.store.passage(pending.id) is None
        assert gate.store.rebuild(repair=False).differing == ()


def test_whoever_is_remembered_only_by_an_unsent_entry_is_inside_again(tmp_path: Path) -> None:
    with station_at(tmp_path / "a") as gate:
        gate.show(text_of(R1), "07:00", IN)
        gate.store.apply_peers([peer(Pen("st2", gate="G2").attempt("1", OUT, at("07:30")))], 1)
        assert gate.logbook.figures(at("09:00")).inside == 0
        assert gate.store.forget_before(at("08:00")) == 1
        assert gate.logbook.figures(at("09:00")).inside == 1
        assert gate.store.rebuild(repair=False).differing == ()


def test_forgetting_a_little_at_a_time_forgets_everything_in_the_end(tmp_path: Path) -> None:
    with station_at(tmp_path / "a") as gate:
        for minute in range(7):
            gate.show(text_of(R1), f"07:0{minute}", IN if minute % 2 == 0 else OUT)
        gate.store.settle(gate.store.epoch, [answer(seq) for seq in range(1, 8)])
        forgotten = [gate.store.forget_before(at("08:00"), 3) for _ in range(4)]
        assert forgotten == [3, 3, 1, 0]
        assert gate.logbook.newest() == []
        assert gate.store.fault() is None


def test_a_late_entry_of_a_forgotten_time_is_taken_and_then_forgotten(tmp_path: Path) -> None:
    with station_at(tmp_path / "a") as gate:
        late = Pen("st2").attempt("1", IN, at("05:00"))
        gate.store.apply_peers([peer(late)], 1)
        assert gate.store.forget_before(at("06:00")) == 1
        gate.store.apply_peers([peer(late)], 2)
        assert gate.store.passage(late.id) is None


def test_a_flag_speaks_of_what_is_still_remembered(tmp_path: Path) -> None:
    with station_at(tmp_path / "a") as gate:
        gate.show(text_of(R1), "07:00", IN)
        elsewhere = Pen("st2", gate="G2").attempt("1", OUT, at("07:30"))
        gate.store.apply_peers([peer(elsewhere)], 1)
        leaving = gate.show(text_of(R1), "08:30", OUT).recorded.passage
        assert leaving.flag == "no_prior_entry"
        assert gate.store.forget_before(at("08:00")) == 1
        after = gate.store.passage(leaving.id)
        assert after is not None
        assert after.flag is None
        assert gate.store.rebuild(repair=False).differing == ()
