"""One picture, the codes in it: what is read, where it is, and that nothing makes the decoder fall over."""

from __future__ import annotations

import random
from types import ModuleType, SimpleNamespace
from typing import Any

import cv2
import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from hypothesis.extra import numpy as made

from station.scanner import decoder
from station.scanner.decoder import (
    CODE128,
    QR,
    Code,
    Expect,
    Rendition,
    agreed,
    decode,
    gray_of,
    merged,
    pyzbar_available,
    self_proving,
    zbar_look,
)
from station.scanner.scenery import Conditions, render_still, symbol
from tests.scanner.held import PAYMENT, code, pass_text, tube_label


def texts(found: list[Code]) -> list[str]:
    return [one.text for one in found]


def test_a_pass_in_a_picture_of_a_gate_is_read() -> None:
    frame = render_still(pass_text(1), Conditions(), random.Random(1))
    (found,) = decode(frame)
    assert (found.text, found.symbology) == (pass_text(1), QR)


@pytest.mark.parametrize("turn", [0, 90, 180, 270])
def test_corners_run_clockwise_from_the_codes_own_top_left(turn: int) -> None:
    frame = render_still(pass_text(2), Conditions(turn=float(turn), noise=0, x=0.4), random.Random(1))
    (found,) = decode(frame)
    centre = np.array((0.4 * 1280, 360))
    quarter = np.array([(-1, -1), (1, -1), (1, 1), (-1, 1)])[(np.arange(4) + turn // 90) % 4]
    assert np.abs(np.array(found.corners) - centre - quarter * 120).max() < 12


@pytest.mark.parametrize("kind", ["gray", "bgra", "one channel", "strided", "flipped", "16 bit", "float", "fortran"])
def test_every_kind_of_picture_array_reads_alike(kind: str) -> None:
    frame = render_still(pass_text(3), Conditions(noise=2), random.Random(1))
    gray = cv2.cvtColor(frame, cv2.COLOR_BGR2GRAY)
    kinds: dict[str, Any] = {
        "gray": gray,
        "bgra": cv2.cvtColor(frame, cv2.COLOR_BGR2BGRA),
        "one channel": gray[:, :, None],
        "strided": np.repeat(np.repeat(frame, 2, axis=0), 2, axis=1)[::2, ::2],
        "flipped": np.ascontiguousarray(frame[::-1, ::-1])[::-1, ::-1],
        "16 bit": gray.astype(np.uint16) * 257,
        "float": frame.astype(np.float64) / 255.0,
        "fortran": np.asfortranarray(frame),
    }
    assert texts(decode(kinds[kind])) == [pass_text(3)]


@pytest.mark.parametrize("shape", [(0, 0), (0, 9), (9, 0, 3), (1, 1), (1, 1, 3), (2, 9000), (21, 21), (3, 3, 4)])
def test_a_picture_too_small_for_a_code_has_none(shape: tuple[int, ...]) -> None:
    assert decode(np.zeros(shape, np.uint8)) == []


@pytest.mark.parametrize(
    "thing",
    [None, "picture", [[1, 2], [3, 4]], np.zeros(9, np.uint8), np.zeros((4, 4, 2), np.uint8), np.zeros((2, 2, 3, 1))],
)
def test_what_is_no_picture_is_refused_in_a_sentence(thing: Any) -> None:
    with pytest.raises(ValueError, match="a picture is an array of H x W"):
        decode(thing)


def test_samples_that_are_no_numbers_are_refused() -> None:
    with pytest.raises(ValueError, match="samples are numbers"):
        decode(np.full((30, 30), "a"))


@settings(max_examples=30, deadline=None)
@given(
    made.arrays(
        st.one_of(made.integer_dtypes(), made.unsigned_integer_dtypes(), made.floating_dtypes(), st.just(np.bool_)),
        made.array_shapes(min_dims=2, max_dims=2, min_side=0, max_side=40)
        | made.array_shapes(min_dims=2, max_dims=2, min_side=0, max_side=20).map(lambda shape: (*shape, 3)),
    )
)
def test_no_array_of_numbers_makes_the_decoder_raise(frame: Any) -> None:
    assert isinstance(decode(frame, expect=Expect.ANY), list)
    assert gray_of(frame).dtype == np.uint8


def test_a_frame_is_never_changed_by_being_read() -> None:
    frame = render_still(pass_text(4), Conditions(), random.Random(1))
    before = frame.copy()
    decode(frame)
    assert np.array_equal(frame, before)


def test_a_very_large_picture_is_read() -> None:
    frame = np.full((6000, 8000), 255, np.uint8)
    picture = symbol(pass_text(5), module=10)
    frame[3000 : 3000 + picture.shape[0], 5000 : 5000 + picture.shape[1]] = picture
    assert texts(decode(frame)) == [pass_text(5)]


def test_several_codes_in_one_picture_are_all_reported() -> None:
    frame = np.full((720, 1280), 230, np.uint8)
    for number in range(3):
        picture = symbol(pass_text(number), module=5)
        frame[100 : 100 + picture.shape[0], 40 + number * 400 : 40 + number * 400 + picture.shape[1]] = picture
    assert sorted(texts(decode(frame))) == sorted(pass_text(number) for number in range(3))


@pytest.mark.parametrize(
    ("expect", "reads_pass", "reads_tube"), [(Expect.PASS, 1, 0), (Expect.TUBE, 0, 1), (Expect.ANY, 1, 1)]
)
def test_only_the_symbols_that_the_screen_waits_for_are_read(expect: Expect, reads_pass: int, reads_tube: int) -> None:
    frame = render_still(pass_text(6), Conditions(), random.Random(1))
    assert texts(decode(frame, expect=expect)) == [pass_text(6)] * reads_pass
    found = decode(tube_label("A20221124-0007"), expect=expect)
    assert [(one.text, one.symbology) for one in found] == [("A20221124-0007", CODE128)] * reads_tube


@pytest.mark.parametrize("text", ["two\nlines", "tab\tbell\x07", "中文通行证", "emoji 🙂", " spaces  "])
def test_text_comes_out_as_it_went_in(text: str) -> None:
    assert texts(decode(symbol(text, module=8))) == [text]


def test_a_light_code_on_a_dark_screen_and_a_mirrored_one_are_read() -> None:
    for how in (Conditions(inverted=True), Conditions(mirrored=True)):
        assert texts(decode(render_still(pass_text(7), how, random.Random(1)))) == [pass_text(7)]


def test_without_libzbar_codes_are_still_read(
    monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture
) -> None:
    def missing(name: str) -> ModuleType:
        raise ImportError("Unable to find zbar shared library")

    monkeypatch.setattr(decoder, "import_module", missing)
    decoder._zbar.cache_clear()
    try:
        assert not pyzbar_available()
        assert "libzbar is missing" in caplog.text
        assert zbar_look(Rendition(symbol(PAYMENT)), Expect.PASS) == []
        assert texts(decode(symbol(PAYMENT))) == [PAYMENT]
    finally:
        decoder._zbar.cache_clear()


def zbar_that(monkeypatch: pytest.MonkeyPatch, decode_: Any) -> None:
    names = SimpleNamespace(QRCODE=1, CODE128=2)
    monkeypatch.setattr(decoder, "_zbar", lambda: SimpleNamespace(decode=decode_, ZBarSymbol=names))


def test_a_second_reader_that_raises_has_seen_nothing(monkeypatch: pytest.MonkeyPatch) -> None:
    def raises(*_picture: Any, **_symbols: Any) -> list[Any]:
        raise ValueError("structured append")

    zbar_that(monkeypatch, raises)
    assert zbar_look(Rendition(symbol(PAYMENT)), Expect.ANY) == []


@pytest.mark.parametrize("data", [b"", "二维码".encode(), b"caf\xe9"])
def test_what_the_second_reader_may_misread_is_dropped(monkeypatch: pytest.MonkeyPatch, data: bytes) -> None:
    corners = [SimpleNamespace(x=x, y=y) for x, y in ((0, 0), (0, 9), (9, 9), (9, 0))]
    found = [SimpleNamespace(data=data, type="QRCODE", polygon=corners)]
    zbar_that(monkeypatch, lambda *_picture, **_symbols: found)
    assert zbar_look(Rendition(symbol(PAYMENT)), Expect.ANY) == []


@pytest.mark.skipif(not pyzbar_available(), reason="libzbar is not installed")
def test_both_readers_name_the_same_corners() -> None:
    frame = gray_of(render_still(pass_text(8), Conditions(noise=0, size=300), random.Random(1)))
    (by_zbar,), (by_zxing,) = zbar_look(Rendition(frame), Expect.PASS), decode(frame)
    assert by_zbar.text == by_zxing.text
    assert np.abs(np.array(by_zbar.corners) - np.array(by_zxing.corners)).max() < 15


def test_corners_of_a_rendition_are_those_of_the_frame() -> None:
    frame = gray_of(render_still(pass_text(9), Conditions(noise=0, x=0.6), random.Random(1)))
    part = cv2.resize(frame[100:, 300:], None, fx=2, fy=2, interpolation=cv2.INTER_CUBIC)
    (found,) = decoder.look_at(Rendition(np.asarray(part, np.uint8), 2.0, 2.0, 300, 100), Expect.PASS)
    (straight,) = decode(frame)
    assert np.abs(np.array(found.corners) - np.array(straight.corners)).max() <= 3


def test_two_looks_agree_on_text_and_symbology() -> None:
    assert agreed([code("A"), code("B")], [code("B", x=10)]) == [code("B")]
    assert agreed([code("A")], [Code("A", CODE128, code("A").corners)]) == []


def test_the_same_code_at_the_same_place_is_one_and_at_two_places_two() -> None:
    assert merged([code("A"), code("A", x=655), code("B"), code("A", x=900)]) == [
        code("A"),
        code("B"),
        code("A", x=900),
    ]


@pytest.mark.parametrize(
    ("text", "proves"),
    [(pass_text(1), True), (PAYMENT, False), (pass_text(1)[:-1], False), (pass_text(1).lower(), False)],
)
def test_only_a_text_that_carries_a_signature_proves_itself(text: str, proves: bool) -> None:
    assert self_proving(code(text)) is proves
