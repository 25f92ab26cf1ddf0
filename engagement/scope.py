"""Whether the work lies inside the centre's approved scope: what the legal gate ruled, and what a person found. Pure.

The ruling is taken over when an engagement is opened and is not changed afterwards. Where the gate could not tell, a
coordinator or the centre's quality manager looks and answers for it by name (S2-19, S4-19).
"""

from __future__ import annotations

from datetime import date
from typing import Literal

from pydantic import Field

from foundation.language import Sentence, sentence
from foundation.values import Value

Capacity = Literal["coordinator", "quality_manager"]
"""As what a person checks."""

OUTSIDE = sentence("服务内容超出批准的能力范围")


class ScopeRuling(Value):
    """What the legal gate said of the centre for this demand: ``None`` – a person must check."""

    is_inside: bool | None = None
    run_id: str | None = None
    """The run whose ruling it is; ``None``: the demand was never matched, nothing was ruled."""
    planned_on: date | None = None
    """The day for which it holds."""
    without_test: bool = False
    """Accepted as method development (6.2, S0-31): no test is agreed, so no scope is needed for one."""


class ScopeCheck(Value):
    """A person's answer where the gate could not tell; the reason stands beside it in the log."""

    by: str = Field(min_length=1, max_length=100)
    """The person's name."""
    capacity: Capacity
    is_inside: bool


def scope_fault(
    ruling: ScopeRuling | None, check: ScopeCheck | None, checked: str | None, scope: str | None
) -> Sentence | None:
    """Why work of this ``scope`` may not be agreed; ``None`` when it may. ``checked``: the scope that was checked."""
    if is_left_open(ruling):
        if check is None or checked is None or checked != scope:
            return sentence("还没有核对批准的能力范围：须由协调员或中心质量负责人核对这一版服务内容，并写明理由")
        return None if check.is_inside else OUTSIDE
    return None if ruling is not None and (ruling.is_inside or ruling.without_test) else OUTSIDE


def is_left_open(ruling: ScopeRuling | None) -> bool:
    """Whether a person has to check: the gate could not tell, or was never asked."""
    return ruling is None or (ruling.is_inside is None and not ruling.without_test)
