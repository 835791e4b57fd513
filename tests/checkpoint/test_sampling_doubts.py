"""What a table is asked about more than once, and what stays of a tube that lost its code."""

from __future__ import annotations

from checkpoint.sampling import rules
from checkpoint.sampling.acts import MEMBER, TUBE, Change
from checkpoint.sampling.books import State
from checkpoint.sampling.folding import fold
from checkpoint.sampling.rules import Refusal
from tests.checkpoint.test_sampling import TODAY, Table, books, ten
from tests.harness.made import SITE, arrived


def test_an_open_tube_that_lost_its_code_keeps_its_count_when_its_names_are_forgotten() -> None:
    one, two = Table("s1"), Table("s2", "09:00")
    mine, theirs = one.tube(one.box()), two.tube(two.box("BX-0002"))
    two.add(theirs, *ten()[:3])
    one.act(TUBE, Change.RESOLVED, code="A221205-0001", named=[mine, theirs], counts=[0, 3], kept=mine)
    found = books(one, two).tubes[theirs]
    assert (found.state, found.count) == (State.VOID, 3)
    told = [one for one in arrived(one.pen, two.pen) if one.entry.kind != MEMBER]
    assert fold(told, SITE).tubes[theirs].count == 3


def test_a_reason_for_a_second_sample_says_nothing_of_a_fever() -> None:
    one, two = Table("s1"), Table("s2", "09:00")
    one.add(one.tube(one.box()), "1")
    tube = two.tube(two.box("BX-0002"), "A221205-0002")
    found = books(one, two)
    assert rules.may_add(found, tube, "1", TODAY, wants_single=True) is Refusal.SAMPLED_TODAY
    assert rules.may_add(found, tube, "1", TODAY, "上一管破损", wants_single=True) is Refusal.SINGLE
    assert rules.may_add(found, tube, "1", TODAY, "上一管破损") == found.tubes[tube]
