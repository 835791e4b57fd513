"""S2: a visitor with a pass of another community and a plate, who forgets to leave; exactly as the domain tells it."""

from __future__ import annotations

from datetime import date
from pathlib import Path

from checkpoint import handover, passes
from checkpoint.gate import Direction, Light, Outcome, Reason
from checkpoint.passes import PassKind
from checkpoint.policy import FieldUse
from checkpoint.registering import Registration
from checkpoint.shifts import Operator, SignedBy
from station.desk import Shown
from station.shifts import ShiftDesk, Signature
from tests.harness.gate import Station, station_at
from tests.harness.made import R2, ZONE, at, station_key, text_of

IN, OUT = Direction.IN, Direction.OUT
DAY = date(2022, 12, 5)
VISIT = {
    "purpose": "family",
    "host": "3-2-501",
    "host_confirmed": "yes",
    "heads": "1",
    "plate": "京A00000",
    "temperature": "36.6",
}


def register(gate: Station, shown: Shown, values: dict[str, str]) -> Shown:
    passage = shown.recorded.passage
    done = gate.reception.register(Registration(values=values, attempt=passage.id, subject=passage.subject))
    assert isinstance(done, Shown)
    return done


def test_s2_visitor_with_a_plate_forgets_to_leave(tmp_path: Path) -> None:
    with station_at(tmp_path / "a", station_key(), temperature=FieldUse.OPTIONAL, start="06:00") as gate:
        shift = ShiftDesk(gate.desk)
        shift.sign_in(Signature(Operator("990101-0001", "王**"), "guide", SignedBy.BADGE))
        shown = gate.show(text_of(R2), "08:12:30", IN)
        assert (shown.verdict.light, shown.verdict.reason) == (Light.AMBER, Reason.NOT_THIS_COMMUNITY)
        done = register(gate, shown, VISIT)
        passage = done.recorded.passage
        assert (passage.outcome, passage.category, passage.method) == (Outcome.PASSED, "visitor", "manual+pass")
        assert (passage.name, passage.building, passage.valid_to) == ("欧阳**", "3号楼", at("22:00"))
        assert passage.details == {"purpose": "family", "host": "3-2-501", "plate": "京A00000"}
        assert passage.temperature == "normal"

        ticket = passes.read(done.ticket, gate.desk.place.keys, gate.desk.place.limits)
        assert ticket.pass_ is not None
        assert (ticket.genuineness, ticket.pass_.kind, ticket.pass_.valid_to) == (
            "genuine",
            PassKind.VISITOR,
            at("22:00"),
        )

        gate.clock.to("20:00")
        sheet = shift.sheet()
        assert sheet is not None
        assert (sheet.figures["visits_open"], sheet.figures["visits_late"], sheet.figures["inside"]) == (1, 0, 1)
        assert "<li>欧阳** → 3号楼 08:12</li>" in handover.as_html(sheet, "zh_CN", ZONE)
        assert [visit.is_late for visit in gate.reception.visits()] == [False]
        assert gate.logbook.figures(gate.clock.now()).visits_late == 0
        gate.clock.to("22:00:01")
        assert [visit.is_late for visit in gate.reception.visits()] == [True]
        assert (gate.logbook.figures(gate.clock.now()).visits, gate.logbook.figures(gate.clock.now()).visits_late) == (
            1,
            1,
        )
        report = gate.logbook.report(DAY)
        assert (report["in"], report["out"], report["inside_at_end"]) == (1, 0, 1)
        assert (report["visits"], report["visitors"]) == (1, 1)

        late = gate.show(done.ticket, "22:10", OUT)
        assert (late.verdict.light, late.verdict.reason) == (Light.GREEN, Reason.OVERSTAYED)
        assert late.recorded.passage.name == "欧阳**"
        assert gate.reception.visits() == []
        assert gate.store.rebuild().differing == ()


def test_the_same_pass_is_green_where_its_community_is_served(tmp_path: Path) -> None:
    with station_at(tmp_path / "b", gate="G2", name="st2") as gate:
        assert gate.show(text_of(R2), "08:12:30", IN).verdict.light is Light.GREEN


def test_a_temporary_pass_is_good_at_the_other_gate_which_has_not_heard_of_the_visit(tmp_path: Path) -> None:
    with (
        station_at(tmp_path / "a", station_key()) as south,
        station_at(tmp_path / "b", station_key(), gate="G2", name="st2") as north,
    ):
        done = register(south, south.show(text_of(R2), "08:12", IN), VISIT)
        leaving = north.show(done.ticket, "09:00", OUT)
        assert (leaving.verdict.light, leaving.verdict.reason) == (Light.GREEN, Reason.NO_PRIOR_ENTRY)
        assert leaving.recorded.passage.category == "visitor"
        assert north.show(done.ticket, "09:30", IN).verdict.light is Light.GREEN
        assert north.show(done.ticket, "23:00", IN).verdict.reason is Reason.EXPIRED


def test_a_stations_key_signs_no_residents_pass(tmp_path: Path) -> None:
    from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey

    from tests.harness.made import STATION_KEY_ID, pass_of

    stolen = Ed25519PrivateKey.from_private_bytes(bytes(32))
    import dataclasses

    forged = passes.sign(dataclasses.replace(pass_of(R2), key_id=STATION_KEY_ID), stolen)
    with station_at(tmp_path / "a", station_key()) as gate:
        assert gate.show(forged, "08:00", IN).verdict.reason is Reason.FORGED
