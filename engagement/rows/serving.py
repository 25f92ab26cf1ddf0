"""The rows of the service itself (H3, T12, T17)."""

from __future__ import annotations

from engagement.rows.row import EITHER_SIDE, row
from foundation.process import Transition

SERVING: tuple[Transition, ...] = (
    row("H3", "in_service", "hand_in", "in_service", "提交成果", ("centre",), ("deliverable_given",), clause="S4-20"),
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
