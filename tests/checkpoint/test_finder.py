"""People are found by what they say of themselves: a name in characters or as it sounds, a building, a phone's end."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from checkpoint.finder import MOST, Finder
from checkpoint.roster import Person
from tests.harness.made import C1, PEOPLE, R1, R2, R3, R4

ZENG = Person(id="11", name="曾华", community=C1, building="2号楼", unit="1", room="101", phone="13800130011")
SHAN = Person(id="12", name="单雄信", community=C1, building="2号楼", unit="1", room="102", phone="13800130012")
SMITH = Person(id="13", name="John Smith", community=C1, building="12号楼")
ZHANG = Person(id="14", name="张卫", community=C1, building="12号楼", unit="1", room="501", phone="13800130014")
LV = Person(id="15", name="吕乐", community=C1, building="7号楼")
FINDER = Finder([*PEOPLE, ZENG, SHAN, SMITH, ZHANG, LV])


def found(query: str) -> list[str]:
    return [one.person.name for one in FINDER.find(query)]


@pytest.mark.parametrize(
    ("typed", "name"),
    [
        ("王秀兰", R3.name),
        ("秀兰", R3.name),
        ("欧阳", R2.name),
        ("ouyangnana", R2.name),
        ("ou yang na na", R2.name),
        ("Ōuyáng Nànà", R2.name),
        ("oynn", R2.name),
        ("wangxiulan", R3.name),
        ("wangxiu", R3.name),
        ("wxl", R3.name),
        ("ｗｘｌ", R3.name),
        ("zenghua", ZENG.name),
        ("sxx", SHAN.name),
        ("shan xiongxin", SHAN.name),
        ("smith", SMITH.name),
        ("张伟 3号楼", R1.name),
        ("3 zhangwei", R1.name),
        ("zw 12", ZHANG.name),
        ("3-2-501 张", R1.name),
        ("zw 8001", R1.name),
        ("lvle", LV.name),
        ("lvyue", LV.name),
    ],
)
def test_somebody_is_found_first_by(typed: str, name: str) -> None:
    assert found(typed)[:1] == [name]


def test_a_home_brings_everybody_who_lives_there() -> None:
    assert set(found("3-2-501")) == {R1.name, R4.name}
    assert {one.name for one in FINDER.household(R4)} == {R1.name, R4.name}


def test_building_three_is_not_building_thirteen_nor_the_thirtieth_room() -> None:
    assert set(found("1号楼")) == {R3.name}


@pytest.mark.parametrize("typed", ["", " ", "z", "?", "—", "%", "zz9", "没有这个人", "9-9-999"])
def test_nobody_is_found_by_too_little_or_by_what_fits_nobody(typed: str) -> None:
    assert found(typed) == []


def test_two_of_one_sound_are_told_apart_by_the_building() -> None:
    assert set(found("zhangwei")) == {R1.name, ZHANG.name}
    assert found("zhangwei 12") == [ZHANG.name]


def test_a_part_from_the_middle_of_a_name_comes_after_names_that_begin_so() -> None:
    wei, wang, zhang = (Person(id=str(20 + n), name=name) for n, name in enumerate(("魏来", "王薇", "张小伟")))
    assert [one.person for one in Finder([zhang, wang, wei]).find("wei")] == [wei, zhang, wang]
    assert [one.person for one in Finder([zhang, wang, wei]).find("小")] == [zhang]


def test_a_name_is_found_exactly_then_by_its_initials_then_by_how_it_begins() -> None:
    exact, initials, begins = (Person(id=str(30 + n), name=name) for n, name in enumerate(("韩", "何安宁", "韩安")))
    finder = Finder([begins, initials, exact])
    assert [(one.person, one.how) for one in finder.find("han")] == [
        (exact, "pinyin"),
        (initials, "initials"),
        (begins, "pinyin"),
    ]


def test_building_three_comes_before_building_twelve() -> None:
    homes = [Person(id=str(number), name="王伟", building=f"{number}号楼") for number in (12, 3, 30, 1)]
    assert [one.person.building for one in Finder(homes).find("王伟")] == ["1号楼", "3号楼", "12号楼", "30号楼"]


@pytest.mark.parametrize(
    ("written", "typed"), [("張偉", "张伟"), ("张伟", "張偉"), ("歐陽蘭", "欧阳"), ("呂樂", "吕乐")]
)
def test_old_and_simplified_characters_are_one(written: str, typed: str) -> None:
    person = Person(id="40", name=written)
    assert [one.person for one in Finder([person]).find(typed)] == [person]


def test_the_same_person_is_never_found_twice() -> None:
    twice = Person(id="41", name="张张", building="5号楼", unit="5", room="5", phone="13800005555")
    assert [one.person for one in Finder([twice]).find("zhang 5 5555")] == [twice]


@given(st.sampled_from(["zw", "张", "3-2", "8001", "wei", "3"]), st.integers(0, 4))
def test_fewer_answers_are_the_first_of_more(typed: str, limit: int) -> None:
    assert FINDER.find(typed, limit) == FINDER.find(typed)[:limit]


def test_somebody_without_a_room_lives_with_nobody() -> None:
    assert FINDER.household(SMITH) == []


def test_the_same_question_has_the_same_answer_whatever_the_order_of_the_roster() -> None:
    people = [Person(id=str(number), name="王伟", building=f"{number % 12}号楼") for number in range(1, 60)]
    one, other = Finder(people), Finder(reversed(people))
    assert one.find("ww") == other.find("ww")
    assert len(one.find("ww")) == MOST


def test_an_identity_number_is_found_by_its_keyed_hash() -> None:
    keyed = Person(id="77", name="赵一", id_hash="ab" * 16)
    assert Finder([keyed]).by_id_hash("ab" * 16) == keyed
    assert FINDER.by_id_hash("ab" * 16) is None
    assert FINDER.by_id_hash("") is None


@given(st.text(max_size=30))
def test_whatever_is_typed_is_answered(typed: str) -> None:
    assert len(FINDER.find(typed)) <= MOST
