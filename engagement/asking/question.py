"""What the enterprise of a closed engagement may answer: the questionnaire, and the effects of each set month. Pure."""

from __future__ import annotations

from datetime import date
from typing import Literal

from engagement.afterwards.followups import owed
from engagement.deadlines import DEFAULT_RULES, Rules
from engagement.record import Engagement
from foundation.clock import CHINA
from foundation.values import Value

Answer = Literal["survey", "effect"]


class Question(Value):
    """One answer that the enterprise owes: the questionnaire, or the effects of a month, since when."""

    purpose: Answer
    month: int | None = None
    since: date


def open_questions(engagement: Engagement, today: date, rules: Rules = DEFAULT_RULES) -> tuple[Question, ...]:
    """What the enterprise of a closed engagement may answer now, the questionnaire first: the buttons of its page.

    Nothing without an agreement; effects only of what was completed. Pure.
    """
    if engagement.closed_at is None or engagement.agreement is None:
        return ()
    closed_at = engagement.closed_at
    answered = any(one.answered_at >= closed_at for one in engagement.surveys)
    survey = () if answered else (Question(purpose="survey", since=closed_at.astimezone(CHINA).date()),)
    effects = (Question(purpose="effect", month=one.month, since=one.due) for one in owed(engagement, rules))
    return tuple(one for one in (*survey, *effects) if one.since <= today)
