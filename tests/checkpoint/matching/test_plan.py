"""A whole day at once: no rule is broken, no order matters, and no place stays empty that could be filled."""

from __future__ import annotations

from itertools import combinations, product

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from checkpoint.matching import solver
from checkpoint.matching.plan import greedy, opened, plan_day
from checkpoint.matching.pool import Pool
from checkpoint.matching.slots import LONGEST_DAY, Slot, Stop
from checkpoint.matching.suggestions import suggest
from checkpoint.roster import Training, Volunteer
from tests.checkpoint.matching.made_pool import GATE, OPEN, booking, slot, taught, volunteer, weekly

VOLUNTEERS = st.integers(0, 3).flatmap(
    lambda kind: st.builds(
        lambda cap, days, wants: {
            "most_minutes_a_day": cap,
            "available": ((weekly("1", "06:00", "14:00"),), (), ())[days],
            "intentions": ((), ("gate",), ("open",))[wants],
            "trained": kind != 0,
        },
        st.sampled_from([0, 180, 300, 480]),
        st.integers(0, 2),
        st.integers(0, 2),
    )
)
SLOTS = st.builds(
    lambda begins, hours, wanted, trains: (begins, hours, wanted, GATE if trains else OPEN),
    st.sampled_from(["06:00", "08:00", "10:00", "12:00", "15:00"]),
    st.sampled_from([2, 3, 5]),
    st.integers(1, 2),
    st.booleans(),
)


def made(people: list[dict[str, object]], wants: list[tuple[str, float, int, object]]) -> tuple[Pool, list[Slot]]:
    """A pool and slots of these."""
    volunteers: list[Volunteer] = []
    trainings: list[Training] = []
    for number, said in enumerate(people):
        told = dict(said)
        if told.pop("trained"):
            trainings += taught(number)
        volunteers.append(volunteer(number, **told))
    slots = [
        slot(begins, hours, post=post, wanted=wanted, shift=f"S{number}")  # type: ignore[arg-type]
        for number, (begins, hours, wanted, post) in enumerate(wants)
    ]
    booked = [booking(0, "09:00", 2)]
    return Pool(volunteers, trainings, booked), slots


def fitting(pool: Pool, slots: list[Slot]) -> dict[str, set[str]]:
    """shift -> who fits it."""
    return {slot.shift: {one.volunteer for one in suggest(pool, slot, limit=99).best} for slot in slots}


def broken(
    pool: Pool, slots: list[Slot], assigned: tuple[tuple[str, str], ...], fits: dict[str, set[str]] | None = None
) -> list[str]:
    """Every rule that an assignment breaks, looked at one by one."""
    by_id, fits = {one.shift: one for one in slots}, fits or fitting(pool, slots)
    wrong = [f"{who} does not fit {shift}" for shift, who in assigned if who not in fits[shift]]
    wrong += [f"{pair} twice" for pair in assigned if assigned.count(pair) > 1]
    wrong += [f"{id_} has too many" for id_, one in by_id.items() if sum(s == id_ for s, _ in assigned) > one.wanted]
    for who in {who for _, who in assigned}:
        own = [by_id[shift] for shift, one in assigned if one == who]
        wrong += [f"{who} is in two places" for a, b in combinations(own, 2) if a.begins < b.ends and b.begins < a.ends]
        one = pool.volunteers[pool.place[who]]
        total = sum(slot.minutes for slot in own) + int(pool.minutes_on(slots[0].day)[pool.place[who]])
        wrong += [f"{who} serves too long"] if total > (one.most_minutes_a_day or LONGEST_DAY) else []
    return wrong


@settings(max_examples=15, deadline=None)
@given(
    people=st.lists(VOLUNTEERS, min_size=1, max_size=8),
    wants=st.lists(SLOTS, min_size=1, max_size=6),
    turn=st.randoms(),
)
def test_a_plan_breaks_no_rule_needs_no_order_and_fills_no_less_than_a_greedy_walk(
    people: list[dict[str, object]], wants: list[tuple[str, float, int, object]], turn: object
) -> None:
    pool, slots = made(people, wants)
    plan = plan_day(pool, slots)
    assert broken(pool, slots, plan.assigned) == []
    assert len(plan.assigned) >= sum(map(len, greedy(pool, opened(pool, slots))))
    assert plan.wanted == len(plan.assigned) + sum(one.lacking for one in plan.unfilled)
    mixed = list(slots)
    turn.shuffle(mixed)  # type: ignore[attr-defined]
    other = Pool(reversed(pool.volunteers), reversed(pool._trainings), pool._booked)
    assert plan_day(other, mixed) == plan


@settings(max_examples=12, deadline=None)
@given(people=st.lists(VOLUNTEERS, min_size=1, max_size=3), wants=st.lists(SLOTS, min_size=1, max_size=3))
def test_no_other_plan_fills_more(people: list[dict[str, object]], wants: list[tuple[str, float, int, object]]) -> None:
    pool, slots = made(people, wants)
    pairs = [(one.shift, who.id) for one in slots for who in pool.volunteers]
    plans = (
        tuple(pair for pair, is_in in zip(pairs, chosen, strict=True) if is_in)
        for chosen in product((0, 1), repeat=len(pairs))
    )
    fits = fitting(pool, slots)
    best = max(len(plan) for plan in plans if not broken(pool, slots, plan, fits))
    assert len(plan_day(pool, slots).assigned) == best


def test_the_only_one_who_can_take_a_slot_is_kept_for_it() -> None:
    trained = Pool([volunteer(1, intentions=("gate",)), volunteer(2)], [*taught(1), *taught(2)])
    slots = [slot(post=GATE, shift="A"), slot(post=OPEN, shift="B")]
    assert plan_day(trained, slots).assigned == (("A", "V1"), ("B", "V2"))
    assert plan_day(trained, slots[::-1]).assigned == (("A", "V1"), ("B", "V2"))


def test_the_load_is_shared_between_equals() -> None:
    pool = Pool([volunteer(1), volunteer(2), volunteer(3)], booked=[booking(1, "08:00", 5, "2022-12-08")])
    slots = [slot("08:00", shift="A"), slot("12:00", shift="B")]
    assert {who for _, who in plan_day(pool, slots).assigned} == {"V2", "V3"}


def test_what_could_not_be_filled_says_why() -> None:
    pool = Pool([volunteer(1), volunteer(2, areas=("990102",)), volunteer(3, intentions=("gate",))])
    plan = plan_day(pool, [slot("08:00", shift="A"), slot("09:00", shift="B", wanted=2)])
    assert len(plan.assigned) == 1
    by_shift = {one.slot.shift: one for one in plan.unfilled}
    assert sum(one.lacking for one in plan.unfilled) == 2
    assert by_shift["B"].against == {Stop.OTHER_AREA: 1, Stop.OTHER_INTENTION: 1}
    assert sum(one.elsewhere for one in plan.unfilled) == (1 if len(by_shift) == 2 else 0)


def test_a_puzzle_that_is_settled_piece_by_piece_breaks_no_rule_either(monkeypatch: pytest.MonkeyPatch) -> None:
    people = [{"most_minutes_a_day": (300, 480, 0)[n % 3], "intentions": (), "trained": n % 4 > 0} for n in range(12)]
    wants = [(f"{hour:02d}:00", 3.0, 2, GATE if hour % 2 else OPEN) for hour in range(6, 18)]
    pool, slots = made(people, wants)  # type: ignore[arg-type]
    whole = plan_day(pool, slots)
    monkeypatch.setattr(solver, "_HARD", 0)
    monkeypatch.setattr(solver, "_PARTS", 2)
    piecewise = plan_day(pool, slots)
    assert broken(pool, slots, piecewise.assigned) == []
    assert len(whole.assigned) >= len(piecewise.assigned) >= sum(map(len, greedy(pool, opened(pool, slots))))
