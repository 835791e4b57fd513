"""Whole days at the gate through the real window, filmed codes and all; the clock alone is the test's."""

from __future__ import annotations

import json
import logging
import re
import zipfile
from datetime import date
from pathlib import Path
from typing import Any

import pypdf
import pytest
from PySide6.QtCore import Qt

from checkpoint import passes
from checkpoint.gate import Light, Outcome, Reason
from checkpoint.passes import PassKind
from checkpoint.policy import FieldUse, Policy
from checkpoint.roster import Person
from station.scanner.still import read_file
from station.ui import words
from tests.harness.gate import open_store
from tests.harness.keyboard import Desk
from tests.harness.made import (
    BASE45,
    C1,
    KEYS,
    R1,
    R2,
    R3,
    R3_NUMBER,
    R4,
    URL,
    X1,
    ZONE,
    FakeClock,
    at,
    badge,
    lost,
    text_of,
)
from tests.harness.showing import blurred

DAY = date(2022, 12, 5)
V1_BADGE, V2_BADGE = (badge(number)[1] for number in (1, 2))


def figures(desk: Desk) -> dict[str, str]:
    return {name: label.text() for name, label in desk.window.gate.figures.values.items()}


def test_s1_in_the_window_a_resident_a_repeat_a_second_scan_and_the_way_out(desks: Any, tmp_path: Path) -> None:
    clock = FakeClock(at("07:00:00"))
    desk = desks(clock=clock, policy=Policy(temperature=FieldUse.OPTIONAL))
    green = desk.show(text_of(R1))
    assert (green.light, green.name, green.building) == (Light.GREEN, "张*", "3号楼")
    desk.write("36.5")
    desk.press(Qt.Key.Key_Return)
    desk.until(lambda: len(desk.bodies()) == 2)
    clock.to("07:00:02")
    assert desk.hold_up(text_of(R1)) == []
    clock.to("07:00:20")
    amber = desk.show(text_of(R1))
    assert (amber.light, words.reason(amber, ZONE)) == (Light.AMBER, "上次进入 07:00:00，无离开记录")
    desk.press(Qt.Key.Key_Escape)
    desk.until(lambda: desk.card.outcome is Outcome.CANCELLED)
    desk.turn()
    clock.to("12:00:00")
    assert desk.show(text_of(R1)).light is Light.GREEN
    desk.until(lambda: figures(desk) == {"inside": "0", "in": "1", "out": "1", "turned_away": "0"})

    desk.press(Qt.Key.Key_F3)
    day = desk.window.day
    desk.until(lambda: len(day.rows.model.rows) == 3)
    desk.window.export_asked.emit(DAY, "csv", str(tmp_path / "day.csv"))
    desk.until(lambda: str(tmp_path / "day.csv") in day._said.text())
    said = desk.said() + json.dumps(desk.bodies(), ensure_ascii=False)
    said += (tmp_path / "day.csv").read_text(encoding="utf-8-sig")
    for secret in ("张伟", "13800138001", "501"):
        assert secret not in said
    assert [body.get("suppressed") for body in desk.bodies() if "direction" in body] == [None, 1, None]


def test_s2_in_the_window_a_visitor_who_forgets_to_leave_is_handed_over_and_late(desks: Any) -> None:
    clock = FakeClock(at("06:30"))
    desk = desks(clock=clock, policy=Policy(temperature=FieldUse.OPTIONAL))
    desk.press(Qt.Key.Key_F10)
    desk.until(lambda: desk.sides.open_name == "shift")
    desk.hold_up(V1_BADGE)
    desk.until(lambda: desk.sides.shift.duty.people)
    desk.press(Qt.Key.Key_F1)
    clock.to("08:12:30")
    assert desk.show(text_of(R2)).reason is Reason.NOT_THIS_COMMUNITY
    desk.press(Qt.Key.Key_1)
    form = desk.sides.form
    desk.until(lambda: bool(form.fields))
    for name, text in (("host", "3-2-501"), ("heads", "1"), ("plate", "京A00000"), ("temperature", "36.6")):
        desk.write(text, form.fields[name])
    for name, code in (("purpose", "family"), ("host_confirmed", "yes")):
        form.fields[name].setCurrentIndex(form.fields[name].findData(code))
    desk.press(Qt.Key.Key_F4)
    desk.until(lambda: desk.card is not None and desk.card.outcome is Outcome.PASSED)
    assert words.until(desk.card.valid_to, ZONE) == "临时出入证有效至 22:00"
    _read_from_paper(desk)

    clock.to("20:00")
    desk.press(Qt.Key.Key_F10)
    shift = desk.sides.shift
    desk.until(lambda: shift.figures["visits_open"].text() == "1")
    assert [shift.figures[name].text() for name in ("inside", "visits_late")] == ["1", "0"]
    desk.press(Qt.Key.Key_1)
    desk.until(lambda: shift.duty.is_handing_over)
    desk.hold_up(V1_BADGE)
    desk.until(lambda: shift.duty.outgoing)
    desk.hold_up(V2_BADGE)
    desk.until(lambda: shift.duty.handed_over)
    desk.press(Qt.Key.Key_2)
    desk.until(lambda: list((desk.folder / "prints").glob("handover*.pdf")))
    [sheet] = (desk.folder / "prints").glob("handover*.pdf")
    printed = re.sub(r"\s", "", "".join(page.extract_text() for page in pypdf.PdfReader(sheet).pages))
    assert "欧阳**→3号楼08:12" in printed
    assert "990101-0001" in printed
    assert "990101-0002" in printed

    clock.to("22:00:01")
    desk.station.tick()
    desk.until(lambda: desk.window.strip.buttons["F5"].property("worry") == "true")
    desk.press(Qt.Key.Key_F5)
    desk.until(lambda: [visit.is_late for visit in desk.sides.visits.visits] == [True])
    assert "超时" in desk.sides.visits.table.item(0, 3).text()


def _read_from_paper(desk: Desk) -> None:
    """The temporary pass that was printed is read back from its page."""
    desk.press(Qt.Key.Key_1)
    desk.until(lambda: list((desk.folder / "prints").glob("pass-*.pdf")))
    [path] = (desk.folder / "prints").glob("pass-*.pdf")
    [image] = [image for page in pypdf.PdfReader(path).pages for image in page.images]
    drawn = path.with_suffix(Path(image.name).suffix)
    drawn.write_bytes(image.data)
    assert desk.card is not None
    assert [code.text for code in read_file(drawn).codes] == [desk.card.ticket]


def test_s4_in_the_window_bad_codes_get_one_card_each_and_leave_no_text(desks: Any) -> None:
    clock = FakeClock(at("08:00"))
    desk = desks(lost(R3), clock=clock)
    good = text_of(X1)
    forged = next(
        good[:-1] + one for one in BASE45 if passes.read(good[:-1] + one, KEYS).genuineness is passes.Genuineness.FORGED
    )
    expected = [
        (text_of(R1, end="2022-12-04"), "已过期 2022-12-04"),
        (text_of(R3), "已作废(挂失)"),
        (forged, "签名无效"),
        (URL, "无法识别的二维码"),
    ]
    for number, (text, said) in enumerate(expected):
        card = desk.show(text)
        assert (card.light, words.reason(card, ZONE)) == (Light.RED, said)
        assert desk.window.gate.verdict.face.reason == said
        desk.press(Qt.Key.Key_1 if number < 3 else Qt.Key.Key_Escape)
        desk.until(lambda: not desk.card.actions)
    assert desk.film.see(blurred(text_of(R1))) == []
    desk.until(lambda: figures(desk) == {"inside": "0", "in": "0", "out": "0", "turned_away": "3"})
    assert "pay.example" not in desk.said() + repr(desk.bodies())
    desk.close()
    for path in desk.folder.rglob("*"):
        assert not path.is_file() or b"pay.example" not in path.read_bytes()


def test_s8_in_the_window_a_night_over_midnight_with_a_restart_is_handed_over(desks: Any) -> None:
    clock = FakeClock(at("22:25"))
    people = [Person(id=str(number), name="周行人", community=C1, building="1号楼") for number in range(200, 210)]
    desk = desks(*people, clock=clock)
    desk.press(Qt.Key.Key_F10)
    desk.until(lambda: desk.sides.open_name == "shift")
    for badge_text, count in ((V1_BADGE, 1), (V2_BADGE, 2)):
        desk.hold_up(badge_text)
        desk.until(lambda count=count: len(desk.sides.shift.duty.people) == count)
    desk.press(Qt.Key.Key_F1)
    night = [("23:10", 5, "in"), ("23:50", 5, "out"), ("00:20", 6, "in"), ("02:00", 6, "in")]
    night += [(time, 6, "out") for time in ("05:10", "05:30", "06:00", "06:40", "07:15", "07:50")]
    for number, (time, day, way) in enumerate(night):
        if number == 4:
            desk.close()
            desk = desks(*people, clock=clock, on=desk.folder)
            assert "2022-12-05 22:25" in desk.said(), "the shift goes on"
        clock.to(time, f"2022-12-0{day}")
        if desk.station._status.direction != way:
            desk.turn()
        assert desk.show(text_of(people[number])).light is Light.GREEN
    clock.to("08:30", "2022-12-06")
    day = desk.window.day
    for name, count in (("in", 3), ("out", 7)):
        desk.press(Qt.Key.Key_F10)
        shift = desk.sides.shift
        desk.until(lambda name=name, count=count: shift.figures[name].text() == str(count))  # noqa: B023
        desk.qtbot.mouseClick(shift.figures[name], Qt.MouseButton.LeftButton)
        desk.until(lambda count=count: len(day.rows.model.rows) == count)
        assert {row.direction for row in day.rows.model.rows} == {name}, "of both days, and of no other way"
        assert day.spread.parts[f"shift:{name}"].isChecked()
    for shown, figure in ((date(2022, 12, 5), ("1", "1")), (date(2022, 12, 6), ("2", "6"))):
        desk.press(Qt.Key.Key_F3)
        desk.window.day_asked.emit(shown, "")
        tiles = desk.window.day.tiles.tiles
        desk.until(lambda figure=figure: (tiles["in"].value.text(), tiles["out"].value.text()) == figure)  # noqa: B023


def test_every_number_of_a_day_opens_as_many_entries(desks: Any) -> None:
    clock = FakeClock(at("07:00"))
    courier = Person(id="81", name="刘快", community=C1, category="courier", employer="甲快递")
    desk = desks(courier, R4, clock=clock)
    lane = desk.station._lane
    for text in (text_of(R1), text_of(courier, kind=PassKind.COURIER), text_of(R2), URL, text_of(R1)):
        lane.show(text, "scan", 0)
    lane.decide(lane.rows()[1].attempt, "turn_away")
    lane.decide(lane.rows()[0].attempt, "presume_exit")
    lane.emergency()
    lane.admit(R4.id, "manual")
    lane.register("vehicle", {"plate": "京A00001"}, "")
    lane.turn("out")
    clock.to("07:05")
    lane.register("vehicle", {"plate": "京A00001"}, "")
    lane.leave("81", presumed=True)
    whole = lane.day(DAY, "")
    made_of = {name: lane.day(DAY, name).total for name in whole.figures}
    made_of["persons"] = len({row.attempt for row in lane.day(DAY, "persons").rows}) - 2
    assert made_of == whole.figures, "R1 and the car came twice, and are one person each"
    assert {name: lane.day(DAY, f"category:{name}").total for name in whole.categories} == whole.categories
    quarters = {f"{begins:%H:%M}": count for begins, count in whole.minutes}
    assert {begins: lane.day(DAY, f"quarter:{begins}").total for begins in quarters} == quarters
    assert (
        {name: lane.day(DAY, f"company:{name}").total for name in whole.companies} == whole.companies == {"甲快递": 1}
    )


def test_what_a_profile_hides_and_what_is_only_looked_up_is_in_no_file_at_all(
    desks: Any, caplog: pytest.LogCaptureFixture
) -> None:
    caplog.set_level(logging.DEBUG)
    desk = desks(R4)
    desk.press(Qt.Key.Key_F2)
    line = desk.sides.finder.line
    desk.write(R3_NUMBER, line)
    desk.press(Qt.Key.Key_Return, line)
    desk.new_card(None)
    desk.press(Qt.Key.Key_F4)
    form = desk.sides.form
    desk.until(lambda: bool(form.fields))
    assert not {"id_no", "origin", "temperature", "visual_check"} & set(form.fields)
    desk.write("孙来访", form.fields["name"])
    desk.write("13900139009", form.fields["phone"])
    desk.press(Qt.Key.Key_F4)
    desk.until(lambda: desk.card.category == "visitor")
    for what, of in (("ticket", desk.card), ("notice", None)):
        desk.window.print_asked.emit(what, of)
    for ending in ("csv", "xlsx"):
        path = str(desk.folder / "prints" / f"day.{ending}")
        desk.window.export_asked.emit(desk.station._lane.today(), ending, path)
        desk.until(lambda path=path: path in desk.window.day._said.text())
    held = _all_that_is_held(desk)
    desk.close()
    for secret in (R3_NUMBER, "孙来访", "13900139009"):
        assert secret not in held + caplog.text
        for file in desk.folder.rglob("*"):
            if file.is_file():
                assert secret.encode() not in _unpacked(file)


def _all_that_is_held(desk: Desk) -> str:
    """Every cell of every table, decrypted, while the write-ahead log still holds most of it."""
    assert list(desk.folder.glob("*-wal"))
    store = open_store(desk.folder)
    with store._reading() as connection:
        tables = connection.exec_driver_sql("SELECT name FROM sqlite_master WHERE type = 'table'").scalars().all()
        # The roster is what central sent; what was asked of it must not be anywhere else.
        held = {table: connection.exec_driver_sql(f"SELECT * FROM {table}").all() for table in tables}
    store.close()
    return "".join(str(cell) for rows in held.values() for row in rows for cell in row)


def _unpacked(file: Path) -> bytes:
    match file.suffix:
        case ".pdf":
            return "".join(page.extract_text() for page in pypdf.PdfReader(file).pages).encode()
        case ".xlsx":
            with zipfile.ZipFile(file) as parts:
                return b"".join(parts.read(name) for name in parts.namelist())
    return file.read_bytes()
