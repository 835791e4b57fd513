"""The window's part in leaving service: nothing is erased while anything waits, and then everything is."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import Any

from station.retirement import Retirement
from station.sync.retiring import Retired
from station.threads import Answer
from station.ui.view import Trouble
from tests.harness.gate import Station


class Shown:
    """A window as far as banners go."""

    def __init__(self) -> None:
        self.troubles: set[Trouble] = set()

    def show_trouble(self, trouble: Trouble, on: bool) -> None:
        (self.troubles.add if on else self.troubles.discard)(trouble)


class Desk:
    """Does at once what it is asked."""

    def __init__(self) -> None:
        self.answers: list[Answer] = []

    def ask(self, name: str, function: Callable[..., Any], *args: Any) -> None:
        self.answers.append(Answer(name, function(*args), None))


def test_nothing_is_erased_before_central_has_it_and_then_all_is(tmp_path: Path) -> None:
    gate, shown, desk = Station(tmp_path / "a"), Shown(), Desk()
    made: Any = Retirement(gate.where, shown, desk)  # type: ignore[arg-type]
    over: list[bool] = []
    made.over.connect(lambda: over.append(True))
    made.meet(gate)
    made.take(Retired(3, "central cannot be reached"))
    assert (shown.troubles, over, gate.where.key.exists()) == ({Trouble.RETIRING}, [], True)
    made.take(Retired(0))
    made.take(Retired(0))
    assert (over, [one.name for one in desk.answers]) == ([True], ["erase"])
    assert made.take_answer(desk.answers[0])
    assert shown.troubles == {Trouble.ERASED}
    assert not gate.where.key.exists()
    assert not gate.where.store.exists()
