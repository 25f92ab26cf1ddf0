"""One attempt at a step, as the guards see it: they return ``None`` when they hold and a sentence when they do not.

A fact that was not given never passes.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime

from engagement.deadlines import Rules
from engagement.log import Facts
from engagement.record import Engagement
from foundation.actors import Actor
from foundation.clock import CHINA
from foundation.language import Sentence
from foundation.working_calendar import WorkingCalendar

Refusal = Sentence | None


@dataclass(frozen=True, slots=True)
class Situation:
    """One attempt at a step: the engagement as it is, who acts, what is brought along, when, and under which rules."""

    engagement: Engagement
    actor: Actor
    facts: Facts
    moment: datetime
    calendar: WorkingCalendar
    rules: Rules

    @property
    def today(self) -> date:
        """The day in China."""
        return self.moment.astimezone(CHINA).date()
