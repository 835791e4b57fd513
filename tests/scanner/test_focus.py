"""Blur that was guessed right is taken out, and with it codes are read that nothing else reads."""

from __future__ import annotations

import random

import cv2
import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from station.scanner.camera import Frame
from station.scanner.decoder import Expect, Rendition, decode, look_at
from station.scanner.focus import Kernel, bell, disk, streak, unblurred
from station.scanner.harder import read_picture
from station.scanner.scenery import Conditions, Picture, render_burst, symbol
from station.scanner.watcher import Watcher
from tests.scanner.held import Clock, pass_text

TEXT = pass_text(1)


def blurred(kernel: Kernel, *, module: int = 8) -> Picture:
    """A pass on a gray table, blurred so, with a sensor's noise."""
    table = np.full((600, 800), 150, np.uint8)
    code = symbol(TEXT, module=module)
    table[80 : 80 + code.shape[0], 150 : 150 + code.shape[1]] = code
    soft = cv2.filter2D(table, -1, kernel).astype(np.float32)
    return np.asarray(np.clip(soft + np.random.default_rng(1).normal(0, 2, soft.shape), 0, 255), np.uint8)


@pytest.mark.parametrize(
    ("shape", "kernel", "amounts"),
    [
        ("disk", disk(8), (8.0,)),
        ("bell", bell(5.5), (5.5,)),
        ("streak", streak(16, 90), (16.0, 90.0)),
        ("streak", streak(18, 30), (18.0, 30.0)),
    ],
)
def test_a_blur_that_was_guessed_right_is_taken_out(shape: str, kernel: Kernel, amounts: tuple[float, ...]) -> None:
    picture = blurred(kernel)
    assert decode(picture) == [], "too easy: this shows nothing about taking blur out"
    (code,) = look_at(unblurred(Rendition(picture), shape, *amounts), Expect.PASS)
    assert code.text == TEXT


@pytest.mark.parametrize("kernel", [disk(7.5), disk(8)])
def test_a_blurred_still_is_read_without_saying_how_it_was_blurred(kernel: Kernel) -> None:
    picture = blurred(kernel)
    assert decode(picture) == []
    assert [code.text for code in read_picture(picture, budget_s=30)] == [TEXT]


def test_a_pass_that_is_still_moving_up_is_read() -> None:
    watcher, how = Watcher(clock=Clock()), Conditions(size=230, blur=13, noise=4)
    frames = list(render_burst(TEXT, how, random.Random(4), frames=7))
    assert not any(decode(frame) for frame in frames), "too easy"
    readings = [one.text for number, frame in enumerate(frames) for one in watcher.see(Frame(frame, 0.0, number))]
    assert readings == [TEXT]


@given(st.floats(0.5, 15), st.floats(0, 180))
def test_every_blur_keeps_the_light_and_is_the_same_from_both_ends(amount: float, angle: float) -> None:
    for kernel in (disk(amount), bell(amount), streak(amount, angle)):
        assert kernel.sum() == pytest.approx(1, abs=1e-4)
        assert np.allclose(kernel, kernel[::-1, ::-1], atol=1e-5)


@pytest.mark.parametrize("size", [(9, 9), (1, 400), (33, 1201), (480, 640)])
def test_a_picture_of_any_size_keeps_it(size: tuple[int, int]) -> None:
    part = Rendition(np.full(size, 120, np.uint8), scale=2.0, left=5)
    sharp = unblurred(part, "bell", 6.0)
    assert (sharp.picture.shape, sharp.scale, sharp.left) == (size, 2.0, 5)
    assert np.abs(sharp.picture.astype(int) - 120).max() <= 3
