"""A complaint and its short life: opened, answered, closed; who is not content with the answer has it opened again."""

from __future__ import annotations

from datetime import datetime
from typing import Literal

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

COMPLAINT_LIFE = Process(
    id="complaint",
    label="投诉",
    states=(
        State(id="opened", label="已受理", owner="coordinator"),
        State(id="answered", label="已答复", owner="coordinator"),
        State(id="closed", label="已办结", owner="coordinator", is_end=True),
    ),
    transitions=(
        Transition(
            id="C1", state="opened", event="answer", next="answered", label="答复", roles=frozenset({"coordinator"})
        ),
        Transition(
            id="C2",
            state="answered",
            event="object",
            next="opened",
            label="不认可答复",
            roles=frozenset({"enterprise", "coordinator"}),
            needs_reason=True,
        ),
        Transition(
            id="C3",
            state="answered",
            event="close",
            next="closed",
            label="办结",
            roles=frozenset({"coordinator"}),
            codes=tuple(CLOSING),
        ),
        Transition(
            id="C4",
            state="closed",
            event="object",
            next="opened",
            label="再提",
            roles=frozenset({"enterprise", "coordinator"}),
            needs_reason=True,
        ),
    ),
)
