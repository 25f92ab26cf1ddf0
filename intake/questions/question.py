"""A question that a coordinator puts to the enterprise about its confirmed demand, and its short life. Pure."""

from __future__ import annotations

from datetime import datetime
from typing import Literal

from foundation.process import Process, State, Transition
from foundation.values import Value
from intake.fields import FieldName

QuestionState = Literal["open", "answered", "taken_back"]


class Question(Value):
    """One question; ``field`` is what it is about, where it is one of the demand's fields.

    The answer is kept in the enterprise's own words and changes nothing of the demand by itself.
    """

    id: str
    demand_id: str
    words: str
    field: FieldName | None = None
    state: QuestionState = "open"
    asked_by: str
    asked_at: datetime
    answer: str | None = None
    answered_by: str | None = None
    answered_at: datetime | None = None
    version: int = 1


QUESTION_LIFE = Process(
    id="demand-question",
    label="问企业的问题",
    states=(
        State(id="open", label="等企业回答", owner="enterprise"),
        State(id="answered", label="已回答", owner="coordinator", is_end=True),
        State(id="taken_back", label="已收回", owner="coordinator", is_end=True),
    ),
    transitions=(
        Transition.row("Q1", "open", "answer", "answered", "回答", ("enterprise", "coordinator")),
        Transition.row("Q2", "open", "take_back", "taken_back", "收回问题", ("coordinator",)),
    ),
)
