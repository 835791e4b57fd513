"""What only a lead may do about duty, what is said to anybody else, and what each act changes."""

from __future__ import annotations

from pathlib import Path

import msgspec

from checkpoint import pins
from checkpoint.duty.deeds import DUTY
from checkpoint.policy import DutyRules, Policy
from checkpoint.roster import Post
from station.ui.duty_view import Acted, DutyCard
from tests.harness.duty import duty_at
from tests.harness.made import at, badge
from tests.harness.serving import LEAD, PEOPLE, answers, volunteer


def test_no_lead_lets_the_untrained_stand_at_a_mandatory_post_and_at_another_a_reason_is_asked(tmp_path: Path) -> None:
    with duty_at(tmp_path / "a") as duty:
        card = duty.show(7, "07:55")
        assert (card.codes, "override" in card.offers) == (("post_expired",), False)
        assert duty.lead().override(card.entry, "人手不够") == Acted(wrong="not_now")
    soft = Post(id="order", name="秩序引导", courses=("order",), is_mandatory=False)
    with duty_at(tmp_path / "b", soft) as duty:
        card = duty.show(7, "07:55")
        assert "override" in card.offers
        assert duty.lane.override(card.entry, "人手不够") == Acted(wrong="no_lead")
        assert duty.lead().override(card.entry, " ") == Acted(wrong="no_reason")
        done = duty.lane.override(card.entry, "人手不够").card
        assert done is not None
        after = duty.lane.answer(done.entry, answers(7))
        assert after is not None
        assert (after.result, duty.row(7).status, duty.row(7).remarks) == ("checked_in", "on_duty", ("人手不够",))


def test_somebody_on_no_roster_is_taken_on_by_a_lead_if_trained(tmp_path: Path) -> None:
    untrained, text = volunteer(20)
    with duty_at(tmp_path / "a", untrained) as duty:
        card = duty.show(5, "08:05")
        assert (card.codes, [one.shift for one in card.choices]) == (("not_on_roster",), ["S7"])
        acted = duty.lead().walk_in_by_card(card.entry, "S7", "临时支援")
        assert acted.card is not None
        assert acted.codes == ("post_full",), "seven were wanted and seven are on the roster"
        after = duty.lane.answer(acted.card.entry, answers(5))
        assert after is not None
        assert (after.result, duty.row(5).marks, duty.row(5).is_rostered) == ("checked_in", ("walk_in",), False)
        figures = duty.lane.board().figures
        assert (figures["expected"], figures["present"], figures["walk_ins"], figures["rate"]) == (7, 1, 1, 0)
        other = duty.lane.show(text)
        refused = duty.lead().walk_in_by_card(other.entry, "S7", "临时支援")
        assert (refused.wrong, refused.codes) == ("not_fit", ("general_missing", "post_missing", "post_full"))


def test_a_replacement_passes_the_same_checks_and_nobody_replaces_who_came(tmp_path: Path) -> None:
    with duty_at(tmp_path / "a") as duty:
        duty.show(1, "08:00")
        lane = duty.lead()
        assert lane.replace("S7", PEOPLE[4][0].id, PEOPLE[7][0].id).codes == ("post_expired",)
        assert lane.replace("S7", PEOPLE[1][0].id, PEOPLE[5][0].id).wrong == "came"
        assert lane.replace("S7", PEOPLE[4][0].id, "nobody").wrong == "nobody"
        assert lane.replace("S7", PEOPLE[4][0].id, PEOPLE[5][0].id, "家中有事").wrong == ""
        assert duty.show(5, "08:40").result == "checked_in"
        assert (duty.row(5).replaces, duty.row(5).late_min) == (
            "王*** (990101-0004)",
            40,
        )
        assert duty.row(4).replaced_by == "王*** (990101-0005)"


def test_whoever_is_no_lead_or_has_not_signed_is_told_so_and_nothing_is_written(tmp_path: Path) -> None:
    pin = msgspec.structs.replace(LEAD, pin=pins.sealed("4711"))
    with duty_at(tmp_path / "a", pin) as duty:
        duty.gate.clock.to("09:00")
        assert duty.lane.absent("S7", PEOPLE[4][0].id) == Acted(wrong="no_lead")
        assert duty.lane.sign(PEOPLE[1][1]).refusal == "not_a_lead"
        assert duty.lane.sign_with_pin(LEAD.id, "0000").refusal == "wrong_pin"
        assert duty.lane.type(PEOPLE[1][0].id) == Acted(wrong="no_lead")
        assert duty.gate.store.entry_count() == 0
        assert duty.lane.sign_with_pin(LEAD.id, "4711").number == LEAD.id
        duty.gate.wait(179)
        assert duty.lane.absent("S7", PEOPLE[4][0].id).wrong == ""
        duty.gate.wait(180)
        assert duty.lane.excused("S7", PEOPLE[4][0].id, "请假") == Acted(wrong="no_lead"), (
            "three minutes without an act"
        )


def test_a_typed_number_is_the_leads_word_and_not_a_scan(tmp_path: Path) -> None:
    with duty_at(tmp_path / "a") as duty:
        duty.gate.clock.to("07:50")
        card = duty.lead().type(PEOPLE[1][0].id)
        assert isinstance(card, DutyCard)
        assert duty.lane.answer(card.entry, answers(1)) is not None
        duty.show(1, "11:00")
        assert (duty.row(1).minutes, duty.row(1).sources) == (180, ("lead_confirmed",))
        missing = duty.lead().type("990101-4040")
        assert isinstance(missing, DutyCard)
        assert missing.codes == ("unknown_volunteer",)
        assert "4040" not in str([entry.body for entry in duty.gate.store.rare(DUTY)]), "it may be anything"


def test_a_wrong_answer_is_refused_and_a_suspended_badge_stays_so_until_a_lead_takes_it_again(tmp_path: Path) -> None:
    always = Policy(duty=DutyRules(ask_phone_end=1))
    with duty_at(tmp_path / "a", policy=always) as duty:
        duty.gate.clock.to("07:50")
        card = duty.lane.show(PEOPLE[8][1])
        assert card.asks[0] == "phone_end"
        wrong = duty.lane.answer(card.entry, answers(1))
        assert wrong is not None
        assert (wrong.codes, duty.row(8).status) == (("wrong_answer",), "refused")
        assert duty.lead().suspend(wrong.entry, "照片不符").wrong == ""
        assert duty.show(8, "07:55").codes == ("badge_suspended",)
        assert duty.lead().reinstate(PEOPLE[8][0].id, "本人到场").wrong == ""
        assert duty.show(8, "07:56").result == "checked_in"
        assert duty.lane.reinstate(PEOPLE[8][0].id, "本人到场").wrong == "not_now"


def test_suspecting_a_badge_that_was_let_in_takes_the_check_in_back(tmp_path: Path) -> None:
    with duty_at(tmp_path / "a") as duty:
        card = duty.show(8, "07:59")
        assert duty.lead().suspend(card.entry).wrong == ""
        row = duty.row(8)
        assert (row.status, row.came_at, row.codes) == ("refused", None, ("possible_borrowed",))


def test_a_suspended_badge_signs_no_shift_either(tmp_path: Path) -> None:
    with duty_at(tmp_path / "a") as duty:
        card = duty.show(8, "07:59")
        duty.lead().suspend(card.entry)
        assert duty.lane.sign(PEOPLE[8][1]).refusal == "revoked"


def test_a_forgotten_check_out_is_a_leads_for_two_days_and_then_a_supervisors(tmp_path: Path) -> None:
    boss, boss_badge = badge(101, name="吴督导", role="supervisor")
    with duty_at(tmp_path / "a", boss) as duty:
        duty.show(6, "07:58")
        duty.gate.clock.to("12:00")
        row = duty.row(6)
        assert (row.status, row.actions[0], row.confirm_until) == ("unsigned", "confirm_out", at("12:00", "2022-12-07"))
        confirm = ("S7", PEOPLE[6][0].id, at("11:00"), "忘记签退")
        assert duty.lead().confirm_out("S7", PEOPLE[6][0].id, at("07:00"), "x").wrong == "bad_time"
        duty.gate.clock.to("12:01", "2022-12-07")
        assert duty.lead().confirm_out(*confirm).wrong == "too_late"
        duty.lane.sign(boss_badge)
        assert duty.lane.confirm_out(*confirm).wrong == ""
        assert duty.lane.confirm_out(*confirm).wrong == "not_now"
        record = duty.lane.book.record("S7", PEOPLE[6][0].id, duty.gate.clock.now())
        assert record is not None
        assert (record.credited, record.confirmed_by) == (180, (boss.id,))


def test_a_back_entry_needs_a_second_name_and_training(tmp_path: Path) -> None:
    with duty_at(tmp_path / "a") as duty:
        duty.gate.clock.to("13:00")
        lane, span = duty.lead(), (at("08:00"), at("10:00"))
        one, two, seven = (PEOPLE[number][0].id for number in (1, 2, 7))
        assert lane.enter_back("S7", one, *span, LEAD.id, "漏扫").wrong == "no_witness"
        assert lane.enter_back("S7", one, *span, one, "漏扫").wrong == "no_witness"
        assert lane.enter_back("S7", one, at("12:00"), at("12:30"), two, "漏扫").wrong == "bad_time"
        assert lane.enter_back("S7", seven, *span, two, "漏扫").wrong == "not_fit"
        assert lane.enter_back("S7", one, *span, two, "漏扫").wrong == ""
        assert (duty.row(1).minutes, duty.row(1).sources, duty.row(1).status) == (120, ("back_entry",), "done")


def test_late_on_business_and_overtime_are_a_leads_word_and_can_be_taken_back(tmp_path: Path) -> None:
    with duty_at(tmp_path / "a") as duty:
        duty.show(2, "08:17")
        duty.show(2, "12:20", "out")
        one = PEOPLE[2][0].id
        lane = duty.lead()
        assert lane.waive("S7", one, "early", "因公").wrong == "not_now"
        assert lane.waive("S7", one, "late", "送药").wrong == ""
        assert (duty.row(2).marks, lane.board().figures["late"]) == (("late_waived",), 0)
        approved = lane.approve_overtime("S7", one, at("12:00"), "接班人未到")
        assert duty.row(2).minutes == 223
        assert lane.undo(approved.entry, "写错").wrong == ""
        assert duty.row(2).minutes == 163


def test_a_slip_is_taken_back_without_a_lead_for_two_minutes(tmp_path: Path) -> None:
    with duty_at(tmp_path / "a") as duty:
        card = duty.show(1, "07:50")
        duty.gate.wait(120)
        assert duty.lane.undo(card.entry).wrong == ""
        assert duty.row(1).status == "expected"
        card = duty.show(1, "07:55")
        duty.gate.wait(121)
        assert duty.lane.undo(card.entry).wrong == "no_lead"
