"""A station leaves service in its window: what to do now, how much waits, and in the end nobody's name anywhere."""

from __future__ import annotations

from collections.abc import Callable
from contextlib import ExitStack
from pathlib import Path
from typing import Any

import pytest
from PySide6.QtCore import Qt
from pytestqt.qtbot import QtBot

from central import carried
from checkpoint.gate import Direction
from checkpoint.policy import Policy
from station.erasing import what_stays
from station.retirement import Retirement
from station.settings import places
from station.sync.retiring import Retired
from station.threads import Answer
from station.ui.view import Leaving, Trouble
from tests.harness import lying
from tests.harness.gate import Station
from tests.harness.lying import lying_proxy
from tests.harness.made import R1, R2, FakeClock, at, roster, text_of
from tests.harness.online import Online
from tests.harness.served import Served, served

HANDOVER = "/v1/handover"


class Shown:
    """A window as far as leaving goes."""

    def __init__(self) -> None:
        self.leaving: list[Leaving] = []

    def show_leaving(self, leaving: Leaving) -> None:
        self.leaving.append(leaving)


class Desk:
    """Does at once what it is asked. fails: as a disk does that cannot be written any more."""

    def __init__(self, *, fails: bool = False) -> None:
        self.answers: list[Answer] = []
        self._fails = fails

    def ask(self, name: str, function: Callable[..., Any], *args: Any) -> None:
        error = OSError("read-only") if self._fails else None
        self.answers.append(Answer(name, None if error else function(*args), error))


def test_nothing_is_erased_before_central_has_it_and_then_all_is(tmp_path: Path) -> None:
    gate, shown, desk = Station(tmp_path / "a"), Shown(), Desk()
    made: Any = Retirement(gate.where, shown, desk)  # type: ignore[arg-type]
    over: list[bool] = []
    made.over.connect(lambda: over.append(True))
    made.meet(gate)
    assert shown.leaving == [], "it is in service"
    made.take(Retired(3, "central cannot be reached"))
    assert (shown.leaving, over, gate.where.key.exists()) == ([Leaving(3)], [], True)
    made.take(Retired(0))
    made.take(Retired(0))
    assert (over, [one.name for one in desk.answers]) == ([True], ["erase"])
    assert made.take_answer(desk.answers[0])
    assert shown.leaving[-1] == Leaving(0, is_erased=True)
    assert not gate.where.key.exists()
    assert not gate.where.store.exists()


def test_data_that_could_not_be_erased_is_no_secret(tmp_path: Path) -> None:
    gate, shown, desk = Station(tmp_path / "a"), Shown(), Desk(fails=True)
    made: Any = Retirement(gate.where, shown, desk)  # type: ignore[arg-type]
    made.meet(gate)
    made.take(Retired(0))
    assert made.take_answer(desk.answers[0])
    assert shown.leaving[-1] == Leaving(0, is_erased=True, has_failed=True)
    gate.close()


@pytest.fixture
def south(qtbot: QtBot, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, closing: list[Online], central: Served) -> Any:
    """A gate at work whose queue cannot be handed over the line, and somebody who came in."""
    with ExitStack() as lines:
        proxy = lines.enter_context(lying_proxy(central.url))
        closing.append(Online(qtbot, tmp_path / "south", central, "G1", proxy))
        made = closing[0]
        proxy.always[HANDOVER] = lying.FAILED
        monkeypatch.setattr("station.ui.sticks.plugged_in", lambda: [str(tmp_path / "stick")])
        (tmp_path / "stick").mkdir()
        made.scan(text_of(R1), Direction.IN)
        made.until(lambda: made.unsent == 0)
        yield made


@pytest.fixture
def central(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Any:
    """A central by the story's clock."""
    clock = FakeClock(at("07:00"))
    monkeypatch.setattr("station.app.DeviceClock", lambda: clock)
    with served(tmp_path, roster(policy=Policy(debounce_s=0.0)), clock) as made:
        yield made


def revoked(south: Online, central: Served) -> None:
    """It is taken out of service while something waits, and hears of it."""
    south.online(False)
    south.scan(text_of(R2), Direction.IN)
    [station] = central.store.stations()
    central.store.revoke(station.id, at("07:30"))
    south.proxy.always.pop(lying.EVERYWHERE)
    south.until(lambda: south.station.window.is_leaving)


def carry(central: Served, stick: Path) -> None:
    """Somebody carries the stick to central, which writes its answer on it."""
    [path] = stick.glob("*.bundle")
    taken = carried.take(central.store, path, at("08:00"))
    carried.answer(central.store, taken, stick, at("08:00"))


def test_a_stick_alone_may_bring_what_central_lacks_and_the_answer_that_ends_it(
    south: Online, central: Served, tmp_path: Path, qtbot: QtBot
) -> None:
    revoked(south, central)
    window, page = south.station.window, south.station.window.leaving
    window.set_language("en")
    assert "1 entry of this station" in page.state.text()
    assert [part.isVisible() for part in (window.bar, window.pages, window.strip)] == [False] * 3
    for key in (Qt.Key.Key_F2, Qt.Key.Key_F12, Qt.Key.Key_Escape):
        qtbot.keyClick(window, key)
    assert window.is_leaving
    qtbot.keyClick(window, Qt.Key.Key_4)
    south.until(lambda: page.said.text() == "1 entry copied to the stick stick. Carry it to central.")
    carry(central, tmp_path / "stick")
    qtbot.keyClick(window, Qt.Key.Key_5)
    south.until(lambda: "was erased" in page.state.text())
    where = places(tmp_path / "south")
    assert (where.key.exists(), where.store.exists()) == (False, False)
    assert "G1" in what_stays(where)
    assert window.gate.verdict.card is None
    assert window.gate.rows.model.rows == ()
    with qtbot.waitSignal(window.closed):
        qtbot.keyClick(window, Qt.Key.Key_Escape)


def test_over_the_line_it_hands_over_by_itself_and_a_code_that_is_shown_meanwhile_is_a_stop(
    south: Online, central: Served, qtbot: QtBot, monkeypatch: pytest.MonkeyPatch
) -> None:
    revoked(south, central)
    window, said = south.station.window, []
    window.set_language("en")
    shows = window.show_trouble

    def shown(trouble: Trouble, on: bool) -> None:
        shows(trouble, on)
        # Looked at as it is shown: the next try to hand over clears the gate behind the page again.
        said.append(window.gate.verdict.face.reason)

    monkeypatch.setattr(window, "show_trouble", shown)
    window.scanned.emit(text_of(R1))
    south.until(lambda: any("out of service" in reason for reason in said))
    qtbot.keyClick(window, Qt.Key.Key_F9)
    assert window.is_leaving
    south.proxy.always.clear()
    south.station.syncing.sync()
    south.until(lambda: window.leaving._leaving.is_erased)
    assert central.store.chains()[0].held == 2


def test_one_that_is_started_anew_before_it_is_over_says_at_once_that_it_is_none_any_more(
    south: Online, central: Served, qtbot: QtBot, tmp_path: Path
) -> None:
    revoked(south, central)
    south.station.close()
    south.open()
    assert south.station.window.is_leaving
    assert south.station.window.leaving._leaving == Leaving(1)
