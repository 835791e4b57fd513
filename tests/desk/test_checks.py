"""Checks at the gate: temperature, what is seen on a phone, pass rules, a queue peak, and taking things back."""

from __future__ import annotations

from datetime import date
from pathlib import Path

import msgspec
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from checkpoint.gate import Action, Direction, Light, Outcome, Reason, VisualCheck
from checkpoint.policy import FieldUse, Outings, Policy
from checkpoint.roster import Person
from station.desk import Desk
from station.reception import Reception
from tests.harness.gate import Station, station_at
from tests.harness.made import C1, R1, R3, R4, URL, at, text_of

IN, OUT = Direction.IN, Direction.OUT
DAY = date(2022, 12, 5)
ORDERED = Policy(temperature=FieldUse.REQUIRED, visual_check=FieldUse.REQUIRED)


def id_of(shown: object) -> str:
    id_: str = shown.recorded.passage.id  # type: ignore[attr-defined]
    return id_


# --- temperature and codes seen by eye ---


def test_a_required_check_makes_the_card_wait_and_one_key_and_one_number_settle_it(tmp_path: Path) -> None:
    with station_at(tmp_path / "a", policy=ORDERED) as gate:
        first = gate.show(text_of(R1), "07:00", IN)
        assert (first.verdict.light, first.verdict.reason) == (Light.AMBER, Reason.CODE_UNCHECKED)
        seen = gate.desk.decide(id_of(first), Action.CODE_GREEN)
        assert seen is not None
        assert (seen.verdict.light, seen.verdict.reason) == (Light.AMBER, Reason.TEMPERATURE_MISSING)
        done = gate.desk.measure(id_of(first), 365)
        assert done is not None
        assert (done.verdict.light, done.verdict.outcome) == (Light.GREEN, Outcome.PASSED)
        [passage] = gate.logbook.passages(DAY)
        assert (passage.temperature, passage.details) == ("normal", {"visual_check": "green"})
        assert gate.store.rebuild().differing == ()


def test_a_fever_measured_after_a_green_card_holds_the_person(tmp_path: Path) -> None:
    with station_at(tmp_path / "a", temperature=FieldUse.OPTIONAL) as gate:
        green = gate.show(text_of(R1), "07:00", IN)
        assert green.verdict.light is Light.GREEN
        held = gate.desk.measure(id_of(green), 381)
        assert held is not None
        assert (held.verdict.light, held.verdict.outcome, held.verdict.reason) == (
            Light.RED,
            Outcome.HELD,
            Reason.FEVER,
        )
        assert Action.ADMIT in held.verdict.actions
        [passage] = gate.logbook.passages(DAY)
        assert passage.temperature == "38.1"
        assert gate.logbook.figures(gate.clock.now()).inside == 0


def test_after_a_rest_the_second_measurement_counts(tmp_path: Path) -> None:
    with station_at(tmp_path / "a", policy=Policy(temperature=FieldUse.REQUIRED)) as gate:
        first = gate.show(text_of(R1), "07:00", IN)
        gate.desk.measure(id_of(first), 376)
        gate.clock.to("07:15")
        gate.desk.measure(id_of(first), 368)
        let_in = gate.desk.decide(id_of(first), Action.ADMIT)
        assert let_in is not None
        assert let_in.verdict.outcome is Outcome.PASSED


@pytest.mark.parametrize(
    ("action", "light", "outcome"),
    [
        (Action.CODE_YELLOW, Light.RED, Outcome.HELD),
        (Action.CODE_RED, Light.RED, Outcome.HELD),
        (Action.CODE_EXPIRED, Light.AMBER, Outcome.PENDING),
    ],
)
def test_what_is_seen_on_a_phone_is_one_key_each(
    tmp_path: Path, action: Action, light: Light, outcome: Outcome
) -> None:
    with station_at(tmp_path / "a", policy=Policy(visual_check=FieldUse.REQUIRED)) as gate:
        first = gate.show(text_of(R1), "07:00", IN)
        seen = gate.desk.decide(id_of(first), action)
        assert seen is not None
        assert (seen.verdict.light, seen.verdict.outcome) == (light, outcome)


def test_nobody_is_checked_on_the_way_out(tmp_path: Path) -> None:
    with station_at(tmp_path / "a", policy=ORDERED) as gate:
        first = gate.show(text_of(R1), "07:00", IN)
        gate.desk.decide(id_of(first), Action.CODE_GREEN)
        gate.desk.measure(id_of(first), 366)
        assert gate.show(text_of(R1), "08:00", OUT).verdict.reason is Reason.OK


def test_a_check_goes_on_after_a_restart_in_the_middle(tmp_path: Path) -> None:
    with station_at(tmp_path / "a", policy=Policy(temperature=FieldUse.REQUIRED)) as gate:
        first = gate.show(text_of(R1), "07:00", IN)
        again = Desk(gate.store, gate.clock, operator="gd1")  # type: ignore[arg-type]
        done = again.measure(id_of(first), 366)
        assert done is not None
        assert done.verdict.light is Light.GREEN


@pytest.mark.parametrize("text", [text_of(R1, end="2022-12-04"), URL])
def test_after_a_restart_no_measurement_makes_a_red_card_green(tmp_path: Path, text: str) -> None:
    with station_at(tmp_path / "a", policy=ORDERED) as gate:
        red = gate.show(text, "07:00", IN)
        assert red.verdict.light is Light.RED
        again = Desk(gate.store, gate.clock, operator="gd1")  # type: ignore[arg-type]
        assert again.measure(id_of(red), 366) is None
        assert again.decide(id_of(red), Action.CODE_GREEN) is None
        [row] = gate.logbook.passages(DAY)
        assert (row.light, row.outcome) == (Light.RED, Outcome.PENDING)


def test_a_site_that_measures_nobody_takes_no_temperature(tmp_path: Path) -> None:
    with station_at(tmp_path / "a") as gate:
        shown = gate.show(text_of(R1), "07:00", IN, temperature=390, visual=VisualCheck.RED)
        assert shown.verdict.light is Light.GREEN
        assert gate.desk.measure(id_of(shown), 390) is None


def test_checks_end_with_the_event_that_ordered_them(tmp_path: Path) -> None:
    policy = msgspec.structs.replace(ORDERED, event_begins="2022-12-01", event_ends="2022-12-05")
    with station_at(tmp_path / "a", policy=policy) as gate:
        assert gate.show(text_of(R1), "23:59", IN).verdict.light is Light.AMBER
        gate.clock.to("00:01", "2022-12-06")
        assert gate.show(text_of(R3)).verdict.light is Light.GREEN


def test_what_is_seen_without_a_pass_is_counted_without_a_name(tmp_path: Path) -> None:
    with station_at(tmp_path / "a", policy=Policy(visual_check=FieldUse.OPTIONAL)) as gate:
        lights = [gate.reception.see(seen).verdict.light for seen in VisualCheck]
        assert lights == [Light.GREEN, Light.RED, Light.RED, Light.AMBER]
        rows = gate.logbook.passages(DAY)
        assert {(row.method, row.category, row.name, row.subject) for row in rows} == {("visual", "person", "", None)}
        assert gate.logbook.report(DAY)["in"] == 1


# --- a queue peak ---


def test_in_a_queue_peak_a_good_pass_is_green_and_every_row_says_so(tmp_path: Path) -> None:
    with station_at(tmp_path / "a", policy=ORDERED) as gate:
        gate.desk.set_peak(True)
        assert gate.show(text_of(R1), "07:00", IN).verdict.light is Light.GREEN
        again = gate.show(text_of(R1), "07:01", IN)
        assert (again.verdict.light, again.verdict.reason) == (Light.GREEN, Reason.NO_PRIOR_EXIT)
        gate.desk.set_peak(False)
        assert gate.show(text_of(R3), "07:02", IN).verdict.light is Light.AMBER
        assert [row.mode for row in gate.logbook.passages(DAY)] == ["peak", "peak", ""]
        report = gate.logbook.report(DAY)
        assert (report["in_peak"], report["open_flags"]) == (2, 1)
        assert [(entry.body or {})["mode"] for entry in gate.store.rare("mode")] == ["peak", "normal"]


def test_a_queue_peak_outlives_a_restart(tmp_path: Path) -> None:
    with station_at(tmp_path / "a") as gate:
        gate.desk.set_peak(True)
        gate.desk.set_peak(True)
        assert Desk(gate.store, gate.clock, operator="gd1").is_peak  # type: ignore[arg-type]
        assert len(gate.store.rare("mode")) == 1


def test_a_fever_is_held_also_in_a_queue_peak(tmp_path: Path) -> None:
    with station_at(tmp_path / "a", temperature=FieldUse.OPTIONAL) as gate:
        gate.desk.set_peak(True)
        assert gate.show(text_of(R1), "07:00", IN, temperature=380).verdict.reason is Reason.FEVER


# --- the same pass at two gates ---


def test_the_same_pass_at_two_gates_within_a_minute_is_amber_at_the_later_one(tmp_path: Path) -> None:
    from checkpoint.journal import stamp, to_wire
    from checkpoint.wire import PeerEntry
    from tests.harness.made import Pen

    with station_at(tmp_path / "a") as gate:
        entry = Pen("st2", gate="G2").attempt("1", OUT, at("07:00:00"))
        when = stamp(at("07:00:00"))
        peer = PeerEntry(entry=to_wire(entry), scanned_at=when, corrected=False, received_at=when)
        gate.store.apply_peers([peer], 1)
        shown = gate.show(text_of(R1), "07:00:40", IN)
        assert (shown.verdict.light, shown.verdict.reason) == (Light.AMBER, Reason.POSSIBLE_SHARED)
        gate.desk.decide(id_of(shown), Action.ADMIT)
        assert [row.flag for row in gate.logbook.passages(DAY)] == ["no_prior_entry", "possible_shared_pass"]
        assert gate.show(text_of(R1), "07:02:00", OUT).verdict.light is Light.GREEN


# --- pass rules ---


def rules(**how: object) -> Policy:
    return Policy(outings=Outings(**how))  # type: ignore[arg-type]


def go_out_and_back(gate: Station, person: Person, out: str, back: str) -> tuple[Reason, Reason]:
    first = gate.show(text_of(person), out, OUT)
    if first.verdict.light is not Light.GREEN:
        return first.verdict.reason, Reason.OK
    return first.verdict.reason, gate.show(text_of(person), back, IN).verdict.reason


def test_outings_are_counted_over_the_days_of_the_rule(tmp_path: Path) -> None:
    with station_at(tmp_path / "a", policy=rules(most=1, days=2)) as gate:
        gate.show(text_of(R1), "06:30", IN)
        assert go_out_and_back(gate, R1, "07:00", "08:00") == (Reason.OK, Reason.OK)
        refused = gate.show(text_of(R1), "09:00", OUT)
        assert (refused.verdict.light, refused.verdict.reason) == (Light.AMBER, Reason.OUTINGS_USED)
        assert refused.verdict.since == at("07:00")
        gate.desk.decide(id_of(refused), Action.TURN_AWAY)
        gate.clock.to("23:00", "2022-12-06")
        assert gate.show(text_of(R1), way=OUT).verdict.reason is Reason.OUTINGS_USED
        gate.clock.to("00:10", "2022-12-07")
        assert gate.show(text_of(R1), way=OUT).verdict.reason is Reason.OK


def test_a_household_counts_together_when_the_rule_says_so(tmp_path: Path) -> None:
    wife = Person(id="31", name="李梅", community=C1, building="3号楼", unit="2", room="501")
    neighbour = Person(id="32", name="钱多", community=C1, building="3号楼", unit="2", room="502")
    with station_at(tmp_path / "a", wife, neighbour, policy=rules(most=1, per_household=True)) as gate:
        for person in (R1, wife, neighbour):
            gate.show(text_of(person), "06:00", IN)
        assert gate.show(text_of(R1), "07:00", OUT).verdict.light is Light.GREEN
        assert gate.show(text_of(wife), "07:10", OUT).verdict.reason is Reason.OUTINGS_USED
        assert gate.show(text_of(neighbour), "07:20", OUT).verdict.light is Light.GREEN


def test_who_comes_back_late_is_let_in_and_told(tmp_path: Path) -> None:
    with station_at(tmp_path / "a", policy=rules(minutes=180)) as gate:
        gate.show(text_of(R1), "06:00", IN)
        assert go_out_and_back(gate, R1, "07:00", "10:00") == (Reason.OK, Reason.OK)
        gate.show(text_of(R1), "11:00", OUT)
        back = gate.show(text_of(R1), "14:00:01", IN)
        assert (back.verdict.light, back.verdict.reason) == (Light.GREEN, Reason.OUT_TOO_LONG)


def test_outside_the_hours_nobody_goes_out_without_a_word_and_everybody_comes_in(tmp_path: Path) -> None:
    with station_at(tmp_path / "a", policy=rules(begins="06:00", ends="22:00")) as gate:
        assert gate.show(text_of(R1), "05:00", IN).verdict.light is Light.GREEN
        assert gate.show(text_of(R1), "05:30", OUT).verdict.reason is Reason.OUTSIDE_HOURS


def test_rules_for_residents_are_not_those_of_children_with_guardians_or_visitors(tmp_path: Path) -> None:
    with station_at(tmp_path / "a", policy=rules(begins="06:00", ends="06:01")) as gate:
        gate.show(text_of(R4), "07:00", IN)
        assert gate.show(text_of(R4), "07:30", OUT).verdict.reason is Reason.OUTSIDE_HOURS
        assert gate.reception.emergency().verdict.light is Light.GREEN


# --- taking back ---


def test_a_green_card_is_taken_back_by_a_counter_entry(tmp_path: Path) -> None:
    with station_at(tmp_path / "a") as gate:
        shown = gate.show(text_of(R1), "07:00", IN)
        back = gate.desk.undo(id_of(shown))
        assert back is not None
        assert back.verdict.outcome is Outcome.CANCELLED
        assert gate.logbook.figures(gate.clock.now()).inside == 0
        assert gate.store.entry_count() == 2, "what was done stays"
        assert gate.desk.undo(id_of(shown)) is None
        assert gate.store.rebuild().differing == ()


def test_a_decision_is_taken_back_and_the_card_is_open_again(tmp_path: Path) -> None:
    with station_at(tmp_path / "a") as gate:
        gate.show(text_of(R1), "07:00", IN)
        again = gate.show(text_of(R1), "07:10", IN)
        gate.desk.decide(id_of(again), Action.SUSPECT_SHARED)
        back = gate.desk.undo(id_of(again))
        assert back is not None
        assert (back.verdict.light, back.verdict.outcome) == (Light.AMBER, Outcome.PENDING)
        assert Action.PRESUME_EXIT in back.verdict.actions
        decided = gate.desk.decide(id_of(again), Action.PRESUME_EXIT)
        assert decided is not None
        assert decided.verdict.outcome is Outcome.PASSED
        [_, passage] = gate.logbook.passages(DAY)
        assert passage.presumed_exit
        assert gate.store.rebuild().differing == ()


def test_after_the_window_nothing_is_taken_back(tmp_path: Path) -> None:
    with station_at(tmp_path / "a", policy=Policy(undo_s=30)) as gate:
        shown = gate.show(text_of(R1), "07:00:00", IN)
        gate.clock.to("07:00:31")
        assert gate.desk.undo(id_of(shown)) is None
        assert gate.store.entry_count() == 1


STEPS = ("in", "out", "undo", "cancel", "presume", "measure", "leave", "presume_left", "visit", "later")


@settings(max_examples=12, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(st.lists(st.sampled_from(STEPS), max_size=25))
def test_whatever_is_done_and_taken_back_the_tables_say_what_the_journal_says(
    tmp_path_factory: pytest.TempPathFactory, steps: list[str]
) -> None:
    with station_at(tmp_path_factory.mktemp("s") / "a", temperature=FieldUse.OPTIONAL) as gate:
        reception = Reception(gate.desk)
        last = ""
        for step in steps:
            last = _step(gate, reception, step, last) or last
        assert gate.store.rebuild(repair=False).differing == ()
        assert gate.logbook.report(DAY)["inside_at_end"] == gate.logbook.figures(gate.clock.now()).inside
        assert gate.logbook.report(DAY)["inside_at_end"] >= 0
        assert gate.store.fault() is None


def _step(gate: Station, reception: Reception, step: str, last: str) -> str | None:
    from checkpoint.registering import Registration

    match step:
        case "in" | "out":
            return id_of(gate.show(text_of(R1), way=IN if step == "in" else OUT))
        case "undo" | "cancel" | "presume":
            gate.desk.decide(last, Action.PRESUME_EXIT if step == "presume" else Action(step))
        case "measure":
            gate.desk.measure(last, 379)
        case "leave" | "presume_left":
            reception.leave("1", presumed=step == "presume_left")
        case "visit":
            gate.desk.direction = IN
            done = reception.register(Registration(values={"name": "孙访", "heads": "3"}))
            assert not isinstance(done, list)
            return id_of(done)
        case "later":
            gate.wait(70)
    return None
