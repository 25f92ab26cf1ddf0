"""From an accepted match to a closed service, as a table (S0-39, seed 000 figure 1).

The arrows of figure 1 are lost; its eight boxes and three labels survive. So the flow is data: the superset of rows
``T1``–``T22`` stands here, and :mod:`engagement.profiles` keeps what each reading of the figure needs of it.

Rows whose ids begin with ``H`` (办理) are work inside a step and stay in their state; ``G0`` is the contract review
before signing. The pauses (``T18``) are made by :func:`engagement.profiles.with_pauses`.
"""

from __future__ import annotations

from collections.abc import Iterable
from typing import Literal

from foundation.actors import Role
from foundation.process import State, Transition

Box = Literal["P1", "P2", "P3", "P4", "P5", "P6", "P7", "P8", "P9"]
Event = Literal[
    "start",
    "make_offer",
    "confirm_offer",
    "review_contract",
    "check_scope",
    "sign",
    "try_next",
    "stop",
    "assign_team",
    "change_team",
    "submit_plan",
    "pass_review",
    "fail_to_talks",
    "fail_to_team",
    "fail_to_end",
    "hand_in",
    "next_stage",
    "deliver",
    "request_change",
    "record_measurement",
    "accept",
    "rework",
    "dispute_criteria",
    "reject",
    "suspend",
    "resume",
    "withdraw",
    "terminate",
    "reopen",
    "archive",
]

FIGURE_1: tuple[str, ...] = (
    "需求提出",
    "技术、商务沟通",
    "签订技术服务协议",
    "成立项目组",
    "技术服务评审",
    "开展技术服务",
    "服务成果验收",
    "项目终结",
)
"""The eight boxes, in the order of the text."""

HAPPY: tuple[Event, ...] = (
    "start",
    "sign",
    "assign_team",
    "submit_plan",
    "pass_review",
    "next_stage",
    "deliver",
    "accept",
)
"""The events of a service in which nothing goes wrong."""


CLOSED = "closed"
RETURNED = "returned"

STATES: tuple[tuple[Box, State], ...] = (
    ("P1", State(id="raised", label="需求提出", owner="coordinator")),
    ("P2", State(id="negotiating", label="技术、商务沟通", owner="centre")),
    ("P3", State(id="agreed", label="签订技术服务协议", owner="host")),
    ("P4", State(id="team_formed", label="成立项目组", owner="centre")),
    ("P5", State(id="review", label="技术服务评审", owner="reviewer")),
    ("P6", State(id="in_service", label="开展技术服务", owner="centre")),
    ("P7", State(id="acceptance", label="服务成果验收", owner="enterprise")),
    ("P8", State(id=CLOSED, label="项目终结", owner="coordinator")),
    ("P9", State(id="archived", label="评价与归档", owner="host", is_end=True)),
)
PAUSABLE = ("negotiating", "agreed", "team_formed", "review", "in_service", "acceptance")

_EITHER_SIDE: tuple[Role, ...] = ("enterprise", "centre", "host")
ANYBODY: tuple[Role, ...] = ("coordinator", "enterprise", "centre", "host")
_ENDERS: tuple[Role, ...] = ("coordinator", "enterprise", "host")


def row(
    id: str,
    state: str,
    event: Event,
    next: str,
    label: str,
    roles: Iterable[Role],
    guards: tuple[str, ...] = (),
    codes: tuple[str, ...] = (),
    needs_reason: bool = False,
    clause: str = "",
) -> Transition:
    return Transition(
        id=id,
        state=state,
        event=event,
        next=next,
        label=label,
        roles=frozenset(roles),
        guards=guards,
        codes=codes or (event,),
        needs_reason=needs_reason,
        clause=clause,
    )


_SIGNING = (
    "same_terms_confirmed",
    "host_is_party",
    "secrecy_held",
    "inside_scope",
    "criteria_measurable",
    "contract_reviewed",
    "signatories_named",
)
_STAFFING = ("lead_and_staff_named", "staff_qualified", "lead_qualified_or_justified", "lead_attested")

ROWS: tuple[Transition, ...] = (
    row("T1", "raised", "start", "negotiating", "开始沟通", ("coordinator",), ("contacts_named",), clause="7"),
    row(
        "T2", "negotiating", "sign", "agreed", "达成一致并签订协议", ("enterprise", "host"), _SIGNING, clause="7, S0-02"
    ),
    row("T3", "negotiating", "make_offer", "negotiating", "提出方案与报价", _EITHER_SIDE, ("offer_given",), clause="7"),
    row(
        "H1",
        "negotiating",
        "confirm_offer",
        "negotiating",
        "确认方案与报价",
        ("enterprise", "host"),
        ("confirms_latest_offer", "confirms_own_side"),
        clause="S0-02",
    ),
    row(
        "G0",
        "negotiating",
        "review_contract",
        "negotiating",
        "合同评审",
        ("centre", "host"),
        ("contract_review_given",),
        clause="S0-27",
    ),
    row(
        "H5",
        "negotiating",
        "check_scope",
        "negotiating",
        "核对批准范围",
        ("coordinator", "centre"),
        ("scope_left_open", "scope_check_given", "checks_in_own_capacity"),
        needs_reason=True,
        clause="S2-19, S4-19",
    ),
    row(
        "T4",
        "negotiating",
        "try_next",
        RETURNED,
        "换下一家",
        ("coordinator",),
        ("no_agreement_in_force",),
        ("candidate_excluded",),
        needs_reason=True,
        clause="S0-04",
    ),
    row(
        "T5",
        "negotiating",
        "stop",
        CLOSED,
        "未达成一致，终止",
        ANYBODY,
        codes=("not_agreed",),
        needs_reason=True,
        clause="S0-04",
    ),
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
        "T8",
        "review",
        "pass_review",
        "in_service",
        "评审通过",
        ("reviewer",),
        ("opinions_given", "no_opinion_against"),
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
        ("opinions_given",),
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
        ("opinions_given",),
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
        ("opinions_given",),
        ("not_feasible",),
        needs_reason=True,
        clause="7",
    ),
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
        _EITHER_SIDE,
        codes=("change_requested",),
        needs_reason=True,
        clause="7",
    ),
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
        _EITHER_SIDE,
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
        _ENDERS,
        ("criteria_not_passed",),
        ("terminated_after_acceptance",),
        needs_reason=True,
        clause="7",
    ),
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
            _ENDERS,
            ("delivered_stated", "ended_by_own_side"),
            ("terminated_by_agreement", "terminated_by_enterprise", "terminated_by_host"),
            needs_reason=True,
        )
        for state in ("agreed", "team_formed", "review", "in_service", "acceptance")
    ),
)
