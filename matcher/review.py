"""A coordinator reviews what was found: accept, decline with a reason, hold; a table like every other process."""

from __future__ import annotations

from typing import Literal

from foundation.process import Process, State, Transition

Decision = Literal["accept", "decline", "hold", "resume"]

_WHO = frozenset({"coordinator"})

REVIEW = Process(
    id="match-review",
    label="匹配评审",
    states=(
        State(id="proposed", label="待评审", owner="coordinator"),
        State(id="on_hold", label="暂缓", owner="coordinator"),
        State(id="accepted", label="已接受", owner="coordinator", is_end=True),
        State(id="declined", label="已退回", owner="coordinator", is_end=True),
    ),
    transitions=(
        Transition(id="M1", state="proposed", event="accept", next="accepted", label="接受", roles=_WHO),
        Transition(
            id="M2", state="proposed", event="decline", next="declined", label="退回", roles=_WHO, needs_reason=True
        ),
        Transition(
            id="M3", state="proposed", event="hold", next="on_hold", label="暂缓", roles=_WHO, needs_reason=True
        ),
        Transition(id="M4", state="on_hold", event="resume", next="proposed", label="恢复", roles=_WHO),
        Transition(
            id="M5", state="on_hold", event="decline", next="declined", label="退回", roles=_WHO, needs_reason=True
        ),
    ),
)

REASONS: dict[str, str] = {
    "outside_scope": "不在批准范围内",
    "wrong_product": "产品对不上",
    "wrong_parameter": "检测项目对不上",
    "no_capacity": "没有余力按期完成",
    "conflict_of_interest": "有利益冲突",
    "needs_more_facts": "信息不够，先问企业",
    "other": "其他（请写明）",
}
"""Reason codes and their words."""
