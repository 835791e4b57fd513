"""S3: an elderly woman without a phone, a typing error, and a child with his father; exactly as the domain tells it."""

from __future__ import annotations

from datetime import date
from pathlib import Path

from checkpoint.gate import Light
from station.lane import Lane
from station.settings import Settings
from tests.harness.gate import Station, station_at
from tests.harness.made import LOOKUP, R1, R1_NUMBER, R3, R3_NUMBER, R4, R4_NUMBER, numbered, text_of

DAY = date(2022, 12, 5)
PEOPLE = (LOOKUP, numbered(R1, R1_NUMBER), numbered(R3, R3_NUMBER), numbered(R4, R4_NUMBER))


def lane_of(gate: Station) -> Lane:
    return Lane(gate.store, Settings(operator="gd1"), gate.clock)  # type: ignore[arg-type]


def test_s3_elderly_without_a_phone_a_typing_error_and_a_child(tmp_path: Path, chinese: None) -> None:
    from station.ui import form_words

    with station_at(tmp_path / "a", *PEOPLE) as gate:
        lane = lane_of(gate)
        wrong = lane.find("990101194805120027")
        assert (wrong.fault, wrong.position, wrong.people) == ("check_digit", 18, ())
        assert form_words.finding(wrong) == "证件号校验位不符(应为6)"
        assert gate.store.entry_count() == 0, "nothing is saved"

        right = lane.find(R3_NUMBER)
        [found] = right.people
        assert (found.name, right.is_number) == ("王**", True)
        card = lane.admit(found.subject, "id_typed")
        assert card is not None
        assert (card.light, card.name) == (Light.GREEN, "王**")

        [child] = [one for one in lane.find("3-2-501").people if one.category == "child"]
        card = lane.admit(child.subject, "manual")
        assert card is not None
        assert (card.light, card.category) == (Light.GREEN, "child")

        rows = gate.logbook.passages(DAY)
        assert [(row.method, row.category) for row in rows] == [("id_typed", "resident"), ("manual", "child")]
        assert rows[0].details["id_no"] == "99**************26"
        assert rows[1].details == {"guardian": "1"}
        report = gate.logbook.report(DAY)
        assert (report["passages"], report["manual"]) == (2, 2)
        [entry] = [one for one in gate.store.unsent(10) if (one.body or {}).get("id_hash")]
        assert entry.body is not None
        assert entry.body["id_hash"] == numbered(R3, R3_NUMBER).id_hash
        _nowhere(gate, tmp_path, R3_NUMBER)


def test_a_hidden_field_is_on_no_screen_in_no_export_and_nowhere_on_disk(tmp_path: Path) -> None:
    with station_at(tmp_path / "a", *PEOPLE) as gate:
        lane = lane_of(gate)
        assert "id_no" not in {field.name for field in lane.form("visitor", "").fields}
        done = lane.register(
            "visitor", {"name": "孙来访", "phone": "13900139009", "id_no": R1_NUMBER, "origin": "外地"}, ""
        )
        assert not isinstance(done, tuple)
        lane.exports.hand_over(lane.exports.write(DAY, str(tmp_path / "day.csv"), "zh_CN"))
        exported = (tmp_path / "day.csv").read_text(encoding="utf-8-sig")
        assert "体温" not in exported.splitlines()[0]
        assert "来访事由" in exported.splitlines()[0]
        for secret in (R1_NUMBER, "外地", "孙来访", "13900139009"):
            assert secret not in exported
            _nowhere(gate, tmp_path, secret)


def _nowhere(gate: Station, folder: Path, secret: str) -> None:
    """Neither in what is decrypted nor in any byte of any file."""
    held = "".join(repr(entry.body) for chain in gate.store.epochs() for entry in gate.store.entries(*chain))
    held += repr(gate.logbook.passages(DAY))
    assert secret not in held
    with gate.store._reading() as connection:
        for table in ("entry", "passage", "presence", "state", "receipt"):
            assert secret not in repr(connection.exec_driver_sql(f"SELECT * FROM {table}").all())
    for path in folder.rglob("*"):
        if path.is_file():
            assert secret.encode() not in path.read_bytes()


def test_somebody_inside_is_asked_about_also_without_a_code(tmp_path: Path) -> None:
    with station_at(tmp_path / "a", *PEOPLE) as gate:
        lane = lane_of(gate)
        assert lane.admit(R3.id, "manual") is not None
        gate.clock.to("08:00")
        again = lane.admit(R3.id, "manual")
        assert again is not None
        assert again.light is Light.AMBER


def test_a_childs_passage_hangs_on_the_fathers_pass(tmp_path: Path) -> None:
    with station_at(tmp_path / "a", *PEOPLE) as gate:
        lane = lane_of(gate)
        father = lane.show(text_of(R1), "scan", 0)
        home = lane.household(father.attempt)
        assert ([one.name for one in home.people], home.is_household) == (["李**"], True)
        child = lane.admit(home.people[0].subject, "proxy")
        assert child is not None
        assert (child.light, child.category) == (Light.GREEN, "child")
        assert [row.method for row in gate.logbook.passages(DAY)] == ["scan", "proxy"]
        assert lane.household(child.attempt).people[0].name == "张*"


def test_somebody_who_left_the_roster_meanwhile_is_not_let_in_by_it(tmp_path: Path) -> None:
    with station_at(tmp_path / "a", *PEOPLE) as gate:
        assert lane_of(gate).admit("4711", "manual") is None
