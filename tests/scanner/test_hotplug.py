"""Cameras unplugged, hung, asleep or gone wrong: when it is noticed by the clock, and what comes back by itself."""

from __future__ import annotations

import threading
from collections.abc import Callable
from pathlib import Path
from typing import Any

import numpy as np
import numpy.typing as npt
import pytest

from station.scanner import camera as camera_room
from station.scanner import devices as device_room
from station.scanner import grabber as grabber_room
from station.scanner.camera import SILENT_S, Camera
from station.scanner.health import BLACK_REOPEN_S, UNFIT_S, CameraTrouble, Health
from tests.scanner.held import Clock, FakeCapture, plug_in, unplug

MISSING = CameraTrouble.MISSING
NOTICED_S = 2.0
"""Domain section 6: a banner within 2 s."""


class Ticking(Clock):
    """Time that goes on a tenth of a second whenever somebody looks, so that nobody waits for it."""

    def __call__(self) -> float:
        self.now_s += 0.1
        return self.now_s


@pytest.fixture
def listed(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """The system's list of cameras with one in it; who waits for a picture looks up a thousand times a second."""
    plug_in(tmp_path, "video0", "Gate camera", bus="1-1")
    monkeypatch.setattr(device_room, "DEVICES", tmp_path)
    for room in (grabber_room, camera_room):
        monkeypatch.setattr(room, "GLANCE_S", 0.001)
    monkeypatch.setattr(grabber_room, "JOIN_S", 0.001)
    return tmp_path


def picture(level: int = 120, size: tuple[int, int] = (240, 320)) -> npt.NDArray[np.uint8]:
    made = np.random.default_rng(level)
    return made.integers(level - 4, level + 4, (*size, 3), dtype=np.uint8)


class Hanging(FakeCapture):
    """Gives these pictures, then its read does not come back until it is let go."""

    def __init__(self, pictures: list[Any], then: Callable[[], object] = int) -> None:
        super().__init__(pictures)
        self.let_go, self._then = threading.Event(), then

    def read(self) -> tuple[bool, Any]:
        if not self._pictures:
            self._then()
            self.let_go.wait(20)
            return False, None
        return super().read()


class Gate:
    """A camera by that setting, whose openings are made up; remembers when what was told."""

    def __init__(self, setting: str, *openings: FakeCapture, reopen_s: tuple[float, ...] = (0.5,)) -> None:
        self.clock, self.stop = Ticking(), threading.Event()
        self.opened: list[str] = []
        self.told: list[tuple[CameraTrouble, bool, float]] = []
        self.frames = 0
        self._openings = list(openings)
        self.camera = Camera(setting, open_source=self._open, clock=self.clock, reopen_s=reopen_s)

    def _open(self, source: str) -> FakeCapture:
        self.opened.append(source)
        return self._openings.pop(0) if self._openings else FakeCapture([], opens=False)

    def watch(self, until: Callable[[Gate], bool], each: Callable[[int], object] = int) -> Gate:
        def told(what: CameraTrouble, on: bool) -> None:
            self.told.append((what, on, self.clock.now_s))
            if until(self):
                self.stop.set()

        for _ in self.camera.frames(self.stop, told):
            self.frames += 1
            each(self.frames)
            if until(self):
                self.stop.set()
        return self


def test_a_read_that_hangs_is_noticed_in_time(listed: Path) -> None:
    last_s: list[float] = []
    hung = Hanging([picture()])
    gate = Gate("0", hung)
    gate.watch(lambda gate: bool(gate.told), each=lambda _number: last_s.append(gate.clock.now_s))
    ((what, on, at_s),) = gate.told
    assert (what, on) == (MISSING, True)
    assert at_s - last_s[-1] <= NOTICED_S
    hung.let_go.set()


def test_a_read_that_gives_nothing_is_noticed_at_once(listed: Path) -> None:
    last_s: list[float] = []
    gate = Gate("0", FakeCapture([picture()]))
    gate.watch(lambda gate: bool(gate.told), each=lambda _number: last_s.append(gate.clock.now_s))
    assert gate.told[0][:2] == (MISSING, True)
    assert gate.told[0][2] - last_s[-1] <= SILENT_S


def test_a_camera_that_left_the_systems_list_is_noticed_though_its_read_hangs(listed: Path) -> None:
    last_s: list[float] = []
    hung = Hanging([picture()], then=lambda: unplug(listed, "video0"))
    gate = Gate("0", hung)
    gate.watch(lambda gate: bool(gate.told), each=lambda _number: last_s.append(gate.clock.now_s))
    assert gate.told[0][2] - last_s[-1] < SILENT_S
    hung.let_go.set()


@pytest.mark.parametrize("setting", ["0", "/dev/video0", "Gate camera"])
def test_plugged_in_again_under_another_number_it_goes_on_by_itself(listed: Path, setting: str) -> None:
    def replug() -> None:
        # In one go, as far as anybody sees: whoever looked between the two would find no camera at all.
        plug_in(listed, "video4", "Gate camera", bus="1-1")
        unplug(listed, "video0")

    hung = Hanging([picture()], then=replug)
    gate = Gate(setting, hung, FakeCapture([picture(90)]))
    gate.watch(lambda gate: gate.frames == 2)
    assert gate.opened[1:] == ["/dev/video4"]
    assert [(what, on) for what, on, _ in gate.told] == [(MISSING, True), (MISSING, False)]
    hung.let_go.set()


def test_a_camera_that_is_plugged_in_is_opened_without_waiting_for_the_next_try(
    listed: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    unplug(listed, "video0")
    gate = Gate("Gate camera", FakeCapture([], opens=False), FakeCapture([picture()]), reopen_s=(600.0,))
    looked = iter(range(10**6))

    def wait(_seconds: float) -> bool:
        if next(looked) == 5:
            plug_in(listed, "video0", "Gate camera", bus="1-1")
        return False

    monkeypatch.setattr(gate.stop, "wait", wait)
    gate.watch(lambda gate: gate.frames == 1)
    (_, _, lost_s), (_, _, back_s) = gate.told
    assert back_s - lost_s < 10
    assert gate.opened == ["Gate camera", "/dev/video0"]


class Prompted(FakeCapture):
    """Its first picture comes when it is let begin, the others, which are wrong, when the first has been taken."""

    def __init__(self, wrong: Any) -> None:
        super().__init__([])
        self.begin, self.taken = threading.Event(), threading.Event()
        self._given, self._wrong = 0, wrong

    def read(self) -> tuple[bool, Any]:
        self._given += 1
        (self.begin if self._given == 1 else self.taken).wait(10)
        return True, picture() if self._given == 1 else self._wrong


def test_a_camera_that_wakes_up_slowly_is_waited_for(listed: Path) -> None:
    slow = Prompted(None)

    def until(gate: Gate) -> bool:
        slow.begin.set()
        return gate.frames == 1

    gate = Gate("0", slow).watch(until)
    assert [(what, on) for what, on, _ in gate.told] == [(MISSING, True), (MISSING, False)]
    assert len(gate.opened) == 1
    slow.taken.set()


@pytest.mark.parametrize(
    "wrong",
    [
        picture(size=(120, 160)),
        picture(size=(1, 1)),
        np.zeros((0, 0, 3), np.uint8),
        picture()[:, :, 0],
        np.zeros((240, 320, 2), np.uint8),
        np.zeros((240, 320, 3), np.float32),
        "no picture",
        None,
    ],
    ids=["other size", "one pixel", "no pixel", "gray", "two channels", "floats", "text", "none"],
)
def test_wrong_pictures_are_passed_over_noticed_and_cured_by_opening_anew(listed: Path, wrong: Any) -> None:
    going_wrong = Prompted(wrong)
    going_wrong.begin.set()
    gate = Gate("0", going_wrong, FakeCapture([picture(80)]), reopen_s=(0.0,))
    gate.watch(lambda gate: gate.frames == 2, each=lambda _number: going_wrong.taken.set())
    assert gate.told[0][:2] == (MISSING, True)
    assert len(gate.opened) == 2


def test_one_damaged_picture_among_good_ones_is_no_trouble(listed: Path) -> None:
    health = Health(0.0)
    for number in range(100):
        good = number % 10 != 5
        fitting = health.fits(picture(100 + number % 7) if good else picture(size=(1, 1)))
        assert fitting is good
        assert health.after(picture(100 + number % 7) if good else None, number / 30) is None
    assert not health.wants_reopening(100 / 30)


def test_a_camera_that_changed_its_size_for_good_is_taken_as_it_is_after_opening_anew() -> None:
    health = Health(0.0)
    assert health.fits(picture())
    assert not health.fits(picture(size=(480, 640)))
    assert health.after(None, UNFIT_S + 0.1) is MISSING
    assert health.wants_reopening(UNFIT_S + 0.1)
    health.reopened(1.0)
    assert health.fits(picture(size=(480, 640)))


def test_a_black_camera_is_opened_anew_now_and_then() -> None:
    health, black = Health(0.0), np.zeros((240, 320, 3), np.uint8)
    for tenth in range(int(BLACK_REOPEN_S * 10)):
        health.after(black, tenth / 10)
        assert not health.wants_reopening(tenth / 10)
    assert health.after(black, BLACK_REOPEN_S) is CameraTrouble.BLACK
    assert health.wants_reopening(BLACK_REOPEN_S)
    health.reopened(BLACK_REOPEN_S + 1)
    assert health.after(black, BLACK_REOPEN_S + 1.1) is CameraTrouble.BLACK, "opening it is no cure"
    assert not health.wants_reopening(BLACK_REOPEN_S + 1.2)


def test_the_first_black_picture_after_a_gap_is_a_sensor_that_wakes_up() -> None:
    health = Health(0.0)
    assert health.after(picture(), 1.0) is None
    health.reopened(60.0)
    assert health.after(np.zeros((240, 320, 3), np.uint8), 60.1) is None
