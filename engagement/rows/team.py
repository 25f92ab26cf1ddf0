"""The rows of team and technical review (T6–T11, H2, H12)."""

from __future__ import annotations

from engagement.rows.row import row
from engagement.stages import CLOSED
from foundation.process import Transition

_STAFFING = ("lead_and_staff_named", "staff_qualified", "lead_qualified_or_justified", "lead_attested")


TEAM: tuple[Transition, ...] = (
    row("T6", "agreed", "assign_team", "team_formed", "成立项目组", ("centre", "host"), _STAFFING, clause="4.1.2, 4.2"),
    row("H2", "team_formed", "change_team", "team_formed", "调整项目组", ("centre", "host"), _STAFFING, clause="4.2"),
    row(
        "T7",
        "team_formed",
        "submit_plan",
        "review",
        "提交评审",
        ("centre",),
        ("plan_complete", "reviewers_independent"),
        clause="7",
    ),
    row(
        "H12",
        "review",
        "give_opinion",
        "review",
        "写评审意见",
        ("reviewer",),
        ("own_opinion_given",),
        clause="7",
    ),
    row(
        "T8",
        "review",
        "pass_review",
        "in_service",
        "评审通过",
        ("reviewer",),
        ("panel_concludes", "opinions_given", "no_opinion_against", "method_evidenced"),
        ("passed",),
        clause="7",
    ),
    row(
        "T9",
        "review",
        "fail_to_talks",
        "negotiating",
        "评审未通过，重新沟通",
        ("reviewer",),
        ("panel_concludes", "opinions_given", "opinion_against"),
        ("scope", "price", "time", "feasibility"),
        needs_reason=True,
        clause="7",
    ),
    row(
        "T10",
        "review",
        "fail_to_team",
        "team_formed",
        "评审未通过，调整项目组或方案",
        ("reviewer",),
        ("panel_concludes", "opinions_given", "opinion_against"),
        ("team", "plan"),
        needs_reason=True,
        clause="7",
    ),
    row(
        "T11",
        "review",
        "fail_to_end",
        CLOSED,
        "评审未通过，终结",
        ("reviewer",),
        ("panel_concludes", "opinions_given", "opinion_against"),
        ("not_feasible",),
        needs_reason=True,
        clause="7",
    ),
)
