"""The books of sampling: a tube's states, who is in it, codes used twice, and what a table may do next."""

from __future__ import annotations

import random
from typing import Any

import pytest

from checkpoint.days import bounds
from checkpoint.sampling import rules
from checkpoint.sampling.acts import BOX, MEMBER, TUBE, Change, body_of
from checkpoint.sampling.books import CONFLICT, Books, State
from checkpoint.sampling.folding import fold, more
from checkpoint.sampling.rules import Closing, Refusal
from tests.harness.made import SITE, ZONE, Pen, arrived, at

TODAY = bounds(at("12:00").astimezone(ZONE).date(), ZONE)


class Table:
    """A sampling table that writes what a test says, a second after another; nothing is judged."""

    def __init__(self, station: str = "s1", start: str = "08:00") -> None:
        self.pen, self.key, self.time = Pen(station), (station, "1"), at(start)
        self.boxed = self.last = ""

    def act(self, kind: str, change: Change, about: str | None = None, **said: Any) -> str:
        self.time = self.time.fromtimestamp(self.time.timestamp() + 1, self.time.tzinfo)
        body = body_of(change, SITE, "G1", self.key[1], **said)
        self.last = self.pen.write(kind, body, self.time, amends=about).id
        return self.last

    def box(self, code: str = "BX-0001", pool: int = 10) -> str:
        self.boxed = self.act(BOX, Change.OPENED, code=code, pool=pool)
        return self.boxed

    def tube(self, box: str, code: str = "A221205-0001", pool: int = 10) -> str:
        return self.act(TUBE, Change.OPENED, code=code, box=box, pool=pool)

    def add(self, tube: str, *subjects: str, **said: Any) -> list[str]:
        return [
            self.act(MEMBER, Change.ADDED, tube, subject=one, name="张*", method="scan", **said) for one in subjects
        ]

    def seal(self, tube: str, count: int, *, short: bool = False) -> str:
        return self.act(TUBE, Change.SEALED, tube, count=count, short=short)

    def void(self, tube: str, count: int, reason: str = "破损") -> str:
        return self.act(TUBE, Change.VOIDED, tube, count=count, reason=reason)

    def send(self, *tubes: str) -> str:
        return self.act(TUBE, Change.SENT, named=list(tubes), to="李*", by="990101-0001")


def books(*tables: Table) -> Books:
    return fold(arrived(*(one.pen for one in tables)), SITE)


def ten(start: int = 1) -> list[str]:
    return [str(number) for number in range(start, start + 10)]


def test_a_tube_goes_from_open_to_received_with_a_name_and_a_time_at_every_step() -> None:
    table = Table()
    tube = table.tube(table.box())
    assert books(table).tubes[tube].state is State.OPEN
    table.add(tube, *ten())
    table.seal(tube, 10)
    assert books(table).tubes[tube].state is State.SEALED
    table.send(tube)
    found = books(table).tubes[tube]
    assert found.state is State.SENT
    assert found.sent is not None
    assert found.sent.said("to") == "李*"
    table.act(TUBE, Change.RECEIVED, named=[tube])
    found = books(table).tubes[tube]
    assert (found.state, found.count, found.short, len(found.members)) == (State.RECEIVED, 10, False, 10)


def test_the_eleventh_is_refused_and_so_is_the_same_person_twice() -> None:
    table = Table()
    tube = table.tube(table.box())
    table.add(tube, *ten()[:9])
    assert rules.may_add(books(table), tube, "1", TODAY) is Refusal.SAME_TUBE
    table.add(tube, "10")
    assert rules.may_add(books(table), tube, "11", TODAY) is Refusal.FULL
    assert rules.may_add(books(table), tube, "", TODAY) is Refusal.NO_PERSON
    table.seal(tube, 10)
    assert rules.may_add(books(table), tube, "11", TODAY) is Refusal.NOT_OPEN


def test_somebody_sampled_today_at_another_table_is_amber_until_there_is_a_reason() -> None:
    one, two = Table("s1"), Table("s2", "09:00")
    first = one.tube(one.box())
    one.add(first, "1")
    second = two.tube(two.box("BX-0002"), "A221205-0002")
    found = books(one, two)
    assert rules.may_add(found, second, "1", TODAY) is Refusal.SAMPLED_TODAY
    before = found.sampled("1", *TODAY)
    assert before is not None
    assert before.tube == first
    assert rules.may_add(found, second, "1", TODAY, "上一管破损") == found.tubes[second]
    tomorrow = bounds(at("12:00", "2022-12-06").astimezone(ZONE).date(), ZONE)
    assert rules.may_add(found, second, "1", tomorrow) == found.tubes[second]


def test_fever_goes_into_a_single_tube_that_is_opened_while_the_pool_of_ten_waits() -> None:
    table = Table()
    box = table.box()
    tube = table.tube(box)
    table.add(tube, "1", "2")
    found = books(table)
    assert rules.may_add(found, tube, "3", TODAY, wants_single=True) is Refusal.SINGLE
    assert rules.may_open_tube(found, table.key, "A221205-0002", 10) is Refusal.TUBE_OPEN
    assert rules.may_open_tube(found, table.key, "A221205-0002", 1) == found.boxes[box]
    assert rules.may_open_tube(found, table.key, "A221205-0002", 5) is Refusal.BAD_POOL
    single = table.tube(box, "A221205-0002", pool=1)
    found = books(table)
    assert rules.may_add(found, single, "3", TODAY, wants_single=True) == found.tubes[single]
    assert [one.id for one in found.open_tubes(*table.key)] == [tube, single]


def test_a_tube_is_sealed_before_it_is_full_only_when_somebody_says_so() -> None:
    table = Table()
    tube = table.tube(table.box())
    assert rules.may_seal(books(table), tube) is Refusal.EMPTY
    table.add(tube, "1", "2", "3")
    assert rules.may_seal(books(table), tube) is Refusal.NOT_FULL
    assert rules.may_seal(books(table), tube, confirmed=True) == books(table).tubes[tube]
    table.seal(tube, 3, short=True)
    assert books(table).tubes[tube].short


def test_whoever_was_bound_and_not_swabbed_is_to_be_sampled_again_until_they_are() -> None:
    table = Table()
    box = table.box()
    tube = table.tube(box)
    first, second = table.add(tube, "1", "2")
    assert rules.may_remove(books(table), first) == books(table).members[first]
    table.act(MEMBER, Change.REMOVED, first, tube=tube, reason="not_sampled")
    found = books(table)
    assert [one.subject for one in found.to_sample_again()] == ["1"]
    assert (found.tubes[tube].count, [one.id for one in found.tubes[tube].members]) == (1, [second])
    assert rules.may_remove(found, first) is Refusal.NOT_A_MEMBER
    table.add(tube, "1")
    assert books(table).to_sample_again() == ()


def test_a_void_tube_sends_its_members_back_and_its_code_is_never_used_again() -> None:
    table = Table()
    box = table.box()
    tube = table.tube(box)
    table.add(tube, *ten())
    table.seal(tube, 10)
    assert rules.may_void(books(table), tube, " ") is Refusal.NO_REASON
    table.void(tube, 10)
    found = books(table)
    assert (found.tubes[tube].state, found.tubes[tube].void_reason) == (State.VOID, "破损")
    assert {one.subject for one in found.to_sample_again()} == set(ten())
    assert rules.may_open_tube(found, table.key, " a221205-0001 ", 10) is Refusal.CODE_USED
    assert rules.may_add(found, tube, "11", TODAY) is Refusal.NOT_OPEN
    again = table.tube(box, "A221205-0002")
    table.add(again, *ten())
    assert books(table).to_sample_again() == ()


def test_a_relatives_code_is_replaced_by_the_operator_before_the_seal_and_by_a_lead_after_it() -> None:
    table = Table()
    tube = table.tube(table.box())
    (wrong,) = table.add(tube, "1")
    assert rules.may_replace(books(table), wrong, "2", TODAY, "", is_lead=False) == books(table).tubes[tube]
    right = table.act(MEMBER, Change.REPLACED, wrong, tube=tube, subject="2", name="王*", method="scan")
    found = books(table)
    assert [(one.subject, one.instead_of) for one in found.tubes[tube].members] == [("2", wrong)]
    assert [(one.subject, one.gone) for one in found.tubes[tube].gone] == [("1", "replaced")]
    assert found.to_sample_again() == ()
    table.seal(tube, 1, short=True)
    found = books(table)
    assert rules.may_replace(found, right, "3", TODAY, "", is_lead=False) is Refusal.NO_LEAD
    assert rules.may_replace(found, right, "3", TODAY, "", is_lead=True) is Refusal.NO_REASON
    assert rules.may_replace(found, right, "3", TODAY, "错码", is_lead=True) == found.tubes[tube]


def test_a_group_moves_to_the_right_tube_while_both_are_open() -> None:
    table = Table()
    box = table.box()
    wrong = table.tube(box)
    group = table.add(wrong, *ten()[:4])
    right = table.tube(box, "A221205-0002", pool=1)
    assert rules.may_move(books(table), wrong, right) is Refusal.FULL
    right = table.tube(box, "A221205-0003")
    found = books(table)
    assert rules.may_move(found, wrong, right) == found.tubes[wrong].members
    table.act(MEMBER, Change.MOVED, named=group, tube=right)
    found = books(table)
    assert (found.tubes[wrong].members, [one.id for one in found.tubes[right].members]) == ((), group)
    table.seal(right, 4, short=True)
    assert rules.may_move(books(table), right, wrong) is Refusal.NOT_OPEN


def test_whoever_was_swabbed_and_not_bound_is_added_after_the_seal_by_a_lead_and_the_tube_is_flagged() -> None:
    table = Table()
    tube = table.tube(table.box())
    table.add(tube, *ten()[:9])
    assert rules.may_amend(books(table), table.key, tube, "10", "漏扫", is_lead=True) is Refusal.NOT_SEALED
    table.seal(tube, 9, short=True)
    found = books(table)
    assert rules.may_amend(found, table.key, tube, "10", "漏扫", is_lead=False) is Refusal.NO_LEAD
    assert rules.may_amend(found, table.key, tube, "10", "", is_lead=True) is Refusal.NO_REASON
    assert rules.may_amend(found, ("s2", "1"), tube, "10", "漏扫", is_lead=True) is Refusal.NOT_HERE
    assert rules.may_amend(found, table.key, tube, "10", "漏扫", is_lead=True) == found.tubes[tube]
    table.act(TUBE, Change.AMENDED, tube, reason="漏扫", approved_by="990101-0009")
    table.add(tube, "10", late="yes", reason="漏扫")
    found = books(table)
    assert (found.tubes[tube].count, found.flagged) == (10, (found.tubes[tube],))
    assert found.tubes[tube].members[-1].late
    assert rules.may_amend(found, table.key, tube, "11", "漏扫", is_lead=True) is Refusal.FULL


def test_a_box_is_closed_when_no_tube_is_open_and_the_counts_agree_or_somebody_says_why_not() -> None:
    table = Table()
    box = table.box()
    tube = table.tube(box)
    table.add(tube, "1")
    assert rules.may_close_box(books(table), table.key, 1) is Refusal.TUBE_OPEN
    table.seal(tube, 1, short=True)
    broken = table.tube(box, "A221205-0002")
    table.void(broken, 0)
    found = books(table)
    assert rules.may_close_box(found, table.key, 2) is Refusal.COUNT_DIFFERS
    assert rules.may_close_box(found, table.key, -1) is Refusal.BAD_COUNT
    assert rules.may_close_box(found, table.key, 1) == Closing(found.boxes[box], 1, 1)
    assert rules.may_close_box(found, table.key, 2, "作废管在箱内") == Closing(found.boxes[box], 1, 2)
    assert rules.may_open_box(found, table.key, "BX-0002", 10) is Refusal.BOX_OPEN
    assert rules.sendable(found, box) == ()
    table.act(BOX, Change.CLOSED, box, count=1, typed=1)
    found = books(table)
    assert rules.may_open_box(found, table.key, "bx-0001", 10) is Refusal.CODE_USED
    assert rules.may_open_box(found, table.key, "BX-0002", 10) is None
    assert rules.may_open_box(found, table.key, "BX-0002", 7) is Refusal.BAD_POOL
    assert [one.id for one in rules.sendable(found, box)] == [tube]


def test_a_box_takes_fifty_tubes() -> None:
    table = Table()
    box = table.box(pool=1)
    for number in range(50):
        tube = table.tube(box, f"A221205-{number:04d}", pool=1)
        table.add(tube, str(number + 1))
        table.seal(tube, 1)
    assert rules.may_open_tube(books(table), table.key, "A221205-9999", 1) is Refusal.BOX_FULL


@pytest.mark.parametrize("code", ["", "A1", "管A0001", "A1 0001", "https://pay.example", "A" * 41])
def test_what_is_not_in_the_sites_format_is_no_label(code: str) -> None:
    table = Table()
    table.box()
    assert rules.may_open_tube(books(table), table.key, code, 10) is Refusal.BAD_CODE


def test_a_site_names_its_own_format_and_one_that_is_no_pattern_lets_nothing_through() -> None:
    assert rules.is_code("SC1234567890", r"SC[0-9]{10}")
    assert not rules.is_code("A221205-0001", r"SC[0-9]{10}")
    assert not rules.is_code("A221205-0001", r"SC[")


def conflicting() -> tuple[Table, Table, str, str]:
    one, two = Table("s1"), Table("s2")
    mine, theirs = one.tube(one.box()), two.tube(two.box("BX-0002"))
    one.add(mine, "1")
    one.seal(mine, 1, short=True)
    two.add(theirs, "2")
    two.seal(theirs, 1, short=True)
    return one, two, mine, theirs


def test_two_tables_with_one_code_are_two_tubes_and_neither_is_sent_until_a_lead_says_which_keeps_it() -> None:
    one, two, mine, theirs = conflicting()
    found = books(one, two)
    assert found.conflicts == (found.tubes_of("A221205-0001"),)
    assert {one.id for one in found.conflicts[0]} == {mine, theirs}
    assert rules.may_send(found, [mine], "李*") is Refusal.IN_CONFLICT
    assert rules.may_resolve(found, "A221205-0001", mine, is_lead=False) is Refusal.NO_LEAD
    assert rules.may_resolve(found, "A221205-0001", "nobody", is_lead=True) is Refusal.NO_TUBE
    assert rules.may_resolve(found, "A221205-0001", mine, is_lead=True) == found.conflicts[0]
    two.act(TUBE, Change.RESOLVED, code="A221205-0001", named=[mine, theirs], kept=mine, reason="看标签")
    found = books(one, two)
    assert found.conflicts == ()
    assert (found.tubes[mine].state, found.tubes[theirs].state) == (State.SEALED, State.VOID)
    assert found.tubes[theirs].void_reason == CONFLICT
    assert [one.subject for one in found.to_sample_again()] == ["2"]
    assert rules.may_send(found, [mine], "李*") == (found.tubes[mine],)
    assert rules.may_resolve(found, "A221205-0001", mine, is_lead=True) is Refusal.NO_CONFLICT


def test_a_conflict_is_settled_when_no_table_fills_a_tube_of_it_any_more() -> None:
    one, two, mine, _ = conflicting()
    third = Table("s3")
    theirs = third.tube(third.box("BX-0003"))
    third.add(theirs, "3")
    assert rules.may_resolve(books(one, two, third), "A221205-0001", mine, is_lead=True) is Refusal.TUBE_OPEN
    third.void(theirs, 1)
    found = books(one, two, third)
    assert rules.may_resolve(found, "A221205-0001", mine, is_lead=True) == found.conflicts[0]


def test_a_lead_may_give_a_code_to_neither_and_a_third_tube_that_turns_up_later_asks_again() -> None:
    one, two, mine, theirs = conflicting()
    one.act(TUBE, Change.RESOLVED, code="A221205-0001", named=[mine, theirs])
    found = books(one, two)
    assert {one.state for one in found.tubes_of("A221205-0001")} == {State.VOID}
    third = Table("s3")
    third.tube(third.box("BX-0003"))
    assert len(books(one, two, third).conflicts[0]) == 3


def test_what_is_sent_is_sealed_and_has_a_receiver_and_what_is_received_was_sent() -> None:
    table = Table()
    tube = table.tube(table.box())
    table.add(tube, "1")
    assert rules.may_send(books(table), [tube], "李*") is Refusal.NOT_SEALED
    table.seal(tube, 1, short=True)
    found = books(table)
    assert rules.may_send(found, [], "李*") is Refusal.NOTHING_TO_SEND
    assert rules.may_send(found, [tube], " ") is Refusal.NO_RECEIVER
    assert rules.may_receive(found, [tube]) is Refusal.NOT_SENT
    table.send(tube)
    assert rules.may_receive(books(table), [tube]) == (books(table).tubes[tube],)


def test_what_the_laboratory_has_is_not_made_void_afterwards() -> None:
    table = Table()
    tube = table.tube(table.box())
    table.add(tube, "1")
    table.seal(tube, 1, short=True)
    table.send(tube)
    table.act(TUBE, Change.RECEIVED, named=[tube])
    assert rules.may_void(books(table), tube, "破损") is Refusal.NOT_OPEN
    table.void(tube, 1)
    assert books(table).tubes[tube].state is State.RECEIVED


def test_members_wait_for_a_tube_that_has_not_arrived_and_count_when_it_comes() -> None:
    table = Table()
    tube = table.tube(table.box())
    table.add(tube, "1", "2")
    all_of_it = arrived(table.pen)
    opening = next(one for one in all_of_it if one.entry.id == tube)
    early = fold([one for one in all_of_it if one is not opening], SITE)
    assert (dict(early.tubes), early.sampled("1", *TODAY)) == ({}, None)
    late = more(early, [opening])
    assert late.tubes[tube].count == 2
    assert late == fold(all_of_it, SITE)


def test_what_a_newer_program_or_another_site_wrote_changes_nothing() -> None:
    table = Table()
    tube = table.tube(table.box())
    before = books(table)
    table.pen.write(TUBE, {"change": "frozen", "site": SITE}, table.time, amends=tube)
    table.pen.write(TUBE, {"change": "sealed", "site": SITE, "count": "ten"}, table.time, amends=tube)
    table.pen.write(TUBE, {"change": "sealed", "site": SITE, "count": 1}, table.time)
    table.pen.write(MEMBER, {"change": "added", "site": SITE, "subject": 7}, table.time, amends=tube)
    table.pen.write(MEMBER, {"change": "added", "site": "elsewhere", "subject": "7"}, table.time, amends=tube)
    table.pen.write(BOX, {"change": "opened", "site": SITE, "code": "BX-1", "pool": 3}, table.time)
    assert books(table) == before


@pytest.mark.parametrize("seed", range(20))
def test_any_order_with_repeats_and_one_by_one_gives_the_same_books(seed: int) -> None:
    one, two, mine, theirs = conflicting()
    box = one.box("BX-0009")
    wrong = one.tube(box, "A221205-0009")
    group = one.add(wrong, "5", "6", "7")
    one.act(MEMBER, Change.REPLACED, group[0], tube=wrong, subject="8", name="王*", method="typed")
    right = one.tube(box, "A221205-0010")
    one.act(MEMBER, Change.MOVED, named=group[1:], tube=right)
    two.act(TUBE, Change.RESOLVED, code="A221205-0001", named=[mine, theirs], kept=theirs)
    one.void(wrong, 1)
    wanted, told = books(one, two), arrived(one.pen, two.pen)
    chance = random.Random(seed)
    shuffled = [*told, *chance.sample(told, 5)]
    chance.shuffle(shuffled)
    found = Books(SITE)
    for arrival in shuffled:
        found = more(found, [arrival])
    assert figures(found) == figures(wanted)


def figures(books: Books) -> Any:
    return books.tubes, books.boxes, books.members, books.conflicts, books.to_sample_again()
