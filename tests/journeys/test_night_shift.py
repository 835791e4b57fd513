"""S8: a shift over midnight and its handover, signed by badge, with a restart between; as the domain tells it."""

from __future__ import annotations

from datetime import date
from pathlib import Path

from checkpoint import handover
from checkpoint.gate import Direction
from checkpoint.roster import Person
from station.desk import Desk
from station.shifts import Refusal, ShiftDesk, Signature
from tests.harness.gate import Station, station_at
from tests.harness.made import C1, ZONE, badge, text_of

IN, OUT = Direction.IN, Direction.OUT
V9, V9_BADGE = badge(9, name="王夜班")
V10, V10_BADGE = badge(10, name="李夜班")
V11, V11_BADGE = badge(11, name="赵早班")
PEOPLE = [Person(id=str(number), name="周行人", community=C1, building="1号楼") for number in range(200, 212)]
PASSAGES = (
    ("2022-12-05", "23:10", IN),
    ("2022-12-05", "23:50", OUT),
    ("2022-12-06", "00:20", IN),
    ("2022-12-06", "02:00", IN),
    ("2022-12-06", "05:10", OUT),
    ("2022-12-06", "05:30", OUT),
    ("2022-12-06", "06:00", OUT),
    ("2022-12-06", "06:40", OUT),
    ("2022-12-06", "07:15", OUT),
    ("2022-12-06", "07:50", OUT),
)


def signed(desk: ShiftDesk, badge_text: str) -> Signature:
    who = desk.by_badge(badge_text)
    assert isinstance(who, Signature)
    return who


def test_s8_a_shift_over_midnight_is_handed_over_with_both_signatures(tmp_path: Path) -> None:
    with station_at(tmp_path / "a", *PEOPLE, V9, V10, V11) as gate:
        shifts = ShiftDesk(gate.desk)
        gate.clock.to("22:25")
        shifts.sign_in(signed(shifts, V9_BADGE))
        gate.clock.to("22:30")
        shifts.sign_in(signed(shifts, V10_BADGE))
        shifts = _people_pass(gate)
        gate.clock.to("08:30", "2022-12-06")
        outgoing, incoming = signed(shifts, V10_BADGE), signed(shifts, V11_BADGE)
        sheet = shifts.hand_over(outgoing, incoming, "一位访客的号牌未收回")
        assert not isinstance(sheet, Refusal)
        assert (sheet.figures["in"], sheet.figures["out"]) == (3, 7)
        assert sheet.shift == "2022-12-05 22:25"
        page = handover.as_html(sheet, "zh_CN", ZONE)
        for expected in ("王**", "李**", "赵**", "990101-0010", "990101-0011", "一位访客的号牌未收回"):
            assert expected in page

        evening, morning = (gate.logbook.report(date(2022, 12, day)) for day in (5, 6))
        assert (evening["in"], evening["out"]) == (1, 1)
        assert (morning["in"], morning["out"]) == (2, 6)
        assert {one.shift for one in gate.logbook.passages(date(2022, 12, 6))} == {"2022-12-05 22:25"}
        assert {one.operator for one in gate.logbook.passages(date(2022, 12, 6))} == {V10.id}

        assert shifts.shift is not None
        assert (shifts.shift.label, shifts.shift.acting.number) == ("2022-12-06 08:30", V11.id)
        shown = gate.show(text_of(PEOPLE[11]), way=IN)
        assert (shown.recorded.passage.shift, shown.recorded.passage.operator) == ("2022-12-06 08:30", V11.id)
        assert gate.store.fault() is None


def _people_pass(gate: Station) -> ShiftDesk:
    shifts = ShiftDesk(gate.desk)
    for number, (day, clock, way) in enumerate(PASSAGES):
        gate.clock.to(clock, day)
        gate.show(text_of(PEOPLE[number]), way=way)
        if number == 4:
            # The station is started anew in the middle of the night; the shift goes on.
            gate.desk = Desk(gate.store, gate.clock, operator="gd1")  # type: ignore[arg-type]
            shifts = ShiftDesk(gate.desk)
            assert shifts.shift is not None
            assert [one.number for one in shifts.shift.operators] == [V9.id, V10.id]
    return shifts
