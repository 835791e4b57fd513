"""No question that the gate asks again and again walks a table that grows; and the desk never waits behind a page."""

from __future__ import annotations

import threading
from collections.abc import Callable
from datetime import date, timedelta
from pathlib import Path
from typing import Any

import pytest
import sqlalchemy as sa

from checkpoint.gate import Action, Direction
from checkpoint.turns import Turns, Waited
from checkpoint.wire import Item
from station.store import arriving, outbox
from tests.harness.gate import Station, station_at
from tests.harness.made import R1, R2, Pen, at, items, text_of
from tests.store.test_answers import answer
from tests.store.test_peers import peer

IN, OUT = Direction.IN, Direction.OUT
GROWING = ("entry", "receipt", "passage", "presence", "item")


def a_visitor(gate: Station) -> object:
    return gate.desk.decide(gate.show(text_of(R2), "08:00").recorded.entry.id, Action.ADMIT_VISITOR)


def forgotten(gate: Station) -> object:
    gate.store.settle(gate.store.epoch, [answer(1, "06:50"), answer(2, "06:55")])
    return gate.store.forget_before(at("06:56"), only=("attempt", "decision"))


ASKED: dict[str, Callable[[Station], object]] = {
    "show": lambda gate: gate.show(text_of(R1), "07:00", IN),
    "decide": a_visitor,
    "newest": lambda gate: gate.logbook.newest(),
    "figures": lambda gate: gate.logbook.figures(at("09:00")),
    "report": lambda gate: gate.logbook.report(date(2022, 12, 5)),
    "unsent": lambda gate: gate.store.unsent(500),
    "unsent_count": lambda gate: gate.store.unsent_count(),
    "refused_count": lambda gate: gate.store.refused_count(),
    "settle": lambda gate: gate.store.settle(gate.store.epoch, [answer(1), answer(2, "06:00", corrected=True)]),
    "apply_peers": lambda gate: gate.store.apply_peers([peer(Pen("st2").attempt("1", OUT, at("07:30")))], 1),
    "apply_roster": lambda gate: gate.store.apply_roster(
        [*items([R1], 70), Item(kind="person", id="2", version=71, data=None)], 71
    ),
    "refresh": lambda gate: gate.desk.refresh(),
    "supplies": lambda gate: (gate.store.told_after("stock", 0), gate.store.told("stock")),
    "forget tubes": lambda gate: gate.store.forget_before(at("00:00"), only=("tube_member",)),
    "forget passages": forgotten,
    "forget supplies": lambda gate: gate.store.forget_through("stock", {("st1", gate.store.epoch): 9}),
}


def plans(gate: Station, ask: Callable[[Station], object]) -> list[str]:
    """How SQLite finds the rows of each statement that the question runs."""
    ran: list[tuple[str, Any]] = []

    def note(_connection: Any, _cursor: Any, statement: str, parameters: Any, _context: Any, many: bool) -> None:
        ran.append((statement, parameters[0] if many else parameters))

    engines = (gate.store._writer, gate.store._reader)
    for one in engines:
        sa.event.listen(one, "before_cursor_execute", note)
    ask(gate)
    for one in engines:
        sa.event.remove(one, "before_cursor_execute", note)
    with gate.store._reader.connect() as connection:
        return [
            row[3]
            for statement, parameters in ran
            if statement.startswith(("SELECT", "INSERT", "UPDATE", "DELETE"))
            for row in connection.exec_driver_sql(f"EXPLAIN QUERY PLAN {statement}", parameters)
        ]


@pytest.mark.parametrize("name", ASKED)
def test_no_question_of_the_gate_walks_a_table_that_grows(tmp_path: Path, name: str) -> None:
    with station_at(tmp_path / "a") as gate:
        gate.show(text_of(R1), "06:50", IN)
        gate.show(text_of(R1), "06:55", OUT)
        steps = plans(gate, ASKED[name])
        assert steps
        walks = [step for step in steps if step.startswith("SCAN ") and step.split()[1] in GROWING]
        assert walks == []
        assert [step for step in steps if "passage" in step and step.endswith("(site=?)")] == []


def test_the_quiet_gate_of_a_busy_site_finds_its_newest_rows_by_its_own_name(tmp_path: Path) -> None:
    with station_at(tmp_path / "a") as gate:
        steps = plans(gate, ASKED["newest"])
        assert steps == ["SEARCH passage USING INDEX ix_passage_newest (station=? AND site=?)"]


def test_the_figures_that_are_asked_for_after_each_card_touch_no_row_of_the_day(tmp_path: Path) -> None:
    with station_at(tmp_path / "a") as gate:
        steps = plans(gate, ASKED["figures"])
        assert [step for step in steps if "passage" in step] == []
        assert [step for step in steps if "presence" in step] == [
            "SEARCH presence USING COVERING INDEX ix_presence_visit (site=? AND valid_to>?)"
        ]


def test_turns_come_in_the_order_in_which_they_were_asked_for() -> None:
    turns, order, asked = Turns(), list[int](), threading.Semaphore(0)

    def ask(number: int) -> None:
        asked.release()
        with turns.one(30):
            order.append(number)

    threads = [threading.Thread(target=ask, args=(number,)) for number in range(5)]
    with turns.one(30):
        for number, thread in enumerate(threads, 1):
            thread.start()
            asked.acquire()
            while len(turns._line) < number:
                pass
    for thread in threads:
        thread.join()
    assert order == [0, 1, 2, 3, 4]


def test_who_waited_too_long_leaves_the_line_to_the_others() -> None:
    turns = Turns()
    with turns.one(1):
        with pytest.raises(Waited), turns.one(0.01):
            raise AssertionError
        assert not turns._line
    with turns.one(0.01):
        pass


def test_a_scan_waits_for_a_part_of_a_page_and_not_for_the_page(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """While a page of peers is folded in, somebody scans: the entry stands in the file before the page is through."""
    monkeypatch.setattr(outbox, "FOLD_AT_ONCE", 5)
    with station_at(tmp_path / "a") as gate:
        pen = Pen("st2", gate="G2")
        page = [peer(pen.attempt("2", IN, at("06:00") + timedelta(seconds=number))) for number in range(200)]
        scanned = threading.Thread(target=gate.show, args=(text_of(R1), "07:00", IN))
        seen: list[int] = []
        take: Callable[..., str | None] = arriving.take

        def slowly(connection: Any, arrived: Any, *own: str, **how: Any) -> str | None:
            if arrived.entry.seq == 3:
                scanned.start()
                while not gate.store._turns._line:
                    pass
            seen.append(gate.store.entry_count())
            return take(connection, arrived, *own, **how)

        monkeypatch.setattr(arriving, "take", slowly)
        gate.store.apply_peers(page, 1)
        scanned.join()
        # Held by the first five entries only: with the sixth the scan is on disk.
        assert seen == [0] * 5 + [1] * 195
        assert gate.store.rebuild(repair=False).differing == ()
