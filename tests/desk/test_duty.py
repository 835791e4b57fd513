"""The duty desk: who comes on duty and how, what is asked, what is refused and written down."""

from __future__ import annotations

from pathlib import Path

import msgspec
import pytest

from checkpoint import passes
from checkpoint.duty.deeds import DUTY, Act, body_of
from checkpoint.gate import Light
from checkpoint.journal import stamp
from checkpoint.policy import DutyRules, Policy
from checkpoint.roster import Revocation, Shift
from station.retention import forget_expired
from tests.harness.duty import duty_at
from tests.harness.made import KEYS, SITE, URL, Pen, at, badge, items
from tests.harness.serving import DAY_PLAN, MORNING, PEOPLE, TEAM, WHO, answers, assigned, deed
from tests.store.test_answers import answer
from tests.store.test_peers import peer


def test_the_first_check_in_asks_for_confidence_and_guide_and_the_next_asks_nothing(tmp_path: Path) -> None:
    with duty_at(tmp_path / "a") as duty:
        duty.gate.clock.to("07:50")
        card = duty.lane.show(PEOPLE[1][1])
        assert (card.result, card.light, card.asks) == ("asked", Light.AMBER, ("confidential", "guide"))
        assert (card.name, card.number, card.guide, card.post) == ("王***", "990101-0001", "站在黄线外。", "秩序引导")
        again = duty.lane.answer(card.entry, {"confidential": "yes"})
        assert again is not None
        assert again.asks == ("guide",)
        done = duty.lane.answer(again.entry, {"guide": "yes"})
        assert done is not None
        assert (done.result, done.light, done.codes) == ("checked_in", Light.GREEN, ())
        assert duty.show(1, "11:05").result == "checked_out"
        tomorrow = Shift(
            id="S71",
            project="P1",
            site=SITE,
            post="order",
            begins=stamp(at("08:00", "2022-12-06")),
            ends=stamp(at("11:00", "2022-12-06")),
        )
        duty.gate.store.apply_roster(items([tomorrow, assigned(tomorrow, PEOPLE[1][0])], 900), 901)
        duty.gate.clock.to("07:50", "2022-12-06")
        assert duty.lane.show(PEOPLE[1][1]).result == "checked_in"


def test_a_second_showing_is_no_second_check_in_and_after_the_end_it_is_the_check_out(tmp_path: Path) -> None:
    with duty_at(tmp_path / "a") as duty:
        duty.show(1, "07:50")
        twice = duty.show(1, "07:51")
        assert (twice.result, twice.codes, twice.offers[0]) == ("refused", ("already_on_duty",), "check_out")
        out = duty.show(1, "11:00")
        assert (out.result, out.minutes, out.hours) == ("checked_out", 180, "3.0")
        assert duty.show(1, "11:01", "out").codes == ("not_on_duty",)
        assert duty.row(1).status == "done"


def test_whoever_leaves_early_says_so_at_the_out_lane(tmp_path: Path) -> None:
    with duty_at(tmp_path / "a") as duty:
        duty.show(3, "08:00")
        out = duty.show(3, "10:20", "out")
        assert (out.minutes, out.early_min) == (140, 40)


@pytest.mark.parametrize(
    ("text", "code"),
    [
        (URL, "not_a_badge"),
        (badge(77)[1], "unknown_volunteer"),
    ],
)
def test_what_is_no_badge_here_is_refused_and_written_down(tmp_path: Path, text: str, code: str) -> None:
    with duty_at(tmp_path / "a") as duty:
        duty.gate.clock.to("07:50")
        card = duty.lane.show(text)
        assert (card.result, card.light, card.codes) == ("refused", Light.RED, (code,))
        [entry] = duty.gate.store.rare(DUTY)
        assert entry.body is not None
        assert (entry.body["act"], entry.body["codes"]) == ("refused", [code])
        board = duty.lane.board()
        assert (board.figures["refused"], [one.codes for one in board.strays]) == (0, [(code,)])


def test_a_lost_badge_goes_on_no_duty_and_counts_as_refused_once_however_often_it_is_shown(tmp_path: Path) -> None:
    lost = passes.read(PEOPLE[2][1], KEYS).pass_
    assert lost is not None
    with duty_at(tmp_path / "a", Revocation(id=lost.number)) as duty:
        assert [duty.show(2, clock).codes for clock in ("07:50", "07:55")] == [("badge_revoked",)] * 2
        assert (duty.lane.board().figures["refused"], duty.row(2).status) == (1, "refused")


def test_too_early_is_told_with_the_shift_and_a_lead_may_pass_over_it(tmp_path: Path) -> None:
    with duty_at(tmp_path / "a") as duty:
        card = duty.show(1, "07:29")
        assert (card.codes, card.begins) == (("too_early",), at("08:00"))
        assert duty.lane.board().figures["refused"] == 0
        done = duty.lead().override(card.entry, "提前布置").card
        assert done is not None
        assert done.result == "asked"


def test_members_come_with_their_leader_for_two_minutes_and_nobody_ticks_who_is_not_there(tmp_path: Path) -> None:
    with duty_at(tmp_path / "a") as duty:
        led = duty.show(1, "07:50", as_leader=True)
        assert (led.result, led.by_group, led.group_until) == ("checked_in", True, at("07:52"))
        assert duty.show(2, "07:51").by_group
        assert not duty.show(3, "07:52:01").by_group
        board = duty.lane.board()
        assert (board.figures["grouped"], board.figures["present"]) == (2, 3)
        assert "group" in duty.row(2).marks
        assert not duty.show(6, "07:53", as_leader=True).by_group, f"only {TEAM.leader} leads the team"
        assert duty.show(1, "07:54", as_leader=True).codes == ("already_on_duty",)
        assert duty.show(8, "07:55").by_group, "whoever comes late is let in by a leader who is there"


def test_a_leader_who_is_refused_leads_nobody_in(tmp_path: Path) -> None:
    with duty_at(tmp_path / "a") as duty:
        assert duty.show(1, "07:00", as_leader=True).codes == ("too_early",)
        assert not duty.show(2, "07:01").by_group


def test_a_check_out_long_after_the_end_waits_for_a_lead(tmp_path: Path) -> None:
    with duty_at(tmp_path / "a") as duty:
        duty.show(6, "07:58")
        card = duty.show(6, "17:30", "out")
        assert (card.light, card.codes, card.minutes) == (Light.AMBER, ("shift_over",), 0)
        assert "out_after_close" in duty.row(6).codes


def test_the_health_tick_is_asked_only_where_the_profile_says_so_and_within_its_event(tmp_path: Path) -> None:
    rules = DutyRules(ask_phone_end=0, health_tick=True)
    asks = Policy(duty=rules, event_begins="2022-12-05", event_ends="2022-12-05")
    with duty_at(tmp_path / "a", policy=asks) as duty:
        duty.gate.clock.to("07:50")
        card = duty.lane.show(PEOPLE[1][1])
        assert "health" in card.asks
        unwell = duty.lane.answer(card.entry, {"health": "fever"})
        assert unwell is not None
        assert duty.lane.answer(duty.lane.show(PEOPLE[2][1]).entry, answers(2)) is not None
        ticks = (duty.gate.store.rare(DUTY)[-1].body or {})["ticks"]
        assert set(ticks) == {"confidential", "guide"}, "that somebody is well is kept nowhere"
        assert (unwell.codes, duty.row(1).status) == (("unwell",), "refused")
        assert asks.on(at("08:00", "2022-12-07").date()).duty.health_tick is False


def test_a_check_in_that_another_station_wrote_is_checked_out_here(tmp_path: Path) -> None:
    with duty_at(tmp_path / "a") as duty:
        duty.gate.clock.to("10:00")
        # The network is down: this station does not know yet that V1 came.
        out = duty.lane.show(PEOPLE[1][1], "out")
        assert (out.result, out.light, out.codes) == ("checked_out", Light.AMBER, ("not_on_duty",))
        there = Pen("st2", gate="G2")
        duty.gate.store.apply_peers([peer(deed(there, Act.CHECK_IN, 1, "08:00"))], 1)
        assert (duty.row(1).status, duty.row(1).minutes, duty.row(1).codes) == ("done", 120, ())


def test_whoever_serves_twice_in_a_row_checks_out_and_in_again_with_the_same_badge(tmp_path: Path) -> None:
    noon = Shift(id="S7N", project="P1", site=SITE, post="order", begins=MORNING.ends, ends=stamp(at("14:00")))
    with duty_at(tmp_path / "a", noon, assigned(noon, PEOPLE[1][0])) as duty:
        duty.show(1, "07:55")
        assert duty.show(1, "10:45").codes == ("already_on_duty",), "the window of the next shift is open already"
        assert (duty.show(1, "11:02").result, duty.show(1, "11:03").shift) == ("checked_out", "S7N")
        assert duty.show(1, "14:00").minutes == 177


def test_a_check_out_by_a_clock_that_was_wrong_counts_by_the_corrected_time(tmp_path: Path) -> None:
    with duty_at(tmp_path / "a") as duty:
        duty.show(3, "08:00")
        there = Pen("st2", gate="G2")
        told = peer(deed(there, Act.CHECK_OUT, 3, "10:30"))
        corrected = msgspec.structs.replace(told, scanned_at=stamp(at("10:20")), corrected=True)
        duty.gate.store.apply_peers([corrected], 1)
        duty.gate.clock.to("11:30")
        assert (duty.row(3).minutes, duty.row(3).early_min, duty.row(3).left_at) == (140, 40, at("10:20"))


def test_the_board_filters_by_post_and_team_and_its_figures_stay_whole(tmp_path: Path) -> None:
    with duty_at(tmp_path / "a") as duty:
        duty.gate.clock.to("09:00")
        board = duty.lane.board(posts=["nowhere"])
        assert (board.rows, board.shown["expected"], board.posts) == ((), 0, {"order": "秩序引导"})
        assert board.figures["expected"] == 7
        assert len(duty.lane.board(teams=["T1"]).rows) == 7
        assert [bar.kind for bar in duty.row(4).bars] == ["planned"]


def test_service_stays_here_for_thirty_days_and_passages_for_fourteen(tmp_path: Path) -> None:
    with duty_at(tmp_path / "a") as duty:
        duty.show(1, "08:00")
        count = duty.gate.store.entry_count()
        duty.gate.store.settle(duty.gate.store.epoch, [answer(seq) for seq in range(1, count + 1)])
        duty.gate.clock.to("08:00", "2023-01-03")
        gate = duty.gate
        assert forget_expired(gate.store, gate.logbook, gate.clock.now()) == 0
        gate.clock.to("08:01", "2023-01-04")
        # What an entry follows from goes first, so the last of them goes a round later.
        rounds = [forget_expired(gate.store, gate.logbook, gate.clock.now()) for _ in range(2)]
        assert sum(rounds) == count
        assert duty.gate.store.fault() is None


def test_no_entry_of_duty_holds_a_full_name_or_a_phone(tmp_path: Path) -> None:
    with duty_at(tmp_path / "a") as duty:
        for number in (1, 7, 5):
            duty.show(number, "08:05")
        said = "".join(str(entry.body) for entry in duty.gate.store.rare(DUTY))
        assert "王***" in said
        assert "志愿1" not in said
        assert body_of(Act.CHECK_IN, WHO[1], site=SITE, plan=DAY_PLAN)["who"]["name"] == "王***"
