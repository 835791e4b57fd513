"""What a table asks about more than once, and what two people say differently."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

from checkpoint.sampling import rules
from checkpoint.sampling.acts import TUBE, Change
from checkpoint.sampling.books import State
from checkpoint.sampling.folding import fold
from checkpoint.sampling.rules import Refusal
from tests.checkpoint.test_sampling import TODAY, Table, books, conflicting
from tests.harness.made import SITE, arrived


def test_a_reason_for_a_second_sample_says_nothing_of_a_fever() -> None:
    one, two = Table("s1"), Table("s2", "09:00")
    one.add(one.tube(one.box()), "1")
    tube = two.tube(two.box("BX-0002"), "A221205-0002")
    found = books(one, two)
    assert rules.may_add(found, tube, "1", TODAY, wants_single=True) is Refusal.SAMPLED_TODAY
    assert rules.may_add(found, tube, "1", TODAY, "上一管破损", wants_single=True) is Refusal.SINGLE
    assert rules.may_add(found, tube, "1", TODAY, "上一管破损") == found.tubes[tube]


def test_of_two_leads_who_settled_one_code_apart_the_later_word_holds_whichever_arrives_first() -> None:
    one, two, mine, theirs = conflicting()
    said: dict[str, Any] = {"code": "A221205-0001", "named": [mine, theirs]}
    two.time += timedelta(minutes=1)
    two.act(TUBE, Change.RESOLVED, kept=theirs, **said)
    one.act(TUBE, Change.RESOLVED, kept=mine, **said)
    told = arrived(one.pen, two.pen)
    for order in (told, told[::-1]):
        found = fold(order, SITE)
        assert (found.tubes[mine].state, found.tubes[theirs].state) == (State.VOID, State.SEALED)
