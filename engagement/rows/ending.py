"""The rows of reopening, sealing, withdrawing and terminating (T19–T22)."""

from __future__ import annotations

from engagement.rows.row import ENDERS, row
from engagement.stages import CLOSED
from foundation.process import Transition

ENDING: tuple[Transition, ...] = (
    row(
        "T21",
        CLOSED,
        "reopen",
        "in_service",
        "重新打开",
        ("host",),
        ("reopening_open",),
        ("closure_defect",),
        needs_reason=True,
    ),
    row(
        "T22",
        CLOSED,
        "archive",
        "archived",
        "评价并归档",
        ("coordinator", "host", "association"),
        ("evaluated_or_excused",),
        ("evaluated", "evaluation_not_applicable"),
        clause="8.1–8.3, S3-19",
    ),
    *(
        row(
            f"T19/{state}",
            state,
            "withdraw",
            CLOSED,
            "企业撤回需求",
            ("enterprise",),
            ("no_agreement_in_force",),
            ("withdrawn",),
            clause="S0-04",
        )
        for state in ("raised", "negotiating")
    ),
    *(
        row(
            f"T20/{state}",
            state,
            "terminate",
            CLOSED,
            "终止协议",
            ENDERS,
            ("agreement_in_force", "delivered_stated", "ended_by_own_side"),
            ("terminated_by_agreement", "terminated_by_enterprise", "terminated_by_host"),
            needs_reason=True,
        )
        for state in ("negotiating", "agreed", "team_formed", "review", "in_service", "acceptance")
    ),
)
