"""People and vehicles without a code: registered, let out again, presumed gone; each field only where it is asked."""

from __future__ import annotations

from datetime import date
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from checkpoint import passes, registering
from checkpoint.gate import Action, Direction, Light, Outcome, Reason
from checkpoint.passages import PRESUMED
from checkpoint.passes import PassKind
from checkpoint.policy import FIELDS, FieldUse, Policy, for_kind
from checkpoint.registering import Fault, Registration, TakenDown, take_down, tenths_of
from checkpoint.roster import Person
from station import showing
from station.desk import Shown
from station.ui.view import Ask
from tests.harness.gate import Station, station_at
from tests.harness.made import C1, R1, URL, ZONE, at, station_key, text_of

IN, OUT = Direction.IN, Direction.OUT
DAY = date(2022, 12, 5)


def register(gate: Station, category: str = "visitor", **values: str) -> Shown:
    done = gate.reception.register(Registration(category=category, values=values))
    assert isinstance(done, Shown), done
    return done


def test_a_party_counts_as_many_as_it_is_and_leaves_together(tmp_path: Path) -> None:
    with station_at(tmp_path / "a", station_key()) as gate:
        done = register(gate, name="孙访", heads="5", host="6-1-302", tag="A12")
        report = gate.logbook.report(DAY)
        assert (report["in"], report["inside_at_end"], report["visits"], report["visitors"]) == (5, 5, 1, 5)
        [visit] = gate.reception.visits()
        assert (visit.entry.details["tag"], visit.entry.building) == ("A12", "6号楼")
        gate.clock.to("09:00")
        left = gate.reception.leave(visit.entry.subject or "")
        assert left is not None
        assert (left.verdict.light, left.recorded.passage.method) == (Light.GREEN, "manual")
        report = gate.logbook.report(DAY)
        assert (report["out"], report["inside_at_end"]) == (5, 0)
        assert gate.reception.leave(visit.entry.subject or "") is None
        assert done.ticket


def test_whoever_must_have_left_is_marked_so_and_never_counted_as_seen(tmp_path: Path) -> None:
    with station_at(tmp_path / "a") as gate:
        register(gate, name="孙访", heads="2")
        [visit] = gate.reception.visits()
        gate.reception.leave(visit.entry.subject or "", presumed=True)
        report = gate.logbook.report(DAY)
        assert (report["in"], report["out"], report["inside_at_end"], report["presumed_exits"]) == (2, 0, 0, 1)
        assert report["attempts"] == 1
        assert gate.logbook.figures(gate.clock.now()).left == 0
        assert [row.method for row in gate.logbook.passages(DAY)] == ["manual", PRESUMED]
        assert gate.logbook.figures(gate.clock.now()).inside == 0


def test_a_vehicle_is_known_again_by_its_plate_at_every_gate(tmp_path: Path) -> None:
    with (
        station_at(tmp_path / "a") as south,
        station_at(tmp_path / "b", gate="G2", name="st2") as north,
    ):
        came = register(south, "vehicle", plate="京 a·12345", name="周司机", heads="3")
        north.desk.direction = OUT
        left = register(north, "vehicle", plate="京A12345")
        assert came.recorded.passage.subject == left.recorded.passage.subject
        assert came.recorded.passage.details["plate"] == "京A12345"
        south.clock.to("08:00")
        again = register(south, "vehicle", plate="京A12345")
        assert (again.verdict.light, again.verdict.reason) == (Light.GREEN, Reason.NO_PRIOR_EXIT)


def test_a_courier_is_counted_by_company(tmp_path: Path) -> None:
    with station_at(tmp_path / "a") as gate:
        for name in ("甲快递", "甲快递", "乙快递"):
            register(gate, "courier", employer=name, name="刘快")
        assert gate.logbook.report(DAY)["couriers_by_employer"] == {"乙快递": 1, "甲快递": 2}


def test_the_couriers_of_a_company_leave_together_and_the_others_stay(tmp_path: Path) -> None:
    standing = Person(id="81", name="刘快", community=C1, category="courier", employer="甲快递")
    with station_at(tmp_path / "a", standing) as gate:
        gate.show(text_of(standing, kind=PassKind.COURIER), "07:00", IN)
        for name in ("甲快递", "乙快递"):
            register(gate, "courier", employer=name)
        visits = gate.reception.visits()
        assert sorted(visit.entry.details["employer"] for visit in visits) == ["乙快递", "甲快递", "甲快递"]
        assert len(gate.reception.leave_together("甲快递")) == 2
        assert [visit.entry.details["employer"] for visit in gate.reception.visits()] == ["乙快递"]
        report = gate.logbook.report(DAY)
        assert (report["in"], report["out"], report["inside_at_end"]) == (3, 2, 1)
        assert report["couriers_by_employer"] == {"乙快递": 1, "甲快递": 2}
        assert gate.reception.leave_together("甲快递") == []
        gate.clock.to("07:30")
        again = gate.show(text_of(standing, kind=PassKind.COURIER), way=IN)
        assert again.verdict.light is Light.GREEN, "the next delivery costs one scan"
        assert gate.store.rebuild().differing == ()


def test_a_visitor_who_comes_back_on_the_temporary_pass_is_an_open_visit_again_and_leaves_with_the_party(
    tmp_path: Path,
) -> None:
    with station_at(tmp_path / "a", station_key()) as gate:
        ticket = register(gate, name="孙访", heads="3").ticket
        gate.clock.to("12:00")
        assert gate.show(ticket, way=OUT).recorded.passage.heads == 3
        assert gate.reception.visits() == []
        gate.clock.to("13:00")
        assert gate.show(ticket, way=IN).verdict.light is Light.GREEN
        [visit] = gate.reception.visits()
        assert visit.entry.valid_to == at("22:00")
        gate.clock.to("22:01")
        assert [visit.is_late for visit in gate.reception.visits()] == [True]
        assert gate.logbook.report(DAY)["out"] == 3


def test_people_in_a_car_that_came_in_on_its_pass_are_counted_once_and_leave_with_it(tmp_path: Path) -> None:
    car = Person(id="91", name="周司机", community=C1, category="vehicle", plate="京A12345")
    with station_at(tmp_path / "a", car) as gate:
        shown = gate.show(text_of(car, kind=PassKind.VEHICLE), "07:00", IN)
        assert showing.card(shown).ask is Ask.HEADS
        counted = gate.desk.note_heads(shown.recorded.passage.id, 4)
        assert counted is not None
        assert showing.card(counted).ask is Ask.NOTHING
        assert gate.logbook.figures(gate.clock.now()).inside == 4
        assert gate.desk.note_heads(shown.recorded.passage.id, 0) is None
        gate.show(text_of(car, kind=PassKind.VEHICLE), "09:00", OUT)
        report = gate.logbook.report(DAY)
        assert (report["in"], report["out"], report["inside_at_end"]) == (4, 4, 0)
        assert gate.desk.note_heads(shown.recorded.passage.id, 2) is None, "long past"
        assert gate.store.rebuild().differing == ()


def test_a_vehicle_without_a_plate_is_taken_down_only_with_a_reason(tmp_path: Path) -> None:
    with station_at(tmp_path / "a") as gate:
        faults = gate.reception.register(Registration(category="vehicle", values={"plate": ""}))
        assert isinstance(faults, list)
        assert [(fault.field, fault.code) for fault in faults] == [("plate", "no_plate")]
        towed = register(gate, "vehicle", purpose="towing")
        assert towed.verdict.light is Light.GREEN
        assert towed.recorded.passage.details == {"purpose": "towing"}


def test_a_vehicle_that_leaves_within_ten_minutes_is_on_a_list_of_its_own(tmp_path: Path) -> None:
    with station_at(tmp_path / "a") as gate:
        for came, left, plate in (("07:00", "07:09:59", "京A00001"), ("08:00", "08:10", "京A00002")):
            gate.clock.to(came)
            gate.desk.direction = IN
            register(gate, "vehicle", plate=plate, purpose="taxi")
            gate.clock.to(left)
            gate.desk.direction = OUT
            register(gate, "vehicle", plate=plate)
        report, passages = gate.logbook.report(DAY), gate.logbook.passages(DAY)
        assert report["drop_offs"] == 1
        page = showing.day(DAY, report, passages, {}, "drop_offs", ZONE)
        [row] = page.rows
        assert (row.at, row.direction, page.figures["drop_offs"]) == (at("07:09:59"), OUT, 1)


def test_an_emergency_vehicle_goes_through_at_once_and_its_plate_follows(tmp_path: Path) -> None:
    policy = Policy(temperature=FieldUse.REQUIRED, visual_check=FieldUse.REQUIRED)
    with station_at(tmp_path / "a", policy=policy) as gate:
        shown = gate.reception.emergency()
        assert shown.verdict.light is Light.GREEN
        assert gate.store.entry_count() == 1
        gate.desk.note_plate(shown.recorded.passage.id, "京a·A0120急")
        [passage] = gate.logbook.passages(DAY)
        assert (passage.category, passage.name, passage.subject) == ("emergency", "", None)
        assert passage.details == {"plate": "京AA0120急"}
        report = gate.logbook.report(DAY)
        assert (report["emergency"], report["inside_at_end"], report["in"]) == (1, 0, 0)


def test_a_host_who_does_not_agree_turns_the_visitor_away(tmp_path: Path) -> None:
    with station_at(tmp_path / "a") as gate:
        done = register(gate, name="孙访", host_confirmed="no")
        assert (done.verdict.outcome, done.verdict.reason) == (Outcome.TURNED_AWAY, Reason.HOST_REFUSED)
        assert done.ticket == ""
        assert gate.logbook.report(DAY)["turned_away_by_reason"] == {"host_refused": 1}
        assert gate.reception.visits() == []


def test_a_visitor_with_a_fever_is_held(tmp_path: Path) -> None:
    with station_at(tmp_path / "a", temperature=FieldUse.OPTIONAL) as gate:
        done = register(gate, name="孙访", temperature="37.3")
        assert (done.verdict.light, done.verdict.outcome) == (Light.RED, Outcome.HELD)


def test_what_is_wrong_comes_back_and_nothing_is_recorded(tmp_path: Path) -> None:
    with station_at(tmp_path / "a", policy=for_kind("school")) as gate:
        values = {"name": "", "phone": "12", "heads": "0", "temperature": "99"}
        faults = gate.reception.register(Registration(values=values))
        assert isinstance(faults, list)
        assert {(fault.field, fault.code) for fault in faults} == {
            ("name", "missing"),
            ("purpose", "missing"),
            ("host", "missing"),
            ("host_confirmed", "missing"),
            ("phone", "phone"),
            ("heads", "not_a_number"),
        }
        assert gate.store.entry_count() == 0


def test_somebody_with_a_code_that_is_not_ours_becomes_a_visitor(tmp_path: Path) -> None:
    with station_at(tmp_path / "a", station_key()) as gate:
        shown = gate.show(URL)
        done = gate.reception.register(Registration(values={"name": "孙访"}, attempt=shown.recorded.passage.id))
        assert isinstance(done, Shown)
        passage = done.recorded.passage
        assert (passage.outcome, passage.category, passage.name) == (Outcome.PASSED, "visitor", "孙*")
        assert passes.read(done.ticket, gate.desk.place.keys).pass_ is not None
        assert gate.logbook.figures(gate.clock.now()).inside == 1
        assert gate.store.rebuild().differing == ()


def test_without_a_key_of_its_own_a_station_gives_out_no_code_and_still_registers(tmp_path: Path) -> None:
    with station_at(tmp_path / "a") as gate:
        done = register(gate, name="孙访")
        assert (done.ticket, done.recorded.passage.valid_to is not None) == ("", True)


def test_a_form_for_a_card_that_was_settled_meanwhile_is_somebody_new(tmp_path: Path) -> None:
    with station_at(tmp_path / "a") as gate:
        shown = gate.show(text_of(R1), "07:00", IN)
        done = gate.reception.register(Registration(values={"name": "孙访"}, attempt=shown.recorded.passage.id))
        assert isinstance(done, Shown)
        assert done.recorded.passage.id != shown.recorded.passage.id


# --- what is taken down, purely ---


@pytest.mark.parametrize("category", registering.CATEGORIES)
@pytest.mark.parametrize("kind", ["gate", "testing", "shelter", "school", "public_place"])
def test_a_hidden_field_is_never_taken_down(category: str, kind: str) -> None:
    policy = for_kind(kind)
    values = {field: "36.5" if field == "temperature" else "yes" for field in FIELDS}
    values |= {"phone": "13800138000", "heads": "2", "visual_check": "green"}
    taken = take_down(Registration(category=category, values=values), policy)
    assert isinstance(taken, TakenDown)
    needed = {"courier": "employer", "vehicle": "plate", "child": "guardian"}.get(category)
    for field in taken.details:
        assert policy.uses(field) is not FieldUse.HIDDEN or field == needed
    if policy.name is FieldUse.HIDDEN:
        assert taken.name == ""


@given(st.dictionaries(st.sampled_from(FIELDS), st.text(max_size=80)), st.sampled_from(registering.CATEGORIES))
def test_whatever_is_typed_is_taken_down_or_told_what_is_wrong(values: dict[str, str], category: str) -> None:
    taken = take_down(Registration(category=category, values=values), Policy())
    if isinstance(taken, list):
        assert taken
        assert all(isinstance(fault, Fault) for fault in taken)
    else:
        assert 1 <= taken.heads <= registering.MOST_HEADS
        full = values.get("name", "").strip()
        assert len(full) < 2 or full not in repr(taken.name)


@pytest.mark.parametrize(
    ("typed", "tenths"),
    [
        ("36.5", 365),
        ("365", 365),
        ("36.5C", 365),
        ("36,5 ℃", 365),
        ("３６．５", 365),
        ("38", 380),
        ("36.55", None),
        ("33.9", None),
        ("43.1", None),
        ("", None),
        ("x", None),
        ("-36.5", None),
        ("3650", None),
    ],
)
def test_a_temperature_is_read_as_people_type_it_and_as_thermometers_send_it(typed: str, tenths: int | None) -> None:
    assert tenths_of(typed) == tenths


@given(st.integers(340, 430))
def test_every_temperature_of_a_living_person_is_read_both_ways(tenths: int) -> None:
    assert tenths_of(f"{tenths / 10:.1f}") == tenths == tenths_of(str(tenths))


@pytest.mark.parametrize(
    ("host", "building"),
    [("3-2-501", "3号楼"), ("3号楼2单元501", "3号楼"), ("12栋", "12栋"), ("居委会", "居委会"), ("", "")],
)
def test_a_guide_sees_the_building_of_a_visit_and_no_room(host: str, building: str) -> None:
    assert registering.building_of(host) == building


def test_others_in_a_residents_car_are_counted_one_by_one_and_taken_back_one_by_one(tmp_path: Path) -> None:
    with station_at(tmp_path / "a") as gate:
        shown = gate.show(text_of(R1), "07:00", IN)
        id_ = shown.recorded.passage.id
        heads = [added.recorded.passage.heads for _ in range(3) if (added := gate.desk.add_head(id_)) is not None]
        assert heads == [2, 3, 4]
        assert gate.logbook.figures(gate.clock.now()).entered == 4
        taken_back = gate.desk.undo(id_)
        assert taken_back is not None
        assert (taken_back.recorded.passage.heads, taken_back.verdict.light) == (3, Light.GREEN)
        assert gate.logbook.figures(gate.clock.now()).inside == 3
        assert gate.store.rebuild().differing == ()
        gate.wait(121)
        assert gate.desk.add_head(id_) is None, "long past"


def test_nobody_is_added_to_a_visitor_or_where_people_are_not_counted_and_a_presumed_exit_stays(tmp_path: Path) -> None:
    with station_at(tmp_path / "a", policy=Policy(heads=FieldUse.HIDDEN)) as gate:
        assert gate.desk.add_head(gate.show(text_of(R1), "07:00", IN).recorded.passage.id) is None
    with station_at(tmp_path / "b") as gate:
        assert gate.desk.add_head(register(gate, name="孙访").recorded.passage.id) is None
        gate.show(text_of(R1), "07:00", IN)
        amber = gate.show(text_of(R1), "09:00", IN).recorded.passage.id
        assert gate.desk.add_head(amber) is None, "nobody has decided"
        gate.desk.decide(amber, Action.PRESUME_EXIT)
        added = gate.desk.add_head(amber)
        assert added is not None
        assert (added.recorded.passage.heads, added.recorded.passage.presumed_exit) == (2, True)


def test_a_couriers_check_and_the_contactless_zone_are_asked_only_where_the_profile_does(tmp_path: Path) -> None:
    values = {"employer": "甲快递", "duty_check": "yes", "contactless": "no"}
    asked = Policy(duty_check=FieldUse.REQUIRED, contactless=FieldUse.OPTIONAL)
    with station_at(tmp_path / "a", policy=asked) as gate:
        missing = gate.reception.register(Registration(category="courier", values={"employer": "甲快递"}))
        assert isinstance(missing, list)
        assert [(fault.field, fault.code) for fault in missing] == [("duty_check", "missing")]
        assert register(gate, "courier", **values).recorded.passage.details == values
        gate.logbook.export(DAY, tmp_path / "day.csv", language="zh_CN")
        text = (tmp_path / "day.csv").read_text(encoding="utf-8-sig")
        assert ("上岗必检" in text, "无接触区" in text, "已检" in text) == (True, True, True)
        names = {name for name, _ in registering.fields_for("courier", asked.without_checks())}
        assert ("duty_check" in names, "contactless" in names) == (False, True), "it ends with the event"
    with station_at(tmp_path / "b") as gate:
        assert register(gate, "courier", **values).recorded.passage.details == {"employer": "甲快递"}
        gate.logbook.export(DAY, tmp_path / "day.csv", language="zh_CN")
        assert "无接触区" not in (tmp_path / "day.csv").read_text(encoding="utf-8-sig")
