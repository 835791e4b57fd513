"""Residents from a file: in any encoding, each bad row named, and the same file again changes nothing."""

from __future__ import annotations

from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from central.residents import Import, read_residents
from checkpoint import identity
from checkpoint.roster import Person
from tests.harness import made
from tests.harness.made import C1, C2

LOOKUP = {C1: bytes(32), C2: bytes(range(32))}
ROSTER = {person.id: person for person in made.PEOPLE}
CHINESE = "姓名,社区,编号,楼栋,单元,房号,电话,类别,监护人\r\n"


def read(tmp_path: Path, text: str, encoding: str = "utf-8", roster: dict[str, Person] | None = None) -> Import:
    """The import of a file with that text."""
    path = tmp_path / "residents.csv"
    path.write_bytes(text.encode(encoding))
    return read_residents(path, LOOKUP, ROSTER if roster is None else roster)


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "gbk", "gb18030"])
def test_residents_are_read_in_the_encodings_that_spreadsheets_write(tmp_path: Path, encoding: str) -> None:
    found = read(tmp_path, f"{CHINESE}陈平,{C1},,4号楼,1,202,13800138009,居民,1\r\n", encoding)
    assert found.bad == []
    assert found.people == [
        Person(
            id="92",
            name="陈平",
            community=C1,
            building="4号楼",
            unit="1",
            room="202",
            phone="13800138009",
            guardian="1",
        )
    ]


def test_headings_may_be_english_and_in_any_order_with_other_columns_between(tmp_path: Path) -> None:
    found = read(tmp_path, f'Note,Community,NAME ,id\nx,{C2},"Smith, John",500\n\n , ,,\n')
    assert found.people == [Person(id="500", name="Smith, John", community=C2)]


def test_bad_rows_are_listed_by_line_with_their_reason_and_good_ones_read(tmp_path: Path) -> None:
    rows = [
        f"陈平,{C1},,,,,,,",
        f",{C1},,,,,,,",
        "陈平,C9,,,,,,,",
        f"陈平,{C1},abc,,,,,,",
        f"陈平,{C1},0,,,,,,",
        f"陈平,{C1},1099511627776,,,,,,",
        f"别人,{C1},1,,,,,,",
        f"陈平,{C1},,,,,,机器人,",
        f"陈二,{C1},700,,,,,,",
        f"陈三,{C1},700,,,,,,",
        f"{'长' * 201},{C1},,,,,,,",
        "陈平",
    ]
    found = read(tmp_path, CHINESE + "\r\n".join(rows))
    assert [line for line, _ in found.bad] == [3, 4, 5, 6, 7, 8, 9, 11, 12, 13]
    assert [person.id for person in found.people] == ["92", "700"]
    reasons = " ".join(reason for _, reason in found.bad)
    for word in ("no name", "C9", "not a subject number", "somebody else", "机器人", "twice", "longer than 200"):
        assert word in reasons


def test_the_same_file_again_changes_nobody_with_or_without_numbers(tmp_path: Path) -> None:
    text = f"{CHINESE}陈平,{C1},,4号楼,1,202,,,\r\n陈二,{C1},,4号楼,1,203,,,\r\n陈三,{C1},800,,,,,,\r\n"
    first = read(tmp_path, text)
    roster = {**ROSTER, **{person.id: person for person in first.people}}
    again = read(tmp_path, text, roster=roster)
    assert (again.people, again.known, again.bad) == ([], 3, [])


def test_a_row_under_the_same_number_and_name_changes_the_person(tmp_path: Path) -> None:
    found = read(tmp_path, f"{CHINESE}张伟,{C1},1,9号楼,1,101,,,\r\n")
    assert [(person.id, person.building) for person in found.people] == [("1", "9号楼")]


def test_a_quoted_cell_may_hold_line_ends_only_where_they_are_printable(tmp_path: Path) -> None:
    found = read(tmp_path, f'{CHINESE}"陈\n平",{C1},,,,,,,\r\n陈平,{C1},,,,,,,\r\n')
    assert [line for line, _ in found.bad] == [3]
    assert len(found.people) == 1


@pytest.mark.parametrize(
    ("raw", "word"),
    [
        (b"", "empty"),
        (b"\xff\xfe\x00\x01\xff", "neither UTF-8 nor GBK"),
        ("姓名\n陈平".encode(), "community"),
        (b"a,b\n1,2\n", "name"),
        (f'{CHINESE}"陈平,{C1}'.encode(), "line"),
    ],
)
def test_a_file_that_cannot_be_read_as_a_whole_is_one_sentence(tmp_path: Path, raw: bytes, word: str) -> None:
    path = tmp_path / "residents.csv"
    path.write_bytes(raw)
    with pytest.raises(ValueError, match=word):
        read_residents(path, LOOKUP, {})


@given(raw=st.binary(max_size=200), headed=st.booleans())
def test_no_file_whatever_breaks_it(tmp_path_factory: pytest.TempPathFactory, raw: bytes, *, headed: bool) -> None:
    path = tmp_path_factory.getbasetemp() / "any.csv"
    path.write_bytes((CHINESE.encode() if headed else b"") + raw)
    try:
        found = read_residents(path, LOOKUP, ROSTER)
    except ValueError:
        return
    assert all(person.community in LOOKUP for person in found.people)


def test_an_identity_number_is_kept_as_a_hash_and_never_in_clear(tmp_path: Path) -> None:
    heading = "姓名,社区,证件号码,类别,单位,车牌\r\n"
    found = read(tmp_path, f"{heading}赵一,{C1},{made.R3_NUMBER},快递员,甲快递,京a·12345\r\n")
    [person] = found.people
    assert (person.category, person.employer, person.plate) == ("courier", "甲快递", "京A12345")
    assert person.id_hash == identity.keyed(made.R3_NUMBER, LOOKUP[C1])
    assert person.id_masked == "99**************26"
    assert made.R3_NUMBER not in repr(person)


def test_a_wrong_identity_number_is_a_bad_row_that_names_the_digit_and_not_the_number(tmp_path: Path) -> None:
    found = read(tmp_path, f"姓名,社区,证件号码\r\n赵一,{C1},990101194805120027\r\n")
    [(line, reason)] = found.bad
    assert (line, reason) == (2, "the identity number's check digit should be 6")


def test_a_file_without_numbers_leaves_the_numbers_that_are_known(tmp_path: Path) -> None:
    known = made.numbered(made.R3, made.R3_NUMBER)
    text = f"姓名,社区,编号,楼栋,单元,房号,电话\r\n王秀兰,{C1},3,1号楼,1,101,13800138003\r\n"
    [person] = read(tmp_path, text, roster={"3": known}).people
    assert (person.phone, person.id_hash) == ("13800138003", known.id_hash)


def test_a_guardian_is_somebody_on_the_roster_or_anywhere_in_the_file(tmp_path: Path) -> None:
    rows = [
        f"赵小,{C1},801,,,,,,802",
        f"赵大,{C1},802,,,,,,",
        f"钱小,{C1},803,,,,,,1",
        f"孙小,{C1},804,,,,,,4711",
        f"李小,{C1},805,,,,,,804",
        f"周小,{C1},806,,,,,,806",
    ]
    found = read(tmp_path, CHINESE + "\r\n".join(rows))
    assert [person.id for person in found.people] == ["801", "802", "803"]
    assert [line for line, _ in found.bad] == [5, 6, 7]
    assert {reason for _, reason in found.bad} == {"the guardian is not somebody else on the roster or in this file"}


def test_a_vehicle_has_a_plate(tmp_path: Path) -> None:
    heading = "姓名,社区,类别,车牌\r\n"
    found = read(tmp_path, f"{heading}赵一,{C1},车辆,\r\n赵一,{C1},車輛,京a·d12345\r\n")
    assert found.bad == [(2, "a vehicle without a plate")]
    assert [(person.category, person.plate) for person in found.people] == [("vehicle", "京AD12345")]


def test_a_column_that_the_file_does_not_have_leaves_what_is_known(tmp_path: Path) -> None:
    courier = Person(id="7", name="赵送", community=C1, category="courier", employer="甲快递", phone="1")
    [person] = read(tmp_path, f"编号,姓名,社区,电话\r\n7,赵送,{C1},\r\n", roster={"7": courier}).people
    assert (person.category, person.employer, person.phone) == ("courier", "甲快递", "")
