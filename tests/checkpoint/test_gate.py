"""The judge: each situation at a gate and its one card."""

from __future__ import annotations

from dataclasses import replace
from datetime import datetime, timedelta
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from checkpoint import gate
from checkpoint.gate import (
    Action,
    Direction,
    LastPassage,
    Light,
    Outcome,
    OutingsSoFar,
    Reason,
    Standing,
    VisualCheck,
    category_of,
    judge,
)
from checkpoint.passes import NOT_OURS, Credential, Genuineness, PassKind
from checkpoint.policy import Outings, Policy, UnknownPass
from tests.harness.made import C1, C2, R1, at, pass_of

NOW = at("07:00:20")
GOOD = Credential(Genuineness.GENUINE, pass_of(R1))
INSIDE = LastPassage(Direction.IN, at("07:00:00"), "G1")
OUTSIDE = LastPassage(Direction.OUT, at("06:00:00"), "G1")
COMING = Standing(
    credential=GOOD,
    direction=Direction.IN,
    accepted_here=frozenset({C1}),
    accepted_by=frozenset({C1}),
    known=True,
)
LEAVING = replace(COMING, direction=Direction.OUT, last=INSIDE)
ENDED = Credential(Genuineness.GENUINE, pass_of(R1, end="2022-12-04"))
EARLY = Credential(Genuineness.GENUINE, pass_of(R1, begin="2022-12-06"))


def forged() -> Credential:
    return Credential(Genuineness.FORGED, pass_of(R1))


SITUATIONS: dict[str, tuple[Standing, Light, Reason, Outcome]] = {
    "a resident comes home": (COMING, Light.GREEN, Reason.OK, Outcome.PASSED),
    "comes back after going out": (replace(COMING, last=OUTSIDE), Light.GREEN, Reason.OK, Outcome.PASSED),
    "goes out": (LEAVING, Light.GREEN, Reason.OK, Outcome.PASSED),
    "is inside already": (replace(COMING, last=INSIDE), Light.AMBER, Reason.NO_PRIOR_EXIT, Outcome.PENDING),
    "leaves without an entry": (replace(LEAVING, last=None), Light.GREEN, Reason.NO_PRIOR_ENTRY, Outcome.PASSED),
    "leaves twice": (replace(LEAVING, last=OUTSIDE), Light.GREEN, Reason.NO_PRIOR_ENTRY, Outcome.PASSED),
    "has an ended pass": (replace(COMING, credential=ENDED), Light.RED, Reason.EXPIRED, Outcome.PENDING),
    "has a pass for later": (replace(COMING, credential=EARLY), Light.RED, Reason.NOT_YET_VALID, Outcome.PENDING),
    "has a revoked pass": (replace(COMING, revoked="lost"), Light.RED, Reason.REVOKED, Outcome.PENDING),
    "is of another community": (
        replace(COMING, accepted_by=frozenset({C2})),
        Light.AMBER,
        Reason.NOT_THIS_COMMUNITY,
        Outcome.PENDING,
    ),
    "has a scope the roster lacks": (
        replace(COMING, accepted_by=frozenset()),
        Light.AMBER,
        Reason.NOT_THIS_COMMUNITY,
        Outcome.PENDING,
    ),
    "is not on the roster": (replace(COMING, known=False), Light.AMBER, Reason.UNKNOWN_PERSON, Outcome.PENDING),
    "has a forged pass": (replace(COMING, credential=forged()), Light.RED, Reason.FORGED, Outcome.PENDING),
    "has an unknown key": (
        replace(COMING, credential=Credential(Genuineness.UNKNOWN_KEY, pass_of(R1))),
        Light.RED,
        Reason.UNKNOWN_KEY,
        Outcome.PENDING,
    ),
    "shows something else": (replace(COMING, credential=NOT_OURS), Light.RED, Reason.UNKNOWN_CODE, Outcome.PENDING),
    "has a fever": (replace(COMING, temperature=373), Light.RED, Reason.FEVER, Outcome.HELD),
    "is warm from walking": (replace(COMING, temperature=372), Light.GREEN, Reason.OK, Outcome.PASSED),
    "leaves on an ended pass": (replace(LEAVING, credential=ENDED), Light.GREEN, Reason.EXPIRED, Outcome.PASSED),
    "leaves on a pass for later": (
        replace(LEAVING, credential=EARLY),
        Light.GREEN,
        Reason.NOT_YET_VALID,
        Outcome.PASSED,
    ),
    "leaves on an ended pass with a fever": (
        replace(LEAVING, credential=ENDED, temperature=390),
        Light.RED,
        Reason.FEVER,
        Outcome.HELD,
    ),
    "leaves on a revoked pass": (replace(LEAVING, revoked="lost"), Light.RED, Reason.REVOKED, Outcome.PENDING),
    "leaves on a pass for later with a red code": (
        replace(LEAVING, credential=EARLY, visual=VisualCheck.RED),
        Light.RED,
        Reason.CODE_RED,
        Outcome.HELD,
    ),
    "leaves on an ended pass that was just elsewhere": (
        replace(LEAVING, credential=ENDED, gate="G2"),
        Light.AMBER,
        Reason.POSSIBLE_SHARED,
        Outcome.PENDING,
    ),
    "a visitor leaves": (
        replace(LEAVING, accepted_by=frozenset({C2})),
        Light.GREEN,
        Reason.OK,
        Outcome.PASSED,
    ),
    "leaves after dropping off the roster": (replace(LEAVING, known=False), Light.GREEN, Reason.OK, Outcome.PASSED),
}


@pytest.mark.parametrize("situation", SITUATIONS)
def test_each_situation_has_its_card(situation: str) -> None:
    standing, light, reason, outcome = SITUATIONS[situation]
    verdict = judge(standing, Policy(), NOW)
    assert (verdict.light, verdict.reason, verdict.outcome) == (light, reason, outcome)


def test_who_is_inside_already_is_told_since_when_and_offered_the_three_answers() -> None:
    verdict = judge(replace(COMING, last=INSIDE), Policy(), NOW)
    assert verdict.since == at("07:00:00")
    assert verdict.actions == (Action.PRESUME_EXIT, Action.SUSPECT_SHARED, Action.CANCEL)


def test_the_last_minute_of_a_pass_is_good_and_the_next_is_not() -> None:
    standing = replace(COMING, credential=ENDED)
    assert judge(standing, Policy(), at("23:59:59", "2022-12-04")).light is Light.GREEN
    after = judge(standing, Policy(), at("00:00:00", "2022-12-05"))
    assert (after.light, after.since) == (Light.RED, at("23:59", "2022-12-04"))


def test_the_first_minute_of_a_pass_is_good_and_the_one_before_is_not() -> None:
    standing = replace(COMING, credential=EARLY)
    assert judge(standing, Policy(), at("00:00:00", "2022-12-06")).light is Light.GREEN
    assert judge(standing, Policy(), at("23:59:59", "2022-12-05")).light is Light.RED


@pytest.mark.parametrize(
    ("rule", "light"),
    [(UnknownPass.PASS, Light.GREEN), (UnknownPass.LOOK, Light.AMBER), (UnknownPass.STOP, Light.RED)],
)
def test_policy_says_what_becomes_of_somebody_the_roster_does_not_know(rule: UnknownPass, light: Light) -> None:
    assert judge(replace(COMING, known=False), Policy(unknown_pass=rule), NOW).light is light


def test_an_ended_pass_is_no_way_round_the_pass_rules() -> None:
    used = OutingsSoFar(used=1, last=at("06:00"))
    verdict = judge(replace(LEAVING, credential=ENDED, outings=used), Policy(outings=Outings(most=1)), NOW)
    assert (verdict.light, verdict.reason, verdict.since) == (Light.AMBER, Reason.OUTINGS_USED, at("06:00"))


def test_a_gate_of_two_communities_takes_the_passes_of_both() -> None:
    both = replace(COMING, accepted_here=frozenset({C1, C2}), accepted_by=frozenset({C2}))
    assert judge(both, Policy(), NOW).light is Light.GREEN


def test_a_limit_of_the_site_moves_the_fever_line() -> None:
    assert judge(replace(COMING, temperature=375), Policy(temperature_limit=376), NOW).light is Light.GREEN


@st.composite
def any_standing(draw: st.DrawFn) -> Standing:
    return Standing(
        credential=draw(st.sampled_from([GOOD, ENDED, EARLY, NOT_OURS, forged(), Credential(Genuineness.GENUINE)])),
        direction=draw(st.sampled_from(Direction)),
        accepted_here=draw(st.frozensets(st.sampled_from([C1, C2]))),
        accepted_by=draw(st.frozensets(st.sampled_from([C1, C2]))),
        known=draw(st.booleans()),
        revoked=draw(st.none() | st.sampled_from(["lost", "moved", "?"])),
        last=draw(st.none() | st.sampled_from([INSIDE, OUTSIDE])),
        temperature=draw(st.none() | st.integers(300, 430)),
    )


@given(any_standing(), st.sampled_from(UnknownPass), st.integers(-(10**6), 10**6))
def test_whatever_is_shown_gets_one_sound_card(standing: Standing, rule: UnknownPass, minutes: int) -> None:
    now: datetime = NOW + timedelta(minutes=minutes)
    verdict = judge(standing, Policy(unknown_pass=rule), now)
    assert (verdict.light is Light.GREEN) == (verdict.outcome is Outcome.PASSED)
    if verdict.light is not Light.GREEN:
        assert Action.CANCEL in verdict.actions
        assert len(verdict.actions) >= 2
    assert standing.credential is not None
    if standing.credential.genuineness is not Genuineness.GENUINE:
        assert verdict.light is Light.RED
    assert all(action in {*gate.DECIDES, *gate.SEEN} for action in verdict.actions)


@pytest.mark.parametrize(
    ("kind", "category"),
    [(PassKind.RESIDENT, "resident"), (PassKind.HOUSEHOLD, "resident"), (PassKind.COURIER, "courier")],
)
def test_a_pass_registers_its_kind_of_person(kind: PassKind, category: str) -> None:
    assert category_of(kind) == category


def test_nothing_in_a_verdict_can_be_changed_afterwards() -> None:
    verdict: Any = judge(COMING, Policy(), NOW)
    with pytest.raises(AttributeError):
        verdict.light = Light.RED
