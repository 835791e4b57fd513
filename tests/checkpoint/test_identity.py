"""Identity numbers: the right digit is named, nothing is kept, and no typing error passes unseen."""

from __future__ import annotations

from datetime import date

import pytest
from hypothesis import assume, given
from hypothesis import strategies as st

from checkpoint import identity
from checkpoint.identity import Fault, Identity

GOOD = "990101194805120026"
KEY = bytes(range(32))
numbers = st.builds(
    lambda day, sequence: f"990101{day:%Y%m%d}{sequence:03d}",
    st.dates(date(1900, 1, 1), date(2022, 12, 31)),
    st.integers(0, 999),
).map(lambda body: body + identity.check_of(body))


@pytest.mark.parametrize("number", [GOOD, "990101199003074518", "990101197010010038", "990101201208150019"])
def test_the_stories_numbers_hold(number: str) -> None:
    read = identity.read(number)
    assert isinstance(read, Identity)
    assert read.kind == "01"


def test_a_wrong_check_digit_is_named_with_the_right_one() -> None:
    assert identity.read("990101194805120027") == Fault("check_digit", 18, "6")


@pytest.mark.parametrize(
    ("typed", "fault"),
    [
        ("99010119480512002", Fault("length")),
        ("9901011948051200266", Fault("length")),
        ("990101480512002", Fault("old")),
        ("99O101194805120026", Fault("character", 3)),
        ("9901011948051200X6", Fault("character", 17)),
        ("", Fault("length")),
    ],
)
def test_what_is_no_number_is_told_where(typed: str, fault: Fault) -> None:
    assert identity.read(typed) == fault


def test_a_birthday_that_never_was_is_told() -> None:
    body = "99010119480231002"
    assert identity.read(body + identity.check_of(body)) == Fault("date", 7)


@pytest.mark.parametrize(
    "typed", ["９９０１０１１９４８０５１２００２６", " 990101 19480512 0026 ", "990101-19480512-0026"]
)
def test_it_may_be_typed_as_people_type(typed: str) -> None:
    read = identity.read(typed)
    assert isinstance(read, Identity)
    assert read.number == GOOD


def test_a_small_x_is_a_capital_one() -> None:
    body = next(f"99010119480512{n:03d}" for n in range(999) if identity.check_of(f"99010119480512{n:03d}") == "X")
    assert isinstance(identity.read(body + "x"), Identity)


@pytest.mark.parametrize(("typed", "kind"), [("H12345678", "06"), ("12345678", "07"), ("E12345678", "03")])
def test_other_papers_are_known_by_their_form(typed: str, kind: str) -> None:
    read = identity.read(typed)
    assert isinstance(read, Identity)
    assert (read.kind, read.born) == (kind, None)


@given(numbers, st.integers(0, 16), st.integers(1, 9))
def test_no_single_wrong_digit_passes(number: str, place: int, step: int) -> None:
    wrong = number[:place] + str((int(number[place]) + step) % 10) + number[place + 1 :]
    assert isinstance(identity.read(wrong), Fault)


@given(numbers, st.integers(0, 15))
def test_a_swap_of_two_neighbours_is_found_and_when_it_is_the_only_one_its_place_is_named(
    number: str, place: int
) -> None:
    assume(number[place] != number[place + 1])
    swapped = number[:place] + number[place + 1] + number[place] + number[place + 2 :]
    read = identity.read(swapped)
    assert isinstance(read, Fault)
    assert read.suspects in {(), (place + 1,)}


@given(numbers, st.integers(6, 13), st.integers(1, 9))
def test_a_digit_that_makes_a_date_impossible_is_told_as_the_date_and_never_with_another_place(
    number: str, place: int, step: int
) -> None:
    read = identity.read(number[:place] + str((int(number[place]) + step) % 10) + number[place + 1 :])
    assert isinstance(read, Fault)
    if read.code == "date":
        assert read.suspects in {(), (place + 1,)}
        assert read.expected == ""


@pytest.mark.parametrize(
    ("typed", "fault"),
    [
        ("990101199093074518", Fault("date", 7, "", (11,))),
        ("990101199003704518", Fault("date", 7, "", (13,))),
        ("990101990103074518", Fault("date", 7)),
        ("990101194805210026", Fault("check_digit", 18, "1", (13,))),
        ("990101194805120062", Fault("check_digit", 18, "9", (17,))),
    ],
)
def test_the_place_of_a_slip_is_named_where_there_is_only_one(typed: str, fault: Fault) -> None:
    assert identity.read(typed) == fault


@given(st.text(max_size=40))
def test_whatever_is_typed_is_answered(text: str) -> None:
    assert isinstance(identity.read(text), Identity | Fault)


@given(numbers)
def test_nothing_that_is_printed_of_a_number_tells_it(number: str) -> None:
    read = identity.read(number)
    assert isinstance(read, Identity)
    assert number not in repr(read)
    assert number[2:-2] not in read.masked
    assert number not in identity.keyed(number, KEY)


def test_the_same_number_is_found_again_however_it_was_typed_and_only_with_the_key() -> None:
    assert identity.keyed(GOOD, KEY) == identity.keyed(" 990101 194805120026", KEY)
    assert identity.keyed(GOOD, KEY) != identity.keyed(GOOD, KEY[::-1])
    assert identity.keyed_phone("138 0013-8001", KEY) == identity.keyed_phone("１３８００１３８００１", KEY)
    assert identity.keyed_phone("+86 138 0013 8001", KEY) == identity.keyed_phone("13800138001", KEY)
    assert identity.keyed_phone("0086 13800138001", KEY) == identity.keyed_phone("13800138001", KEY)
    assert identity.keyed_phone("8613-4567", KEY) != identity.keyed_phone("134567", KEY)
    assert identity.keyed_phone("13800138001", KEY) != identity.keyed("13800138001", KEY)


def test_age_is_counted_in_whole_years_to_the_day() -> None:
    child = identity.read("990101201208150019")
    assert isinstance(child, Identity)
    assert (child.age_on(date(2022, 8, 14)), child.age_on(date(2022, 8, 15))) == (9, 10)
    assert child.is_under_14(date(2026, 8, 14))
    assert not child.is_under_14(date(2026, 8, 15))
    assert not Identity("E12345678", "03").is_under_14(date(2022, 1, 1))
