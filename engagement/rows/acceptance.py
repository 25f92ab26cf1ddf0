"""The rows of acceptance (H4, H11, T13–T16)."""

from __future__ import annotations

from engagement.rows.row import EITHER_SIDE, ENDERS, row
from engagement.stages import CLOSED
from foundation.process import Transition

ACCEPTANCE: tuple[Transition, ...] = (
    row(
        "H4",
        "acceptance",
        "record_measurement",
        "acceptance",
        "记录实测值",
        ("enterprise", "centre"),
        ("measurements_fit_criteria",),
        clause="7",
    ),
    row(
        "H11",
        "acceptance",
        "accept_part",
        "acceptance",
        "部分验收",
        ("enterprise",),
        ("part_acceptable",),
        clause="7",
    ),
    row(
        "T13",
        "acceptance",
        "accept",
        CLOSED,
        "验收通过",
        ("enterprise",),
        ("all_criteria_passed",),
        ("completed",),
        clause="7",
    ),
    row(
        "T14",
        "acceptance",
        "rework",
        "in_service",
        "验收未通过，返工",
        ("enterprise", "centre"),
        ("criteria_not_passed", "rework_left"),
        needs_reason=True,
        clause="7",
    ),
    row(
        "T15",
        "acceptance",
        "dispute_criteria",
        "negotiating",
        "对验收指标有争议",
        EITHER_SIDE,
        ("dispute_recorded",),
        codes=("criteria_disputed", "criteria_to_be_changed"),
        needs_reason=True,
        clause="7",
    ),
    row(
        "T16",
        "acceptance",
        "reject",
        CLOSED,
        "验收未通过，终结",
        ENDERS,
        ("criteria_not_passed",),
        ("terminated_after_acceptance",),
        needs_reason=True,
        clause="7",
    ),
)
