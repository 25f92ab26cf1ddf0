"""The rows of the service itself (H3, H8–H10, T12, T17)."""

from __future__ import annotations

from engagement.rows.row import EITHER_SIDE, row
from engagement.stages import CLOSED
from foundation.process import Transition

SERVING: tuple[Transition, ...] = (
    row("H3", "in_service", "hand_in", "in_service", "提交成果", ("centre",), ("deliverable_given",), clause="S4-20"),
    row(
        "H8",
        "in_service",
        "report_milestone",
        "in_service",
        "报告里程碑",
        ("centre",),
        ("milestone_reported",),
        clause="7",
    ),
    *(
        row(
            f"H9/{state}",
            state,
            "record_outcome",
            state,
            "登记产出",
            EITHER_SIDE,
            ("agreement_in_force", "outcome_given"),
            clause="S2-16, S0-33, S3-20",
        )
        for state in ("in_service", "acceptance", CLOSED)
    ),
    row(
        "H10",
        "in_service",
        "record_training",
        "in_service",
        "登记培训",
        ("centre", "host"),
        ("training_given",),
        clause="S0-24, S0-32",
    ),
    row(
        "T12",
        "in_service",
        "deliver",
        "acceptance",
        "交付验收",
        ("centre",),
        ("deliverables_in", "documents_issuable"),
        clause="7, S4-20",
    ),
    row(
        "T17",
        "in_service",
        "request_change",
        "negotiating",
        "要求变更协议",
        EITHER_SIDE,
        codes=("change_requested",),
        needs_reason=True,
        clause="7",
    ),
)
