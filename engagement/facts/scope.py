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
    """The day for which it was ruled."""
    holds_until: date | None = None
    """The last day on which every test has a certificate in force; ``None``: no test was asked for, or it is unknown
    (rulings of before this was kept)."""
    without_test: bool = False
    """Accepted as method development (6.2, S0-31): no test is agreed, so no scope is needed for one."""


class ScopeCheck(Value):
    """A person's answer where the gate could not tell; the reason stands beside it in the log."""

    by: str = Field(min_length=1, max_length=100)
    """The person's name."""
    capacity: Capacity
    is_inside: bool


def scope_fault(
    ruling: ScopeRuling | None,
    check: ScopeCheck | None,
    checked: str | None,
    scope: str | None,
    *,
    until: date | None = None,
    checked_until: date | None = None,
) -> Sentence | None:
    """Why work of this ``scope`` may not be agreed; ``None`` when it may. ``checked``: the scope that was checked.

    ``until``: the last day of the service; beyond the certificates somebody has to answer for it, and
    ``checked_until`` is the last day of the service that was checked.
    """
    lapse = lapse_within(ruling, until)
    if not is_left_open(ruling) and lapse is None:
        return None if ruling is not None and (ruling.is_inside or ruling.without_test) else OUTSIDE
    if not is_left_open(ruling) and not (ruling and ruling.is_inside):
        return OUTSIDE
    is_checked = check is not None and checked is not None and checked == scope
    if lapse is not None and not (is_checked and checked_until is not None and until and until <= checked_until):
        return sentence(
            "资质有效至 {lapse}，约定的完成日期 {until} 在此之后：须由协调员或中心质量负责人核对整个服务期间"
            "（如延续的安排），并写明理由",
            lapse=lapse.isoformat(),
            until=str(until),
        )
    if not is_checked or check is None:
        return sentence("还没有核对批准的能力范围：须由协调员或中心质量负责人核对这一版服务内容，并写明理由")
    return None if check.is_inside else OUTSIDE


def is_left_open(ruling: ScopeRuling | None) -> bool:
    """Whether a person has to check: the gate could not tell, or was never asked."""
    return ruling is None or (ruling.is_inside is None and not ruling.without_test)


def lapse_within(ruling: ScopeRuling | None, until: date | None) -> date | None:
    """The last day of the certificates where a service until that day outlasts them."""
    if ruling is None or ruling.without_test or ruling.holds_until is None or until is None:
        return None
    return ruling.holds_until if until > ruling.holds_until else None


def scope_note(ruling: ScopeRuling | None, check: ScopeCheck | None, until: date) -> tuple[Sentence, ...]:
    """What an agreement says of the approved scope behind it; nothing where nothing is known."""
    if ruling is not None and ruling.without_test:
        return (sentence("按方法开发承担，不出具检验检测报告。"),)
    said = []
    if ruling is not None and ruling.holds_until is not None:
        day = ruling.holds_until.isoformat()
        said.append(sentence("检验检测按批准的能力范围承担，所依据的资质有效至 {day}。", day=day))
        if lapse_within(ruling, until):
            said.append(sentence("完成日期在此之后：到期前应办妥延续；没有有效资质的期间，不出具检验检测报告。"))
    if check is not None:
        capacity = "协调员" if check.capacity == "coordinator" else "中心质量负责人"
        said.append(sentence("批准的能力范围由{capacity}{by}核对。", capacity=capacity, by=check.by))
    return tuple(said)
