"""What an enterprise says of a finished service: four questions on 1–5, and what it wants to add (8.2, D4). Pure."""

from __future__ import annotations

from datetime import datetime
from typing import Annotated, Literal

from pydantic import Field

from foundation.values import Value

Score = Annotated[int, Field(ge=1, le=5)]
"""1: very dissatisfied … 5: very satisfied; scored ``25 × (mean - 1)`` by the evaluation (``LIK``)."""
SurveyIndicator = Literal["D4.1", "D4.2", "C2.2", "C5.2"]


class SurveyAnswer(Value):
    """One filled-in questionnaire; ``None`` where a question does not apply."""

    overall: Score
    value_for_money: Score
    training: Score | None = None
    standards: Score | None = None
    comment: str = Field(default="", max_length=2_000)

    def score(self, indicator: SurveyIndicator) -> int | None:
        """The score that an indicator is made of."""
        answered: int | None = getattr(self, next(one.field for one in QUESTIONS if one.indicator == indicator))
        return answered


class Survey(Value):
    """A questionnaire that came back."""

    answer: SurveyAnswer
    answered_by: str
    answered_at: datetime


class Question(Value):
    """One question of the questionnaire, and the indicator it feeds."""

    field: Literal["overall", "value_for_money", "training", "standards"]
    indicator: SurveyIndicator
    words: str
    is_required: bool


QUESTIONS: tuple[Question, ...] = (
    Question(field="overall", indicator="D4.1", words="总的来说，您对这次服务满意吗？", is_required=True),
    Question(field="value_for_money", indicator="D4.2", words="按花的钱来看，值不值？", is_required=True),
    Question(field="training", indicator="C2.2", words="对服务中的培训满意吗？", is_required=False),
    Question(field="standards", indicator="C5.2", words="标准、法规有变化时，告诉得及时吗？", is_required=False),
)
"""In the order they are asked."""
