"""The sampling table's page: labels, passes and a lead's badge, one after another, without a key in the normal case."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path

import msgspec
import pytest

from checkpoint import pins
from checkpoint.gate import Light
from checkpoint.passes import PassKind
from checkpoint.policy import Policy, SamplingRules
from checkpoint.roster import Person
from checkpoint.sampling.acts import TUBE, Change, body_of
from station.pooling import LINE
from station.sampling_lane import SamplingLane
from station.scanner import decoder
from station.shifts import ShiftDesk
from station.table_asks import LABEL_OF
from station.ui.sampling_view import Sampling
from tests.harness.gate import Station, station_at
from tests.harness.made import C1, C2, R1, R2, R3, SITE, Pen, at, badge, lost, pass_of, text_of
from tests.harness.serving import LEAD, LEAD_BADGE
from tests.store.test_peers import peer

GUIDE, GUIDE_BADGE = badge(7)
PEOPLE = [Person(id=str(number), name=f"采样{number}", community=C1, building="9号楼") for number in range(300, 330)]
PASSES = [text_of(one) for one in PEOPLE]
BOX, TUBES = "BX-0001", [f"A221205-{number:04d}" for number in range(1, 30)]
POLICY = Policy(sampling=SamplingRules(on=True, pool=10))


@dataclass
class Table:
    """A table at work: its lane, and everything that was shown last."""

    gate: Station
    lane: SamplingLane
    shown: Sampling = field(default_factory=Sampling)

    def scan(self, *texts: str) -> Sampling:
        for text in texts:
            self.gate.wait(5)
            self.shown = self.lane.scan(text)
        return self.shown

    def write(self, way: str, **values: str) -> Sampling:
        self.gate.wait(1)
        self.shown = self.lane.write(way, values)
        return self.shown

    def said(self) -> tuple[Light, str]:
        assert self.shown.card is not None
        return self.shown.card.light, self.shown.card.said

    @property
    def count(self) -> int:
        return self.shown.tube.count if self.shown.tube else -1


@pytest.fixture
def table(tmp_path: Path) -> Iterator[Table]:
    lead = msgspec.structs.replace(LEAD, pin=pins.sealed("2580"))
    with station_at(tmp_path / "a", *PEOPLE, lead, GUIDE, policy=POLICY, start="08:00") as gate:
        yield Table(gate, SamplingLane(gate.desk, ShiftDesk(gate.desk)))


def test_a_box_a_tube_ten_people_and_the_next_tube_take_no_key_at_all(table: Table) -> None:
    assert table.scan(BOX).done == "box_opened"
    assert table.scan(TUBES[0]).done == "tube_opened"
    for number, text in enumerate(PASSES[:10], 1):
        assert table.scan(text).done == "added"
        assert table.said() == (Light.GREEN, "added")
        assert table.count == number
    assert table.shown.tube is not None
    assert table.shown.tube.is_full
    assert [one.name for one in table.shown.members] == ["采****"] * 10
    table.scan(PASSES[10])
    assert (table.said(), table.count) == ((Light.RED, "full"), 10)
    assert table.scan(TUBES[1]).done == "tube_opened"
    assert [(one.code, one.state, one.count) for one in table.shown.tubes] == [
        (TUBES[1], "open", 0),
        (TUBES[0], "sealed", 10),
    ]
    assert (table.shown.figures["persons"], table.shown.figures["sealed"]) == (10, 1)


def test_the_next_label_before_a_tube_is_full_asks_whether_to_seal_it_with_as_many_as_there_are(table: Table) -> None:
    table.scan(BOX, TUBES[0], *PASSES[:3], TUBES[1])
    assert table.said() == (Light.AMBER, "not_full")
    assert (table.shown.awaits, table.shown.for_way, table.count) == ("short", "seal", 3)
    table.write("seal", confirmed="yes")
    assert table.shown.tube is not None
    assert (table.shown.tube.code, table.shown.awaits) == (TUBES[1], "")
    assert [(one.state, one.is_short) for one in table.shown.tubes] == [("open", False), ("sealed", True)]
    table.scan(PASSES[3])
    assert table.write("seal").awaits == "short"
    assert table.write("cancel").awaits == ""
    assert table.shown.tube is not None


def test_a_label_that_cannot_open_a_tube_seals_none(table: Table) -> None:
    table.scan(BOX, TUBES[0], *PASSES[:10])
    for label, why in (
        ("管-1", "bad_code"),
        (BOX, "box_open"),
        ("https://a.example", "bad_code"),
    ):
        assert table.scan(label).refusal == why
        assert [one.state for one in table.shown.tubes] == ["open"]


def test_a_label_is_a_line_of_bars_and_no_other_code_with_the_same_text(table: Table) -> None:
    assert LABEL_OF == LINE == decoder.CODE128
    assert table.lane.scan(BOX, "scan", decoder.QR).refusal == "bad_code"
    assert table.lane.scan(BOX, "scan", decoder.CODE128).done == "box_opened"


def test_the_label_of_a_full_tube_shown_again_seals_it_and_of_any_other_chooses_it(table: Table) -> None:
    table.scan(BOX, TUBES[0], *PASSES[:9], TUBES[0].lower())
    assert (table.said(), table.count) == ((Light.GREEN, "tube_opened"), 9)
    table.scan(PASSES[9], TUBES[0])
    assert table.said() == (Light.GREEN, "seal")
    assert [one.state for one in table.shown.tubes] == ["sealed"]
    assert table.shown.tube is None


def test_somebody_sampled_today_is_amber_with_the_tube_and_the_time_and_passes_with_a_reason(table: Table) -> None:
    table.scan(BOX, TUBES[0], *PASSES[:2], TUBES[1])
    table.write("seal", confirmed="yes")
    table.scan(PASSES[0])
    card = table.shown.card
    assert card is not None
    assert (card.light, card.said, card.since_tube, card.since) == (
        *(Light.AMBER, "sampled_today", TUBES[0]),
        at("08:00:15"),
    )
    assert (table.shown.awaits, table.count) == ("reason", 0)
    assert table.write("again").refusal == "no_reason"
    assert table.write("again", reason="上一管破损").done == "added"
    assert (table.count, table.shown.members[0].reason) == (1, "上一管破损")
    table.scan(PASSES[0])
    assert table.said() == (Light.RED, "same_tube")


def test_whoever_comes_next_ends_an_amber_card_and_the_one_before_stays_refused(table: Table) -> None:
    table.scan(BOX, TUBES[0], PASSES[0], TUBES[1])
    table.write("seal", confirmed="yes")
    table.scan(PASSES[0], PASSES[1])
    assert (table.said(), table.count, table.shown.awaits) == ((Light.GREEN, "added"), 1, "")
    assert table.write("again", reason="迟了").done == ""
    assert table.count == 1


def test_a_pass_is_verified_as_a_gate_does_and_a_neighbour_is_sampled_like_everybody(table: Table) -> None:
    table.scan(BOX, TUBES[0])
    forged = "C1" + PASSES[0][2:-3] + ("0" * 3 if PASSES[0][-3:] != "000" else "111")
    for text, why in (
        (forged, "forged"),
        (text_of(R1, end="2022-12-01"), "expired"),
        (text_of(R1, begin="2022-12-06"), "not_yet_valid"),
        (text_of(R1, kind=PassKind.HOUSEHOLD), "no_person"),
        (text_of(R1, kind=PassKind.VEHICLE), "no_person"),
    ):
        assert table.scan(text).refusal == why
        assert table.said()[0] is Light.RED
    assert table.scan(text_of(R2)).done == "added"
    assert R2.community == C2
    assert table.count == 1


def test_a_lost_pass_is_refused(tmp_path: Path) -> None:
    with station_at(tmp_path / "a", lost(R1), policy=POLICY) as gate:
        made = Table(gate, SamplingLane(gate.desk, ShiftDesk(gate.desk)))
        made.scan(BOX, TUBES[0])
        assert made.scan(text_of(R1)).refusal == "revoked"


def test_somebody_without_a_phone_is_found_and_bound_by_hand(table: Table) -> None:
    table.scan(BOX, TUBES[0])
    assert table.write("add", subject=R3.id).done == "added"
    assert (table.shown.members[0].name, table.shown.members[0].is_typed) == ("王**", True)
    assert table.write("add", subject="nobody").refusal == "no_person"


def test_nothing_is_bound_without_a_box_or_a_tube(table: Table) -> None:
    assert table.scan(PASSES[0]).refusal == "no_box"
    table.scan(BOX)
    assert table.scan(PASSES[0]).refusal == "no_tube"


def test_fever_or_a_yellow_code_at_a_gate_today_asks_for_a_single_tube_which_goes_between(table: Table) -> None:
    ill = pass_of(PEOPLE[5])
    fever = Pen("st9")
    said = {"site": SITE, "gate": "G2", "direction": "in", "light": "red", "reason": "fever", "outcome": "held"}
    entry = fever.write("attempt", {**said, "subject": str(ill.subject), "category": "resident"}, at("07:30"))
    table.gate.store.apply_peers([peer(entry)], 1)
    table.scan(BOX, TUBES[0], *PASSES[:2], PASSES[5])
    assert (table.said(), table.shown.awaits) == ((Light.AMBER, "single"), "reason")
    assert table.write("single").is_single
    assert (table.shown.pool, table.shown.awaits) == (1, "single")
    assert table.scan(TUBES[1]).done == "added", "they wait beside it, and need not show their pass again"
    assert table.shown.tube is not None
    assert (table.shown.tube.pool, table.count, table.shown.is_single) == (1, 1, False)
    assert [one.code for one in table.shown.others] == [TUBES[0]]
    table.write("seal")
    assert table.scan(PASSES[6]).done == "added"
    assert (table.shown.tube.code if table.shown.tube else "", table.count) == (TUBES[0], 3)


def test_whoever_was_sampled_today_and_has_a_fever_is_asked_about_for_both(table: Table) -> None:
    fever = Pen("st9")
    said = {"site": SITE, "gate": "G2", "direction": "in", "light": "red", "reason": "fever", "outcome": "held"}
    entry = fever.write("attempt", {**said, "subject": "300", "category": "resident"}, at("07:30"))
    table.scan(BOX, TUBES[0], PASSES[0], TUBES[1])
    table.write("seal", confirmed="yes")
    table.gate.store.apply_peers([peer(entry)], 1)
    assert table.scan(PASSES[0]).refusal == "sampled_today"
    table.write("again", reason="lab")
    assert (table.said(), table.count) == ((Light.AMBER, "single"), 0)
    assert table.write("again", reason="pooled").done == "added"
    assert [one.reason for one in table.shown.members] == ["lab pooled"]


def test_the_label_of_a_tube_that_stands_open_beside_is_where_people_go_next(table: Table) -> None:
    table.scan(BOX, TUBES[0])
    table.write("single")
    table.scan(TUBES[1], TUBES[0], PASSES[0])
    assert table.shown.tube is not None
    assert (table.shown.tube.code, table.count) == (TUBES[0], 1)


def test_undo_takes_back_the_last_person_who_is_not_to_be_sampled_again_for_it(table: Table) -> None:
    table.scan(BOX, TUBES[0], *PASSES[:2])
    assert table.shown.undoable
    table.write("undo")
    assert (table.count, table.shown.again, table.shown.undoable) == (1, (), "")
    assert table.write("undo").refusal == "not_a_member"
    table.scan(PASSES[2])
    table.gate.wait(300)
    assert table.lane.table().undoable == ""


def test_whoever_left_unswabbed_is_removed_and_listed(table: Table) -> None:
    table.scan(BOX, TUBES[0], *PASSES[:2])
    table.write("remove", member=table.shown.members[0].member)
    assert [(one.name, one.reason, one.tube) for one in table.shown.again] == [("采****", "not_sampled", TUBES[0])]
    table.scan(PASSES[0])
    assert table.shown.again == ()


def test_a_relatives_code_is_replaced_by_whoever_is_shown_next(table: Table) -> None:
    table.scan(BOX, TUBES[0], PASSES[0])
    wrong = table.shown.members[0].member
    assert table.write("replace", member=wrong).awaits == "replacement"
    assert table.scan(PASSES[1]).done == "replace"
    assert (table.count, table.shown.awaits, len(table.shown.members)) == (1, "", 1)
    assert table.shown.members[0].member != wrong


def test_after_the_seal_a_relatives_code_is_replaced_by_a_lead_with_a_reason(table: Table) -> None:
    table.scan(BOX, TUBES[0], PASSES[0])
    wrong = table.shown.members[0].member
    table.write("seal", confirmed="yes")
    assert table.write("replace", member=wrong).refusal == "no_reason"
    assert table.write("replace", member=wrong, reason="错码").awaits == "lead"
    assert table.scan(GUIDE_BADGE).refusal == "no_lead"
    assert table.scan(LEAD_BADGE).awaits == "replacement"
    assert table.shown.lead == "周**"
    assert table.scan(PASSES[1]).done == "replace"
    member = table.lane.tubes.books().members[wrong]
    assert member.gone == "replaced"


def test_whoever_was_swabbed_and_not_scanned_is_added_after_the_seal_by_a_lead_with_a_pin(table: Table) -> None:
    table.scan(BOX, TUBES[0], *PASSES[:9])
    tube = table.shown.tube
    assert tube is not None
    table.write("seal", confirmed="yes")
    assert table.write("amend", tube=tube.tube, reason="漏扫").awaits == "lead"
    assert table.write("sign", number=LEAD.id, pin="0000").refusal == "wrong_pin"
    assert table.write("sign", number=LEAD.id, pin="2580").awaits == "amendment"
    assert table.scan(PASSES[9]).done == "amend"
    (row,) = table.shown.tubes
    assert (row.count, row.is_flagged, table.shown.figures["flagged"]) == (10, True, 1)


def test_a_group_goes_from_the_wrong_tube_to_the_right_one(table: Table) -> None:
    table.scan(BOX, TUBES[0], PASSES[0])
    table.write("single")
    table.scan(TUBES[1])
    single = table.shown.tube
    assert single is not None
    ten = table.shown.others[0]
    assert table.write("move", tube=ten.tube, to=single.tube).done == "move"
    assert table.count == 1
    assert table.write("move", to=single.tube).refusal == "empty"


def test_a_broken_tube_is_void_its_people_come_back_and_its_label_opens_no_other(table: Table) -> None:
    table.scan(BOX, TUBES[0], *PASSES[:2])
    assert table.write("void").refusal == "no_reason"
    assert table.write("void", reason="破损").done == "void"
    assert (len(table.shown.again), table.shown.figures["void"]) == (2, 1)
    assert table.scan(TUBES[0]).refusal == "code_used"


def test_a_box_is_closed_with_what_was_counted_and_then_sent_and_received(table: Table) -> None:
    table.scan(BOX, TUBES[0], PASSES[0])
    assert table.write("close_box", counted="1").refusal == "tube_open"
    table.write("seal", confirmed="yes")
    for typed, why in (("", "bad_count"), ("viele", "bad_count"), ("2", "count_differs")):
        assert table.write("close_box", counted=typed).refusal == why
    assert table.write("close_box", counted="2", reason="多一支空管").done == "close_box"
    (box,) = table.shown.boxes
    assert (box.tubes, box.counted, box.waiting, box.reason) == (1, 2, 1, "多一支空管")
    assert table.shown.box is None
    assert table.write("send", box=box.box).refusal == "no_receiver"
    assert table.write("send", box=box.box, to="李运送", temperature="warm").refusal == "bad_temperature"
    assert table.write("send", box=box.box, to="李运送", temperature="4,5").done == "send"
    tube = table.lane.tubes.books().tubes[table.shown.tubes[0].tube]
    assert tube.sent is not None
    assert (tube.sent.said("to"), tube.sent.said("temperature"), tube.sent.said("by")) == ("李**", "4.5", "gd1")
    assert table.write("send", box=box.box, to="李运送").refusal == "nothing_to_send"
    assert table.write("receive", box=box.box, to="王检验").done == "receive"
    assert table.shown.tubes[0].state == "received"
    assert table.scan("BX-0001").refusal == "code_used"
    assert table.scan("BX-0002").done == "box_opened"


def test_a_code_that_another_table_used_too_blocks_the_box_until_a_lead_says_whose_it_is(table: Table) -> None:
    table.scan(BOX, TUBES[0], PASSES[0])
    table.write("seal", confirmed="yes")
    table.write("close_box", counted="1")
    other = Pen("st9")
    box = other.write("box", body_of(Change.OPENED, SITE, "G2", "1", code="BX-0009", pool=10), at("08:00"))
    tube = other.write(TUBE, body_of(Change.OPENED, SITE, "G2", "1", code=TUBES[0], pool=10, box=box.id), at("08:01"))
    seal = other.write(TUBE, body_of(Change.SEALED, SITE, "G2", "1", count=7), at("08:02"), amends=tube.id)
    table.gate.store.apply_peers([peer(box), peer(tube), peer(seal)], 3)
    shown = table.lane.table()
    assert [(one.code, one.table, one.is_own) for one in shown.conflicts] == [
        (TUBES[0], "南口 1", True),
        (TUBES[0], "北口 1", False),
    ]
    (closed,) = shown.boxes
    assert table.write("send", box=closed.box, to="李运送").refusal == "in_conflict"
    mine = next(one for one in shown.conflicts if one.is_own)
    assert table.write("resolve", code=TUBES[0], keep=mine.tube, reason="看标签").awaits == "lead"
    assert table.scan(LEAD_BADGE).done == "resolve"
    assert (table.shown.conflicts, table.shown.figures["void"]) == ((), 1)
    assert table.write("send", box=closed.box, to="李运送").done == "send"


def test_the_pool_is_chosen_for_the_box_and_between_one_and_that_for_a_tube(table: Table) -> None:
    assert table.write("pool", pool="7").refusal == "bad_pool"
    assert table.write("pool", pool="20").pool == 20
    table.scan(BOX)
    assert table.write("pool", pool="5").refusal == "bad_pool"
    table.scan(TUBES[0])
    assert table.shown.tube is not None
    assert table.shown.tube.pool == 20


def test_who_is_out_of_reach_is_listed_where_the_profile_asks_for_a_phone(tmp_path: Path) -> None:
    policy = Policy(sampling=SamplingRules(on=True, phone=True))
    with station_at(tmp_path / "a", policy=policy) as gate:
        made = Table(gate, SamplingLane(gate.desk, ShiftDesk(gate.desk)))
        made.scan(BOX, TUBES[0], text_of(R1), text_of(R3))
        assert [one.name for one in made.shown.no_phone] == ["王**"]


def test_a_table_goes_on_where_it_was_after_a_restart(table: Table) -> None:
    table.scan(BOX, TUBES[0], *PASSES[:4])
    again = Table(table.gate, SamplingLane(table.gate.desk, ShiftDesk(table.gate.desk)))
    assert (again.lane.table().tube, again.lane.table().members) == (table.shown.tube, table.shown.members)
    assert again.scan(PASSES[4]).done == "added"
    assert again.count == 5
    assert table.lane.table().tube == again.shown.tube


def test_the_profile_says_what_a_label_looks_like(tmp_path: Path) -> None:
    policy = Policy(sampling=SamplingRules(on=True, tube_code="SC[0-9]{10}", box_code="BX[0-9]{4}"))
    with station_at(tmp_path / "a", policy=policy) as gate:
        made = Table(gate, SamplingLane(gate.desk, ShiftDesk(gate.desk)))
        assert made.scan("SC0123456789").refusal == "bad_code"
        assert made.scan("BX0001").done == "box_opened"
        assert made.scan("BX0002").refusal == "bad_code"
        assert made.scan("SC0123456789").done == "tube_opened"


def test_no_entry_of_a_table_holds_a_name_a_phone_or_a_place_of_anybody(table: Table) -> None:
    table.scan(BOX, TUBES[0], text_of(R1))
    table.write("seal", confirmed="yes")
    told = repr([entry.body for entry in table.gate.store.entries("st1", table.gate.store.epoch)])
    for word in (R1.name, R1.phone, R1.building, R1.room):
        assert word not in told
