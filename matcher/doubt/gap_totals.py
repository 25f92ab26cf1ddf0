"""Gaps counted for planning: how many, and of how many demands, by parameter, trade, region or year. Pure."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable
from typing import TYPE_CHECKING, Literal

from foundation.values import Value

if TYPE_CHECKING:
    from matcher.doubt.gap_store import DemandGap

GapKey = Literal["parameter", "trade", "region", "year", "reason"]


class GapTotal(Value):
    """``name`` is ``None`` where the gap does not say."""

    name: str | None
    gaps: int
    demands: int


def totals(gaps: Iterable[DemandGap], by: GapKey) -> tuple[GapTotal, ...]:
    """Most demands first; the gaps of all add up to all gaps."""
    grouped: dict[str | None, list[DemandGap]] = defaultdict(list)
    for gap in gaps:
        grouped[str(gap.day.year) if by == "year" else getattr(gap, by)].append(gap)
    counted = [
        GapTotal(name=name, gaps=len(some), demands=len({gap.demand_id for gap in some}))
        for name, some in grouped.items()
    ]
    return tuple(sorted(counted, key=lambda one: (-one.demands, -one.gaps, one.name or "")))
