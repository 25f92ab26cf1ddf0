"""A complaint and its short life: opened, answered, closed; who is not content with the answer has it opened again."""

from __future__ import annotations

from datetime import datetime
from typing import Literal

from foundation.actors import Role
from foundation.process import Process, State, Transition
from foundation.values import Value
from intake.life import Reason

ComplaintState = Literal["opened", "answered", "closed"]


class Complaint(Value):
    """One complaint about an earlier report or service, in the enterprise's own ``words``."""

    id: str
    state: ComplaintState = "opened"
    conversation_id: str | None = None
    demand_id: str | None = None
    engagement_id: str | None = None
    """The project it is about, once the desk has said so."""
    enterprise: str | None = None
    words: str
    answer: str | None = None
    version: int = 1
    created_at: datetime
    updated_at: datetime


CLOSING = {
    reason.code: reason
    for reason in (
        Reason(code="upheld", label="投诉成立，已纠正", next_step="对纠正的结果不满意，请凭编号再提"),
        Reason(code="not_upheld", label="核查后投诉不成立", next_step="不同意，可以申请复检或向主管部门反映"),
        Reason(code="settled", label="双方协商解决", next_step="约定没有做到，请凭编号再提"),
        Reason(code="taken_back", label="企业撤回投诉", next_step="以后又要投诉，请凭编号再提"),
    )
}
"""Why a complaint is closed, by code."""

_DESK: tuple[Role, ...] = ("coordinator",)
_BOTH: tuple[Role, ...] = ("enterprise", "coordinator")

COMPLAINT_LIFE = Process(
    id="complaint",
    label="投诉",
    states=(
        State(id="opened", label="已受理", owner="coordinator"),
        State(id="answered", label="已答复", owner="coordinator"),
        State(id="closed", label="已办结", owner="coordinator", is_end=True),
    ),
    transitions=(
        Transition.row("C1", "opened", "answer", "answered", "答复", _DESK),
        Transition.row("C2", "answered", "object", "opened", "不认可答复", _BOTH, needs_reason=True),
        Transition.row("C3", "answered", "close", "closed", "办结", _DESK, codes=tuple(CLOSING)),
        Transition.row("C4", "closed", "object", "opened", "再提", _BOTH, needs_reason=True),
    ),
)
