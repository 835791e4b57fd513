"""Masking: exactly the domain's rule (5.3), and never more of a person than that."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from checkpoint import masking

HAN = st.text("张王李欧阳司马诸葛伟娜敏静秀兰小明", min_size=2, max_size=6)


@pytest.mark.parametrize(
    ("full", "shown"),
    [
        ("张伟", "张*"),
        ("欧阳娜娜", "欧阳**"),
        ("王秀兰", "王**"),
        ("欧阳", "欧*"),
        ("諸葛亮", "諸葛*"),
        ("张 伟", "张*"),
        ("买买提·艾力", "买**"),
        ("John Smith", "S*"),
        ("Smith, John", "S*"),
        ("o'neill", "O*"),
        ("张", "*"),
        ("", "*"),
        ("  ", "*"),
        ("12 34", "*"),
        ("𠮷野", "𠮷*"),
    ],
)
def test_a_name_shows_its_surname_only(full: str, shown: str) -> None:
    assert masking.name(full) == shown


@pytest.mark.parametrize(
    ("number", "shown"), [("13800138000", "138*****000"), ("6255501", "*******"), ("", ""), ("12345678", "123**678")]
)
def test_a_phone_shows_its_first_and_last_three(number: str, shown: str) -> None:
    assert masking.phone(number) == shown


def test_an_identity_number_shows_its_first_and_last_two() -> None:
    assert masking.id_number("990101199003074518") == "99**************18"
    assert masking.id_number("12345") == "*****"


def test_a_room_is_shown_as_its_building() -> None:
    assert masking.address("3号楼", "2", "501") == "3号楼"


@given(HAN)
def test_no_given_name_is_ever_shown(full: str) -> None:
    shown = masking.name(full)
    letters = shown.rstrip("*")
    assert len(letters) <= 2
    assert full.startswith(letters)
    assert len(shown) == len(full)
    assert shown.endswith("*")


@given(st.text(max_size=40))
def test_any_name_at_all_is_masked(full: str) -> None:
    assert masking.name(full).endswith("*")


@given(st.text("0123456789", max_size=20))
def test_the_middle_of_a_number_never_shows(number: str) -> None:
    for shown, kept in ((masking.phone(number), 6), (masking.id_number(number), 4)):
        assert len(shown) == len(number)
        assert sum(character != "*" for character in shown) <= kept


@pytest.mark.parametrize(
    "full",
    ["阿依古丽·买买提", "卡·马克思", "张伟 ", "李 Wei Ming", "José García", "محمد علي", "van der Berg", "，", ","],
)
def test_a_name_of_any_kind_shows_one_letter_at_most(full: str) -> None:
    shown = masking.name(full)
    assert len(shown.rstrip("*")) <= 1
    assert shown.endswith("*")
