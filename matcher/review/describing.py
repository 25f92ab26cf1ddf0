"""The tables in ``docs/method/review.md``, written from the process and the shipped rules so that they cannot rot."""

from __future__ import annotations

from foundation import documented
from foundation.documented import table
from foundation.process import ROLE_LABELS, to_markdown
from intake.questions.question import QUESTION_LIFE
from matcher.review.guards import GUARD_LABELS
from matcher.review.process import ADDING, REASONS, REVIEW
from matcher.review.rules import SecondLook, shipped_policy

_EVENTS = {"accept": "接受（有障碍时）", "decline": "退回", "hold": "暂缓"}


def tables() -> str:
    """The generated part of the method page: both processes, conditions, reason codes, the shipped rules."""
    policy = shipped_policy()
    used = dict.fromkeys(guard for row in REVIEW.transitions for guard in row.guards)
    days = [
        (state.label, ROLE_LABELS[state.owner], str(policy.days_for(state.id) or "需求的期限"))
        for state in REVIEW.states
        if not state.is_end
    ]
    parts = [
        to_markdown(REVIEW),
        to_markdown(QUESTION_LIFE),
        table(("条件", "含义"), [(f"`{guard}`", GUARD_LABELS[guard]) for guard in used]),
        table(("原因代码", "含义", "用在"), [(f"`{code}`", REASONS[code], _used_in(code)) for code in REASONS]),
        table(("状态", "等谁", "工作日"), days),
        table(("评审项", "名称", "权重"), [(f"`{one.id}`", one.label, str(one.weight)) for one in policy.criteria]),
        f"通过线 {policy.pass_mark}；两人评审：{'；'.join(_words(one) for one in policy.second_look)}。\n",
    ]
    return "\n".join(parts)


def renewed(page: str) -> str:
    """The page with its generated part written anew; ``ValueError`` when the two marks are not there."""
    return documented.renewed(page, tables())


def _used_in(code: str) -> str:
    rows = [row for row in REVIEW.transitions if code in row.codes and row.event in _EVENTS]
    used = dict.fromkeys(_EVENTS[row.event] for row in rows)
    return "、".join([*used, *(["添加中心"] if code in ADDING else [])])


def _words(one: SecondLook) -> str:
    said = []
    if one.levels:
        said.append(f"密级为 {'、'.join(one.levels)}")
    if one.services:
        said.append(f"服务为 {'、'.join(one.services)}")
    if one.amount_from:
        said.append(f"预算 {one.amount_from} 元起")
    return "且".join(said)
