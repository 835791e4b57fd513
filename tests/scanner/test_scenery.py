"""The made pictures: the same from the same seed, and showing what they say they show."""

from __future__ import annotations

import random
from dataclasses import replace
from pathlib import Path

import cv2
import numpy as np
import pytest

from station.scanner.camera import open_camera
from station.scanner.decoder import CODE128, Expect, decode
from station.scanner.scenery import (
    HEIGHT,
    WIDTH,
    Conditions,
    film,
    is_label,
    render_burst,
    render_still,
    render_video,
    scene,
    symbol,
)
from tests.scanner.held import PAYMENT, Seen, pass_text

PLAIN = Conditions(noise=0)


def still(how: Conditions, seed: int = 1) -> np.ndarray[tuple[int, ...], np.dtype[np.uint8]]:
    return render_still(pass_text(1), how, random.Random(seed))


def test_the_same_seed_makes_the_same_pictures() -> None:
    how = Conditions(glare=0.5, cracks=3, noise=6)
    assert np.array_equal(still(how), still(how))
    assert not np.array_equal(still(how), still(how, seed=2))
    bursts = [list(render_burst(pass_text(1), how, random.Random(5), frames=3)) for _ in range(2)]
    assert np.array_equal(bursts[0], bursts[1])
    assert not np.array_equal(bursts[0][0], bursts[0][1])
    films = [list(film([PAYMENT], seconds_each=0.5, fps=10, rng=random.Random(1))) for _ in range(2)]
    assert np.array_equal(films[0], films[1])


def test_a_pass_is_a_symbol_of_version_5() -> None:
    assert symbol(pass_text(1), border=0, module=1).shape == (37, 37)


@pytest.mark.parametrize("bezel", [False, True])
def test_the_code_has_the_size_and_place_that_was_asked_for(bezel: bool) -> None:
    plain = still(replace(PLAIN, size=200, x=0.3, y=0.6))
    (found,) = decode(plain)
    assert np.abs(np.ptp(np.array(found.corners), axis=0) - 200).max() < 8
    assert np.abs(np.array(found.centre) - (0.3 * WIDTH, 0.6 * HEIGHT)).max() < 6
    around = still(replace(PLAIN, size=200, bezel=bezel))[HEIGHT // 2, WIDTH // 2 + 100 + 8]
    assert bool(around.max() < 40) is bezel


@pytest.mark.parametrize(
    ("how", "darker"),
    [
        (Conditions(light=0.3, noise=0), True),
        (Conditions(light=1.6, noise=0), False),
        (Conditions(glare=1, noise=0), False),
    ],
)
def test_light_and_glare_change_the_brightness(how: Conditions, darker: bool) -> None:
    assert bool(still(how).mean() < still(PLAIN).mean()) is darker


@pytest.mark.parametrize("how", [Conditions(focus=3, noise=0), Conditions(blur=11, noise=0)])
def test_blur_takes_the_edges(how: Conditions) -> None:
    def edges(frame: np.ndarray[tuple[int, ...], np.dtype[np.uint8]]) -> float:
        return float(np.std(cv2.Laplacian(frame, cv2.CV_32F)))

    assert edges(still(how)) < 0.6 * edges(still(PLAIN))


def test_noise_has_the_strength_that_was_asked_for() -> None:
    for frame in (
        still(Conditions(noise=12)),
        next(render_burst(PAYMENT, Conditions(noise=12), random.Random(1), frames=1)),
    ):
        wall = frame[100:200, 1000:1200].astype(np.float32)
        assert abs(float(np.std(wall - cv2.GaussianBlur(wall, (0, 0), 8))) - 12) < 1.5


def test_a_tilted_code_is_narrower_than_tall() -> None:
    (found,) = decode(still(replace(PLAIN, tilt=50, size=260)))
    wide, tall = np.ptp(np.array(found.corners), axis=0)
    assert 0.5 < wide / tall < 0.8


def test_a_tubes_label_is_a_line_of_bars_and_a_pass_is_none() -> None:
    frame = render_still("T-20221205-0001", Conditions(turn=5, tilt=10), random.Random(1))
    found = decode(frame, expect=Expect.ANY)
    assert [(one.text, one.symbology) for one in found] == [("T-20221205-0001", CODE128)]
    assert not is_label(pass_text(1))
    assert not is_label(PAYMENT)


def test_a_gate_without_anybody_shows_no_code() -> None:
    for kind in range(3):
        assert scene(kind).shape == (HEIGHT, WIDTH, 3)
        assert decode(scene(kind)) == []


def test_a_video_shows_every_text_and_nothing_between(tmp_path: Path) -> None:
    shown = [pass_text(1), PAYMENT]
    render_video(tmp_path / "a.avi", shown, seconds_each=2, fps=8, rng=random.Random(1))
    seen = Seen().run(open_camera(str(tmp_path / "a.avi"), loop=False, paced=False))
    assert len(seen.frames) == 32
    found = [[code.text for code in decode(frame.image)] for frame in seen.frames]
    assert found[0] == found[15] == found[16] == found[31] == []
    assert {text for texts in found[:16] for text in texts} == {pass_text(1)}
    assert {text for texts in found[16:] for text in texts} == {PAYMENT}


def test_a_video_that_cannot_be_written_says_so(tmp_path: Path) -> None:
    with pytest.raises(OSError, match="cannot be written as a video"):
        render_video(tmp_path / "no" / "a.avi", [PAYMENT], seconds_each=1, fps=5, rng=random.Random(1))
