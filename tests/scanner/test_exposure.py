"""A camera that can be exposed by hand is: less before a bright screen, more in the dark, and given back after it."""

from __future__ import annotations

import random
import threading
from functools import lru_cache
from typing import Any

import cv2
import numpy as np
import pytest

from station.scanner.camera import Camera
from station.scanner.exposure import AUTO, HIGHEST, LONGEST, LOWEST, Exposure, Light, dials, light_in, usual_exposure
from station.scanner.scenery import Conditions, Picture, render_still, scene
from tests.scanner.held import FakeCapture, pass_text

DUSK = 1
"""The scene at dusk."""


@lru_cache(maxsize=64)
def exposed(light: float, stops: int, *, screen: bool) -> Picture:
    """A gate at dusk through a camera exposed so, with a phone's screen in the viewfinder or without."""
    picture = scene(DUSK).astype(np.float32) * light
    if screen:
        code = render_still(pass_text(1), Conditions(size=230, noise=0), random.Random(1))[220:500, 500:780]
        picture[220:500, 500:780] = 120 + code.astype(np.float32) * 4.0
    return np.asarray(np.clip(picture * 2.0**stops, 0, 255), np.uint8)


class Held:
    """A camera's light loop: each picture is measured, the answer is the next picture's exposure."""

    def __init__(self) -> None:
        self.exposure, self.stops, self.now_s = Exposure(), AUTO, 100.0

    def hold(self, seconds: float, *, light: float = 1.0, screen: bool) -> list[int]:
        answers = []
        for _ in range(int(seconds * 30)):
            self.now_s += 1 / 30
            answer = self.exposure.after(light_in(exposed(light, self.stops, screen=screen)), self.now_s)
            if answer is not None:
                answers.append(answer)
                self.stops = answer
        return answers


def test_before_a_screen_that_is_blown_out_it_steps_down_until_it_is_not() -> None:
    held = Held()
    answers = held.hold(4, screen=True)
    assert answers
    assert answers == sorted(answers, reverse=True)
    assert LOWEST <= held.stops < AUTO
    assert light_in(exposed(1.0, held.stops, screen=True)).blown < 0.1
    assert held.hold(10, screen=True) == [], "while the screen is there, nothing swings"


def test_when_the_screen_has_gone_the_camera_exposes_by_itself_again() -> None:
    held = Held()
    held.hold(4, screen=True)
    assert held.hold(4, screen=False) == [AUTO]


def test_in_the_dark_it_steps_up_and_not_for_ever() -> None:
    held = Held()
    held.hold(10, light=0.12, screen=False)
    assert AUTO < held.stops <= HIGHEST
    assert held.hold(5, light=0.12, screen=False) == []


def test_when_it_grows_light_it_is_given_back() -> None:
    held = Held()
    held.hold(5, light=0.12, screen=False)
    held.hold(5, light=1.2, screen=False)
    assert held.stops == AUTO


@pytest.mark.parametrize("kind", [0, 1, 2])
def test_at_an_empty_gate_nothing_is_turned(kind: int) -> None:
    exposure = Exposure()
    assert [exposure.after(light_in(scene(kind)), number / 30) for number in range(200)] == [None] * 200


def test_a_bright_sky_is_no_screen() -> None:
    exposure = Exposure()
    sky = Light(blown=0.6, brightest=255, mean=240, around=230)
    assert [exposure.after(sky, number / 30) for number in range(100)] == [None] * 100


@pytest.mark.parametrize("shape", [(720, 1280, 3), (720, 1280), (32, 32, 3), (40, 50, 1), (5, 5, 4), (1, 1)])
def test_any_picture_can_be_measured(shape: tuple[int, ...]) -> None:
    assert light_in(np.full(shape, 255, np.uint8)).brightest == 255.0


def test_stops_become_the_cameras_own_numbers() -> None:
    assert dials(AUTO, 200) == {cv2.CAP_PROP_AUTO_EXPOSURE: 3}
    assert dials(-2, 200) == {cv2.CAP_PROP_AUTO_EXPOSURE: 1, cv2.CAP_PROP_EXPOSURE: 50}
    assert dials(2, 200)[cv2.CAP_PROP_EXPOSURE] == LONGEST, "longer would cost frames"
    assert dials(1, 500)[cv2.CAP_PROP_EXPOSURE] == 500


@pytest.mark.parametrize(("mode", "exposure"), [(0, 0), (-1, -1), (3, -1), (0, 157)])
def test_what_a_camera_does_not_offer_is_never_used(mode: float, exposure: float) -> None:
    assert usual_exposure(mode, exposure) == 0


class Dialled(FakeCapture):
    """A webcam at dusk with a bright screen before it, whose exposure can be set, or cannot."""

    def __init__(self, *, offers: bool) -> None:
        super().__init__([])
        self.offers = offers
        self.turned: list[tuple[int, float]] = []
        self._noise, self._turn = np.random.default_rng(1), threading.Semaphore(1)

    def next(self) -> None:
        self._turn.release()

    def read(self) -> tuple[bool, Any]:
        self._turn.acquire(timeout=10)
        made = exposed(1.0, AUTO, screen=True).copy()
        made[:4] = self._noise.integers(60, 90, made[:4].shape, dtype=np.uint8)
        return True, made

    def get(self, property_id: int, /) -> float:
        known = {cv2.CAP_PROP_AUTO_EXPOSURE: 3.0, cv2.CAP_PROP_EXPOSURE: 160.0}
        return known.get(property_id, 0.0) if self.offers else -1.0

    def set(self, property_id: int, value: float, /) -> bool:
        self.turned.append((property_id, value))
        return self.offers


@pytest.mark.parametrize("offers", [True, False])
def test_a_cameras_dials_are_turned_only_where_it_has_them(offers: bool) -> None:
    capture, stop, clock = Dialled(offers=offers), threading.Event(), iter(range(10**6))
    camera = Camera("rtsp://gate/1", open_source=lambda _source: capture, clock=lambda: next(clock) / 20)
    for frame in camera.frames(stop, lambda _what, _on: None):
        capture.next()
        if frame.number == 60:
            stop.set()
    turned = dict(capture.turned)
    assert bool(turned) is offers
    if offers:
        assert turned[cv2.CAP_PROP_AUTO_EXPOSURE] == 1
        assert turned[cv2.CAP_PROP_EXPOSURE] < 160
