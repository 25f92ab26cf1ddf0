"""What each step sets back, field by field: the design as one small table, held against every event there is."""

from __future__ import annotations

from collections.abc import Mapping

import pytest

from engagement.effects import EFFECTS
from engagement.facts.handover import Acceptance, AcceptedPart, Statements
from engagement.facts.milestones import MilestoneReport
from engagement.facts.scope import ScopeCheck
from engagement.folding import apply
from engagement.log import Entry, Facts
from engagement.profiles import PROFILES
from engagement.record import Engagement, Pause
from tests.engagement.cases import BAD, COPY, FOR, GOOD, START, SURVEY, at, step
from tests.engagement.test_engagement import BRINGING, PAUSE

AMENDING = frozenset({"fail_to_talks", "request_change", "dispute_criteria"})
"""An amendment is opened: the terms, the plan and the work under them begin anew (T9, T15, T17)."""

SET_BACK: Mapping[str, frozenset[str]] = {
    "confirmations": AMENDING | {"make_offer", "sign"},
    "contract_review": AMENDING,
    "contract_review_digest": AMENDING,
    "scope_check": AMENDING,
    "scope_checked": AMENDING,
    "plan": AMENDING | {"assign_team", "change_team"},
    "opinions": frozenset({"submit_plan", "pass_review", "fail_to_talks", "fail_to_team", "fail_to_end"}),
    "milestones": AMENDING,
    "has_new_deliverables": AMENDING | {"rework", "reopen"},
    "measurements": AMENDING | {"rework", "reopen"},
    "acceptances": AMENDING | {"reopen"},
    "is_solved": frozenset({"reopen"}),
    "end_reason": frozenset({"reopen"}),
    "closed_at": frozenset({"reopen"}),
    "pause": frozenset({"resume"}),
}
"""By field the steps that empty it. A field that is not here is never emptied: what was offered, signed, reviewed,
handed in, disputed, recorded, answered stays; a pause touches nothing but itself."""

COUNTED: Mapping[str, str] = {"rework_count": "rework", "reworks_before": "sign"}
"""The limit on rework counts those under the agreement in force: signing notes where it begins."""

CLOCK = frozenset({"state", "version", "owner_role", "owner", "due", "finish_by", "history"})


def full() -> Engagement:
    """An engagement of which every field has something in it, as no real one has."""
    done = at("archived")
    agreed = at("in_service")
    said = Statements(criteria=("shrinkage",), enterprise="方法不合适")
    disputed = step(
        step(at("acceptance"), "record_measurement", measurements=BAD),
        "dispute_criteria",
        dispute=said,
        reason="方法不合适",
        code="criteria_disputed",
    )
    copied = step(agreed, "attach_signed_copy", signed_copy=COPY)
    outcome = step(agreed, "record_outcome", **BRINGING["record_outcome"])
    taught = step(agreed, "record_training", **BRINGING["record_training"])
    closed = step(step(at("closed"), "answer_survey", survey=SURVEY), "report_effect", **BRINGING["report_effect"])
    return done.model_copy(
        update={
            "confirmations": at("negotiating").confirmations,
            "scope_check": ScopeCheck(by="陈工", capacity="coordinator", is_inside=True),
            "scope_checked": done.offers[-1].scope,
            "opinions": FOR,
            "signed_copies": copied.signed_copies,
            "acceptances": (Acceptance(part=AcceptedPart(deliverables=("失效分析报告",)), actor_id="a", at=START),),
            "disputes": disputed.disputes,
            "milestones": (MilestoneReport(name="热分析", progress="done", on=START.date()),),
            "outcomes": outcome.outcomes,
            "trainings": taught.trainings,
            "rework_count": 2,
            "reworks_before": 1,
            "has_new_deliverables": True,
            "measurements": GOOD,
            "pause": Pause(since=START),
            "surveys": closed.surveys,
            "effect_reports": closed.effect_reports,
        }
    )


FULL = full()


def test_every_field_of_the_full_one_is_full() -> None:
    empty = {name for name in Engagement.model_fields if not getattr(FULL, name)}
    assert empty == {"owner_role", "owner", "due"}, "an archived one waits for nobody"


@pytest.mark.parametrize("event", sorted({row.event for row in PROFILES["sub-6.6.2"].process.transitions}))
def test_a_step_empties_what_the_table_says_and_nothing_else(event: str) -> None:
    after = taken(event)
    emptied = {name for name in Engagement.model_fields if getattr(FULL, name) and not getattr(after, name)}
    assert emptied - CLOCK == {name for name, events in SET_BACK.items() if event in events}


@pytest.mark.parametrize("event", sorted(set(BRINGING) - set(EFFECTS) | {"suspend", "resume"}))
def test_a_pause_a_message_or_a_delivery_changes_nothing_but_the_state(event: str) -> None:
    after = taken(event)
    changed = {name for name in Engagement.model_fields if getattr(FULL, name) != getattr(after, name)}
    is_end = event in ("stop", "try_next", "withdraw", "reject", "terminate")
    assert changed - CLOCK - ({"end_reason", "closed_at"} if is_end else set()) == (
        {"pause"} if event in ("suspend", "resume") else set()
    )


def test_reworks_are_counted_over_all_and_limited_under_the_agreement_in_force() -> None:
    assert {name: getattr(taken(event), name) - getattr(FULL, name) for name, event in COUNTED.items()} == {
        "rework_count": 1,
        "reworks_before": 1,
    }
    assert taken("rework").reworks_before == FULL.reworks_before
    assert taken("sign").rework_count == FULL.rework_count


def taken(event: str) -> Engagement:
    """The fold alone: whether the step was allowed is not asked."""
    row = next(one for one in PROFILES["sub-6.6.2"].process.transitions if one.event == event)
    given = Facts.model_validate(PAUSE if event == "suspend" else BRINGING.get(event, {}))
    entry = Entry(
        number=FULL.version + 1,
        row=row.id,
        event=event,
        state=row.state,
        next=row.next,
        actor_id="act",
        at=START,
        code=row.codes[0],
        facts=given,
    )
    return apply(FULL, entry)
