"""An evaluation scheme: indicators, rules, grades and policies as versioned data (S1-04), never in code.

A scheme is named ``CIQA-2020@1.0.0``. Changing a name, an anchor, a limit or a weight is a new version. Its SHA-256
covers all of it, so a report can be held against the very scheme that made it. :mod:`evaluation.editions.reading` turns
YAML into a scheme and explains every fault by line.
"""

from __future__ import annotations

from collections.abc import Iterator
from functools import cached_property
from typing import ClassVar, Literal

from pydantic import Field

from evaluation.editions.edition import Edition
from evaluation.editions.parts import Cycle, Overlap, Veto, Weighting
from evaluation.exact import ExactNumber, Rounding, WholeNumber
from evaluation.grades import GradeLimit, Limit, StarLimit
from evaluation.indicators import Group, Indicator
from foundation.errors import Conflict
from foundation.values import Value

ROOT = "T"
"""The id of the whole, parent of the elements: the T of T = Σ T_i·S_i."""

MissingPolicy = Literal["renormalise", "zero", "block"]
"""What a gap does: the others take its weight over; it counts zero points; or there is no total at all."""


class Counts(Value):
    """What the scheme says of itself; the reader counts again (N27)."""

    elements: int
    groups: int
    indicators: int
    named_in_seed: int = 0


class Policies(Value):
    """Choices that a report must name; each may be overridden for one evaluation, and is hashed with it.

    ``small_sample``: fewer cases than this are remarked. ``minimum_response_rate`` and
    ``minimum_quantitative_share`` (S1-06) are shares between 0 and 1.
    """

    missing: MissingPolicy
    small_sample: WholeNumber = Field(ge=0)
    minimum_response_rate: ExactNumber
    minimum_quantitative_share: ExactNumber


class Scheme(Edition):
    """A whole scheme. ``decimals`` (0–2) and ``rounding`` hold for every displayed score.

    It grades by ``stars`` or by named ``grades``. ``open_slots``: indicators that the source counts without naming
    them; until somebody has filled them all, nothing can be assessed. ``performance`` are the results that the source
    names beside the tree.
    """

    later: ClassVar[frozenset[str]] = frozenset({"grades", "open_slots", "weighting", "vetoes", "cycle", "performance"})

    title: str
    english: str
    source: str
    decimals: int = Field(ge=0, le=2)
    rounding: Rounding
    stars: tuple[StarLimit, ...] = ()
    grades: tuple[GradeLimit, ...] = ()
    policies: Policies
    counts: Counts
    must_cover_service_systems: bool = False
    overlaps: tuple[Overlap, ...] = ()
    elements: tuple[Group, ...] = Field(min_length=1)
    open_slots: int = Field(default=0, ge=0)
    weighting: Weighting | None = None
    vetoes: tuple[Veto, ...] = ()
    cycle: Cycle | None = None
    performance: tuple[str, ...] = ()

    @property
    def limits(self) -> tuple[Limit, ...]:
        """The grade table, highest grade first: stars or named grades."""
        return self.stars or self.grades

    def require_complete(self) -> None:
        """``Conflict`` while indicators are still to be named."""
        if self.open_slots:
            raise Conflict(
                "scheme_slots_open",
                "方案 {name} 还有 {count} 个三级指标没有填写，填完才能评价",
                name=self.name,
                count=self.open_slots,
            )

    @cached_property
    def indicators(self) -> tuple[Indicator, ...]:
        """All leaves in the order of the document."""
        return tuple(_leaves(self.elements))

    @cached_property
    def levels(self) -> int:
        """How many weighted sums lie between an indicator and the total: 3 with a second level, else 2."""
        return 3 if any(element.groups for element in self.elements) else 2

    @cached_property
    def parents(self) -> dict[str, tuple[Group, ...] | tuple[Indicator, ...]]:
        """Every parent's id and its children, the whole (``T``) first, then down the document."""
        return {ROOT: self.elements, **dict(_parents(self.elements))}

    @cached_property
    def paths(self) -> dict[str, tuple[str, ...]]:
        """For every indicator the parents from the whole down to it: ``A1.1 → (T, A, A1)``."""
        return dict(_paths(self.elements, (ROOT,)))


def _leaves(groups: tuple[Group, ...]) -> Iterator[Indicator]:
    for group in groups:
        yield from group.indicators
        yield from _leaves(group.groups)


def _parents(groups: tuple[Group, ...]) -> Iterator[tuple[str, tuple[Group, ...] | tuple[Indicator, ...]]]:
    for group in groups:
        yield group.id, group.children
        yield from _parents(group.groups)


def _paths(groups: tuple[Group, ...], above: tuple[str, ...]) -> Iterator[tuple[str, tuple[str, ...]]]:
    for group in groups:
        here = (*above, group.id)
        yield from ((indicator.id, here) for indicator in group.indicators)
        yield from _paths(group.groups, here)
