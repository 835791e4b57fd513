"""Names sound as people say them: surnames read their own way, and every way of typing ü is known."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from checkpoint import sounds


@pytest.mark.parametrize(
    ("name", "spelled"),
    [
        ("曾国", "zengguo"),
        ("单雄信", "shanxiongxin"),
        ("仇英", "qiuying"),
        ("解放", "xiefang"),
        ("欧阳娜娜", "ouyangnana"),
        ("单于辅", "chanyufu"),
        ("万俟咏", "moqiyong"),
        ("尉迟恭", "yuchigong"),
        ("區明", "ouming"),
        ("吕布", "lvbu"),
        ("Müller", "muller"),
        ("José María", "josemaria"),
        ("", ""),
    ],
)
def test_the_likeliest_reading_comes_first(name: str, spelled: str) -> None:
    assert "".join(sounds.readings(name)[0]) == spelled


def test_every_way_of_typing_u_with_two_dots_is_known() -> None:
    assert {"".join(one) for one in sounds.readings("吕布")} >= {"lvbu", "lubu", "lyubu"}
    assert sounds.plain("Lǚ Bù") == "lu bu"


def test_a_character_that_reads_two_ways_is_known_by_both() -> None:
    assert {"zhaole", "zhaoyue"} <= {"".join(one) for one in sounds.readings("赵乐")}


@given(st.text(max_size=12))
def test_whatever_a_name_is_it_has_a_reading(name: str) -> None:
    assert sounds.readings(name)


@given(st.text(alphabet="张偉歐阳單万俟李ABü é", max_size=8))
def test_what_was_made_plain_stays_as_it_is(name: str) -> None:
    assert sounds.plain(sounds.plain(name)) == sounds.plain(name)
