"""A backup taken while a station pushes, restored into the other database: what it lacks comes again, once."""

from __future__ import annotations

import subprocess
import sys
from contextlib import ExitStack, closing
from datetime import UTC, datetime
from pathlib import Path

import pytest

from central import auth
from central.__main__ import main
from central.status import status
from central.store.store import Store
from checkpoint.journal import first_fault
from station.sync.enrolment import enrol
from tests.central.conftest import DATABASES
from tests.harness.calling import central_in_thread
from tests.harness.central import ROOT
from tests.harness.made import SITE, roster
from tests.harness.postgres import Cluster
from tests.sync.parting.computers import Computer, computer


@pytest.mark.parametrize("was", DATABASES)
def test_what_a_backup_under_load_lacks_comes_again_once(was: str, cluster: Cluster, tmp_path: Path) -> None:
    with ExitStack() as stack:
        there = {"sqlite": str(tmp_path / "central.db"), "postgresql": stack.enter_context(cluster.copied("template1"))}
        [becomes] = set(DATABASES) - {was}
        gate = stack.enter_context(computer(tmp_path / "gate"))
        file = tmp_path / "central.backup"
        with closing(Store(there[was])) as books, central_in_thread(books) as url:
            books.put(roster())
            enrol(gate.store, url, auth.new_code(books, name="南口", site=SITE, gate="G1", now=datetime.now(UTC)))
            gate.meet(url)
            while_it_runs(gate, [*("backup", "--data", str(tmp_path), "--database", there[was]), str(file)])
            gate.write(7)
            gate.rounds(1)
            assert held(books, gate) == gate.ids()
        assert main(["restore", "--data", str(tmp_path / "new"), "--database", there[becomes], str(file)]) == 0
        with closing(Store(there[becomes])) as books, central_in_thread(books) as url:
            before = held(books, gate)
            assert before == gate.ids()[: len(before)], "a beginning, without a hole"
            assert len(before) <= len(gate.ids()) - 7
            gate.meet(url)
            gate.write(1)
            gate.rounds(2)
            assert held(books, gate) == gate.ids()
            assert gate.store.unsent_count() == 0
            [said] = status(books)["stations"]
            assert (said["forks"], said["missing"], said["twice"]) == ([], [], False)


def while_it_runs(gate: Computer, words: list[str]) -> None:
    """Write and push as long as that command takes, and at least once."""
    with subprocess.Popen([sys.executable, "-m", "central", *words], cwd=ROOT, stdout=subprocess.DEVNULL) as running:
        while True:
            gate.write(20)
            gate.rounds(1)
            if running.poll() is not None:
                break
    assert running.returncode == 0


def held(books: Store, gate: Computer) -> list[str]:
    """The ids of all showings that central holds of that computer, in order."""
    [epoch] = [one.epoch for one in books.chains()] or [""]
    journal = books.journal(gate.who.station, epoch)
    assert first_fault(journal) is None
    return [one.id for one in journal if one.kind == "attempt"]
