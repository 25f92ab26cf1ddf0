"""How a proposed match is reviewed (S0-20): a table like every other process, and its reason codes. Pure.

One person decides, or two where the policy asks (:mod:`matcher.review.rules`): then the first one's yes waits for a
second person's. Two who disagree put the match on hold, with both opinions. Events of the system: the enterprise's
answer came; a newer run replaced what nobody had decided.
"""

from __future__ import annotations

from typing import Literal

from foundation.actors import Role
from foundation.process import Process, State, Transition

Decision = Literal["accept", "endorse", "decline", "hold", "resume"]
"""What a person may say. ``accept`` is taken as ``endorse`` where a second person has to look."""

ReviewState = Literal["proposed", "seconding", "on_hold", "asked", "accepted", "declined", "superseded"]
OPEN_STATES: tuple[ReviewState, ...] = ("proposed", "seconding", "on_hold", "asked")
"""The states in which somebody still has to do something, the most pressing first."""

REASONS: dict[str, str] = {
    "outside_scope": "不在批准范围内",
    "wrong_product": "产品对不上",
    "wrong_parameter": "检测项目对不上",
    "no_capacity": "没有余力按期完成",
    "conflict_of_interest": "有利益冲突",
    "too_far": "地点不合适",
    "price": "费用谈不拢",
    "centre_declined": "中心不承接",
    "score_too_low": "加权得分低于通过线",
    "needs_more_facts": "信息不够，先问企业",
    "ask_centre": "等中心答复",
    "compare_first": "先比较别的中心",
    "nobody_fits": "没有合适的中心",
    "hindrance_settled": "障碍已经解决（请写明怎样解决）",
    "method_development": "先按 6.2 做方法开发，不出检验检测报告",
    "enterprise_agrees": "企业知情并同意",
    "enterprise_wishes": "企业点名要这家",
    "known_ability": "协调员了解它能做",
    "centre_offered": "中心自己报名",
    "talks_failed": "沟通后没有谈成",
    "other": "其他（请写明）",
}
"""Reason codes and their words."""

DECLINING = (
    "outside_scope",
    "wrong_product",
    "wrong_parameter",
    "no_capacity",
    "conflict_of_interest",
    "too_far",
    "price",
    "centre_declined",
    "score_too_low",
    "needs_more_facts",
    "nobody_fits",
    "other",
)
HOLDING = ("needs_more_facts", "ask_centre", "compare_first", "conflict_of_interest", "no_capacity", "other")
OVERCOMING = ("hindrance_settled", "method_development", "enterprise_agrees", "other")
"""Why somebody accepts although a fact stands in the way, or no row may be offered as the test that is asked for; asked
for only then."""
ADDING = ("enterprise_wishes", "known_ability", "centre_offered", "other")
"""Why somebody adds a centre by hand."""

_DESK: frozenset[Role] = frozenset({"coordinator"})
_SYSTEM: frozenset[Role] = frozenset({"system"})
_ACCEPTING = (
    "demand_is_open",
    "is_independent",
    "not_accepted_yet",
    "is_scored",
    "passes",
    "hindrance_answered",
    "test_answered",
)
_NEEDED: dict[str, tuple[str, ...]] = {"decline": DECLINING, "hold": HOLDING}


def _row(
    number: str,
    state: ReviewState,
    event: str,
    after: ReviewState,
    label: str,
    guards: tuple[str, ...] = (),
    roles: frozenset[Role] = _DESK,
) -> Transition:
    codes = _NEEDED.get(event, OVERCOMING if after in ("accepted", "seconding") else ())
    clause = "S0-20" if event in ("accept", "endorse") else "S0-04" if event == "decline" else ""
    more = {"guards": guards, "codes": codes, "needs_reason": event in _NEEDED, "clause": clause}
    return Transition.row(number, state, event, after, label, roles, **more)


_OWN = ("is_independent",)

REVIEW = Process(
    id="match-review",
    label="匹配评审",
    states=(
        State(id="proposed", label="待评审", owner="coordinator"),
        State(id="seconding", label="待复核", owner="coordinator"),
        State(id="on_hold", label="暂缓", owner="coordinator"),
        State(id="asked", label="待企业补充", owner="enterprise"),
        State(id="accepted", label="已接受", owner="coordinator", is_end=True),
        State(id="declined", label="已退回", owner="coordinator", is_end=True),
        State(id="superseded", label="已被新一轮匹配替换", owner="system", is_end=True),
    ),
    transitions=(
        _row("M1", "proposed", "accept", "accepted", "接受", ("one_is_enough", *_ACCEPTING)),
        _row("M2", "proposed", "decline", "declined", "退回", _OWN),
        _row("M3", "proposed", "hold", "on_hold", "暂缓", _OWN),
        _row("M4", "on_hold", "resume", "proposed", "恢复"),
        _row("M5", "on_hold", "decline", "declined", "退回", _OWN),
        _row("M6", "proposed", "endorse", "seconding", "同意，请第二人复核", ("two_are_needed", *_ACCEPTING)),
        _row("M7", "seconding", "accept", "accepted", "复核同意", ("other_person", *_ACCEPTING)),
        _row("M8", "seconding", "decline", "on_hold", "复核不同意", ("other_person", *_OWN)),
        _row("M9", "seconding", "resume", "proposed", "收回，重新评审"),
        _row("M10", "proposed", "ask", "asked", "问企业", ("demand_is_open",)),
        _row("M11", "on_hold", "ask", "asked", "问企业", ("demand_is_open",)),
        _row("M12", "asked", "answer", "proposed", "企业已答复", roles=_SYSTEM),
        _row("M13", "asked", "resume", "proposed", "不再等"),
        _row("M14", "asked", "decline", "declined", "退回", _OWN),
        _row("M16", "accepted", "fall_through", "declined", "沟通没有谈成，退回", roles=_SYSTEM),
        *(_row(f"M15.{state}", state, "supersede", "superseded", "新一轮匹配", roles=_SYSTEM) for state in OPEN_STATES),
    ),
)
