"""Codes found by their finder patterns' white rings alone: on black bezels, turned, tilted, mirrored; none in noise."""

from __future__ import annotations

import random

import cv2
import numpy as np
import pytest

from station.scanner.decoder import Expect, decode, look_at
from station.scanner.finders import redrawn
from station.scanner.harder import read_picture
from station.scanner.scenery import Conditions, Picture, render_still, scene, symbol
from tests.scanner.held import pass_text

TEXT = pass_text(1)


def on_black(turn: float, *, lean: float = 0.0, size: float = 320.0) -> Picture:
    """A symbol on a bezel as black as its modules, without a quiet zone, on a gray table."""
    flat = cv2.copyMakeBorder(symbol(TEXT, border=0, module=8), 60, 60, 60, 60, cv2.BORDER_CONSTANT, value=0)
    side = flat.shape[0]
    ends = np.array([(0, 0), (side, 0), (side, side), (0, side)], np.float32)
    matrix = cv2.getRotationMatrix2D((side / 2, side / 2), turn, size / side * 1.4)
    there = cv2.transform(ends[None], matrix)[0] + np.float32(np.array((640, 480)) - side / 2)
    there[1:3, 0] -= lean * size * 0.3
    there[1, 1] += lean * size * 0.2
    table = np.full((960, 1280), 150, np.uint8)
    cv2.warpPerspective(
        flat,
        cv2.getPerspectiveTransform(ends, there.astype(np.float32)),
        (1280, 960),
        dst=table,
        flags=cv2.INTER_AREA,
        borderMode=cv2.BORDER_TRANSPARENT,
    )
    return np.asarray(cv2.GaussianBlur(table, (0, 0), 1.0), np.uint8)


def black_white(picture: Picture) -> Picture:
    return np.asarray(cv2.threshold(picture, 100, 255, cv2.THRESH_BINARY)[1], np.uint8)


def read_anew(picture: Picture) -> set[str]:
    """What is read in what is drawn anew."""
    drawn = [flat for flat, _ in redrawn(picture, black_white(picture), 1.0)]
    return {code.text for flat in drawn for code in look_at(flat, Expect.ANY)}


@pytest.mark.parametrize("turn", [0, 17, 45, 90, 133, 180, 270])
@pytest.mark.parametrize("lean", [0.0, 0.5])
def test_a_code_on_a_bezel_as_black_as_itself_is_drawn_anew_and_read(turn: float, lean: float) -> None:
    picture = on_black(turn, lean=lean)
    assert decode(picture) == [], "too easy: this shows nothing about finding it by its rings"
    found = [
        code.text for flat, _ in redrawn(picture, black_white(picture), 1.0) for code in look_at(flat, Expect.PASS)
    ]
    assert set(found) == {TEXT}


def test_its_corners_are_those_in_the_picture() -> None:
    picture = on_black(0)
    half = (
        320 * 1.4 / 2 * (symbol(TEXT, border=0, module=8).shape[0] / (symbol(TEXT, border=0, module=8).shape[0] + 120))
    )
    corners = next(place for _, place in redrawn(picture, black_white(picture), 1.0))
    expected = [(640 - half, 480 - half), (640 + half, 480 - half), (640 + half, 480 + half), (640 - half, 480 + half)]
    assert np.abs(np.array(corners) - expected).max() < 6


def test_a_still_of_it_is_read_also_when_it_is_mirrored() -> None:
    picture = on_black(30)
    for seen in (picture, np.ascontiguousarray(picture[:, ::-1])):
        assert decode(seen) == []
        assert [code.text for code in read_picture(seen, budget_s=30)] == [TEXT]


@pytest.mark.parametrize("seed", range(3))
def test_in_noise_letters_and_empty_scenes_nothing_is_read(seed: int) -> None:
    made = np.random.default_rng(seed)
    noise = made.integers(0, 255, (400, 500), dtype=np.uint8)
    rings = np.full((500, 700), 255, np.uint8)
    for _ in range(40):
        x, y, side = (int(one) for one in made.integers((5, 5, 20), (600, 400, 90)))
        for part, shade in ((0, 0), (1, 255), (2, 0)):
            cut = part * side // 7
            cv2.rectangle(rings, (x + cut, y + cut), (x + side - cut, y + side - cut), shade, -1)
    for picture in (noise, rings, np.ascontiguousarray(scene(seed)[:, :, 1])):
        assert read_anew(picture) == set()


@pytest.mark.parametrize("shade", [0, 255])
def test_a_picture_of_one_shade_holds_no_rings(shade: int) -> None:
    picture = np.full((40, 30), shade, np.uint8)
    assert list(redrawn(picture, picture, 1.0)) == []


def test_an_ordinary_code_is_drawn_anew_too() -> None:
    picture = np.ascontiguousarray(
        render_still(TEXT, Conditions(size=300, turn=20, noise=1), random.Random(1))[:, :, 1]
    )
    found = {
        code.text for flat, _ in redrawn(picture, black_white(picture), 1.0) for code in look_at(flat, Expect.PASS)
    }
    assert found == {TEXT}
