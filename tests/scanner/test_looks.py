"""Looking at a live picture: what the slower looks add, that they never cost a frame too much, and never read wrong."""

from __future__ import annotations

import random
from typing import Any

import cv2
import numpy as np
import pytest
import zxingcpp

from station.scanner import looks as looks_room
from station.scanner.decoder import Code, Expect, Rendition, decode, pyzbar_available
from station.scanner.looks import PROVEN_FRAMES, SLOWER_A_FRAME, Looks
from station.scanner.scenery import Conditions, Picture, render_burst, render_still, scene, symbol
from tests.scanner.held import PAYMENT, code, pass_text, tube_label

FRAMES = 6
HARD = {
    "dark bezel": Conditions(size=220, bezel=True, turn=8, tilt=12),
    "dark": Conditions(size=170, light=0.05, noise=3),
    "tilted away": Conditions(size=220, tilt=65, turn=45),
    "out of focus": Conditions(size=220, focus=3.3),
    "cracked": Conditions(size=180, cracks=8),
}


def burst(how: Conditions, *, text: str = pass_text(1), seed: int = 1, frames: int = FRAMES) -> list[Picture]:
    return list(render_burst(text, how, random.Random(seed), frames=frames))


@pytest.mark.parametrize("way", HARD)
def test_a_code_that_the_fast_look_misses_is_read_within_six_frames(way: str) -> None:
    frames = burst(HARD[way], seed=2)
    looks, found = Looks(), set()
    for frame in frames:
        assert decode(frame) == [], "too easy: this shows nothing about the slower looks"
        found |= {one.text for one in looks.see(frame)}
    assert found == {pass_text(1)}


def test_the_look_that_saw_a_code_is_tried_first_in_the_next_frames() -> None:
    looks = Looks()
    taken = counted(looks)
    answers: list[list[Code]] = [[code(pass_text(1))], [], [code(pass_text(1))]]

    def sees_at_times(_gray: Any) -> list[Code]:
        taken.append("proven")
        return answers.pop(0)

    looks._slower = (sees_at_times, *looks._slower[1:])
    assert [bool(looks.see(scene(0))) for _ in range(3)] == [True, False, True]
    assert taken == ["proven", "proven", "_widened", "proven"]


def test_a_look_that_sees_nothing_for_half_a_second_is_one_among_the_others_again() -> None:
    looks = Looks()
    taken = counted(looks)
    looks._proven, looks._proven_for = looks._slower[0], 2
    for _ in range(2):
        looks.see(scene(0))
    del taken[:]
    looks.see(scene(0))
    assert len(set(taken)) == SLOWER_A_FRAME
    assert looks._proven is None


def test_corners_found_by_a_slower_look_are_those_of_the_frame() -> None:
    looks = Looks()
    found = [one for frame in burst(Conditions(size=220, bezel=True, noise=2)) for one in looks.see(frame)]
    for one in found:
        assert np.abs(np.array(one.centre) - (640, 360)).max() < 12
        assert np.abs(np.ptp(np.array(one.corners), axis=0) - 220).max() < 30
    assert found


def counted(looks: Looks) -> list[str]:
    """Has the slower looks write down that they were taken, and see nothing."""
    taken: list[str] = []

    def blind(name: str) -> Any:
        def look(_gray: Any) -> list[Code]:
            taken.append(name)
            return []

        return look

    looks._slower = tuple(blind(look.__name__) for look in looks._slower)
    return taken


def test_no_frame_has_more_than_two_slower_looks_and_each_has_its_turn_within_six() -> None:
    looks = Looks()
    taken = counted(looks)
    for number in range(1, FRAMES + 1):
        looks.see(scene(0))
        assert len(taken) == number * SLOWER_A_FRAME
    assert len(set(taken)) == len(taken) == len(looks._slower)


def test_when_the_fast_look_sees_the_pass_nothing_else_is_looked_at() -> None:
    looks = Looks()
    taken = counted(looks)
    assert looks.see(render_still(pass_text(1), Conditions(), random.Random(1)))
    assert taken == []


def test_a_poster_at_the_edge_keeps_no_hard_pass_from_being_read() -> None:
    poster = symbol(PAYMENT, module=4)
    looks, found = Looks(), set()
    for frame in burst(HARD["dark bezel"]):
        frame[10 : 10 + poster.shape[0], 20 : 20 + poster.shape[1]] = poster[:, :, None]
        found |= {one.text for one in looks.see(frame)}
    assert found == {PAYMENT, pass_text(1)}


@pytest.mark.parametrize("expect", list(Expect))
def test_frames_without_a_code_show_none(expect: Expect) -> None:
    looks, made = Looks(expect), np.random.default_rng(2)
    for number in range(14):
        noisy = scene(number % 3).astype(np.int16) + made.normal(0, 30, (720, 1280, 3)).astype(np.int16)
        assert looks.see(np.clip(noisy, 0, 255).astype(np.uint8)) == []


def test_a_micro_qr_code_is_no_pass() -> None:
    bars = np.array(zxingcpp.create_barcode("8974", zxingcpp.BarcodeFormat.MicroQRCode).to_image(scale=8))
    frame = np.full((720, 1280), 255, np.uint8)
    frame[300 : 300 + bars.shape[0], 600 : 600 + bars.shape[1]] = bars
    assert decode(frame) == []
    looks = Looks()
    assert [looks.see(frame) for _ in range(FRAMES)] == [[]] * FRAMES


def test_a_tubes_label_is_read_at_a_tubes_table() -> None:
    frame = cv2.cvtColor(tube_label("A20221124-0007"), cv2.COLOR_GRAY2BGR)
    assert [one.text for one in Looks(Expect.TUBE).see(frame)] == ["A20221124-0007"]


@pytest.mark.parametrize("shape", [(0, 0, 3), (1, 1, 3), (5, 900, 3), (900, 5), (9, 9)])
def test_a_frame_of_any_size_is_looked_at(shape: tuple[int, ...]) -> None:
    looks = Looks()
    for _ in range(FRAMES):
        assert looks.see(np.zeros(shape, np.uint8)) == []


def only_zbar(monkeypatch: pytest.MonkeyPatch, answers: list[list[Code]]) -> Looks:
    monkeypatch.setattr(looks_room, "zbar_look", lambda _part, _expect: answers.pop(0))
    looks = Looks()
    looks._slower = (looks._by_zbar,) * SLOWER_A_FRAME
    return looks


def test_what_only_zbar_reads_counts_when_it_is_read_twice(monkeypatch: pytest.MonkeyPatch) -> None:
    looks = only_zbar(monkeypatch, [[code(PAYMENT)], [code(PAYMENT)]])
    assert [looks.see(scene(0)), looks.see(scene(0))] == [[], [code(PAYMENT)]]


def test_what_only_zbar_reads_in_one_way_and_then_in_another_does_not_count(monkeypatch: pytest.MonkeyPatch) -> None:
    looks = only_zbar(monkeypatch, [[code("8")], [code("3")], [code("1")]])
    assert [looks.see(scene(0)) for _ in range(3)] == [[], [], []]


def test_a_foreign_code_that_only_a_slower_look_sees_counts_from_the_second_frame() -> None:
    looks = Looks()
    answers = [[code(PAYMENT)], [code(PAYMENT)], [code(pass_text(1))]]
    looks._slower = (lambda _gray: answers.pop(0),)
    assert [looks.see(scene(0)) for _ in range(3)] == [[], [code(PAYMENT)], [code(pass_text(1))]]


def test_a_foreign_code_seen_by_a_slower_look_long_ago_is_seen_for_the_first_time_again() -> None:
    looks = Looks()
    answers: list[list[Code]] = [[code(PAYMENT)]] + [[]] * SLOWER_A_FRAME * PROVEN_FRAMES + [[code(PAYMENT)]]
    looks._slower = (lambda _gray: answers.pop(0),)
    while answers:
        assert looks.see(scene(0)) == []


def test_a_pass_that_only_zbar_reads_counts_at_once(monkeypatch: pytest.MonkeyPatch) -> None:
    looks = only_zbar(monkeypatch, [[code(pass_text(1))]])
    assert looks.see(scene(0)) == [code(pass_text(1))]


@pytest.mark.skipif(not pyzbar_available(), reason="libzbar is not installed")
def test_zbar_looks_at_two_sizes_in_turn(monkeypatch: pytest.MonkeyPatch) -> None:
    sizes: list[tuple[int, ...]] = []

    def noting(part: Rendition, _expect: Expect) -> list[Code]:
        sizes.append(part.picture.shape)
        return []

    monkeypatch.setattr(looks_room, "zbar_look", noting)
    looks = Looks()
    looks._slower = (looks._by_zbar,) * SLOWER_A_FRAME
    looks.see(scene(0))
    assert sizes[0] != sizes[1]


def test_a_code_on_a_bezel_as_black_as_itself_is_read_from_a_few_frames() -> None:
    flat = cv2.copyMakeBorder(symbol(pass_text(1), border=0), 40, 40, 40, 40, cv2.BORDER_CONSTANT, value=0)
    frame = scene(0).copy()
    top, left = (720 - flat.shape[0]) // 2, (1280 - flat.shape[1]) // 2
    frame[top : top + flat.shape[0], left : left + flat.shape[1]] = flat[:, :, None]
    looks = Looks()
    found = next(codes for _ in range(7) if (codes := looks.see(frame)))
    assert [code.text for code in found] == [pass_text(1)]
    assert np.abs(np.array(found[0].centre) - (640, 360)).max() < 8
