"""The same optimum by a well-kept solver: HiGHS, through ``scipy.optimize.milp``; for problems too large to search.

One goal after the other is solved and then held, so that no weight has to be large enough: every coefficient is a whole
number below 2**13, and what a solve gives is rounded to a whole number before it is held. The last goal, the first
places, is decided twelve at a time, with weights that are powers of two.
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

import numpy as np
from numpy.typing import NDArray

from matcher.team.optimum import Problem

PLACES_AT_ONCE = 12
MOST_NODES = 20_000
"""Branches of one solve; counted, not timed, so that a limit is met everywhere or nowhere."""

Row = NDArray[np.float64]


def solve(problem: Problem, most_nodes: int = MOST_NODES) -> tuple[int, ...] | None:
    """The places of the best choice (see :mod:`matcher.team.optimum`); ``None`` when a solve meets its limit."""
    from scipy.optimize import Bounds, LinearConstraint, milp

    model = _Model(problem)
    rows, lows, highs = model.rows, model.lows, model.highs
    solved: NDArray[np.float64] | None = None
    for goal in model.goals():
        found: Any = milp(
            goal,
            integrality=np.ones(model.size),
            bounds=Bounds(0, model.tops),
            constraints=LinearConstraint(np.array(rows), lows, highs) if rows else (),
            options={"mip_rel_gap": 0.0, "node_limit": most_nodes},
        )
        if found.status != 0:
            return None
        solved = np.rint(found.x)
        rows.append(goal)
        lows.append(-np.inf)
        highs.append(float(round(float(goal @ solved))) + 0.5)
    assert solved is not None
    return tuple(place for place in model.places if solved[place] > 0.5)


class _Model:
    """Variables: each supply chosen or not; each need covered; a lead of the centre; one of the pool; a second."""

    def __init__(self, problem: Problem) -> None:
        self.problem = problem
        self.supplies = problem.supplies
        self.needs = [bit for bit in range(problem.needs.bit_length()) if problem.needs >> bit & 1]
        count = len(self.supplies)
        self.own, self.pool, self.second = (count + len(self.needs) + more for more in range(3))
        self.size = count + len(self.needs) + 3
        self.tops = np.ones(self.size)
        self.places = [place for place, one in enumerate(self.supplies) if one.mask & problem.needs]
        for place in set(range(count)) - set(self.places):
            self.tops[place] = 0
        self.rows: list[Row] = []
        self.lows: list[float] = []
        self.highs: list[float] = []
        for at, bit in enumerate(self.needs):
            covering = [place for place in self.places if self.supplies[place].mask >> bit & 1]
            self._at_most({count + at: 1}, covering)
        self._at_most({self.own: 1}, [place for place in self.places if self.supplies[place].leads == 2])
        self._at_most({self.pool: 1}, [place for place in self.places if self.supplies[place].leads == 1])
        self._at_most({self.own: 1, self.pool: 1}, [], 1)
        people = [place for place in self.places if self.supplies[place].is_person]
        self._at_most({self.own: 1, self.pool: 1, self.second: 1}, people)

    def goals(self) -> Iterator[Row]:
        """What is made least, in order."""
        problem, count = self.problem, len(self.supplies)
        for mask in (problem.asked, problem.likely):
            yield self._row({count + at: -1 for at, bit in enumerate(self.needs) if mask >> bit & 1})
        yield self._row({self.own: -2, self.pool: -1})
        yield self._row({self.second: -1})
        for far in (3, 2, 1):
            yield self._row({place: 1 for place in self.places if self.supplies[place].distance == far})
        yield self._row(dict.fromkeys(self.places, 1))
        yield self._row({place: -(self.supplies[place].mask & problem.needs).bit_count() for place in self.places})
        for begin in range(0, len(self.places), PLACES_AT_ONCE):
            some = self.places[begin : begin + PLACES_AT_ONCE]
            yield self._row({place: -(1 << (len(some) - 1 - at)) for at, place in enumerate(some)})

    def _row(self, values: dict[int, int]) -> Row:
        row = np.zeros(self.size)
        for at, value in values.items():
            row[at] = value
        return row

    def _at_most(self, left: dict[int, int], right: list[int], constant: int = 0) -> None:
        self.rows.append(self._row({**left, **dict.fromkeys(right, -1)}))
        self.lows.append(-np.inf)
        self.highs.append(constant)
