"""Where a demand goes next, by which day, and how it ended: the care that intake keeps, worded for a page."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date
from types import MappingProxyType

from foundation.language import Sentence, sentence
from foundation.values import Value
from foundation.working_calendar import WorkingCalendar
from intake.cares.care import Care, CareRules, Kind
from intake.demand import DemandStatus
from intake.life import REASONS
from intake.talks import taken_back

NEXT: Mapping[DemandStatus, Sentence] = MappingProxyType(
    {
        "draft": sentence("轮到您：把需求确认下来"),
        "confirmed": sentence("对接专员看需求、核对发布的文字，并联系合适的中心"),
        "published": sentence("对接专员在收集各中心的回应"),
        "matched": sentence("对接专员和候选中心核对能不能做"),
        "docked": sentence("承接的中心与您联系，谈妥以后签协议"),
        "no_capability": sentence("现有的中心暂时都做不了"),
        "withdrawn": sentence("已经撤回，不再办理"),
        "refused": sentence("这件事没有受理"),
        "complaint": sentence("这件事转为投诉办理"),
    }
)
TAKEN_ON = sentence("已有中心承接")
"""Of a docked demand, for readers who are not its enterprise: how the service goes is not theirs to know."""
DOUBTFUL = sentence("还没有找到有把握能做的中心：对接专员在人工核实，找不到也会答复您，并说明下一步怎么办")
"""Of a demand in work for which the newest run recommends nobody (B18)."""


class Promise(Value):
    """What happens next; ``due`` is the last day, ``days_left`` in working days (negative: overdue).

    Of an ended demand ``reason`` says why and ``advice`` what the enterprise can do; ``answer`` is in the desk's own
    words, and only for whoever holds the talk or a demand that was never published.
    """

    next_step: Sentence
    due: date | None = None
    days_left: int | None = None
    is_approximate: bool = False
    reason: str | None = None
    advice: str | None = None
    answer: str | None = None


def promise_of(
    status: DemandStatus,
    care: Care,
    calendar: WorkingCalendar,
    today: date,
    is_own: bool,
    is_doubtful: bool = False,
) -> Promise:
    """The next step of a demand and its clock. ``is_own``: the reader is the enterprise that asked.

    ``is_doubtful``: nobody found so far is recommended; while the demand is in work, that is said.
    """
    next_step, ending = NEXT[status], care.ending
    if is_doubtful and status in ("confirmed", "published", "matched"):
        next_step = DOUBTFUL
    if status == "docked" and not is_own:
        return Promise(next_step=TAKEN_ON)
    if ending is not None:
        known = REASONS.get(ending.reason_code)
        usual = known.next_step if known else None
        return Promise(
            next_step=next_step,
            reason=known.label if known and status != "docked" else None,
            advice=ending.next_step if is_own else usual,
            answer=ending.answer if is_own and ending.answer != taken_back(ending.reason_code) else None,
        )
    if care.due is None:
        return Promise(next_step=next_step)
    left = calendar.working_days_between(today, care.due).days
    return Promise(next_step=next_step, due=care.due, days_left=left, is_approximate=care.due_is_approximate)


def answer_day(calendar: WorkingCalendar, today: date, rules: CareRules, kind: Kind = "demand") -> date:
    """The day by which a demand confirmed today, or a complaint made today, is answered."""
    return calendar.add_working_days(today, rules.time_for(kind)).date
