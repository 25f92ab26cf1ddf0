"""The rows of what follows closure (H13, H14): the log goes on, the archive's digest covers what was before."""

from __future__ import annotations

from engagement.rows.row import row
from engagement.stages import CLOSED
from foundation.process import Transition

AFTERWARDS: tuple[Transition, ...] = (
    *(
        row(
            f"H13/{state}",
            state,
            "answer_survey",
            state,
            "填写满意度问卷",
            ("enterprise",),
            ("was_agreed", "survey_unanswered", "survey_given"),
            clause="8.2, S0-40",
        )
        for state in (CLOSED, "archived")
    ),
    *(
        row(
            f"H14/{state}",
            state,
            "report_effect",
            state,
            "报告服务成效",
            ("enterprise", "centre", "host", "coordinator"),
            ("was_agreed", "effect_given", "effect_period_over", "effect_grade_earned"),
            clause="8.2, S1-16",
        )
        for state in (CLOSED, "archived")
    ),
)
