"""What leaves as a file is each journal whole and each entry once, in the middle of a move too."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import msgspec
import pytest

from central import auth, intake
from checkpoint.gate import Direction
from checkpoint.journal import to_wire
from checkpoint.wire import OTHER_HISTORY, Receipt
from station.__main__ import main
from station.logbook import file_fault, write_journal
from station.store.chains import MOVED_ON
from tests.harness.calling import central_in_thread
from tests.harness.made import Pen, at
from tests.sync.parting.computers import Computer, Office, code_for
from tests.sync.parting.moves import arrives, own, scan, set_out, settled, showings

pytestmark = pytest.mark.usefixtures("few_at_once")


def copied(gate: Computer, path: Path) -> list[dict[str, Any]]:
    """The lines of a copy that holds; those that only tell that an entry stood there say nothing else."""
    count = write_journal(gate.store.copied(), path)
    lines = [json.loads(line) for line in path.read_text("utf-8").splitlines()]
    assert file_fault(path) == (len(lines), None)
    told = [line for line in lines if MOVED_ON not in line]
    assert [line["body"] for line in lines if MOVED_ON in line] == [None] * (len(lines) - count)
    assert len({line["id"] for line in told}) == len(told) == count
    assert {line["id"] for line in lines if MOVED_ON in line} <= {line["id"] for line in told}
    return told


@pytest.mark.parametrize("waiting", [0, 1, 5, 6, 23])
def test_a_copy_made_at_any_step_of_a_move_is_whole_and_tells_each_entry_once(
    gate: Computer, tmp_path: Path, waiting: int
) -> None:
    gate.write(4)
    settled(gate, 4)
    gate.write(waiting)
    written = showings(gate)
    set_out(gate)
    steps, is_left = 0, True
    while is_left:
        is_left = gate.store.go_on_moving(1)
        steps += 1
        scan(gate, written) if steps % 2 else None
        told = copied(gate, tmp_path / "journal.jsonl")
        assert [line["id"] for line in told if line["kind"] == "attempt"] == written
        assert {line["id"] for line in told} == {one.id for one in own(gate)}


def test_a_copy_goes_over_what_went_to_another_epoch_out_of_the_middle_of_one(gate: Computer, tmp_path: Path) -> None:
    gate.write(12)
    taken = [Receipt(seq=seq, state="stored") for seq in (1, 2, 9)]
    strays = [Receipt(seq=seq, state="refused", reason=OTHER_HISTORY) for seq in (4, 5)]
    gate.store.settle(gate.store.epoch, [*taken, *strays])
    set_out(gate)
    is_left = True
    while is_left:
        is_left = gate.store.go_on_moving(1)
        told = copied(gate, tmp_path / "journal.jsonl")
        assert {line["id"] for line in told} == {one.id for one in own(gate)}
    assert gate.store.give_up(gate.store.former_epochs()[0], 1, 9) == 3
    settled(gate, 99)
    arrives(gate)
    told = copied(gate, tmp_path / "journal.jsonl")
    assert {line["id"] for line in told} == {one.id for one in own(gate)}


def test_a_copy_goes_over_what_central_never_took_of_another_station_and_over_no_hole_of_its_own(
    gate: Computer, office: Office, tmp_path: Path
) -> None:
    station, _ = auth.enrol(office.books, code_for(office), "ab" * 32, "here", at("07:00"))
    pen = Pen(station.id, gate="G2")
    some = [pen.attempt("1", Direction.IN, at(f"08:0{minute}")) for minute in range(4)]
    came = [msgspec.Raw(msgspec.json.encode(to_wire(some[number]))) for number in (0, 3)]
    intake.take(office.books, station, "e1", at("08:10"), came, at("08:10"))
    gate.write(3)
    with central_in_thread(office.books) as url:
        gate.meet(url)
        gate.rounds(1)
    told = copied(gate, tmp_path / "journal.jsonl")
    assert [line["seq"] for line in told if line["station"] == station.id] == [1, 4]
    with gate.store._writing() as connection:
        connection.exec_driver_sql("DROP TRIGGER entry_is_kept")
        connection.exec_driver_sql("DELETE FROM entry WHERE station = ? AND seq = 2", (gate.who.station,))
    write_journal(gate.store.copied(), tmp_path / "journal.jsonl")
    assert "expected entry 2" in str(file_fault(tmp_path / "journal.jsonl")[1])


def test_the_command_exports_a_whole_journal_in_the_middle_of_a_move(
    gate: Computer, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    gate.write(17)
    set_out(gate)
    gate.store.go_on_moving(5)
    assert gate.store.is_moving()
    data, path = str(gate.where.data), str(tmp_path / "journal.jsonl")
    assert main(["--data", data, "export", "--kind", "journal", "--to", path]) == 0
    assert main(["--data", data, "verify", path]) == 0
    assert "18 rows written" in capsys.readouterr().out
    gate.store.go_on_moving()
    assert gate.store.fault() is None
