"""Codes that are not ours, held up for a while and typed by a scanner: one reading at most each, and nothing raised."""

from __future__ import annotations

import random
from typing import Any

import cv2
import numpy as np
import pytest
import qrcode
from qrcode.constants import ERROR_CORRECT_L

from station.scanner.camera import Frame
from station.scanner.decoder import Expect
from station.scanner.harder import read_picture
from station.scanner.scenery import Conditions, Picture, render_still
from station.scanner.watcher import FIXTURE_S, OUT_OF_VIEW_S, Watcher
from tests.scanner.held import PAYMENT, Clock, pass_text, tube_label

TEXTS = {
    "payment": PAYMENT,
    "WeChat": "https://u.wechat.com/EAAAAExampleExample0000000",
    "WeChat pay": "wxp://f2f0Example00000000000000000000000000",
    "vaccination": "HC1:"
    + "6BFOXN%TS3DH0YOJ58S S-W5HDC *M0II5XHC9B5G2+$N IOP-IA%NFQGRJPC%OQHIZC4.OI1RM8ZA.A53XHMKN4NN3F85QN",
    "health card": "shc:/" + "56762909524320603460292437404460312229595326546034602925407728043360287028" * 4,
    "contact": "BEGIN:VCARD\r\nVERSION:3.0\r\nN:张;伟\r\nTEL:+86 138 0013 8000\r\nEND:VCARD\r\n",
    "control characters": "\x00\x01\x1b[31m\x7f\x1d\x1e\x04 \u202egnp.exe",
    "spaces": "   \t  ",
    "newlines": "\r\n\r\n",
    "script": "<script>alert(1)</script>'; DROP TABLE entry; --",
    "format": "%s%n{0}{__class__}${jndi:ldap://x}",
    "wide": "Ｃ１" + "１" * 60,
    "short pass": pass_text(1)[:-1],
    "long pass": pass_text(1) + "A",
    "small pass": pass_text(1).lower(),
    "empty pass": "C1",
}


def drawn(data: Any, *, module: int = 4) -> Picture:
    """A gate's frame with a symbol of any size in its middle."""
    code = qrcode.QRCode(error_correction=ERROR_CORRECT_L, border=4, box_size=1)
    code.add_data(data)
    modules = np.where(np.array(code.get_matrix()), 0, 255).astype(np.uint8)
    module = max(1, min(module, 700 // modules.shape[0]))
    symbol = modules.repeat(module, axis=0).repeat(module, axis=1)
    frame = np.full((720, 1280, 3), 160, np.uint8)
    top, left = (720 - symbol.shape[0]) // 2, (1280 - symbol.shape[1]) // 2
    frame[top : top + symbol.shape[0], left : left + symbol.shape[1]] = symbol[:, :, None]
    return frame


def structured_append() -> list[Picture]:
    """One text over several symbols, which zbar cannot bear."""
    settings = cv2.QRCodeEncoder.Params()
    settings.mode = cv2.QRCodeEncoder_MODE_STRUCTURED_APPEND
    settings.structure_number = 3
    symbols = cv2.QRCodeEncoder.create(settings).encodeStructuredAppend(PAYMENT * 2)
    frames = []
    for symbol in symbols:
        large = cv2.copyMakeBorder(cv2.resize(symbol, None, fx=6, fy=6, interpolation=0), 40, 40, 40, 40, 0, value=255)
        frame = np.full((720, 1280, 3), 160, np.uint8)
        frame[50 : 50 + large.shape[0], 400 : 400 + large.shape[1]] = large[:, :, None]
        frames.append(frame)
    return frames


def held_for_a_while(picture: Picture, expect: Expect = Expect.PASS) -> list[str]:
    """The readings while it is in view for longer than a poster needs, taken away for a moment in between."""
    clock, readings = Clock(), []
    watcher = Watcher(expect, clock=clock)
    empty = np.full((720, 1280, 3), 160, np.uint8)
    for number in range(40):
        shown = empty if number in {10, 11, 25} else picture
        readings += watcher.see(Frame(shown, clock.now_s, number))
        clock.pass_by(max(OUT_OF_VIEW_S * 0.8, FIXTURE_S / 30))
    return [reading.text for reading in readings]


@pytest.mark.parametrize("name", TEXTS)
def test_a_code_that_is_not_ours_is_one_reading_however_long_it_is_held(name: str) -> None:
    assert held_for_a_while(drawn(TEXTS[name])) == [TEXTS[name].strip() or TEXTS[name]]


@pytest.mark.parametrize("name", TEXTS)
def test_typed_by_a_scanner_it_is_at_most_one_reading(name: str) -> None:
    watcher = Watcher(clock=Clock())
    readings = watcher.enter(TEXTS[name] + "\r\n", "wedge") + watcher.enter(TEXTS[name], "wedge")
    assert [reading.text for reading in readings] == [text for text in [TEXTS[name].strip()] if text]


def test_a_code_of_three_kilobytes_is_one_reading() -> None:
    text = "".join(random.Random(3).choices("0123456789abcdefXYZ:/?&=", k=2900))
    assert held_for_a_while(drawn(text)) == [text]


@pytest.mark.parametrize("seed", range(6))
def test_raw_bytes_are_at_most_one_reading(seed: int) -> None:
    assert len(held_for_a_while(drawn(random.Random(seed).randbytes(200)))) <= 1


def test_each_part_of_a_text_over_several_symbols_is_at_most_one_reading() -> None:
    pictures = structured_append()
    assert len(pictures) == 3
    for picture in pictures:
        assert len(held_for_a_while(picture)) <= 1
        assert len(read_picture(picture, budget_s=20)) <= 1


def test_a_line_of_bars_is_nothing_at_a_gate_and_one_reading_where_tubes_are_read() -> None:
    label = np.full((720, 1280), 190, np.uint8)
    label[120:600, 320:960] = tube_label("A20221124-0007")
    assert held_for_a_while(label) == []
    assert held_for_a_while(label, Expect.TUBE) == ["A20221124-0007"]


@pytest.mark.parametrize("around", ["\n", "\r\n", " ", "\t"])
def test_a_pass_printed_with_something_behind_it_is_that_pass(around: str) -> None:
    assert held_for_a_while(drawn(pass_text(1) + around)) == [pass_text(1)]


def test_a_good_pass_beside_a_bad_code_is_not_read_from_the_same_showing() -> None:
    picture = drawn(PAYMENT)
    beside = render_still(pass_text(1), Conditions(size=200, x=0.8), random.Random(1))
    picture[:, 850:] = beside[:, 850:]
    watcher = Watcher(clock=Clock())
    readings = [reading.text for number in range(20) for reading in watcher.see(Frame(picture, 0.0, number))]
    assert readings == [PAYMENT], "the one in the middle is the one that is shown"
