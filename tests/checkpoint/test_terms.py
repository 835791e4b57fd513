"""Where somebody was told up to, and in which terms: kept in words, cut where histories part, never too long."""

from __future__ import annotations

import re
from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st

from checkpoint.terms import MOST, SAID, Point, Told, agreed, spare

HERE = Told(9, (Point("aa", 3), Point("bb", 5), Point("cc", 9)))


def test_what_is_kept_in_words_comes_back() -> None:
    assert HERE.said == "aa:3,bb:5,cc:9"
    assert Told.of(9, HERE.said) == HERE
    assert (HERE.term, Told(9).term, Told(9).said) == ("cc", "", "")


@pytest.mark.parametrize("said", ["", "aa:3", "cc:9,aa:3", "cc", "cc:", ":9", "CC:9", "cc:9,", "cc:9&after=0", "cc:-9"])
def test_words_that_do_not_lead_to_the_number_count_for_nothing(said: str) -> None:
    assert Told.of(9, said) == Told(9)


@pytest.mark.parametrize(
    ("number", "term", "said"),
    [
        (12, "cc", "aa:3,bb:5,cc:12"),
        (12, "dd", "aa:3,bb:5,cc:9,dd:12"),
        (9, "cc", "aa:3,bb:5,cc:9"),
        (5, "bb", "aa:3,bb:5"),
        (4, "bb", "aa:3,bb:4"),
        (4, "aa", "aa:4"),
        (2, "aa", "aa:2"),
        (5, "ee", "aa:3,bb:5,ee:5"),
        (0, "aa", ""),
        (12, "", ""),
        (12, "no term", ""),
    ],
)
def test_it_goes_on_or_is_led_back_and_what_lies_beyond_is_forgotten(number: int, term: str, said: str) -> None:
    then = HERE.then(number, term)
    assert (then.number, then.said) == (number, said)


def test_two_histories_agree_up_to_where_the_last_common_term_ended_in_either() -> None:
    assert agreed(HERE.points, {"aa": 8, "bb": 8, "cc": 8}) == Point("cc", 8)
    assert agreed(HERE.points, {"aa": 4, "bb": 99}) == Point("bb", 5)
    assert agreed(HERE.points, {"aa": 2, "dd": 99}) == Point("aa", 2)
    assert agreed(HERE.points, {"dd": 99}) == Point("", 0)


@given(st.lists(st.integers(1, 10**6), min_size=1, max_size=200))
def test_however_many_terms_there_were_few_are_remembered_and_the_last_among_them(steps: list[int]) -> None:
    told = Told()
    for term, step in enumerate(steps):
        told = told.then(told.number + step, f"{term:x}")
        numbers = [one.number for one in told.points]
        assert numbers == sorted(numbers)
        assert len(numbers) <= MOST
        assert re.fullmatch(SAID, told.said)
        assert Told.of(told.number, told.said) == told
    assert told.number == sum(steps)


def test_of_terms_that_follow_evenly_more_are_remembered_of_lately_than_of_long_ago() -> None:
    numbers = list(range(0, 10_000, 100))
    while len(numbers) > MOST:
        del numbers[spare(numbers)]
    ages = [numbers[-1] - one for one in reversed(numbers)]
    assert ages[:3] == [0, 100, 200]
    assert ages[-1] == 9_900
    assert all(later <= 3 * earlier for earlier, later in pairwise(ages[1:]))
