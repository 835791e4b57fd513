"""Two computers made of one disk: whatever befalls them, central names them, both are told, and nothing is lost.

Why it must be so: central keeps every epoch that it heard the station say it lives in, and the last one. Two computers
that have written or been refused anything do not live in one epoch, for a place in a journal is taken once. So whoever
comes again after the other came names both. It takes three turns at most: in the first each hands over what it has, in
the second whoever finds another's entries in place of its own goes on in another epoch, in the third each is told.

Some dozens of stories in every run of the suite; INTERLEAVINGS says how many, and the nightly run a thousand.
"""

from __future__ import annotations

import os
import tempfile
from datetime import timedelta
from pathlib import Path
from typing import NamedTuple

import pytest
from hypothesis import HealthCheck, Phase, given, settings
from hypothesis import strategies as st

from station.store import opened
from station.sync.histories import LONGEST_REST_S, PARTED_AT
from tests.sync.parting.clones import FAULTS, KILLED, UNANSWERED, Computer, Fault, Office, first_at

STORIES = int(os.environ.get("INTERLEAVINGS", "25"))
RESTART, BACK_UP, GO_BACK = "restart", "back up", "go back"
BLANK, SENT, UNSENT, MOVING, RENEWING = "blank", "sent", "unsent", "moving", "renewing"
MOMENTS = (BLANK, SENT, UNSENT, MOVING, RENEWING)
"""What the first computer was about when its disk was copied."""
TURNS = 3
LEAST_STEPS = 4
"""A round asks where it stands, hands over, writes down the answer, and asks for roster and feed, or parts."""


class Move(NamedTuple):
    """A computer writes so many and has a round."""

    who: int
    entries: int
    fault: Fault | None = None


class Story(NamedTuple):
    """What happens from the copying on. first: who comes first in the end."""

    made: str
    moves: tuple[Move | str, ...]
    first: int = 0


@pytest.fixture(autouse=True)
def _step_by_step(monkeypatch: pytest.MonkeyPatch) -> None:
    """A journal of three entries moves in as many steps as one of hundreds."""
    monkeypatch.setattr(opened, "MOVED_AT_ONCE", 1)


def prepared(made: str, office: Office, one: Computer, folder: Path) -> None:
    """The first computer as it is when its disk is copied."""
    if made in {SENT, UNSENT, RENEWING}:
        one.write(2)
        one.come_through()
    if made == UNSENT:
        one.write(2)
    if made == RENEWING:
        office.time += timedelta(days=8)
        one.round(Fault(UNANSWERED, 4))
    if made == MOVING:
        one.write(1)
        one.come_through()
        one.copy_disk(folder / "older.db")
        one.write(3)
        one.come_through()
        one.take_disk(folder / "older.db")
        one.write(2)
        for step in range(LEAST_STEPS, 2 * LEAST_STEPS):
            if not one.store.is_moving():
                one.round(Fault(KILLED, step))
        one.round(Fault(KILLED, 2))
        assert one.store.is_moving()


def told(story: Story) -> bool:
    """Tell it, and see that all is well in the end; whether each fault's step was one of its round."""
    with tempfile.TemporaryDirectory(dir=os.environ.get("XDG_RUNTIME_DIR")) as made:
        folder = Path(made)
        with first_at(folder) as (office, first):
            office.back_up()
            prepared(story.made, office, first, folder)
            pair = (first, first.copied(folder / "b.db"))
            # What only central has is gone when it goes back, too: that is no twin's doing.
            before, fits = set(first.ids()), True
            for move in story.moves:
                fits &= _moved(move, office, pair)
            written = sum(move.entries for move in story.moves if isinstance(move, Move))
            for _ in range(TURNS):
                # Long enough that central may say again that it has lost something.
                office.time += timedelta(seconds=LONGEST_REST_S)
                for one in (pair[story.first], pair[1 - story.first]):
                    one.come_through()
            _nothing_is_lost(office, pair)
            assert before <= set(office.held())
            assert len(office.held()) >= len(before) + written
            if written:
                _both_are_named(office, pair)
    return fits


def _moved(move: Move | str, office: Office, pair: tuple[Computer, Computer]) -> bool:
    # A central that goes back gives out numbers from its clock on: never twice at one moment.
    office.time += timedelta(minutes=2)
    if isinstance(move, Move):
        pair[move.who].write(move.entries)
        return pair[move.who].round(move.fault)
    {RESTART: office.restart, BACK_UP: office.back_up, GO_BACK: office.go_back}[move]()
    return True


def _nothing_is_lost(office: Office, pair: tuple[Computer, Computer]) -> None:
    held = office.held()
    assert len(held) == len(set(held))
    for one in pair:
        assert one.ids() == held
        assert (one.store.unsent_count(), one.store.refused_count()) == (0, 0)
        assert one.store.fault() is None
        assert one.store.rebuild(repair=False).differing == ()


def _both_are_named(office: Office, pair: tuple[Computer, Computer]) -> None:
    assert pair[0].store.epoch != pair[1].store.epoch
    assert office.station.twice_since is not None
    for one in pair:
        assert one.is_told
        assert not one.histories.untold
        assert one.store.mark(PARTED_AT) or "." not in one.store.epoch, "and says itself that its history parted"


MOVES = st.builds(
    Move,
    st.integers(0, 1),
    st.integers(0, 2),
    st.none() | st.builds(Fault, st.sampled_from(FAULTS), st.integers(1, 14)),
)
EVENTS = st.sampled_from([RESTART, BACK_UP, GO_BACK])


@settings(
    max_examples=STORIES,
    deadline=None,
    database=None,
    suppress_health_check=list(HealthCheck),
    phases=[Phase.generate],
)
@given(st.builds(Story, st.sampled_from(MOMENTS), st.lists(MOVES | EVENTS, max_size=5).map(tuple), st.integers(0, 1)))
def test_whatever_befalls_two_computers_of_one_disk_both_are_named_and_nothing_is_lost(story: Story) -> None:
    told(story)


@pytest.mark.parametrize("what", FAULTS if STORIES >= 1000 else [KILLED])
@pytest.mark.parametrize("made", MOMENTS if STORIES >= 1000 else [UNSENT])
def test_there_is_no_step_of_its_first_round_at_which_a_twin_may_fail_and_not_be_named(made: str, what: str) -> None:
    steps = 1
    while told(Story(made, (Move(0, 1), Move(1, 1, Fault(what, steps))), steps % 2)):
        steps += 1
    assert steps > LEAST_STEPS
