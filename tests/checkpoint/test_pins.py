"""PINs: the roster does not tell them, and only the right one fits."""

from __future__ import annotations

import pytest

from checkpoint import pins


def test_a_pin_fits_its_own_seal_and_no_other_does() -> None:
    seal = pins.sealed("2580")
    assert pins.fits("2580", seal)
    assert not pins.fits("2581", seal)
    assert "2580" not in seal


def test_the_same_pin_is_sealed_differently_each_time() -> None:
    assert pins.sealed("1234") != pins.sealed("1234")


@pytest.mark.parametrize("text", ["", "123", "12a4", "1234567890123", "１２３４"])
def test_what_is_no_pin_is_neither_sealed_nor_fits(text: str) -> None:
    with pytest.raises(ValueError, match="4 to 12 digits"):
        pins.sealed(text)
    assert not pins.fits(text, pins.sealed("1234"))


@pytest.mark.parametrize("seal", ["", ":", "zz:aa", "aa", "aa:"])
def test_nothing_fits_a_seal_that_is_broken(seal: str) -> None:
    assert not pins.fits("1234", seal)
