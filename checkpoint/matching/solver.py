"""The day's puzzle as a linear program with whole numbers, for HiGHS; the one file that knows the solver.

A variable is one volunteer at one slot. Rows: no slot takes more than it wants; of slots that meet in time nobody has
two; nobody serves longer than their day allows. A filled place is worth more than every fit together; sharing the load
is worth less than one step of anybody's fit.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field
from typing import Any, Final

import highspy
import numpy as np
import numpy.typing as npt
from highspy import _core

from checkpoint.matching.pool import Numbers, Pool
from checkpoint.matching.slots import Slot
from checkpoint.matching.suggestions import BEST

Shares = npt.NDArray[np.float64]

_LOAD: Final = 0.4
_AGAIN: Final = 0.5
"""What it costs when somebody serves twice on the day: less than any step of fit."""
_NEARLY: Final = 1e-6
_HARD: Final = 150
"""So many columns of the relaxed puzzle that are parted make a search that takes minutes."""
_PARTS: Final = 8
_MOST_NODES: Final = 200
"""Of the search tree: reached, the best plan so far is taken, so the answer depends on no clock."""


@dataclass(frozen=True, slots=True)
class Choice:
    """One volunteer (a place in the pool) at one slot (a number in the list)."""

    slot: int
    who: int
    fit: int


@dataclass(slots=True)
class _Rows:
    """Rows of the matrix: each an upper bound on a weighted sum of columns."""

    bounds: list[float] = field(default_factory=list)
    starts: list[int] = field(default_factory=lambda: [0])
    columns: list[int] = field(default_factory=list)
    values: list[float] = field(default_factory=list)

    def add(self, bound: float, columns: Sequence[int], values: Sequence[float]) -> None:
        """One more."""
        self.bounds.append(bound)
        self.columns.extend(columns)
        self.values.extend(values)
        self.starts.append(len(self.columns))


def solved(pool: Pool, slots: Sequence[Slot], choices: Sequence[Choice]) -> list[Choice]:
    """The choices of the best plan."""
    if not choices:
        return []
    rows, of_slot, of_volunteer = _Rows(), _grouped(choices, "slot"), _grouped(choices, "who")
    for slot, columns in of_slot.items():
        rows.add(slots[slot].wanted, columns, [1.0] * len(columns))
    # No way of filling one place more can cost as much fit as this.
    worth = (BEST + 2) * sum(slots[slot].wanted for slot in of_slot)
    heaviest = max(1, int(pool.load.max(initial=1)))
    costs = [worth + one.fit - _LOAD * int(pool.load[one.who]) / heaviest for one in choices]
    for who, columns in of_volunteer.items():
        if len(columns) < 2:
            continue
        own = [slots[choices[column].slot] for column in columns]
        _add_meetings(rows, own, columns)
        left = pool.left_on(who, own)
        if sum(one.minutes for one in own) > left:
            rows.add(left, columns, [float(one.minutes) for one in own])
        # One column more, which pays for every time beyond the first.
        rows.add(1.0, [*columns, len(costs)], [*[1.0] * len(columns), -1.0])
        costs.append(-_AGAIN)
    return [choices[column] for column in _run(rows, costs, len(choices))]


def _grouped(choices: Sequence[Choice], by: str) -> dict[int, list[int]]:
    """slot or volunteer -> its columns."""
    found: dict[int, list[int]] = {}
    for column, one in enumerate(choices):
        found.setdefault(getattr(one, by), []).append(column)
    return found


def _add_meetings(rows: _Rows, own: Sequence[Slot], columns: Sequence[int]) -> None:
    """At most one of each set of slots that all meet: those that run when one of them begins."""
    added: list[frozenset[int]] = []
    for begin in sorted({one.begins for one in own}):
        running = frozenset(column for one, column in zip(own, columns, strict=True) if one.begins <= begin < one.ends)
        if len(running) > 1 and not any(running <= other for other in added):
            added.append(running)
            rows.add(1.0, sorted(running), [1.0] * len(running))


def _run(rows: _Rows, costs: Sequence[float], whole: int) -> Numbers:
    """Which of the first columns are chosen. whole: how many of them, from the first, are 0 or 1."""
    lp = _program(rows, costs, whole)
    shares = _solution(lp)[:whole]
    shares = _dived(rows, lp, shares)
    if len(_parted(shares)):
        integer, real = highspy.HighsVarType.kInteger, highspy.HighsVarType.kContinuous
        lp.integrality_ = [integer] * whole + [real] * (len(costs) - whole)
        shares = _solution(lp)[:whole]
    return np.flatnonzero(shares > 1 - _NEARLY)


def _parted(shares: Shares) -> Numbers:
    return np.flatnonzero((shares > _NEARLY) & (shares < 1 - _NEARLY))


def _dived(rows: _Rows, lp: Any, shares: Shares) -> Shares:
    """The shares when few enough are parted for a search; until then what is clear is settled and the rest asked again.

    Of what is parted the largest shares are settled too, or ruled out, so that it comes to an end.
    """
    room, sizes = np.array(rows.bounds, dtype=np.float64), np.diff(rows.starts)
    columns, values, row_of = np.array(rows.columns), np.array(rows.values), np.repeat(np.arange(len(sizes)), sizes)
    # What only costs stands in no way.
    room[row_of[values < 0]] = np.inf
    order = np.argsort(columns, kind="stable")
    begins = np.searchsorted(columns[order], np.arange(len(shares) + 1))
    lower, upper = np.zeros(lp.num_col_), np.array(lp.col_upper_)
    while len(parted := _parted(shares)) > _HARD:
        clear = shares > 1 - _NEARLY
        some = parted[np.argsort(-shares[parted], kind="stable")][: len(parted) // _PARTS]
        for column in (*np.flatnonzero(clear & (lower[: len(shares)] == 0)), *some):
            here = order[begins[column] : begins[column + 1]]
            if (room[row_of[here]] >= values[here] - _NEARLY).all():
                room[row_of[here]] -= values[here]
                lower[column] = 1.0
            else:
                upper[column] = 0.0
        lp.col_lower_, lp.col_upper_ = lower, upper
        shares = _solution(lp)[: len(shares)]
    return shares


def _program(rows: _Rows, costs: Sequence[float], whole: int) -> Any:
    lp = highspy.HighsLp()
    lp.num_col_, lp.num_row_ = len(costs), len(rows.bounds)
    lp.sense_ = highspy.ObjSense.kMaximize
    lp.col_cost_ = np.array(costs)
    lp.col_lower_ = np.zeros(len(costs))
    lp.col_upper_ = np.append(np.ones(whole), np.full(len(costs) - whole, highspy.kHighsInf))
    lp.row_lower_ = np.full(len(rows.bounds), -highspy.kHighsInf)
    lp.row_upper_ = np.array(rows.bounds)
    lp.a_matrix_.format_ = highspy.MatrixFormat.kRowwise
    lp.a_matrix_.start_ = np.array(rows.starts)
    lp.a_matrix_.index_ = np.array(rows.columns)
    lp.a_matrix_.value_ = np.array(rows.values)
    return lp


def _solution(lp: Any) -> Shares:
    """The values of all columns; zeros when there is no answer, which nothing here can cause."""
    # The class around this one prints who it is before it can be told not to, into what may be JSON.
    solver: Any = _core._Highs()
    options = {
        "output_flag": False,
        "log_to_console": False,
        "threads": 1,
        "random_seed": 990101,
        "mip_rel_gap": 0.0,
        "mip_abs_gap": 0.05,
    }
    for name, value in (options | {"mip_max_nodes": _MOST_NODES}).items():
        solver.setOptionValue(name, value)
    solver.passModel(lp)
    solver.run()
    found = np.array(solver.getSolution().col_value)
    return found if len(found) == lp.num_col_ else np.zeros(lp.num_col_)
