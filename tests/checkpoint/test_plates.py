"""Plates are read as they are typed, slips are named with their place, and no car waits for an unusual one."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from checkpoint.plates import LONGEST, Fault, Kind, kind_of, read, tidy

ORDINARY = st.from_regex(r"[京沪粤新琼][A-HJ-NP-Z][A-HJ-NP-Z0-9]{5}", fullmatch=True)
GREEN = st.from_regex(r"[京沪粤新琼][A-HJ-NP-Z]([A-HJK][A-HJ-NP-Z0-9][0-9]{4}|[0-9]{5}[A-HJK])", fullmatch=True)


@pytest.mark.parametrize(
    ("plate", "kind"),
    [
        ("京A00000", Kind.ORDINARY),
        ("新A1B2C3", Kind.ORDINARY),
        ("京O12345", Kind.ORDINARY),
        ("京AD12345", Kind.NEW_ENERGY),
        ("京AFA1234", Kind.NEW_ENERGY),
        ("京A12345D", Kind.NEW_ENERGY),
        ("京A1234挂", Kind.TRAILER),
        ("京A1234学", Kind.LEARNER),
        ("京A1234警", Kind.POLICE),
        ("京X1234应急", Kind.RESCUE),
        ("粤Z1234港", Kind.HONG_KONG),
        ("粤Z1A34澳", Kind.MACAO),
        ("224578使", Kind.EMBASSY),
        ("使014578", Kind.EMBASSY),
        ("沪A0023领", Kind.CONSULATE),
        ("领014578", Kind.CONSULATE),
    ],
)
def test_every_kind_of_plate_is_read_as_it_is_and_known_by_its_form(plate: str, kind: Kind) -> None:
    assert read(plate) == plate
    assert kind_of(plate) is kind


@pytest.mark.parametrize(
    ("typed", "plate"),
    [
        (" 京a·00000 ", "京A00000"),
        ("京Ａ－００ ０００", "京A00000"),
        ("京AOOOOO", "京A00000"),
        ("京AI2345", "京A12345"),
        ("京ADO1234", "京AD01234"),
        ("粵z1234港", "粤Z1234港"),
        ("滬A1234學", "沪A1234学"),
        ("京·O12345", "京O12345"),
    ],
)
def test_it_may_be_typed_as_people_type(typed: str, plate: str) -> None:
    assert read(typed) == plate


@pytest.mark.parametrize(
    ("typed", "fault"),
    [
        ("", Fault("missing")),
        ("· -", Fault("missing")),
        ("1" * (LONGEST + 1), Fault("too_long")),
        ("京A0000", Fault("length", 0, "京A0000")),
        ("京A0000000", Fault("length", 0, "京A0000000")),
        ("京100000", Fault("character", 2, "京100000")),
        ("京A00京00", Fault("character", 5, "京A00京00")),
        ("京AL12345", Fault("character", 3, "京AL12345")),
        ("京AD12E45", Fault("character", 6, "京AD12E45")),
        ("京A1234港", Fault("character", 7, "京A1234港")),
    ],
)
def test_a_slip_in_a_chinese_plate_is_named_with_its_place_and_what_was_typed(typed: str, fault: Fault) -> None:
    assert read(typed) == fault


@pytest.mark.parametrize("plate", ["AB1234", "B-MW 1234", "WJ京1234X", "VA12345", "RUS777АВ", "无牌", "1234"])
def test_a_plate_of_elsewhere_stops_nobody_and_is_marked_as_unusual(plate: str) -> None:
    taken = read(plate)
    assert isinstance(taken, str)
    assert kind_of(taken) is Kind.OTHER


def test_the_letters_of_a_foreign_plate_are_left_as_they_are() -> None:
    assert read("OI 123") == "OI123"


@given(ORDINARY)
def test_every_ordinary_plate_is_taken(plate: str) -> None:
    assert read(plate) == plate
    assert kind_of(plate) is Kind.ORDINARY


@given(GREEN)
def test_every_green_plate_is_taken(plate: str) -> None:
    assert read(plate) == plate
    assert kind_of(plate) is Kind.NEW_ENERGY


@given(st.one_of(st.text(max_size=40), ORDINARY.map(str.lower), GREEN))
def test_whatever_is_typed_is_answered_and_what_was_answered_is_read_alike_again(text: str) -> None:
    taken = read(text)
    if isinstance(taken, str):
        assert read(taken) == taken
        assert len(taken) <= LONGEST
    else:
        assert taken.plate == "" or read(taken.plate) == taken
    assert tidy(tidy(text)) == tidy(text)


def test_one_plate_has_one_spelling_even_where_characters_are_put_together_of_parts() -> None:
    assert tidy("\u1100-\u1161") == tidy("\uac00")


def test_a_fault_shows_no_plate_when_it_is_printed() -> None:
    assert "0000" not in repr(read("京A0000"))
