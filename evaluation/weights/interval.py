"""Indicators that are best within an interval or at a target (区间型): fitness in the place of the raw number.

z = 1 − max(q1 − x, x − q2, 0) / max(q1 − min, max − q2, 0), the interval type of 王应明 1998: 1 within [q1, q2], 0 for
the subject farthest outside. It is not stretched again where nobody is within, so z may stay below 1. A column wholly
within says the same of everybody and counts as one without differences.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from fractions import Fraction
from functools import cached_property
from typing import Any

import numpy as np

from evaluation.weights.data_table import LARGEST, Direction, Scaling, Table
from evaluation.weights.fitness import ends, interval_column
from evaluation.weights.scaled import Scaled
from foundation.errors import InvalidInput

Interval = tuple[Fraction, Fraction]


@dataclass(frozen=True)
class Fitted(Scaled):
    """A table whose interval columns hold their fitness; ``raw`` is what was given, ``intervals`` by column."""

    raw: Table | None = None
    intervals: tuple[Interval | None, ...] = ()

    @cached_property
    def range(self) -> tuple[Table, Table]:
        """As of any table, but the scale of an interval column that varies is 0–1 already."""
        low, high = self.data.min(axis=0), self.data.max(axis=0)
        fit = np.array([one is not None for one in self.intervals]) & (high > low)
        return np.where(fit, 0.0, low), np.where(fit, 1.0, high)


def read_intervals(ids: Sequence[str], directions: Any) -> tuple[Any, tuple[Interval | None, ...]]:
    """The directions with ``+`` in the place of every interval, and the intervals by column.

    An interval is ``{"interval": [q1, q2]}`` or ``{"target": q}``. Raises ``InvalidInput`` naming the column.
    """
    if not isinstance(directions, list | tuple) or not any(isinstance(one, Mapping) for one in directions):
        return directions, ()
    found = tuple(
        _interval(one, f"directions[{place}]") if isinstance(one, Mapping) else None
        for place, one in enumerate(directions)
    )
    return ["+" if own else one for one, own in zip(directions, found, strict=True)], found


def _interval(given: Mapping[str, Any], field: str) -> Interval:
    both = given.get("interval")
    if set(given) == {"target"}:
        both = [given["target"]] * 2
    elif set(given) != {"interval"} or not isinstance(both, list | tuple) or len(both) != 2:
        raise _not_an_interval(field)
    first, last = ends(both[0], both[1], field)
    if max(abs(first), abs(last)) > LARGEST:
        raise _not_an_interval(field)
    return first, last


def _not_an_interval(field: str) -> InvalidInput:
    return InvalidInput("direction_interval", "“{field}”要写成 interval 和两个端点，或 target 和一个数", field=field)


def fitted(
    ids: Sequence[str], data: Table, scaling: Scaling, directions: tuple[Direction, ...],
    intervals: tuple[Interval | None, ...],
) -> Fitted:  # fmt: skip
    """The table with its interval columns as fitness. ``InvalidInput`` under ``none``, which knows no direction."""
    if scaling == "none":
        name = next(name for name, one in zip(ids, intervals, strict=True) if one)
        raise InvalidInput("direction_interval_unscaled", "“{id}”是区间型，要用 min_max 归一", field="scaling", id=name)
    columns = [
        interval_column(data[:, place], float(one[0]), float(one[1])) if one else data[:, place]
        for place, one in enumerate(intervals)
    ]
    fit = np.ascontiguousarray(np.column_stack(columns))
    return Fitted(data=fit, scaling=scaling, directions=directions, raw=data, intervals=intervals)


def directions_of(seen: Scaled) -> Any:
    """For the report: ``"+-+"``, or one by one where there are intervals, their ends as exact text."""
    if not isinstance(seen, Fitted):
        return "".join(seen.directions)
    return [
        {"interval": [str(one[0]), str(one[1])]} if one else sign
        for sign, one in zip(seen.directions, seen.intervals, strict=True)
    ]


def raw_of(seen: Scaled) -> Table:
    """The table as it was given."""
    return seen.raw if isinstance(seen, Fitted) and seen.raw is not None else seen.data
