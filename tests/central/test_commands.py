"""The command line: each word does its work, ends with its code, and says what went wrong in one sentence."""

from __future__ import annotations

import json
import logging
import re
import sqlite3
from contextlib import closing
from pathlib import Path

import pytest

from central import commands
from central.__main__ import main
from checkpoint import identity, passes
from checkpoint.passes import PassKind
from tests.central.conftest import Line
from tests.harness import made
from tests.harness.calling import Caller, central_in_thread

COMMANDS = (
    *(
        "serve",
        "seed-demo",
        "enrolment-code",
        "places",
        "profile",
        "import",
        "roster",
        "passes",
        "badges",
        "photos",
        "uniform",
        "pin",
        "lost",
    ),
    *("trust", "status", "settle", "revoke", "attendance", "stock"),
)
SEEDED = ("seed-demo", "--people", "20")


@pytest.mark.parametrize("words", [(), *((word,) for word in COMMANDS)])
def test_every_word_has_its_help_with_exit_codes(words: tuple[str, ...], capsys: pytest.CaptureFixture[str]) -> None:
    with pytest.raises(SystemExit) as ended:
        main([*words, "--help"])
    assert ended.value.code == 0
    assert "exit codes" in capsys.readouterr().out


def test_the_help_of_import_names_the_columns(capsys: pytest.CaptureFixture[str]) -> None:
    with pytest.raises(SystemExit):
        main(["import", "--help"])
    text = capsys.readouterr().out
    for column in ("姓名", "name", "社区", "community", "编号", "id", "监护人", "guardian"):
        assert column in text


@pytest.mark.parametrize(
    "words",
    [
        [],
        ["nonsense"],
        ["serve", "--port", "x"],
        ["seed-demo", "--people", "5"],
        ["enrolment-code", "--gate", "G1"],
        ["enrolment-code", "--gate", "G1", "--name", "x", "--hours", "0"],
        ["passes", "--all"],
        ["passes", "--pdf", "x", "--png", "y", "--all"],
        ["settle", "abc"],
    ],
)
def test_wrong_words_end_with_2(words: list[str], capsys: pytest.CaptureFixture[str]) -> None:
    with pytest.raises(SystemExit) as ended:
        main(words)
    assert ended.value.code == 2


def test_a_made_up_community_lets_a_station_enrol(line: Line) -> None:
    assert line(*SEEDED) == commands.DONE
    said = json.loads(line.out)
    assert [gate["name"] for gate in said["gates"]] == ["南口", "北口"]
    with line.store() as store, central_in_thread(store) as url, Caller(url) as station:
        made_ = station.enrol(said["codes"][0]["code"])
        assert (made_.site, made_.gate) == (said["site"], "G1")
        everybody = [item.data for item in station.roster().items if item.kind == "person" and item.data]
        people = [person for person in everybody if person["category"] == "resident"]
        assert [person["name"] for person in people[:4]] == ["张伟", "欧阳娜娜", "王秀兰", "李小明"]
        assert len(people) == said["people"] == 20
        assert len(store.data_of("volunteer")) == 60
        issued = store.issued(PassKind.RESIDENT)
        assert {data["id"] for data in store.data_of("revocation")} == {issued[one].number for one in said["lost"]}
        assert all(issued[one].valid_to < max(two.valid_to for two in issued.values()) for one in said["expired"])


def test_a_made_up_community_has_everybody_whom_a_gate_meets(line: Line) -> None:
    assert line(*SEEDED) == commands.DONE
    said = json.loads(line.out)
    with line.store() as store:
        people = {data["id"]: data for data in store.data_of("person")}
        lookup = store.lookup_keys()
        assert len(store.issued(PassKind.VOLUNTEER)) == len(said["volunteers"]) == 60
    assert {people[one]["employer"] for one in said["couriers"]} == {"示例快递", "邻里外卖", "远方物流"}
    assert [people[one]["plate"] for one in said["vehicles"]] == ["京A99001", "京AD99002"]
    assert [people[one]["id_hash"] for one in ("1", "3", "4")] == [
        identity.keyed(number, lookup[made.C1]) for number in (made.R1_NUMBER, made.R3_NUMBER, made.R4_NUMBER)
    ]
    for child in said["children"]:
        guardian = people[people[child]["guardian"]]
        assert [people[child][part] for part in ("building", "unit", "room")] == [
            guardian[part] for part in ("building", "unit", "room")
        ]
    assert said["children"] == ["4", "13"]
    words = ("--subject", *said["couriers"], *said["vehicles"], *said["staff"])
    assert set(texts(line, *words).values()) == {"courier", "vehicle", "staff"}
    assert texts(line, "--kind", "household", "--subject", "4") == {"1": "household"}


def test_the_made_up_people_are_the_same_every_time(line: Line, tmp_path: Path) -> None:
    line(*SEEDED)
    with line.store() as store:
        first = store.data_of("person")
    assert line(*SEEDED) == commands.DONE
    with line.store() as store:
        assert store.data_of("person") == first
    assert all(re.fullmatch(r"(138001\d{5})?", person["phone"]) for person in first)


def test_a_code_is_three_groups_of_four_and_its_gate_must_exist(line: Line) -> None:
    assert line("enrolment-code", "--gate", "G1", "--name", "x") == commands.FAILED
    assert "there is no gate G1; there are none yet" in line.err
    line(*SEEDED)
    assert line("enrolment-code", "--gate", "G1", "--name", "南口 2") == commands.DONE
    assert re.fullmatch(r"(?:[A-Z2-9]{4}-){2}[A-Z2-9]{4}\n", line.out)
    assert line("enrolment-code", "--gate", "G9", "--name", "x") == commands.FAILED
    assert "G1, G2" in line.err


def residents(folder: Path, *rows: str) -> str:
    """A file of these rows."""
    path = folder / "residents.csv"
    path.write_text("\n".join(["姓名,社区,楼栋,房号", *rows]), "gbk")
    return str(path)


def test_one_bad_row_means_that_none_is_taken_unless_bad_ones_are_skipped(line: Line, tmp_path: Path) -> None:
    line(*SEEDED)
    file = residents(tmp_path, f"陈平,{made.C1},4号楼,101", "陈二,C9,4号楼,102")
    assert line("import", file) == commands.FOUND
    assert "residents.csv line 3: unknown community 'C9'" in line.err
    assert "none taken" in line.out
    with line.store() as store:
        assert "陈平" not in {data["name"] for data in store.data_of("person")}
    assert line("import", file, "--skip-bad", "--dry-run") == commands.FOUND
    assert "1 resident would be taken" in line.out
    assert line("import", file, "--skip-bad") == commands.FOUND
    with line.store() as store:
        [new] = [data for data in store.data_of("person") if data["name"] == "陈平"]
        assert new["id"] in store.issued(PassKind.RESIDENT)
    assert line("import", file, "--skip-bad") == commands.FOUND
    assert "0 residents taken, 1 known already, 1 row bad" in line.out


def test_passes_are_printed_to_pictures_and_sheets(line: Line, tmp_path: Path) -> None:
    line(*SEEDED)
    assert line("passes", "--png", str(tmp_path / "out"), "--subject", "1", "3", "--subject", "4") == commands.DONE
    assert sorted(path.name for path in (tmp_path / "out").iterdir()) == ["1.png", "3.png", "4.png"]
    assert line("passes", "--pdf", str(tmp_path / "all.pdf"), "--all") == commands.DONE
    assert (tmp_path / "all.pdf").read_bytes().startswith(b"%PDF")
    assert line("passes", "--pdf", str(tmp_path / "x.pdf"), "--building", "3号楼") == commands.DONE
    assert line("passes", "--png", str(tmp_path / "out"), "--subject", "1", "77") == commands.FOUND
    assert "not on the roster: 77" in line.err
    assert line("passes", "--png", str(tmp_path / "out"), "--subject", "77") == commands.FAILED


def test_status_says_what_is_missing_and_settling_says_that_it_was_looked_at(line: Line) -> None:
    line(*SEEDED)
    codes = json.loads(line.out)["codes"]
    assert line("status") == commands.DONE
    with line.store() as store, central_in_thread(store) as url, Caller(url) as station:
        station.enrol(codes[0]["code"])
        station.push([{"seq": 1}])
    assert line("status") == commands.FOUND
    [said] = json.loads(line.out)["stations"]
    [refused] = said["refused"]
    assert refused["reason"] == "'station' must be text"
    assert line("settle", refused["digest"]) == commands.DONE
    assert line("settle", refused["digest"]) == commands.FAILED
    assert line("status") == commands.DONE
    assert line("revoke", said["id"]) == commands.DONE
    assert line("revoke", "nobody") == commands.FAILED
    line("status")
    assert json.loads(line.out)["stations"][0]["revoked"] is True


def test_a_central_is_set_up_from_nothing_by_places_residents_passes_and_a_code(line: Line, tmp_path: Path) -> None:
    assert line("places", "--example") == commands.DONE
    file = tmp_path / "places.json"
    file.write_text(line.out, "utf-8")
    assert line("places", str(file)) == commands.DONE
    assert line("places", str(file)) == commands.DONE
    assert line.out == "nothing changed\n"
    assert line("places") == commands.DONE
    assert json.loads(line.out) == json.loads(file.read_text("utf-8"))
    assert line("import", residents(tmp_path, f"陈平,{made.C1},4号楼,101")) == commands.DONE
    assert line("passes", "--all", "--png", str(tmp_path / "out")) == commands.DONE
    assert line("enrolment-code", "--gate", "G1", "--name", "南口 1") == commands.DONE
    code = line.out.strip()
    with line.store() as store, central_in_thread(store) as url, Caller(url) as station:
        station.enrol(code)
        kinds = {item.kind for item in station.roster().items}
    assert kinds == {"community", "site", "gate", "scope", "person", "key", "lookup", "central"}


@pytest.mark.parametrize(
    ("text", "word"),
    [
        ("{", "not JSON"),
        ("[]", "object of lists"),
        ('{"person": []}', "object of lists"),
        ('{"gate": [{"id": "G1", "site": "x", "name": "x", "communities": []}]}', "there is no site x"),
        ('{"site": [{"id": "s", "name": "x", "time_zone": "Asia/Nowhere"}]}', "no time zone Asia/Nowhere"),
        ('{"site": [{"id": "s", "name": "x", "time_zone": "../x"}]}', "no time zone"),
        ('{"site": [{"id": "", "name": "x"}]}', "an id is empty"),
        ('{"community": [{"id": 1}]}', "community"),
    ],
)
def test_places_that_cannot_be_are_refused_as_a_whole(line: Line, tmp_path: Path, text: str, word: str) -> None:
    (tmp_path / "places.json").write_text(text, "utf-8")
    assert line("places", str(tmp_path / "places.json")) == commands.FAILED
    assert word in line.err
    with line.store() as store:
        assert store.items(0, 10) == []


def test_a_lost_pass_is_revoked_and_the_next_one_is_not_even_in_the_same_minute(line: Line) -> None:
    line(*SEEDED)
    with line.store() as store:
        before = store.issued(PassKind.RESIDENT)["1"]
    assert line("lost", "1") == commands.DONE
    assert line("lost", "1", "--reason", "misused") == commands.DONE
    with line.store() as store:
        after = store.issued(PassKind.RESIDENT)["1"]
        revoked = {data["id"]: data["reason"] for data in store.data_of("revocation")}
    assert revoked[before.number] == "lost"
    assert after.number not in revoked
    assert after.valid_from > before.valid_from
    assert line("lost", "77") == commands.FAILED
    assert line.err == "central: subject 77 has no pass\n"


def test_settings_come_from_the_environment(
    line: Line, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setenv("CENTRAL_DATA", str(tmp_path / "elsewhere"))
    monkeypatch.setenv("CENTRAL_DATABASE", str(tmp_path / "other" / "x.db"))
    assert main(["status"]) == commands.DONE
    assert (tmp_path / "other" / "x.db").exists()


def test_trouble_is_one_sentence(line: Line, tmp_path: Path) -> None:
    (tmp_path / "rubbish.db").write_bytes(b"this is no database" * 100)
    (tmp_path / "file").write_text("x")
    for words, word in (
        (("status", "--database", str(tmp_path / "rubbish.db")), "not a database"),
        (("status", "--database", str(tmp_path / "file" / "x.db")), "file"),
        (("status", "--database", "nosuch://x"), "nosuch"),
        (("import", str(tmp_path / "missing.csv")), "No such file"),
        (("import", str(tmp_path)), "directory"),
        (("serve", "--host", "0.0.0.0"), "--insecure-plain-http"),
        (("serve", "--port", "99999"), "not a port"),
    ):
        assert line(*words) == commands.FAILED
        assert word in line.err
        assert line.err.startswith("central: ")
        assert line.err.count("\n") == 1


def test_the_log_of_a_central_that_has_ended_is_written_no_more(line: Line) -> None:
    loggers = [logging.getLogger(name) for name in (None, "alembic", "httpx")]
    before = [(logger.handlers[:], logger.level) for logger in loggers]
    assert line("serve", "--port", "99999") == commands.FAILED
    assert [(logger.handlers[:], logger.level) for logger in loggers] == before


def test_a_database_from_the_future_is_one_sentence(line: Line, tmp_path: Path) -> None:
    with closing(sqlite3.connect(tmp_path / "central.db")) as file:
        file.execute("UPDATE alembic_version SET version_num = '9999'")
        file.commit()
    assert line("status") == commands.FAILED
    assert "newer program" in line.err


def test_what_nobody_thought_of_is_a_sentence_too(line: Line, monkeypatch: pytest.MonkeyPatch) -> None:
    def broken(*_: object) -> None:
        raise AssertionError("surprise")

    monkeypatch.setattr("central.status.status", broken)
    assert line("status") == commands.FAILED
    assert "AssertionError: surprise" in line.err


def test_an_identity_number_stands_neither_in_the_database_nor_in_what_is_printed(line: Line, tmp_path: Path) -> None:
    line(*SEEDED)
    (tmp_path / "residents.csv").write_text(
        f"姓名,社区,编号,证件号码\n赵一,{made.C1},,{made.R3_NUMBER}\n赵二,{made.C1},{made.R3_NUMBER},\n"
        f"赵三,{made.C1},,{made.R3_NUMBER[:-1]}7\n",
        "utf-8",
    )
    assert line("import", str(tmp_path / "residents.csv"), "--skip-bad") == commands.FOUND
    said = line.out + line.err
    assert "check digit should be 6" in said
    with line.store() as store:
        [known] = [data for data in store.data_of("person") if data["name"] == "赵一"]
    assert known["id_masked"] == "99**************26"
    held = b"".join(path.read_bytes() for path in tmp_path.glob("central.db*")) + said.encode()
    assert made.R3_NUMBER[:-1].encode() not in held


def texts(line: Line, *words: str) -> dict[str, str]:
    """subject -> kind of the passes that `central passes --text` prints; each is genuine."""
    assert line("passes", "--text", *words) == commands.DONE, line.err
    said = [json.loads(one) for one in line.out.splitlines()]
    with line.store() as store:
        keys = {int(data["id"]): bytes.fromhex(data["public"]) for data in store.data_of("key")}
    for one in said:
        found = passes.read(one["text"], keys)
        assert found.pass_ is not None
        assert found.genuineness is passes.Genuineness.GENUINE
        assert (str(found.pass_.subject), found.pass_.kind.name.lower()) == (one["subject"], one["kind"])
    return {one["subject"]: one["kind"] for one in said}


def test_passes_of_every_kind_are_issued_by_category_company_and_home(line: Line, tmp_path: Path) -> None:
    line("places", "--example")
    (tmp_path / "places.json").write_text(line.out, "utf-8")
    line("places", str(tmp_path / "places.json"))
    (tmp_path / "people.csv").write_text(
        "编号,姓名,社区,楼栋,单元,房号,类别,单位,车牌\n"
        f"1,张伟,{made.C1},3号楼,2,501,,,\n2,李小明,{made.C1},3号楼,2,501,,,\n3,陈平,{made.C1},4号楼,1,101,,,\n"
        f"11,李勤,{made.C1},,,,工作人员,,\n12,赵送,{made.C1},,,,快递员,甲快递,\n"
        f"13,钱送,{made.C1},,,,快递员,乙快递,\n14,张伟,{made.C1},3号楼,,,车辆,,京A12345\n",
        "utf-8",
    )
    assert line("import", str(tmp_path / "people.csv")) == commands.DONE
    own = {"11": "staff", "12": "courier", "13": "courier", "14": "vehicle"}
    assert texts(line, "--all") == {"1": "resident", "2": "resident", "3": "resident", **own}
    assert texts(line, "--all", "--kind", "vehicle") == {"14": "vehicle"}
    assert texts(line, "--employer", "甲快递", "--kind", "courier") == {"12": "courier"}
    assert texts(line, "--subject", "2", "--kind", "household") == {"1": "household"}
    assert texts(line, "--all", "--kind", "household", "--days", "7") == {"1": "household", "3": "household"}
    with line.store() as store:
        days = {
            one: (found.valid_to - found.valid_from).days for one, found in store.issued(PassKind.HOUSEHOLD).items()
        }
    assert days == {"1": 365, "3": 7}
    assert line("passes", "--png", str(tmp_path / "out"), "--subject", "1", "--kind", "household") == commands.DONE
    assert [path.name for path in (tmp_path / "out").iterdir()] == ["household-1.png"]
    assert line("lost", "1", "--kind", "household") == commands.DONE
    assert line.out.rstrip().endswith("print the new one with: passes --kind household --subject 1")
    assert line("passes", "--text", "--employer", "丙快递") == commands.FAILED


def test_a_badge_is_a_pass_that_is_lost_by_the_volunteers_number(line: Line) -> None:
    line(*SEEDED)
    assert texts(line, "--kind", "volunteer", "--subject", "990101-0001") == {"1000001": "volunteer"}
    assert line("lost", "990101-0001") == commands.DONE
    with line.store() as store:
        [revoked] = [data["id"] for data in store.data_of("revocation") if data["id"].startswith("1000001-")]
        assert store.issued(PassKind.VOLUNTEER)["1000001"].number != revoked
    assert line("lost", "990101-0099") == commands.FAILED


def test_badges_are_printed_and_a_pin_is_set_from_a_file(line: Line, tmp_path: Path) -> None:
    assert line("seed-demo", "--people", "20") == 0
    pictures = tmp_path / "badges"
    assert line("badges", "--number", "990101-0001", "990101-0002", "--png", str(pictures)) == 0
    assert {path.name for path in pictures.iterdir()} == {"1000001.png", "1000002.png"}
    assert line("badges", "--number", "4711", "--png", str(pictures)) == commands.FAILED
    (tmp_path / "pin").write_text("2580\n", encoding="utf-8")
    assert line("pin", "990101-0001", "--pin-file", str(tmp_path / "pin")) == 0
    (tmp_path / "pin").write_text("25", encoding="utf-8")
    assert line("pin", "990101-0001", "--pin-file", str(tmp_path / "pin")) == commands.FAILED
    with line.store() as store:
        [volunteer] = [data for data in store.data_of("volunteer") if data["id"] == "990101-0001"]
    assert volunteer["pin"]
    assert "2580" not in volunteer["pin"]
