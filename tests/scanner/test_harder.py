"""Still pictures that a single look does not read: damaged, shadowed, rolled round a can, tiny, many at once."""

from __future__ import annotations

import random
import time
from typing import Any

import cv2
import numpy as np
import pytest

from station.scanner import harder
from station.scanner.decoder import CODE128, Code, Expect, decode
from station.scanner.harder import read_picture
from station.scanner.scenery import Conditions, Picture, render_still, symbol
from tests.scanner.held import PAYMENT, code, pass_text

TEXT = pass_text(1)


def texts(found: list[Code]) -> list[str]:
    return [one.text for one in found]


def on_a_table(picture: Any, *, shape: tuple[int, int] = (900, 1200), at: tuple[int, int] = (150, 300)) -> Picture:
    made = np.random.default_rng(1)
    table = np.asarray(cv2.GaussianBlur(made.integers(60, 200, shape).astype(np.uint8), (0, 0), 3), np.uint8)
    table[at[0] : at[0] + picture.shape[0], at[1] : at[1] + picture.shape[1]] = picture
    return table


def rolled() -> Picture:
    """The symbol on a can seen from the front: its sides are foreshortened."""
    flat = symbol(TEXT, module=10)
    side = flat.shape[0]
    down, across = np.mgrid[0:side, 0:side].astype(np.float32)
    along = (across / side - 0.5) * 2
    x = (np.arcsin(along * np.sin(1.15)) / 1.15 / 2 + 0.5) * side
    return on_a_table(cv2.remap(flat, x.astype(np.float32), down, cv2.INTER_LINEAR), at=(200, 300))


def out_of_focus() -> Picture:
    return np.asarray(cv2.GaussianBlur(on_a_table(symbol(TEXT, module=10)), (0, 0), 6.2), np.uint8)


def tiny() -> Picture:
    small = cv2.resize(symbol(TEXT, module=10), (75, 75), interpolation=cv2.INTER_AREA)
    wide = on_a_table(small, shape=(3000, 4000), at=(2000, 3100))
    return np.asarray(cv2.GaussianBlur(wide, (0, 0), 0.8), np.uint8)


def dark_bezel() -> Picture:
    return render_still(TEXT, Conditions(size=300, bezel=True, turn=20), random.Random(1))


@pytest.mark.parametrize("scene", [rolled, out_of_focus, tiny, dark_bezel])
def test_a_picture_that_one_look_does_not_read_is_read(scene: Any) -> None:
    picture = scene()
    assert decode(picture) == [], "too easy: this shows nothing about looking harder"
    assert texts(read_picture(picture, budget_s=20)) == [TEXT]


def test_corners_of_a_code_that_was_straightened_are_those_in_the_picture() -> None:
    (found,) = read_picture(rolled(), budget_s=20)
    side = symbol(TEXT, module=10).shape[0]
    assert np.abs(np.array(found.centre) - (300 + side / 2, 200 + side / 2)).max() < 25


def test_every_code_of_a_picture_is_reported_once_also_the_hard_ones() -> None:
    sheet = np.full((1500, 2000), 235, np.uint8)
    for number in range(12):
        picture = symbol(pass_text(number), module=6)
        top, left = 60 + number // 4 * 470, 60 + number % 4 * 480
        sheet[top : top + picture.shape[0], left : left + picture.shape[1]] = picture
    for number in (3, 7):
        top, left = 60 + number // 4 * 470, 60 + number % 4 * 480
        part = sheet[top : top + 270, left : left + 270]
        part[:] = np.clip(cv2.GaussianBlur(part, (0, 0), 3.1), 0, 255)
    assert len(decode(sheet)) < 12, "too easy: this shows nothing about looking harder"
    assert sorted(texts(read_picture(sheet, budget_s=20))) == sorted(pass_text(number) for number in range(12))


@pytest.mark.parametrize("colours", [((0, 0, 200), (0, 102, 0)), ((230, 0, 0), (0, 0, 88))], ids=["red", "blue"])
def test_a_code_in_two_colours_of_one_brightness_is_read(colours: tuple[Any, Any]) -> None:
    dark, light = (np.array(colour) for colour in colours)
    parts = cv2.GaussianBlur(symbol(TEXT, module=10), (0, 0), 2)[:, :, None] / 255.0
    picture = np.full((900, 1200, 3), 120, np.uint8)
    side = parts.shape[0]
    picture[150 : 150 + side, 300 : 300 + side] = parts * light + (1 - parts) * dark
    noisy = np.clip(picture + np.random.default_rng(3).normal(0, 4, picture.shape), 0, 255).astype(np.uint8)
    assert decode(noisy) == [], "too easy: this shows nothing about colours"
    assert texts(read_picture(noisy, budget_s=20)) == [TEXT]


def test_of_a_crowded_sheet_more_is_read_than_the_whole_picture_shows() -> None:
    sheet = np.full((760, 1000), 235, np.uint8)
    for number in range(48):
        small = cv2.resize(symbol(f"ITEM-{number:04}"), (80, 80), interpolation=cv2.INTER_AREA)
        top, left = 20 + number // 8 * 120, 20 + number % 8 * 120
        sheet[top : top + 80, left : left + 80] = small
    noise = np.random.default_rng(1).normal(0, 6, sheet.shape)
    crowded = np.clip(cv2.GaussianBlur(sheet, (0, 0), 1.2) + noise, 0, 255).astype(np.uint8)
    assert 4 <= len(decode(crowded)) < 24, "too easy: this shows nothing about looking harder"
    found = read_picture(crowded, budget_s=20)
    assert sorted(texts(found)) == [f"ITEM-{number:04}" for number in range(48)], "each once"


def test_the_grain_of_a_noisy_picture_costs_no_minute() -> None:
    grain = np.clip(128 + np.random.default_rng(1).normal(0, 5, (1200, 1600)), 0, 255).astype(np.uint8)
    begin_s = time.process_time()
    assert read_picture(grain) == []
    assert time.process_time() - begin_s < 5


def test_the_same_code_twice_in_a_picture_is_two() -> None:
    sheet = np.full((500, 900), 235, np.uint8)
    picture = symbol(PAYMENT, module=8)
    for left in (20, 460):
        sheet[20 : 20 + picture.shape[0], left : left + picture.shape[1]] = picture
    assert texts(read_picture(sheet)) == [PAYMENT, PAYMENT]


def test_a_picture_of_nothing_is_left_when_the_time_is_up() -> None:
    crowded = np.random.default_rng(1).integers(0, 255, (3000, 4000)).astype(np.uint8)
    begin = time.monotonic()
    assert read_picture(crowded, budget_s=0.2) == []
    assert time.monotonic() - begin < 60


@pytest.mark.parametrize("shape", [(0, 0), (1, 1), (9, 9), (9, 4000), (30, 30, 3), (2, 9000, 4)])
def test_a_picture_of_any_shape_is_looked_at(shape: tuple[int, ...]) -> None:
    noise = np.random.default_rng(1).integers(0, 255, shape).astype(np.uint8)
    assert read_picture(noise, budget_s=5) == []


def test_pictures_of_noise_and_letters_hold_no_code() -> None:
    made = np.random.default_rng(4)
    for _ in range(3):
        picture = made.integers(0, 255, (300, 400)).astype(np.uint8)
        for _ in range(60):
            place = (int(made.integers(0, 400)), int(made.integers(0, 300)))
            cv2.putText(picture, "GATE 3 B 8", place, cv2.FONT_HERSHEY_SIMPLEX, 0.6, int(made.integers(0, 255)), 2)
        assert read_picture(picture, budget_s=20) == []


def only_zbar(monkeypatch: pytest.MonkeyPatch, answers: list[list[Code]]) -> None:
    monkeypatch.setattr(harder, "zbar_look", lambda _part, _expect: answers.pop(0) if answers else [])


def test_what_only_zbar_reads_counts_when_two_of_its_looks_agree(monkeypatch: pytest.MonkeyPatch) -> None:
    only_zbar(monkeypatch, [[code("8")], [code("3")], [code("8")]])
    assert texts(read_picture(np.full((400, 400), 99, np.uint8), budget_s=60)) == ["8"]


def test_what_zbar_reads_once_or_each_time_otherwise_does_not_count(monkeypatch: pytest.MonkeyPatch) -> None:
    only_zbar(monkeypatch, [[code("8")], [code("3")], [Code("8", CODE128, code("8").corners)]])
    assert read_picture(np.full((400, 400), 99, np.uint8), budget_s=60) == []


def test_a_pass_that_zbar_reads_once_counts(monkeypatch: pytest.MonkeyPatch) -> None:
    only_zbar(monkeypatch, [[code(TEXT)]])
    assert texts(read_picture(np.full((400, 400), 99, np.uint8), expect=Expect.PASS)) == [TEXT]


def only_changed_pictures(monkeypatch: pytest.MonkeyPatch, answers: list[list[Code]]) -> None:
    """The untouched picture and its other size show nothing; then these answers come."""
    answers = [[], [], *answers]
    monkeypatch.setattr(harder, "look_at_all", lambda _part, _expect: (answers.pop(0) if answers else [], []))


def test_a_code_128_seen_in_one_changed_picture_does_not_count(monkeypatch: pytest.MonkeyPatch) -> None:
    bars = [Code(text, CODE128, code(text).corners) for text in ("1", "2")]
    only_changed_pictures(monkeypatch, [[bars[0]], [bars[1]]])
    assert read_picture(np.full((400, 400), 99, np.uint8), budget_s=60) == []


def test_a_code_128_seen_in_two_changed_pictures_counts(monkeypatch: pytest.MonkeyPatch) -> None:
    bars = [Code(text, CODE128, code(text).corners) for text in ("1", "2")]
    only_changed_pictures(monkeypatch, [[bars[0]], [bars[1]], [bars[0]]])
    assert texts(read_picture(np.full((400, 400), 99, np.uint8))) == ["1"]
