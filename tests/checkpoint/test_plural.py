"""A number with its English noun."""

from __future__ import annotations

import pytest

from checkpoint.plural import counted, entries


@pytest.mark.parametrize(
    ("count", "said"), [(0, "0 people"), (1, "1 person"), (2, "2 people"), (35_000, "35,000 people")]
)
def test_one_is_one_and_all_other_numbers_are_more(count: int, said: str) -> None:
    assert counted(count, "person", "people") == said


def test_most_nouns_take_an_s_and_an_entry_its_own_form() -> None:
    assert [counted(1, "row"), counted(3, "row")] == ["1 row", "3 rows"]
    assert [entries(1), entries(3)] == ["1 entry", "3 entries"]
