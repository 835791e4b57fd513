"""Every pass arrives as it was printed, whatever Caps Lock, wide characters and a Chinese keyboard made of it."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from station.ui.folding import folded, is_pass_begun, is_scanned, pass_in, pass_starts_at, temperature_in
from tests.scanner.held import BASE45, PAYMENT, pass_text

PASSES = st.text(BASE45, min_size=119, max_size=119).map(lambda middle: "C1" + middle + "7")
"""A pass never ends in a space: its last character stands for at most 32 (80 bytes are 40 groups of three)."""
WIDE = {ord(sign): ord(sign) + 0xFEE0 for sign in BASE45 if sign != " "} | {ord(" "): 0x3000}
CHINESE = str.maketrans({"$": "￥", ".": "。", "/": "、", "-": "—", ":": "：", "*": "×", "%": "％", "+": "＋"})


@given(PASSES)
def test_a_pass_survives_as_it_is(text: str) -> None:
    assert folded(text) == text


@given(PASSES)
def test_a_pass_survives_caps_lock(text: str) -> None:
    assert folded(text.swapcase()) == text


@given(PASSES)
def test_a_pass_survives_wide_characters(text: str) -> None:
    assert folded(text.translate(WIDE)) == text
    assert folded(text.swapcase().translate({ord(c): ord(c) + 0xFEE0 for c in "abcdefghijklmnopqrstuvwxyz"})) == text


@given(PASSES)
def test_a_pass_survives_chinese_signs(text: str) -> None:
    assert folded(text.translate(CHINESE)) == text


@given(PASSES, st.data())
def test_a_pass_survives_all_of_it_mixed_character_by_character(text: str, data: st.DataObject) -> None:
    ways = (str, str.swapcase, lambda one: one.translate(WIDE), lambda one: one.translate(CHINESE))
    chosen = data.draw(st.lists(st.integers(0, 3), min_size=len(text), max_size=len(text)))
    assert folded("".join(ways[way](one) for way, one in zip(chosen, text, strict=True))) == text


@given(PASSES, st.sampled_from(["", "\r", "\n", "\r\n", "\t", " ", "\r\n\t"]), st.sampled_from(["", "]Q1", "]q3", " "]))
def test_what_a_scanner_puts_around_a_pass_is_taken_off(text: str, suffix: str, prefix: str) -> None:
    assert folded(prefix + text + suffix) == text


@given(st.text(max_size=200))
def test_anything_at_all_is_folded_without_complaint(text: str) -> None:
    assert isinstance(folded(text), str)
    assert isinstance(temperature_in(text), str)
    assert 0 <= pass_starts_at(text) <= len(text)


@pytest.mark.parametrize("text", [PAYMENT, "A20221124-0007", "shc:/5676295953265460", "HC1:6BF", "c1 is short"])
def test_other_codes_keep_their_letters(text: str) -> None:
    assert folded(text) == text
    assert pass_in(text) == ""


def test_the_label_of_a_tube_in_wide_characters_is_made_narrow() -> None:
    assert folded("Ａ２０２２１１２４－０００７\r\n") == "A20221124-0007"


def test_a_long_text_that_holds_a_pass_somewhere_is_no_pass() -> None:
    assert pass_in("see also " + pass_text(1)) == ""
    assert pass_in(pass_text(1) + "ABCDEF") == ""


@pytest.mark.parametrize(("typed", "begun"), [("C1AB", True), ("c1ab", True), ("]Q1C1", True), ("张伟", False)])
def test_a_pass_is_begun_until_it_is_whole(typed: str, begun: bool) -> None:
    assert is_pass_begun(typed) is begun
    assert not is_pass_begun(pass_text(1))


@pytest.mark.parametrize("text", ["张伟", "11010519491231002X", "13800138000", "visits her mother", "C1", "3号楼 C1"])
def test_what_people_and_card_readers_write_in_a_field_is_no_scanned_pass(text: str) -> None:
    assert not is_scanned(text)


@pytest.mark.parametrize(
    "text", [pass_text(1), pass_text(1).swapcase(), PAYMENT, "HC1:" + "6BF" * 20, "shc:/" + "5" * 20]
)
def test_what_only_a_scanner_writes_is_known_in_a_field_too(text: str) -> None:
    assert is_scanned(text)


@pytest.mark.parametrize(
    ("typed", "degrees"),
    [
        ("36.5", "36.5"),
        ("36.5C", "36.5"),
        ("36.5℃", "36.5"),
        ("３６．５", "36.5"),
        ("36,5", "36.5"),
        ("36。5", "36.5"),
        ("365", "36.5"),
        ("37", "37"),
        ("36.55 c", "36.55"),
        ("415C", "41.5"),
    ],
)
def test_a_temperature_is_told_apart(typed: str, degrees: str) -> None:
    assert temperature_in(typed) == degrees


@pytest.mark.parametrize("typed", ["", "3", "12", "99.9", "1234", "36.", "36.5F", "20221124", "C1", "0", "abc"])
def test_other_numbers_are_no_temperature(typed: str) -> None:
    assert temperature_in(typed) == ""
