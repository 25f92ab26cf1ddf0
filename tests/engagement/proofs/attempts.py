"""What somebody brings to a step of the walk, rightly or with one thing wrong."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date, timedelta
from typing import Any

from engagement.facts.agreement import ContractReview
from engagement.facts.deliverables import Deliverable
from engagement.facts.handover import AcceptedPart, Statements
from engagement.facts.milestones import MilestoneReport
from engagement.facts.scope import ScopeCheck
from engagement.log import Facts
from engagement.record import Engagement
from foundation.actors import Actor, Role
from tests.engagement.cases import BAD, COPY, EFFECTS, FOR, GOOD, OFFER, PLAN, REPORT, SAVED, START, TEAM
from tests.engagement.proofs.design import SIDES
from tests.engagement.proofs.steps_model import (
    BROUGHT,
    CENTRE_SIGNS,
    CONCLUDING,
    NO_CRITERIA,
    PAPER,
    SECRET,
    SHRINKAGE,
    SOON,
    THICKNESS,
    Attempt,
    brought,
    scope_of,
)
from tests.engagement.proofs.world import brings, person
from tests.engagement.test_engagement import BRINGING

FAR = date(2030, 5, 30)
REASONED = (
    "stop",
    "try_next",
    "fail_to_talks",
    "fail_to_team",
    "fail_to_end",
    "request_change",
    "rework",
    "reject",
    "reopen",
    "dispute_criteria",
    "suspend",
    "terminate",
    "check_scope",
)
CODED = ("fail_to_talks", "fail_to_team", "dispute_criteria", "accept", "terminate", "say", "record_outcome")
_OF_THE_TEAM = PLAN.reviewers[0].model_copy(update={"id": TEAM.lead.id})
_OUTCOME: Any = BRINGING["record_outcome"]["outcome"]
_TRAINING: Any = BRINGING["record_training"]["training"]
_SILENT = Statements(criteria=("shrinkage",))
_OF_NOTHING = Statements(criteria=("colour",), enterprise="不合适", centre="不合适")
_TEAMS: Mapping[str, Mapping[str, object]] = {
    "no team": {"team": None},
    "alone": {"team": TEAM.model_copy(update={"staff": ()})},
    "unlearned": {"team": TEAM.model_copy(update={"staff": (TEAM.staff[0].model_copy(update={"degree": None}),)})},
    "no leader": {"team": TEAM.model_copy(update={"lead": TEAM.lead.model_copy(update={"led_project": None})})},
    "not vouched for": {"team": TEAM.model_copy(update={"attestation": None})},
}
_UNMARKED = Deliverable(name=REPORT.name, kind="测试报告", number="R-1", issuer="签发人", is_inside_scope=True)
VERIFIED = EFFECTS.model_copy(
    update={"effects": (SAVED.model_copy(update={"evidence": "e" * 64, "verified_by": "会计师事务所"}),)}
)
_AHEAD = EFFECTS.model_copy(update={"effects": (SAVED.model_copy(update={"last": FAR}),)})
FLAWS: Mapping[str, Mapping[str, Mapping[str, object]]] = {
    "start": {"no contacts": {"contacts": None}},
    "make_offer": {"no offer": {"offer": None}, "for a day that is over": {}, "fractions of a fen": {}},
    "confirm_offer": {"for nobody": {"side": None}, "for the other side": {}},
    "review_contract": {"no answers": {"contract_review": None}},
    "check_scope": {"no answer": {"scope_check": None}, "in another capacity": {}},
    "sign": {"no signatories": {"signatories": None}},
    "say": {
        "no words": {"message": None},
        "invisible words": {"message": {"side": "centre", "text": "\u200b \u2060"}},
        "in another's name": {},
        "about no version": {},
        "marked secret": {},
    },
    "attach_signed_copy": {
        "no copy": {"signed_copy": None},
        "of no agreement": {"signed_copy": COPY.model_copy(update={"digest": "0" * 64})},
        "signed tomorrow": {},
    },
    "assign_team": _TEAMS,
    "change_team": _TEAMS,
    "submit_plan": {
        "no plan": {"plan": None},
        "without risks": {"plan": PLAN.model_copy(update={"risks": " "})},
        "of the team": {"plan": PLAN.model_copy(update={"reviewers": (_OF_THE_TEAM,)})},
    },
    **{event: {key: {} for key in BROUGHT} for event in CONCLUDING},
    "hand_in": {"nothing": {"deliverable": None}},
    "report_milestone": {
        "nothing": {"milestone": None},
        "not planned": {"milestone": MilestoneReport(name="写论文", progress="done", on=date(2025, 3, 10))},
        "done tomorrow": {},
        "corrects nothing": {},
        "late for no reason": {},
        "late without another day": {},
    },
    "record_outcome": {
        "nothing": {"outcome": None},
        "corrects nothing": {},
        "of tomorrow": {},
        "a capability of no kind": {"outcome": _OUTCOME.model_copy(update={"kind": "新能力"})},
    },
    "record_training": {
        "nothing": {"training": None},
        "corrects nothing": {},
        "of tomorrow": {},
        "no time at all": {"training": _TRAINING.model_copy(update={"hours": "0.0"})},
    },
    "record_measurement": {"no values": {"measurements": ()}, "of no criterion": {}, "in kilograms": {}},
    "accept_part": {"nothing": {"part": None}, "no part": {"part": AcceptedPart()}, "unknown part": {}},
    "suspend": {
        "one side": {"is_agreed_by_both": None},
        "no day": {"until": None},
        "until today": {},
    },
    "dispute_criteria": {"no statement": {}, "says nothing": {}, "of no criterion": {}},
    "terminate": {
        "not stated": {"delivered": None},
        "invisible statement": {"delivered": "\u200b"},
        "one side": {"is_agreed_by_both": None},
        "for the other side": {},
    },
    "archive": {
        "not evaluated": {"assessment_id": None},
        "excused for nothing": {"assessment_id": None, "code": "evaluation_not_applicable"},
    },
    "answer_survey": {"nothing": {"survey": None}},
    "report_effect": {
        "nothing": {"effect_report": None},
        "another month": {"effect_report": EFFECTS.model_copy(update={"month": 4})},
        "of days to come": {"effect_report": _AHEAD},
        "verified by its own word": {},
    },
}
"""What may be wrong with what somebody brings; ``{}`` where it depends on the day or on who acts."""


def flaws_of(event: str) -> tuple[str, ...]:
    """Everything that may be wrong, the reason and the code of the row too."""
    return (
        *FLAWS.get(event, ()),
        *(("no reason", "invisible reason") if event in REASONED else ()),
        *(("other code",) if event in CODED else ()),
    )


def facts_of(attempt: Attempt, engagement: Engagement, today: date) -> Facts:
    """What the attempt brings along, flaw and all."""
    given = dict(brings(attempt.event, attempt.role if attempt.role in (*SIDES, "coordinator") else None))  # type: ignore[arg-type]
    given |= _good(attempt, engagement, today)
    given |= FLAWS.get(attempt.event, {}).get(attempt.flaw, {})
    given |= _bad(attempt, engagement, today)
    return Facts.model_validate(given)


def _good(attempt: Attempt, engagement: Engagement, today: date) -> dict[str, object]:
    match attempt.event:
        case "review_contract":
            answers = ContractReview(capability=True, scope=True, secrecy=attempt.passes, impartiality=True)
            return {"contract_review": answers}
        case "change_team":
            second = TEAM.staff[0].model_copy(update={"id": "exp_second", "name": "小周"})
            return {"team": TEAM.model_copy(update={"staff": (*TEAM.staff, second)})}
        case "submit_plan" if not attempt.passes:
            return {"plan": PLAN.model_copy(update={"method_status": "to_be_verified"})}
        case "give_opinion" | "pass_review" | "fail_to_talks" | "fail_to_team" | "fail_to_end":
            opinions = zip(FOR, brought(attempt), strict=True)
            return {
                "opinions": [one.model_copy(update={"is_in_favour": is_}) for one, is_ in opinions if is_ is not None]
            }
        case "hand_in" if attempt.item == SHRINKAGE:
            return {"deliverable": Deliverable(name="小结")}
        case "hand_in" if not attempt.passes:
            return {"deliverable": _UNMARKED.model_copy(update={"issued_on": today})}
        case "make_offer":
            return {"offer": terms(attempt.offer)}
        case "confirm_offer":
            side = "enterprise" if attempt.role == "enterprise" else "host"
            return {"side": side, "digest": terms(attempt.offer).digest}
        case "check_scope":
            capacity = "coordinator" if attempt.role == "coordinator" else "quality_manager"
            return {"scope_check": ScopeCheck(by="陈工", capacity=capacity, is_inside=attempt.passes)}
        case "attach_signed_copy":
            return {"signed_copy": COPY.model_copy(update={"digest": terms(attempt.offer).digest})}
        case "report_milestone":
            names = {SHRINKAGE: "热分析", THICKNESS: "断面形貌", PAPER: "断面形貌 "}
            report = MilestoneReport(
                name=names[attempt.item],
                progress="done" if attempt.passes else "late",
                on=today if attempt.passes else today + timedelta(days=9),
            )
            return {"milestone": report, "reason": None if attempt.passes else "等样品"}
        case "suspend":
            return {"until": today + timedelta(days=60)}
        case "record_measurement":
            values = GOOD if attempt.passes else BAD
            return {"measurements": {SHRINKAGE: values[:1], THICKNESS: values[1:], PAPER: values}[attempt.item]}
        case "accept_part":
            parts = {
                SHRINKAGE: AcceptedPart(criteria=("shrinkage",)),
                THICKNESS: AcceptedPart(criteria=("thickness",)),
                PAPER: AcceptedPart(deliverables=("失效分析报告",)),
            }
            return {"part": parts[attempt.item]}
        case "accept":
            return {"is_solved": attempt.passes}
        case "dispute_criteria" if attempt.item == PAPER:
            return {"code": "criteria_to_be_changed", "dispute": None}
    return {}


def _bad(attempt: Attempt, engagement: Engagement, today: date) -> dict[str, object]:
    tomorrow = today + timedelta(days=1)
    other = "enterprise" if attempt.role != "enterprise" else "host"
    match attempt.event, attempt.flaw:
        case _, "no reason":
            return {"reason": None}
        case _, "invisible reason":
            return {"reason": "\u200b\u2060"}
        case _, "other code":
            return {"code": "passed"}
        case "make_offer", "for a day that is over":
            return {"offer": terms(attempt.offer, finish_by=today - timedelta(days=1))}
        case "make_offer", "fractions of a fen":
            return {"offer": terms(attempt.offer, price="1.005")}
        case "confirm_offer", "for the other side":
            return {"side": other}
        case "check_scope", "in another capacity":
            capacity = "quality_manager" if attempt.role == "coordinator" else "coordinator"
            return {"scope_check": ScopeCheck(by="陈工", capacity=capacity, is_inside=True)}
        case "say", "in another's name":
            return {"message": {"side": other, "text": "同意"}}
        case "say", "about no version":
            own = attempt.role if attempt.role in (*SIDES, "coordinator") else "centre"
            return {"message": {"side": own, "text": "见附件", "about": len(engagement.offers) + 1}}
        case "say", "marked secret":
            own = attempt.role if attempt.role in (*SIDES, "coordinator") else "centre"
            return {"message": {"side": own, "text": "机密★10年 图样"}}
        case "attach_signed_copy", "signed tomorrow":
            return {
                "signed_copy": COPY.model_copy(update={"digest": terms(attempt.offer).digest, "signed_on": tomorrow})
            }
        case "report_milestone", "done tomorrow":
            return {"milestone": MilestoneReport(name="热分析", progress="done", on=tomorrow)}
        case "report_milestone", "late for no reason":
            return {"milestone": MilestoneReport(name="热分析", progress="late", on=tomorrow), "reason": None}
        case "report_milestone", "late without another day":
            return {"milestone": MilestoneReport(name="热分析", progress="late", on=today), "reason": "等样品"}
        case "report_milestone", "corrects nothing":
            report = MilestoneReport(name="热分析", progress="done", on=today, corrects=99)
            return {"milestone": report, "reason": "写错了"}
        case "record_outcome", "corrects nothing":
            return {"outcome": _OUTCOME.model_copy(update={"corrects": 99}), "reason": "写错了"}
        case "record_training", "corrects nothing":
            return {"training": _TRAINING.model_copy(update={"corrects": 99}), "reason": "写错了"}
        case "record_outcome", "of tomorrow":
            return {"outcome": _OUTCOME.model_copy(update={"on": tomorrow})}
        case "record_training", "of tomorrow":
            return {"training": _TRAINING.model_copy(update={"on": tomorrow})}
        case "record_measurement", "of no criterion":
            return {"measurements": (GOOD[0].model_copy(update={"criterion_id": "colour"}),)}
        case "record_measurement", "in kilograms":
            return {"measurements": (GOOD[1].model_copy(update={"unit": "kg"}),)}
        case "accept_part", "unknown part":
            return {"part": AcceptedPart(criteria=("colour",))}
        case "report_effect", "verified by its own word" if attempt.role == "coordinator":
            return {"effect_report": None}  # a coordinator may enter it: wrong for them is nothing at all
        case "report_effect", "verified by its own word":
            return {"effect_report": VERIFIED}
        case "suspend", "until today":
            return {"until": today}
        case "dispute_criteria", "no statement":
            return {"code": "criteria_disputed", "dispute": None}
        case "dispute_criteria", "says nothing":
            return {"code": "criteria_disputed", "dispute": _SILENT}
        case "dispute_criteria", "of no criterion":
            return {"code": "criteria_disputed", "dispute": _OF_NOTHING}
        case "terminate", "for the other side":
            code = "terminated_by_host" if attempt.role != "host" else "terminated_by_enterprise"
            return {"code": code}
    return {}


def terms(kind: int, **changes: object):  # type: ignore[no-untyped-def]
    """One of several offers, told apart by the price; for a day far off."""
    told: dict[str, object] = {"price": f"{kind}.00", "finish_by": FAR}
    if scope_of(kind) == "other":
        told["scope"] = "另一项工作"
    if kind == SOON:
        told["finish_by"] = START.date() + timedelta(days=7)
    if kind == SECRET:
        told["level"] = "secret"
    if kind == NO_CRITERIA:
        told["criteria"] = ()
    if kind == CENTRE_SIGNS:
        told["party"] = "ctr_1"
    return OFFER.model_copy(update=told | changes)


def kind_of(price: str) -> int:
    """Which offer it is."""
    return int(price.partition(".")[0])


def who(attempt: Attempt) -> Actor:
    """The one who tries it, of the right party or of another."""
    role: Role = attempt.role  # type: ignore[assignment]
    seat = {1: "rev_1", 2: "rev_2", 3: "rev_9"}.get(attempt.seat)
    return person(role, "elsewhere" if attempt.is_stranger else None).model_copy(update={"seat": seat})
