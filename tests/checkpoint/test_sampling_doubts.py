"""What a table asks about more than once."""

from __future__ import annotations

from checkpoint.sampling import rules
from checkpoint.sampling.rules import Refusal
from tests.checkpoint.test_sampling import TODAY, Table, books


def test_a_reason_for_a_second_sample_says_nothing_of_a_fever() -> None:
    one, two = Table("s1"), Table("s2", "09:00")
    one.add(one.tube(one.box()), "1")
    tube = two.tube(two.box("BX-0002"), "A221205-0002")
    found = books(one, two)
    assert rules.may_add(found, tube, "1", TODAY, wants_single=True) is Refusal.SAMPLED_TODAY
    assert rules.may_add(found, tube, "1", TODAY, "上一管破损", wants_single=True) is Refusal.SINGLE
    assert rules.may_add(found, tube, "1", TODAY, "上一管破损") == found.tubes[tube]
