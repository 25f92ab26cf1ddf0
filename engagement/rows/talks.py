"""The rows of the talks: from the accepted match to the signed agreement (T1–T5, H1, G0), messages, signed copies."""

from __future__ import annotations

from engagement.rows.row import EITHER_SIDE, row
from engagement.stages import ANYBODY, CLOSED, RETURNED
from foundation.process import Transition

_SIGNING = (
    "same_terms_confirmed",
    "host_is_party",
    "secrecy_held",
    "inside_scope",
    "criteria_measurable",
    "contract_reviewed",
    "time_left",
    "signatories_named",
)


_TALKED = ("negotiating", "agreed", "team_formed", "review", "in_service", "acceptance")
"""States in which the parties may still have something to say to each other."""


TALKS: tuple[Transition, ...] = (
    row("T1", "raised", "start", "negotiating", "开始沟通", ("coordinator",), ("contacts_named",), clause="7"),
    row(
        "T2", "negotiating", "sign", "agreed", "达成一致并签订协议", ("enterprise", "host"), _SIGNING, clause="7, S0-02"
    ),
    row("T3", "negotiating", "make_offer", "negotiating", "提出方案与报价", EITHER_SIDE, ("offer_given",), clause="7"),
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
        ("no_agreement_in_force",),
        codes=("not_agreed",),
        needs_reason=True,
        clause="S0-04",
    ),
    *(
        row(
            f"H6/{state}",
            state,
            "say",
            state,
            "留言",
            ANYBODY,
            ("message_given", "speaks_for_own_side"),
            clause="7",
        )
        for state in _TALKED
    ),
    *(
        row(
            f"H7/{state}",
            state,
            "attach_signed_copy",
            state,
            "登记签署件",
            ANYBODY,
            ("copy_fits_agreement",),
            clause="7, S0-02",
        )
        for state in (*_TALKED[1:], CLOSED)
    ),
)
