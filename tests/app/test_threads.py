"""Workers run plain functions elsewhere and answer here; garbage is collected on the window's thread only."""

from __future__ import annotations

import gc
import subprocess
import sys
import threading
import weakref
from collections.abc import Iterator

import pytest
from pytestqt.qtbot import QtBot

from station.threads import OVERDUE_AFTER, QUIET_AFTER, TURN_S, WHOLE_SWEEP_EVERY, Answer, Sweeper, Worker


def test_a_worker_runs_one_task_after_another_on_a_thread_of_its_own(qtbot: QtBot) -> None:
    worker, answers = Worker("test"), list[Answer]()
    worker.answered.connect(answers.append)
    for number in range(5):
        worker.ask("where", lambda n: (n, threading.get_ident()), number)
    qtbot.waitUntil(lambda: len(answers) == 5)
    assert [answer.value[0] for answer in answers] == [0, 1, 2, 3, 4]
    assert {answer.value[1] for answer in answers} != {threading.get_ident()}
    assert worker.stop()


def test_what_a_task_raises_comes_back_as_an_answer_and_the_next_one_runs(qtbot: QtBot) -> None:
    worker, answers = Worker("test"), list[Answer]()
    worker.answered.connect(answers.append)
    worker.ask("fails", lambda: 1 // 0)
    worker.ask("works", lambda: 2)
    qtbot.waitUntil(lambda: len(answers) == 2)
    assert isinstance(answers[0].error, ZeroDivisionError)
    assert answers[1].value == 2
    worker.stop()


def test_where_workers_are_at_work_a_verdict_waits_a_part_of_a_millisecond_for_whoever_computes(qtbot: QtBot) -> None:
    before = sys.getswitchinterval()
    try:
        worker = Worker("test")
        assert sys.getswitchinterval() == pytest.approx(TURN_S)
        assert worker.stop()
    finally:
        sys.setswitchinterval(before)


def test_stopping_finishes_what_was_asked_before(qtbot: QtBot) -> None:
    worker, done = Worker("test"), list[int]()
    for number in range(20):
        worker.ask("add", done.append, number)
    assert worker.stop()
    assert done == list(range(20))


class _Knot:
    """Holds itself, so that only the collector can take it away."""

    def __init__(self, swept_on: list[int]) -> None:
        self.me = self
        weakref.finalize(self, lambda: swept_on.append(threading.get_ident()))


def test_no_worker_ever_sweeps_the_windows_garbage(qtbot: QtBot) -> None:
    sweeper, worker, swept_on = Sweeper(), Worker("test"), list[int]()

    def litter() -> None:
        for _ in range(3_000):
            _Knot(swept_on)

    worker.ask("litter", litter)
    assert worker.stop()
    assert swept_on == []
    sweeper.sweep()
    assert set(swept_on) == {threading.get_ident()}
    sweeper.stop()
    assert gc.isenabled()


def test_of_two_programs_in_one_process_the_first_to_end_leaves_the_others_garbage_alone() -> None:
    first, second = Sweeper(), Sweeper()
    first.stop()
    first.stop()
    assert not gc.isenabled()
    second.stop()
    assert gc.isenabled()


@pytest.fixture
def swept() -> Iterator[list[int]]:
    """The generations that were collected."""
    generations: list[int] = []

    def note(phase: str, told: dict[str, int]) -> None:
        if phase == "start":
            generations.append(told["generation"])

    gc.callbacks.append(note)
    yield generations
    gc.callbacks.remove(note)


def test_all_garbage_is_swept_when_a_minute_is_over_and_nobody_is_at_the_gate(qtbot: QtBot, swept: list[int]) -> None:
    sweeper = Sweeper()
    for _ in range(WHOLE_SWEEP_EVERY + 30):
        sweeper.touch()
        sweeper.sweep()
    assert set(swept) == {1}
    for _ in range(QUIET_AFTER):
        sweeper.sweep()
    assert swept[-1] == 2
    for _ in range(WHOLE_SWEEP_EVERY - 1):
        sweeper.sweep()
    assert swept.count(2) == 1
    sweeper.stop()


def test_where_somebody_is_always_at_the_gate_all_garbage_is_swept_in_the_end(qtbot: QtBot, swept: list[int]) -> None:
    sweeper = Sweeper()
    for _ in range(OVERDUE_AFTER):
        sweeper.touch()
        sweeper.sweep()
    assert (swept.count(2), swept[-1]) == (1, 2)
    sweeper.stop()


def test_settling_walks_nothing_and_what_has_settled_is_never_walked_again(qtbot: QtBot, swept: list[int]) -> None:
    def is_walked() -> bool:
        return any(one is alive for one in gc.get_objects())

    sweeper, alive = Sweeper(), _Knot([])
    assert is_walked()
    sweeper.settle()
    assert (swept, is_walked()) == ([], False)
    sweeper.stop()
    assert is_walked()


ENDLESS = """
import sys, threading
from PySide6.QtCore import QCoreApplication
from station.threads import Worker, leave
application = QCoreApplication([])
worker, begun = Worker("endless"), threading.Event()
worker.ask("wait", lambda: (begun.set(), threading.Event().wait(60)))
begun.wait(20)
assert not worker.stop(wait_ms=1)
del worker
sys.exit(leave(0))
"""


def test_a_thread_that_does_not_end_never_turns_closing_the_window_into_a_crash() -> None:
    done = subprocess.run([sys.executable, "-c", ENDLESS], capture_output=True, text=True, check=False, timeout=60)
    assert (done.returncode, done.stderr) == (0, "left while still at work: endless\n")
